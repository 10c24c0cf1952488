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

import org.dnn.compiler.check.Check;
import org.dnn.compiler.diagnostic.Diagnostics;
import org.dnn.compiler.differentiate.Differentiate;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.GraphBuilder.Numbering;
import org.dnn.compiler.ir.Op;
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
import org.dnn.runtime.data.ByteColumn;
import org.dnn.runtime.data.Column;
import org.dnn.runtime.data.FloatColumn;

/** The first train block of a file as graphs, with made-up data and weights, and what the reference makes of them. */
final class ReferenceNetwork {
    /** Two full batches and one of two rows make an epoch. */
    static final int STEPS_PER_EPOCH = 3;
    static final long SEED = 17;

    private final Training training;
    private final TrainingGraphs graphs;
    private final int rows;
    private final int[] order;
    private final Map<String, Column> columns = new LinkedHashMap<>();
    private final Map<Variable, float[]> first = new LinkedHashMap<>();

    ReferenceNetwork(SourceFile file) {
        Diagnostics diagnostics = new Diagnostics();
        training = Check.check(Parser.parse(file, diagnostics), diagnostics, Outside.NOTHING, Map.of()).trainings()
                .getFirst();
        graphs = Lower.training(training, new Numbering(), Differentiate::gradients);
        rows = 2 * training.batch() + 2;
        order = IntStream.range(0, rows).map(i -> rows - 1 - i).toArray();
        Random random = new Random(file.text().hashCode());
        training.data().columns().forEach(g -> columns.put(g.name(), column(g, random)));
        for (Variable variable : read()) {
            if (variable.role() != Variable.Role.COLUMN && variable.role() != Variable.Role.HYPERPARAMETER) {
                first.put(variable, values(variable, random));
            }
        }
    }

    String name() {
        return training.name();
    }

    int batch() {
        return training.batch();
    }

    int[] order() {
        return order;
    }

    TrainingGraphs graphs() {
        return graphs;
    }

    Map<String, Column> columns() {
        return columns;
    }

    /** The variables before the first step. */
    Map<Variable, float[]> first() {
        return first;
    }

    /** What the graphs read. */
    private List<Variable> read() {
        List<Variable> all = new ArrayList<>();
        for (Graph graph : List.of(graphs.step(), graphs.evaluation())) {
            graph.equations().forEach(e -> {
                if (e.op() instanceof Op.Read read) {
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

    private float[] values(Variable variable, Random random) {
        float[] values = new float[(int) variable.type().elements().constant()];
        int inputs = variable.type().rank() == 0 ? 1 : variable.type().size(variable.type().rank() - 1);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) switch (variable.role()) {
                case PARAMETER -> (2 * random.nextDouble() - 1) / Math.sqrt(inputs);
                case BUFFER, STATISTIC -> 0.5 + random.nextDouble();
                case OPTIMIZER_STATE -> Objects.requireNonNull(graphs.states().get(variable));
                case HYPERPARAMETER, COLUMN, OUTPUT, REPORT -> throw new IllegalArgumentException(variable.name());
            };
        }
        return values;
    }

    /**
     * What a form of the step's graph makes of a step.
     *
     * @param before  the variables when the step begins
     * @param numbers what the host gives for the step
     */
    Map<Variable, Tensor> step(Graph graph, int step, Map<Variable, float[]> before, float[] numbers) {
        int from = step % STEPS_PER_EPOCH * batch();
        int[] chosen = Arrays.copyOfRange(order, from, Math.min(rows, from + batch()));
        Map<Variable, Tensor> variables = variables(before, chosen);
        int next = 0;
        for (Variable number : graphs.hyperparameters().keySet()) {
            variables.put(number, Tensor.scalar(numbers[next++]));
        }
        return ReferenceInterpreter.run(graph, chosen.length, variables, SEED, step);
    }

    /** What it makes of an evaluation of all rows. */
    Map<Variable, Tensor> evaluation(Map<Variable, float[]> state) {
        return ReferenceInterpreter.run(graphs.evaluation(), rows, variables(state, order), SEED, 0);
    }

    private Map<Variable, Tensor> variables(Map<Variable, float[]> state, int[] chosen) {
        Map<Variable, Tensor> variables = new HashMap<>();
        state.forEach((v, values) -> variables.put(v, tensor(v, 0, values)));
        for (Variable variable : read()) {
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
