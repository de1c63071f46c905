package org.paisaje.theory.geometry.metric;

import org.paisaje.math.linalg.factor.Svd;
import org.paisaje.network.LayerShape;

/** Whether layers are one-to-one on all of R^n, as far as a certificate tells. */
public sealed interface Invertibility {
    /** What it says, in words. */
    String describe();

    /**
     * A block {@code x + g(x)} with Lip(g) at most c, below 1: one-to-one and onto, the inverse found by iterating
     * {@code x <- y - g(x)}, with an error of at most c^k times the first (Banach).
     */
    record Contraction(double c) implements Invertibility {
        @Override
        public String describe() {
            return "invertible: the branch contracts";
        }
    }

    /**
     * Layers with nonsingular square matrices and strictly increasing activations: one-to-one onto their image (document 004,
     * theorem 7.1.1).
     *
     * @param condition the product of the condition numbers of the matrices
     */
    record Monotone(double condition) implements Invertibility {
        @Override
        public String describe() {
            return "one-to-one: nonsingular matrices, increasing activation";
        }
    }

    /** A map into fewer dimensions, or through fewer, which is never one-to-one. */
    record Loses(int from, int to) implements Invertibility {
        @Override
        public String describe() {
            return "not one-to-one: " + from + " dimensions pass through " + to;
        }
    }

    /**
     * No certificate.
     *
     * @param c the bound on Lip(g) of a residual block, 1 or more; NaN for others
     */
    record Unknown(double c) implements Invertibility {
        @Override
        public String describe() {
            return "no certificate";
        }
    }

    /** Looks for a certificate. */
    static Invertibility of(LayerMap map) {
        if (map.residual()) {
            double c = map.branchLipschitz();
            return c < 1 ? new Contraction(c) : new Unknown(c);
        }
        boolean plain = map.layers().stream().noneMatch(LayerShape::hasSkip);
        double condition = 1;
        boolean increasing = plain;
        for (int k = 0; k < map.layers().size() && plain; k++) {
            LayerShape layer = map.layers().get(k);
            if (layer.outputs() < map.inputs()) {
                return new Loses(map.inputs(), layer.outputs());
            }
            Svd svd = Svd.of(map.weight(k));
            increasing &= layer.activation().increasing() && svd.rank() == layer.inputs();
            condition *= svd.condition();
        }
        return increasing ? new Monotone(condition) : new Unknown(Double.NaN);
    }
}
