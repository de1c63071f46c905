package org.paisaje.theory.generalization;

import java.util.Arrays;
import org.hipparchus.analysis.MultivariateFunction;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.hipparchus.optim.nonlinear.scalar.noderiv.SimplexOptimizer;
import org.hipparchus.special.Erf;

/** A log-normal law of the values from x0 on, fitted by maximum likelihood. */
final class LogNormalTail {
    /** The location may lie this many logarithmic spreads of the tail below x0; further down it is a power law. */
    private static final double FURTHEST = 50;

    private LogNormalTail() {}

    /** The logarithms of its density at the values. */
    static double[] densities(double[] tail, double from) {
        double[] logs = Arrays.stream(tail).map(Math::log).toArray();
        double mean = Arrays.stream(logs).average().orElseThrow();
        double spread = Math.sqrt(Arrays.stream(logs).map(x -> (x - mean) * (x - mean)).average().orElseThrow());
        double start = Math.log(from);
        MultivariateFunction cost = at -> -Arrays.stream(densities(logs, start, at[0], Math.exp(at[1]))).sum()
                + (at[0] < start - FURTHEST * spread ? Math.pow(start - FURTHEST * spread - at[0], 2) : 0);
        double[] best = new SimplexOptimizer(1e-10, 1e-10).optimize(new MaxEval(4000), new ObjectiveFunction(cost),
                GoalType.MINIMIZE, new InitialGuess(new double[] {mean, Math.log(Math.max(spread, 1e-12))}),
                new NelderMeadSimplex(new double[] {0.5 * spread + 1e-6, 0.5})).getPoint();
        return densities(logs, start, best[0], Math.exp(best[1]));
    }

    private static double[] densities(double[] logs, double start, double mu, double sigma) {
        double above = logUpper((start - mu) / sigma);
        return Arrays.stream(logs)
                .map(x -> -x - Math.log(sigma) - 0.5 * Math.log(2 * Math.PI)
                        - 0.5 * (x - mu) * (x - mu) / (sigma * sigma) - above)
                .toArray();
    }

    /** The logarithm of the share of a normal law above z; far out by its asymptotic series. */
    private static double logUpper(double z) {
        if (z < 20) {
            return Math.log(0.5 * Erf.erfc(z / Math.sqrt(2)));
        }
        double s = 1 / (z * z);
        return -0.5 * z * z - Math.log(z) - 0.5 * Math.log(2 * Math.PI) + Math.log1p(-s * (1 - s * (3 - 15 * s)));
    }
}
