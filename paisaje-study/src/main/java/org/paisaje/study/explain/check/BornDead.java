package org.paisaje.study.explain.check;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.math.stats.Proportions;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.network.start.Initializer;
import org.paisaje.study.Estimate;

/**
 * How often a network of this shape is constant on the data before it is trained.
 *
 * @param measured the share of draws, with the Wilson interval at 95 %
 * @param bound for ReLUs, {@code 1 - prod_l (1 - 2^-N_l)} over the hidden layers: a bound from above (Lu et al. 2019)
 */
public record BornDead(Estimate measured, OptionalDouble bound) {
    private static final int DRAWS = 100;
    private static final int SAMPLES = 200;
    /** Multiplications, about a second. */
    private static final double WORK = 2e9;

    /**
     * By 100 draws on at most 200 samples; empty for one sample, for a network without hidden layers, and where that would take long.
     */
    public static Optional<BornDead> of(Architecture network, Initializer how, Matrix x, Seed seed) {
        int all = x.rows();
        int n = Math.min(SAMPLES, all);
        if (n < 2 || network.layerShapes().size() < 2 || DRAWS * (double) n * network.applications() >= WORK) {
            return Optional.empty();
        }
        Matrix some = x.rows(IntStream.range(0, n).map(i -> (int) ((long) i * all / n)).toArray());
        return Optional.of(of(network, how, some, DRAWS, seed));
    }

    /** Draws weights so often and looks whether outputs differ between samples. */
    public static BornDead of(Architecture network, Initializer how, Matrix x, int draws, Seed seed) {
        long dead = IntStream.range(0, draws)
                .filter(i -> constant(network, network.initialize(how, seed.at(i)), x))
                .count();
        var interval = Proportions.wilson(dead, draws, 0.95);
        double bound = 1;
        boolean gates = network.inRow();
        var shapes = network.layerShapes();
        for (LayerShape shape : shapes.subList(0, shapes.size() - 1)) {
            gates &= shape.activation().gate() && !shape.hasSkip();
            bound *= 1 - Math.pow(2, -shape.outputs());
        }
        return new BornDead(new Estimate((double) dead / draws, interval.low(), interval.high()),
                gates && shapes.size() > 1 ? OptionalDouble.of(1 - bound) : OptionalDouble.empty());
    }

    private static boolean constant(Architecture network, double[] theta, Matrix x) {
        Matrix f = network.withoutHead().forward(theta, x);
        int k = f.columns();
        for (int i = k; i < f.data().length; i++) {
            if (f.data()[i] != f.data()[i % k]) {
                return false;
            }
        }
        return true;
    }
}
