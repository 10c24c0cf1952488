package org.dnn.compiler.check;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.ast.Rational;
import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.catalog.Entry.Group;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.compiler.model.ColumnGroup;
import org.dnn.compiler.model.DataSet;
import org.dnn.compiler.model.DataSet.Part;
import org.dnn.compiler.model.DataSet.Split;
import org.dnn.compiler.model.DataSet.Split.Method;
import org.dnn.compiler.source.Span;
import org.dnn.compiler.type.Kind;

/** {@code split: random(train: 70%, test: 30%)}. */
final class SplitChecker {
    private final Report report;
    private final Constants constants;

    SplitChecker(Report report, Constants constants) {
        this.report = report;
        this.constants = constants;
    }

    /** What holds where nothing is said. */
    static Split standard(boolean official) {
        Part rest = new Part.Rest();
        return new Split(official ? Method.OFFICIAL : Method.NONE, rest, rest, rest, "");
    }

    Optional<Split> check(Expression expression, List<ColumnGroup> columns, DataSet.Source source) {
        return Invocation.of(expression, Group.SPLIT, "random(train: 70%, test: 30%)", report)
                .flatMap(call -> check(call, columns, source));
    }

    private Optional<Split> check(Invocation call, List<ColumnGroup> columns, DataSet.Source source) {
        return Lookup.find(report, Group.SPLIT, call.name())
                .flatMap(e -> new ArgumentBinder(constants, report).bind(e, call.arguments(), call.span()))
                .flatMap(a -> split(call, a, columns, source));
    }

    private Optional<Split> split(Invocation call, Arguments a, List<ColumnGroup> columns,
            DataSet.Source source) {
        Method method = Method.valueOf(call.name().text().toUpperCase(java.util.Locale.ROOT));
        Optional<Part> train = part(a, "train");
        Optional<Part> validation = part(a, "validation");
        Optional<Part> test = method == Method.OFFICIAL ? Optional.of(new Part.Rest()) : part(a, "test");
        if (train.isEmpty() || validation.isEmpty() || test.isEmpty()) {
            return Optional.empty();
        }
        boolean hasOfficial = source instanceof DataSet.Source.Idx;
        if (method == Method.OFFICIAL && !hasOfficial) {
            report.error(Code.SPLIT_ABSENT, call.span(), "this source has no official split",
                    "use random(train: 70%, test: 30%)");
            return Optional.empty();
        }
        String by = a.has("by") ? a.word("by") : "";
        if (!by.isEmpty() && !isClass(columns, by)) {
            by(call, by, columns);
            return Optional.empty();
        }
        return adds(call, train.get(), validation.get(), test.get(), source, method)
                ? Optional.of(new Split(method, train.get(), validation.get(), test.get(), by))
                : Optional.empty();
    }

    private static boolean isClass(List<ColumnGroup> columns, String name) {
        return columns.stream().filter(g -> g.indexOf(name) >= 0)
                .anyMatch(g -> g.kind() instanceof Kind.ClassOf || g.kind() instanceof Kind.Bool);
    }

    private Optional<Part> part(Arguments a, String name) {
        if (!(a.get(name) instanceof Expression expression)) {
            return Optional.of(new Part.Rest());
        }
        Optional<Constant> constant = constants.of(expression);
        if (constant.isEmpty() || !(constant.get() instanceof Constant.Exact exact)) {
            return Optional.empty();
        }
        boolean percent = exact.unit().filter(u -> u.text().equals("%")).isPresent();
        if (exact.unit().isPresent() && !percent) {
            report.error(Code.WRONG_UNIT, expression.span(), "a part is a share or a count of rows, found "
                    + expression.span().text(), "for example 70%, or 45_000");
            return Optional.empty();
        }
        if (exact.value().signum() <= 0 || (!percent && !exact.value().isWhole())) {
            report.error(Code.OUT_OF_RANGE, expression.span(),
                    "a part is above 0, in per cent or whole rows; found " + expression.span().text(),
                    name.equals("train") ? "for example train: 70%" : "leave " + name + " out for none");
            return Optional.empty();
        }
        return Optional.of(percent
                ? new Part.Share(exact.value().dividedBy(Rational.of(100)))
                : new Part.Count(exact.value().numerator().longValue()));
    }

    private boolean adds(Invocation call, Part train, Part validation, Part test, DataSet.Source source,
            Method method) {
        List<Part> parts = Stream.of(train, validation, test).filter(p -> !(p instanceof Part.Rest)).toList();
        boolean shares = parts.stream().allMatch(p -> p instanceof Part.Share);
        boolean counts = parts.stream().allMatch(p -> p instanceof Part.Count);
        if (!shares && !counts) {
            report.error(Code.SPLIT_SUM, call.span(), "a split is in per cent, or in rows, not both",
                    "write all of it as per cent, or all as rows");
            return false;
        }
        if (source instanceof DataSet.Source.Generated generated && shares) {
            for (Part part : parts) {
                if (Rational.of(generated.rows()).times(((Part.Share) part).of()).compareTo(Rational.ONE) < 0) {
                    report.error(Code.SPLIT_SUM, call.span(),
                            ((Part.Share) part).of().times(Rational.of(100)) + "% of " + generated.rows()
                                    + " rows is not one row",
                            "give the part more, or generate more rows");
                    return false;
                }
            }
        }
        boolean open = test instanceof Part.Rest && method != Method.OFFICIAL;
        if (shares) {
            Rational sum = parts.stream().map(p -> ((Part.Share) p).of()).reduce(Rational.ZERO, Rational::plus);
            int order = sum.compareTo(Rational.ONE);
            if (open ? order > 0 : order != 0) {
                report.error(Code.SPLIT_SUM, call.span(),
                        "the parts of a split sum to 100%, found " + sum.times(Rational.of(100)) + "%",
                        difference(Rational.ONE.minus(sum).times(Rational.of(100)), "%"));
                return false;
            }
        } else if (source instanceof DataSet.Source.Generated generated) {
            long sum = parts.stream().mapToLong(p -> ((Part.Count) p).rows()).sum();
            if (open ? sum > generated.rows() : sum != generated.rows()) {
                report.error(Code.SPLIT_SUM, call.span(),
                        "the parts of a split sum to the rows: " + generated.rows() + ", found " + sum,
                        difference(Rational.of(generated.rows() - sum), " rows"));
                return false;
            }
        }
        return true;
    }

    private static String difference(Rational missing, String unit) {
        return missing.signum() > 0
                ? "add " + missing + unit + " to one of them"
                : "take " + missing.negate() + unit + " from one of them";
    }

    private void by(Invocation call, String name, List<ColumnGroup> columns) {
        Span at = call.arguments().stream().filter(a -> a.name().map(Name::text).orElse("").equals("by"))
                .map(a -> a.value().span()).findFirst().orElse(call.span());
        List<String> classes = columns.stream().flatMap(g -> g.names().stream()).map(ColumnGroup.ColumnName::name)
                .filter(n -> isClass(columns, n)).toList();
        Diagnostic.Builder diagnostic = Diagnostic.of(Code.UNKNOWN_NAME, at,
                "stratified goes by a column of classes or bools, found " + name);
        if (classes.size() == 1) {
            diagnostic.help("write " + classes.getFirst())
                    .fix(Fix.replace("write " + classes.getFirst(), at, classes.getFirst()));
        } else {
            diagnostic.help(classes.isEmpty() ? "use random" : "there are " + String.join(", ", classes));
        }
        report.add(diagnostic);
    }
}
