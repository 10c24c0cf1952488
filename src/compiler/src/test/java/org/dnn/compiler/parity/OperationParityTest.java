package org.dnn.compiler.parity;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation gives what PyTorch gives: result, gradients, and buffers afterwards. */
class OperationParityTest {
    private static final List<OperationCase> OPERATIONS = TorchCases.ALL;
    private static final OperationRuns RUNS = new OperationRuns(OPERATIONS);

    static List<OperationCase> operations() {
        return OPERATIONS;
    }

    @ParameterizedTest
    @MethodSource("operations")
    void asEquations(OperationCase operation) {
        OperationRuns.equations(operation, 1);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void asPlainJava(OperationCase operation) {
        RUNS.plain(operation);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void asJavaWithVectors(OperationCase operation) {
        RUNS.vectors(operation);
    }
}
