package org.dnn.compiler.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.dnn.compiler.ast.DataItem;
import org.dnn.compiler.ast.Declaration;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Setting;
import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.catalog.Entry;
import org.dnn.compiler.catalog.Entry.Group;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.compiler.model.ColumnGroup;
import org.dnn.compiler.model.ColumnGroup.ColumnName;
import org.dnn.compiler.model.DataSet;
import org.dnn.compiler.source.Origin;
import org.dnn.compiler.source.Outside;

/** A {@code data} block. */
final class DataChecker {
    /** The settings of the block. */
    static final List<String> SETTINGS = List.of("source", "split", "seed");

    private final Report report;
    private final Constants constants;
    private final Outside outside;
    private final long fileSeed;

    DataChecker(Report report, Constants constants, Outside outside, long fileSeed) {
        this.report = report;
        this.constants = constants;
        this.outside = outside;
        this.fileSeed = fileSeed;
    }

    Optional<DataSet> check(Declaration.Data data) {
        List<Setting> given = new ArrayList<>();
        data.items().forEach(i -> {
            if (i instanceof Setting setting) {
                given.add(setting);
            }
        });
        Settings settings = new Settings(report, data.name(), given, SETTINGS,
                "for a column write input %s: …, or target %s: …");
        Optional<DataSet.Source> source = settings
                .required("source", "for example source: csv(\"rows.csv\"), or source: generate(rows: 1000)")
                .flatMap(this::source);
        Optional<Map<String, ColumnGroup>> groups = groups(data, source);
        List<ColumnName> ignored = ignored(data, groups.map(Map::values).orElse(List.of()));
        if (source.isPresent() && !(source.get() instanceof DataSet.Source.Csv) && !ignored.isEmpty()) {
            report.error(Code.WRONG_VALUE, ignored.getFirst().origin().span(),
                    "only the columns of a CSV file can be ignored", "take the line out");
        }
        if (source.isEmpty() || groups.isEmpty() || settings.hasUnknown()) {
            return Optional.empty();
        }
        List<ColumnGroup> columns = List.copyOf(groups.get().values());
        if (!new SourceRules(report).fit(source.get(), columns, data.name().span())) {
            return Optional.empty();
        }
        boolean official = source.get() instanceof DataSet.Source.Idx;
        Optional<DataSet.Split> split = settings.value("split").isPresent()
                ? new SplitChecker(report, constants).check(settings.value("split").get(), columns, source.get())
                : Optional.of(SplitChecker.standard(official));
        long seed = settings.value("seed").flatMap(e -> Seeds.of(e, constants, report)).orElse(fileSeed);
        DataSet set = new DataSet(data.name().text(), data.documentation(), source.get(), columns,
                split.orElse(SplitChecker.standard(official)),
                ignored.stream().map(p -> p.position() > 0 ? "#" + p.position() : p.header()).toList(), seed,
                Origin.of(data.name().span()));
        new OutsideChecker(report, outside).check(set, ignored);
        return Optional.of(set);
    }

    private Optional<DataSet.Source> source(Expression expression) {
        if (!(expression instanceof Expression.Call call)) {
            Diagnostic.Builder diagnostic = Diagnostic.of(Code.WRONG_VALUE, expression.span(),
                    "a source says where rows come from; found " + expression.span().text())
                    .help("for example csv(\"rows.csv\"), generate(rows: 1000), mnist()");
            if (expression instanceof Expression.Text) {
                String meant = "csv(" + expression.span().text() + ")";
                diagnostic.fix(Fix.replace("write " + meant, expression.span(), meant));
            }
            report.add(diagnostic);
            return Optional.empty();
        }
        Optional<Entry> entry = Lookup.find(report, Group.SOURCE, call.callee());
        Optional<Arguments> arguments = entry
                .flatMap(e -> new ArgumentBinder(constants, report).bind(e, call.arguments(), call.span()));
        return arguments.flatMap(a -> switch (call.callee().text()) {
            case "generate" -> Optional.of(new DataSet.Source.Generated(a.whole("rows")));
            case "csv" -> csv(call, a);
            case "idx" -> Optional.of(new DataSet.Source.Idx(a.word("train_images"), a.word("train_labels"),
                    a.word("test_images"), a.word("test_labels"), false));
            default -> Optional.of(new DataSet.Source.Idx("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz",
                    "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz", true));
        });
    }

    private Optional<DataSet.Source> csv(Expression.Call call, Arguments arguments) {
        String separator = arguments.word("separator");
        if (separator.length() > 1) {
            report.error(Code.WRONG_VALUE, call.span(), "a separator is one character, found \"" + separator + "\"",
                    "for example separator: \";\"");
            return Optional.empty();
        }
        return Optional.of(new DataSet.Source.Csv(arguments.word("file"), separator));
    }

    private Optional<Map<String, ColumnGroup>> groups(Declaration.Data data, Optional<DataSet.Source> source) {
        Map<String, ColumnGroup> groups = new LinkedHashMap<>();
        ColumnChecker columns = new ColumnChecker(report, constants, groups, source);
        boolean right = true;
        for (DataItem item : data.items()) {
            switch (item) {
                case DataItem.Columns c -> right &= columns.check(c);
                case DataItem.Augment augment -> {
                    report.notBuilt(augment.span(), "augment");
                    right = false;
                }
                case DataItem.Ignore _,Setting _ -> {
                    /* Read elsewhere. */
                }
            }
        }
        if (right && groups.values().stream().noneMatch(ColumnGroup::input)) {
            report.add(Diagnostic.of(Code.MISSING_SETTING, data.name().span(), data.name() + " has no input")
                    .help("add a line such as input x: float"));
            right = false;
        }
        return right ? Optional.of(groups) : Optional.empty();
    }

    private List<ColumnName> ignored(Declaration.Data data, Collection<ColumnGroup> groups) {
        List<ColumnName> ignored = new ArrayList<>();
        for (DataItem item : data.items()) {
            if (item instanceof DataItem.Ignore ignore) {
                for (Expression column : ignore.columns()) {
                    ColumnChecker.place(report, constants, column).filter(p -> isNotRead(p, groups))
                            .ifPresent(ignored::add);
                }
            }
        }
        return ignored;
    }

    private boolean isNotRead(ColumnName ignored, Collection<ColumnGroup> groups) {
        Optional<ColumnName> read = groups.stream().flatMap(g -> g.names().stream())
                .filter(n -> n.position() == ignored.position() && n.header().equals(ignored.header())).findFirst();
        read.ifPresent(n -> report.add(Diagnostic.of(Code.DUPLICATE_NAME, ignored.origin().span(),
                "column " + ignored.name() + " is both read and ignored").label(n.origin().span(), "read here")
                .help("keep one of them")));
        return read.isEmpty();
    }
}
