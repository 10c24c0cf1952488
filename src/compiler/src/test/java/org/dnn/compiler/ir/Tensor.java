package org.dnn.compiler.ir;

import java.util.Arrays;
import java.util.List;

/** A value while the reference interpreter runs: its sizes, the rows filled in, and its numbers in double. */
public record Tensor(int[] sizes, double[] numbers) {
    public static Tensor of(List<Integer> sizes, int rows) {
        int[] filled = sizes.stream().mapToInt(s -> s == TensorType.ROWS ? rows : s).toArray();
        return new Tensor(filled, new double[Arrays.stream(filled).reduce(1, (a, b) -> a * b)]);
    }

    public static Tensor scalar(double value) {
        return new Tensor(new int[0], new double[]{value});
    }

    /** Calls for every place, in order, with the place of each axis. */
    public void each(java.util.function.ObjIntConsumer<int[]> visit) {
        int[] place = new int[sizes.length];
        for (int i = 0; i < numbers.length; i++) {
            int rest = i;
            for (int a = sizes.length - 1; a >= 0; a--) {
                place[a] = rest % sizes[a];
                rest /= sizes[a];
            }
            visit.accept(place, i);
        }
    }

    public double at(int... place) {
        return numbers[index(place)];
    }

    public int index(int... place) {
        int index = 0;
        for (int a = 0; a < sizes.length; a++) {
            index = index * sizes[a] + place[a];
        }
        return index;
    }
}
