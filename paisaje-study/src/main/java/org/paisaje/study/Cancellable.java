package org.paisaje.study;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.paisaje.math.linalg.Blas;

/**
 * Work that cannot be stopped in the middle, such as a factorisation, and that its caller does not wait for once it was asked
 * to end: the result is then made of what there is. The work goes on in the background to its end, which in a program that
 * ends is not long.
 */
public final class Cancellable {
    private Cancellable() {}

    /**
     * The result of work that is done on another thread with as many threads for large problems as the caller has.
     *
     * @param patience how long it is waited for after an interrupt, which the work sees too
     * @return empty if the calling thread was or is interrupted and the work did not end in that time; the interrupt stays set
     */
    public static <T> Optional<T> of(Duration patience, Supplier<T> work) {
        if (Session.cancelled()) {
            return Optional.empty();
        }
        int threads = Blas.threads();
        var task = new FutureTask<>(() -> Blas.withThreads(threads, work));
        Thread worker = Thread.ofPlatform().daemon().name("paisaje-work").start(task);
        try {
            return Optional.of(task.get());
        } catch (InterruptedException _) {
            worker.interrupt();
            return late(task, patience);
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static <T> Optional<T> late(FutureTask<T> task, Duration patience) {
        try {
            return Optional.of(task.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException | TimeoutException _) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw failure(e);
        } finally {
            Thread.currentThread().interrupt();
        }
    }

    private static RuntimeException failure(ExecutionException e) {
        return switch (e.getCause()) {
            case RuntimeException own -> own;
            case Error own -> throw own;
            case null, default -> new IllegalStateException(e);
        };
    }
}
