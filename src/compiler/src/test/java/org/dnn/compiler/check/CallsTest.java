package org.dnn.compiler.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.dnn.compiler.Compilation;
import org.dnn.compiler.Compiler;
import org.dnn.compiler.Request;
import org.dnn.compiler.diagnostic.Severity;
import org.dnn.compiler.source.GoldenFiles;
import org.dnn.compiler.source.Outside;
import org.dnn.compiler.source.SourceFile;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is right is taken, without a word. */
class CallsTest {
    private static Compilation compile(SourceFile file) {
        return Compiler.compile(new Request(List.of(file), Map.of(), Outside.NOTHING, Set.of()));
    }

    /** Without comments and the table of layers, which show what was written. */
    private static String generated(String expression) {
        Compilation compilation = compile(new SourceFile("net.dnn",
                """
                        data Cube {
                          source: generate(rows: 100)
                          input  x: float[3] = uniform(0, 1)
                          target y: float[3] = [sum(x), 1, 2]
                        }

                        block Both(a: [N], b: [N], factor: int = 2) -> [N] {
                          a + factor * b
                        }

                        model Net(x: Cube.x) -> y: [3] {
                          a = x -> Linear(4) -> relu
                          b = x -> Linear(4) -> tanh
                          c = %s
                          c -> Both(c) -> Linear(3)
                        }

                        train Training { model: Net(Cube.x); loss: mse(y, Cube.y); optimizer: SGD(lr: 0.1); epochs: 1; batch: 10 }
                        """
                        .formatted(expression)));
        assertFalse(compilation.hasErrors(), () -> compilation.diagnostics().toString());
        return compilation.sources().toString().replaceAll("(?m)^\\s*(//|\\*|\\.layer\\().*$", "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a -> concat(b) | concat(a, b)", "a -> concat(b, x) | concat(a, b, x)",
        "a -> Both(b) | Both(a, b)", "a -> Both(b, 3) | Both(a, b, factor: 3)",
        "a -> Linear(4) | Linear(a, 4)"})
    void whatStandsBeforeTheArrowIsTheFirstTensor(String chain, String call) {
        assertEquals(generated(chain), generated(call));
    }

    @TestFactory
    Stream<DynamicTest> modelsGiveNoWarning() throws IOException {
        try (Stream<Path> models = Files.list(Path.of("..", "..", "models", "src", "main", "dnn"))) {
            List<Path> files = models.sorted().toList();
            assertTrue(files.size() >= 3);
            return files.stream().map(path -> DynamicTest.dynamicTest(path.getFileName().toString(),
                    () -> assertEquals(List.of(), compile(GoldenFiles.read(path)).diagnostics().stream()
                            .filter(d -> d.severity() != Severity.NOTE).toList())));
        }
    }
}
