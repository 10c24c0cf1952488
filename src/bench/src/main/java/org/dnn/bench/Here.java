package org.dnn.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** This project: the process that {@code dnn train} starts, started without it, so that compiling does not count. */
final class Here implements Peer {
    private static final String EPOCHS = "-Ddnn.epochs=";

    private final Path root;
    private final Path data;
    private final Path work;
    private final String device;
    private final Map<String, List<String>> commands = new HashMap<>();

    /**
     * @param root the project
     * @param data the data directory
     * @param work a folder for what is generated and for runs
     * @param device where it trains: {@code cpu} or {@code cuda}
     */
    Here(Path root, Path data, Path work, String device) {
        this.root = root;
        this.data = data;
        this.work = work;
        this.device = device;
    }

    @Override
    public String name() {
        return "dnn";
    }

    @Override
    public Measurement train(Network network, int epochs) {
        Ended process = under(List.of(), network, epochs);
        JsonObject run = lastRun(network);
        List<Double> seconds = StreamSupport.stream(run.getAsJsonArray("epochs").spliterator(), false)
                .map(e -> e.getAsJsonObject().get("seconds").getAsDouble()).toList();
        return Measurement.of(seconds, process, run.getAsJsonObject("test").get("accuracy").getAsDouble());
    }

    /** The same, as the rest of another command. */
    Ended under(List<String> command, Network network, int epochs) {
        prepare(network);
        return Ended.run(Stream.concat(command.stream(), Objects.requireNonNull(commands.get(network.train())).stream()
                .map(a -> a.startsWith(EPOCHS) ? EPOCHS + epochs : a)).toList(), root);
    }

    /** Generates and compiles the network, and no more: it starts as from a project's first training on. */
    void generate(Network network) {
        commands.put(network.train(), command(network));
    }

    /** Generates and compiles the network, once, and has the command record what a start needs. */
    void prepare(Network network) {
        commands.computeIfAbsent(network.train(), _ -> {
            Ended.run(command(network), root);
            return command(network);
        });
    }

    /** What the last training left. */
    JsonObject lastRun(Network network) {
        return json(work.resolve("runs").resolve(network.train()).resolve("latest/run.json"));
    }

    private List<String> command(Network network) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path folder = work.resolve(network.train());
        Ended said = Ended.run(List.of(java, "-cp", withoutBenchmark(), "org.dnn.cli.Main", "train",
                network.train(), "--print-command", "--format=json", "--output=" + folder.resolve("java"),
                "--work=" + folder, "-Ddnn.sourceDirectory=" + root.resolve(network.sources()), "-Ddnn.data=" + data,
                "-Ddnn.runs=" + work.resolve("runs"), "-Ddnn.device=" + device, EPOCHS + network.epochs()), root);
        return JsonParser.parseString(said.lastLine()).getAsJsonObject().getAsJsonArray("arguments").asList().stream()
                .map(JsonElement::getAsString).toList();
    }

    /** The command's class path, without this benchmark's folder of classes: of jars alone, as where it is installed, it keeps what a start needs. */
    private static String withoutBenchmark() {
        return Stream.of(System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator), -1))
                .filter(entry -> !Files.isDirectory(Path.of(entry, "org/dnn/bench")))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static JsonObject json(Path file) {
        try {
            return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + file, e);
        }
    }
}
