package org.paisaje.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Parallel;
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
     * @param threads the most threads, at least 1; those of {@link Parallel}, of which there are no more than processors
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
        AtomicBoolean failed = new AtomicBoolean();
        Blas.withThreads(Math.min(threads, Blas.threads()), () -> Parallel.runInterruptibly(members, i -> {
            if (failed.get()) {
                return;
            }
            try {
                results[i] = Blas.withThreads(1, () -> member.apply(i));
            } catch (RuntimeException e) {
                failures[i] = e;
                failed.set(true);
            }
        }));
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
}
