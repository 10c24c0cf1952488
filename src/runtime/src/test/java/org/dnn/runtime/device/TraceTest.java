package org.dnn.runtime.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.dnn.runtime.device.Trace.Value;
import org.junit.jupiter.api.Test;

class TraceTest {
    private final Trace trace = new Trace();

    private static List<String> names(List<Value> values) {
        return values.stream().map(Value::name).toList();
    }

    @Test
    void whatIsWrittenWhenTheBatchIsSetCanBeSeenBeforeTheTeamMeets() {
        trace.value("scale", 1, 0, 4);
        trace.begun();
        trace.value("sum", 2, 0, 4);
        trace.barrier();
        trace.value("weight", 3, 16, 4);
        assertEquals(List.of("scale"), names(trace.atBeginning()));
        assertEquals(List.of("sum"), names(trace.meeting(0)));
        assertEquals(List.of("weight"), names(trace.meeting(1)));
    }

    @Test
    void whatIsOverwrittenBeforeTheTeamMeetsCannotBeSeen() {
        trace.value("first", 1, 0, 4);
        trace.halfRows("second", 2, 3, 2, 3);
        trace.rows("third", 3, 6, 2, 3);
        assertEquals(List.of("second", "third"), names(trace.meeting(0)));
        assertEquals(List.of(), trace.atBeginning());
    }
}
