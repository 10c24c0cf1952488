package org.dnn.compiler.ast;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A tree as text, in parentheses and without places: equal texts mean equal trees. A hole is {@code ?}. */
public final class TreePrinter {
    private TreePrinter() {}

    public static String print(FileTree tree) {
        StringBuilder text = new StringBuilder(doc(tree.documentation(), ""));
        tree.declarations().forEach(d -> text.append(print(d)).append('\n'));
        return text.toString();
    }

    public static String print(Declaration declaration) {
        return switch (declaration) {
            case Setting s -> setting(s);
            case Declaration.Param p ->
                doc(p.documentation(), "") + "(param " + name(p.name()) + " " + type(p.type()) + " "
                        + expression(p.value()) + ")";
            case Declaration.Data d -> doc(d.documentation(), "") + "(data " + name(d.name())
                    + lines(d.items().stream().map(TreePrinter::item).toList()) + ")";
            case Declaration.Network n -> network(n);
            case Declaration.Train t -> doc(t.documentation(), "") + "(train " + name(t.name())
                    + lines(t.settings().stream().map(TreePrinter::setting).toList()) + ")";
            case Declaration.Export e -> "(export " + name(e.train())
                    + lines(e.settings().stream().map(TreePrinter::setting).toList()) + ")";
        };
    }

    private static String doc(String text, String indent) {
        return text.isEmpty() ? "" : text.lines().map(l -> indent + "/// " + l + "\n").collect(Collectors.joining());
    }

    private static String lines(List<String> lines) {
        return lines.stream().map(l -> "\n  " + l).collect(Collectors.joining());
    }

    private static String network(Declaration.Network network) {
        String head = doc(network.documentation(), "") + (network.model() ? "(model " : "(block ")
                + name(network.name())
                + lines(network.parameters().stream().map(TreePrinter::parameter).toList());
        String result = "\n  (-> " + network.resultName().map(n -> name(n) + " ").orElse("")
                + network.result().map(TreePrinter::type).orElse("?") + ")";
        return head + result
                + lines(network.body().assignments().stream()
                        .map(a -> "(= " + name(a.name()) + " " + expression(a.value()) + ")").toList())
                + "\n  " + expression(network.body().result()) + ")";
    }

    private static String parameter(Declaration.Parameter parameter) {
        return "(parameter " + name(parameter.name()) + " " + type(parameter.type())
                + parameter.value().map(v -> " " + expression(v)).orElse("") + ")";
    }

    private static String item(DataItem item) {
        return switch (item) {
            case Setting s -> setting(s);
            case DataItem.Columns c -> "(" + c.role().name().toLowerCase(java.util.Locale.ROOT) + " ["
                    + c.names().stream().map(TreePrinter::name).collect(Collectors.joining(" ")) + "]"
                    + c.type().map(t -> " " + type(t)).orElse("")
                    + c.formula().map(f -> " (= " + expression(f) + ")").orElse("")
                    + stages(c.transforms()) + ")";
            case DataItem.Ignore i -> "(ignore" + all(i.columns()) + ")";
            case DataItem.Augment a -> "(augment " + name(a.column()) + stages(a.transforms()) + ")";
        };
    }

    private static String setting(Setting setting) {
        return "(" + name(setting.name()) + ":" + all(setting.values()) + ")";
    }

    private static String all(List<Expression> expressions) {
        return expressions.stream().map(e -> " " + expression(e)).collect(Collectors.joining());
    }

    private static String name(Name name) {
        return name.isMissing() ? "?" : name.text();
    }

    private static String type(TypeExpression type) {
        if (type.kind().isEmpty() && type.shape().isEmpty()) {
            return "(type ?)";
        }
        return "(type" + type.kind().map(k -> " " + expression(k)).orElse("") + (type.optional() ? " optional" : "")
                + type.shape().map(s -> " [" + all(s).strip() + "]").orElse("") + ")";
    }

    private static String stages(List<Stage> stages) {
        return stages.stream().map(s -> " (-> " + stage(s) + ")").collect(Collectors.joining());
    }

    private static String stage(Stage stage) {
        return switch (stage) {
            case Stage.Apply a -> expression(a.function()) + suffix(a.name(), a.assertion());
            case Stage.Repeat r -> "(repeat " + expression(r.count()) + stages(r.stages()) + ")"
                    + suffix(r.name(), r.assertion());
        };
    }

    private static String suffix(Optional<Name> name, Optional<TypeExpression> assertion) {
        return name.map(n -> " as " + name(n)).orElse("") + assertion.map(a -> " : " + type(a)).orElse("");
    }

    public static String expression(Expression expression) {
        return switch (expression) {
            case Expression.Numeral n -> n.value() + n.unit().map(u -> "'" + u.text()).orElse("");
            case Expression.Text t -> '"' + t.value() + '"';
            case Expression.Truth t -> Boolean.toString(t.value());
            case Expression.Reference r -> name(r.name());
            case Expression.Member m -> name(m.owner()) + "." + name(m.member());
            case Expression.Call c -> "(call " + name(c.callee())
                    + c.arguments().stream().map(TreePrinter::argument).collect(Collectors.joining()) + ")";
            case Expression.Listing l -> "[" + all(l.elements()).strip() + "]";
            case Expression.Unary u -> "(" + u.operator().symbol() + " " + expression(u.operand()) + ")";
            case Expression.Binary b ->
                "(" + b.operator().symbol() + " " + expression(b.left()) + " " + expression(b.right())
                        + ")";
            case Expression.Conditional c -> "(if" + all(List.of(c.condition(), c.whenTrue(), c.whenFalse())) + ")";
            case Expression.Chain c -> "(chain " + expression(c.source()) + stages(c.stages()) + ")";
            case Expression.Segments s -> "(segments" + s.segments().stream().map(TreePrinter::segment)
                    .collect(Collectors.joining()) + ")";
            case Expression.Except e -> "(except " + expression(e.value()) + " [" + all(e.exceptions()).strip() + "])";
            case Expression.Stall s -> "(stall " + expression(s.metric()) + " " + expression(s.duration()) + ")";
            case Expression.Missing m -> "?";
        };
    }

    private static String argument(Argument argument) {
        return argument.name().map(n -> " " + name(n) + ":").orElse("") + " " + expression(argument.value());
    }

    private static String segment(Expression.Segment segment) {
        return " (" + name(segment.curve()) + segment.from().map(e -> " from " + expression(e)).orElse("")
                + segment.to().map(e -> " to " + expression(e)).orElse("")
                + segment.over().map(e -> " over " + expression(e)).orElse("") + ")";
    }
}
