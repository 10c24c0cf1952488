package org.dnn.compiler.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.dnn.compiler.ast.Argument;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.ast.TypeExpression;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.type.Kind;

/** The type of a column: {@code float[3]}, {@code u8[1, 28, 28]}, {@code class(10)}, {@code bool(yes: "Y", no: "N")}. */
final class ColumnTypes {
    private final Report report;
    private final Constants constants;

    ColumnTypes(Report report, Constants constants) {
        this.report = report;
        this.constants = constants;
    }

    /**
     * What is stored of a column in a row.
     *
     * @param bytes whether its numbers are bytes, 0 to 255
     * @param words the words for true and for false, or none
     */
    record Stored(Kind kind, List<Integer> shape, boolean bytes, List<String> words) {}

    Optional<Stored> stored(TypeExpression type) {
        List<Integer> shape = new ArrayList<>();
        for (Expression size : type.shape().orElse(List.of())) {
            Optional<Integer> known = constants.size(size);
            if (known.isEmpty()) {
                return Optional.empty();
            }
            shape.add(known.get());
        }
        if (shape.isEmpty()) {
            shape.add(1);
        }
        if (type.kind().isEmpty()) {
            return Optional.of(new Stored(Kind.REAL, shape, false, List.of()));
        }
        boolean bytes = type.kind().get() instanceof Expression.Reference r && r.name().text().equals("u8");
        Optional<Kind> kind = bytes ? Optional.of(Kind.REAL) : Kinds.ofColumn(type, constants, report);
        if (kind.isPresent() && kind.get() instanceof Kind.OneHot oneHot) {
            shape = List.of(oneHot.classes());
        }
        List<Integer> sizes = shape;
        return words(type.kind().get()).flatMap(w -> kind.map(k -> new Stored(k, sizes, bytes, w)));
    }

    /** The words of {@code bool(yes: "Y", no: "N")}. */
    private Optional<List<String>> words(Expression kind) {
        if (!(kind instanceof Expression.Call call) || !call.callee().text().equals("bool")) {
            return Optional.of(List.of());
        }
        String yes = "";
        String no = "";
        for (Argument argument : call.arguments()) {
            String name = argument.name().map(Name::text).orElse("");
            if (!(argument.value() instanceof Expression.Text text) || !(name.equals("yes") || name.equals("no"))) {
                report.error(Code.WRONG_VALUE, argument.span(), "bool takes two words: yes and no",
                        "for example bool(yes: \"Y\", no: \"N\")");
                return Optional.empty();
            }
            yes = name.equals("yes") ? text.value() : yes;
            no = name.equals("no") ? text.value() : no;
        }
        if (yes.isEmpty() || no.isEmpty()) {
            report.error(Code.MISSING_SETTING, call.span(), "bool needs both words: yes and no",
                    "for example bool(yes: \"Y\", no: \"N\")");
            return Optional.empty();
        }
        return Optional.of(List.of(yes, no));
    }
}
