package org.dnn.runtime.x86;

import org.jspecify.annotations.Nullable;

/**
 * A place in the memory: {@code base + scale * index + displacement}, in bytes.
 *
 * @param index none, or any but RSP
 * @param scale 1, 2, 4 or 8
 */
public record Address(Register base, @Nullable Register index, int scale, int displacement) {
    /** @throws IllegalArgumentException for what has no encoding */
    public Address {
        if (index == Register.RSP || Integer.bitCount(scale) != 1 || scale < 1 || scale > 8) {
            throw new IllegalArgumentException("No address: " + base + " + " + scale + " * " + index);
        }
    }

    int indexNumber() {
        return index == null ? 0 : index.number();
    }
}
