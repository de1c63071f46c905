package org.paisaje.theory.landscape.glass;

/**
 * What is known of critical points of the spherical p-spin glass as N grows (Auffinger, Ben Arous, Cerny 2013). Of index k below
 * the energy N u there are {@code exp(N Theta_k(u))} in the mean.
 *
 * @param p the number of spins in a product, at least 3
 */
public record GlassLaw(int p) {
    /** Refuses p below 3, whose glass has 2 N critical points. */
    public GlassLaw {
        if (p < 3) {
            throw new IllegalArgumentException("GlassLaw: p is " + p
                    + "; the laws are those of p >= 3: for p = 2 the critical points are 2 N eigenvectors");
        }
    }

    /** {@code E_inf = 2 sqrt((p-1)/p)}: below -E_inf are minima and saddles of finite index, above saddles of index of order N. */
    public double threshold() {
        return 2 * Math.sqrt((p - 1.0) / p);
    }

    /**
     * The mean share of negative eigenvalues at the energy density u: the eigenvalues are those of a semicircle on
     * {@code [-2, 2] sqrt(p (p-1))} less p u, so it is {@code 1/2 + x sqrt(4 - x^2) / (4 pi) + asin(x/2) / pi}, x = 2 u / E_inf.
     */
    public double indexShare(double u) {
        double x = Math.clamp(2 * u / threshold(), -2.0, 2.0);
        return 0.5 + x * Math.sqrt(Math.max(0, 4 - x * x)) / (4 * Math.PI) + Math.asin(x / 2) / Math.PI;
    }

    /** The lowest eigenvalue in the limit, {@code -p u - 2 sqrt(p (p-1))}. */
    public double lowestEigenvalue(double u) {
        return -p * u - 2 * Math.sqrt(p * (p - 1.0));
    }

    /** {@code Theta_k(u)} for u <= -E_inf; index k = 0, 1, ... */
    public double complexity(int k, double u) {
        double e = -u;
        double limit = threshold();
        if (e < limit || k < 0) {
            throw new IllegalArgumentException(
                    "complexity: u is " + u + " and k is " + k + "; needs u at most " + -limit
                            + " and k at least 0");
        }
        double root = Math.sqrt(e * e - limit * limit);
        double rate = e * root / (limit * limit) - Math.log((e + root) / limit);
        return 0.5 * Math.log(p - 1) - (p - 2) * u * u / (4 * (p - 1.0)) - (k + 1) * rate;
    }

    /** E_k: critical points of index k are found down to the energy density -E_k; E_0 is that of the ground state. */
    public double level(int k) {
        double low = threshold();
        double high = low;
        while (complexity(k, -high) > 0) {
            high *= 1.5;
        }
        while (true) {
            double middle = 0.5 * (low + high);
            if (middle <= low || middle >= high) {
                return middle;
            }
            if (complexity(k, -middle) > 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
    }

    /** log of the mean number of all critical points, over N: {@code log(p-1) / 2}. */
    public double allExponent() {
        return 0.5 * Math.log(p - 1);
    }

    /** log of the mean number of minima, over N: {@code Theta_0(-E_inf) = log(p-1)/2 - (p-2)/p}. */
    public double minimaExponent() {
        return 0.5 * Math.log(p - 1) - (p - 2.0) / p;
    }
}
