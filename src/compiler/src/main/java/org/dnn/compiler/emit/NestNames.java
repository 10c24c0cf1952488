package org.dnn.compiler.emit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.kernel.Buffer;
import org.dnn.compiler.kernel.Index;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.Loop;
import org.dnn.compiler.kernel.Slot;
import org.dnn.compiler.kernel.Statement;

/** What the arguments, axes and locals of a loop nest are called in its method. */
final class NestNames {
    /** The axis of the rows. */
    static final String ROW = "row";
    private static final List<String> AXES = List.of("i", "j", "k", "l", "m", "n");

    private final List<String> arguments = new ArrayList<>();
    /** Of these arguments, the elements are as far apart as the batch has room for rows. */
    private final Set<Integer> kept = new HashSet<>();
    private final Map<Integer, String> locals = new HashMap<>();
    /** What the method is told instead of a size or stride. */
    private final Map<Long, String> sizes = new HashMap<>();
    private final Names names = new Names("memory", "rows", "order", "first", "from", "to", ROW, "count", "size",
            "size2", "size3",
            "strip", "i",
            "j", "k", "l",
            "m", "n", "lanes", "member", "step", "turn", "mask", "part", "rest", "capacity", "team", "products",
            "SPECIES",
            "LANES", "nest", "segment", "NESTS", "turns", "neighbours");

    /** @param told what the method is told, and does not know */
    NestNames(Kernel.LoopNest nest, Map<Buffer, String> columns, NestSizes told) {
        this(nest, columns, _ -> false);
        for (int i = 0; i < told.sizes().size(); i++) {
            sizes.put(told.sizes().get(i).longValue(), told.names().get(i));
        }
    }

    /** @param taken names that are not free beside those of Java */
    NestNames(Kernel.LoopNest nest, Map<Buffer, String> columns, Collection<String> taken) {
        this(nest, columns, _ -> false, taken);
    }

    NestNames(Kernel.LoopNest nest, Map<Buffer, String> columns, Predicate<Buffer> isKept) {
        this(nest, columns, isKept, List.of());
    }

    private NestNames(Kernel.LoopNest nest, Map<Buffer, String> columns, Predicate<Buffer> isKept,
            Collection<String> taken) {
        taken.forEach(names::reserve);
        for (Slot slot : nest.arguments()) {
            if (isKept.test(slot.buffer())) {
                kept.add(arguments.size());
            }
            String column = columns.get(slot.buffer());
            arguments.add(column != null ? column : names.variable(slot.buffer().name()));
        }
        for (Loop loop : nest.loops()) {
            for (Statement statement : loop.statements()) {
                switch (statement) {
                    case Statement.Let let -> locals.put(let.local(), names.value(let.name()));
                    case Statement.Accumulate a -> locals.put(a.local(), names.value(a.name()));
                    case Statement.Store _ -> {
                        /* Needs no name. */
                    }
                }
            }
        }
    }

    String argument(int number) {
        return arguments.get(number);
    }

    /** Whether an argument's elements are as far apart as the batch has room for rows. */
    boolean isKept(int argument) {
        return kept.contains(argument);
    }

    /** A name for something that is neither. */
    String further(String text) {
        return names.variable(text);
    }

    String local(int number) {
        return locals.getOrDefault(number, "?");
    }

    /** The names of the axes of one loop: the outer ones, then its own. */
    static List<String> axes(Kernel.LoopNest nest, Loop loop) {
        List<Integer> sizes = new ArrayList<>(nest.outer());
        sizes.addAll(loop.sizes());
        List<String> names = new ArrayList<>();
        int next = 0;
        for (int size : sizes) {
            names.add(size == TensorType.ROWS && !names.contains(ROW) ? ROW : AXES.get(next++));
        }
        return names;
    }

    /** Where an argument's element is. */
    String place(int argument, Index index, List<String> axes) {
        return place(arguments.get(argument), index, axes, isKept(argument) ? " * capacity" : "");
    }

    /** A size as Java; negative ones stand for a multiple of the rows. */
    String size(int size) {
        return size >= 0 ? number(size) : size == TensorType.ROWS ? "rows" : "rows * " + number(-size);
    }

    /** Whether the method knows a size while it is compiled. */
    boolean isKnown(int size) {
        return size > 0 && !sizes.containsKey((long) size);
    }

    /** Whether the method is told a stride. */
    boolean isTold(long stride) {
        return sizes.containsKey(stride);
    }

    /** A size or stride as Java. */
    String number(long size) {
        return sizes.getOrDefault(size, Long.toString(size));
    }

    /** {@code base + row * 512 + i}; without what is nothing. */
    String place(String base, Index index, List<String> axes) {
        return place(base, index, axes, "");
    }

    /** @param scale of all axes but that of the rows */
    private String place(String base, Index index, List<String> axes, String scale) {
        StringBuilder text = new StringBuilder(base);
        for (int a = 0; a < index.strides().size(); a++) {
            long stride = index.stride(a);
            if (stride != 0) {
                text.append(text.isEmpty() ? "" : " + ").append(axes.get(a))
                        .append(stride == 1 ? "" : " * " + number(stride))
                        .append(axes.get(a).equals(ROW) ? "" : scale);
            }
        }
        if (index.constant() != 0 || text.isEmpty()) {
            text.append(text.isEmpty() ? "" : " + ").append(index.constant()).append(scale);
        }
        return text.toString();
    }
}
