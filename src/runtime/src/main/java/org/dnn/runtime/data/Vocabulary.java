package org.dnn.runtime.data;

import java.util.List;
import java.util.TreeSet;

/**
 * The words of a category, each different, in ascending order of their code points. In a column, a word is its index
 * here, as a float, which is exact up to 2²⁴ words.
 */
public record Vocabulary(List<String> words) {
    public Vocabulary {
        words = List.copyOf(words);
    }

    public int size() {
        return words.size();
    }

    /** The words that some rows of a column use, in the same order: what the training rows know. */
    public Vocabulary usedIn(FloatColumn column, int[] rows) {
        TreeSet<Integer> used = new TreeSet<>();
        for (int row : rows) {
            float index = column.at(row, 0);
            if (!Float.isNaN(index)) {
                used.add((int) index);
            }
        }
        return new Vocabulary(used.stream().map(words::get).toList());
    }

    /**
     * A column of this vocabulary told by another. A missing value stays missing.
     *
     * @param unknown what stands for a word that the other lacks
     */
    public FloatColumn translate(FloatColumn column, Vocabulary other, float unknown) {
        float[] index = new float[words.size()];
        for (int i = 0; i < index.length; i++) {
            int found = other.words.indexOf(words.get(i));
            index[i] = found < 0 ? unknown : found;
        }
        float[] values = column.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.isNaN(values[i]) ? values[i] : index[(int) values[i]];
        }
        return new FloatColumn(values, column.width());
    }
}
