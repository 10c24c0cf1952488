package org.dnn.runtime.train;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.dnn.runtime.Problem;
import org.dnn.runtime.data.DataPlaces;
import org.dnn.runtime.data.SourceRows;
import org.dnn.runtime.data.Split;
import org.dnn.runtime.data.Table;
import org.dnn.runtime.device.Device;
import org.dnn.runtime.device.Session;
import org.dnn.runtime.file.Safetensors;
import org.dnn.runtime.report.RunRecord;

/** Measures a saved model on the test split of its data. */
public final class Tester {
    private Tester() {}

    /**
     * What was measured.
     *
     * @param broken the requirements of the train block about the test split that do not hold, each as a sentence
     */
    public record Outcome(RunRecord record, List<String> broken) {}

    /**
     * @param weights what a training saved
     * @throws Problem if there is no test split, or the file is that of another network
     */
    public static Outcome test(TrainingProgram program, Options options, Devices devices, DataPlaces places,
            Path weights) {
        TrainingSetup setup = program.setup();
        SourceRows rows = program.data().rows(places);
        Table table = rows.table();
        Split split = program.data().split(rows);
        if (split.test().length == 0) {
            throw new Problem(setup.source() + ": " + program.data().name()
                    + " has no test split; give it one, for example split: random(train: 70%, test: 30%)");
        }
        long seed = options.seed().orElse(setup.seed());
        Device device = devices.choose(program, options.threads(), split.test().length,
                d -> new MemoryBudget(setup, 1, d, table).lacks());
        MemoryBudget budget = new MemoryBudget(setup, 1, device, table);
        budget.check();
        try (Session session = device.open(table.columns(), 1, 0, seed)) {
            new Tensors(setup.tensors(), session).load(weights, Safetensors.read(weights).tensors(), Tensors.model());
            RunRecord record = new RunRecord(
                    RunSetups.of(setup, session, table, split, 0, Instant.now(), seed, 1, setup.epochs(), budget));
            Map<String, Double> measured = new LinkedHashMap<>();
            TestReport.write(setup, new Evaluation(setup, session, table), split.test(), record)
                    .forEach((name, value) -> measured.put("test." + name, value));
            return new Outcome(record, Requirements.tested(setup, measured, record));
        }
    }
}
