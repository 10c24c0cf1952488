package org.dnn.runtime.train;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

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
                .layers(setup.layers()).memory(session.arenaBytes(), table.bytes(), 0)
                .arena(budget.uses()).largestBatch(budget.largestBatch())
                .files(table.files().stream().map(f -> new DataFile(f.path().toString(), f.sha256())).toList());
        setup.settings().forEach(built::setting);
        return built.build();
    }

    /** What must be the same for a checkpoint to go on: the tensors and their places, the data, the seed, the batch. */
    static String fingerprint(TrainingProgram program, Table table, long seed, int batch) {
        TrainingSetup setup = program.setup();
        String text = setup.tensors().stream()
                .map(t -> t.pattern() + t.role() + t.offset() + Arrays.toString(t.shape())
                        + Arrays.toString(t.counts()))
                .collect(Collectors.joining(",")) + program.getClass().getName() + seed + "," + batch + ","
                + table.rows() + table.files().stream().map(Table.DataFile::sha256).toList();
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
