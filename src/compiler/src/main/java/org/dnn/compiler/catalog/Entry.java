package org.dnn.compiler.catalog;

import java.util.List;
import java.util.Optional;

/**
 * One thing that exists.
 *
 * @param foreign names by which others know it; a fix replaces them
 * @param rule    for layers and functions: what they do to shapes and kinds, and which weights they have
 */
public record Entry(String name, Group group, String sentence, List<Parameter> parameters, List<String> foreign,
        Optional<LayerRule> rule) {
    public Entry {
        parameters = List.copyOf(parameters);
        foreign = List.copyOf(foreign);
    }

    /** What kind of thing. */
    public enum Group {
        LAYER("layer"), LOSS("loss"), OPTIMIZER("optimizer"), SCHEDULE("schedule"), INITIALISER(
                "initialiser"), TRANSFORM("transform"), METRIC("metric"), SOURCE("source"), SPLIT("split");

        private final String word;

        Group(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        /** {@code a layer}, {@code an optimizer}. */
        public String withArticle() {
            return ("aeiou".indexOf(word.charAt(0)) >= 0 ? "an " : "a ") + word;
        }
    }

    static Entry of(Group group, String name, String sentence, Parameter... parameters) {
        return new Entry(name, group, sentence, List.of(parameters), List.of(), Optional.empty());
    }

    Entry rule(LayerRule rule) {
        return new Entry(name, group, sentence, parameters, foreign, Optional.of(rule));
    }

    Entry alsoKnownAs(String... names) {
        return new Entry(name, group, sentence, parameters, List.of(names), rule);
    }

    public Optional<Parameter> parameter(String parameterName) {
        return parameters.stream().filter(p -> p.name().equals(parameterName)).findFirst();
    }
}
