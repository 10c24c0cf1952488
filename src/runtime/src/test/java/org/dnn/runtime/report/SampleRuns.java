package org.dnn.runtime.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;

/** Made-up runs, the same every time, named so that nobody takes them for measurements. */
final class SampleRuns {
    private static final String MADE_UP = "Sample: all numbers on this page are made up, to look at the page itself.";

    private SampleRuns() {}

    /** A large image network with validation, schedule, confusion matrix, everything. */
    static RunRecord image() {
        Random random = new Random(1);
        int epochs = 100;
        int stepsPerEpoch = 352;
        RunRecord record = new RunRecord(imageSetup(epochs));
        record.note(MADE_UP);
        for (int epoch = 1; epoch <= epochs; epoch++) {
            double sum = 0;
            for (int step = 0; step < stepsPerEpoch; step++) {
                double at = epoch - 1 + (double) step / stepsPerEpoch;
                double loss = (0.52 + 1.85 * Math.exp(-at / 9) - 0.0022 * at) * Math.exp(0.09 * random.nextGaussian());
                record.step((long) (epoch - 1) * stepsPerEpoch + step, loss, rate(at));
                sum += loss;
            }
            double rate = rate(epoch);
            double wobble = 0.02 * random.nextGaussian() * rate / 0.1;
            double validation = 0.62 + 1.6 * Math.exp(-epoch / 8.0) + Math.max(0, epoch - 70) * 0.0012 + 2 * wobble;
            record.epoch(new EpochRow(epoch, sum / stepsPerEpoch, 8.31 + 0.05 * random.nextDouble(), rate,
                    metrics("accuracy", 0.985 - 0.62 * Math.exp(-epoch / 11.0) + wobble / 4, "top_k(5)",
                            0.999 - 0.2 * Math.exp(-epoch / 6.0)),
                    metrics("loss", validation, "accuracy", 0.916 - 0.55 * Math.exp(-epoch / 9.0) - wobble, "top_k(5)",
                            0.996 - 0.2 * Math.exp(-epoch / 5.0))));
        }
        record.test(metrics("accuracy", 0.9132, "top_k(5)", 0.9964, "loss", 0.6871));
        record.largestClass(new LargestClass("airplane", 0.1));
        record.confusion(imageConfusion(random));
        record.requirement(new Requirement("memory < 2 GiB", "438.1 MiB", true));
        record.requirement(new Requirement("test.accuracy >= 0.92", "0.9132", false));
        record.end(Ending.FINISHED, "", 842.6);
        return record;
    }

    private static double rate(double epoch) {
        return epoch <= 5 ? 0.02 * epoch : 0.05 * (1 + Math.cos(Math.PI * (epoch - 5) / 95));
    }

    private static RunSetup imageSetup(int epochs) {
        List<LayerRow> layers = new ArrayList<>();
        layers.add(new LayerRow("conv1", "Conv2d(16, kernel: 3, padding: 1, bias: false)", "[16, 32, 32]", 432, 884_736,
                11));
        layers.add(new LayerRow("norm1", "BatchNorm", "[16, 32, 32]", 32, 65_536, 11));
        long[] widths = {16, 16, 16, 32, 32, 32, 64, 64, 64};
        for (int i = 0; i < widths.length; i++) {
            long width = widths[i];
            long side = 512 / width;
            String shape = "[" + width + ", " + side + ", " + side + "]";
            layers.add(new LayerRow("residual" + (i + 1) + ".conv1",
                    "Conv2d(" + width + ", kernel: 3, padding: 1, bias: false)",
                    shape, 9 * width * width, 18 * width * width * side * side, 16));
            layers.add(new LayerRow("residual" + (i + 1) + ".norm1", "BatchNorm", shape, 2 * width,
                    4 * width * side * side, 11));
        }
        layers.add(new LayerRow("pool", "global_avg_pool", "[64]", 0, 4096, 26));
        layers.add(new LayerRow("linear1", "Linear(10)", "[10]", 650, 1280, 27));
        return RunSetup.of("SampleResNet", "models/sample_resnet.dnn").run(12)
                .started(Instant.parse("2026-03-14T09:26:00Z"))
                .device("CUDA device 0, a sample GPU with 80 GiB: device is auto, and there is one.").seed(1)
                .parameters(272_474).batch(128).epochs(epochs)
                .splits(List.of(new SplitRow("train", 45_000), new SplitRow("validation", 5_000),
                        new SplitRow("test", 10_000)))
                .layers(layers).memory(265_420_800L, 184_320_000L, 9_437_184L).largestBatch(16_384)
                .files(List.of(new DataFile("cifar-10-batches-bin/data_batch_1.bin", "0123456789abcdef".repeat(4)),
                        new DataFile("cifar-10-batches-bin/test_batch.bin", "fedcba9876543210".repeat(4))))
                .setting("model", "ResNet(Cifar10.image)")
                .setting("loss", "cross_entropy(logits, Cifar10.label, smoothing: 0.1)")
                .setting("optimizer", "SGD(momentum: 0.9, nesterov: true, weight_decay: 5e-4 except [bias, norm])")
                .setting("lr", "linear from 0 to 0.1 over 5 epochs, then cosine to 0").setting("precision", "float32")
                .build();
    }

    private static Confusion imageConfusion(Random random) {
        List<String> classes = List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship",
                "truck");
        long[][] counts = new long[10][10];
        for (int truth = 0; truth < 10; truth++) {
            long left = 1000;
            for (int answer = 0; answer < 10; answer++) {
                boolean alike = truth != answer
                        && (truth + answer == 8 || truth + answer == 10);
                counts[truth][answer] = truth == answer ? 0 : random.nextInt(alike ? 60 : 9);
                left -= counts[truth][answer];
            }
            counts[truth][truth] = left;
        }
        return new Confusion(classes, counts);
    }

    /** A small network in full batches without validation; its loss falls by three decades. */
    static RunRecord points() {
        RunRecord record = new RunRecord(
                RunSetup.of("SampleCube", "models/sample_cube.dnn").device("CPU, 2 threads, AVX-512.")
                        .seed(1).parameters(387).batch(7000).epochs(300)
                        .splits(List.of(new SplitRow("train", 7000), new SplitRow("test", 3000)))
                        .layers(List.of(new LayerRow("linear1", "Linear(16)", "[16]", 64, 96, 18),
                                new LayerRow("linear2", "Linear(16)", "[16]", 272, 512, 18),
                                new LayerRow("linear3", "Linear(3)", "[3]", 51, 96, 18)))
                        .memory(1_204_224, 168_000, 0).setting("loss", "mse(y, Cube.y)")
                        .setting("optimizer", "Adam(lr: 0.01)").build());
        record.note(MADE_UP);
        record.note("There is no validation split: metrics by epoch are over the training batches.");
        for (int epoch = 1; epoch <= 300; epoch++) {
            double loss = 0.0004 + 0.25 * Math.exp(-epoch / 24.0) * (1 + 0.15 * Math.sin(epoch / 3.0));
            record.step(epoch - 1, loss, 0.01);
            record.epoch(new EpochRow(epoch, loss, 0.0005 + (epoch == 1 ? 0.08 : 0), 0.01,
                    metrics("accuracy", 0.99 - 0.33 * Math.exp(-epoch / 30.0)), metrics()));
        }
        record.test(metrics("accuracy", 0.9886666666666667, "loss", 0.0011));
        record.largestClass(new LargestClass("1", 0.6713333333333333));
        record.confusion(new Confusion(List.of("0", "1", "2"), new long[][]{{487, 12, 0}, {5, 2003, 6}, {0, 11, 476}}));
        record.requirement(new Requirement("test.accuracy >= 0.95", "0.9887", true));
        record.end(Ending.FINISHED, "", 0.61);
        return record;
    }

    /** Learns nothing: every row gets the largest class. */
    static RunRecord stuck() {
        RunRecord record = new RunRecord(
                RunSetup.of("SampleStuck", "models/sample_cube.dnn").device("CPU, 2 threads.").batch(7000)
                        .epochs(1000).parameters(98)
                        .splits(List.of(new SplitRow("train", 7000), new SplitRow("test", 3000))).build());
        record.note(MADE_UP);
        for (int epoch = 1; epoch <= 1000; epoch++) {
            record.step(epoch - 1, 0.158 + 0.05 * Math.exp(-epoch / 100.0), 0.01);
            record.epoch(new EpochRow(epoch, 0.158 + 0.05 * Math.exp(-epoch / 100.0), 0.0001, 0.01,
                    metrics("accuracy", 0.67),
                    metrics()));
        }
        record.test(metrics("accuracy", 2010 / 3000.0, "loss", 0.1583));
        record.largestClass(new LargestClass("1", 2010 / 3000.0));
        record.confusion(new Confusion(List.of("0", "1", "2"), new long[][]{{0, 499, 0}, {0, 2010, 0}, {0, 491, 0}}));
        record.end(Ending.FINISHED, "", 1.9);
        return record;
    }

    /** Ends in NaN in the fourth epoch; has no test, a hundred classes, and names that want to break out. */
    static RunRecord broken() {
        RunRecord record = new RunRecord(
                RunSetup.of("SampleBroken", "models/<b>&\"quoted\"</script>.dnn").batch(64).epochs(20)
                        .device("CPU & <script>alert(1)</script>").setting("loss</script>", "</script><!-- x").build());
        record.note(MADE_UP);
        record.warn("<img src=x onerror=alert(1)> is not markup.");
        for (int epoch = 1; epoch <= 4; epoch++) {
            for (int step = 0; step < 50; step++) {
                long at = (epoch - 1) * 50L + step;
                record.step(at, at < 180 ? 2.3 + 0.01 * at : Double.NaN, 1.5);
            }
            record.epoch(
                    new EpochRow(epoch, epoch < 4 ? 2.3 + 0.5 * epoch : Double.NaN, 2.25, 1.5, metrics(), metrics()));
        }
        long[][] counts = new long[100][100];
        List<String> classes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            classes.add("class " + i + " <&>");
            counts[i][i] = 90L - i / 2;
            counts[i][(i * 7 + 3) % 100] += 10L + i / 2;
        }
        record.confusion(new Confusion(classes, counts));
        record.end(Ending.NOT_A_NUMBER, "epoch 4, step 180", 9.2);
        return record;
    }

    /** Three epochs of two steps, with everything there is to record. */
    static RunRecord small() {
        RunRecord record = new RunRecord(RunSetup.of("SampleSmall", "models/sample_small.dnn").run(3)
                .started(Instant.parse("2026-03-14T09:26:53.589Z")).device("CPU, 2 threads, AVX-512.").seed(-7)
                .parameters(67)
                .batch(64).epochs(3)
                .splits(List.of(new SplitRow("train", 128), new SplitRow("validation", 20), new SplitRow("test", 40)))
                .layers(List.of(new LayerRow("linear1", "Linear(8)", "[8]", 40, 64, 12),
                        new LayerRow("relu1", "relu", "[8]", 0, 0, 12),
                        new LayerRow("linear2", "Linear(3)", "[3]", 27, 48, 12)))
                .memory(12_345, 6_789, 0).largestBatch(1_000_000)
                .files(List.of(new DataFile("small & odd.csv", "0123456789abcdef".repeat(4))))
                .setting("loss", "cross_entropy(logits, Small.kind)").setting("optimizer", "SGD(momentum: 0.9)")
                .build());
        record.note(MADE_UP);
        record.warn("Two Linear with nothing between.");
        double[] losses = {1.1, 0.9, 0.7, 0.5, 0.4, 0.3};
        for (int step = 0; step < losses.length; step++) {
            record.step(step, losses[step], 0.1 / (1 + step));
        }
        record.epoch(
                new EpochRow(1, 1.0, 0.25, 0.05, metrics("accuracy", 0.5), metrics("loss", 1.05, "accuracy", 0.45)));
        record.epoch(new EpochRow(2, 0.6, 0.125, 0.025, metrics("accuracy", 0.75), metrics()));
        record.epoch(new EpochRow(3, 0.35, 0.125, 0.1 / 6, metrics("accuracy", 0.9),
                metrics("loss", 0.55, "accuracy", 0.8)));
        record.test(metrics("accuracy", 0.85, "loss", 0.6));
        record.largestClass(new LargestClass("red", 0.4));
        record.confusion(
                new Confusion(List.of("red", "green", "<blue>"), new long[][]{{14, 2, 0}, {1, 11, 0}, {3, 0, 9}}));
        record.requirement(new Requirement("test.accuracy >= 0.8", "0.8500", true));
        record.requirement(new Requirement("memory < 10 KiB", "18.7 KiB", false));
        record.end(Ending.FINISHED, "", 0.75);
        return record;
    }

    /** Names and values in turn. */
    static SequencedMap<String, Double> metrics(Object... pairs) {
        SequencedMap<String, Double> metrics = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            metrics.put((String) pairs[i], (Double) pairs[i + 1]);
        }
        return metrics;
    }
}
