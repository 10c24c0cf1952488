package org.dnn.cli;

/** A number and its noun. */
final class Count {
    private Count() {}

    /** {@code 1 file}, {@code 2 files}, {@code 3 classes}. */
    static String of(long number, String noun) {
        String plural = noun.endsWith("s") ? noun + "es" : noun + "s";
        return number + " " + (number == 1 ? noun : plural);
    }
}
