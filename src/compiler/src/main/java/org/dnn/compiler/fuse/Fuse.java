package org.dnn.compiler.fuse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.fuse.Node.Cluster;
import org.dnn.compiler.ir.Equation;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.Store;
import org.dnn.compiler.ir.Value;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.kernel.Buffers;
import org.dnn.compiler.kernel.KernelProgram;
import org.dnn.compiler.kernel.Slot;
import org.dnn.compiler.kernel.Step;
import org.dnn.compiler.source.Origin;

/** From equations to the list of kernels that computes them. */
public final class Fuse {
    private final Buffers buffers;
    private final boolean inStrips;
    private final RandomStreams streams = new RandomStreams();
    private int nextTurn;

    private Fuse(Buffers buffers, boolean inStrips) {
        this.buffers = buffers;
        this.inStrips = inStrips;
    }

    /** @param inStrips whether the kernels are to run strip by strip: sums over rows stand alone then */
    public static KernelProgram fuse(String name, Graph graph, Buffers buffers, boolean inStrips) {
        Fuse fuse = new Fuse(buffers, inStrips);
        Map<Value, Slot> given = new HashMap<>();
        Map<Variable, Value> reads = new HashMap<>();
        for (Equation equation : graph.equations()) {
            if (equation.op() instanceof Op.Read read && read.variable().role() != Variable.Role.COLUMN) {
                given.put(equation.result(), Slot.of(buffers.of(read.variable())));
                reads.put(read.variable(), equation.result());
            }
        }
        List<Target> targets = new ArrayList<>();
        for (Store store : graph.stores()) {
            targets.add(new Target(store.value(), Slot.of(buffers.of(store.variable())),
                    Optional.ofNullable(reads.get(store.variable()))));
        }
        List<Step> steps = fuse.region(graph, given, targets);
        return new KernelProgram(name, List.of(), steps, fuse.streams.paths());
    }

    private List<Step> region(Graph graph, Map<Value, Slot> given, List<Target> targets) {
        Region region = new Region(graph);
        Clustering clustering = new Clustering(region, given.keySet(), inStrips);
        List<Target> rest = new ArrayList<>();
        for (Target target : targets) {
            boolean early = given.containsKey(target.value()) && target.old().isEmpty();
            if (early) {
                clustering.copy(target.value(), target.slot(), origin(graph));
            } else {
                rest.add(target);
            }
        }
        clustering.run();
        Storage storage = new Storage(region, clustering, buffers, given);
        storage.run(rest);
        List<Step> steps = new ArrayList<>();
        for (Node node : clustering.nodes()) {
            switch (node) {
                case Cluster cluster -> steps
                        .add(new Step.Run(
                                new Generation(region, clustering, storage, cluster, streams, inStrips).write()));
                case Node.Opaque opaque when opaque.equation().op() instanceof Op.Repeat repeat -> steps
                        .addAll(repeat(region, clustering, storage, opaque.equation(), repeat));
                case Node.Opaque opaque -> steps
                        .add(new Step.Run(new OpaqueKernels(region, clustering, storage).write(opaque.equation())));
            }
        }
        return steps;
    }

    /** The carried values start in the memory in which the turns keep them; each turn sees its element of the stacks. */
    private List<Step> repeat(Region outer, Clustering clustering, Storage storage, Equation equation,
            Op.Repeat repeat) {
        int turn = nextTurn++;
        List<Step> steps = new ArrayList<>();
        Map<Value, Slot> given = new HashMap<>();
        for (int i = 0; i < repeat.body().parameters().size(); i++) {
            Value parameter = repeat.body().parameters().get(i);
            if (i < repeat.carried()) {
                Slot slot = storage.slot(equation.results().get(i));
                Item copy = new Item.Copy(equation.operand(i), Optional.of(slot), equation.origin());
                clustering.together(copy, equation);
                steps.add(new Step.Run(
                        new Generation(outer, clustering, storage, new Cluster(copy), streams, inStrips).write()));
                given.put(parameter, slot);
            } else {
                Slot slot = storage.slot(equation.operand(i));
                given.put(parameter, i < repeat.carried() + repeat.shared() ? slot : slot.at(turn));
            }
        }
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < repeat.body().results().size(); i++) {
            Value result = repeat.body().results().get(i);
            Slot slot = storage.slot(equation.results().get(i));
            boolean carried = i < repeat.carried();
            targets.add(new Target(result, carried ? slot : slot.at(turn),
                    carried ? Optional.of(repeat.body().parameters().get(i)) : Optional.empty()));
        }
        steps.add(new Step.Repeat(turn, repeat.count(), repeat.reversed(), region(repeat.body(), given, targets),
                equation.origin()));
        return steps;
    }

    private static Origin origin(Graph graph) {
        if (graph.equations().isEmpty()) {
            throw new CompilerBug("fuse", "a body without equations");
        }
        return graph.equations().getFirst().origin();
    }
}
