package org.paisaje.study.landscape;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paisaje.registry.KeyValues;

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
        KeyValues values = KeyValues.parse("--glass " + text, text, List.of("p", "n", "draws", "runs"));
        return new GlassSetting(values.count("p", 3), values.count("n", 60), values.count("draws", 4),
                values.count("runs", 60), seed);
    }

    /** The setting by the names of the options, in full. */
    Map<String, Object> describe() {
        var result = new LinkedHashMap<String, Object>();
        result.put("glass", "p=" + order + ",n=" + spins + ",draws=" + draws + ",runs=" + runs);
        result.put("seed", seed);
        return result;
    }
}
