package org.paisaje.network.activation;

import java.util.function.DoubleBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An activation with a name and, where there are any, vector kernels. Those there are stand in {@link SigmoidFunctions},
 * {@link SoftRectifiers} and {@link ElementaryFunctions}, which are reached only through the constants of
 * {@link Activation}, so that all are initialised in one order.
 */
abstract class StandardActivation implements Activation {
    private final String name;
    private final @Nullable Bulk bulk;

    /** s over a slice. */
    @FunctionalInterface
    interface Kernel {
        void apply(double[] in, int inOffset, double[] out, int outOffset, int n);
    }

    /** s and s' over a slice. */
    @FunctionalInterface
    interface KernelWithSlope {
        void apply(double[] in, int inOffset, double[] out, int outOffset, double[] slope, int slopeOffset, int n);
    }

    /** Vector kernels: s, (s, s'), and s'' as a function of z and an ingredient that has a kernel of its own. */
    private record Bulk(Kernel value, KernelWithSlope both, Kernel ingredient, DoubleBinaryOperator second) {}

    StandardActivation(String name) {
        this.name = name;
        this.bulk = null;
    }

    StandardActivation(String name, Kernel value, KernelWithSlope both, Kernel ingredient,
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

    @Override
    public String name() {
        return name;
    }

    @Override
    public String toString() {
        return name;
    }
}
