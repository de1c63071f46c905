package org.paisaje.study.explain.wiring.change;

import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;

/** The loss of each sample, or of each output of each sample, before anything is added up. */
@FunctionalInterface
public interface Criterion {
    /**
     * The losses.
     *
     * @param outputs n x k
     * @param targets n x k
     * @return n x 1, or n x k if every output has a loss of its own
     */
    Matrix elements(Matrix outputs, Matrix targets);

    /** That of a loss. A squared one without its factor, which belongs to the reduction. */
    static Criterion of(Loss loss, int outputs) {
        if (loss.squareFactor(1) != 0) {
            return squared();
        }
        // A loss in which every output has its own part says so by having full rank in each.
        return outputs > 1 && loss.rank(outputs) == outputs
                ? each(loss)
                : (f, y) -> {
                    Matrix result = Matrix.zeros(f.rows(), 1);
                    for (int i = 0; i < f.rows(); i++) {
                        result.set(i, 0, loss.value(f.rows(i), y.rows(i)));
                    }
                    return result;
                };
    }

    private static Criterion each(Loss loss) {
        return (f, y) -> {
            Matrix result = Matrix.zeros(f.rows(), f.columns());
            Matrix one = Matrix.zeros(1, 1);
            Matrix target = Matrix.zeros(1, 1);
            for (int i = 0; i < result.data().length; i++) {
                one.data()[0] = f.data()[i];
                target.data()[0] = y.data()[i];
                result.data()[i] = loss.value(one, target);
            }
            return result;
        };
    }

    /** {@code (f - y)^2}. */
    static Criterion squared() {
        return entrywise((f, y) -> (f - y) * (f - y));
    }

    /** A loss of a number and its target. */
    @FunctionalInterface
    interface Entry {
        /** The loss of output f for target y. */
        double of(double f, double y);
    }

    /** Entry by entry. */
    static Criterion entrywise(Entry loss) {
        return (f, y) -> {
            Matrix result = Matrix.zeros(f.rows(), f.columns());
            for (int i = 0; i < result.data().length; i++) {
                result.data()[i] = loss.of(f.data()[i], y.data()[i]);
            }
            return result;
        };
    }
}
