package org.paisaje.training;

/**
 * At which steps something is done. Step 0 and the last step of a run always count, whatever the cadence. Pure: the
 * steps do not depend on where a run was interrupted.
 */
@FunctionalInterface
public interface Cadence {
    /** The first step after {@code step} that is due, when an epoch has {@code perEpoch} steps. */
    long after(long step, long perEpoch);

    /** Every {@code n} steps. */
    static Cadence every(long n) {
        Check.that(n >= 1, "Cadence.every", "n", n, "at least 1");
        return (step, perEpoch) -> (step / n + 1) * n;
    }

    /** At the end of every {@code n} epochs; without minibatches an epoch is a step. */
    static Cadence epochs(long n) {
        Check.that(n >= 1, "Cadence.epochs", "n", n, "at least 1");
        return (step, perEpoch) -> (step / (n * perEpoch) + 1) * n * perEpoch;
    }

    /**
     * At steps 1, and then at the integers nearest to powers of {@code ratio}, each once: for curves on a log axis. A
     * run of T steps has about log(T) / log(ratio) of them.
     */
    static Cadence geometric(double ratio) {
        Check.that(ratio > 1 && ratio < Double.POSITIVE_INFINITY, "Cadence.geometric", "ratio", ratio,
                "a finite number above 1");
        return (step, perEpoch) -> {
            long k = step < 1 ? 0 : Math.max(0, (long) (Math.log(step) / Math.log(ratio)) - 1);
            long due = Math.round(Math.pow(ratio, k));
            while (due <= step) {
                // Beyond the density of integers every step is due.
                due = Math.round(Math.pow(ratio, ++k));
            }
            return due;
        };
    }

    /** Only at the first and the last step. */
    static Cadence ends() {
        return (step, perEpoch) -> Long.MAX_VALUE;
    }
}
