package org.dnn.runtime.device;

import java.util.OptionalInt;

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
public record NotFinite(long step, String name, int line, float first, int count, int size, OptionalInt row) {}
