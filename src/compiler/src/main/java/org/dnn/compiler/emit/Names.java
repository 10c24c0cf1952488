package org.dnn.compiler.emit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import javax.lang.model.SourceVersion;

/** Gives Java names that are free, made of what a value is called: {@code residual1.conv2d1.weight} → {@code residual1Conv2d1Weight}. */
final class Names {
    private final Set<String> taken = new HashSet<>();

    Names(String... reserved) {
        taken.addAll(List.of(reserved));
    }

    Names(Names outer) {
        taken.addAll(outer.taken);
    }

    /** Gives this name to nobody. */
    void reserve(String name) {
        taken.add(name);
    }

    /** A free name in the way of a variable or method. */
    String variable(String text) {
        String name = camel(text);
        return free(name.isEmpty() || !Character.isJavaIdentifierStart(name.charAt(0)) || !SourceVersion.isName(name)
                ? "value" + capital(name)
                : name);
    }

    /** A free name for a number whose place has perhaps taken the name. */
    String value(String text) {
        return taken.contains(camel(text)) ? variable(text + " value") : variable(text);
    }

    /** A free name in the way of a constant. */
    String constant(String text) {
        return free(String.join("_", words(text)).toUpperCase(Locale.ROOT));
    }

    static String camel(String text) {
        List<String> words = words(text);
        StringBuilder name = new StringBuilder();
        for (String word : words) {
            name.append(name.isEmpty()
                    ? word.substring(0, 1).toLowerCase(Locale.ROOT) + word.substring(1)
                    : capital(word));
        }
        return name.toString();
    }

    static String capital(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private String free(String name) {
        String candidate = name;
        boolean endsWithDigit = Character.isDigit(name.charAt(name.length() - 1));
        for (int n = 2; !taken.add(candidate); n++) {
            candidate = name + (endsWithDigit ? "_" : "") + n;
        }
        return candidate;
    }

    /** {@code conv2d1.weight} and {@code runningMean} are two words each. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean hump = Character.isUpperCase(c) && i > 0 && Character.isLowerCase(text.charAt(i - 1));
            if (!Character.isLetterOrDigit(c) || hump) {
                if (!word.isEmpty()) {
                    words.add(word.toString());
                    word.setLength(0);
                }
            }
            if (Character.isLetterOrDigit(c)) {
                word.append(c);
            }
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }
}
