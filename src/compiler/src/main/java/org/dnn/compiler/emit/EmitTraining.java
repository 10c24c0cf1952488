package org.dnn.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import com.palantir.javapoet.WildcardTypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.catalog.Arguments;
import org.dnn.compiler.ir.GraphPrinter;
import org.dnn.compiler.ir.HostTerm;
import org.dnn.compiler.ir.TrainingGraphs;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.model.Node;
import org.dnn.compiler.model.Schedule;
import org.dnn.compiler.model.Training;
import org.dnn.compiler.plan.Costs;
import org.dnn.compiler.plan.LayerCost;
import org.dnn.compiler.plan.Layout;
import org.dnn.compiler.plan.MemoryMap;
import org.dnn.compiler.plan.Plan;
import org.dnn.compiler.plan.PlannedStep;
import org.dnn.compiler.source.Origin;
import org.dnn.compiler.type.Kind;

/** Writes the class of a train block: what is known of it, how its numbers move, and which programs it has. */
public final class EmitTraining {
    private final String packageName;
    private final Training training;
    private final TrainingGraphs graphs;
    private final Layout layout;
    private final Plan step;
    private final Plan evaluation;
    private final Costs costs;
    private final String model;
    private final Map<String, int[]> metricSums;
    private final Optional<CudaPlans> cuda;
    private final boolean machineForm;

    /**
     * The programs for a GPU.
     *
     * @param persistent a kernel that does many steps, where the network is small
     */
    public record CudaPlans(Plan step, Plan evaluation, Optional<CudaProgram.Persistent> persistent) {}

    /**
     * @param model       the class of the model that is trained
     * @param metricSums  where the sums of each metric begin in the reports, by the metric's name
     * @param cuda        the same programs as they are planned for a GPU, unless it is to be the CPU
     * @param machineForm whether the programs have a form in machine code
     */
    public EmitTraining(String packageName, Training training, TrainingGraphs graphs, Layout layout, Plan step,
            Plan evaluation, Costs costs, String model, Map<String, int[]> metricSums, Optional<CudaPlans> cuda,
            boolean machineForm) {
        this.packageName = packageName;
        this.training = training;
        this.graphs = graphs;
        this.layout = layout;
        this.step = step;
        this.evaluation = evaluation;
        this.costs = costs;
        this.model = model;
        this.metricSums = metricSums;
        this.cuda = cuda;
        this.machineForm = machineForm;
    }

    public JavaFile emit() {
        TypeSpec.Builder type = TypeSpec.classBuilder(training.name()).addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .addSuperinterface(RuntimeSymbols.TRAINING_PROGRAM).addSuperinterface(RuntimeSymbols.CPU_TRAINING)
                .addJavadoc("$L\n", javadoc());
        List<MethodSpec> numbers = schedules();
        numbers.add(hyperparameters());
        SetupField.add(type, RuntimeSymbols.TRAINING_SETUP, CodeBlock.of("$T.of($S, $S)", RuntimeSymbols.TRAINING_SETUP,
                training.name(), training.origin().span().file().name()), setup(fingerprint(numbers)));
        type.addMethod(override("setup").returns(RuntimeSymbols.TRAINING_SETUP).addStatement("return SETUP").build());
        type.addMethod(override("data").returns(RuntimeSymbols.DATA_PROGRAM)
                .addStatement("return new $T()", ClassName.get(packageName, training.data().name())).build());
        numbers.forEach(type::addMethod);
        type.addMethod(program("step", training.name() + "Step"));
        type.addMethod(program("evaluation", training.name() + "Evaluation"));
        if (machineForm) {
            type.addMethod(machineForms());
        }
        stripWork().ifPresent(type::addMethod);
        cuda.ifPresent(plans -> cuda(type, plans));
        return JavaText.file(packageName, type.build());
    }

    private MethodSpec machineForms() {
        TypeName program = ParameterizedTypeName.get(ClassName.get(Class.class),
                WildcardTypeName.subtypeOf(RuntimeSymbols.CPU_PROGRAM));
        return override("machineForms").returns(ParameterizedTypeName.get(ClassName.get(List.class), program))
                .addStatement("return $T.of($T.class, $T.class)", List.class,
                        ClassName.get(packageName, training.name() + "Step", MachineTwin.NAME),
                        ClassName.get(packageName, training.name() + "Evaluation", MachineTwin.NAME))
                .build();
    }

    /** How much is to do in strips: perhaps too little for several threads. */
    private Optional<MethodSpec> stripWork() {
        return step.steps().stream().flatMap(s -> s instanceof PlannedStep.Strips strips
                ? Stream.of(strips)
                : Stream.empty()).findFirst().map(strips -> override("stripWork").returns(long.class)
                        .addStatement("return $L", strips.work()).build());
    }

    private void cuda(TypeSpec.Builder type, CudaPlans plans) {
        if (!plans.evaluation().randomStreams().isEmpty()) {
            throw new CompilerBug("emit", "an evaluation that draws numbers");
        }
        type.addSuperinterface(RuntimeSymbols.CUDA_TRAINING);
        type.addMethod(override("cudaArena").returns(RuntimeSymbols.ARENA_SETUP)
                .addStatement("return SETUP.arena().of($L, $L, $L, $L)", plans.step().fixed(), plans.step().perRow(),
                        plans.evaluation().fixed(), plans.evaluation().perRow())
                .build());
        type.addMethod(override("cudaStreams").returns(ParameterizedTypeName.get(List.class, String.class))
                .addStatement("return $T.of($L)", List.class, plans.step().randomStreams().stream()
                        .map(s -> CodeBlock.of("$S", s)).collect(CodeBlock.joining(", ")))
                .build());
        type.addMethod(cudaProgram("cudaStep", "Step"));
        plans.persistent().ifPresent(kernel -> type.addMethod(override("persistentKernel")
                .returns(ParameterizedTypeName.get(ClassName.get(Optional.class), RuntimeSymbols.PERSISTENT_KERNEL))
                .addStatement("return $T.of(new $T($S, $L, $L, $L, $T.of($L)))", Optional.class,
                        RuntimeSymbols.PERSISTENT_KERNEL, kernel.kernel(), kernel.stripRows(), kernel.sums(),
                        kernel.variables(), List.class,
                        kernel.columns().stream().map(c -> CodeBlock.of("$S", c)).collect(CodeBlock.joining(", ")))
                .build()));
        type.addMethod(cudaProgram("cudaEvaluation", "Evaluation"));
    }

    private MethodSpec cudaProgram(String method, String program) {
        return override(method).returns(RuntimeSymbols.CUDA_PROGRAM).addParameter(RuntimeSymbols.CUDA_MEMORY, "place")
                .addParameter(int.class, "capacity").addStatement("return new $T(place, capacity)",
                        ClassName.get(packageName, training.name() + program + EmitCudaHost.SUFFIX))
                .build();
    }

    private String javadoc() {
        return JavadocText.of(training.documentation(), "Trains " + training.network().name() + ".")
                + JavadocText.from(training.origin());
    }

    private static MethodSpec.Builder override(String name) {
        return MethodSpec.methodBuilder(name).addAnnotation(Override.class).addModifiers(Modifier.PUBLIC);
    }

    private MethodSpec program(String name, String className) {
        ClassName type = ClassName.get(packageName, className);
        MethodSpec.Builder method = override(name).returns(RuntimeSymbols.CPU_PROGRAM)
                .addParameter(RuntimeSymbols.CPU_MEMORY, "place").addParameter(RuntimeSymbols.FORM, "form");
        if (!machineForm) {
            return method.addStatement("return form == $T.PLAIN ? new $T(place) : new $T.Vectors(place)",
                    RuntimeSymbols.FORM, type, type).build();
        }
        return method.addCode("""
                return switch (form) {
                    case PLAIN -> new $1T(place);
                    case VECTORS -> new $1T.Vectors(place);
                    case MACHINE -> new $1T.Machine(place);
                };
                """, type).build();
    }

    private List<CodeBlock> setup(String fingerprint) {
        List<CodeBlock> code = new ArrayList<>();
        line(code, ".seed($LL)", training.seed());
        line(code, ".epochs($L).batch($L).fingerprint($S)", training.epochs(), training.batch(), fingerprint);
        if (!training.device().equals(Training.Device.AUTO)) {
            line(code, ".device($S)", training.device().toString());
        }
        if (training.precision() != Training.Precision.FLOAT32) {
            line(code, ".precision($S)", training.precision().word());
        }
        line(code, ".arena(new $T($L, $L, $L, $L, $L, new int[]{$L}, new int[]{$L}, $L))", RuntimeSymbols.ARENA_SETUP,
                step.fixed(), step.perRow(), evaluation.fixed(), evaluation.perRow(),
                Math.max(step.scratch(), evaluation.scratch()),
                TensorLines.joined(graphs.hyperparameters().keySet().stream()
                        .map(layout::offset).toList()),
                TensorLines.joined(reportOffsets(graphs.reports())), reportOffsets(graphs.stepReports()).size());
        line(code, ".model($T.setup())", ClassName.get(packageName, model));
        graphs.states().forEach((variable, first) -> state(code, variable, first));
        settings(code);
        costs(code);
        target(code);
        for (Training.Metric metric : training.metrics()) {
            String average = metric.arguments().has("average") ? metric.arguments().word("average") : "";
            int[] sums = metricSums.getOrDefault(metric.name(), new int[0]);
            line(code, ".metric($S, $S, $S$L)", metric.entry().name(), metric.name(), average,
                    java.util.Arrays.stream(sums).mapToObj(s -> ", " + s).collect(Collectors.joining()));
        }
        copies(code);
        watches(code);
        requirements(code);
        return code;
    }

    private static void line(List<CodeBlock> code, String format, Object... arguments) {
        code.add(CodeBlock.of(format, arguments));
    }

    /** Where the sums are, float by float: a matrix of them is one after the other. */
    private List<Long> reportOffsets(List<Variable> reports) {
        List<Long> offsets = new ArrayList<>();
        for (Variable report : reports) {
            for (long i = 0; i < report.type().elements().constant(); i++) {
                offsets.add(layout.offset(report) + i);
            }
        }
        return offsets;
    }

    private void state(List<CodeBlock> code, Variable variable, double first) {
        line(code, ".tensor($T.STATE, $S, $L, $T.constant($L), $L)", RuntimeSymbols.ROLE, variable.name(),
                layout.offset(variable), RuntimeSymbols.FILL, first, TensorLines.joined(variable.type().sizes()));
    }

    private void settings(List<CodeBlock> code) {
        line(code, ".setting($S, $S)", "model", training.network().name());
        line(code, ".setting($S, $S)", "loss", written(training.loss().origin()));
        line(code, ".setting($S, $S)", "optimizer", written(training.optimizer().origin()));
    }

    private static String written(Origin origin) {
        return origin.span().text().replaceAll("\\s+", " ");
    }

    private void costs(List<CodeBlock> code) {
        MemoryMap memory = costs.memory();
        line(code, ".variables($L, $L, $L, $L)", memory.parameters(), memory.buffers(), memory.state(),
                memory.numbers());
        for (LayerCost layer : costs.layers()) {
            line(code, ".layer($S, $S, $S, $L, $L, $L)", layer.name(), layer.layer(), layer.shape().toString(),
                    layer.parameters(), layer.flops(), layer.line());
        }
    }

    private void target(List<CodeBlock> code) {
        Node.ColumnPart target = training.loss().target();
        Kind kind = target.group().kind();
        line(code, ".target($S, $L, $L, $L)", target.group().name(), target.from(), target.count(),
                kind instanceof Kind.OneHot);
        switch (kind) {
            case Kind.ClassOf classes -> line(code, ".classes($L)", classes.classes());
            case Kind.OneHot classes -> line(code, ".classes($L)", classes.classes());
            case Kind.Bool _ -> {
                List<String> words = target.group().words();
                if (target.count() == 1) {
                    line(code, ".classes($S, $S)", words.isEmpty() ? "false" : words.get(1),
                            words.isEmpty() ? "true" : words.get(0));
                }
            }
            case Kind.Real _,Kind.Logits _,Kind.Probability _,Kind.LogProbability _ -> {
                /* Numbers have no classes. */
            }
        }
    }

    private void copies(List<CodeBlock> code) {
        for (Training.Checkpoint checkpoint : training.checkpoints()) {
            if (checkpoint instanceof Training.Checkpoint.Every every) {
                line(code, ".keepEvery($L, $L)", every.every().amount().toDouble(), every.every().epochs());
            }
        }
    }

    /** What is looked at while the training goes on, and remembered. */
    private void watches(List<CodeBlock> code) {
        for (Training.Checkpoint checkpoint : training.checkpoints()) {
            if (checkpoint instanceof Training.Checkpoint.Best best) {
                line(code, ".keepBest($S, $S, $L, $L)", best.by().split(), best.by().name(), best.by().higherIsBetter(),
                        best.keep());
            }
        }
        training.stop().ifPresent(s -> line(code, ".stop($S, $S, $L, $L, $L)", s.by().split(), s.by().name(),
                s.by().higherIsBetter(), s.patience().amount().toDouble(), s.patience().epochs()));
        if (training.optimizer().learningRate() instanceof Schedule.Named named
                && named.entry().name().equals("plateau")) {
            Arguments a = named.arguments();
            Training.Quantity by = (Training.Quantity) a.get("by");
            org.dnn.compiler.model.Duration patience = (org.dnn.compiler.model.Duration) a.get("patience");
            line(code, ".plateau($S, $S, $L, $L, $L, $L, $L)", by.split(), by.name(), by.higherIsBetter(),
                    a.real("factor"), patience.amount().toDouble(), patience.epochs(), a.real("threshold"));
        }
    }

    private void requirements(List<CodeBlock> code) {
        for (Training.Requirement requirement : training.requirements()) {
            switch (requirement) {
                case Training.Requirement.Memory memory -> line(code, ".requireMemory($S, $S, $L, $L)", memory.text(),
                        memory.orEqual() ? "<=" : "<", (double) memory.bytes(), memory.origin().span().line());
                case Training.Requirement.Measured m -> line(code, ".require($S, $S, $S, $L, $S, $L, $L)", m.text(),
                        m.quantity().split(), m.quantity().name(), m.quantity().higherIsBetter(), m.comparison(),
                        m.limit(), m.origin().span().line());
            }
        }
        if (!training.export().isEmpty()) {
            line(code, ".export($S)", training.export());
        }
    }

    private List<MethodSpec> schedules() {
        List<MethodSpec> methods = new ArrayList<>();
        methods.add(override("learningRate").returns(double.class).addParameter(RuntimeSymbols.CLOCK, "clock")
                .addCode(new ScheduleCode(training.optimizer().learningRate()).body()).build());
        if (uses("momentum")) {
            methods.add(schedule("momentum", training.optimizer().momentum().orElseThrow()));
        }
        if (uses("weightDecay")) {
            methods.add(schedule("weightDecay", training.optimizer().weightDecay()));
        }
        return methods;
    }

    /**
     * What a checkpoint depends on, in short: equations, schedules, and what is remembered. Not how tensors begin, how long
     * the training is, which copies are kept, or where in the file something stands.
     */
    private String fingerprint(List<MethodSpec> numbers) {
        List<CodeBlock> watched = new ArrayList<>();
        watches(watched);
        String text = GraphPrinter.print(graphs.step()) + GraphPrinter.print(graphs.evaluation());
        return Fingerprints.of(text.replaceAll(" +//.*", "") + graphs.states() + numbers
                + TensorLines.text(watched));
    }

    private static MethodSpec schedule(String name, Schedule schedule) {
        return MethodSpec.methodBuilder(name).addModifiers(Modifier.PRIVATE, Modifier.STATIC).returns(double.class)
                .addParameter(RuntimeSymbols.CLOCK, "clock").addCode(new ScheduleCode(schedule).body()).build();
    }

    private boolean uses(String scheduled) {
        return graphs.hyperparameters().values().toString().contains("Scheduled[name=" + scheduled + "]");
    }

    private MethodSpec hyperparameters() {
        MethodSpec.Builder method = override("hyperparameters").addParameter(RuntimeSymbols.CLOCK, "clock")
                .addParameter(float[].class, "values").addParameter(int.class, "at");
        boolean counts = graphs.hyperparameters().values().toString().contains("StepNumber");
        if (counts) {
            method.addStatement("long step = clock.step() + 1");
        }
        int index = 0;
        for (Map.Entry<Variable, HostTerm> entry : graphs.hyperparameters().entrySet()) {
            method.addComment("$L", entry.getKey().name());
            method.addStatement("values[at$L] = (float) ($L)", index == 0 ? "" : " + " + index,
                    HostTerms.print(entry.getValue()));
            index++;
        }
        return method.build();
    }
}
