package org.dnn.compiler.fuse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.fuse.Node.Cluster;
import org.dnn.compiler.fuse.Node.ClusterLoop;
import org.dnn.compiler.ir.Equation;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.ir.Value;
import org.dnn.compiler.kernel.Index;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.Loop;
import org.dnn.compiler.kernel.Slot;
import org.dnn.compiler.kernel.Statement;
import org.dnn.compiler.kernel.Term;

/** Writes the loop nest of one cluster. */
final class Generation implements Reader.Leaves {
    /** Below this, sixteen sums are more work than one. */
    private static final int LANES_PAY_FROM = 64;

    private final Region region;
    private final Clustering clustering;
    private final Storage storage;
    private final Cluster cluster;
    private final RandomStreams streams;
    private final boolean inStrips;
    private final List<Slot> arguments = new ArrayList<>();
    private final Map<Value, Integer> locals = new HashMap<>();
    private final Map<Value, ClusterLoop> homes = new HashMap<>();
    private ClusterLoop current;
    private Predicate<Value> leaves = _ -> false;
    private int axes;
    private int nextLocal;

    Generation(Region region, Clustering clustering, Storage storage, Cluster cluster, RandomStreams streams,
            boolean inStrips) {
        this.inStrips = inStrips;
        this.region = region;
        this.clustering = clustering;
        this.storage = storage;
        this.cluster = cluster;
        this.streams = streams;
        this.current = cluster.loops().getFirst();
    }

    Kernel.LoopNest write() {
        List<Loop> loops = new ArrayList<>();
        for (ClusterLoop loop : cluster.loops()) {
            current = loop;
            axes = loop.domain().size();
            loops.addAll(loop(loop));
        }
        return new Kernel.LoopNest(name(), arguments, cluster.outer(), loops, cluster.items().getFirst().origin());
    }

    private String name() {
        return cluster.items().getLast().name();
    }

    private List<Loop> loop(ClusterLoop loop) {
        List<Statement> statements = new ArrayList<>();
        List<Statement> stores = new ArrayList<>();
        List<Statement> afterwards = new ArrayList<>();
        for (Item item : loop.items()) {
            leaves = clustering.leaves(item);
            Term term = new Reader(region, this, axes).term(item);
            switch (item) {
                case Item.Compute compute when !compute.reduced().isEmpty() -> {
                    statements.add(accumulate(compute, term));
                    storeReduced(compute, afterwards);
                }
                case Item.Compute compute -> {
                    Term local = named(compute.value(), term, statements);
                    if (storage.isInMemory(compute.value())) {
                        stores.add(store(storage.slot(compute.value()), compute.value().type(), local));
                    }
                }
                case Item.Copy copy when copy.into().isEmpty() && isReadIn(loop, copy) -> stores.add(
                        store(storage.slot(copy.value()), copy.value().type(), named(copy.value(), term, statements)));
                case Item.Copy copy -> stores.add(
                        store(copy.into().orElseGet(() -> storage.slot(copy.value())), copy.value().type(), term));
                case Item.Part part -> stores.add(part(part, term));
            }
        }
        statements.addAll(stores);
        int outer = cluster.outer().size();
        List<Loop> loops = new ArrayList<>();
        loops.add(new Loop(loop.domain().subList(outer, loop.domain().size()), statements));
        if (!afterwards.isEmpty()) {
            loops.add(new Loop(List.of(), afterwards));
        }
        return loops;
    }

    /** Gives a term a name, under which what follows in the loop reads it. */
    private Term named(Value value, Term term, List<Statement> statements) {
        int local = nextLocal++;
        statements.add(new Statement.Let(local, value.name(), term));
        locals.put(value, local);
        homes.put(value, current);
        return new Term.Local(local);
    }

    private boolean isReadIn(ClusterLoop loop, Item.Copy copy) {
        return loop.items().stream().filter(i -> !i.equals(copy))
                .anyMatch(i -> Accesses.of(region, clustering.leaves(i), i).values().contains(copy.value()));
    }

    private Statement accumulate(Item.Compute item, Term term) {
        Op.Reduce reduce = (Op.Reduce) item.equation().op();
        int local = nextLocal++;
        locals.put(item.value(), local);
        homes.put(item.value(), current);
        return new Statement.Accumulate(local, item.name(), reduce.function(), term, order(item));
    }

    /** Sixteen sums where the innermost axis is long and its elements stand side by side. */
    private Statement.Order order(Item.Compute item) {
        if (inStrips) {
            return item.sumsRows() ? Statement.Order.LANES_OF_STRIPS : Statement.Order.SEQUENTIAL;
        }
        TensorType operand = item.equation().operand(0).type();
        Op.Reduce reduce = (Op.Reduce) item.equation().op();
        int run = 1;
        for (int a = operand.rank() - 1; a >= 0 && reduce.axes().contains(a); a--) {
            run = operand.size(a) == TensorType.ROWS ? LANES_PAY_FROM : Math.min(LANES_PAY_FROM, run * operand.size(a));
        }
        return run >= LANES_PAY_FROM ? Statement.Order.SIXTEEN_LANES : Statement.Order.SEQUENTIAL;
    }

    private void storeReduced(Item.Compute item, List<Statement> afterwards) {
        if (storage.isInMemory(item.value())) {
            int outer = cluster.outer().size();
            Index place = new Reader(region, this, outer).linear(item.value().type(),
                    IntStream.range(0, outer).mapToObj(a -> Index.axis(a, outer)).toList());
            afterwards.add(new Statement.Store(argument(storage.slot(item.value())), place,
                    new Term.Local(Objects.requireNonNull(locals.get(item.value())))));
        }
    }

    private Statement store(Slot slot, TensorType type, Term term) {
        Reader reader = new Reader(region, this, axes);
        return new Statement.Store(argument(slot), reader.linear(type, reader.place(0, type.rank())), term);
    }

    private Statement part(Item.Part part, Term term) {
        Op.Concat concat = (Op.Concat) part.equation().op();
        Value whole = part.equation().result();
        Reader reader = new Reader(region, this, axes);
        List<Index> place = new ArrayList<>(reader.place(0, whole.type().rank()));
        place.set(concat.axis(), place.get(concat.axis()).plus(part.start()));
        return new Statement.Store(argument(storage.slot(whole)), reader.linear(whole.type(), place), term);
    }

    private int argument(Slot slot) {
        int index = arguments.indexOf(slot);
        if (index < 0) {
            arguments.add(slot);
            index = arguments.size() - 1;
        }
        return index;
    }

    @Override
    public boolean isLeaf(Value value) {
        return leaves.test(value);
    }

    @Override
    public Term leaf(Value value, List<Index> place) {
        Integer local = locals.get(value);
        boolean visible = value.type().sizes().equals(cluster.outer()) || current.equals(homes.get(value));
        if (local != null && visible && isHere(place)) {
            return new Term.Local(local);
        }
        Reader reader = new Reader(region, this, axes);
        return new Term.Load(argument(storage.slot(value)), reader.linear(value.type(), place));
    }

    private static boolean isHere(List<Index> place) {
        return IntStream.range(0, place.size()).allMatch(a -> place.get(a).isAxis(a));
    }

    @Override
    public Term flat(Value value, Index place) {
        return new Term.Load(argument(storage.slot(value)), place);
    }

    @Override
    public Term column(Value value, Index row, Index within) {
        if (!(region.definition(value) instanceof Equation definition)
                || !(definition.op() instanceof Op.Read read)) {
            throw new CompilerBug("fuse", "not a column: " + value);
        }
        return new Term.Gather(argument(Slot.of(storage.columnBuffer(read.variable()))), row, within);
    }

    @Override
    public int stream(Op.Uniform uniform) {
        return streams.number(uniform.path());
    }
}
