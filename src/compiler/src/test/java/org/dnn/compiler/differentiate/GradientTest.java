package org.dnn.compiler.differentiate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.differentiate.GradientCases.Expression;
import org.dnn.compiler.ir.BinaryFunction;
import org.dnn.compiler.ir.Equation;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.GraphBuilder;
import org.dnn.compiler.ir.GraphBuilder.Numbering;
import org.dnn.compiler.ir.GraphVerifier;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.ReduceFunction;
import org.dnn.compiler.ir.ReferenceInterpreter;
import org.dnn.compiler.ir.Tensor;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.ir.UnaryFunction;
import org.dnn.compiler.ir.Value;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.ir.Window;
import org.dnn.compiler.source.Origin;
import org.dnn.compiler.source.SourceFile;
import org.dnn.compiler.source.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gradient of every op is what finite differences in double say. */
class GradientTest {
    private static final int ROWS = 3;
    private static final double STEP = 1e-5;
    private static final Variable SCALAR = new Variable(Variable.Role.REPORT, "scalar", TensorType.SCALAR);

    static List<Expression> expressions() {
        return GradientCases.all();
    }

    private static GraphBuilder builder() {
        SourceFile file = new SourceFile("gradient.dnn", "");
        return new GraphBuilder(new Numbering(), Origin.of(new Span(file, 0, 0)));
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void isWhatFiniteDifferencesSay(Expression expression) {
        GraphBuilder b = builder();
        Value scalar = scalar(b, expression.write().apply(b));
        List<Variable> variables = variables(b);
        b.store(SCALAR, scalar);
        List<Value> gradients = Differentiate.gradients(b, scalar, variables.stream().map(b::read).toList());
        for (int i = 0; i < variables.size(); i++) {
            b.store(gradientOf(variables.get(i)), gradients.get(i));
        }
        Graph graph = GraphVerifier.verified("differentiate", b.program());
        Map<Variable, Tensor> given = numbers(variables);
        Map<Variable, Tensor> stored = ReferenceInterpreter.run(graph, ROWS, given, 1, 0);
        for (Variable variable : variables) {
            double[] gradient = Objects.requireNonNull(stored.get(gradientOf(variable))).numbers();
            for (int i = 0; i < gradient.length; i++) {
                double expected = difference(graph, given, variable, i);
                assertEquals(expected, gradient[i], 1e-6 * Math.max(1, Math.abs(expected)),
                        expression + ", by " + variable + "[" + i + "]");
            }
        }
    }

    /** The sum of all elements, each with a weight of its own. */
    private static Value scalar(GraphBuilder b, Value value) {
        Value phase = b.constant(0.3, value.type());
        for (int axis = 0; axis < value.type().rank(); axis++) {
            phase = b.plus(phase, b.times(b.add("place", new Op.Iota(value.type(), axis)), 0.7 + 0.4 * axis));
        }
        return b.sumAll(b.times(value, b.unary(UnaryFunction.COSINE, phase)));
    }

    private static Variable gradientOf(Variable variable) {
        return new Variable(Variable.Role.OUTPUT, "gradient of " + variable, variable.type());
    }

    private static List<Variable> variables(GraphBuilder b) {
        return b.equations().stream().flatMap(e -> e.op() instanceof Op.Read read
                ? Stream.of(read.variable())
                : Stream.<Variable>of()).toList();
    }

    private static Map<Variable, Tensor> numbers(List<Variable> variables) {
        Random random = new Random(5);
        Map<Variable, Tensor> numbers = new LinkedHashMap<>();
        for (Variable variable : variables) {
            Tensor tensor = Tensor.of(variable.type().sizes(), ROWS);
            Arrays.setAll(tensor.numbers(), _ -> 0.3 + 1.7 * random.nextDouble());
            numbers.put(variable, tensor);
        }
        return numbers;
    }

    private static double difference(Graph graph, Map<Variable, Tensor> given, Variable by, int index) {
        return (scalarAt(graph, given, by, index, STEP) - scalarAt(graph, given, by, index, -STEP)) / (2 * STEP);
    }

    private static double scalarAt(Graph graph, Map<Variable, Tensor> given, Variable by, int index, double step) {
        Tensor tensor = Objects.requireNonNull(given.get(by));
        double[] moved = tensor.numbers().clone();
        moved[index] += step;
        Map<Variable, Tensor> all = new HashMap<>(given);
        all.put(by, new Tensor(tensor.sizes(), moved));
        return Objects.requireNonNull(ReferenceInterpreter.run(graph, ROWS, all, 1, 0).get(SCALAR)).numbers()[0];
    }

    @Test
    void stopsAtWhatIsDetached() {
        GraphBuilder b = builder();
        Value x = GradientCases.read(b, "x", 4);
        Value scalar = b.sumAll(b.times(x, b.detach(b.square(x))));
        Variable gradient = new Variable(Variable.Role.REPORT, "gradient", x.type());
        b.store(gradient, Differentiate.gradients(b, scalar, List.of(x)).getFirst());
        Map<Variable, Tensor> given = numbers(variables(b));
        Tensor found = Objects.requireNonNull(
                ReferenceInterpreter.run(b.program(), ROWS, given, 1, 0).get(gradient));
        double[] numbers = given.values().iterator().next().numbers();
        for (int i = 0; i < numbers.length; i++) {
            assertEquals(numbers[i] * numbers[i], found.numbers()[i], 1e-12);
        }
    }

    /** Training needs no second derivative; the op is there for the first one of {@link Op.WindowMaximum}. */
    @Test
    void ofTheGradientOfAWindowMaximumIsRefused() {
        GraphBuilder b = builder();
        Window window = new Window(1, 2, 2, 2, 2, 2, 2, 0, 0, 1, 1, false);
        Value x = GradientCases.read(b, "x", TensorType.ROWS, 1, 2, 2);
        Value g = GradientCases.read(b, "g", TensorType.ROWS, 1, 1, 1);
        Value scalar = b.sumAll(b.add("y", new Op.WindowMaximumGradient(window), x, g));
        assertThrows(CompilerBug.class, () -> Differentiate.gradients(b, scalar, List.of(g)));
    }

    @Test
    void isTestedForEveryOpAndFunction() {
        Set<Class<?>> ops = new HashSet<>(Set.of(Op.Detach.class, Op.WindowMaximumGradient.class));
        Set<Object> functions = new HashSet<>();
        for (Expression expression : expressions()) {
            GraphBuilder b = builder();
            Value _ = expression.write().apply(b);
            for (Op op : ops(b.equations())) {
                ops.add(op.getClass());
                switch (op) {
                    case Op.Unary unary -> functions.add(unary.function());
                    case Op.Binary binary -> functions.add(binary.function());
                    case Op.Reduce reduce -> functions.add(reduce.function());
                    default -> {
                        /* The class says it all. */
                    }
                }
            }
        }
        assertEquals(Set.of(Op.class.getPermittedSubclasses()), ops);
        assertEquals(Stream.of(UnaryFunction.values(), BinaryFunction.values(), ReduceFunction.values())
                .flatMap(Arrays::stream).collect(Collectors.toSet()), functions);
    }

    private static List<Op> ops(List<Equation> equations) {
        List<Op> ops = new ArrayList<>();
        for (Equation equation : equations) {
            ops.add(equation.op());
            if (equation.op() instanceof Op.Repeat repeat) {
                ops.addAll(ops(repeat.body().equations()));
            }
        }
        return ops;
    }
}
