package org.dnn.runtime.cuda;

/**
 * A card as its driver describes it.
 *
 * @param number  its place among the cards, from 0 on
 * @param bytes   of its memory
 * @param major   of its compute capability, as in 9.0
 * @param minor   of its compute capability
 */
public record Card(int number, String name, long bytes, int major, int minor) {
    /** The oldest architecture for which kernels are built: Turing. */
    private static final int OLDEST_MAJOR = 7;
    private static final int OLDEST_MINOR = 5;

    /** Whether kernels are built for it. */
    public boolean serves() {
        return major > OLDEST_MAJOR || (major == OLDEST_MAJOR && minor >= OLDEST_MINOR);
    }

    /** What the compilers of CUDA call its architecture, such as {@code sm_90}. */
    public String architecture() {
        return "sm_" + major + minor;
    }
}
