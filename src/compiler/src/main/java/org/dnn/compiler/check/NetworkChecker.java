package org.dnn.compiler.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.dnn.compiler.ast.Argument;
import org.dnn.compiler.ast.BinaryOperator;
import org.dnn.compiler.ast.Declaration;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.ast.Rational;
import org.dnn.compiler.ast.Stage;
import org.dnn.compiler.ast.TypeExpression;
import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.catalog.Catalog;
import org.dnn.compiler.catalog.Entry;
import org.dnn.compiler.catalog.Entry.Group;
import org.dnn.compiler.catalog.LayerRule;
import org.dnn.compiler.catalog.LayerRule.Mismatch;
import org.dnn.compiler.diagnostic.CallSite;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.model.Node;
import org.dnn.compiler.source.Origin;
import org.dnn.compiler.source.Span;
import org.dnn.compiler.type.Kind;
import org.dnn.compiler.type.ValueType;

/** Writes out the body of a model or block: every call resolved, every shape known. */
final class NetworkChecker {
    /** Deeper than any network, less deep than the stack. */
    private static final int DEEPEST = 64;

    private final FileScope file;
    private final Report report;
    private final NodeList nodes;
    private final Map<String, Constant> constants;
    private final Map<String, Operand.Tensor> values = new LinkedHashMap<>();
    private final Set<String> usedValues = new LinkedHashSet<>();
    private final Set<String> blocks;

    /** The nodes written so far, and the number of the next; bodies of repetitions have lists of their own. */
    record NodeList(List<Node> nodes, int[] next) {
        static NodeList empty() {
            return new NodeList(new ArrayList<>(), new int[1]);
        }

        NodeList body() {
            return new NodeList(new ArrayList<>(), next);
        }

        int number() {
            return next[0]++;
        }
    }

    NetworkChecker(FileScope file, Report report, NodeList nodes, Map<String, Constant> constants, Set<String> blocks) {
        this.file = file;
        this.report = report;
        this.nodes = nodes;
        this.constants = new LinkedHashMap<>(constants);
        this.blocks = blocks;
    }

    void define(String name, Operand.Tensor value) {
        values.put(name, value);
    }

    Map<String, Constant> constants() {
        return constants;
    }

    /** Binds the upper-case names of a parameter's shape to what is given; false, after saying so, if it does not fit. */
    boolean bindShape(Declaration.Parameter parameter, ValueType given, Span at) {
        if (parameter.type().shape().isEmpty()) {
            return true;
        }
        List<Expression> sizes = parameter.type().shape().get();
        boolean fits = sizes.size() == given.rank();
        for (int i = 0; fits && i < sizes.size(); i++) {
            int actual = given.size(i);
            if (sizes.get(i) instanceof Expression.Reference reference && isDimension(reference.name().text())
                    && !constants.containsKey(reference.name().text())) {
                constants.put(reference.name().text(), Constant.Exact.of(actual));
            } else {
                Optional<Integer> size = constants(report).size(sizes.get(i));
                fits = size.isEmpty() || size.get() == actual;
            }
        }
        if (!fits) {
            report.add(Diagnostic.of(Code.ARGUMENT_TYPE, at,
                    parameter.name() + " is " + parameter.type().span().text() + ", found " + given.shape())
                    .label(parameter.span(), "declared here"));
        }
        return fits;
    }

    /** Upper-case names stand for sizes that the call gives. */
    static boolean isDimension(String name) {
        return !name.isEmpty() && Character.isUpperCase(name.charAt(0));
    }

    private Constants constants(Report where) {
        return new Constants(constants, where);
    }

    /** The result of a body; empty, after saying why, if it has none. */
    Optional<Operand.Tensor> body(Declaration.Body body, Paths paths) {
        for (Declaration.Assignment assignment : body.assignments()) {
            String name = assignment.name().text();
            if (values.containsKey(name) || constants.containsKey(name)) {
                report.error(Code.DUPLICATE_NAME, assignment.name().span(), name + " is already defined",
                        "choose another name");
            }
            boolean oneLayer = new LayerCount(file).in(assignment.value()) == 1;
            Optional<Operand.Tensor> value = tensor(assignment.value(), paths.value(name, oneLayer));
            value.ifPresent(v -> values.put(name, v));
            if (value.isEmpty()) {
                return Optional.empty();
            }
        }
        Optional<Operand.Tensor> result = tensor(body.result(), paths);
        for (Declaration.Assignment assignment : body.assignments()) {
            if (result.isPresent() && !usedValues.contains(assignment.name().text())) {
                report.add(Diagnostic.of(Code.UNUSED, assignment.name().span(),
                        assignment.name() + " is computed and not used").help("use it, or take it out"));
            }
        }
        return result;
    }

    private Optional<Operand.Tensor> tensor(Expression expression, Paths paths) {
        return operand(expression, paths).flatMap(o -> {
            if (o instanceof Operand.Tensor tensor) {
                return Optional.of(tensor);
            }
            report.error(Code.WRONG_VALUE, expression.span(), "a tensor is expected here, found a number",
                    "start from one of the values: " + String.join(", ", values.keySet()));
            return Optional.empty();
        });
    }

    private Optional<Operand> operand(Expression expression, Paths paths) {
        if (expression instanceof Expression.Reference reference && values.containsKey(reference.name().text())) {
            usedValues.add(reference.name().text());
            Operand.Tensor value = values.get(reference.name().text());
            return Optional.of(new Operand.Tensor(value.node(), value.type(), value.span()));
        }
        if (constants(report).isConstant(expression)) {
            return constants(report).number(expression).map(Operand.Scalar::new);
        }
        return switch (expression) {
            case Expression.Reference reference -> unknownValue(reference.name());
            case Expression.Chain chain -> chain(chain, paths).map(t -> t);
            case Expression.Binary binary -> binary(binary, paths);
            case Expression.Call call -> call(call, List.of(), Optional.empty(), paths).map(t -> t);
            case Expression.Conditional conditional -> constants(report).truth(conditional.condition())
                    .flatMap(c -> operand(c ? conditional.whenTrue() : conditional.whenFalse(), paths));
            case Expression.Unary unary -> operand(unary.operand(), paths)
                    .flatMap(o -> combine(BinaryOperator.MULTIPLY, new Operand.Scalar(
                            Rational.of(-1)), o, unary.span(), unary.span()));
            case Expression.Member member -> {
                report.error(Code.UNKNOWN_NAME, member.span(), "a column cannot be used inside a body",
                        "hand it in as a parameter of the model");
                yield Optional.empty();
            }
            case Expression.Missing _ -> Optional.empty();
            case Expression.Numeral _,Expression.Truth _,Expression.Text _,Expression.Listing _,Expression.Segments _,Expression.Except _,Expression.Stall _ -> {
                report.error(Code.WRONG_VALUE, expression.span(), "a tensor is expected here", "");
                yield Optional.empty();
            }
        };
    }

    private Optional<Operand> unknownValue(Name name) {
        if (isLayer(name.text())) {
            report.error(Code.WRONG_VALUE, name.span(), name + " needs something to work on",
                    "write x -> " + name + ", with a value before the arrow");
        } else {
            Set<String> known = new LinkedHashSet<>(values.keySet());
            known.addAll(constants.keySet());
            report.unknown("value", name, known);
        }
        return Optional.empty();
    }

    private boolean isLayer(String name) {
        return file.networks.containsKey(name) || Catalog.names(Group.LAYER).contains(name);
    }

    private Optional<Operand.Tensor> chain(Expression.Chain chain, Paths paths) {
        Optional<Operand.Tensor> value = tensor(chain.source(), paths);
        for (Stage stage : chain.stages()) {
            value = value.flatMap(v -> stage(stage, v, paths));
        }
        return value;
    }

    Optional<Operand.Tensor> stage(Stage stage, Operand.Tensor input, Paths paths) {
        Optional<Operand.Tensor> result = switch (stage) {
            case Stage.Apply apply -> apply(apply, input, paths);
            case Stage.Repeat repeat -> new RepeatChecker(this, report, nodes).check(repeat, input,
                    repeat.name().map(n -> paths.value(n.text(), new LayerCount(file).in(repeat.stages()) == 1))
                            .orElse(paths));
        };
        Optional<TypeExpression> assertion = switch (stage) {
            case Stage.Apply apply -> apply.assertion();
            case Stage.Repeat repeat -> repeat.assertion();
        };
        assertion.ifPresent(a -> result.ifPresent(r -> assertShape(a, r)));
        Optional<Name> name = stage instanceof Stage.Apply apply ? apply.name() : Optional.empty();
        name.ifPresent(n -> result.ifPresent(r -> {
            values.put(n.text(), r);
            usedValues.add(n.text());
        }));
        return result;
    }

    private void assertShape(TypeExpression assertion, Operand.Tensor value) {
        List<Integer> sizes = new ArrayList<>();
        for (Expression size : assertion.shape().orElse(List.of())) {
            Optional<Integer> known = constants(report).size(size);
            if (known.isEmpty()) {
                return;
            }
            sizes.add(known.get());
        }
        if (assertion.shape().isPresent() && !sizes.equals(value.type().shape())) {
            report.add(Diagnostic.of(Code.SHAPE_ASSERTION, assertion.span(),
                    "the value is " + value.type().shape() + " here, not " + sizes)
                    .label("asserted").help("correct the layers before it, or the assertion"));
        }
    }

    private Optional<Operand.Tensor> apply(Stage.Apply apply, Operand.Tensor input, Paths paths) {
        return switch (apply.function()) {
            case Expression.Reference reference -> invoke(reference.name(), List.of(), List.of(input), apply.name(),
                    reference.span(), paths);
            case Expression.Call call -> invoke(call.callee(), call.arguments(), List.of(input), apply.name(),
                    call.span(), paths);
            case Expression.Conditional conditional -> constants(report).truth(conditional.condition())
                    .flatMap(c -> apply(new Stage.Apply(c ? conditional.whenTrue() : conditional.whenFalse(),
                            apply.name(), Optional.empty(), apply.span()), input, paths));
            case Expression.Missing _ -> Optional.empty();
            default -> {
                report.error(Code.WRONG_VALUE, apply.function().span(), "a layer is expected behind ->",
                        "for example x -> Linear(5) -> relu");
                yield Optional.empty();
            }
        };
    }

    /** A call with tensors among its arguments: {@code concat(a, b)}, {@code Linear(x, 5)}. */
    private Optional<Operand.Tensor> call(Expression.Call call, List<Operand.Tensor> inputs, Optional<Name> name,
            Paths paths) {
        List<Operand.Tensor> tensors = new ArrayList<>(inputs);
        List<Argument> rest = new ArrayList<>(call.arguments());
        int most = operands(call.callee().text());
        while (!rest.isEmpty() && tensors.size() < most && rest.getFirst().name().isEmpty()
                && !constants(report).isConstant(rest.getFirst().value())) {
            Optional<Operand.Tensor> tensor = tensor(rest.removeFirst().value(), paths);
            if (tensor.isEmpty()) {
                return Optional.empty();
            }
            tensors.add(tensor.get());
        }
        if (tensors.isEmpty() && isLayer(call.callee().text())) {
            report.error(Code.WRONG_VALUE, call.span(), call.callee() + " needs something to work on",
                    "write x -> " + call.span().text());
            return Optional.empty();
        }
        return invoke(call.callee(), rest, tensors, name, call.span(), paths);
    }

    private int operands(String callee) {
        Declaration.Network block = file.networks.get(callee);
        if (block != null) {
            return (int) block.parameters().stream().filter(p -> !Headers.isHyperparameter(p)).count();
        }
        return Catalog.find(Group.LAYER, callee).flatMap(Entry::rule).map(LayerRule::operands).orElse(1);
    }

    private Optional<Operand.Tensor> invoke(Name callee, List<Argument> arguments, List<Operand.Tensor> inputs,
            Optional<Name> name, Span span, Paths paths) {
        Declaration.Network block = file.networks.get(callee.text());
        if (block != null) {
            return block(block, callee, arguments, inputs, name, span, paths);
        }
        return Lookup.find(report, Group.LAYER, callee)
                .flatMap(entry -> layer(entry, arguments, inputs, name, span, paths));
    }

    private Optional<Operand.Tensor> layer(Entry entry, List<Argument> given, List<Operand.Tensor> inputs,
            Optional<Name> name, Span span, Paths paths) {
        Optional<Arguments> bound = new ArgumentBinder(constants(report), report).bind(entry, given, span);
        if (bound.isEmpty()) {
            return Optional.empty();
        }
        LayerRule rule = entry.rule().orElseThrow();
        List<ValueType> types = inputs.stream().map(Operand.Tensor::type).toList();
        try {
            Arguments arguments = SamePadding.resolved(entry, bound.get());
            ValueType type = rule.result(types, arguments);
            boolean named = rule.hasWeights() || Character.isUpperCase(entry.name().charAt(0));
            String path = named ? paths.next(entry.name(), name.map(Name::text), rule.hasWeights()) : "";
            int node = nodes.number();
            nodes.nodes().add(new Node.Layer(node, entry, arguments, inputs.stream().map(Operand.Tensor::node).toList(),
                    types, path, type, origin(span)));
            return Optional.of(new Operand.Tensor(node, type, span));
        } catch (Mismatch mismatch) {
            Diagnostic.Builder diagnostic = Diagnostic.of(Code.LAYER_MISMATCH, span, mismatch.message())
                    .help(mismatch.help());
            inputs.forEach(i -> diagnostic.label(i.span(), i.type().toString()));
            report.add(diagnostic);
            return Optional.empty();
        } catch (ArithmeticException e) {
            report.error(Code.LAYER_MISMATCH, span, "the result of " + entry.name() + " has more than 2³¹ numbers",
                    "make it smaller");
            return Optional.empty();
        }
    }

    private Optional<Operand.Tensor> block(Declaration.Network block, Name callee, List<Argument> given,
            List<Operand.Tensor> inputs, Optional<Name> name, Span span, Paths paths) {
        file.used.add(block.name().text());
        if (blocks.contains(block.name().text()) || blocks.size() > DEEPEST) {
            report.error(Code.RECURSION, callee.span(), callee + " calls itself",
                    "use repeat n { … } for a number of turns");
            return Optional.empty();
        }
        Set<String> deeper = new LinkedHashSet<>(blocks);
        deeper.add(block.name().text());
        String path = paths.next(block.name().text(), name.map(Name::text), true);
        Headers headers = new Headers(constants(report), report);
        NetworkChecker bodyOfShapes = new NetworkChecker(file, report, nodes, file.constants, deeper);
        if (!headers.bindTensors(block, inputs, bodyOfShapes, span)) {
            return Optional.empty();
        }
        Optional<Map<String, Constant>> hyperparameters = headers.hyperparameters(block, given,
                bodyOfShapes.constants(), span);
        if (hyperparameters.isEmpty()) {
            return Optional.empty();
        }
        String bindings = bodyOfShapes.constants().entrySet().stream().filter(e -> isDimension(e.getKey()))
                .map(e -> e.getKey() + " = " + ((Constant.Exact) e.getValue()).value())
                .collect(Collectors.joining(", "));
        NetworkChecker inside = new NetworkChecker(file, report.inside(new CallSite(span, bindings)), nodes,
                hyperparameters.get(), deeper);
        headers.defineTensors(block, inputs, inside);
        Optional<Operand.Tensor> result = inside.body(block.body(), Paths.within(path));
        return result.map(r -> {
            inside.checkResult(block, r);
            return new Operand.Tensor(r.node(), r.type(), span);
        });
    }

    /** Holds a body's result to what the header says. */
    void checkResult(Declaration.Network network, Operand.Tensor result) {
        if (network.result().isEmpty()) {
            return;
        }
        TypeExpression declared = network.result().get();
        List<Integer> sizes = new ArrayList<>();
        for (Expression size : declared.shape().orElse(List.of())) {
            Optional<Integer> known = constants(report).size(size);
            if (known.isEmpty()) {
                return;
            }
            sizes.add(known.get());
        }
        Optional<Kind> kind = Kinds.declared(declared, constants(report), report);
        List<Integer> expected = declared.shape().isPresent() ? sizes : List.of(1);
        boolean kindFits = kind.isEmpty() || kind.get().equals(result.type().kind())
                || (kind.get().equals(Kind.LOGITS) && result.type().kind().equals(Kind.REAL));
        if (!expected.equals(result.type().shape()) || !kindFits) {
            report.add(Diagnostic.of(Code.RESULT_TYPE, declared.span(),
                    network.name() + " is to give " + declared.span().text() + ", but its body gives " + result.type())
                    .label("declared").label(result.span(), result.type().toString())
                    .help("correct the header, or the body"));
        }
    }

    private Optional<Operand> binary(Expression.Binary binary, Paths paths) {
        Optional<Operand> left = operand(binary.left(), paths);
        Optional<Operand> right = operand(binary.right(), paths);
        return left.flatMap(
                l -> right.flatMap(r -> combine(binary.operator(), l, r, binary.operatorSpan(), binary.span())));
    }

    private Optional<Operand> combine(BinaryOperator operator, Operand left, Operand right, Span at, Span span) {
        boolean arithmetic = switch (operator) {
            case ADD, SUBTRACT, MULTIPLY, DIVIDE -> true;
            case OR, AND, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, EQUAL, NOT_EQUAL -> false;
        };
        if (!arithmetic) {
            report.error(Code.WRONG_VALUE, at, "tensors cannot be compared in a model", "use + - * /");
            return Optional.empty();
        }
        if (left instanceof Operand.Tensor a && right instanceof Operand.Tensor b) {
            if (!a.type().shape().equals(b.type().shape())) {
                ShapeMessages.cannotCombine(report, operator, a, b, at, values);
                return Optional.empty();
            }
            int node = nodes.number();
            ValueType type = a.type().withKind(Kind.REAL);
            nodes.nodes().add(new Node.Combine(node, operator, a.node(), b.node(), type, origin(span)));
            return Optional.of(new Operand.Tensor(node, type, span));
        }
        Operand.Tensor tensor = (Operand.Tensor) (left instanceof Operand.Tensor ? left : right);
        Operand.Scalar scalar = (Operand.Scalar) (left instanceof Operand.Scalar ? left : right);
        int node = nodes.number();
        ValueType type = tensor.type().withKind(Kind.REAL);
        nodes.nodes()
                .add(new Node.Scale(node, operator, tensor.node(), scalar.value().toDouble(),
                        left instanceof Operand.Scalar, type,
                        origin(span)));
        return Optional.of(new Operand.Tensor(node, type, span));
    }

    Origin origin(Span span) {
        return new Origin(span, report.callSpans());
    }

    /** The same values and constants, writing to another list of nodes. */
    NetworkChecker writingTo(NodeList other) {
        NetworkChecker checker = new NetworkChecker(file, report, other, constants, blocks);
        checker.values.putAll(values);
        checker.usedValues.addAll(usedValues);
        return checker;
    }

    Optional<Integer> count(Expression expression) {
        return constants(report).whole(expression);
    }
}
