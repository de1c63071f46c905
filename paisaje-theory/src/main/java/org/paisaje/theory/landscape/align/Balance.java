package org.paisaje.theory.landscape.align;

/**
 * The one among the scaled copies of a network whose units have weights of equal norm before and behind them, counted
 * with the degree: {@code c^2 |in|^2 = c^(-2k) |out|^2}. Up to a
 * factor the condition is that of a convex problem in log c, so that scaled copies of one network have the same balanced
 * one (Stock et al. 2019, for degree 1). Units without weights on one side keep their scale.
 */
final class Balance {
    private static final int SWEEPS = 200;

    private Balance() {}

    /** The map to the balanced copy. */
    static UnitMap of(Symmetries symmetries, double[] theta) {
        return UnitScales.swept(symmetries, theta, theta, UnitMap.identity(symmetries), SWEEPS,
                (norms, i, degree) -> Math.log(norms.out()[i] / norms.in()[i]) / (2 + 2 * degree));
    }
}
