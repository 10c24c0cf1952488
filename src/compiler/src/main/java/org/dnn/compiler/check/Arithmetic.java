package org.dnn.compiler.check;

import java.util.Map;
import java.util.Optional;

import org.dnn.compiler.ast.BinaryOperator;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Rational;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.model.Node;
import org.dnn.compiler.source.Origin;
import org.dnn.compiler.source.Span;
import org.dnn.compiler.type.Kind;
import org.dnn.compiler.type.ValueType;

/** {@code body + x}, {@code 2 * x}, {@code -x}: two tensors of one shape, or a tensor and a number. */
final class Arithmetic {
    private final Report report;
    private final NodeList nodes;
    private final Map<String, Constant> constants;
    private final Map<String, Operand.Tensor> values;

    /**
     * @param constants the constants that hold here
     * @param values    the values that have names here
     */
    Arithmetic(Report report, NodeList nodes, Map<String, Constant> constants, Map<String, Operand.Tensor> values) {
        this.report = report;
        this.nodes = nodes;
        this.constants = constants;
        this.values = values;
    }

    Optional<Operand> negated(Operand operand, Span span) {
        return operand instanceof Operand.Tensor tensor
                ? Optional.of(scaled(BinaryOperator.MULTIPLY, tensor, Rational.of(-1), true, span))
                : Optional.empty();
    }

    Optional<Operand> combined(Expression.Binary binary, Operand left, Operand right) {
        boolean arithmetic = switch (binary.operator()) {
            case ADD, SUBTRACT, MULTIPLY, DIVIDE -> true;
            case OR, AND, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, EQUAL, NOT_EQUAL -> false;
        };
        if (!arithmetic) {
            report.error(Code.WRONG_VALUE, binary.operatorSpan(), "tensors cannot be compared in a model",
                    "use + - * /");
            return Optional.empty();
        }
        return switch (left) {
            case Operand.Tensor a when right instanceof Operand.Tensor b -> tensors(binary, a, b);
            case Operand.Tensor a when right instanceof Operand.Scalar b ->
                Optional.of(scaled(binary.operator(), a, b.value(), false, binary.span()));
            case Operand.Scalar a when right instanceof Operand.Tensor b ->
                Optional.of(scaled(binary.operator(), b, a.value(), true, binary.span()));
            case Operand.Tensor _,Operand.Scalar _ -> Optional.empty();
        };
    }

    private Optional<Operand> tensors(Expression.Binary binary, Operand.Tensor a, Operand.Tensor b) {
        if (!a.type().shape().equals(b.type().shape())) {
            differ(binary, a, b);
            return Optional.empty();
        }
        int node = nodes.number();
        ValueType type = a.type().withKind(Kind.REAL);
        nodes.nodes().add(new Node.Combine(node, binary.operator(), a.node(), b.node(), type, origin(binary.span())));
        return Optional.of(new Operand.Tensor(node, type, binary.span()));
    }

    private Operand scaled(BinaryOperator operator, Operand.Tensor tensor, Rational number, boolean numberFirst,
            Span span) {
        int node = nodes.number();
        ValueType type = tensor.type().withKind(Kind.REAL);
        nodes.nodes().add(new Node.Scale(node, operator, tensor.node(), number.toDouble(), numberFirst, type,
                origin(span)));
        return new Operand.Tensor(node, type, span);
    }

    private Origin origin(Span span) {
        return new Origin(span, report.callSpans());
    }

    private void differ(Expression.Binary binary, Operand.Tensor a, Operand.Tensor b) {
        String verb = switch (binary.operator()) {
            case ADD -> "added";
            case SUBTRACT -> "subtracted";
            case MULTIPLY -> "multiplied";
            case DIVIDE -> "divided";
            case OR, AND, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, EQUAL, NOT_EQUAL -> "combined";
        };
        Diagnostic.Builder diagnostic = Diagnostic
                .of(Code.SHAPES_CANNOT_BE_COMBINED, binary.operatorSpan(),
                        "shapes cannot be " + verb + ": " + a.type().shape() + " and " + b.type().shape())
                .label(a.span(), name(a, "left") + ": " + a.type().shape())
                .label(b.span(), name(b, "right") + ": " + b.type().shape());
        Optional<Projection> projection = Projection.of(binary, a.type(), b.type(), constants);
        diagnostic.help(projection.map(Projection::help).orElse("bring both to the same shape first"));
        projection.filter(p -> p.general() || report.callSpans().isEmpty())
                .ifPresent(p -> diagnostic.fix(p.fix()));
        report.add(diagnostic);
    }

    private String name(Operand.Tensor tensor, String otherwise) {
        return values.entrySet().stream().filter(e -> e.getValue().node() == tensor.node()).map(Map.Entry::getKey)
                .findFirst().orElse(otherwise);
    }
}
