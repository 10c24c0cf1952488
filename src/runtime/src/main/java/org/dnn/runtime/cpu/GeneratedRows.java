package org.dnn.runtime.cpu;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.dnn.runtime.data.Column;
import org.dnn.runtime.data.FloatColumn;
import org.dnn.runtime.data.Table;

/** Rows that a program makes up, all in one batch. */
public final class GeneratedRows {
    private GeneratedRows() {}

    /** A column that the program puts out, and how many numbers a row of it has. */
    public record Output(String name, int width) {}

    /**
     * Runs the program and takes its outputs.
     *
     * @param fixed  floats of the program that do not depend on the rows
     * @param perRow floats of the program for each row
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
                columns.put(output.name(), new FloatColumn(values, output.width()));
            }
        }
        return new Table(rows, columns, Map.of(), List.of());
    }
}
