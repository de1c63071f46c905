package org.paisaje.theory.teacher;

import java.util.Optional;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Norms;
import org.paisaje.math.linalg.factor.Lu;

/**
 * The update of eq. (5) in expectation over samples from N(0, I_d), eq. (6):
 * {@code E Dw = (w* - w)/2 + ((alpha sin theta) w - theta w*)/(2 pi) +- lambda/2 dR/dw} with
 * {@code alpha = ||w*|| / ||w||} and theta in [0, pi] the angle between w and w*.
 *
 * @param teacher the weights w*
 * @param lambda the weight of the penalty, at least 0
 * @param penalty R
 * @param sign the sign of the penalty
 */
public record PopulationFlow(double[] teacher, double lambda, Penalty penalty, Sign sign) {
    private static final int NEWTON_STEPS = 60;

    /** The angle between w and the teacher, in [0, pi], accurate also near both ends. */
    public double angle(double[] w) {
        double a = Math.sqrt(Norms.dot(w, w));
        double b = Math.sqrt(Norms.dot(teacher, teacher));
        double minus = 0;
        double plus = 0;
        for (int i = 0; i < w.length; i++) {
            double u = w[i] / a;
            double v = teacher[i] / b;
            minus += (u - v) * (u - v);
            plus += (u + v) * (u + v);
        }
        return 2 * Math.atan2(Math.sqrt(minus), Math.sqrt(plus));
    }

    /** Writes the expected update at w, which must not be 0, to {@code out}. */
    public void update(double[] w, double[] out) {
        double alpha = Math.sqrt(Norms.dot(teacher, teacher) / Norms.dot(w, w));
        double theta = angle(w);
        double factor = alpha * Math.sin(theta);
        for (int i = 0; i < w.length; i++) {
            out[i] = (teacher[i] - w[i]) / 2 + (factor * w[i] - theta * teacher[i]) / (2 * Math.PI);
        }
        penalty.addGradient(w, sign.factor() * lambda / 2, out);
    }

    /** The expected update at w. */
    public double[] update(double[] w) {
        double[] out = new double[w.length];
        update(w, out);
        return out;
    }

    /** The Jacobian of the expected update by central differences of step 1e-6 ||w||; error about 1e-10. */
    public Matrix jacobian(double[] w) {
        int d = w.length;
        double h = 1e-6 * Math.sqrt(Norms.dot(w, w));
        Matrix result = Matrix.zeros(d, d);
        for (int j = 0; j < d; j++) {
            double[] moved = w.clone();
            moved[j] = w[j] + h;
            double[] up = update(moved);
            moved[j] = w[j] - h;
            double[] down = update(moved);
            for (int i = 0; i < d; i++) {
                result.set(i, j, (up[i] - down[i]) / (2 * h));
            }
        }
        return result;
    }

    /** The fixed point that continues the teacher from lambda = 0, by damped Newton from w*; empty if there is none near. */
    public Optional<double[]> fixedPointNearTeacher() {
        if (lambda == 0 || penalty == Penalty.NONE) {
            return Optional.of(teacher.clone());
        }
        // At w* itself the flow is not smooth (theta = 0); the first step uses the Jacobian -1/2 I that holds on the line.
        double[] w = teacher.clone();
        double[] first = update(w);
        for (int i = 0; i < w.length; i++) {
            w[i] += 2 * first[i];
        }
        for (int step = 0; step < NEWTON_STEPS; step++) {
            double[] residual = update(w);
            if (Math.sqrt(Norms.dot(residual, residual)) <= 1e-14 * Math.sqrt(Norms.dot(w, w))) {
                return Optional.of(w);
            }
            Optional<double[]> change = Lu.solve(jacobian(w), residual);
            if (change.isEmpty()) {
                return Optional.empty();
            }
            for (int i = 0; i < w.length; i++) {
                w[i] -= change.get()[i];
            }
        }
        double[] residual = update(w);
        return Math.sqrt(Norms.dot(residual, residual)) <= 1e-10 ? Optional.of(w) : Optional.empty();
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
