package org.dnn.compiler.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.dnn.compiler.Generated;
import org.dnn.compiler.MachineForm;
import org.dnn.runtime.cpu.CpuSession;
import org.dnn.runtime.cpu.CpuTraining;
import org.dnn.runtime.cpu.Form;
import org.dnn.runtime.data.Column;
import org.dnn.runtime.data.FloatColumn;
import org.dnn.runtime.data.IdxFile;
import org.dnn.runtime.device.Batches;
import org.dnn.runtime.device.Stretch;
import org.dnn.runtime.file.Safetensors;
import org.dnn.runtime.file.Tensor;
import org.dnn.runtime.train.Clock;
import org.dnn.runtime.train.TensorSetup;
import org.dnn.runtime.train.TrainingProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole trainings from the same weights on the same rows in the same order as PyTorch's, step by step. */
class TrainingParityTest {
    /**
     * A centered RMSprop subtracts two almost equal averages: the same run in float64 is 7e-5 away from PyTorch's float32
     * after 20 steps and 5e-3 after 40.
     */
    private static final int STEPS_BEFORE_DRIFT = 20;
    private static final String CUBE = """
            data D { source: generate(rows: 700); input x: float[3] = uniform(0, 1); target y: float[3] = x }
            model M(x: D.x) -> y: [3] { x -> Linear(5) -> relu -> Linear(5) -> relu -> Linear(5) -> relu -> Linear(3) }
            train T { model: M(D.x); loss: mse(y, D.y); optimizer: %s; epochs: 1; batch: %d }
            """;
    private static final String DIABETES = """
            data D { source: generate(rows: 537); input x: float[8] = uniform(0, 1); target y: bool = sum(x) > 4 }
            model M(x: D.x) -> risk: probability {
              x -> Linear(32) -> sigmoid -> Linear(8) -> sigmoid -> Linear(4) -> sigmoid -> Linear(1) -> sigmoid
            }
            train T { model: M(D.x); loss: bce(risk, D.y); optimizer: %s; epochs: 1; batch: %d }
            """;
    private static final String OPTIMIZER = """
            data D { source: generate(rows: 256); input x: float[8] = uniform(0, 1); target y: bool = sum(x) > 4 }
            model M(x: D.x) -> logit: [1] { x -> Linear(16) -> tanh -> Linear(4) -> tanh -> Linear(1) }
            train T { model: M(D.x); loss: bce_with_logits(logit, D.y); optimizer: %s; epochs: 1; batch: %d }
            """;
    private static final String DIGITS = """
            data D {
              source: mnist()
              input image: u8[1, 28, 28] -> scale(1 / 255) -> normalize(mean: 0.1307, std: 0.3081)
              target digit: class(10)
            }
            block ConvBn(x: [C, H, W], filters: int, stride: int = 1) -> [filters, ceil(H / stride), ceil(W / stride)] {
              x -> Conv2d(filters, kernel: 3, stride: stride, padding: 1, bias: false) -> BatchNorm
            }
            block Residual(x: [C, H, W], filters: int = C, stride: int = 1)
                -> [filters, ceil(H / stride), ceil(W / stride)] {
              body = x -> ConvBn(filters, stride: stride) -> relu -> ConvBn(filters)
              skip = if stride == 1 and filters == C then x
                     else x -> Conv2d(filters, kernel: 1, stride: stride, bias: false) -> BatchNorm
              body + skip -> relu
            }
            model M(image: D.image) -> logits: [10] { BODY }
            train T { model: M(D.image); loss: cross_entropy(logits, D.digit); optimizer: %s; epochs: 1; batch: %d }
            """;
    private static final String MLP = """
            image -> flatten -> Linear(512) -> relu -> Linear(256) -> relu -> Linear(128) -> relu -> Linear(64) -> relu
              -> Linear(10)""";
    private static final String LENET = """
            image -> Conv2d(6, kernel: 5, padding: 2) -> relu -> MaxPool2d(2) -> Conv2d(16, kernel: 5) -> relu
              -> MaxPool2d(2) -> flatten -> Linear(120) -> relu -> Linear(84) -> relu -> Linear(10)""";
    private static final String RESNET = """
            image -> ConvBn(8) -> relu -> Residual() -> Residual(16, stride: 2) -> global_avg_pool -> Linear(10)""";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            octant-sgd | 700 | SGD(lr: 0.01)
            diabetes-bgd-adam | 537 | Adam(lr: 0.005)
            diabetes-minibatch-adam | 128 | Adam(lr: 0.005)
            digits-mlp | 64 | SGD(lr: 0.01, momentum: 0.5)
            digits-lenet | 64 | SGD(lr: 0.01, momentum: 0.5)
            digits-resnet | 64 | SGD(lr: 0.05, momentum: 0.9, nesterov: true, weight_decay: 5e-4)
            optimizer-sgd | 64 | SGD(lr: 0.1)
            optimizer-sgd-momentum | 64 | SGD(lr: 0.1, momentum: 0.9)
            optimizer-sgd-dampening | 64 | SGD(lr: 0.1, momentum: 0.9, dampening: 0.5)
            optimizer-sgd-nesterov-wd | 64 | SGD(lr: 0.1, momentum: 0.9, nesterov: true, weight_decay: 0.001)
            optimizer-adam | 64 | Adam(lr: 0.01)
            optimizer-adam-wd | 64 | Adam(lr: 0.01, weight_decay: 0.01)
            optimizer-adam-amsgrad | 64 | Adam(lr: 0.01, amsgrad: true)
            optimizer-adamw | 64 | AdamW(lr: 0.01, weight_decay: 0.05)
            optimizer-rmsprop | 64 | RMSprop(lr: 0.01)
            optimizer-rmsprop-centered-momentum | 64 | RMSprop(lr: 0.01, centered: true, momentum: 0.9)
            optimizer-adagrad | 64 | Adagrad(lr: 0.05)
            """)
    void agreesStepByStep(String name, int batch, String optimizer) {
        String text = switch (name) {
            case "octant-sgd" -> network(CUBE, optimizer, batch);
            case "digits-mlp" -> network(DIGITS.replace("BODY", MLP), optimizer, batch);
            case "digits-lenet" -> network(DIGITS.replace("BODY", LENET), optimizer, batch);
            case "digits-resnet" -> network(DIGITS.replace("BODY", RESNET), optimizer, batch);
            default -> network(name.startsWith("diabetes") ? DIABETES : OPTIMIZER, optimizer, batch);
        };
        TrainingProgram program = Generated.of(text).make("T", TrainingProgram.class);
        agrees(name, batch, program, Form.VECTORS);
        assertTrue(((CpuTraining) program).hasMachineForm());
        if (MachineForm.isHere()) {
            agrees(name, batch, program, Form.MACHINE);
        }
    }

    private static void agrees(String name, int batch, TrainingProgram program, Form form) {
        boolean norm = name.equals("digits-resnet");
        Map<String, Tensor> expected = Safetensors.read(resource("train/" + name + ".safetensors")).tensors();
        Map<String, Column> columns = columns(expected);
        int rows = name.equals("digits-resnet") ? 128 : columns.values().iterator().next().rows();
        float[] losses = Objects.requireNonNull(expected.get("loss")).floats();
        boolean illConditioned = name.equals("optimizer-rmsprop-centered-momentum");
        if (illConditioned) {
            losses = Arrays.copyOf(losses, STEPS_BEFORE_DRIFT);
        }
        try (CpuSession session = new CpuSession((CpuTraining) program, program.setup().arena(), columns, batch, 1, 1,
                form)) {
            put(session, program, expected, "init.");
            double tolerance = norm ? 1e-3 : 1e-4;
            run(session, program, rows, batch, losses, tolerance, name);
            if (!illConditioned) {
                compareFinals(session, program, expected, tolerance);
            }
        }
    }

    private static String network(String text, String optimizer, int batch) {
        return text.formatted(optimizer, batch);
    }

    /**
     * The losses that PyTorch 1.13 comes to when it goes on from the 100 steps of {@code octant-sgd} to 1000, on the same
     * rows, each an epoch.
     */
    @Test
    void theCubeGoesTheSameWayForAThousandEpochs() {
        Map<String, Tensor> expected = Safetensors.read(resource("train/octant-sgd.safetensors")).tensors();
        TrainingProgram program = Generated.of(network(CUBE, "SGD(lr: 0.01)", 700)).make("T", TrainingProgram.class);
        Map<Integer, Double> losses = Map.of(1, 0.36223945021629333, 10, 0.3350686728954315, 100, 0.19914059340953827,
                1000, 0.16576135158538818);
        try (CpuSession session = new CpuSession((CpuTraining) program, program.setup().arena(), columns(expected), 700,
                1, 1, Form.VECTORS)) {
            put(session, program, expected, "init.");
            double[] found = losses(session, program, 700, 700, 1000);
            losses.forEach((epoch, loss) -> assertEquals(loss, found[epoch - 1], 1e-4 * loss, "epoch " + epoch));
        }
    }

    private static void run(CpuSession session, TrainingProgram program, int rows, int batch, float[] losses,
            double tolerance, String name) {
        double[] found = losses(session, program, rows, batch, losses.length);
        for (int step = 0; step < losses.length; step++) {
            assertEquals(losses[step], found[step], tolerance * Math.abs(losses[step]),
                    name + ", loss of step " + step);
        }
    }

    private static double[] losses(CpuSession session, TrainingProgram program, int rows, int batch, int steps) {
        int[] order = IntStream.range(0, rows).toArray();
        int stepsPerEpoch = Math.ceilDiv(rows, batch);
        int numbers = program.setup().arena().hyperparameters().length;
        Clock clock = new Clock(Math.ceilDiv(steps, stepsPerEpoch), stepsPerEpoch);
        double[] losses = new double[steps];
        for (int step = 0; step < steps; step++) {
            float[] hyperparameters = new float[numbers];
            clock.advanceTo(step);
            program.hyperparameters(clock, hyperparameters, 0);
            double[] reports = new double[program.setup().arena().stepReportFloats()];
            session.train(
                    new Stretch(step, 1, new Batches(order, batch), step % stepsPerEpoch, hyperparameters, reports));
            losses[step] = reports[0] / reports[1];
        }
        return losses;
    }

    private static Map<String, Column> columns(Map<String, Tensor> expected) {
        Map<String, Column> columns = new LinkedHashMap<>();
        Tensor x = expected.get("data.x");
        if (x != null) {
            Tensor y = Objects.requireNonNull(expected.get("data.y"));
            columns.put("x", new FloatColumn(x.floats(), (int) x.shape()[1]));
            columns.put("y", new FloatColumn(y.floats(), (int) y.shape()[1]));
        } else {
            columns.put("image", IdxFile.read(resource("digits640-images-idx3-ubyte.gz"), 3).column());
            columns.put("digit", IdxFile.read(resource("digits640-labels-idx1-ubyte.gz"), 1).column());
        }
        return columns;
    }

    /** PyTorch's tensors and ours stand in the same order; theirs also count batches. */
    private static List<Tensor> inOrder(Map<String, Tensor> expected, String prefix) {
        List<Tensor> tensors = new ArrayList<>();
        expected.forEach((name, tensor) -> {
            if (name.startsWith(prefix) && !name.endsWith("num_batches_tracked")) {
                tensors.add(tensor);
            }
        });
        return tensors;
    }

    private static List<TensorSetup> saved(TrainingProgram program) {
        return program.setup().tensors().stream()
                .filter(t -> t.role() == TensorSetup.Role.PARAMETER || t.role() == TensorSetup.Role.BUFFER).toList();
    }

    private static void put(CpuSession session, TrainingProgram program, Map<String, Tensor> expected, String prefix) {
        List<Tensor> tensors = inOrder(expected, prefix);
        List<TensorSetup> setups = saved(program);
        assertEquals(tensors.size(), setups.size());
        for (int i = 0; i < tensors.size(); i++) {
            session.write(setups.get(i).offset(), tensors.get(i).floats());
        }
    }

    private static void compareFinals(CpuSession session, TrainingProgram program, Map<String, Tensor> expected,
            double tolerance) {
        List<Tensor> tensors = inOrder(expected, "final.");
        List<TensorSetup> setups = saved(program);
        for (int i = 0; i < tensors.size(); i++) {
            float[] wanted = tensors.get(i).floats();
            float[] found = new float[wanted.length];
            session.read(setups.get(i).offset(), found);
            for (int j = 0; j < wanted.length; j++) {
                double distance = Math.abs(wanted[j] - found[j]);
                int element = j;
                String name = setups.get(i).pattern();
                assertTrue(distance <= tolerance * Math.max(1, Math.abs(wanted[j])),
                        () -> name + "[" + element + "] is " + found[element] + ", not " + wanted[element]);
            }
        }
    }

    private static Path resource(String name) {
        URL url = Objects.requireNonNull(TrainingParityTest.class.getResource("/parity/" + name), name);
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(name, e);
        }
    }
}
