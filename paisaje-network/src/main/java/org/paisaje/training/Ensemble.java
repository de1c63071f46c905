package org.paisaje.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.paisaje.math.linalg.Blas;
import org.paisaje.risk.Objective;

/**
 * Many independent runs, one per thread at a time. A member is computed by one thread with single-threaded products and
 * updates, from what its number determines, so the results are bitwise the same whatever the number of threads.
 */
public final class Ensemble {
    private Ensemble() {}

    /** {@link #run(int, int, IntFunction)} on all processors. */
    public static <T> List<T> run(int members, IntFunction<T> member) {
        return run(members, Runtime.getRuntime().availableProcessors(), member);
    }

    /**
     * Computes {@code member.apply(i)} for i = 0 to members - 1. A member makes its own objective (workspaces serve one
     * thread) and draws from seeds that depend on i.
     *
     * @param threads the number of threads, at least 1
     * @return the results in order
     * @throws RuntimeException the failure of the member with the lowest number among those that failed
     */
    public static <T> List<T> run(int members, int threads, IntFunction<T> member) {
        Check.that(members >= 0, "Ensemble.run", "members", members, "at least 0");
        Check.that(threads >= 1, "Ensemble.run", "threads", threads, "at least 1");
        @Nullable
        Object[] results = new @Nullable Object[members];
        @Nullable
        RuntimeException[] failures = new @Nullable RuntimeException[members];
        AtomicInteger next = new AtomicInteger();
        Runnable work = () -> {
            int i;
            while ((i = next.getAndIncrement()) < members) {
                try {
                    int index = i;
                    results[i] = Blas.withThreads(1, () -> member.apply(index));
                } catch (RuntimeException e) {
                    failures[i] = e;
                    next.set(members);
                }
            }
        };
        int helpers = Math.min(threads, members) - 1;
        if (helpers <= 0) {
            work.run();
        } else {
            share(work, helpers);
        }
        for (int i = 0; i < members; i++) {
            RuntimeException failure = failures[i];
            if (failure != null) {
                failure.addSuppressed(new IllegalStateException("in member " + i + " of " + members));
                throw failure;
            }
        }
        @SuppressWarnings("unchecked")
        List<T> all = (List<T>) new ArrayList<>(Arrays.asList(results));
        return all;
    }

    /**
     * Trains from many starting points.
     *
     * @param training the settings; updates run on one thread each
     * @param objective a fresh objective per thread, the same function every time
     * @param starts one theta per member
     */
    public static List<Trajectory> train(Training training, Supplier<? extends Objective> objective,
            List<double[]> starts, int threads) {
        Training single = training.threads(1);
        ThreadLocal<Objective> own = ThreadLocal.withInitial(objective);
        return run(starts.size(), threads, i -> single.run(own.get(), starts.get(i)));
    }

    private static void share(Runnable work, int helpers) {
        try (ExecutorService pool = Executors.newFixedThreadPool(helpers, task -> {
            Thread thread = new Thread(task, "paisaje-ensemble");
            thread.setDaemon(true);
            return thread;
        })) {
            List<Future<?>> rest = new ArrayList<>();
            for (int i = 0; i < helpers; i++) {
                rest.add(pool.submit(work));
            }
            work.run();
            boolean interrupted = Thread.currentThread().isInterrupted();
            if (interrupted) {
                pool.shutdownNow();
                // The caller's interrupt must not break the wait for the others.
                interrupted = Thread.interrupted();
            }
            for (Future<?> one : rest) {
                interrupted |= await(one, pool);
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean await(Future<?> future, ExecutorService pool) {
        boolean interrupted = false;
        while (true) {
            try {
                future.get();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
                pool.shutdownNow();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw new IllegalStateException(e.getCause());
            }
        }
    }
}
