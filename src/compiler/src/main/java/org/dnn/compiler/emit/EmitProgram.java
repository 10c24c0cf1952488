package org.dnn.compiler.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.kernel.Buffer;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.Slot;
import org.dnn.compiler.plan.Plan;
import org.dnn.compiler.plan.PlannedStep;

/**
 * Writes the class of a program: where everything lies, the steps in order, a method for each loop nest, and its twins with
 * vectors and in machine code.
 */
public final class EmitProgram {
    /** The field with the program whose methods serve this one too. */
    static final String KERNELS = "kernels";
    private static final String VECTORS = "Vectors";

    private final ProgramClass program;
    private final Plan plan;
    private final Names members = new Names("memory", "rows", "order", "first", "step", "team", "place", "batch",
            "name", "trace",
            "products", "capacity",
            "lanes", "strip", "strips", "prepare", "prepareStrip", "prepareStrips", "sums", "count", "together",
            "stripProduct", "stripWeightGradient", "run",
            "part", "multiply", "convolve", "slide", "uniform", "from", "to", "member", "turn",
            "SPECIES", "LANES", "NESTS", "nests", "nest", "segment", "FIXED", "PER_ROW", "SCRATCH", KERNELS);
    private final Places places;
    private final Map<Buffer, String> columns = new LinkedHashMap<>();
    private final Map<Object, String> shapes = new LinkedHashMap<>();
    /** Where in a strip's memory its values begin. */
    private final Map<Buffer, String> values = new LinkedHashMap<>();
    /** A program in the same memory, some of whose methods serve this one too. */
    private final Optional<EmitProgram> shared;
    private final NestMethods methods;
    private final StripMethods stripMethods;
    private final TypeSpec.Builder type;
    private final RunMethods runs;
    private final List<MethodSpec> run;
    /** Nests beside the strips that have a form in machine code. */
    private final List<MachineMethod> machine;

    /**
     * The files of a training's programs.
     *
     * @param machineForm   whether both have a form in machine code
     * @param inMachineCode whether it is all machine code, and no form of it needs the Vector API
     */
    public record Files(JavaFile step, JavaFile evaluation, boolean machineForm, boolean inMachineCode) {}

    private EmitProgram(ProgramClass program, Optional<EmitProgram> shared) {
        this.program = program;
        this.shared = shared;
        this.plan = program.plan();
        this.places = new Places(plan, members);
        this.type = TypeSpec.classBuilder(program.name()).addModifiers(Modifier.PUBLIC)
                .superclass(RuntimeSymbols.CPU_PROGRAM).addJavadoc("$L\n", program.documentation());
        reserveTurns(plan.steps());
        name(plan.all());
        List<Kernel.LoopNest> nests = new ArrayList<>();
        loopNests(plan.steps(), nests);
        this.methods = new NestMethods(members, columns, shared.map(s -> s.methods), nests);
        this.stripMethods = new StripMethods(members, columns, shared.map(s -> s.stripMethods));
        this.runs = new RunMethods(this, plan, methods, stripMethods);
        this.run = runs.write(RunMethods.LONGEST);
        this.machine = methods.machine(this::isBytes);
    }

    /**
     * The Java file, the same for the same program.
     *
     * @param machineForm whether a form in machine code is wanted, where the program has one
     */
    public static JavaFile emit(ProgramClass program, boolean machineForm) {
        EmitProgram writer = new EmitProgram(program, Optional.empty());
        return writer.write(machineForm && writer.runsInStrips() && writer.allowsMachineForm());
    }

    /**
     * The files of a training's programs, which share a memory: the evaluation calls the step's kernels where it has the same, so
     * it has the form in machine code if the step has.
     */
    public static Files emit(ProgramClass step, ProgramClass evaluation) {
        EmitProgram first = new EmitProgram(step, Optional.empty());
        EmitProgram second = new EmitProgram(evaluation, Optional.of(first));
        boolean machineForm = first.hasMachineForm() && second.allowsMachineForm();
        return new Files(first.write(machineForm), second.write(machineForm), machineForm,
                machineForm && first.isAllMachineCode() && second.isAllMachineCode());
    }

    private static void loopNests(List<PlannedStep> steps, List<Kernel.LoopNest> into) {
        for (PlannedStep step : steps) {
            switch (step) {
                case PlannedStep.Repeat repeat -> loopNests(repeat.steps(), into);
                case PlannedStep.Call call when call.kernel() instanceof Kernel.LoopNest nest -> into.add(nest);
                case PlannedStep.Call _,PlannedStep.Strips _ -> {
                    /* Kernels with methods of their own. */
                }
            }
        }
    }

    /** Whether all that has a form with vectors in strips has one in machine code. */
    private boolean allowsMachineForm() {
        return stripMethods.hasMachineForm();
    }

    /** Whether the program runs in strips that have a form in machine code, or has nests of that form beside them. */
    private boolean hasMachineForm() {
        return allowsMachineForm() && (runsInStrips() || !machine.isEmpty());
    }

    private boolean runsInStrips() {
        return plan.all().stream().anyMatch(s -> s instanceof PlannedStep.Strips);
    }

    private JavaFile write(boolean machineForm) {
        sizes();
        fields();
        constructor();
        run.forEach(type::addMethod);
        if (trains(plan.steps())) {
            runs.trace().forEach(type::addMethod);
        }
        places.outputs().ifPresent(type::addMethod);
        columns.forEach((buffer, name) -> type.addMethod(columnMethod(buffer, name)));
        methods.plain().forEach(type::addMethod);
        stripMethods.plain().forEach(type::addMethod);
        // What has no form in machine code is computed with vectors there, if there is any.
        boolean goesOn = machineForm && !isAllMachineCode();
        type.addType(vectorTwin(vectorMethods(), goesOn));
        if (machineForm) {
            type.addType(MachineTwin.of(goesOn ? className().nestedClass(VECTORS) : className(), kernels(),
                    machineMethods()));
        }
        return JavaText.file(program.packageName(), type.build());
    }

    /** Whether all that has a form with vectors has one in machine code. */
    private boolean isAllMachineCode() {
        Set<String> names = machineMethods().stream().map(m -> m.signature().name()).collect(Collectors.toSet());
        return vectorMethods().stream().allMatch(m -> names.contains(m.name()));
    }

    private List<MethodSpec> vectorMethods() {
        return Stream.concat(methods.vector().stream(), stripMethods.vector().stream()).toList();
    }

    private List<MachineMethod> machineMethods() {
        return Stream.concat(machine.stream(), stripMethods.machine().stream()).toList();
    }

    /** What a turn is called in Java, which no buffer may be called. */
    static String turn(int number) {
        return "turn" + number;
    }

    private void reserveTurns(List<PlannedStep> steps) {
        for (PlannedStep step : steps) {
            if (step instanceof PlannedStep.Repeat repeat) {
                members.reserve(turn(repeat.turn()));
                reserveTurns(repeat.steps());
            }
        }
    }

    /** Whether a program changes parameters; what goes wrong in it is looked for. */
    static boolean trains(List<PlannedStep> steps) {
        return steps.stream().anyMatch(step -> switch (step) {
            case PlannedStep.Repeat repeat -> trains(repeat.steps());
            case PlannedStep.Strips _ -> false;
            case PlannedStep.Call call -> call.kernel().written().stream().map(call.kernel().arguments()::get)
                    .flatMap(slot -> slot.buffer().variable().stream())
                    .anyMatch(v -> v.role() == Variable.Role.PARAMETER);
        });
    }

    /** Gives every buffer a name, in the order in which the steps use them. */
    private void name(List<PlannedStep> steps) {
        for (PlannedStep step : steps) {
            switch (step) {
                case PlannedStep.Repeat repeat -> name(repeat.steps());
                case PlannedStep.Strips strips -> name(strips);
                case PlannedStep.Call call -> {
                    for (Slot slot : call.kernel().arguments()) {
                        name(slot);
                    }
                    shape(call.kernel());
                }
            }
        }
    }

    private void name(PlannedStep.Strips strips) {
        strips.step().strands().ifPresent(b -> name(Slot.of(b)));
        for (Kernel kernel : strips.step().kernels()) {
            for (Slot slot : kernel.arguments()) {
                if (strips.values().containsKey(slot.buffer())) {
                    values.computeIfAbsent(slot.buffer(), b -> members.constant(b.name()));
                } else {
                    name(slot);
                }
            }
        }
    }

    private void name(Slot slot) {
        Buffer buffer = slot.buffer();
        if (buffer.isColumn()) {
            columns.computeIfAbsent(buffer, b -> members.variable(b.name() + " column"));
        } else {
            places.name(buffer);
        }
    }

    private void shape(Kernel kernel) {
        switch (kernel) {
            case Kernel.Convolve convolve -> shapes.computeIfAbsent(convolve.convolution(),
                    _ -> members.constant(convolve.name() + " shape"));
            case Kernel.Slide slide -> shapes.computeIfAbsent(slide.window(),
                    _ -> members.constant(slide.name() + " window"));
            case Kernel.LoopNest _,Kernel.Product _ -> {
                /* Their sizes stand in their calls. */
            }
        }
    }

    String shapeName(Object shape) {
        return Objects.requireNonNull(shapes.get(shape));
    }

    Places places() {
        return places;
    }

    String place(Slot slot) {
        return places.of(slot);
    }

    /** Where in a strip's memory a value begins. */
    String valueName(Buffer value) {
        return Objects.requireNonNull(values.get(value));
    }

    private void sizes() {
        type.addField(constant("FIXED", plan.fixed(), "Floats that do not depend on the batch."));
        type.addField(constant("PER_ROW", plan.perRow(), "Floats for each row of the batch's capacity."));
        type.addField(constant("SCRATCH", plan.scratch(), "Floats that each member of the team needs for itself."));
    }

    private static FieldSpec constant(String name, long value, String javadoc) {
        return FieldSpec.builder(int.class, name, Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                .initializer("$L", value).addJavadoc("$L\n", javadoc).build();
    }

    private void fields() {
        places.fields(type);
        plan.all().forEach(step -> {
            if (step instanceof PlannedStep.Strips strips) {
                strips.values().forEach((buffer, place) -> type.addField(FieldSpec
                        .builder(int.class, valueName(buffer), Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                        .initializer("$L", place).addJavadoc("$L, in a strip\n", buffer.type()).build()));
            }
        });
        shapes.forEach((shape, name) -> type.addField(Shapes.field(shape, name)));
        columns.forEach((buffer, name) -> type.addField(FieldSpec
                .builder(ArrayTypeName.of(isBytes(buffer) ? byte.class : float.class), name, Modifier.FINAL)
                .build()));
    }

    private boolean isBytes(Buffer column) {
        return program.byteColumns().getOrDefault(column.name(), false);
    }

    private void constructor() {
        MethodSpec.Builder constructor = MethodSpec.constructorBuilder().addParameter(RuntimeSymbols.CPU_MEMORY,
                "place");
        Optional<ClassName> kernels = kernels();
        kernels.ifPresentOrElse(k -> {
            type.addField(FieldSpec.builder(k, KERNELS, Modifier.PRIVATE, Modifier.FINAL)
                    .addJavadoc("The step in the same memory, whose kernels serve here too.\n").build());
            type.addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PUBLIC)
                    .addParameter(RuntimeSymbols.CPU_MEMORY, "place").addStatement("this(place, new $T(place))", k)
                    .build());
            constructor.addModifiers(Modifier.PRIVATE).addParameter(k, KERNELS);
        }, () -> constructor.addModifiers(Modifier.PUBLIC));
        constructor.addStatement("super(place, SCRATCH, $L$L)",
                methods.laneGroups(), plan.randomStreams().stream()
                        .map(s -> CodeBlock.of(", $S", s).toString()).collect(Collectors.joining()));
        kernels.ifPresent(_ -> constructor.addStatement("this.$L = $L", KERNELS, KERNELS));
        places.assign(constructor);
        columns.forEach((buffer, name) -> constructor.addStatement("$L = place.$L($S)", name,
                isBytes(buffer) ? "bytes" : "floats", buffer.name()));
        type.addMethod(constructor.build());
    }

    /** The class of the program whose methods serve this one too, if there are any. */
    private Optional<ClassName> kernels() {
        return shared.filter(_ -> methods.shares() || stripMethods.shares())
                .map(EmitProgram::className);
    }

    private ClassName className() {
        return ClassName.get(program.packageName(), program.name());
    }

    private MethodSpec columnMethod(Buffer column, String name) {
        return MethodSpec.methodBuilder(name).addModifiers(Modifier.FINAL).returns(float.class)
                .addParameter(int.class, "row").addParameter(int.class, "element")
                .addStatement(isBytes(column) ? "return $L[$L] & 0xFF" : "return $L[$L]", name, columnPlace(column))
                .build();
    }

    /** Neighbouring elements of a row. */
    private MethodSpec vectorColumnMethod(Buffer column, String name, String method) {
        CodeBlock read = isBytes(column)
                ? CodeBlock.of("$T.floats($L, $L)", RuntimeSymbols.VECTOR_BYTES, name, columnPlace(column))
                : CodeBlock.of("$T.fromArray(SPECIES, $L, $L)", RuntimeSymbols.FLOAT_VECTOR, name, columnPlace(column));
        return MethodSpec.methodBuilder(method).addModifiers(Modifier.PRIVATE).returns(RuntimeSymbols.FLOAT_VECTOR)
                .addParameter(int.class, "row").addParameter(int.class, "element").addStatement("return $L", read)
                .build();
    }

    private static String columnPlace(Buffer column) {
        long width = column.type().elements(1).constant();
        return width == 1 ? "row + element" : "row * " + width + " + element";
    }

    /** @param goesOn whether the twin in machine code extends this one */
    private TypeSpec vectorTwin(List<MethodSpec> vector, boolean goesOn) {
        TypeName species = ParameterizedTypeName.get(ClassName.get("jdk.incubator.vector", "VectorSpecies"),
                ClassName.get(Float.class));
        TypeSpec.Builder twin = TypeSpec.classBuilder(VECTORS).addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .superclass(className())
                .addJavadoc("The same with vectors, and the same bits; loaded where the JVM has the Vector API.\n");
        if (!goesOn) {
            twin.addModifiers(Modifier.FINAL);
        }
        if (!vector.isEmpty()) {
            twin.addField(FieldSpec.builder(species, "SPECIES", Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                    .initializer("$T.SPECIES_PREFERRED", RuntimeSymbols.FLOAT_VECTOR).build());
            twin.addField(FieldSpec.builder(int.class, "LANES", Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                    .initializer("SPECIES.length()").build());
        }
        twin.addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PUBLIC)
                .addParameter(RuntimeSymbols.CPU_MEMORY, "place")
                .addStatement(kernels().map(k -> CodeBlock.of("super(place, new $T(place))", k.nestedClass(VECTORS)))
                        .orElse(CodeBlock.of("super(place)")))
                .build());
        if (goesOn) {
            kernels().ifPresent(k -> twin.addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE)
                    .addParameter(RuntimeSymbols.CPU_MEMORY, "place").addParameter(k, KERNELS)
                    .addStatement("super(place, $L)", KERNELS).build()));
        }
        columns.forEach((buffer, name) -> {
            String method = VectorApi.method(name);
            if (vector.stream().anyMatch(m -> m.code().toString().contains(method + "("))) {
                twin.addMethod(vectorColumnMethod(buffer, name, method));
            }
        });
        vector.forEach(twin::addMethod);
        return twin.build();
    }
}
