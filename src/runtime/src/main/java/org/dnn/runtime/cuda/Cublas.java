package org.dnn.runtime.cuda;

import java.util.Locale;

/**
 * NVIDIA's library for products of matrices, as much of it as is used. A binding for CUDA 12 does not load with CUDA 13, so
 * there are two implementations. Its matrices lie column by column.
 */
interface Cublas extends AutoCloseable {
    /** How exactly products of floats are computed. */
    enum Precision {
        /** As written. */
        FLOAT32(68),
        /** Factors with ten bits behind the point. */
        TF32(77),
        /** Factors as bfloat16, with seven. */
        BF16(75);

        /** The number of the library's {@code cublasComputeType_t}. */
        final int computeType;

        Precision(int computeType) {
            this.computeType = computeType;
        }

        /** Behind the name of a library. */
        String words() {
            return this == FLOAT32 ? "" : " in " + name().toLowerCase(Locale.ROOT);
        }

        /** By its word in the language. */
        static Precision of(String word) {
            return switch (word) {
                case "tf32" -> TF32;
                case "bf16" -> BF16;
                case "float32" -> FLOAT32;
                default -> throw new IllegalArgumentException(word);
            };
        }
    }

    /** What matrices are made of. */
    enum Elements {
        /** All of floats. */
        FLOATS(false, false),
        /** Factors of bfloat16 give floats. */
        HALVES(true, false),
        /** Factors of bfloat16 give bfloat16. */
        INTO_HALVES(true, true);

        final boolean halfFactors;
        final boolean halfResult;

        Elements(boolean halfFactors, boolean halfResult) {
            this.halfFactors = halfFactors;
            this.halfResult = halfResult;
        }
    }

    /**
     * One factor of a product.
     *
     * @param place      in bytes, in the memory that the library works in
     * @param transposed whether it stands the other way round
     * @param leading    how far its columns are apart
     */
    record Factor(long place, boolean transposed, int leading) {}

    /**
     * The library of a file.
     *
     * @param workspace where in the memory it works
     */
    static Cublas of(String file, CudaContext context, DeviceMemory memory, long workspace, long workspaceBytes) {
        return file.equals(JCublas.FILE)
                ? new JCublas(context, memory, workspace, workspaceBytes)
                : new ForeignCublas(file, context, memory, workspace, workspaceBytes);
    }

    /**
     * Starts {@code c = a × b} behind what was started before: m rows, n columns, sums of k terms.
     *
     * @param precision of which factors that are floats are taken
     */
    void multiply(int m, int n, int k, Factor a, Factor b, long c, int leading, Precision precision, Elements elements);

    @Override
    void close();
}
