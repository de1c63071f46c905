package org.paisaje.data.builtin;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.memory.Sizes;
import org.paisaje.math.random.Seed;

/**
 * Gaussian clouds N(m_c, noise^2 I), one class each, in turn; the centres m_c ~ N(0, spread^2 I) are drawn from the seed.
 *
 * @param dimension d, at least 1
 * @param count number of classes, at least 2
 * @param spread standard deviation of each coordinate of the centres
 * @param noise standard deviation of each coordinate about its centre
 */
public record Blobs(int dimension, int count, double spread, double noise) implements Distribution {
    /** Checks the ranges. */
    public Blobs {
        Planar.require(dimension >= 1 && count >= 2 && count <= Planar.MOST_CLASSES && spread >= 0 && noise >= 0,
                "blobs: d " + dimension
                        + " >= 1, classes " + count + " from 2 to " + Planar.MOST_CLASSES + ", spread " + spread
                        + " >= 0 and noise " + noise
                        + " >= 0 are needed");
    }

    /** n points in the plane of three clouds with spread 4 and noise 1. */
    public static Dataset sample(int n, Seed seed) {
        return new Blobs(2, 3, 4, 1).draw(n, seed);
    }

    @Override
    public Dataset draw(int n, Seed seed) {
        Planar.requireClasses("blobs", n, count);
        Planar.requireMemory("blobs: n x (d + classes)", Planar.requireCount("blobs", n), (long) dimension + count);
        double[] centres = seed.named("centres").gaussians(Sizes.ofDoubles("blobs: classes x d", count, dimension));
        RandomGenerator errors = seed.named("noise").generator();
        Matrix x = Planar.matrix("blobs", n, dimension);
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % count;
            for (int j = 0; j < dimension; j++) {
                x.set(i, j, spread * centres[labels[i] * dimension + j] + noise * errors.nextGaussian());
            }
        }
        List<String> classes = IntStream.rangeClosed(1, count).mapToObj(c -> "blob " + c).toList();
        return Dataset.classification("blobs", x, labels, classes);
    }
}
