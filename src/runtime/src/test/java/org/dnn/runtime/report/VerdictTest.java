package org.dnn.runtime.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.dnn.runtime.report.Verdict.Tone;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private final RunRecord record = new RunRecord(RunSetup.of("T", "t.dnn").build());

    @Test
    void holdsAccuracyAgainstTheLargestClass() {
        record.largestClass(new LargestClass("no", 0.651));
        record.test(SampleRuns.metrics("accuracy", 0.774));
        expect(Tone.GOOD, "Test accuracy is 0.7740; always answering the largest class (no) would get 0.6510.");
        record.test(SampleRuns.metrics("accuracy", 0.651));
        expect(Tone.WARNING,
                "Test accuracy equals the share of the largest class (no, 0.6510): every row may be getting the same answer.");
        record.test(SampleRuns.metrics("accuracy", 0.5));
        expect(Tone.WARNING, "Test accuracy, 0.5000, is below the share of the largest class (no, 0.6510).");
    }

    @Test
    void looksAtTheLossOtherwise() {
        expect(Tone.PLAIN, "No epoch was completed.");
        epoch(1, 2.0);
        expect(Tone.PLAIN, "The training loss of its one epoch was 2.0000.");
        epoch(2, 2.5);
        expect(Tone.WARNING, "The training loss did not fall: 2.0000 in epoch 1, 2.5000 in epoch 2.");
        epoch(3, 1.5);
        expect(Tone.PLAIN, "The training loss fell: 2.0000 in epoch 1, 1.5000 in epoch 3.");
        epoch(4, Double.NaN);
        expect(Tone.WARNING, "The training loss did not fall: 2.0000 in epoch 1, NaN in epoch 4.");
        record.end(Ending.NOT_A_NUMBER, "", 1);
        expect(Tone.WARNING,
                "The loss stopped being a number, so nothing was tested.");
    }

    @Test
    void aTrainingMetricHasItsOwnName() {
        assertThrows(IllegalArgumentException.class,
                () -> new EpochRow(1, 1, 1, 1, SampleRuns.metrics("loss", 1.0), SampleRuns.metrics()));
    }

    private void epoch(int epoch, double loss) {
        record.epoch(new EpochRow(epoch, loss, 1, 0.1, SampleRuns.metrics(), SampleRuns.metrics()));
    }

    private void expect(Tone tone, String sentence) {
        assertEquals(new Verdict(tone, sentence), Verdict.of(record));
    }
}
