package org.paisaje.math.ode;

/** q'' = a(t, q) as a field on y = (q, v), positions first: q' = v, v' = a(t, q). */
public interface SecondOrderField extends VectorField {
    /** Reads q from the first half of y and writes a(t, q) to the second half of {@code out}. */
    void acceleration(double t, double[] y, double[] out);

    @Override
    default void apply(double t, double[] y, double[] out) {
        int half = y.length / 2;
        System.arraycopy(y, half, out, 0, half);
        acceleration(t, y, out);
    }
}
