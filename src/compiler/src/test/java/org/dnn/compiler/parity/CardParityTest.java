package org.dnn.compiler.parity;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.dnn.compiler.CudaPrograms;
import org.dnn.compiler.Tools;
import org.dnn.compiler.ir.Tensor;
import org.dnn.compiler.ir.Variable;
import org.dnn.runtime.cuda.CudaMachine;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation as CUDA C gives what PyTorch gives, on the card of this machine, where there are one and nvcc. */
class CardParityTest {
    @TempDir
    private static Path folder;
    @TempDir
    private static Path narrowFolder;
    private static CudaPrograms programs;
    private static CudaPrograms narrow;

    @BeforeAll
    static void build() {
        Assumptions.assumeTrue(Tools.isThere("nvcc"), "nothing runs on a card, for there is no nvcc on the path");
        CudaMachine.glance().unusable(Optional.empty())
                .ifPresent(why -> Assumptions.abort("nothing runs on a card, for " + why));
        programs = CudaPrograms.onCard(CudaParityTest.graphs(), folder);
        narrow = CudaPrograms.narrowOnCard(CudaParityTest.graphs(), narrowFolder);
    }

    /** Few threads and many blocks, and as many as trainings have. */
    @ParameterizedTest
    @MethodSource("org.dnn.compiler.parity.CudaParityTest#operations")
    void onTheCard(OperationCase operation) {
        CudaParityTest.check(programs, operation, 50, 32);
        CudaParityTest.check(programs, operation, 3, 256);
        CudaParityTest.check(programs, operation, 2, 1024);
    }

    /** With factors of products as bfloat16 it is near what it is without. */
    @ParameterizedTest
    @MethodSource("org.dnn.compiler.parity.CudaParityTest#operations")
    void narrowOnTheCard(OperationCase operation) {
        Map<Variable, Tensor> exact = programs.run(operation.name(), operation.rows(), operation.operands(), 50, 256);
        narrow.run(operation.name(), operation.rows(), operation.operands(), 50, 256)
                .forEach((variable, found) -> OperationCase.Distance.assertNear(operation.name() + ": " + variable,
                        Objects.requireNonNull(exact.get(variable)).numbers(), found.numbers()));
    }
}
