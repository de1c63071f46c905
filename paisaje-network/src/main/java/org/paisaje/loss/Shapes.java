package org.paisaje.loss;

import org.paisaje.math.linalg.Matrix;

/** The checks that all losses share. */
final class Shapes {
    private Shapes() {}

    static void check(String loss, Matrix outputs, String argument, Matrix other) {
        if (outputs.rows() != other.rows() || outputs.columns() != other.columns()) {
            throw new IllegalArgumentException(loss + ": " + argument + " is " + other.rows() + " x " + other.columns()
                    + ", the outputs are " + outputs.rows() + " x " + outputs.columns()
                    + "; a row per sample, a column per output");
        }
        if (outputs.rows() == 0) {
            throw new IllegalArgumentException(loss + ": there is no sample");
        }
    }
}
