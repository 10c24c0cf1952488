package org.dnn.compiler.measure;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.dnn.compiler.ir.Extent;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.ir.Variable.Role;
import org.dnn.compiler.model.Network;
import org.dnn.compiler.model.Node;
import org.dnn.compiler.plan.Costs;
import org.dnn.compiler.plan.LayerCost;
import org.dnn.compiler.plan.Layout;
import org.dnn.compiler.plan.MemoryMap;
import org.dnn.compiler.plan.Plan;

/** Counts what a network and its plans cost. */
public final class Measure {
    private final List<LayerCost> layers = new ArrayList<>();

    private Measure() {}

    public static Costs of(Network network, Layout layout, Plan step, Plan evaluation) {
        Measure measure = new Measure();
        measure.nodes(network.nodes(), List.of(), 1);
        return new Costs(measure.layers, memory(layout, step, evaluation));
    }

    /**
     * @param turns for each repetition around the nodes, the numbers of its turns: {@code 0…2}
     * @param times how often they are run for a row
     */
    private void nodes(List<Node> nodes, List<String> turns, long times) {
        for (Node node : nodes) {
            switch (node) {
                case Node.Layer layer -> {
                    long parameters = layer.weights().stream().filter(w -> w.trained()).mapToLong(w -> w.elements())
                            .sum();
                    String written = layer.origin().span().text().replaceAll("\\s+", " ");
                    line(layer, named(layer.path(), turns), written, parameters * times, layer.flops() * times);
                }
                case Node.Combine combine -> line(combine, "", combine.operator().symbol(), 0,
                        combine.type().elements() * times);
                case Node.Scale scale -> line(scale, "", scale.operator().symbol(), 0,
                        scale.type().elements() * times);
                case Node.Repeat repeat -> {
                    List<String> deeper = new ArrayList<>(turns);
                    deeper.add(repeat.first() + "…" + (repeat.first() + repeat.count() - 1));
                    nodes(repeat.body(), deeper, times * repeat.count());
                }
                case Node.Input _,Node.Turn _ -> {
                    /* Nothing is computed. */
                }
            }
        }
    }

    private void line(Node node, String name, String written, long parameters, long flops) {
        layers.add(new LayerCost(name, written, node.type().shape(), parameters, flops, node.origin().span().line()));
    }

    private static String named(String pattern, List<String> turns) {
        String name = pattern;
        for (String turn : turns) {
            name = name.replaceFirst("\\*", turn);
        }
        return name;
    }

    private static MemoryMap memory(Layout layout, Plan step, Plan evaluation) {
        Map<Role, Long> floats = new EnumMap<>(Role.class);
        for (Variable variable : layout.offsets().keySet()) {
            floats.merge(variable.role(), Plan.aligned(variable.type().elements().constant()), Long::sum);
        }
        return new MemoryMap(sum(floats, Role.PARAMETER), sum(floats, Role.BUFFER, Role.STATISTIC),
                sum(floats, Role.OPTIMIZER_STATE), sum(floats, Role.HYPERPARAMETER, Role.REPORT),
                new Extent(step.fixed() - layout.size(), step.perRow()),
                new Extent(evaluation.fixed() - layout.size(), evaluation.perRow()),
                Math.max(step.scratch(), evaluation.scratch()), true);
    }

    private static long sum(Map<Role, Long> floats, Role... roles) {
        long sum = 0;
        for (Role role : roles) {
            sum += floats.getOrDefault(role, 0L);
        }
        return sum;
    }
}
