package org.paisaje.math.linalg;

import java.util.function.BiConsumer;

/** An operator that is a function from v to A v. */
record FunctionOperator(int rows, int columns, BiConsumer<double[], double[]> product) implements LinearOperator {
    @Override
    public void apply(double[] v, double[] out) {
        if (v.length != columns || out.length != rows) {
            throw new IllegalArgumentException("apply: v has " + v.length + " entries and out " + out.length
                    + "; the operator is " + rows + " x " + columns + " and needs " + columns + " and " + rows);
        }
        product.accept(v, out);
    }
}
