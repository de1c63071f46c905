package org.paisaje.loss;

import java.util.OptionalDouble;
import org.paisaje.math.linalg.Matrix;

/** log(1 + e^z) and its derivative, without overflow. */
final class LogisticTerm {
    /** What labels of two classes are taken to be. */
    static final String LIKELIHOOD = "two classes with the log-odds f";

    private LogisticTerm() {}

    static double value(double z) {
        return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
    }

    /** 1 / (1 + e^-z). */
    static double slope(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    /** The second derivative, symmetric in z; relatively exact in both tails. */
    static double curvature(double z) {
        double e = Math.exp(-Math.abs(z));
        return e / ((1 + e) * (1 + e));
    }

    /** The curvature product of a mean over rows, in which labels do not occur. */
    static void curvature(String name, Matrix outputs, Matrix direction, Matrix out) {
        Shapes.check(name, outputs, "direction", direction);
        Shapes.check(name, outputs, "out", out);
        double[] f = outputs.data();
        double[] v = direction.data();
        double[] w = out.data();
        double weight = 1.0 / outputs.rows();
        for (int i = 0; i < f.length; i++) {
            w[i] = weight * curvature(f[i]) * v[i];
        }
    }

    /** The mean of k E log(1 + e^z), in which labels do not occur: z is as often positive as negative. */
    static OptionalDouble expected(int k, double[] variances) {
        return NormalOutputs.mean(variances, v -> k * NormalOutputs.softplus(v));
    }
}
