package org.paisaje.math.stats;

/** Running count, mean and variance (Welford 1962); two of them merge exactly as if one had seen all (Chan et al. 1979). */
public final class Moments {
    private long count;
    private double mean;
    private double squares;

    /** Starts empty. */
    public Moments() {}

    /** The moments of an array. */
    public static Moments of(double[] x) {
        Moments result = new Moments();
        for (double value : x) {
            result.add(value);
        }
        return result;
    }

    /** Takes in one value. */
    public void add(double x) {
        count++;
        double delta = x - mean;
        mean += delta / count;
        squares += delta * (x - mean);
    }

    /** Takes in all that {@code other} has seen. */
    public void merge(Moments other) {
        if (other.count == 0) {
            return;
        }
        double delta = other.mean - mean;
        double total = (double) count + other.count;
        squares += other.squares + delta * delta * (count * (other.count / total));
        mean += delta * (other.count / total);
        count += other.count;
    }

    /** How many values were seen. */
    public long count() {
        return count;
    }

    /** Their mean. */
    public double mean() {
        require("mean", 1);
        return mean;
    }

    /** Unbiased variance, with n - 1. */
    public double variance() {
        require("variance", 2);
        return squares / (count - 1);
    }

    /** Standard deviation of the mean, sqrt(variance / n). */
    public double standardError() {
        return Math.sqrt(variance() / count);
    }

    private void require(String operation, int least) {
        if (count < least) {
            throw new IllegalArgumentException(operation + ": " + count + " values seen, needs at least " + least);
        }
    }
}
