package org.dnn.compiler.parity;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dnn.compiler.GeneratedPrograms;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.ReferenceInterpreter;
import org.dnn.compiler.ir.Tensor;
import org.dnn.compiler.ir.Variable;

/** Runs operations as equations in double, and as generated Java in both forms; holds all three to what is expected. */
final class OperationRuns {
    private final GeneratedPrograms programs;
    private final GeneratedPrograms inStrips;

    OperationRuns(List<OperationCase> operations) {
        Map<String, Graph> graphs = operations.stream()
                .collect(Collectors.toMap(OperationCase::name, OperationCase::graph));
        programs = GeneratedPrograms.of(graphs);
        inStrips = GeneratedPrograms.inStrips(graphs);
    }

    /** @param share of the tolerance that is allowed: both may be in double */
    static void equations(OperationCase operation, double share) {
        check(operation, ReferenceInterpreter.run(operation.graph(), operation.rows(), operation.operands(), 1, 0),
                share);
    }

    void plain(OperationCase operation) {
        generated(operation, false);
    }

    void vectors(OperationCase operation) {
        generated(operation, true);
    }

    /** All rows at once, and strip by strip where that is possible. */
    private void generated(OperationCase operation, boolean vectors) {
        check(operation, programs.run(operation.name(), operation.rows(), operation.operands(), vectors), 1);
        if (inStrips.has(operation.name())) {
            check(operation, inStrips.run(operation.name(), operation.rows(), operation.operands(), vectors), 1);
        }
    }

    private static void check(OperationCase operation, Map<Variable, Tensor> stored, double share) {
        operation.distances(stored).forEach((result, distance) -> assertTrue(distance.excess() <= share,
                () -> operation.name() + ": " + result + distance.where()));
    }
}
