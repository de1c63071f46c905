package org.paisaje.theory.landscape.linear;

import java.util.Optional;

/**
 * A chain of K scalar weights with a penalty, F = (w_1 ... w_K - s)^2 + kappa |w|^2, for s above 0. Its minima have all weights
 * equal in size, so that they are those of f(w) = (w^K - s)^2 + K kappa w^2. A deep linear network under a penalty with
 * whitened data falls into such chains, one for each singular value.
 *
 * <p>For K = 2 there are no bad minima. For K of 3 and more the origin is a strict local minimum for every kappa above 0, and
 * there is another one exactly for kappa below {@link #fold}; it is the lower of the two below {@link #equal}.
 *
 * @param layers K, at least 2
 * @param target s, above 0
 */
public record PenalisedChain(int layers, double target) {
    /** Checks the numbers. */
    public PenalisedChain {
        if (layers < 2 || !(target > 0)) {
            throw new IllegalArgumentException("PenalisedChain: " + layers + " layers and the target " + target
                    + "; needed are at least 2 layers and a target above 0");
        }
    }

    /** f(w), the loss with all weights w. */
    public double value(double w, double kappa) {
        double miss = Math.pow(w, layers) - target;
        return miss * miss + layers * kappa * w * w;
    }

    /** The penalty above which the origin is the only minimum: that for which f has a double critical point. */
    public double fold() {
        // f'(w) / (2 K w) = kappa - g(w), g = (s - w^K) w^(K-2), which is largest at w^K = s (K - 2) / (2 K - 2)
        double power = target * (layers - 2) / (2.0 * layers - 2);
        return layers == 2 ? target : (target - power) * Math.pow(power, (layers - 2.0) / layers);
    }

    /** The penalty at which both minima are equally deep. */
    public double equal() {
        // kappa = (s - q) w^(K-2) with q = w^K, and (q - s)^2 + K kappa w^2 = s^2: q = s (K - 2) / (K - 1)
        double power = target * (layers - 2) / (layers - 1.0);
        return layers == 2 ? target : (target - power) * Math.pow(power, (layers - 2.0) / layers);
    }

    /** The minimum away from the origin; empty if the penalty leaves none. */
    public Optional<Double> minimum(double kappa) {
        return root(kappa, true);
    }

    /** The maximum of f between the origin and {@link #minimum}, a saddle of F; empty for two layers too. */
    public Optional<Double> saddle(double kappa) {
        return layers == 2 ? Optional.empty() : root(kappa, false);
    }

    private Optional<Double> root(double kappa, boolean outer) {
        if (!(kappa < fold()) || !(kappa > 0)) {
            return Optional.empty();
        }
        double middle = Math.pow(target * (layers - 2) / (2.0 * layers - 2), 1.0 / layers);
        double low = outer ? middle : 0;
        double high = outer ? Math.pow(target, 1.0 / layers) : middle;
        while (true) {
            double w = (low + high) / 2;
            if (w <= low || w >= high) {
                return Optional.of(w);
            }
            boolean above = (target - Math.pow(w, layers)) * Math.pow(w, layers - 2) > kappa;
            if (above == outer) {
                low = w;
            } else {
                high = w;
            }
        }
    }
}
