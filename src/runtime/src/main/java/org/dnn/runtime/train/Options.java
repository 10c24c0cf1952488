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
    private static final int MOST_THREADS = 1024;

    public static Options fromProperties() {
        return new Options(Path.of(text("dnn.runs", RunFolder.ROOT)), Path.of(text("dnn.beside", ".")),
                Optional.ofNullable(System.getProperty("dnn.initial")).map(Path::of),
                Optional.ofNullable(System.getProperty("dnn.weights")).map(Path::of),
                oneOf("dnn.order", "seeded", "stored"), oneOf("dnn.resume", "false", "true"),
                number("dnn.seed", Long.MIN_VALUE, Long.MAX_VALUE),
                number("dnn.epochs", 1, Integer.MAX_VALUE).map(Math::toIntExact),
                number("dnn.threads", 1, MOST_THREADS).map(Math::toIntExact).orElse(0),
                number("dnn.checkpointSeconds", 0, Integer.MAX_VALUE).map(Long::doubleValue).orElse(10.0));
    }

    /** Whether the second is chosen. */
    private static boolean oneOf(String name, String first, String second) {
        String given = text(name, first);
        if (!given.equals(first) && !given.equals(second)) {
            throw new Problem("-D" + name + " is " + first + " or " + second + ", found " + given);
        }
        return given.equals(second);
    }

    private static String text(String name, String standard) {
        @Nullable
        String given = System.getProperty(name);
        return given == null || given.isBlank() ? standard : given;
    }

    private static Optional<Long> number(String name, long least, long most) {
        @Nullable
        String given = System.getProperty(name);
        if (given == null || given.isBlank()) {
            return Optional.empty();
        }
        try {
            long number = Long.parseLong(given.replace("_", ""));
            if (number >= least && number <= most) {
                return Optional.of(number);
            }
        } catch (NumberFormatException e) {
            throw new Problem("-D" + name + " is a whole number, found " + given, e);
        }
        throw new Problem("-D" + name + " is a whole number from " + least + " to " + most + ", found " + given);
    }
}
