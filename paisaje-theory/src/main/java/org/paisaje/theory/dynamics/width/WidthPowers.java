package org.paisaje.theory.dynamics.width;

import java.util.Arrays;
import org.paisaje.math.Brief;
import org.paisaje.network.start.Parametrization;

/**
 * The powers of the width n that theory promises for wide layers, all hidden ones of width n, drawn as is usual in a
 * parametrization (Yang and Hu 2021, theorem 3.2 and section 3; Yang et al. 2022, appendix J; Yang and Littwin 2023 for
 * rules that divide the gradient by its size). With the entries of {@code c w} of size n^s at the start and moved at the rate
 * n^r, a layer reads sums of n terms whose signs are independent at the start, which makes n^(1/2), and agree after a step,
 * which makes n.
 *
 * @param rate the power of the largest rate at which nothing grows with n, in which everything below is counted
 * @param hiddenRate the power of the largest rate at which nothing behind a hidden layer grows with n, while outputs may: where
 *        the slope of the loss is bounded, outputs that grow do not make a run diverge (Haas et al. 2025)
 * @param start the power of the root mean square behind each layer before training
 * @param change the power of the root mean square of what training changes there
 */
public record WidthPowers(double rate, double hiddenRate, double[] start, double[] change) {
    /** Powers of n for the layers by where they stand: factors before weights, entries of factor times weight. */
    private record Powers(double inputFactor, double hiddenFactor, double readoutFactor, double biasFactor,
            double readoutSize) {
        static Powers of(Parametrization parametrization) {
            return switch (parametrization) {
                case Parametrization.Standard standard -> new Powers(0, 0, 0, 0, -0.5);
                case Parametrization.Ntk ntk -> new Powers(0, -0.5, -0.5, 0, -0.5);
                case Parametrization.MeanField mean -> new Powers(0, 0, -1, 0, -1);
                case Parametrization.Mup mup ->
                    mup.normalized() ? new Powers(0, -1, -1, 0, -1) : new Powers(0.5, 0, -0.5, 0.5, -1);
            };
        }
    }

    /**
     * The law of a network with hidden layers.
     *
     * @param layers the layers, the readout with them; at least 2
     * @param biased whether hidden layers have biases
     * @param normalized whether the rule divides the gradient by its size, as Adam does
     */
    public static WidthPowers of(Parametrization parametrization, int layers, boolean biased, boolean normalized) {
        if (layers < 2) {
            throw new IllegalArgumentException(
                    "WidthPowers: " + layers + " layers; without a hidden one there is no width");
        }
        Powers powers = Powers.of(parametrization);
        double rate = largest(powers, layers, biased, normalized, layers);
        double hiddenRate = largest(powers, layers, biased, normalized, layers - 1);
        double[] start = new double[layers];
        start[layers - 1] = powers.readoutSize + 0.5;
        return new WidthPowers(rate, hiddenRate, start, changes(powers, layers, biased, normalized, rate));
    }

    /** The power of the largest rate at which nothing behind the first layers grows, which is a multiple of 1/4. */
    private static double largest(Powers powers, int layers, boolean biased, boolean normalized, int first) {
        // Every change is proportional to the rate, but for the gradient that a readout which has moved sends back.
        double low = -4;
        double high = 4;
        for (int i = 0; i < 60; i++) {
            double middle = 0.5 * (low + high);
            double[] changes = changes(powers, layers, biased, normalized, middle);
            if (Arrays.stream(changes, 0, first).anyMatch(change -> change > 1e-9)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return Math.rint(4 * low) / 4;
    }

    private static double[] changes(Powers powers, int layers, boolean biased, boolean normalized, double rate) {
        double times = normalized ? 1 : 2;
        double readoutRate = rate + times * powers.readoutFactor;
        double back = normalized ? 0 : Math.max(powers.readoutSize, readoutRate);
        double fixed = rate + times * Math.max(powers.inputFactor, biased ? powers.biasFactor : powers.inputFactor)
                + back;
        double offset = biased ? rate + times * powers.biasFactor + back : Double.NEGATIVE_INFINITY;
        double[] result = new double[layers];
        double before = Double.NEGATIVE_INFINITY;
        for (int l = 0; l < layers - 1; l++) {
            double own = l == 0 ? fixed : Math.max(offset, rate + times * powers.hiddenFactor + back + 1);
            result[l] = Math.max(own, before);
            before = result[l];
        }
        // The last hidden values move along the weights that read them, so that the terms add up.
        result[layers - 1] = Math.max(readoutRate, Math.max(powers.readoutSize, readoutRate) + before) + 1;
        return result;
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
