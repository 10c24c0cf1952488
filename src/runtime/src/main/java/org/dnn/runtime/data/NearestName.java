package org.dnn.runtime.data;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was most likely meant. */
final class NearestName {
    private NearestName() {}

    /**
     * The name with the fewest letters to change, add, drop or exchange with their neighbour, case aside; none where
     * that is more than a third of the letters. The first of those equally near.
     */
    static Optional<String> of(String wanted, Collection<String> names) {
        Optional<String> nearest = Optional.empty();
        int least = Math.max(1, wanted.length() / 3) + 1;
        for (String name : names) {
            int distance = distance(normal(wanted), normal(name));
            if (!name.isEmpty() && distance < least) {
                nearest = Optional.of(name);
                least = distance;
            }
        }
        return nearest;
    }

    /** Blanks, hyphens and underscores are taken for the same. */
    private static String normal(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", "_");
    }

    /** Damerau and Levenshtein's distance, each pair of letters exchanged once at most. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
