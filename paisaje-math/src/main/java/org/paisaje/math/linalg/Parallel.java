package org.paisaje.math.linalg;

import java.util.function.IntConsumer;
import org.paisaje.math.backend.Team;

/**
 * Loops shared by the threads that also run large products, under the same limit ({@link Blas#withThreads}). Which
 * thread runs a task is open: a result that must not depend on it has to be cut into tasks by its size alone.
 */
public final class Parallel {
    private Parallel() {}

    /** Runs tasks 0 to {@code tasks - 1}, each once, and returns when all are done; alone if the threads are busy. */
    public static void run(int tasks, IntConsumer task) {
        Team.shared().run(tasks, task);
    }

    /** As {@link #run}, for long tasks: an interrupt of this thread reaches those that work along, too, and stays set. */
    public static void runInterruptibly(int tasks, IntConsumer task) {
        Team.shared().runInterruptibly(tasks, task);
    }
}
