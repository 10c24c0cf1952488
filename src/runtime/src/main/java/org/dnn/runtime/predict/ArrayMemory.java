package org.dnn.runtime.predict;

import org.dnn.runtime.device.Memory;

/** Numbers in an array. */
@SuppressWarnings("ArrayRecordComponent") // Shared on purpose, compared by nobody.
record ArrayMemory(float[] values) implements Memory {
    @Override
    public void read(int offset, float[] into) {
        System.arraycopy(values, offset, into, 0, into.length);
    }

    @Override
    public void write(int offset, float[] from) {
        System.arraycopy(from, 0, values, offset, from.length);
    }
}
