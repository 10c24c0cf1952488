package org.dnn.runtime.device;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/**
 * A value that became NaN or infinite.
 *
 * @param step  the step, from 0 in the whole training
 * @param name  what the value is called in generated code: {@code linear2}, {@code linear2.weight gradient}
 * @param line  of the {@code .dnn} file
 * @param first the first of its numbers that is not finite
 * @param count how many are not
 * @param size  how many there are
 * @param row   the row of the data that the first belongs to, from 0, where the value has rows
 */
public record NotFinite(long step, String name, int line, float first, int count, int size, OptionalInt row) {
    /** The numbers of a value. */
    @FunctionalInterface
    public interface Numbers {
        float at(int index);
    }

    /**
     * Looks at a value.
     *
     * @param row the row that one of its numbers belongs to
     * @return nothing if all of it is finite
     */
    public static Optional<NotFinite> in(long step, String name, int line, int size, Numbers numbers,
            IntFunction<OptionalInt> row) {
        int first = -1;
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (!Float.isFinite(numbers.at(i))) {
                first = first < 0 ? i : first;
                count++;
            }
        }
        return first < 0
                ? Optional.empty()
                : Optional.of(new NotFinite(step, name, line, numbers.at(first), count, size, row.apply(first)));
    }
}
