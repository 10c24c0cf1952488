package org.dnn.compiler.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

import org.dnn.compiler.Generated;
import org.dnn.compiler.check.Check;
import org.dnn.compiler.diagnostic.Diagnostics;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.GraphBuilder.Numbering;
import org.dnn.compiler.ir.ReferenceInterpreter;
import org.dnn.compiler.ir.Tensor;
import org.dnn.compiler.ir.TrainingGraphs;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.lower.Lower;
import org.dnn.compiler.model.ColumnGroup;
import org.dnn.compiler.model.Training;
import org.dnn.compiler.parse.Parser;
import org.dnn.compiler.source.Outside;
import org.dnn.compiler.source.SourceFile;
import org.dnn.compiler.type.Kind;
import org.dnn.runtime.cpu.CpuSession;
import org.dnn.runtime.cpu.CpuTraining;
import org.dnn.runtime.data.ByteColumn;
import org.dnn.runtime.data.Column;
import org.dnn.runtime.data.FloatColumn;
import org.dnn.runtime.device.Stretch;
import org.dnn.runtime.train.Clock;
import org.dnn.runtime.train.TensorSetup;
import org.dnn.runtime.train.TrainingProgram;

/** The first train block of a file: its graphs, its generated classes, and made-up data and weights to run both with. */
final class TrainedNetwork {
    /** Two full batches and one of two rows make an epoch; then one step of the next epoch. */
    private static final int STEPS_PER_EPOCH = 3;
    private static final int STEPS = 4;
    private static final long SEED = 17;

    private final TrainingGraphs graphs;
    private final TrainingProgram program;
    private final int batch;
    private final int rows;
    private final int[] order;
    private final Map<String, Column> columns = new LinkedHashMap<>();
    private final Map<Variable, TensorSetup> places = new LinkedHashMap<>();
    private final Map<Variable, float[]> first = new LinkedHashMap<>();

    /**
     * What a run leaves.
     *
     * @param states     the variables before the first step, and after each
     * @param reports    the sums that each step reported
     * @param evaluation the sums over all rows at the end
     */
    record Trace(List<Map<Variable, float[]>> states, List<double[]> reports, double[] evaluation) {}

    TrainedNetwork(SourceFile file, Generated generated) {
        Training training = training(file);
        graphs = Lower.training(training, new Numbering());
        program = generated.make(training.name(), TrainingProgram.class);
        batch = training.batch();
        rows = 2 * batch + 2;
        order = IntStream.range(0, rows).map(i -> (i * 5 + 3) % rows).distinct().count() == rows
                ? IntStream.range(0, rows).map(i -> (i * 5 + 3) % rows).toArray()
                : IntStream.range(0, rows).map(i -> rows - 1 - i).toArray();
        Random random = new Random(file.text().hashCode());
        training.data().columns().forEach(g -> columns.put(g.name(), column(g, random)));
        Map<String, TensorSetup> tensors = new HashMap<>();
        program.setup().tensors().forEach(t -> tensors.put(t.pattern(), t));
        for (Variable variable : read(graphs)) {
            TensorSetup tensor = tensors.get(variable.name());
            if (tensor != null) {
                places.put(variable, tensor);
                first.put(variable, values(variable, tensor, random));
            }
        }
    }

    TrainingGraphs graphs() {
        return graphs;
    }

    private static Training training(SourceFile file) {
        Diagnostics diagnostics = new Diagnostics();
        return Check.check(Parser.parse(file, diagnostics), diagnostics, Outside.NOTHING, Map.of()).trainings()
                .getFirst();
    }

    /** What the graphs read of the arena. */
    private static List<Variable> read(TrainingGraphs graphs) {
        List<Variable> all = new ArrayList<>();
        for (Graph graph : List.of(graphs.step(), graphs.evaluation())) {
            graph.equations().forEach(e -> {
                if (e.op() instanceof org.dnn.compiler.ir.Op.Read read) {
                    all.add(read.variable());
                }
            });
        }
        return all.stream().distinct().toList();
    }

    private Column column(ColumnGroup group, Random random) {
        int width = group.storedShape().stream().reduce(1, Math::multiplyExact);
        float[] values = new float[rows * width];
        for (int row = 0; row < rows; row++) {
            int chosen = random.nextInt(width);
            for (int e = 0; e < width; e++) {
                values[row * width + e] = switch (group.kind()) {
                    case Kind.ClassOf classes -> random.nextInt(classes.classes());
                    case Kind.OneHot _ -> e == chosen ? 1 : 0;
                    case Kind.Bool _ -> random.nextInt(2);
                    case Kind.Real _,Kind.Logits _,Kind.Probability _,Kind.LogProbability _ -> group.bytes()
                            ? random.nextInt(256)
                            : random.nextFloat();
                };
            }
        }
        if (!group.bytes()) {
            return new FloatColumn(values, width);
        }
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (int) values[i];
        }
        return new ByteColumn(bytes, width);
    }

    /** What it is set to by itself, and a little more where that is the same everywhere. */
    private static float[] values(Variable variable, TensorSetup tensor, Random random) {
        int[] sizes = variable.type().sizes().stream().mapToInt(s -> s).toArray();
        float[] values = tensor.fill().values(SEED, variable.name(), sizes);
        double spread = switch (variable.role()) {
            case PARAMETER, BUFFER, STATISTIC -> 0.2;
            case OPTIMIZER_STATE, HYPERPARAMETER, COLUMN, OUTPUT, REPORT -> 0;
        };
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (spread * random.nextDouble());
        }
        return values;
    }

    Trace run(int threads, boolean vectors) {
        List<Map<Variable, float[]>> states = new ArrayList<>(List.of(first));
        List<double[]> reports = new ArrayList<>();
        double[] totals = new double[program.setup().arena().reports().length];
        try (CpuSession session = new CpuSession((CpuTraining) program, program.setup().arena(), columns, batch, SEED,
                threads, vectors)) {
            first.forEach((variable, values) -> session.write(place(variable), values));
            for (int step = 0; step < STEPS; step++) {
                double[] sums = new double[program.setup().arena().stepReportFloats()];
                session.train(new Stretch(step, 1, order, step % STEPS_PER_EPOCH * batch, batch, numbers(step), sums));
                reports.add(sums);
                states.add(state(session));
            }
            session.evaluate(order, totals, new float[0]);
        }
        return new Trace(states, reports, totals);
    }

    private int place(Variable variable) {
        return Objects.requireNonNull(places.get(variable)).offset();
    }

    private Map<Variable, float[]> state(CpuSession session) {
        Map<Variable, float[]> state = new LinkedHashMap<>();
        first.forEach((variable, values) -> {
            float[] now = new float[values.length];
            session.read(place(variable), now);
            state.put(variable, now);
        });
        return state;
    }

    private float[] numbers(int step) {
        Clock clock = new Clock(2, STEPS_PER_EPOCH);
        clock.advanceTo(step);
        float[] numbers = new float[graphs.hyperparameters().size()];
        program.hyperparameters(clock, numbers, 0);
        return numbers;
    }

    /** What the reference makes of a step that begins with these variables. */
    Map<Variable, Tensor> reference(int step, Map<Variable, float[]> before) {
        return reference(step, before, graphs.step());
    }

    /** The same of another form of the step's graph. */
    Map<Variable, Tensor> reference(int step, Map<Variable, float[]> before, Graph graph) {
        int from = step % STEPS_PER_EPOCH * batch;
        Map<Variable, Tensor> variables = variables(before, Arrays.copyOfRange(order, from,
                Math.min(rows, from + batch)));
        float[] numbers = numbers(step);
        int next = 0;
        for (Variable number : graphs.hyperparameters().keySet()) {
            variables.put(number, Tensor.scalar(numbers[next++]));
        }
        return ReferenceInterpreter.run(graph, Math.min(batch, rows - from), variables, SEED, step);
    }

    /** What the reference makes of an evaluation of all rows. */
    Map<Variable, Tensor> reference(Map<Variable, float[]> state) {
        return ReferenceInterpreter.run(graphs.evaluation(), rows, variables(state, order), SEED, 0);
    }

    private Map<Variable, Tensor> variables(Map<Variable, float[]> state, int[] chosen) {
        Map<Variable, Tensor> variables = new HashMap<>();
        state.forEach((v, values) -> variables.put(v, tensor(v, 0, values)));
        for (Variable variable : read(graphs)) {
            if (variable.role() == Variable.Role.COLUMN) {
                variables.put(variable, tensor(variable, chosen.length, gathered(variable, chosen)));
            }
        }
        return variables;
    }

    private float[] gathered(Variable variable, int[] chosen) {
        Column column = Objects.requireNonNull(columns.get(variable.name()));
        float[] values = new float[chosen.length * column.width()];
        for (int i = 0; i < values.length; i++) {
            int at = chosen[i / column.width()] * column.width() + i % column.width();
            values[i] = switch (column) {
                case FloatColumn floats -> floats.values()[at];
                case ByteColumn bytes -> bytes.values()[at] & 0xFF;
            };
        }
        return values;
    }

    private static Tensor tensor(Variable variable, int rowCount, float[] values) {
        Tensor tensor = Tensor.of(variable.type().sizes(), rowCount);
        for (int i = 0; i < values.length; i++) {
            tensor.numbers()[i] = values[i];
        }
        return tensor;
    }
}
