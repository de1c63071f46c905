package org.paisaje.claims.catalogue.document004;

import java.util.ArrayList;
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
                .standard(size -> Setting.of(Keys004.WIDTHS.is(new double[] {2, 3, 4}), Keys004.GAMMA.is(1.0),
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
                                + "gamma = 1, so that the critical line of a map of shapes is gamma = root(6/N), 0.87, 0.61 and 0.43, at all "
                                + "depths.",
                        "\\gamma_c(N)=\\sqrt{6/N}")
                .quoted("Effect of initialization for a different multilayer perceptron architectures, and initialized following a uniform "
                        + "random distribution $[-\\gamma, +\\gamma]$ .", "figure 8.6")
                .measured(
                        "The mean ratio of the squared norms behind and before a random layer, for inputs of random direction, told from N "
                                + "gamma^2/3, what a layer without ReLU gives.")
                .mistake("The figure does not say which shapes and which gamma.")
                .standard(size -> Setting.of(Keys004.WIDTHS.is(new double[] {8, 16, 32}), Keys004.GAMMA.is(1.0),
                        Keys004.STRETCH.is(1.0), Keys004.DRAWS.is(size == Size.SMOKE ? 20 : 300),
                        Keys004.REPLICATES.is(size == Size.FULL ? 200 : 40)))
                .control(setting -> setting.with(Keys004.STRETCH, 1.3).noted("weights 1.3 times as wide as said"))
                .seconds(4)
                .replicates(setting -> setting.get(Keys004.REPLICATES))
                .predict(InitializationClaims::predict)
                .measure(InitializationClaims::measure)
                .judge(InitializationClaims::judge)
                .build();
    }

    private static Quantities predict(Setting setting) {
        double[] widths = setting.get(Keys004.WIDTHS);
        double gamma = setting.get(Keys004.GAMMA);
        double[] factors = new double[widths.length];
        double[] linear = new double[widths.length];
        for (int k = 0; k < widths.length; k++) {
            factors[k] = widths[k] * gamma * gamma / 6;
            linear[k] = widths[k] * gamma * gamma / 3;
        }
        return Quantities.of("factor", factors).and("without ReLU", linear);
    }

    private static Quantities measure(Setting setting, int replicate, Seed seed) {
        double[] widths = setting.get(Keys004.WIDTHS);
        double[] factors = new double[widths.length];
        var uniform = Initializer.uniform(setting.get(Keys004.STRETCH) * setting.get(Keys004.GAMMA));
        for (int k = 0; k < widths.length; k++) {
            int n = (int) widths[k];
            int draws = setting.get(Keys004.DRAWS);
            Mlp network = Mlp.of(Activation.RELU, n, n, 1).withBias(false);
            Seed own = seed.named("width").at(n);
            for (int i = 0; i < draws; i++) {
                double[] theta = network.initialize(uniform, own.named("layer").at(i));
                Matrix x = Matrix.wrap(1, n, own.named("input").at(i).gaussians(n));
                double norm = network.trace(theta, x).values(0).frobeniusNorm() / x.frobeniusNorm();
                factors[k] += norm * norm / draws;
            }
        }
        return Quantities.of("factor", factors);
    }

    private static Judgement judge(Setting setting, Quantities predicted, List<Quantities> measured) {
        double[] widths = setting.get(Keys004.WIDTHS);
        var lines = new ArrayList<Comparison>();
        for (int k = 0; k < widths.length; k++) {
            int at = k;
            double[] factors = measured.stream().mapToDouble(q -> q.list("factor")[at]).toArray();
            lines.add(Comparison.told("factor of the mean square, N = " + (int) widths[k],
                    predicted.list("factor")[k], Exponents.mean(factors, widths.length),
                    "interval of the mean over " + factors.length + " repetitions",
                    predicted.list("without ReLU")[k]));
        }
        return Judgement.all(lines);
    }
}
