package org.paisaje.network;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;

/** A network of random shape, activation and parametrization with parameters, samples, targets and a loss. */
public record RandomProblem(long seed, Architecture net, double[] theta, Matrix x, Matrix y, Loss loss) {
    private static final Activation[] ACTIVATIONS = {Activation.RELU, Activation.leakyRelu(0.1),
        Activation.abRelu(-1, 1), Activation.TANH, Activation.SIGMOID, Activation.SOFTPLUS, Activation.ERF,
        Activation.GELU, Activation.SILU, Activation.SIN, Activation.COS, Activation.EXP, Activation.GAUSSIAN,
        Activation.QUADRATIC, Activation.IDENTITY};
    private static final Loss[] LOSSES = {Loss.halfMeanSquared(), Loss.meanSquared(), Loss.halfSumSquared(),
        Loss.LOGISTIC, Loss.BINARY_CROSS_ENTROPY, Loss.SOFTMAX_CROSS_ENTROPY};

    /** The problems of the seeds 0 to count - 1; activations, losses, blocks and parametrizations take their turns. */
    public static Stream<RandomProblem> all(int count) {
        return IntStream.range(0, count).mapToObj(RandomProblem::of);
    }

    /** The problem of a seed. */
    public static RandomProblem of(int index) {
        Seed seed = Seed.of(index);
        RandomGenerator random = seed.named("shape").generator();
        Activation activation = ACTIVATIONS[index % ACTIVATIONS.length];
        Parametrization parametrization = switch (random.nextInt(4)) {
            case 0 -> Parametrization.ntk(1.3, 0.4);
            case 1 -> Parametrization.ntk(0.9, 0);
            case 2 -> Parametrization.MEAN_FIELD;
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
        Loss loss = LOSSES[random.nextInt(LOSSES.length)];
        Matrix y = Matrix.zeros(n, net.outputs());
        for (int i = 0; i < y.data().length; i++) {
            y.data()[i] = switch (loss.name()) {
                case "logistic" -> random.nextBoolean() ? 1 : -1;
                case "binary-cross-entropy", "softmax-cross-entropy" -> random.nextDouble();
                default -> random.nextGaussian();
            };
        }
        Matrix x = Matrix.wrap(n, net.inputs(), seed.named("x").gaussians(n * net.inputs()));
        return new RandomProblem(index, net, net.initialize(Initializer.normal(0.7), seed.named("init")), x, y, loss);
    }

    /** The number of parameters. */
    public int parameters() {
        return theta.length;
    }

    /** A vector of normal numbers in the space of theta. */
    public double[] direction(String name) {
        return Seed.of(seed).named(name).gaussians(theta.length);
    }

    /** Normal numbers of the shape of the outputs. */
    public Matrix outputDirection(String name) {
        return Matrix.wrap(y.rows(), y.columns(), Seed.of(seed).named(name).gaussians(y.data().length));
    }

    /** The outputs along theta + e1 v + e2 w by the definition. */
    public HyperDual[][] naive(double[] v, double[] w) {
        return NaiveRisk.outputs(net, theta, v, w, x);
    }

    @Override
    public String toString() {
        return "seed " + seed + " " + net + " n=" + x.rows() + " " + loss.name();
    }
}
