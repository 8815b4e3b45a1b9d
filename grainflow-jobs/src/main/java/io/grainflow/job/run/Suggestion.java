package io.grainflow.job.run;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Suggests a known name for a misspelt one. */
final class Suggestion {
    private static final int MOST_CHANGES = 3;

    private Suggestion() {}

    /** Such as {@code  (did you mean noise?)}; empty if no known name is similar. */
    static String of(String got, List<String> known) {
        return known.stream()
                .filter(name ->
                        isBeginning(got, name) || changes(got, name) <= Math.min(MOST_CHANGES, name.length() / 2))
                .min(Comparator.comparingInt(name -> changes(got, name)))
                .map(name -> " (did you mean " + name + "?)")
                .orElse("");
    }

    private static boolean isBeginning(String got, String name) {
        return got.length() >= MOST_CHANGES && name.startsWith(got);
    }

    /** Number of letters to insert, delete or replace, ignoring case (Levenshtein, 1966). */
    private static int changes(String got, String name) {
        String from = got.toLowerCase(Locale.ROOT);
        String to = name.toLowerCase(Locale.ROOT);
        int[] before = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = before[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], before[j]));
            }
            before = row;
        }
        return before[to.length()];
    }
}
