package org.paisaje.claims.catalogue.document000;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.claims.catalogue.Shares;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Generator;
import org.paisaje.network.Network;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.risk.Risk;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;

/** Sections 1.5 and 2: two neurons show that a risk is not convex, and that the networks of a size are not a closed set. */
final class ConvexityClaims {
    private static final String EXAMPLE = "section 1.5.1, example; 002, example 1.20";
    /** theta_1 to theta_6 of the text: outer weights, inner weights, inner biases. */
    private static final double[] THETA = {1, -1, 1, 1, 1, 0};
    private static final double[] SWAPPED = {-1, 1, 1, 1, 0, 1};
    /** Risks at three places, each of some twenty roundings. */
    private static final double ROUNDING = Rounding.of(64).bound();

    private ConvexityClaims() {}

    static List<Claim> all() {
        return List.of(function(true), function(false), segment(), midpoints(), closedness());
    }

    private static Mlp two() {
        return Mlp.of(Activation.RELU, 1, 2, 1);
    }

    private static Matrix points() {
        return Matrix.of(new double[][] {{-1}, {1}});
    }

    private static Risk risk(double second) {
        return Risk.of(two(), points(), Matrix.of(new double[][] {{0}, {second}}), Loss.meanSquared());
    }

    /** The parameters of the library in the order of the text; without x the first neuron is r(theta_3 + theta_5). */
    private static double[] parameters(double[] theta, boolean withX) {
        return withX
                ? new double[] {theta[2], theta[3], theta[4], theta[5], theta[0], theta[1], 0}
                : new double[] {0, theta[3], theta[2] + theta[4], theta[5], theta[0], theta[1], 0};
    }

    private static double[] between(double t) {
        double[] result = new double[6];
        for (int i = 0; i < 6; i++) {
            result[i] = (1 - t) * THETA[i] + t * SWAPPED[i];
        }
        return result;
    }

    private static Claim function(boolean printed) {
        ClaimBuilder claim = ClaimBuilder.of("000.1.5.1.function." + (printed ? "printed" : "corrected"),
                Document000.source(EXAMPLE))
                .statement(
                        printed
                                ? "One function of two parameter vectors, risks 0, 0 and 1/2: as printed"
                                : "One function of two parameter vectors, risks 0, 0 and 1/2",
                        "Exchanging its two neurons leaves the network as it is; both copies fit two points, their midpoint does "
                                + "not, so the risk is not convex. " + (printed
                                        ? "The formula as printed in 000, whose first neuron does not see x."
                                        : "The formula of 002, whose neurons both see x."),
                        printed
                                ? "\\Phi(x,\\theta)=\\theta_1\\varrho(\\theta_3+\\theta_5)+\\theta_2\\varrho(\\theta_4x+\\theta_6)"
                                : "\\Phi(x,\\theta)=\\theta_1\\varrho(\\theta_3x+\\theta_5)+\\theta_2\\varrho(\\theta_4x+\\theta_6)")
                .quoted("la red neuronal funciona igual, es decir que al reemplazar los parámetros tenemos "
                        + "$\\Phi(x,\\theta)=\\Phi(x,\\bar{\\theta})$", "section 1.5.1")
                .measured(
                        "The largest difference of the two functions on 10,001 points of [-5, 5], and the risks at both parameter "
                                + "vectors and at their midpoint, against 0, 0, 0 and 1/2 to rounding.")
                .standard(size -> Setting.of(Keys000.FORMULA.is(printed ? "without x" : "with x")))
                .control(setting -> setting.with(Keys000.FORMULA, printed ? "with x" : "without x")
                        .noted(printed
                                ? "the formula of 002, with x in the first neuron"
                                : "the formula as printed, without x in the first neuron"))
                .predict(setting -> Quantities.of("difference", 0).and("risks", new double[] {0, 0, 0.5}))
                .measure((setting, replicate, seed) -> {
                    boolean withX = setting.get(Keys000.FORMULA).equals("with x");
                    Matrix x = Matrix.zeros(10_001, 1);
                    for (int i = 0; i < x.rows(); i++) {
                        x.set(i, 0, -5 + i / 1000.0);
                    }
                    Matrix first = two().forward(parameters(THETA, withX), x);
                    Matrix second = two().forward(parameters(SWAPPED, withX), x);
                    double most = 0;
                    for (double value : first.minus(second).data()) {
                        most = Math.max(most, Math.abs(value));
                    }
                    return Quantities.of("difference", most)
                            .and("risks", new double[] {risk(1).value(parameters(THETA, withX)),
                                risk(1).value(parameters(SWAPPED, withX)),
                                risk(1).value(parameters(between(0.5), withX))});
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    lines.add(Comparison.equal("largest difference of the functions", 0,
                            measured.getFirst().scalar("difference"), Rounding.of(16).on(8)));
                    String[] where = {"at theta", "at theta-bar", "at the midpoint"};
                    for (int i = 0; i < 3; i++) {
                        lines.add(Comparison.equal("risk " + where[i], predicted.list("risks")[i],
                                measured.getFirst().list("risks")[i], Rounding.of(16)));
                    }
                    return Judgement.all(lines);
                });
        return printed
                ? claim.mistake(
                        "000 prints the first neuron without x; then the functions differ by up to 8, and no convexity is "
                                + "violated: the midpoint has risk 1/2, the mean of the ends is 1.25.")
                        .refuted()
                        .build()
                : claim.build();
    }

    private static Claim segment() {
        double[] places = new double[101];
        for (int i = 0; i < places.length; i++) {
            places[i] = i / 100.0;
        }
        return ClaimBuilder.of("000.1.5.1.segment", Document000.source(EXAMPLE))
                .statement("The risk between the two copies is 8 t^2 (1 - t)^2",
                        "On the straight line from one parameter vector to the other the risk of the two points has a closed form, "
                                + "0 at the ends and 1/2 in the middle: a barrier between two copies of one network.",
                        "\\hat{\\mathcal R}_s(\\theta(t))=8t^2(1-t)^2,\\quad t\\in[0,1]")
                .measured("The risk at 101 places against the closed form, to rounding.")
                .standard(size -> Setting.of(Keys000.TARGET.is(1.0)))
                .control(setting -> setting.with(Keys000.TARGET, 1.01).noted("1.01 in place of the second target 1"))
                .predict(setting -> {
                    double[] risks = new double[places.length];
                    for (int i = 0; i < places.length; i++) {
                        risks[i] = 8 * Math.pow(places[i] * (1 - places[i]), 2);
                    }
                    return Quantities.of("risk", risks);
                })
                .measure((setting, replicate, seed) -> {
                    Risk risk = risk(setting.get(Keys000.TARGET));
                    double[] risks = new double[places.length];
                    for (int i = 0; i < places.length; i++) {
                        risks[i] = risk.value(parameters(between(places[i]), true));
                    }
                    return Quantities.of("risk", risks);
                })
                .judge((setting, predicted, measured) -> {
                    double most = 0;
                    for (int i = 0; i < places.length; i++) {
                        most = Math.max(most,
                                Math.abs(predicted.list("risk")[i] - measured.getFirst().list("risk")[i]));
                    }
                    return Judgement
                            .all(List.of(Comparison.equal("largest distance from the closed form", 0, most,
                                    Rounding.of(32))));
                })
                .figures((setting, predicted, measured) -> List.of(new Figure.Chart("segment",
                        "The risk between two copies of one network",
                        "Both ends are the same function and fit both points; in between the risk rises to 1/2.",
                        Axis.linear("t"), Axis.linear("risk"),
                        List.of(new Series.Line("8 t^2 (1 - t)^2", Role.THEORY, places, predicted.list("risk")),
                                new Series.Points("measured", Role.MEASURED, places,
                                        measured.getFirst().list("risk"))))))
                .build();
    }

    private static Claim midpoints() {
        return ClaimBuilder.of("000.1.5.midpoint", Document000.source("section 1.5, definition of convexity"))
                .statement("Midpoints of random pairs violate convexity 18 times in 100",
                        "The risk of two ReLU neurons on two points is not convex in its parameters: of random pairs of parameter "
                                + "vectors about 18 % have a midpoint with a higher risk than the mean of the two.",
                        "\\hat{\\mathcal R}_s\\bigl(\\tfrac{\\theta+\\theta'}2\\bigr)>\\tfrac12\\bigl(\\hat{\\mathcal R}_s(\\theta)+"
                                + "\\hat{\\mathcal R}_s(\\theta')\\bigr)")
                .measured(
                        "The share among pairs of normal parameter vectors, by Wilson's interval, against 0.18 of another "
                                + "program; told from 0, the share of a convex function.")
                .mistake(
                        "000 writes that the network is not convex; what is not convex is its risk as a function of the "
                                + "parameters.")
                .standard(size -> Setting.of(Keys000.NETWORK.is("ReLU"),
                        Keys000.DRAWS.is(size == Size.SMOKE ? 20_000 : 200_000)))
                .control(setting -> setting.with(Keys000.NETWORK, "affine")
                        .noted("an affine network, whose risk is that of least squares and convex"))
                .predict(setting -> Quantities.of("share", 0.18))
                .measure((setting, replicate, seed) -> {
                    boolean affine = setting.get(Keys000.NETWORK).equals("affine");
                    Network network = affine ? Mlp.linear(1, 1).withBias(true) : two();
                    Risk risk = Risk.of(network, points(), Matrix.of(new double[][] {{0}, {1}}), Loss.meanSquared());
                    int p = affine ? 2 : 6;
                    double[] a = new double[network.layout().size()];
                    double[] b = a.clone();
                    double[] middle = a.clone();
                    Generator draw = seed.generator();
                    int above = 0;
                    for (int r = 0; r < setting.get(Keys000.DRAWS); r++) {
                        draw.gaussians(a, 0, p);
                        draw.gaussians(b, 0, p);
                        for (int i = 0; i < p; i++) {
                            middle[i] = 0.5 * (a[i] + b[i]);
                        }
                        double mean = 0.5 * (risk.value(a) + risk.value(b));
                        above += risk.value(middle) > mean * (1 + ROUNDING) ? 1 : 0;
                    }
                    return Quantities.of("above", above);
                })
                .judge((setting, predicted, measured) -> Judgement.all(List.of(Comparison.told(
                        "share of midpoints above the mean", Estimate.within(predicted.scalar("share"), 0.005),
                        Shares.wilson((long) measured.getFirst().scalar("above"), setting.get(Keys000.DRAWS), 1),
                        "Wilson's interval, " + Level.words(1) + "; the last digit of 18 in 100", 0))))
                .build();
    }

    private static Claim closedness() {
        double[] sizes = {1, 10, 100, 1e4, 1e6};
        return ClaimBuilder.of("000.2.closed", Document000.source("section 2, reference [7]"))
                .statement("Two ReLUs come to a step as near as one likes, and never reach it",
                        "The functions n (r(x + 1/n) - r(x)) converge to the step 1 for x > 0 in L2 and L1 of [-1, 1], which is no "
                                + "network of any size, as networks are continuous; in the supremum norm they stay 1 away, and their weights "
                                + "diverge.",
                        "\\|f_n-\\mathbf 1_{x>0}\\|_2^2=\\tfrac1{3n},\\quad \\|f_n-\\mathbf 1_{x>0}\\|_1=\\tfrac1{2n},\\quad "
                                + "\\|f_n-\\mathbf 1_{x>0}\\|_\\infty=1")
                .quoted("en general el conjunto de las redes neuronales es no convexo y no cerrado", "section 2")
                .measured(
                        "The three distances for n = 1 to 10^6, integrals over the pieces by Gauss's rule with three nodes, exact "
                                + "for them, against the closed forms to rounding.")
                .mistake(
                        "000 names no norm; in the supremum norm (from memory) the set is closed for ReLUs in one hidden layer.")
                .standard(size -> Setting.of(Keys000.POWER.is(1.0)))
                .control(setting -> setting.with(Keys000.POWER, 0.9)
                        .noted("outer weights n^0.9 in place of n: the limit is no step"))
                .predict(setting -> {
                    double[] square = new double[sizes.length];
                    double[] mean = new double[sizes.length];
                    for (int i = 0; i < sizes.length; i++) {
                        square[i] = 1 / (3 * sizes[i]);
                        mean[i] = 1 / (2 * sizes[i]);
                    }
                    return Quantities.of("L2", square).and("L1", mean).and("supremum", 1);
                })
                .measure((setting, replicate, seed) -> {
                    double[] square = new double[sizes.length];
                    double[] mean = new double[sizes.length];
                    double most = 0;
                    for (int i = 0; i < sizes.length; i++) {
                        double n = sizes[i];
                        double outer = Math.pow(n, setting.get(Keys000.POWER));
                        double[] theta = {1, 1, 1 / n, 0, outer, -outer, 0};
                        double[] own = {0, 0, 0};
                        addPiece(theta, -1, -1 / n, 0, own);
                        addPiece(theta, -1 / n, 0, 0, own);
                        addPiece(theta, 0, 1, 1, own);
                        square[i] = own[0];
                        mean[i] = own[1];
                        most = Math.max(most, own[2]);
                    }
                    return Quantities.of("L2", square).and("L1", mean).and("supremum", most);
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (String norm : List.of("L2", "L1")) {
                        for (int i = 0; i < sizes.length; i++) {
                            double expected = predicted.list(norm)[i];
                            // n ((x + 1/n) - x) magnifies roundings of x up to 1
                            Rounding rounding = Rounding.of(8).on(norm.equals("L2") ? expected : 1).times(sizes[i]);
                            lines.add(Comparison.equal((norm.equals("L2") ? "squared " : "") + norm + " distance, n = "
                                    + (long) sizes[i], expected, measured.getFirst().list(norm)[i], rounding));
                        }
                    }
                    lines.add(Comparison.equal("largest distance at a point", 1,
                            measured.getFirst().scalar("supremum"), Rounding.of(8).times(sizes[sizes.length - 1])));
                    return Judgement.all(lines);
                })
                .build();
    }

    /** Adds the integrals of the distance from a constant over an interval on which the network is affine, and its size at the right end. */
    private static void addPiece(double[] theta, double from, double to, double step, double[] sums) {
        if (!(to > from)) {
            return;
        }
        double spread = Math.sqrt(0.6) / 2;
        double[] nodes = {0.5 - spread, 0.5, 0.5 + spread};
        double[] weights = {5.0 / 18, 8.0 / 18, 5.0 / 18};
        Matrix x = Matrix.zeros(4, 1);
        for (int q = 0; q < 3; q++) {
            x.set(q, 0, from + nodes[q] * (to - from));
        }
        x.set(3, 0, to);
        Matrix f = two().forward(theta, x);
        for (int q = 0; q < 3; q++) {
            double distance = f.get(q, 0) - step;
            sums[0] += (to - from) * weights[q] * distance * distance;
            sums[1] += (to - from) * weights[q] * Math.abs(distance);
        }
        sums[2] = Math.max(sums[2], Math.abs(f.get(3, 0) - step));
    }
}
