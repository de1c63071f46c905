package org.paisaje.claims.catalogue.document004;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Initializer;
import org.paisaje.study.Comparison;

/** The experiments on initialisation, section 8.1.3 and its figures. */
final class InitializationClaims {
    private InitializationClaims() {}

    static List<Claim> all() {
        return List.of(critical(), shapes());
    }

    private static Claim critical() {
        return ClaimBuilder.of("004.figure8.3.critical", Document004.source("figures 8.3 to 8.5"))
                .statement(
                        "Uniform weights keep the mean square of the activations at gamma = root(6/N)",
                        "In a layer of N ReLUs with weights uniform between -gamma and gamma and no biases the mean square norm of the "
                                + "activations is multiplied by N gamma^2 / 6: they die out for gamma below the root of 6/N, 1.73, "
                                + "1.41 and 1.22 for 2, 3 and 4 neurons, and grow without end above it.",
                        "E\\lVert z_{l+1}\\rVert^2=\\frac{N\\gamma^2}{6}\\,\\lVert z_l\\rVert^2")
                .quoted(
                        "Different initializations are proposed, all of them following a uniform random distribution "
                                + "$[-\\gamma, +\\gamma]$ for different architectures.",
                        "section 8")
                .measured(
                        "The mean ratio of the squared norms behind and before a random layer, for inputs of random direction, against N "
                                + "gamma^2/6; told by its interval from N gamma^2/3, what a layer without ReLU gives.")
                .mistake(
                        "The figures do not say which gamma, whether there are biases, and whether means or medians are drawn; the "
                                + "critical value is that of the mean, which rare large draws carry.")
                .standard(size -> Setting.of(Keys004.WIDTHS.is(new double[] {2, 3, 4}),
                        Keys004.LAYERS.is(new double[] {1}), Keys004.GAMMA.is(1.0),
                        Keys004.STRETCH.is(1.0), Keys004.DRAWS.is(size == Size.SMOKE ? 50 : 500),
                        Keys004.REPLICATES.is(size == Size.FULL ? 200 : 40)))
                .control(setting -> setting.with(Keys004.STRETCH, 1.3).noted("weights 1.3 times as wide as said"))
                .seconds(4)
                .replicates(setting -> setting.get(Keys004.REPLICATES))
                .predict(InitializationClaims::predict)
                .measure(InitializationClaims::measure)
                .judge(InitializationClaims::judge)
                .build();
    }

    private static Claim shapes() {
        return ClaimBuilder.of("004.figure8.6", Document004.source("figure 8.6"))
                .statement("The critical gamma of other shapes is root(6/N) too, whatever their depth",
                        "Layers of 8, 16 and 32 ReLUs multiply the mean square by N gamma^2 / 6 as narrow ones do: 1.33, 2.67 and 5.33 for "
                                + "gamma = 1, and L layers by its L-th power, so that the critical line of a map of shapes is gamma = root(6/N), "
                                + "0.87, 0.61 and 0.43, at all depths.",
                        "E\\lVert z_L\\rVert^2=\\left(\\frac{N\\gamma^2}{6}\\right)^L\\lVert z_0\\rVert^2,\\qquad\\gamma_c(N)=\\sqrt{6/N}")
                .quoted("Effect of initialization for a different multilayer perceptron architectures, and initialized following a uniform "
                        + "random distribution $[-\\gamma, +\\gamma]$ .", "figure 8.6")
                .measured(
                        "The mean ratio of the squared norms behind and before one and three random layers, for inputs of random direction, told "
                                + "from the power of N gamma^2/3, what layers without ReLU give, and from one layer less.")
                .mistake("The figure does not say which shapes and which gamma.")
                .standard(size -> Setting.of(Keys004.WIDTHS.is(new double[] {8, 16, 32}),
                        Keys004.LAYERS.is(new double[] {1, 3}), Keys004.GAMMA.is(1.0),
                        Keys004.STRETCH.is(1.0), Keys004.DRAWS.is(size == Size.SMOKE ? 60 : 200),
                        Keys004.REPLICATES.is(size == Size.FULL ? 200 : 40)))
                .control(setting -> setting.with(Keys004.STRETCH, 1.3).noted("weights 1.3 times as wide as said"))
                .seconds(4)
                .replicates(setting -> setting.get(Keys004.REPLICATES))
                .predict(InitializationClaims::predict)
                .measure(InitializationClaims::measure)
                .judge(InitializationClaims::judge)
                .build();
    }

    /** The mean square behind so many layers, over that before them, if each multiplies it by N gamma^2 / share. */
    private static double power(double width, double layers, double share) {
        return Math.pow(width / share, layers);
    }

    private static Quantities predict(Setting setting) {
        double[] widths = setting.get(Keys004.WIDTHS);
        double[] layers = setting.get(Keys004.LAYERS);
        double gamma = setting.get(Keys004.GAMMA);
        double[] factors = new double[widths.length * layers.length];
        double[] linear = new double[factors.length];
        double[] shorter = new double[factors.length];
        for (int k = 0; k < factors.length; k++) {
            double width = widths[k / layers.length] * gamma * gamma;
            double l = layers[k % layers.length];
            factors[k] = power(width, l, 6);
            linear[k] = power(width, l, 3);
            shorter[k] = power(width, l - 1, 6);
        }
        return Quantities.of("factor", factors).and("without ReLU", linear).and("one layer less", shorter);
    }

    private static Quantities measure(Setting setting, int replicate, Seed seed) {
        double[] widths = setting.get(Keys004.WIDTHS);
        double[] layers = setting.get(Keys004.LAYERS);
        double[] factors = new double[widths.length * layers.length];
        var uniform = Initializer.uniform(setting.get(Keys004.STRETCH) * setting.get(Keys004.GAMMA));
        int draws = setting.get(Keys004.DRAWS);
        for (int k = 0; k < widths.length; k++) {
            int n = (int) widths[k];
            int[] sizes = new int[(int) layers[layers.length - 1] + 2];
            Arrays.fill(sizes, n);
            sizes[sizes.length - 1] = 1;
            Mlp network = Mlp.of(Activation.RELU, sizes).withBias(false);
            Seed own = seed.named("width").at(n);
            for (int i = 0; i < draws; i++) {
                double[] theta = network.initialize(uniform, own.named("layer").at(i));
                Matrix x = Matrix.wrap(1, n, own.named("input").at(i).gaussians(n));
                var trace = network.trace(theta, x);
                for (int l = 0; l < layers.length; l++) {
                    double norm = trace.values((int) layers[l] - 1).frobeniusNorm() / x.frobeniusNorm();
                    factors[k * layers.length + l] += norm * norm / draws;
                }
            }
        }
        return Quantities.of("factor", factors);
    }

    private static Judgement judge(Setting setting, Quantities predicted, List<Quantities> measured) {
        double[] widths = setting.get(Keys004.WIDTHS);
        double[] layers = setting.get(Keys004.LAYERS);
        var lines = new ArrayList<Comparison>();
        for (int k = 0; k < widths.length * layers.length; k++) {
            int at = k;
            double[] factors = measured.stream().mapToDouble(q -> q.list("factor")[at]).toArray();
            int l = (int) layers[k % layers.length];
            lines.add(Comparison.told(
                    "factor of the mean square, N = " + (int) widths[k / layers.length]
                            + (l == 1 ? "" : ", " + l + " layers"),
                    predicted.list("factor")[k], Exponents.mean(factors, widths.length * layers.length),
                    "interval of the mean over " + factors.length + " repetitions",
                    l == 1
                            ? new double[] {predicted.list("without ReLU")[k]}
                            : new double[] {predicted.list("without ReLU")[k], predicted.list("one layer less")[k]}));
        }
        return Judgement.all(lines);
    }
}
