package org.dnn.compiler.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.dnn.compiler.Compilation;
import org.dnn.compiler.Compiler;
import org.dnn.compiler.Generated;
import org.dnn.compiler.Request;
import org.dnn.compiler.diagnostic.Renderer;
import org.dnn.compiler.source.GoldenFiles;
import org.dnn.compiler.source.Outside;
import org.dnn.compiler.source.SourceFile;
import org.dnn.runtime.report.LayerRow;
import org.dnn.runtime.train.TensorSetup;
import org.dnn.runtime.train.TrainingProgram;
import org.dnn.runtime.train.TrainingSetup;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostsTest {
    /** MNIST as it is: 60,000 and 10,000 images. */
    private static final Outside DIGITS = new Outside() {
        @Override
        public Answer<CsvFacts> csv(SourceFile asking, String file, String separator) {
            return new Answer.Absent<>("not looked for");
        }

        @Override
        public Answer<IdxFacts> idx(SourceFile asking, String file) {
            int items = file.startsWith("train") ? 60_000 : 10_000;
            return new Answer.Found<>(new IdxFacts(file.contains("labels") ? List.of(items) : List.of(items, 28, 28)));
        }
    };

    private static Compilation compile(SourceFile file) {
        return Compiler.compile(new Request(List.of(file), Map.of(), DIGITS, Set.of()));
    }

    private static TrainingSetup setup(Path file) {
        return Generated.of(GoldenFiles.read(file).text()).make("T", TrainingProgram.class).setup();
    }

    @TestFactory
    Stream<DynamicTest> layersAndMemoryAreTabled() {
        return GoldenFiles.in("measure/tables", ".dnn").stream().map(file -> DynamicTest.dynamicTest(file.toString(),
                () -> {
                    Compilation.Trainable training = compile(GoldenFiles.read(file)).training("T").orElseThrow();
                    GoldenFiles.check(file, ".table", training.summary() + "\n" + training.report());
                }));
    }

    @TestFactory
    Stream<DynamicTest> whatDoesNotFitIsSaid() {
        return GoldenFiles.in("measure/mistakes", ".dnn").stream().map(file -> DynamicTest
                .dynamicTest(file.toString(), () -> {
                    Compilation compilation = compile(GoldenFiles.read(file));
                    GoldenFiles.check(file, ".expected", Renderer.plain().render(compilation.diagnostics()));
                    assertTrue(compilation.hasErrors());
                    assertTrue(compilation.sources().isEmpty(), "nothing is generated");
                }));
    }

    @Test
    void theTrainingHasTheSameTable() {
        Path file = GoldenFiles.path("measure/tables/repeat");
        TrainingSetup setup = setup(file);
        String table = compile(GoldenFiles.read(file)).training("T").orElseThrow().report();
        for (LayerRow row : setup.layers()) {
            assertTrue(table.contains(row.name() + " ") && table.contains(row.outputShape()), row.toString());
        }
        long tabled = setup.layers().stream().mapToLong(LayerRow::parameters).sum();
        long stored = setup.tensors().stream().filter(t -> t.role() == TensorSetup.Role.PARAMETER)
                .mapToLong(t -> (long) t.elements() * t.all().size()).sum();
        assertEquals(stored, tabled);
        assertEquals(6 * 4 + 6 + 3 * (6 * 6 + 6 + 2 * 6) + 3 * 6, tabled);
    }

    /** By hand: a multiply-add is two operations. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            repeat | first                    | 54
            repeat | twice1.0…2.linear1       | 234
            repeat | twice1.0…2.layernorm1    | 126
            repeat | linear1                  | 36
            image  | conv2d1                  | 239904
            image  | batchnorm1               | 18816
            image  | conv2d2                  | 43680
            image  | linear1                  | 1930
            """)
    void operationsAreCounted(String file, String layer, long flops) {
        LayerRow row = setup(GoldenFiles.path("measure/tables/" + file)).layers().stream()
                .filter(l -> l.name().equals(layer)).findFirst().orElseThrow();
        assertEquals(flops, row.flops());
    }

    @Test
    void memoryIsNotLookedAtWhereItIsNotRequired() {
        SourceFile file = GoldenFiles.read(GoldenFiles.path("measure/mistakes/memory"));
        SourceFile without = new SourceFile(file.name(), file.text().replaceAll("(?m)^  require.*$", ""));
        assertFalse(compile(without).hasErrors());
    }
}
