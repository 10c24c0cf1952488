package org.dnn.compiler.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dnn.compiler.Generated;
import org.dnn.compiler.ir.Extent;
import org.dnn.compiler.plan.MemoryMap;
import org.dnn.compiler.source.GoldenFiles;
import org.dnn.runtime.cpu.CpuSession;
import org.dnn.runtime.cpu.CpuTraining;
import org.dnn.runtime.cpu.Form;
import org.dnn.runtime.data.ByteColumn;
import org.dnn.runtime.data.Column;
import org.dnn.runtime.data.FloatColumn;
import org.dnn.runtime.device.ArenaSetup;
import org.dnn.runtime.train.TrainingProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the compiler plans, what the runtime says and what is allocated are one number. */
class MemoryMapTest {
    private static final int[] BATCHES = {1, 15, 16, 17, 100, 255, 256, 257, 1000, 7001};

    private static TrainingProgram program(String file) {
        return Generated.of(GoldenFiles.read(GoldenFiles.path("measure/tables/" + file)).text()).make("T",
                TrainingProgram.class);
    }

    private static org.dnn.runtime.device.MemoryMap runtime(TrainingProgram program) {
        return program.setup().memory();
    }

    private static MemoryMap compiler(TrainingProgram program) {
        var map = runtime(program);
        ArenaSetup arena = map.arena();
        long variables = map.parameters() + map.buffers() + map.state() + map.numbers();
        return new MemoryMap(map.parameters(), map.buffers(), map.state(), map.numbers(),
                new Extent(arena.stepFixed() - variables, arena.stepPerRow()),
                new Extent(arena.evaluationFixed() - variables, arena.evaluationPerRow()), arena.scratch(),
                arena.copied());
    }

    private static Map<String, Column> columns(String file, int rows) {
        Map<String, Column> columns = new LinkedHashMap<>();
        if (file.equals("image")) {
            columns.put("image", new ByteColumn(new byte[rows * 784], 784));
            columns.put("digit", new ByteColumn(new byte[rows], 1));
        } else {
            columns.put("x", new FloatColumn(new float[rows * 4], 4));
            columns.put("y", new FloatColumn(new float[rows * 3], 3));
        }
        return columns;
    }

    @ParameterizedTest
    @ValueSource(strings = {"repeat", "image"})
    void theArenaIsWhatIsAllocated(String file) {
        TrainingProgram program = program(file);
        for (int batch : BATCHES) {
            for (int threads : new int[]{1, 2, 3}) {
                try (CpuSession session = new CpuSession((CpuTraining) program, program.setup().arena(),
                        columns(file, 1), batch, 1, threads, Form.PLAIN)) {
                    assertEquals(session.arenaBytes(), runtime(program).arenaBytes(batch, threads));
                    assertEquals(session.arenaBytes(), compiler(program).arenaBytes(batch, threads));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"repeat", "image"})
    void thePartsSumToTheArena(String file) {
        TrainingProgram program = program(file);
        for (int batch : BATCHES) {
            var parts = runtime(program).parts(batch, 1);
            long sum = parts.stream().mapToLong(p -> p.bytes()).sum();
            assertEquals(runtime(program).arenaBytes(batch, 1), sum);
            long planned = compiler(program).parts().stream().mapToLong(p -> p.bytes(batch)).sum();
            assertEquals(sum, planned + compiler(program).evaluationBytes(batch));
            List<String> names = compiler(program).parts().stream().map(MemoryMap.Part::name).toList();
            assertEquals(names, parts.stream().map(p -> p.name()).filter(n -> !n.equals("room for evaluation"))
                    .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"repeat", "image"})
    void nothingLargerThanTheLargestBatchFits(String file) {
        MemoryMap map = compiler(program(file));
        long least = map.arenaBytes(1, 2);
        assertEquals(0, map.largestBatch(least - 1, 2));
        for (long bytes = least; bytes < 64 << 20; bytes = bytes * 5 / 4 + 4) {
            long largest = map.largestBatch(bytes, 2);
            assertTrue(largest >= 16 && map.arenaBytes(largest, 2) <= bytes, largest + " rows in " + bytes);
            assertTrue(map.arenaBytes(largest + 1, 2) > bytes, "one more than " + largest + " in " + bytes);
            assertEquals(largest, runtime(program(file)).arena().largestBatch(bytes, 2));
        }
    }

    /** On a GPU, what is kept has a copy there where it is small; the runtime says the same. */
    @Test
    void aLargeTrainingHasNoCopyOnAGpu() {
        for (int kept : new int[]{MemoryMap.MOST_COPIED_ON_GPU, MemoryMap.MOST_COPIED_ON_GPU + 16}) {
            MemoryMap map = new MemoryMap(kept, 0, 0, 16, new Extent(32, 48), new Extent(0, 64), 0, true).onGpu();
            ArenaSetup arena = new ArenaSetup(0, 0, 0, 0, 0, new int[]{kept}, new int[0], 0).of(kept + 48, 48,
                    kept + 16, 64);
            var runtime = new org.dnn.runtime.device.MemoryMap(arena, kept, 0, 0, 16);
            boolean copied = kept == MemoryMap.MOST_COPIED_ON_GPU;
            assertEquals(4L * ((copied ? 2L : 1L) * kept + 16 + 64 * 256), map.arenaBytes(16, 0));
            assertEquals(map.arenaBytes(16, 0), runtime.arenaBytes(16, 0));
            assertEquals(copied, map.parts().stream().anyMatch(p -> p.name().equals("copy to go back to")));
            assertEquals(copied, runtime.parts(16, 0).stream().anyMatch(p -> p.name().equals("copy to go back to")));
            assertEquals(map.largestBatch(1 << 24, 0), arena.largestBatch(1 << 24, 0));
        }
    }
}
