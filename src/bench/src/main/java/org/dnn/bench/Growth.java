package org.dnn.bench;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * How cost grows: a network of some layers over generated rows, with ten and a hundred times the rows, the width of its layers,
 * their number, and the batch.
 */
final class Growth {
    private static final int FEWEST_EPOCHS = 5;
    private static final int MOST_EPOCHS = 400;
    private static final int FEWEST_STEPS = 4000;

    /** @param what is grown */
    private record Case(String what, int rows, int width, int layers, int batch) {
        String name() {
            return what + "Rows" + rows + "Width" + width + "Layers" + layers + "Batch" + batch;
        }

        String text() {
            String layer = "Linear(" + width + ") -> relu";
            return """
                    data D {
                      source: generate(rows: %1$d)
                      input  x: float[16] = uniform(-1, 1)
                      target y: one_hot(2) = [sum(x) < 0, sum(x) >= 0]
                      split: random(train: 80%%, test: 20%%)
                    }
                    model M(x: D.x) -> logits: [2] {
                      x -> %2$s -> Linear(2)
                    }
                    train %3$s {
                      model: M(D.x)
                      loss: cross_entropy(logits, D.y)
                      optimizer: SGD(lr: 0.001)
                      epochs: %4$d
                      batch: %5$d
                      metrics: accuracy
                    }
                    """
                    .formatted(rows, String.join("\n    -> ", Collections.nCopies(layers, layer)), name(),
                            epochs(), batch);
        }

        /** Multiply-adds of the forward pass for a row: the backward pass has twice as many, but for the first layer. */
        long multiplyAdds() {
            return width * (16 + (layers - 1L) * width + 2);
        }

        int trainRows() {
            return rows / 5 * 4;
        }

        /** So many that the second half of them is warm: HotSpot compiles what it has seen some thousand times. */
        int epochs() {
            int steps = Math.ceilDiv(trainRows(), batch);
            double byWork = Math.min(4e9 / rows / multiplyAdds(), MOST_EPOCHS);
            return (int) Math.max(byWork, Math.max(FEWEST_EPOCHS, Math.ceilDiv(FEWEST_STEPS, steps)));
        }
    }

    private static final List<Case> CASES = List.of(
            new Case("Rows", 10_000, 32, 3, 100), new Case("Rows", 100_000, 32, 3, 100),
            new Case("Rows", 1_000_000, 32, 3, 100),
            new Case("Width", 10_000, 8, 3, 100), new Case("Width", 10_000, 80, 3, 100),
            new Case("Width", 10_000, 800, 3, 100),
            new Case("Layers", 10_000, 32, 2, 100), new Case("Layers", 10_000, 32, 20, 100),
            new Case("Layers", 10_000, 32, 200, 100),
            new Case("Batch", 10_000, 32, 3, 10), new Case("Batch", 10_000, 32, 3, 100),
            new Case("Batch", 10_000, 32, 3, 1000));

    private Growth() {}

    static List<String> lines(Here here, Path work) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("Measured on " + LocalDate.now(ZoneOffset.UTC) + " by `src/bench`: " + Machine.describe()
                + ". One training each; an epoch is the median of the second half of its epochs. Layers are Linear and "
                + "relu, 16 numbers in, two classes out; multiply-adds are those of the forward pass, and three times as "
                + "many a second, for the backward pass has twice as many. Memory: the arena as the compiler plans it, and "
                + "the largest resident set of the process. Generating and compiling includes the start of the JVM.");
        lines.add("");
        lines.add("| grown | rows | width | layers | batch | multiply-adds a row | ms an epoch | ns a row "
                + "| 10⁹ multiply-adds a second | arena, KiB | memory, MiB | generated and compiled, s |");
        lines.add("|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (Case one : CASES) {
            Path folder = Files.createDirectories(work.resolve("growth").resolve(one.name()));
            Files.writeString(folder.resolve("growth.dnn"), one.text());
            Network network = new Network(one.what(), one.name(), folder.toString(), one.epochs(), one.epochs(),
                    one.epochs());
            long begun = System.nanoTime();
            here.generate(network);
            double compiled = 1e-9 * (System.nanoTime() - begun);
            Measurement measured = here.train(network, one.epochs());
            JsonObject run = here.lastRun(network);
            double nanoseconds = 1e9 * measured.epochSeconds() / one.trainRows();
            lines.add(String.format(Locale.ROOT,
                    "| %s | %,d | %d | %d | %d | %,d | %.3g | %,.0f | %.1f | %,d | %,d | %.2f |", one.what(),
                    one.rows(), one.width(), one.layers(), one.batch(), one.multiplyAdds(),
                    1e3 * measured.epochSeconds(), nanoseconds, 3 * one.multiplyAdds() / nanoseconds,
                    run.get("arena_bytes").getAsLong() / 1024, measured.peakBytes() >> 20, compiled));
            System.out.println(lines.getLast());
        }
        return lines;
    }
}
