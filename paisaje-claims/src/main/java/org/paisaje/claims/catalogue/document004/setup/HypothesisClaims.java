package org.paisaje.claims.catalogue.document004.setup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.LeastSquares;
import org.paisaje.math.linalg.factor.Svd;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;

/** Chapter 1, equations (1.1) to (1.4): bases that do not scale, shallow networks in a row, and empirical risk. */
final class HypothesisClaims {
    private static final int[] DIMENSIONS = {1, 2, 3};

    private static final int FITTED = 4;

    private static final int INPUTS = 5;

    private static final double NOISE = 0.5;

    /** As many different samples as the control has. */
    private static final int FEW = 25;

    private HypothesisClaims() {}

    static List<Claim> all() {
        return List.of(polynomials(), risk(), distance(true), distance(false));
    }

    private static Claim polynomials() {
        return ClaimBuilder.of("004.eq1.1", SetupKeys.source("equation (1.1)"))
                .statement("The rate of polynomials in d variables is d times smaller",
                        "The n = C(d + J, J) monomials of degree at most J come to |x_1| ... |x_d| on the cube with a mean square error whose root falls "
                                + "like J^(-3/2), which is n^(-3/(2d)): for the same accuracy their number is the d-th power.",
                        "n=\\binom{d+J}{J},\\qquad \\lVert f-p_J\\rVert_2\\sim n^{-3/(2d)}")
                .quoted("this problem does not scale well when the dimension of x is high. This is called the *curse of dimensionality*.",
                        "below equation (1.1)")
                .mistake(
                        "That finitely many functions are not dense holds of every space of fixed dimension; what the curse is "
                                + "is not said.")
                .measured(
                        "The rank of the monomials of degree at most 4 at random points of the cube, a count; and by quadrature the coefficients of "
                                + "the function in products of Legendre polynomials, the error without those of higher degree, and its power in n "
                                + "between the degrees, told from that of one dimension more or less.")
                .standard(size -> Setting.of(SetupKeys.DEGREES.is(size == Size.SMOKE
                        ? new double[] {20, 28, 40}
                        : new double[] {20, 28, 40, 60}), SetupKeys.MIXED.is(true)))
                .control(setting -> setting.with(SetupKeys.MIXED, false).noted("powers of single variables alone"))
                .predict(setting -> {
                    double[] sizes = new double[DIMENSIONS.length];
                    double[] powers = new double[DIMENSIONS.length];
                    for (int k = 0; k < sizes.length; k++) {
                        sizes[k] = choose(DIMENSIONS[k] + FITTED, FITTED);
                        powers[k] = -1.5 / DIMENSIONS[k];
                    }
                    return Quantities.of("rank", sizes).and("power", powers);
                })
                .measure((setting, replicate, seed) -> {
                    boolean mixed = setting.get(SetupKeys.MIXED);
                    double[] degrees = setting.get(SetupKeys.DEGREES);
                    double[] ranks = new double[DIMENSIONS.length];
                    double[] powers = new double[DIMENSIONS.length];
                    double[] reaches = new double[DIMENSIONS.length];
                    for (int k = 0; k < ranks.length; k++) {
                        int d = DIMENSIONS[k];
                        ranks[k] = rank(d, mixed, seed.named("points").at(d));
                        // n grows like the degree to the power d, without mixed monomials like the degree.
                        int growth = mixed ? d : 1;
                        Estimate power = Exponents.local(degrees, errors(d, degrees), 0);
                        powers[k] = power.value() / growth;
                        reaches[k] = (power.high() - power.value()) / growth;
                    }
                    return Quantities.of("rank", ranks).and("power", powers).and("reach", reaches);
                })
                .judge((setting, predicted, measured) -> {
                    Quantities q = measured.getFirst();
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < DIMENSIONS.length; k++) {
                        int d = DIMENSIONS[k];
                        lines.add(Comparison.equal("monomials of degree 4 that are independent, d = " + d,
                                predicted.list("rank")[k], q.list("rank")[k], Tolerance.none("a count")));
                        double[] rivals = d == 1 ? new double[] {-0.75} : new double[] {-1.5 / (d - 1), -1.5 / (d + 1)};
                        lines.add(Comparison.told("power of n in the error, d = " + d, predicted.list("power")[k],
                                Estimate.within(q.list("power")[k], q.list("reach")[k]),
                                "by the two largest degrees, and the change from the pair before", rivals));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static double choose(int n, int k) {
        double result = 1;
        for (int i = 1; i <= k; i++) {
            result = Math.rint(result * (n - k + i) / i);
        }
        return result;
    }

    /** The rank of all monomials of degree at most {@link #FITTED} at twice as many random points. */
    private static double rank(int d, boolean mixed, Seed seed) {
        int rows = 2 * (int) choose(d + FITTED, FITTED);
        Matrix x = Matrix.wrap(rows, d, seed.gaussians(rows * d));
        var columns = new ArrayList<double[]>();
        int all = (int) Math.pow(FITTED + 1, d);
        for (int code = 0; code < all; code++) {
            int[] exponents = new int[d];
            int left = code;
            int degree = 0;
            int used = 0;
            for (int j = 0; j < d; j++) {
                exponents[j] = left % (FITTED + 1);
                left /= FITTED + 1;
                degree += exponents[j];
                used += exponents[j] > 0 ? 1 : 0;
            }
            if (degree > FITTED || !mixed && used > 1) {
                continue;
            }
            double[] column = new double[rows];
            Arrays.fill(column, 1);
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < d; j++) {
                    column[i] *= Math.pow(Math.tanh(x.get(i, j)), exponents[j]);
                }
            }
            columns.add(column);
        }
        return Svd.of(Matrix.of(columns.toArray(double[][]::new))).rank();
    }

    /** The root of the squared coefficients above each total degree: those of the product are products. */
    private static double[] errors(int d, double[] degrees) {
        int most = (int) degrees[degrees.length - 1];
        double[] one = squares(most);
        double[] sum = one;
        for (int j = 1; j < d; j++) {
            double[] next = new double[most + 1];
            for (int a = 0; a <= most; a += 2) {
                for (int b = 0; a + b <= most; b += 2) {
                    next[a + b] += sum[a] * one[b];
                }
            }
            sum = next;
        }
        double[] total = sum;
        double whole = Math.pow(2.0 / 3, d);
        return Arrays.stream(degrees).map(degree -> {
            double kept = 0;
            for (int k = 0; k <= (int) degree; k++) {
                kept += total[k];
            }
            return Math.sqrt(whole - kept);
        }).toArray();
    }

    /** The squared coefficients of |x| in Legendre polynomials of norm 1 on [-1, 1]: twice the integral over [0, 1]. */
    private static double[] squares(int most) {
        var rule = new GaussIntegratorFactory().legendre(most, 0, 1);
        double[] sums = new double[most + 1];
        for (int i = 0; i < most; i++) {
            double t = rule.getPoint(i);
            double before = 0;
            double at = 1;
            for (int k = 0; k <= most; k++) {
                sums[k] += rule.getWeight(i) * 2 * t * at;
                double next = ((2 * k + 1) * t * at - k * before) / (k + 1);
                before = at;
                at = next;
            }
        }
        for (int k = 0; k <= most; k++) {
            sums[k] = k % 2 == 1 ? 0 : sums[k] * sums[k] * (2 * k + 1) / 2;
        }
        return sums;
    }

    private static Claim risk() {
        return ClaimBuilder.of("004.eq1.4", SetupKeys.source("equations (1.3) and (1.4)"))
                .statement("The minimiser of the empirical risk tends to that of the risk like N^(-1/2)",
                        "Least squares on N samples x ~ N(0, I) in d dimensions with noise of variance s^2 comes to the best weights at a distance "
                                + "that falls like N^(-1/2); its risk is above the least one by s^2 d / (N - d - 1) in the mean.",
                        "\\mathbb E\\,R(\\hat F)-R(\\tilde F)=\\frac{s^2d}{N-d-1}")
                .quoted("It is expected that, given enough training samples, the solution to the problem of empirical minimization would be really "
                        + "close to the solution of the population risk minimization.", "below equation (1.4)")
                .mistake("How close, and in what sense, is not said; theorem 9.1.2 comes back to it.")
                .measured(
                        "A linear model with 5 inputs: the power of N in the distance over repetitions, and the mean excess of the risk at each N "
                                + "against the closed form, told from half and twice of it.")
                .standard(size -> Setting.of(SetupKeys.SAMPLES.is(new double[] {25, 50, 100, 200, 400}),
                        SetupKeys.COPIES.is(false), SetupKeys.REPLICATES.is(size == Size.SMOKE ? 200 : 2000)))
                .control(setting -> setting.with(SetupKeys.COPIES, true)
                        .noted("all samples are copies of the first 25, noise included"))
                .replicates(setting -> setting.get(SetupKeys.REPLICATES))
                .predict(setting -> Quantities.of("power", -0.5)
                        .and("excess", Arrays.stream(setting.get(SetupKeys.SAMPLES))
                                .map(n -> NOISE * NOISE * INPUTS / (n - INPUTS - 1))
                                .toArray()))
                .measure((setting, replicate, seed) -> {
                    double[] samples = setting.get(SetupKeys.SAMPLES);
                    double[] distance = new double[samples.length];
                    double[] excess = new double[samples.length];
                    double[] best = seed.named("w").gaussians(INPUTS);
                    for (int k = 0; k < samples.length; k++) {
                        int n = (int) samples[k];
                        Seed own = seed.named("samples").at(n);
                        Matrix x = Matrix.wrap(n, INPUTS, own.named("x").gaussians(n * INPUTS));
                        double[] noise = own.named("noise").gaussians(n);
                        if (setting.get(SetupKeys.COPIES)) {
                            for (int i = FEW; i < n; i++) {
                                x.setRow(i, x.row(i % FEW));
                                noise[i] = noise[i % FEW];
                            }
                        }
                        double[] y = x.times(best);
                        for (int i = 0; i < n; i++) {
                            y[i] += NOISE * noise[i];
                        }
                        double[] found = LeastSquares.solve(x, Matrix.wrap(n, 1, y)).solution().column(0);
                        for (int j = 0; j < INPUTS; j++) {
                            excess[k] += (found[j] - best[j]) * (found[j] - best[j]);
                        }
                        distance[k] = Math.sqrt(excess[k]);
                    }
                    return Quantities.of("distance", distance).and("excess", excess);
                })
                .judge((setting, predicted, measured) -> {
                    double[] samples = setting.get(SetupKeys.SAMPLES);
                    int comparisons = samples.length + 1;
                    var lines = new ArrayList<Comparison>();
                    lines.add(Comparison.told("power of N in the distance", predicted.scalar("power"),
                            Exponents.limit(samples, measured, "distance", comparisons),
                            "Student's interval over " + measured.size()
                                    + " repetitions, of a fit with the correction 1/N",
                            0, -0.25, -1));
                    for (int k = 0; k < samples.length; k++) {
                        int at = k;
                        lines.add(Comparison.told("excess of the risk, N = " + (int) samples[k],
                                predicted.list("excess")[k],
                                Exponents.mean(measured.stream().mapToDouble(q -> q.list("excess")[at]).toArray(),
                                        comparisons),
                                "Student's interval over " + measured.size() + " repetitions, "
                                        + Level.words(comparisons),
                                predicted.list("excess")[k] / 2, 2 * predicted.list("excess")[k]));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Claim distance(boolean printed) {
        ClaimBuilder builder = ClaimBuilder
                .of("004.eq1.3." + (printed ? "printed" : "corrected"), SetupKeys.source("equations (1.3) and (B.3)"))
                .statement(
                        printed
                                ? "The squared loss is a distance of output and target"
                                : "The root of the squared loss is a distance of output and target",
                        printed
                                ? "The loss e^2 / 2 of (B.3), which the text calls a distance: it is symmetric, 0 for what is equal alone, and obeys the triangle "
                                        + "inequality."
                                : "With the root each loss of one sample is the Euclidean distance, up to a factor; the mean of the squares has another "
                                        + "minimiser than the mean of the distances.",
                        "d(a,c)\\le d(a,b)+d(b,c)")
                .quoted("$\\|\\cdot\\|_{\\mathcal{L}}$ is a distance defined by a loss function $\\mathcal{L}$",
                        "below equation (1.3)")
                .quoted("That is, we use the $L^2$ norm as the distance (except for the constant 1/2).",
                        "below equation (B.3)")
                .mistake(printed
                        ? "(B.3) has the square of the norm, which breaks the triangle inequality. Of (1.3) alone this is not said: its root is \"a distance "
                                + "defined by a loss\", see 004.eq1.3.corrected. Cross-entropy, which the text uses in appendix D, takes logits and "
                                + "classes, which are not even of one space."
                        : "What is minimised everywhere else in the text is the mean of the squares, without the root.")
                .measured(
                        "1,000 random triples of points of the plane: how many break the triangle inequality, and how many pairs the symmetry.")
                .standard(size -> Setting.of(SetupKeys.ROOT.is(!printed)))
                .control(setting -> setting.with(SetupKeys.ROOT, printed)
                        .noted(printed ? "with the root" : "without the root"))
                .predict(setting -> Quantities.of("triangles", 0).and("pairs", 0))
                .measure((setting, replicate, seed) -> {
                    boolean root = setting.get(SetupKeys.ROOT);
                    double[] points = seed.named("points").gaussians(6000);
                    int triangles = 0;
                    int pairs = 0;
                    for (int i = 0; i < points.length; i += 6) {
                        double direct = loss(points, i, i + 4, root);
                        double round = loss(points, i, i + 2, root) + loss(points, i + 2, i + 4, root);
                        triangles += direct > round * (1 + Rounding.of(16).bound()) ? 1 : 0;
                        pairs += direct == loss(points, i + 4, i, root) ? 0 : 1;
                    }
                    return Quantities.of("triangles", triangles).and("pairs", pairs);
                })
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.equal("triples that break the triangle inequality", predicted.scalar("triangles"),
                                measured.getFirst().scalar("triangles"), Tolerance.none("counted")),
                        Comparison.equal("pairs that break the symmetry", predicted.scalar("pairs"),
                                measured.getFirst().scalar("pairs"), Tolerance.none("counted"))));
        return printed ? builder.refuted().build() : builder.build();
    }

    private static double loss(double[] points, int a, int b, boolean root) {
        Matrix output = Matrix.wrap(1, 2, new double[] {points[a], points[a + 1]});
        Matrix target = Matrix.wrap(1, 2, new double[] {points[b], points[b + 1]});
        double value = Loss.SQUARED.value(output, target);
        return root ? Math.sqrt(value) : value;
    }
}
