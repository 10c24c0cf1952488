package org.dnn.compiler.parity;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.catalog.Entry;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.Tensor;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.lower.OperationGraphs;
import org.dnn.compiler.model.Network;
import org.dnn.compiler.model.Node;
import org.dnn.compiler.model.Training;

/**
 * A layer or a loss, what it is given, and what must come out.
 *
 * @param calls    the entries of the catalogue that it is a case of, with their arguments as the checker bound them
 * @param graph    the operation and its gradients
 * @param given    columns, parameters and buffers by their names
 * @param expected what is stored, by its name: {@code out}, {@code grad.x}, a buffer's name
 */
record OperationCase(String name, List<Call> calls, Graph graph, int rows, Map<String, double[]> given,
        Map<String, double[]> expected) {
    /** An entry of the catalogue with its arguments. */
    record Call(Entry entry, Arguments arguments) {}

    @Override
    public String toString() {
        return name;
    }

    /** The network of one column {@code x}, and the shape of its result. */
    static Network network(String body, List<Integer> shape, List<Integer> result) {
        return CheckedText.of("""
                data D { source: generate(rows: 16); input x: float%s = uniform(0, 1) }
                model M(x: D.x) -> output: %s { %s }
                """.formatted(shape, result, body)).networks().getFirst();
    }

    static List<Call> calls(List<Node> nodes) {
        return nodes.stream().flatMap(n -> switch (n) {
            case Node.Layer layer -> List.of(new Call(layer.entry(), layer.arguments())).stream();
            case Node.Repeat repeat -> calls(repeat.body()).stream();
            case Node.Input _,Node.Turn _,Node.Combine _,Node.Scale _ -> List.<Call>of().stream();
        }).toList();
    }

    static OperationCase of(String name, Network network, boolean training, int rows, Map<String, double[]> given,
            Map<String, double[]> expected) {
        return new OperationCase(name, calls(network.nodes()), OperationGraphs.network(network, training), rows, given,
                expected);
    }

    /**
     * The training whose loss is meant: of the output of a function of a column {@code x} of this shape with a target
     * {@code y} of some type.
     */
    static Training loss(String call, int size, String function, String target) {
        return CheckedText.of("""
                data D { source: generate(rows: 16); input x: float[%d] = uniform(0, 1); target y: %s = 0 }
                model M(x: D.x) -> output: [%d] { x -> %s }
                train T { model: M(D.x); loss: %s; optimizer: SGD(lr: 1); epochs: 1; batch: 16 }
                """.formatted(size, target, size, function, call)).trainings().getFirst();
    }

    static OperationCase of(String name, Training training, int rows, Map<String, double[]> given,
            Map<String, double[]> expected) {
        return new OperationCase(name, List.of(new Call(training.loss().entry(), training.loss().arguments())),
                OperationGraphs.loss(training), rows, given, expected);
    }

    /** What the graph reads. */
    Map<Variable, Tensor> operands() {
        Map<Variable, Tensor> operands = new LinkedHashMap<>();
        graph.equations().forEach(e -> {
            if (e.op() instanceof Op.Read read) {
                Variable variable = read.variable();
                double[] numbers = Objects.requireNonNull(given.get(variable.name()),
                        () -> name + " has no " + variable.name());
                operands.put(variable, tensor(variable.type(), numbers));
            }
        });
        return operands;
    }

    private Tensor tensor(TensorType type, double[] numbers) {
        Tensor tensor = Tensor.of(type.sizes(), rows);
        if (numbers.length != tensor.numbers().length) {
            throw new AssertionError(name + ": " + numbers.length + " numbers for " + type);
        }
        System.arraycopy(numbers, 0, tensor.numbers(), 0, numbers.length);
        return tensor;
    }

    /** How far each result is from what is expected; every result is. */
    Map<String, Distance> distances(Map<Variable, Tensor> stored) {
        Map<String, double[]> found = new HashMap<>();
        stored.forEach((variable, tensor) -> found.put(variable.name(), tensor.numbers()));
        if (!found.keySet().equals(expected.keySet())) {
            throw new AssertionError(name + " gives " + found.keySet() + ", expected " + expected.keySet());
        }
        return found.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey,
                e -> Distance.between(Objects.requireNonNull(expected.get(e.getKey())), e.getValue())));
    }

    /**
     * The largest distance of some numbers from others.
     *
     * @param excess how much is not explained by 1e-5 + 1e-4 · |expected|, as a multiple of that
     */
    record Distance(double absolute, double excess, String where) {
        /** How far off a vector may be that products of few bits give, relative to its length: they turn a few rectifiers over. */
        private static final double NARROW = 0.1;

        static Distance between(double[] expected, double[] found) {
            if (expected.length != found.length) {
                return new Distance(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY,
                        found.length + " numbers, not " + expected.length);
            }
            Distance worst = new Distance(0, 0, "");
            for (int i = 0; i < expected.length; i++) {
                boolean same = Double.compare(expected[i], found[i]) == 0;
                double absolute = same ? 0 : Math.abs(expected[i] - found[i]);
                double excess = absolute / (1e-5 + 1e-4 * Math.abs(expected[i]));
                if (!(excess <= worst.excess)) {
                    worst = new Distance(absolute, Double.isNaN(excess) ? Double.POSITIVE_INFINITY : excess,
                            "[" + i + "] is " + found[i] + ", not " + expected[i]);
                }
            }
            return worst;
        }

        /** Holds what products of few bits give to what exact ones give, as vectors. */
        static void assertNear(String what, double[] expected, double[] found) {
            double[] differences = IntStream.range(0, found.length).mapToDouble(i -> found[i] - expected[i]).toArray();
            assertTrue(length(differences) <= NARROW * length(expected),
                    () -> what + " is " + length(differences) + " away of " + length(expected));
        }

        private static double length(double[] numbers) {
            return Math.sqrt(DoubleStream.of(numbers).map(x -> x * x).sum());
        }
    }
}
