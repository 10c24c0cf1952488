package org.dnn.compiler.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.dnn.compiler.Compiler;
import org.dnn.compiler.Generated;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.GraphBuilder.Numbering;
import org.dnn.compiler.ir.Tensor;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.optimise.Pass;
import org.dnn.compiler.optimise.Passes;
import org.dnn.compiler.source.SourceFile;
import org.dnn.runtime.cpu.Form;
import org.junit.jupiter.api.Test;

/** Passes change what a program costs, not what it computes: in the graphs, and in what is generated without one of them. */
class MeaningTest {
    private static final int NETWORKS = Boolean.getBoolean("dnn.full") ? 200 : 30;

    @Test
    void eachPassKeepsTheMeaning() {
        for (int n = 0; n < NETWORKS; n++) {
            ReferenceNetwork network = new ReferenceNetwork(file(n, ""));
            float[] numbers = new float[network.graphs().hyperparameters().size()];
            Arrays.fill(numbers, 0.3f);
            Graph graph = network.graphs().step();
            Map<Variable, Tensor> wanted = network.step(graph, 0, network.first(), numbers);
            Numbering numbering = new Numbering(1 << 20);
            for (Pass pass : Passes.all()) {
                graph = pass.run(graph, numbering);
                assertClose(wanted, network.step(graph, 0, network.first(), numbers), network.name() + " after "
                        + pass.name());
            }
        }
    }

    private static void assertClose(Map<Variable, Tensor> wanted, Map<Variable, Tensor> found, String when) {
        assertEquals(wanted.keySet(), found.keySet(), when);
        wanted.forEach((variable, tensor) -> {
            double largest = Arrays.stream(tensor.numbers()).map(Math::abs).max().orElse(0);
            for (int i = 0; i < tensor.numbers().length; i++) {
                double distance = Math.abs(tensor.numbers()[i] - found.get(variable).numbers()[i]);
                assertTrue(distance <= 1e-9 * largest + 1e-12, when + ": " + variable + " is off by " + distance);
            }
        });
    }

    /** Each network without another pass, and one without all of them. */
    @Test
    void whatIsGeneratedWithoutAPassIsRight() {
        List<String> passes = Compiler.passes();
        Map<SourceFile, Set<String>> without = new LinkedHashMap<>();
        IntStream.range(0, passes.size())
                .forEach(i -> without.put(file(300 + i, passes.get(i)), Set.of(passes.get(i))));
        without.put(file(300 + passes.size(), "anything"), Set.copyOf(passes));
        Generated generated = Generated.of(without);
        without.keySet().forEach(file -> {
            TrainedNetwork network = new TrainedNetwork(file, generated.in(file));
            assertEquals(List.of(), network.differences(network.run(2, Form.VECTORS)),
                    () -> file.name() + "\n" + file.text());
        });
    }

    private static SourceFile file(int number, String without) {
        return new SourceFile("net" + number + without + ".dnn", RandomNetwork.text(number));
    }
}
