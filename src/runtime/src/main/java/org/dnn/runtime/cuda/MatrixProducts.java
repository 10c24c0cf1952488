package org.dnn.runtime.cuda;

import org.dnn.runtime.cuda.Cublas.Factor;
import org.dnn.runtime.cuda.Cublas.Precision;

/** Products of matrices that lie row by row, or column by column, by a library for those that lie column by column. */
final class MatrixProducts implements AutoCloseable {
    /** Multiplications from which the way to bfloat16 and back to the card's memory is worth it. */
    private static final long LARGE = 1 << 28;

    private final Cublas library;
    private final Precision precision;

    MatrixProducts(Cublas library, Precision precision) {
        this.library = library;
        this.precision = precision;
    }

    /**
     * A matrix: where its first element is, in bytes, and how far rows and columns are apart, in floats; one of them is 1.
     */
    record Matrix(long place, int rowStride, int columnStride) {
        /** What it is to the library, for which rows are columns. */
        private Factor factor(int rows, int columns) {
            // Where there is one row or column, its stride says nothing, and the library wants one that could be.
            boolean byRows = columnStride == 1;
            return new Factor(place, !byRows, Math.max(byRows ? rowStride : columnStride, byRows ? columns : rows));
        }
    }

    /** Whether the factors of a product are to be given as bfloat16. The library can take them as floats, at a third of the speed. */
    boolean inHalves(ProductSize size) {
        return inHalves(precision, size);
    }

    static boolean inHalves(Precision precision, ProductSize size) {
        return precision == Precision.BF16 && size.multiplications() >= LARGE;
    }

    /** Starts {@code c = a × b}, with {@code c} row by row: to the library its transpose, {@code bᵀ × aᵀ}. */
    void multiply(Matrix a, Matrix b, long c, ProductSize size) {
        boolean halves = inHalves(size);
        library.multiply(size.columns(), size.rows(), size.depth(), b.factor(size.depth(), size.columns()),
                a.factor(size.rows(), size.depth()), c, size.columns(), halves ? Precision.FLOAT32 : precision, halves);
    }

    @Override
    public void close() {
        library.close();
    }
}
