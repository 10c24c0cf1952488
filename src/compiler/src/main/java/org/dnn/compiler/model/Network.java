package org.dnn.compiler.model;

import java.util.ArrayList;
import java.util.List;

import org.dnn.compiler.catalog.Weight;
import org.dnn.compiler.source.Origin;
import org.dnn.compiler.type.ValueType;

/**
 * A model with its hyper-parameters and data filled in.
 *
 * @param name       the class that it becomes
 * @param nodes      in an order in which they can be computed
 * @param outputName what the model's header calls its result
 */
public record Network(String name, String documentation, String outputName, List<Node> nodes, int output,
        ValueType outputType, Origin origin) {
    public Network {
        nodes = List.copyOf(nodes);
    }

    /**
     * A weight of the network.
     *
     * @param pattern its name, {@code *} for each repetition around it
     * @param counts  how many turns each of those repetitions has, and the number of its first turn
     */
    public record NamedWeight(String pattern, Weight weight, List<Integer> counts, List<Integer> firsts) {
        public NamedWeight {
            counts = List.copyOf(counts);
            firsts = List.copyOf(firsts);
        }

        /** The names of all its elements: one for each turn. */
        public List<String> names() {
            List<String> names = List.of(pattern);
            for (int i = 0; i < counts.size(); i++) {
                List<String> longer = new ArrayList<>();
                for (String name : names) {
                    for (int turn = 0; turn < counts.get(i); turn++) {
                        longer.add(name.replaceFirst("\\*", Integer.toString(firsts.get(i) + turn)));
                    }
                }
                names = longer;
            }
            return names;
        }

        /** How many numbers there are in all. */
        public long elements() {
            long product = 1;
            for (int size : weight.shape()) {
                product *= size;
            }
            for (int count : counts) {
                product *= count;
            }
            return product;
        }
    }

    public List<NamedWeight> weights() {
        List<NamedWeight> all = new ArrayList<>();
        collect(nodes, List.of(), List.of(), all);
        return all;
    }

    private static void collect(List<Node> nodes, List<Integer> counts, List<Integer> firsts, List<NamedWeight> all) {
        for (Node node : nodes) {
            switch (node) {
                case Node.Layer layer -> layer.weights().forEach(
                        w -> all.add(new NamedWeight(layer.path() + "." + w.name(), w, counts, firsts)));
                case Node.Repeat repeat -> collect(repeat.body(), plus(counts, repeat.count()),
                        plus(firsts, repeat.first()), all);
                case Node.Input _,Node.Turn _,Node.Combine _,Node.Scale _ -> {
                    /* No weights. */
                }
            }
        }
    }

    private static List<Integer> plus(List<Integer> list, int last) {
        List<Integer> all = new ArrayList<>(list);
        all.add(last);
        return all;
    }

    /** How many numbers are trained. */
    public long parameters() {
        return weights().stream().filter(w -> w.weight().trained()).mapToLong(NamedWeight::elements).sum();
    }

    /** The columns that the network reads, each group once. */
    public List<ColumnGroup> inputs() {
        return nodes.stream().filter(n -> n instanceof Node.Input).flatMap(n -> ((Node.Input) n).columns().stream())
                .map(Node.ColumnPart::group).distinct().toList();
    }
}
