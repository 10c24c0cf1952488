package org.dnn.compiler.parity;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dnn.compiler.CudaPrograms;
import org.dnn.compiler.Tools;
import org.dnn.compiler.ir.Graph;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation as CUDA C gives what PyTorch gives, on a processor that plays a GPU, under sanitizers. */
class CudaParityTest {
    private static final List<OperationCase> OPERATIONS = TorchCases.ALL;

    @TempDir
    private static Path folder;
    private static CudaPrograms programs;

    @BeforeAll
    static void build() {
        Assumptions.assumeTrue(Tools.isThere("g++"), "CUDA C is not run, for there is no g++ on the path");
        programs = CudaPrograms.of(graphs(), folder);
    }

    static List<OperationCase> operations() {
        return OPERATIONS;
    }

    static Map<String, Graph> graphs() {
        return OPERATIONS.stream().collect(Collectors.toMap(OperationCase::name, OperationCase::graph));
    }

    /** Some blocks of threads that do not fill a warp, and one that has more threads than there is work. */
    @ParameterizedTest
    @MethodSource("operations")
    void asCuda(OperationCase operation) {
        check(programs, operation, 3, 4);
        check(programs, operation, 1, 64);
    }

    /** Runs an operation with so many blocks of so many threads, and compares what it gives with PyTorch's numbers. */
    static void check(CudaPrograms programs, OperationCase operation, int blocks, int threads) {
        operation.distances(programs.run(operation.name(), operation.rows(), operation.operands(), blocks, threads))
                .forEach((result, distance) -> assertTrue(distance.excess() <= 1,
                        () -> operation.name() + " with " + blocks + " blocks of " + threads + ": " + result
                                + distance.where()));
    }
}
