package org.paisaje.math.ode;

import org.paisaje.math.simd.Fma;

/**
 * Stoermer-Verlet for q'' = a(q): half a kick, a drift, half a kick. Order 2, symplectic and time-reversible; the energy
 * stays within O(h^2) for exponentially long times (Hairer, Lubich and Wanner, Geometric Numerical Integration, IX). One
 * evaluation a step.
 */
public final class Leapfrog {
    private Leapfrog() {}

    /** The acceleration a(q), minus the gradient of the potential. */
    @FunctionalInterface
    public interface Acceleration {
        /** Writes a(q) to {@code out}. */
        void apply(double[] q, double[] out);
    }

    /** Takes {@code steps} steps of size h in place; false if the state became infinite or NaN. */
    public static boolean integrate(Acceleration acceleration, double[] q, double[] v, double h, int steps) {
        if (q.length != v.length || steps < 0 || !Double.isFinite(h)) {
            throw new IllegalArgumentException("integrate: got " + q.length + " positions, " + v.length
                    + " velocities, step "
                    + h + ", " + steps + " steps; needs as many velocities as positions, a finite step, a count >= 0");
        }
        double[] a = new double[q.length];
        acceleration.apply(q, a);
        for (int step = 0; step < steps; step++) {
            for (int i = 0; i < q.length; i++) {
                v[i] = Fma.fma(0.5 * h, a[i], v[i]);
                q[i] = Fma.fma(h, v[i], q[i]);
            }
            acceleration.apply(q, a);
            for (int i = 0; i < q.length; i++) {
                v[i] = Fma.fma(0.5 * h, a[i], v[i]);
            }
        }
        return DormandPrince.finite(q) && DormandPrince.finite(v);
    }
}
