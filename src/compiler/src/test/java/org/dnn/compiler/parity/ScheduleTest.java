package org.dnn.compiler.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.dnn.compiler.Generated;
import org.dnn.runtime.train.Clock;
import org.dnn.runtime.train.TrainingProgram;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The learning rate of every step is PyTorch's. */
class ScheduleTest {
    private static final List<ScheduleCases.ScheduleCase> SCHEDULES = ScheduleCases.all();
    private static final Generated PROGRAMS = Generated.of(ScheduleCases.text());

    static List<ScheduleCases.ScheduleCase> schedules() {
        return SCHEDULES;
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void movesAsPyTorchs(ScheduleCases.ScheduleCase schedule) {
        TrainingProgram program = PROGRAMS.make("T" + SCHEDULES.indexOf(schedule), TrainingProgram.class);
        Clock clock = new Clock(schedule.epochs(), schedule.stepsPerEpoch());
        for (int step = 0; step < schedule.rates().length; step++) {
            clock.advanceTo(step);
            double expected = schedule.rates()[step];
            assertEquals(expected, program.learningRate(clock), 1e-12 * Math.max(1, expected),
                    schedule + ", step " + step);
        }
    }
}
