package org.paisaje.theory.landscape.path;

import java.util.Arrays;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.LeastSquares;
import org.paisaje.math.random.Generator;

/**
 * How high an explicit path between two networks of one hidden layer has to climb, by Freeman and Bruna's construction: network
 * A keeps half its neurons and refits the last layer; the idle half becomes half of B's; the last layer goes over to those;
 * the rest follows. The loss is convex in the last layer, so that the path nowhere exceeds the losses at its corners, and those
 * between are the least-squares losses of the two halves.
 */
public final class EnergyGap {
    private EnergyGap() {}

    /**
     * The mean squared loss of the best of some halves: least over {@code draws} random choices.
     *
     * @param features the hidden values, one sample a row, one neuron a column
     * @param y the targets, one column
     * @param keep how many neurons stay
     */
    public static double halved(Matrix features, Matrix y, int keep, int draws, Generator draw) {
        if (keep < 1 || keep > features.columns()) {
            throw new IllegalArgumentException("EnergyGap: " + keep + " of " + features.columns()
                    + " neurons are to stay; at least 1 and no more than there are");
        }
        double least = Double.POSITIVE_INFINITY;
        for (int d = 0; d < draws; d++) {
            int[] kept = draw.choice(keep, features.columns());
            Arrays.sort(kept);
            Matrix part = features.transpose().rows(kept).transpose();
            Matrix fitted = part.times(LeastSquares.solve(part, y).solution());
            least = Math.min(least, Math.pow(fitted.minus(y).frobeniusNorm(), 2) / y.rows());
        }
        return least;
    }
}
