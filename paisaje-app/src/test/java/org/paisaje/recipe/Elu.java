package org.paisaje.recipe;

import org.paisaje.network.activation.Activation;

/** z above 0 and a (e^z - 1) below, the slope at 0 that of the left. */
record Elu(double a) implements Activation {
    @Override
    public String name() {
        return "elu(" + a + ")";
    }

    @Override
    public double value(double z) {
        return z > 0 ? z : a * Math.expm1(z);
    }

    @Override
    public double first(double z) {
        return z > 0 ? 1 : a * Math.exp(z);
    }

    @Override
    public double second(double z) {
        return z > 0 ? 0 : a * Math.exp(z);
    }

    @Override
    public double[] breaks() {
        return new double[] {0};
    }

    @Override
    public double infimum() {
        return -a;
    }
}
