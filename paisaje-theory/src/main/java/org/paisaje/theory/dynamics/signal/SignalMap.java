package org.paisaje.theory.dynamics.signal;

import java.util.Arrays;
import java.util.Optional;
import org.paisaje.network.activation.Activation;
import org.paisaje.theory.kernel.dual.DualActivation;

/**
 * What a wide layer with independent weights of variance {@code sigma_w^2 / fan-in} and biases of variance
 * {@code sigma_b^2} does to its arguments (Poole et al. 2016; Schoenholz et al. 2017). With q their mean square and c the
 * correlation of those of two inputs,
 *
 * <pre>
 * q' = sigma_w^2 E[s(sqrt(q) Z)^2] + sigma_b^2         c' = (sigma_w^2 E[s(u) s(v)] + sigma_b^2) / q'
 * chi = sigma_w^2 E[s'(sqrt(q) Z)^2]
 * </pre>
 *
 * where u, v are normal of variance q and correlation c. The difference of two near inputs, and backwards a gradient, is
 * multiplied by chi in the mean square: below 1 is order, above 1 chaos, 1 the edge of chaos. Immutable.
 */
public final class SignalMap {
    /** How many depth scales can be trained through (Schoenholz et al. 2017, section 5). */
    public static final double TRAINABLE = 6;

    private static final double ROUNDING = 1e-12;
    private static final double SMALLEST = 1e-8;
    private static final double LARGEST = 1e12;

    private final Activation activation;
    private final DualActivation dual;
    private final double weight;
    private final double bias;

    private SignalMap(Activation activation, DualActivation dual, double weight, double bias) {
        this.activation = activation;
        this.dual = dual;
        this.weight = weight;
        this.bias = bias;
    }

    /**
     * The maps of an activation.
     *
     * @param sigmaW the deviation of the weights times the root of the fan-in, finite and at least 0
     * @param sigmaB the deviation of the biases, finite and at least 0
     */
    public static SignalMap of(Activation activation, double sigmaW, double sigmaB) {
        if (!(sigmaW >= 0) || !(sigmaB >= 0) || !Double.isFinite(sigmaW + sigmaB)) {
            throw new IllegalArgumentException("SignalMap: sigma_w is " + sigmaW + " and sigma_b " + sigmaB
                    + "; both must be finite and at least 0");
        }
        return new SignalMap(activation, DualActivation.of(activation), sigmaW * sigmaW, sigmaB * sigmaB);
    }

    /** Where neighbouring inputs drift apart or together. */
    public enum Phase {
        /** chi below 1: inputs grow alike and gradients vanish. */
        ORDER,
        /** chi is 1: both keep their size. */
        EDGE,
        /** chi above 1: neighbours drift apart and gradients explode. */
        CHAOS
    }

    /**
     * The fate of signals in many layers.
     *
     * @param length the mean square q* of the arguments that the layers tend to; 0 or infinite where they die or grow
     *     without end
     * @param correlation the correlation c* that two inputs tend to
     * @param chi chi at q*
     * @param phase by chi
     * @param depthScale the number of layers in which what is left of the difference to c*, or where the length has no
     *     positive limit that of the length, changes by the factor e; infinite at the edge
     */
    public record Fate(double length, double correlation, double chi, Phase phase, double depthScale) {
        /** The depth that can be trained, {@link #TRAINABLE} depth scales. */
        public double trainableDepth() {
            return TRAINABLE * depthScale;
        }
    }

    /** q'. */
    public double length(double q) {
        return weight * dual.square(q) + bias;
    }

    /** The correlations behind the layer, of pairs of inputs of mean square q and correlations c. */
    public double[] correlations(double q, double... c) {
        Pairs pairs = new Pairs(q);
        double[] result = new double[c.length];
        Arrays.setAll(result, i -> pairs.correlation(c[i]));
        return result;
    }

    /** Pairs of inputs of one mean square: what the dual needs of it is found once. */
    private final class Pairs {
        private final double q;
        private final double next;
        private final DualActivation.Points points;
        private final double[] scratch = new double[DualActivation.SCRATCH * DualActivation.CHUNK];

        Pairs(double q) {
            this.q = q;
            next = length(q);
            points = dual.points(new double[] {q, q});
        }

        double correlation(double c) {
            double[] value = {c * q};
            dual.map(points, 0, 1, 1, value, DualActivation.NONE, 0, scratch);
            return next == 0 ? 1 : Math.clamp((weight * value[0] + bias) / next, -1.0, 1.0);
        }

        double slope(double c) {
            double[] value = {c * q};
            double[] slope = {1};
            dual.map(points, 0, 1, 1, value, slope, 0, scratch);
            return weight * slope[0];
        }

        /** The correlation below 1 that the map keeps; it is convex with slope chi above 1 at 1. */
        double fixed() {
            double low = -1;
            double high = 1 - 1e-9;
            if (correlation(high) > high) {
                return 1;
            }
            for (int i = 0; i < 100 && high - low > ROUNDING; i++) {
                double middle = 0.5 * (low + high);
                if (correlation(middle) > middle) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return 0.5 * (low + high);
        }
    }

    /** chi at q. */
    public double chi(double q) {
        if (q == 0) {
            double slope = activation.first(0);
            return weight * slope * slope;
        }
        return weight * dual.slopeSquare(q);
    }

    /** What many layers make of inputs whose arguments have the mean square q at first. */
    public Fate fate(double q) {
        double length = fixedLength(q);
        boolean settled = length > 0 && length < Double.POSITIVE_INFINITY;
        double at = settled ? length : length == 0 ? 0 : LARGEST;
        double chi = homogeneous() ? chi(1) : chi(at);
        double edge = Math.abs(chi - 1);
        Phase phase = edge <= 1e-9 ? Phase.EDGE : chi < 1 ? Phase.ORDER : Phase.CHAOS;
        double correlation = 1;
        double slope = chi;
        if (settled && phase == Phase.CHAOS) {
            Pairs pairs = new Pairs(length);
            correlation = pairs.fixed();
            slope = correlation == 1 ? chi : pairs.slope(correlation);
        }
        double scale = phase == Phase.EDGE ? Double.POSITIVE_INFINITY : 1 / Math.abs(Math.log(slope));
        return new Fate(length, correlation, chi, phase, scale);
    }

    /** Whether {@code q' / q} is the same for all q. */
    private boolean homogeneous() {
        return bias == 0 && Math.abs(dual.square(4) - 4 * dual.square(1)) <= ROUNDING * dual.square(4);
    }

    /** The next q from there on with q' = q, 0 or infinity if there is none. */
    private double fixedLength(double start) {
        double q = Math.max(start, SMALLEST);
        double gap = length(q) - q;
        if (Math.abs(gap) <= ROUNDING * q) {
            return q;
        }
        boolean up = gap > 0;
        double other = q;
        do {
            q = other;
            other = up ? 2 * q : q / 2;
            if (other > LARGEST) {
                return Double.POSITIVE_INFINITY;
            }
            if (other < SMALLEST) {
                return 0;
            }
        } while (length(other) > other == up);
        double low = Math.min(q, other);
        double high = Math.max(q, other);
        for (int i = 0; i < 100 && high - low > ROUNDING * high; i++) {
            double middle = 0.5 * (low + high);
            if (length(middle) > middle) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return 0.5 * (low + high);
    }

    /**
     * A point of the edge of chaos.
     *
     * @param sigmaW the deviation of the weights times the root of the fan-in
     * @param sigmaB the deviation of the biases
     * @param length the mean square of the arguments there; 0 where it falls to 0 like a power of the depth; where every
     *     length is kept, as by ReLU, 1
     */
    public record Edge(double sigmaW, double sigmaB, double length) {}

    /**
     * The edge of chaos of an activation at a deviation of the biases: q with {@code chi = 1} and {@code q' = q}. Empty if
     * there is none, as for ReLU with biases.
     */
    public static Optional<Edge> edge(Activation activation, double sigmaB) {
        DualActivation dual = DualActivation.of(activation);
        double bias = sigmaB * sigmaB;
        if (bias == 0 && Math.abs(surplus(dual, 1)) <= ROUNDING && Math.abs(surplus(dual, 4)) <= 4 * ROUNDING) {
            return Optional.of(new Edge(1 / Math.sqrt(dual.slopeSquare(1)), 0, 1));
        }
        double slope = activation.first(0);
        if (bias == 0 && activation.value(0) == 0 && slope != 0 && activation.kinks().length == 0
                && surplus(dual, 1e-2) > 0) {
            return Optional.of(new Edge(1 / Math.abs(slope), 0, 0));
        }
        double low = 1e-4;
        if (surplus(dual, low) > bias) {
            return Optional.empty();
        }
        double high = low;
        while (!(surplus(dual, high) > bias)) {
            low = high;
            high *= 2;
            if (!(high < 1e6)) {
                return Optional.empty();
            }
        }
        for (int i = 0; i < 100 && high - low > ROUNDING * high; i++) {
            double middle = 0.5 * (low + high);
            if (surplus(dual, middle) > bias) {
                high = middle;
            } else {
                low = middle;
            }
        }
        double q = 0.5 * (low + high);
        return Optional.of(new Edge(1 / Math.sqrt(dual.slopeSquare(q)), sigmaB, q));
    }

    /** The variance of the biases that q needs at the edge of chaos: {@code q - E[s^2] / E[s'^2]}. */
    private static double surplus(DualActivation dual, double q) {
        return q - dual.square(q) / dual.slopeSquare(q);
    }
}
