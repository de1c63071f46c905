package org.paisaje.data.builtin;

import java.util.List;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

/**
 * The exclusive or of two signs: gap <= |x_1|, |x_2| <= 1 uniform and independent, class "same" where the signs agree and
 * "different" where they do not, in turn.
 *
 * @param gap half the width of the empty strips along the axes, from 0 to below 1
 * @param noise standard deviation of Gaussian noise on each coordinate
 */
public record Xor(double gap, double noise) implements Distribution {
    private static final List<String> CLASSES = List.of("same", "different");

    /** Checks the ranges. */
    public Xor {
        Planar.require(gap >= 0 && gap < 1 && noise >= 0,
                "xor: gap " + gap + " in [0, 1) and noise " + noise + " >= 0 are needed");
    }

    /** n points without gap and noise. */
    public static Dataset sample(int n, Seed seed) {
        return new Xor(0, 0).draw(n, seed);
    }

    /** The four points (-1, -1), (-1, 1), (1, -1), (1, 1): no affine function tells their classes apart. */
    public static Dataset fourPoints() {
        Matrix x = Matrix.of(new double[][] {{-1, -1}, {-1, 1}, {1, -1}, {1, 1}});
        return Dataset.classification("four-points", x, new int[] {0, 1, 1, 0}, CLASSES);
    }

    @Override
    public Dataset draw(int n, Seed seed) {
        return Planar.draw("xor", n, noise, CLASSES, seed, (label, random, out) -> {
            double sign = random.nextBoolean() ? 1 : -1;
            out[0] = sign * (gap + (1 - gap) * random.nextDouble());
            out[1] = (label == 0 ? sign : -sign) * (gap + (1 - gap) * random.nextDouble());
        });
    }
}
