package org.dnn.runtime.device;

/** Where tensors lie: places are counted in floats, as plans count. */
public interface Memory {
    /** Copies what lies at a place. */
    void read(int offset, float[] into);

    /** Puts numbers at a place. */
    void write(int offset, float[] values);
}
