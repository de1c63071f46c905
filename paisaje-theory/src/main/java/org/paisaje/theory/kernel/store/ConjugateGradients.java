package org.paisaje.theory.kernel.store;

import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;

/**
 * Preconditioned conjugate gradients for {@code (A + rho I) x_i = b_i} with the rows of B at once, so that every step
 * reads A and the preconditioner once for all of them (Hestenes and Stiefel 1952). All of the state is here and can be
 * kept: a run that goes on from it takes the same steps bit for bit. 10 n flops per side and step besides the products.
 */
final class ConjugateGradients {
    /** A side that made no progress for so many steps ends: its system has no solution that rounding can tell. */
    private static final int PATIENCE = 250;

    private final LinearOperator a;
    private final LinearOperator inverse;
    private final double rho;
    private final State state;

    /**
     * Where the iteration is. All matrices are k x n, one side per row.
     *
     * @param x the solutions so far
     * @param r the residuals of the recurrence
     * @param p the directions
     * @param rz {@code r^T P^-1 r} per side
     * @param goals the residual norms wanted
     * @param going 1 for sides that still iterate, 0 for those that are done
     * @param best the least residual norm of each side so far
     * @param since the steps since then
     */
    record State(Matrix x, Matrix r, Matrix p, double[] rz, double[] goals, double[] going, double[] best,
            double[] since) {
        /** Sides still iterating. */
        int active() {
            int count = 0;
            for (double side : going) {
                count += side == 1 ? 1 : 0;
            }
            return count;
        }
    }

    ConjugateGradients(LinearOperator a, LinearOperator inverse, double rho, State state) {
        this.a = a;
        this.inverse = inverse;
        this.rho = rho;
        this.state = state;
    }

    /** The state before the first step from x = 0. */
    static State start(Matrix b, double[] goals, LinearOperator inverse) {
        int k = b.rows();
        int n = b.columns();
        Matrix p = Matrix.zeros(k, n);
        inverse.applyAll(b, p);
        double[] rz = new double[k];
        double[] going = new double[k];
        double[] best = new double[k];
        for (int i = 0; i < k; i++) {
            rz[i] = Blas.dot(n, b.data(), i * n, p.data(), i * n);
            best[i] = Blas.norm(n, b.data(), i * n);
            going[i] = best[i] > goals[i] ? 1 : 0;
        }
        return new State(Matrix.zeros(k, n), b.copy(), p, rz, goals, going, best, new double[k]);
    }

    /** One step of every side that is not done. A side whose direction is not one of positive curvature ends. */
    void step() {
        int n = state.x.columns();
        int count = state.active();
        int[] sides = new int[count];
        Matrix directions = Matrix.zeros(count, n);
        for (int i = 0, at = 0; i < state.going.length; i++) {
            if (state.going[i] == 1) {
                sides[at] = i;
                System.arraycopy(state.p.data(), i * n, directions.data(), at * n, n);
                at++;
            }
        }
        Matrix image = Matrix.zeros(count, n);
        a.applyAll(directions, image);
        if (rho > 0) {
            Blas.axpy(count * n, rho, directions.data(), 0, image.data(), 0);
        }
        for (int i = 0; i < count; i++) {
            advance(sides[i], image.data(), i * n);
        }
        turn(sides, directions, image);
    }

    private void advance(int side, double[] image, int at) {
        int n = state.x.columns();
        int row = side * n;
        double curvature = Blas.dot(n, state.p.data(), row, image, at);
        double alpha = state.rz[side] / curvature;
        if (!(curvature > 0) || !(state.rz[side] > 0) || !Double.isFinite(alpha)) {
            state.going[side] = 0;
            return;
        }
        Blas.axpy(n, alpha, state.p.data(), row, state.x.data(), row);
        Blas.axpy(n, -alpha, image, at, state.r.data(), row);
        double residual = Blas.norm(n, state.r.data(), row);
        state.since[side] = residual < state.best[side] ? 0 : state.since[side] + 1;
        state.best[side] = Math.min(state.best[side], residual);
        if (residual <= state.goals[side] || state.since[side] >= PATIENCE) {
            state.going[side] = 0;
        }
    }

    /** New directions; the two matrices are used as room. */
    private void turn(int[] sides, Matrix room, Matrix image) {
        int n = state.x.columns();
        for (int i = 0; i < sides.length; i++) {
            System.arraycopy(state.r.data(), sides[i] * n, room.data(), i * n, n);
        }
        inverse.applyAll(room, image);
        for (int i = 0; i < sides.length; i++) {
            int side = sides[i];
            if (state.going[side] == 0) {
                continue;
            }
            double rz = Blas.dot(n, room.data(), i * n, image.data(), i * n);
            Blas.scale(n, rz / state.rz[side], state.p.data(), side * n);
            Blas.axpy(n, 1, image.data(), i * n, state.p.data(), side * n);
            state.rz[side] = rz;
        }
    }
}
