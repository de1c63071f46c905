package org.paisaje.math.krylov.trace;

import org.paisaje.math.random.Seed;

/**
 * How much a stochastic estimator may spend and what it should reach. It stops at the first look at which the interval's
 * half width is at most {@code max(absolute, relative |value|)}. Looks come after 1, 2, 4, ... times the first number of
 * probes and each spends half of the error probability that is left, so that looking does not harm the level; with no
 * target there is one look, after the whole budget.
 *
 * @param maxProducts the most products
 * @param level confidence, in (0, 1)
 * @param absolute half width to reach; 0 for no such target
 * @param relative half width to reach in units of the value; 0 for no such target
 * @param probe the distribution of the probe vectors, where the method leaves a choice
 * @param seed where the probes come from
 */
public record ProbeSettings(int maxProducts, double level, double absolute, double relative, Probe probe, Seed seed) {
    /** Entries of a probe: independent, mean 0, variance 1. */
    public enum Probe {
        /** +1 or -1; exact for diagonal operators. */
        RADEMACHER,
        /** Standard normal. */
        GAUSSIAN;

        double[] draw(Seed seed, int n) {
            if (this == GAUSSIAN) {
                return seed.gaussians(n);
            }
            double[] z = new double[n];
            var random = seed.generator();
            long bits = 0;
            for (int i = 0; i < n; i++) {
                bits = (i & 63) == 0 ? random.nextLong() : bits >>> 1;
                z[i] = (bits & 1) == 0 ? 1 : -1;
            }
            return z;
        }
    }

    /** Refuses a budget below 12 products, a level outside (0, 1) and negative targets. */
    public ProbeSettings {
        if (maxProducts < 12 || !(level > 0 && level < 1) || !(absolute >= 0) || !(relative >= 0)) {
            throw new IllegalArgumentException("ProbeSettings: maxProducts = " + maxProducts + ", level = " + level
                    + ", absolute = " + absolute + ", relative = " + relative
                    + "; at least 12 products, a level in (0, 1) and targets >= 0 are needed");
        }
    }

    /** So many products, level 0.95, no target, Rademacher probes. */
    public static ProbeSettings products(int maxProducts, Seed seed) {
        return new ProbeSettings(maxProducts, 0.95, 0, 0, Probe.RADEMACHER, seed);
    }

    /** These settings with another level. */
    public ProbeSettings withLevel(double confidence) {
        return new ProbeSettings(maxProducts, confidence, absolute, relative, probe, seed);
    }

    /** These settings with a half width to reach. */
    public ProbeSettings untilWithin(double halfWidth) {
        return new ProbeSettings(maxProducts, level, halfWidth, relative, probe, seed);
    }

    /** These settings with a half width to reach, in units of the value. */
    public ProbeSettings untilRelative(double halfWidth) {
        return new ProbeSettings(maxProducts, level, absolute, halfWidth, probe, seed);
    }

    /** These settings with another distribution of the probes. */
    public ProbeSettings withProbe(Probe distribution) {
        return new ProbeSettings(maxProducts, level, absolute, relative, distribution, seed);
    }

    boolean adaptive() {
        return absolute > 0 || relative > 0;
    }

    boolean met(Estimation.Estimated estimate) {
        return !adaptive() || estimate.halfWidth() <= Math.max(absolute, relative * Math.abs(estimate.value()));
    }

    /** The level at look number {@code look}, from 0. */
    double levelAt(int look) {
        return adaptive() ? 1 - (1 - level) * Math.pow(0.5, look + 1) : level;
    }
}
