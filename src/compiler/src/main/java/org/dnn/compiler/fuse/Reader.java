package org.dnn.compiler.fuse;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.ir.Equation;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.ir.Value;
import org.dnn.compiler.kernel.Index;
import org.dnn.compiler.kernel.Term;

/**
 * The term that gives a value's element at a place: views are followed to what they look at, lazy values are written out,
 * and what has been computed before is asked for from {@link Leaves}.
 */
final class Reader {
    /** What a reader cannot go beyond. */
    interface Leaves {
        /** Whether this value is there to be read, so that there is no need to follow it. */
        boolean isLeaf(Value value);

        /** The element of a leaf at a place. */
        Term leaf(Value value, List<Index> place);

        /** The element of a leaf at a place among all its elements in order. */
        Term flat(Value value, Index place);

        /** The element of a column at a place; {@code within} counts the elements of a row. */
        Term column(Value value, Index row, Index within);

        /** The number of a random op. */
        int stream(Op.Uniform uniform);
    }

    private final Region region;
    private final Leaves leaves;
    private final int axes;

    Reader(Region region, Leaves leaves, int axes) {
        this.region = region;
        this.leaves = leaves;
        this.axes = axes;
    }

    /** The term of an item at a point of its domain. */
    Term term(Item item) {
        return switch (item) {
            case Item.Compute compute when compute.equation().op() instanceof Op.Reduce reduce -> read(
                    compute.equation().operand(0), operandPlace(reduce, compute.equation().operand(0).type()));
            case Item.Compute compute -> computed(compute.equation(), place(0, item.result().size()));
            case Item.Copy copy -> copied(copy.value(), place(0, item.result().size()));
            case Item.Part part -> read(part.value(), place(0, item.result().size()));
        };
    }

    /** Where the item's result goes: the axes of its result, as they are. */
    List<Index> place(int from, int count) {
        return IntStream.range(from, from + count).mapToObj(a -> Index.axis(a, axes)).toList();
    }

    /** The place in the operand of a reduction: result axes come first, then the reduced ones, each in order. */
    private List<Index> operandPlace(Op.Reduce reduce, TensorType operand) {
        List<Index> place = new ArrayList<>();
        int kept = 0;
        int reduced = operand.rank() - reduce.axes().size();
        for (int a = 0; a < operand.rank(); a++) {
            place.add(Index.axis(reduce.axes().contains(a) ? reduced++ : kept++, axes));
        }
        return place;
    }

    private Term copied(Value value, List<Index> place) {
        Equation definition = region.definition(value);
        return definition != null && Region.isView(definition.op()) ? viewed(definition, place) : read(value, place);
    }

    Term read(Value value, List<Index> place) {
        if (leaves.isLeaf(value)) {
            return leaves.leaf(value, place);
        }
        Equation definition = region.definition(value);
        if (definition == null) {
            throw new CompilerBug("fuse", "nothing gives " + value + " " + value.name());
        }
        return Region.isView(definition.op()) ? viewed(definition, place) : computed(definition, place);
    }

    private Term viewed(Equation definition, List<Index> place) {
        return switch (definition.op()) {
            case Op.Constant constant -> new Term.Number((float) constant.value());
            case Op.RowCount _ -> new Term.Rows();
            case Op.Iota iota -> new Term.Position(place.get(iota.axis()));
            case Op.Detach _ -> read(definition.operand(0), place);
            case Op.Broadcast broadcast -> read(definition.operand(0),
                    broadcast.axes().stream().map(place::get).toList());
            case Op.Transpose transpose -> read(definition.operand(0), undo(transpose.order(), place));
            case Op.Slice slice -> read(definition.operand(0), shifted(place, slice.axis(), slice.start()));
            case Op.Read _ -> column(definition.result(), definition.result().type(), place);
            case Op.Reshape reshape -> reshaped(definition.operand(0), reshape.type(), place);
            default -> throw new CompilerBug("fuse", "no view: " + definition);
        };
    }

    private Term computed(Equation definition, List<Index> place) {
        return switch (definition.op()) {
            case Op.Unary unary -> new Term.Unary(unary.function(), read(definition.operand(0), place));
            case Op.Binary binary -> new Term.Binary(binary.function(), read(definition.operand(0), place),
                    read(definition.operand(1), place));
            case Op.Select _ -> new Term.Select(read(definition.operand(0), place),
                    read(definition.operand(1), place), read(definition.operand(2), place));
            case Op.Uniform uniform -> new Term.Uniform(leaves.stream(uniform), linear(uniform.type(), place));
            default -> throw new CompilerBug("fuse", "not element-wise: " + definition);
        };
    }

    private Term column(Value value, TensorType type, List<Index> place) {
        Index within = Index.constant(0, axes);
        for (int a = 1; a < type.rank(); a++) {
            within = within.plus(place.get(a).times(type.elements(a + 1).constant()));
        }
        return leaves.column(value, place.getFirst(), within);
    }

    /** The same elements under other sizes: the operand is read by its place among all. */
    private Term reshaped(Value operand, TensorType type, List<Index> place) {
        Equation definition = region.definition(operand);
        if (!leaves.isLeaf(operand) && definition != null) {
            if (Region.isColumn(definition)) {
                return column(operand, type, place);
            }
            if (definition.op() instanceof Op.Broadcast broadcast && broadcast.axes().isEmpty()) {
                return read(definition.operand(0), List.of());
            }
            if (definition.op() instanceof Op.Reshape) {
                return reshaped(definition.operand(0), type, place);
            }
            throw new CompilerBug("fuse", "a reshape of what is not in memory: " + definition);
        }
        return leaves.flat(operand, linear(type, place));
    }

    /** The place among all elements in order. */
    Index linear(TensorType type, List<Index> place) {
        Index sum = Index.constant(0, axes);
        for (int a = 0; a < type.rank(); a++) {
            sum = sum.plus(place.get(a).times(type.elements(a + 1).constant()));
        }
        return sum;
    }

    private static List<Index> undo(List<Integer> order, List<Index> place) {
        return IntStream.range(0, order.size()).mapToObj(i -> place.get(order.indexOf(i))).toList();
    }

    private static List<Index> shifted(List<Index> place, int axis, int by) {
        List<Index> moved = new ArrayList<>(place);
        moved.set(axis, place.get(axis).plus(by));
        return moved;
    }
}
