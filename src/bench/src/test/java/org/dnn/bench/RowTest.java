package org.dnn.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class RowTest {
    @Test
    void ratiosAreOfEachRound() {
        Row row = new Row(new Network("a network", "T", "folder", 3, 3, 3));
        row.addStart(new Measurement(9, 0.5, 50L << 20, 0.9), new Measurement(9, 2, 300L << 20, 0.91));
        row.addStart(new Measurement(9, 0.6, 52L << 20, 0.9), new Measurement(9, 3, 310L << 20, 0.91));
        row.addStart(new Measurement(9, 0.7, 54L << 20, 0.9), new Measurement(9, 4, 320L << 20, 0.91));
        row.addWarm(warm(0.001), warm(0.010));
        row.addWarm(warm(0.002), warm(0.012));
        row.addWarm(warm(0.0123), warm(1.5));
        assertEquals("| a network | 2.00 (1.00–12.3) | 12.0 (10.0–1500) | **10.0 (6.00–122)** | 0.600 (0.500–0.700) s"
                + " | 3.00 (2.00–4.00) s | 52 MiB | 310 MiB | 0.900 / 0.910 |", row.toString());
    }

    private static Measurement warm(double epochSeconds) {
        return new Measurement(epochSeconds, 99, 99, 0);
    }

    @Test
    void anEpochIsTheMedianOfTheWarmHalf() {
        assertEquals(3, Measurement.of(List.of(100.0, 90.0, 2.0, 4.0), new Ended("", 1, 1), 0).epochSeconds());
        assertEquals(7, Measurement.of(List.of(7.0), new Ended("", 1, 1), 0).epochSeconds());
    }
}
