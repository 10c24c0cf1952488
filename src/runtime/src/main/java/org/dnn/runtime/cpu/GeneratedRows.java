package org.dnn.runtime.cpu;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;
import java.util.function.Function;

import org.dnn.runtime.Problem;
import org.dnn.runtime.data.Column;
import org.dnn.runtime.data.FloatColumn;
import org.dnn.runtime.data.Table;

/** Rows that a program makes up, all in one batch. */
public final class GeneratedRows {
    private GeneratedRows() {}

    /** Which numbers a row may have. */
    public interface Rule {
        boolean allows(float[] values, int from, int to);
    }

    /**
     * A column that the program puts out.
     *
     * @param width    how many numbers a row of it has
     * @param rule     what they must be
     * @param expected the same in words
     * @param place    where the column is declared, such as {@code cube.dnn:7}
     */
    public record Output(String name, int width, Rule rule, String expected, String place) {
        /** Any numbers. */
        public static Output numbers(String name, int width, String place) {
            return new Output(name, width, (_, _, _) -> true, "", place);
        }

        /** One number: the class, from 0. */
        public static Output classes(String name, int classes, String place) {
            return new Output(name, 1, (values, from, _) -> values[from] >= 0 && values[from] < classes
                    && values[from] == Math.rint(values[from]), "a whole number from 0 to " + (classes - 1), place);
        }

        /** As many numbers as there are classes: 1 for the class, 0 for the others; or none of them, where it is no class. */
        public static Output oneHot(String name, int classes, String place) {
            return new Output(name, classes,
                    (values, from, to) -> areTruths(values, from, to) && sum(values, from, to) <= 1,
                    classes + " numbers of which one is 1 and the others 0", place);
        }

        /** 0 and 1. */
        public static Output truths(String name, int width, String place) {
            return new Output(name, width, GeneratedRows::areTruths, "0 or 1", place);
        }

        /** From 0 to 1. */
        public static Output probabilities(String name, int width, String place) {
            return new Output(name, width, GeneratedRows::areShares, "a number from 0 to 1", place);
        }

        /** @throws Problem at the first row that breaks the rule */
        private void check(float[] values) {
            for (int row = 0; row * width < values.length; row++) {
                if (!rule.allows(values, row * width, (row + 1) * width)) {
                    throw new Problem(place + ": row " + (row + 1) + " of " + name + " is "
                            + text(values, row * width, (row + 1) * width) + "; expected is " + expected);
                }
            }
        }
    }

    private static boolean areTruths(float[] values, int from, int to) {
        return all(values, from, to, v -> v == 0 || v == 1);
    }

    private static boolean areShares(float[] values, int from, int to) {
        return all(values, from, to, v -> v >= 0 && v <= 1);
    }

    private static boolean all(float[] values, int from, int to, DoublePredicate rule) {
        for (int i = from; i < to; i++) {
            if (!rule.test(values[i])) {
                return false;
            }
        }
        return true;
    }

    private static float sum(float[] values, int from, int to) {
        float sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum;
    }

    private static String text(float[] values, int from, int to) {
        return to - from == 1
                ? Float.toString(values[from])
                : Arrays.toString(Arrays.copyOfRange(values, from, to));
    }

    /**
     * Runs the program and takes its outputs.
     *
     * @param fixed  floats of the program that do not depend on the rows
     * @param perRow floats of the program for each row
     * @throws Problem if a column has numbers that it must not have
     */
    public static Table make(int rows, long seed, long fixed, long perRow, Function<CpuMemory, CpuProgram> program,
            List<Output> outputs) {
        int capacity = CpuMemory.capacity(rows);
        float[] memory = new float[Math.toIntExact(fixed + perRow * capacity)];
        Map<String, Column> columns = new LinkedHashMap<>();
        try (Team alone = new Team(1)) {
            CpuProgram made = program
                    .apply(new CpuMemory(memory, capacity, alone, new PlainProducts(), Map.of(), seed));
            made.batch(new int[0], 0, rows, 0);
            alone.run(made::run);
            for (Output output : outputs) {
                float[] values = new float[rows * output.width()];
                System.arraycopy(memory, made.place(output.name()), values, 0, values.length);
                output.check(values);
                columns.put(output.name(), new FloatColumn(values, output.width()));
            }
        }
        return new Table(rows, columns, Map.of(), List.of());
    }
}
