package org.paisaje.data.builtin;

import java.util.List;
import org.paisaje.data.Dataset;
import org.paisaje.math.random.Seed;

/**
 * A disc of radius a, class "inner", and a ring b <= r < c around it, class "outer", in turn. The angle is uniform and so
 * is the <em>radius</em>, not the area: the density falls as 1/r. The standard radii a = 0.35, b = 0.575, c = 1 leave a
 * gap of 0.225; they are those of the public program that goes with document 004, section 10.1, which prints none.
 *
 * @param inner a, above 0
 * @param from b, above a
 * @param to c, above b
 * @param noise standard deviation of Gaussian noise on each coordinate
 */
public record Rings(double inner, double from, double to, double noise) implements Distribution {
    /** Checks 0 < a < b < c and noise >= 0. */
    public Rings {
        Planar.require(0 < inner && inner < from && from < to && to < Double.POSITIVE_INFINITY && noise >= 0,
                "rings: radii " + inner + " < " + from + " < " + to + " above 0 and noise " + noise
                        + " >= 0 are needed");
    }

    /** n points of the standard rings without noise. */
    public static Dataset sample(int n, Seed seed) {
        return new Rings(0.35, 0.575, 1, 0).draw(n, seed);
    }

    @Override
    public Dataset draw(int n, Seed seed) {
        return Planar.draw("rings", n, noise, List.of("inner", "outer"), seed, (label, random, out) -> {
            double r = label == 0 ? inner * random.nextDouble() : from + (to - from) * random.nextDouble();
            double angle = 2 * Math.PI * random.nextDouble();
            out[0] = r * Math.cos(angle);
            out[1] = r * Math.sin(angle);
        });
    }
}
