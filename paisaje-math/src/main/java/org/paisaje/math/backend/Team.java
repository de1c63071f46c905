package org.paisaje.math.backend;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads that share one large problem. A caller hands over numbered tasks and works along; when the team is busy
 * with somebody else's tasks, or the caller is itself a member, the caller does all of its tasks alone. So one large
 * problem gets all threads, and many problems at once run one per thread without waiting for each other.
 *
 * <p>Members wait actively for some {@value #SPIN_NANOS} ns after their last task before they sleep, because waking a
 * thread costs as much as a product of order 200: long enough for what a Krylov method does alone between two products.
 */
public final class Team {
    private static final long SPIN_NANOS = 200_000;
    private static final ScopedValue<Integer> LIMIT = ScopedValue.newInstance();
    private static final Team SHARED = new Team(
            Integer.getInteger("paisaje.threads", Runtime.getRuntime().availableProcessors()));

    private final Member[] members;
    private final AtomicBoolean busy = new AtomicBoolean();

    /** A team of {@code threads} threads, of which the caller is one. */
    Team(int threads) {
        members = new Member[Math.max(0, threads - 1)];
        for (int i = 0; i < members.length; i++) {
            members[i] = new Member("paisaje-" + (i + 1));
        }
    }

    /** The team of this program: one thread per processor, or as many as the system property paisaje.threads says. */
    public static Team shared() {
        return SHARED;
    }

    /** Runs {@code action} with at most {@code threads} threads for each problem that it starts. */
    public static void limit(int threads, Runnable action) {
        ScopedValue.where(LIMIT, checked(threads)).run(action);
    }

    /** As {@link #limit(int, Runnable)}, for an action with a result. */
    public static <T extends @Nullable Object> T limit(int threads, Supplier<T> action) {
        return ScopedValue.where(LIMIT, checked(threads)).call(action::get);
    }

    private static int checked(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: got " + threads + ", at least 1 is needed");
        }
        return threads;
    }

    /** The number of threads that a large problem started here and now may use. */
    public int threads() {
        if (Thread.currentThread() instanceof Member) {
            return 1;
        }
        int all = members.length + 1;
        return LIMIT.isBound() ? Math.min(LIMIT.get(), all) : all;
    }

    /**
     * Runs tasks 0 to {@code tasks - 1}, each once, in no given order, and returns when all are done. The first failure
     * of a task is thrown after the others have ended.
     */
    public void run(int tasks, IntConsumer task) {
        run(tasks, task, false);
    }

    /** As {@link #run}; an interrupt of the caller reaches the threads that work along, too, and stays set. */
    public void runInterruptibly(int tasks, IntConsumer task) {
        run(tasks, task, true);
    }

    private void run(int tasks, IntConsumer task, boolean interruptible) {
        int helpers = Math.min(threads(), tasks) - 1;
        if (helpers <= 0 || !busy.compareAndSet(false, true)) {
            for (int i = 0; i < tasks; i++) {
                task.accept(i);
            }
            return;
        }
        Batch batch = new Batch(tasks, task);
        try {
            for (int i = 0; i < helpers; i++) {
                members[i].take(batch);
            }
            batch.work();
            batch.await(interruptible ? Arrays.copyOf(members, helpers) : new Member[0]);
        } finally {
            busy.set(false);
        }
        batch.rethrow();
    }

    /** Tasks of one caller; whoever comes takes the next number. */
    private static final class Batch {
        private final int tasks;
        private final IntConsumer task;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger left;
        private volatile @Nullable Throwable failure;

        Batch(int tasks, IntConsumer task) {
            this.tasks = tasks;
            this.task = task;
            this.left = new AtomicInteger(tasks);
        }

        void work() {
            for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
                try {
                    task.accept(i);
                } catch (Throwable e) {
                    failure = e;
                } finally {
                    left.decrementAndGet();
                }
            }
        }

        /** Waits for the rest; these members are told of an interrupt, until they end, since they may be about to begin. */
        void await(Member... told) {
            long start = System.nanoTime();
            boolean interrupted = false;
            while (left.get() > 0) {
                if (System.nanoTime() - start < SPIN_NANOS) {
                    Thread.onSpinWait();
                    continue;
                }
                LockSupport.parkNanos(20_000);
                interrupted |= told.length > 0 && Thread.interrupted();
                if (interrupted) {
                    for (Member member : told) {
                        member.interrupt();
                    }
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        void rethrow() {
            switch (failure) {
                case null -> {}
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case Throwable e -> throw new IllegalStateException(e);
            }
        }
    }

    /** A daemon thread that starts with its first task. */
    private static final class Member extends Thread {
        private final AtomicReference<@Nullable Batch> batch = new AtomicReference<>();
        private volatile boolean asleep;
        private boolean started;

        Member(String name) {
            super(name);
            setDaemon(true);
        }

        void take(Batch work) {
            batch.set(work);
            if (!started) {
                started = true;
                start();
            } else if (asleep) {
                LockSupport.unpark(this);
            }
        }

        @Override
        public void run() {
            while (true) {
                next().work();
            }
        }

        private Batch next() {
            long start = System.nanoTime();
            while (true) {
                Batch work = batch.getAndSet(null);
                if (work != null) {
                    Thread.interrupted();
                    return work;
                }
                if (System.nanoTime() - start < SPIN_NANOS) {
                    Thread.onSpinWait();
                } else {
                    asleep = true;
                    if (batch.get() == null) {
                        LockSupport.park(this);
                        Thread.interrupted();
                    }
                    asleep = false;
                }
            }
        }
    }
}
