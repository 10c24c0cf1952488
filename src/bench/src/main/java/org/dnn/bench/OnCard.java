package org.dnn.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.dnn.runtime.Doctor;
import org.dnn.runtime.data.DataDirectory;

/**
 * All that a machine with an NVIDIA card is wanted for, in one go, into one file: what it has, whether operations give
 * PyTorch's numbers there and trainings have the losses of the processors, what NVIDIA's sanitizer finds, and how fast they
 * are beside PyTorch, in turn. Settings as those of {@link Bench}, and {@code bench.epochs}, the most that are trained;
 * {@code bench.parts}, of operations, parity, sanitizer and speed; and {@code bench.variants} of PyTorch, of eager, compile
 * and graphs. {@code bench.root} is a folder with the {@code .dnn} files and the peer where this project has them.
 */
public final class OnCard {
    private static final String MODELS = "models/src/main/dnn";
    private static final String OURS = "src/bench/src/main/dnn";
    /** Steps whose losses are compared. */
    private static final int STEPS = 100;
    private static final double TOLERANCE = 1e-4;
    /** Epochs, here and by the peers, of which the second half is timed; the third number is not used. */
    private static final List<Network> NETWORKS = List.of(
            new Network("cube 3-5-5-5-3, 7,000 rows, full batch, SGD", "CubeTraining", MODELS, 100, 8000, 1000),
            new Network("diabetes 8-32-8-4-1, 537 rows, full batch, Adam", "FullBatch", MODELS, 100, 8000, 1000),
            new Network("diabetes, batches of 128", "MiniBatch", MODELS, 20, 2000, 200),
            new Network("digits 784-512-256-128-64-10, 10,000 rows, batches of 64, SGD", "Digits10kTraining", MODELS, 1,
                    20, 6),
            new Network("LeNet on digits, 10,000 rows, batches of 64, SGD", "LeNetTraining", MODELS, 1, 20, 6),
            new Network("4096 wide, 4 layers, 65,536 rows, batches of 4096, Adam, bf16", "HugeTraining", OURS, 7, 10,
                    8));

    private final Path root;
    private final Path data;
    private final String python;
    private final int rounds;
    private final int mostEpochs;
    private final List<Network> networks;
    private final List<String> parts;
    private final List<String> variants;
    private final Here card;
    private final Here processors;
    private final List<String> lines = new ArrayList<>();

    private OnCard(Path root, Path data, Path work) {
        this.root = root;
        this.data = data;
        this.python = System.getProperty("bench.python", "python3");
        this.rounds = Integer.getInteger("bench.rounds", 3);
        this.mostEpochs = Integer.getInteger("bench.epochs", Integer.MAX_VALUE);
        List<String> only = words("bench.only", "");
        this.networks = NETWORKS.stream().filter(n -> only.equals(List.of("")) || only.contains(n.train())).toList();
        this.parts = words("bench.parts", "operations,parity,sanitizer,speed");
        this.variants = words("bench.variants", "eager,compile,graphs");
        this.card = new Here(root, data, work.resolve("card"), "cuda");
        this.processors = new Here(root, data, work.resolve("processors"), "cpu");
    }

    /** What a setting lists; what it usually lists where it is not there, or empty. */
    private static List<String> words(String setting, String usual) {
        String given = System.getProperty(setting, "");
        return Arrays.asList((given.isEmpty() ? usual : given).split(",", -1));
    }

    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(System.getProperty("bench.root", ".")).toAbsolutePath().normalize();
        Path data = Path.of(System.getProperty("bench.data", "")).toAbsolutePath();
        OnCard all = new OnCard(root, data, Files.createTempDirectory("dnn-card"));
        Path results = Path.of(System.getProperty("bench.results", "card.md"));
        try {
            all.machine();
            if (all.parts.contains("operations")) {
                all.operations();
            }
            if (all.parts.contains("parity")) {
                all.parity();
            }
            if (all.parts.contains("sanitizer")) {
                all.sanitizer();
            }
            if (all.parts.contains("speed")) {
                all.speed();
            }
        } finally {
            Files.writeString(results, String.join("\n", all.lines) + "\n");
        }
    }

    private void say(String line) {
        lines.add(line);
        System.out.println(line);
    }

    private void machine() {
        say("Measured on " + LocalDate.now(ZoneOffset.UTC) + " by `src/bench`, `OnCard`.");
        say("");
        say("```");
        Doctor.lines(new DataDirectory(data)).forEach(this::say);
        say("```");
    }

    private void operations() {
        say("");
        say("Operations beside PyTorch's numbers: " + said(() -> Ended.run(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED", "-cp",
                        System.getProperty("java.class.path"), Operations.class.getName()),
                root.resolve("src/compiler")).output().strip()) + ".");
    }

    /** Losses of the first steps, on the card and on the processors. */
    private void parity() {
        say("");
        say("| network | steps | largest difference of a loss, relative | |");
        say("|---|---|---|---|");
        // One of OURS multiplies with fewer bits, and so has other losses.
        for (Network network : networks.stream().filter(n -> n.sources().equals(MODELS)).toList()) {
            say("| " + network.title() + " | " + said(() -> parity(network)) + " |");
        }
    }

    private String parity(Network network) {
        card.train(network, epochs(network.epochs()));
        List<Double> found = losses(card.lastRun(network));
        processors.train(network, epochs(network.epochs()));
        List<Double> expected = losses(processors.lastRun(network));
        double largest = 0;
        int steps = Math.min(STEPS, expected.size());
        for (int i = 0; i < steps; i++) {
            largest = Math.max(largest, Math.abs(found.get(i) / expected.get(i) - 1));
        }
        return String.format(Locale.ROOT, "%d | %.1e | %s", steps, largest,
                largest <= TOLERANCE ? "agrees" : "**differs**");
    }

    private int epochs(int wanted) {
        return Math.min(wanted, mostEpochs);
    }

    private static List<Double> losses(JsonObject run) {
        return run.getAsJsonObject("steps").getAsJsonArray("loss").asList().stream().map(JsonElement::getAsDouble)
                .toList();
    }

    private void sanitizer() {
        say("");
        if (!isOnPath("compute-sanitizer")) {
            say("There is no compute-sanitizer on the path.");
            return;
        }
        for (Network network : networks) {
            if (network.sources().equals(MODELS)) {
                say("compute-sanitizer, " + network.train() + ": " + said(() -> card.under(
                        List.of("compute-sanitizer", "--error-exitcode", "9"), network, 1).output().lines()
                        .filter(l -> l.contains("ERROR SUMMARY")).findFirst().orElse("it said nothing")) + "  ");
            }
        }
    }

    private static boolean isOnPath(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private void speed() {
        say("");
        say("Milliseconds an epoch, median (least–greatest) of " + rounds
                + " rounds in turn; how many times as fast in bold.");
        say("");
        say("| network | dnn | " + variants.stream().map(v -> "PyTorch " + v).collect(Collectors.joining(" | "))
                + " | memory of the card, dnn and PyTorch eager |");
        say("|---|---|" + "---|".repeat(variants.size()) + "---|");
        for (Network network : networks) {
            say("| " + network.title() + " | " + said(() -> race(network)) + " |");
        }
        say("");
        say("Matrix products of 8192 × 8192 in bf16, by PyTorch: " + said(() -> peer("rate", 1, "eager").lastLine()));
    }

    private String race(Network network) {
        List<Double> ours = new ArrayList<>();
        Map<String, List<Double>> theirs = new LinkedHashMap<>();
        Map<String, String> failed = new LinkedHashMap<>();
        long bytes = 0;
        for (int round = 0; round < rounds; round++) {
            ours.add(1e3 * card.train(network, epochs(network.warm())).epochSeconds());
            for (String variant : variants) {
                try {
                    JsonObject said = Torch.said(peer(network.peer(), epochs(network.peers()), variant));
                    theirs.computeIfAbsent(variant, _ -> new ArrayList<>())
                            .add(1e3 * Measurement.warm(Torch.seconds(said)));
                    bytes = variant.equals("eager") ? said.get("card_bytes").getAsLong() : bytes;
                } catch (IllegalStateException e) {
                    failed.put(variant, last(e));
                }
            }
        }
        StringBuilder row = new StringBuilder(Row.spread(ours));
        for (String variant : variants) {
            List<Double> times = theirs.getOrDefault(variant, List.of());
            row.append(" | ").append(times.isEmpty()
                    ? failed.get(variant)
                    : Row.spread(times) + " **" + Row.number(Measurement.median(times) / Measurement.median(ours))
                            + "**");
        }
        JsonObject run = card.lastRun(network);
        long taken = List.of("arena_bytes", "data_bytes", "workspace_bytes").stream()
                .mapToLong(n -> run.get(n).getAsLong()).sum();
        return row + " | " + (taken >> 20) + " MiB, " + (bytes >> 20) + " MiB";
    }

    private Ended peer(String network, int epochs, String variant) {
        return Ended.run(List.of(python, root.resolve("src/bench/src/main/python/torch_peer.py").toString(), network,
                Integer.toString(epochs), "1", data.toString(), "cuda", variant), root);
    }

    /** One thing that does not work leaves the others as they are. */
    private static String said(Supplier<String> what) {
        try {
            return what.get();
        } catch (IllegalStateException e) {
            return "failed: " + last(e);
        }
    }

    private static String last(IllegalStateException failure) {
        return String.valueOf(failure.getMessage()).strip().lines().toList().getLast();
    }
}
