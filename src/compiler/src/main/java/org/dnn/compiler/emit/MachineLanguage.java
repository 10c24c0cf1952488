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
 * @param fromFirst whether it is the first axis, which does not begin at 0 but where the calling method is told
 * @param elements in a nest of neighbours the axis of the elements, of which each argument says how far they are apart; else
 *                 {@link #NONE}
 */
record MachineLanguage(NestNames names, List<String> axes, MachineArguments arguments, MachineColumns columns,
        int outside, int lanes, int counted, boolean repeated, boolean fromFirst,
        int elements) implements VectorLanguage {
    static final int NONE = -1;

    /**
     * Of a nest of neighbours.
     *
     * @param lanes the axis of the neighbours; one that no place has where there are none
     * @param turns the axis that is repeated, if one is
     * @param elements the last outer axis, if there is one
     */
    static MachineLanguage ofNeighbours(NestNames names, List<String> axes, MachineArguments arguments,
            MachineColumns columns, int lanes, int turns, int elements) {
        return new MachineLanguage(names, axes, arguments, columns, Math.max(elements, 0), lanes, turns, true,
                elements == 0, elements);
    }

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
    public String position(Index index) {
        long stride = repeated && counted < index.strides().size() ? index.stride(counted) : 0;
        if (stride == 0) {
            return VectorLanguage.super.position(index);
        }
        List<Long> others = new ArrayList<>(index.strides());
        others.set(counted, 0L);
        String turns = "nest.turn()" + (stride == 1 ? "" : ".mul(" + ScalarTerms.number((float) stride) + ")");
        String rest = names.place("", new Index(index.constant(), others), axes);
        return rest.equals("0") ? turns : turns + ".add((float) (" + rest + "))";
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
        String called = called(begin, gather.index());
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
        return lanes < index.strides().size()
                ? "nest.store(" + vector + ", " + place(argument, index) + ")"
                : "nest.put(" + vector + ", " + variable(argument, index) + ", " + index.constant() + ")";
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
        return within(variable(argument, index), index);
    }

    private String variable(int argument, Index index) {
        String called = called(names.argument(argument), index);
        long each = elements == NONE ? 0 : index.stride(elements);
        return each == 0 ? arguments.place(argument, called) : arguments.place(argument, called, number(each));
    }

    /** A stride, which may be told. */
    private String number(long stride) {
        return names.isTold(stride) ? arguments.number(names.number(stride)) : Long.toString(stride);
    }

    /** Where something begins, in the calling method. */
    private String called(String begin, Index index) {
        List<String> outer = new ArrayList<>(axes);
        if (fromFirst) {
            outer.set(0, "from");
        }
        return names.place(begin, new Index(0, IntStream.range(0, index.strides().size())
                .mapToObj(a -> a < outside || (a == 0 && fromFirst) ? index.stride(a) : 0).toList()), outer);
    }

    private String within(String variable, Index index) {
        List<Long> unrolled = new ArrayList<>(index.strides());
        for (int a = 0; a < outside; a++) {
            unrolled.set(a, 0L);
        }
        if (lanes < unrolled.size()) {
            unrolled.set(lanes, 0L);
        }
        if (elements != NONE) {
            unrolled.set(elements, 0L);
        }
        long stride = counted == NONE ? 0 : unrolled.set(counted, 0L);
        return variable + ", " + number(stride) + ", "
                + names.place("", new Index(index.constant(), unrolled), axes);
    }
}
