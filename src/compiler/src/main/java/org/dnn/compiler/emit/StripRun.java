package org.dnn.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.lang.model.element.Modifier;
import org.dnn.compiler.kernel.Buffer;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.Slot;
import org.dnn.compiler.kernel.Step;
import org.dnn.compiler.plan.Plan;
import org.dnn.compiler.plan.PlannedStep;

/** What a program does strip by strip, as calls. */
final class StripRun {
    private final EmitProgram program;
    private final Plan plan;
    private final StripMethods nests;

    StripRun(EmitProgram program, Plan plan, StripMethods nests) {
        this.program = program;
        this.plan = plan;
        this.nests = nests;
    }

    /** What is done once for the same rows. */
    List<MethodSpec> preparation(PlannedStep.Strips strips, int longest) {
        List<MethodSpec> methods = new ArrayList<>();
        methods.add(MethodSpec.methodBuilder("prepares").addAnnotation(Override.class).addModifiers(Modifier.PUBLIC)
                .returns(boolean.class).addStatement("return true").build());
        methods.add(MethodSpec.methodBuilder("prepare").addAnnotation(Override.class).addModifiers(Modifier.PUBLIC)
                .addParameter(int.class, "member").addStatement("prepareStrips(member, $L)", strips.step().rows())
                .build());
        methods.addAll(methods(strips, "prepareStrip", longest));
        return methods;
    }

    /** A member's strips; then, when all are there, what the sums over rows are. */
    CodeBlock run(PlannedStep.Strips strips) {
        CodeBlock.Builder code = CodeBlock.builder().add("// all rows, strip by strip\n");
        code.addStatement("strips(member, $L, $L, $L, $L)", strips.step().rows(), strips.lanes(), strands(strips, 0),
                strips.sumCount());
        code.addStatement("team.barrier()");
        if (strips.sumCount() > 0) {
            code.beginControlFlow("if (member == 0)");
            List<Map.Entry<Buffer, Long>> sums = List.copyOf(strips.sums().entrySet());
            for (int from = 0; from < sums.size();) {
                int to = from + 1;
                while (to < sums.size() && end(sums.get(to - 1).getKey()) == begin(sums.get(to).getKey())) {
                    to++;
                }
                Buffer first = sums.get(from).getKey();
                code.addStatement("together($L, $L, $L, $L, $L)", strips.step().rows(),
                        strands(strips, sums.get(from).getValue()), strips.sumCount(), program.place(Slot.of(first)),
                        end(sums.get(to - 1).getKey()) - begin(first));
                from = to;
            }
            code.endControlFlow();
        }
        return code.build();
    }

    /** Where the first strand's sum with this number goes. */
    private String strands(PlannedStep.Strips strips, long sum) {
        return strips.step().strands().map(b -> program.place(Slot.of(b)) + plus(sum)).orElse("0");
    }

    private static String plus(long offset) {
        return offset == 0 ? "" : " + " + offset;
    }

    private long begin(Buffer sum) {
        return plan.offset(sum).constant();
    }

    private long end(Buffer sum) {
        return begin(sum) + sum.type().elements().constant();
    }

    /** The methods that do all of a strip. */
    List<MethodSpec> methods(PlannedStep.Strips strips, String name, int longest) {
        List<Kernel> kernels = strips.step().kernels();
        List<MethodSpec> methods = new ArrayList<>();
        MethodSpec.Builder strip = method(name).addAnnotation(Override.class).addModifiers(Modifier.PROTECTED);
        if (kernels.size() <= longest) {
            return List.of(strip.addCode(calls(strips, kernels)).build());
        }
        for (int from = 0; from < kernels.size(); from += longest) {
            String part = name + (from / longest + 1);
            strip.addStatement("$L(strip, sums, from, count)", part);
            methods.add(method(part).addModifiers(Modifier.PRIVATE)
                    .addCode(calls(strips, kernels.subList(from, Math.min(kernels.size(), from + longest)))).build());
        }
        methods.addFirst(strip.build());
        return methods;
    }

    private static MethodSpec.Builder method(String name) {
        return MethodSpec.methodBuilder(name).addParameter(int.class, "strip").addParameter(int.class, "sums")
                .addParameter(int.class, "from").addParameter(int.class, "count");
    }

    private CodeBlock calls(PlannedStep.Strips strips, List<Kernel> kernels) {
        CodeBlock.Builder code = CodeBlock.builder();
        SourceLines lines = new SourceLines();
        for (Kernel kernel : kernels) {
            code.add(lines.above(kernel.origin())).addStatement("$L", RuntimeSymbols.code(call(strips, kernel)));
        }
        return code.build();
    }

    private String call(PlannedStep.Strips strips, Kernel kernel) {
        return switch (kernel) {
            case Kernel.LoopNest nest -> nests.call(strips, nest, IntStream.range(0, nest.arguments().size())
                    .filter(i -> !nest.arguments().get(i).buffer().isColumn())
                    .mapToObj(i -> place(strips, nest, i)).toList());
            case Kernel.Product product -> product(strips, product);
            case Kernel.Convolve _,Kernel.Slide _ -> throw new IllegalStateException("not in strips: " + kernel);
        };
    }

    /** Where an argument begins, as far as this strip is concerned. */
    private String place(PlannedStep.Strips strips, Kernel kernel, int argument) {
        Slot slot = kernel.arguments().get(argument);
        if (strips.values().containsKey(slot.buffer())) {
            return "strip + " + program.valueName(slot.buffer());
        }
        if (slot.type().hasRows()) {
            boolean beside = slot.buffer().variable().isEmpty();
            long each = beside ? 1 : slot.type().elements().rows();
            return program.place(slot) + " + from" + (each == 1 ? "" : " * " + each);
        }
        return kernel.written().contains(argument)
                ? "sums" + plus(Objects.requireNonNull(strips.sums().get(slot.buffer())) * Step.Strips.LANES)
                : program.place(slot);
    }

    private String product(PlannedStep.Strips strips, Kernel.Product product) {
        int rows = strips.step().rows();
        String a = place(strips, product, 0) + ", " + stride(strips, product, 0);
        String b = place(strips, product, 1);
        String c = place(strips, product, 2);
        return product.arguments().get(2).type().hasRows()
                ? "stripProduct(" + a + ", " + b + ", " + product.b().columnStride() + ", " + product.b().rowStride()
                        + ", " + c + ", " + rows + ", " + product.columns() + ", " + product.depth() + ", count)"
                : "stripWeightGradient(" + a + ", " + b + ", " + stride(strips, product, 1) + ", " + c + ", "
                        + product.rows() + ", "
                        + product.columns() + ", count)";
    }

    /** How far the elements of an argument are apart. */
    private static String stride(PlannedStep.Strips strips, Kernel kernel, int argument) {
        boolean own = strips.values().containsKey(kernel.arguments().get(argument).buffer());
        return own ? Integer.toString(strips.step().rows()) : "capacity";
    }

    /** What the preparation leaves for the steps. */
    List<CodeBlock> traceKept(PlannedStep.Strips strips) {
        return strips.step().kernels().stream().flatMap(k -> k.written().stream().map(w -> k.arguments().get(w)))
                .filter(s -> strips.step().kept().contains(s.buffer())).distinct()
                .map(s -> statement("trace.kept($S, $L, $L, capacity, $L)", s.buffer().name(),
                        line(strips, s.buffer()), program.place(s), s.type().elements().rows()))
                .toList();
    }

    /** What the strips write, in the same order. */
    List<CodeBlock> trace(PlannedStep.Strips strips) {
        List<CodeBlock> statements = new ArrayList<>();
        for (Buffer value : strips.values().keySet()) {
            statements.add(statement("trace.strip($S, $L, $L, $L, $L)", value.name(), line(strips, value),
                    program.valueName(value), strips.step().rows(), value.type().elements().rows()));
        }
        statements.add(statement("trace.barrier()"));
        for (Buffer sum : strips.sums().keySet()) {
            statements.add(statement("trace.value($S, $L, $L, $L)", sum.name(), line(strips, sum),
                    program.place(Slot.of(sum)), sum.type().elements().constant()));
        }
        return statements;
    }

    static CodeBlock statement(String format, Object... arguments) {
        return CodeBlock.builder().addStatement(format, arguments).build();
    }

    private static int line(PlannedStep.Strips strips, Buffer written) {
        return written.origin().orElseGet(() -> strips.step().kernels().stream()
                .filter(k -> k.written().stream().anyMatch(w -> k.arguments().get(w).buffer().equals(written)))
                .findFirst().orElseThrow().origin()).span().line();
    }
}
