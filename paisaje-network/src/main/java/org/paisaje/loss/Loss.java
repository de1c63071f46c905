package org.paisaje.loss;

import org.paisaje.math.linalg.Matrix;

/**
 * A loss L(f, y) of outputs f (n x k) against targets y (n x k), the sum over samples of a per-sample loss times an
 * explicit normalisation. Convex or not, twice differentiable in f.
 */
public interface Loss {
    /** {@code (1 / 2n) sum_i |f_i - y_i|^2}: {@link #halfMeanSquared}. */
    Loss SQUARED = SquaredLoss.HALF_MEAN;
    /** {@code (1/n) sum_ic log(1 + e^(-y_ic f_ic))}: {@link #logistic}. */
    Loss LOGISTIC = new LogisticLoss();
    /** {@code (1/n) sum_ic log(1 + e^f_ic) - y_ic f_ic}: {@link #binaryCrossEntropy}. */
    Loss BINARY_CROSS_ENTROPY = new BinaryCrossEntropy();
    /** {@code (1/n) sum_i (sum_c y_ic) log sum_c e^f_ic - sum_c y_ic f_ic}: {@link #softmaxCrossEntropy}. */
    Loss SOFTMAX_CROSS_ENTROPY = new SoftmaxCrossEntropy();

    /** The squared loss under its usual normalisation, {@link #halfMeanSquared}. */
    static Loss squared() {
        return SQUARED;
    }

    /** {@code (1 / 2n) sum_i |f_i - y_i|^2}: the mean over samples, the sum over outputs, with the factor 1/2. */
    static Loss halfMeanSquared() {
        return SquaredLoss.HALF_MEAN;
    }

    /** {@code (1/n) sum_i |f_i - y_i|^2}: the mean over samples, the sum over outputs, without the factor 1/2. */
    static Loss meanSquared() {
        return SquaredLoss.MEAN;
    }

    /** {@code (1/2) sum_i |f_i - y_i|^2}: the plain sum with the factor 1/2. */
    static Loss halfSumSquared() {
        return SquaredLoss.HALF_SUM;
    }

    /** {@code (1/n) sum_ic log(1 + e^(-y_ic f_ic))} for labels of +-1. */
    static Loss logistic() {
        return LOGISTIC;
    }

    /** {@code (1/n) sum_ic log(1 + e^f_ic) - y_ic f_ic} of logits f for labels in [0, 1]. */
    static Loss binaryCrossEntropy() {
        return BINARY_CROSS_ENTROPY;
    }

    /** {@code (1/n) sum_i (sum_c y_ic) log sum_c e^f_ic - sum_c y_ic f_ic} of logits f; y one-hot or any weights of classes. */
    static Loss softmaxCrossEntropy() {
        return SOFTMAX_CROSS_ENTROPY;
    }

    /**
     * Reads a name as {@link #name()} writes it; {@code squared} stands for {@code half-mean-squared}.
     *
     * @throws IllegalArgumentException naming the known losses
     */
    static Loss parse(String text) {
        if (text.equals("squared")) {
            return SQUARED;
        }
        StringBuilder known = new StringBuilder();
        for (Loss loss : new Loss[] {halfMeanSquared(), meanSquared(), halfSumSquared(), LOGISTIC, BINARY_CROSS_ENTROPY,
            SOFTMAX_CROSS_ENTROPY}) {
            if (loss.name().equals(text)) {
                return loss;
            }
            known.append(", ").append(loss.name());
        }
        throw new IllegalArgumentException(
                "loss: \"" + text + "\" is not known; write one of squared" + known);
    }

    /** The name under which the loss is written in settings. */
    String name();

    /**
     * Whether the sum over samples is divided by their number. Then the loss of all samples is the mean of those of
     * parts of them, weighted by their sizes; else it is the sum.
     */
    boolean averages();

    /** L(f, y). Finite for every f whose entries are at most 1e150 in size. */
    double value(Matrix outputs, Matrix targets);

    /** Writes dL/df (n x k) to {@code gradient}, which may be {@code outputs}, and returns L(f, y). */
    double valueAndGradient(Matrix outputs, Matrix targets, Matrix gradient);

    /** Writes {@code (d^2 L / df^2) direction} (n x k) to {@code out}; the second derivative is block diagonal over samples. */
    void curvature(Matrix outputs, Matrix targets, Matrix direction, Matrix out);
}
