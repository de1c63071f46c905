package org.paisaje.theory.geometry.region;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The pieces of the units up to a step, step by step; what is exact of the values up to there is kept with it. */
final class Trail {
    final @Nullable Trail parent;
    final int step;
    final short[] pieces;
    private final Map<Integer, Dyadic[]> values = new HashMap<>(0);

    Trail(@Nullable Trail parent, int step, short[] pieces) {
        this.parent = parent;
        this.step = step;
        this.pieces = pieces;
    }

    /** The part of this that ends at or before a step. */
    Trail until(int last) {
        Trail at = this;
        while (at.step > last && at.parent != null) {
            at = at.parent;
        }
        return at;
    }

    synchronized Dyadic[] value(int node, Function<Integer, Dyadic[]> compute) {
        Dyadic[] known = values.get(node);
        if (known == null) {
            known = compute.apply(node);
            values.put(node, known);
        }
        return known;
    }
}
