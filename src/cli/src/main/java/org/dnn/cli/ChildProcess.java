package org.dnn.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.dnn.runtime.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Runs a process on this one's console, and does not end before it. Ctrl-C reaches both: this one then waits until the
 * other has written what it must not lose. A signal to this one alone is passed on. (The Maven plugin has a twin of
 * this class, because it runs on older JVMs.)
 */
final class ChildProcess {
    private @Nullable Process process;
    private boolean ending;

    private ChildProcess() {}

    /**
     * @return its exit code
     * @throws Problem if it cannot be started
     */
    static int run(List<String> command, Path folder) {
        ChildProcess child = new ChildProcess();
        // Before it starts: it may run, and be told to end, before this thread goes on.
        Runtime.getRuntime().addShutdownHook(new Thread(child::end));
        try {
            Process process = child.start(new ProcessBuilder(command).directory(folder.toFile()).inheritIO());
            return process.onExit().join().exitValue();
        } catch (IOException e) {
            throw new Problem("cannot start " + command.getFirst() + ": " + e.getMessage(), e);
        }
    }

    private synchronized Process start(ProcessBuilder builder) throws IOException {
        if (ending) {
            throw new IOException("dnn is ending");
        }
        Process started = builder.start();
        process = started;
        return started;
    }

    /** Two signals are one to a JVM: it is ending already. */
    private synchronized void end() {
        ending = true;
        if (process != null) {
            process.destroy();
            process.onExit().join();
        }
    }
}
