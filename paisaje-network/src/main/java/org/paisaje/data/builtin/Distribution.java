package org.paisaje.data.builtin;

import org.paisaje.data.Dataset;
import org.paisaje.math.random.Seed;

/** A law of labelled samples. Drawing more from the same seed appends samples and leaves the earlier ones as they were. */
public interface Distribution {
    /**
     * n independent samples, unless the documentation of the law says that they lie on a grid.
     *
     * @param n at least 1
     */
    Dataset draw(int n, Seed seed);
}
