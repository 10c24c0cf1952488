package org.dnn.compiler.parity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.dnn.compiler.Generated;
import org.dnn.compiler.MachineForm;
import org.dnn.compiler.ir.Tensor;
import org.dnn.compiler.model.Node;
import org.dnn.compiler.model.Schedule;
import org.dnn.compiler.model.Training;
import org.dnn.compiler.source.SourceFile;
import org.dnn.runtime.cpu.CpuSession;
import org.dnn.runtime.cpu.CpuTraining;
import org.dnn.runtime.cpu.Form;
import org.dnn.runtime.data.Column;
import org.dnn.runtime.data.FloatColumn;
import org.dnn.runtime.device.Batches;
import org.dnn.runtime.device.Stretch;
import org.dnn.runtime.train.Clock;
import org.dnn.runtime.train.TensorSetup;
import org.dnn.runtime.train.TrainingProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ten steps under every setting of every optimizer, against a plain implementation whose gradients are finite differences. */
class OptimizerTest {
    private static final int ROWS = 20;
    private static final int BATCH = 4;
    private static final int STEPS = 10;
    private static final double DIFFERENCE = 1e-5;
    private static final List<Training> TRAININGS = OptimizerCases.trainings();
    private static final Generated PROGRAMS = Generated.of(OptimizerCases.text());
    /** Of a layer, so that there is machine code that moves it. */
    private static final int MANY = 16;
    private static final List<Training> LARGER_TRAININGS = OptimizerCases.trainings(MANY);
    private static final Generated LARGER_PROGRAMS = Generated.of(OptimizerCases.text(MANY));

    static List<String> settings() {
        return OptimizerCases.SETTINGS;
    }

    @ParameterizedTest
    @MethodSource("settings")
    void movesParametersAsItsFormulaSays(String setting) {
        Training training = TRAININGS.get(OptimizerCases.SETTINGS.indexOf(setting));
        double[] x = numbers(new Random(1), ROWS * 3);
        double[] y = numbers(new Random(2), ROWS * 2);
        Map<String, double[]> expected = expected(training, x, y);
        for (Form form : List.of(Form.PLAIN, Form.VECTORS)) {
            Map<String, double[]> found = run(PROGRAMS, training, x, y, form);
            assertEquals(expected.keySet(), found.keySet());
            expected.forEach((name, numbers) -> {
                double[] own = Objects.requireNonNull(found.get(name));
                for (int i = 0; i < numbers.length; i++) {
                    assertEquals(numbers[i], own[i], 2e-5 + 1e-4 * Math.abs(numbers[i]),
                            setting + ": " + name + "[" + i + "]");
                }
            });
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void machineCodeMovesParametersToTheSameBits(String setting) {
        MachineForm.assumeHere();
        Training training = LARGER_TRAININGS.get(OptimizerCases.SETTINGS.indexOf(setting));
        double[] x = numbers(new Random(1), ROWS * 3);
        double[] y = numbers(new Random(2), ROWS * 2);
        Map<String, double[]> plain = run(LARGER_PROGRAMS, training, x, y, Form.PLAIN);
        Map<String, double[]> found = run(LARGER_PROGRAMS, training, x, y, Form.MACHINE);
        plain.forEach((name, numbers) -> assertArrayEquals(numbers, found.get(name), name));
    }

    /** A nest of points is no nest in a strip. */
    @Test
    void everyOptimizerHasMachineCode() {
        SourceFile file = new SourceFile("net.dnn", OptimizerCases.text(MANY));
        Map<String, String> sources = Generated.sources(List.of(file), Set.of());
        for (Training training : LARGER_TRAININGS) {
            String step = Objects.requireNonNull(sources.get("net/" + training.name() + "Step.java"));
            assertTrue(step.contains("(nests.ofPoints())"), step);
        }
    }

    private static double[] numbers(Random random, int count) {
        return IntStream.range(0, count).mapToDouble(_ -> (float) (2 * random.nextDouble() - 1)).toArray();
    }

    /** The same first weights for both. */
    private static Map<String, double[]> first(Training training) {
        Random random = new Random(3);
        Map<String, double[]> weights = new LinkedHashMap<>();
        training.network().weights().forEach(w -> weights.put(w.pattern(), numbers(random, (int) w.elements())));
        return weights;
    }

    private static Map<String, double[]> expected(Training training, double[] x, double[] y) {
        Map<String, double[]> weights = first(training);
        Map<String, PlainOptimizer> optimizers = new HashMap<>();
        for (int step = 0; step < STEPS; step++) {
            int from = step % (ROWS / BATCH) * BATCH;
            Map<String, double[]> gradients = gradients(training, weights,
                    Arrays.copyOfRange(x, from * 3, (from + BATCH) * 3),
                    Arrays.copyOfRange(y, from * 2, (from + BATCH) * 2));
            clip(training, gradients);
            for (String name : weights.keySet()) {
                optimizers.computeIfAbsent(name, _ -> new PlainOptimizer(training.optimizer().entry().name(),
                        training.optimizer().arguments())).move(Objects.requireNonNull(weights.get(name)),
                                Objects.requireNonNull(gradients.get(name)), now(training, name, step));
            }
        }
        return weights;
    }

    private static PlainOptimizer.Now now(Training training, String name, int step) {
        Training.Optimizer optimizer = training.optimizer();
        boolean exempt = (name.endsWith(".bias") && optimizer.exempt().contains("bias"))
                || (name.startsWith("norm.") && optimizer.exempt().contains("norm"));
        return new PlainOptimizer.Now(step + 1, at(optimizer.learningRate(), step),
                optimizer.momentum().map(m -> at(m, step)).orElse(0.0),
                exempt ? 0 : at(optimizer.weightDecay(), step));
    }

    /** A setting that stays, or moves along one piece. */
    private static double at(Schedule schedule, int step) {
        if (schedule instanceof Schedule.Constant constant) {
            return constant.value();
        }
        Schedule.Piece piece = ((Schedule.Pieces) schedule).pieces().getFirst();
        double share = Math.min(1, step / piece.over().orElseThrow().amount().toDouble());
        double moved = piece.curve().equals("linear") ? share : (1 - Math.cos(Math.PI * share)) / 2;
        return piece.from() + (piece.to() - piece.from()) * moved;
    }

    private static void clip(Training training, Map<String, double[]> gradients) {
        training.clip().ifPresent(clip -> {
            double norm = Math.sqrt(
                    gradients.values().stream().flatMapToDouble(Arrays::stream).map(g -> g * g).sum());
            for (double[] gradient : gradients.values()) {
                Arrays.setAll(gradient, i -> clip.byNorm()
                        ? gradient[i] * Math.min(1, clip.limit() / (norm + 1e-6))
                        : Math.clamp(gradient[i], -clip.limit(), clip.limit()));
            }
        });
    }

    private static Map<String, double[]> gradients(Training training, Map<String, double[]> weights, double[] x,
            double[] y) {
        Map<String, double[]> gradients = new LinkedHashMap<>();
        weights.forEach((name, numbers) -> {
            double[] gradient = new double[numbers.length];
            for (int i = 0; i < gradient.length; i++) {
                double now = numbers[i];
                numbers[i] = now + DIFFERENCE;
                double above = loss(training, weights, x, y);
                numbers[i] = now - DIFFERENCE;
                gradient[i] = (above - loss(training, weights, x, y)) / (2 * DIFFERENCE);
                numbers[i] = now;
            }
            gradients.put(name, gradient);
        });
        return gradients;
    }

    private static double loss(Training training, Map<String, double[]> weights, double[] x, double[] y) {
        Tensor value = new Tensor(new int[]{BATCH, 3}, x);
        for (Node node : training.network().nodes()) {
            if (node instanceof Node.Layer layer) {
                value = PlainLayers.of(layer.entry().name(), layer.arguments(), layer.path(), weights, value, true)
                        .out();
            }
        }
        return PlainLosses.of("mse", training.loss().arguments(), value.numbers(), y, BATCH);
    }

    private static Map<String, double[]> run(Generated programs, Training training, double[] x, double[] y, Form form) {
        TrainingProgram program = programs.make(training.name(), TrainingProgram.class);
        Map<String, Column> columns = Map.of("x", new FloatColumn(floats(x), 3), "y", new FloatColumn(floats(y), 2));
        Clock clock = new Clock(2, ROWS / BATCH);
        int numbers = program.setup().arena().hyperparameters().length;
        try (CpuSession session = new CpuSession((CpuTraining) program, program.setup().arena(), columns, BATCH, 1, 1,
                form)) {
            start(program, training, session);
            for (int step = 0; step < STEPS; step++) {
                float[] hyperparameters = new float[numbers];
                clock.advanceTo(step);
                program.hyperparameters(clock, hyperparameters, 0);
                session.train(new Stretch(step, 1, new Batches(IntStream.range(0, ROWS).toArray(), BATCH),
                        step % (ROWS / BATCH), hyperparameters,
                        new double[program.setup().arena().stepReportFloats()]));
            }
            return parameters(program, session);
        }
    }

    private static void start(TrainingProgram program, Training training, CpuSession session) {
        Map<String, double[]> first = first(training);
        for (TensorSetup tensor : program.setup().tensors()) {
            double[] given = first.get(tensor.pattern());
            session.write(tensor.offset(),
                    given != null ? floats(given) : tensor.fill().values(1, tensor.pattern(), tensor.shape()));
        }
    }

    private static Map<String, double[]> parameters(TrainingProgram program, CpuSession session) {
        Map<String, double[]> found = new LinkedHashMap<>();
        for (TensorSetup tensor : program.setup().tensors()) {
            if (tensor.role() == TensorSetup.Role.PARAMETER) {
                float[] values = new float[tensor.elements()];
                session.read(tensor.offset(), values);
                found.put(tensor.pattern(),
                        IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray());
            }
        }
        return found;
    }

    private static float[] floats(double[] numbers) {
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return floats;
    }
}
