package org.paisaje.registry;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;

/** What somebody may have meant who wrote a word that is not known. */
public final class Spelling {
    private Spelling() {}

    /** {@code "; did you mean X?"} for the known word with the fewest letters to change, or "" if they are many. */
    public static String suggestion(String word, Collection<String> known) {
        // A change of length takes as many letters at least, and inputs may be of any length.
        return known.stream()
                .filter(candidate -> Math.abs(candidate.length() - word.length()) <= most(candidate))
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
                .filter(candidate -> distance(word, candidate) <= most(candidate))
                .or(() -> known.stream()
                        .filter(candidate -> word.length() >= 3 && candidate.startsWith(word))
                        .min(Comparator.comparingInt(String::length)))
                .map(candidate -> "; did you mean " + candidate + "?")
                .orElse("");
    }

    /** How many letters of a word may be wrong. */
    private static int most(String candidate) {
        return Math.max(1, candidate.length() / 3);
    }

    /** The least number of letters to add, leave out, change, or exchange with the next. */
    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int[] next = new int[b.length() + 1];
            next[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = row[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                next[j] = Math.min(change, 1 + Math.min(row[j], next[j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    next[j] = Math.min(next[j], before[j - 2] + 1);
                }
            }
            before = row;
            row = next;
        }
        return row[b.length()];
    }
}
