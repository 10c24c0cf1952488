package org.dnn.compiler.differentiate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.dnn.compiler.ir.Equation;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.GraphBuilder;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.Value;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of a repetition is a repetition over the same elements in the opposite direction, whose carried values are
 * the gradients of the carried values, and sums for what all turns share. What its body needs of the forward turn is kept
 * in stacks, which the forward repetition then results in as well.
 *
 * <pre>
 *   h, ys = repeat 3 { h, w: y = h·w; yield tanh y }          h, ys, hs = repeat 3 { … ; yield tanh y, h }
 *                                                      →      dh, dws   = repeat 3 reversed { dh, w, h, y: … }
 * </pre>
 */
final class RepeatGradient {
    private final GraphBuilder forward;
    private final GraphBuilder backward;
    private final Equation equation;
    private final Op.Repeat repeat;
    private final Graph body;
    /** The body's equations as they will be kept, and those of its gradient. */
    private final GraphBuilder inside;
    private final GraphBuilder reverse;
    /** Values of the forward turn that the reverse body writes again, where it needs them. */
    private final Set<Value> rebuilt = new HashSet<>();
    /** Values of the forward turn that the reverse body needs. */
    private final Set<Value> needed = new LinkedHashSet<>();

    RepeatGradient(GraphBuilder forward, GraphBuilder backward, Equation equation, Op.Repeat repeat) {
        this.forward = forward;
        this.backward = backward;
        this.equation = equation;
        this.repeat = repeat;
        this.body = repeat.body();
        this.inside = new GraphBuilder(forward.numbering(), equation.origin());
        this.reverse = new GraphBuilder(forward.numbering(), equation.origin());
        body.equations().forEach(inside::add);
    }

    /** The gradients of the repetition's operands. */
    List<@Nullable Value> write(Differentiate outer) {
        List<Value> activeParameters = activeParameters(outer);
        Differentiate pass = new Differentiate(inside, reverse, activeParameters);
        List<Value> seeds = seed(pass, outer);
        pass.run();
        findRebuilt();

        List<Value> sums = activeParameters.stream().filter(this::isShared).toList();
        List<Value> stacked = activeParameters.stream().filter(this::isStacked).toList();
        List<Value> sumsSoFar = sums.stream().map(v -> fresh(v, "sum")).toList();
        List<Value> results = new ArrayList<>();
        carriedParameters().forEach(c -> results.add(pass.gradientOrZero(c)));
        for (int i = 0; i < sums.size(); i++) {
            Value gradient = pass.gradient(sums.get(i));
            results.add(gradient == null ? sumsSoFar.get(i) : reverse.plus(sumsSoFar.get(i), gradient));
        }
        stacked.forEach(x -> results.add(pass.gradientOrZero(x)));

        needed.addAll(used(results));
        Residuals residuals = residuals();
        List<Value> keptStacks = keep(residuals.intermediates());
        List<Value> outputs = writeBackward(outer, seeds, sumsSoFar, results, residuals, keptStacks);
        return distribute(sums, stacked, outputs);
    }

    /** What the body's equations are to be differentiated by: all that is carried, and what is active outside. */
    private List<Value> activeParameters(Differentiate outer) {
        List<Value> active = new ArrayList<>();
        for (int i = 0; i < body.parameters().size(); i++) {
            if (i < repeat.carried() || outer.isActive(equation.operand(i))) {
                active.add(body.parameters().get(i));
            }
        }
        return active;
    }

    /** Gives each of the body's results a gradient: a new value, a parameter of the reverse body. */
    private List<Value> seed(Differentiate pass, Differentiate outer) {
        List<Value> seeds = new ArrayList<>();
        Map<Value, Value> total = new LinkedHashMap<>();
        for (int i = 0; i < body.results().size(); i++) {
            if (i < repeat.carried() || outer.gradient(equation.results().get(i)) != null) {
                Value seed = fresh(body.results().get(i), "gradient");
                seeds.add(seed);
                total.merge(body.results().get(i), seed, reverse::plus);
            }
        }
        total.forEach(pass::seed);
        return seeds;
    }

    private record Residuals(List<Value> shared, List<Value> stacked, List<Value> intermediates) {}

    /** Which values of the forward turn the reverse body must be given. */
    private Residuals residuals() {
        Residuals found = new Residuals(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Value value : needed) {
            if (isShared(value)) {
                found.shared().add(value);
            } else if (isStacked(value)) {
                found.stacked().add(value);
            } else if (!rebuilt.contains(value)) {
                found.intermediates().add(value);
            }
        }
        return found;
    }

    /** The values of the forward turn that the reverse body uses, and those that it needs to rebuild them. */
    private Set<Value> used(List<Value> results) {
        Set<Value> forwardTurn = new HashSet<>(body.parameters());
        inside.equations().forEach(e -> forwardTurn.addAll(e.results()));
        Set<Value> used = new LinkedHashSet<>(results);
        reverse.equations().forEach(e -> used.addAll(e.operands()));
        used.retainAll(forwardTurn);
        for (Equation equation : inside.equations().reversed()) {
            if (isRebuilt(equation) && used.contains(equation.result())) {
                used.addAll(equation.operands());
            }
        }
        return used;
    }

    /** The forward repetition, keeping these values of each turn: gives the stacks that hold them. */
    private List<Value> keep(List<Value> intermediates) {
        List<Value> bodyResults = new ArrayList<>(body.results());
        bodyResults.addAll(intermediates);
        Graph kept = new Graph(body.parameters(), inside.equations(), bodyResults, List.of());
        List<Value> stacks = intermediates.stream()
                .map(v -> new Value(forward.numbering().next(), v.type().stacked(repeat.count()), v.name())).toList();
        List<Value> results = new ArrayList<>(equation.results());
        results.addAll(stacks);
        forward.replace(equation,
                new Equation(results,
                        new Op.Repeat(repeat.count(), repeat.reversed(), repeat.carried(), repeat.shared(), kept),
                        equation.operands(), equation.origin()));
        return stacks;
    }

    private List<Value> writeBackward(Differentiate outer, List<Value> seeds, List<Value> sumsSoFar,
            List<Value> results, Residuals residuals, List<Value> keptStacks) {
        List<Value> parameters = new ArrayList<>(seeds.subList(0, repeat.carried()));
        parameters.addAll(sumsSoFar);
        parameters.addAll(residuals.shared());
        parameters.addAll(seeds.subList(repeat.carried(), seeds.size()));
        parameters.addAll(residuals.stacked());
        parameters.addAll(residuals.intermediates());
        Graph graph = renamed(new Graph(parameters, reverse.equations(), results, List.of()));

        List<Value> operands = new ArrayList<>();
        equation.results().subList(0, repeat.carried()).forEach(r -> operands.add(outer.gradientOrZero(r)));
        sumsSoFar.forEach(s -> operands.add(backward.constant(0, s.type())));
        residuals.shared().forEach(v -> operands.add(outside(v)));
        equation.results().subList(repeat.carried(), body.results().size()).stream().map(outer::gradient)
                .forEach(g -> {
                    if (g != null) {
                        operands.add(g);
                    }
                });
        residuals.stacked().forEach(v -> operands.add(outside(v)));
        operands.addAll(keptStacks);
        Op op = new Op.Repeat(repeat.count(), !repeat.reversed(), repeat.carried() + sumsSoFar.size(),
                residuals.shared().size(), graph);
        return backward.addAll(graph.results().stream().map(Value::name).toList(), op, operands);
    }

    /** The reverse body, in which values of the forward turn are parameters under numbers of their own. */
    private Graph renamed(Graph graph) {
        Map<Value, Value> names = new HashMap<>();
        Set<Value> own = new HashSet<>();
        reverse.equations().forEach(e -> own.addAll(e.results()));
        List<Value> parameters = graph.parameters().stream()
                .map(p -> names.computeIfAbsent(p, v -> new Value(forward.numbering().next(), v.type(), v.name())))
                .toList();
        List<Equation> equations = new ArrayList<>();
        for (Equation again : inside.equations().stream().filter(this::isRebuilt)
                .filter(e -> needed.contains(e.result()))
                .toList()) {
            Value copy = fresh(again.result(), again.result().name());
            equations.add(
                    new Equation(List.of(copy), again.op(), renamed(again.operands(), own, names), again.origin()));
            names.put(again.result(), copy);
        }
        graph.equations().forEach(e -> equations.add(e.withOperands(renamed(e.operands(), own, names))));
        return new Graph(parameters, equations,
                graph.results().stream().map(r -> names.getOrDefault(r, r)).toList(), List.of());
    }

    private static List<Value> renamed(List<Value> values, Set<Value> own, Map<Value, Value> names) {
        return values.stream().map(v -> own.contains(v) ? v : names.getOrDefault(v, v)).toList();
    }

    private boolean isRebuilt(Equation equation) {
        return equation.results().size() == 1 && rebuilt.contains(equation.result());
    }

    /**
     * What is cheaper to write twice than to keep for each turn: what depends on nothing, such as a constant, and what only
     * looks at another value, such as a weight that is repeated for each row.
     */
    private void findRebuilt() {
        Set<Value> free = new HashSet<>();
        for (Equation e : inside.equations()) {
            boolean looks = e.op() instanceof Op.Broadcast || e.op() instanceof Op.Reshape
                    || e.op() instanceof Op.Transpose || e.op() instanceof Op.Detach;
            boolean dependsOnNothing = !(e.op() instanceof Op.Uniform) && e.results().size() == 1
                    && free.containsAll(e.operands());
            if (dependsOnNothing) {
                free.add(e.result());
            }
            if (looks || dependsOnNothing) {
                rebuilt.add(e.result());
            }
        }
    }

    private List<@Nullable Value> distribute(List<Value> sums, List<Value> stacked, List<Value> outputs) {
        List<@Nullable Value> gradients = Differentiate.none(equation.operands().size());
        int next = 0;
        for (int i = 0; i < repeat.carried(); i++) {
            gradients.set(i, outputs.get(next++));
        }
        for (Value sum : sums) {
            gradients.set(body.parameters().indexOf(sum), outputs.get(next++));
        }
        for (Value stack : stacked) {
            gradients.set(body.parameters().indexOf(stack), outputs.get(next++));
        }
        return gradients;
    }

    private List<Value> carriedParameters() {
        return body.parameters().subList(0, repeat.carried());
    }

    private boolean isShared(Value value) {
        int index = body.parameters().indexOf(value);
        return index >= repeat.carried() && index < repeat.carried() + repeat.shared();
    }

    private boolean isStacked(Value value) {
        return body.parameters().indexOf(value) >= repeat.carried() + repeat.shared();
    }

    private Value outside(Value parameter) {
        return equation.operand(body.parameters().indexOf(parameter));
    }

    private Value fresh(Value like, String name) {
        return new Value(forward.numbering().next(), like.type(), name);
    }
}
