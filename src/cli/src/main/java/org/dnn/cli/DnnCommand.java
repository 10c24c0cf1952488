package org.dnn.cli;

import java.util.concurrent.Callable;

import org.dnn.compiler.CompilerBug;
import org.dnn.runtime.Problem;
import picocli.CommandLine.Mixin;

/** What all commands have in common: their options, and how each kind of failure ends them. */
abstract class DnnCommand implements Callable<Integer> {
    private final World world;

    @Mixin
    private final Options options = new Options();

    DnnCommand(World world) {
        this.world = world;
    }

    /**
     * Does what the command is for.
     *
     * @return the exit code
     * @throws Mistakes if there are errors in {@code .dnn} files
     * @throws Problem  if something else stands in the way
     */
    abstract int run(Job job, Reporter reporter);

    World world() {
        return world;
    }

    Compiling compiling(Job job, Reporter reporter) {
        return new Compiling(job, world.compiler(), reporter);
    }

    @Override
    public final Integer call() {
        Reporter reporter = options.reporter(world);
        try {
            return run(options.job(world.here()), reporter);
        } catch (Mistakes mistakes) {
            return end(reporter, Exit.MISTAKES, String.valueOf(mistakes.getMessage()));
        } catch (Problem problem) {
            trace(problem);
            return end(reporter, Exit.PROBLEM, problem.getMessage());
        } catch (CompilerBug bug) {
            trace(bug);
            return end(reporter, Exit.BUG, report(String.valueOf(bug.getMessage())));
        } catch (RuntimeException | StackOverflowError bug) {
            trace(bug);
            return end(reporter, Exit.BUG, report(bug.toString()));
        }
    }

    private void trace(Throwable cause) {
        if (options.wantsStackTrace()) {
            cause.printStackTrace(world.err());
        }
    }

    private static int end(Reporter reporter, Exit exit, String sentence) {
        reporter.say(new Message.Failure(sentence));
        return exit.code();
    }

    private static String report(String what) {
        return "this is a bug in dnn, not in your files: " + what
                + "\nPlease report it, with the .dnn file and with what is printed under "
                + Setting.STACKTRACE.option() + "=true";
    }
}
