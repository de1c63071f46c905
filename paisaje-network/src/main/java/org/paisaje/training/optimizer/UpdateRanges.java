package org.paisaje.training.optimizer;

import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Parallel;

/**
 * Elementwise work split into contiguous ranges. Every entry is computed by the same operations wherever the cuts lie,
 * so results do not depend on the number of threads.
 */
public final class UpdateRanges {
    /** Below this many entries waking another thread costs more than it saves. */
    private static final int WORTHWHILE = 1 << 16;
    /** Cuts are at multiples of a cache line of doubles. */
    private static final int GRAIN = 64;

    private UpdateRanges() {}

    public interface Range {
        void run(int from, int to);
    }

    public static boolean pays(int n, int threads) {
        return threads > 1 && n >= WORTHWHILE;
    }

    public static void run(int n, int threads, Range range) {
        int parts = Math.min(threads, Math.max(1, n / (WORTHWHILE / 4)));
        int size = ((n + parts - 1) / parts + GRAIN - 1) / GRAIN * GRAIN;
        Blas.withThreads(Math.min(threads, Blas.threads()), () -> Parallel.run(parts, i -> {
            range.run(Math.min(n, i * size), Math.min(n, (i + 1) * size));
        }));
    }
}
