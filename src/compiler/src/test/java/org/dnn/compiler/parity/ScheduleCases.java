package org.dnn.compiler.parity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.dnn.compiler.model.Schedule;
import org.dnn.compiler.model.Training;

/** Schedules, and the learning rate that each step must have. */
final class ScheduleCases {
    private ScheduleCases() {}

    /** @param rates of every step; there are as many steps an epoch as divide them */
    record ScheduleCase(String schedule, int epochs, double[] rates) {
        int stepsPerEpoch() {
            return rates.length / epochs;
        }

        @Override
        public String toString() {
            return schedule;
        }
    }

    /** A file in which each case is a train block, {@code T0}, {@code T1}, …. */
    static String text() {
        StringBuilder text = new StringBuilder("""
                data D {
                  source: generate(rows: 20); input x: float[2] = uniform(0, 1); target y: float = sum(x)
                  split: random(train: 50%, validation: 50%)
                }
                model M(x: D.x) -> output: [1] { x -> Linear(1) }
                """);
        List<ScheduleCase> all = all();
        for (int i = 0; i < all.size(); i++) {
            text.append("""
                    train T%d {
                      model: M(D.x); loss: mse(output, D.y); optimizer: SGD; lr: %s; epochs: %d; batch: 10
                    }
                    """.formatted(i, all.get(i).schedule(), all.get(i).epochs()));
        }
        return text.toString();
    }

    static List<OperationCase.Call> calls() {
        return CheckedText.of(text()).trainings().stream().map(Training::optimizer)
                .filter(o -> o.learningRate() instanceof Schedule.Named).map(o -> (Schedule.Named) o.learningRate())
                .map(s -> new OperationCase.Call(s.entry(), s.arguments())).toList();
    }

    static List<ScheduleCase> all() {
        List<ScheduleCase> all = new ArrayList<>(torch());
        all.addAll(named());
        all.addAll(pieces());
        return all;
    }

    /** PyTorch's numbers: 30 epochs of one step. */
    private static List<ScheduleCase> torch() {
        return List.of(torch("StepLR(step_size=5,gamma=0.5)", "step(from: 0.1, every: 5 epochs, factor: 0.5)"),
                torch("MultiStepLR(milestones=[4,9,20],gamma=0.1)",
                        "multi_step(from: 0.1, at: [4 epochs, 9 epochs, 20 epochs])"),
                torch("ExponentialLR(gamma=0.9)", "exponential(from: 0.1, factor: 0.9)"),
                torch("CosineAnnealingLR(T_max=30,eta_min=0.001)", "cosine(from: 0.1, to: 0.001)"),
                torch("CosineAnnealingLR(T_max=30,eta_min=0.001)",
                        "cosine(from: 0.1, to: 0.001, over: 30 epochs)"),
                torch("LinearLR(start_factor=0.1,total_iters=10)", "linear(from: 0.01, to: 0.1, over: 10 epochs)"),
                torch("ConstantLR(factor=0.25,total_iters=5)",
                        "constant from 0.025 over 5 epochs, then constant from 0.1"),
                torch("OneCycleLR(max_lr=1.0,total_steps=30)", "one_cycle(max: 1)"),
                torch("SequentialLR(LinearLR 0.1 over 5, then CosineAnnealingLR 25)",
                        "linear from 0.01 to 0.1 over 5 epochs, then cosine to 0"));
    }

    private static ScheduleCase torch(String name, String schedule) {
        return new ScheduleCase(schedule, 30, torchNumbers(name));
    }

    /** The numbers of that name in the file that PyTorch's schedulers wrote. */
    static double[] torchNumbers(String name) {
        String json;
        try {
            json = Files.readString(Path.of("src/test/resources/parity/schedules.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Matcher numbers = Pattern.compile(Pattern.quote("\"" + name + "\": [") + "([^\\]]*)]").matcher(json);
        if (!numbers.find()) {
            throw new AssertionError("no " + name);
        }
        return Arrays.stream(numbers.group(1).split(",")).mapToDouble(Double::parseDouble).toArray();
    }

    /** What PyTorch's documentation says, over six epochs of four steps. */
    private static List<ScheduleCase> named() {
        return List.of(byStep("constant(0.25)", _ -> 0.25), byStep("constant(2)", _ -> 2),
                byStep("step(from: 0.5, every: 2 epochs)", i -> 0.5 * Math.pow(0.1, Math.floorDiv(i, 8))),
                byStep("step(from: 1, every: 3 steps, factor: 0.9)", i -> Math.pow(0.9, Math.floorDiv(i, 3))),
                byStep("multi_step(from: 0.5, at: [2 epochs, 9 steps], factor: 0.5)",
                        i -> 0.5 * (i >= 8 ? 0.5 : 1) * (i >= 9 ? 0.5 : 1)),
                byStep("multi_step(from: 0.2, at: [5 steps], factor: 3)", i -> i >= 5 ? 0.2 * 3 : 0.2),
                byStep("exponential(from: 0.5, factor: 0.8)", i -> 0.5 * Math.pow(0.8, Math.floorDiv(i, 4))),
                byStep("linear(from: 0.2, to: 0, over: 3 epochs)",
                        i -> 0.2 - 0.2 * Math.min(Math.floorDiv(i, 4), 3) / 3),
                byStep("linear(from: 0, to: 0.6, over: 10 steps)", i -> 0.06 * Math.min(i, 10)),
                byStep("cosine(from: 0.4)", i -> 0.2 * (1 + Math.cos(Math.PI * Math.floorDiv(i, 4) / 6))),
                byStep("cosine(from: 0.3, to: 0.1, over: 24 steps)", i -> 0.2 + 0.1 * Math.cos(Math.PI * i / 24)),
                byStep("cosine(from: 0.3, over: 3 epochs)",
                        i -> 0.15 * (1 + Math.cos(Math.PI * Math.floorDiv(i, 4) / 3))),
                oneCycle("max: 0.5, pct_start: 0.5", 0.5, 0.5, 25, 1e4),
                oneCycle("max: 2, pct_start: 0.125, div_factor: 10, final_div_factor: 100", 2, 0.125, 10, 100),
                oneCycle("max: 1, div_factor: 5, final_div_factor: 20", 1, 0.3, 5, 20),
                oneCycle("max: 1, pct_start: 1", 1, 1, 25, 1e4),
                new ScheduleCase("one_cycle(max: 1, pct_start: 0.5)", 2, new double[]{1, 1 / 25.0 / 1e4}));
    }

    private static ScheduleCase byStep(String schedule, IntToDoubleFunction rate) {
        return new ScheduleCase(schedule, 6, IntStream.range(0, 24).mapToDouble(rate).toArray());
    }

    /** Up along half a cosine until just before the share of the steps is over, and down along another. */
    private static ScheduleCase oneCycle(String settings, double max, double share, double first, double last) {
        double up = share * 24 - 1;
        return byStep("one_cycle(" + settings + ")",
                i -> i <= up
                        ? annealed(max / first, max, i / up)
                        : annealed(max, max / first / last, (i - up) / (24 - 1 - up)));
    }

    private static double annealed(double from, double to, double share) {
        return to + (from - to) / 2 * (1 + Math.cos(Math.PI * share));
    }

    /** The language's own, which move every step. */
    private static List<ScheduleCase> pieces() {
        return List.of(byStep("linear from 0 to 0.8 over 2 epochs, then cosine to 0",
                i -> i < 8 ? 0.1 * i : annealed(0.8, 0, (i - 8) / 16.0)),
                byStep("exponential from 1 to 0.01 over 10 steps, then constant over 1.5 epochs, then linear to 0.81",
                        i -> i < 10
                                ? Math.pow(10, -0.2 * i)
                                : i < 16 ? 0.01 : 0.01 + 0.1 * (i - 16)),
                byStep("cosine from 0.5 to 0.1 over 3 epochs", i -> annealed(0.5, 0.1, Math.min(1, i / 12.0))));
    }
}
