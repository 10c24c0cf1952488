package org.dnn.compiler.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.dnn.compiler.Compilation;
import org.dnn.compiler.Compiler;
import org.dnn.compiler.DistinctTraining;
import org.dnn.compiler.Generated;
import org.dnn.compiler.Request;
import org.dnn.compiler.cuda.PretendedCard.Ended;
import org.dnn.compiler.source.Outside;
import org.dnn.compiler.source.SourceFile;
import org.dnn.runtime.Launch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trainings on a card, as a user starts them, and all that can go wrong with it: by the real runtime, with a driver that pretends. */
class CudaTrainingTest {
    private static final Path MODELS = Path.of("../../models/src/main/dnn");
    /** Random numbers, short last batches, a score for each row, buffers. */
    private static final String NET = """
            data Dots {
              source: generate(rows: 90)
              input  x: float[2]   = uniform(-1, 1)
              target inside: bool  = sum(x * x) < 0.6
              target total: float  = sum(x)
              split:  random(train: 70%, test: 30%)
            }
            model Net(x: Dots.x) -> p: probability {
              x -> Linear(8, bias: false) -> BatchNorm -> tanh -> Dropout(0.2) -> Linear(1) -> sigmoid
            }
            train OnCard {
              model: Net(Dots.x); loss: bce(p, Dots.inside); optimizer: Adam(lr: 0.01); epochs: 26; batch: 16
              metrics: accuracy, auc; device: auto
            }
            data Many {
              source: generate(rows: 3000)
              input  x: float[2]   = uniform(-1, 1)
              target total: float  = sum(x)
              split:  random(train: 70%, test: 30%)
            }
            train Streamed {
              model: Large(Many.x); loss: mse(y, Many.total); optimizer: SGD(lr: 0.1); epochs: 3; batch: 64
            }
            model Large(x: Many.x) -> y: [1] { x -> Linear(4) -> BatchNorm -> Linear(1) }
            model Line(x: Dots.x) -> y: [1] { x -> Linear(1) }
            data Few {
              source: generate(rows: 20)
              input  x: float[1]   = uniform(-1, 1)
              target total: float  = sum(x)
              split:  random(train: 80%, test: 20%)
            }
            model Broad(x: Few.x) -> y: [1] { x -> Linear(120_000) -> Linear(1) }
            train Heavy {
              model: Broad(Few.x); loss: mse(y, Few.total); batch: 4; epochs: 4
              optimizer: Adam(lr: exponential from 0.001 to 1e30 over 2 epochs)
              checkpoint: every(1 steps)
            }
            train Wild {
              model: Line(Dots.x); loss: mse(y, Dots.total); optimizer: SGD(lr: 1e12); epochs: 9; batch: 16
            }
            """;
    /** What the runtime leaves free without cuBLAS. */
    private static final long RESERVE = 128L << 20;
    private static final Pattern LOSS = Pattern.compile("\"(?:loss|auc)\": ?([-0-9.eE]+)");

    @TempDir
    private static Path folder;
    private static PretendedCard card;
    private static Path classes;

    @BeforeAll
    static void build() throws IOException {
        card = PretendedCard.in(folder);
        classes = classes("on_card", NET);
    }

    /** Compiles a text as the command does: classes, and kernels beside them. */
    private static Path classes(String name, String text) throws IOException {
        Path sources = Files.createDirectories(folder.resolve(name + "-sources"));
        Path into = Files.createDirectories(folder.resolve(name + "-classes"));
        List<String> arguments = new ArrayList<>(List.of("--add-modules", "jdk.incubator.vector", "-Xlint:none", "-d",
                into.toString()));
        for (Map.Entry<String, String> file : Generated.sources(List.of(new SourceFile(name + ".dnn", text)), Set.of())
                .entrySet()) {
            Path place = (file.getKey().endsWith(".java") ? sources : into).resolve(file.getKey());
            Files.createDirectories(place.getParent());
            Files.writeString(place, file.getValue());
            if (file.getKey().endsWith(".java")) {
                arguments.add(place.toString());
            }
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, said, said, arguments.toArray(String[]::new)),
                () -> said.toString(StandardCharsets.UTF_8));
        return into;
    }

    private Ended train(String runs, Map<String, String> environment, Map<String, String> settings) {
        return launch("train", runs, environment, settings);
    }

    private Ended launch(String verb, String runs, Map<String, String> environment, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("dnn.runs", folder.resolve(runs).toString()));
        all.putAll(settings);
        return card.run(environment, all, List.of(classes), Launch.class, verb, "on_card.OnCard");
    }

    private static Path run(String runs) {
        return folder.resolve(runs).resolve("OnCard").resolve("1");
    }

    /** The loss of each epoch and of the test, and its area under the curve. */
    private static List<Double> losses(String runs) throws IOException {
        List<Double> losses = new ArrayList<>();
        Matcher found = LOSS.matcher(Files.readString(run(runs).resolve("run.json")));
        while (found.find()) {
            losses.add(Double.valueOf(found.group(1)));
        }
        return losses;
    }

    @Test
    void everyModelAgreesWithTheProcessors() {
        Ended ended = card.run(Map.of(), Map.of(), List.of(), ModelsOnACard.class, MODELS.toString());
        assertEquals(0, ended.code(), ended.said());
        assertEquals(DistinctTraining.of(MODELS).size(),
                ended.said().lines().filter(l -> l.endsWith(" agrees")).count(), ended.said());
    }

    /** One hundred steps, dropout and all. */
    @Test
    void hasTheLossesOfTheProcessors() throws IOException {
        Path log = folder.resolve("log");
        Ended onCard = train("card", Map.of("PRETEND_LOG", log.toString()), Map.of("dnn.device", "cuda"));
        Ended onProcessors = train("processors", Map.of(), Map.of("dnn.device", "cpu"));
        assertEquals(0, onCard.code(), onCard.said());
        assertEquals(0, onProcessors.code(), onProcessors.said());
        assertTrue(onCard.said().contains("device: GPU, Pretend H200 (sm_90), without cuBLAS\n"), onCard.said());
        List<Double> expected = losses("processors");
        List<Double> found = losses("card");
        assertEquals(28, expected.size(), "26 epochs, and the test's loss and AUC");
        assertLosses(expected, found, 1e-4);
        Map<String, Long> calls = PretendedCard.log(log);
        assertEquals(bytes(run("card")), calls.get("most"), "what is said to be taken, and what is allocated");
        assertEquals(1, calls.get("cuMemAlloc_v2"));
        assertEquals(0, calls.get("left"));
        assertEquals(26 * 4 + 1, calls.get("cuGraphLaunch"), "a step is one call");
        assertEquals(3, calls.get("cuGraphInstantiateWithFlags"), "whole batches, short ones, the test");
    }

    /** What is said while compiling is what is taken. */
    @Test
    void theCompilerSaysWhatTheCardGives() throws IOException {
        String text = NET.replace("device: auto", "device: cuda");
        Compilation compilation = Compiler
                .compile(new Request(List.of(new SourceFile("said.dnn", text)), Map.of(), Outside.NOTHING, Set.of()));
        Compilation.Trainable trainable = compilation.trainings().stream().filter(t -> t.name().equals("OnCard"))
                .findFirst().orElseThrow();
        Ended ended = card.run(Map.of(), Map.of("dnn.epochs", "1", "dnn.runs", folder.resolve("said").toString()),
                List.of(classes("said", text)), Launch.class, "train", "said.OnCard");
        assertEquals(0, ended.code(), ended.said());
        Matcher arena = Pattern.compile("arena ([0-9.]+ [KM]iB) \\(").matcher(ended.said());
        assertTrue(arena.find(), ended.said());
        assertTrue(
                trainable.report().lines().anyMatch(l -> l.startsWith("  arena ") && l.endsWith(" " + arena.group(1))),
                () -> arena.group(1) + "\n" + trainable.report());
        assertTrue(trainable.summary().endsWith(" of memory on a GPU"), trainable.summary());
    }

    private static long number(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\": ?(\\d+)").matcher(json);
        assertTrue(found.find(), json);
        return Long.parseLong(found.group(1));
    }

    @Test
    void trainsTheSameBitsTwiceAndTests() throws IOException {
        Map<String, String> few = Map.of("dnn.device", "cuda", "dnn.epochs", "3");
        assertEquals(0, train("first", Map.of(), few).code());
        assertEquals(0, train("second", Map.of(), few).code());
        Path model = run("first").resolve("model.safetensors");
        assertEquals(-1, Files.mismatch(model, run("second").resolve("model.safetensors")));
        Ended tested = launch("test", "tested", Map.of(),
                Map.of("dnn.device", "cuda", "dnn.weights", model.toString()));
        assertEquals(0, tested.code(), tested.said());
        String json = Files.readString(run("first").resolve("run.json"));
        Matcher after = Pattern.compile("test auc +([0-9.]+)").matcher(tested.said());
        Matcher before = Pattern.compile("\"auc\": ?([0-9.]+)").matcher(json);
        assertTrue(after.find() && before.find(), tested.said() + json);
        assertEquals(Double.parseDouble(before.group(1)), Double.parseDouble(after.group(1)), 5e-5);
    }

    /** By the binding, and without one: the version that a machine has decides. */
    @ParameterizedTest
    @ValueSource(strings = {"12", "13"})
    void multipliesByCublas(String version) throws IOException {
        Path libraries = card.cublas(folder.resolve("cublas" + version), version);
        Map<String, String> there = Map.of("LD_LIBRARY_PATH", libraries.toString());
        Ended ended = train("by" + version, there, Map.of("dnn.device", "cuda"));
        assertEquals(0, ended.code(), ended.said());
        assertTrue(ended.said().contains("(sm_90), products by libcublas.so." + version + "\n"), ended.said());
        assertEquals(0, train("beside" + version, Map.of(), Map.of("dnn.device", "cpu")).code());
        assertLosses(losses("beside" + version), losses("by" + version), 1e-4);
        String setup = Files.readString(run("by" + version).resolve("run.json"));
        assertTrue(number(setup, "workspace_bytes") > 32 << 20, "the library works in memory that is counted");
        Ended failed = train("fails" + version,
                Map.of("LD_LIBRARY_PATH", libraries.toString(), "PRETEND_CUBLAS", "cublasGemmEx"),
                Map.of("dnn.device", "cuda"));
        assertEquals(1, failed.code(), failed.said());
        assertTrue(failed.said().contains("error: libcublas.so." + version
                + ": cublasGemmEx says CUBLAS_STATUS_EXECUTION_FAILED"), failed.said());
    }

    /** Factors of fewer bits give losses that are near, and not the same. */
    @ParameterizedTest
    @ValueSource(strings = {"tf32", "bf16"})
    void computesAsExactlyAsItMust(String precision) throws IOException {
        Path less = classes(precision, NET.replace("device: auto", "precision: " + precision));
        Path libraries = card.cublas(folder.resolve("cublas-" + precision), "12");
        Ended ended = card.run(Map.of("LD_LIBRARY_PATH", libraries.toString()),
                Map.of("dnn.device", "cuda", "dnn.epochs", "1", "dnn.runs",
                        folder.resolve("in-" + precision).toString()),
                List.of(less), Launch.class, "train", precision + ".OnCard");
        assertEquals(0, ended.code(), ended.said());
        assertTrue(ended.said().contains(", products by libcublas.so.12 in " + precision + "\n"), ended.said());
        assertEquals(0, train("exactly-" + precision, Map.of(), Map.of("dnn.device", "cpu", "dnn.epochs", "1")).code());
        List<Double> exact = losses("exactly-" + precision);
        List<Double> found = losses("in-" + precision);
        assertLosses(exact, found, precision.equals("tf32") ? 2e-3 : 2e-2);
        assertNotEquals(exact.getLast(), found.getLast(), 1e-6);
    }

    /** The factors of large products are bfloat16, by whomever they are multiplied. */
    @Test
    void multipliesLargeFactorsAsBfloat16() throws IOException {
        String text = """
                data Wide {
                  source: generate(rows: 732)
                  input  x: float[2]  = uniform(-1, 1)
                  target total: float = sum(x)
                  split:  random(train: 70%, test: 30%)
                }
                model Net(x: Wide.x) -> y: [1] { x -> Linear(256) -> relu -> Linear(256) -> relu -> Linear(1) }
                train OnCard {
                  model: Net(Wide.x); loss: mse(y, Wide.total); optimizer: SGD(lr: 0.05); epochs: 1; batch: all; precision: bf16
                }
                train Wild {
                  model: Net(Wide.x); loss: mse(y, Wide.total); optimizer: SGD(lr: 1e30); epochs: 9; batch: all; precision: bf16
                }
                """;
        Path wide = classes("wide", text);
        Path libraries = card.cublas(folder.resolve("cublas-wide"), "13");
        Map<String, Map<String, String>> machines = Map.of("alone", Map.of(), "old",
                Map.of("LD_LIBRARY_PATH", libraries.toString(), "PRETEND_MAJOR", "7", "PRETEND_MINOR", "5"), "cuda",
                Map.of("LD_LIBRARY_PATH", libraries.toString()), "cpu", Map.of());
        for (String where : List.of("cuda", "cpu", "alone", "old")) {
            Ended ended = card.run(Objects.requireNonNull(machines.get(where)),
                    Map.of("dnn.device", where.equals("cpu") ? "cpu" : "cuda",
                            "dnn.runs", folder.resolve("wide-" + where).toString()),
                    List.of(wide), Launch.class, "train", "wide.OnCard");
            assertEquals(0, ended.code(), ended.said());
            assertEquals(where.equals("old"), ended.said().contains(", slow in bf16, which cards have from sm_80 on"),
                    ended.said());
        }
        List<Double> exact = losses("wide-cpu");
        List<Double> found = losses("wide-cuda");
        assertLosses(exact, found, 2e-2);
        assertNotEquals(exact.getLast(), found.getLast(), 1e-7);
        // The order of the sums differs, and so, here and there, which bfloat16 is the nearest.
        assertLosses(found, losses("wide-alone"), 1e-3);
        assertEquals(losses("wide-alone"), losses("wide-old"), "the same kernels multiply");
        assertNamedAsOnTheProcessors(wide, "wide.Wild");
    }

    private static void assertLosses(List<Double> expected, List<Double> found, double relative) {
        assertEquals(expected.size(), found.size());
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i), found.get(i), relative * Math.abs(expected.get(i)));
        }
    }

    @Test
    void autoTakesTheCardThatIsThere() {
        Ended ended = train("auto", Map.of(), Map.of("dnn.epochs", "1"));
        assertEquals(0, ended.code(), ended.said());
        assertTrue(ended.said().contains("device: GPU, Pretend H200 (sm_90), without cuBLAS\n"), ended.said());
    }

    /** A card, what is asked for, and what the user is told. */
    private void refused(String sentence, Map<String, String> environment, String device) {
        Ended ended = train("refused", environment, Map.of("dnn.device", device, "dnn.epochs", "1"));
        assertEquals(1, ended.code(), ended.said());
        assertEquals("error: " + sentence,
                ended.said().lines().filter(l -> l.startsWith("error: ")).findFirst().orElse(""),
                ended.said());
        assertFalse(ended.said().contains("\tat "), ended.said());
        Ended auto = train("refused", environment, Map.of("dnn.epochs", "1"));
        assertEquals(0, auto.code(), auto.said());
        String why = sentence.replaceFirst(".*, but ", "").replaceFirst("; dnn:doctor.*", "");
        assertTrue(
                auto.said().lines().anyMatch(l -> l.startsWith("device: CPU, ") && l.endsWith("(no GPU: " + why + ")")),
                auto.said());
    }

    private static String said(String why) {
        return "OnCard is to run on device cuda, but " + why
                + "; dnn:doctor says more, and -Ddnn.device=auto takes the CPU where there is no GPU";
    }

    @Test
    void aMachineWithoutADriverIsNamed() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        refused(said("there is no driver"), Map.of("LD_LIBRARY_PATH", empty.toString()), "cuda");
    }

    @Test
    void aDriverThatIsTooOldIsNamed() {
        refused(said("the driver serves CUDA 11.4, and 12.0 is needed"), Map.of("PRETEND_VERSION", "11040"), "cuda");
    }

    @Test
    void aDriverThatRefusesIsQuoted() {
        refused(said("cuInit says an error (100)"), Map.of("PRETEND_INIT", "100"), "cuda");
    }

    @Test
    void aCardThatIsTooOldIsNamed() {
        refused(said("no card is of an architecture from sm_75 on"), Map.of("PRETEND_MAJOR", "6"), "cuda");
    }

    @Test
    void aCompilerForKernelsThatLacksIsNamed() throws IOException {
        Path alone = Files.createDirectories(folder.resolve("alone"));
        Files.copy(folder.resolve("libcuda.so.1"), alone.resolve("libcuda.so.1"));
        refused(said(
                "neither libnvrtc.so.13 nor libnvrtc.so.12 is where libraries are looked for, of a version that the driver serves"),
                Map.of("LD_LIBRARY_PATH", alone.toString()), "cuda");
    }

    /** A compiler that is older than the card makes what the driver goes on with. */
    @Test
    void aCardThatIsNewerThanTheCompilerServes() {
        Ended ended = train("newer", Map.of("PRETEND_MAJOR", "12"), Map.of("dnn.device", "cuda", "dnn.epochs", "1"));
        assertEquals(0, ended.code(), ended.said());
        assertTrue(ended.said().contains("device: GPU, Pretend H200 (sm_120), "), ended.said());
    }

    /** A driver for CUDA 12 does not serve the libraries of 13. */
    @Test
    void librariesThatAreTooNewForTheDriverAreLeft() throws IOException {
        Path libraries = card.cublas(folder.resolve("too-new"), "13");
        Ended ended = train("too-new", Map.of("LD_LIBRARY_PATH", libraries.toString(), "PRETEND_VERSION", "12060"),
                Map.of("dnn.device", "cuda", "dnn.epochs", "1"));
        assertEquals(0, ended.code(), ended.said());
        assertTrue(ended.said().contains(", without cuBLAS\n"), ended.said());
    }

    @Test
    void aCardThatIsNotThereIsNamed() {
        Ended ended = train("other", Map.of(), Map.of("dnn.device", "cuda(3)"));
        assertEquals(1, ended.code());
        assertTrue(ended.said()
                .contains("error: OnCard is to run on device cuda(3), but the driver knows one card, of which "
                        + "the first is number 0; "),
                ended.said());
    }

    private void fails(String sentence, Map<String, String> environment, String runs) {
        Ended ended = train(runs, environment, Map.of("dnn.device", "cuda", "dnn.epochs", "6"));
        assertEquals(1, ended.code(), ended.said());
        assertTrue(ended.said().lines().anyMatch(l -> l.matches("error: " + sentence)), ended.said());
        assertFalse(ended.said().contains("\tat "), ended.said());
    }

    @Test
    void aCardThatIsTooSmallIsToldBeforeAnythingIsAllocated() {
        fails("OnCard takes 289 KiB, and Pretend H200 has 19\\.5 KiB for it; no batch fits \\(of 16: .*, workspace 263 KiB\\)",
                Map.of("PRETEND_MEMORY", Long.toString(RESERVE + 20_000)), "small");
    }

    /** Where the user leaves the choice, the CPU takes what a card has no room for; memory that others use counts. */
    @Test
    void autoTakesTheProcessorsWhereTheCardHasNoRoom() {
        Ended ended = train("no-room", Map.of("PRETEND_FREE", Long.toString(RESERVE + 20_000)),
                Map.of("dnn.epochs", "1"));
        assertEquals(0, ended.code(), ended.said());
        assertTrue(ended.said().lines().anyMatch(l -> l.startsWith("device: CPU, ")
                && l.endsWith("(no GPU: OnCard takes 289 KiB, and Pretend H200 has 19.5 KiB for it)")), ended.said());
    }

    /** The same bits, whether all data are there or the rows of two batches. */
    @Test
    void dataThatDoNotFitAreStreamed() throws IOException {
        Path all = folder.resolve("resident").resolve("Streamed/1");
        Path few = folder.resolve("streamed").resolve("Streamed/1");
        Map<String, String> settings = Map.of("dnn.device", "cuda", "dnn.runs", folder.resolve("resident").toString());
        Ended resident = card.run(Map.of(), settings, List.of(classes), Launch.class, "train", "on_card.Streamed");
        assertEquals(0, resident.code(), resident.said());
        assertFalse(resident.said().contains("streamed"), resident.said());
        Path log = folder.resolve("streamed.log");
        Ended streamed = card.run(
                Map.of("PRETEND_LOG", log.toString(), "PRETEND_MEMORY", Long.toString(RESERVE + bytes(all) - 1)),
                Map.of("dnn.device", "cuda", "dnn.runs", folder.resolve("streamed").toString()), List.of(classes),
                Launch.class, "train", "on_card.Streamed");
        assertEquals(0, streamed.code(), streamed.said());
        assertTrue(streamed.said().contains(", data streamed\n"), streamed.said());
        assertEquals(-1, Files.mismatch(all.resolve("model.safetensors"), few.resolve("model.safetensors")));
        Map<String, Long> calls = PretendedCard.log(log);
        assertEquals(bytes(few), calls.get("most"));
        assertEquals(0, calls.get("left"));
        long batches = 3 * 33 + 4;
        assertEquals(3 * batches, calls.get("cuMemcpyHtoDAsync_v2"), "two columns and the batch");
    }

    /** What a run says that it takes on the card. */
    private static long bytes(Path run) throws IOException {
        String setup = Files.readString(run.resolve("run.json"));
        return Stream.of("arena_bytes", "data_bytes", "workspace_bytes").mapToLong(n -> number(setup, n)).sum();
    }

    @Test
    void memoryThatOthersTakeMeanwhileIsNamed() {
        fails("the training takes \\d+ bytes of Pretend H200, and 151397597184 of its 151397597184 are free; nvidia-smi shows who "
                + "uses the others", Map.of("PRETEND_FAIL", "cuMemAlloc_v2:1:2"), "taken");
    }

    @Test
    void aKernelThatDoesNotStartIsNamed() {
        fails("the GPU failed while starting \\w+: unspecified launch failure, CUDA_ERROR_LAUNCH_FAILED; .*",
                Map.of("PRETEND_FAIL", "cuLaunchKernel:9:719"), "launch");
    }

    /** The checkpoint of the last second is whole, and the run goes on from it. */
    @Test
    void aCardThatIsLostLeavesACheckpoint() throws IOException {
        Map<String, String> settings = Map.of("dnn.device", "cuda", "dnn.epochs", "6", "dnn.checkpointSeconds", "0");
        Ended lost = launch("train", "lost", Map.of("PRETEND_LOST", "cuGraphLaunch:18"), settings);
        assertEquals(1, lost.code(), lost.said());
        assertTrue(lost.said().contains("error: the GPU failed while starting a step: unspecified launch failure, "
                + "CUDA_ERROR_LAUNCH_FAILED; "), lost.said());
        assertTrue(lost.said().contains("-Ddnn.resume=true"), lost.said());
        Map<String, String> again = new HashMap<>(settings);
        again.put("dnn.resume", "true");
        assertEquals(0, launch("train", "lost", Map.of(), again).code());
        assertEquals(0, launch("train", "whole", Map.of(), settings).code());
        assertEquals(-1,
                Files.mismatch(run("whole").resolve("model.safetensors"), run("lost").resolve("model.safetensors")));
    }

    @Test
    void aKernelFileThatIsDamagedIsMadeAgain() throws IOException {
        Path cache = folder.resolve("damaged-kernels");
        Map<String, String> settings = Map.of("dnn.device", "cuda", "dnn.epochs", "1", "dnn.cache", cache.toString());
        Ended first = train("damaged", Map.of(), settings);
        assertTrue(first.said().contains("compiled OnCardStep.cu for sm_90 in "), first.said());
        Ended second = train("damaged", Map.of(), settings);
        assertFalse(second.said().contains("compiled "), second.said());
        try (Stream<Path> files = Files.list(cache)) {
            for (Path file : files.toList()) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length / 2]++;
                Files.write(file, bytes);
            }
        }
        Ended third = train("damaged", Map.of(), settings);
        assertEquals(0, third.code(), third.said());
        assertEquals(2, third.said().lines().filter(l -> l.endsWith(".cubin is damaged, and made again")).count(),
                third.said());
        assertFalse(train("damaged", Map.of(), settings).said().contains("damaged, and"));
    }

    @Test
    void aFolderForKernelsThatCannotBeWrittenIsNoObstacle() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        Ended ended = train("unwritable", Map.of(),
                Map.of("dnn.device", "cuda", "dnn.epochs", "1", "dnn.cache", file.resolve("kernels").toString()));
        assertEquals(0, ended.code(), ended.said());
        assertTrue(ended.said().contains("kernels are not kept for the next run: "), ended.said());
    }

    /** A large training has its copy to go back to in the host's memory, and not of each stretch; here a step is one. */
    @Test
    void aLargeTrainingGoesBackByWayOfTheHost() throws IOException {
        Ended ended = card.run(Map.of(),
                Map.of("dnn.device", "cuda", "dnn.runs", folder.resolve("heavy").toString()),
                List.of(classes), Launch.class, "train", "on_card.Heavy");
        assertEquals(1, ended.code(), ended.said());
        Matcher step = Pattern.compile("error: on_card.dnn:\\d+: in step (\\d+), ").matcher(ended.said());
        assertTrue(step.find(), ended.said());
        Path run = folder.resolve("heavy").resolve("Heavy").resolve("1");
        int before = Integer.parseInt(step.group(1)) - 1;
        assertTrue(before >= 3, ended.said());
        assertArrayEquals(tensors(run.resolve("step-" + before + ".safetensors")),
                tensors(run.resolve("checkpoint.safetensors")));
    }

    /** The tensors of a file, without what is said of them. */
    private static byte[] tensors(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        long header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return Arrays.copyOfRange(bytes, (int) (8 + header), bytes.length);
    }

    @Test
    void theValueThatIsNotFiniteIsNamedAsOnTheProcessors() {
        assertNamedAsOnTheProcessors(classes, "on_card.Wild");
    }

    private static void assertNamedAsOnTheProcessors(Path from, String training) {
        List<String> said = Stream.of("cuda", "cpu").map(device -> {
            Ended ended = card.run(Map.of(),
                    Map.of("dnn.device", device, "dnn.runs", folder.resolve(device).toString()),
                    List.of(from), Launch.class, "train", training);
            assertEquals(1, ended.code(), ended.said());
            return ended.said().lines().filter(l -> l.startsWith("error: ")).findFirst().orElse("nothing")
                    .replaceFirst(" is in .*", "");
        }).toList();
        assertTrue(said.getFirst().matches("error: " + training.replace(".Wild", ".dnn") + ":\\d+: in step \\d+, .*"),
                said.getFirst());
        assertEquals(said.getFirst(), said.getLast());
    }
}
