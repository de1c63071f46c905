package org.paisaje.recipe;

import java.util.List;
import org.paisaje.data.Dataset;
import org.paisaje.data.builtin.DataKind;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.registry.KeyValues;

/** y = x^2 with noise on n points of [-1, 1]. */
final class Parabola implements DataKind {
    @Override
    public List<String> options() {
        return List.of("n", "noise");
    }

    @Override
    public Dataset make(KeyValues options, Seed seed) {
        int n = options.count("n", 100);
        double[] noise = seed.named("noise").gaussians(n);
        Matrix x = Matrix.zeros(n, 1);
        Matrix y = Matrix.zeros(n, 1);
        for (int i = 0; i < n; i++) {
            double at = -1 + (2 * i + 1.0) / n;
            x.set(i, 0, at);
            y.set(i, 0, at * at + options.number("noise", 0) * noise[i]);
        }
        return Dataset.regression("parabola", x, y);
    }
}
