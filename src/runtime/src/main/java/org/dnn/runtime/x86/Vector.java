package org.dnn.runtime.x86;

/**
 * A vector register.
 *
 * @param number from 0 to 15; of 512 bits to 31
 */
public record Vector(Width width, int number) {
    /** Of a register, or of a part of it that has a name of its own. */
    public enum Width {
        XMM(128, 16), YMM(256, 16), ZMM(512, 32);

        private final int bits;
        private final int registers;

        Width(int bits, int registers) {
            this.bits = bits;
            this.registers = registers;
        }

        /** How many there are. */
        public int registers() {
            return registers;
        }

        /** How many bytes one has. */
        public int bytes() {
            return bits / Byte.SIZE;
        }
    }

    /** @throws IllegalArgumentException for a register that there is not */
    public Vector {
        if (number < 0 || number >= width.registers) {
            throw new IllegalArgumentException("No register: " + width + number);
        }
    }

    /** The first half of a register of 256 bits. */
    public static Vector xmm(int number) {
        return new Vector(Width.XMM, number);
    }

    public static Vector ymm(int number) {
        return new Vector(Width.YMM, number);
    }

    public static Vector zmm(int number) {
        return new Vector(Width.ZMM, number);
    }
}
