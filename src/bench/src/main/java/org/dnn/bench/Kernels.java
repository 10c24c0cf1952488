package org.dnn.bench;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.dnn.runtime.cpu.ConvolutionShape;
import org.dnn.runtime.cpu.Forms;
import org.dnn.runtime.cpu.Products;
import org.dnn.runtime.cpu.WindowShape;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The runtime's kernels, each alone on one thread, in the sizes of the digits network, of the LeNet and of the wide network:
 * with vectors and in the plain form.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Kernels {
    /** What can be timed; {@code work} counts multiply-adds, or elements that are read. */
    public enum Kernel {
        /** 64 rows, 784 inputs, 512 outputs. */
        DIGITS_FORWARD(product(64, 512, 784)),
        /** 64 rows, 512 inputs, 256 outputs. */
        DIGITS_INPUT_GRADIENT(product(64, 512, 256)),
        /** Of the first layer. */
        DIGITS_WEIGHT_GRADIENT(product(512, 784, 64)),
        /** 256 rows, 1024 inputs and outputs. */
        WIDE_FORWARD(product(256, 1024, 1024)),
        /** Of the same layer. */
        WIDE_WEIGHT_GRADIENT(product(1024, 1024, 256)),
        /** 64 images [6, 14, 14], 16 filters of 5 by 5. */
        CONVOLUTION(product(64, 16 * 100, 150)),
        /** Of the same images. */
        CONVOLUTION_INPUT_GRADIENT(product(64, 16 * 100, 150)),
        /** Of the same filters. */
        CONVOLUTION_WEIGHT_GRADIENT(product(64, 16 * 100, 150)),
        /** 64 images [1, 28, 28], 6 filters of 5 by 5. */
        FEW_FILTERS_WEIGHT_GRADIENT(product(64, 6 * 784, 25)),
        /** The maxima of 2 by 2 of 64 images [6, 28, 28]. */
        WINDOWS(product(64, 6, 784)),
        /** Of the same images. */
        WINDOWS_GRADIENT(product(64, 6, 784));

        private final long work;

        Kernel(long work) {
            this.work = work;
        }

        private static long product(long rows, long columns, long depth) {
            return rows * columns * depth;
        }
    }

    private static final int FLOATS = 1 << 21;
    private static final int B = FLOATS;
    private static final int C = 2 * FLOATS;
    private static final int SCRATCH = 3 * FLOATS;
    private static final int IMAGES = 64;
    private static final ConvolutionShape FEW_FILTERS = new ConvolutionShape(1, 28, 28, 6, 5, 5, 1, 1, 2, 2, 1, 1, 1);
    private static final ConvolutionShape FILTERS = new ConvolutionShape(6, 14, 14, 16, 5, 5, 1, 1, 0, 0, 1, 1, 1);
    private static final WindowShape POOL = new WindowShape(6, 28, 28, 2, 2, 2, 2, 0, 0, 1, 1, false);

    @Param
    public Kernel kernel = Kernel.DIGITS_FORWARD;

    private final Products products = Forms.products();
    private final float[] memory = numbers();

    private static float[] numbers() {
        Random random = new Random(1);
        float[] numbers = new float[4 * FLOATS];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    /** One call. */
    @Benchmark
    public float[] run() {
        switch (kernel) {
            case DIGITS_FORWARD -> forward(64, 512, 784);
            case DIGITS_INPUT_GRADIENT -> products.multiply(memory, 0, 256, 1, B, 512, 1, C, 512, 64, 512, 256, false,
                    SCRATCH);
            case DIGITS_WEIGHT_GRADIENT -> weightGradient(64, 512, 784);
            case WIDE_FORWARD -> forward(256, 1024, 1024);
            case WIDE_WEIGHT_GRADIENT -> weightGradient(256, 1024, 1024);
            case CONVOLUTION -> products.convolve(memory, 0, B, C, FILTERS, 0, IMAGES, SCRATCH);
            case CONVOLUTION_INPUT_GRADIENT -> products.convolveInputGradient(memory, 0, B, C, FILTERS, 0, IMAGES,
                    SCRATCH);
            case CONVOLUTION_WEIGHT_GRADIENT -> products.convolveWeightGradient(memory, 0, B, C, FILTERS, 0, IMAGES, 0,
                    16, SCRATCH);
            case FEW_FILTERS_WEIGHT_GRADIENT -> products.convolveWeightGradient(memory, 0, B, C, FEW_FILTERS, 0, IMAGES,
                    0, 6, SCRATCH);
            case WINDOWS -> products.windowMaximum(memory, 0, B, POOL, 0, IMAGES);
            case WINDOWS_GRADIENT -> products.windowMaximumGradient(memory, 0, B, C, POOL, 0, IMAGES);
        }
        return memory;
    }

    /** Outputs of a layer: its weights lie output by output. */
    private void forward(int rows, int outputs, int inputs) {
        products.multiply(memory, 0, inputs, 1, B, 1, inputs, C, outputs, rows, outputs, inputs, false, SCRATCH);
    }

    private void weightGradient(int rows, int outputs, int inputs) {
        products.multiply(memory, 0, 1, outputs, B, inputs, 1, C, inputs, outputs, inputs, rows, false, SCRATCH);
    }

    static List<String> lines() throws RunnerException {
        List<String> lines = new ArrayList<>();
        lines.add("Measured on " + LocalDate.now(ZoneOffset.UTC) + " by `src/bench` with JMH: " + Machine.describe()
                + ". One thread; the mean of five times a second after two, with its error at 99.9 %.");
        lines.add("");
        lines.add("| kernel | as it runs here, µs | 10⁹ multiply-adds, or elements, a second | with vectors alone, µs"
                + " | plain form, µs |");
        lines.add("|---|---|---|---|---|");
        List<RunResult> best = List.copyOf(times());
        List<RunResult> vector = List.copyOf(times("-Ddnn.form=vector"));
        List<RunResult> plain = List.copyOf(times("-Ddnn.form=plain"));
        for (int i = 0; i < best.size(); i++) {
            Kernel kernel = Kernel.valueOf(best.get(i).getParams().getParam("kernel"));
            double score = best.get(i).getPrimaryResult().getScore();
            lines.add(String.format(Locale.ROOT, "| %s | %s | %.3g | %s | %s |",
                    kernel.name().replace('_', ' ').toLowerCase(Locale.ROOT), time(best.get(i)),
                    kernel.work / score / 1e3, time(vector.get(i)), time(plain.get(i))));
        }
        return lines;
    }

    private static Collection<RunResult> times(String... form) throws RunnerException {
        return new Runner(new OptionsBuilder().include(Kernels.class.getName() + ".run").forks(1)
                .warmupIterations(2).warmupTime(TimeValue.seconds(1)).measurementIterations(5)
                .measurementTime(TimeValue.seconds(1))
                .jvmArgs("--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED")
                .jvmArgsAppend(form).build()).run();
    }

    private static String time(RunResult result) {
        return digits(result.getPrimaryResult().getScore()) + " ± " + digits(result.getPrimaryResult().getScoreError());
    }

    /** Three of them, without an exponent. */
    private static String digits(double value) {
        return value >= 100 ? String.format(Locale.ROOT, "%,.0f", value) : String.format(Locale.ROOT, "%.3g", value);
    }
}
