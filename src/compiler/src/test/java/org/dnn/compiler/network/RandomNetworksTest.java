package org.dnn.compiler.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dnn.compiler.Generated;
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
            TrainedNetwork network = new TrainedNetwork(file, generated.in(file));
            Trace trace = network.run(1, false);
            assertSame(file, trace, network.run(1, true), "vectors");
            assertSame(file, trace, network.run(2, false), "two threads");
            assertSame(file, trace, network.run(2, true), "two threads, vectors");
            assertEquals(List.of(), network.differences(trace), () -> file.name() + "\n" + file.text());
        }
    }

    private static void assertSame(SourceFile file, Trace wanted, Trace found, String form) {
        for (int step = 0; step < wanted.states().size(); step++) {
            Map<Variable, float[]> other = found.states().get(step);
            String at = file.name() + ", " + form + ", after " + step + " steps, ";
            wanted.states().get(step).forEach((variable, values) -> Differences.assertSameBits(values,
                    other.get(variable), () -> at + variable + "\n" + file.text()));
        }
        assertTrue(Arrays.deepEquals(wanted.reports().toArray(), found.reports().toArray()),
                () -> file.name() + ", " + form + ", reports\n" + file.text());
        assertTrue(Arrays.equals(wanted.evaluation(), found.evaluation()),
                () -> file.name() + ", " + form + ", evaluation\n" + file.text());
    }
}
