package org.paisaje.claims.catalogue.document000.landscape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.risk.Risk;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;

/** Section 2, references [7] to [10]: sets of networks are neither closed nor convex, the parametrization has no stable inverse. */
final class ClosednessClaims {
    private static final String PLACE = "section 2, references [7] and [8]";

    private static final String SET = "en general el conjunto de las redes neuronales es no convexo y no cerrado";

    private static final String SGD = "lo cual nos dice que el método SGD tiene problemas con llegar a mínimos óptimos";

    /** What counts as 0 after some tens of operations: the root of an ulp, far above rounding and far below what random numbers make. */
    static final double ROOT = Math.sqrt(Math.ulp(1.0));

    private ClosednessClaims() {}

    static List<Claim> all() {
        return List.of(smooth(), attained(), midpoint(), inverse());
    }

    private static Claim smooth() {
        double[] sizes = {10, 100, 1000};
        return ClaimBuilder.of("000.2.closed.smooth", LandscapeClaims.paper(PLACE))
                .statement("With a smooth activation networks leave their set uniformly, too",
                        "Two tanh neurons approach sech^2, two softplus neurons the logistic function, uniformly and at the rate 1/n: n times the "
                                + "supremum of the difference tends to 2 / (3 sqrt 3) and 1/8. Neither limit is a network of that size.",
                        "n\\sup|n(s(x+\\tfrac1n)-s(x))-s'(x)|\\to\\tfrac12\\sup|s''|")
                .quoted(SET, "section 2")
                .measured(
                        "n times the largest difference on 40,001 points of [-10, 10] for n = 10, 100 and 1,000, against the limit, up to the "
                                + "next term of Taylor's formula.")
                .standard(size -> Setting.of(Keys.SHIFT.is(1.0)))
                .control(setting -> setting.with(Keys.SHIFT, 1.1).noted("neurons a tenth further apart"))
                .predict(setting -> Quantities.of("tanh", 2 / (3 * Math.sqrt(3))).and("softplus", 0.125))
                .measure((setting, replicate, seed) -> {
                    double[] tanh = new double[sizes.length];
                    double[] softplus = new double[sizes.length];
                    for (int k = 0; k < sizes.length; k++) {
                        double n = sizes[k];
                        double shift = setting.get(Keys.SHIFT) / n;
                        for (int i = 0; i <= 40_000; i++) {
                            double x = -10 + i / 2000.0;
                            double t = Math.tanh(x);
                            double s = 1 / (1 + Math.exp(-x));
                            tanh[k] = Math.max(tanh[k], n * Math.abs(n * (Math.tanh(x + shift) - t) - (1 - t * t)));
                            double rise = Math.log1p(Math.exp(x + shift)) - Math.log1p(Math.exp(x));
                            softplus[k] = Math.max(softplus[k], n * Math.abs(n * rise - s));
                        }
                    }
                    return Quantities.of("tanh", tanh).and("softplus", softplus);
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (String which : List.of("tanh", "softplus")) {
                        double third = which.equals("tanh") ? 2 : 1 / (6 * Math.sqrt(3));
                        for (int k = 0; k < sizes.length; k++) {
                            lines.add(Comparison.equal(
                                    "n times the largest difference, " + which + ", n = " + (int) sizes[k],
                                    predicted.scalar(which), measured.getFirst().list(which)[k],
                                    Tolerance.of(third / (6 * sizes[k]),
                                            "the next term of Taylor's formula, the largest third derivative over 6 n")));
                        }
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Claim attained() {
        return ClaimBuilder.of("000.2.attained", LandscapeClaims.paper(PLACE))
                .statement("On finitely many points the least risk is attained all the same",
                        "A step is the limit of two ReLUs whose weights diverge. On finitely many points two ReLUs with finite weights fit it "
                                + "exactly; it is the population risk whose infimum is not attained. On the way there the weights of gradient "
                                + "descent grow and grow.",
                        "\\min_\\theta\\hat{\\mathcal R}_s=0,\\quad\\inf_\\theta\\mathcal R=0\\ \\text{not attained}")
                .quoted(SGD, "section 2")
                .measured(
                        "200 points of [-1, 1] and the step 1 for x > 0: the risk of the two ReLUs whose slope spans the gap between the points on "
                                + "either side of 0; and gradient descent on these points at a rate of 0.02, its risk and the norm of its weights "
                                + "after 1,000 and 10,000 steps against those of another program.")
                .mistake(
                        "That the set is not closed does not by itself make trouble for SGD on a finite sample: the conclusion does not follow. What "
                                + "happens is that the weights have to grow.")
                .standard(size -> Setting.of(Keys.REFINED.is(1)))
                .control(
                        setting -> setting.with(Keys.REFINED, 10).noted("the same network on ten times as many points"))
                .predict(setting -> Quantities.of("risk", 0)
                        .and("risks", new double[] {0.016964336146520403, 0.008842110165184245})
                        .and("norms", new double[] {3.3811846544034423, 4.434259228884534}))
                .measure((setting, replicate, seed) -> {
                    int points = 200 * setting.get(Keys.REFINED);
                    double gap = 1.0 / 200;
                    double sum = 0;
                    for (int i = 0; i < points; i++) {
                        double x = -1 + (2 * i + 1.0) / points;
                        // slope 1 / (2 gap) between -gap and gap, where the first points on either side lie
                        double value = (Math.max(0, x + gap) - Math.max(0, x - gap)) / (2 * gap);
                        double miss = value - (x > 0 ? 1 : 0);
                        sum += miss * miss / points;
                    }
                    return descended(200).and("risk", sum);
                })
                .judge((setting, predicted, measured) -> {
                    Quantities found = measured.getFirst();
                    var lines = new ArrayList<Comparison>();
                    lines.add(Comparison.equal("risk", predicted.scalar("risk"), found.scalar("risk"),
                            Tolerance.of(Math.pow(Rounding.of(8).on(100).bound(), 2),
                                    "the square of " + Rounding.of(8).on(100).words())));
                    // the sum over 200 samples in each step
                    Rounding steps = Rounding.of(200 * 10_000);
                    for (int k = 0; k < 2; k++) {
                        String after = k == 0 ? " after 1,000 steps" : " after 10,000 steps";
                        lines.add(Comparison.equal("risk of descent" + after, predicted.list("risks")[k],
                                found.list("risks")[k], steps));
                        lines.add(Comparison.equal("norm of the weights" + after, predicted.list("norms")[k],
                                found.list("norms")[k], steps));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    /** Descent on the step at points evenly spread over [-1, 1], ends included, from (a, w, b) = (2, 1, 1/2), (-2, 1, 0). */
    private static Quantities descended(int points) {
        Matrix x = Matrix.zeros(points, 1);
        Matrix y = Matrix.zeros(points, 1);
        for (int i = 0; i < points; i++) {
            x.set(i, 0, -1 + 2.0 * i / (points - 1));
            y.set(i, 0, x.get(i, 0) > 0 ? 1 : 0);
        }
        Risk risk = Risk.of(Mlp.of(Activation.RELU, 1, 2, 1), x, y, Loss.meanSquared());
        // Weights and biases of the hidden layer, weights and the bias of the last, which stays 0.
        double[] theta = {1, 1, 0.5, 0, 2, -2, 0};
        double[] gradient = new double[7];
        double[] risks = new double[2];
        double[] norms = new double[2];
        for (int t = 1; t <= 10_000; t++) {
            risk.valueAndGradient(theta, gradient);
            for (int i = 0; i < 6; i++) {
                theta[i] -= 0.02 * gradient[i];
            }
            if (t == 1000 || t == 10_000) {
                risks[t / 10_000] = risk.value(theta);
                norms[t / 10_000] = Math.sqrt(Arrays.stream(theta).map(v -> v * v).sum());
            }
        }
        return Quantities.of("risks", risks).and("norms", norms);
    }

    private static Claim midpoint() {
        return ClaimBuilder.of("000.2.convex", LandscapeClaims.paper(PLACE))
                .statement("The mean of two networks of width 2 needs width 4",
                        "A function of n ReLUs of one variable has at most n kinks. The mean of two of width 2 with kinks at 0 and 1 and at 2 and 3 has "
                                + "four, so that it is no network of width 2, nor near one: the set is not convex.",
                        "\\#\\text{kinks}\\le n")
                .quoted(SET, "section 2")
                .measured(
                        "The kinks of the mean, by second differences on a grid, against 4, which is more than 2, and its rms distance "
                                + "from the nearest network of width 2 on 501 points of [-1, 4], from pairs of kinks on a grid on, against that of "
                                + "another program from 60 starts.")
                .standard(size -> Setting.of(Keys.SHIFT.is(2.0)))
                .control(setting -> setting.with(Keys.SHIFT, 0.0).noted("both networks with the same kinks"))
                .predict(setting -> Quantities.of("kinks", 4).and("distance", 0.10583416787824304))
                .measure((setting, replicate, seed) -> {
                    double shift = setting.get(Keys.SHIFT);
                    double[] f = new double[501];
                    for (int i = 0; i < f.length; i++) {
                        double x = -1 + i / 100.0;
                        f[i] = 0.5 * (hat(x) + hat(x - shift));
                    }
                    int kinks = 0;
                    for (int i = 1; i < f.length - 1; i++) {
                        kinks += Math.abs(f[i + 1] - 2 * f[i] + f[i - 1]) > Rounding.of(8).on(4).bound() ? 1 : 0;
                    }
                    return Quantities.of("kinks", kinks).and("distance", distance(f));
                })
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.equal("kinks of the mean", predicted.scalar("kinks"),
                                measured.getFirst().scalar("kinks"), Tolerance.none("a whole number")),
                        Comparison.equal("rms distance from the nearest network of width 2",
                                predicted.scalar("distance"), measured.getFirst().scalar("distance"),
                                Rounding.of(2 * 501)),
                        Comparison.atLeast("kinks of the mean, more than the width", 3,
                                Estimate.exact(measured.getFirst().scalar("kinks")), "width 2")))
                .build();
    }

    /** The rms distance of values on the grid from the nearest two ReLUs: all pairs of kinks 0.05 apart, and the best one refined. */
    private static double distance(double[] f) {
        double[] place = new double[2];
        double[] at = new double[2];
        boolean[] right = new boolean[2];
        boolean[] sides = new boolean[2];
        double least = Double.POSITIVE_INFINITY;
        for (int first = 0; first < 202; first++) {
            for (int second = 0; second < first; second++) {
                place[0] = -1 + 0.05 * (first / 2);
                place[1] = -1 + 0.05 * (second / 2);
                right[0] = first % 2 == 0;
                right[1] = second % 2 == 0;
                double miss = miss(f, place, right);
                if (miss < least) {
                    least = miss;
                    System.arraycopy(place, 0, at, 0, 2);
                    System.arraycopy(right, 0, sides, 0, 2);
                }
            }
        }
        for (double step = 0.025; step > 1e-9; step /= 2) {
            for (int k = 0; k < 8; k++) {
                double[] next = at.clone();
                next[k / 2 % 2] += (k % 2 == 0 ? 1 : -1) * step;
                double miss = miss(f, next, sides);
                if (miss < least) {
                    least = miss;
                    at = next;
                }
            }
        }
        return Math.sqrt(least);
    }

    /** The mean squared distance of the best combination of two ReLUs with these kinks, each looking right or left. */
    private static double miss(double[] f, double[] kinks, boolean[] right) {
        double aa = 0;
        double ab = 0;
        double bb = 0;
        double af = 0;
        double bf = 0;
        double ff = 0;
        for (int i = 0; i < f.length; i++) {
            double x = -1 + i / 100.0;
            double a = Math.max(0, right[0] ? x - kinks[0] : kinks[0] - x);
            double b = Math.max(0, right[1] ? x - kinks[1] : kinks[1] - x);
            aa += a * a;
            ab += a * b;
            bb += b * b;
            af += a * f[i];
            bf += b * f[i];
            ff += f[i] * f[i];
        }
        double determinant = aa * bb - ab * ab;
        if (!(determinant > ROOT * aa * bb)) {
            return ff / f.length;
        }
        return Math.max(0, ff - (af * (bb * af - ab * bf) + bf * (aa * bf - ab * af)) / determinant) / f.length;
    }

    private static double hat(double x) {
        return Math.max(0, x) - 2 * Math.max(0, x - 1);
    }

    private static Claim inverse() {
        double[] sizes = {1, 10, 100, 1000, 10_000};
        return ClaimBuilder.of("000.2.inverse", LandscapeClaims.paper(PLACE))
                .statement("Functions that come together have parameters that go apart",
                        "f_n = n (r(x + 1/n) - r(x)) and f_2n are 1 / sqrt(12 n) apart in L2 of [-1, 1], and their balanced parameters at least "
                                + "sqrt(8 n) - sqrt(4 n + 1/n): the inverse of the parametrization is not continuous.",
                        "\\|f_n-f_{2n}\\|_2^2=\\tfrac1{12n},\\quad\\|\\theta_n-\\theta_{2n}\\|\\ge\\sqrt{8n}-\\sqrt{4n+1/n}")
                .measured(
                        "Both distances for n = 1 to 10,000: integrals over the pieces by Simpson's rule, exact for them, and the smaller distance "
                                + "over the two orders of the neurons.")
                .mistake(
                        "Only cited, without a norm. The parameters must be normalised: with outer weights that grow and inner ones that shrink their "
                                + "distance can be made as small as one likes.")
                .standard(size -> Setting.of(Keys.BALANCED.is(true)))
                .control(setting -> setting.with(Keys.BALANCED, false)
                        .noted("large outer and small inner weights, the same functions"))
                .predict(setting -> {
                    double[] functions = new double[sizes.length];
                    double[] parameters = new double[sizes.length];
                    for (int k = 0; k < sizes.length; k++) {
                        functions[k] = 1 / (12 * sizes[k]);
                        parameters[k] = Math.sqrt(8 * sizes[k]) - Math.sqrt(4 * sizes[k] + 1 / sizes[k]);
                    }
                    return Quantities.of("functions", functions).and("parameters", parameters);
                })
                .measure((setting, replicate, seed) -> {
                    double[] functions = new double[sizes.length];
                    double[] parameters = new double[sizes.length];
                    for (int k = 0; k < sizes.length; k++) {
                        double n = sizes[k];
                        functions[k] = square(n, -1 / n, -1 / (2 * n)) + square(n, -1 / (2 * n), 0) + square(n, 0, 1);
                        double[] a = parameters(n, setting.get(Keys.BALANCED));
                        double[] b = parameters(2 * n, setting.get(Keys.BALANCED));
                        double straight = 0;
                        double crossed = 0;
                        for (int i = 0; i < 6; i++) {
                            straight += (a[i] - b[i]) * (a[i] - b[i]);
                            crossed += (a[i] - b[(i + 3) % 6]) * (a[i] - b[(i + 3) % 6]);
                        }
                        parameters[k] = Math.sqrt(Math.min(straight, crossed));
                    }
                    return Quantities.of("functions", functions).and("parameters", parameters);
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < sizes.length; k++) {
                        String at = ", n = " + (int) sizes[k];
                        double law = predicted.list("functions")[k];
                        lines.add(Comparison.equal("squared distance of the functions" + at, law,
                                measured.getFirst().list("functions")[k], Rounding.of(32).on(law).times(sizes[k])));
                        lines.add(Comparison.atLeast("distance of the parameters" + at, predicted.list("parameters")[k],
                                Estimate.exact(measured.getFirst().list("parameters")[k]), "the norms differ by that"));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    /** The integral of (f_n - f_2n)^2 over a piece. */
    private static double square(double n, double from, double to) {
        return (to - from) / 6 * (gap(n, from) + 4 * gap(n, (from + to) / 2) + gap(n, to));
    }

    private static double gap(double n, double x) {
        double d = Math.clamp(n * x + 1, 0, 1) - Math.clamp(2 * n * x + 1, 0, 1);
        return d * d;
    }

    /** (a, w, b) of both neurons of f_n. */
    private static double[] parameters(double n, boolean balanced) {
        double a = balanced ? Math.sqrt(n) : 1e8;
        double w = n / a;
        return new double[] {a, w, w / n, -a, w, 0};
    }
}
