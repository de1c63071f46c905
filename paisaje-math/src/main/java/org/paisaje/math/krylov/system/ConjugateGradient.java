package org.paisaje.math.krylov.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
 * Per product and side 10 n flops and five vectors of length n. The steps themselves are {@link ConjugateSteps}.
 */
public final class ConjugateGradient {
    private static final int RESTARTS = 3;

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
        double residual;
        long products;
        int restarts;

        Side(int index, double norm) {
            this.index = index;
            this.norm = norm;
            this.residual = norm;
        }
    }

    private static final class Group {
        private final Products a;
        private final int n;
        private final Matrix b;
        private final SolveSettings settings;
        private final ConjugateSteps.State state;
        private final ConjugateSteps steps;
        private final @Nullable LinearSolution[] done;
        private List<Side> active = new ArrayList<>();

        Group(String operation, LinearOperator operator, Matrix b, @Nullable LinearOperator inverse,
                SolveSettings settings) {
            a = Products.square(operation, operator);
            n = a.order();
            this.b = b;
            this.settings = settings;
            if (b.columns() != n) {
                throw new IllegalArgumentException(operation + ": b has length " + b.columns()
                        + ", the operator is of order " + n + "; right-hand sides are rows");
            }
            if (inverse != null && (inverse.rows() != n || inverse.columns() != n)) {
                throw new IllegalArgumentException(operation + ": the preconditioner is " + inverse.rows() + " x "
                        + inverse.columns() + ", the operator is of order " + n);
            }
            done = new LinearSolution[b.rows()];
            for (int i = 0; i < b.rows(); i++) {
                Side side = new Side(i, Vectors.norm(b.data(), i * n, n));
                if (!Double.isFinite(side.norm)) {
                    throw new IllegalArgumentException(operation + ": row " + i + " of b is not finite");
                }
                if (side.norm == 0) {
                    done[i] = new LinearSolution.Converged(new double[n], 0, 0);
                } else {
                    active.add(side);
                }
            }
            state = ConjugateSteps.State.start(b, inverse);
            steps = new ConjugateSteps(a::applyAll, inverse, state);
        }

        List<LinearSolution> run() {
            try {
                while (!active.isEmpty()) {
                    step();
                }
            } catch (NonFiniteProduct e) {
                for (Side side : active) {
                    done[side.index] = new LinearSolution.Failed(x(side), side.residual, side.products, e.failure());
                }
            }
            List<LinearSolution> result = new ArrayList<>();
            for (LinearSolution solution : done) {
                result.add(Objects.requireNonNull(solution));
            }
            return result;
        }

        private double[] x(Side side) {
            return state.x().row(side.index);
        }

        private static int[] indices(List<Side> sides) {
            return sides.stream().mapToInt(side -> side.index).toArray();
        }

        private void step() {
            active.forEach(side -> side.products++);
            ConjugateSteps.Advance[] advances = steps.advance(indices(active));
            List<Side> going = new ArrayList<>();
            List<Side> check = new ArrayList<>();
            for (int i = 0; i < advances.length; i++) {
                Side side = active.get(i);
                if (!advances[i].moved()) {
                    endAtNegativeCurvature(side, advances[i].curvature());
                    continue;
                }
                side.residual = advances[i].residual();
                boolean ends = side.residual <= settings.tolerance() * side.norm
                        || side.products + 1 >= settings.maxProducts();
                (ends ? check : going).add(side);
            }
            steps.nextDirections(indices(going));
            if (!check.isEmpty()) {
                certify(check, going);
            }
            active = going;
        }

        private void certify(List<Side> check, List<Side> going) {
            recompute(check);
            for (Side side : check) {
                double target = settings.tolerance() * side.norm;
                if (side.residual <= target) {
                    done[side.index] = new LinearSolution.Converged(x(side), side.residual, side.products);
                } else if (side.restarts < RESTARTS && side.products + 2 <= settings.maxProducts()) {
                    side.restarts++;
                    steps.restart(side.index);
                    going.add(side);
                } else {
                    done[side.index] = new LinearSolution.NotConverged(x(side), side.residual, side.products, target);
                }
            }
        }

        /** The residuals of these sides from products with their solutions. */
        private void recompute(List<Side> sides) {
            Matrix x = state.x().rows(indices(sides));
            Matrix ax = Matrix.zeros(sides.size(), n);
            sides.forEach(side -> side.products++);
            a.applyAll(x, ax);
            double[] r = state.r().data();
            for (int i = 0; i < sides.size(); i++) {
                Side side = sides.get(i);
                int row = side.index * n;
                for (int l = 0; l < n; l++) {
                    r[row + l] = b.data()[row + l] - ax.data()[i * n + l];
                }
                side.residual = state.residual(side.index);
            }
        }

        private void endAtNegativeCurvature(Side side, double curvature) {
            double rz = state.rz()[side.index];
            if (!(rz > 0)) {
                throw new IllegalArgumentException(
                        "ConjugateGradient: the preconditioner is not positive definite: r^T M^-1 r = " + rz);
            }
            double[] direction = state.p().row(side.index);
            double length = Vectors.norm(direction);
            Vectors.scale(1 / length, direction, 0, n);
            if (side.products > 1) {
                recompute(List.of(side));
            }
            done[side.index] = new LinearSolution.NegativeCurvature(x(side), side.residual, side.products,
                    direction, curvature / (length * length));
        }
    }
}
