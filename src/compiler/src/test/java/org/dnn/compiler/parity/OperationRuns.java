package org.dnn.compiler.parity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.dnn.compiler.GeneratedPrograms;
import org.dnn.compiler.MachineForm;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.ReferenceInterpreter;
import org.dnn.compiler.ir.Tensor;
import org.dnn.compiler.ir.Variable;
import org.dnn.runtime.cpu.Form;

/** Runs operations as equations in double, and as generated programs in every form; holds all to what is expected. */
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
        generated(operation, Form.PLAIN);
    }

    void vectors(OperationCase operation) {
        generated(operation, Form.VECTORS);
    }

    /** Whether some of what the operation computes is machine code. */
    boolean hasMachineCode(OperationCase operation) {
        return inStrips.nestsInMachineCode(operation.name()) > 0;
    }

    /** Strip by strip, the same bits as plain Java. */
    void machineCode(OperationCase operation) {
        MachineForm.assumeHere();
        Map<Variable, Tensor> plain = inStrips(operation, Form.PLAIN);
        Map<Variable, Tensor> found = inStrips(operation, Form.MACHINE);
        check(operation, found, 1);
        plain.forEach((variable, tensor) -> assertArrayEquals(tensor.numbers(),
                Objects.requireNonNull(found.get(variable)).numbers(), () -> operation.name() + ": " + variable));
    }

    private Map<Variable, Tensor> inStrips(OperationCase operation, Form form) {
        return inStrips.run(operation.name(), operation.rows(), operation.operands(), form);
    }

    /** All rows at once, and strip by strip where that is possible. */
    private void generated(OperationCase operation, Form form) {
        check(operation, programs.run(operation.name(), operation.rows(), operation.operands(), form), 1);
        if (inStrips.has(operation.name())) {
            check(operation, inStrips(operation, form), 1);
        }
    }

    private static void check(OperationCase operation, Map<Variable, Tensor> stored, double share) {
        operation.distances(stored).forEach((result, distance) -> assertTrue(distance.excess() <= share,
                () -> operation.name() + ": " + result + distance.where()));
    }
}
