package org.dnn.compiler.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dnn.compiler.Generated;
import org.dnn.compiler.ir.Tensor;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.network.TrainedNetwork.Trace;
import org.dnn.compiler.source.SourceFile;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Some hundreds of networks made up at random, from text to generated classes: all forms and numbers of threads give the
 * same bits, and each step is what the reference says, but for rounding. {@code -Ddnn.full=true} takes all of them.
 */
class RandomNetworksTest {
    private static final int ALWAYS = 60;
    private static final int ALL = 300;
    /** So many networks are compiled together. */
    private static final int TOGETHER = 20;

    @TestFactory
    Stream<DynamicTest> formsAgreeAndAreRight() {
        int count = Boolean.getBoolean("dnn.full") ? ALL : ALWAYS;
        return IntStream.range(0, count / TOGETHER).mapToObj(g -> DynamicTest.dynamicTest(
                "networks from " + g * TOGETHER, () -> check(g * TOGETHER)));
    }

    private static void check(int from) {
        List<SourceFile> files = IntStream.range(from, from + TOGETHER)
                .mapToObj(n -> new SourceFile("net" + n + ".dnn", RandomNetwork.text(n))).toList();
        Generated generated = Generated.of(files, Set.of());
        for (SourceFile file : files) {
            check(file, new TrainedNetwork(file, generated.in(file)));
        }
    }

    private static void check(SourceFile file, TrainedNetwork network) {
        Trace trace = network.run(1, false);
        assertSame(file, trace, network.run(1, true), "vectors");
        assertSame(file, trace, network.run(2, false), "two threads");
        assertSame(file, trace, network.run(2, true), "two threads, vectors");
        for (int step = 0; step < trace.reports().size(); step++) {
            Differences differences = new Differences(file.name() + ", step " + step);
            Map<Variable, float[]> before = trace.states().get(step);
            Map<Variable, Tensor> right = network.reference(step, before);
            differences.moved(before, right, trace.states().get(step + 1));
            differences.sums(network.graphs().stepReports(), right, trace.reports().get(step));
            assertEquals(List.of(), differences.found(), () -> "\n" + file.text());
        }
        Differences differences = new Differences(file.name() + ", evaluation");
        differences.sums(network.graphs().reports(), network.reference(trace.states().getLast()), trace.evaluation());
        assertEquals(List.of(), differences.found(), () -> "\n" + file.text());
    }

    private static void assertSame(SourceFile file, Trace wanted, Trace found, String form) {
        for (int step = 0; step < wanted.states().size(); step++) {
            Map<Variable, float[]> other = found.states().get(step);
            String at = file.name() + ", " + form + ", after " + step + " steps, ";
            wanted.states().get(step).forEach((variable, values) -> Differences.assertSameBits(values,
                    other.get(variable), () -> at + variable + "\n" + file.text()));
        }
        assertTrue(java.util.Arrays.deepEquals(wanted.reports().toArray(), found.reports().toArray()),
                () -> file.name() + ", " + form + ", reports\n" + file.text());
        assertTrue(java.util.Arrays.equals(wanted.evaluation(), found.evaluation()),
                () -> file.name() + ", " + form + ", evaluation\n" + file.text());
    }
}
