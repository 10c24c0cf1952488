package org.dnn.compiler.parse;

import java.util.Map;
import java.util.Optional;

/** Signs that other languages, word processors and keyboards have for signs of this one. */
final class LookAlikes {
    private static final Map<String, String> SIGNS = Map.ofEntries(Map.entry("&&", "and"), Map.entry("&", "and"),
            Map.entry("||", "or"), Map.entry("|", "or"), Map.entry("!", "not"), Map.entry("=>", "->"),
            Map.entry("**", "*"), Map.entry(":=", "="), Map.entry("===", "=="), Map.entry("!==", "!="),
            Map.entry("\u2192", "->"), Map.entry("\u21D2", "->"), Map.entry("\u27F6", "->"), Map.entry("\u2010", "-"),
            Map.entry("\u2011", "-"), Map.entry("\u2012", "-"), Map.entry("\u2013", "-"), Map.entry("\u2014", "-"),
            Map.entry("\u2212", "-"), Map.entry("\u00D7", "*"), Map.entry("\u00B7", "*"), Map.entry("\u2217", "*"),
            Map.entry("\u00F7", "/"), Map.entry("\u2215", "/"), Map.entry("\u2264", "<="), Map.entry("\u2265", ">="),
            Map.entry("\u2260", "!="), Map.entry("\u2227", "and"), Map.entry("\u2228", "or"),
            Map.entry("\u00AC", "not"),
            Map.entry("\u3001", ","), Map.entry("\u3010", "["), Map.entry("\u3011", "]"));

    private LookAlikes() {}

    /** The sign of the language that a foreign one looks like or stands for. */
    static Optional<String> of(String sign) {
        char first = sign.charAt(0);
        if (sign.length() == 1 && first >= '\uFF01' && first <= '\uFF5E') {
            String narrow = Character.toString(first - '\uFF01' + '!');
            return "()[]{}+-*/<>=:,.?%;".contains(narrow) ? Optional.of(narrow) : Optional.empty();
        }
        return Optional.ofNullable(SIGNS.get(sign));
    }

    /** Whether a character outside ASCII is a space, or is not seen at all. */
    static boolean isSpace(int character) {
        return character > 0x7F
                && (Character.isSpaceChar(character) || Character.getType(character) == Character.FORMAT);
    }
}
