package org.dnn.compiler;

import java.util.Arrays;
import java.util.List;

/** What can be printed of a compilation, in the order in which it comes about: {@link Compilation#dumps}. */
public enum Stage {
    /** What was written. */
    TREE("tree"),
    /** What was meant: names resolved, defaults filled in. */
    MODEL("model"),
    /** The equations as they are written down first. */
    LOWERED("lowered"),
    /** The equations after all passes. */
    IR("ir"),
    /** Loop nests and opaque kernels. */
    KERNELS("kernels"),
    /** The steps, and where everything lies. */
    PLAN("plan"),
    /** The table of layers, operations and memory. */
    LAYERS("layers");

    private final String word;

    Stage(String word) {
        this.word = word;
    }

    /** As users write it: {@code -Ddnn.dump=kernels}. */
    public String word() {
        return word;
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(Stage::word).toList();
    }
}
