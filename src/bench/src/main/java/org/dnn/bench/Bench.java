package org.dnn.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Trains each network here and in PyTorch, in turn, and writes the table. Settings, as system properties:
 * {@code bench.root} (the project), {@code bench.data} (the data directory), {@code bench.python} (a Python with PyTorch),
 * {@code bench.rounds} of warm epochs, {@code bench.starts} of whole processes, {@code bench.only} (names of train blocks, with commas; otherwise all), {@code bench.results}
 * (the file that is written), and {@code bench.growth} or {@code bench.kernels} (true for the table of {@link Growth} or
 * {@link Kernels} instead).
 */
public final class Bench {
    private Bench() {}

    public static void main(String[] arguments) throws IOException, RunnerException {
        Path root = Path.of(System.getProperty("bench.root", ".")).toAbsolutePath().normalize();
        Path data = Path.of(System.getProperty("bench.data", "")).toAbsolutePath();
        int rounds = Integer.getInteger("bench.rounds", 5);
        int starts = Integer.getInteger("bench.starts", 10);
        List<String> only = Arrays.asList(System.getProperty("bench.only", "").split(",", -1));
        Path work = Files.createTempDirectory("dnn-bench");
        Here here = new Here(root, data, work, "cpu");
        if (Boolean.getBoolean("bench.growth")) {
            write(Growth.lines(here, work));
            return;
        }
        if (Boolean.getBoolean("bench.kernels")) {
            write(Kernels.lines());
            return;
        }
        Peer torch = new Torch(root, data, System.getProperty("bench.python", "python3"));
        List<String> lines = new ArrayList<>();
        lines.add("Measured on " + LocalDate.now(ZoneOffset.UTC) + " by `src/bench`: " + Machine.describe() + ". "
                + rounds + " rounds and " + starts + " starts, each network here and there in turn; median "
                + "(least–greatest). A round's epoch is the median of the second half of its epochs, of a training that "
                + "is long enough to be warm; a start is a whole process, as from a project's second training on, to the "
                + "trained, tested, saved model, of "
                + Network.ALL.stream().map(n -> Integer.toString(n.epochs())).collect(Collectors.joining(", "))
                + " epochs in the order of the table. Memory: the largest resident set.");
        lines.add("");
        say(lines, Row.head(torch.name()).strip());
        for (Network network : Network.ALL) {
            if (only.equals(List.of("")) || only.contains(network.train())) {
                Row row = new Row(network);
                for (int start = 0; start < starts; start++) {
                    row.addStart(here.train(network, network.epochs()), torch.train(network, network.epochs()));
                }
                for (int round = 0; round < rounds; round++) {
                    row.addWarm(here.train(network, network.warm()), torch.train(network, network.peers()));
                }
                say(lines, row.toString());
            }
        }
        write(lines);
    }

    private static void write(List<String> lines) throws IOException {
        Files.writeString(Path.of(System.getProperty("bench.results", "results.md")), String.join("\n", lines) + "\n");
    }

    private static void say(List<String> lines, String line) {
        lines.add(line);
        System.out.println(line);
    }
}
