package org.paisaje.theory.landscape.align;

/**
 * The scales of the units of B that bring it nearest to A: unit by unit the minimum over c > 0 of
 * {@code |a_in - c b_in|^2 + |a_out - c^-k b_out|^2} near the present scale, by Newton steps in log c, again and again until
 * nothing moves. The distance never grows.
 */
final class ScaleMatching {
    private static final int SWEEPS = 100;
    private static final int STEPS = 50;
    private static final double CLOSE = 1e-9;

    private ScaleMatching() {}

    static UnitMap refined(Symmetries symmetries, double[] a, double[] b, UnitMap start) {
        UnitMap map = start;
        if (!symmetries.scales()) {
            return map;
        }
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            double largest = 0;
            for (int g = 0; g < symmetries.groups().size(); g++) {
                Symmetries.Group group = symmetries.groups().get(g);
                if (group.degree() == 0) {
                    continue;
                }
                var norms = Balance.UnitNorms.of(symmetries, g, symmetries.apply(map, b), a);
                UnitMap.Units step = UnitMap.Units.identity(group.size());
                for (int i = 0; i < group.size(); i++) {
                    if (norms.in()[i] > 0 && norms.out()[i] > 0) {
                        double log = nearest(norms, i, group.degree());
                        largest = Math.max(largest, Math.abs(log));
                        group.set(step, i, Math.exp(log), false);
                    }
                }
                map = map.with(g, map.groups().get(g).then(step));
            }
            if (largest < CLOSE) {
                break;
            }
        }
        return map;
    }

    /** The log of the factor: a minimum of {@code B e^2t - 2 p e^t + D e^-2kt - 2 q e^-kt} below its value at t = 0. */
    private static double nearest(Balance.UnitNorms norms, int i, int k) {
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
            while (!(next <= value) && Math.abs(move) > CLOSE) {
                move /= 2;
                next = value(norms, i, k, t + move);
            }
            if (!(next <= value) || Math.abs(move) <= CLOSE) {
                break;
            }
            t += move;
            value = next;
        }
        return t;
    }

    private static double value(Balance.UnitNorms norms, int i, int k, double t) {
        double up = Math.exp(t);
        double down = Math.exp(-k * t);
        return norms.in()[i] * up * up - 2 * norms.inWith()[i] * up + norms.out()[i] * down * down
                - 2 * norms.outWith()[i] * down;
    }
}
