package org.dnn.compiler.emit;

import java.util.List;
import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.ir.UnaryFunction;
import org.dnn.compiler.kernel.Index;

/** CUDA C, in which each argument is a pointer; {@code dnn.cuh} has what it calls. */
class CudaLanguage implements ScalarLanguage {
    @Override
    public String number(float value) {
        if (Float.isNaN(value)) {
            return "NAN";
        }
        if (Float.isInfinite(value)) {
            return value > 0 ? "INFINITY" : "-INFINITY";
        }
        String digits = ScalarLanguage.digits(value);
        return digits + (digits.contains(".") || digits.contains("E") ? "f" : ".0f");
    }

    @Override
    public String element(NestNames names, int argument, Index index, List<String> axes) {
        return names.argument(argument) + "[" + names.place("", index, axes) + "]";
    }

    @Override
    public String gathered(String column, String place, String element) {
        return column + "[element(batch, " + place + ", " + column + "Width, " + element + ")]";
    }

    @Override
    public String uniform(int stream, String element) {
        return "uniform(batch, " + stream + ", " + element + ", turn)";
    }

    @Override
    public String function(UnaryFunction function) {
        return switch (function) {
            case ABSOLUTE -> "fabsf";
            case SQUARE_ROOT -> "sqrtf";
            case EXPONENTIAL -> "expf";
            case EXPONENTIAL_MINUS_ONE -> "expm1f";
            case LOGARITHM -> "logf";
            case LOGARITHM_OF_ONE_PLUS -> "log1pf";
            case TANH -> "tanhf";
            case SIGMOID -> "sigmoid";
            case ERROR_FUNCTION -> "erff";
            case SINE -> "sinf";
            case COSINE -> "cosf";
            case FLOOR -> "floorf";
            case NEGATE, RECIPROCAL, IS_NAN -> throw new CompilerBug("emit", "an operator: " + function);
        };
    }

    @Override
    public String isNaN(String x) {
        return "isNaN(" + x + ")";
    }

    @Override
    public String maximum(String x, String y) {
        return "maximum(" + x + ", " + y + ")";
    }

    @Override
    public String minimum(String x, String y) {
        return "minimum(" + x + ", " + y + ")";
    }
}
