package org.dnn.runtime.train;

import java.util.Map;

import org.dnn.runtime.report.Confusion;
import org.dnn.runtime.report.LargestClass;
import org.dnn.runtime.report.RunRecord;

/** What the test split says of a trained network. */
final class TestReport {
    private TestReport() {}

    /** Puts it into the record, and gives what was measured. */
    static Map<String, Double> write(TrainingSetup setup, Evaluation evaluation, int[] rows, RunRecord record) {
        Evaluation.Result result = evaluation.of(rows);
        record.test(result.metrics());
        if (result.confusion().length > 0) {
            record.confusion(new Confusion(setup.classes(), result.confusion()));
        }
        long[] counts = evaluation.classCounts(rows);
        if (counts.length > 0) {
            int largest = 0;
            for (int c = 1; c < counts.length; c++) {
                largest = counts[c] > counts[largest] ? c : largest;
            }
            double share = (double) counts[largest] / Evaluation.sum(counts);
            record.largestClass(new LargestClass(setup.classes().get(largest), share));
        }
        return result.metrics();
    }
}
