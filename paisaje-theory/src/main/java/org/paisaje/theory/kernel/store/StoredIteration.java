package org.paisaje.theory.kernel.store;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.paisaje.math.krylov.system.ConjugateSteps;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;

/**
 * Conjugate gradients for the rows of B at once, each until its own goal or until it makes no more progress. All of the
 * state is here and can be kept: a run that goes on from it takes the same steps bit for bit.
 */
final class StoredIteration {
    /** A side that made no progress for so many steps ends: its system has no solution that rounding can tell. */
    private static final int PATIENCE = 250;

    private final ConjugateSteps steps;
    private final State state;

    /**
     * Where the iteration is.
     *
     * @param at solutions, residuals and directions, one side per row
     * @param goals the residual norms wanted
     * @param going 1 for sides that still iterate, 0 for those that are done
     * @param best the least residual norm of each side so far
     * @param since the steps since then
     */
    record State(ConjugateSteps.State at, double[] goals, double[] going, double[] best, double[] since) {
        /** Before the first step from x = 0. */
        static State start(Matrix b, double[] goals, LinearOperator inverse) {
            var at = ConjugateSteps.State.start(b, inverse);
            int k = b.rows();
            double[] best = IntStream.range(0, k).mapToDouble(at::residual).toArray();
            double[] going = IntStream.range(0, k).mapToDouble(i -> best[i] > goals[i] ? 1 : 0).toArray();
            return new State(at, goals, going, best, new double[k]);
        }

        /** Zeros, to be read into. */
        static State empty(int k, int n) {
            var at = new ConjugateSteps.State(Matrix.zeros(k, n), Matrix.zeros(k, n), Matrix.zeros(k, n),
                    new double[k]);
            return new State(at, new double[k], new double[k], new double[k], new double[k]);
        }

        /** Sides still iterating. */
        int active() {
            return (int) Arrays.stream(going).sum();
        }

        private int[] sides() {
            return IntStream.range(0, going.length).filter(i -> going[i] == 1).toArray();
        }
    }

    StoredIteration(LinearOperator a, LinearOperator inverse, State state) {
        this.steps = new ConjugateSteps(a, inverse, state.at);
        this.state = state;
    }

    /** One step of every side that is not done. A side whose direction is not one of positive curvature ends. */
    void step() {
        int[] sides = state.sides();
        ConjugateSteps.Advance[] advances = steps.advance(sides);
        for (int i = 0; i < sides.length; i++) {
            int side = sides[i];
            double residual = state.at.residual(side);
            state.since[side] = residual < state.best[side] ? 0 : state.since[side] + 1;
            state.best[side] = Math.min(state.best[side], residual);
            if (!advances[i].moved() || residual <= state.goals[side] || state.since[side] >= PATIENCE) {
                state.going[side] = 0;
            }
        }
        steps.nextDirections(state.sides());
    }
}
