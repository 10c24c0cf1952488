package org.dnn.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import org.dnn.compiler.Compiler;
import org.dnn.compiler.Request;
import org.dnn.compiler.source.Outside;
import org.dnn.compiler.source.SourceFile;
import org.junit.jupiter.api.Test;

/** Layers of several widths, and a step and its evaluation, share the methods of their loop nests. */
class SharedMethodsTest {
    private record Sources(String step, String evaluation) {}

    private static Sources sources(String layers) {
        SortedMap<String, String> all = Compiler.compile(new Request(List.of(new SourceFile("net.dnn", """
                data D { source: generate(rows: 64); input x: float[80] = uniform(0, 1); target y: float = sum(x) }
                model M(x: D.x) -> y: [1] { x -> %s -> Linear(1) }
                train T { model: M(D.x); loss: mse(y, D.y); optimizer: SGD(lr: 0.001); epochs: 1; batch: 32 }
                """.formatted(layers))), Map.of(), Outside.NOTHING, Set.of())).sources();
        return new Sources(Objects.requireNonNull(all.get("net/TStep.java")),
                Objects.requireNonNull(all.get("net/TEvaluation.java")));
    }

    private static long methods(String source, String name) {
        return source.lines().filter(l -> l.matches("    void " + name + "[0-9]*\\(.*")).count();
    }

    @Test
    void widthsShareAMethodThatIsToldThem() {
        Sources sources = sources("Linear(96) -> relu -> Linear(64) -> relu");
        String step = sources.step();
        assertEquals(1, methods(step, "reluMap"), step);
        assertTrue(step.contains("reluMap(from, to, 96, "), step);
        assertTrue(step.contains("reluMap(from, to, 64, "), step);
        String evaluation = sources.evaluation();
        assertTrue(evaluation.contains("kernels.reluMap(from, to, 96, "), evaluation);
        assertTrue(evaluation.contains("kernels.reluMap(from, to, 64, "), evaluation);
        assertEquals(0, methods(evaluation, "reluMap"), evaluation);
    }

    @Test
    void aSizeThatIsAlwaysTheSameIsKnown() {
        String step = sources("Linear(96) -> relu -> Linear(96) -> relu").step();
        assertEquals(1, methods(step, "reluMap"), step);
        assertTrue(step.contains("i < 96; i += LANES"), step);
    }

    /** What is left of a row behind its last whole vector needs a loop of its own. */
    @Test
    void widthsThatVectorsFitIntoAreApartFromOthers() {
        String step = sources("Linear(96) -> relu -> Linear(90) -> relu -> Linear(70) -> relu").step();
        assertEquals(2, methods(step, "reluMap"), step);
        assertTrue(step.contains("for (int i = SPECIES.loopBound(size); i < size; i++)"), step);
    }

    @Test
    void whatReadsTheDataIsNotShared() {
        Sources sources = sources("Linear(96) -> relu");
        assertEquals(1, methods(sources.evaluation(), "xMap"));
        assertFalse(sources.evaluation().contains("kernels.xMap"));
    }
}
