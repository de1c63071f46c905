package org.paisaje.loss;

import org.paisaje.math.linalg.Matrix;

/** {@code c sum_i |f_i - y_i|^2} with c = 1/(2n), 1/n or 1/2; reached through {@link Loss}. */
public final class SquaredLoss implements Loss {
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

    /** The factor c for n samples. */
    public double factor(int n) {
        return mean ? numerator / n : numerator;
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
        return factor(outputs.rows()) * sum;
    }

    @Override
    public double valueAndGradient(Matrix outputs, Matrix targets, Matrix gradient) {
        Shapes.check(name, outputs, "y", targets);
        Shapes.check(name, outputs, "gradient", gradient);
        double[] f = outputs.data();
        double[] y = targets.data();
        double[] g = gradient.data();
        double c = factor(outputs.rows());
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
        double twice = 2 * factor(outputs.rows());
        double[] v = direction.data();
        double[] w = out.data();
        for (int i = 0; i < v.length; i++) {
            w[i] = twice * v[i];
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
