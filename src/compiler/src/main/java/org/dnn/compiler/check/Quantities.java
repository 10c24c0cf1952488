package org.dnn.compiler.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.dnn.compiler.ast.Argument;
import org.dnn.compiler.ast.DataItem;
import org.dnn.compiler.ast.Declaration;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.ast.Rational;
import org.dnn.compiler.ast.Setting;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Edit;
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.compiler.model.DataSet;
import org.dnn.compiler.model.DataSet.Part;
import org.dnn.compiler.model.Training;
import org.dnn.compiler.model.Training.Quantity;
import org.dnn.compiler.source.Span;

/** Measured quantities of a split: {@code validation.loss}, {@code test.accuracy}. */
final class Quantities {
    private static final List<String> SPLITS = List.of("train", "validation", "test");
    private static final Set<String> LOWER_IS_BETTER = Set.of("loss", "mae", "rmse");
    private static final String TENTH = "10%";

    private final Report report;
    private final DataSet data;
    private final Declaration.Data declaration;
    private final boolean complete;
    private final List<String> measured = new ArrayList<>(List.of("loss"));

    /** @param complete whether all metrics are known; else those of a wrong loss may be among the names */
    Quantities(Report report, Models.Bound bound, boolean complete, List<Training.Metric> metrics) {
        this.report = report;
        this.data = bound.data();
        this.declaration = bound.dataBlock();
        this.complete = complete;
        metrics.stream().filter(m -> !m.name().equals("confusion_matrix")).forEach(m -> measured.add(m.name()));
    }

    /** One that is watched while training: never of the test split, which is read when all is done. */
    Optional<Quantity> watched(Expression expression) {
        return of(expression).filter(q -> {
            if (q.split().equals("test")) {
                report.add(Diagnostic.of(Code.SPLIT_ABSENT, expression.span(),
                        "the test split is read after the training alone, not while it runs")
                        .help("use validation." + q.name()));
            }
            return !q.split().equals("test");
        });
    }

    Optional<Quantity> of(Expression expression) {
        if (!(expression instanceof Expression.Member member)) {
            if (!(expression instanceof Expression.Missing)) {
                report.error(Code.WRONG_VALUE, expression.span(),
                        "a measured quantity is expected, found " + expression.span().text(),
                        "for example validation.loss, or test.accuracy");
            }
            return Optional.empty();
        }
        String split = member.owner().text();
        if (!SPLITS.contains(split)) {
            report.unknown("split", member.owner(), SPLITS);
            return Optional.empty();
        }
        if (!measured.contains(member.member().text()) && complete) {
            report.unknown("measured quantity", member.member(), measured);
            return Optional.empty();
        }
        if (!exists(split)) {
            absent(split, member.span());
            return Optional.empty();
        }
        String name = member.member().text();
        return Optional.of(new Quantity(split, name, !LOWER_IS_BETTER.contains(name)));
    }

    private boolean exists(String split) {
        return switch (split) {
            case "validation" -> data.split().hasValidation();
            case "test" -> hasTest();
            default -> true;
        };
    }

    private boolean hasTest() {
        DataSet.Split split = data.split();
        return switch (split.method()) {
            case NONE -> false;
            case OFFICIAL -> true;
            case RANDOM, STRATIFIED -> {
                boolean all = share(split.train()).plus(share(split.validation())).equals(Rational.of(1));
                yield !(split.test() instanceof Part.Rest) || !all;
            }
        };
    }

    private static Rational share(Part part) {
        return part instanceof Part.Share share ? share.of() : Rational.ZERO;
    }

    private void absent(String split, Span at) {
        Diagnostic.Builder diagnostic = Diagnostic
                .of(Code.SPLIT_ABSENT, at, data.name() + " has no " + split + " split")
                .label(declaration.name().span(), "the data")
                .help("give the split a part " + split + ": " + TENTH);
        fix(split).ifPresent(diagnostic::fix);
        report.add(diagnostic);
    }

    /** A tenth of the rows for it, taken from the training part. */
    private Optional<Fix> fix(String part) {
        String title = "add " + part + ": " + TENTH;
        Optional<Setting> split = setting("split");
        if (split.isEmpty()) {
            String call = data.source() instanceof DataSet.Source.Idx ? "official" : "random";
            return setting("source").map(s -> Fix.replace(title, s.span().after(),
                    "\n  split: " + call + "(train: 90%, " + part + ": " + TENTH + ")"));
        }
        if (split.get().values().getFirst() instanceof Expression.Call call) {
            return call.arguments().stream().filter(a -> a.name().map(Name::text).orElse("").equals("train"))
                    .findFirst()
                    .flatMap(a -> taken(title, part, a));
        }
        return Optional.empty();
    }

    private static Optional<Fix> taken(String title, String part, Argument train) {
        boolean percent = train.value() instanceof Expression.Numeral n
                && n.unit().map(Name::text).orElse("").equals("%") && n.value().compareTo(Rational.of(10)) > 0;
        if (!percent || !(train.value() instanceof Expression.Numeral numeral)) {
            return Optional.empty();
        }
        return Optional.of(new Fix(title, List.of(
                new Edit(numeral.span(), numeral.value().minus(Rational.of(10)) + "%"),
                new Edit(train.span().after(), ", " + part + ": " + TENTH))));
    }

    private Optional<Setting> setting(String name) {
        for (DataItem item : declaration.items()) {
            if (item instanceof Setting setting && setting.name().text().equals(name)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }
}
