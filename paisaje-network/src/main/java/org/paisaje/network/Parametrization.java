package org.paisaje.network;

/** How the entries of theta enter the forward pass: the factors before weights and biases. */
public sealed interface Parametrization {
    /** z = W a + b. */
    Parametrization STANDARD = new Standard();

    /** The tangent-kernel parametrization with sigma_w = 1, sigma_b = 0. */
    Parametrization NTK = new Ntk(1, 0);

    /** Hidden layers as in the standard one, the readout z = (1 / m) W a + b with m the width before it. */
    Parametrization MEAN_FIELD = new MeanField();

    /** z = (sigma_w / sqrt m) W a + sigma_b b with m the fan-in. */
    static Parametrization ntk(double sigmaW, double sigmaB) {
        return new Ntk(sigmaW, sigmaB);
    }

    /** The name in settings: {@code standard}, {@code ntk} or {@code mean-field}. */
    String name();

    /** The factor before the weights of a layer of that fan-in; {@code readout} for the last layer after a hidden one. */
    double weightScale(int fanIn, boolean readout);

    /** The factor before the biases; 0 means that there are none. */
    double biasScale();

    /** z = W a + b. */
    record Standard() implements Parametrization {
        @Override
        public String name() {
            return "standard";
        }

        @Override
        public double biasScale() {
            return 1;
        }

        @Override
        public double weightScale(int fanIn, boolean readout) {
            return 1;
        }
    }

    /**
     * z = (sigma_w / sqrt m) W a + sigma_b b (Jacot et al. 2018, section 3; Lee et al. 2019, equation 1). Without
     * sigma_b there are no biases in theta.
     *
     * @param sigmaW the factor of the weights, positive
     * @param sigmaB the factor of the biases, not negative
     */
    record Ntk(double sigmaW, double sigmaB) implements Parametrization {
        /** Checks the factors. */
        public Ntk {
            if (!(sigmaW > 0) || !(sigmaB >= 0) || !Double.isFinite(sigmaW + sigmaB)) {
                throw new IllegalArgumentException("ntk: sigma_w is " + sigmaW + " and sigma_b " + sigmaB
                        + "; the first must be positive and the second at least 0");
            }
            sigmaB += 0.0;
        }

        @Override
        public String name() {
            return "ntk";
        }

        @Override
        public double weightScale(int fanIn, boolean readout) {
            return sigmaW / Math.sqrt(fanIn);
        }

        @Override
        public double biasScale() {
            return sigmaB;
        }
    }

    /** The readout averages: {@code f(x) = (1 / m) sum_j a_j s(w_j x + b_j) + b} (Mei et al. 2018, equation 1). */
    record MeanField() implements Parametrization {
        @Override
        public String name() {
            return "mean-field";
        }

        @Override
        public double biasScale() {
            return 1;
        }

        @Override
        public double weightScale(int fanIn, boolean readout) {
            return readout ? 1.0 / fanIn : 1;
        }
    }
}
