package org.dnn.compiler.parity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dnn.compiler.GeneratedPrograms;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.ReferenceInterpreter;
import org.dnn.compiler.ir.Tensor;
import org.dnn.compiler.ir.Variable;
import org.dnn.compiler.lower.OperationGraphs;
import org.dnn.compiler.model.Training;
import org.dnn.runtime.cpu.Form;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation gives what a plain formula gives, under every setting of the catalogue. */
class OperationFormulaTest {
    /** With {@code -Pfull}, convolutions with their settings crossed as well. */
    private static final List<OperationCase> OPERATIONS = Stream
            .concat(FormulaCases.ALL.stream(), Boolean.getBoolean("dnn.full")
                    ? FormulaCases.crossedConvolutions().stream()
                    : Stream.empty())
            .collect(Collectors.toMap(OperationCase::name, c -> c, (c, _) -> c, LinkedHashMap::new)).values().stream()
            .toList();
    private static final OperationRuns RUNS = new OperationRuns(OPERATIONS);

    static List<OperationCase> operations() {
        return OPERATIONS;
    }

    @ParameterizedTest
    @MethodSource("operations")
    void asEquations(OperationCase operation) {
        OperationRuns.equations(operation, 0.01);
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
        assertTrue(count >= 55, count + " operations");
    }

    @Test
    void aLogarithmOfAProbabilityIsNoLowerThanMinus100() {
        Training training = OperationCase.loss("bce(output, D.y)", 4, "sigmoid", "bool[4]");
        Graph graph = OperationGraphs.loss(training);
        OperationCase sure = OperationCase.of("sure", training, 1, Map.of("prediction", new double[]{0, 1, 1e-44, 1},
                "y", new double[]{1, 0, 1, 1}, "grad", new double[]{1}), Map.of());
        GeneratedPrograms programs = GeneratedPrograms.of(Map.of("sure", graph));
        for (Map<Variable, Tensor> stored : List.of(ReferenceInterpreter.run(graph, 1, sure.operands(), 1, 0),
                programs.run("sure", 1, sure.operands(), Form.PLAIN),
                programs.run("sure", 1, sure.operands(), Form.VECTORS))) {
            stored.forEach((variable, tensor) -> {
                if (variable.name().equals("out")) {
                    assertArrayEquals(new double[]{75}, tensor.numbers());
                } else {
                    assertTrue(Arrays.stream(tensor.numbers()).allMatch(Double::isFinite), variable.name());
                }
            });
        }
    }
}
