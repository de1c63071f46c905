package org.paisaje.study.explain.attempt;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Svd;
import org.paisaje.network.LayerShape;
import org.paisaje.theory.generalization.MarchenkoPastur;

/** Where the weights at the start come from. Theory of random weights speaks of drawn ones, and of loaded ones that look as if drawn. */
public enum Origin {
    /** Drawn at random for this run. */
    DRAWN,
    /** Read from a file, no better than random ones and without what training leaves in them. */
    LOADED,
    /** Read from a file and better than random ones, or with directions that random ones do not have: trained, on these data or others. */
    TRAINED;

    /** If none of so many random draws does as well, chance has a level of 1 in 20. */
    private static final int DRAWS = 19;
    private static final int MOST_SAMPLES = 300;
    /** A loss that is hardly below that of a constant is not that of trained weights either. */
    private static final double BETTER = 0.95;

    /** Below this side the median of the singular values says too little of their law. */
    private static final int FEWEST = 16;
    /** The law is fitted by a median, which chance moves: of 2,000 random 16 x 16 matrices each, normal and uniform, none passes this. */
    private static final double CLEARLY = 1.5;
    /** Of larger matrices the singular values take longer than the answer is worth. */
    private static final int LARGEST = 1024;

    /**
     * The origin of the weights of a setup: loaded ones are trained if they do better than a constant and than 19 random draws, or if
     * singular values of a layer stand out of those of random matrices.
     */
    public static Origin of(Setup setup) {
        if (!setup.given()) {
            return DRAWN;
        }
        int[] rows = Reference.spread(setup.train().size(), MOST_SAMPLES);
        Matrix x = setup.train().x().rows(rows);
        Matrix y = setup.targets(setup.train()).rows(rows);
        double own = loss(setup, setup.start(), x, y);
        Matrix constant = Matrix.zeros(y.rows(), y.columns());
        double[] best = setup.loss().bestConstant(y).orElseGet(() -> Score.means(y));
        IntStream.range(0, y.rows()).forEach(i -> constant.setRow(i, best));
        boolean better = own < BETTER * setup.loss().value(constant, y)
                && IntStream.range(0, DRAWS)
                        .allMatch(i -> own < loss(setup, setup.network().initialize(setup.seed().named("origin").at(i)),
                                x, y));
        return better || setup.network().layerShapes().stream().anyMatch(shape -> structured(setup.start(), shape))
                ? TRAINED
                : LOADED;
    }

    /** Whether a layer has a singular value that random entries do not have; their mean is taken off. */
    private static boolean structured(double[] theta, LayerShape shape) {
        int rows = Math.min(shape.inputs(), shape.outputs());
        int columns = Math.max(shape.inputs(), shape.outputs());
        if (rows < FEWEST || rows > LARGEST) {
            return false;
        }
        double[] weights = Arrays.copyOfRange(theta, shape.weight(), shape.weight() + rows * columns);
        double mean = Arrays.stream(weights).average().orElseThrow();
        Matrix centred = Matrix.wrap(shape.outputs(), shape.inputs(),
                Arrays.stream(weights).map(w -> w - mean).toArray());
        double[] eigenvalues = Arrays.stream(Svd.of(centred).values()).map(s -> s * s / columns).sorted().toArray();
        return eigenvalues[rows / 2] > 1e-12 * eigenvalues[rows - 1]
                && eigenvalues[rows - 1] > CLEARLY
                        * MarchenkoPastur.fitted(rows, columns, eigenvalues).outlierAbove();
    }

    private static double loss(Setup setup, double[] theta, Matrix x, Matrix y) {
        double loss = setup.loss().value(setup.network().forward(theta, x), y);
        return Double.isFinite(loss) ? loss : Double.MAX_VALUE;
    }
}
