package org.dnn.compiler.parity;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dnn.compiler.GeneratedPrograms;
import org.dnn.compiler.ir.ReferenceInterpreter;
import org.dnn.compiler.ir.Tensor;
import org.dnn.compiler.ir.Variable;

/** Runs operations as equations in double, and as generated Java in both forms; holds all three to what is expected. */
final class OperationRuns {
    private final GeneratedPrograms programs;

    OperationRuns(List<OperationCase> operations) {
        programs = GeneratedPrograms.of(operations.stream()
                .collect(Collectors.toMap(OperationCase::name, OperationCase::graph)));
    }

    /** @param share of the tolerance that is allowed: both may be in double */
    static void equations(OperationCase operation, double share) {
        check(operation, ReferenceInterpreter.run(operation.graph(), operation.rows(), operation.operands(), 1, 0),
                share);
    }

    void plain(OperationCase operation) {
        check(operation, programs.run(operation.name(), operation.rows(), operation.operands(), false), 1);
    }

    void vectors(OperationCase operation) {
        check(operation, programs.run(operation.name(), operation.rows(), operation.operands(), true), 1);
    }

    private static void check(OperationCase operation, Map<Variable, Tensor> stored, double share) {
        operation.distances(stored).forEach((result, distance) -> assertTrue(distance.excess() <= share,
                () -> operation.name() + ": " + result + distance.where()));
    }
}
