package org.dnn.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dnn.compiler.DistinctTraining;
import org.dnn.compiler.allocate.Allocate;
import org.dnn.compiler.fuse.Fuse;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.GraphBuilder.Numbering;
import org.dnn.compiler.kernel.Buffers;
import org.dnn.compiler.kernel.Slot;
import org.dnn.compiler.optimise.Passes;
import org.dnn.compiler.plan.Layout;
import org.dnn.compiler.plan.Plan;
import org.junit.jupiter.api.Test;

/** What one launch writes and another touches comes in order, in every model; and something goes on beside something else. */
class LanesTest {
    private static final Path MODELS = Path.of("../../models/src/main/dnn");

    @Test
    void launchesWaitForWhatTheyNeed() {
        List<DistinctTraining> trainings = DistinctTraining.of(MODELS);
        assertEquals(6, trainings.size());
        for (DistinctTraining training : trainings) {
            Graph graph = training.graphs().step();
            Plan plan = Allocate.allocate(Fuse.fuse("Step", Passes.run(graph, new Numbering(1 << 20), Set.of()),
                    new Buffers(), false), Layout.of(List.of()), 6);
            List<CudaStep.Launch> launches = EmitCuda
                    .emit(new ProgramClass("lanes", "Step", "A test.", plan, Map.of()), CudaSizes.of(64)).steps()
                    .stream()
                    .map(s -> (CudaStep.Launch) s).toList();
            Lanes lanes = Lanes.of(plan, List.copyOf(launches));
            check(plan, launches, lanes, training.training().name());
        }
    }

    private static void check(Plan plan, List<CudaStep.Launch> launches, Lanes lanes, String name) {
        List<BitSet> before = new ArrayList<>();
        int pairs = 0;
        int beside = 0;
        for (int i = 0; i < launches.size(); i++) {
            BitSet done = new BitSet();
            for (int j = 0; j < i; j++) {
                if (lanes.lanes().get(j).equals(lanes.lanes().get(i)) || lanes.awaited().get(i).contains(j)) {
                    done.set(j);
                    done.or(before.get(j));
                }
            }
            before.add(done);
            for (int j = 0; j < i; j++) {
                boolean needed = touches(plan, launches.get(j).written(), all(launches.get(i)))
                        || touches(plan, all(launches.get(j)), launches.get(i).written());
                assertTrue(!needed || done.get(j), name + ": " + launches.get(i) + " does not wait for "
                        + launches.get(j));
                pairs += needed ? 1 : 0;
                beside += done.get(j) ? 0 : 1;
            }
        }
        assertTrue(pairs > launches.size() / 2, name);
        assertTrue(beside > launches.size(), name + ": " + beside + " pairs can go on at the same time");
    }

    private static List<Slot> all(CudaStep.Launch launch) {
        return launch.arguments().stream().filter(a -> a instanceof CudaStep.Argument.Memory)
                .map(a -> ((CudaStep.Argument.Memory) a).slot()).toList();
    }

    private static boolean touches(Plan plan, List<Slot> some, List<Slot> others) {
        return some.stream().anyMatch(a -> others.stream().anyMatch(b -> Lanes.overlap(plan, a, b)));
    }
}
