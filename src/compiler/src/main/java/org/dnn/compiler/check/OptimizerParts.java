package org.dnn.compiler.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.dnn.compiler.ast.Argument;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.catalog.Entry;
import org.dnn.compiler.diagnostic.Code;

/** What may move with a schedule: {@code lr}, {@code momentum}, {@code weight_decay}, given in the optimizer or as a setting. */
final class OptimizerParts {
    private static final List<String> MOVING = List.of("lr", "momentum", "weight_decay");

    private final Report report;
    private final Optional<Entry> optimizer;
    private final Map<String, Expression> inside = new LinkedHashMap<>();
    private final List<String> exempt = new ArrayList<>();

    /** @param optimizer empty where there is none of this name, which has been said */
    OptimizerParts(Report report, Optional<Entry> optimizer) {
        this.report = report;
        this.optimizer = optimizer;
    }

    /** The arguments that never move. */
    List<Argument> simple(List<Argument> given) {
        List<Argument> rest = new ArrayList<>();
        for (Argument argument : given) {
            String name = argument.name().map(Name::text).orElse("");
            if (MOVING.contains(name) && takes(name)) {
                if (inside.put(name, argument.value()) != null) {
                    report.error(Code.DUPLICATE_SETTING, argument.span(), name + " is given twice", "keep one of them");
                }
            } else {
                rest.add(argument);
            }
        }
        return rest;
    }

    private boolean takes(String name) {
        return optimizer.flatMap(e -> e.parameter(name)).isPresent();
    }

    Optional<Expression> inside(String name) {
        return Optional.ofNullable(inside.get(name)).filter(e -> !(e instanceof Expression.Missing));
    }

    /** The value of one that may be given in either place, not in both. */
    Optional<Expression> value(String name, Settings settings) {
        Optional<Expression> outside = settings.value(name);
        if (outside.isPresent() && inside.containsKey(name)) {
            report.error(Code.DUPLICATE_SETTING, outside.get().span(), name + " is given twice", "keep one of them");
        }
        if (outside.isPresent() && optimizer.isPresent() && !takes(name)) {
            report.error(Code.UNKNOWN_SETTING, outside.get().span(), optimizer.get().name() + " has no " + name,
                    "take the setting out");
            return Optional.empty();
        }
        return inside(name).or(() -> outside);
    }

    /** The weight decay without its exceptions, which are kept. */
    Optional<Expression> decay(Settings settings) {
        return value("weight_decay", settings).map(e -> {
            if (!(e instanceof Expression.Except except)) {
                return e;
            }
            for (Expression exception : except.exceptions()) {
                if (exception instanceof Expression.Reference reference
                        && List.of("bias", "norm").contains(reference.name().text())) {
                    exempt.add(reference.name().text());
                } else {
                    Words.wrong(report, exception, "weight decay can leave out bias and norm",
                            List.of("bias", "norm"));
                }
            }
            return except.value();
        });
    }

    List<String> exempt() {
        return exempt;
    }
}
