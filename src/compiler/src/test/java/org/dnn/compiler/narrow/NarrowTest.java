package org.dnn.compiler.narrow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.dnn.compiler.FusedStep;
import org.dnn.compiler.allocate.Allocate;
import org.dnn.compiler.kernel.Buffer;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.KernelProgram;
import org.dnn.compiler.kernel.Slot;
import org.dnn.compiler.plan.Plan;
import org.dnn.compiler.source.GoldenFiles;
import org.dnn.compiler.source.SourceFile;
import org.junit.jupiter.api.Test;

/** Which values become bfloat16, and that each product finds its factors so. */
class NarrowTest {
    private static final long MANY = Integer.MAX_VALUE;

    private static FusedStep step(String layers) {
        return FusedStep.of(new SourceFile("net.dnn",
                """
                        data Sound {
                          source: generate(rows: 1000)
                          input  x: float[48] = uniform(0, 1)
                          target y: class(10) = floor(uniform(0, 10))
                          split:  random(train: 70%, test: 30%)
                        }
                        model Net(x: Sound.x) -> logits: [10] { x -> LAYERS -> Linear(10) }
                        train Training {
                          model: Net(Sound.x); loss: cross_entropy(logits, Sound.y); optimizer: SGD(lr: 0.1); epochs: 1; batch: 64
                        }
                        """
                        .replace("LAYERS", layers)));
    }

    private static KernelProgram narrow(FusedStep step, long rows) {
        return Narrow.factors(step.program(), step.buffers(), rows);
    }

    private static Set<String> halves(KernelProgram program) {
        return FusedStep.kernels(program.steps()).flatMap(k -> k.arguments().stream()).map(Slot::buffer)
                .filter(Buffer::inHalves).map(Buffer::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static void assertAllFactorsNarrow(KernelProgram program) {
        List<Kernel> products = FusedStep.kernels(program.steps()).filter(k -> k instanceof Kernel.Product).toList();
        assertTrue(products.size() > 2, "products");
        products.forEach(p -> assertTrue(p.arguments().stream().limit(2).allMatch(s -> s.buffer().inHalves()),
                p::toString));
    }

    @Test
    void activationsAndTheirGradientsAreStoredSoAndWeightsCopied() {
        KernelProgram narrow = narrow(step("Linear(64) -> relu"), MANY);
        assertAllFactorsNarrow(narrow);
        assertEquals(Set.of("x", "linear1.weight factor", "linear1 product", "relu", "linear2.weight factor",
                "centered gradient", "relu gradient", "linear1 gradient"), halves(narrow));
        assertEquals(2, FusedStep.kernels(narrow.steps()).filter(k -> k.name().endsWith(" factor")).count());
    }

    @Test
    void whatStatisticsAreTakenOfStaysExact() {
        Set<String> halves = halves(narrow(step("Linear(64) -> BatchNorm -> relu"), MANY));
        assertTrue(halves.contains("relu"), halves::toString);
        assertTrue(!halves.contains("linear1 product"), halves::toString);
    }

    @Test
    void smallProductsKeepTheirFactors() {
        FusedStep step = step("Linear(64) -> relu");
        assertEquals(step.program(), narrow(step, 1));
    }

    /** The verifier reads the plan in the order of its steps: nothing is read before it is written, or after something else is. */
    @Test
    void repeatedLayersCopyTheirWeightsInEachTurn() {
        FusedStep step = FusedStep.of(GoldenFiles.read(GoldenFiles.path("golden/repeat/repeat")));
        KernelProgram narrow = narrow(step, MANY);
        assertAllFactorsNarrow(narrow);
        Plan plan = Allocate.allocate(narrow, step.layout());
        assertTrue(plan.offsets().keySet().stream().anyMatch(Buffer::inHalves));
    }

    @Test
    void takesHalfTheRoom() {
        FusedStep step = step("Linear(64) -> relu -> Linear(64) -> relu -> Linear(64) -> relu");
        long exact = Allocate.allocate(step.program(), step.layout()).perRow();
        long narrow = Allocate.allocate(narrow(step, MANY), step.layout()).perRow();
        assertTrue(narrow < 0.75 * exact, narrow + " of " + exact);
    }
}
