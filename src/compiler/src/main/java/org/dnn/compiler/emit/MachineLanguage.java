package org.dnn.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.dnn.compiler.kernel.Index;
import org.dnn.compiler.kernel.Term;

/**
 * Machine code that is being assembled. The assembled code itself goes from row to row, or from point to point, and from
 * element to element, or from turn to turn of what is repeated; the first axes can be loops of the method that calls it, all
 * others are loops of the method that assembles it.
 *
 * @param outside  how many axes are loops of the calling method
 * @param lanes    the axis of the rows, or of the points
 * @param counted  the axis of the elements, or of the turns, whose number the code is told; {@link #NONE} where there is none
 * @param repeated whether those are turns
 */
record MachineLanguage(NestNames names, List<String> axes, MachineArguments arguments, MachineColumns columns,
        int outside, int lanes, int counted, boolean repeated) implements VectorLanguage {
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
    public String gathered(Term.Gather gather) {
        int argument = gather.argument();
        long width = columns.width(argument);
        String begin = "order[first + " + names.place("", gather.row(), axes) + "]" + (width == 1 ? "" : " * " + width);
        Index outer = outer(gather.index());
        String called = outer.equals(Index.constant(0, axes.size())) ? begin : names.place(begin, outer, axes);
        return "nest.load(" + within(arguments.column(argument, called, columns.isBytes(argument)), gather.index())
                + ")";
    }

    @Override
    public void begin(CodeBlock.Builder code, int axis, String size) {
        if (repeated && axis == counted) {
            code.addStatement("nest.repeat($L)", arguments.number(size));
        } else {
            VectorLanguage.super.begin(code, axis, size);
        }
    }

    @Override
    public void end(CodeBlock.Builder code, int axis) {
        if (repeated && axis == counted) {
            code.addStatement("nest.end()");
        } else {
            VectorLanguage.super.end(code, axis);
        }
    }

    @Override
    public String gathering(float first) {
        return repeated ? "nest.variable(" + ScalarTerms.number(first) + ")" : VectorLanguage.super.gathering(first);
    }

    @Override
    public String gathered(String local, String value) {
        return repeated ? "nest.become(" + local + ", " + value + ")" : VectorLanguage.super.gathered(local, value);
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
        return within(arguments.place(argument, names.place(argument, outer(index), axes)), index);
    }

    private Index outer(Index index) {
        return new Index(0, IntStream.range(0, index.strides().size()).mapToObj(a -> a < outside ? index.stride(a) : 0)
                .toList());
    }

    private String within(String variable, Index index) {
        List<Long> unrolled = new ArrayList<>(index.strides());
        for (int a = 0; a < outside; a++) {
            unrolled.set(a, 0L);
        }
        if (lanes < unrolled.size()) {
            unrolled.set(lanes, 0L);
        }
        long stride = counted == NONE ? 0 : unrolled.set(counted, 0L);
        return variable + ", " + (names.isTold(stride) ? arguments.number(names.number(stride)) : stride) + ", "
                + names.place("", new Index(index.constant(), unrolled), axes);
    }
}
