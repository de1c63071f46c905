package org.paisaje.study.explain.baseline;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Svd;
import org.paisaje.network.LayerShape;
import org.paisaje.study.explain.attempt.Attempt;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.theory.kernel.KernelAlignment;

/**
 * What a run came to.
 *
 * @param loss the loss on its training data
 * @param constant that of the best constant there
 * @param left the share of what a constant leaves: of the errors for classes, of the variance for real targets
 * @param right the share of right answers on its training data, for classes
 * @param testLeft as {@code left}, on the test data
 * @param halfway the first step that was looked at with a loss of at most half that of the constant
 * @param margins the margins of its training samples, smallest first; empty for real targets
 * @param normalized the same over the product of the norms of the layers; empty where that is not known
 * @param alignment of the tangent kernel at the end with its targets; NaN if it has none
 * @param moved how far the weights went, relative to their size at the start
 */
record Fitted(double loss, double constant, double left, OptionalDouble right, OptionalDouble testLeft,
        OptionalLong halfway, double[] margins, double[] normalized, double alignment, double moved) {
    private static final int MOST_SAMPLES = 200;

    /** Measures a run at its end. */
    static Fitted of(Attempt run) {
        Setup setup = run.setup();
        Dataset train = setup.train();
        Matrix f = setup.network().forward(run.end(), train.x());
        Matrix y = setup.targets(train);
        double constant = setup.loss().bestConstant(y).map(best -> {
            Matrix all = Matrix.zeros(y.rows(), y.columns());
            for (int i = 0; i < y.rows(); i++) {
                all.setRow(i, best);
            }
            return setup.loss().value(all, y);
        }).orElse(run.firstLoss());
        double[] margins = setup.classes() ? margins(f, train.labels()) : new double[0];
        double product = norms(setup, run.end());
        return new Fitted(setup.loss().value(f, y), constant, left(setup, run.end(), train),
                setup.classes() ? OptionalDouble.of(right(setup, f, train)) : OptionalDouble.empty(),
                setup.test().isPresent()
                        ? OptionalDouble.of(left(setup, run.end(), setup.test().get()))
                        : OptionalDouble.empty(),
                halfway(run, constant), margins,
                product > 0 ? Arrays.stream(margins).map(m -> m / product).toArray() : new double[0],
                alignment(setup, run.end()), moved(setup.start(), run.end()));
    }

    private static double right(Setup setup, Matrix f, Dataset data) {
        return (double) setup.loss().decision().right(f, data.labels()) / data.size();
    }

    /** Against the most frequent class, or the mean, of the training data. */
    private static double left(Setup setup, double[] theta, Dataset data) {
        Matrix f = setup.network().forward(theta, data.x());
        if (setup.classes()) {
            int[] counts = setup.train().classCounts();
            int most = 0;
            for (int c = 1; c < counts.length; c++) {
                most = counts[c] > counts[most] ? c : most;
            }
            int frequent = most;
            long other = Arrays.stream(data.labels()).filter(label -> label != frequent).count();
            return (1 - right(setup, f, data)) * data.size() / Math.max(1, other);
        }
        double square = 0;
        double spread = 0;
        for (int c = 0; c < data.outputs(); c++) {
            double mean = Arrays.stream(setup.train().y().column(c)).average().orElse(0);
            for (int i = 0; i < data.size(); i++) {
                square += Math.pow(f.get(i, c) - data.y().get(i, c), 2);
                spread += Math.pow(data.y().get(i, c) - mean, 2);
            }
        }
        return square / Math.max(spread, 1e-300);
    }

    private static OptionalLong halfway(Attempt run, double constant) {
        for (int i = 0; i < run.losses().size(); i++) {
            if (run.losses().values()[i] <= 0.5 * constant) {
                return OptionalLong.of(run.losses().steps()[i]);
            }
        }
        return OptionalLong.empty();
    }

    /** By how much the answer is right: the output of the class less the largest other one, with one output its sign. */
    static double[] margins(Matrix f, int[] labels) {
        double[] margins = new double[labels.length];
        for (int i = 0; i < labels.length; i++) {
            if (f.columns() == 1) {
                margins[i] = (2 * labels[i] - 1) * f.get(i, 0);
                continue;
            }
            double other = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < f.columns(); c++) {
                other = c == labels[i] ? other : Math.max(other, f.get(i, c));
            }
            margins[i] = f.get(i, labels[i]) - other;
        }
        Arrays.sort(margins);
        return margins;
    }

    /** The product of the largest singular values (Bartlett, Foster and Telgarsky 2017); 0 where layers stand in no row. */
    private static double norms(Setup setup, double[] theta) {
        if (!setup.network().inRow()) {
            return 0;
        }
        double product = 1;
        for (LayerShape shape : setup.network().layerShapes()) {
            Matrix w = Matrix.wrap(shape.outputs(), shape.inputs(), Arrays.copyOfRange(theta, shape.weight(),
                    shape.weight() + shape.outputs() * shape.inputs()));
            product *= shape.weightScale() * Svd.of(w).values()[0];
        }
        return product;
    }

    private static double alignment(Setup setup, double[] theta) {
        int n = Math.min(setup.train().size(), MOST_SAMPLES);
        int[] rows = new int[n];
        for (int i = 0; i < n; i++) {
            rows[i] = (int) ((long) i * setup.train().size() / n);
        }
        return KernelAlignment.of(setup.network(), theta, setup.train().x().rows(rows),
                setup.targets(setup.train()).rows(rows));
    }

    private static double moved(double[] start, double[] end) {
        double way = 0;
        double size = 0;
        for (int i = 0; i < start.length; i++) {
            way += (end[i] - start[i]) * (end[i] - start[i]);
            size += start[i] * start[i];
        }
        return size == 0 ? Double.POSITIVE_INFINITY : Math.sqrt(way / size);
    }

    /** The median of the margins; NaN without any. */
    static double median(double[] sorted) {
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fitted f && loss == f.loss && Arrays.equals(margins, f.margins);
    }

    @Override
    public int hashCode() {
        return 31 * Double.hashCode(loss) + Arrays.hashCode(margins);
    }

    @Override
    public String toString() {
        return "Fitted[loss " + loss + ", left " + left + "]";
    }
}
