package org.dnn.compiler.fuse;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.fuse.Node.Cluster;
import org.dnn.compiler.ir.Equation;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.Value;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.kernel.Buffer;
import org.dnn.compiler.kernel.Buffers;
import org.dnn.compiler.kernel.Slot;
import org.dnn.compiler.source.Origin;

/** Decides which values get memory, and where: a place of their own, or at once where they must end up. */
final class Storage {
    private final Region region;
    private final Clustering clustering;
    private final Buffers buffers;
    private final Map<Value, Slot> slots;
    private final Set<Value> needed = new HashSet<>();

    Storage(Region region, Clustering clustering, Buffers buffers, Map<Value, Slot> given) {
        this.region = region;
        this.clustering = clustering;
        this.buffers = buffers;
        this.slots = new HashMap<>(given);
    }

    /** Places all values; what cannot be computed where it must end up is copied there last. */
    void run(List<Target> targets) {
        for (Target target : targets) {
            Value value = target.value();
            boolean there = target.slot().equals(slots.get(value));
            boolean home = clustering.isComputed(value) && !slots.containsKey(value) && mayReplaceOld(target);
            if (home) {
                slots.put(value, target.slot());
            } else if (!there) {
                clustering.copy(value, target.slot(), origin(value));
            }
        }
        findNeeded();
        for (Value value : needed) {
            slots.computeIfAbsent(value, v -> Slot.of(buffers.temporary(v.name(), v.type(),
                    Optional.ofNullable(region.definition(v)).map(Equation::origin))));
        }
    }

    /** The memory of a value that has some. */
    Slot slot(Value value) {
        Slot slot = slots.get(value);
        if (slot != null) {
            return slot;
        }
        Equation definition = region.definition(value);
        if (definition != null && definition.op() instanceof Op.Reshape) {
            return slot(definition.operand(0));
        }
        throw new CompilerBug("fuse", value + " " + value.name() + " is not in memory");
    }

    Buffer columnBuffer(Variable column) {
        return buffers.of(column);
    }

    boolean isInMemory(Value value) {
        return slots.containsKey(value);
    }

    /** Whether a value is used in the loop that computes it, or is one number for each point of the outer axes. */
    static boolean isLocal(Cluster cluster, Item user, Item producer) {
        int loop = cluster.loopOf(producer);
        boolean scalar = producer.result().equals(cluster.outer());
        return scalar || loop == cluster.loopOf(user);
    }

    private Origin origin(Value value) {
        Equation definition = region.definition(value);
        return definition != null ? definition.origin() : region.graph().equations().getFirst().origin();
    }

    /** Whether all that read the old content have done so, or do so at the very point where it is replaced. */
    private boolean mayReplaceOld(Target target) {
        if (target.old().isEmpty()) {
            return true;
        }
        Value old = target.old().get();
        int position = clustering.position(target.value());
        for (int p = 0; p < clustering.nodes().size(); p++) {
            if (p < position) {
                continue;
            }
            if (reads(clustering.nodes().get(p), old) && !(p == position && onlyInPlace(target.value(), old, p))) {
                return false;
            }
        }
        return true;
    }

    private boolean reads(Node node, Value value) {
        return switch (node) {
            case Node.Opaque opaque -> opaque.equation().operands().stream().anyMatch(o -> isOrViews(o, value));
            case Cluster cluster -> cluster.items().stream().anyMatch(i -> accesses(i).values().contains(value));
        };
    }

    private boolean isOrViews(Value operand, Value value) {
        Equation definition = region.definition(operand);
        return operand.equals(value) || (definition != null && Region.isView(definition.op())
                && definition.operands().stream().anyMatch(o -> isOrViews(o, value)));
    }

    /** Whether a loop nest reads the old content only in the loop that replaces it, and only at the same place. */
    private boolean onlyInPlace(Value value, Value old, int position) {
        if (!(clustering.nodes().get(position) instanceof Cluster cluster)
                || !(clustering.item(value) instanceof Item writer) || !writer.reduced().isEmpty()) {
            return false;
        }
        return cluster.items().stream().filter(i -> accesses(i).values().contains(old))
                .allMatch(i -> cluster.loopOf(i) == cluster.loopOf(writer) && accesses(i).isSamePlace(old));
    }

    private Accesses accesses(Item item) {
        return Accesses.of(region, clustering.leaves(item), item);
    }

    private void findNeeded() {
        for (Node node : clustering.nodes()) {
            switch (node) {
                case Node.Opaque opaque -> {
                    needed.addAll(opaque.equation().results());
                    opaque.equation().operands().forEach(o -> need(o, clustering.leaves(opaque.equation())));
                }
                case Cluster cluster -> cluster.items().forEach(i -> needOperands(cluster, i));
            }
        }
    }

    private void needOperands(Cluster cluster, Item item) {
        Accesses accesses = accesses(item);
        for (Value value : accesses.values()) {
            Item producer = clustering.item(value);
            boolean local = producer != null && cluster.items().contains(producer)
                    && isLocal(cluster, item, producer)
                    && accesses.isSamePlace(value);
            if (producer != null && !local) {
                needed.add(value);
            }
        }
        if (item instanceof Item.Part part) {
            needed.add(part.equation().result());
        }
        if (item instanceof Item.Copy copy && copy.into().isEmpty()) {
            needed.add(copy.value());
        }
    }

    /** An operand of an opaque kernel, or what it is a view of. */
    private void need(Value operand, Predicate<Value> leaves) {
        Equation definition = region.definition(operand);
        if (leaves.test(operand)) {
            needed.add(operand);
        } else if (definition != null && Region.isView(definition.op())) {
            definition.operands().forEach(o -> need(o, leaves));
        }
    }
}
