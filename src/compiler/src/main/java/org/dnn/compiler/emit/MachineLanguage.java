package org.dnn.compiler.emit;

import com.palantir.javapoet.ClassName;
import java.util.ArrayList;
import java.util.List;
import org.dnn.compiler.kernel.Index;

/**
 * Machine code that is being assembled. The assembled code itself goes from row to row, or from point to point, and from
 * element to element; all other axes are loops of the method that assembles it.
 *
 * @param lanes    the axis of the rows, or of the points
 * @param elements the axis of the elements whose number the code is told; {@link #NONE} where it is not
 */
record MachineLanguage(NestNames names, List<String> axes, int lanes, int elements) implements VectorLanguage {
    static final int NONE = -1;

    @Override
    public ClassName type() {
        return RuntimeSymbols.VALUE;
    }

    @Override
    public String broadcast(String value) {
        return "nest.number(" + value + ")";
    }

    @Override
    public String zero() {
        return broadcast(ScalarTerms.number(0));
    }

    @Override
    public String neighbours(int argument, Index index) {
        return "nest.load(" + place(argument, index) + ")";
    }

    @Override
    public String everywhere(int argument, Index index) {
        return "nest.broadcast(" + place(argument, index) + ")";
    }

    @Override
    public String second(int argument, Index index) {
        return everywhere(argument, index);
    }

    @Override
    public String store(String vector, int argument, Index index) {
        return "nest.store(" + vector + ", " + place(argument, index) + ")";
    }

    @Override
    public String elementary() {
        return "MachineElementary";
    }

    @Override
    public String comparisons() {
        return "Comparison";
    }

    /** An argument, how far its elements are apart, and how far from its first what is meant lies. */
    String place(int argument, Index index) {
        List<Long> unrolled = new ArrayList<>(index.strides());
        if (lanes < unrolled.size()) {
            unrolled.set(lanes, 0L);
        }
        long stride = 0;
        if (elements != NONE) {
            stride = unrolled.set(elements, 0L);
        }
        return names.argument(argument) + ", " + stride + ", "
                + names.place("", new Index(index.constant(), unrolled), axes);
    }
}
