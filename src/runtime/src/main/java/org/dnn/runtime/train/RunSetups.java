package org.dnn.runtime.train;

import java.time.Instant;
import java.util.List;

import org.dnn.runtime.data.Split;
import org.dnn.runtime.data.Table;
import org.dnn.runtime.device.Session;
import org.dnn.runtime.report.DataFile;
import org.dnn.runtime.report.RunSetup;
import org.dnn.runtime.report.SplitRow;

/** What is known of a run before its first step. */
final class RunSetups {
    private RunSetups() {}

    static RunSetup of(TrainingSetup setup, Session session, Table table, Split split, int run, Instant started,
            long seed, int batch, int epochs, MemoryBudget budget) {
        long parameters = setup.tensors().stream().filter(t -> t.role() == TensorSetup.Role.PARAMETER)
                .mapToLong(t -> (long) t.elements() * t.all().size()).sum();
        RunSetup.Builder built = RunSetup.of(setup.name(), setup.source()).run(run).started(started)
                .device(session.description())
                .seed(seed).parameters(parameters).batch(batch).epochs(epochs)
                .splits(List.of(new SplitRow("train", split.train().length),
                        new SplitRow("validation", split.validation().length),
                        new SplitRow("test", split.test().length)))
                .layers(setup.layers()).memory(session.arenaBytes(), budget.dataBytes(), budget.workspaceBytes())
                .arena(budget.uses()).largestBatch(budget.largestBatch())
                .files(table.files().stream().map(f -> new DataFile(f.path().toString(), f.sha256())).toList());
        setup.settings().forEach(built::setting);
        return built.build();
    }
}
