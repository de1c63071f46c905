package org.paisaje.math.ode;

import java.util.List;
import java.util.Optional;
import org.paisaje.math.Brief;

/**
 * What {@link SaveAt} asked for, as far as the integration came.
 *
 * @param times when, in the order of the integration
 * @param states the state at each of them
 * @param dense the dense output, where it was asked for
 */
public record Saved(List<Double> times, List<double[]> states, Optional<DenseSolution> dense) {
    /** Copies the lists. */
    public Saved {
        times = List.copyOf(times);
        states = List.copyOf(states);
    }

    /** The dense output; refuses where none was asked for. */
    public DenseSolution solution() {
        return dense.orElseThrow(() -> new IllegalArgumentException(
                "solution: no dense output was kept; integrate with SaveAt.dense()"));
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
