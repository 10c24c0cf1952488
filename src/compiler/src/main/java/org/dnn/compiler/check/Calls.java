package org.dnn.compiler.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.dnn.compiler.ast.Argument;
import org.dnn.compiler.ast.Declaration;
import org.dnn.compiler.ast.Expression;
import org.dnn.compiler.ast.Name;
import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.catalog.Catalog;
import org.dnn.compiler.catalog.Entry;
import org.dnn.compiler.catalog.Entry.Group;
import org.dnn.compiler.catalog.LayerRule;
import org.dnn.compiler.catalog.LayerRule.Mismatch;
import org.dnn.compiler.diagnostic.CallSite;
import org.dnn.compiler.diagnostic.Code;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.model.Node;
import org.dnn.compiler.source.Origin;
import org.dnn.compiler.source.Span;
import org.dnn.compiler.type.ValueType;

/** Calls of layers and blocks: {@code x -> Linear(5)}, {@code concat(a, b)}, {@code x -> Residual(64)}. */
final class Calls {
    /** Deeper than any network, less deep than the stack. */
    private static final int DEEPEST = 64;

    private final NetworkChecker caller;
    private final FileScope file;
    private final Report report;
    private final NodeList nodes;
    private final Map<String, Constant> constants;
    private final Set<String> blocks;

    /** @param blocks the blocks whose calls lead here */
    Calls(NetworkChecker caller, FileScope file, Report report, NodeList nodes, Map<String, Constant> constants,
            Set<String> blocks) {
        this.caller = caller;
        this.file = file;
        this.report = report;
        this.nodes = nodes;
        this.constants = constants;
        this.blocks = blocks;
    }

    private Constants constants() {
        return new Constants(constants, report);
    }

    boolean isLayer(String name) {
        return file.networks.containsKey(name) || Catalog.names(Group.LAYER).contains(name);
    }

    /**
     * A call with arguments: what stands before the arrow, if anything, and then positional arguments fill the tensors, as
     * long as the callee takes some; the rest is options.
     */
    Optional<Operand.Tensor> call(Expression.Call call, Optional<Operand.Tensor> input, Optional<Name> name,
            Paths paths) {
        List<Operand.Tensor> tensors = new ArrayList<>(input.stream().toList());
        List<Argument> rest = new ArrayList<>(call.arguments());
        int most = operands(call.callee().text());
        while (!rest.isEmpty() && tensors.size() < most && rest.getFirst().name().isEmpty()
                && !constants().isConstant(rest.getFirst().value())) {
            Optional<Operand.Tensor> tensor = caller.tensor(rest.removeFirst().value(), paths);
            if (tensor.isEmpty()) {
                return Optional.empty();
            }
            tensors.add(tensor.get());
        }
        if (givesTensorByName(call, rest)) {
            return Optional.empty();
        }
        if (tensors.isEmpty() && isLayer(call.callee().text())) {
            report.error(Code.WRONG_VALUE, call.span(), call.callee() + " needs something to work on",
                    "write x -> " + call.span().text() + ", with a value before the arrow");
            return Optional.empty();
        }
        return invoke(call.callee(), rest, tensors, name, call.span(), paths);
    }

    private boolean givesTensorByName(Expression.Call call, List<Argument> rest) {
        Declaration.Network block = file.networks.get(call.callee().text());
        if (block == null) {
            return false;
        }
        List<String> tensors = Headers.tensors(block).stream().map(p -> p.name().text()).toList();
        Optional<Name> tensor = rest.stream().flatMap(a -> a.name().stream()).filter(n -> tensors.contains(n.text()))
                .findFirst();
        tensor.ifPresent(n -> report.error(Code.WRONG_VALUE, n.span(),
                n + " is a tensor: it is given without its name",
                "tensors go by their order: " + Headers.text(block)));
        return tensor.isPresent();
    }

    private int operands(String callee) {
        Declaration.Network block = file.networks.get(callee);
        if (block != null) {
            return Headers.tensors(block).size();
        }
        return Catalog.find(Group.LAYER, callee).flatMap(Entry::rule).map(LayerRule::operands).orElse(1);
    }

    Optional<Operand.Tensor> invoke(Name callee, List<Argument> arguments, List<Operand.Tensor> inputs,
            Optional<Name> name, Span span, Paths paths) {
        Declaration.Network block = file.networks.get(callee.text());
        if (file.broken.contains(callee.text()) || (file.unnamed && !isLayer(callee.text()))) {
            return Optional.empty();
        }
        if (block != null) {
            return block(block, callee, arguments, inputs, name, span, paths);
        }
        return Lookup.find(report, Group.LAYER, callee, file.networks.keySet())
                .flatMap(entry -> layer(entry, arguments, inputs, name, span, paths));
    }

    private Optional<Operand.Tensor> layer(Entry entry, List<Argument> given, List<Operand.Tensor> inputs,
            Optional<Name> name, Span span, Paths paths) {
        Optional<Arguments> bound = new ArgumentBinder(constants(), report).bind(entry, given, span);
        if (bound.isEmpty()) {
            return Optional.empty();
        }
        LayerRule rule = entry.rule().orElseThrow();
        List<ValueType> types = inputs.stream().map(Operand.Tensor::type).toList();
        try {
            Arguments arguments = SamePadding.resolved(entry, bound.get());
            ValueType type = rule.result(types, arguments);
            boolean named = rule.hasWeights() || Character.isUpperCase(entry.name().charAt(0));
            String path = named ? paths.next(entry.name(), name.map(Name::text), rule.hasWeights()) : "";
            int node = nodes.number();
            nodes.nodes().add(new Node.Layer(node, entry, arguments, inputs.stream().map(Operand.Tensor::node).toList(),
                    types, path, type, new Origin(span, report.callSpans())));
            return Optional.of(new Operand.Tensor(node, type, span));
        } catch (Mismatch mismatch) {
            mismatch(span, mismatch, inputs);
            return Optional.empty();
        } catch (ArithmeticException e) {
            report.error(Code.LAYER_MISMATCH, span, "the result of " + entry.name() + " has more than 2³¹ numbers",
                    "make it smaller");
            return Optional.empty();
        }
    }

    private void mismatch(Span span, Mismatch mismatch, List<Operand.Tensor> inputs) {
        Diagnostic.Builder diagnostic = Diagnostic.of(Code.LAYER_MISMATCH, span, mismatch.message())
                .help(mismatch.help());
        inputs.forEach(i -> diagnostic.label(i.span(), "gives " + i.type()));
        report.add(diagnostic);
    }

    private Optional<Operand.Tensor> block(Declaration.Network block, Name callee, List<Argument> given,
            List<Operand.Tensor> inputs, Optional<Name> name, Span span, Paths paths) {
        if (block.model()) {
            report.add(Diagnostic.of(Code.WRONG_VALUE, callee.span(), callee + " is a model; models are not called")
                    .label(block.name().span(), "declared here").help("declare it as a block"));
            return Optional.empty();
        }
        if (blocks.contains(block.name().text()) || blocks.size() > DEEPEST) {
            report.error(Code.RECURSION, callee.span(), callee + " calls itself",
                    "use repeat n { … } for a number of turns");
            return Optional.empty();
        }
        Set<String> deeper = new LinkedHashSet<>(blocks);
        deeper.add(block.name().text());
        String path = paths.next(block.name().text(), name.map(Name::text), true);
        Headers headers = new Headers(constants(), report);
        Optional<Map<String, Constant>> sizes = headers.sizes(block, inputs, file.constants, span);
        Optional<Map<String, Constant>> known = sizes.flatMap(s -> headers.hyperparameters(block, given, s, span));
        if (known.isEmpty()) {
            return Optional.empty();
        }
        NetworkChecker inside = new NetworkChecker(file, report.inside(new CallSite(span, bindings(sizes.get()))),
                nodes, known.get(), deeper);
        headers.defineTensors(block, inputs, inside);
        return inside.body(block, Paths.within(path)).map(r -> new Operand.Tensor(r.node(), r.type(), span));
    }

    /** {@code C = 16, H = 32, W = 32}. */
    private static String bindings(Map<String, Constant> sizes) {
        return sizes.entrySet().stream().filter(e -> HeaderTypes.isDimension(e.getKey()))
                .filter(e -> e.getValue() instanceof Constant.Exact)
                .map(e -> e.getKey() + " = " + ((Constant.Exact) e.getValue()).value())
                .collect(Collectors.joining(", "));
    }
}
