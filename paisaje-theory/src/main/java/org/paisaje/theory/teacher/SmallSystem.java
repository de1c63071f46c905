package org.paisaje.theory.teacher;

import java.util.Optional;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.DecompositionSolver;
import org.hipparchus.linear.LUDecomposition;
import org.paisaje.math.linalg.Matrix;

/** Linear systems of a few unknowns. */
final class SmallSystem {
    private SmallSystem() {}

    /** Solves A x = b; empty if A is singular to working precision. */
    static Optional<double[]> solve(Matrix a, double[] b) {
        return solver(a).map(solver -> solver.solve(new ArrayRealVector(b, false)).toArray());
    }

    /** Solves A X = B; empty if A is singular to working precision. */
    static Optional<Matrix> solve(Matrix a, Matrix b) {
        return solver(a).map(solver -> Matrix.of(solver.solve(hipparchus(b)).getData()));
    }

    private static Optional<DecompositionSolver> solver(Matrix a) {
        double scale = 0;
        for (double entry : a.data()) {
            scale = Math.max(scale, Math.abs(entry));
        }
        var lu = new LUDecomposition(hipparchus(a), a.rows() * Math.ulp(scale));
        return lu.getSolver().isNonSingular() ? Optional.of(lu.getSolver()) : Optional.empty();
    }

    private static Array2DRowRealMatrix hipparchus(Matrix a) {
        double[][] rows = new double[a.rows()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = a.row(i);
        }
        return new Array2DRowRealMatrix(rows, false);
    }
}
