package org.dnn.compiler.allocate;

import java.util.LinkedHashMap;
import java.util.Map;

import org.dnn.compiler.kernel.Buffer;
import org.dnn.compiler.kernel.Step;
import org.dnn.compiler.plan.PlannedStep;

/**
 * Where the values of a strip lie in a member's own memory: one after the other. None takes the place of another, so that all
 * of them can be looked at when the strip is through.
 */
final class StripPlaces {
    private StripPlaces() {}

    static PlannedStep.Strips of(Step.Strips strips) {
        Map<Buffer, Long> values = new LinkedHashMap<>();
        long place = 0;
        for (Buffer value : strips.values()) {
            values.put(value, place);
            place += value.type().elements().rows() * strips.rows();
        }
        Map<Buffer, Long> sums = new LinkedHashMap<>();
        long number = 0;
        for (Buffer sum : strips.sums()) {
            sums.put(sum, number);
            number += sum.type().elements().constant();
        }
        return new PlannedStep.Strips(strips, values, sums);
    }
}
