package org.dnn.compiler.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.model.Training.Quantity;

/** Measured quantities of a split: {@code validation.loss}, {@code test.accuracy}. */
final class Quantities {
    private static final List<String> SPLITS = List.of("train", "validation", "test");
    private static final Set<String> LOWER_IS_BETTER = Set.of("loss", "mae", "rmse");

    private final Report report;

    Quantities(Report report) {
        this.report = report;
    }

    Optional<Quantity> of(Expression expression, boolean hasValidation) {
        if (!(expression instanceof Expression.Member member)) {
            report.error(Code.WRONG_VALUE, expression.span(), "a measured quantity is expected",
                    "for example validation.loss, or test.accuracy");
            return Optional.empty();
        }
        String split = member.owner().text();
        if (!SPLITS.contains(split)) {
            report.unknown("split", member.owner(), SPLITS);
            return Optional.empty();
        }
        if (split.equals("validation") && !hasValidation) {
            report.add(Diagnostic.of(Code.SPLIT_ABSENT, member.span(), "the data have no validation split")
                    .help("give the split a part validation: 10%"));
            return Optional.empty();
        }
        String name = member.member().text();
        return Optional.of(new Quantity(split, name, !LOWER_IS_BETTER.contains(name)));
    }
}
