package org.dnn.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.dnn.compiler.kernel.Buffer;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.Loop;

/** The loop nests of a program as methods; those with the same structure are one. */
final class NestMethods {
    /** @param whole which of the sizes that the method is told all vectors fit into */
    private record Key(List<Integer> outer, List<Loop> loops, List<Boolean> whole, List<String> columns) {}

    private record Method(String name, Kernel.LoopNest nest, NestSizes told, NestNames names) {}

    /** Before the name of a method that another program has. */
    private static final String SHARED = EmitProgram.KERNELS + ".";

    private final Names members;
    private final Map<Buffer, String> columns;
    private final Optional<NestMethods> shared;
    /** For each structure the sizes that occur; the method is told those that are not always the same. */
    private final Map<Key, Set<NestSizes>> occurring = new HashMap<>();
    private final Map<Key, Method> methods = new LinkedHashMap<>();
    private int laneGroups;
    private boolean shares;

    /**
     * @param shared the methods of a program with the same memory, which serve this one too
     * @param nests  all loop nests that the program has
     */
    NestMethods(Names members, Map<Buffer, String> columns, Optional<NestMethods> shared,
            List<Kernel.LoopNest> nests) {
        this.members = members;
        this.columns = columns;
        this.shared = shared;
        for (Kernel.LoopNest nest : nests) {
            Kernel.LoopNest merged = MergeAxes.in(nest).nest();
            NestSizes sizes = NestSizes.of(merged);
            occurring.computeIfAbsent(key(merged, sizes), _ -> new HashSet<>()).add(sizes);
        }
    }

    private Key key(Kernel.LoopNest merged, NestSizes told) {
        return new Key(told.inSizes(outerAxes(merged.outer())), NestTraits.unnamed(told.inLoops(merged.loops())),
                told.whole(), merged.arguments().stream().map(s -> columns.getOrDefault(s.buffer(), "")).toList());
    }

    /**
     * What the body is written for. One axis runs from where to where the call says, so that layers of several sizes share a
     * method; but a short one is not worth vectors.
     */
    private static List<Integer> outerAxes(List<Integer> outer) {
        return outer.size() == 1 ? List.of(VectorNest.isLong(outer.getFirst()) ? VectorNest.SHORTEST : 1) : outer;
    }

    /** What to multiply a part's borders by, the call's name, and what the method is told of its sizes. */
    record Target(String name, int scale, List<Integer> told, boolean lanes, boolean turn) {}

    Target method(Kernel.LoopNest nest) {
        MergeAxes merged = MergeAxes.in(nest);
        Optional<Target> other = shared.filter(_ -> NestTraits.needsMemoryOnly(merged.nest()))
                .flatMap(s -> s.find(merged));
        Target target = other.map(t -> new Target(SHARED + t.name(), t.scale(), t.told(), t.lanes(), t.turn()))
                .orElseGet(() -> {
                    NestSizes told = told(merged.nest());
                    return target(merged, methods.computeIfAbsent(key(merged.nest(), told),
                            _ -> new Method(members.variable(nest.name() + " " + NestTraits.verb(nest)),
                                    merged.nest(), told, new NestNames(merged.nest(), columns, told))),
                            told);
                });
        shares |= other.isPresent();
        laneGroups = Math.max(laneGroups, PlainNest.laneGroups(merged.nest()));
        return target;
    }

    private Optional<Target> find(MergeAxes merged) {
        NestSizes told = told(merged.nest());
        return Optional.ofNullable(methods.get(key(merged.nest(), told))).map(m -> target(merged, m, told));
    }

    private static Target target(MergeAxes merged, Method method, NestSizes told) {
        return new Target(method.name(), merged.scale(), told.sizes(), PlainNest.laneGroups(method.nest()) > 0,
                method.nest().isRandom());
    }

    private NestSizes told(Kernel.LoopNest merged) {
        NestSizes sizes = NestSizes.of(merged);
        return sizes.unlike(occurring.getOrDefault(key(merged, sizes), Set.of()));
    }

    /** Whether another program's methods are called. */
    boolean shares() {
        return shares;
    }

    /** How many groups of sixteen sums a method needs at once. */
    int laneGroups() {
        return laneGroups;
    }

    List<MethodSpec> plain() {
        return methods.values().stream()
                .map(m -> signature(m).addCode(PlainNest.body(m.nest(), m.names())).build()).toList();
    }

    List<MethodSpec> vector() {
        List<MethodSpec> all = new ArrayList<>();
        for (Method method : methods.values()) {
            String axis = NestNames.axes(method.nest(), method.nest().loops().getFirst()).stream().findFirst()
                    .orElse("");
            MethodSpec.Builder signature = signature(method).addAnnotation(Override.class);
            String tail = "super." + method.name() + "(" + axis + ", to"
                    + signature.build().parameters().stream().skip(2).map(p -> ", " + p.name())
                            .collect(Collectors.joining())
                    + ")";
            Optional<CodeBlock> body = VectorNest.body(method.nest(), method.names(), tail);
            body.ifPresent(code -> all.add(signature.addCode(code).build()));
        }
        return all;
    }

    /**
     * Those that are worth vectors, across their points or along neighbours.
     *
     * @param inBytes whether a column is stored as bytes
     */
    List<MachineMethod> machine(Predicate<Buffer> inBytes) {
        return methods.values().stream().flatMap(m -> MachineNest.across(m.nest(), m.names(), inBytes)
                .or(() -> MachineNeighbours.along(m.nest(), m.names()))
                .map(w -> new MachineMethod(signature(m).build(), w)).stream()).toList();
    }

    private static MethodSpec.Builder signature(Method method) {
        MethodSpec.Builder builder = MethodSpec.methodBuilder(method.name());
        if (!method.nest().outer().isEmpty()) {
            builder.addParameter(int.class, "from").addParameter(int.class, "to");
        }
        method.told().names().forEach(name -> builder.addParameter(int.class, name));
        for (int i = 0; i < method.nest().arguments().size(); i++) {
            if (!method.nest().arguments().get(i).buffer().isColumn()) {
                builder.addParameter(int.class, method.names().argument(i));
            }
        }
        if (PlainNest.laneGroups(method.nest()) > 0) {
            builder.addParameter(float[].class, "lanes");
        }
        if (method.nest().isRandom()) {
            builder.addParameter(int.class, "turn");
        }
        return builder;
    }
}
