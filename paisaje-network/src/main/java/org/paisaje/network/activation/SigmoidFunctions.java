package org.paisaje.network.activation;

import java.util.Optional;
import org.hipparchus.special.Erf;
import org.paisaje.math.special.Elementwise;

/** Functions that go from one value to another. */
final class SigmoidFunctions {
    private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);
    /** The largest |tanh''|, 4 / (3 sqrt 3), rounded up. */
    static final double TANH_SECOND = Math.nextUp(4 / (3 * Math.sqrt(3)));

    static final Activation TANH = new StandardActivation("tanh", Elementwise::tanh,
            Elementwise::tanhWithDerivative, Elementwise::tanh, (z, t) -> -2 * t * (1 - t * t)) {
        @Override
        public boolean increasing() {
            return true;
        }

        @Override
        public double derivativeBound(int order) {
            return order == 1 ? 1 : order == 2 ? TANH_SECOND : 2;
        }

        @Override
        public double lipschitz() {
            return 1;
        }

        @Override
        public Parity parity() {
            return Parity.ODD;
        }

        @Override
        public double value(double z) {
            return Math.tanh(z);
        }

        @Override
        public double first(double z) {
            double t = Math.tanh(z);
            return 1 - t * t;
        }

        @Override
        public double second(double z) {
            double t = Math.tanh(z);
            return -2 * t * (1 - t * t);
        }

        @Override
        public double infimum() {
            return -1;
        }

        @Override
        public double supremum() {
            return 1;
        }
    };

    static final Activation SIGMOID = new StandardActivation("sigmoid", Elementwise::sigmoid,
            Elementwise::sigmoidWithDerivative, Elementwise::sigmoid, (z, p) -> p * (1 - p) * (1 - 2 * p)) {
        @Override
        public boolean increasing() {
            return true;
        }

        @Override
        public double derivativeBound(int order) {
            return order == 1 ? 0.25 : order == 2 ? TANH_SECOND / 8 : 0.125;
        }

        @Override
        public double lipschitz() {
            return 0.25;
        }

        @Override
        public double value(double z) {
            return logistic(z);
        }

        @Override
        public double first(double z) {
            return logistic(z) * logistic(-z);
        }

        @Override
        public double second(double z) {
            double p = logistic(z);
            double q = logistic(-z);
            return p * q * (q - p);
        }

        @Override
        public double infimum() {
            return 0;
        }

        @Override
        public double supremum() {
            return 1;
        }
    };

    static final Activation ERF = new StandardActivation("erf", Elementwise::erf,
            Elementwise::erfWithDerivative, SigmoidFunctions::bell, (z, e) -> -2 * TWO_OVER_ROOT_PI * z * e * e) {
        @Override
        public boolean increasing() {
            return true;
        }

        @Override
        public double lipschitz() {
            return TWO_OVER_ROOT_PI;
        }

        @Override
        public Parity parity() {
            return Parity.ODD;
        }

        @Override
        public double value(double z) {
            return Erf.erf(z);
        }

        @Override
        public double first(double z) {
            return TWO_OVER_ROOT_PI * Math.exp(-z * z);
        }

        @Override
        public double second(double z) {
            return -2 * z * TWO_OVER_ROOT_PI * Math.exp(-z * z);
        }

        @Override
        public double infimum() {
            return -1;
        }

        @Override
        public double supremum() {
            return 1;
        }

        @Override
        public Optional<ClosedForm> closedForm() {
            return Optional.of(ClosedForm.Function.ERF);
        }
    };

    private SigmoidFunctions() {}

    static double logistic(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    /** e^(-z^2 / 2). */
    private static void bell(double[] in, int inOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            out[outOffset + i] = -0.5 * in[inOffset + i] * in[inOffset + i];
        }
        Elementwise.exp(out, outOffset, out, outOffset, n);
    }
}
