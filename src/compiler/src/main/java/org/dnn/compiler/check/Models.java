package org.dnn.compiler.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.dnn.compiler.ast.Argument;
import org.dnn.compiler.ast.Declaration;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.diagnostic.Fix;
import org.dnn.compiler.model.ColumnGroup;
import org.dnn.compiler.model.DataSet;
import org.dnn.compiler.model.Network;
import org.dnn.compiler.model.Node;
import org.dnn.compiler.model.Node.ColumnPart;
import org.dnn.compiler.source.Origin;
import org.dnn.compiler.source.Span;
import org.dnn.compiler.type.Kind;
import org.dnn.compiler.type.ValueType;

/** Models with their data and hyper-parameters filled in; the same model filled in alike is one network. */
final class Models {
    private final FileScope file;
    private final Report report;
    private final Constants constants;
    private final Map<List<Object>, Bound> bound = new LinkedHashMap<>();
    private final Set<String> names = new LinkedHashSet<>();

    /** A network and the data that it reads, and where both were written. */
    record Bound(Network network, DataSet data, Declaration.Network declaration, Declaration.Data dataBlock) {}

    Models(FileScope file, Report report, Constants constants) {
        this.file = file;
        this.report = report;
        this.constants = constants;
    }

    List<Network> networks() {
        return bound.values().stream().map(Bound::network).toList();
    }

    /** {@code model: Digits(Mnist.image, hidden: 256)}. */
    Optional<Bound> bind(Expression expression, String train) {
        if (!(expression instanceof Expression.Call call)) {
            report.error(Code.WRONG_VALUE, expression.span(),
                    "a model is given with its data; found " + expression.span().text(), "for example "
                            + (isModel(expression.span().text()) ? expression.span().text() : "Digits")
                            + "(" + file.data.keySet().stream().findFirst().orElse("Data") + ".inputs)");
            return Optional.empty();
        }
        Optional<Declaration.Network> declaration = model(call.callee());
        if (declaration.isEmpty()) {
            return Optional.empty();
        }
        file.used.add(declaration.get().name().text());
        List<Expression.Member> tensors = new ArrayList<>();
        List<Argument> rest = new ArrayList<>();
        for (Argument argument : call.arguments()) {
            if (argument.value() instanceof Expression.Member && argument.name().isPresent()) {
                String column = argument.value().span().text();
                report.add(Diagnostic.of(Code.WRONG_VALUE, argument.span(), "a column is given without a name")
                        .help("write " + column).fix(Fix.replace("write " + column, argument.span(), column)));
                return Optional.empty();
            }
            if (argument.value() instanceof Expression.Member member) {
                tensors.add(member);
            } else {
                rest.add(argument);
            }
        }
        return build(declaration.get(), tensors, rest, call.span(), train);
    }

    private boolean isModel(String name) {
        Declaration.Network declaration = file.networks.get(name);
        return declaration != null && declaration.model();
    }

    private Optional<Declaration.Network> model(Name name) {
        Declaration.Network declaration = file.networks.get(name.text());
        if (declaration != null && !declaration.model()) {
            report.add(Diagnostic.of(Code.WRONG_VALUE, name.span(), name + " is a block, not a model")
                    .label(declaration.name().span(), "declared here").help("declare it as a model"));
            return Optional.empty();
        }
        if (declaration == null && !file.mayBeBroken(name.text())) {
            report.unknown("model", name, file.networks.keySet().stream().filter(this::isModel).toList());
        }
        return Optional.ofNullable(declaration);
    }

    /** A model that no train block uses, with the data that its header names; empty where it names none. */
    void bindByHeader(Declaration.Network declaration) {
        List<Expression.Member> columns = new ArrayList<>();
        if (Headers.tensors(declaration).isEmpty()) {
            return;
        }
        for (Declaration.Parameter parameter : Headers.tensors(declaration)) {
            if (parameter.type().kind().orElse(null) instanceof Expression.Member member) {
                columns.add(member);
            } else {
                return;
            }
        }
        build(declaration, columns, List.of(), declaration.name().span(), declaration.name().text());
    }

    private Optional<Bound> build(Declaration.Network declaration, List<Expression.Member> columns,
            List<Argument> hyperparameters, Span call, String train) {
        if (file.broken.contains(declaration.name().text())) {
            return Optional.empty();
        }
        if (columns.isEmpty()) {
            report.error(Code.ARGUMENT_TYPE, call, declaration.name() + " is given no column",
                    "for example " + declaration.name() + "("
                            + file.data.keySet().stream().findFirst().orElse("Data") + ".inputs)");
            return Optional.empty();
        }
        NodeList nodes = NodeList.empty();
        Optional<List<Node.Input>> inputs = inputs(columns, nodes);
        if (inputs.isEmpty()) {
            return Optional.empty();
        }
        nodes.nodes().addAll(inputs.get());
        List<Operand.Tensor> given = given(declaration, inputs.get());
        Headers headers = new Headers(constants, report);
        Optional<Map<String, Constant>> known = headers.sizes(declaration, given, file.constants, call)
                .filter(_ -> typesFit(declaration, given, call))
                .flatMap(s -> headers.hyperparameters(declaration, hyperparameters, s, call));
        if (known.isEmpty()) {
            return Optional.empty();
        }
        DataSet data = Objects.requireNonNull(file.data.get(columns.getFirst().owner().text()));
        List<Object> key = List.of(declaration.name().text(), inputs.get().stream().map(Node.Input::columns).toList(),
                known.get());
        if (bound.containsKey(key)) {
            return Optional.of(bound.get(key));
        }
        NetworkChecker body = new NetworkChecker(file, report, nodes, known.get(), Set.of(declaration.name().text()));
        headers.defineTensors(declaration, given, body);
        Optional<Operand.Tensor> result = body.body(declaration, Paths.root())
                .filter(_ -> WeightNames.areDistinct(nodes.nodes(), report));
        return result.map(r -> {
            String name = names.add(declaration.name().text()) ? declaration.name().text() : train + "Model";
            Network network = new Network(name, declaration.documentation(),
                    declaration.resultName().map(Name::text).orElse("output"), nodes.nodes(), r.node(), r.type(),
                    Origin.of(declaration.name().span()));
            Bound made = new Bound(network, data, declaration,
                    Objects.requireNonNull(file.dataBlocks.get(data.name())));
            bound.put(key, made);
            return made;
        });
    }

    /** What the header calls the inputs, which is where a reader looks for them. */
    private static List<Operand.Tensor> given(Declaration.Network declaration, List<Node.Input> inputs) {
        List<Declaration.Parameter> parameters = Headers.tensors(declaration);
        List<Operand.Tensor> given = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Span span = i < parameters.size() ? parameters.get(i).span() : inputs.get(i).origin().span();
            given.add(new Operand.Tensor(inputs.get(i).id(), inputs.get(i).type(), span));
        }
        return given;
    }

    /** What the header says of a column must be what the given column is. */
    private boolean typesFit(Declaration.Network declaration, List<Operand.Tensor> given, Span call) {
        List<Declaration.Parameter> parameters = Headers.tensors(declaration);
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i).type().kind().orElse(null) instanceof Expression.Member member) {
                Optional<List<ColumnPart>> declared = columns(member);
                if (declared.isEmpty()) {
                    return false;
                }
                ValueType expected = type(declared.get());
                if (!expected.equals(given.get(i).type())) {
                    report.add(Diagnostic.of(Code.ARGUMENT_TYPE, call, declaration.name() + " takes "
                            + parameters.get(i).span().text() + ", which is " + expected + "; found "
                            + given.get(i).type()).label(parameters.get(i).span(), "declared here")
                            .help("give it a column of that shape, or let the header name a shape: "
                                    + parameters.get(i).name() + ": [N]"));
                    return false;
                }
            }
        }
        return true;
    }

    private Optional<List<Node.Input>> inputs(List<Expression.Member> columns, NodeList nodes) {
        List<Node.Input> inputs = new ArrayList<>();
        for (Expression.Member member : columns) {
            Optional<List<ColumnPart>> parts = columns(member);
            if (parts.isEmpty()) {
                return Optional.empty();
            }
            inputs.add(new Node.Input(nodes.number(), parts.get(), type(parts.get()), Origin.of(member.span())));
        }
        return Optional.of(inputs);
    }

    private Optional<List<ColumnPart>> columns(Expression.Member member) {
        DataSet data = file.data.get(member.owner().text());
        if (data == null) {
            if (!file.mayBeBroken(member.owner().text())) {
                report.unknown("data", member.owner(), file.data.keySet());
            }
            return Optional.empty();
        }
        file.used.add(data.name());
        String column = member.member().text();
        if (column.equals("inputs")) {
            return rankOne(data, member);
        }
        Optional<ColumnGroup> group = data.group(column);
        if (group.isEmpty()) {
            report.unknown("column", member.member(), Stream.concat(Stream.of("inputs"),
                    data.columns().stream().flatMap(g -> g.names().stream()).map(ColumnGroup.ColumnName::name))
                    .toList());
            return Optional.empty();
        }
        return group.map(g -> List.of(g.names().size() == 1
                ? new ColumnPart(g, 0, g.storedShape().getFirst())
                : new ColumnPart(g, g.indexOf(column), 1)));
    }

    /** What {@code Data.inputs} stands for. */
    private Optional<List<ColumnPart>> rankOne(DataSet data, Expression.Member member) {
        List<ColumnPart> parts = data.columns().stream().filter(g -> g.input() && g.storedShape().size() == 1)
                .map(g -> new ColumnPart(g, 0, g.storedShape().getFirst())).toList();
        if (parts.isEmpty()) {
            String first = data.columns().stream().filter(ColumnGroup::input).map(g -> g.names().getFirst().name())
                    .findFirst().orElse("x");
            report.error(Code.WRONG_VALUE, member.span(),
                    member.span().text() + " are the inputs with one axis, and " + data.name() + " has none",
                    "name an input, for example " + data.name() + "." + first);
            return Optional.empty();
        }
        return Optional.of(parts);
    }

    private static ValueType type(List<ColumnPart> parts) {
        ColumnGroup first = parts.getFirst().group();
        if (parts.size() == 1 && first.names().size() == 1) {
            Kind kind = first.transforms().isEmpty() ? first.kind() : Kind.REAL;
            return new ValueType(kind, first.shape());
        }
        return ValueType.real(parts.stream().mapToInt(ColumnPart::count).sum());
    }
}
