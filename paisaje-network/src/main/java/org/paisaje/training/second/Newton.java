package org.paisaje.training.second;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Norms;
import org.paisaje.math.linalg.factor.Cholesky;
import org.paisaje.math.linalg.factor.Lu;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.risk.CurvedObjective;
import org.paisaje.training.Check;
import org.paisaje.training.optimizer.Advance;
import org.paisaje.training.optimizer.Optimizer;
import org.paisaje.training.optimizer.OptimizerState;
import org.paisaje.training.optimizer.Point;

/**
 * Newton's method {@code theta <- theta + eta d}, {@code H d = -g}. On a quadratic one step with eta = 1 ends at the
 * stationary point. With line search, eta is halved until {@code L(theta + eta d) <= L(theta) + 1e-4 eta <g, d>}
 * (Armijo).
 *
 * @param rate eta, or the first eta to be tried
 * @param modification what is done where H is not positive definite
 * @param search whether eta is searched for
 */
public record Newton(double rate, Modification modification, boolean search) implements Optimizer {
    /** What becomes of an indefinite Hessian. */
    public enum Modification {
        /** Nothing: the step goes to the stationary point of the quadratic model, be it a saddle; p^3 2/3 flops. */
        NONE,
        /** A multiple of the identity is added until Cholesky succeeds (Nocedal and Wright 2006, Alg. 3.3); p^3/3 flops a try. */
        SHIFT,
        /**
         * H is replaced by |H|, its eigenvalues kept above 1e-8 of the largest: saddle-free Newton (Dauphin et al. 2014);
         * about 9 p^3 flops.
         */
        ABSOLUTE,
        /** Conjugate gradients, cut off at negative curvature (Nocedal and Wright 2006, Alg. 7.1); no matrix is formed. */
        TRUNCATED
    }

    /** The most parameters for which a dense Hessian is formed: 128 MB. */
    static final int MOST_DENSE = 4096;

    /** Checks the rate. */
    public Newton {
        Check.rate("Newton", rate);
    }

    /** Full steps on the Hessian as it is. */
    public static Newton pure() {
        return new Newton(1, Modification.NONE, false);
    }

    /** A shifted Hessian and a line search: descends from everywhere. */
    public static Newton modified() {
        return new Newton(1, Modification.SHIFT, true);
    }

    /** Without matrices, for many parameters. */
    public static Newton truncated() {
        return new Newton(1, Modification.TRUNCATED, true);
    }

    @Override
    public String name() {
        return "newton";
    }

    @Override
    public String text() {
        return "newton:" + rate + ",modify=" + switch (modification) {
            case NONE -> "none";
            case SHIFT -> "shift";
            case ABSOLUTE -> "absolute";
            case TRUNCATED -> "cg";
        } + ",search=" + search;
    }

    @Override
    public boolean prefersFullBatch() {
        return true;
    }

    @Override
    public OptimizerState start(int dimension) {
        return OptimizerState.of(dimension, List.of(), List.of());
    }

    @Override
    public Advance step(Point at, OptimizerState state) {
        CurvedObjective objective = curved("Newton", at);
        double[] theta = at.theta();
        double[] g = at.gradient();
        if (Norms.euclidean(g) == 0) {
            return new Advance.Stuck("the gradient is zero: a stationary point");
        }
        LinearOperator hessian = objective.hessian(theta);
        double[] d = switch (modification) {
            case NONE -> Lu.solve(dense("Newton", hessian), negative(g)).orElse(null);
            case SHIFT -> shifted(dense("Newton", hessian), g);
            case ABSOLUTE -> absolute(dense("Newton", hessian), g);
            case TRUNCATED -> TruncatedCg.direction(hessian, 0, g, Math.min(0.5, Math.sqrt(Norms.euclidean(g))));
        };
        if (d == null || !Norms.finite(d)) {
            return new Advance.Stuck("the Hessian is singular to rounding");
        }
        if (!search) {
            Norms.add(theta, at.rate(), d);
            return Advance.MOVED;
        }
        return descend(at, state, d);
    }

    /** The matrix of an operator: p products. */
    static Matrix dense(String rule, LinearOperator a) {
        int p = a.rows();
        Check.that(p <= MOST_DENSE, rule, "the number of parameters", p, "at most " + MOST_DENSE
                + " for a dense matrix (" + 8L * p * p / 1_000_000 + " MB); modify=cg forms none");
        return a.symmetricMatrix(rule);
    }

    /** Adds tau to the diagonal. */
    static void shift(Matrix a, double tau) {
        for (int i = 0; i < a.rows(); i++) {
            a.set(i, i, a.get(i, i) + tau);
        }
    }

    private static double @Nullable [] shifted(Matrix hessian, double[] g) {
        int p = g.length;
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < p; i++) {
            smallest = Math.min(smallest, hessian.get(i, i));
        }
        double beta = 1e-3 * Norms.euclidean(hessian.data());
        double tau = smallest > 0 ? 0 : beta - smallest;
        double added = 0;
        for (int i = 0; i < 100; i++) {
            shift(hessian, tau - added);
            added = tau;
            if (Cholesky.of(hessian) instanceof Cholesky factor) {
                return factor.solve(negative(g));
            }
            tau = Math.max(2 * tau, beta);
        }
        return null;
    }

    private static double @Nullable [] absolute(Matrix hessian, double[] g) {
        SymmetricEigen eigen = SymmetricEigen.of(hessian);
        double largest = Norms.largest(eigen.values());
        if (largest == 0) {
            return null;
        }
        return eigen.apply(lambda -> 1 / Math.max(Math.abs(lambda), 1e-8 * largest), negative(g));
    }

    /** Backtracks along d, or along -d if that is the way down, from the rate of this step. */
    static Advance descend(Point at, OptimizerState state, double[] d) {
        double[] theta = at.theta();
        double slope = Norms.dot(at.gradient(), d);
        double sign = slope > 0 ? -1 : 1;
        double[] trial = state.scratch(0, theta.length);
        double eta = at.rate();
        // Near a minimum differences of values drown in their rounding.
        double rounding = 4 * Math.ulp(at.value());
        for (int i = 0; i < 50; i++) {
            for (int j = 0; j < theta.length; j++) {
                trial[j] = theta[j] + sign * eta * d[j];
            }
            double value = at.objective().value(trial);
            if (value <= at.value() - 1e-4 * eta * Math.abs(slope) + rounding) {
                System.arraycopy(trial, 0, theta, 0, theta.length);
                return Advance.MOVED;
            }
            eta /= 2;
        }
        return new Advance.Stuck("the line search found no lower value");
    }

    static double[] negative(double[] g) {
        double[] result = new double[g.length];
        for (int i = 0; i < g.length; i++) {
            result[i] = -g[i];
        }
        return result;
    }

    public static CurvedObjective curved(String rule, Point at) {
        if (at.objective() instanceof CurvedObjective curved) {
            return curved;
        }
        throw new IllegalArgumentException(rule + ": the objective has no second derivatives; needs a CurvedObjective,"
                + " such as a Risk");
    }
}
