package org.dnn.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.plan.Partition;
import org.dnn.compiler.plan.Plan;
import org.dnn.compiler.plan.PlannedStep;

/** The steps of a plan as calls, under the lines of the {@code .dnn} file that they come from. */
final class RunMethods {
    /** Longer lists are cut into several methods, because the JIT compiler leaves huge ones alone. */
    static final int LONGEST = 60;
    /** A method has 64 kB at most, of which a statement of a trace takes some thirty bytes. */
    private static final int LONGEST_TRACE = 500;

    private final EmitProgram program;
    private final Plan plan;
    private final NestMethods nests;
    private final StripRun strips;
    /** What is done when a batch is set. */
    private final List<PlannedStep> begun;
    /** What is done then. */
    private final List<PlannedStep> steps;

    RunMethods(EmitProgram program, Plan plan, NestMethods nests, StripMethods stripNests) {
        this.strips = new StripRun(program, plan, stripNests);
        this.program = program;
        this.plan = plan;
        this.nests = nests;
        int before = beforeStrips(plan.steps());
        this.begun = plan.steps().subList(0, before);
        this.steps = plan.steps().subList(before, plan.steps().size());
    }

    List<MethodSpec> write(int longest) {
        List<MethodSpec> methods = new ArrayList<>();
        for (PlannedStep step : plan.preparation()) {
            if (step instanceof PlannedStep.Strips all) {
                methods.addAll(strips.preparation(all, longest));
            }
        }
        methods.addAll(begin(longest));
        methods.addAll(runs(longest));
        for (PlannedStep step : steps) {
            if (step instanceof PlannedStep.Strips all) {
                methods.addAll(strips.methods(all, "strip", longest));
            }
        }
        return methods;
    }

    /** How many calls there are before the strips; 0 where there are no strips. */
    private static int beforeStrips(List<PlannedStep> steps) {
        return IntStream.range(0, steps.size()).filter(i -> steps.get(i) instanceof PlannedStep.Strips).findFirst()
                .orElse(0);
    }

    /** What is done when a batch is set, so that no member waits for another before its strips. */
    private List<MethodSpec> begin(int longest) {
        List<CodeBlock> calls = new ArrayList<>();
        SourceLines lines = new SourceLines();
        for (PlannedStep step : begun) {
            PlannedStep.Call call = (PlannedStep.Call) step;
            CodeBlock.Builder code = CodeBlock.builder().add(lines.above(call.kernel().origin()));
            call(code, call, "");
            calls.add(code.build());
        }
        return calls.isEmpty()
                ? List.of()
                : parts(MethodSpec.methodBuilder("begin").addAnnotation(Override.class)
                        .addModifiers(Modifier.PROTECTED).build(), calls, longest);
    }

    private List<MethodSpec> runs(int longest) {
        List<MethodSpec> methods = new ArrayList<>();
        MethodSpec.Builder run = method("run").addAnnotation(Override.class).addModifiers(Modifier.PUBLIC);
        if (steps.size() <= longest) {
            return List.of(run.addCode(body(steps)).build());
        }
        for (int from = 0; from < steps.size(); from += longest) {
            String name = "run" + (from / longest + 1);
            run.addStatement("$L(member)", name);
            methods.add(method(name).addModifiers(Modifier.PRIVATE)
                    .addCode(body(steps.subList(from, Math.min(steps.size(), from + longest)))).build());
        }
        methods.addFirst(run.build());
        return methods;
    }

    /** What the same steps write, in the same order; nobody runs it often, so its parts may be long. */
    List<MethodSpec> trace() {
        List<CodeBlock> statements = new ArrayList<>(prepared());
        if (!begun.isEmpty()) {
            statements.addAll(written(begun));
            statements.add(StripRun.statement("trace.begun()"));
        }
        statements.addAll(written(steps));
        return parts(MethodSpec.methodBuilder("trace").addAnnotation(Override.class).addModifiers(Modifier.PUBLIC)
                .addParameter(RuntimeSymbols.TRACE, "trace").build(), statements, LONGEST_TRACE);
    }

    /**
     * A method with these statements, or several where they are many: a class file has no room for a method of any length.
     *
     * @param head the method without a body; parts have its parameters
     */
    static List<MethodSpec> parts(MethodSpec head, List<CodeBlock> statements, int longest) {
        MethodSpec.Builder all = head.toBuilder();
        if (statements.size() <= longest) {
            return List.of(all.addCode(CodeBlock.join(statements, "")).build());
        }
        String arguments = head.parameters().stream().map(ParameterSpec::name).collect(Collectors.joining(", "));
        List<MethodSpec> methods = new ArrayList<>();
        for (int from = 0; from < statements.size(); from += longest) {
            String name = head.name() + (from / longest + 1);
            all.addStatement("$L($L)", name, arguments);
            methods.add(MethodSpec.methodBuilder(name).addModifiers(Modifier.PRIVATE).addParameters(head.parameters())
                    .addCode(CodeBlock.join(
                            statements.subList(from, Math.min(statements.size(), from + longest)), ""))
                    .build());
        }
        methods.addFirst(all.build());
        return methods;
    }

    private List<CodeBlock> prepared() {
        return plan.preparation().stream().flatMap(step -> step instanceof PlannedStep.Strips all
                ? strips.traceKept(all).stream()
                : Stream.empty()).toList();
    }

    private List<CodeBlock> written(List<PlannedStep> steps) {
        List<CodeBlock> statements = new ArrayList<>();
        for (PlannedStep step : steps) {
            switch (step) {
                case PlannedStep.Repeat repeat -> {
                    CodeBlock.Builder code = CodeBlock.builder();
                    turns(code, repeat.turn(), repeat.count(), repeat.reversed());
                    code.addStatement("trace.barrier()").add(CodeBlock.join(written(repeat.steps()), ""))
                            .endControlFlow().addStatement("trace.barrier()");
                    statements.add(code.build());
                }
                case PlannedStep.Strips all -> statements.addAll(strips.trace(all));
                case PlannedStep.Call call -> {
                    if (call.barrier()) {
                        statements.add(StripRun.statement("trace.barrier()"));
                    }
                    Kernel kernel = call.kernel();
                    kernel.written().forEach(w -> statements
                            .add(program.places().written(kernel.arguments().get(w), kernel.origin())));
                }
            }
        }
        return statements;
    }

    private static MethodSpec.Builder method(String name) {
        return MethodSpec.methodBuilder(name).addParameter(int.class, "member");
    }

    private CodeBlock body(List<PlannedStep> steps) {
        CodeBlock.Builder code = CodeBlock.builder();
        CodeBlock calls = calls(steps, "");
        if (calls.toString().contains("(from")) {
            code.addStatement("int from = part(rows, member)").addStatement("int to = part(rows, member + 1)");
        }
        return code.add(calls).build();
    }

    /** @param turn the number of the turn among all turns of the repetitions around these steps, as Java; "" outside of all */
    private CodeBlock calls(List<PlannedStep> steps, String turn) {
        CodeBlock.Builder code = CodeBlock.builder();
        SourceLines lines = new SourceLines();
        boolean alone = false;
        for (PlannedStep step : steps) {
            boolean goesOn = alone && isAlone(step) && !waits(step);
            if (alone && !goesOn) {
                code.endControlFlow();
            }
            alone = isAlone(step);
            switch (step) {
                case PlannedStep.Call call -> {
                    code.add(lines.above(call.kernel().origin()));
                    if (call.barrier()) {
                        code.addStatement("team.barrier()");
                    }
                    if (alone && !goesOn) {
                        code.beginControlFlow("if (member == 0)");
                    }
                    call(code, call, turn);
                }
                case PlannedStep.Repeat repeat -> {
                    code.add(lines.above(repeat.origin()));
                    repeat(code, repeat, turn);
                }
                case PlannedStep.Strips all -> {
                    lines.interrupted();
                    code.add(strips.run(all));
                }
            }
        }
        return alone ? code.endControlFlow().build() : code.build();
    }

    private static boolean waits(PlannedStep step) {
        return step instanceof PlannedStep.Call call && call.barrier();
    }

    /** Whether member 0 does a step alone. */
    private static boolean isAlone(PlannedStep step) {
        return step instanceof PlannedStep.Call call && call.kernel() instanceof Kernel.LoopNest
                && !call.partition().isShared();
    }

    private void repeat(CodeBlock.Builder code, PlannedStep.Repeat repeat, String outerTurn) {
        turns(code, repeat.turn(), repeat.count(), repeat.reversed());
        code.addStatement("team.barrier()")
                .add(calls(repeat.steps(), turn(outerTurn, repeat.turn(), repeat.count()))).endControlFlow();
        code.addStatement("team.barrier()");
    }

    /** The number of a turn among all turns of the repetitions around it. */
    static String turn(String outerTurn, int number, int count) {
        String turn = EmitProgram.turn(number);
        String outer = outerTurn.contains(" ") ? "(" + outerTurn + ")" : outerTurn;
        return outer.isEmpty() ? turn : outer + " * " + count + " + " + turn;
    }

    /** Begins a loop over the turns of a repetition. */
    static void turns(CodeBlock.Builder code, int number, int count, boolean reversed) {
        String turn = EmitProgram.turn(number);
        if (reversed) {
            code.beginControlFlow("for (int $L = $L; $L >= 0; $L--)", turn, count - 1, turn, turn);
        } else {
            code.beginControlFlow("for (int $L = 0; $L < $L; $L++)", turn, turn, count, turn);
        }
    }

    private void call(CodeBlock.Builder code, PlannedStep.Call call, String turn) {
        switch (call.kernel()) {
            case Kernel.LoopNest nest -> nest(code, nest, call.partition(), turn);
            case Kernel.Product product -> code.addStatement("$L(member, $L, $L, $L, $L, $L, $L, $L, $L, $L, $L)",
                    call.partition().taken() ? "multiplyPieces" : "multiply",
                    place(product, 0),
                    product.a().rowStride(), product.a().columnStride(), place(product, 1),
                    product.b().rowStride(), product.b().columnStride(), place(product, 2), size(product.rows()),
                    size(product.columns()), size(product.depth()));
            case Kernel.Convolve convolve -> code.addStatement("$L($L, $L, $L, $L, $L)", switch (convolve.kind()) {
                case FORWARD -> "convolve";
                case INPUT_GRADIENT -> "convolveInputGradient";
                case WEIGHT_GRADIENT -> convolve.parts() == 1 ? "convolveWeightGradient" : "convolveWeightGradients";
            }, convolve.parts() == 1 ? "member" : "member, " + convolve.parts(),
                    program.shapeName(convolve.convolution()), place(convolve, 0), place(convolve, 1),
                    place(convolve, 2));
            case Kernel.Slide slide -> code.addStatement("$L(member, $L, $L)", switch (slide.kind()) {
                case MAXIMUM -> "windowMaximum";
                case MAXIMUM_GRADIENT -> "windowMaximumGradient";
                case SUM -> "windowSum";
                case SUM_GRADIENT -> "windowSumGradient";
            }, program.shapeName(slide.window()),
                    slide.arguments().stream().map(program::place).collect(Collectors.joining(", ")));
        }
    }

    private String place(Kernel kernel, int argument) {
        return program.place(kernel.arguments().get(argument));
    }

    private void nest(CodeBlock.Builder code, Kernel.LoopNest nest, Partition partition, String turn) {
        NestMethods.Target target = nests.method(nest);
        List<String> arguments = new ArrayList<>();
        if (!nest.outer().isEmpty()) {
            int points = nest.outer().getFirst() * target.scale();
            arguments.add(partition.isShared() ? part(partition, "member", target.scale(), "from") : "0");
            arguments.add(partition.isShared()
                    ? part(partition, "member + 1", target.scale(), "to")
                    : Integer.toString(points));
        }
        target.told().forEach(size -> arguments.add(size.toString()));
        nest.arguments().stream().filter(s -> !s.buffer().isColumn()).map(program::place).forEach(arguments::add);
        if (target.lanes()) {
            arguments.add("lanes[member]");
        }
        if (target.turn()) {
            arguments.add(turn.isEmpty() ? "0" : turn);
        }
        code.addStatement("$L", RuntimeSymbols.code(target.name() + "(" + String.join(", ", arguments) + ")"));
    }

    private static String part(Partition partition, String member, int scale, String border) {
        String part = partition.size() == TensorType.ROWS
                ? border
                : "part(" + partition.size() + ", " + member + ")";
        return scale == 1 ? part : part + " * " + scale;
    }

    private static String size(int size) {
        return size == TensorType.ROWS ? "rows" : Integer.toString(size);
    }
}
