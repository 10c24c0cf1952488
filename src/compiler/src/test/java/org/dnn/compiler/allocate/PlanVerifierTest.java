package org.dnn.compiler.allocate;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dnn.compiler.CompilerBug;
import org.dnn.compiler.FusedStep;
import org.dnn.compiler.ir.Extent;
import org.dnn.compiler.kernel.Buffer;
import org.dnn.compiler.plan.Layout;
import org.dnn.compiler.plan.Plan;
import org.dnn.compiler.plan.PlannedStep;
import org.dnn.compiler.source.GoldenFiles;
import org.junit.jupiter.api.Test;

/** A plan that has been spoilt is found out, whichever rule it breaks. */
class PlanVerifierTest {
    private final Layout layout;
    private final Plan plan;

    PlanVerifierTest() {
        FusedStep step = FusedStep.of(GoldenFiles.read(GoldenFiles.path("golden/repeat/repeat")));
        layout = step.layout();
        plan = Allocate.allocate(step.program(), layout);
    }

    private Buffer buffer(String name) {
        return plan.offsets().keySet().stream().filter(b -> b.name().equals(name))
                .min((a, b) -> Integer.compare(a.id(), b.id())).orElseThrow();
    }

    private Plan with(List<PlannedStep> steps, Map<Buffer, Extent> offsets, long fixed, long perRow) {
        return new Plan(plan.name(), List.of(), steps, offsets, fixed, perRow, plan.scratch(), plan.randomStreams());
    }

    private Plan moved(String buffer, Extent to) {
        Map<Buffer, Extent> offsets = new HashMap<>(plan.offsets());
        offsets.put(buffer(buffer), to);
        return with(plan.steps(), offsets, plan.fixed(), plan.perRow());
    }

    private void assertRejected(String why, Plan spoilt) {
        String message = String
                .valueOf(assertThrows(CompilerBug.class, () -> PlanVerifier.verify(spoilt, layout)).getMessage());
        assertTrue(message.contains(why), message);
    }

    @Test
    void thePlanItselfIsFine() {
        PlanVerifier.verify(plan, layout);
    }

    @Test
    void aKernelMustNotWriteOverWhatItReads() {
        assertRejected("writes", moved("linear1 product", plan.offset(buffer("x"))));
    }

    @Test
    void whatIsStillNeededMustNotBeWrittenOver() {
        assertRejected("where there is", moved("turn gradient", plan.offset(buffer("x"))));
    }

    @Test
    void elementsOfStacksMustNotBeWrittenOver() {
        Buffer stack = plan.offsets().keySet().stream()
                .filter(b -> b.variable().isEmpty() && b.type().rank() == 4 && b.type().hasRows())
                .min((a, b) -> Integer.compare(a.id(), b.id())).orElseThrow();
        Map<Buffer, Extent> offsets = new HashMap<>(plan.offsets());
        offsets.put(buffer("linear2"), plan.offset(stack).plus(stack.type().elements(2)));
        assertRejected("where there is linear2", with(plan.steps(), offsets, plan.fixed(), plan.perRow()));
    }

    @Test
    void stepsMustNotChangePlaces() {
        assertRejected("where there is", with(plan.steps().reversed(), plan.offsets(), plan.fixed(), plan.perRow()));
    }

    @Test
    void noStepCanBeLeftOut() {
        for (int i = 0; i < plan.steps().size(); i++) {
            List<PlannedStep> steps = new ArrayList<>(plan.steps());
            steps.remove(i);
            if (!isForVariablesOnly(plan.steps().get(i))) {
                Plan spoilt = with(steps, plan.offsets(), plan.fixed(), plan.perRow());
                assertThrows(CompilerBug.class, () -> PlanVerifier.verify(spoilt, layout),
                        plan.steps().get(i).toString());
            }
        }
    }

    /** What a program leaves, nobody in it reads. */
    private static boolean isForVariablesOnly(PlannedStep step) {
        return step instanceof PlannedStep.Call call && call.kernel().written().stream()
                .allMatch(i -> call.kernel().arguments().get(i).buffer().variable().isPresent());
    }

    @Test
    void variablesStayWhereTheyAreKept() {
        assertRejected("where it should", moved("linear1.bias", Extent.of(plan.fixed())));
        assertRejected("lies among the variables", moved("high sum gradient", Extent.of(0)));
    }

    @Test
    void theArenaIsAsLargeAsItsContent() {
        Stream.of(with(plan.steps(), plan.offsets(), plan.fixed() + 16, plan.perRow()),
                with(plan.steps(), plan.offsets(), plan.fixed() - 16, plan.perRow()),
                with(plan.steps(), plan.offsets(), plan.fixed(), plan.perRow() + 1),
                with(plan.steps(), plan.offsets(), plan.fixed(), plan.perRow() - 1))
                .forEach(p -> assertRejected("the arena is", p));
    }
}
