package org.paisaje.data.builtin;

import java.util.List;
import java.util.random.RandomGenerator;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.memory.MemoryEstimate;
import org.paisaje.math.memory.Sizes;
import org.paisaje.math.random.Seed;

/** Draws labelled points of the plane: row i belongs to class i mod k, so that every prefix is balanced. */
final class Planar {
    /** A point of one class. */
    @FunctionalInterface
    interface Point {
        /** Writes the two coordinates to {@code out}. */
        void draw(int label, RandomGenerator random, double[] out);
    }

    /** The most classes of a law. */
    static final int MOST_CLASSES = 10_000;

    private Planar() {}

    /** n points with Gaussian noise of the given standard deviation on each coordinate. */
    static Dataset draw(String name, int n, double noise, List<String> classes, Seed seed, Point point) {
        RandomGenerator points = seed.named("points").generator();
        RandomGenerator errors = seed.named("noise").generator();
        double[] at = new double[2];
        requireClasses(name, n, classes.size());
        requireMemory(name + ": n x (2 + classes)", requireCount(name, n), 2L + classes.size());
        Matrix x = Matrix.zeros(n, 2);
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % classes.size();
            point.draw(labels[i], points, at);
            for (int j = 0; j < 2; j++) {
                x.set(i, j, noise == 0 ? at[j] : at[j] + noise * errors.nextGaussian());
            }
        }
        return Dataset.classification(name, x, labels, classes);
    }

    /** n x d zeros, if there are any and they fit. */
    static Matrix matrix(String name, int n, int columns) {
        requireMemory(name + ": n x d", requireCount(name, n), columns);
        return Matrix.zeros(n, columns);
    }

    /** Refuses a table that does not fit beside its targets and its parts for training and test. */
    static void requireMemory(String what, int n, long columns) {
        MemoryEstimate.require(what, 3L * Double.BYTES * Sizes.ofDoubles(what, n, columns),
                "draw fewer samples, or give more memory (PAISAJE_JAVA_OPTS=-Xmx8g)");
    }

    static int requireCount(String name, int n) {
        if (n < 1) {
            throw new IllegalArgumentException(name + ": n is " + n + ", at least 1 sample is needed");
        }
        return n;
    }

    static void require(boolean condition, String reason) {
        if (!condition) {
            throw new IllegalArgumentException(reason);
        }
    }

    /** Refuses fewer points than classes. */
    static void requireClasses(String name, int n, int classes) {
        require(n < 1 || n >= classes, name + ": n " + n + (n == 1 ? " point for " : " points for ") + classes
                + " classes; at least one point for each is needed");
    }
}
