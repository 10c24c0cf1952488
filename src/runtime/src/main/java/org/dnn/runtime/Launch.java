package org.dnn.runtime;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.dnn.runtime.data.DataDirectory;
import org.dnn.runtime.data.DataPlaces;
import org.dnn.runtime.report.Ending;
import org.dnn.runtime.report.Opening;
import org.dnn.runtime.report.Summary;
import org.dnn.runtime.train.Options;
import org.dnn.runtime.train.Tester;
import org.dnn.runtime.train.Trainer;
import org.dnn.runtime.train.TrainingProgram;

/**
 * The main class of a process that trains or tests: {@code train CLASS}, {@code test CLASS}, with the class of a train block; or
 * {@code doctor}, which says what there is to train with.
 */
public final class Launch {
    /** A run ended as it should. */
    public static final int DONE = 0;
    /** Something of the user's files, machine or settings stood in the way; the sentence is on the error stream. */
    public static final int PROBLEM = 1;
    /** Trained, but a requirement of the train block does not hold. */
    public static final int REQUIREMENT = 3;
    /** Ended by the user; a checkpoint is there. */
    public static final int INTERRUPTED = 130;

    /**
     * What the JVM of such a process is started with. The memory is the plan's, in a few large arrays that live to the end: three
     * quarters of the machine are allowed, nearly all of it for what is old, and nothing is taken before it is needed. One thread
     * collects what little garbage there is.
     *
     * <p>A call of machine code is compiled by itself: where it is a small part of a large method, HotSpot makes objects of what it
     * is told. What writes classes, as for these calls, is busy for a tenth of a second; HotSpot's second compiler would need twice
     * as long for it, while there is better to do.
     */
    public static final List<String> FLAGS = List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC",
            "-XX:MaxRAMPercentage=75", "-XX:MaxNewSize=256m", "-XX:CompileCommand=quiet",
            "-XX:CompileCommand=CompileThresholdScaling,jdk.internal.classfile.impl.*::*,8.0",
            "-XX:CompileCommand=dontinline,org.dnn.runtime.cpu.MachineCalls::call",
            "-XX:CompileCommand=dontinline,org.dnn.runtime.cpu.MachineCalls::many");

    /**
     * And where all is machine code. What calls it is calls within calls: HotSpot's second compiler puts them into one another, and
     * compiles each again in whatever calls it. With a third of its usual size of what it puts there they are as fast, and it needs
     * a quarter less time.
     */
    private static final List<String> MACHINE_CODE = List.of("-XX:FreqInlineSize=100");

    /**
     * And for what has no form in machine code here: the Vector API, with which a JVM takes longer to start.
     *
     * <p>What uses vectors is compiled after a tenth of the usual number of calls: until then each of its operations is a call
     * with an object, and HotSpot begins to compile what these calls lead to, for nothing. And generated kernels are compiled one
     * by one: several in one another are too large for HotSpot, which then leaves out parts of the last and makes objects of
     * the vectors between them.
     */
    private static final List<String> VECTOR_API = List.of("--add-modules", "jdk.incubator.vector",
            "-XX:CompileCommand=CompileThresholdScaling,org.dnn.runtime.cpu.Vector*::*,0.1",
            "-XX:CompileCommand=CompileThresholdScaling,*Vectors::*,0.1",
            "-XX:CompileCommand=dontinline,*Vectors::*Map*", "-XX:CompileCommand=dontinline,*Vectors::*Reduce*");

    /** Where the classes of the programs are, if not on the class path. */
    private static final String CLASSES = "dnn.classes";

    private Launch() {}

    /**
     * What the JVM of a training or test is started with.
     *
     * @param form          of the CPU's kernels that is asked for, if one is
     * @param inMachineCode whether all of them have a form in machine code
     */
    public static List<String> flags(Optional<String> form, boolean inMachineCode) {
        List<String> others = LocalDevices.needVectorApi(form, inMachineCode) ? VECTOR_API : MACHINE_CODE;
        return Stream.concat(FLAGS.stream(), others.stream()).toList();
    }

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) {
        try {
            if (List.of(arguments).equals(List.of("doctor"))) {
                Doctor.lines(DataDirectory.fromProperty()).forEach(System.out::println);
                return DONE;
            }
            return switch (arguments.length == 2 ? arguments[0] : "") {
                case "train" -> train(program(arguments[1]));
                case "test" -> test(program(arguments[1]));
                default -> throw new Problem("usage: train CLASS, test CLASS, or doctor");
            };
        } catch (Problem problem) {
            return failed(problem, String.valueOf(problem.getMessage()));
        } catch (OutOfMemoryError full) {
            return failed(full, "the memory of this JVM, " + Opening.bytes(Runtime.getRuntime().maxMemory())
                    + ", does not hold the data and what is made of them; use fewer data, a smaller batch, or a machine "
                    + "with more memory");
        }
    }

    private static int failed(Throwable cause, String sentence) {
        if (Boolean.getBoolean("dnn.stacktrace")) {
            cause.printStackTrace();
        }
        complain(sentence);
        return PROBLEM;
    }

    private static void complain(String sentence) {
        System.err.println("error: " + sentence);
    }

    private static TrainingProgram program(String name) {
        try {
            return Class.forName(name, true, programs()).asSubclass(TrainingProgram.class).getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new Problem(name + " is not a train block on the class path", e);
        }
    }

    /** Has the folder of generated classes, which is not on the class path: what is there can be kept in a {@link Recording}. */
    private static ClassLoader programs() {
        ClassLoader own = Launch.class.getClassLoader();
        String folder = System.getProperty(CLASSES);
        try {
            return folder == null ? own : new URLClassLoader(new URL[]{Path.of(folder).toUri().toURL()}, own);
        } catch (MalformedURLException e) {
            throw new Problem(folder + " is no folder for classes", e);
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
            LocalDevices devices = new LocalDevices();
            devices.prepare(program);
            Trainer.Outcome outcome = Trainer.train(program, options, devices, places(), asked::get);
            System.out.print(Summary.of(outcome.record(), outcome.folder().report().toAbsolutePath()));
            outcome.remarks().forEach(r -> System.out.println("note: " + r));
            outcome.complaints().forEach(Launch::complain);
            if (outcome.record().ending() == Ending.NOT_A_NUMBER) {
                return PROBLEM;
            }
            if (outcome.record().ending() == Ending.INTERRUPTED) {
                return INTERRUPTED;
            }
            Recording.end();
            return outcome.complaints().isEmpty() ? DONE : REQUIREMENT;
        } finally {
            done.countDown();
        }
    }

    private static int test(TrainingProgram program) {
        Options options = Options.fromProperties();
        Path weights = options.weights().orElseThrow(
                () -> new Problem("which model is to be tested? Say it with -Ddnn.weights=FILE"));
        Tester.Outcome outcome = Tester.test(program, options, new LocalDevices(), places(), weights);
        System.out.print(Summary.ofTest(outcome.record(), weights));
        outcome.broken().forEach(Launch::complain);
        return outcome.broken().isEmpty() ? DONE : REQUIREMENT;
    }

    private static DataPlaces places() {
        return new DataPlaces(Path.of(System.getProperty("dnn.beside", ".")), DataDirectory.fromProperty(),
                System.out::println);
    }

    /** Lets the training write its last checkpoint before the process ends. */
    private static void await(CountDownLatch done) {
        try {
            boolean inTime = done.await(60, TimeUnit.SECONDS);
            if (!inTime) {
                complain("the last checkpoint took too long and was given up");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
