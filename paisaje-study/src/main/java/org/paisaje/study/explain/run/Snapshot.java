package org.paisaje.study.explain.run;

import java.util.Arrays;

/**
 * The weights of a run at a time.
 *
 * @param when when
 * @param file where they were read from
 * @param theta the weights, all finite
 */
public record Snapshot(When when, String file, double[] theta) {
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
