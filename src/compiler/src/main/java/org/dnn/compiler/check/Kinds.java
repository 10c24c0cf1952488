package org.dnn.compiler.check;

import java.util.List;
import java.util.Optional;

import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.ast.TypeExpression;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.type.Kind;

/** Kinds as they are written in types. */
final class Kinds {
    private static final List<String> NAMES = List.of("real", "logits", "probability", "log_probability", "class",
            "one_hot", "bool");

    private Kinds() {}

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
