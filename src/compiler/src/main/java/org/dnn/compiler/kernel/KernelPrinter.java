package org.dnn.compiler.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.dnn.compiler.ir.TensorType;

/**
 * Kernels as text:
 *
 * <pre>
 * multiply linear1 [rows, 16] = x [rows, 3] × linear1.weight [16, 3]ᵀ   // cube.dnn:20
 * for i &lt; rows, j &lt; 16                                                  // cube.dnn:20
 *     %0 linear1 = linear1[16·i + j] + linear1.bias[j]
 *     relu[16·i + j] = %0 ≤ 0 ? 0 : %0
 * </pre>
 */
public final class KernelPrinter {
    private final StringBuilder out = new StringBuilder();
    private final BufferNames names = new BufferNames();

    private KernelPrinter() {}

    public static String print(KernelProgram program) {
        KernelPrinter printer = new KernelPrinter();
        printer.line("", "program " + program.name());
        for (int i = 0; i < program.randomStreams().size(); i++) {
            printer.line("", "random stream " + i + ": " + program.randomStreams().get(i));
        }
        if (!program.preparation().isEmpty()) {
            printer.line("", "once for the same rows");
            printer.steps(program.preparation(), "    ");
        }
        printer.steps(program.steps(), "");
        return printer.out.toString();
    }

    private void steps(List<Step> steps, String indent) {
        for (Step step : steps) {
            switch (step) {
                case Step.Run run -> kernel(run.kernel(), indent);
                case Step.Repeat repeat -> {
                    line(indent, "repeat " + repeat.count() + (repeat.reversed() ? " reversed" : "") + ", turn "
                            + repeat.turn() + "   // " + repeat.origin().line());
                    steps(repeat.steps(), indent + "    ");
                }
                case Step.Strips strips -> {
                    line(indent, "strips of " + strips.rows() + " rows");
                    strips.kernels().forEach(k -> kernel(k, indent + "    "));
                }
            }
        }
    }

    private void kernel(Kernel kernel, String indent) {
        String origin = "   // " + kernel.origin().line();
        switch (kernel) {
            case Kernel.LoopNest nest -> {
                line(indent, axes(nest.outer(), 0) + origin);
                nest.loops().forEach(l -> loop(nest, l, indent + "    "));
            }
            case Kernel.Product product -> line(indent, product(product) + origin);
            case Kernel.Convolve c -> line(indent, opaque("convolve " + word(c.kind()), c) + ", " + c.convolution()
                    + (c.parts() == 1 ? "" : " parts " + c.parts()) + origin);
            case Kernel.Slide s -> line(indent, opaque("window " + word(s.kind()), s) + ", " + s.window() + origin);
        }
    }

    private String product(Kernel.Product product) {
        return "multiply " + argument(product, 2) + " = " + factor(product, 0, product.a()) + " × "
                + factor(product, 1, product.b()) + ", " + size(product.rows()) + " × " + size(product.columns())
                + " over " + size(product.depth());
    }

    /** A factor whose columns do not follow each other in memory is taken transposed. */
    private String factor(Kernel.Product product, int argument, Kernel.Matrix matrix) {
        Slot slot = product.arguments().get(argument);
        return names.name(slot) + " " + slot.type() + (matrix.columnStride() == 1 ? "" : "ᵀ");
    }

    private String opaque(String verb, Kernel kernel) {
        int last = kernel.arguments().size() - 1;
        List<String> read = new ArrayList<>();
        for (int i = 0; i < last; i++) {
            read.add(argument(kernel, i));
        }
        return verb + " " + argument(kernel, last) + " = " + String.join(", ", read);
    }

    private String argument(Kernel kernel, int index) {
        Slot slot = kernel.arguments().get(index);
        return names.name(slot) + " " + slot.type();
    }

    private void loop(Kernel.LoopNest nest, Loop loop, String indent) {
        boolean inner = !loop.sizes().isEmpty();
        if (inner) {
            line(indent, axes(loop.sizes(), nest.outer().size()));
        }
        Terms terms = new Terms(nest);
        loop.statements().forEach(s -> line(inner ? indent + "    " : indent, terms.statement(s)));
    }

    private static String axes(List<Integer> sizes, int first) {
        List<String> axes = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            axes.add((char) ('i' + first + i) + " < " + size(sizes.get(i)));
        }
        return axes.isEmpty() ? "once" : "for " + String.join(", ", axes);
    }

    private static String size(int size) {
        return size == TensorType.ROWS ? "rows" : Integer.toString(size);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private void line(String indent, String text) {
        out.append(indent).append(text).append('\n');
    }

    /** The statements and terms of one loop nest. */
    private final class Terms {
        private final Kernel.LoopNest nest;

        Terms(Kernel.LoopNest nest) {
            this.nest = nest;
        }

        String statement(Statement statement) {
            return switch (statement) {
                case Statement.Let let -> "%" + let.local() + " " + let.name() + " = " + term(let.term());
                case Statement.Accumulate a -> "%" + a.local() + " " + a.name() + " = " + word(a.function()) + " of "
                        + term(a.term()) + switch (a.order()) {
                            case SEQUENTIAL -> "";
                            case SIXTEEN_LANES -> ", in sixteen lanes";
                            case LANES_OF_STRIPS -> ", in sixteen lanes of strips";
                        };
                case Statement.Store store -> place(store.argument(), store.index()) + " = " + term(store.term());
            };
        }

        private String place(int argument, Index index) {
            return names.name(nest.arguments().get(argument)) + "[" + index + "]";
        }

        private String term(Term term) {
            return switch (term) {
                case Term.Number number -> Float.toString(number.value());
                case Term.Load load -> place(load.argument(), load.index());
                case Term.Gather gather -> names.name(nest.arguments().get(gather.argument())) + "[order["
                        + gather.row() + "], " + gather.index() + "]";
                case Term.Local local -> "%" + local.number();
                case Term.Rows _ -> "rows";
                case Term.Position position -> "number(" + position.index() + ")";
                case Term.Uniform uniform -> "uniform(stream " + uniform.stream() + ", " + uniform.element() + ")";
                case Term.Unary unary -> word(unary.function()) + "(" + term(unary.operand()) + ")";
                case Term.Binary binary -> binary(binary);
                case Term.Select select -> inside(select.condition()) + " ? " + inside(select.whenTrue()) + " : "
                        + inside(select.whenFalse());
            };
        }

        private String binary(Term.Binary term) {
            return switch (term.function()) {
                case MAXIMUM, MINIMUM -> word(term.function()) + "(" + term(term.left()) + ", " + term(term.right())
                        + ")";
                case ADD -> infix(term, "+");
                case SUBTRACT -> infix(term, "-");
                case MULTIPLY -> infix(term, "·");
                case DIVIDE -> infix(term, "/");
                case LESS -> infix(term, "<");
                case LESS_OR_EQUAL -> infix(term, "≤");
                case GREATER -> infix(term, ">");
                case GREATER_OR_EQUAL -> infix(term, "≥");
                case EQUAL -> infix(term, "=");
                case NOT_EQUAL -> infix(term, "≠");
            };
        }

        private String infix(Term.Binary term, String operator) {
            return inside(term.left()) + " " + operator + " " + inside(term.right());
        }

        /** What is more than one thing stands in parentheses. */
        private String inside(Term term) {
            boolean several = term instanceof Term.Select
                    || (term instanceof Term.Binary binary && binary(binary).contains(" "));
            return several ? "(" + term(term) + ")" : term(term);
        }
    }
}
