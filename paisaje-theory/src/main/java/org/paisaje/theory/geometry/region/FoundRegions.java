package org.paisaje.theory.geometry.region;

import java.util.List;
import java.util.Optional;

/**
 * Where the regions inside a part of a domain are kept as soon as all of them are known, so that a second enumeration of the same
 * network on the same domain takes them from there. The parts are those of the first layer that cuts the domain, numbered from 0.
 * Called by several threads.
 */
public interface FoundRegions {
    /** Nothing is known, and nothing is kept. */
    FoundRegions NONE = new FoundRegions() {
        @Override
        public Optional<List<double[]>> known(int part) {
            return Optional.empty();
        }

        @Override
        public void found(int part, int parts, List<double[]> regions) {
            // Not kept.
        }
    };

    /** What is known of a part, as it was given to {@link #found}. */
    Optional<List<double[]>> known(int part);

    /**
     * All regions inside a part are known.
     *
     * @param parts how many parts there are
     * @param regions what they can be made again from, bit for bit
     */
    void found(int part, int parts, List<double[]> regions);
}
