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
                    a -> a.calculate(Operation.VFMADD231PS, ymm(11), ymm(13), ymm(14))),
            new Instruction("vfmadd231ps ymm0,ymm15,ymm7", "c4e205b8c7",
                    a -> a.calculate(Operation.VFMADD231PS, ymm(0), ymm(15), ymm(7))),
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
                    a -> a.calculate(Operation.VFMADD231PS, zmm(11), zmm(13), zmm(14))),
            new Instruction("vfmadd231ps zmm19,zmm27,zmm28", "62822540b8dc",
                    a -> a.calculate(Operation.VFMADD231PS, zmm(19), zmm(27), zmm(28))),
            new Instruction("vfmadd231ps zmm5,zmm20,zmm10", "62d25d40b8ea",
                    a -> a.calculate(Operation.VFMADD231PS, zmm(5), zmm(20), zmm(10))),
            new Instruction("vfmadd231ps zmm24,zmm1,zmm16", "62227548b8c0",
                    a -> a.calculate(Operation.VFMADD231PS, zmm(24), zmm(1), zmm(16))),
            new Instruction("vaddps ymm9,ymm10,ymm3", "c4612c58cb",
                    a -> a.calculate(Operation.VADDPS, ymm(9), ymm(10), ymm(3))),
            new Instruction("vaddps xmm1,xmm2,xmm12", "c4c16858cc",
                    a -> a.calculate(Operation.VADDPS, xmm(1), xmm(2), xmm(12))),
            new Instruction("vaddps zmm17,zmm30,zmm8", "62c10c4058c8",
                    a -> a.calculate(Operation.VADDPS, zmm(17), zmm(30), zmm(8))),
            new Instruction("vaddps ymm15,ymm7,YMMWORD PTR [r9+r10*4+0x20]", "c40144587c9120",
                    a -> a.calculate(Operation.VADDPS, ymm(15), ymm(7), R9.at(R10, 4, 0x20))),
            new Instruction("vaddps zmm4,zmm25,ZMMWORD PTR [rcx+0x80]", "62f13440586102",
                    a -> a.calculate(Operation.VADDPS, zmm(4), zmm(25), RCX.at(0x80))),
            new Instruction("vpxor ymm11,ymm3,ymm14", "c44165efde",
                    a -> a.calculate(Operation.VPXOR, ymm(11), ymm(3), ymm(14))),
            new Instruction("vpxord zmm29,zmm29,zmm29", "62011540efed",
                    a -> a.calculate(Operation.VPXOR, zmm(29), zmm(29), zmm(29))),
            new Instruction("vmovss DWORD PTR [r8+0x4],xmm13", "c4417a116804", a -> a.vmovss(R8.at(4), xmm(13))),
            new Instruction("vinsertf128 ymm8,ymm0,xmm12,0x1", "c4437d18c401",
                    a -> a.vinsertf128(ymm(8), ymm(0), xmm(12))),
            new Instruction("vmovss DWORD PTR [rcx+0x8],xmm3", "c4e17e115908", a -> a.vmovss(RCX.at(8), ymm(3))),
            new Instruction("vmovss DWORD PTR [rcx+0x8],xmm19", "62e17e48115902", a -> a.vmovss(RCX.at(8), zmm(19))),
            new Instruction("vshuff32x4 zmm20,zmm3,zmm17,0x4e", "62a3654823e14e",
                    a -> a.vshuff32x4(zmm(20), zmm(3), zmm(17), 0x4E)),
            new Instruction("vperm2f128 ymm9,ymm2,ymm11,0x31", "c4436d06cb31",
                    a -> a.vperm2f128(ymm(9), ymm(2), ymm(11), 0x31)),
            new Instruction("mov QWORD PTR [rsp+0x28],r9", "4c894c2428", a -> a.mov(RSP.at(0x28), R9)),
            new Instruction("mov QWORD PTR [r12],rax", "49890424", a -> a.mov(R12.at(0), RAX)),
            new Instruction("movsxd r14,DWORD PTR [r14+0x8]", "4d637608", a -> a.movsxd(R14, R14.at(8))),
            new Instruction("mov r14,0x7", "49c7c607000000", a -> a.mov(R14, 7)),
            new Instruction("mov rax,0xffffffffffffffff", "48c7c0ffffffff", a -> a.mov(RAX, -1)),
            new Instruction("sub r14,rcx", "4929ce", a -> a.sub(R14, RCX)),
            new Instruction("cmp r8,r15", "4d39f8", a -> a.cmp(R8, R15)),
            new Instruction("cmp rax,r9", "4c39c8", a -> a.cmp(RAX, R9)),
            new Instruction("imul rcx,r14", "490fafce", a -> a.imul(RCX, R14)),
            new Instruction("imul r15,rax,0xfffffffffffffffc", "4c69f8fcffffff", a -> a.imul(R15, RAX, -4)),
            new Instruction("and rax,0xfffffffffffffff0", "4881e0f0ffffff", a -> a.and(RAX, -16)),
            new Instruction("vmovups ymm9,ymm12", "c4417c10cc", a -> a.vmovups(ymm(9), ymm(12))),
            new Instruction("vmovups zmm25,zmm14", "62417c4810ce", a -> a.vmovups(zmm(25), zmm(14))),
            new Instruction("vaddps ymm9,ymm1,ymm14", "c4417458ce",
                    a -> a.calculate(Operation.VADDPS, ymm(9), ymm(1), ymm(14))),
            new Instruction("vaddps zmm29,zmm1,zmm24", "6201744858e8",
                    a -> a.calculate(Operation.VADDPS, zmm(29), zmm(1), zmm(24))),
            new Instruction("vaddps zmm9,zmm21,ZMMWORD PTR [r13+0x80]", "62515440584d02",
                    a -> a.calculate(Operation.VADDPS, zmm(9), zmm(21), R13.at(0x80))),
            new Instruction("vaddps ymm9,ymm11,YMMWORD PTR [r13+0x80]", "c44124588d80000000",
                    a -> a.calculate(Operation.VADDPS, ymm(9), ymm(11), R13.at(0x80))),
            new Instruction("vsubps ymm0,ymm1,ymm2", "c4e1745cc2",
                    a -> a.calculate(Operation.VSUBPS, ymm(0), ymm(1), ymm(2))),
            new Instruction("vmulps ymm0,ymm1,ymm2", "c4e17459c2",
                    a -> a.calculate(Operation.VMULPS, ymm(0), ymm(1), ymm(2))),
            new Instruction("vdivps ymm0,ymm1,ymm2", "c4e1745ec2",
                    a -> a.calculate(Operation.VDIVPS, ymm(0), ymm(1), ymm(2))),
            new Instruction("vminps ymm0,ymm1,ymm2", "c4e1745dc2",
                    a -> a.calculate(Operation.VMINPS, ymm(0), ymm(1), ymm(2))),
            new Instruction("vmaxps ymm0,ymm1,ymm2", "c4e1745fc2",
                    a -> a.calculate(Operation.VMAXPS, ymm(0), ymm(1), ymm(2))),
            new Instruction("vfmadd132ps ymm10,ymm1,ymm2", "c4627598d2",
                    a -> a.calculate(Operation.VFMADD132PS, ymm(10), ymm(1), ymm(2))),
            new Instruction("vfmadd213ps ymm10,ymm1,ymm2", "c46275a8d2",
                    a -> a.calculate(Operation.VFMADD213PS, ymm(10), ymm(1), ymm(2))),
            new Instruction("vfmadd231ps zmm10,zmm1,ZMMWORD PTR [r13+0x41]", "62527548b89541000000",
                    a -> a.calculate(Operation.VFMADD231PS, zmm(10), zmm(1), R13.at(0x41))),
            new Instruction("vpaddd zmm0,zmm1,zmm2", "62f17548fec2",
                    a -> a.calculate(Operation.VPADDD, zmm(0), zmm(1), zmm(2))),
            new Instruction("vpaddd ymm0,ymm1,ymm2", "c4e175fec2",
                    a -> a.calculate(Operation.VPADDD, ymm(0), ymm(1), ymm(2))),
            new Instruction("vpsubd zmm0,zmm1,zmm2", "62f17548fac2",
                    a -> a.calculate(Operation.VPSUBD, zmm(0), zmm(1), zmm(2))),
            new Instruction("vpandd zmm0,zmm1,zmm2", "62f17548dbc2",
                    a -> a.calculate(Operation.VPAND, zmm(0), zmm(1), zmm(2))),
            new Instruction("vpand ymm0,ymm1,ymm2", "c4e175dbc2",
                    a -> a.calculate(Operation.VPAND, ymm(0), ymm(1), ymm(2))),
            new Instruction("vpord zmm0,zmm1,zmm2", "62f17548ebc2",
                    a -> a.calculate(Operation.VPOR, zmm(0), zmm(1), zmm(2))),
            new Instruction("vpxord zmm0,zmm1,zmm2", "62f17548efc2",
                    a -> a.calculate(Operation.VPXOR, zmm(0), zmm(1), zmm(2))),
            new Instruction("vaddps zmm19{k1},zmm19,zmm28", "6281644158dc", a -> a.vaddps(zmm(19), zmm(28), 1)),
            new Instruction("vsqrtps ymm9,ymm10", "c4417c51ca", a -> a.vsqrtps(ymm(9), ymm(10))),
            new Instruction("vsqrtps zmm19,zmm10", "62c17c4851da", a -> a.vsqrtps(zmm(19), zmm(10))),
            new Instruction("vpslld ymm9,ymm13,0x17", "c4c13572f517", a -> a.vpslld(ymm(9), ymm(13), 23)),
            new Instruction("vpslld zmm29,zmm3,0x17", "62f1154072f317", a -> a.vpslld(zmm(29), zmm(3), 23)),
            new Instruction("vpsrad ymm9,ymm3,0x1", "c4e13572e301", a -> a.vpsrad(ymm(9), ymm(3), 1)),
            new Instruction("vpsrad zmm9,zmm30,0x1", "6291354872e601", a -> a.vpsrad(zmm(9), zmm(30), 1)),
            new Instruction("vcmplt_oqps ymm9,ymm2,ymm10", "c4416cc2ca11",
                    a -> a.vcmpps(ymm(9), ymm(2), ymm(10), 0x11)),
            new Instruction("vcmpgt_oqps ymm9,ymm12,YMMWORD PTR [r13+0x20]", "c4411cc24d201e",
                    a -> a.vcmpps(ymm(9), ymm(12), R13.at(0x20), 0x1E)),
            new Instruction("vcmpge_oqps k2,zmm22,zmm10", "62d14c40c2d21d", a -> a.vcmpps(2, zmm(22), zmm(10), 0x1D)),
            new Instruction("vcmpunordps k2,zmm3,ZMMWORD PTR [r13+0x40]", "62d16448c2550103",
                    a -> a.vcmpps(2, zmm(3), R13.at(0x40), 3)),
            new Instruction("vblendvps ymm9,ymm2,ymm10,ymm12", "c4436d4acac0",
                    a -> a.vblendvps(ymm(9), ymm(2), ymm(10), ymm(12))),
            new Instruction("vblendvps ymm9,ymm2,YMMWORD PTR [r13+0x20],ymm3", "c4436d4a4d2030",
                    a -> a.vblendvps(ymm(9), ymm(2), R13.at(0x20), ymm(3))),
            new Instruction("vblendmps zmm9{k2},zmm22,zmm31", "62124d4265cf",
                    a -> a.vblendmps(zmm(9), zmm(22), zmm(31), 2)),
            new Instruction("vblendmps zmm9{k2},zmm22,ZMMWORD PTR [r13+0x40]", "62524d42654d01",
                    a -> a.vblendmps(zmm(9), zmm(22), R13.at(0x40), 2)),
            new Instruction("vmovmskps eax,ymm14", "c4c17c50c6", a -> a.vmovmskps(RAX, ymm(14))),
            new Instruction("vmovmskps r9d,xmm3", "c4617850cb", a -> a.vmovmskps(R9, xmm(3))),
            new Instruction("vptestmd k1,zmm31,zmm31", "6292054027cf", a -> a.vptestmd(1, zmm(31))),
            new Instruction("vmaskmovps ymm3,ymm15,YMMWORD PTR [r8+r15*1+0x20]", "c482052c5c3820",
                    a -> a.vmaskmovps(ymm(3), ymm(15), R8.at(R15, 1, 0x20))),
            new Instruction("vmaskmovps YMMWORD PTR [r8+r15*1+0x20],ymm15,ymm9", "c402052e4c3820",
                    a -> a.vmaskmovps(R8.at(R15, 1, 0x20), ymm(15), ymm(9))),
            new Instruction("vpmovzxbd ymm9,QWORD PTR [r8+r15*1+0x20]", "c4027d314c3820",
                    a -> a.vpmovzxbd(ymm(9), R8.at(R15, 1, 0x20))),
            new Instruction("vpmovzxbd zmm29,XMMWORD PTR [r8+r15*1+0x20]", "62027d48316c3802",
                    a -> a.vpmovzxbd(zmm(29), R8.at(R15, 1, 0x20))),
            new Instruction("vcvtdq2ps ymm9,ymm10", "c4417c5bca", a -> a.vcvtdq2ps(ymm(9), ymm(10))),
            new Instruction("vcvtdq2ps zmm29,zmm29", "62017c485bed", a -> a.vcvtdq2ps(zmm(29), zmm(29))),
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
        assembler.jump(Condition.ABOVE, start);
        assertEquals(6 + 6 + 2000 + 6 + 6 + 6, assembler.size());
        assertEquals("0f84dc070000", HexFormat.of().formatHex(assembler.code(), 0, 6));
        assumeTrue(onPath("objdump"), "objdump is not on the path: install binutils.");
        assertEquals(List.of("je 0x7e2", "js 0x7e2", "jns 0x0", "jne 0x0", "ja 0x0"),
                disassembled(directory, assembler).stream().filter(line -> line.startsWith("j")).toList());
    }

    @Test
    void dataHaveAnAddress(@TempDir Path directory) throws IOException, InterruptedException {
        Assembler assembler = new Assembler();
        Label data = new Label();
        Label end = new Label();
        assembler.lea(R13, data);
        assembler.jump(end);
        assembler.jump(Condition.POSITIVE, end);
        assembler.place(end);
        assembler.ret();
        assembler.align(64);
        assembler.place(data);
        assembler.data(-2);
        assertEquals(68, assembler.size());
        assertEquals("feffffff", HexFormat.of().formatHex(assembler.code(), 64, 68));
        assumeTrue(onPath("objdump"), "objdump is not on the path: install binutils.");
        assertEquals(List.of("lea r13,[rip+0x39] # 0x40", "jmp 0x12", "jg 0x12", "ret"),
                disassembled(directory, assembler).subList(0, 4));
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
