package org.dnn.compiler.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.dnn.compiler.ir.Extent;
import org.dnn.compiler.ir.TensorType;
import org.dnn.compiler.kernel.Buffer;
import org.dnn.compiler.kernel.BufferNames;
import org.dnn.compiler.kernel.Kernel;

/**
 * A plan as text: the arena from its beginning to its end, with the steps during which each buffer is touched; then the
 * steps.
 *
 * <pre>
 * plan CubeAdamStep
 * arena of 1632 + 68 rows floats, and 7416 floats of scratch for each member of the team
 *     0             48        linear1.weight [16, 3]   parameter   steps 2 to 30
 *     1632          16 rows   linear1 [rows, 16]                   steps 2 to 3
 * 1   x, from x                      shared by rows   // cube.dnn:20
 *     barrier
 * 2   linear1, from x, linear1.weight   …
 * </pre>
 */
public final class PlanPrinter {
    private final Plan plan;
    private final StringBuilder out = new StringBuilder();
    private final BufferNames names = new BufferNames();
    private final List<String> steps = new ArrayList<>();
    private final Map<Buffer, List<Integer>> touched = new LinkedHashMap<>();
    private int next = 1;

    private PlanPrinter(Plan plan) {
        this.plan = plan;
    }

    public static String print(Plan plan) {
        PlanPrinter printer = new PlanPrinter(plan);
        printer.write();
        return printer.out.toString();
    }

    private void write() {
        if (!plan.preparation().isEmpty()) {
            steps.add("    once for the same rows");
            steps(plan.preparation(), "    ");
        }
        steps(plan.steps(), "");
        line("plan " + plan.name());
        line("arena of " + new Extent(plan.fixed(), plan.perRow()) + " floats, and " + plan.scratch()
                + " floats of scratch for each member of the team");
        touched.entrySet().stream().filter(e -> plan.offsets().containsKey(e.getKey()))
                .sorted(Comparator
                        .comparingLong((Map.Entry<Buffer, List<Integer>> e) -> plan.offset(e.getKey()).constant())
                        .thenComparingLong(e -> plan.offset(e.getKey()).rows())
                        .thenComparingInt(e -> e.getValue().getFirst()))
                .forEach(e -> buffer(e.getKey(), e.getValue()));
        steps.forEach(this::line);
    }

    private void buffer(Buffer buffer, List<Integer> at) {
        String role = buffer.variable().map(v -> v.role().name().toLowerCase(Locale.ROOT).replace('_', ' ')).orElse("");
        String when = at.getFirst().equals(at.getLast())
                ? "step " + at.getFirst()
                : "steps " + at.getFirst() + " to " + at.getLast();
        line(String.format(Locale.ROOT, "    %-20s %-12s %-40s %-16s %s", plan.offset(buffer),
                buffer.type().elements(), names.name(buffer) + " " + buffer.type(), role, when));
    }

    private void steps(List<PlannedStep> planned, String indent) {
        for (PlannedStep step : planned) {
            switch (step) {
                case PlannedStep.Call call -> call(call, indent);
                case PlannedStep.Strips strips -> strips(strips, indent);
                case PlannedStep.Repeat repeat -> {
                    steps.add(indent + "    repeat " + repeat.count() + (repeat.reversed() ? " reversed" : "")
                            + ", turn " + repeat.turn() + "   // " + repeat.origin().line());
                    steps(repeat.steps(), indent + "    ");
                }
            }
        }
    }

    private void strips(PlannedStep.Strips strips, String indent) {
        steps.add(indent + "    strips of " + strips.step().rows() + " rows, " + strips.floats() + " floats each, "
                + strips.sumCount() + " sums over rows");
        strips.step().strands().ifPresent(b -> touched.computeIfAbsent(b, _ -> new ArrayList<>()).add(next));
        strips.step().kernels().forEach(k -> kernel(k, indent + "    ", ""));
        steps.add(indent + "    barrier");
    }

    private void call(PlannedStep.Call call, String indent) {
        if (call.barrier()) {
            steps.add(indent + "    barrier");
        }
        kernel(call.kernel(), indent, shared(call.partition()));
    }

    private void kernel(Kernel kernel, String indent, String shared) {
        int number = next++;
        kernel.arguments().forEach(s -> {
            names.name(s);
            touched.computeIfAbsent(s.buffer(), _ -> new ArrayList<>()).add(number);
        });
        String written = named(kernel, true);
        String read = named(kernel, false);
        steps.add(indent + String.format(Locale.ROOT, "%-3d ", number) + written
                + (read.isEmpty() ? "" : ", from " + read) + shared + "   // "
                + kernel.origin().line());
    }

    private String named(Kernel kernel, boolean written) {
        return IntStream.range(0, kernel.arguments().size()).filter(i -> kernel.written().contains(i) == written)
                .mapToObj(i -> names.name(kernel.arguments().get(i))).collect(Collectors.joining(", "));
    }

    private static String shared(Partition partition) {
        return partition.isShared()
                ? (partition.taken() ? ", pieces of " : ", shared by ")
                        + (partition.size() == TensorType.ROWS ? "rows" : Integer.toString(partition.size()))
                : ", by one member";
    }

    private void line(String text) {
        out.append(text.stripTrailing()).append('\n');
    }
}
