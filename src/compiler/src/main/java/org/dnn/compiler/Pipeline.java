package org.dnn.compiler;

import com.palantir.javapoet.JavaFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.dnn.compiler.allocate.Allocate;
import org.dnn.compiler.ast.Declaration;
import org.dnn.compiler.ast.FileTree;
import org.dnn.compiler.ast.TreePrinter;
import org.dnn.compiler.check.Check;
import org.dnn.compiler.check.TrainNames;
import org.dnn.compiler.diagnostic.Diagnostics;
import org.dnn.compiler.differentiate.Differentiate;
import org.dnn.compiler.emit.BeforeStatistic;
import org.dnn.compiler.emit.CudaProgram;
import org.dnn.compiler.emit.CudaSizes;
import org.dnn.compiler.emit.EmitCuda;
import org.dnn.compiler.emit.EmitCudaHost;
import org.dnn.compiler.emit.EmitData;
import org.dnn.compiler.emit.EmitPredictor;
import org.dnn.compiler.emit.EmitProgram;
import org.dnn.compiler.emit.EmitTraining;
import org.dnn.compiler.emit.Fills;
import org.dnn.compiler.emit.JavaText;
import org.dnn.compiler.emit.ProgramClass;
import org.dnn.compiler.emit.TensorLines;
import org.dnn.compiler.fuse.Fuse;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.GraphBuilder.Numbering;
import org.dnn.compiler.ir.GraphPrinter;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.ir.TrainingGraphs;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.kernel.Buffers;
import org.dnn.compiler.kernel.KernelPrinter;
import org.dnn.compiler.kernel.KernelProgram;
import org.dnn.compiler.lower.Columns;
import org.dnn.compiler.lower.Lower;
import org.dnn.compiler.lower.MetricFormulas;
import org.dnn.compiler.lower.Weights;
import org.dnn.compiler.measure.CostText;
import org.dnn.compiler.measure.Expected;
import org.dnn.compiler.measure.Measure;
import org.dnn.compiler.measure.MemoryCheck;
import org.dnn.compiler.model.ColumnGroup;
import org.dnn.compiler.model.DataSet;
import org.dnn.compiler.model.ModelPrinter;
import org.dnn.compiler.model.Network;
import org.dnn.compiler.model.Predictor;
import org.dnn.compiler.model.Program;
import org.dnn.compiler.model.Training;
import org.dnn.compiler.narrow.Narrow;
import org.dnn.compiler.optimise.Passes;
import org.dnn.compiler.order.Order;
import org.dnn.compiler.parse.Parser;
import org.dnn.compiler.plan.Costs;
import org.dnn.compiler.plan.Layout;
import org.dnn.compiler.plan.Plan;
import org.dnn.compiler.plan.PlanPrinter;
import org.dnn.compiler.plan.PlannedStep;
import org.dnn.compiler.source.SourceFile;
import org.dnn.compiler.strip.Strip;

/** The stages, in order. */
final class Pipeline {
    /** With more floats of variables a kernel fills a GPU alone. */
    private static final long MOST_BESIDE = 1 << 22;
    /** For so many steps more a buffer's place is not given away then. */
    private static final int STEPS_BESIDE = 6;
    /** What is thought of a batch of all rows of a file. */
    private static final int UNKNOWN_BATCH = 1024;

    private final Request request;
    private final Diagnostics diagnostics = new Diagnostics();
    private final SortedMap<String, String> sources = new TreeMap<>();
    private final SortedMap<String, String> kernels = new TreeMap<>();
    private final SortedMap<String, Supplier<String>> dumps = new TreeMap<>();
    private final List<Compilation.Trainable> trainings = new ArrayList<>();

    Pipeline(Request request) {
        this.request = request;
    }

    static List<String> passes() {
        return Stream.concat(Passes.names().stream(), Stream.of(Strip.NAME, Order.NAME)).toList();
    }

    Compilation run() {
        List<Program> programs = new ArrayList<>();
        List<FileTree> trees = new ArrayList<>();
        NavigableSet<String> parameters = new TreeSet<>();
        for (SourceFile file : request.files()) {
            FileTree tree = Parser.parse(file, diagnostics);
            trees.add(tree);
            tree.declarations().forEach(d -> parameter(d).ifPresent(parameters::add));
            dump(Stage.TREE, file.name(), () -> TreePrinter.print(tree));
            programs.add(Check.check(tree, diagnostics, request.outside(), request.parameters()));
        }
        TrainNames.check(trees, diagnostics);
        PackageNames.check(request.files(), diagnostics);
        if (!diagnostics.hasErrors()) {
            programs.forEach(this::file);
        }
        return diagnostics.hasErrors()
                ? new Compilation(diagnostics.all(), new TreeMap<>(), new TreeMap<>(), List.of(), dumps, parameters)
                : new Compilation(diagnostics.all(), sources, kernels, trainings, dumps, parameters);
    }

    private static Optional<String> parameter(Declaration declaration) {
        return declaration instanceof Declaration.Param param && !param.name().isMissing()
                ? Optional.of(param.name().text())
                : Optional.empty();
    }

    /** Says how a stage's result is printed; nobody may ask. */
    private void dump(Stage stage, String what, Supplier<String> text) {
        dumps.put(stage.word() + "/" + what, text);
    }

    private void file(Program program) {
        dump(Stage.MODEL, program.file().name(), () -> ModelPrinter.print(program));
        String packageName = PackageNames.of(program.file());
        program.data().forEach(d -> data(packageName, d));
        Map<String, String> models = new LinkedHashMap<>();
        program.trainings().forEach(t -> {
            Map<Variable, TensorLines.Setup> tensors = tensors(t);
            training(packageName, t, tensors.keySet(), model(packageName, t, tensors, models));
        });
    }

    /**
     * The class of the model that a block trains. Blocks whose networks are alike share it; one whose network differs, by
     * other hyper-parameters, has one with the block's name in front.
     *
     * @param tensors what is saved with the model
     * @param models  the names of the classes there are, by what their networks compute
     */
    private String model(String packageName, Training training, Map<Variable, TensorLines.Setup> tensors,
            Map<String, String> models) {
        String plain = training.network().name();
        Predictor predictor = Predictor.of(training, models.containsValue(plain) ? training.name() + plain : plain);
        Graph graph = Lower.prediction(predictor, new Numbering());
        TensorLines lines = new TensorLines(tensors, Layout.of(List.copyOf(tensors.keySet())));
        String meaning = GraphPrinter.print(graph).replaceAll(" +//.*", "") + lines.text() + predictor.answers();
        return models.computeIfAbsent(meaning, _ -> {
            model(packageName, predictor, graph, lines, byteColumns(training.data()));
            return predictor.name();
        });
    }

    private void model(String packageName, Predictor predictor, Graph graph, TensorLines lines,
            Map<String, Boolean> bytes) {
        Plan plan = plan(predictor.name() + "Prediction", graph, lines.layout(), false);
        write(EmitProgram.emit(new ProgramClass(packageName, plan.name(), "What " + predictor.name()
                + " says of a batch of rows.", plan, bytes), false));
        Map<ColumnGroup, Boolean> columns = new LinkedHashMap<>();
        predictor.network().inputs()
                .forEach(g -> columns.put(g, Objects.requireNonNull(bytes.get(g.name()))));
        write(new EmitPredictor(packageName, predictor, lines, columns).emit());
    }

    private void data(String packageName, DataSet data) {
        List<EmitData.LearntStatistic> statistics = data.columns().stream().flatMap(g -> Columns.statistics(g).stream())
                .map(s -> new EmitData.LearntStatistic(s.variable().name(), s.group().name(), s.what(),
                        s.variable().type().size(0), s.group().storedShape().getFirst(),
                        BeforeStatistic.code(s.group(), s.transform())))
                .toList();
        write(new EmitData(packageName, data, statistics).emit());
        if (data.source() instanceof DataSet.Source.Generated generated) {
            Graph graph = Lower.generation(data, new Numbering());
            Plan plan = allRowsAtOnce(data.name() + "Rows", graph);
            MemoryCheck.check(data, generated, plan, diagnostics);
            write(EmitProgram.emit(new ProgramClass(packageName, plan.name(), "The rows of " + data.name() + ".", plan,
                    Map.of()), false));
        }
    }

    private void training(String packageName, Training training, Set<Variable> saved, String model) {
        TrainingGraphs graphs = Lower.training(training, new Numbering(), Differentiate::gradients);
        List<Variable> variables = new ArrayList<>(saved);
        variables.addAll(graphs.states().keySet());
        variables.addAll(graphs.hyperparameters().keySet());
        variables.addAll(graphs.reports());
        Layout layout = Layout.of(variables);
        Map<String, Boolean> bytes = byteColumns(training.data());
        Graph stepGraph = optimised(training.name() + "Step", graphs.step());
        Graph evaluationGraph = optimised(training.name() + "Evaluation", graphs.evaluation());
        Plan step = planned(training.name() + "Step", stepGraph, layout, training.batch() == 0);
        Plan evaluation = planned(training.name() + "Evaluation", evaluationGraph, layout, false);
        ProgramClass stepClass = new ProgramClass(packageName, step.name(), "One training step of " + training.name()
                + ": forward, backward, update.", step, bytes);
        ProgramClass evaluationClass = new ProgramClass(packageName, evaluation.name(),
                "Loss and metrics of a batch of " + training.name() + ".", evaluation, bytes);
        EmitProgram.Files programs = EmitProgram.emit(stepClass, evaluationClass);
        write(programs.step());
        write(programs.evaluation());
        Optional<EmitTraining.CudaPlans> cuda = training.device().kind().equals("cpu")
                ? Optional.empty()
                : Optional.of(cuda(stepClass, stepGraph, evaluationClass, evaluationGraph, layout, training));
        Costs costs = Measure.of(training.network(), layout, step, evaluation);
        Expected expected = Expected.of(training, cuda.filter(_ -> Expected.onGpu(training))
                .map(plans -> Measure.of(training.network(), layout, plans.step(), plans.evaluation()).onGpu())
                .orElse(costs),
                request.outside());
        MemoryCheck.check(expected, diagnostics);
        String tables = CostText.tables(expected);
        dump(Stage.LAYERS, training.name(), () -> tables);
        write(new EmitTraining(packageName, training, graphs, layout, step, evaluation, costs, model,
                metricSums(training, graphs), cuda, programs.machineForm()).emit());
        trainings.add(new Compilation.Trainable(training.name(), training.origin().span().file().name(),
                packageName + "." + training.name(), CostText.line(expected), tables, programs.inMachineCode()));
    }

    /** The same programs for a GPU, from the same optimised graphs. */
    private EmitTraining.CudaPlans cuda(ProgramClass step, Graph stepGraph, ProgramClass evaluation,
            Graph evaluationGraph, Layout layout, Training training) {
        int rows = rows(training);
        CudaSizes sizes = CudaSizes.of(rows);
        Optional<ProgramClass> inStrips = inStrips(step, stepGraph, layout);
        // What runs in strips has no large products; all forms of it compute the same.
        boolean narrow = training.precision() == Training.Precision.BF16 && inStrips.isEmpty();
        ProgramClass plannedStep = forGpu(step, stepGraph, layout, narrow ? rows : 0);
        CudaProgram steps = inStrips
                .map(strips -> EmitCuda.emit(plannedStep, sizes, strips, layout.size()))
                .orElseGet(() -> EmitCuda.emit(plannedStep, sizes));
        ProgramClass plannedEvaluation = forGpu(evaluation, evaluationGraph, layout, narrow ? rows : 0);
        CudaProgram evaluations = EmitCuda.emit(plannedEvaluation, sizes);
        write(plannedStep, steps);
        write(plannedEvaluation, evaluations);
        return new EmitTraining.CudaPlans(plannedStep.plan().withoutScratch(),
                plannedEvaluation.plan().withoutScratch(),
                steps.persistent());
    }

    /** What is thought of the rows of a batch while kernels are chosen. */
    private static int rows(Training training) {
        return training.batch() > 0
                ? training.batch()
                : training.data().source() instanceof DataSet.Source.Generated generated
                        ? generated.rows()
                        : UNKNOWN_BATCH;
    }

    private void write(ProgramClass program, CudaProgram cuda) {
        kernels.put(program.packageName().replace('.', '/') + "/" + cuda.file(), cuda.source());
        write(EmitCudaHost.emit(program, cuda));
    }

    /**
     * The program kernel by kernel, with updates last, beside which products go on; where kernels are short, with memory for some
     * to go on beside each other.
     *
     * @param narrowRows rows of most batches, where large products take factors of few bits, or 0
     */
    private ProgramClass forGpu(ProgramClass program, Graph graph, Layout layout, int narrowRows) {
        boolean beside = layout.size() <= MOST_BESIDE;
        Buffers buffers = new Buffers();
        KernelProgram kernels = Fuse.fuse(program.name(), graph, buffers, false);
        return withPlan(program, narrowRows == 0 ? kernels : Narrow.factors(kernels, buffers, narrowRows), layout,
                beside ? STEPS_BESIDE : 0);
    }

    /** The program in strips that prepare nothing; empty where it does not run in strips. */
    private Optional<ProgramClass> inStrips(ProgramClass program, Graph graph, Layout layout) {
        if (program.plan().preparation().isEmpty()) {
            return isInStrips(program) ? Optional.of(program) : Optional.empty();
        }
        Buffers buffers = new Buffers();
        return Strip.strip(Fuse.fuse(program.name(), graph, buffers, true), buffers, false)
                .map(kernels -> withPlan(program, kernels, layout, 0));
    }

    private static boolean isInStrips(ProgramClass program) {
        return program.plan().all().stream().anyMatch(s -> s instanceof PlannedStep.Strips);
    }

    private static ProgramClass withPlan(ProgramClass program, KernelProgram kernels, Layout layout, int longer) {
        return new ProgramClass(program.packageName(), program.name(), program.documentation(),
                Allocate.allocate(kernels, layout, longer), program.byteColumns());
    }

    /** A program that runs once, and so need not be fast. */
    private Plan allRowsAtOnce(String name, Graph graph) {
        return plan(name, Fuse.fuse(name, optimised(name, graph), new Buffers(), false), Layout.of(List.of()));
    }

    /** @param sameRows whether it runs again and again for the same rows */
    private Plan plan(String name, Graph graph, Layout layout, boolean sameRows) {
        return planned(name, optimised(name, graph), layout, sameRows);
    }

    private Plan planned(String name, Graph optimised, Layout layout, boolean sameRows) {
        return plan(name, kernels(name, optimised, sameRows), layout);
    }

    private Graph optimised(String name, Graph graph) {
        dump(Stage.LOWERED, name, () -> GraphPrinter.print(graph));
        Graph optimised = Passes.run(graph, new Numbering(1 << 20), request.without());
        dump(Stage.IR, name, () -> GraphPrinter.print(optimised));
        return optimised;
    }

    private Plan plan(String name, KernelProgram kernels, Layout layout) {
        dump(Stage.KERNELS, name, () -> KernelPrinter.print(kernels));
        Plan plan = Allocate.allocate(kernels, layout);
        dump(Stage.PLAN, name, () -> PlanPrinter.print(plan));
        return plan;
    }

    private KernelProgram kernels(String name, Graph graph, boolean sameRows) {
        Buffers buffers = new Buffers();
        Optional<KernelProgram> inStrips = request.without().contains(Strip.NAME)
                ? Optional.empty()
                : Strip.strip(Fuse.fuse(name, graph, buffers, true), buffers, sameRows);
        return inStrips.orElseGet(() -> {
            KernelProgram kernels = Fuse.fuse(name, graph, buffers, false);
            return request.without().contains(Order.NAME) ? kernels : Order.updatesEarly(kernels);
        });
    }

    /** What is saved with a model, in the order of the network, and how each begins. */
    private static Map<Variable, TensorLines.Setup> tensors(Training training) {
        Network network = training.network();
        Map<String, Variable> variables = Weights.variables(network);
        Map<Variable, TensorLines.Setup> tensors = new LinkedHashMap<>();
        for (Network.NamedWeight weight : network.weights()) {
            tensors.put(Objects.requireNonNull(variables.get(weight.pattern())),
                    new TensorLines.Setup(Fills.code(weight.weight().fill()), weight.weight().shape(), weight.counts(),
                            weight.firsts()));
        }
        Stream.concat(network.inputs().stream(), Stream.of(training.loss().target().group())).distinct()
                .flatMap(g -> Columns.statistics(g).stream()).map(Columns.Statistic::variable)
                .forEach(v -> tensors.put(v,
                        new TensorLines.Setup("constant(0)", v.type().sizes(), List.of(), List.of())));
        return tensors;
    }

    private static Map<String, Boolean> byteColumns(DataSet data) {
        Map<String, Boolean> bytes = new LinkedHashMap<>();
        boolean idx = data.source() instanceof DataSet.Source.Idx;
        data.columns().forEach(g -> bytes.put(g.name(), g.bytes() || idx));
        return bytes;
    }

    private static Map<String, int[]> metricSums(Training training, TrainingGraphs graphs) {
        Map<String, Integer> places = new LinkedHashMap<>();
        int next = 0;
        for (Variable report : graphs.reports()) {
            places.put(report.name(), next);
            TensorType type = report.type();
            next += (int) type.elements().constant();
        }
        Map<String, int[]> sums = new LinkedHashMap<>();
        for (Training.Metric metric : training.metrics()) {
            sums.put(metric.name(), MetricFormulas.sums(metric).stream().mapToInt(places::get).toArray());
        }
        return sums;
    }

    private void write(JavaFile file) {
        String path = file.packageName().replace('.', '/') + "/" + file.typeSpec().name() + ".java";
        if (sources.put(path, JavaText.of(file)) != null) {
            throw new CompilerBug("emit", path + " is written twice");
        }
    }
}
