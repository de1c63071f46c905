package org.paisaje.claims.catalogue.document000;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Hypothesis;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.claims.catalogue.Shares;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.theory.kernel.OuterLayerKernel;

/** Section 3.3.2: the gradient is bounded below by the kernel of the outer layer, which is positive definite for enough neurons. */
final class OuterKernelClaims {
    private static final String PLACE = "section 3.3.2";

    private OuterKernelClaims() {}

    static List<Claim> all() {
        return List.of(reference(), bound(), definite());
    }

    private static Claim reference() {
        return ClaimBuilder.of("000.3.3.2.reference", Document000.source(PLACE))
                .statement(
                        "The kernel of a network of four neurons, number by number",
                        "K = sum_k v_k v_k^T on three points of the line, its eigenvalues, the network, the risk, the norm of "
                                + "its gradient and of the outer part, and the bound by the smallest eigenvalue.",
                        "\\bar K_\\Theta=\\sum_{k=1}^n v_kv_k^T,\\quad "
                                + "v_k=\\big(\\varrho(\\langle\\Theta^{(1)}_k,(x^{(i)},1)\\rangle)\\big)_{i=1}^m")
                .measured(
                        "All numbers against those of a program that shares nothing with this one, with 30 digits, up to 64 roundings of the largest of each kind.")
                .mistake(
                        "The network is called one without biases (\"sin bias\"), but its inner neurons act on (x, 1), so that the "
                                + "last entry of each is its bias; only the outer layer has none.")
                .mistake("K is printed without its definition, which only the slides give, and the residual vectors on "
                        + "both sides carry the same index i; the gradient is missing its argument Theta.")
                .standard(size -> Setting.of(Keys000.BIAS.is(1.0)))
                .control(setting -> setting.with(Keys000.BIAS, 0.0).noted("the kernel without the bias, on (x, 0)"))
                .predict(setting -> Quantities
                        .of("kernel", new double[] {2.88, 1.08, 0.72, 1.08, 1.81, 3.04, 0.72, 3.04, 7.42})
                        .and("eigenvalues", new double[] {0.279171586917875, 2.880820926119278, 8.950007486962846})
                        .and("outputs", new double[] {-0.78, 0.14, 1.685})
                        .and("risk", 0.738075)
                        .and("outer", 3.241798)
                        .and("full", 4.75631225)
                        .and("bound", 0.2747327586858807)
                        .and("ratio", 4.833159485824611))
                .measure((setting, replicate, seed) -> {
                    Matrix x = Matrix.of(new double[][] {{-1}, {0.5}, {2}});
                    Matrix y = Matrix.of(new double[][] {{0.3}, {-0.7}, {1.1}});
                    ShallowNet net = ShallowNet.of(Activation.RELU, 1, 4);
                    double[] theta = {1, 0.5, -0.8, 0.4, 0.6, -0.3, -0.2, 1, 0.5, -0.25, 0.75, -0.4};
                    Matrix inner = net.inner(theta);
                    for (int k = 0; k < 4; k++) {
                        inner.set(k, 1, setting.get(Keys000.BIAS) * inner.get(k, 1));
                    }
                    var kernel = OuterLayerKernel.of(Activation.RELU, x, inner);
                    double[] residuals = net.residuals(theta, x, y);
                    double[] outputs = residuals.clone();
                    for (int i = 0; i < 3; i++) {
                        outputs[i] += y.get(i, 0);
                    }
                    double risk = net.risk(x, y).value(theta);
                    double full = ShallowNet.squares(net.risk(x, y).gradient(theta));
                    return Quantities.of("kernel", kernel.kernel().data())
                            .and("eigenvalues", kernel.eigenvalues())
                            .and("outputs", outputs)
                            .and("risk", risk)
                            .and("outer", kernel.outerGradientSquared(residuals))
                            .and("full", full)
                            .and("bound", 4.0 / 9 * kernel.eigenvalues()[0] * ShallowNet.squares(residuals))
                            .and("ratio", full / (4.0 / 3 * risk));
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    predicted.values().forEach((name, numbers) -> {
                        double largest = Arrays.stream(numbers).map(Math::abs).max().orElseThrow();
                        for (int i = 0; i < numbers.length; i++) {
                            lines.add(Comparison.equal(numbers.length == 1 ? name : name + " " + (i + 1),
                                    numbers[i], measured.getFirst().list(name)[i], Rounding.of(64).on(largest)));
                        }
                    });
                    return Judgement.all(lines);
                })
                .build();
    }

    /** Sums over at most 12 points, twice, and 40 units, of seven terms each, on either side. */
    private static final Rounding FORMS = Rounding.of(2 * (12 * 12 + 40 * 7));

    private static Claim bound() {
        return ClaimBuilder.of("000.3.3.2.bound", Document000.source("section 3.3.2, eq. (1)"))
                .statement(
                        "The gradient is at least its outer part, which is a form in the kernel",
                        "For every Theta the squared gradient of the risk in the outer weights is (4/m^2) e^T K e with the "
                                + "residuals e, so the whole is at least that and at least (4/m) lambda_min(K) r.",
                        "\\|\\nabla r\\|^2\\ge\\|\\nabla_{\\theta^{(2)}}r\\|^2=\\tfrac4{m^2}\\,e^T\\bar K_\\Theta e"
                                + "\\ge\\tfrac4m\\lambda_{\\min}(\\bar K_\\Theta)\\,r")
                .measured(
                        "Random networks, points and labels with d = 1 to 6, m = 1 to 12 and n = 1 to 40: the largest difference of the outer gradient, by backpropagation, and the form, and the number of violations of either inequality, both beyond the roundings of the sums.")
                .seconds(2)
                .standard(size -> Setting.of(Keys000.SHIFT.is(0.0), Keys000.DRAWS.is(size == Size.SMOKE ? 64 : 640)))
                .control(setting -> setting.with(Keys000.SHIFT, 0.1)
                        .noted("the kernel of inner weights that are not those of the network, off by 0.1"))
                .predict(setting -> Quantities.of("difference", 0).and("violations", 0))
                .measure(OuterKernelClaims::violations)
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.equal("largest difference of outer gradient and form, over (4/m^2) |e|^2 tr K", 0,
                                measured.getFirst().scalar("difference"), FORMS),
                        Comparison.atMost("violations of the inequalities, of " + 2 * setting.get(Keys000.DRAWS), 0,
                                Estimate.exact(measured.getFirst().scalar("violations")), "there must be none")))
                .build();
    }

    private static Quantities violations(Setting setting, int replicate, Seed seed) {
        double difference = 0;
        double violations = 0;
        for (int t = 0; t < setting.get(Keys000.DRAWS); t++) {
            Seed own = seed.at(t);
            int d = 1 + t % 6;
            int m = 1 + t / 2 % 12;
            int n = 1 + t / 3 % 40;
            ShallowNet net = ShallowNet.of(Activation.RELU, d, n);
            Matrix x = ShallowNet.normals(own.named("x"), m, d);
            Matrix y = ShallowNet.normals(own.named("y"), m, 1);
            double[] theta = net.theta(own.named("theta"), 1, 1);
            double[] gradient = net.risk(x, y).gradient(theta);
            double outer = ShallowNet.squares(gradient, net.innerSize(), gradient.length);
            double[] other = theta.clone();
            for (int i = 0; i < other.length; i++) {
                other[i] += setting.get(Keys000.SHIFT);
            }
            var kernel = net.kernel(other, x);
            double[] residuals = net.residuals(theta, x, y);
            double form = kernel.outerGradientSquared(residuals);
            double trace = 0;
            for (int i = 0; i < m; i++) {
                trace += kernel.kernel().get(i, i);
            }
            double size = 4.0 / (m * m) * ShallowNet.squares(residuals) * trace;
            double rounding = FORMS.on(size).bound();
            difference = Math.max(difference, size > 0 ? Math.abs(outer - form) / size : 0);
            double full = ShallowNet.squares(gradient);
            double least = 4.0 / m * Math.max(0, kernel.eigenvalues()[0]) * net.risk(x, y).value(theta);
            violations += full < form - rounding ? 1 : 0;
            violations += full < least - rounding ? 1 : 0;
        }
        return Quantities.of("difference", difference).and("violations", violations);
    }

    private static final double[] DEFINITE_WIDTHS = {9, 10, 11, 12, 16};
    private static final double[] DEFINITE_SHARES = {0, 0.70, 0.93, 0.99, 1};

    private static Claim definite() {
        return ClaimBuilder.of("000.3.3.2.definite", Document000.source(PLACE))
                .statement(
                        "For n large enough the kernel is positive definite with high probability",
                        "On points no two of which are the same, K is positive definite with a probability that tends to 1 "
                                + "with n: never for n < m, and almost surely for n a little above m.",
                        "P\\{\\bar K_\\Theta\\succ0\\}\\to1\\quad(n\\to\\infty)")
                .measured(
                        "Fresh normal points (m = 10, d = 5) and weights for n = 9, 10, 11, 12 and 16: the share of definite "
                                + "kernels against 0, .70, .93, .99 and 1 of another program with 400 draws, by Fisher's exact test "
                                + "at level 0.9995 for all five, and told from the shares at the widths beside it. Definite means a smallest eigenvalue above what rounding leaves of zeros.")
                .mistake("The text sets no condition on the points; two equal ones make K singular for every n.")
                .hypothesis("the points differ", setting -> new Hypothesis.Observation(!setting.get(Keys000.REPEAT),
                        setting.get(Keys000.REPEAT)
                                ? "repeat = true makes the second point the first once more"
                                : "repeat = false: normal points differ almost surely"))
                .seconds(2)
                .standard(size -> Setting.of(Keys000.M.is(10), Keys000.D.is(5), Keys000.REPEAT.is(false),
                        Keys000.DRAWS.is(size == Size.SMOKE ? 2_000 : 10_000)))
                .control(setting -> setting.with(Keys000.REPEAT, true).noted("the second point is the first once more"))
                .predict(setting -> Quantities.of("share", DEFINITE_SHARES))
                .measure((setting, replicate, seed) -> {
                    double[] definite = new double[DEFINITE_WIDTHS.length];
                    for (int w = 0; w < definite.length; w++) {
                        for (int t = 0; t < setting.get(Keys000.DRAWS); t++) {
                            definite[w] += isDefinite(setting, (int) DEFINITE_WIDTHS[w], seed.at(w).at(t)) ? 1 : 0;
                        }
                    }
                    return Quantities.of("definite", definite);
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    int draws = setting.get(Keys000.DRAWS);
                    int lines5 = DEFINITE_WIDTHS.length;
                    double[] shares = predicted.list("share");
                    for (int w = 0; w < lines5; w++) {
                        int count = (int) measured.getFirst().list("definite")[w];
                        Estimate share = Shares.wilson(count, draws, lines5);
                        double p = Shares.fisher(count, draws, (int) Math.round(400 * shares[w]), 400);
                        double[] rivals = w == 0
                                ? new double[] {shares[1]}
                                : w == lines5 - 1
                                        ? new double[] {shares[w - 1]}
                                        : new double[] {shares[w - 1], shares[w + 1]};
                        boolean open = Arrays.stream(rivals).anyMatch(share::contains);
                        lines.add(new Comparison(
                                "definite kernels, n = " + (int) DEFINITE_WIDTHS[w], Estimate.exact(shares[w]),
                                Comparison.Relation.EQUAL, share,
                                p < 1 - Level.each(lines5)
                                        ? Comparison.Outcome.CONTRADICTS
                                        : open ? Comparison.Outcome.UNDECIDED : Comparison.Outcome.AGREES,
                                "Fisher's exact test with 400 draws of the reference, " + Level.words(lines5),
                                Arrays.stream(rivals).boxed().toList()));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static boolean isDefinite(Setting setting, int n, Seed seed) {
        int d = setting.get(Keys000.D);
        Matrix x = ShallowNet.normals(seed.named("x"), setting.get(Keys000.M), d);
        if (setting.get(Keys000.REPEAT)) {
            x.setRow(1, x.row(0));
        }
        double[] eigen = OuterLayerKernel.of(Activation.RELU, x, ShallowNet.normals(seed.named("w"), n, d + 1))
                .eigenvalues();
        // Sums over n units in every entry, and eigenvalues of m rows.
        return eigen[0] > Rounding.of((double) n * eigen.length).on(eigen[eigen.length - 1]).bound();
    }
}
