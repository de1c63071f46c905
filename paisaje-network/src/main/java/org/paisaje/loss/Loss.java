package org.paisaje.loss;

import java.util.Optional;
import java.util.OptionalDouble;
import org.paisaje.data.Dataset;
import org.paisaje.data.Task;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.registry.Registry;

/**
 * A loss L(f, y) of outputs f (n x k) against targets y (n x k), the sum over samples of a per-sample loss times an
 * explicit normalisation. Convex or not, twice differentiable in f.
 *
 * <p>What others need to know of it, it says itself: which targets it takes, what its outputs decide, its best constant.
 * The defaults follow from {@link #compares}; a new loss overrides those that are known better.
 */
// The implementations are closed to other packages, so this interface is initialised before them.
@SuppressWarnings("ClassInitializationDeadlock")
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
     * Reads a name as {@link #name()} writes it, or one that people type, such as {@code squared}, {@code mse} or {@code ce}.
     *
     * @throws IllegalArgumentException naming the known losses
     */
    static Loss parse(String text) {
        return Losses.REGISTRY.parse(text);
    }

    /** All losses that have a name. */
    static Registry<Loss> registry() {
        return Losses.REGISTRY;
    }

    /** The name under which the loss is written in settings. */
    String name();

    /** Whether another loss is written in the same way. */
    default boolean same(Loss other) {
        return name().equals(other.name());
    }

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

    /** What the outputs are held against. */
    enum Compares {
        /** The outputs are to come near the targets, as with a squared loss; classes are fitted as 0 and 1. */
        VALUES,
        /** The outputs are logits: the further on the right side, the better. */
        CLASSES
    }

    /** Whether the outputs are held against values or classes. */
    Compares compares();

    /**
     * Whether dL/df stays bounded however large the outputs become, so that outputs may grow without making steps grow, as
     * those of cross-entropies; squared losses pull the harder the further the outputs are off.
     */
    default boolean boundedSlope() {
        return compares() == Compares.CLASSES;
    }

    /** inf L(f, y) over all outputs f, or the largest bound from below that is known; minus infinity if there is none. */
    double lowest(Matrix targets);

    /** The class that outputs mean: with one output by 1/2 for values and by 0 for logits, else the largest. */
    default Decision decision() {
        return compares() == Compares.VALUES ? Decision.HALF : Decision.LOGITS;
    }

    /** The targets of data in the form that this loss takes, n x k. */
    default Matrix targets(Dataset data) {
        return data.y();
    }

    /**
     * Why a network with these outputs cannot be trained on such a task with this loss, and what to take instead; empty if
     * it can.
     */
    default Optional<String> objection(Task task, int outputs) {
        return compares() == Compares.CLASSES && task.classes().isEmpty()
                ? Optional.of(name() + " needs classes, the targets are real numbers; use the loss squared")
                : Optional.empty();
    }

    /** Whether a network with these outputs can be trained on such a task, see {@link #objection}. */
    default boolean accepts(Task task, int outputs) {
        return objection(task, outputs).isEmpty();
    }

    /**
     * The constant output, k numbers, whose loss against the targets is lowest; empty if it is not known in closed form.
     * Infinite entries are cut at 700 in size, where a sample on their side has a loss below the smallest normal number.
     */
    default Optional<double[]> bestConstant(Matrix targets) {
        return Optional.empty();
    }

    /**
     * inf L(f, y) over the outputs whose entries lie between two bounds, as those behind a sigmoid do; empty if it is not
     * known in closed form.
     */
    default OptionalDouble lowestWithin(Matrix targets, double low, double high) {
        return OptionalDouble.empty();
    }

    /**
     * The expectation of L where outputs are independent and normal of mean 0, those of sample i of a variance v_i, as those of
     * random last weights are; empty if it is not known, or where a variance is too large for its quadrature.
     *
     * @param targets n x k
     * @param variances n numbers, at least 0
     */
    default OptionalDouble expected(Matrix targets, double[] variances) {
        return OptionalDouble.empty();
    }

    /**
     * c where {@code L = c sum_i |f_i - y_i|^2} over n samples, and 0 for losses of another form. The second derivative of
     * the former is constant, so the risk of outputs that are linear in theta is a quadratic.
     */
    default double squareFactor(int n) {
        return 0;
    }

    /**
     * The random targets whose negative log-likelihood, up to a constant, the loss of a sample is, in a few words; empty if
     * there are none. Where there are, and the outputs are their natural parameters, the curvature of the loss is the
     * Fisher information of the outputs.
     */
    default Optional<String> likelihood() {
        return Optional.empty();
    }

    /** The largest rank of the second derivative of one sample's loss in its k outputs. */
    default int rank(int outputs) {
        return outputs;
    }

    /**
     * The least margin over the samples, the amount by which the decision is right: y f for labels y = +-1, the logit of the
     * class less the largest other one for softmax; empty where the loss or these targets have none.
     */
    default OptionalDouble margin(Matrix outputs, Matrix targets) {
        return OptionalDouble.empty();
    }
}
