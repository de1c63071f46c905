package org.paisaje.network.activation;

import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import org.hipparchus.special.Erf;
import org.jspecify.annotations.Nullable;
import org.paisaje.math.special.Elementwise;

/**
 * The activations known by name. Reached only through the constants of {@link Activation}, so that the two classes are
 * initialised in one order.
 */
abstract class StandardActivation implements Activation {
    private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);
    private static final double ROOT_TWO_PI = Math.sqrt(2 * Math.PI);
    /** The largest |tanh''|, 4 / (3 sqrt 3), rounded up. */
    private static final double TANH_SECOND = Math.nextUp(4 / (3 * Math.sqrt(3)));

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

    static final Activation SOFTPLUS = new StandardActivation("softplus", Elementwise::softplus,
            Elementwise::softplusWithDerivative, Elementwise::sigmoid, (z, p) -> p * (1 - p)) {
        @Override
        public boolean increasing() {
            return true;
        }

        @Override
        public double derivativeBound(int order) {
            return order == 1 ? 1 : order == 2 ? 0.25 : TANH_SECOND / 8;
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
            return logistic(z);
        }

        @Override
        public double second(double z) {
            return logistic(z) * logistic(-z);
        }

        @Override
        public double infimum() {
            return 0;
        }
    };

    static final Activation ERF = new StandardActivation("erf", Elementwise::erf,
            Elementwise::erfWithDerivative, StandardActivation::bell, (z, e) -> -2 * TWO_OVER_ROOT_PI * z * e * e) {
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
            return z * logistic(z);
        }

        @Override
        public double first(double z) {
            return logistic(z) * (1 + z * logistic(-z));
        }

        @Override
        public double second(double z) {
            double p = logistic(z);
            double q = logistic(-z);
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

    private final String name;
    private final @Nullable Bulk bulk;

    /** s over a slice. */
    @FunctionalInterface
    private interface Kernel {
        void apply(double[] in, int inOffset, double[] out, int outOffset, int n);
    }

    /** s and s' over a slice. */
    @FunctionalInterface
    private interface KernelWithSlope {
        void apply(double[] in, int inOffset, double[] out, int outOffset, double[] slope, int slopeOffset, int n);
    }

    /** Vector kernels: s, (s, s'), and s'' as a function of z and an ingredient that has a kernel of its own. */
    private record Bulk(Kernel value, KernelWithSlope both, Kernel ingredient, DoubleBinaryOperator second) {}

    private StandardActivation(String name) {
        this.name = name;
        this.bulk = null;
    }

    private StandardActivation(String name, Kernel value, KernelWithSlope both, Kernel ingredient,
            DoubleBinaryOperator second) {
        this.name = name;
        this.bulk = new Bulk(value, both, ingredient, second);
    }

    @Override
    public void value(double[] z, int zOffset, double[] a, int aOffset, int n) {
        if (bulk == null) {
            Activation.super.value(z, zOffset, a, aOffset, n);
        } else {
            bulk.value().apply(z, zOffset, a, aOffset, n);
        }
    }

    @Override
    public void valueAndFirst(double[] z, int zOffset, double[] a, int aOffset, double[] slope, int slopeOffset,
            int n) {
        if (bulk == null) {
            Activation.super.valueAndFirst(z, zOffset, a, aOffset, slope, slopeOffset, n);
        } else {
            bulk.both().apply(z, zOffset, a, aOffset, slope, slopeOffset, n);
        }
    }

    @Override
    public void second(double[] z, int zOffset, double[] out, int outOffset, int n) {
        if (bulk == null) {
            Activation.super.second(z, zOffset, out, outOffset, n);
            return;
        }
        bulk.ingredient().apply(z, zOffset, out, outOffset, n);
        DoubleBinaryOperator second = bulk.second();
        for (int i = 0; i < n; i++) {
            out[outOffset + i] = second.applyAsDouble(z[zOffset + i], out[outOffset + i]);
        }
    }

    /** e^(-z^2 / 2). */
    private static void bell(double[] in, int inOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            out[outOffset + i] = -0.5 * in[inOffset + i] * in[inOffset + i];
        }
        Elementwise.exp(out, outOffset, out, outOffset, n);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String toString() {
        return name;
    }

    private static double logistic(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    private static double normalDistribution(double z) {
        return 0.5 * Erf.erfc(-z / Math.sqrt(2));
    }

    private static double normalDensity(double z) {
        return Math.exp(-0.5 * z * z) / ROOT_TWO_PI;
    }
}
