package org.dnn.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.dnn.compiler.kernel.Slot;
import org.dnn.compiler.plan.Plan;

/** Writes the class that starts the kernels of a program on a GPU: where everything lies there, and the kernels in order. */
public final class EmitCudaHost {
    /** What the class is called, behind the program's name. */
    static final String SUFFIX = "Cuda";
    private static final String ROWS = "ROWS";

    private final ProgramClass program;
    private final CudaProgram cuda;
    private final Names members = new Names("capacity", "rows", "launch", "trace", "place", "points", "fours", "blocks",
            "columns",
            "multiply", "multiplyHalves", "multiplyIntoHalves", "at", "column", "number", "sizes", "start", "name",
            "lanes", "awaited",
            "LANES", "AWAITED",
            ROWS, "FIXED");
    private final Places places;
    private final TypeSpec.Builder type;

    private EmitCudaHost(ProgramClass program, CudaProgram cuda) {
        this.program = program;
        this.cuda = cuda;
        this.places = new Places(program.plan(), members);
        this.type = TypeSpec.classBuilder(program.name() + SUFFIX).addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .superclass(RuntimeSymbols.CUDA_PROGRAM)
                .addJavadoc("$L On a GPU, by the kernels of {@code $L}.\n", program.documentation(), cuda.file());
    }

    /** The Java file, the same for the same program. */
    public static JavaFile emit(ProgramClass program, CudaProgram cuda) {
        return new EmitCudaHost(program, cuda).write();
    }

    private JavaFile write() {
        reserveTurns(cuda.steps());
        name(cuda.steps());
        Plan plan = program.plan();
        type.addField(FieldSpec.builder(int.class, "FIXED", Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .initializer("$L", plan.fixed()).addJavadoc("Floats that do not depend on the batch.\n").build());
        places.fields(type);
        MethodSpec.Builder constructor = MethodSpec.constructorBuilder().addModifiers(Modifier.PUBLIC)
                .addParameter(RuntimeSymbols.CUDA_MEMORY, "place").addParameter(int.class, "capacity")
                .addStatement("super(place, capacity, $S)", cuda.file());
        places.assign(constructor);
        type.addMethod(constructor.build());
        RunMethods.parts(method("launch", Modifier.PROTECTED).build(), launches(cuda.steps(), ""), RunMethods.LONGEST)
                .forEach(type::addMethod);
        lanes(Lanes.of(plan, cuda.steps()));
        if (EmitProgram.trains(plan.steps())) {
            MethodSpec trace = method("trace", Modifier.PUBLIC).addParameter(RuntimeSymbols.TRACE, "trace").build();
            RunMethods.parts(trace, traces(cuda.steps()), RunMethods.LONGEST).forEach(type::addMethod);
        }
        places.outputs().ifPresent(type::addMethod);
        return JavaText.file(program.packageName(), type.build());
    }

    private void lanes(Lanes lanes) {
        if (!lanes.isEmpty()) {
            table("LANES", int[].class, lanes.lanes().stream().map(l -> CodeBlock.of("$L", l)),
                    "The lane of each launch.\n");
            table("AWAITED", int[][].class, lanes.awaited().stream().map(a -> CodeBlock.of("{$L}",
                    TensorLines.joined(a))), "The launches of other lanes that each waits for.\n");
            type.addMethod(
                    method("lanes", Modifier.PROTECTED).returns(int[].class).addStatement("return LANES").build());
            type.addMethod(method("awaited", Modifier.PROTECTED).returns(int[][].class)
                    .addStatement("return AWAITED").build());
        }
    }

    private void table(String name, Class<?> of, Stream<CodeBlock> entries, String documentation) {
        type.addField(FieldSpec.builder(of, name, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .initializer("{$L}", entries.collect(CodeBlock.joining(",$W"))).addJavadoc(documentation).build());
    }

    private void reserveTurns(List<CudaStep> steps) {
        for (CudaStep step : steps) {
            if (step instanceof CudaStep.Repeat repeat) {
                members.reserve(EmitProgram.turn(repeat.turn()));
                reserveTurns(repeat.steps());
            }
        }
    }

    private void name(List<CudaStep> steps) {
        for (CudaStep step : steps) {
            switch (step) {
                case CudaStep.Repeat repeat -> name(repeat.steps());
                case CudaStep.Launch launch -> launch.arguments().forEach(a -> {
                    if (a instanceof CudaStep.Argument.Memory memory) {
                        places.name(memory.slot().buffer());
                    }
                });
            }
        }
    }

    private static MethodSpec.Builder method(String name, Modifier visible) {
        return MethodSpec.methodBuilder(name).addAnnotation(Override.class).addModifiers(visible);
    }

    /** @param turn the number of the turn among all turns of the repetitions around these steps, as Java; "" outside of all */
    private List<CodeBlock> launches(List<CudaStep> steps, String turn) {
        List<CodeBlock> statements = new ArrayList<>();
        SourceLines lines = new SourceLines();
        for (CudaStep step : steps) {
            CodeBlock.Builder code = CodeBlock.builder().add(lines.above(step.origin()));
            switch (step) {
                case CudaStep.Launch launch -> code.addStatement("$L", call(launch, turn));
                case CudaStep.Repeat repeat -> {
                    RunMethods.turns(code, repeat.turn(), repeat.count(), repeat.reversed());
                    code.add(CodeBlock.join(launches(repeat.steps(), RunMethods.turn(turn, repeat.turn(),
                            repeat.count())), "")).endControlFlow();
                }
            }
            statements.add(code.build());
        }
        return statements;
    }

    private CodeBlock call(CudaStep.Launch launch, String turn) {
        return switch (launch.grid()) {
            case CudaStep.Grid.Points points -> kernel("points", points.sizes(), launch, turn);
            case CudaStep.Grid.Fours fours -> kernel("fours", fours.sizes(), launch, turn);
            case CudaStep.Grid.Blocks blocks -> kernel("blocks", blocks.sizes(), launch, turn);
            case CudaStep.Grid.Columns columns -> kernel("columns", columns.sizes(), launch, turn);
            case CudaStep.Grid.Tiles tiles -> CodeBlock.of("$L($L)",
                    tiles.intoHalves() ? "multiplyIntoHalves" : tiles.ofHalves() ? "multiplyHalves" : "multiply",
                    launch.arguments().stream().skip(2).map(this::plain).collect(Collectors.joining(", ")));
        };
    }

    private CodeBlock kernel(String method, List<Integer> sizes, CudaStep.Launch launch, String turn) {
        List<CodeBlock> all = new ArrayList<>(List.of(CodeBlock.of("$S", launch.kernel()), CodeBlock.of("$L",
                count(sizes))));
        launch.arguments().forEach(a -> all.add(argument(a, turn)));
        return all.stream().collect(CodeBlock.joining(", ", method + "(", ")"));
    }

    /** How many points there are. */
    private static String count(List<Integer> sizes) {
        long known = IntStream.range(0, sizes.size()).mapToLong(i -> Math.abs(sizes.get(i))).reduce(1, (a, b) -> a * b);
        boolean rows = sizes.stream().anyMatch(s -> s < 0);
        return !rows ? Long.toString(known) : known == 1 ? "rows" : known + "L * rows";
    }

    private CodeBlock argument(CudaStep.Argument argument, String turn) {
        return switch (argument) {
            case CudaStep.Argument.Memory memory -> CodeBlock.of("at($L)", places.of(memory.slot()));
            case CudaStep.Argument.Column column -> CodeBlock.of("column($S)", column.name());
            case CudaStep.Argument.Number number -> CodeBlock.of("number($L)", size(number.value()));
            case CudaStep.Argument.Shape shape -> CodeBlock.of("sizes($L)", TensorLines.joined(shape.sizes()));
            case CudaStep.Argument.Turn _ -> CodeBlock.of("number($L)", turn.isEmpty() ? "0" : turn);
        };
    }

    /** Of a product, which takes places and numbers. */
    private String plain(CudaStep.Argument argument) {
        return argument instanceof CudaStep.Argument.Memory memory
                ? places.of(memory.slot())
                : size(((CudaStep.Argument.Number) argument).value());
    }

    private static String size(int value) {
        return value == CudaStep.ROWS ? ROWS : Integer.toString(value);
    }

    private List<CodeBlock> traces(List<CudaStep> steps) {
        List<CodeBlock> statements = new ArrayList<>();
        for (CudaStep step : steps) {
            switch (step) {
                case CudaStep.Launch launch -> {
                    for (Slot slot : launch.written()) {
                        statements.add(places.written(slot, launch.origin()));
                    }
                    statements.add(StripRun.statement("trace.barrier()"));
                }
                case CudaStep.Repeat repeat -> {
                    CodeBlock.Builder code = CodeBlock.builder();
                    RunMethods.turns(code, repeat.turn(), repeat.count(), repeat.reversed());
                    statements.add(code.add(CodeBlock.join(traces(repeat.steps()), "")).endControlFlow().build());
                }
            }
        }
        return statements;
    }
}
