package org.paisaje.study.explain.evidence;

import org.jspecify.annotations.Nullable;
import org.paisaje.math.Brief;
import org.paisaje.network.Architecture;

/**
 * A point of a run that is looked at closely; all numbers are finite.
 *
 * @param step the step
 * @param network the network, with what its batch normalisations normalise by at that time
 * @param theta the parameters
 * @param loss the loss over all samples
 * @param gradientNorm the norm of its gradient
 * @param rate the learning rate of the step from here
 * @param preconditioner the diagonal by which the optimizer divides, null if it does not
 */
public record Milestone(long step, Architecture network, double[] theta, double loss, double gradientNorm,
        double rate, double @Nullable [] preconditioner) {
    @Override
    public String toString() {
        return Brief.of(this);
    }
}
