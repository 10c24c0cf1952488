package org.dnn.runtime.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepCurveTest {
    private static double loss(long step) {
        return Math.sin(step * 0.7) + step * 1e-3;
    }

    private static StepCurve filled(int steps) {
        StepCurve curve = new StepCurve();
        for (int step = 0; step < steps; step++) {
            curve.add(step, loss(step), 1.0 / (1 + step));
        }
        return curve;
    }

    @Test
    void isExactWhileThereIsRoom() {
        List<StepPoint> points = filled(StepCurve.CAPACITY).points();
        assertEquals(StepCurve.CAPACITY, points.size());
        for (int step = 0; step < points.size(); step++) {
            assertEquals(new StepPoint(step, loss(step), loss(step), loss(step), 1.0 / (1 + step)), points.get(step));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 2047, 2048, 2049, 2050, 4096, 4097, 5000, 100_000, 1_048_577})
    void keepsFirstAndLastAndStaysSmall(int steps) {
        StepCurve curve = filled(steps);
        List<StepPoint> points = curve.points();
        assertEquals(steps, curve.count());
        assertTrue(points.size() <= StepCurve.CAPACITY + 1, "points: " + points.size());
        assertTrue(points.size() >= Math.min(steps, StepCurve.CAPACITY / 2), "points: " + points.size());
        assertEquals(0, points.getFirst().step());
        assertEquals(loss(0), points.getFirst().loss());
        assertEquals(steps - 1, points.getLast().step());
        assertEquals(loss(steps - 1), points.getLast().loss());
        for (int i = 1; i < points.size(); i++) {
            assertTrue(points.get(i - 1).step() < points.get(i).step(), "ascending");
        }
    }

    @Test
    void aPointIsTheMeanOfItsStepsWithTheLowestAndHighest() {
        StepCurve curve = filled(10_000);
        assertEquals(8, curve.stride());
        List<StepPoint> points = curve.points();
        for (int i = 1; i < points.size() - 1; i++) {
            StepPoint point = points.get(i);
            double sum = 0;
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (long step = point.step() - 7; step <= point.step(); step++) {
                sum += loss(step);
                low = Math.min(low, loss(step));
                high = Math.max(high, loss(step));
            }
            assertEquals(sum / 8, point.loss(), 1e-12);
            assertEquals(low, point.low());
            assertEquals(high, point.high());
            assertEquals(1.0 / (1 + point.step()), point.learningRate());
        }
    }

    @Test
    void aSpikeStaysToBeSeen() {
        StepCurve curve = new StepCurve();
        for (int step = 0; step < 1_000_000; step++) {
            curve.add(step, step == 123_456 ? 1e6 : 1, 0.1);
        }
        assertEquals(1e6, curve.points().stream().mapToDouble(StepPoint::high).max().orElseThrow());
    }

    @Test
    void notANumberStaysNotANumber() {
        StepCurve curve = new StepCurve();
        for (int step = 0; step < 5000; step++) {
            curve.add(step, step == 2500 ? Double.NaN : 1, 0.1);
        }
        assertEquals(1, curve.points().stream().filter(point -> Double.isNaN(point.loss())).count());
    }

    @Test
    void allocatesNothingWhileItIsFilled() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        StepCurve curve = filled(10_000);
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int step = 10_000; step < 200_000; step++) {
            curve.add(step, 1, 0.1);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 4096, "bytes: " + allocated); // the measuring itself may take some
    }
}
