package org.dnn.compiler.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dnn.compiler.Compiler;
import org.dnn.compiler.Generated;
import org.dnn.compiler.Request;
import org.dnn.compiler.source.Outside;
import org.dnn.compiler.source.SourceFile;
import org.dnn.runtime.cpu.Form;
import org.junit.jupiter.api.Test;

/** Random numbers inside repetitions inside repetitions: each turn of all nests together draws its own. */
class NestedTurnsTest {
    private static final SourceFile FILE = new SourceFile("nests.dnn",
            """
                    data D { source: generate(rows: 16); input x: float[13] = uniform(0, 1); target y: float[13] = uniform(0, 1) }
                    model M(x: D.x) -> y: [13] {
                      x -> Linear(13) -> repeat 2 { repeat 3 { repeat 2 { Dropout(0.3) -> tanh } -> Dropout(0.2) } -> RReLU }
                        -> Linear(13)
                    }
                    train T { model: M(D.x); loss: mse(y, D.y); optimizer: SGD(lr: 0.1); epochs: 1; batch: 7 }
                    """);

    @Test
    void turnsAreCountedThroughAllNests() {
        String step = Compiler.compile(new Request(List.of(FILE), Map.of(), Outside.NOTHING, Set.of())).sources()
                .get("nests/TStep.java").replaceAll("\\s+", " ");
        assertTrue(step.contains(", (turn0 * 3 + turn1) * 2 + turn2)"));
        assertTrue(step.contains(", turn0 * 3 + turn1)"));
        assertTrue(step.contains(", turn0)"));
    }

    @Test
    void forwardAndBackwardSeeTheSameNumbersAsTheReference() {
        TrainedNetwork network = new TrainedNetwork(FILE, Generated.of(List.of(FILE), Set.of()));
        assertEquals(List.of(), network.differences(network.run(2, Form.VECTORS)));
    }
}
