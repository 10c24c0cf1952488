package org.dnn.runtime.train;

import org.dnn.runtime.data.Philox;
import org.dnn.runtime.data.RandomNormal;

/** How a tensor is set at first. Random numbers depend on the seed and the tensor's name alone. */
public sealed interface Fill {
    /** The first values of a tensor. */
    float[] values(long seed, String name, int[] shape);

    static Fill constant(double value) {
        return new Constant(value);
    }

    static Fill uniform(double low, double high) {
        return new Uniform(low, high);
    }

    static Fill normal(double mean, double deviation) {
        return new Normal(mean, deviation);
    }

    static Fill orthogonal(double gain) {
        return new Orthogonal(gain);
    }

    private static int count(int[] shape) {
        int count = 1;
        for (int size : shape) {
            count = Math.multiplyExact(count, size);
        }
        return count;
    }

    /** All the same. */
    record Constant(double value) implements Fill {
        @Override
        public float[] values(long seed, String name, int[] shape) {
            float[] values = new float[count(shape)];
            java.util.Arrays.fill(values, (float) value);
            return values;
        }
    }

    /** Uniform in [low, high). */
    record Uniform(double low, double high) implements Fill {
        @Override
        public float[] values(long seed, String name, int[] shape) {
            float[] values = new float[count(shape)];
            long key = Philox.key(seed, name);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (low + (high - low) * Philox.uniform(Philox.word(key, i, 0, 0, 0)));
            }
            return values;
        }
    }

    /** Normal. */
    record Normal(double mean, double deviation) implements Fill {
        @Override
        public float[] values(long seed, String name, int[] shape) {
            double[] normal = new double[count(shape)];
            RandomNormal.fill(Philox.key(seed, name), 0, normal);
            float[] values = new float[normal.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (mean + deviation * normal[i]);
            }
            return values;
        }
    }

    /** Orthogonal rows, or columns if there are fewer, of the tensor seen as [first axis, rest] (Saxe et al. 2013). */
    record Orthogonal(double gain) implements Fill {
        @Override
        public float[] values(long seed, String name, int[] shape) {
            int rows = shape[0];
            int columns = count(shape) / rows;
            return OrthogonalMatrix.of(Philox.key(seed, name), rows, columns, gain);
        }
    }
}
