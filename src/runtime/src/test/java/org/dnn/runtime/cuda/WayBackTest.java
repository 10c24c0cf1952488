package org.dnn.runtime.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Stretches that have no copy of their own are done again. */
class WayBackTest {
    private final List<String> done = new ArrayList<>();
    private long now;
    private int state;
    private int kept;

    private WayBack wayBack(int apart) {
        return new WayBack(() -> {
            kept = state;
            now += 10;
            done.add("copy");
        }, () -> state = kept, () -> now, apart);
    }

    /** Doubles the state, and takes a number of nanoseconds. */
    private void train(WayBack way, int nanoseconds) {
        Runnable steps = () -> {
            state = 2 * state + 1;
            now += nanoseconds;
            done.add("steps");
        };
        way.begins(steps);
        steps.run();
    }

    @Test
    void eachStretchHasACopyWhereThatCostsNothing() {
        WayBack way = wayBack(0);
        train(way, 5);
        train(way, 5);
        way.goBack();
        assertEquals(1, state);
        assertEquals(List.of("copy", "steps", "copy", "steps"), done);
    }

    @Test
    void stretchesSinceTheCopyAreDoneAgain() {
        WayBack way = wayBack(3);
        train(way, 10);
        train(way, 10);
        train(way, 10);
        assertEquals(7, state);
        done.clear();
        way.goBack();
        assertEquals(3, state);
        assertEquals(List.of("steps", "steps"), done);
        // The way stays open.
        way.goBack();
        assertEquals(3, state);
    }

    @Test
    void aCopyIsDueAgainWhenItIsSmallBesideWhatWasDone() {
        WayBack way = wayBack(3);
        train(way, 29);
        train(way, 1);
        train(way, 1);
        way.goBack();
        assertEquals(3, state);
        assertEquals(List.of("copy", "steps", "steps", "copy", "steps"), done);
    }

    @Test
    void whatIsPutInFromOutsideIsNotLost() {
        WayBack way = wayBack(1000);
        train(way, 1);
        state = 50;
        way.written();
        train(way, 1);
        train(way, 1);
        way.goBack();
        assertEquals(101, state);
    }
}
