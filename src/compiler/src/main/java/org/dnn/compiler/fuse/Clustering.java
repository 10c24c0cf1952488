package org.dnn.compiler.fuse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import org.dnn.compiler.fuse.Node.Cluster;
import org.dnn.compiler.fuse.Node.ClusterLoop;
import org.dnn.compiler.ir.Equation;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.Value;
import org.dnn.compiler.kernel.Slot;
import org.dnn.compiler.source.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is computed together. Items come in the order of the equations; each joins the loop nest that computes what
 * it needs, if it needs that at the same point of the outer axes only, or one over the same axes that reads the same, or
 * begins a loop nest of its own.
 */
final class Clustering {
    /**
     * How many sums one loop makes. HotSpot stops inlining in a method that has grown too large, and vectors that are handed
     * over a call are allocated.
     */
    private static final int SUMS_TOGETHER = 2;
    /** How large the code of a loop nest's elementary functions is, in thousands of bytes; for the same reason. */
    private static final int FUNCTIONS_TOGETHER = 5;

    /** How many things one loop nest computes: each has an argument of its method or more, and Java allows 255. */
    private static final int ITEMS_TOGETHER = 32;

    private final Region region;
    private final boolean inStrips;
    private final List<Node> nodes = new ArrayList<>();
    /** Where, in the list of nodes, a value is computed; -1 for what is there from the beginning. */
    private final Map<Value, Integer> positions = new HashMap<>();
    private final Map<Value, Item> items = new HashMap<>();
    /** The elementary functions of each loop nest, by its place in the list. */
    private final Map<Integer, Integer> functions = new HashMap<>();
    /**
     * When each item and opaque equation was decided on. What is put into memory later was not there yet: it is looked through,
     * even where the item stands in the same loop nest.
     */
    private final IdentityHashMap<Object, Integer> moments = new IdentityHashMap<>();
    private final Map<Value, Integer> since = new HashMap<>();
    private int now;

    Clustering(Region region, Set<Value> given, boolean inStrips) {
        this.region = region;
        this.inStrips = inStrips;
        given.forEach(v -> {
            positions.put(v, -1);
            since.put(v, -1);
        });
    }

    List<Node> nodes() {
        return nodes;
    }

    boolean isComputed(Value value) {
        return since.containsKey(value);
    }

    /** The values that an item, or an opaque equation, can read as they are; it looks through all others. */
    Predicate<Value> leaves(Object user) {
        int moment = Objects.requireNonNull(moments.get(user));
        return v -> since.getOrDefault(v, Integer.MAX_VALUE) < moment;
    }

    /** Says that an item sees what an equation sees. */
    void together(Item item, Equation equation) {
        moments.put(item, Objects.requireNonNull(moments.get(equation)));
    }

    private void decided(Object user, List<Value> results, int position) {
        moments.put(user, now);
        for (Value result : results) {
            positions.put(result, position);
            since.put(result, now);
        }
        now++;
    }

    int position(Value value) {
        return positions.getOrDefault(value, -1);
    }

    /** The item of a value that a loop nest computes. */
    @Nullable
    Item item(Value value) {
        return items.get(value);
    }

    void run() {
        region.graph().equations().forEach(this::equation);
    }

    /** Puts a value into a given place, as the last thing so far. */
    void copy(Value value, Slot into, Origin origin) {
        Item copy = new Item.Copy(value, Optional.of(into), origin);
        nodes.add(new Cluster(copy));
        decided(copy, List.of(), nodes.size() - 1);
    }

    private void equation(Equation equation) {
        switch (equation.op()) {
            case Op.Unary _,Op.Binary _,Op.Select _,Op.Uniform _ -> {
                if (!region.isLazy(equation.result())) {
                    place(new Item.Compute(equation), Optional.of(equation.result()));
                }
            }
            case Op.Reduce _ -> place(new Item.Compute(equation), Optional.of(equation.result()));
            case Op.Concat concat -> concat(equation, concat);
            case Op.Reshape _ -> {
                if (!isReshapeable(equation.operand(0))) {
                    materialise(equation.operand(0), equation);
                }
            }
            case Op.Read _ when inStrips && Region.isColumn(equation) -> materialise(equation.result(), equation);
            case Op.Constant _,Op.RowCount _,Op.Iota _,Op.Read _,Op.Broadcast _,Op.Transpose _,Op.Slice _,Op.Detach _ -> {
                /* Looked through where it is used. */
            }
            case Op.MatMul _,Op.Convolve _,Op.ConvolveInputGradient _,Op.ConvolveWeightGradient _,Op.WindowMaximum _,Op.WindowMaximumGradient _,Op.WindowSum _,Op.WindowSumGradient _,Op.Repeat _ ->
                opaque(equation);
        }
    }

    /** An opaque kernel reads memory: what is not there is put there first. A product takes a transposed operand as it is. */
    private void opaque(Equation equation) {
        int carried = equation.op() instanceof Op.Repeat repeat ? repeat.carried() : 0;
        for (int i = carried; i < equation.operands().size(); i++) {
            Value operand = equation.operand(i);
            if (equation.op() instanceof Op.MatMul && !isComputed(operand)) {
                operand = region.untransposed(operand);
            }
            if (!isInMemory(operand)) {
                materialise(operand, equation);
            }
        }
        nodes.add(new Node.Opaque(equation));
        decided(equation, equation.results(), nodes.size() - 1);
    }

    private void concat(Equation equation, Op.Concat concat) {
        int start = 0;
        for (int i = 0; i < equation.operands().size(); i++) {
            Item part = new Item.Part(equation, i, start);
            nodes.add(new Cluster(part));
            boolean last = i == equation.operands().size() - 1;
            decided(part, last ? equation.results() : List.of(), nodes.size() - 1);
            start += equation.operand(i).type().size(concat.axis());
        }
    }

    private void materialise(Value value, Equation user) {
        if (!isComputed(value)) {
            place(new Item.Copy(value, Optional.empty(), user.origin()), Optional.of(value));
        }
    }

    /** Whether a value is computed into memory, or is another shape of one that is. */
    private boolean isInMemory(Value value) {
        Equation definition = region.definition(value);
        return isComputed(value)
                || (definition != null && definition.op() instanceof Op.Reshape && isInMemory(definition.operand(0)));
    }

    private boolean isReshapeable(Value value) {
        Equation definition = region.definition(value);
        boolean fill = definition != null && definition.op() instanceof Op.Broadcast broadcast
                && broadcast.axes().isEmpty();
        return isInMemory(value) || Region.isColumn(definition) || fill;
    }

    private void place(Item item, Optional<Value> gives) {
        Accesses accesses = Accesses.of(region, this::isComputed, item);
        int earliest = accesses.values().stream().mapToInt(this::position).max().orElse(-1);
        int position = join(item, accesses, earliest);
        if (position < 0) {
            nodes.add(new Cluster(item));
            position = nodes.size() - 1;
        }
        functions.merge(position, accesses.functions(), Integer::sum);
        gives.ifPresent(v -> items.put(v, item));
        decided(item, gives.stream().toList(), position);
    }

    /** The position of the cluster that took the item in, or -1. */
    private int join(Item item, Accesses accesses, int earliest) {
        for (int p = Math.max(earliest, 0); p < nodes.size(); p++) {
            if (nodes.get(p) instanceof Cluster cluster && !(cluster.items().getFirst() instanceof Item.Part)
                    && !staysApart(item, cluster) && !isTooMuch(accesses, cluster, p)) {
                boolean depends = p == earliest;
                if (depends ? joinProducer(item, accesses, cluster, p) : joinSibling(item, accesses, cluster)) {
                    return p;
                }
            }
        }
        return -1;
    }

    /**
     * In strips a sum over rows is there only when the last strip is through: nothing else is computed with it. And rows of the
     * data are fetched by themselves, for the rest can be done with vectors.
     */
    private boolean staysApart(Item item, Cluster cluster) {
        Item first = cluster.items().getFirst();
        return inStrips && (item.sumsRows() != first.sumsRows() || isColumn(first));
    }

    private boolean isTooMuch(Accesses accesses, Cluster cluster, int position) {
        if (cluster.items().size() >= ITEMS_TOGETHER) {
            return true;
        }
        int there = functions.getOrDefault(position, 0);
        return there > 0 && accesses.functions() > 0 && there + accesses.functions() > FUNCTIONS_TOGETHER;
    }

    private boolean isColumn(Item item) {
        return item instanceof Item.Copy copy && Region.isColumn(region.definition(copy.value()));
    }

    /** Joins the cluster that computes what the item needs. */
    private boolean joinProducer(Item item, Accesses accesses, Cluster cluster, int position) {
        List<Integer> outer = item.reduced().isEmpty()
                ? commonPrefix(cluster.outer(), item.result())
                : item.result();
        boolean bothScalar = cluster.outer().isEmpty() && item.result().isEmpty();
        boolean fits = (!outer.isEmpty() || bothScalar) && isPrefix(outer, cluster.outer())
                && (!cluster.reduces() || outer.equals(cluster.outer()));
        if (!fits || !accesses.isLocal(outer.size(), v -> position(v) == position)) {
            return false;
        }
        int loop = loopFor(item, accesses, cluster, position, outer.size());
        cluster.shrink(outer);
        if (loop == cluster.loops().size()) {
            cluster.loops().add(new ClusterLoop(item.domain(), item));
        } else {
            cluster.loops().get(loop).items().add(item);
        }
        return true;
    }

    /** The first loop, after all that compute what the item needs, that runs over the item's domain; or a new one. */
    private int loopFor(Item item, Accesses accesses, Cluster cluster, int position, int outerAxes) {
        int first = 0;
        for (Value value : accesses.values()) {
            if (position(value) == position) {
                Item producer = Objects.requireNonNull(items.get(value));
                int loop = cluster.loopOf(producer);
                boolean same = producer.reduced().isEmpty() && producer.domain().equals(item.domain())
                        && accesses.isSamePlace(value);
                first = Math.max(first, same ? loop : loop + 1);
            }
        }
        for (int i = first; i < cluster.loops().size(); i++) {
            if (cluster.loops().get(i).domain().equals(item.domain()) && item.domain().size() >= outerAxes) {
                return i;
            }
        }
        return cluster.loops().size();
    }

    /** Joins a cluster that does not compute what the item needs, but runs over the same axes and reads the same. */
    private boolean joinSibling(Item item, Accesses accesses, Cluster cluster) {
        List<Integer> outer = item.result();
        ClusterLoop last = cluster.loops().getLast();
        if (!cluster.outer().equals(outer) || !last.domain().equals(item.domain())) {
            return false;
        }
        if (!item.reduced().isEmpty() && last.sums() >= SUMS_TOGETHER) {
            return false;
        }
        // A number for all, such as a learning rate, is no reason: weights of one shape that are updated have a call each.
        Set<Value> shared = new HashSet<>(accesses.values());
        shared.removeIf(v -> v.type().sizes().isEmpty());
        boolean reads = last.items().stream()
                .anyMatch(i -> Accesses.of(region, leaves(i), i).values().stream().anyMatch(shared::contains));
        return reads && last.items().add(item);
    }

    private static List<Integer> commonPrefix(List<Integer> a, List<Integer> b) {
        int n = 0;
        while (n < a.size() && n < b.size() && a.get(n).equals(b.get(n))) {
            n++;
        }
        return a.subList(0, n);
    }

    private static boolean isPrefix(List<Integer> prefix, List<Integer> whole) {
        return prefix.size() <= whole.size() && whole.subList(0, prefix.size()).equals(prefix);
    }
}
