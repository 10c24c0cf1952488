package org.dnn.compiler.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dnn.compiler.Compilation;
import org.dnn.compiler.Compiler;
import org.dnn.compiler.Generated;
import org.dnn.compiler.MachineForm;
import org.dnn.compiler.Request;
import org.dnn.compiler.kernel.Step;
import org.dnn.compiler.network.TrainedNetwork.Trace;
import org.dnn.compiler.source.Outside;
import org.dnn.compiler.source.SourceFile;
import org.dnn.compiler.strip.Strip;
import org.dnn.runtime.cpu.Form;
import org.dnn.runtime.cpu.Strips;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks small enough for strips, with batches that are one strip, several, and parts of one. */
class StripNetworksTest {
    private static final String ONE_HOT = "one_hot(2) = [sum(x) < 0, sum(x) >= 0]";

    private static SourceFile file(int batch, String body) {
        boolean truth = body.endsWith("sigmoid");
        return new SourceFile("strips.dnn", """
                data D {
                  source: generate(rows: %1$d)
                  input  x: float[3] = uniform(-1, 1)
                  target y: %2$s
                  split: random(train: 70%%, test: 30%%)
                }
                model M(x: D.x) -> %3$s { x -> %4$s }
                train T {
                  model: M(D.x)
                  loss: %5$s
                  optimizer: Adam(lr: 0.01)
                  epochs: 2
                  batch: %6$d
                }
                """.formatted(3 * batch + 2,
                truth ? "bool = sum(x) > 0" : ONE_HOT, truth ? "p: probability" : "logits: [2]", body,
                truth ? "bce(p, D.y)" : "cross_entropy(logits, D.y, smoothing: 0.1)", batch));
    }

    static List<Arguments> networks() {
        return List.of(Arguments.of(1, "Linear(5) -> relu -> Linear(2)"),
                Arguments.of(15, "Linear(4) -> tanh -> Linear(4, bias: false) -> relu -> Linear(1) -> sigmoid"),
                Arguments.of(128, "Linear(17) -> gelu -> Dropout(0.3) -> Linear(2)"),
                Arguments.of(257, "Linear(16) -> LayerNorm -> silu -> Linear(9) -> softmax -> Linear(2)"),
                Arguments.of(70, "Linear(60) -> softmax -> Linear(2)"),
                Arguments.of(33, "Linear(40) -> LayerNorm -> relu -> Linear(2)"),
                Arguments.of(300, "Linear(33) -> leaky_relu -> Linear(2)"),
                Arguments.of(1000, "Linear(5) -> relu -> Linear(5) -> relu -> Linear(1) -> sigmoid"),
                Arguments.of(2600, "Linear(3) -> relu -> Linear(2)"));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyFormAndTeamGivesTheSameBits(int batch, String body) {
        SourceFile file = file(batch, body);
        assertTrue(sources(file, Set.of()).get("strips/TStep.java").contains("strips(member"));
        TrainedNetwork network = new TrainedNetwork(file, Generated.of(List.of(file), Set.of()));
        Trace trace = network.run(1, Form.PLAIN);
        assertEquals(List.of(), network.differences(trace));
        for (int threads : new int[]{1, 2, 3}) {
            TrainedNetwork.assertSame(threads + " threads, vectors", trace, network.run(threads, Form.VECTORS));
            TrainedNetwork.assertSame(threads + " threads", trace, network.run(threads, Form.PLAIN));
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void machineCodeGivesTheSameBits(int batch, String body) {
        MachineForm.assumeHere();
        SourceFile file = file(batch, body);
        TrainedNetwork network = new TrainedNetwork(file, Generated.of(List.of(file), Set.of()));
        assertTrue(network.hasMachineForm());
        Trace trace = network.run(1, Form.PLAIN);
        for (int threads : new int[]{1, 2, 3}) {
            TrainedNetwork.assertSame(threads + " threads", trace, network.run(threads, Form.MACHINE));
        }
    }

    /** As many classes as are written out, and more; and which of them is the largest. */
    @ParameterizedTest
    @ValueSource(ints = {16, 60})
    void manyClassesAreMachineCodeToo(int classes) {
        MachineForm.assumeHere();
        String others = ", sum(x) > 2".repeat(classes - 2);
        SourceFile file = new SourceFile("strips.dnn", file(40, "Linear(2)").text()
                .replace(ONE_HOT, "one_hot(" + classes + ") = [sum(x) < 0, sum(x) >= 0" + others + "]")
                .replace("[2]", "[" + classes + "]").replace("Linear(2)", "Linear(" + classes + ")"));
        assertTrue(inStrips(file));
        TrainedNetwork network = new TrainedNetwork(file, Generated.of(List.of(file), Set.of()));
        assertTrue(network.hasMachineForm());
        Trace trace = network.run(1, Form.PLAIN);
        assertEquals(List.of(), network.differences(trace));
        TrainedNetwork.assertSame("two threads", trace, network.run(2, Form.MACHINE));
    }

    private static Map<String, String> sources(SourceFile file, Set<String> without) {
        Compilation compilation = Compiler.compile(new Request(List.of(file), Map.of(), Outside.NOTHING, without));
        return compilation.sources();
    }

    private static boolean inStrips(SourceFile file) {
        return sources(file, Set.of()).get("strips/TStep.java").contains("strips(member");
    }

    @Test
    void compilerAndRuntimeMeanTheSameStrands() {
        assertEquals(Step.Strips.STRANDS, Strips.MOST_STRANDS);
        assertEquals(Step.Strips.LANES, Strips.LANES);
    }

    @Test
    void largeLayersAreNoStrips() {
        assertTrue(inStrips(file(64, "Linear(64) -> relu -> Linear(2)")));
        assertEquals(false, inStrips(file(64, "Linear(200) -> relu -> Linear(100) -> relu -> Linear(2)")));
    }

    @Test
    void whatNeedsAllRowsFirstIsNoStrip() {
        assertEquals(false, inStrips(file(64, "Linear(8) -> BatchNorm -> relu -> Linear(2)")));
    }

    @Test
    void leftOutItIsNotThere() {
        SourceFile file = file(64, "Linear(5) -> relu -> Linear(2)");
        assertEquals(false, sources(file, Set.of(Strip.NAME)).get("strips/TStep.java").contains("strips(member"));
    }

    @Test
    void whatDependsOnTheDataAloneIsPreparedWhereABatchIsAll() {
        String some = sources(file(64, "Linear(5) -> relu -> Linear(2)"), Set.of()).get("strips/TStep.java");
        assertEquals(false, some.contains("prepareStrip("));
        SourceFile all = new SourceFile("strips.dnn",
                file(64, "Linear(5) -> relu -> Linear(2)").text().replace("batch: 64", "batch: all"));
        String step = sources(all, Set.of()).get("strips/TStep.java");
        String preparation = step.substring(step.indexOf("void prepareStrip("), step.indexOf("void run("));
        String each = step.substring(step.indexOf("void strip("), step.indexOf("void trace("));
        assertTrue(preparation.contains("xMap(from, count, 3, "));
        assertEquals(false, each.contains("xMap("));
    }
}
