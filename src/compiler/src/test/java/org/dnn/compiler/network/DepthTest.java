package org.dnn.compiler.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.dnn.compiler.Compiler;
import org.dnn.compiler.Generated;
import org.dnn.compiler.Request;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.GraphBuilder.Numbering;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.optimise.Passes;
import org.dnn.compiler.source.Outside;
import org.dnn.compiler.source.SourceFile;
import org.dnn.runtime.train.TensorSetup;
import org.dnn.runtime.train.TrainingProgram;
import org.dnn.runtime.train.TrainingSetup;
import org.junit.jupiter.api.Test;

/** Depth is not unrolled: a network of two hundred layers is the same text as one of twenty, but for numbers. */
class DepthTest {
    private static SortedMap<String, String> sources(int depth) {
        return Compiler.compile(new Request(List.of(new SourceFile("deep.dnn", """
                data D { source: generate(rows: 64); input x: float[16] = uniform(0, 1); target y: float = sum(x) }
                model M(x: D.x) -> y: [1] {
                  x -> repeat %d { Linear(16) -> LayerNorm -> gelu -> Dropout(0.1) } -> Linear(1)
                }
                train T { model: M(D.x); loss: mse(y, D.y); optimizer: Adam(lr: 0.001); epochs: 1; batch: 16 }
                """.formatted(depth))), Map.of(), Outside.NOTHING, Set.of())).sources();
    }

    @Test
    void generatedTextDoesNotGrowWithTheDepth() {
        SortedMap<String, String> shallow = sources(20);
        SortedMap<String, String> deep = sources(200);
        assertEquals(shallow.keySet(), deep.keySet());
        shallow.forEach((path, text) -> assertEquals(withoutNumbers(text), withoutNumbers(deep.get(path)), path));
        assertTrue(shallow.get("deep/TStep.java").contains("turn0 < 20"));
        assertTrue(deep.get("deep/TStep.java").contains("turn0 < 200"));
    }

    /**
     * A loop nest that takes in whatever reads the same would have more parameters than Java allows; and javac goes down its
     * stack for each call of a chain, of which there would be one for each weight, moment and layer. Nor may a method have more
     * than 64 kB.
     */
    @Test
    void fiveHundredLayersWrittenOutAreJava() {
        int depth = 500;
        String layers = String.join(" -> ", Collections.nCopies(depth, "Linear(3) -> relu"));
        Generated generated = Generated.of(List.of(new SourceFile("deep.dnn",
                """
                        data D { source: generate(rows: 64); input x: float[3] = uniform(0, 1); target y: float = sum(x) }
                        model M(x: D.x) -> y: [1] { x -> %s -> Linear(1) }
                        train T { model: M(D.x); loss: mse(y, D.y); optimizer: SGD(lr: 0.001, momentum: 0.9); epochs: 1; batch: 16 }
                        """
                        .formatted(layers))),
                Set.of());
        TrainingSetup setup = generated.make("T", TrainingProgram.class).setup();
        assertEquals("T", setup.name());
        List<String> names = setup.tensors().stream().map(TensorSetup::pattern).toList();
        assertEquals(2 * 2 * (depth + 1), names.size());
        assertEquals("linear1.weight", names.getFirst());
        assertTrue(names.contains("linear" + (depth + 1) + ".bias.velocity"), () -> names.getLast());
    }

    /** Written out, in turns, and in turns of turns. Without {@code FlushVanishingGradients}, hundreds of them are no normal numbers. */
    @Test
    void gradientsOfManyLayersAreNormalNumbersOrZero() {
        for (String layers : List.of(String.join(" -> ", Collections.nCopies(150, "Linear(8) -> relu")),
                "Linear(8) -> repeat 150 { Linear(8) -> relu }", "Linear(8) -> repeat 150 { relu -> Linear(8) }",
                "Linear(8) -> repeat 25 { repeat 6 { Linear(8) -> relu } }",
                String.join(" -> ", Collections.nCopies(50, "repeat 3 { Linear(8) -> relu }")),
                "Linear(8) -> repeat 150 { sigmoid -> Linear(8) }")) {
            ReferenceNetwork network = new ReferenceNetwork(new SourceFile("deep.dnn",
                    """
                            data D { source: generate(rows: 64); input x: float[8] = uniform(0, 1); target y: float = sum(x) }
                            model M(x: D.x) -> y: [1] { x -> %s -> Linear(1) }
                            train T { model: M(D.x); loss: mse(y, D.y); optimizer: SGD(lr: 0.1, momentum: 0.9); epochs: 1; batch: 8 }
                            """
                            .formatted(layers)));
            assertTrue(subnormalGradients(network, Set.of("FlushVanishingGradients")) > 100, layers);
            assertEquals(0, subnormalGradients(network, Set.of()), layers);
        }
    }

    /** A velocity is the gradient after the first step. */
    private static long subnormalGradients(ReferenceNetwork network, Set<String> without) {
        Graph step = Passes.run(network.graphs().step(), new Numbering(1 << 20), without);
        float[] numbers = new float[network.graphs().hyperparameters().size()];
        Arrays.fill(numbers, 0.1f);
        return network.step(step, 0, network.first(), numbers).entrySet().stream()
                .filter(stored -> stored.getKey().role() == Variable.Role.OPTIMIZER_STATE)
                .flatMapToDouble(stored -> Arrays.stream(stored.getValue().numbers()))
                .filter(g -> g != 0 && Math.abs(g) < Float.MIN_NORMAL).count();
    }

    private static String withoutNumbers(String text) {
        return text.replaceAll("fingerprint\\(\"[0-9a-f]+\"", "fingerprint(").replaceAll("[0-9]+", "#")
                .replaceAll("\\s+", "");
    }
}
