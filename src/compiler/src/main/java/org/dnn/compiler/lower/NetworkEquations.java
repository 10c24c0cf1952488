package org.dnn.compiler.lower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.ast.BinaryOperator;
import org.dnn.compiler.catalog.Weight;
import org.dnn.compiler.ir.BinaryFunction;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.GraphBuilder;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.ir.Value;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.model.Network;
import org.dnn.compiler.model.Node;

/** The equations of a network, for training or for evaluation. */
final class NetworkEquations {
    private final boolean training;
    private final Map<String, Variable> weights;
    private final Map<Integer, Value> values = new HashMap<>();

    private NetworkEquations(boolean training, Map<String, Variable> weights) {
        this.training = training;
        this.weights = weights;
    }

    /** The network's output. */
    static Value write(GraphBuilder builder, Network network, boolean training) {
        NetworkEquations equations = new NetworkEquations(training, Weights.variables(network));
        Scope scope = Scope.program(builder);
        equations.nodes(scope, network.nodes());
        return equations.value(network.output());
    }

    private void nodes(Scope scope, List<Node> nodes) {
        for (Node node : nodes) {
            scope.builder().at(node.origin());
            values.put(node.id(), switch (node) {
                case Node.Input input -> input(scope.builder(), input);
                case Node.Turn turn -> value(turn.id());
                case Node.Layer layer -> layer(scope, layer);
                case Node.Combine combine -> scope.builder().binary(function(combine.operator()),
                        value(combine.left()), value(combine.right()));
                case Node.Scale scale -> scale(scope.builder(), scale);
                case Node.Repeat repeat -> repeat(scope, repeat);
            });
        }
    }

    private Value value(int node) {
        Value value = values.get(node);
        if (value == null) {
            throw new CompilerBug("lower", "node " + node + " is used before it is written");
        }
        return value;
    }

    private Value input(GraphBuilder b, Node.Input input) {
        List<Value> parts = input.columns().stream().map(c -> Columns.value(b, c)).toList();
        return parts.size() == 1 ? parts.getFirst() : b.add("inputs", new Op.Concat(1), parts.toArray(Value[]::new));
    }

    private Value layer(Scope scope, Node.Layer layer) {
        Map<String, Value> own = new HashMap<>();
        Map<String, Variable> variables = new HashMap<>();
        for (Weight weight : layer.weights()) {
            Variable variable = weights.get(layer.path() + "." + weight.name());
            if (variable == null) {
                throw new CompilerBug("lower", "no variable for " + layer.path() + "." + weight.name());
            }
            variables.put(weight.name(), variable);
            own.put(weight.name(), scope.weight(variable));
        }
        List<Value> operands = layer.operands().stream().map(this::value).toList();
        LayerContext context = new LayerContext(scope.builder(), layer.arguments(), operands, own,
                TensorType.perRow(layer.type().shape()), training, layer.path(),
                (name, value) -> scope.update(Objects.requireNonNull(variables.get(name)), value));
        Value result = LayerFormulas.write(layer.entry().name(), context);
        return scope.builder().named(result, shortName(layer));
    }

    /** {@code residual1.*.conv2d1} is called {@code residual1Conv2d1} where it has a name; functions by their own. */
    private static String shortName(Node.Layer layer) {
        return layer.path().isEmpty() ? layer.entry().name() : layer.path().replace(".*", "");
    }

    private static Value scale(GraphBuilder b, Node.Scale scale, Value tensor) {
        Value number = b.constant(scale.number());
        return scale.numberFirst()
                ? b.binary(function(scale.operator()), number, tensor)
                : b.binary(function(scale.operator()), tensor, number);
    }

    private Value scale(GraphBuilder b, Node.Scale scale) {
        return scale(b, scale, value(scale.tensor()));
    }

    private Value repeat(Scope scope, Node.Repeat repeat) {
        GraphBuilder inside = new GraphBuilder(scope.builder().numbering(), repeat.origin());
        Scope body = scope.body(inside);
        Value turn = new Value(inside.numbering().next(), TensorType.perRow(repeat.turn().type().shape()), "turn");
        values.put(repeat.turn().id(), turn);
        nodes(body, repeat.body());

        List<Value> parameters = new ArrayList<>(List.of(turn));
        List<Value> operands = new ArrayList<>(List.of(value(repeat.operand())));
        body.stacked().forEach((variable, element) -> {
            parameters.add(element);
            operands.add(scope.weight(variable));
        });
        List<Value> results = new ArrayList<>(List.of(value(repeat.result())));
        results.addAll(body.updates());
        Graph graph = new Graph(parameters, inside.equations(), results, List.of());
        scope.builder().at(repeat.origin());
        List<Value> outputs = scope.builder().addAll(results.stream().map(Value::name).toList(),
                new Op.Repeat(repeat.count(), false, 1, 0, graph), operands);
        for (int i = 0; i < body.updated().size(); i++) {
            scope.update(body.updated().get(i), outputs.get(i + 1));
        }
        return outputs.getFirst();
    }

    static BinaryFunction function(BinaryOperator operator) {
        return switch (operator) {
            case ADD -> BinaryFunction.ADD;
            case SUBTRACT -> BinaryFunction.SUBTRACT;
            case MULTIPLY -> BinaryFunction.MULTIPLY;
            case DIVIDE -> BinaryFunction.DIVIDE;
            case LESS -> BinaryFunction.LESS;
            case LESS_OR_EQUAL -> BinaryFunction.LESS_OR_EQUAL;
            case GREATER -> BinaryFunction.GREATER;
            case GREATER_OR_EQUAL -> BinaryFunction.GREATER_OR_EQUAL;
            case EQUAL -> BinaryFunction.EQUAL;
            case NOT_EQUAL -> BinaryFunction.NOT_EQUAL;
            case AND -> BinaryFunction.MINIMUM;
            case OR -> BinaryFunction.MAXIMUM;
        };
    }
}
