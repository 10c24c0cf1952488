package org.dnn.compiler.parity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.dnn.compiler.Generated;
import org.dnn.compiler.catalog.Arguments.Initialiser;
import org.dnn.compiler.model.Node;
import org.dnn.runtime.train.TensorSetup;
import org.dnn.runtime.train.TrainingProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** First weights come from the distribution that PyTorch's documentation names, with its bounds or its deviation. */
class InitialiserTest {
    /** What the weights of a layer must be. */
    sealed interface Expected {
        record Uniform(double low, double high) implements Expected {}

        record Normal(double mean, double deviation) implements Expected {}

        record Constant(double value) implements Expected {}

        record Orthogonal(double gain) implements Expected {}
    }

    /**
     * A layer of 60 inputs and 40 outputs, or a convolution of 6 channels with 8 filters of 3 × 5.
     *
     * @param init as it is written; the default where empty
     */
    record Case(String init, boolean image, Expected expected) {
        @Override
        public String toString() {
            return (image ? "Conv2d " : "Linear ") + init;
        }
    }

    private static final int IN = 60;
    private static final int OUT = 40;
    private static final int IMAGE_IN = 6 * 15;
    private static final int IMAGE_OUT = 8 * 15;
    /** PyTorch's table of {@code calculate_gain}. */
    private record Gain(String of, double gain) {}
    private static final List<Gain> GAINS = List.of(new Gain("linear", 1), new Gain("sigmoid", 1),
            new Gain("tanh", 5 / 3.0), new Gain("leaky_relu", Math.sqrt(2 / (1 + 0.0001))), new Gain("selu", 0.75));
    private static final List<Double> SLOPES = List.of(0.25, 0.1, -0.5);
    private static final List<Case> CASES = cases();
    private static final List<TensorSetup> TENSORS = Generated.of(text()).make("T", TrainingProgram.class).setup()
            .tensors();

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (boolean image : List.of(false, true)) {
            double in = image ? IMAGE_IN : IN;
            double out = image ? IMAGE_OUT : OUT;
            cases.add(symmetric("", image, 1 / Math.sqrt(in)));
            cases.add(symmetric("xavier_uniform", image, Math.sqrt(6 / (in + out))));
            cases.add(symmetric("xavier_uniform(gain: 2)", image, 2 * Math.sqrt(6 / (in + out))));
            cases.add(symmetric("xavier_uniform(gain: 0.5)", image, 0.5 * Math.sqrt(6 / (in + out))));
            cases.add(normal("xavier_normal", image, Math.sqrt(2 / (in + out))));
            cases.add(normal("xavier_normal(gain: 2)", image, 2 * Math.sqrt(2 / (in + out))));
            cases.add(normal("xavier_normal(gain: 0.5)", image, 0.5 * Math.sqrt(2 / (in + out))));
            cases.add(symmetric("kaiming_uniform", image, Math.sqrt(6 / in)));
            cases.add(symmetric("kaiming_uniform(mode: fan_out)", image, Math.sqrt(6 / out)));
            cases.add(normal("kaiming_normal", image, Math.sqrt(2 / in)));
            cases.add(normal("kaiming_normal(mode: fan_out)", image, Math.sqrt(2 / out)));
            cases.add(new Case("orthogonal", image, new Expected.Orthogonal(1)));
        }
        for (Gain gain : GAINS) {
            cases.add(symmetric("kaiming_uniform(nonlinearity: " + gain.of() + ")", false,
                    gain.gain() * Math.sqrt(3.0 / IN)));
            cases.add(normal("kaiming_normal(nonlinearity: " + gain.of() + ")", false,
                    gain.gain() / Math.sqrt(IN)));
        }
        cases.add(new Case("uniform", false, new Expected.Uniform(0, 1)));
        cases.add(new Case("uniform(-2, 0.5)", false, new Expected.Uniform(-2, 0.5)));
        cases.add(new Case("uniform(from: -1, to: 3)", true, new Expected.Uniform(-1, 3)));
        cases.add(new Case("normal", false, new Expected.Normal(0, 1)));
        cases.add(new Case("normal(0.5, 0.1)", false, new Expected.Normal(0.5, 0.1)));
        cases.add(new Case("normal(mean: -1, std: 2)", true, new Expected.Normal(-1, 2)));
        cases.add(new Case("constant(0.25)", false, new Expected.Constant(0.25)));
        cases.add(new Case("constant(-3)", true, new Expected.Constant(-3)));
        cases.add(new Case("orthogonal(gain: 2)", false, new Expected.Orthogonal(2)));
        cases.add(new Case("orthogonal(gain: 0.5)", false, new Expected.Orthogonal(0.5)));
        return cases;
    }

    private static Case symmetric(String init, boolean image, double bound) {
        return new Case(init, image, new Expected.Uniform(-bound, bound));
    }

    private static Case normal(String init, boolean image, double deviation) {
        return new Case(init, image, new Expected.Normal(0, deviation));
    }

    /** All layers side by side in one network. */
    private static String text() {
        StringBuilder layers = new StringBuilder();
        StringBuilder sums = new StringBuilder();
        for (int i = 0; i < CASES.size(); i++) {
            Case one = CASES.get(i);
            String init = one.init().isEmpty() ? "" : ", init: " + one.init();
            layers.append(String.format(Locale.ROOT, one.image()
                    ? "  v%d = image -> Conv2d(8, kernel: [3, 5]%s) -> flatten -> Linear(1)%n"
                    : "  v%d = x -> Linear(40%s) -> relu -> Linear(1)%n", i, init));
            sums.append(i == 0 ? "" : " + ").append('v').append(i);
        }
        for (int i = 0; i < SLOPES.size(); i++) {
            layers.append("  p%d = x -> PReLU(init: %s) as slope%d -> Linear(1)%n".formatted(i, SLOPES.get(i), i));
            sums.append(" + p").append(i);
        }
        return """
                data D {
                  source: generate(rows: 4); input x: float[60] = uniform(0, 1)
                  input image: float[6, 3, 5] = uniform(0, 1); target y: float = 0
                }
                model M(x: D.x, image: D.image) -> output: [1] {
                %s  %s
                }
                train T { model: M(D.x, D.image); loss: mse(output, D.y); optimizer: SGD(lr: 1); epochs: 1; batch: 4 }
                """.formatted(layers, sums);
    }

    static List<OperationCase.Call> calls() {
        List<OperationCase.Call> calls = new ArrayList<>();
        for (Node node : CheckedText.of(text()).trainings().getFirst().network().nodes()) {
            if (node instanceof Node.Layer layer && layer.arguments().has("init")) {
                calls.add(new OperationCase.Call(layer.entry(), layer.arguments()));
                if (layer.arguments().get("init") instanceof Initialiser given) {
                    calls.add(new OperationCase.Call(given.entry(), given.arguments()));
                }
            }
        }
        return calls;
    }

    /** The tensor of the case's layer, which is the larger of the two weights in its line. */
    private static TensorSetup tensor(Case one) {
        List<TensorSetup> large = TENSORS.stream().filter(t -> t.pattern().endsWith("weight") && t.shape()[0] > 1)
                .toList();
        return large.get(CASES.indexOf(one));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void drawsFromItsDistribution(Case one) {
        TensorSetup tensor = tensor(one);
        float[] values = tensor.fill().values(1, tensor.pattern(), tensor.shape());
        assertEquals(one.image() ? 8 * IMAGE_IN : IN * OUT, values.length);
        switch (one.expected()) {
            case Expected.Uniform uniform -> isUniform(values, uniform.low(), uniform.high());
            case Expected.Normal normal -> isNormal(values, normal.mean(), normal.deviation());
            case Expected.Constant constant -> {
                for (float value : values) {
                    assertEquals((float) constant.value(), value);
                }
            }
            case Expected.Orthogonal orthogonal -> isOrthogonal(values, tensor.shape()[0], orthogonal.gain());
        }
        assertArrayEquals(values, tensor.fill().values(1, tensor.pattern(), tensor.shape()), "by seed and name alone");
        if (!(one.expected() instanceof Expected.Constant)) {
            assertFalse(Arrays.equals(values, tensor.fill().values(2, tensor.pattern(), tensor.shape())), "by seed");
            assertFalse(Arrays.equals(values, tensor.fill().values(1, "another", tensor.shape())), "by name");
        }
    }

    /** Every tenth of the range has a tenth of the values, and none is outside. */
    private static void isUniform(float[] values, double low, double high) {
        int[] tenths = new int[10];
        for (float value : values) {
            double share = (value - low) / (high - low);
            assertTrue(share >= -1e-7 && share < 1 + 1e-7, value + " is not from " + low + " to " + high);
            tenths[Math.clamp((int) (share * 10), 0, 9)]++;
        }
        for (int count : tenths) {
            assertEquals(values.length / 10.0, count, 5 * Math.sqrt(values.length * 0.09), Arrays.toString(tenths));
        }
    }

    /** Mean, deviation, and the share within one and two deviations. */
    private static void isNormal(float[] values, double mean, double deviation) {
        double[] standard = new double[values.length];
        Arrays.setAll(standard, i -> (values[i] - mean) / deviation);
        double n = Math.sqrt(values.length);
        assertEquals(0, Arrays.stream(standard).average().orElseThrow(), 4 / n);
        assertEquals(1, Math.sqrt(Arrays.stream(standard).map(z -> z * z).average().orElseThrow()), 4 / n);
        assertEquals(0.6827, Arrays.stream(standard).filter(z -> Math.abs(z) < 1).count() / (double) values.length,
                2 / n);
        assertEquals(0.9545, Arrays.stream(standard).filter(z -> Math.abs(z) < 2).count() / (double) values.length,
                1 / n);
    }

    /** Of a wide matrix the rows, of a tall one the columns. */
    private static void isOrthogonal(float[] values, int rows, double gain) {
        int columns = values.length / rows;
        boolean wide = rows <= columns;
        int count = Math.min(rows, columns);
        for (int a = 0; a < count; a++) {
            for (int b = 0; b < count; b++) {
                double product = 0;
                for (int i = 0; i < Math.max(rows, columns); i++) {
                    product += wide
                            ? values[a * columns + i] * (double) values[b * columns + i]
                            : values[i * columns + a] * (double) values[i * columns + b];
                }
                assertEquals(a == b ? gain * gain : 0, product, 1e-5 * gain * gain);
            }
        }
    }

    @Test
    void aSlopeBeginsAsGiven() {
        for (int i = 0; i < SLOPES.size(); i++) {
            String name = "slope" + i + ".weight";
            TensorSetup tensor = TENSORS.stream().filter(t -> t.pattern().equals(name)).findFirst().orElseThrow();
            assertArrayEquals(new float[]{SLOPES.get(i).floatValue()},
                    tensor.fill().values(1, name, tensor.shape()));
        }
    }

    @Test
    void aBiasIsUniformByTheFanIn() {
        for (TensorSetup tensor : TENSORS) {
            if (tensor.pattern().endsWith("bias") && tensor.shape()[0] > 1) {
                double bound = 1 / Math.sqrt(tensor.shape()[0] == OUT ? IN : IMAGE_IN);
                for (float value : tensor.fill().values(1, tensor.pattern(), tensor.shape())) {
                    assertTrue(Math.abs(value) <= bound * (1 + 1e-6), tensor.pattern() + " has " + value);
                }
            }
        }
    }
}
