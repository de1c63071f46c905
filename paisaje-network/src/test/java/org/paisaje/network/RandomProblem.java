package org.paisaje.network;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.paisaje.data.Dataset;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.architecture.Residual;
import org.paisaje.network.start.Initializer;
import org.paisaje.network.start.Parametrization;

/** A network of random shape, activation and parametrization with parameters, samples, targets and a loss. */
public record RandomProblem(Seed seed, Architecture net, double[] theta, Matrix x, Matrix y, Loss loss) {
    private static final double FARTHEST = 100;

    /** At least so many problems: as many for each registered activation, and one for each registered loss. */
    public static Stream<RandomProblem> all(int count) {
        List<Activation> activations = Activation.registry().examples();
        int each = Math.ceilDiv(count, activations.size());
        Stream<RandomProblem> first = activations.stream()
                .flatMap(s -> IntStream.range(0, each).mapToObj(i -> of(i, s, built(s, i))));
        return Stream.concat(first, Loss.registry().examples().stream().map(loss -> of(0, Activation.TANH, loss)));
    }

    /** Turns through the losses of the program, from a place that the activation's name decides. */
    private static Loss built(Activation s, int i) {
        Loss[] losses = {Loss.SQUARED, Loss.meanSquared(), Loss.halfSumSquared(), Loss.LOGISTIC,
            Loss.BINARY_CROSS_ENTROPY, Loss.SOFTMAX_CROSS_ENTROPY};
        return losses[Math.floorMod(s.name().hashCode() + i, losses.length)];
    }

    /** The problem of an index, an activation and a loss, by a seed that they name: a new entry changes no other problem. */
    public static RandomProblem of(int index, Activation activation, Loss loss) {
        Seed seed = Seed.of(index).named(activation.name()).named(loss.name());
        RandomGenerator random = seed.named("shape").generator();
        Parametrization parametrization = switch (random.nextInt(6)) {
            case 0 -> Parametrization.ntk(1.3, 0.4);
            case 1 -> Parametrization.ntk(0.9, 0);
            case 2 -> Parametrization.MEAN_FIELD;
            case 3 -> Parametrization.MUP;
            case 4 -> Parametrization.MUP_ADAM;
            default -> Parametrization.STANDARD;
        };
        boolean bias = random.nextInt(3) > 0;
        Architecture net;
        if (random.nextBoolean()) {
            int[] widths = random.ints(2 + random.nextInt(3), 1, 5).toArray();
            net = Mlp.of(activation, widths).withBias(bias).withParametrization(parametrization);
        } else {
            int width = 1 + random.nextInt(3);
            Residual r = Residual.of(activation, width, 1 + random.nextInt(2))
                    .withBlock(Residual.Block.values()[random.nextInt(3)])
                    .withStep(0.1 + random.nextDouble())
                    .withBias(bias)
                    .withParametrization(parametrization);
            if (r.block() != Residual.Block.ONE && random.nextBoolean()) {
                r = r.withHidden(1 + random.nextInt(4));
            }
            r = random.nextBoolean() ? r.withLift(1 + random.nextInt(3)) : r;
            net = random.nextBoolean() ? r.withReadout(1 + random.nextInt(3)) : r;
        }
        int n = 1 + random.nextInt(6);
        Matrix y = targets(loss, n, net.outputs(), seed.named("y"));
        Matrix x = Matrix.wrap(n, net.inputs(), seed.named("x").gaussians(n * net.inputs()));
        return new RandomProblem(seed, net, moderate(net, x, seed.named("init")), x, y, loss);
    }

    /** Weights of deviation 0.7, or less where powers of powers would leave the range in which a naive loss is exact. */
    private static double[] moderate(Architecture net, Matrix x, Seed seed) {
        double deviation = 0.7;
        double[] theta = net.initialize(Initializer.normal(deviation), seed);
        while (Arrays.stream(net.forward(theta, x).data()).anyMatch(f -> !(Math.abs(f) < FARTHEST))) {
            deviation *= 0.5;
            theta = net.initialize(Initializer.normal(deviation), seed);
        }
        return theta;
    }

    /** Normal values, or labels: signs where the loss takes them, else soft ones. */
    private static Matrix targets(Loss loss, int n, int k, Seed seed) {
        RandomGenerator random = seed.generator();
        Dataset two = Dataset.classification("two", Matrix.zeros(2, 1), new int[] {0, 1}, List.of("a", "b"));
        boolean signs = loss.targets(two).get(0, 0) < 0;
        Matrix y = Matrix.zeros(n, k);
        for (int i = 0; i < y.data().length; i++) {
            y.data()[i] = loss.compares() == Loss.Compares.VALUES
                    ? random.nextGaussian()
                    : signs ? (random.nextBoolean() ? 1 : -1) : random.nextDouble();
        }
        return y;
    }

    /** The number of parameters. */
    public int parameters() {
        return theta.length;
    }

    /** A vector of normal numbers in the space of theta. */
    public double[] direction(String name) {
        return seed.named(name).gaussians(theta.length);
    }

    /** Normal numbers of the shape of the outputs. */
    public Matrix outputDirection(String name) {
        return Matrix.wrap(y.rows(), y.columns(), seed.named(name).gaussians(y.data().length));
    }

    /** The outputs along theta + e1 v + e2 w by the definition. */
    public HyperDual[][] naive(double[] v, double[] w) {
        return NaiveRisk.outputs(net, theta, v, w, x);
    }

    @Override
    public String toString() {
        return seed + " " + net + " n=" + x.rows() + " " + loss.name();
    }
}
