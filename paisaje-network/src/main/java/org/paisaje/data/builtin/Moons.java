package org.paisaje.data.builtin;

import java.util.List;
import org.paisaje.data.Dataset;
import org.paisaje.math.random.Seed;

/**
 * Two interleaved half circles: (cos t, sin t), class "upper", and (1 - cos t, 1/2 - sin t), class "lower", in turn, with t
 * uniform on [0, pi]; the curves of scikit-learn's make_moons, which puts t on a grid.
 *
 * @param noise standard deviation of Gaussian noise on each coordinate
 */
public record Moons(double noise) implements Distribution {
    /** Checks noise >= 0. */
    public Moons {
        Planar.require(noise >= 0, "moons: noise " + noise + " >= 0 is needed");
    }

    /** n points with noise 0.1. */
    public static Dataset sample(int n, Seed seed) {
        return new Moons(0.1).draw(n, seed);
    }

    @Override
    public Dataset draw(int n, Seed seed) {
        return Planar.draw("moons", n, noise, List.of("upper", "lower"), seed, (label, random, out) -> {
            double t = Math.PI * random.nextDouble();
            out[0] = label == 0 ? Math.cos(t) : 1 - Math.cos(t);
            out[1] = label == 0 ? Math.sin(t) : 0.5 - Math.sin(t);
        });
    }
}
