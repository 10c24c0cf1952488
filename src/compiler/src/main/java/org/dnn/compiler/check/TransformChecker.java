package org.dnn.compiler.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Stage;
import org.dnn.compiler.ast.TypeExpression;
import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.catalog.Entry;
import org.dnn.compiler.catalog.Entry.Group;
import org.dnn.compiler.check.ColumnTypes.Stored;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.compiler.model.ColumnGroup.Transform;
import org.dnn.compiler.source.Origin;
import org.dnn.compiler.source.Span;
import org.dnn.compiler.type.Kind;

/** The transforms of a column: {@code -> scale(1 / 255) -> normalize(mean: 0.5, std: 0.25)}. */
final class TransformChecker {
    private final Report report;
    private final Constants constants;

    TransformChecker(Report report, Constants constants) {
        this.report = report;
        this.constants = constants;
    }

    /** The transforms of a column; empty, after saying why, if one does not fit. */
    Optional<List<Transform>> check(List<Stage> stages, Stored stored, TypeExpression type) {
        List<Transform> transforms = new ArrayList<>();
        for (Stage stage : stages) {
            Optional<Transform> transform = stage instanceof Stage.Apply apply
                    ? transform(apply)
                    : Optional.empty();
            if (transform.isEmpty() || !isForNumbers(stage, stored) || !fits(transform.get(), stored)) {
                return Optional.empty();
            }
            transforms.add(transform.get());
        }
        return gaps(transforms, type) ? Optional.of(transforms) : Optional.empty();
    }

    private boolean isForNumbers(Stage stage, Stored stored) {
        boolean numbers = stored.kind() instanceof Kind.Real;
        if (!numbers) {
            Diagnostic.Builder diagnostic = Diagnostic.of(Code.WRONG_VALUE, stage.span(),
                    "only numbers are transformed, found " + stored.kind()).help("leave it out");
            Removal.of(stage.span()).ifPresent(diagnostic::fix);
            report.add(diagnostic);
        }
        return numbers;
    }

    /** Gaps are filled before anything is computed with them, and there are none where nothing may be missing. */
    private boolean gaps(List<Transform> transforms, TypeExpression type) {
        List<Transform> fills = transforms.stream().filter(t -> t.entry().name().equals("impute")).toList();
        Span end = type.kind().map(Expression::span).orElse(type.span());
        if (type.optional() && fills.isEmpty()) {
            report.add(Diagnostic.of(Code.MISSING_SETTING, type.span(), "gaps are allowed, and nothing fills them")
                    .help("add -> impute(median)")
                    .fix(Fix.replace("add -> impute(median)", type.span().after(), " -> impute(median)")));
            return false;
        }
        if (!type.optional() && !fills.isEmpty()) {
            report.add(Diagnostic.of(Code.WRONG_VALUE, fills.getFirst().origin().span(),
                    "impute fills gaps, but none are allowed: the type is " + type.span().text())
                    .help("write " + end.text() + "? for a column with gaps")
                    .fix(Fix.replace("allow gaps", end.after(), "?")));
            return false;
        }
        if (!fills.isEmpty() && !fills.getFirst().equals(transforms.getFirst())) {
            report.error(Code.WRONG_VALUE, fills.getFirst().origin().span(),
                    "gaps must be filled before " + transforms.getFirst().entry().name(), "make impute the first");
            return false;
        }
        return true;
    }

    private Optional<Transform> transform(Stage.Apply apply) {
        Optional<Invocation> given = Invocation.of(apply.function(), Group.TRANSFORM, "standardize", report);
        Optional<Entry> entry = given.flatMap(g -> Lookup.find(report, Group.TRANSFORM, g.name()));
        Optional<Arguments> arguments = entry
                .flatMap(e -> new ArgumentBinder(constants, report).bind(e, given.get().arguments(), apply.span()));
        return arguments.map(a -> new Transform(entry.get(), a, Origin.of(apply.span())));
    }

    private boolean fits(Transform transform, Stored stored) {
        Arguments a = transform.arguments();
        if (transform.entry().name().equals("impute") && a.get("with") instanceof String word
                && !word.equals("median") && !word.equals("mean")) {
            report.error(Code.WRONG_VALUE, transform.origin().span(), "impute takes median, mean or a number; found "
                    + word, "for example impute(median)");
            return false;
        }
        if (!transform.entry().name().equals("normalize")) {
            return true;
        }
        boolean mean = a.get("mean") instanceof List;
        boolean std = a.get("std") instanceof List;
        boolean per = !a.get("per").equals("none");
        if (mean != std || mean == per) {
            report.error(Code.WRONG_VALUE, transform.origin().span(),
                    "normalize takes mean and std, or per: channel or per: all",
                    "for example normalize(mean: 0.1307, std: 0.3081)");
            return false;
        }
        int channels = stored.shape().getFirst();
        boolean count = !mean || (isFor(a.reals("mean"), channels) && isFor(a.reals("std"), channels));
        if (!count) {
            report.error(Code.WRONG_VALUE, transform.origin().span(),
                    "normalize takes one number" + (channels == 1
                            ? ""
                            : ", or one for each of the " + channels
                                    + " channels")
                            + "; found " + a.reals("mean").size() + " and " + a.reals("std").size(),
                    "a column " + stored.shape() + " has " + channels + " channel" + (channels == 1 ? "" : "s"));
        }
        return count;
    }

    private static boolean isFor(List<Double> numbers, int channels) {
        return numbers.size() == 1 || numbers.size() == channels;
    }
}
