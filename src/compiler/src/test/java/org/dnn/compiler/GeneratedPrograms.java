package org.dnn.compiler;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

import org.dnn.compiler.allocate.Allocate;
import org.dnn.compiler.emit.EmitProgram;
import org.dnn.compiler.emit.ProgramClass;
import org.dnn.compiler.fuse.Fuse;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.Store;
import org.dnn.compiler.ir.Tensor;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.ir.Variable.Role;
import org.dnn.compiler.kernel.Buffers;
import org.dnn.compiler.plan.Layout;
import org.dnn.compiler.plan.Plan;
import org.dnn.compiler.strip.Strip;
import org.dnn.runtime.cpu.CpuMemory;
import org.dnn.runtime.cpu.CpuProgram;
import org.dnn.runtime.cpu.Form;
import org.dnn.runtime.cpu.MachineProducts;
import org.dnn.runtime.cpu.PlainProducts;
import org.dnn.runtime.cpu.Products;
import org.dnn.runtime.cpu.Team;
import org.dnn.runtime.cpu.VectorProducts;
import org.dnn.runtime.data.Column;
import org.dnn.runtime.data.FloatColumn;
import org.jspecify.annotations.Nullable;

/** Graphs taken through all later stages to classes, compiled together, and run. */
public final class GeneratedPrograms {
    private static final String PACKAGE = "programs";

    private final Map<String, Program> programs = new LinkedHashMap<>();
    private final ClassLoader loader;

    private record Program(String className, Graph graph, Graph optimised, Layout layout, @Nullable Plan planned) {
        Program with(Plan plan) {
            return new Program(className, graph, optimised, layout, plan);
        }

        Plan plan() {
            return Objects.requireNonNull(planned);
        }
    }

    private GeneratedPrograms(Map<String, Graph> graphs, Function<Program, Optional<Plan>> planning) {
        Map<String, String> sources = new LinkedHashMap<>();
        graphs.forEach((name, graph) -> {
            Program unplanned = program("Program" + programs.size(), graph);
            Optional<Plan> plan = planning.apply(unplanned);
            if (plan.isEmpty()) {
                return;
            }
            Program program = unplanned.with(plan.get());
            programs.put(name, program);
            sources.put(PACKAGE + "/" + program.className() + ".java", EmitProgram.emit(
                    new ProgramClass(PACKAGE, program.className(), "A test.", program.plan(), Map.of()), true)
                    .toString());
        });
        loader = Generated.load(sources);
    }

    /** @param graphs by the names under which they will be run */
    public static GeneratedPrograms of(Map<String, Graph> graphs) {
        return new GeneratedPrograms(graphs, p -> Optional.of(
                Allocate.allocate(Fuse.fuse(p.className(), p.optimised(), new Buffers(), false), p.layout())));
    }

    /** Those of the graphs that can run strip by strip. */
    public static GeneratedPrograms inStrips(Map<String, Graph> graphs) {
        Buffers buffers = new Buffers();
        return new GeneratedPrograms(graphs, p -> Strip
                .strip(Fuse.fuse(p.className(), p.optimised(), buffers, true), buffers, false)
                .map(kernels -> Allocate.allocate(kernels, p.layout())));
    }

    /** Whether there is such a program. */
    public boolean has(String name) {
        return programs.containsKey(name);
    }

    /** How many loop nests of a program are machine code; none where it has no such form. */
    public int nestsInMachineCode(String name) {
        if (!(programs.get(name) instanceof Program program)) {
            return 0;
        }
        try {
            return (int) Arrays.stream(loader.loadClass(className(program, Form.MACHINE)).getDeclaredMethods())
                    .filter(m -> !Modifier.isStatic(m.getModifiers())).count();
        } catch (ClassNotFoundException _) {
            return 0;
        }
    }

    private static String className(Program program, Form form) {
        return PACKAGE + "." + program.className() + switch (form) {
            case PLAIN -> "";
            case VECTORS -> "$Vectors";
            case MACHINE -> "$Machine";
        };
    }

    private static Program program(String className, Graph graph) {
        return new Program(className, graph, PlannedGraph.optimised(graph), PlannedGraph.layout(graph), null);
    }

    /** What a program stores, given what it reads. The seed is 1, the step 0. */
    public Map<Variable, Tensor> run(String name, int rows, Map<Variable, Tensor> given, Form form) {
        Program program = Objects.requireNonNull(programs.get(name), name);
        Plan plan = program.plan();
        int capacity = CpuMemory.capacity(rows);
        float[] memory = new float[Math.toIntExact(plan.fixed() + plan.perRow() * capacity + plan.scratch())];
        Map<String, Column> columns = new HashMap<>();
        given.forEach((variable, tensor) -> {
            if (variable.role() == Role.COLUMN) {
                columns.put(variable.name(), new FloatColumn(floats(tensor), tensor.numbers().length / rows));
            } else if (program.layout().offsets().get(variable) instanceof Long at) {
                System.arraycopy(floats(tensor), 0, memory, at.intValue(), tensor.numbers().length);
            }
        });
        Products products = switch (form) {
            case PLAIN -> new PlainProducts();
            case VECTORS -> new VectorProducts();
            case MACHINE -> MachineProducts.made().orElseThrow();
        };
        try (Team team = new Team(1)) {
            CpuProgram run = make(program, new CpuMemory(memory, capacity, team, products, columns, 1), form);
            run.batch(java.util.stream.IntStream.range(0, rows).toArray(), 0, rows, 0);
            run.run(0);
            Map<Variable, Tensor> stored = new HashMap<>();
            for (Store store : program.graph().stores()) {
                stored.put(store.variable(), read(run, program, memory, store.variable(), rows));
            }
            return stored;
        }
    }

    private static Tensor read(CpuProgram run, Program program, float[] memory, Variable variable, int rows) {
        Long fixed = program.layout().offsets().get(variable);
        int at = fixed != null ? fixed.intValue() : run.place(variable.name());
        Tensor tensor = Tensor.of(variable.type().sizes(), rows);
        for (int i = 0; i < tensor.numbers().length; i++) {
            tensor.numbers()[i] = memory[at + i];
        }
        return tensor;
    }

    private static float[] floats(Tensor tensor) {
        float[] floats = new float[tensor.numbers().length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) tensor.numbers()[i];
        }
        return floats;
    }

    private CpuProgram make(Program program, CpuMemory place, Form form) {
        String name = className(program, form);
        try {
            return loader.loadClass(name).asSubclass(CpuProgram.class).getConstructor(CpuMemory.class)
                    .newInstance(place);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(name, e);
        }
    }
}
