package org.dnn.compiler.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.dnn.compiler.FusedStep;
import org.dnn.compiler.allocate.Allocate;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.KernelProgram;
import org.dnn.compiler.kernel.Step;
import org.dnn.compiler.source.SourceFile;
import org.junit.jupiter.api.Test;

/** When weights are updated. That results stay the same is held by {@code UpdatesEarlyTest}. */
class OrderTest {
    private static FusedStep step(String layers, String more) {
        return FusedStep.of(new SourceFile("net.dnn", """
                data Sound { source: generate(rows: 100); input x: float[48] = uniform(0, 1); target y: float = sum(x) }
                model Net(x: Sound.x) -> y: [1] { x -> %s -> Linear(1) }
                train T {
                  model: Net(Sound.x); loss: mse(y, Sound.y); optimizer: Adam(lr: 0.1); epochs: 1; batch: 64; %s
                }
                """.formatted(layers, more)));
    }

    private static KernelProgram early(FusedStep step) {
        return Order.updatesEarly(step.program());
    }

    /** The place, among all kernels, of the only one that writes this. */
    private static int place(KernelProgram program, String written) {
        List<Kernel> kernels = FusedStep.kernels(program.steps()).toList();
        return IntStream.range(0, kernels.size())
                .filter(i -> kernels.get(i).written().stream()
                        .anyMatch(w -> kernels.get(i).arguments().get(w).buffer().name().equals(written)))
                .reduce((_, _) -> {
                    throw new AssertionError("several kernels write " + written);
                }).orElseThrow(() -> new AssertionError("no kernel writes " + written));
    }

    private static void assertInOrder(KernelProgram program, String... written) {
        List<Integer> places = List.of(written).stream().map(name -> place(program, name)).toList();
        assertEquals(places.stream().sorted().toList(), places, () -> String.join(", ", written));
    }

    @Test
    void aWeightIsUpdatedBeforeTheNextGradientIsThere() {
        FusedStep step = step("Linear(1024) -> relu -> Linear(1024) -> relu", "");
        assertInOrder(step.program(), "linear2.weight gradient", "linear1.weight gradient", "linear1.weight",
                "linear2.weight");
        assertInOrder(early(step), "linear2.weight gradient", "linear2.weight", "linear1.weight gradient",
                "linear1.weight");
        assertEquals(place(early(step), "linear2.weight gradient") + 1, place(early(step), "linear2.weight"));
    }

    /** The gradient of a layer's input is a product with the old weight. */
    @Test
    void nobodyReadsAWeightAfterItsUpdate() {
        KernelProgram early = early(step("Linear(1024) -> relu -> Linear(1024) -> relu", ""));
        List<Kernel> kernels = FusedStep.kernels(early.steps()).toList();
        for (String weight : List.of("linear1.weight", "linear2.weight", "linear3.weight")) {
            int[] touched = IntStream.range(0, kernels.size()).filter(i -> kernels.get(i).arguments().stream()
                    .anyMatch(slot -> slot.buffer().name().equals(weight))).toArray();
            assertTrue(touched.length > 1, weight);
            assertEquals(place(early, weight), touched[touched.length - 1], weight);
        }
    }

    @Test
    void theNextGradientTakesItsMemory() {
        FusedStep step = step("Linear(1024) -> relu -> Linear(1024) -> relu -> Linear(1024) -> relu", "");
        long all = Allocate.allocate(step.program(), step.layout()).fixed();
        long one = Allocate.allocate(early(step), step.layout()).fixed();
        // There were two of 1024 × 1024, one of 48 × 1024, and one of 1024, whose update is small and stays at the end.
        assertEquals(1024 * 1024 + 48 * 1024, all - one);
    }

    /** Their length is known when all are there. */
    @Test
    void gradientsThatAreClippedTogetherAreAllThereFirst() {
        FusedStep step = step("Linear(1024) -> relu -> Linear(1024) -> relu", "clip: norm(1.0)");
        assertInOrder(early(step), "linear3.weight gradient", "linear2.weight gradient", "linear1.weight gradient",
                "linear2.weight");
        assertInOrder(early(step), "linear1.weight gradient", "linear1.weight");
    }

    @Test
    void weightsOfARepetitionAreUpdatedWhenAllTurnsAreOver() {
        FusedStep step = step("Linear(1024) -> repeat 3 { Linear(1024) -> relu }", "");
        KernelProgram early = early(step);
        assertInOrder(early, "linear2.*.weight gradient", "linear2.*.weight",
                "linear1.weight gradient", "linear1.weight");
        List<String> inTurns = early.steps().stream().filter(s -> s instanceof Step.Repeat)
                .flatMap(s -> FusedStep.kernels(List.of(s))).map(Kernel::name).toList();
        assertTrue(inTurns.contains("linear2.*.weight gradient"), inTurns::toString);
        assertTrue(!inTurns.contains("linear2.*.weight"), inTurns::toString);
    }

    /** A team would meet more often, and all gradients stay in a cache. */
    @Test
    void fewWeightsAreUpdatedAtTheEnd() {
        FusedStep step = step("Linear(512) -> relu -> Linear(512) -> relu", "");
        assertEquals(step.program(), early(step));
    }

    @Test
    void aSmallWeightBesideLargeOnesIsUpdatedAtTheEnd() {
        KernelProgram early = early(step("Linear(1024) -> relu -> Linear(1024) -> relu", ""));
        assertInOrder(early, "linear2.weight", "linear1.weight gradient", "linear3.weight");
    }

    @Test
    void aProgramWithoutUpdatesStays() {
        KernelProgram program = step("Linear(1024) -> relu -> Linear(1024) -> relu", "").program();
        int end = place(program, "linear2.weight gradient");
        KernelProgram none = new KernelProgram(program.name(), List.of(), program.steps().subList(0, end), List.of());
        assertEquals(none, Order.updatesEarly(none));
    }
}
