package org.paisaje.network;

import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Vectors.dot;
import static org.paisaje.math.testing.Vectors.norm;
import static org.paisaje.math.testing.Vectors.plus;

import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.math.testing.Tolerance;

/** The gradient in the inputs against the slope along a random direction. */
public final class InputSlope {
    /** The step of the central difference. */
    public static final double STEP = 1e-6;

    private InputSlope() {}

    /** For {@code <u, f_theta(x)>}; the tolerance is relative to the largest slope that the gradient allows, or 1. */
    public static void assertGradient(Network net, double[] theta, Matrix x, Matrix u, Seed seed, Tolerance relative) {
        Matrix gradient = net.linearize(theta, x).inputVjp(u);
        double[] e = seed.named("e").gaussians(x.data().length);
        double[] above = net.forward(theta, Matrix.wrap(x.rows(), x.columns(), plus(x.data(), STEP, e))).data();
        double[] below = net.forward(theta, Matrix.wrap(x.rows(), x.columns(), plus(x.data(), -STEP, e))).data();
        double slope = (dot(u.data(), above) - dot(u.data(), below)) / (2 * STEP);
        assertClose(dot(gradient.data(), e), slope, relative.times(Math.max(1, norm(gradient.data()) * norm(e))));
    }
}
