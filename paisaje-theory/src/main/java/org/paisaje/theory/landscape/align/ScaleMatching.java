package org.paisaje.theory.landscape.align;

/**
 * The scales of the units of B that bring it nearest to A: unit by unit the minimum over c > 0 of
 * {@code |a_in - c b_in|^2 + |a_out - c^-k b_out|^2} near the present scale, by Newton steps in log c, again and again until
 * nothing moves. The distance never grows.
 */
final class ScaleMatching {
    private static final int SWEEPS = 100;
    private static final int STEPS = 50;

    private ScaleMatching() {}

    static UnitMap refined(Symmetries symmetries, double[] a, double[] b, UnitMap start) {
        return UnitScales.swept(symmetries, b, a, start, SWEEPS, ScaleMatching::nearest);
    }

    /** The log of the factor: a minimum of {@code B e^2t - 2 p e^t + D e^-2kt - 2 q e^-kt} below its value at t = 0. */
    private static double nearest(UnitNorms norms, int i, int k) {
        double t = 0;
        double value = value(norms, i, k, 0);
        for (int step = 0; step < STEPS; step++) {
            double up = Math.exp(t);
            double down = Math.exp(-k * t);
            double in = norms.in()[i] * up * up;
            double out = norms.out()[i] * down * down;
            double p = norms.inWith()[i] * up;
            double q = norms.outWith()[i] * down;
            double slope = 2 * (in - p - k * (out - q));
            double bend = Math.abs(4 * in - 2 * p + k * k * (4 * out - 2 * q));
            double move = Math.clamp(-slope / Math.max(bend, 1e-3 * (in + out)), -1, 1);
            double next = value(norms, i, k, t + move);
            while (!(next <= value) && Math.abs(move) > UnitScales.CLOSE) {
                move /= 2;
                next = value(norms, i, k, t + move);
            }
            if (!(next <= value) || Math.abs(move) <= UnitScales.CLOSE) {
                break;
            }
            t += move;
            value = next;
        }
        return t;
    }

    private static double value(UnitNorms norms, int i, int k, double t) {
        double up = Math.exp(t);
        double down = Math.exp(-k * t);
        return norms.in()[i] * up * up - 2 * norms.inWith()[i] * up + norms.out()[i] * down * down
                - 2 * norms.outWith()[i] * down;
    }
}
