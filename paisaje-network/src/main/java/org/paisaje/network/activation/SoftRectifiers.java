package org.paisaje.network.activation;

import java.util.Optional;
import org.hipparchus.special.Erf;
import org.paisaje.math.special.Elementwise;

/** Smooth relatives of ReLU. */
final class SoftRectifiers {
    private static final double ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

    static final Activation SOFTPLUS = new StandardActivation("softplus", Elementwise::softplus,
            Elementwise::softplusWithDerivative, Elementwise::sigmoid, (z, p) -> p * (1 - p)) {
        @Override
        public boolean increasing() {
            return true;
        }

        @Override
        public double derivativeBound(int order) {
            return order == 1 ? 1 : order == 2 ? 0.25 : SigmoidFunctions.TANH_SECOND / 8;
        }

        @Override
        public double lipschitz() {
            return 1;
        }

        @Override
        public double value(double z) {
            return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
        }

        @Override
        public double first(double z) {
            return SigmoidFunctions.logistic(z);
        }

        @Override
        public double second(double z) {
            return SigmoidFunctions.logistic(z) * SigmoidFunctions.logistic(-z);
        }

        @Override
        public double infimum() {
            return 0;
        }
    };

    static final Activation GELU = new StandardActivation("gelu", Elementwise::gelu,
            Elementwise::geluWithDerivative, Elementwise::normalPdf, (z, phi) -> (2 - z * z) * phi) {
        @Override
        public double value(double z) {
            return z * normalDistribution(z);
        }

        @Override
        public double first(double z) {
            return normalDistribution(z) + z * normalDensity(z);
        }

        @Override
        public double second(double z) {
            return (2 - z * z) * normalDensity(z);
        }

        @Override
        public double weightScale() {
            return Math.sqrt(2);
        }

        @Override
        public double infimum() {
            return -0.16997120747990369;
        }

        @Override
        public Optional<ClosedForm> closedForm() {
            return Optional.of(ClosedForm.Function.GELU);
        }
    };

    static final Activation SILU = new StandardActivation("silu", Elementwise::silu,
            Elementwise::siluWithDerivative, Elementwise::sigmoid, (z, p) -> p * (1 - p) * (2 + z * (1 - 2 * p))) {
        @Override
        public double value(double z) {
            return z * SigmoidFunctions.logistic(z);
        }

        @Override
        public double first(double z) {
            return SigmoidFunctions.logistic(z) * (1 + z * SigmoidFunctions.logistic(-z));
        }

        @Override
        public double second(double z) {
            double p = SigmoidFunctions.logistic(z);
            double q = SigmoidFunctions.logistic(-z);
            return p * q * (2 + z * (q - p));
        }

        @Override
        public double weightScale() {
            return Math.sqrt(2);
        }

        @Override
        public double infimum() {
            return -0.27846454276107380;
        }
    };

    private SoftRectifiers() {}

    private static double normalDistribution(double z) {
        return 0.5 * Erf.erfc(-z / Math.sqrt(2));
    }

    private static double normalDensity(double z) {
        return Math.exp(-0.5 * z * z) / ROOT_TWO_PI;
    }
}
