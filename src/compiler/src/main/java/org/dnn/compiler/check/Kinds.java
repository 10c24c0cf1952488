package org.dnn.compiler.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.ast.TypeExpression;
import org.dnn.compiler.catalog.NotBuilt;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.compiler.type.Kind;

/** Kinds as they are written in types. */
final class Kinds {
    private static final List<String> NAMES = List.of("real", "logits", "probability", "log_probability", "class",
            "one_hot", "bool");

    /** What columns can be, {@code u8} included. */
    private static final List<String> OF_COLUMNS = List.of("float", "u8", "bool", "class", "one_hot");
    /** What others call these. */
    private static final Map<String, String> FOREIGN = Map.of("int", "float", "double", "float", "float32", "float",
            "number", "float", "boolean", "bool", "uint8", "u8", "byte", "u8");

    private Kinds() {}

    /** The kind of a column; empty, after saying so, where there is none of this name. */
    static Optional<Kind> ofColumn(TypeExpression type, Constants constants, Report report) {
        Name name = switch (type.kind().orElseThrow()) {
            case Expression.Reference reference -> reference.name();
            case Expression.Call call -> call.callee();
            default -> new Name("", type.span());
        };
        String own = FOREIGN.get(name.text());
        if (own != null) {
            report.add(Diagnostic.of(Code.UNKNOWN_NAME, name.span(), "there is no type " + name)
                    .help("here it is called " + own).fix(Fix.replace("replace by " + own, name.span(), own)));
            return Optional.empty();
        }
        boolean known = NAMES.contains(name.text()) || OF_COLUMNS.contains(name.text())
                || NotBuilt.KINDS.contains(name.text());
        if (!known) {
            report.unknown("type", name, OF_COLUMNS);
            return Optional.empty();
        }
        return declared(type, constants, report);
    }

    /** The kind that a type names; empty where it names none, or, after saying so, one that does not exist. */
    static Optional<Kind> declared(TypeExpression type, Constants constants, Report report) {
        if (type.kind().isEmpty()) {
            return Optional.empty();
        }
        return switch (type.kind().get()) {
            case Expression.Reference reference -> simple(reference.name(), report);
            case Expression.Call call -> counted(call, constants, report);
            default -> Optional.empty();
        };
    }

    private static Optional<Kind> simple(Name name, Report report) {
        return switch (name.text()) {
            case "real", "float" -> Optional.of(Kind.REAL);
            case "logits" -> Optional.of(Kind.LOGITS);
            case "probability" -> Optional.of(Kind.PROBABILITY);
            case "log_probability" -> Optional.of(Kind.LOG_PROBABILITY);
            case "bool" -> Optional.of(Kind.BOOL);
            case "class", "one_hot" -> {
                report.error(Code.MISSING_SETTING, name.span(), name + " needs the number of classes",
                        "for example " + name + "(10)");
                yield Optional.empty();
            }
            case "category" -> {
                report.notBuilt(name.span(), "kind category");
                yield Optional.empty();
            }
            default -> {
                report.unknown("kind", name, NAMES);
                yield Optional.empty();
            }
        };
    }

    static Optional<Kind> counted(Expression.Call call, Constants constants, Report report) {
        String name = call.callee().text();
        if (name.equals("bool")) {
            return Optional.of(Kind.BOOL);
        }
        if (!name.equals("class") && !name.equals("one_hot")) {
            report.unknown("kind", call.callee(), NAMES);
            return Optional.empty();
        }
        if (call.arguments().size() != 1) {
            report.error(Code.MISSING_SETTING, call.span(), name + " needs the number of classes",
                    "for example " + name + "(10)");
            return Optional.empty();
        }
        Expression argument = call.arguments().getFirst().value();
        Optional<Integer> classes = constants.whole(argument);
        if (classes.isPresent() && classes.get() < 2) {
            report.error(Code.OUT_OF_RANGE, argument.span(), "at least two classes are needed, found " + classes.get(),
                    "use bool for yes or no");
            return Optional.empty();
        }
        return classes.map(n -> name.equals("class") ? new Kind.ClassOf(n) : new Kind.OneHot(n));
    }
}
