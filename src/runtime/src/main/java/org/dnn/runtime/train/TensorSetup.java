package org.dnn.runtime.train;

import java.util.ArrayList;
import java.util.List;

/**
 * A tensor in the arena, or a stack of tensors: one for each turn of the repetitions around its layer.
 *
 * @param pattern the name, with a {@code *} for each repetition
 * @param role    {@code parameter}, {@code buffer}, {@code statistic} or {@code state}
 * @param offset  where it begins in the arena, in floats
 * @param counts  how many turns each repetition has, outermost first
 * @param firsts  the number of each repetition's first turn
 */
public record TensorSetup(String pattern, Role role, int offset, Fill fill, int[] shape, int[] counts, int[] firsts) {
    /** What a tensor is for. */
    public enum Role {
        PARAMETER, BUFFER, STATISTIC, STATE
    }

    /** One tensor of the stack. */
    public record Element(String name, int offset) {}

    /** How many numbers one tensor has. */
    public int elements() {
        int count = 1;
        for (int size : shape) {
            count *= size;
        }
        return count;
    }

    /** All tensors of the stack, in their order in the arena. */
    public List<Element> all() {
        List<String> names = List.of(pattern);
        for (int i = 0; i < counts.length; i++) {
            List<String> longer = new ArrayList<>();
            for (String name : names) {
                for (int turn = 0; turn < counts[i]; turn++) {
                    longer.add(name.replaceFirst("\\*", Integer.toString(firsts[i] + turn)));
                }
            }
            names = longer;
        }
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            elements.add(new Element(names.get(i), offset + i * elements()));
        }
        return elements;
    }
}
