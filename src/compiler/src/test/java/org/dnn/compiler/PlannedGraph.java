package org.dnn.compiler;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.dnn.compiler.allocate.Allocate;
import org.dnn.compiler.fuse.Fuse;
import org.dnn.compiler.ir.Extent;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.GraphBuilder.Numbering;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.Store;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.kernel.Buffer;
import org.dnn.compiler.kernel.Buffers;
import org.dnn.compiler.kernel.Slot;
import org.dnn.compiler.narrow.Narrow;
import org.dnn.compiler.optimise.Passes;
import org.dnn.compiler.plan.Layout;
import org.dnn.compiler.plan.Plan;
import org.dnn.compiler.plan.PlannedStep;
import org.dnn.compiler.strip.Strip;

/** A graph taken through all stages to a plan for all rows at once, and to one in strips where it can be. */
record PlannedGraph(String className, Graph graph, Layout layout, Plan plan, Optional<Plan> inStrips) {
    static PlannedGraph of(String className, Graph graph) {
        Layout layout = layout(graph);
        Plan plan = Allocate.allocate(Fuse.fuse(className, optimised(graph), new Buffers(), false), layout);
        Buffers buffers = new Buffers();
        Optional<Plan> inStrips = Strip
                .strip(Fuse.fuse(className, optimised(graph), buffers, true), buffers, false)
                .map(kernels -> Allocate.allocate(kernels, layout));
        return new PlannedGraph(className, graph, layout, plan, inStrips);
    }

    /** With factors of all products as bfloat16. */
    static PlannedGraph narrow(String className, Graph graph) {
        Layout layout = layout(graph);
        Buffers buffers = new Buffers();
        Plan plan = Allocate.allocate(Narrow.factors(Fuse.fuse(className, optimised(graph), buffers, false), buffers,
                Integer.MAX_VALUE), layout);
        return new PlannedGraph(className, graph, layout, plan, Optional.empty());
    }

    static Graph optimised(Graph graph) {
        return Passes.run(graph, new Numbering(1 << 20), Set.of());
    }

    /** What the graph reads and stores. */
    static Layout layout(Graph graph) {
        List<Variable> reads = new ArrayList<>();
        graph.equations().forEach(e -> {
            if (e.op() instanceof Op.Read read) {
                reads.add(read.variable());
            }
        });
        return Layout.of(Stream.concat(reads.stream(), graph.stores().stream().map(Store::variable)).toList());
    }

    /** The columns of the data that it reads, each once. */
    List<Buffer> columns() {
        return buffers(plan.steps()).filter(Buffer::isColumn).distinct().toList();
    }

    /** Where in the arena a variable is. */
    long place(Variable variable, int capacity) {
        if (layout.offsets().get(variable) instanceof Long at) {
            return at;
        }
        Extent offset = plan.offset(buffers(plan.steps()).filter(b -> b.variable().filter(variable::equals).isPresent())
                .findFirst().orElseThrow());
        return offset.constant() + offset.rows() * capacity;
    }

    private static Stream<Buffer> buffers(List<PlannedStep> steps) {
        return steps.stream().flatMap(step -> switch (step) {
            case PlannedStep.Call call -> call.kernel().arguments().stream().map(Slot::buffer);
            case PlannedStep.Repeat repeat -> buffers(repeat.steps());
            case PlannedStep.Strips _ -> Stream.empty();
        });
    }
}
