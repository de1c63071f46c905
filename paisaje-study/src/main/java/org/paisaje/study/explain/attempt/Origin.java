package org.paisaje.study.explain.attempt;

import java.util.stream.IntStream;
import org.paisaje.math.linalg.Matrix;

/** Where the weights at the start come from. Theory of random weights speaks of drawn ones, and of loaded ones that are as good as drawn. */
public enum Origin {
    /** Drawn at random for this run. */
    DRAWN,
    /** Read from a file and no better than random ones. */
    LOADED,
    /** Read from a file and better than random ones: trained. */
    TRAINED;

    /** If none of so many random draws does as well, chance has a level of 1 in 20. */
    private static final int DRAWS = 19;
    private static final int MOST_SAMPLES = 300;
    /** A loss that is hardly below that of a constant is not that of trained weights either. */
    private static final double BETTER = 0.95;

    /** The origin of the weights of a setup: loaded ones are trained if they do better than a constant and than 19 random draws. */
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
        return better ? TRAINED : LOADED;
    }

    private static double loss(Setup setup, double[] theta, Matrix x, Matrix y) {
        double loss = setup.loss().value(setup.network().forward(theta, x), y);
        return Double.isFinite(loss) ? loss : Double.MAX_VALUE;
    }
}
