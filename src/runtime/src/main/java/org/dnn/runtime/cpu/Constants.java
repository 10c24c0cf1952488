package org.dnn.runtime.cpu;

import java.util.LinkedHashMap;
import java.util.Map;
import org.dnn.runtime.x86.Address;
import org.dnn.runtime.x86.Assembler;
import org.dnn.runtime.x86.Assembler.Label;
import org.dnn.runtime.x86.Register;
import org.dnn.runtime.x86.Vector.Width;

/** The numbers that machine code uses, behind it: each in all lanes of a vector, so that an instruction can read it as it is. */
final class Constants {
    private static final int LINE = 64;
    private static final int MOST_LANES = 16;
    /** As many lanes as there are that are on, then as many that are off. */
    private static final int MASKS = 2 * MOST_LANES * Integer.BYTES;

    private final Width width;
    private final Label begin = new Label();
    private final Map<Integer, Integer> places = new LinkedHashMap<>();

    Constants(Width width) {
        this.width = width;
    }

    /** Where they begin. */
    Label begin() {
        return begin;
    }

    /** A number, by its bits; {@code base} has the address of the beginning. */
    Address at(Register base, int bits) {
        return base.at(MASKS + width.bytes() * places.computeIfAbsent(bits, _ -> places.size()));
    }

    /** From here on all lanes are off; so many lanes before, so many are on. */
    static Address allOff(Register base) {
        return base.at(MASKS / 2);
    }

    /** Writes them. */
    void write(Assembler code) {
        code.align(LINE);
        code.place(begin);
        for (int lane = 0; lane < 2 * MOST_LANES; lane++) {
            code.data(lane < MOST_LANES ? -1 : 0);
        }
        for (int bits : places.keySet()) {
            for (int lane = 0; lane < width.bytes() / Integer.BYTES; lane++) {
                code.data(bits);
            }
        }
    }
}
