package org.dnn.compiler.catalog;

import java.util.List;
import java.util.Optional;

/**
 * One parameter of a catalogue entry.
 *
 * @param standard   what it is where it is not given; empty where it must be
 * @param positional whether it may be given without its name, in the order of the entry's parameters
 * @param options    the words that it takes, where it takes words
 */
public record Parameter(String name, Type type, Optional<Object> standard, boolean positional, Range range,
        List<String> options, String sentence) {

    /** What can be given. */
    public enum Type {
        WHOLE("a whole number"), REAL("a number"), TRUTH("true or false"),
        /** One whole number for both directions, or {@code [y, x]}. */
        PAIR("a whole number, or two: [y, x]"),
        /** A {@link #PAIR}, or {@code same}. */
        PADDING("a whole number, two: [y, x], or same"), INITIALISER(
                "a way to set the first weights, such as kaiming_uniform"), REALS("a list of numbers"), REAL_PAIR(
                        "two numbers: [a, b]"), WORD("a word"), TEXT("a text in quotes"),
        /** One number, or one for each channel. */
        REAL_OR_REALS("a number, or a list of numbers"), DURATION(
                "a duration, such as 5 epochs or 200 steps"), DURATIONS(
                        "a list of durations, such as [30 epochs, 60 epochs]"), METRIC(
                                "a measured quantity, such as validation.loss"), PART(
                                        "a share or a count of rows, such as 70% or 45_000");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        /** As an error says it: "expected a whole number". */
        public String text() {
            return text;
        }
    }

    public static Parameter of(String name, Type type, String sentence) {
        return new Parameter(name, type, Optional.empty(), false, Range.ANY, List.of(), sentence);
    }

    public Parameter byPosition() {
        return new Parameter(name, type, standard, true, range, options, sentence);
    }

    public Parameter standard(Object value) {
        return new Parameter(name, type, Optional.of(value), positional, range, options, sentence);
    }

    public Parameter in(Range values) {
        return new Parameter(name, type, standard, positional, values, options, sentence);
    }

    public Parameter oneOf(String... words) {
        return new Parameter(name, type, standard, positional, range, List.of(words), sentence);
    }

    public boolean isRequired() {
        return standard.isEmpty();
    }
}
