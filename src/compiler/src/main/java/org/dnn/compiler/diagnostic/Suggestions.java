package org.dnn.compiler.diagnostic;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what a misspelt word was meant to be. */
public final class Suggestions {
    private Suggestions() {}

    /**
     * The candidate that takes the fewest letters inserted, left out, replaced or swapped with their neighbour to get to,
     * whatever the case of the letters; the first of several. Nothing where more than a third of the letters would change,
     * unless the word is how the candidate begins: {@code norm} for {@code normalize}.
     */
    public static Optional<String> nearest(String word, Collection<String> candidates) {
        String wanted = word.toLowerCase(Locale.ROOT);
        Optional<String> best = Optional.empty();
        int least = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            int most = Math.max(Math.max(wanted.length(), candidate.length()), 3) / 3;
            int distance = Math.abs(wanted.length() - candidate.length()) > most
                    ? Integer.MAX_VALUE
                    : distance(wanted, candidate.toLowerCase(Locale.ROOT));
            if (distance <= most && distance < least) {
                least = distance;
                best = Optional.of(candidate);
            }
        }
        return best.or(() -> candidates.stream()
                .filter(c -> wanted.length() >= 3 && c.toLowerCase(Locale.ROOT).startsWith(wanted)).findFirst());
    }

    /**
     * The least number of insertions, deletions, replacements and swaps of neighbours, no letter being changed twice
     * (optimal string alignment; Damerau 1964, Levenshtein 1966).
     */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int step(int[][] cost, String a, String b, int i, int j) {
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }
}
