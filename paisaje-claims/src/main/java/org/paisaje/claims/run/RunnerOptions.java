package org.paisaje.claims.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.paisaje.claims.Size;

/**
 * How claims are run.
 *
 * @param size how much work each claim may do
 * @param seed the root of all randomness
 * @param threads how many replicates are measured at once
 * @param store where finished replicates are kept; empty to keep none
 * @param fresh whether to measure again what the store has
 * @param changes parameters of the standard settings to change, as text; then nothing is expected
 */
public record RunnerOptions(
        Size size, long seed, int threads, Optional<ReplicateStore> store, boolean fresh,
        Map<String, String> changes) {
    /** Checks the number of threads and copies the map. */
    public RunnerOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: got " + threads + ", at least one is needed");
        }
        changes = new LinkedHashMap<>(changes);
    }

    /** The same with another seed. */
    public RunnerOptions withSeed(long other) {
        return new RunnerOptions(size, other, threads, store, fresh, changes);
    }

    /** All processors, nothing kept, standard settings. */
    public static RunnerOptions of(Size size, long seed) {
        return new RunnerOptions(
                size, seed, Runtime.getRuntime().availableProcessors(), Optional.empty(), false, Map.of());
    }
}
