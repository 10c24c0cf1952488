package org.dnn.runtime.x86;

import static org.dnn.runtime.x86.Register.R10;
import static org.dnn.runtime.x86.Register.R11;
import static org.dnn.runtime.x86.Register.R12;
import static org.dnn.runtime.x86.Register.R13;
import static org.dnn.runtime.x86.Register.R14;
import static org.dnn.runtime.x86.Register.R15;
import static org.dnn.runtime.x86.Register.R8;
import static org.dnn.runtime.x86.Register.R9;
import static org.dnn.runtime.x86.Register.RAX;
import static org.dnn.runtime.x86.Register.RBP;
import static org.dnn.runtime.x86.Register.RBX;
import static org.dnn.runtime.x86.Register.RCX;
import static org.dnn.runtime.x86.Register.RDI;
import static org.dnn.runtime.x86.Register.RDX;
import static org.dnn.runtime.x86.Register.RSI;
import static org.dnn.runtime.x86.Register.RSP;
import static org.dnn.runtime.x86.Vector.xmm;
import static org.dnn.runtime.x86.Vector.ymm;
import static org.dnn.runtime.x86.Vector.zmm;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.dnn.runtime.x86.Assembler.Condition;
import org.dnn.runtime.x86.Assembler.Label;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every instruction is the one that binutils' disassembler reads; its bytes are kept here for where there is none. */
class AssemblerTest {
    private record Instruction(String text, String bytes, Consumer<Assembler> call) {}

    private static final List<Instruction> INSTRUCTIONS = List.of(
            new Instruction("push rbx", "53", a -> a.push(RBX)),
            new Instruction("push r15", "4157", a -> a.push(R15)),
            new Instruction("pop rbp", "5d", a -> a.pop(RBP)),
            new Instruction("pop r12", "415c", a -> a.pop(R12)),
            new Instruction("ret", "c3", a -> a.ret()),
            new Instruction("mov r13,rsi", "4989f5", a -> a.mov(R13, RSI)),
            new Instruction("mov rax,r9", "4c89c8", a -> a.mov(RAX, R9)),
            new Instruction("mov r10,QWORD PTR [rsp+0x38]", "4c8b542438", a -> a.mov(R10, RSP.at(0x38))),
            new Instruction("mov rbx,QWORD PTR [rbp+0x0]", "488b5d00", a -> a.mov(RBX, RBP.at(0))),
            new Instruction("mov rdx,QWORD PTR [r12]", "498b1424", a -> a.mov(RDX, R12.at(0))),
            new Instruction("mov rcx,QWORD PTR [r13+0x0]", "498b4d00", a -> a.mov(RCX, R13.at(0))),
            new Instruction("lea r12,[rdx+rdx*2]", "4c8d2452", a -> a.lea(R12, RDX.at(RDX, 2, 0))),
            new Instruction("lea rdi,[r8+r9*8-0x12345678]", "4b8dbcc888a9cbed",
                    a -> a.lea(RDI, R8.at(R9, 8, -0x12345678))),
            new Instruction("add rsi,rdi", "4801fe", a -> a.add(RSI, RDI)),
            new Instruction("add r10,r11", "4d01da", a -> a.add(R10, R11)),
            new Instruction("add r15,0x100", "4981c700010000", a -> a.add(R15, 0x100)),
            new Instruction("sub rdi,0x4", "4881ef04000000", a -> a.sub(RDI, 4)),
            new Instruction("vmovups ymm12,YMMWORD PTR [r15+0x20]", "c4417c106720",
                    a -> a.vmovups(ymm(12), R15.at(0x20))),
            new Instruction("vmovups YMMWORD PTR [r10+r11*2],ymm3", "c4817c111c5a",
                    a -> a.vmovups(R10.at(R11, 2, 0), ymm(3))),
            new Instruction("vmovups ymm3,YMMWORD PTR [r13+r12*4+0x0]", "c4817c105ca500",
                    a -> a.vmovups(ymm(3), R13.at(R12, 4, 0))),
            new Instruction("vmovups ymm3,YMMWORD PTR [rsi-0x80]", "c4e17c105e80",
                    a -> a.vmovups(ymm(3), RSI.at(-0x80))),
            new Instruction("vmovups ymm3,YMMWORD PTR [rsi+0x80]", "c4e17c109e80000000",
                    a -> a.vmovups(ymm(3), RSI.at(0x80))),
            new Instruction("vbroadcastss ymm14,DWORD PTR [r14+rdx*2+0x8]", "c4427d18745608",
                    a -> a.vbroadcastss(ymm(14), R14.at(RDX, 2, 8))),
            new Instruction("vfmadd231ps ymm11,ymm13,ymm14", "c44215b8de",
                    a -> a.vfmadd231ps(ymm(11), ymm(13), ymm(14))),
            new Instruction("vfmadd231ps ymm0,ymm15,ymm7", "c4e205b8c7", a -> a.vfmadd231ps(ymm(0), ymm(15), ymm(7))),
            new Instruction("vmovups xmm9,XMMWORD PTR [r11+rdx*1]", "c44178100c13",
                    a -> a.vmovups(xmm(9), R11.at(RDX, 1, 0))),
            new Instruction("vinsertf128 ymm9,ymm10,XMMWORD PTR [r11+0x10],0x1", "c4432d184b1001",
                    a -> a.vinsertf128(ymm(9), ymm(10), R11.at(0x10))),
            new Instruction("vunpcklps ymm4,ymm0,ymm13", "c4c17c14e5", a -> a.vunpcklps(ymm(4), ymm(0), ymm(13))),
            new Instruction("vunpckhps ymm12,ymm8,ymm1", "c4613c15e1", a -> a.vunpckhps(ymm(12), ymm(8), ymm(1))),
            new Instruction("vshufps ymm0,ymm4,ymm6,0xee", "c4e15cc6c6ee",
                    a -> a.vshufps(ymm(0), ymm(4), ymm(6), 0xEE)),
            new Instruction("vmovups zmm12,ZMMWORD PTR [r15+0x40]", "62517c48106701",
                    a -> a.vmovups(zmm(12), R15.at(0x40))),
            new Instruction("vmovups zmm31,ZMMWORD PTR [rsi-0x2000]", "62617c48107e80",
                    a -> a.vmovups(zmm(31), RSI.at(-0x2000))),
            new Instruction("vmovups zmm16,ZMMWORD PTR [rsi+0x2000]", "62e17c48108600200000",
                    a -> a.vmovups(zmm(16), RSI.at(0x2000))),
            new Instruction("vmovups zmm7,ZMMWORD PTR [rsi+0x20]", "62f17c4810be20000000",
                    a -> a.vmovups(zmm(7), RSI.at(0x20))),
            new Instruction("vmovups zmm3,ZMMWORD PTR [r13+r12*4+0x0]", "62917c48105ca500",
                    a -> a.vmovups(zmm(3), R13.at(R12, 4, 0))),
            new Instruction("vmovups ZMMWORD PTR [r10+r11*2+0xc0],zmm23", "62817c48117c5a03",
                    a -> a.vmovups(R10.at(R11, 2, 0xC0), zmm(23))),
            new Instruction("kmovw k1,eax", "c4e17892c8", a -> a.kmovw(1, RAX)),
            new Instruction("kmovw k7,r11d", "c4c17892fb", a -> a.kmovw(7, R11)),
            new Instruction("vmovups zmm24{k1}{z},ZMMWORD PTR [r8+r9*2+0x40]", "62017cc910444801",
                    a -> a.vmovups(zmm(24), R8.at(R9, 2, 0x40), 1)),
            new Instruction("vmovups ZMMWORD PTR [r12]{k3},zmm2", "62d17c4b111424",
                    a -> a.vmovups(R12.at(0), zmm(2), 3)),
            new Instruction("vbroadcastss zmm29,DWORD PTR [r14+rdx*2+0x8]", "62427d48186c5602",
                    a -> a.vbroadcastss(zmm(29), R14.at(RDX, 2, 8))),
            new Instruction("vfmadd231ps zmm11,zmm13,zmm14", "62521548b8de",
                    a -> a.vfmadd231ps(zmm(11), zmm(13), zmm(14))),
            new Instruction("vfmadd231ps zmm19,zmm27,zmm28", "62822540b8dc",
                    a -> a.vfmadd231ps(zmm(19), zmm(27), zmm(28))),
            new Instruction("vfmadd231ps zmm5,zmm20,zmm10", "62d25d40b8ea",
                    a -> a.vfmadd231ps(zmm(5), zmm(20), zmm(10))),
            new Instruction("vfmadd231ps zmm24,zmm1,zmm16", "62227548b8c0",
                    a -> a.vfmadd231ps(zmm(24), zmm(1), zmm(16))),
            new Instruction("vzeroupper", "c5f877", a -> a.vzeroupper()));

    @Test
    void everyInstructionHasItsBytes() {
        for (Instruction instruction : INSTRUCTIONS) {
            Assembler assembler = new Assembler();
            instruction.call.accept(assembler);
            assertEquals(instruction.bytes, HexFormat.of().formatHex(assembler.code()), instruction.text);
        }
    }

    @Test
    void theDisassemblerReadsEveryInstruction(@TempDir Path directory) throws IOException, InterruptedException {
        assumeTrue(onPath("objdump"), "objdump is not on the path: install binutils.");
        Assembler assembler = new Assembler();
        INSTRUCTIONS.forEach(i -> i.call.accept(assembler));
        assertEquals(INSTRUCTIONS.stream().map(Instruction::text).toList(), disassembled(directory, assembler));
    }

    /** Jumps forward and backward, and code that is longer than the room it begins with. */
    @Test
    void jumpsGoToTheirLabels(@TempDir Path directory) throws IOException, InterruptedException {
        Assembler assembler = new Assembler();
        Label start = new Label();
        Label end = new Label();
        assembler.place(start);
        assembler.jump(Condition.ZERO, end);
        assembler.jump(Condition.NEGATIVE, end);
        for (int i = 0; i < 2000; i++) {
            assembler.ret();
        }
        assembler.jump(Condition.NOT_NEGATIVE, start);
        assembler.place(end);
        assembler.jump(Condition.NOT_ZERO, start);
        assertEquals(6 + 6 + 2000 + 6 + 6, assembler.size());
        assertEquals("0f84dc070000", HexFormat.of().formatHex(assembler.code(), 0, 6));
        assumeTrue(onPath("objdump"), "objdump is not on the path: install binutils.");
        assertEquals(List.of("je 0x7e2", "js 0x7e2", "jns 0x0", "jne 0x0"),
                disassembled(directory, assembler).stream().filter(line -> line.startsWith("j")).toList());
    }

    @Test
    void aLabelHasOnePlace() {
        Assembler assembler = new Assembler();
        Label label = new Label();
        assembler.place(label);
        assertThrows(IllegalStateException.class, () -> assembler.place(label));
    }

    @Test
    void codeWithoutTheTargetOfAJumpIsNone() {
        Assembler assembler = new Assembler();
        assembler.jump(Condition.ZERO, new Label());
        assertThrows(IllegalStateException.class, assembler::code);
    }

    @Test
    void whatHasNoEncodingIsNoAddress() {
        assertThrows(IllegalArgumentException.class, () -> RAX.at(RSP, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> RAX.at(RDX, 3, 0));
        assertThrows(IllegalArgumentException.class, () -> ymm(16));
        assertThrows(IllegalArgumentException.class, () -> zmm(32));
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(p -> Files.isExecutable(Path.of(p, program)));
    }

    private static List<String> disassembled(Path directory, Assembler assembler)
            throws IOException, InterruptedException {
        Path code = Files.write(directory.resolve("code"), assembler.code());
        Process process = new ProcessBuilder("objdump", "-D", "-b", "binary", "-m", "i386:x86-64", "-M", "intel",
                "--no-show-raw-insn", code.toString()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        return output.lines().filter(line -> line.matches(" *[0-9a-f]+:\t.*"))
                .map(line -> line.substring(line.indexOf('\t')).strip().replaceAll("\\s+", " ")).toList();
    }
}
