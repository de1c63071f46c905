package org.paisaje.data;

import java.util.Arrays;
import java.util.Optional;
import org.paisaje.math.linalg.Matrix;

/**
 * The map y_j -> (y_j - m_j) / s_j of the targets of a regression, of their logarithms if that is asked for, fixed on the
 * training part: mean 0 and variance 1 there. Where targets are far from 0 or spread widely, as prices do, weights that
 * start at size 1 cannot reach them in the steps that there are; where they go over powers of ten, the squares of a few large
 * ones outweigh all others. Results are given back in the units of the file.
 */
public final class TargetScale {
    private final boolean logarithm;
    private final Optional<Standardization> map;
    private final int columns;

    private TargetScale(boolean logarithm, Optional<Standardization> map, int columns) {
        this.logarithm = logarithm;
        this.map = map;
        this.columns = columns;
    }

    /**
     * The map of these training data to mean 0 and variance 1.
     *
     * @throws IllegalArgumentException if they have classes
     */
    public static TargetScale of(Dataset train) {
        return of(train, false, true);
    }

    /**
     * The map of these training data.
     *
     * @param logarithm whether the natural logarithm is taken first
     * @param standardized whether what comes is brought to mean 0 and variance 1
     * @throws IllegalArgumentException if they have classes, or targets without a logarithm
     */
    public static TargetScale of(Dataset train, boolean logarithm, boolean standardized) {
        if (!(train.task() instanceof Task.Regression)) {
            throw new IllegalArgumentException(
                    (logarithm ? "--target-log: " : "--standardize-target: ") + train.name() + " has "
                            + train.classes().size() + " classes; only real targets have a "
                            + (logarithm ? "logarithm" : "scale"));
        }
        Dataset taken = logarithm ? Logarithms.ofTargets(train) : train;
        return new TargetScale(logarithm,
                standardized ? Optional.of(Standardization.of(taken.y())) : Optional.empty(), train.outputs());
    }

    /** The data with scaled targets. */
    public Dataset apply(Dataset data) {
        Dataset taken = logarithm ? Logarithms.ofTargets(data) : data;
        return map.map(scale -> taken.withTargets(scale.apply(taken.y()))).orElse(taken);
    }

    /** Whether the logarithm is taken first. */
    public boolean logarithm() {
        return logarithm;
    }

    /** The map to mean 0 and variance 1, if that is done. */
    public Optional<Standardization> standardization() {
        return map;
    }

    /** The means m_j; 0 where none are taken away. */
    public double[] means() {
        return map.map(Standardization::means).orElseGet(() -> new double[columns]);
    }

    /** The standard deviations s_j; 1 for a constant target, or where nothing is divided. */
    public double[] scales() {
        return map.map(Standardization::scales).orElseGet(() -> {
            double[] ones = new double[columns];
            Arrays.fill(ones, 1);
            return ones;
        });
    }

    /**
     * The root mean square over samples of each column of outputs less targets, in the units of the file.
     *
     * @param outputs of a network for scaled targets, n x k
     * @param targets the scaled ones, n x k
     */
    public double[] errors(Matrix outputs, Matrix targets) {
        double[] means = means();
        double[] scales = scales();
        double[] errors = new double[columns];
        for (int j = 0; j < columns; j++) {
            double square = 0;
            for (int i = 0; i < targets.rows(); i++) {
                double error = logarithm
                        ? Math.exp(means[j] + scales[j] * outputs.get(i, j))
                                - Math.exp(means[j] + scales[j] * targets.get(i, j))
                        : scales[j] * (outputs.get(i, j) - targets.get(i, j));
                square += error * error;
            }
            errors[j] = Math.sqrt(square / targets.rows());
        }
        return errors;
    }
}
