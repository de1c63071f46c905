package org.paisaje.theory.kernel.flow;

import org.paisaje.math.special.Phi;

/** One mode under momentum from rest, in continuous and in discrete time, without loss of digits at double roots and at 0. */
final class DampedMode {
    private static final int SHORT = 64;

    private DampedMode() {}

    /** q(t) of {@code q'' + mu q' + kappa q = 0, q(0) = 1, q'(0) = 0}. */
    static double position(double mu, double kappa, double t) {
        if (t == 0 || kappa == 0) {
            return 1;
        }
        if (t == Double.POSITIVE_INFINITY) {
            return 0;
        }
        double square = 0.25 * mu * mu - kappa;
        if (square < 0) {
            double omega = Math.sqrt(-square);
            return Math.exp(-0.5 * mu * t) * (Math.cos(omega * t) + 0.5 * mu * sine(omega, t));
        }
        double omega = Math.sqrt(square);
        double slow = kappa / (0.5 * mu + omega);
        return Math.exp(-slow * t) * (1 + slow * t * Phi.of(1, -2 * omega * t));
    }

    /** {@code (1 - q(t)) / kappa}, continued to kappa = 0: the G of {@code G'' + mu G' + kappa G = 1} from rest. */
    static double response(double mu, double kappa, double t) {
        if (t == Double.POSITIVE_INFINITY) {
            return 1 / kappa;
        }
        if (Math.max(mu, Math.sqrt(kappa)) * t < 1) {
            return t * t * divided(-mu * t, kappa * t * t);
        }
        double square = 0.25 * mu * mu - kappa;
        if (square < 0) {
            return (1 - position(mu, kappa, t)) / kappa;
        }
        double omega = Math.sqrt(square);
        double share = 1 / (0.5 * mu + omega);
        double z = -kappa * share * t;
        return share * t * (Phi.of(1, z) - Math.exp(z) * Phi.of(1, -2 * omega * t));
    }

    /** The second divided difference of exp at 0 and the roots of {@code z^2 - sum z + product}, by its series. */
    private static double divided(double sum, double product) {
        double before = 0;
        double now = 1;
        double factor = 0.5;
        double result = factor;
        for (int k = 1; k < 40; k++) {
            double next = sum * now - product * before;
            before = now;
            now = next;
            factor /= k + 2;
            result += factor * now;
        }
        return result;
    }

    private static double sine(double omega, double t) {
        double x = omega * t;
        return x < 1e-8 ? t : Math.sin(x) / omega;
    }

    /** r_s of {@code r_(s+1) = (1 + beta - x) r_s - beta r_(s-1)} with r_0 = r_(-1) = 1. */
    static double share(double beta, double x, long s) {
        if (x == 0 || s == 0) {
            return 1;
        }
        if (s <= SHORT) {
            double now = 1;
            double step = 0;
            for (long k = 0; k < s; k++) {
                step = beta * step - x * now;
                now += step;
            }
            return now;
        }
        double a = 1 + beta - x;
        double square = discriminant(beta, x);
        if (square < 0) {
            double root = Math.sqrt(beta);
            // Angles near pi, where a < 0, lose digits: their supplements do not.
            double phi = Math.atan2(Math.sqrt(-square), Math.abs(a));
            double sign = a < 0 && s % 2 != 0 ? -1 : 1;
            double ratio = (a < 0 ? -sign : sign) * (Math.sin(phi) == 0 ? s : Math.sin(s * phi) / Math.sin(phi));
            return Math.pow(root, s) * (sign * Math.cos(s * phi) + (1 - beta - x) / (2 * root) * ratio);
        }
        double root = Math.sqrt(square);
        if (a > 0) {
            double u = 2 * x / (1 - beta + x + root);
            return power(u, s + 1) + u * difference(u, root, s + 1);
        }
        double first = 0.5 * (a - root);
        double ratio = beta / (first * first);
        return Math.pow(first, s - 1) * (first * geometric(ratio, s + 1) - beta * geometric(ratio, s));
    }

    /** {@code (1 - r_s) / x}, continued to x = 0. */
    static double sum(double beta, double x, long s) {
        if (s <= SHORT) {
            double now = 0;
            double step = 0;
            for (long k = 0; k < s; k++) {
                step = beta * step + 1 - x * now;
                now += step;
            }
            return now;
        }
        if (x == 0) {
            return (s + 1 - geometric(beta, s + 1)) / (1 - beta);
        }
        double square = discriminant(beta, x);
        if (square < 0 || 1 + beta - x <= 0) {
            if (square < 0 && x < 0.1) {
                double root = Math.sqrt(beta);
                double p = 0.5 * s * Math.log(beta);
                double phi = Math.atan2(Math.sqrt(-square), 1 + beta - x);
                double half = Math.sin(0.5 * s * phi);
                double ratio = Math.sin(phi) == 0 ? s : Math.sin(s * phi) / Math.sin(phi);
                return (-Math.expm1(p) + Math.exp(p) * (2 * half * half - (1 - beta - x) / (2 * root) * ratio)) / x;
            }
            return (1 - share(beta, x, s)) / x;
        }
        double root = Math.sqrt(square);
        double u = 2 * x / (1 - beta + x + root);
        double share = 2 / (1 - beta + x + root);
        double lost = u < 1 ? -Math.expm1((s + 1) * Math.log1p(-u)) : 1;
        return lost / x - share * difference(u, root, s + 1);
    }

    /** {@code (1 + beta - x)^2 - 4 beta}, as a product. */
    private static double discriminant(double beta, double x) {
        double root = Math.sqrt(beta);
        return (x - (1 - root) * (1 - root)) * (x - (1 + root) * (1 + root));
    }

    private static double power(double u, long s) {
        return u < 1 ? Math.exp(s * Math.log1p(-u)) : 0;
    }

    /** {@code (z1^s - z2^s) / (z1 - z2)} for z1 = 1 - u at least z2 = beta / z1 >= 0, z1 - z2 = root. */
    private static double difference(double u, double root, long s) {
        double first = 1 - u;
        if (first <= 0) {
            return 0;
        }
        return Math.exp((s - 1) * Math.log1p(-u)) * geometric(Math.clamp(1 - root / first, 0, 1), s);
    }

    /** {@code 1 + q + ... + q^(s-1)} for q in [0, 1]. */
    private static double geometric(double q, long s) {
        if (q == 0) {
            return 1;
        }
        double log = Math.log(q);
        return log == 0 ? s : Math.expm1(s * log) / Math.expm1(log);
    }
}
