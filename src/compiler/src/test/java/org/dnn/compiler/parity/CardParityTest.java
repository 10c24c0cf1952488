package org.dnn.compiler.parity;

import java.nio.file.Path;
import java.util.Optional;
import org.dnn.compiler.CudaPrograms;
import org.dnn.compiler.Tools;
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
    private static CudaPrograms programs;

    @BeforeAll
    static void build() {
        Assumptions.assumeTrue(Tools.isThere("nvcc"), "nothing runs on a card, for there is no nvcc on the path");
        CudaMachine.glance().unusable(Optional.empty())
                .ifPresent(why -> Assumptions.abort("nothing runs on a card, for " + why));
        programs = CudaPrograms.onCard(CudaParityTest.graphs(), folder);
    }

    /** Few threads and many blocks, and as many as trainings have. */
    @ParameterizedTest
    @MethodSource("org.dnn.compiler.parity.CudaParityTest#operations")
    void onTheCard(OperationCase operation) {
        CudaParityTest.check(programs, operation, 50, 32);
        CudaParityTest.check(programs, operation, 3, 256);
        CudaParityTest.check(programs, operation, 2, 1024);
    }
}
