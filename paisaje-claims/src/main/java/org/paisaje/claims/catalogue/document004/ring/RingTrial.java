package org.paisaje.claims.catalogue.document004.ring;

import java.util.stream.IntStream;
import org.paisaje.data.builtin.Rings;
import org.paisaje.loss.Loss;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.start.Initializer;
import org.paisaje.risk.Risk;
import org.paisaje.theory.geometry.ring.RingSeparation;
import org.paisaje.training.Batches;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.optimizer.Optimizer;
import org.paisaje.training.rule.Adam;

/**
 * One training as in appendix D: 1,000 points, half of them to learn from, batches of 50, Adam, binary cross-entropy, Glorot's
 * uniform weights. Points of the plane get zeros as further coordinates.
 *
 * @param theta the weights at the end
 * @param loss the training loss at the end
 * @param accuracy the share of all points that is right
 * @param learnt the share of the training points that is right
 * @param separation whether every point of disc and ring is right
 */
record RingTrial(double[] theta, double loss, double accuracy, double learnt, RingSeparation separation) {
    static final Rings RINGS = new Rings(0.35, 0.575, 1, 0);
    static final int SAMPLES = 1000;
    private static final int LEARNT = 500;
    private static final int BATCH = 50;
    /** Pieces of disc and ring; the decisions take some hundreds. */
    private static final int PIECES = 40_000;

    static RingTrial run(Architecture network, double rate, int epochs, Seed seed) {
        return run(network, Adam.withRate(rate), LEARNT, epochs, seed);
    }

    /** With another rule, on the first of the points. */
    static RingTrial run(Architecture network, Optimizer rule, int learnt, int epochs, Seed seed) {
        Matrix x = points(network, seed);
        Matrix own = x.rows(IntStream.range(0, learnt).toArray());
        double[] theta = train(network, rule, learnt, epochs, seed);
        return new RingTrial(theta, risk(network, own).value(theta), right(network, theta, x),
                right(network, theta, own),
                RingSeparation.of(network, theta, RINGS, PIECES));
    }

    /** Whether every point of disc and ring is right for certain. */
    boolean separated() {
        return separation.verdict() == RingSeparation.Verdict.SEPARATED;
    }

    private static Matrix points(Architecture network, Seed seed) {
        return padded(RINGS.draw(SAMPLES, seed.named("data")).x(), network.inputs());
    }

    /** The weights at the end alone. */
    static double[] train(Architecture network, double rate, int epochs, Seed seed) {
        return train(network, Adam.withRate(rate), LEARNT, epochs, seed);
    }

    private static double[] train(Architecture network, Optimizer rule, int learnt, int epochs, Seed seed) {
        Matrix own = points(network, seed).rows(IntStream.range(0, learnt).toArray());
        return Training.with(rule)
                .batches(Batches.of(BATCH, seed.named("batches")))
                .threads(1)
                .stop(Stop.afterEpochs(epochs))
                .run(risk(network, own), network.initialize(Initializer.glorotUniform(), seed.named("init")))
                .theta();
    }

    private static Risk risk(Architecture network, Matrix x) {
        Matrix y = Matrix.zeros(x.rows(), 1);
        for (int i = 0; i < x.rows(); i++) {
            y.set(i, 0, i % 2);
        }
        return Risk.of(network, x, y, Loss.BINARY_CROSS_ENTROPY);
    }

    /** The share of points on the right side; rows of even number are of the disc. */
    static double right(Architecture network, double[] theta, Matrix x) {
        Matrix outputs = network.forward(theta, x);
        int right = 0;
        for (int i = 0; i < x.rows(); i++) {
            right += (outputs.get(i, 0) > 0) == (i % 2 == 1) ? 1 : 0;
        }
        return (double) right / x.rows();
    }

    /** Points of the plane with zeros behind their coordinates. */
    static Matrix padded(Matrix x, int inputs) {
        Matrix result = Matrix.zeros(x.rows(), inputs);
        for (int i = 0; i < x.rows(); i++) {
            result.set(i, 0, x.get(i, 0));
            result.set(i, 1, x.get(i, 1));
        }
        return result;
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
