package org.dnn.compiler.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.dnn.compiler.ast.Declaration;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.ast.Stage;
import org.dnn.compiler.ast.TypeExpression;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.source.Origin;
import org.dnn.compiler.source.Span;

/** Writes out the body of a model or block: every call resolved, every shape known. */
final class NetworkChecker {
    private final FileScope file;
    private final Report report;
    private final NodeList nodes;
    private final Map<String, Constant> constants;
    private final Map<String, Operand.Tensor> values = new LinkedHashMap<>();
    private final Map<String, Span> written = new LinkedHashMap<>();
    private final Set<String> blocks;

    NetworkChecker(FileScope file, Report report, NodeList nodes, Map<String, Constant> constants, Set<String> blocks) {
        this.file = file;
        this.report = report;
        this.nodes = nodes;
        this.constants = new LinkedHashMap<>(constants);
        this.blocks = blocks;
    }

    void define(Name name, Operand.Tensor value) {
        values.put(name.text(), value);
        written.put(name.text(), name.span());
    }

    private Constants known() {
        return new Constants(constants, report);
    }

    /** The result of a body, held to its header; empty, after saying why, if it has none. */
    Optional<Operand.Tensor> body(Declaration.Network network, Paths paths) {
        for (Declaration.Assignment assignment : network.body().assignments()) {
            String name = assignment.name().text();
            boolean oneLayer = new LayerCount(file).in(assignment.value()) == 1;
            Optional<Operand.Tensor> value = tensor(assignment.value(), paths.value(name, oneLayer));
            if (value.isEmpty() || !isNew(assignment.name())) {
                return Optional.empty();
            }
            values.put(name, value.get());
            written.put(name, assignment.name().span());
        }
        Optional<Operand.Tensor> result = tensor(network.body().result(), paths);
        result.ifPresent(r -> new HeaderTypes(network, report).checkResult(r, known()));
        return result;
    }

    private boolean isNew(Name name) {
        boolean taken = values.containsKey(name.text()) || constants.containsKey(name.text());
        if (taken && !name.isMissing()) {
            Diagnostic.Builder diagnostic = Diagnostic
                    .of(Code.DUPLICATE_NAME, name.span(), name + " is already defined").help("choose another name");
            Span first = written.get(name.text());
            if (first != null) {
                diagnostic.label(first, "defined here");
            }
            report.add(diagnostic);
        }
        return !taken;
    }

    Optional<Operand.Tensor> tensor(Expression expression, Paths paths) {
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
            Operand.Tensor value = values.get(reference.name().text());
            return Optional.of(new Operand.Tensor(value.node(), value.type(), value.span()));
        }
        if (known().isConstant(expression)) {
            return known().real(expression).map(Operand.Scalar::new);
        }
        return switch (expression) {
            case Expression.Reference reference -> unknownValue(reference.name());
            case Expression.Chain chain -> chain(chain, paths).map(t -> t);
            case Expression.Binary binary -> binary(binary, paths);
            case Expression.Call call -> calls().call(call, Optional.empty(), Optional.empty(), paths).map(t -> t);
            case Expression.Conditional conditional -> known().truth(conditional.condition())
                    .flatMap(c -> operand(c ? conditional.whenTrue() : conditional.whenFalse(), paths));
            case Expression.Unary unary -> operand(unary.operand(), paths)
                    .flatMap(o -> arithmetic().negated(o, unary.span()));
            case Expression.Member member -> {
                report.error(Code.UNKNOWN_NAME, member.span(), "a column cannot be used inside a body",
                        "hand it in as a parameter of the model");
                yield Optional.empty();
            }
            case Expression.Missing _ -> Optional.empty();
            case Expression.Numeral _,Expression.Truth _,Expression.Text _,Expression.Listing _,Expression.Segments _,Expression.Except _,Expression.Stall _ -> {
                report.error(Code.WRONG_VALUE, expression.span(),
                        "a tensor is expected, found " + expression.span().text(),
                        "start from one of the values: " + String.join(", ", values.keySet()));
                yield Optional.empty();
            }
        };
    }

    private Optional<Operand> unknownValue(Name name) {
        if (calls().isLayer(name.text())) {
            report.error(Code.WRONG_VALUE, name.span(), name + " needs something to work on",
                    "write x -> " + name + ", with a value before the arrow");
        } else {
            Set<String> known = new LinkedHashSet<>(values.keySet());
            known.addAll(constants.keySet());
            report.unknown("value", name, known);
        }
        return Optional.empty();
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
        return result.filter(r -> name.isEmpty() || named(name.get(), r));
    }

    private boolean named(Name name, Operand.Tensor value) {
        boolean isNew = isNew(name);
        values.put(name.text(), value);
        written.put(name.text(), name.span());
        return isNew;
    }

    private void assertShape(TypeExpression assertion, Operand.Tensor value) {
        List<Integer> sizes = new ArrayList<>();
        for (Expression size : assertion.shape().orElse(List.of())) {
            Optional<Integer> known = known().size(size);
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
            case Expression.Reference reference when values.containsKey(reference.name().text()) -> {
                report.error(Code.WRONG_VALUE, reference.span(),
                        reference.name() + " is a value; a layer or block is expected behind ->",
                        "write … + " + reference.name() + " to add it, or concat(…, " + reference.name()
                                + ") to join it");
                yield Optional.empty();
            }
            case Expression.Reference reference -> calls().invoke(reference.name(), List.of(), List.of(input),
                    apply.name(), reference.span(), paths);
            case Expression.Call call -> calls().call(call, Optional.of(input), apply.name(), paths);
            case Expression.Conditional conditional -> known().truth(conditional.condition())
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

    private Optional<Operand> binary(Expression.Binary binary, Paths paths) {
        Optional<Operand> left = operand(binary.left(), paths);
        Optional<Operand> right = operand(binary.right(), paths);
        return left.flatMap(l -> right.flatMap(r -> arithmetic().combined(binary, l, r)));
    }

    private Arithmetic arithmetic() {
        return new Arithmetic(report, nodes, constants, values);
    }

    private Calls calls() {
        return new Calls(this, file, report, nodes, constants, blocks);
    }

    Origin origin(Span span) {
        return new Origin(span, report.callSpans());
    }

    /** The same values and constants, writing to another list of nodes. */
    NetworkChecker writingTo(NodeList other) {
        NetworkChecker checker = new NetworkChecker(file, report, other, constants, blocks);
        checker.values.putAll(values);
        checker.written.putAll(written);
        return checker;
    }

    Optional<Integer> count(Expression expression) {
        return known().whole(expression);
    }
}
