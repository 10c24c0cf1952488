package org.dnn.maven;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

import org.apache.maven.plugin.MojoFailureException;
import org.jspecify.annotations.Nullable;

/**
 * Runs a process, and lets Maven not end before it. Ctrl-C reaches both: Maven then waits until the other has written
 * what it must not lose. A signal to Maven alone is passed on. (The command has a twin of this class, for newer JVMs.)
 */
final class ChildProcess {
    private @Nullable Process process;
    private boolean ending;

    private ChildProcess() {}

    /**
     * On Maven's own console.
     *
     * @return the exit code
     */
    static int onConsole(List<String> command, Path folder) throws MojoFailureException {
        System.out.flush();
        return run(new ProcessBuilder(command).directory(folder.toFile()).inheritIO(), process -> {});
    }

    /**
     * @param lines takes what it says, errors too, a line at a time
     * @return the exit code
     */
    static int reading(List<String> command, Path folder, Consumer<String> lines) throws MojoFailureException {
        return run(new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true), process -> {
            try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
                reader.lines().forEach(lines);
            }
        });
    }

    private interface Following {
        void follow(Process process) throws IOException;
    }

    private static int run(ProcessBuilder builder, Following following) throws MojoFailureException {
        ChildProcess child = new ChildProcess();
        Thread hook = new Thread(child::end);
        try {
            // Before it starts: it may run, and be told to end, before this thread goes on.
            Runtime.getRuntime().addShutdownHook(hook);
            Process process = child.start(builder);
            following.follow(process);
            int code = process.onExit().join().exitValue();
            forget(hook);
            return code;
        } catch (IOException e) {
            forget(hook);
            throw new MojoFailureException("cannot run " + builder.command().get(0) + ": " + e.getMessage(), e);
        }
    }

    private synchronized Process start(ProcessBuilder builder) throws IOException {
        if (ending) {
            throw new IOException("Maven is ending");
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

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // Maven is ending, so the hook has run, and this is the answer to the question whether it has.
            return;
        }
    }
}
