package org.dnn.runtime.cuda;

import org.dnn.runtime.cuda.Cublas.Elements;
import org.dnn.runtime.cuda.Cublas.Factor;
import org.dnn.runtime.cuda.Cublas.Precision;

/** Products of matrices that lie row by row, or column by column, by a library for those that lie column by column. */
final class MatrixProducts implements AutoCloseable {
    private final Cublas library;
    private final Precision precision;
    /** Whether it multiplies bfloat16: cards have that from Ampere on. */
    private final boolean takesHalves;

    MatrixProducts(Cublas library, Precision precision, boolean takesHalves) {
        this.library = library;
        this.precision = precision;
        this.takesHalves = takesHalves;
    }

    /**
     * A matrix: where its first element is, in bytes, and how far rows and columns are apart, in elements; one of them is 1.
     */
    record Matrix(long place, int rowStride, int columnStride) {
        /** What it is to the library, for which rows are columns. */
        private Factor factor(int rows, int columns) {
            // Where there is one row or column, its stride says nothing, and the library wants one that could be.
            boolean byRows = columnStride == 1;
            return new Factor(place, !byRows, Math.max(byRows ? rowStride : columnStride, byRows ? columns : rows));
        }
    }

    /** Whether the library can be asked for such products here. */
    boolean takes(Elements elements) {
        return takesHalves || !elements.halfFactors;
    }

    /** Starts {@code c = a × b}, with {@code c} row by row: to the library its transpose, {@code bᵀ × aᵀ}. */
    void multiply(Matrix a, Matrix b, long c, ProductSize size, Elements elements) {
        library.multiply(size.columns(), size.rows(), size.depth(), b.factor(size.depth(), size.columns()),
                a.factor(size.rows(), size.depth()), c, size.columns(),
                elements.halfFactors ? Precision.FLOAT32 : precision, elements);
    }

    @Override
    public void close() {
        library.close();
    }
}
