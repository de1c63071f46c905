package org.paisaje.data.builtin;

import java.util.List;
import org.paisaje.data.Dataset;
import org.paisaje.math.random.Seed;

/**
 * Two discs of one radius with centres (-distance/2, 0) and (distance/2, 0), classes "left" and "right" in turn, uniform
 * over the area. The classes can be told apart by a line when distance > 2 radius.
 *
 * @param radius of each disc, above 0
 * @param distance between the centres, above 0
 * @param noise standard deviation of Gaussian noise on each coordinate
 */
public record Discs(double radius, double distance, double noise) implements Distribution {
    /** Checks the ranges. */
    public Discs {
        Planar.require(radius > 0 && distance > 0 && noise >= 0, "discs: radius " + radius + " > 0, distance "
                + distance + " > 0 (at 0 both classes are the same disc) and noise " + noise + " >= 0 are needed");
    }

    /** n points of discs of radius 0.4 at distance 1, without noise. */
    public static Dataset sample(int n, Seed seed) {
        return new Discs(0.4, 1, 0).draw(n, seed);
    }

    @Override
    public Dataset draw(int n, Seed seed) {
        return Planar.draw("discs", n, noise, List.of("left", "right"), seed, (label, random, out) -> {
            double r = radius * Math.sqrt(random.nextDouble());
            double angle = 2 * Math.PI * random.nextDouble();
            out[0] = (label - 0.5) * distance + r * Math.cos(angle);
            out[1] = r * Math.sin(angle);
        });
    }
}
