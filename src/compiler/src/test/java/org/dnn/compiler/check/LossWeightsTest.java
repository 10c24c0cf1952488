package org.dnn.compiler.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.dnn.compiler.Compilation;
import org.dnn.compiler.Compiler;
import org.dnn.compiler.Request;
import org.dnn.compiler.diagnostic.Diagnostic;
import org.dnn.compiler.source.Outside;
import org.dnn.compiler.source.SourceFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A loss has one weight for all, or one for each output. */
class LossWeightsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bce_with_logits | bool[3]  | pos_weight: 2         |
            bce_with_logits | bool[3]  | pos_weight: [1, 2, 3] |
            bce_with_logits | bool[3]  | pos_weight: [1, 2]    | 2 weights are given for 3 outputs
            cross_entropy   | class(3) | weight: [1, 2]        | 2 class weights are given for 3 classes
            """)
    void areCounted(String loss, String target, String weights, String message) {
        String text = """
                data D { source: generate(rows: 9); input x: float[2] = uniform(0, 1); target y: %s = 0 }
                model M(x: D.x) -> output: [3] { x -> Linear(3) }
                train T { model: M(D.x); loss: %s(output, D.y, %s); optimizer: SGD(lr: 1); epochs: 1; batch: 9 }
                """.formatted(target, loss, weights);
        Compilation compilation = Compiler.compile(new Request(List.of(new SourceFile("net.dnn", text)), Map.of(),
                Outside.NOTHING, java.util.Set.of()));
        assertEquals(message == null ? List.of() : List.of(message),
                compilation.diagnostics().stream().map(Diagnostic::message).toList());
    }
}
