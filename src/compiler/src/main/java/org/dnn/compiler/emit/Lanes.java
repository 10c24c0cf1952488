package org.dnn.compiler.emit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dnn.compiler.ir.Extent;
import org.dnn.compiler.kernel.Slot;
import org.dnn.compiler.plan.Plan;

/**
 * Which launches of a program go on beside each other, in lanes that keep their order: in a small network's step most of the
 * time is that one kernel waits for the other, and gradients of weights need not wait for those of the layers before. Products
 * are all in the first lane, for the library has one place to work in.
 *
 * @param lanes   the lane of each launch
 * @param awaited the launches of other lanes that it waits for
 */
record Lanes(List<Integer> lanes, List<List<Integer>> awaited) {
    private static final int COUNT = 4;

    /** What a launch touches of the arena. */
    private record Touched(List<Slot> read, List<Slot> written) {
        static Touched by(CudaStep.Launch launch) {
            return new Touched(launch.arguments().stream().flatMap(a -> a instanceof CudaStep.Argument.Memory memory
                    ? Stream.of(memory.slot())
                    : Stream.empty()).toList(), launch.written());
        }
    }

    /** In one lane where there are repetitions, or no products that others could go on beside. */
    static Lanes of(Plan plan, List<CudaStep> steps) {
        Lanes lanes = new Lanes(new ArrayList<>(), new ArrayList<>());
        if (steps.stream().allMatch(s -> s instanceof CudaStep.Launch)) {
            lanes.assign(plan, steps.stream().map(s -> (CudaStep.Launch) s).toList());
        }
        return lanes.lanes.contains(0) ? lanes : new Lanes(List.of(), List.of());
    }

    boolean isEmpty() {
        return lanes.isEmpty();
    }

    /** Each launch goes on where it begins first, as if all took as long. */
    private void assign(Plan plan, List<CudaStep.Launch> launches) {
        List<Touched> touched = launches.stream().map(Touched::by).toList();
        int[] ends = new int[launches.size()];
        int[] free = new int[COUNT];
        int[][] waited = new int[COUNT][COUNT];
        Arrays.stream(waited).forEach(w -> Arrays.fill(w, -1));
        for (int i = 0; i < launches.size(); i++) {
            int[] last = new int[COUNT];
            Arrays.fill(last, -1);
            int ready = 0;
            for (int j = 0; j < i; j++) {
                if (conflict(plan, touched.get(j), touched.get(i))) {
                    last[lanes.get(j)] = j;
                    ready = Math.max(ready, ends[j]);
                }
            }
            int lane = launches.get(i).grid() instanceof CudaStep.Grid.Tiles ? 0 : lane(ready, free);
            lanes.add(lane);
            awaited.add(IntStream.range(0, COUNT).filter(l -> l != lane && last[l] > waited[lane][l])
                    .map(l -> last[l]).boxed().toList());
            for (int l = 0; l < COUNT; l++) {
                waited[lane][l] = Math.max(waited[lane][l], last[l]);
            }
            ends[i] = Math.max(ready, free[lane]) + 1;
            free[lane] = ends[i];
        }
    }

    /** Where it begins first; of several, the one that waits least for it. */
    private static int lane(int ready, int[] free) {
        int best = 1;
        for (int lane = 2; lane < COUNT; lane++) {
            int gain = Math.max(ready, free[best]) - Math.max(ready, free[lane]);
            if (gain > 0 || (gain == 0 && free[lane] > free[best])) {
                best = lane;
            }
        }
        return best;
    }

    private static boolean conflict(Plan plan, Touched before, Touched after) {
        return meet(plan, before.written(), after.read()) || meet(plan, before.written(), after.written())
                || meet(plan, before.read(), after.written());
    }

    private static boolean meet(Plan plan, List<Slot> some, List<Slot> others) {
        return some.stream().anyMatch(a -> others.stream().anyMatch(b -> overlap(plan, a, b)));
    }

    /** Whether two buffers have floats in common; those with a row for each of the batch lie behind all others. */
    static boolean overlap(Plan plan, Slot a, Slot b) {
        boolean rows = a.buffer().type().hasRows();
        if (rows != b.buffer().type().hasRows()) {
            return false;
        }
        long[] first = span(plan, a, rows);
        long[] second = span(plan, b, rows);
        return first[0] < second[1] && second[0] < first[1];
    }

    /** From and to, in floats, or in floats for each row. */
    private static long[] span(Plan plan, Slot slot, boolean rows) {
        Extent offset = plan.offset(slot.buffer());
        Extent size = slot.buffer().floats();
        return rows
                ? new long[]{offset.rows(), offset.rows() + size.rows()}
                : new long[]{offset.constant(), offset.constant() + size.constant()};
    }
}
