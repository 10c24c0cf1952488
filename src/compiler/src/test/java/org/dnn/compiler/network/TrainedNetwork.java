package org.dnn.compiler.network;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.dnn.compiler.Generated;
import org.dnn.compiler.ir.Tensor;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.source.SourceFile;
import org.dnn.runtime.cpu.CpuSession;
import org.dnn.runtime.cpu.CpuTraining;
import org.dnn.runtime.cpu.Form;
import org.dnn.runtime.device.Batches;
import org.dnn.runtime.device.Stretch;
import org.dnn.runtime.train.Clock;
import org.dnn.runtime.train.TensorSetup;
import org.dnn.runtime.train.TrainingProgram;

/** A network's generated classes, to run and to hold against the reference. */
final class TrainedNetwork {
    /** An epoch, and one step of the next. */
    private static final int STEPS = ReferenceNetwork.STEPS_PER_EPOCH + 1;

    private final ReferenceNetwork reference;
    private final TrainingProgram program;
    private final Map<String, TensorSetup> places = new HashMap<>();

    /**
     * What a run leaves.
     *
     * @param states     the variables before the first step, and after each
     * @param reports    the sums that each step reported
     * @param evaluation the sums over all rows at the end
     */
    record Trace(List<Map<Variable, float[]>> states, List<double[]> reports, double[] evaluation) {}

    TrainedNetwork(SourceFile file, Generated generated) {
        reference = new ReferenceNetwork(file);
        program = generated.make(reference.name(), TrainingProgram.class);
        program.setup().tensors().forEach(t -> places.put(t.pattern(), t));
    }

    /** Whether two runs left the same bits, after each step and at the end. */
    static void assertSame(String what, Trace wanted, Trace found) {
        for (int step = 0; step < wanted.states().size(); step++) {
            Map<Variable, float[]> other = found.states().get(step);
            String at = what + ", after " + step + " steps, ";
            wanted.states().get(step).forEach(
                    (variable, values) -> Differences.assertSameBits(values, other.get(variable), () -> at + variable));
        }
        assertTrue(Arrays.deepEquals(wanted.reports().toArray(), found.reports().toArray()),
                () -> what + ", reports");
        assertTrue(Arrays.equals(wanted.evaluation(), found.evaluation()), () -> what + ", evaluation");
    }

    /** Whether the network's programs can be machine code. */
    boolean hasMachineForm() {
        return ((CpuTraining) program).hasMachineForm();
    }

    /** Whether something is left, of those that have the form, that vectors compute. */
    boolean machineNeedsVectors() {
        return Stream.of("Step", "Evaluation").anyMatch(which -> {
            String name = program.getClass().getName() + which;
            try {
                Class<?> machine = Class.forName(name + "$Machine", false, program.getClass().getClassLoader());
                return !machine.getSuperclass().getName().equals(name);
            } catch (ClassNotFoundException e) {
                throw new AssertionError(e);
            }
        });
    }

    boolean isInStrips() {
        return ((CpuTraining) program).stripWork() > 0;
    }

    Trace run(int threads, Form form) {
        List<Map<Variable, float[]>> states = new ArrayList<>(List.of(reference.first()));
        List<double[]> reports = new ArrayList<>();
        double[] totals = new double[program.setup().arena().reports().length];
        try (CpuSession session = new CpuSession((CpuTraining) program, program.setup().arena(), reference.columns(),
                reference.batch(), ReferenceNetwork.SEED, threads, form)) {
            reference.first().forEach((variable, values) -> session.write(place(variable), values));
            for (int step = 0; step < STEPS; step++) {
                double[] sums = new double[program.setup().arena().stepReportFloats()];
                session.train(new Stretch(step, 1, new Batches(reference.order(), reference.batch()),
                        step % ReferenceNetwork.STEPS_PER_EPOCH, numbers(step),
                        sums));
                reports.add(sums);
                states.add(state(session));
            }
            session.evaluate(reference.order(), totals, new float[0]);
        }
        return new Trace(states, reports, totals);
    }

    private int place(Variable variable) {
        return Objects.requireNonNull(places.get(variable.name()), variable.name()).offset();
    }

    private Map<Variable, float[]> state(CpuSession session) {
        Map<Variable, float[]> state = new LinkedHashMap<>();
        reference.first().forEach((variable, values) -> {
            float[] now = new float[values.length];
            session.read(place(variable), now);
            state.put(variable, now);
        });
        return state;
    }

    private float[] numbers(int step) {
        Clock clock = new Clock(2, ReferenceNetwork.STEPS_PER_EPOCH);
        clock.advanceTo(step);
        float[] numbers = new float[reference.graphs().hyperparameters().size()];
        program.hyperparameters(clock, numbers, 0);
        return numbers;
    }

    /** Where a run is not what the reference says; each step is begun where the run was. */
    List<String> differences(Trace trace) {
        Differences differences = new Differences();
        for (int step = 0; step < STEPS; step++) {
            Map<Variable, float[]> before = trace.states().get(step);
            if (hasRunAway(before)) {
                return differences.found();
            }
            Map<Variable, Tensor> right = reference.step(reference.graphs().step(), step, before, numbers(step));
            differences.moved("step " + step, before, right, trace.states().get(step + 1));
            differences.sums("step " + step, reference.graphs().stepReports(), right, trace.reports().get(step));
        }
        if (hasRunAway(trace.states().getLast())) {
            return differences.found();
        }
        differences.sums("evaluation", reference.graphs().reports(), reference.evaluation(trace.states().getLast()),
                trace.evaluation());
        return differences.found();
    }

    /** Whether the steps have become so large that single precision has nothing more to say. */
    private static boolean hasRunAway(Map<Variable, float[]> state) {
        for (float[] values : state.values()) {
            for (float value : values) {
                if (!(Math.abs(value) < 1000)) {
                    return true;
                }
            }
        }
        return false;
    }
}
