package org.dnn.compiler.allocate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.dnn.compiler.allocate.Lifetimes.Span;
import org.dnn.compiler.ir.Extent;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.kernel.Buffer;
import org.dnn.compiler.kernel.Kernel;
import org.dnn.compiler.kernel.KernelProgram;
import org.dnn.compiler.kernel.Step;
import org.dnn.compiler.plan.Layout;
import org.dnn.compiler.plan.Plan;
import org.dnn.compiler.plan.PlannedStep;

/** From the list of kernels to the plan. */
public final class Allocate {
    private Allocate() {}

    public static Plan allocate(KernelProgram program, Layout layout) {
        return allocate(program, layout, 0);
    }

    /** @param longer for how many steps more nobody takes a buffer's place: kernels that go on meanwhile need not wait */
    public static Plan allocate(KernelProgram program, Layout layout, int longer) {
        Packing fixed = new Packing();
        Packing perRow = new Packing();
        Map<Buffer, Extent> offsets = new HashMap<>();
        List<Step> all = Stream.concat(program.preparation().stream(), program.steps().stream()).toList();
        Map<Buffer, Span> spans = Lifetimes.of(all);
        List<Buffer> sums = sums(all);
        Set<Buffer> prepared = prepared(program.preparation());
        spans.keySet().removeAll(sums);
        spans.forEach((buffer, span) -> {
            Variable variable = buffer.variable().orElse(null);
            if (variable != null && layout.offsets().get(variable) instanceof Long offset) {
                offsets.put(buffer, Extent.of(offset));
            } else if (variable == null || variable.role() != Variable.Role.COLUMN) {
                boolean kept = variable != null || prepared.contains(buffer);
                Span inUse = kept ? new Span(0, Integer.MAX_VALUE) : new Span(span.first(), span.last() + longer);
                if (buffer.type().hasRows()) {
                    perRow.add(buffer, buffer.floats().rows(), inUse);
                } else {
                    fixed.add(buffer, Plan.aligned(buffer.floats().constant()), inUse);
                }
            }
        });
        fixed.run().forEach((buffer, offset) -> offsets.put(buffer, Extent.of(layout.size() + offset)));
        long rows = layout.size() + fixed.size();
        for (Buffer sum : sums) {
            offsets.put(sum, Extent.of(rows));
            rows += sum.type().elements().constant();
        }
        rows = Plan.aligned(rows);
        long fixedFloats = rows;
        perRow.run().forEach((buffer, offset) -> offsets.put(buffer, new Extent(fixedFloats, offset)));
        List<PlannedStep> preparation = new Barriers(offsets).plan(program.preparation());
        List<PlannedStep> steps = new Barriers(offsets).plan(program.steps());
        Plan plan = new Plan(program.name(), preparation, steps, offsets, fixedFloats, perRow.size(),
                Math.max(scratch(preparation), scratch(steps)), program.randomStreams());
        PlanVerifier.verify(plan, layout);
        return plan;
    }

    /** The sums over strips that need memory of their own: it lies together, so that they are filled in at once. */
    private static List<Buffer> sums(List<Step> steps) {
        return steps.stream().flatMap(s -> s instanceof Step.Strips strips ? strips.sums().stream() : Stream.empty())
                .filter(b -> b.variable().isEmpty()).toList();
    }

    private static Set<Buffer> prepared(List<Step> preparation) {
        return preparation.stream()
                .flatMap(s -> s instanceof Step.Strips strips ? strips.kept().stream() : Stream.empty())
                .collect(Collectors.toSet());
    }

    private static long scratch(List<PlannedStep> steps) {
        return steps.stream().mapToLong(s -> switch (s) {
            case PlannedStep.Call call -> scratch(call.kernel());
            case PlannedStep.Strips strips -> strips.floats();
            case PlannedStep.Repeat repeat -> scratch(repeat.steps());
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
