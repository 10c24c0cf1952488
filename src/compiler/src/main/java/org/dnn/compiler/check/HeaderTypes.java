package org.dnn.compiler.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.dnn.compiler.ast.Declaration;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.TypeExpression;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.source.Span;
import org.dnn.compiler.type.Kind;
import org.dnn.compiler.type.ValueType;

/** Holds what is given to a model or block, and what its body gives, to the types in its header. */
final class HeaderTypes {
    private final Declaration.Network network;
    private final Report report;

    HeaderTypes(Declaration.Network network, Report report) {
        this.network = network;
        this.report = report;
    }

    /** Upper-case names stand for sizes that the call gives. */
    static boolean isDimension(String name) {
        return !name.isEmpty() && Character.isUpperCase(name.charAt(0));
    }

    /**
     * Binds the upper-case names of a parameter's shape to what is given; false, after saying so, if it does not fit.
     *
     * @param constants the sizes bound so far, and the constants of the file; the new ones go here
     */
    boolean bind(Declaration.Parameter parameter, Operand.Tensor given, Map<String, Constant> constants, Span call) {
        TypeExpression type = parameter.type();
        if (type.kind().orElse(null) instanceof Expression.Member) {
            return isOfModel(parameter, call);
        }
        Constants known = new Constants(constants, report);
        Optional<Kind> kind = Kinds.declared(type, known, report);
        if (type.kind().isPresent() && kind.isEmpty()) {
            return false;
        }
        String reason = shape(type, given.type(), constants, known);
        if (reason.isEmpty() && kind.isPresent() && !accepts(kind.get(), given.type().kind())) {
            reason = "it must be " + kind.get() + ", not " + given.type().kind();
        }
        if (!reason.isEmpty()) {
            report.add(Diagnostic.of(Code.ARGUMENT_TYPE, call,
                    network.name() + " takes " + parameter.name() + ": " + type.span().text() + ", found "
                            + given.type())
                    .label(parameter.span(), "declared here").label(given.span(), given.type().toString())
                    .help(reason));
        }
        return reason.isEmpty();
    }

    private boolean isOfModel(Declaration.Parameter parameter, Span call) {
        if (!network.model()) {
            report.add(Diagnostic.of(Code.WRONG_VALUE, parameter.span(), "a block takes values, not columns")
                    .label(call, "called here")
                    .help("write a shape, such as " + parameter.name() + ": [N]"));
        }
        return network.model();
    }

    private static boolean accepts(Kind declared, Kind given) {
        boolean number = given.equals(Kind.REAL) || given.equals(Kind.LOGITS);
        return declared.equals(given) || (number && (declared.equals(Kind.LOGITS) || declared.equals(Kind.REAL)));
    }

    /** Why a shape does not fit; "" where it does. */
    private static String shape(TypeExpression type, ValueType given, Map<String, Constant> constants,
            Constants known) {
        if (type.shape().isEmpty()) {
            return given.shape().equals(List.of(1)) ? "" : "a kind alone has the shape [1]";
        }
        List<Expression> sizes = type.shape().get();
        if (sizes.size() != given.rank()) {
            return "it has " + axes(sizes.size()) + ", not " + given.rank();
        }
        for (int i = 0; i < sizes.size(); i++) {
            int actual = given.size(i);
            String text = sizes.get(i).span().text();
            if (sizes.get(i) instanceof Expression.Reference && isDimension(text) && !constants.containsKey(text)) {
                constants.put(text, Constant.Exact.of(actual));
                continue;
            }
            Optional<Integer> size = known.size(sizes.get(i));
            if (size.isPresent() && size.get() != actual) {
                boolean literal = sizes.get(i) instanceof Expression.Numeral;
                return literal
                        ? "axis " + i + " must be " + text + ", not " + actual
                        : text + " cannot be " + size.get() + " and " + actual;
            }
        }
        return "";
    }

    private static String axes(int count) {
        return count == 1 ? "1 axis" : count + " axes";
    }

    /** Holds a body's result to what the header says. */
    void checkResult(Operand.Tensor result, Constants constants) {
        if (network.result().isEmpty()) {
            return;
        }
        TypeExpression declared = network.result().get();
        List<Integer> sizes = new ArrayList<>();
        for (Expression size : declared.shape().orElse(List.of())) {
            Optional<Integer> known = constants.size(size);
            if (known.isEmpty()) {
                return;
            }
            sizes.add(known.get());
        }
        Optional<Kind> kind = Kinds.declared(declared, constants, report);
        if (declared.kind().isPresent() && kind.isEmpty()) {
            return;
        }
        List<Integer> expected = declared.shape().isPresent() ? sizes : List.of(1);
        boolean kindFits = kind.isEmpty() || accepts(kind.get(), result.type().kind());
        if (!expected.equals(result.type().shape()) || !kindFits) {
            String found = kindFits
                    ? result.type().shape().toString()
                    : result.type().kind() + ""
                            + result.type().shape();
            report.add(Diagnostic.of(Code.RESULT_TYPE, declared.span(),
                    network.name() + " is to give " + declared.span().text() + meaning(declared, expected)
                            + ", but its body gives " + found)
                    .label("declared").label(result.span(), "gives " + found)
                    .help("correct the header, or the body"));
        }
    }

    /** What sizes come to that are not written as numbers. */
    private static String meaning(TypeExpression declared, List<Integer> sizes) {
        boolean numbers = declared.shape().orElse(List.of()).stream().allMatch(e -> e instanceof Expression.Numeral);
        return numbers ? "" : ", which is " + sizes;
    }
}
