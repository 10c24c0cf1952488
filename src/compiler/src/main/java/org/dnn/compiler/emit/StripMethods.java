package org.dnn.compiler.emit;

import com.palantir.javapoet.MethodSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.dnn.compiler.kernel.Buffer;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.Loop;
import org.dnn.compiler.kernel.Slot;
import org.dnn.compiler.kernel.Term;
import org.dnn.compiler.plan.PlannedStep;

/** The loop nests that run strip by strip as methods; those with the same structure are one, and told how many elements there are. */
final class StripMethods {
    /**
     * @param outerAxes their sizes, where the method is not told
     * @param kinds     which column an argument is, or whether it is kept
     */
    private record Key(List<Integer> outerAxes, List<Loop> loops, List<String> kinds) {}

    private record Method(String name, Kernel.LoopNest nest, NestNames names) {}

    private final Names members;
    private final Map<Buffer, String> columns;
    private final Optional<StripMethods> shared;
    private final Map<Key, Method> methods = new LinkedHashMap<>();
    private boolean shares;

    /** @param shared the methods of a program with the same memory, which serve this one too */
    StripMethods(Names members, Map<Buffer, String> columns, Optional<StripMethods> shared) {
        this.members = members;
        this.columns = columns;
        this.shared = shared;
    }

    /** The call of a nest's method; {@code places} are those of its arguments that are no columns. */
    String call(PlannedStep.Strips strips, Kernel.LoopNest nest, List<String> places) {
        Kernel.LoopNest inStrip = StripNest.inStrip(nest, strips.values().keySet(), strips.step().rows());
        Predicate<Buffer> isKept = b -> StripNest.isKept(b, strips.values().keySet());
        Key key = new Key(StripNest.takesSize(inStrip) ? List.of() : inStrip.outer(),
                NestTraits.unnamed(inStrip.loops()), nest.arguments().stream()
                        .map(s -> isKept.test(s.buffer()) ? "kept" : columns.getOrDefault(s.buffer(), "")).toList());
        String method = shared.filter(_ -> NestTraits.needsMemoryOnly(nest)).map(s -> s.methods.get(key))
                .map(m -> shared(m.name()))
                .orElseGet(() -> methods.computeIfAbsent(key, _ -> new Method(members.variable(nest.name() + " "
                        + NestTraits.verb(nest)), inStrip, new NestNames(inStrip, columns, isKept))).name());
        List<String> arguments = new ArrayList<>();
        if (countsRows(inStrip)) {
            arguments.add("from");
        }
        arguments.add("count");
        if (StripNest.takesSize(inStrip)) {
            arguments.add(Integer.toString(StripNest.elements(inStrip).getFirst()));
        }
        arguments.addAll(places);
        if (nest.isRandom()) {
            arguments.add("0");
        }
        return method + "(" + String.join(", ", arguments) + ")";
    }

    private String shared(String name) {
        shares = true;
        return EmitProgram.KERNELS + "." + name;
    }

    /** Whether another program's methods are called. */
    boolean shares() {
        return shares;
    }

    /** Whether it matters where in the batch the strip begins. */
    private static boolean countsRows(Kernel.LoopNest inStrip) {
        return inStrip.terms().anyMatch(t -> t instanceof Term.Gather || t instanceof Term.Uniform
                || (t instanceof Term.Position position
                        && position.index().stride(StripNest.rowAxis(inStrip)) != 0));
    }

    List<MethodSpec> plain() {
        return methods.values().stream()
                .map(m -> signature(m).addCode(StripNest.plain(m.nest(), m.names())).build()).toList();
    }

    List<MethodSpec> vector() {
        List<MethodSpec> all = new ArrayList<>();
        for (Method method : methods.values()) {
            StripNest.vector(method.nest(), method.names()).ifPresent(
                    body -> all.add(signature(method).addAnnotation(Override.class).addCode(body).build()));
        }
        return all;
    }

    /** Whether all that have a form with vectors have one in machine code. */
    boolean hasMachineForm() {
        return methods.values().stream().allMatch(m -> StripNest.vector(m.nest(), m.names()).isEmpty()
                || MachineNest.inStrip(m.nest(), m.names()).isPresent());
    }

    List<MachineMethod> machine() {
        return methods.values().stream().flatMap(m -> MachineNest.inStrip(m.nest(), m.names())
                .map(w -> new MachineMethod(signature(m).build(), w)).stream()).toList();
    }

    private static MethodSpec.Builder signature(Method method) {
        MethodSpec.Builder builder = MethodSpec.methodBuilder(method.name());
        if (countsRows(method.nest())) {
            builder.addParameter(int.class, "from");
        }
        builder.addParameter(int.class, "count");
        if (StripNest.takesSize(method.nest())) {
            builder.addParameter(int.class, "size");
        }
        List<Slot> arguments = method.nest().arguments();
        IntStream.range(0, arguments.size()).filter(i -> !arguments.get(i).buffer().isColumn())
                .forEach(i -> builder.addParameter(int.class, method.names().argument(i)));
        if (method.nest().isRandom()) {
            builder.addParameter(int.class, "turn");
        }
        return builder;
    }
}
