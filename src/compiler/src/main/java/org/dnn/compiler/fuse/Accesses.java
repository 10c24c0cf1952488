package org.dnn.compiler.fuse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.UnaryFunction;
import org.dnn.compiler.ir.Value;
import org.dnn.compiler.kernel.Index;
import org.dnn.compiler.kernel.Term;

/** Which values an item reads, and where. */
final class Accesses implements Reader.Leaves {
    private final Predicate<Value> isLeaf;
    private final List<Access> all = new ArrayList<>();

    /** One read; the place is missing where the value is read by its place among all elements. */
    private record Access(Value value, Optional<List<Index>> place) {
        /** Whether its first axes are the loop nest's first axes. */
        boolean isLocal(int axes) {
            return place.isPresent() && place.get().size() >= axes
                    && IntStream.range(0, axes).allMatch(a -> place.get().get(a).isAxis(a));
        }

        boolean isSamePlace() {
            return place.isPresent() && isLocal(place.get().size());
        }
    }

    private int functions;

    private Accesses(Predicate<Value> isLeaf) {
        this.isLeaf = isLeaf;
    }

    static Accesses of(Region region, Predicate<Value> isLeaf, Item item) {
        Accesses accesses = new Accesses(isLeaf);
        accesses.functions = functions(new Reader(region, accesses, item.domain().size()).term(item));
        return accesses;
    }

    private static int functions(Term term) {
        return term.all().mapToInt(t -> t instanceof Term.Unary unary ? work(unary.function()) : 0).sum();
    }

    /** How many thousands of bytes the code of an elementary function has with all that it calls. */
    private static int work(UnaryFunction function) {
        return switch (function) {
            case NEGATE, ABSOLUTE, RECIPROCAL, SQUARE_ROOT, FLOOR, IS_NAN -> 0;
            case EXPONENTIAL -> 2;
            case EXPONENTIAL_MINUS_ONE, LOGARITHM, LOGARITHM_OF_ONE_PLUS, SIGMOID -> 3;
            case TANH, SINE, COSINE -> 4;
            case ERROR_FUNCTION -> 5;
        };
    }

    /** How large the code is of the elementary functions that are computed of what is read. */
    int functions() {
        return functions;
    }

    List<Value> values() {
        return all.stream().map(Access::value).distinct().toList();
    }

    /** Whether those of the values for which it matters are read at the same point of the outer axes only. */
    boolean isLocal(int outerAxes, Predicate<Value> matters) {
        return all.stream().filter(a -> matters.test(a.value())).allMatch(a -> a.isLocal(outerAxes));
    }

    /** Whether a value is read only at the place that is being computed. */
    boolean isSamePlace(Value value) {
        return all.stream().filter(a -> a.value().equals(value)).allMatch(Access::isSamePlace);
    }

    @Override
    public boolean isLeaf(Value value) {
        return isLeaf.test(value);
    }

    @Override
    public Term leaf(Value value, List<Index> place) {
        all.add(new Access(value, Optional.of(place)));
        return new Term.Number(0);
    }

    @Override
    public Term flat(Value value, Index place) {
        all.add(new Access(value, Optional.empty()));
        return new Term.Number(0);
    }

    @Override
    public Term column(Value value, Index row, Index within) {
        all.add(new Access(value, Optional.empty()));
        return new Term.Number(0);
    }

    @Override
    public int stream(Op.Uniform uniform) {
        return 0;
    }
}
