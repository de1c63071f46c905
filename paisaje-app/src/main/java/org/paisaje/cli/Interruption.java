package org.paisaje.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns a request to end the process (Ctrl-C, a termination signal) into an interrupt of the thread that computes, and
 * keeps the process alive until that thread has written what there is, at most half a minute.
 */
final class Interruption implements AutoCloseable {
    private static final long PATIENCE = 30;

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook;

    private Interruption(Thread computing) {
        hook = new Thread(() -> {
            computing.interrupt();
            try {
                boolean done = finished.await(PATIENCE, TimeUnit.SECONDS);
                if (!done) {
                    System.err.println("paisaje: gave up waiting for the computation to end");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** From now until {@link #close}. */
    static Interruption ofThisThread() {
        return new Interruption(Thread.currentThread());
    }

    @Override
    public void close() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The process is ending already; the hook has what it waits for.
            return;
        }
    }
}
