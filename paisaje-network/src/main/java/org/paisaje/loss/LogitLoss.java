package org.paisaje.loss;

import java.util.Optional;
import java.util.OptionalDouble;
import org.paisaje.math.linalg.Matrix;

/** A mean over samples of terms log(1 + e^z) of single logits, whose curvature does not depend on the labels. */
interface LogitLoss extends Loss {
    /** The term of one logit. */
    double term(double f, double y);

    /** Its derivative in f. */
    double slope(double f, double y);

    /** Refuses labels that there are none of. */
    void checkLabels(Matrix targets);

    @Override
    default boolean averages() {
        return true;
    }

    @Override
    default double value(Matrix outputs, Matrix targets) {
        Shapes.check(name(), outputs, "y", targets);
        checkLabels(targets);
        double[] f = outputs.data();
        double[] y = targets.data();
        double sum = 0;
        for (int i = 0; i < f.length; i++) {
            sum += term(f[i], y[i]);
        }
        return sum / outputs.rows();
    }

    @Override
    default double valueAndGradient(Matrix outputs, Matrix targets, Matrix gradient) {
        Shapes.check(name(), outputs, "y", targets);
        Shapes.check(name(), outputs, "gradient", gradient);
        checkLabels(targets);
        double[] f = outputs.data();
        double[] y = targets.data();
        double[] g = gradient.data();
        double weight = 1.0 / outputs.rows();
        double sum = 0;
        for (int i = 0; i < f.length; i++) {
            sum += term(f[i], y[i]);
            g[i] = weight * slope(f[i], y[i]);
        }
        return weight * sum;
    }

    @Override
    default void curvature(Matrix outputs, Matrix targets, Matrix direction, Matrix out) {
        Shapes.check(name(), outputs, "direction", direction);
        Shapes.check(name(), outputs, "out", out);
        double[] f = outputs.data();
        double[] v = direction.data();
        double[] w = out.data();
        double weight = 1.0 / outputs.rows();
        for (int i = 0; i < f.length; i++) {
            w[i] = weight * LogisticTerm.curvature(f[i]) * v[i];
        }
    }

    @Override
    default Optional<String> likelihood() {
        return Optional.of("two classes with the log-odds f");
    }

    @Override
    default Compares compares() {
        return Compares.CLASSES;
    }

    /** The mean of k E log(1 + e^z), in which labels do not occur: z is as often positive as negative. */
    @Override
    default OptionalDouble expected(Matrix targets, double[] variances) {
        int k = targets.columns();
        return NormalOutputs.mean(variances, v -> k * NormalOutputs.softplus(v));
    }
}
