package org.paisaje.theory.teacher;

import java.util.Optional;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Lu;
import org.paisaje.math.random.Seed;

/**
 * A rectified unit x -> max(0, x.w) that learns N samples labelled by such a unit with weights w*, with a penalty:
 * {@code E(w) = 1/(2N) ||g(X, w*) - g(X, w)||^2 + lambda/2 R(w)}, eq. (2). The derivative of max(0, z) at 0 is 0.
 *
 * @param x N x d samples
 * @param teacher the weights w*, of length d
 * @param lambda the weight of the penalty, at least 0
 * @param penalty R
 * @param sign the sign of the penalty in the update
 */
public record TeacherSample(Matrix x, double[] teacher, double lambda, Penalty penalty, Sign sign) {
    private static final int NEWTON_STEPS = 50;

    /** Checks shapes. */
    public TeacherSample {
        if (x.columns() != teacher.length) {
            throw new IllegalArgumentException("TeacherSample: x has " + x.columns() + " columns, the teacher "
                    + teacher.length + " weights; rows of x are samples");
        }
        if (!(lambda >= 0)) {
            throw new IllegalArgumentException("TeacherSample: lambda is " + lambda + ", it must be at least 0");
        }
    }

    /** N samples from N(0, I_d) with the teacher (1, ..., 1), as in the experiments of the document. */
    public static TeacherSample gaussian(int d, int n, double lambda, Penalty penalty, Sign sign, Seed seed) {
        double[] ones = new double[d];
        java.util.Arrays.fill(ones, 1);
        return new TeacherSample(Matrix.wrap(n, d, seed.gaussians(n * d)), ones, lambda, penalty, sign);
    }

    /** The number N of samples. */
    public int samples() {
        return x.rows();
    }

    /** The dimension d. */
    public int dimension() {
        return x.columns();
    }

    /** The outputs {@code g(X, w) = D(w) X w}, eq. (3). */
    public double[] outputs(double[] w) {
        double[] result = new double[samples()];
        for (int i = 0; i < result.length; i++) {
            result[i] = Math.max(0, projection(i, w));
        }
        return result;
    }

    /** The diagonal of D(w): which samples the unit responds to. */
    public boolean[] active(double[] w) {
        boolean[] result = new boolean[samples()];
        for (int i = 0; i < result.length; i++) {
            result[i] = projection(i, w) > 0;
        }
        return result;
    }

    /** {@code x_i . w}. */
    public double projection(int i, double[] w) {
        double sum = 0;
        for (int j = 0; j < w.length; j++) {
            sum += x.get(i, j) * w[j];
        }
        return sum;
    }

    /** E(w), eq. (2); always with plus, whatever the sign of the update. */
    public double loss(double[] w) {
        double sum = 0;
        for (int i = 0; i < samples(); i++) {
            double residual = Math.max(0, projection(i, teacher)) - Math.max(0, projection(i, w));
            sum += residual * residual;
        }
        return sum / (2 * samples()) + lambda / 2 * penalty.value(w);
    }

    /** Writes the update of eq. (5), {@code 1/N X^T D(w) (D* X w* - D(w) X w) +- lambda/2 dR/dw}, to {@code out}. */
    public void update(double[] w, double[] out) {
        java.util.Arrays.fill(out, 0);
        for (int i = 0; i < samples(); i++) {
            double z = projection(i, w);
            if (z > 0) {
                double residual = Math.max(0, projection(i, teacher)) - z;
                for (int j = 0; j < out.length; j++) {
                    out[j] += residual * x.get(i, j) / samples();
                }
            }
        }
        penalty.addGradient(w, sign.factor() * lambda / 2, out);
    }

    /** {@code H = X^T D(w) X}. */
    public Matrix gram(double[] w) {
        Matrix h = Matrix.zeros(dimension(), dimension());
        for (int i = 0; i < samples(); i++) {
            if (projection(i, w) > 0) {
                for (int a = 0; a < dimension(); a++) {
                    for (int b = 0; b < dimension(); b++) {
                        h.set(a, b, h.get(a, b) + x.get(i, a) * x.get(i, b));
                    }
                }
            }
        }
        return h;
    }

    /** The Jacobian of the update at w, where no sample lies on the kink; d x d, symmetric. */
    public Matrix jacobian(double[] w) {
        Matrix result = gram(w);
        for (int a = 0; a < dimension(); a++) {
            for (int b = 0; b < dimension(); b++) {
                result.set(
                        a, b,
                        -result.get(a, b) / samples() + sign.factor() * lambda / 2 * penalty.second(w, a, b));
            }
        }
        return result;
    }

    /**
     * The fixed point near the teacher on the assumption D(w) = D*. For the squared l2 norm it is eq. (14) with the sign
     * of the update, {@code (H - s lambda N I)^-1 H w*}; for the l1 norms Newton's method on eq. (25) from w*. Empty if
     * the linear system is singular or Newton does not settle, as when too few samples are active.
     */
    public Optional<double[]> fixedPointNearTeacher() {
        Matrix h = gram(teacher);
        double[] w = teacher.clone();
        for (int step = 0; step < NEWTON_STEPS; step++) {
            double[] residual = frozenUpdate(h, w);
            Matrix jacobian = Matrix.zeros(dimension(), dimension());
            for (int a = 0; a < dimension(); a++) {
                for (int b = 0; b < dimension(); b++) {
                    jacobian.set(
                            a, b,
                            -h.get(a, b) + sign.factor() * lambda * samples() / 2 * penalty.second(w, a, b));
                }
            }
            Optional<double[]> change = Lu.solve(jacobian, residual);
            if (change.isEmpty()) {
                return Optional.empty();
            }
            double moved = 0;
            for (int j = 0; j < w.length; j++) {
                w[j] -= change.get()[j];
                moved = Math.max(moved, Math.abs(change.get()[j]));
            }
            if (moved <= 4 * Math.ulp(1 + Penalty.norm1(w))) {
                return Optional.of(w);
            }
        }
        return Optional.empty();
    }

    /** N times the update if D(w) were D*: {@code H w* - H w +- lambda N / 2 dR/dw}, eq. (25). */
    public double[] frozenUpdate(double[] w) {
        return frozenUpdate(gram(teacher), w);
    }

    private double[] frozenUpdate(Matrix h, double[] w) {
        double[] result = new double[w.length];
        for (int a = 0; a < w.length; a++) {
            for (int b = 0; b < w.length; b++) {
                result[a] += h.get(a, b) * (teacher[b] - w[b]);
            }
        }
        penalty.addGradient(w, sign.factor() * lambda * samples() / 2, result);
        return result;
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
