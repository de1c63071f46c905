package org.paisaje.training.second;

import org.paisaje.math.krylov.system.ConjugateSteps;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Norms;

/** Conjugate gradients for {@code (A + ridge I) d = -g} that stop at negative curvature. */
final class TruncatedCg {
    private TruncatedCg() {}

    /**
     * A direction with {@code |residual| <= tolerance |g|}, or where the curvature was found negative the iterate before
     * it (steepest descent if it was the first); always {@code <g, d> < 0}. At most 2p products.
     */
    static double[] direction(LinearOperator a, double ridge, double[] g, double tolerance) {
        Matrix b = Matrix.wrap(1, g.length, Newton.negative(g));
        var state = ConjugateSteps.State.start(b, null);
        var steps = new ConjugateSteps(a.shifted(ridge), null, state);
        double target = tolerance * Norms.euclidean(g);
        for (int k = 0; k < 2 * g.length && state.residual(0) > target; k++) {
            if (!steps.advance(0)[0].moved()) {
                return k == 0 ? b.data() : state.x().data();
            }
            steps.nextDirections(0);
        }
        return state.x().data();
    }
}
