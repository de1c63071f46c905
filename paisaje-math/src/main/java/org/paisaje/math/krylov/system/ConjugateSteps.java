package org.paisaje.math.krylov.system;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.paisaje.math.Brief;
import org.paisaje.math.krylov.core.Vectors;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;

/**
 * The steps of preconditioned conjugate gradients for {@code A x_i = b_i} with the rows of B at once (Hestenes and Stiefel
 * 1952), for those who have a rule of their own when to stop, or who keep the state; {@link ConjugateGradient} solves to a
 * certified residual.
 *
 * <p>A step is {@link #advance}, which makes one product for all sides together, and {@link #nextDirections}, which applies the
 * preconditioner. All of the state is in {@link State}: a run that goes on from it takes the same steps bit for bit. Not
 * safe for concurrent use.
 */
public final class ConjugateSteps {
    private static final double EPSILON = Math.ulp(1.0);

    private final BiConsumer<Matrix, Matrix> product;
    private final @Nullable LinearOperator inverse;
    private final State state;
    private final int n;
    private final double[] squares;
    private Matrix gathered = Matrix.zeros(0, 0);
    private Matrix image = Matrix.zeros(0, 0);

    /**
     * Where the iteration is; the arrays are written to by each step.
     *
     * @param x the solutions so far, k x n, one side per row
     * @param r the residuals of the recurrence, k x n
     * @param p the directions, k x n
     * @param rz {@code r^T P^-1 r} per side
     */
    public record State(Matrix x, Matrix r, Matrix p, double[] rz) {
        /** The state before the first step from x = 0; b is copied. */
        public static State start(Matrix b, @Nullable LinearOperator inverse) {
            State state = new State(Matrix.zeros(b.rows(), b.columns()), b.copy(), b.copy(), new double[b.rows()]);
            if (inverse != null) {
                inverse.applyAll(b, state.p);
            }
            for (int i = 0; i < b.rows(); i++) {
                state.rz[i] = state.product(state.p, i);
            }
            return state;
        }

        /** {@code |r_i|}, by the recurrence. */
        public double residual(int side) {
            return Vectors.norm(r.data(), side * r.columns(), r.columns());
        }

        private double product(Matrix z, int side) {
            int n = r.columns();
            return Vectors.dot(r.data(), side * n, z.data(), side * n, n);
        }

        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /**
     * Steps from a state.
     *
     * @param a symmetric
     * @param inverse an approximation of A^-1, symmetric positive definite; null for none
     */
    public ConjugateSteps(LinearOperator a, @Nullable LinearOperator inverse, State state) {
        this((vectors, out) -> {
            if (vectors.rows() == 1) {
                a.apply(vectors.data(), out.data());
            } else {
                a.applyAll(vectors, out);
            }
        }, inverse, state);
    }

    ConjugateSteps(BiConsumer<Matrix, Matrix> product, @Nullable LinearOperator inverse, State state) {
        this.product = product;
        this.inverse = inverse;
        this.state = state;
        this.n = state.x.columns();
        this.squares = new double[state.x.rows()];
    }

    /**
     * What became of one side.
     *
     * @param moved whether x went along the direction; if not, nothing of the side has changed
     * @param curvature {@code p^T A p}
     * @param residual {@code |r|} afterwards, by the recurrence; NaN if the side has not moved
     */
    public record Advance(boolean moved, double curvature, double residual) {}

    /**
     * Moves these sides along their directions to the least value there. A side stays where the curvature
     * {@code p^T A p} or {@code r^T P^-1 r} is not positive beyond rounding.
     */
    public Advance[] advance(int... sides) {
        Matrix directions = gather(state.p, sides);
        Matrix products = room(sides.length);
        product.accept(directions, products);
        Advance[] result = new Advance[sides.length];
        for (int i = 0; i < sides.length; i++) {
            result[i] = advance(sides[i], products.data(), i * n);
        }
        return result;
    }

    private Advance advance(int side, double[] ap, int at) {
        int row = side * n;
        double[] p = state.p.data();
        double[] r = state.r.data();
        double[] products = Vectors.innerProducts(p, row, ap, at, n);
        double curvature = products[0];
        double alpha = state.rz[side] / curvature;
        double scale = Vectors.norm(products[1], p, row, n) * Vectors.norm(products[2], ap, at, n);
        if (!(curvature > EPSILON * scale) || !(state.rz[side] > 0) || !Double.isFinite(alpha)) {
            return new Advance(false, curvature, Double.NaN);
        }
        squares[side] = Vectors.step(alpha, p, state.x.data(), r, row, ap, at, n);
        return new Advance(true, curvature, Vectors.norm(squares[side], r, row, n));
    }

    /** Gives these sides, which have just advanced, their next directions, conjugate to those before. */
    public void nextDirections(int... sides) {
        if (sides.length == 0) {
            return;
        }
        Matrix z = preconditioned(sides);
        for (int i = 0; i < sides.length; i++) {
            int side = sides[i];
            double rz = inverse == null
                    ? squares[side]
                    : Vectors.dot(state.r.data(), side * n, z.data(), i * n, n);
            Vectors.addTo(z.data(), i * n, rz / state.rz[side], state.p.data(), side * n, n);
            state.rz[side] = rz;
        }
    }

    /** Begins anew from x with residuals that were computed anew and written to {@code r}. */
    void restart(int side) {
        Matrix z = preconditioned(side);
        System.arraycopy(z.data(), 0, state.p.data(), side * n, n);
        state.rz[side] = Vectors.dot(state.r.data(), side * n, z.data(), 0, n);
    }

    private Matrix preconditioned(int... sides) {
        Matrix r = gather(state.r, sides);
        if (inverse == null) {
            return r;
        }
        Matrix z = room(sides.length);
        inverse.applyAll(r, z);
        return z;
    }

    /** These rows without gaps: the matrix itself where they are all, in order. */
    private Matrix gather(Matrix all, int... sides) {
        boolean whole = sides.length == all.rows();
        for (int i = 0; i < sides.length; i++) {
            whole &= sides[i] == i;
        }
        if (whole) {
            return all;
        }
        if (gathered.rows() != sides.length) {
            gathered = Matrix.zeros(sides.length, n);
        }
        for (int i = 0; i < sides.length; i++) {
            System.arraycopy(all.data(), sides[i] * n, gathered.data(), i * n, n);
        }
        return gathered;
    }

    private Matrix room(int rows) {
        if (image.rows() != rows) {
            image = Matrix.zeros(rows, n);
        }
        return image;
    }
}
