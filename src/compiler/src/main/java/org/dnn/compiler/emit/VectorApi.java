package org.dnn.compiler.emit;

import com.palantir.javapoet.ClassName;
import java.util.List;
import org.dnn.compiler.kernel.Index;
import org.dnn.compiler.kernel.Term;

/**
 * Java's Vector API.
 *
 * @param shift added to the places of loads: the second half of sixteen lanes
 * @param mask  loads only where the mask says; "" for everywhere
 */
record VectorApi(NestNames names, List<String> axes, String shift, String mask) implements VectorLanguage {
    @Override
    public ClassName type() {
        return RuntimeSymbols.FLOAT_VECTOR;
    }

    @Override
    public String broadcast(String value) {
        return "FloatVector.broadcast(SPECIES, " + value + ")";
    }

    @Override
    public String zero() {
        return "FloatVector.zero(SPECIES)";
    }

    @Override
    public String neighbours(int argument, Index index) {
        return "FloatVector.fromArray(SPECIES, memory, " + place(argument, index) + shift
                + (mask.isEmpty() ? "" : ", " + mask) + ")";
    }

    @Override
    public String everywhere(int argument, Index index) {
        return broadcast(second(argument, index));
    }

    @Override
    public String second(int argument, Index index) {
        return "memory[" + place(argument, index) + "]";
    }

    @Override
    public String gathered(Term.Gather gather) {
        return method(names.argument(gather.argument())) + "(order[first + " + names.place("", gather.row(), axes)
                + "], " + names.place("", gather.index(), axes) + ")";
    }

    /** The name of the method that reads neighbouring elements of a column. */
    static String method(String column) {
        return column + "Vector";
    }

    @Override
    public String store(String vector, int argument, Index index) {
        return vector + ".intoArray(memory, " + place(argument, index) + ")";
    }

    @Override
    public String elementary() {
        return "VectorElementary";
    }

    @Override
    public String comparisons() {
        return "VectorOperators";
    }

    private String place(int argument, Index index) {
        return names.place(argument, index, axes);
    }
}
