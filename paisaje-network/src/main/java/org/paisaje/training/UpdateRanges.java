package org.paisaje.training;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Elementwise work split into contiguous ranges. Every entry is computed by the same operations wherever the cuts lie,
 * so results do not depend on the number of threads.
 */
public final class UpdateRanges {
    /** Below this many entries waking another thread costs more than it saves. */
    private static final int WORTHWHILE = 1 << 16;
    /** Cuts are at multiples of a cache line of doubles. */
    private static final int GRAIN = 64;

    private static final ExecutorService POOL = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "paisaje-update");
        thread.setDaemon(true);
        return thread;
    });

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
        CountDownLatch rest = new CountDownLatch(parts - 1);
        AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
        for (int i = 1; i < parts; i++) {
            int from = Math.min(n, i * size);
            int to = Math.min(n, from + size);
            POOL.execute(() -> {
                try {
                    range.run(from, to);
                } catch (RuntimeException e) {
                    failure.compareAndSet(null, e);
                } finally {
                    rest.countDown();
                }
            });
        }
        range.run(0, Math.min(n, size));
        boolean interrupted = false;
        while (true) {
            try {
                rest.await();
                break;
            } catch (InterruptedException e) {
                // Half an update must not escape: finish, then pass the interrupt on.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        RuntimeException thrown = failure.get();
        if (thrown != null) {
            throw thrown;
        }
    }
}
