package org.dnn.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.plan.Layout;

/** What is saved with a model, one line a tensor: its name, where it lies, how it begins, its shape. */
public final class TensorLines {
    private final Map<Variable, Setup> tensors;
    private final Layout layout;

    /**
     * How a tensor is set at first.
     *
     * @param fill   as Java: {@code Fill.uniform(-0.5, 0.5)}
     * @param counts turns of the repetitions around its layer
     */
    public record Setup(String fill, List<Integer> shape, List<Integer> counts, List<Integer> firsts) {}

    public TensorLines(Map<Variable, Setup> tensors, Layout layout) {
        this.tensors = new LinkedHashMap<>(tensors);
        this.layout = layout;
    }

    /** The lines as calls of a builder. */
    List<CodeBlock> calls() {
        return tensors.entrySet().stream().map(e -> tensor(e.getKey(), e.getValue())).toList();
    }

    public Layout layout() {
        return layout;
    }

    /** The lines as text, by which networks are compared. */
    public String text() {
        return text(calls());
    }

    /** Calls as text, a line each. */
    static String text(List<CodeBlock> calls) {
        return calls.stream().map(call -> "\n" + call).collect(Collectors.joining());
    }

    private CodeBlock tensor(Variable variable, Setup setup) {
        String role = variable.role().name();
        long offset = layout.offset(variable);
        return setup.counts().isEmpty()
                ? CodeBlock.of(".tensor($T.$L, $S, $L, $T.$L, $L)", RuntimeSymbols.ROLE, role, variable.name(), offset,
                        RuntimeSymbols.FILL, setup.fill(), joined(setup.shape()))
                : CodeBlock.of(".tensors($T.$L, $S, $L, $T.$L, new int[]{$L}, new int[]{$L}, new int[]{$L})",
                        RuntimeSymbols.ROLE, role, variable.name(), offset, RuntimeSymbols.FILL, setup.fill(),
                        joined(setup.shape()), joined(setup.counts()), joined(setup.firsts()));
    }

    /** With commas between. */
    static String joined(List<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
