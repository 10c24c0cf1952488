package org.dnn.runtime.cpu;

import jdk.incubator.vector.FloatVector;

/** The same as {@link LaneSums}, of sums in vectors: one vector of sixteen, or two of eight. */
public final class VectorLanes {
    private VectorLanes() {}

    /**
     * What sixteen sums are together.
     *
     * @param low  the first eight sums, or all sixteen
     * @param high the last eight sums where a vector has eight lanes
     */
    public static float sum(FloatVector low, FloatVector high) {
        FloatVector eight = low.length() == 16
                ? half(low, 0).add(half(low, 1))
                : low.add(high);
        float a = eight.lane(0) + eight.lane(4);
        float b = eight.lane(1) + eight.lane(5);
        float c = eight.lane(2) + eight.lane(6);
        float d = eight.lane(3) + eight.lane(7);
        return (a + c) + (b + d);
    }

    private static FloatVector half(FloatVector sixteen, int part) {
        return (FloatVector) sixteen.castShape(FloatVector.SPECIES_256, part);
    }
}
