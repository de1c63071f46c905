package org.paisaje.cli.process;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Turns a request to end the process (Ctrl-C, a termination signal) into an interrupt of the thread that computes. The process
 * goes on until that thread has written what there is, at most half a minute; a second request ends it at once.
 *
 * <p>Signals are handled, not the shutdown that the JVM answers them with: drawing pictures, for one, is refused in that.
 * {@code sun.misc.Signal} is the only way to; a JVM without it shuts down and waits.
 */
public final class Interruption implements AutoCloseable {
    private static final long PATIENCE = 30;
    private static final int SIGNALLED = 128;
    private static final AtomicInteger RECEIVED = new AtomicInteger();

    private final Thread computing;
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Map<Object, Object> before = new LinkedHashMap<>();
    private final @Nullable Thread hook;

    private Interruption(Thread computing) {
        this.computing = computing;
        if (handlesSignals()) {
            hook = null;
        } else {
            hook = new Thread(() -> {
                computing.interrupt();
                await();
            });
            Runtime.getRuntime().addShutdownHook(hook);
        }
    }

    /** From now until {@link #close}. */
    public static Interruption ofThisThread() {
        return new Interruption(Thread.currentThread());
    }

    /** The exit status of this process, which after a signal is 128 and its number whatever else came out. */
    public static int status(int own) {
        return RECEIVED.get() == 0 ? own : SIGNALLED + RECEIVED.get();
    }

    /** The signal that asked this process to end, in words; empty if none did. A pipe hides the exit status that says it. */
    public static String cause() {
        return cause(RECEIVED.get());
    }

    static String cause(int number) {
        return switch (number) {
            case 0 -> "";
            case 1 -> "SIGHUP, as of a terminal that was closed";
            case 2 -> "SIGINT, as of Ctrl-C";
            case 15 -> "SIGTERM, as of kill or timeout";
            default -> "signal " + number;
        };
    }

    private boolean handlesSignals() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Method number = signal.getMethod("getNumber");
            Object mine = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "handle" -> {
                            asked((int) number.invoke(arguments[0]));
                            yield null;
                        }
                        case "equals" -> proxy == arguments[0];
                        case "hashCode" -> System.identityHashCode(proxy);
                        default -> "interruption";
                    });
            for (String name : List.of("INT", "TERM", "HUP")) {
                try {
                    Object one = signal.getConstructor(String.class).newInstance(name);
                    before.put(one, signal.getMethod("handle", signal, handler).invoke(null, one, mine));
                } catch (InvocationTargetException e) {
                    continue; // a signal that this system or this JVM does not hand on
                }
            }
            return !before.isEmpty();
        } catch (ReflectiveOperationException _) {
            return false;
        }
    }

    private void asked(int number) {
        if (!RECEIVED.compareAndSet(0, number)) {
            Runtime.getRuntime().halt(SIGNALLED + number);
        }
        computing.interrupt();
        Thread.ofPlatform().daemon().start(() -> {
            if (!await()) {
                Runtime.getRuntime().halt(SIGNALLED + number);
            }
        });
    }

    private boolean await() {
        try {
            boolean done = finished.await(PATIENCE, TimeUnit.SECONDS);
            if (!done) {
                System.err.println("paisaje: gave up waiting for the computation to end");
            }
            return done;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        finished.countDown();
        before.forEach((signal, handler) -> {
            try {
                signal.getClass()
                        .getMethod("handle", signal.getClass(), Class.forName("sun.misc.SignalHandler"))
                        .invoke(null, signal, handler);
            } catch (ReflectiveOperationException _) {
                return; // it was set a moment ago; if it cannot be set back the process ends with the next signal anyway
            }
        });
        try {
            if (hook != null) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        } catch (IllegalStateException _) {
            // The process is ending already; the hook has what it waits for.
            return;
        }
    }
}
