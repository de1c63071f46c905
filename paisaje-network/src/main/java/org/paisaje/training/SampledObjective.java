package org.paisaje.training;

import java.util.Map;
import org.paisaje.risk.Objective;

/**
 * An objective built from n samples that can be restricted to some of them, as minibatches need. Value and gradient are
 * those of the selected samples with the normalisation of the loss over them; at first all are selected.
 */
public interface SampledObjective extends Objective {
    /** The number n of samples. */
    int samples();

    /** Restricts to samples {@code rows[from..to)}. The array is read before the next call and may change afterwards. */
    void select(int[] rows, int from, int to);

    /** Selects all samples. */
    void selectAll();

    /**
     * What distinguishes this objective from others, by name, such as {@code network} and {@code data}: written to
     * checkpoints, and compared when a run is resumed. May cost one pass over the data.
     */
    default Map<String, String> identity() {
        return Map.of("samples", Integer.toString(samples()));
    }
}
