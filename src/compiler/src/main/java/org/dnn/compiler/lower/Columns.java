package org.dnn.compiler.lower;

import java.util.ArrayList;
import java.util.List;

import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.ir.GraphBuilder;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.ir.UnaryFunction;
import org.dnn.compiler.ir.Value;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.model.ColumnGroup;
import org.dnn.compiler.model.ColumnGroup.Transform;
import org.dnn.compiler.model.Node.ColumnPart;

/** Columns, from what is stored to what the model sees. */
public final class Columns {
    private Columns() {}

    /** The variable that holds what is stored. */
    public static Variable stored(ColumnGroup group) {
        return new Variable(Variable.Role.COLUMN, group.name(), TensorType.perRow(group.storedShape()));
    }

    /**
     * Something that is learnt of a column before training.
     *
     * @param transform its place among the transforms of the group
     * @param what      {@code mean}, {@code std} or {@code median}
     * @param variable  where it is kept: one number for each column, channel, or in all
     */
    public record Statistic(ColumnGroup group, int transform, String what, Variable variable) {}

    /** All that is learnt of a group, in the order of its transforms. */
    public static List<Statistic> statistics(ColumnGroup group) {
        List<Statistic> all = new ArrayList<>();
        for (int i = 0; i < group.transforms().size(); i++) {
            Transform transform = group.transforms().get(i);
            for (String what : learnt(transform)) {
                int count = count(group, transform);
                String name = group.name() + "." + transform.entry().name() + (i + 1) + "." + what;
                all.add(new Statistic(group, i, what,
                        new Variable(Variable.Role.STATISTIC, name, TensorType.of(count))));
            }
        }
        return all;
    }

    private static List<String> learnt(Transform transform) {
        Arguments a = transform.arguments();
        return switch (transform.entry().name()) {
            case "standardize" -> List.of("mean", "std");
            case "normalize" -> a.get("mean").equals("learnt") ? List.of("mean", "std") : List.of();
            case "impute" -> a.get("with") instanceof String word ? List.of(word) : List.of();
            default -> List.of();
        };
    }

    private static int count(ColumnGroup group, Transform transform) {
        boolean all = transform.entry().name().equals("normalize")
                && transform.arguments().get("per").equals("all");
        return all ? 1 : group.storedShape().getFirst();
    }

    /** The transformed values of some columns of a group. */
    static Value value(GraphBuilder b, ColumnPart part) {
        Value all = transformed(b, part.group(), part.group().transforms().size());
        return part.count() == all.type().size(1) ? all : b.slice(all, 1, part.from(), part.count());
    }

    /** The values of a group after its first transforms. */
    public static Value transformed(GraphBuilder b, ColumnGroup group, int transforms) {
        b.at(group.origin());
        Value value = b.read(stored(group));
        List<Statistic> statistics = statistics(group);
        for (int i = 0; i < transforms; i++) {
            int index = i;
            List<Value> learnt = statistics.stream().filter(s -> s.transform() == index)
                    .map(s -> b.read(s.variable())).toList();
            value = transform(b, value, group.transforms().get(i), learnt);
        }
        return value;
    }

    private static Value transform(GraphBuilder b, Value x, Transform transform, List<Value> learnt) {
        Arguments a = transform.arguments();
        return switch (transform.entry().name()) {
            case "scale" -> b.times(x, a.real("factor"));
            case "log1p" -> b.unary(UnaryFunction.LOGARITHM_OF_ONE_PLUS, x);
            case "impute" -> b.select(b.unary(UnaryFunction.IS_NAN, x),
                    learnt.isEmpty()
                            ? b.constant((Double) a.get("with"), x.type())
                            : spread(b, learnt.getFirst(), x.type()),
                    x);
            case "standardize", "normalize" -> {
                Moments moments = moments(b, transform, learnt, x.type());
                yield b.over(b.minus(x, moments.mean()), moments.standardDeviation());
            }
            default -> throw new CompilerBug("lower", "no formula for " + transform.entry().name());
        };
    }

    /** What is taken from each number, and what it is then divided by. */
    record Moments(Value mean, Value standardDeviation) {}

    /** @param learnt what was learnt, or nothing where the file says the numbers */
    static Moments moments(GraphBuilder b, Transform transform, List<Value> learnt, TensorType type) {
        Arguments a = transform.arguments();
        return learnt.isEmpty()
                ? new Moments(numbers(b, a.reals("mean"), type), numbers(b, a.reals("std"), type))
                : new Moments(spread(b, learnt.get(0), type), spread(b, learnt.get(1), type));
    }

    private static Value spread(GraphBuilder b, Value numbers, TensorType type) {
        return numbers.type().size(0) == 1 && type.size(1) != 1
                ? b.broadcast(b.reshape(numbers, TensorType.SCALAR), type)
                : b.broadcast(numbers, type, 1);
    }

    /** One number for all, or one for each channel: chosen by the channel's number. */
    private static Value numbers(GraphBuilder b, List<Double> numbers, TensorType type) {
        Value chosen = b.constant(numbers.getLast(), type);
        if (numbers.size() > 1) {
            Value channel = b.add("channel", new org.dnn.compiler.ir.Op.Iota(type, 1));
            for (int i = numbers.size() - 2; i >= 0; i--) {
                chosen = b.select(b.compare(org.dnn.compiler.ir.BinaryFunction.EQUAL, channel, i),
                        b.constant(numbers.get(i), type), chosen);
            }
        }
        return chosen;
    }
}
