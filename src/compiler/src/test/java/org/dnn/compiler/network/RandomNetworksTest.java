package org.dnn.compiler.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dnn.compiler.Generated;
import org.dnn.compiler.MachineForm;
import org.dnn.compiler.network.TrainedNetwork.Trace;
import org.dnn.compiler.source.SourceFile;
import org.dnn.runtime.cpu.Form;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
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

    @Test
    void someHaveMachineCode() {
        long count = Generated.sources(files(0, ALWAYS), Set.of()).values().stream()
                .filter(text -> text.contains(" machineForms()")).count();
        assertTrue(count >= 10, count + " networks");
    }

    private static List<SourceFile> files(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(n -> new SourceFile("net" + n + ".dnn", RandomNetwork.text(n))).toList();
    }

    private static void check(int from) {
        List<SourceFile> files = files(from, TOGETHER);
        Generated generated = Generated.of(files, Set.of());
        for (SourceFile file : files) {
            TrainedNetwork network = new TrainedNetwork(file, generated.in(file));
            Trace trace = network.run(1, Form.PLAIN);
            TrainedNetwork.assertSame(file.text() + "vectors", trace, network.run(1, Form.VECTORS));
            TrainedNetwork.assertSame(file.text() + "two threads", trace, network.run(2, Form.PLAIN));
            TrainedNetwork.assertSame(file.text() + "two threads, vectors", trace, network.run(2, Form.VECTORS));
            if (network.hasMachineForm() && MachineForm.isHere()) {
                TrainedNetwork.assertSame(file.text() + "machine code", trace, network.run(1, Form.MACHINE));
                TrainedNetwork.assertSame(file.text() + "two threads, machine code", trace,
                        network.run(2, Form.MACHINE));
            }
            assertEquals(List.of(), network.differences(trace), () -> file.name() + "\n" + file.text());
        }
    }
}
