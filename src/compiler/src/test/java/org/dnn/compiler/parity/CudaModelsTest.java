package org.dnn.compiler.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.dnn.compiler.CudaPrograms;
import org.dnn.compiler.DistinctTraining;
import org.dnn.compiler.Tools;
import org.dnn.compiler.ir.Graph;
import org.dnn.compiler.ir.Op;
import org.dnn.compiler.ir.ReferenceInterpreter;
import org.dnn.compiler.ir.Tensor;
import org.dnn.compiler.ir.Variable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kernel of every model in {@code models/}, on a processor that plays a GPU, under sanitizers: a training step, and an
 * evaluation, of a few rows with weights made up, beside the equations in double.
 */
class CudaModelsTest {
    private static final Path MODELS = Path.of("../../models/src/main/dnn");
    private static final int ROWS = 3;
    private static final Map<String, Graph> GRAPHS = graphs();

    @TempDir
    private static Path folder;
    private static CudaPrograms programs;

    @BeforeAll
    static void build() {
        Assumptions.assumeTrue(Tools.isThere("g++"), "CUDA C is not run, for there is no g++ on the path");
        programs = CudaPrograms.of(GRAPHS, folder);
    }

    private static Map<String, Graph> graphs() {
        Map<String, Graph> graphs = new LinkedHashMap<>();
        DistinctTraining.of(MODELS).forEach(t -> {
            graphs.put(t.training().name() + "Step", t.graphs().step());
            graphs.put(t.training().name() + "Evaluation", t.graphs().evaluation());
        });
        return graphs;
    }

    static Set<String> names() {
        return new TreeSet<>(GRAPHS.keySet());
    }

    @ParameterizedTest
    @MethodSource("names")
    void givesWhatTheEquationsSay(String name) {
        check(name, ROWS, 7, 32);
    }

    /** Small networks in one kernel, as evaluations could be: several strips, of which the last is short, with few threads and with as many as on a card. */
    @Test
    void givesTheSameInOneKernel() {
        assertEquals(Set.of("CubeAdamStep", "CubeTrainingStep", "FullBatchStep", "CubeAdamEvaluation",
                "CubeTrainingEvaluation", "FullBatchEvaluation"),
                programs.persistent());
        for (String name : programs.persistent()) {
            check(name, 150, 0, 256);
            check(name, 70, 0, 32);
            check(name, 1, 0, 64);
        }
    }

    /** With {@code precision: bf16}, each product's factors have eight bits; what comes out is near, and not the same. */
    @Test
    void isNearWhereFactorsAreNarrow(@TempDir Path other) {
        CudaPrograms narrow = CudaPrograms.narrow(GRAPHS, other);
        for (String name : names()) {
            Map<Variable, Tensor> given = given(Objects.requireNonNull(GRAPHS.get(name)), ROWS);
            Map<Variable, Tensor> exact = programs.run(name, ROWS, given, 7, 32);
            Map<Variable, Tensor> found = narrow.run(name, ROWS, given, 7, 32);
            assertTrue(found.entrySet().stream().anyMatch(e -> !Arrays.equals(e.getValue().numbers(),
                    Objects.requireNonNull(exact.get(e.getKey())).numbers())), name);
            found.forEach((variable, tensor) -> OperationCase.Distance.assertNear(name + ": " + variable,
                    Objects.requireNonNull(exact.get(variable)).numbers(), tensor.numbers()));
        }
    }

    private static void check(String name, int rows, int blocks, int threads) {
        Graph graph = Objects.requireNonNull(GRAPHS.get(name));
        Map<Variable, Tensor> given = given(graph, rows);
        Map<Variable, Tensor> expected = ReferenceInterpreter.run(graph, rows, given, 1, 0);
        programs.run(name, rows, given, blocks, threads).forEach((variable, found) -> {
            OperationCase.Distance distance = OperationCase.Distance
                    .between(Objects.requireNonNull(expected.get(variable)).numbers(), found.numbers());
            assertTrue(distance.excess() <= 1, () -> name + ": " + variable + distance.where());
        });
    }

    private static Map<Variable, Tensor> given(Graph graph, int rows) {
        Random random = new Random(1);
        Map<Variable, Tensor> given = new LinkedHashMap<>();
        graph.equations().forEach(e -> {
            if (e.op() instanceof Op.Read read) {
                given.computeIfAbsent(read.variable(), v -> {
                    Tensor tensor = Tensor.of(v.type().sizes(), rows);
                    boolean classes = v.role() == Variable.Role.COLUMN && tensor.numbers().length == rows;
                    for (int i = 0; i < tensor.numbers().length; i++) {
                        tensor.numbers()[i] = classes ? random.nextInt(2) : number(v.role(), random);
                    }
                    return tensor;
                });
            }
        });
        return given;
    }

    /** As float: what both are given is the same. */
    private static double number(Variable.Role role, Random random) {
        return switch (role) {
            case PARAMETER -> (float) (random.nextGaussian() * 0.1);
            case BUFFER, STATISTIC, OPTIMIZER_STATE -> 0.5f + random.nextFloat();
            case HYPERPARAMETER -> 0.01f + random.nextFloat() / 100;
            case COLUMN -> random.nextFloat();
            case OUTPUT, REPORT -> throw new AssertionError("read before it is written");
        };
    }
}
