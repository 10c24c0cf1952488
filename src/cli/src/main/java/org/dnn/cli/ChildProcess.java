package org.dnn.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.dnn.runtime.Problem;

/**
 * Runs a process on this one's console, and does not end before it. Ctrl-C reaches both: this one then waits until the
 * other has written what it must not lose. A signal to this one alone is passed on. (The Maven plugin has a twin of
 * this class, because it runs on older JVMs.)
 */
final class ChildProcess {
    private ChildProcess() {}

    /**
     * @return its exit code
     * @throws Problem if it cannot be started
     */
    static int run(List<String> command, Path folder) {
        Process process;
        try {
            process = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start();
        } catch (IOException e) {
            throw new Problem("cannot start " + command.getFirst() + ": " + e.getMessage(), e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
        return process.onExit().join().exitValue();
    }

    /** Two signals are one to a JVM: it is ending already. */
    private static void end(Process process) {
        process.destroy();
        process.onExit().join();
    }
}
