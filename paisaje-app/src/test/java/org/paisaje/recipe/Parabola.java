package org.paisaje.recipe;

import java.util.List;
import org.paisaje.data.DataKind;
import org.paisaje.data.Dataset;
import org.paisaje.data.DatasetOptions;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

/** y = x^2 with noise on n points of [-1, 1]. */
final class Parabola implements DataKind {
    @Override
    public List<String> options() {
        return List.of("n", "noise");
    }

    @Override
    public Dataset make(DatasetOptions options, Seed seed) {
        int n = options.integer("n", 100);
        double[] noise = seed.named("noise").gaussians(n);
        Matrix x = Matrix.zeros(n, 1);
        Matrix y = Matrix.zeros(n, 1);
        for (int i = 0; i < n; i++) {
            double at = -1 + (2 * i + 1.0) / n;
            x.set(i, 0, at);
            y.set(i, 0, at * at + options.real("noise", 0) * noise[i]);
        }
        return Dataset.regression("parabola", x, y);
    }
}
