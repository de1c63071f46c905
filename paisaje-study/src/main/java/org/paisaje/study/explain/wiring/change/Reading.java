package org.paisaje.study.explain.wiring.change;

import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;

/**
 * A way of computing a loss from weights and data.
 *
 * @param part which samples
 * @param inputs what becomes of the inputs
 * @param batches how many samples batch normalisations take their mean and variance over, in the order of the data; 0 for the
 *        statistics that training gathered, -1 for all samples at once
 * @param outputs what becomes of the outputs of the network
 * @param targets what becomes of the targets
 * @param criterion the loss of each sample, or of each output of a sample
 * @param pairing which output is held against which target
 * @param reduction how these are put together
 * @param extra what is added, of the weights
 */
public record Reading(Part part, InputMap inputs, int batches, UnaryOperator<Matrix> outputs,
        UnaryOperator<Matrix> targets,
        Criterion criterion, Pairing pairing, Reduction reduction, ToDoubleFunction<double[]> extra) {
    /** On other samples. */
    public Reading on(Part other) {
        return new Reading(other, inputs, batches, outputs, targets, criterion, pairing, reduction, extra);
    }

    /** With other inputs. */
    public Reading given(InputMap other) {
        return new Reading(part, other, batches, outputs, targets, criterion, pairing, reduction, extra);
    }

    /** With the statistics of batches of so many samples; -1 for all at once. */
    public Reading normalisedBy(int samples) {
        return new Reading(part, inputs, samples, outputs, targets, criterion, pairing, reduction, extra);
    }

    /** With something done to the outputs. */
    public Reading through(UnaryOperator<Matrix> map) {
        return new Reading(part, inputs, batches, map, targets, criterion, pairing, reduction, extra);
    }

    /** With something done to the targets. */
    public Reading against(UnaryOperator<Matrix> map) {
        return new Reading(part, inputs, batches, outputs, map, criterion, pairing, reduction, extra);
    }

    /** By another measure. */
    public Reading by(Criterion other) {
        return new Reading(part, inputs, batches, outputs, targets, other, pairing, reduction, extra);
    }

    /** Which output is held against which target. */
    public enum Pairing {
        /** Each against its own. */
        OWN,
        /** Each against every one, as where shapes n x 1 and n meet. */
        ALL,
        /** Each against one drawn at random, every one once. */
        RANDOM
    }

    /** With another pairing of outputs and targets. */
    public Reading pairing(Pairing other) {
        return new Reading(part, inputs, batches, outputs, targets, criterion, other, reduction, extra);
    }

    /** Put together in another way. */
    public Reading reduced(Reduction other) {
        return new Reading(part, inputs, batches, outputs, targets, criterion, pairing, other, extra);
    }

    /** With something of the weights added. */
    public Reading plus(ToDoubleFunction<double[]> term) {
        return new Reading(part, inputs, batches, outputs, targets, criterion, pairing, reduction, term);
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
