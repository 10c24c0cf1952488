package org.dnn.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process that has ended.
 *
 * @param output    what it said, both streams
 * @param seconds   how long it took
 * @param peakBytes its largest resident set, as Linux last said it
 */
record Ended(String output, double seconds, long peakBytes) {
    private static final long POLL_MILLIS = 10;

    /** @throws IllegalStateException if it ends with another code than 0 */
    static Ended run(List<String> command, Path folder) {
        return run(command, folder, Map.of());
    }

    /**
     * @param environment variables beside those of this process
     * @throws IllegalStateException if it ends with another code than 0
     */
    static Ended run(List<String> command, Path folder, Map<String, String> environment) {
        try {
            Path said = Files.createTempFile("bench", ".txt");
            long start = System.nanoTime();
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                    .redirectOutput(said.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            long peak = 0;
            while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                peak = Math.max(peak, peak(process.pid()));
            }
            double seconds = 1e-9 * (System.nanoTime() - start);
            String output = Files.readString(said);
            Files.delete(said);
            if (process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " ended with " + process.exitValue() + "\n"
                        + output);
            }
            return new Ended(output, seconds, peak);
        } catch (IOException e) {
            throw new IllegalStateException("cannot run " + String.join(" ", command) + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The process keeps the largest so far, so the last answer before its end is the peak. */
    private static long peak(long process) {
        try (var lines = Files.lines(Path.of("/proc/" + process + "/status"))) {
            return lines.filter(l -> l.startsWith("VmHWM:"))
                    .mapToLong(l -> 1024 * Long.parseLong(l.replaceAll("\\D", "")))
                    .findAny().orElse(0);
        } catch (IOException | RuntimeException e) {
            return 0; // It has ended in between.
        }
    }

    String lastLine() {
        return output.lines().toList().getLast();
    }
}
