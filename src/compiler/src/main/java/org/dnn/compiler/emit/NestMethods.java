package org.dnn.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dnn.compiler.kernel.Buffer;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.Loop;

/** The loop nests of a program as methods; those with the same structure are one. */
final class NestMethods {
    private record Key(List<Integer> outer, List<Loop> loops, List<String> columns) {}

    private record Method(String name, Kernel.LoopNest nest, NestNames names) {}

    private final Names members;
    private final Map<Buffer, String> columns;
    private final Map<Key, Method> methods = new LinkedHashMap<>();

    NestMethods(Names members, Map<Buffer, String> columns) {
        this.members = members;
        this.columns = columns;
    }

    /**
     * What the body is written for. One axis runs from where to where the call says, so that layers of several sizes share a
     * method; but a short one is not worth vectors.
     */
    private static List<Integer> outerAxes(List<Integer> outer) {
        return outer.size() == 1 && outer.getFirst() > 0
                ? List.of(VectorNest.isLong(outer.getFirst()) ? VectorNest.SHORTEST : 1)
                : outer;
    }

    /** What to multiply a part's borders by, and the call's name. */
    record Target(String name, int scale, boolean lanes, boolean turn) {}

    Target method(Kernel.LoopNest nest) {
        MergeAxes merged = MergeAxes.in(nest);
        Key key = new Key(outerAxes(merged.nest().outer()), NestTraits.unnamed(merged.nest().loops()),
                nest.arguments().stream().map(s -> columns.getOrDefault(s.buffer(), "")).toList());
        Method method = methods.computeIfAbsent(key,
                _ -> new Method(members.variable(nest.name() + " " + NestTraits.verb(nest)),
                        merged.nest(), new NestNames(merged.nest(), columns)));
        return new Target(method.name(), merged.scale(), PlainNest.laneGroups(method.nest()) > 0,
                method.nest().isRandom());
    }

    int laneGroups() {
        return methods.values().stream().mapToInt(m -> PlainNest.laneGroups(m.nest())).max().orElse(0);
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

    private static MethodSpec.Builder signature(Method method) {
        MethodSpec.Builder builder = MethodSpec.methodBuilder(method.name());
        if (!method.nest().outer().isEmpty()) {
            builder.addParameter(int.class, "from").addParameter(int.class, "to");
        }
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
