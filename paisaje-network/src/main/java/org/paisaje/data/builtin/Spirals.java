package org.paisaje.data.builtin;

import java.util.List;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;
import org.paisaje.math.random.Seed;

/**
 * Arms of an Archimedean spiral, one class each, in turn: radius r uniform on [0.1, 1] at the angle
 * 2 pi (turns r + c / arms) for class c.
 *
 * @param arms number of classes, at least 2
 * @param turns revolutions per unit of radius
 * @param noise standard deviation of Gaussian noise on each coordinate
 */
public record Spirals(int arms, double turns, double noise) implements Distribution {
    /** Checks the ranges. */
    public Spirals {
        Planar.require(arms >= 2 && arms <= Planar.MOST_CLASSES && turns > 0 && noise >= 0,
                "spirals: arms " + arms + " from 2 to " + Planar.MOST_CLASSES + ", turns " + turns
                        + " > 0 and noise " + noise + " >= 0 are needed");
    }

    /** n points on two arms of one and a half turns with noise 0.02. */
    public static Dataset sample(int n, Seed seed) {
        return new Spirals(2, 1.5, 0.02).draw(n, seed);
    }

    @Override
    public Dataset draw(int n, Seed seed) {
        List<String> classes = IntStream.rangeClosed(1, arms).mapToObj(c -> "arm " + c).toList();
        return Planar.draw("spirals", n, noise, classes, seed, (label, random, out) -> {
            double r = 0.1 + 0.9 * random.nextDouble();
            double angle = 2 * Math.PI * (turns * r + (double) label / arms);
            out[0] = r * Math.cos(angle);
            out[1] = r * Math.sin(angle);
        });
    }
}
