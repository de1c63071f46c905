package org.paisaje.loss;

import java.util.Optional;
import java.util.OptionalDouble;
import org.paisaje.math.linalg.Matrix;

/** {@code c sum_i |f_i - y_i|^2} with c = 1/(2n), 1/n or 1/2; reached through {@link Loss}. */
final class SquaredLoss implements Loss {
    static final SquaredLoss HALF_MEAN = new SquaredLoss("half-mean-squared", 0.5, true);
    static final SquaredLoss MEAN = new SquaredLoss("mean-squared", 1, true);
    static final SquaredLoss HALF_SUM = new SquaredLoss("half-sum-squared", 0.5, false);

    private final String name;
    private final double numerator;
    private final boolean mean;

    private SquaredLoss(String name, double numerator, boolean mean) {
        this.name = name;
        this.numerator = numerator;
        this.mean = mean;
    }

    @Override
    public double squareFactor(int n) {
        return mean ? numerator / n : numerator;
    }

    @Override
    public Optional<String> likelihood() {
        return Optional.of("normal targets of variance " + (numerator == 1 ? "1/2" : "1") + " around the outputs");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean averages() {
        return mean;
    }

    @Override
    public double value(Matrix outputs, Matrix targets) {
        Shapes.check(name, outputs, "y", targets);
        double[] f = outputs.data();
        double[] y = targets.data();
        double sum = 0;
        for (int i = 0; i < f.length; i++) {
            double r = f[i] - y[i];
            sum += r * r;
        }
        return squareFactor(outputs.rows()) * sum;
    }

    @Override
    public double valueAndGradient(Matrix outputs, Matrix targets, Matrix gradient) {
        Shapes.check(name, outputs, "y", targets);
        Shapes.check(name, outputs, "gradient", gradient);
        double[] f = outputs.data();
        double[] y = targets.data();
        double[] g = gradient.data();
        double c = squareFactor(outputs.rows());
        double sum = 0;
        for (int i = 0; i < f.length; i++) {
            double r = f[i] - y[i];
            sum += r * r;
            g[i] = 2 * c * r;
        }
        return c * sum;
    }

    @Override
    public void curvature(Matrix outputs, Matrix targets, Matrix direction, Matrix out) {
        Shapes.check(name, outputs, "direction", direction);
        Shapes.check(name, outputs, "out", out);
        double twice = 2 * squareFactor(outputs.rows());
        double[] v = direction.data();
        double[] w = out.data();
        for (int i = 0; i < v.length; i++) {
            w[i] = twice * v[i];
        }
    }

    @Override
    public Compares compares() {
        return Compares.VALUES;
    }

    @Override
    public double lowest(Matrix targets) {
        return 0;
    }

    /** Every entry is the bound that is nearest to its target, or the target. */
    @Override
    public OptionalDouble lowestWithin(Matrix targets, double low, double high) {
        double sum = 0;
        for (double y : targets.data()) {
            double r = y - Math.clamp(y, low, high);
            sum += r * r;
        }
        return OptionalDouble.of(squareFactor(targets.rows()) * sum);
    }

    /** {@code c sum_i (|y_i|^2 + k v_i)}. */
    @Override
    public OptionalDouble expected(Matrix targets, double[] variances) {
        double sum = 0;
        for (double y : targets.data()) {
            sum += y * y;
        }
        for (double v : variances) {
            sum += targets.columns() * v;
        }
        return OptionalDouble.of(squareFactor(targets.rows()) * sum);
    }

    /** The means of the targets. */
    @Override
    public Optional<double[]> bestConstant(Matrix targets) {
        return Optional.of(Constants.means(targets));
    }

    @Override
    public String toString() {
        return name;
    }
}
