package org.dnn.compiler.parity;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
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

    /** Those that have machine code. */
    static List<OperationCase> withMachineCode() {
        return OPERATIONS.stream().filter(RUNS::hasMachineCode).toList();
    }

    @ParameterizedTest
    @MethodSource("withMachineCode")
    void asMachineCode(OperationCase operation) {
        RUNS.machineCode(operation);
    }

    @Test
    void manyHaveMachineCode() {
        int count = withMachineCode().size();
        assertTrue(count >= 15, count + " operations");
    }
}
