package org.dnn.runtime.x86;

/**
 * What is done with two vectors, lane by lane: {@code to = x operation y}. Lanes are floats; of the operations that begin with
 * {@code VP} they are whole numbers, or bits.
 */
public enum Operation {
    VADDPS(Assembler.MAP_0F, Assembler.NO_PREFIX, 0x58), VSUBPS(Assembler.MAP_0F, Assembler.NO_PREFIX, 0x5C), VMULPS(
            Assembler.MAP_0F, Assembler.NO_PREFIX, 0x59), VDIVPS(Assembler.MAP_0F, Assembler.NO_PREFIX, 0x5E),
    /** y where one is NaN, and where both are 0, whatever their signs. */
    VMINPS(Assembler.MAP_0F, Assembler.NO_PREFIX, 0x5D),
    /** y where one is NaN, and where both are 0, whatever their signs. */
    VMAXPS(Assembler.MAP_0F, Assembler.NO_PREFIX, 0x5F),
    /** {@code to = fma(to, y, x)}. */
    VFMADD132PS(Assembler.MAP_0F38, Assembler.PREFIX_66, 0x98),
    /** {@code to = fma(to, x, y)}. */
    VFMADD213PS(Assembler.MAP_0F38, Assembler.PREFIX_66, 0xA8),
    /** {@code to = fma(x, y, to)}. */
    VFMADD231PS(Assembler.MAP_0F38, Assembler.PREFIX_66, 0xB8), VPADDD(Assembler.MAP_0F, Assembler.PREFIX_66,
            0xFE), VPSUBD(Assembler.MAP_0F, Assembler.PREFIX_66, 0xFA), VPAND(Assembler.MAP_0F, Assembler.PREFIX_66,
                    0xDB), VPOR(Assembler.MAP_0F, Assembler.PREFIX_66,
                            0xEB), VPXOR(Assembler.MAP_0F, Assembler.PREFIX_66, 0xEF);

    final int map;
    final int prefix;
    final int opcode;

    Operation(int map, int prefix, int opcode) {
        this.map = map;
        this.prefix = prefix;
        this.opcode = opcode;
    }
}
