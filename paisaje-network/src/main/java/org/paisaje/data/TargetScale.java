package org.paisaje.data;

import org.paisaje.math.linalg.Matrix;

/**
 * The map y_j -> (y_j - m_j) / s_j of the targets of a regression, fixed on the training part: mean 0 and variance 1
 * there. Where targets are far from 0 or spread widely, as prices do, weights that start at size 1 cannot reach them in
 * the steps that there are. Results are given back in the units of the file.
 */
public final class TargetScale {
    private final Standardization map;

    private TargetScale(Standardization map) {
        this.map = map;
    }

    /**
     * The map of these training data.
     *
     * @throws IllegalArgumentException if they have classes
     */
    public static TargetScale of(Dataset train) {
        if (!(train.task() instanceof Task.Regression)) {
            throw new IllegalArgumentException(
                    "--standardize-target: " + train.name() + " has " + train.classes().size()
                            + " classes; only real targets have a scale");
        }
        return new TargetScale(Standardization.of(train.y()));
    }

    /** The data with scaled targets. */
    public Dataset apply(Dataset data) {
        return data.withTargets(map.apply(data.y()));
    }

    /** The means m_j. */
    public double[] means() {
        return map.means();
    }

    /** The standard deviations s_j; 1 for a constant target. */
    public double[] scales() {
        return map.scales();
    }

    /**
     * The root mean square over samples of each column of outputs less targets, in the units of the file.
     *
     * @param outputs of a network for scaled targets, n x k
     * @param targets the scaled ones, n x k
     */
    public double[] errors(Matrix outputs, Matrix targets) {
        double[] scales = map.scales();
        double[] errors = new double[scales.length];
        for (int j = 0; j < errors.length; j++) {
            double square = 0;
            for (int i = 0; i < targets.rows(); i++) {
                double error = outputs.get(i, j) - targets.get(i, j);
                square += error * error;
            }
            errors[j] = scales[j] * Math.sqrt(square / targets.rows());
        }
        return errors;
    }
}
