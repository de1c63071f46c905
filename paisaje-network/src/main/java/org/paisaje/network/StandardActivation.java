package org.paisaje.network;

import org.hipparchus.special.Erf;

/**
 * The activations known by name. Reached only through the constants of {@link Activation}, so that the two classes are
 * initialised in one order.
 */
abstract class StandardActivation implements Activation {
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
    };

    static final Activation TANH = new StandardActivation("tanh") {
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
    };

    static final Activation SIGMOID = new StandardActivation("sigmoid") {
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
    };

    static final Activation SOFTPLUS = new StandardActivation("softplus") {
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
    };

    static final Activation ERF = new StandardActivation("erf") {
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
    };

    static final Activation GELU = new StandardActivation("gelu") {
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
    };

    static final Activation SILU = new StandardActivation("silu") {
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
    };

    static final Activation SIN = new StandardActivation("sin") {
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
    };

    static final Activation COS = new StandardActivation("cos") {
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
    };

    static final Activation EXP = new StandardActivation("exp") {
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
    };

    static final Activation GAUSSIAN = new StandardActivation("gaussian") {
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
    };

    static final Activation QUADRATIC = new StandardActivation("quadratic") {
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
    };

    private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);
    private static final double ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

    private final String name;

    private StandardActivation(String name) {
        this.name = name;
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
