package org.dnn.runtime.cuda;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import jcuda.driver.CUevent;

/**
 * The streams in which the launches of a program are recorded, so that those that need not wait for each other do not. What is
 * recorded begins and ends in the first.
 */
final class Lanes {
    private final CudaContext context;
    private final int[] lanes;
    private final int[][] awaited;
    private final Map<Integer, CUevent> done = new HashMap<>();
    private int next;

    /**
     * @param lanes   the lane of each launch, in order
     * @param awaited the launches of other lanes that it waits for
     */
    Lanes(CudaContext context, int[] lanes, int[][] awaited) {
        this.context = context;
        this.lanes = lanes;
        this.awaited = awaited;
        Arrays.stream(awaited).flatMapToInt(Arrays::stream)
                .forEach(launch -> done.computeIfAbsent(launch, _ -> context.event()));
    }

    private IntStream others() {
        return Arrays.stream(lanes).distinct().filter(lane -> lane != 0);
    }

    /** Lets the other lanes go on from where the first is. */
    void begin() {
        CUevent event = context.event();
        context.recordComputed(event, context.stream(0));
        others().forEach(lane -> context.await(event, context.stream(lane)));
    }

    /** Has the first lane go on when the others are through. */
    void end() {
        others().forEach(lane -> {
            CUevent event = context.event();
            context.recordComputed(event, context.stream(lane));
            context.await(event, context.stream(0));
        });
    }

    /** The stream of the next launch, which waits there for what it needs. */
    CudaContext.Stream next() {
        CudaContext.Stream stream = context.stream(lanes[next]);
        for (int launch : awaited[next]) {
            context.await(Objects.requireNonNull(done.get(launch)), stream);
        }
        return stream;
    }

    /** It is launched. */
    void launched() {
        CUevent event = done.get(next);
        if (event != null) {
            context.recordComputed(event, context.stream(lanes[next]));
        }
        next++;
    }
}
