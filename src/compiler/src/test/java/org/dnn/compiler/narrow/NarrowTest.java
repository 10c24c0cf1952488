package org.dnn.compiler.narrow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dnn.compiler.allocate.Allocate;
import org.dnn.compiler.check.Check;
import org.dnn.compiler.diagnostic.Diagnostics;
import org.dnn.compiler.differentiate.Differentiate;
import org.dnn.compiler.fuse.Fuse;
import org.dnn.compiler.ir.GraphBuilder.Numbering;
import org.dnn.compiler.ir.TrainingGraphs;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.kernel.Buffer;
import org.dnn.compiler.kernel.Buffers;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.KernelProgram;
import org.dnn.compiler.kernel.Slot;
import org.dnn.compiler.kernel.Step;
import org.dnn.compiler.lower.Lower;
import org.dnn.compiler.optimise.Passes;
import org.dnn.compiler.parse.Parser;
import org.dnn.compiler.plan.Layout;
import org.dnn.compiler.plan.Plan;
import org.dnn.compiler.source.GoldenFiles;
import org.dnn.compiler.source.Outside;
import org.dnn.compiler.source.SourceFile;
import org.junit.jupiter.api.Test;

/** Which values become bfloat16, and that each product finds its factors so. */
class NarrowTest {
    private static final long MANY = Integer.MAX_VALUE;

    private final Buffers buffers = new Buffers();
    private Layout layout = Layout.of(List.of());

    private KernelProgram step(SourceFile file) {
        Diagnostics diagnostics = new Diagnostics();
        TrainingGraphs graphs = Lower.training(Check.check(Parser.parse(file, diagnostics), diagnostics,
                Outside.NOTHING, Map.of()).trainings().getFirst(), new Numbering(), Differentiate::gradients);
        List<Variable> variables = new ArrayList<>(graphs.states().keySet());
        variables.addAll(graphs.hyperparameters().keySet());
        variables.addAll(graphs.reports());
        graphs.step().stores().forEach(s -> variables.add(s.variable()));
        layout = Layout.of(variables);
        return Fuse.fuse("Step", Passes.run(graphs.step(), new Numbering(1 << 20), Set.of()), buffers, false);
    }

    private KernelProgram step(String layers) {
        return step(new SourceFile("net.dnn",
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

    private static Stream<Kernel> kernels(List<Step> steps) {
        return steps.stream().flatMap(s -> switch (s) {
            case Step.Run run -> Stream.of(run.kernel());
            case Step.Repeat repeat -> kernels(repeat.steps());
            case Step.Strips _ -> throw new AssertionError("strips");
        });
    }

    private static Set<String> halves(KernelProgram program) {
        return kernels(program.steps()).flatMap(k -> k.arguments().stream()).map(Slot::buffer)
                .filter(Buffer::inHalves).map(Buffer::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static void assertAllFactorsNarrow(KernelProgram program) {
        List<Kernel> products = kernels(program.steps()).filter(k -> k instanceof Kernel.Product).toList();
        assertTrue(products.size() > 2, "products");
        products.forEach(p -> assertTrue(p.arguments().stream().limit(2).allMatch(s -> s.buffer().inHalves()),
                p::toString));
    }

    @Test
    void activationsAndTheirGradientsAreStoredSoAndWeightsCopied() {
        KernelProgram narrow = Narrow.factors(step("Linear(64) -> relu"), buffers, MANY);
        assertAllFactorsNarrow(narrow);
        assertEquals(Set.of("x", "linear1.weight factor", "linear1 product", "relu", "linear2.weight factor",
                "centered gradient", "relu gradient", "linear1 gradient"), halves(narrow));
        assertEquals(2, kernels(narrow.steps()).filter(k -> k.name().endsWith(" factor")).count());
    }

    @Test
    void whatStatisticsAreTakenOfStaysExact() {
        Set<String> halves = halves(Narrow.factors(step("Linear(64) -> BatchNorm -> relu"), buffers, MANY));
        assertTrue(halves.contains("relu"), halves::toString);
        assertTrue(!halves.contains("linear1 product"), halves::toString);
    }

    @Test
    void smallProductsKeepTheirFactors() {
        KernelProgram program = step("Linear(64) -> relu");
        assertEquals(program, Narrow.factors(program, buffers, 1));
    }

    /** The verifier reads the plan in the order of its steps: nothing is read before it is written, or after something else is. */
    @Test
    void repeatedLayersCopyTheirWeightsInEachTurn() {
        KernelProgram narrow = Narrow.factors(step(GoldenFiles.read(GoldenFiles.path("golden/repeat/repeat"))), buffers,
                MANY);
        assertAllFactorsNarrow(narrow);
        Plan plan = Allocate.allocate(narrow, layout);
        assertTrue(plan.offsets().keySet().stream().anyMatch(Buffer::inHalves));
    }

    @Test
    void takesHalfTheRoom() {
        KernelProgram program = step("Linear(64) -> relu -> Linear(64) -> relu -> Linear(64) -> relu");
        long exact = Allocate.allocate(program, layout).perRow();
        long narrow = Allocate.allocate(Narrow.factors(program, buffers, MANY), layout).perRow();
        assertTrue(narrow < 0.75 * exact, narrow + " of " + exact);
    }
}
