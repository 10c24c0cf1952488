package org.dnn.runtime.train;

import org.dnn.runtime.data.RandomNormal;

/** A random matrix whose rows, or columns if there are fewer, are orthogonal to each other and of length {@code gain}. */
final class OrthogonalMatrix {
    private OrthogonalMatrix() {}

    /** Normal numbers, made orthogonal one after the other by the modified Gram–Schmidt process, twice for precision. */
    static float[] of(long key, int rows, int columns, double gain) {
        boolean wide = rows <= columns;
        int count = wide ? rows : columns;
        int length = wide ? columns : rows;
        double[] normal = new double[count * length];
        RandomNormal.fill(key, 0, normal);
        double[][] vectors = new double[count][length];
        for (int v = 0; v < count; v++) {
            System.arraycopy(normal, v * length, vectors[v], 0, length);
            for (int pass = 0; pass < 2; pass++) {
                for (int before = 0; before < v; before++) {
                    subtract(vectors[v], vectors[before], dot(vectors[v], vectors[before]));
                }
                scale(vectors[v], 1 / Math.sqrt(dot(vectors[v], vectors[v])));
            }
        }
        float[] matrix = new float[rows * columns];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                matrix[r * columns + c] = (float) (gain * (wide ? vectors[r][c] : vectors[c][r]));
            }
        }
        return matrix;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void subtract(double[] from, double[] what, double times) {
        for (int i = 0; i < from.length; i++) {
            from[i] -= times * what[i];
        }
    }

    private static void scale(double[] vector, double by) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= by;
        }
    }
}
