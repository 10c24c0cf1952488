package org.dnn.runtime.train;

import org.dnn.runtime.device.Batches;
import org.dnn.runtime.device.Stretch;

/**
 * Cuts a training into stretches: at the ends of epochs, at the steps after which a checkpoint is to be kept, and often
 * enough that Ctrl-C is heard soon. Where they are cut does not change what is computed.
 */
final class Stretches {
    private static final int FIRST = 8;
    private static final int LONGEST = 256;
    /** Before each stretch all weights are copied, and after it they are searched for NaN: a large network should not wait for that often. */
    private static final long WANTED_NANOSECONDS = 400_000_000;

    private final TrainingProgram program;
    private final TrainingSetup setup;
    private final Clock clock;
    private final EpochOrder order;
    private final int batch;
    private final boolean epochsTogether;
    private int longest = FIRST;

    /**
     * @param decides whether something is decided at the end of an epoch: on what was measured there
     */
    Stretches(TrainingProgram program, Clock clock, EpochOrder order, int batch, boolean decides) {
        this.program = program;
        this.setup = program.setup();
        this.clock = clock;
        this.order = order;
        this.batch = batch;
        this.epochsTogether = !decides;
    }

    /** The stretch that follows. */
    Stretch next(Progression progression) {
        long stepsPerEpoch = clock.stepsPerEpoch();
        int within = (int) (progression.step % stepsPerEpoch);
        long border = epochsTogether ? clock.steps() : progression.step - within + stepsPerEpoch;
        for (TrainingSetup.Span span : setup.everies()) {
            border = Math.min(border, span.next(progression.step, stepsPerEpoch));
        }
        int count = ending((int) Math.min(longest, border - progression.step), within, (int) stepsPerEpoch);
        int numbers = setup.arena().hyperparameters().length;
        float[] hyperparameters = new float[numbers * count];
        clock.plateauFactor(progression.plateauFactor);
        for (int i = 0; i < count; i++) {
            clock.advanceTo(progression.step + i);
            program.hyperparameters(clock, hyperparameters, i * numbers);
        }
        int[] rows = order.of((int) (progression.step / stepsPerEpoch),
                Math.ceilDiv(within + count, (int) stepsPerEpoch));
        return new Stretch(progression.step, count, new Batches(rows, order.rows(), batch), within, hyperparameters,
                new double[count * setup.arena().stepReportFloats()]);
    }

    /** Of so many steps those that end with an epoch, if one ends among them: so it is known how long epochs took. */
    private int ending(int steps, int within, int stepsPerEpoch) {
        int whole = Math.min((within + steps) / stepsPerEpoch, order.together()) * stepsPerEpoch;
        return whole > within ? whole - within : steps;
    }

    /** Takes how long a stretch took, and cuts the next ones by it. */
    void took(Stretch stretch, long nanoseconds) {
        longest = Math.clamp(WANTED_NANOSECONDS * stretch.count() / Math.max(1, nanoseconds), 1, LONGEST);
    }

    double learningRate(long step) {
        clock.advanceTo(step);
        return program.learningRate(clock);
    }
}
