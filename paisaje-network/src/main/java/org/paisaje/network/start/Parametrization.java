package org.paisaje.network.start;

import org.paisaje.network.LayerShape.Place;

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

    /** Maximal update for rules whose step is in proportion to the gradient, such as gradient descent and momentum. */
    Parametrization MUP = new Mup(false);

    /** Maximal update for rules that divide the gradient by its size, such as Adam. */
    Parametrization MUP_ADAM = new Mup(true);

    /** The name in settings: {@code standard}, {@code ntk}, {@code mean-field}, {@code mup} or {@code mup-adam}. */
    String name();

    /** The factor before the weights of a layer. */
    double weightScale(int fanIn, int fanOut, Place place);

    /** The factor before the biases of a layer. */
    double biasScale(int fanOut, Place place);

    /** Whether layers have biases if they are asked for. */
    default boolean biased() {
        return true;
    }

    /** Whether wide networks train with a kernel that stays as it was at the start. */
    boolean frozen();

    /** z = W a + b. */
    record Standard() implements Parametrization {
        @Override
        public String name() {
            return "standard";
        }

        @Override
        public double biasScale(int fanOut, Place place) {
            return 1;
        }

        @Override
        public double weightScale(int fanIn, int fanOut, Place place) {
            return 1;
        }

        @Override
        public boolean frozen() {
            return true;
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
        public double weightScale(int fanIn, int fanOut, Place place) {
            return sigmaW / Math.sqrt(fanIn);
        }

        @Override
        public double biasScale(int fanOut, Place place) {
            return sigmaB;
        }

        @Override
        public boolean biased() {
            return sigmaB != 0;
        }

        @Override
        public boolean frozen() {
            return true;
        }
    }

    /** The readout averages: {@code f(x) = (1 / m) sum_j a_j s(w_j x + b_j) + b} (Mei et al. 2018, equation 1). */
    record MeanField() implements Parametrization {
        @Override
        public String name() {
            return "mean-field";
        }

        @Override
        public double biasScale(int fanOut, Place place) {
            return 1;
        }

        @Override
        public double weightScale(int fanIn, int fanOut, Place place) {
            return place == Place.READOUT ? 1.0 / fanIn : 1;
        }

        @Override
        public boolean frozen() {
            return false;
        }
    }

    /**
     * The maximal update parametrization: every layer learns features at any width, at one and the same rate. With n the
     * width of hidden layers, the weights of Yang et al. 2022 (table 3) start with deviation 1/sqrt(fan-in), those of the
     * readout with 1/n, and have rates in proportion to n for inputs and biases, 1 for hidden layers, 1/n for the readout
     * under gradient descent; under Adam 1, 1/n and 1/n. Here a factor before the weights takes the place of a rate of
     * their own: descent multiplies the rate of {@code c w} by c squared, Adam by c, so that any optimizer trains it with
     * the one rate that it has (Yang and Hu 2021, section 3 and definition 5.1).
     *
     * @param normalized whether the rule divides the gradient by its size, as Adam does
     */
    record Mup(boolean normalized) implements Parametrization {
        @Override
        public String name() {
            return normalized ? "mup-adam" : "mup";
        }

        @Override
        public double weightScale(int fanIn, int fanOut, Place place) {
            return switch (place) {
                case ONLY -> 1;
                case INPUT -> normalized ? 1 : Math.sqrt(fanOut);
                case HIDDEN -> normalized ? 1.0 / fanIn : 1;
                case READOUT -> normalized ? 1.0 / fanIn : 1 / Math.sqrt(fanIn);
            };
        }

        @Override
        public double biasScale(int fanOut, Place place) {
            return normalized || place == Place.ONLY || place == Place.READOUT ? 1 : Math.sqrt(fanOut);
        }

        @Override
        public boolean frozen() {
            return false;
        }
    }
}
