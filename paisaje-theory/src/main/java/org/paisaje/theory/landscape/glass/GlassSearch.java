package org.paisaje.theory.landscape.glass;

import java.util.Optional;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Lu;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Generator;
import org.paisaje.math.special.Reductions;

/**
 * Walks on the sphere of a {@link SpinGlass}: along the gradient, and by Newton's method on {@code H' = m s, |s|^2 = N}, whose
 * bordered equations are {@code (H'' - m) d - s dm = -(H' - m s), s . d = 0} with {@code m = s . H' / N = p u}. One thread at a time.
 */
public final class GlassSearch {
    /** The Riemannian gradient below which a point counts as critical, per root of N. */
    public static final double GRADIENT = 1e-10;
    private static final int NEWTON_STEPS = 100;
    /** Newton's steps are cut to this share of the radius. */
    private static final double LONGEST = 0.3;

    private final SpinGlass glass;
    private final SpinGlass.Point at;
    private final int n;
    private final double[] s;
    private final double[] right;
    private final Lu bordered;
    private long evaluations;

    /** Buffers for a glass. */
    public GlassSearch(SpinGlass glass) {
        this.glass = glass;
        this.at = glass.point();
        this.n = glass.spins();
        this.s = new double[n];
        this.right = new double[n + 1];
        this.bordered = new Lu(n + 1);
    }

    /** Goes to a configuration drawn uniformly from the sphere. */
    public GlassSearch start(Generator draw) {
        draw.onSphere(s, 0, n);
        return start(s.clone());
    }

    /** Goes to a configuration, brought to the sphere. */
    public GlassSearch start(double[] from) {
        System.arraycopy(from, 0, s, 0, n);
        normalize();
        evaluate();
        return this;
    }

    /** Steps along the Riemannian gradient, down for a positive rate and up for a negative one. */
    public GlassSearch walk(int steps, double rate) {
        for (int k = 0; k < steps; k++) {
            double m = multiplier();
            for (int i = 0; i < n; i++) {
                s[i] -= rate * (at.gradient()[i] - m * s[i]);
            }
            normalize();
            evaluate();
        }
        return this;
    }

    /** Goes down until the gradient is below a size per root of N, or so many steps are used up; the steps made. */
    public int descend(double rate, double gradient, int most) {
        int k = 0;
        while (k < most && residual() > gradient * Math.sqrt(n)) {
            walk(1, rate);
            k++;
        }
        return k;
    }

    /** Newton's method from here; empty where it did not come to a critical point. */
    public Optional<GlassPoint> newton() {
        double previous = Double.POSITIVE_INFINITY;
        for (int k = 0; k < NEWTON_STEPS; k++) {
            double residual = residual();
            if (!Double.isFinite(residual)) {
                return Optional.empty();
            }
            if (residual <= GRADIENT * Math.sqrt(n) && residual >= 0.1 * previous || residual == 0) {
                return Optional.of(here());
            }
            previous = residual;
            if (!step()) {
                return Optional.empty();
            }
        }
        return residual() <= GRADIENT * Math.sqrt(n) ? Optional.of(here()) : Optional.empty();
    }

    private boolean step() {
        double m = multiplier();
        double[] a = bordered.matrix();
        for (int i = 0; i < n; i++) {
            System.arraycopy(at.hessian(), i * n, a, i * (n + 1), n);
            a[i * (n + 1) + i] -= m;
            a[i * (n + 1) + n] = -s[i];
            a[n * (n + 1) + i] = s[i];
            right[i] = -(at.gradient()[i] - m * s[i]);
        }
        a[n * (n + 1) + n] = 0;
        right[n] = 0;
        if (!bordered.factor()) {
            return false;
        }
        bordered.solve(right);
        double length = Math.sqrt(Reductions.dot(right, 0, right, 0, n));
        double most = LONGEST * Math.sqrt(n);
        double factor = length > most ? most / length : 1;
        Reductions.axpy(factor, right, 0, s, 0, n);
        normalize();
        evaluate();
        return true;
    }

    private void evaluate() {
        at.at(s);
        evaluations++;
    }

    /** How often the couplings were gone through; energy, gradient and Hessian come of one time. */
    public long evaluations() {
        return evaluations;
    }

    private void normalize() {
        double factor = Math.sqrt(n / Reductions.dot(s, 0, s, 0, n));
        for (int i = 0; i < n; i++) {
            s[i] *= factor;
        }
    }

    private double multiplier() {
        return Reductions.dot(s, 0, at.gradient(), 0, n) / n;
    }

    /** The norm of the Riemannian gradient. */
    public double residual() {
        double m = multiplier();
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double entry = at.gradient()[i] - m * s[i];
            sum += entry * entry;
        }
        return Math.sqrt(sum);
    }

    /** The configuration, N spins with the sum of squares N. */
    public double[] configuration() {
        return s.clone();
    }

    /** The configuration with the eigenvalues of its tangent Hessian. */
    public GlassPoint here() {
        return new GlassPoint(configuration(), at.energy() / n, residual(), SymmetricEigen.values(tangentHessian()));
    }

    /** {@code H'' - p u} in a basis of the tangent space: reflected so that s is the first axis, without that axis. */
    Matrix tangentHessian() {
        double m = glass.order() * at.energy() / n;
        double[] v = s.clone();
        double sign = s[0] < 0 ? -1 : 1;
        v[0] += sign * Math.sqrt(n);
        double scale = 2 / Reductions.dot(v, 0, v, 0, n);
        double[] image = new double[n];
        for (int i = 0; i < n; i++) {
            image[i] = Reductions.dot(at.hessian(), i * n, v, 0, n) * scale;
        }
        double half = 0.5 * scale * Reductions.dot(image, 0, v, 0, n);
        Matrix result = Matrix.zeros(n - 1, n - 1);
        for (int i = 1; i < n; i++) {
            for (int j = 1; j <= i; j++) {
                double entry = at.hessian()[i * n + j] - v[i] * (image[j] - half * v[j])
                        - (image[i] - half * v[i]) * v[j];
                result.set(i - 1, j - 1, entry);
                result.set(j - 1, i - 1, entry);
            }
            result.set(i - 1, i - 1, result.get(i - 1, i - 1) - m);
        }
        return result;
    }
}
