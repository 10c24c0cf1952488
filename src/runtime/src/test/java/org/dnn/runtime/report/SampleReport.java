package org.dnn.runtime.report;

import java.nio.file.Path;
import java.util.List;

/** Writes reports of made-up runs, to be looked at in a browser. */
final class SampleReport {
    private SampleReport() {}

    /** @param arguments the folder that the runs are to lie in */
    public static void main(String[] arguments) {
        Path root = Path.of(arguments[0]);
        for (RunRecord record : List.of(SampleRuns.image(), SampleRuns.points(), SampleRuns.stuck(),
                SampleRuns.broken())) {
            RunFolder folder = RunFolder.claim(root, record.setup().train());
            folder.write(record);
            System.out.println(Summary.of(record, folder.report()));
        }
    }
}
