package org.paisaje.math.krylov.system;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.paisaje.math.krylov.SolveSettings;
import org.paisaje.math.krylov.core.NonFiniteProduct;
import org.paisaje.math.krylov.core.Products;
import org.paisaje.math.krylov.core.Vectors;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;

/**
 * Conjugate gradients for symmetric positive definite operators (Hestenes and Stiefel 1952), for one or many right-hand
 * sides that share each product through {@link LinearOperator#applyAll}; a side leaves the group when it is done.
 *
 * <p>When the recurrence says that the tolerance is reached, the residual is computed anew; if it disagrees, the iteration
 * restarts from there, three times at most. A direction with {@code p^T A p <= 0} ends it with that direction as a value.
 * Per product and side 10 n flops and five vectors of length n.
 */
public final class ConjugateGradient {
    private static final int RESTARTS = 3;
    private static final double EPSILON = Math.ulp(1.0);

    private ConjugateGradient() {}

    /** Solves {@code A x = b} with the standard settings. */
    public static LinearSolution solve(LinearOperator a, double[] b) {
        return solve(a, b, SolveSettings.standard());
    }

    /** Solves {@code A x = b}, starting at zero. */
    public static LinearSolution solve(LinearOperator a, double[] b, SolveSettings settings) {
        return new Group("ConjugateGradient", a, Matrix.wrap(1, b.length, b), null, settings).run().getFirst();
    }

    /**
     * Solves {@code A x = b} with preconditioned conjugate gradients.
     *
     * @param inverse an approximation of A^-1 that is itself symmetric positive definite, see {@link Preconditioners}
     */
    public static LinearSolution solve(LinearOperator a, double[] b, LinearOperator inverse, SolveSettings settings) {
        return new Group("ConjugateGradient", a, Matrix.wrap(1, b.length, b), inverse, settings).run().getFirst();
    }

    /** Solves for every row of b at once; solution i belongs to row i. */
    public static List<LinearSolution> solveAll(LinearOperator a, Matrix b, SolveSettings settings) {
        return new Group("ConjugateGradient", a, b, null, settings).run();
    }

    /** Solves for every row of b at once, preconditioned. */
    public static List<LinearSolution> solveAll(LinearOperator a, Matrix b, LinearOperator inverse,
            SolveSettings settings) {
        return new Group("ConjugateGradient", a, b, inverse, settings).run();
    }

    private static final class Side {
        final int index;
        final double norm;
        final double[] b;
        final double[] x;
        final double[] r;
        final double[] p;
        double rz;
        double residual;
        long products;
        int restarts;

        Side(int index, double[] b) {
            this.index = index;
            this.b = b;
            this.x = new double[b.length];
            this.r = b.clone();
            this.p = new double[b.length];
            this.norm = Vectors.norm(b);
            this.residual = norm;
        }
    }

    private static final class Group {
        private final Products a;
        private final int n;
        private final @Nullable LinearOperator inverse;
        private final SolveSettings settings;
        private final @Nullable LinearSolution[] done;
        private List<Side> active = new ArrayList<>();
        private final double[] z;

        Group(String operation, LinearOperator operator, Matrix b, @Nullable LinearOperator inverse,
                SolveSettings settings) {
            a = Products.square(operation, operator);
            n = a.order();
            this.inverse = inverse;
            this.settings = settings;
            if (b.columns() != n) {
                throw new IllegalArgumentException(operation + ": b has length " + b.columns()
                        + ", the operator is of order " + n + "; right-hand sides are rows");
            }
            if (inverse != null && (inverse.rows() != n || inverse.columns() != n)) {
                throw new IllegalArgumentException(operation + ": the preconditioner is " + inverse.rows() + " x "
                        + inverse.columns() + ", the operator is of order " + n);
            }
            z = new double[n];
            done = new LinearSolution[b.rows()];
            for (int i = 0; i < b.rows(); i++) {
                Side side = new Side(i, b.row(i));
                if (!Double.isFinite(side.norm)) {
                    throw new IllegalArgumentException(operation + ": row " + i + " of b is not finite");
                }
                if (side.norm == 0) {
                    done[i] = new LinearSolution.Converged(side.x, 0, 0);
                } else {
                    active.add(side);
                }
            }
        }

        List<LinearSolution> run() {
            try {
                for (Side side : active) {
                    begin(side);
                }
                while (!active.isEmpty()) {
                    step();
                }
            } catch (NonFiniteProduct e) {
                for (Side side : active) {
                    done[side.index] = new LinearSolution.Failed(side.x, side.residual, side.products, e.failure());
                }
            }
            List<LinearSolution> result = new ArrayList<>();
            for (LinearSolution solution : done) {
                result.add(Objects.requireNonNull(solution));
            }
            return result;
        }

        private void begin(Side side) {
            double[] direction = precondition(side);
            System.arraycopy(direction, 0, side.p, 0, n);
            side.rz = Vectors.dot(side.r, direction);
        }

        private double[] precondition(Side side) {
            if (inverse == null) {
                return side.r;
            }
            inverse.apply(side.r, z);
            return z;
        }

        private Matrix image(List<Side> sides, Function<Side, double[]> vector) {
            Matrix out = Matrix.zeros(sides.size(), n);
            Matrix in = Matrix.zeros(sides.size(), n);
            for (int i = 0; i < sides.size(); i++) {
                in.setRow(i, vector.apply(sides.get(i)));
                sides.get(i).products++;
            }
            a.applyAll(in, out);
            return out;
        }

        private void step() {
            Matrix ap = image(active, side -> side.p);
            List<Side> going = new ArrayList<>();
            List<Side> check = new ArrayList<>();
            for (int i = 0; i < active.size(); i++) {
                Side side = active.get(i);
                int row = i * n;
                double curvature = Vectors.dot(side.p, 0, ap.data(), row, n);
                double length = Vectors.norm(side.p);
                if (!(curvature > EPSILON * length * Vectors.norm(ap.data(), row, n)) || !(side.rz > 0)) {
                    endAtNegativeCurvature(side, curvature, length);
                    continue;
                }
                double alpha = side.rz / curvature;
                Vectors.add(alpha, side.p, side.x);
                Vectors.add(-alpha, ap.data(), row, side.r, 0, n);
                side.residual = Vectors.norm(side.r);
                if (side.residual <= settings.tolerance() * side.norm || side.products + 1 >= settings.maxProducts()) {
                    check.add(side);
                } else {
                    double[] direction = precondition(side);
                    double rz = Vectors.dot(side.r, direction);
                    Vectors.addTo(direction, 0, rz / side.rz, side.p, 0, n);
                    side.rz = rz;
                    going.add(side);
                }
            }
            if (!check.isEmpty()) {
                certify(check, going);
            }
            active = going;
        }

        private void certify(List<Side> check, List<Side> going) {
            Matrix ax = image(check, side -> side.x);
            for (int i = 0; i < check.size(); i++) {
                Side side = check.get(i);
                for (int l = 0; l < n; l++) {
                    side.r[l] = side.b[l] - ax.data()[i * n + l];
                }
                side.residual = Vectors.norm(side.r);
                double target = settings.tolerance() * side.norm;
                if (side.residual <= target) {
                    done[side.index] = new LinearSolution.Converged(side.x, side.residual, side.products);
                } else if (side.restarts < RESTARTS && side.products + 2 <= settings.maxProducts()) {
                    side.restarts++;
                    begin(side);
                    going.add(side);
                } else {
                    done[side.index] = new LinearSolution.NotConverged(side.x, side.residual, side.products, target);
                }
            }
        }

        private void endAtNegativeCurvature(Side side, double curvature, double length) {
            if (!(side.rz > 0)) {
                throw new IllegalArgumentException("ConjugateGradient: the preconditioner is not positive definite: r^T"
                        + " M^-1 r = " + side.rz);
            }
            double[] direction = Arrays.copyOf(side.p, n);
            Vectors.scale(1 / length, direction, 0, n);
            if (side.products > 1) {
                Matrix ax = image(List.of(side), s -> s.x);
                for (int l = 0; l < n; l++) {
                    side.r[l] = side.b[l] - ax.data()[l];
                }
            }
            done[side.index] = new LinearSolution.NegativeCurvature(side.x, Vectors.norm(side.r), side.products,
                    direction, curvature / (length * length));
        }
    }
}
