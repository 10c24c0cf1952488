package org.dnn.runtime.train;

import java.nio.file.Path;
import java.util.Optional;

import org.dnn.runtime.Problem;
import org.dnn.runtime.report.RunFolder;
import org.jspecify.annotations.Nullable;

/**
 * How a training is to be run, beside what its block says; from the {@code dnn.*} system properties.
 *
 * @param runs        the folder of all runs
 * @param beside      the folder of the {@code .dnn} file
 * @param initial     a weights file to start from
 * @param weights     a saved model to test
 * @param storedOrder whether rows are taken as they are stored, instead of in an order by seed and epoch
 * @param resume      whether the last run goes on
 * @param seconds     how long, at the least, between two checkpoints that nobody asked for
 */
public record Options(Path runs, Path beside, Optional<Path> initial, Optional<Path> weights, boolean storedOrder,
        boolean resume,
        Optional<Long> seed, Optional<Integer> epochs, int threads, double seconds) {

    public static Options fromProperties() {
        return new Options(Path.of(text("dnn.runs", RunFolder.ROOT)), Path.of(text("dnn.beside", ".")),
                Optional.ofNullable(System.getProperty("dnn.initial")).map(Path::of),
                Optional.ofNullable(System.getProperty("dnn.weights")).map(Path::of),
                text("dnn.order", "seeded").equals("stored"), text("dnn.resume", "false").equals("true"),
                number("dnn.seed"), number("dnn.epochs").map(Math::toIntExact),
                number("dnn.threads").map(Math::toIntExact).orElse(0),
                number("dnn.checkpointSeconds").map(Long::doubleValue).orElse(10.0));
    }

    private static String text(String name, String standard) {
        @Nullable
        String given = System.getProperty(name);
        return given == null || given.isBlank() ? standard : given;
    }

    private static Optional<Long> number(String name) {
        @Nullable
        String given = System.getProperty(name);
        if (given == null || given.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseLong(given.replace("_", "")));
        } catch (NumberFormatException e) {
            throw new Problem("-D" + name + " is a whole number, found " + given, e);
        }
    }
}
