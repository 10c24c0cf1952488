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

    void add(CodeBlock.Builder code) {
        tensors.forEach((variable, setup) -> tensor(code, variable, setup));
    }

    public Layout layout() {
        return layout;
    }

    /** The lines as text, by which networks are compared. */
    public String text() {
        CodeBlock.Builder code = CodeBlock.builder();
        add(code);
        return code.build().toString();
    }

    private void tensor(CodeBlock.Builder code, Variable variable, Setup setup) {
        String role = variable.role().name();
        long offset = layout.offset(variable);
        if (setup.counts().isEmpty()) {
            code.add("\n.tensor($T.$L, $S, $L, $T.$L, $L)", RuntimeSymbols.ROLE, role, variable.name(), offset,
                    RuntimeSymbols.FILL, setup.fill(), joined(setup.shape()));
        } else {
            code.add("\n.tensors($T.$L, $S, $L, $T.$L, new int[]{$L}, new int[]{$L}, new int[]{$L})",
                    RuntimeSymbols.ROLE, role, variable.name(), offset, RuntimeSymbols.FILL, setup.fill(),
                    joined(setup.shape()), joined(setup.counts()), joined(setup.firsts()));
        }
    }

    /** With commas between. */
    static String joined(List<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
