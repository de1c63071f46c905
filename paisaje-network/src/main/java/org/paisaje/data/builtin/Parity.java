package org.paisaje.data.builtin;

import java.util.List;
import java.util.random.RandomGenerator;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

/**
 * The parity of the first k of d signs: x uniform on {-1, 1}^d, class "even" or "odd" by the number of -1 among x_1..x_k.
 *
 * @param dimension d
 * @param bits k, from 1 to d
 */
public record Parity(int dimension, int bits) implements Distribution {
    /** Checks 1 <= k <= d. */
    public Parity {
        Planar.require(bits >= 1 && bits <= dimension,
                "parity: bits " + bits + " from 1 to d = " + dimension + " are needed");
    }

    @Override
    public Dataset draw(int n, Seed seed) {
        RandomGenerator points = seed.named("points").generator();
        Matrix x = Planar.matrix("parity", n, dimension);
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < dimension; j++) {
                boolean minus = points.nextBoolean();
                x.set(i, j, minus ? -1 : 1);
                labels[i] ^= minus && j < bits ? 1 : 0;
            }
        }
        return Dataset.classification("parity", x, labels, List.of("even", "odd"));
    }
}
