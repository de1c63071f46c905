package org.paisaje.theory.landscape.critical;

import java.util.Optional;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Lu;
import org.paisaje.risk.Risk;

/**
 * Whether a true critical point lies near a computed one. Newton-Kantorovich with an approximate inverse A of the Hessian: if
 * {@code eta + z r <= r} with {@code eta >= |A grad F(theta)|} and {@code z >= |I - A H|} for all Hessians within r of theta, all
 * in the largest entry and z < 1, then exactly one critical point lies within r, and no Hessian there is singular, so that it
 * has the index of the Hessian at theta. Gradient and Hessians are enclosed with their rounding; where the textbook has a
 * Lipschitz constant, z comes from enclosing the Hessians of the ball, by bounds on the third derivative of the activation.
 */
public sealed interface Certificate {
    /** More parameters take too long. */
    int LARGEST = 300;

    /**
     * A true critical point lies near.
     *
     * @param radius every parameter of the true critical point is within this of the computed one
     * @param contraction z, below 1
     */
    record Proven(double radius, double contraction) implements Certificate {}

    /** Nothing is proven, and why. */
    record Open(String reason) implements Certificate {}

    /** Tries to certify a point of a risk. */
    static Certificate of(Risk risk, double[] theta) {
        int p = risk.dimension();
        Optional<String> objection = EnclosedRisk.objection(risk);
        if (objection.isPresent()) {
            return new Open(objection.get());
        }
        if (p > LARGEST) {
            return new Open("there are " + p + " parameters, certified are points of at most " + LARGEST);
        }
        EnclosedRisk enclosed = EnclosedRisk.of(risk).orElseThrow();
        EnclosedRisk.Enclosure at = enclosed.of(theta, 0);
        Optional<Matrix> inverse = Lu.inverse(Matrix.wrap(p, p, at.hessian()).copy());
        if (inverse.isEmpty()) {
            return new Open("the Hessian is singular to rounding");
        }
        double eta = eta(inverse.get(), at);
        double last = Double.NaN;
        for (double r = Math.max(2 * eta, Double.MIN_NORMAL); r < 1e-2; r *= 8) {
            last = contraction(inverse.get(), enclosed.of(theta, r));
            if (!(last < 1)) {
                break;
            }
            if (eta + last * r <= r * (1 - 1e-12)) {
                return new Proven(r, last);
            }
        }
        return new Open(Double.isNaN(last)
                ? "the Newton step that is left is longer than 0.01"
                : "the Hessian changes too much within the Newton step that is left, or is too nearly singular");
    }

    /** A bound on the largest entry of A g. */
    private static double eta(Matrix inverse, EnclosedRisk.Enclosure at) {
        int p = inverse.rows();
        double gamma = 2 * (p + 1) * Math.ulp(1.0);
        double most = 0;
        for (int i = 0; i < p; i++) {
            double sum = 0;
            double size = 0;
            for (int j = 0; j < p; j++) {
                double entry = inverse.get(i, j);
                sum += entry * at.gradient()[j];
                size += Math.abs(entry) * (gamma * Math.abs(at.gradient()[j]) + at.gradientRadius()[j]);
            }
            most = Math.max(most, (Math.abs(sum) + size) * (1 + gamma));
        }
        return most;
    }

    /** A bound on the largest row sum of |I - A H|. */
    private static double contraction(Matrix inverse, EnclosedRisk.Enclosure at) {
        int p = inverse.rows();
        double gamma = 2 * (p + 1) * Math.ulp(1.0);
        Matrix product = inverse.times(Matrix.wrap(p, p, at.hessian()));
        Matrix sizes = Matrix.zeros(p, p);
        Matrix spread = Matrix.zeros(p, p);
        for (int i = 0; i < p * p; i++) {
            sizes.data()[i] = Math.abs(inverse.data()[i]);
            spread.data()[i] = at.hessianRadius()[i] + gamma * Math.abs(at.hessian()[i]);
        }
        Matrix rest = sizes.times(spread);
        double most = 0;
        for (int i = 0; i < p; i++) {
            double sum = 0;
            for (int j = 0; j < p; j++) {
                sum += Math.abs(product.get(i, j) - (i == j ? 1 : 0)) + rest.get(i, j);
            }
            most = Math.max(most, sum * (1 + gamma) + gamma);
        }
        return most;
    }
}
