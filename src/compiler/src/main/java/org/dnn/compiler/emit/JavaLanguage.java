package org.dnn.compiler.emit;

import java.util.List;
import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.ir.UnaryFunction;
import org.dnn.compiler.kernel.Index;

/** Java, in which everything stands in one array. */
final class JavaLanguage implements ScalarLanguage {
    @Override
    public String number(float value) {
        if (Float.isNaN(value)) {
            return "Float.NaN";
        }
        if (Float.isInfinite(value)) {
            return value > 0 ? "Float.POSITIVE_INFINITY" : "Float.NEGATIVE_INFINITY";
        }
        return ScalarLanguage.digits(value) + "f";
    }

    @Override
    public String element(NestNames names, int argument, Index index, List<String> axes) {
        return "memory[" + names.place(argument, index, axes) + "]";
    }

    @Override
    public String gathered(String column, String place, String element) {
        return column + "(order[first + " + place + "], " + element + ")";
    }

    @Override
    public String uniform(int stream, String element) {
        return "uniform(" + stream + ", " + element + ", turn)";
    }

    @Override
    public String function(UnaryFunction function) {
        return switch (function) {
            case ABSOLUTE -> "Math.abs";
            case SQUARE_ROOT -> "(float) Math.sqrt";
            case EXPONENTIAL -> "Elementary.exp";
            case EXPONENTIAL_MINUS_ONE -> "Elementary.expm1";
            case LOGARITHM -> "Elementary.log";
            case LOGARITHM_OF_ONE_PLUS -> "Elementary.log1p";
            case TANH -> "Elementary.tanh";
            case SIGMOID -> "Elementary.sigmoid";
            case ERROR_FUNCTION -> "Elementary.erf";
            case SINE -> "Elementary.sin";
            case COSINE -> "Elementary.cos";
            case FLOOR -> "(float) Math.floor";
            case NEGATE, RECIPROCAL, IS_NAN -> throw new CompilerBug("emit", "an operator: " + function);
        };
    }

    @Override
    public String isNaN(String x) {
        return "Float.isNaN(" + x + ")";
    }

    @Override
    public String maximum(String x, String y) {
        return "Math.max(" + x + ", " + y + ")";
    }

    @Override
    public String minimum(String x, String y) {
        return "Math.min(" + x + ", " + y + ")";
    }
}
