package org.dnn.runtime.report;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

class SummaryTest {
    @Test
    void ofEverySample() {
        StringBuilder text = new StringBuilder();
        RunRecord stopped = SampleRuns.small();
        stopped.end(Ending.STOPPED_EARLY, "validation.loss stalled for 2 epochs", 0.75);
        RunRecord none = new RunRecord(RunSetup.of("SampleNone", "none.dnn").epochs(5).build());
        none.end(Ending.INTERRUPTED, "", 0.2);
        for (RunRecord record : List.of(SampleRuns.image(), SampleRuns.points(), SampleRuns.stuck(),
                SampleRuns.broken(), stopped, none)) {
            text.append(Summary.of(record, Path.of("runs", record.setup().train(), "1", "report.html")))
                    .append("=====\n");
        }
        Golden.check("summary.txt", text.toString());
    }
}
