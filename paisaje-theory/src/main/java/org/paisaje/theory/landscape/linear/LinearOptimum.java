package org.paisaje.theory.landscape.linear;

import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.LeastSquares;
import org.paisaje.math.linalg.factor.SymmetricEigen;

/**
 * The least loss F = (1/L) sum |W_K ... W_1 x - y|^2 of a deep linear network, which depends on its least width r alone: the
 * best map of rank r (Eckart and Young; Baldi and Hornik 1989 for two layers).
 *
 * <pre>
 *   F = least squares + sum over i above r of s_i^2 / L,  s the singular values of A (X'X)^(1/2), A the least-squares map
 * </pre>
 *
 * @param leastSquares the loss of the best linear map
 * @param singular s, in descending order
 * @param samples L
 */
public record LinearOptimum(double leastSquares, double[] singular, int samples) {
    /**
     * The optimum of these data.
     *
     * @param x one sample a row, of full column rank
     * @param y their targets
     */
    public static LinearOptimum of(Matrix x, Matrix y) {
        Matrix gram = x.columnGram();
        LeastSquares fit = LeastSquares.solve(x, y);
        if (fit.rank() < x.columns()) {
            throw new IllegalArgumentException("LinearOptimum: the " + x.rows() + " samples of dimension " + x.columns()
                    + " do not have full column rank, so that no least-squares map is singled out");
        }
        Matrix map = fit.solution();
        double rest = Math.pow(x.times(map).minus(y).frobeniusNorm(), 2) / x.rows();
        double[] squares = SymmetricEigen.values(map.transposedTimes(gram.times(map)).symmetrise());
        int most = Math.min(x.columns(), y.columns());
        double[] singular = new double[most];
        for (int i = 0; i < most; i++) {
            singular[i] = Math.sqrt(Math.max(0, squares[squares.length - 1 - i]));
        }
        return new LinearOptimum(rest, singular, x.rows());
    }

    /** The least loss of a network whose least width is r. */
    public double loss(int r) {
        double sum = leastSquares;
        for (int i = Math.max(0, r); i < singular.length; i++) {
            sum += singular[i] * singular[i] / samples;
        }
        return sum;
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
