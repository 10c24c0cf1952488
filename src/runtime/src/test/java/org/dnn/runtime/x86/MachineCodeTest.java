package org.dnn.runtime.x86;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.dnn.runtime.x86.Register.RAX;
import static org.dnn.runtime.x86.Register.RDI;
import static org.dnn.runtime.x86.Register.RSI;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is assembled can be called. */
class MachineCodeTest {
    @BeforeAll
    static void whereItCanBeCalled() {
        assumeTrue(MachineCode.whyNot(Vector.Width.YMM).isEmpty(), MachineCode.whyNot(Vector.Width.YMM));
    }

    private static MemorySegment sumOfThree() {
        Assembler code = new Assembler();
        code.lea(RAX, RDI.at(RSI, 2, 3));
        code.ret();
        return MachineCode.executable(code.code()).orElseThrow();
    }

    @Test
    @SuppressWarnings("restricted") // What is called is what is assembled here.
    void codeIsCalled() throws Throwable {
        long result = (long) Linker.nativeLinker()
                .downcallHandle(sumOfThree(), FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG))
                .invokeExact(4L, 5L);
        assertEquals(4 + 2 * 5 + 3, result);
    }

    /** What the system says of its pages. */
    @Test
    void codeIsReadAndExecutedAndNotWritten() throws IOException {
        MemorySegment code = sumOfThree();
        String start = Long.toHexString(code.address() & -4096) + "-";
        List<String> maps = Files.readAllLines(Path.of("/proc/self/maps"));
        String map = maps.stream().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
        assertTrue(map.contains(" r-xp "), map);
        assertThrows(IllegalArgumentException.class, () -> code.set(JAVA_BYTE, 0, (byte) 0));
    }
}
