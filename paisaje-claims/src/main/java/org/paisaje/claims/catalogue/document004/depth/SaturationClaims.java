package org.paisaje.claims.catalogue.document004.depth;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.math.stats.LineFit;
import org.paisaje.network.Architecture;
import org.paisaje.network.start.Initializer;
import org.paisaje.study.Comparison;
import org.paisaje.theory.dynamics.LayerSignal;
import org.paisaje.theory.dynamics.LayerSignals;

/** Sections 8.1.1 and 10: what slopes of tanh do to gradients, and labels that are probabilities. */
public final class SaturationClaims {
    private static final int WIDTH = 100;
    private static final int DEPTH = 16;
    private static final int SKIPPED = 4;

    private SaturationClaims() {}

    /** The claims. */
    public static List<Claim> all() {
        return List.of(mean(), tanh(), labels());
    }

    private static final int SAMPLES = 400;
    private static final int INPUTS = 5;
    private static final int UNITS = 20;

    private static Claim mean() {
        return ClaimBuilder.of("004.8.1.1.mean", DepthKeys.source("section 8.1.1"))
                .statement("Descent is faster where the values that a layer reads have mean 0",
                        "Reading: what should be near 0 is the mean of the values that the weights multiply, as for tanh, and not that of the weights. "
                                + "On the values tanh(w x), of mean 0, descent takes fewer steps than on tanh(w x) + 1, which is a sigmoid, 2 sigma(2 w x).",
                        "\\lambda_{\\max}\\Big(\\tfrac1nF^\\top F\\Big),\\ F=\\tanh(XW^\\top)+1,\\text{ has the size of the mean}")
                .quoted("So as for the backpropagation algorithm to be efficient, convergence is usually proven to be faster when the mean of the weights is "
                        + "close to 0 [37].", "section 8.1.1")
                .quoted("For that reason, it is preferred that tanh activation is used, since the mean of tanh under a symmetric distribution of x is 0.",
                        "section 8.1.1")
                .mistake(
                        "\"Mean of the weights\" has to be that of the inputs of a layer: the sentence after it gives the mean of tanh as the reason, and the curvature "
                                + "of a linear layer, which bounds the step, does not depend on its weights.")
                .measured(
                        "20 units with random weights on 400 normal inputs in 5 dimensions and a linear layer above, whose target can be met: steps of gradient "
                                + "descent with one over the largest curvature until 1 % of the loss is left, with tanh + 1 over those with tanh. The mean logarithm over draws "
                                + "lies above 0 by its interval.")
                .standard(
                        size -> Setting.of(DepthKeys.RAISED.is(1.0), DepthKeys.LAYERS.is(size == Size.SMOKE ? 20 : 40)))
                .control(setting -> setting.with(DepthKeys.RAISED, 0.0)
                        .noted("2 sigma(2 w x) - 1, the sigmoid lowered to mean 0"))
                .replicates(setting -> setting.get(DepthKeys.LAYERS))
                .predict(setting -> Quantities.of("log ratio, at least", Math.ulp(1.0)))
                .measure((setting, replicate, seed) -> Quantities.of("log ratio", Math.log(
                        (double) steps(setting.get(DepthKeys.RAISED), seed) / steps(0, seed))))
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.atLeast(
                        "log of the steps with the raised values over those with tanh",
                        predicted.scalar("log ratio, at least"),
                        Exponents.mean(measured.stream().mapToDouble(q -> q.scalar("log ratio")).toArray(), 1),
                        "Student's interval over " + measured.size() + " draws at " + Level.words(1))))
                .build();
    }

    /** Steps of descent on the linear layer until 1 % of the loss is left; its target has coefficients of sum 0. */
    private static int steps(double raised, Seed seed) {
        Matrix x = Matrix.wrap(SAMPLES, INPUTS, seed.named("x").gaussians(SAMPLES * INPUTS));
        Matrix w = Matrix.wrap(UNITS, INPUTS, seed.named("w").gaussians(UNITS * INPUTS));
        Matrix values = x.timesTransposed(w);
        double[] data = values.data();
        for (int i = 0; i < data.length; i++) {
            data[i] = Math.tanh(data[i]) + raised;
        }
        Matrix curvature = values.transposedTimes(values);
        double[] eigenvalues = SymmetricEigen.values(curvature);
        double step = 1 / eigenvalues[UNITS - 1];
        double[] off = seed.named("target").gaussians(UNITS);
        double mean = Arrays.stream(off).average().orElseThrow();
        Arrays.setAll(off, i -> off[i] - mean);
        double start = Double.NaN;
        for (int k = 0; k < 1_000_000; k++) {
            double[] gradient = curvature.times(off);
            double loss = IntStream.range(0, UNITS).mapToDouble(i -> off[i] * gradient[i]).sum();
            start = k == 0 ? loss : start;
            if (loss <= 0.01 * start) {
                return k;
            }
            Arrays.setAll(off, i -> off[i] - step * gradient[i]);
        }
        throw new IllegalStateException("descent: more than 1 % of the loss is left after a million steps");
    }

    private static Claim tanh() {
        return ClaimBuilder.of("004.8.1.1.tanh", DepthKeys.source("section 8.1.1"))
                .statement("Slopes of tanh multiply: gradients fall exponentially with the depth",
                        "In wide layers with weights of variance 1/N and biases of variance 1 the mean square of a gradient is multiplied by chi = E "
                                + "sech^4 a layer, with normal arguments whose variance the layers keep: by about a third.",
                        "\\chi=E\\,\\mathrm{sech}^4(\\sqrt{q}Z),\\quad q=E\\tanh^2(\\sqrt{q}Z)+1")
                .quoted("The problem with the tanh activation is that the gradients are saturated easily, i.e. they are arbitrarily close to 0, "
                        + "and so make training more difficult.", "section 8.1.1")
                .mistake("How the slopes of many layers act together is not said.")
                .measured(
                        "The slope of the logarithm of the mean squared gradient over 12 layers, over random networks of 100 and of 50 units. "
                                + "Finite layers shift it by a multiple of 1/N, which twice the one slope less the other is rid of. "
                                + "Student's interval of that must hold log chi; told from 0, gradients that keep their size.")
                .standard(
                        size -> Setting.of(DepthKeys.LAYERS.is(size == Size.SMOKE ? 12 : size == Size.FULL ? 200 : 60),
                                DepthKeys.STRETCH.is(1.0)))
                .control(setting -> setting.with(DepthKeys.STRETCH, 3.0).noted("weights three times as large"))
                .replicates(setting -> setting.get(DepthKeys.LAYERS))
                .predict(setting -> Quantities.of("slope", Math.log(chi())))
                .measure((setting, replicate, seed) -> Quantities.of("slope",
                        2 * slope(WIDTH, setting.get(DepthKeys.STRETCH), seed.named("wide"))
                                - slope(WIDTH / 2, setting.get(DepthKeys.STRETCH), seed.named("narrow"))))
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.told(
                        "logarithm of the factor of a layer",
                        predicted.scalar("slope"),
                        Exponents.mean(measured.stream().mapToDouble(q -> q.scalar("slope")).toArray(), 1),
                        "Student's interval over " + measured.size() + " pairs of networks at " + Level.words(1), 0)))
                .build();
    }

    /** By the trapezoidal rule, which is exact to rounding for functions that fall off like a normal density. */
    private static double chi() {
        double q = 1;
        for (int i = 0; i < 200; i++) {
            double root = Math.sqrt(q);
            q = 1 + average(z -> Math.tanh(root * z) * Math.tanh(root * z));
        }
        double root = Math.sqrt(q);
        return average(z -> Math.pow(Math.cosh(root * z), -4));
    }

    private static double average(DoubleUnaryOperator f) {
        double step = 1.0 / 64;
        return IntStream.rangeClosed(-640, 640)
                .mapToDouble(i -> f.applyAsDouble(i * step) * Math.exp(-0.5 * i * step * i * step))
                .sum() * step / Math.sqrt(2 * Math.PI);
    }

    private static double slope(int width, double stretch, Seed seed) {
        String text = "mlp:" + String.join("-", IntStream.rangeClosed(0, DEPTH).mapToObj(l -> "" + width).toList())
                + "-1:tanh";
        Architecture net = Architecture.parse(text);
        double[] theta = net.initialize(Initializer.parse("fan-in(" + stretch + ")").withBiases(1),
                seed.named("weights"));
        Matrix x = Matrix.wrap(10, width, seed.named("inputs").gaussians(10 * width));
        double[] ones = new double[10];
        Arrays.fill(ones, 1);
        Matrix u = Matrix.wrap(10, 1, ones);
        List<LayerSignal> signals = LayerSignals.measured(net.trace(theta, x), u);
        double[] at = IntStream.range(SKIPPED, DEPTH).asDoubleStream().toArray();
        double[] log = IntStream.range(SKIPPED, DEPTH)
                .mapToDouble(l -> 2 * Math.log(signals.get(l).gradient()))
                .toArray();
        // Backwards: from the last layer to the first.
        return -LineFit.of(at, log).slope();
    }

    private static Claim labels() {
        return ClaimBuilder.of("004.eq10.1", DepthKeys.source("chapter 10, equations (10.1) and (10.2)"))
                .statement("Networks that end in a softmax give labels that are probabilities",
                        "All outputs lie between 0 and 1 and add up to 1, but for rounding, however large the numbers before the softmax are; outputs "
                                + "that go through a sigmoid each do not add up.",
                        "F:\\mathcal X\\to[0,1]^L,\\quad\\sum_j\\xi^j(x)=1")
                .quoted("where $\\sum_{j=0}^{L-1} \\xi^j(x) = 1$ , and such that $\\xi^l(x)$ represents the probability that x is of class l.",
                        "below equation (10.2)")
                .measured(
                        "The largest distance of the sum to 1 and of an output to [0, 1] at 200 inputs, with weights up to 1000.")
                .standard(size -> Setting.of(DepthKeys.HEAD.is("softmax")))
                .control(setting -> setting.with(DepthKeys.HEAD, "sigmoid").noted("a sigmoid for each output"))
                .predict(setting -> Quantities.of("sum", 0).and("outside", 0))
                .measure((setting, replicate, seed) -> {
                    Architecture net = Architecture.parse("mlp:3-8-5:tanh:output=" + setting.get(DepthKeys.HEAD));
                    double sum = 0;
                    double outside = 0;
                    for (double size : new double[] {0.1, 10, 1000}) {
                        double[] theta = net.initialize(Initializer.normal(size), seed.named("weights"));
                        Matrix f = net.forward(theta, Matrix.wrap(200, 3, seed.named("inputs").gaussians(600)));
                        for (int i = 0; i < f.rows(); i++) {
                            sum = Math.max(sum, Math.abs(Arrays.stream(f.row(i)).sum() - 1));
                            outside = Math.max(outside,
                                    Arrays.stream(f.row(i)).map(v -> Math.max(-v, v - 1)).max().orElseThrow());
                        }
                    }
                    return Quantities.of("sum", sum).and("outside", Math.max(0, outside));
                })
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.equal("largest distance of a sum to 1", predicted.scalar("sum"),
                                measured.getFirst().scalar("sum"), Rounding.of(20)),
                        Comparison.equal("largest distance of an output to [0, 1]", predicted.scalar("outside"),
                                measured.getFirst().scalar("outside"), Rounding.of(2))))
                .build();
    }
}
