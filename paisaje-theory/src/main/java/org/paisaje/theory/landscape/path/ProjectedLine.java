package org.paisaje.theory.landscape.path;

import java.util.Arrays;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Norms;
import org.paisaje.math.linalg.Parallel;
import org.paisaje.math.linalg.factor.Cholesky;
import org.paisaje.network.Architecture;
import org.paisaje.network.Linearization;

/**
 * The straight line between two interpolating networks, projected to zero loss node by node:
 * {@code theta <- theta - J^T (J J^T)^-1 (f - y)} until the residual vanishes. Zero loss at nodes says nothing of what lies
 * between them: the chain counts as a curve only if its steps shrink in proportion to the distance of the nodes and the loss
 * half-way between them with its fourth power; at kinks of the activation the projection jumps.
 *
 * @param chain the projected nodes
 * @param converged whether the residual vanished at every node
 * @param iterations the most that a node took
 * @param step the largest distance of neighbours over that of the ends
 * @param middle the largest loss, half the mean square of the residual, half-way between neighbours
 */
public record ProjectedLine(Polyline chain, boolean converged, int iterations, double step, double middle) {
    private static final int MOST = 30;
    private static final double ZERO = 1e-14;
    /** How much a quarter of the distance must shrink the largest step and the loss half-way, for a curve. */
    private static final double STEP_SHRINKS = 0.3;
    private static final double LOSS_SHRINKS = 0.01;

    /** Projects {@code segments + 1} nodes. */
    public static ProjectedLine of(Architecture network, double[] start, double[] end, Matrix x, Matrix y,
            int segments) {
        Curve line = Curve.line(start, end);
        double[][] nodes = new double[segments + 1][];
        int[] taken = new int[segments + 1];
        Parallel.run(segments + 1, i -> {
            nodes[i] = line.at((double) i / segments);
            taken[i] = project(network, nodes[i], x, y);
        });
        double step = 0;
        double middle = 0;
        for (int i = 0; i < segments; i++) {
            step = Math.max(step, Norms.distance(nodes[i], nodes[i + 1]));
            double[] half = Curve.line(nodes[i], nodes[i + 1]).at(0.5);
            middle = Math.max(middle, loss(network.forward(half, x), y));
        }
        return new ProjectedLine(Polyline.of(Arrays.asList(nodes)), Arrays.stream(taken).allMatch(t -> t <= MOST),
                Arrays.stream(taken).max().orElseThrow(), step / Norms.distance(start, end), middle);
    }

    /** Whether this chain, with four times as many nodes as a coarser one, goes with it to a curve. */
    public boolean refines(ProjectedLine coarser) {
        return converged && coarser.converged && step <= STEP_SHRINKS * coarser.step
                && middle <= LOSS_SHRINKS * coarser.middle;
    }

    /** The loss (1/2n) |f - y|^2 after each step; for tests and for looking at one node. */
    static double[] losses(Architecture network, double[] theta, Matrix x, Matrix y, int steps) {
        double[] result = new double[steps];
        for (int t = 0; t < steps; t++) {
            step(network, theta, x, y);
            result[t] = loss(network.forward(theta, x), y);
        }
        return result;
    }

    private static double loss(Matrix outputs, Matrix y) {
        double norm = outputs.minus(y).frobeniusNorm();
        return norm * norm / (2 * y.rows());
    }

    private static int project(Architecture network, double[] theta, Matrix x, Matrix y) {
        double scale = Math.max(1, Arrays.stream(y.data()).map(Math::abs).max().orElse(1));
        for (int t = 0; t <= MOST; t++) {
            double residual = Arrays.stream(network.forward(theta, x).minus(y).data()).map(Math::abs).max().orElse(0);
            if (residual <= ZERO * scale * 10) {
                return t;
            }
            if (!Double.isFinite(residual) || !step(network, theta, x, y)) {
                break;
            }
        }
        return MOST + 1;
    }

    private static boolean step(Architecture network, double[] theta, Matrix x, Matrix y) {
        Linearization at = network.linearize(theta, x);
        Matrix residual = at.outputs().minus(y);
        Matrix jacobian = at.jacobian();
        if (!(Cholesky.of(jacobian.gram()) instanceof Cholesky factor)) {
            return false;
        }
        double[] correction = jacobian.transposedTimes(factor.solve(residual.data()));
        for (int i = 0; i < theta.length; i++) {
            theta[i] -= correction[i];
        }
        return true;
    }
}
