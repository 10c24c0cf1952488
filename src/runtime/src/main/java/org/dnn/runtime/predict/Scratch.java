package org.dnn.runtime.predict;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.dnn.runtime.cpu.CpuMemory;
import org.dnn.runtime.cpu.CpuProgram;
import org.dnn.runtime.cpu.Forms;
import org.dnn.runtime.cpu.Team;
import org.dnn.runtime.data.ByteColumn;
import org.dnn.runtime.data.Column;
import org.dnn.runtime.data.FloatColumn;
import org.dnn.runtime.train.ModelSetup;

/** All that one thread needs to ask a network: an arena with the weights, and columns for some rows. */
final class Scratch {
    /** Rows that are asked for at a time. */
    static final int ROWS = 64;
    private static final int[] ORDER = IntStream.range(0, ROWS).toArray();

    private final float[] memory;
    private final CpuProgram program;
    private final RowPlace place;

    Scratch(ModelSetup setup, float[] weights, Predictor.Program programs) {
        int capacity = CpuMemory.capacity(ROWS);
        memory = new float[Math.toIntExact(setup.floats(capacity))];
        System.arraycopy(weights, 0, memory, 0, weights.length);
        Map<String, Column> columns = new LinkedHashMap<>();
        setup.columns().forEach(c -> columns.put(c.name(), c.bytes()
                ? new ByteColumn(new byte[ROWS * c.width()], c.width())
                : new FloatColumn(new float[ROWS * c.width()], c.width())));
        place = new RowPlace(new ArrayList<>(columns.values()));
        program = programs.on(new CpuMemory(memory, capacity, new Team(1), Forms.products(), columns, 0),
                Forms.vector());
    }

    /** Runs the network for some rows, {@link #ROWS} at the most. */
    <R> void run(List<R> rows, RowWriter<R> writer) {
        for (int i = 0; i < rows.size(); i++) {
            writer.put(rows.get(i), place.at(i));
        }
        program.batch(ORDER, 0, rows.size(), 0);
        program.run(0);
    }

    /** What the last run put out for a row. */
    float[] output(String name, int width, int row) {
        float[] values = new float[width];
        System.arraycopy(memory, program.place(name) + row * width, values, 0, width);
        return values;
    }
}
