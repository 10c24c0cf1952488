package org.dnn.compiler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dnn.compiler.emit.CudaProgram;
import org.dnn.compiler.emit.CudaSizes;
import org.dnn.compiler.emit.CudaStep;
import org.dnn.compiler.emit.EmitCuda;
import org.dnn.compiler.emit.ProgramClass;
import org.dnn.compiler.ir.Extent;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.Store;
import org.dnn.compiler.ir.Tensor;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.kernel.Buffer;
import org.dnn.compiler.kernel.Slot;
import org.dnn.compiler.plan.Plan;
import org.dnn.runtime.cpu.CpuMemory;
import org.dnn.runtime.data.Philox;

/**
 * Graphs taken through all later stages to CUDA C, and run: built by g++ with sanitizers against a header that plays a GPU, on a
 * processor; or by nvcc, on the card of this machine.
 */
public final class CudaPrograms {
    private static final long SEED = 1;
    private static final String NO_PERSISTENT = "\nstatic void persistent(float *, Batch *, float **, unsigned) {}\n";
    /** Wherever threads may do four points at a time, they do. */
    private static final CudaSizes SIZES = new CudaSizes(1, 0);
    /** Programs of one file at most. */
    private static final int TOGETHER = 40;

    /**
     * What programs run on.
     *
     * @param header   what they include
     * @param compiler how they are built
     */
    private record Machine(String header, String extension, List<String> compiler) {
        static final Machine PLAYED = new Machine("emulation.h", ".cpp",
                List.of("g++", "-std=c++17", "-O1", "-g", "-Wall",
                        "-Werror", "-Wno-unused-function", "-Wno-unused-but-set-variable", "-ffp-contract=off",
                        "-fno-sanitize-recover=all", "-fsanitize=address,undefined",
                        "-fno-sanitize=float-divide-by-zero"));
        static final Machine CARD = new Machine("card.h", ".cu",
                List.of("nvcc", "-std=c++17", "-fmad=false", "-arch=native"));
    }

    private final Machine machine;
    private final Path folder;
    private final Map<String, PlannedGraph> programs = new LinkedHashMap<>();
    private final Map<String, Path> executables = new HashMap<>();
    private final Set<String> persistent = new TreeSet<>();

    private CudaPrograms(Machine machine, Map<String, Graph> graphs, BiFunction<String, Graph, PlannedGraph> planned,
            Path folder) {
        this.machine = machine;
        this.folder = folder;
        graphs.forEach((name, graph) -> programs.put(name, planned.apply("Program" + programs.size(), graph)));
        try {
            Files.writeString(folder.resolve(machine.header), resource("/cuda/" + machine.header));
            Files.writeString(folder.resolve(EmitCuda.HEADER), header());
            List<Runnable> builds = new ArrayList<>();
            List<String> names = List.copyOf(programs.keySet());
            // Building takes a while, and each processor builds a file.
            int together = Math.min(TOGETHER,
                    Math.ceilDiv(names.size(), Runtime.getRuntime().availableProcessors()));
            for (int from = 0; from < names.size(); from += together) {
                builds.add(file(names.subList(from, Math.min(names.size(), from + together)), from / together));
            }
            builds.parallelStream().forEach(Runnable::run);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param graphs by the names under which they will be run
     * @param folder for what is built
     */
    public static CudaPrograms of(Map<String, Graph> graphs, Path folder) {
        return new CudaPrograms(Machine.PLAYED, graphs, PlannedGraph::of, folder);
    }

    /** The same with all factors of products as bfloat16. */
    public static CudaPrograms narrow(Map<String, Graph> graphs, Path folder) {
        return new CudaPrograms(Machine.PLAYED, graphs, PlannedGraph::narrow, folder);
    }

    /** The same on the card of this machine. */
    public static CudaPrograms narrowOnCard(Map<String, Graph> graphs, Path folder) {
        return new CudaPrograms(Machine.CARD, graphs, PlannedGraph::narrow, folder);
    }

    /** As they are, for the card of this machine. */
    public static CudaPrograms onCard(Map<String, Graph> graphs, Path folder) {
        return new CudaPrograms(Machine.CARD, graphs, PlannedGraph::of, folder);
    }

    /** What generated kernels include. */
    public static String header() {
        return resource("/org/dnn/runtime/cuda/" + EmitCuda.HEADER);
    }

    private static String resource(String name) {
        try (var in = Objects.requireNonNull(CudaPrograms.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file with some programs; building it is left to the caller. */
    private Runnable file(List<String> names, int number) throws IOException {
        StringBuilder source = new StringBuilder(
                "#include \"" + machine.header + "\"\n#include \"" + EmitCuda.HEADER + "\"\n\n");
        for (String name : names) {
            PlannedGraph planned = Objects.requireNonNull(programs.get(name));
            ProgramClass program = program(planned, planned.plan());
            CudaProgram cuda = planned.inStrips()
                    .map(strips -> EmitCuda.emit(program, SIZES, program(planned, strips), planned.layout().size()))
                    .orElseGet(() -> EmitCuda.emit(program, SIZES));
            cuda.persistent().ifPresent(kernel -> persistent.add(name));
            source.append("namespace ").append(cuda.name()).append(" {\n").append(cuda.source())
                    .append(new Host(planned).run(cuda.steps()))
                    .append(cuda.persistent().map(new Host(planned)::persistent).orElse(NO_PERSISTENT)).append("}\n\n");
        }
        source.append(main(names));
        Path file = folder.resolve("programs" + number + machine.extension);
        Files.writeString(file, source);
        Path executable = folder.resolve("programs" + number);
        names.forEach(name -> executables.put(name, executable));
        return () -> Tools.run(Stream.concat(machine.compiler.stream(),
                Stream.of("-o", executable.toString(), file.toString())).toList());
    }

    private static ProgramClass program(PlannedGraph planned, Plan plan) {
        return new ProgramClass("programs", planned.className(), "A test.", plan, Map.of());
    }

    /** Those that have a kernel for many steps. */
    public Set<String> persistent() {
        return Set.copyOf(persistent);
    }

    private String main(List<String> names) {
        return """
                static void *content(FILE *file, size_t bytes) {
                    void *into = ALLOCATE(bytes > 0 ? bytes : 1);
                    if (std::fread(into, 1, bytes, file) != bytes) {
                        std::abort();
                    }
                    return into;
                }

                // usage: program input output blocks threads; no blocks: by the kernel that does many steps, in one block
                int main(int, char **arguments) {
                    FILE *file = std::fopen(arguments[2], "rb");
                    int *sizes = (int *)content(file, 4 * sizeof(int));
                    float *memory = (float *)content(file, sizeof(float) * sizes[2]);
                    int *order = (int *)content(file, sizeof(int) * sizes[0]);
                    unsigned long long *keys = (unsigned long long *)content(file, 8 * sizes[3]);
                    int count = 0;
                    float *columns[64];
                    for (int size; std::fread(&size, sizeof(int), 1, file) == 1; count++) {
                        columns[count] = (float *)content(file, sizeof(float) * size);
                    }
                    std::fclose(file);
                    Batch *batch = (Batch *)ALLOCATE(sizeof(Batch));
                    *batch = Batch{order, keys, 0, 0, sizes[0], 0, sizes[0], sizes[0], sizes[0], sizes[0], 0};
                    const unsigned blocks = std::atoi(arguments[4]), threads = std::atoi(arguments[5]);
                %s
                    FINISH();
                    file = std::fopen(arguments[3], "wb");
                    std::fwrite(memory, sizeof(float), sizes[2], file);
                    std::fclose(file);
                    for (int i = 0; i < count; i++) {
                        RELEASE(columns[i]);
                    }
                    RELEASE(sizes), RELEASE(memory), RELEASE(order), RELEASE(keys), RELEASE(batch);
                }
                """
                .formatted(names.stream().map(n -> Objects.requireNonNull(programs.get(n)).className())
                        .map(c -> "    if (!std::strcmp(arguments[1], \"" + c + "\")) {\n        blocks == 0 ? "
                                + c + "::persistent(memory, batch, columns, threads) : " + c
                                + "::run(memory, sizes[1], batch, columns, blocks, threads);\n    }")
                        .collect(Collectors.joining("\n")));
    }

    /**
     * What a program stores, given what it reads, with so many blocks of so many threads; with no blocks, by its kernel for many
     * steps, in one block. The seed is 1, the step 0.
     */
    public Map<Variable, Tensor> run(String name, int rows, Map<Variable, Tensor> given, int blocks, int threads) {
        PlannedGraph program = Objects.requireNonNull(programs.get(name), name);
        int capacity = CpuMemory.capacity(rows);
        try {
            Path input = folder.resolve(program.className() + ".in");
            Path output = folder.resolve(program.className() + ".out");
            Files.write(input, input(program, rows, capacity, given));
            Tools.run(List.of(Objects.requireNonNull(executables.get(name)).toString(), program.className(),
                    input.toString(),
                    output.toString(), Integer.toString(blocks), Integer.toString(threads)));
            ByteBuffer memory = ByteBuffer.wrap(Files.readAllBytes(output)).order(ByteOrder.LITTLE_ENDIAN);
            Map<Variable, Tensor> stored = new HashMap<>();
            for (Store store : program.graph().stores()) {
                Variable variable = store.variable();
                int at = Math.toIntExact(program.place(variable, capacity));
                Tensor tensor = Tensor.of(variable.type().sizes(), rows);
                for (int i = 0; i < tensor.numbers().length; i++) {
                    tensor.numbers()[i] = memory.getFloat(4 * (at + i));
                }
                stored.put(variable, tensor);
            }
            return stored;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] input(PlannedGraph program, int rows, int capacity, Map<Variable, Tensor> given) {
        int floats = Math.toIntExact(program.plan().fixed() + program.plan().perRow() * capacity);
        float[] memory = new float[floats];
        // What nobody has written is no number.
        java.util.Arrays.fill(memory, Float.NaN);
        given.forEach((variable, tensor) -> {
            if (program.layout().offsets().get(variable) instanceof Long at) {
                for (int i = 0; i < tensor.numbers().length; i++) {
                    memory[at.intValue() + i] = (float) tensor.numbers()[i];
                }
            }
        });
        List<String> streams = program.plan().randomStreams();
        List<Tensor> columns = program.columns().stream()
                .map(b -> Objects.requireNonNull(given.get(b.variable().get()))).toList();
        int bytes = 16 + 4 * floats + 4 * rows + 8 * streams.size()
                + columns.stream().mapToInt(c -> 4 + 4 * c.numbers().length).sum();
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(rows).putInt(capacity).putInt(floats).putInt(streams.size());
        for (float f : memory) {
            buffer.putFloat(f);
        }
        IntStream.range(0, rows).forEach(buffer::putInt);
        streams.forEach(s -> buffer.putLong(Philox.key(SEED, s)));
        for (Tensor column : columns) {
            buffer.putInt(column.numbers().length);
            for (double number : column.numbers()) {
                buffer.putFloat((float) number);
            }
        }
        return buffer.array();
    }

    /** The host's part of a program in C++: it starts the kernels one after the other. */
    private static final class Host {
        private final PlannedGraph program;

        Host(PlannedGraph program) {
            this.program = program;
        }

        String run(List<CudaStep> steps) {
            return "\nstatic void run(float *memory, int capacity, const Batch *batch, float **columns, unsigned blocks,"
                    + " unsigned threads) {\n    (void)memory, (void)capacity, (void)columns, (void)blocks, (void)threads;\n"
                    + lines(steps, "0") + "}\n";
        }

        String persistent(CudaProgram.Persistent kernel) {
            return "\nstatic void persistent(float *memory, Batch *batch, float **columns, unsigned threads) {\n"
                    + "    float *const sums = (float *)ALLOCATE(2 * STRANDS * " + kernel.sums()
                    + " * sizeof(float));\n"
                    + "    const Stretch stretch = {memory, nullptr, nullptr, nullptr, nullptr, sums, 0, 0, 1, "
                    + kernel.variables() + "};\n    LAUNCH(1, threads, " + kernel.kernel()
                    + ", batch, stretch" + kernel.columns().stream().map(c -> ", " + column(c))
                            .collect(Collectors.joining())
                    + ");\n    FINISH();\n    RELEASE(sums);\n}\n";
        }

        private String column(String name) {
            return "columns[" + program.columns().stream().map(Buffer::name).toList().indexOf(name) + "]";
        }

        private String lines(List<CudaStep> steps, String turn) {
            return steps.stream().map(step -> switch (step) {
                case CudaStep.Launch launch ->
                    "    LAUNCH(" + grid(launch.grid()) + ", " + launch.kernel() + ", batch"
                            + launch.arguments().stream().map(a -> ", " + argument(a, turn))
                                    .collect(Collectors.joining())
                            + ");\n";
                case CudaStep.Repeat repeat -> {
                    String own = "turn" + repeat.turn();
                    String head = repeat.reversed()
                            ? "for (int %s = %d; %s >= 0; %s--) {".formatted(own, repeat.count() - 1, own, own)
                            : "for (int %s = 0; %s < %d; %s++) {".formatted(own, own, repeat.count(), own);
                    yield "    " + head + "\n"
                            + lines(repeat.steps(), "(" + turn + ") * " + repeat.count() + " + " + own)
                            + "    }\n";
                }
            }).collect(Collectors.joining());
        }

        private static String grid(CudaStep.Grid grid) {
            return switch (grid) {
                case CudaStep.Grid.Points _,CudaStep.Grid.Fours _,CudaStep.Grid.Blocks _,CudaStep.Grid.Columns _ ->
                    "blocks, threads";
                case CudaStep.Grid.Tiles _ -> "blocks, 256";
            };
        }

        private String argument(CudaStep.Argument argument, String turn) {
            return switch (argument) {
                case CudaStep.Argument.Memory memory -> memory.slot().buffer().inHalves()
                        ? "(Bfloat16 *)(memory + " + place(memory.slot()) + ")"
                        : "memory + " + place(memory.slot());
                case CudaStep.Argument.Column column -> column(column.name());
                case CudaStep.Argument.Number number -> Integer.toString(number.value());
                case CudaStep.Argument.Shape shape -> "(" + shape.type() + "{" + shape.sizes().stream()
                        .map(Object::toString).collect(Collectors.joining(", ")) + "})";
                case CudaStep.Argument.Turn _ -> turn;
            };
        }

        private String place(Slot slot) {
            StringBuilder text = new StringBuilder(floats(program.plan().offset(slot.buffer())));
            for (int i = 0; i < slot.turns().size(); i++) {
                text.append(" + (").append(floats(slot.buffer().type().elements(i + 1))).append(") * turn")
                        .append(slot.turns().get(i));
            }
            return text.toString();
        }

        private static String floats(Extent extent) {
            return extent.constant() + "LL" + (extent.rows() == 0 ? "" : " + " + extent.rows() + "LL * capacity");
        }
    }
}
