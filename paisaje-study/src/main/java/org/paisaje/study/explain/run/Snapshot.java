package org.paisaje.study.explain.run;

import java.util.Arrays;
import java.util.Optional;
import org.paisaje.network.Architecture;
import org.paisaje.weights.Weights;

/**
 * The weights of a run at a time.
 *
 * @param when when
 * @param file where they were read from
 * @param network the network, with what its batch normalisations normalise by at that time
 * @param theta the weights, all finite
 * @param optimizer what the optimizer remembered, if that is beside them
 */
public record Snapshot(When when, String file, Architecture network, double[] theta,
        Optional<Weights.Remembered> optimizer) {
    @Override
    public boolean equals(Object other) {
        return other instanceof Snapshot s && when.equals(s.when) && file.equals(s.file)
                && Arrays.equals(theta, s.theta);
    }

    @Override
    public int hashCode() {
        return 31 * when.hashCode() + Arrays.hashCode(theta);
    }

    @Override
    public String toString() {
        return "Snapshot[" + when.words() + ", " + file + "]";
    }
}
