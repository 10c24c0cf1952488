package org.dnn.compiler.network;

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dnn.compiler.Generated;
import org.dnn.compiler.order.Order;
import org.dnn.compiler.source.SourceFile;
import org.dnn.runtime.cpu.Form;
import org.junit.jupiter.api.Test;

/** Networks whose weights are so many that they are updated in the backward pass learn the same, to the bit, as if they were not. */
class UpdatesEarlyTest {
    private static final List<String> NETWORKS = List.of(
            "x -> Linear(1024) -> relu -> Linear(1024) -> tanh -> Linear(1)",
            "x -> Linear(600) -> repeat 3 { Linear(600) -> relu } -> Linear(300) -> relu -> Linear(1)",
            "x -> Linear(257) -> BatchNorm -> Linear(4100) -> relu -> Linear(1)");
    private static final List<String> OPTIMIZERS = List.of("Adam(lr: 0.01)", "SGD(lr: 0.01, momentum: 0.9)",
            "AdamW(lr: 0.01); clip: norm(1.0)");

    private static SourceFile file(String name, int network) {
        return new SourceFile(name + network + ".dnn", """
                data D { source: generate(rows: 64); input x: float[17] = uniform(0, 1); target y: float = sum(x) }
                model M(x: D.x) -> y: [1] { %s }
                train T { model: M(D.x); loss: mse(y, D.y); optimizer: %s; epochs: 1; batch: 5 }
                """.formatted(NETWORKS.get(network), OPTIMIZERS.get(network)));
    }

    @Test
    void learnTheSame() {
        Map<SourceFile, Set<String>> files = new LinkedHashMap<>();
        for (int n = 0; n < NETWORKS.size(); n++) {
            files.put(file("early", n), Set.of());
            files.put(file("late", n), Set.of(Order.NAME));
        }
        Generated generated = Generated.of(files);
        for (int n = 0; n < NETWORKS.size(); n++) {
            TrainedNetwork early = new TrainedNetwork(file("early", n), generated.in(file("early", n)));
            TrainedNetwork.Trace wanted = new TrainedNetwork(file("late", n), generated.in(file("late", n)))
                    .run(1, Form.VECTORS);
            for (int threads : new int[]{1, 2, 5}) {
                TrainedNetwork.assertSame(NETWORKS.get(n) + ", " + threads + " threads", wanted,
                        early.run(threads, Form.VECTORS));
            }
            if (early.hasMachineForm()) {
                TrainedNetwork.assertSame(NETWORKS.get(n) + ", machine code", wanted, early.run(2, Form.MACHINE));
            }
        }
    }

    /** Else nothing is compared above; the last one's are clipped together, and so stay where they are. */
    @Test
    void areUpdatedEarly() {
        for (int n = 0; n < NETWORKS.size() - 1; n++) {
            SourceFile file = file("early", n);
            String step = "early" + n + "/TStep.java";
            assertNotEquals(Generated.sources(List.of(file), Set.of()).get(step),
                    Generated.sources(List.of(file), Set.of(Order.NAME)).get(step), NETWORKS.get(n));
        }
    }
}
