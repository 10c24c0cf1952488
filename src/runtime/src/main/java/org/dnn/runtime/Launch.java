package org.dnn.runtime;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.dnn.runtime.data.DataDirectory;
import org.dnn.runtime.data.DataPlaces;
import org.dnn.runtime.report.Ending;
import org.dnn.runtime.report.Summary;
import org.dnn.runtime.train.Options;
import org.dnn.runtime.train.Trainer;
import org.dnn.runtime.train.TrainingProgram;

/** The main class of a training process: {@code train <class of a train block>}. */
public final class Launch {
    /** A run ended as it should. */
    public static final int DONE = 0;
    /** Something of the user's files, machine or settings stood in the way; the sentence is on the error stream. */
    public static final int PROBLEM = 1;
    /** Trained, but a requirement of the train block does not hold. */
    public static final int REQUIREMENT = 3;
    /** Ended by the user; a checkpoint is there. */
    public static final int INTERRUPTED = 130;

    private Launch() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) {
        try {
            if (arguments.length != 2 || !arguments[0].equals("train")) {
                throw new Problem("usage: train CLASS");
            }
            return train(program(arguments[1]));
        } catch (Problem problem) {
            if (Boolean.getBoolean("dnn.stacktrace")) {
                problem.printStackTrace();
            }
            System.err.println(problem.getMessage());
            return PROBLEM;
        }
    }

    private static TrainingProgram program(String name) {
        try {
            return Class.forName(name).asSubclass(TrainingProgram.class).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new Problem(name + " is not a train block on the class path", e);
        }
    }

    private static int train(TrainingProgram program) {
        AtomicBoolean asked = new AtomicBoolean();
        CountDownLatch done = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            asked.set(true);
            await(done);
        }));
        try {
            Options options = Options.fromProperties();
            DataPlaces places = new DataPlaces(Path.of(System.getProperty("dnn.beside", ".")),
                    DataDirectory.fromProperty(), System.out::println);
            Trainer.Outcome outcome = Trainer.train(program, options, new LocalDevices(), places, asked::get);
            System.out.print(Summary.of(outcome.record(), outcome.folder().report()));
            outcome.broken().forEach(System.err::println);
            if (outcome.record().ending() == Ending.NOT_A_NUMBER) {
                return PROBLEM;
            }
            return outcome.record().ending() == Ending.INTERRUPTED
                    ? INTERRUPTED
                    : outcome.broken().isEmpty() ? DONE : REQUIREMENT;
        } finally {
            done.countDown();
        }
    }

    /** Lets the training write its last checkpoint before the process ends. */
    private static void await(CountDownLatch done) {
        try {
            boolean inTime = done.await(60, TimeUnit.SECONDS);
            if (!inTime) {
                System.err.println("the last checkpoint took too long and was given up");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
