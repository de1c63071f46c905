package org.paisaje.theory.kernel.dual;

import org.paisaje.math.special.Elementwise;

/**
 * sin, cos and exp, from E[e^(iu)] = e^(-q/2): with m = (q1 + q2) / 2, {@code E[sin sin] = e^-m sinh k},
 * {@code E[cos cos] = e^-m cosh k} and {@code E[e^u e^v] = e^(m + k)}.
 */
final class ExponentialDual extends DualActivation {
    /** Which of the three. */
    enum Kind {
        /** s = sin. */
        SIN,
        /** s = cos. */
        COS,
        /** s = exp. */
        EXP
    }

    private final Kind kind;

    ExponentialDual(Kind kind) {
        this.kind = kind;
    }

    @Override
    public double mean(double q) {
        return switch (kind) {
            case SIN -> 0;
            case COS -> Math.exp(-q / 2);
            case EXP -> Math.exp(q / 2);
        };
    }

    @Override
    public double square(double q) {
        return switch (kind) {
            case SIN -> -0.5 * Math.expm1(-2 * q);
            case COS -> 0.5 * (1 + Math.exp(-2 * q));
            case EXP -> Math.exp(2 * q);
        };
    }

    @Override
    public double slopeSquare(double q) {
        return switch (kind) {
            case SIN -> 0.5 * (1 + Math.exp(-2 * q));
            case COS -> -0.5 * Math.expm1(-2 * q);
            case EXP -> Math.exp(2 * q);
        };
    }

    @Override
    public Points points(double[] q) {
        return new Points(q, NONE, NONE);
    }

    @Override
    public void map(Points p, int i, int j, int n, double[] k, double[] t, int at, double[] scratch) {
        double[] q = p.q();
        double q1 = q[i];
        if (kind == Kind.EXP) {
            for (int l = 0; l < n; l++) {
                scratch[l] = 0.5 * (q1 + q[j + l]) + k[at + l];
            }
            Elementwise.exp(scratch, 0, k, at, n);
            if (t.length > 0) {
                for (int l = 0; l < n; l++) {
                    t[at + l] *= k[at + l];
                }
            }
            return;
        }
        // e^-m sinh k = sign(k) e^(|k| - m) (1 - e^(-2|k|)) / 2 cannot overflow, since |k| <= m.
        int twice = CHUNK;
        for (int l = 0; l < n; l++) {
            double size = Math.abs(k[at + l]);
            scratch[l] = size - 0.5 * (q1 + q[j + l]);
            scratch[twice + l] = -2 * size;
        }
        Elementwise.exp(scratch, 0, scratch, 0, n);
        Elementwise.expm1(scratch, twice, scratch, twice, n);
        for (int l = 0; l < n; l++) {
            double e = 0.5 * scratch[l];
            double sines = -Math.copySign(e, k[at + l]) * scratch[twice + l];
            double cosines = e * (2 + scratch[twice + l]);
            k[at + l] = kind == Kind.SIN ? sines : cosines;
            if (t.length > 0) {
                t[at + l] *= kind == Kind.SIN ? cosines : sines;
            }
        }
    }
}
