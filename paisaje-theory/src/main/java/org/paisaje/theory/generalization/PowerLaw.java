package org.paisaje.theory.generalization;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hipparchus.special.Erf;
import org.paisaje.math.random.Seed;
import org.paisaje.math.stats.Interval;

/**
 * A power law {@code p(x) = ((alpha - 1) / x0) (x / x0)^-alpha} of the values from x0 on, fitted by maximum likelihood, with
 * x0 where the distance of Kolmogorov and Smirnov is least (Clauset, Shalizi and Newman 2009), and the question whether it is
 * one.
 *
 * @param alpha the exponent
 * @param from x0
 * @param tail how many values are at least x0
 * @param distance the distance of Kolmogorov and Smirnov
 * @param interval 95 % of the exponents of resampled values, x0 chosen anew each time
 * @param pValue how often values drawn from the law, with those below x0 resampled, lie further from their own fit
 * @param rivals the likelihood-ratio tests against other laws of the same tail
 */
public record PowerLaw(double alpha, double from, int tail, double distance, Interval interval, double pValue,
        List<Rival> rivals) {
    /** A tail of fewer values than this says nothing about its law. */
    public static final int FEWEST = 20;

    private static final int REPLICATES = 200;
    /** Below this the law is ruled out, as Clauset, Shalizi and Newman have it. */
    private static final double RULED_OUT = 0.1;
    private static final double LEVEL = 0.05;
    private static final int CANDIDATES = 60;

    /** Copies the list. */
    public PowerLaw {
        rivals = List.copyOf(rivals);
    }

    /**
     * The test of Vuong (1989) against another law.
     *
     * @param name the law
     * @param ratio the log-likelihood ratio over its standard deviation; positive speaks for the power law
     * @param pValue two-sided: small means that one of the two is better
     */
    public record Rival(String name, double ratio, double pValue) {}

    /** What the tests say. */
    public enum Verdict {
        /** Not ruled out, and better than every rival. */
        POWER_LAW,
        /** Not ruled out, and not told from a rival. */
        UNDECIDED,
        /** Ruled out, or a rival is better. */
        NONE
    }

    /** What the tests say. */
    public Verdict verdict() {
        boolean worse = rivals.stream().anyMatch(rival -> rival.ratio() < 0 && rival.pValue() < LEVEL);
        if (pValue < RULED_OUT || worse) {
            return Verdict.NONE;
        }
        return rivals.stream().allMatch(rival -> rival.ratio() > 0 && rival.pValue() < LEVEL)
                ? Verdict.POWER_LAW
                : Verdict.UNDECIDED;
    }

    /**
     * The fit to positive values; empty if no tail has {@link #FEWEST} of them.
     *
     * @param seed of the resampling
     */
    public static Optional<PowerLaw> of(double[] values, Seed seed) {
        double[] sorted = Arrays.stream(values).filter(x -> x > 0).sorted().toArray();
        if (sorted.length < FEWEST || sorted[sorted.length - FEWEST] == sorted[sorted.length - 1]) {
            return Optional.empty();
        }
        Fit fit = fit(sorted);
        double[] exponents = new double[REPLICATES];
        int further = 0;
        for (int r = 0; r < REPLICATES; r++) {
            Seed own = seed.named("resampled").at(r);
            double[] again = resampled(sorted, own);
            exponents[r] = again[again.length - FEWEST] == again[again.length - 1] ? fit.alpha : fit(again).alpha;
            further += fit(drawn(sorted, fit, seed.named("drawn").at(r))).distance >= fit.distance ? 1 : 0;
        }
        Arrays.sort(exponents);
        double low = Math.min(fit.alpha, exponents[(int) (0.025 * REPLICATES)]);
        double high = Math.max(fit.alpha, exponents[(int) (0.975 * REPLICATES)]);
        double[] tail = Arrays.copyOfRange(sorted, fit.first, sorted.length);
        return Optional.of(new PowerLaw(fit.alpha, fit.from, tail.length, fit.distance,
                new Interval(fit.alpha, low, high, 0.95), (double) further / REPLICATES, rivals(tail, fit)));
    }

    private record Fit(double alpha, double from, int first, double distance) {}

    private static Fit fit(double[] sorted) {
        int n = sorted.length;
        double[] logs = Arrays.stream(sorted).map(Math::log).toArray();
        double[] sums = new double[n + 1];
        for (int i = n - 1; i >= 0; i--) {
            sums[i] = sums[i + 1] + logs[i];
        }
        Fit best = new Fit(Double.NaN, Double.NaN, 0, Double.POSITIVE_INFINITY);
        int last = n - FEWEST;
        int step = Math.max(1, (last + 1) / CANDIDATES);
        for (int first = last; first >= 0; first -= step) {
            int m = n - first;
            double total = sums[first] - m * logs[first];
            if (!(total > 0)) {
                continue;
            }
            double alpha = 1 + m / total;
            double most = 0;
            for (int i = first; i < n && most < best.distance; i++) {
                double law = 1 - Math.exp((1 - alpha) * (logs[i] - logs[first]));
                most = Math.max(most, Math.max((i - first + 1.0) / m - law, law - (double) (i - first) / m));
            }
            if (most < best.distance) {
                best = new Fit(alpha, sorted[first], first, most);
            }
        }
        return best;
    }

    private static double[] resampled(double[] values, Seed seed) {
        double[] uniform = seed.uniforms(values.length);
        return Arrays.stream(uniform).map(u -> values[(int) (u * values.length)]).sorted().toArray();
    }

    /** Values below x0 resampled, those above from the law, each kind as often as it falls. */
    private static double[] drawn(double[] sorted, Fit fit, Seed seed) {
        int n = sorted.length;
        double[] which = seed.named("which").uniforms(n);
        double[] uniform = seed.named("value").uniforms(n);
        double share = (double) (n - fit.first) / n;
        double[] result = new double[n];
        for (int i = 0; i < n; i++) {
            result[i] = which[i] < share || fit.first == 0
                    ? fit.from * Math.pow(1 - uniform[i], -1 / (fit.alpha - 1))
                    : sorted[(int) (uniform[i] * fit.first)];
        }
        Arrays.sort(result);
        return result;
    }

    private static List<Rival> rivals(double[] tail, Fit fit) {
        int n = tail.length;
        double[] power = new double[n];
        for (int i = 0; i < n; i++) {
            power[i] = Math.log((fit.alpha - 1) / fit.from) - fit.alpha * Math.log(tail[i] / fit.from);
        }
        double mean = Arrays.stream(tail).average().orElseThrow();
        double rate = 1 / Math.max(mean - fit.from, Double.MIN_NORMAL);
        double[] exponential = Arrays.stream(tail).map(x -> Math.log(rate) - rate * (x - fit.from)).toArray();
        return List.of(vuong("an exponential", power, exponential),
                vuong("a log-normal", power, LogNormalTail.densities(tail, fit.from)));
    }

    private static Rival vuong(String name, double[] power, double[] other) {
        int n = power.length;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += power[i] - other[i];
        }
        double square = 0;
        for (int i = 0; i < n; i++) {
            double d = power[i] - other[i] - sum / n;
            square += d * d;
        }
        double deviation = Math.sqrt(square);
        double ratio = deviation == 0 ? 0 : sum / deviation;
        return new Rival(name, ratio, Erf.erfc(Math.abs(ratio) / Math.sqrt(2)));
    }
}
