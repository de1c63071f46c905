package org.paisaje.network.activation;

import java.util.Optional;
import org.paisaje.math.special.Elementwise;

/** Powers, sines and exponentials. */
final class ElementaryFunctions {
    static final Activation IDENTITY = new StandardActivation("identity") {
        @Override
        public double value(double z) {
            return z;
        }

        @Override
        public double first(double z) {
            return 1;
        }

        @Override
        public double second(double z) {
            return 0;
        }

        @Override
        public boolean piecewiseLinear() {
            return true;
        }

        @Override
        public boolean identity() {
            return true;
        }

        @Override
        public Optional<ClosedForm> closedForm() {
            return Optional.of(new ClosedForm.Power(1));
        }
    };

    static final Activation QUADRATIC = new StandardActivation("quadratic") {
        @Override
        public int degree() {
            return 2;
        }

        @Override
        public Parity parity() {
            return Parity.EVEN;
        }

        @Override
        public double value(double z) {
            return z * z;
        }

        @Override
        public double first(double z) {
            return 2 * z;
        }

        @Override
        public double second(double z) {
            return 2;
        }

        @Override
        public double infimum() {
            return 0;
        }

        @Override
        public Optional<ClosedForm> closedForm() {
            return Optional.of(new ClosedForm.Power(2));
        }
    };

    static final Activation SIN = new StandardActivation("sin", Elementwise::sin,
            Elementwise::sinWithDerivative, Elementwise::sin, (z, s) -> -s) {
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
            return Math.sin(z);
        }

        @Override
        public double first(double z) {
            return Math.cos(z);
        }

        @Override
        public double second(double z) {
            return -Math.sin(z);
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
            return Optional.of(ClosedForm.Function.SIN);
        }
    };

    static final Activation COS = new StandardActivation("cos") {
        @Override
        public double lipschitz() {
            return 1;
        }

        @Override
        public Parity parity() {
            return Parity.EVEN;
        }

        @Override
        public double value(double z) {
            return Math.cos(z);
        }

        @Override
        public double first(double z) {
            return -Math.sin(z);
        }

        @Override
        public double second(double z) {
            return -Math.cos(z);
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
            return Optional.of(ClosedForm.Function.COS);
        }
    };

    static final Activation EXP = new StandardActivation("exp") {
        @Override
        public boolean increasing() {
            return true;
        }

        @Override
        public double value(double z) {
            return Math.exp(z);
        }

        @Override
        public double first(double z) {
            return Math.exp(z);
        }

        @Override
        public double second(double z) {
            return Math.exp(z);
        }

        @Override
        public double infimum() {
            return 0;
        }

        @Override
        public Optional<ClosedForm> closedForm() {
            return Optional.of(ClosedForm.Function.EXP);
        }
    };

    static final Activation GAUSSIAN = new StandardActivation("gaussian") {
        @Override
        public double lipschitz() {
            return Math.exp(-0.5);
        }

        @Override
        public Parity parity() {
            return Parity.EVEN;
        }

        @Override
        public double value(double z) {
            return Math.exp(-0.5 * z * z);
        }

        @Override
        public double first(double z) {
            return -z * Math.exp(-0.5 * z * z);
        }

        @Override
        public double second(double z) {
            return (z * z - 1) * Math.exp(-0.5 * z * z);
        }

        @Override
        public double infimum() {
            return 0;
        }

        @Override
        public double supremum() {
            return 1;
        }

        @Override
        public Optional<ClosedForm> closedForm() {
            return Optional.of(ClosedForm.Function.GAUSSIAN);
        }
    };

    private ElementaryFunctions() {}
}
