package org.dnn.compiler.allocate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.dnn.compiler.allocate.Lifetimes.Span;
import org.dnn.compiler.ir.Extent;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.kernel.Buffer;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.KernelProgram;
import org.dnn.compiler.kernel.Step;
import org.dnn.compiler.plan.Layout;
import org.dnn.compiler.plan.Plan;

/** From the list of kernels to the plan. */
public final class Allocate {
    private Allocate() {}

    public static Plan allocate(KernelProgram program, Layout layout) {
        Packing fixed = new Packing();
        Packing perRow = new Packing();
        Map<Buffer, Extent> offsets = new HashMap<>();
        Map<Buffer, Span> spans = Lifetimes.of(program.steps());
        spans.forEach((buffer, span) -> {
            Variable variable = buffer.variable().orElse(null);
            if (variable != null && layout.offsets().get(variable) instanceof Long offset) {
                offsets.put(buffer, Extent.of(offset));
            } else if (variable == null || variable.role() != Variable.Role.COLUMN) {
                boolean kept = variable != null;
                Span inUse = kept ? new Span(0, Integer.MAX_VALUE) : span;
                if (buffer.type().hasRows()) {
                    perRow.add(buffer, buffer.type().elements().rows(), inUse);
                } else {
                    fixed.add(buffer, Plan.aligned(buffer.type().elements().constant()), inUse);
                }
            }
        });
        fixed.run().forEach((buffer, offset) -> offsets.put(buffer, Extent.of(layout.size() + offset)));
        long rows = layout.size() + fixed.size();
        perRow.run().forEach((buffer, offset) -> offsets.put(buffer, new Extent(rows, offset)));
        Plan plan = new Plan(program.name(), new Barriers(offsets).plan(program.steps()), offsets, rows, perRow.size(),
                scratch(program.steps()), program.randomStreams());
        PlanVerifier.verify(plan, layout);
        return plan;
    }

    private static long scratch(List<Step> steps) {
        return steps.stream().mapToLong(s -> switch (s) {
            case Step.Run run -> scratch(run.kernel());
            case Step.Repeat repeat -> scratch(repeat.steps());
        }).max().orElse(0);
    }

    private static long scratch(Kernel kernel) {
        return switch (kernel) {
            case Kernel.LoopNest _,Kernel.Slide _ -> 0;
            case Kernel.Product product -> CpuScratch.product(product);
            case Kernel.Convolve convolve -> CpuScratch.convolution(convolve);
        };
    }
}
