package org.paisaje.study.initialize;

import java.util.Arrays;

/**
 * How far an initialisation is from passing signals on unchanged, in decades: 1 is a factor of 10. Medians over the draws, over
 * the layers before the last one.
 *
 * @param forward the spread of the values between layers
 * @param backward the spread of the gradients between layers
 * @param merging how much smaller the difference of two inputs, 1 minus their cosine, is behind the layers than before them
 * @param blocked three times the share of networks through which nothing passes
 */
record Strain(double forward, double backward, double merging, double blocked) {
    /** A factor of 3 does not matter. */
    static final double HARMLESS = Math.log10(3);
    /** A factor of 30 is felt. */
    static final double FELT = Math.log10(30);

    private static final double MOST = 300;
    /** Closer than 1e-12 two directions are one but for rounding. */
    private static final double ALIKE = 12;

    static Strain of(StartSample sample) {
        int inner = sample.inner();
        if (inner == 0) {
            return new Strain(0, 0, 0, 0);
        }
        double merging = 0;
        double before = 1 - sample.inputCosine();
        double after = 1 - StartSample.median(sample.cosine()[inner - 1]);
        if (before > 0 && !Double.isNaN(after)) {
            merging = Math.clamp(Math.log10(before / Math.max(after, Math.ulp(1.0))), 0, ALIKE);
        }
        return new Strain(spread(sample.activation(), inner), spread(sample.gradient(), inner), merging,
                3 * sample.blocked());
    }

    private static double spread(double[][] values, int inner) {
        double[] logarithms = new double[inner];
        for (int l = 0; l < inner; l++) {
            double median = StartSample.median(values[l]);
            logarithms[l] = Double.isNaN(median) ? MOST : Math.clamp(Math.log10(median), -MOST, MOST);
        }
        return Math.min(MOST, Arrays.stream(logarithms).max().orElse(0) - Arrays.stream(logarithms).min().orElse(0));
    }

    /** Whether inputs cannot be told apart behind the layers. */
    boolean alike() {
        return merging >= ALIKE;
    }

    /** The worst of the four. */
    double worst() {
        return Math.max(Math.max(forward, backward), Math.max(merging, blocked));
    }

    /** All four together, the root of the sum of squares: what is shared by all starts of a network hides nothing else. */
    double size() {
        return Math.sqrt(forward * forward + backward * backward + merging * merging + blocked * blocked);
    }
}
