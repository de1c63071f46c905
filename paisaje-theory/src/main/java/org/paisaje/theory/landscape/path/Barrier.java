package org.paisaje.theory.landscape.path;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The loss along a curve and how high it rises, in two ways that the literature both calls the barrier: above the chord,
 * {@code max_s L(s) - ((1 - s) L(0) + s L(1))} (Frankle et al. 2020, Entezari et al. 2022), and above the higher end,
 * {@code max_s L(s) - max(L(0), L(1))} (Draxler et al. 2018). Both are at least 0, and the second is at most the first.
 * Sampled at equal steps of s and again more closely around the highest sample: lower bounds, for the loss may rise
 * further between samples.
 *
 * @param places the s that were looked at, ascending
 * @param losses the losses there
 */
public record Barrier(double[] places, double[] losses) {
    /** Points put into each of the two steps around the highest. */
    private static final int CLOSER = 8;

    /** Looks at a curve at so many equal steps, and closer at its top. */
    public static Barrier along(LossField field, Curve curve, int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("along: " + steps + " steps, at least one is needed");
        }
        double[] places = IntStream.rangeClosed(0, steps).mapToDouble(i -> (double) i / steps).toArray();
        double[] losses = field.values(places.length, i -> curve.at(places[i]));
        int top = highest(losses);
        double[] closer = IntStream.concat(
                IntStream.range(0, top > 0 ? CLOSER : 0).map(i -> -CLOSER + i),
                IntStream.range(0, top < steps ? CLOSER : 0).map(i -> i + 1))
                .mapToDouble(i -> (top + i / (CLOSER + 1.0)) / steps)
                .toArray();
        double[] more = field.values(closer.length, i -> curve.at(closer[i]));
        return merged(places, losses, closer, more);
    }

    private static Barrier merged(double[] places, double[] losses, double[] closer, double[] more) {
        int n = places.length;
        int[] order = IntStream.range(0, n + closer.length)
                .boxed()
                .sorted((i, j) -> Double.compare(i < n ? places[i] : closer[i - n], j < n ? places[j] : closer[j - n]))
                .mapToInt(Integer::intValue)
                .toArray();
        return new Barrier(Arrays.stream(order).mapToDouble(i -> i < n ? places[i] : closer[i - n]).toArray(),
                Arrays.stream(order).mapToDouble(i -> i < n ? losses[i] : more[i - n]).toArray());
    }

    private static int highest(double[] losses) {
        int top = 0;
        for (int i = 1; i < losses.length; i++) {
            top = losses[i] > losses[top] ? i : top;
        }
        return top;
    }

    /** The loss at the start. */
    public double start() {
        return losses[0];
    }

    /** The loss at the end. */
    public double end() {
        return losses[losses.length - 1];
    }

    /** The chord at s. */
    public double chord(double s) {
        return (1 - s) * start() + s * end();
    }

    /** The largest loss. */
    public double highest() {
        return losses[highest(losses)];
    }

    /** Where it is. */
    public double top() {
        return places[highest(losses)];
    }

    /** The largest rise above the chord. */
    public double aboveChord() {
        double most = 0;
        for (int i = 0; i < places.length; i++) {
            most = Math.max(most, losses[i] - chord(places[i]));
        }
        return most;
    }

    /** The largest rise above the higher end. */
    public double aboveEnds() {
        return Math.max(0, highest() - Math.max(start(), end()));
    }

    /** Whether all losses are numbers. */
    public boolean finite() {
        return Arrays.stream(losses).allMatch(Double::isFinite);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Barrier b && Arrays.equals(places, b.places) && Arrays.equals(losses, b.losses);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(losses);
    }

    @Override
    public String toString() {
        return "Barrier[" + aboveChord() + " above the chord, " + aboveEnds() + " above the ends, at s = " + top()
                + "]";
    }
}
