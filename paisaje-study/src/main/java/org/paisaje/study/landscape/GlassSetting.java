package org.paisaje.study.landscape;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Which spin glasses are searched.
 *
 * @param order p, the spins in a product
 * @param spins N
 * @param draws of the couplings
 * @param runs searches for each
 * @param seed the root of the randomness
 */
public record GlassSetting(int order, int spins, int draws, int runs, long seed) {
    /** Checks the ranges. */
    public GlassSetting {
        if (order < 3 || order > 10 || spins < 3 || draws < 2 || runs < 5 || draws > 10_000 || runs > 1_000_000) {
            throw new IllegalArgumentException(
                    "--glass has p=" + order + ", n=" + spins + ", draws=" + draws + ", runs=" + runs
                            + "; p is 3 to 10, n at least 3, draws 2 to 10,000, runs 5 to 1,000,000");
        }
    }

    /** Reads {@code p=3,n=60,draws=4,runs=60}; what is left out is so. */
    public static GlassSetting parse(String text, long seed) {
        Map<String, Integer> values = new LinkedHashMap<>(Map.of("p", 3, "n", 60, "draws", 4, "runs", 60));
        for (String part : text.split(",", -1)) {
            String[] sides = part.strip().split("=", -1);
            String name = sides[0].toLowerCase(Locale.ROOT);
            if (sides.length != 2 || !values.containsKey(name)) {
                throw new IllegalArgumentException("--glass " + text + ": " + part
                        + " is not understood; write p=3,n=60,draws=4,runs=60, or some of these");
            }
            try {
                values.put(name, Integer.parseInt(sides[1]));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("--glass " + text + ": " + sides[1] + " is not a whole number", e);
            }
        }
        return new GlassSetting(get(values, "p"), get(values, "n"), get(values, "draws"), get(values, "runs"), seed);
    }

    private static int get(Map<String, Integer> values, String name) {
        return values.getOrDefault(name, 0);
    }

    /** The setting by the names of the options, in full. */
    Map<String, Object> describe() {
        var result = new LinkedHashMap<String, Object>();
        result.put("glass", "p=" + order + ",n=" + spins + ",draws=" + draws + ",runs=" + runs);
        result.put("seed", seed);
        return result;
    }
}
