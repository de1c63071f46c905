package org.paisaje.data.builtin;

import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

/**
 * The Heaviside step as a regression: x_i = -1 + (2i + 1)/n on an even grid of [-1, 1], y = 1 for x > 0 and 0 otherwise,
 * plus noise. The infimum of the population risk of ReLU networks of one size is not attained here.
 *
 * @param noise standard deviation of Gaussian noise on y
 */
public record Step(double noise) implements Distribution {
    /** Checks noise >= 0. */
    public Step {
        Planar.require(noise >= 0, "step: noise " + noise + " >= 0 is needed");
    }

    @Override
    public Dataset draw(int n, Seed seed) {
        Planar.requireMemory("step: n", Planar.requireCount("step", n), 3);
        double[] errors = seed.named("noise").gaussians(n);
        Matrix x = Matrix.zeros(n, 1);
        Matrix y = Matrix.zeros(n, 1);
        for (int i = 0; i < n; i++) {
            x.set(i, 0, (2.0 * i + 1 - n) / n);
            y.set(i, 0, (x.get(i, 0) > 0 ? 1 : 0) + noise * errors[i]);
        }
        return Dataset.regression("step", x, y);
    }
}
