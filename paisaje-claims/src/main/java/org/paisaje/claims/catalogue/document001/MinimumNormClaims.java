package org.paisaje.claims.catalogue.document001;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Check;
import org.paisaje.claims.Claim;
import org.paisaje.claims.Comparison;
import org.paisaje.claims.Estimate;
import org.paisaje.claims.Hypothesis;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.claims.figure.Axis;
import org.paisaje.claims.figure.Figure;
import org.paisaje.claims.figure.Role;
import org.paisaje.claims.figure.Series;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Activation;
import org.paisaje.theory.kernel.Evolution;
import org.paisaje.theory.kernel.KernelDynamics;
import org.paisaje.theory.kernel.KernelRegression;

/** Section 5.2: training as interpolation of least norm, and what that explains of the peak of the test error. */
final class MinimumNormClaims {
    private static final String PLACE = "section 5.2";
    private static final String THEOREM = "section 5.2, theorem";

    private MinimumNormClaims() {}

    static List<Claim> all() {
        return List.of(theorem(true), theorem(false), lowNorm(), norms(), features(), peakPrinted(), peakCorrected());
    }

    private static Claim theorem(boolean printed) {
        var check = Check.of("001.5.2.theorem." + (printed ? "printed" : "corrected"), Document001.source(THEOREM))
                .statement(
                        printed
                                ? "Training of a wide network tends to the interpolant of y of least norm"
                                : "Training adds the interpolant of y - f_0 of least norm to f_0",
                        printed
                                ? "Gradient descent on a wide network converges to the only function of the space of the tangent "
                                        + "kernel that takes the values y and has least norm."
                                : "What gradient descent on a wide network adds to f_0 converges, as the width grows, to the only "
                                        + "function with the values y - f_0 at the data that has least norm in the space of the limit "
                                        + "kernel, which must be positive definite.",
                        printed
                                ? "f_\\infty=\\arg\\min\\{\\|f\\|_{\\mathcal H_\\Theta}:f(x_i)=y_i\\}"
                                : "f_\\infty-f_0\\to\\Theta_\\infty(\\cdot,X)\\Theta_\\infty^{-1}(y-f_0(X))")
                .measured(
                        "ReLU networks on the 20 points, m = 64 to 1024, gradient descent until the residual is gone: the root "
                                + "mean square over the test points of the difference between "
                                + (printed ? "f_inf" : "f_inf - f_0") + " and that interpolant. Its exponent in m must "
                                + "meet -0.5 +- 0.15 by its interval at level 0.999 over initialisations: that of the distance of "
                                + "the kernel at the start from its limit.")
                .hypothesis("Theta positive definite", setting -> {
                    double least = SymmetricEigen.values(WideNet.of(Activation.RELU, 10, 8).limit(WideNet.points()))[0];
                    return new Hypothesis.Finding(least > 0, String.format(java.util.Locale.ROOT,
                            "smallest eigenvalue of Theta on the 20 points: %.4f", least));
                })
                .seconds(10)
                .standard(size -> Setting.of("target", printed ? "y" : "y - f_0", "centred", false, "widths",
                        size == Size.SMOKE ? new double[] {32, 128, 512} : new double[] {64, 128, 256, 512, 1024},
                        "seeds", size == Size.SMOKE ? 10 : 16, "steps", 300))
                .control(setting -> printed
                        ? setting.with("centred", true)
                                .noted("pairs of neurons that cancel at the start, so that f_0 = 0")
                        : setting.with("target", "y").noted("the interpolant of y, without f_0"))
                .replicates(setting -> setting.integer("seeds"))
                .predict(setting -> Quantities.of("exponent", -0.5))
                .measure(MinimumNormClaims::distances)
                .judge((setting, predicted, measured) -> Judgement.all(
                        near("exponent of the distance to the interpolant in m", predicted.scalar("exponent"), 0.15,
                                Exponents.of(setting.reals("widths"), measured, "distance")),
                        Comparison.atMost("largest residual left, relative", 1e-2,
                                Estimate.exact(
                                        measured.stream().mapToDouble(q -> q.scalar("left")).max().orElseThrow()),
                                "trained to the end")))
                .figures((setting, predicted, measured) -> List.of(Exponents.chart("distance",
                        "Distance of the trained network to the interpolant of least norm",
                        "Root mean square over 50 test points.", "distance", setting.reals("widths"), measured,
                        List.of("distance"))));
        return printed
                ? check.refuted()
                        .mistake(
                                "The theorem needs f_0 = 0: a usual network has f_0 of order 1 off the data for every width, "
                                        + "and training adds to it. It also needs Theta positive definite and the limit m to infinity; "
                                        + "that a finite network can interpolate is not enough.")
                        .build()
                : check.build();
    }

    private static Comparison near(String quantity, double predicted, double tolerance, Estimate measured) {
        Estimate expected = Estimate.within(predicted, tolerance);
        return new Comparison(quantity, expected, Comparison.Relation.EQUAL, measured, measured.meets(expected),
                "Student interval at level 0.999, 0.15 for the finite widths");
    }

    private static Quantities distances(Setting setting, int replicate, Seed seed) {
        double[] widths = setting.reals("widths");
        Matrix x = WideNet.points();
        Matrix y = WideNet.labels();
        Matrix there = WideNet.testPoints();
        double[] distances = new double[widths.length];
        double left = 0;
        for (int w = 0; w < widths.length; w++) {
            WideNet net = WideNet.of(Activation.RELU, 10, (int) widths[w]);
            double[] start = seed.at(w).gaussians(net.network().layout().size());
            if (setting.flag("centred")) {
                centre(start, (int) widths[w]);
            }
            double[] end = WideTraining.of(net).descent(start, 6, setting.integer("steps"));
            Matrix before = net.outputs(start, x);
            Matrix beforeThere = net.outputs(start, there);
            boolean whole = setting.text("target").equals("y");
            Matrix interpolant = KernelRegression.of(net.limit(x), whole ? y : y.minus(before), 0)
                    .predict(net.limit(there, x));
            Matrix gained = whole ? net.outputs(end, there) : net.outputs(end, there).minus(beforeThere);
            distances[w] = gained.minus(interpolant).frobeniusNorm() / Math.sqrt(there.rows());
            left = Math.max(left,
                    net.outputs(end, x).minus(y).frobeniusNorm() / before.minus(y).frobeniusNorm());
        }
        return Quantities.of("distance", distances).and("left", left);
    }

    /** The second half of the neurons becomes a copy of the first with the opposite outer weights: f_0 = 0. */
    private static void centre(double[] theta, int m) {
        int half = m / 2;
        int d = theta.length / m - 1;
        System.arraycopy(theta, 0, theta, half * d, half * d);
        for (int r = 0; r < half; r++) {
            theta[m * d + half + r] = -theta[m * d + r];
        }
    }

    private static final double[] NOISE_NORMS = {26.6667917448439, 69.8970590093207};
    private static final double[] SMOOTH_NORMS = {12.02, 10.12};
    private static final List<Activation> BOTH = List.of(Activation.RELU, Activation.TANH);

    /** y^T Theta^-1 y for labels, or for their first coordinate scaled to the same size. */
    private static double[] squaredNorms(boolean noise) {
        Matrix x = WideNet.points();
        Matrix y = WideNet.labels();
        if (!noise) {
            Matrix smooth = Matrix.wrap(x.rows(), 1, x.column(0));
            smooth.scale(y.frobeniusNorm() / smooth.frobeniusNorm());
            y = smooth;
        }
        double[] norms = new double[BOTH.size()];
        for (int a = 0; a < norms.length; a++) {
            norms[a] = KernelRegression.of(WideNet.of(BOTH.get(a), 10, 8).limit(x), y, 0).squaredNorms()[0];
        }
        return norms;
    }

    private static Claim lowNorm() {
        return Check.of("001.5.2.low-norm.printed", Document001.source(PLACE))
                .statement(
                        "Interpolants of the kernel have low norm, whatever the data",
                        "Interpolation with the tangent kernel happens by smooth, stable functions of low norm; nothing is asked "
                                + "of the labels.",
                        "\\|f_\\infty\\|_{\\mathcal H_\\Theta}\\text{ small}")
                .measured(
                        "The squared norm of the interpolant of the 20 labels, which are noise, against that of a linear function "
                                + "of the same size on the same points, for the limit kernels of ReLU and tanh: a norm that is low "
                                + "whatever the data is at most 1.25 times as large.")
                .mistake(
                        "Low is compared with nothing. Noise costs 2.2 times (ReLU) and 6.9 times (tanh) the squared norm of a "
                                + "linear function.")
                .refuted()
                .standard(size -> Setting.of("labels", "noise"))
                .control(setting -> setting.with("labels", "linear")
                        .noted("labels that are a linear function themselves"))
                .predict(setting -> Quantities.of("ratio", 1.25))
                .measure((setting, replicate, seed) -> Quantities
                        .of("norm", squaredNorms(setting.text("labels").equals("noise")))
                        .and("smooth", squaredNorms(false)))
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (int a = 0; a < BOTH.size(); a++) {
                        lines.add(
                                Comparison.atMost("squared norm over that of a linear function, " + BOTH.get(a).name(),
                                        predicted.scalar("ratio"),
                                        Estimate.exact(measured.getFirst().list("norm")[a]
                                                / measured.getFirst().list("smooth")[a]),
                                        "low whatever the data"));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Claim norms() {
        return Check.of("001.5.2.low-norm.corrected", Document001.source(PLACE))
                .statement(
                        "The norm of the interpolant measures how well labels fit the kernel",
                        "The squared norm is y^T Theta^-1 y: near its least value |y|^2 / lambda_max for labels along the first "
                                + "eigenvectors, as a linear function, and large for noise.",
                        "\\|f_\\infty\\|^2_{\\mathcal H_\\Theta}=y^T\\Theta^{-1}y\\in\\big[\\tfrac{\\|y\\|^2}{\\lambda_{\\max}},"
                                + "\\tfrac{\\|y\\|^2}{\\lambda_{\\min}}\\big]")
                .measured(
                        "The four norms against 26.6667917448439 and 69.8970590093207 for noise (1e-8 relative, the quadrature "
                                + "for tanh) and 12.02 and 10.12 for a linear function (half of the last digit), of another program; and "
                                + "the bounds.")
                .standard(size -> Setting.of("power", -1))
                .control(setting -> setting.with("power", 1).noted("y^T Theta y instead"))
                .predict(setting -> Quantities.of("noise", NOISE_NORMS).and("linear", SMOOTH_NORMS))
                .measure((setting, replicate, seed) -> {
                    if (setting.integer("power") == -1) {
                        return Quantities.of("noise", squaredNorms(true)).and("linear", squaredNorms(false));
                    }
                    double[] wrong = new double[BOTH.size()];
                    for (int a = 0; a < wrong.length; a++) {
                        double[] y = WideNet.labels().data();
                        double[] image = WideNet.of(BOTH.get(a), 10, 8).limit(WideNet.points()).times(y);
                        for (int i = 0; i < y.length; i++) {
                            wrong[a] += y[i] * image[i];
                        }
                    }
                    return Quantities.of("noise", wrong).and("linear", squaredNorms(false));
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    double size = Math.pow(WideNet.labels().frobeniusNorm(), 2);
                    for (int a = 0; a < BOTH.size(); a++) {
                        String name = BOTH.get(a).name();
                        double noise = measured.getFirst().list("noise")[a];
                        double linear = measured.getFirst().list("linear")[a];
                        double[] eigen = SymmetricEigen.values(WideNet.of(BOTH.get(a), 10, 8).limit(WideNet.points()));
                        lines.add(Comparison.equal("y^T Theta^-1 y, noise, " + name, predicted.list("noise")[a], noise,
                                1e-8 * predicted.list("noise")[a],
                                "reference, condition of the kernel and quadrature"));
                        lines.add(Comparison.equal("the same for a linear function, " + name,
                                predicted.list("linear")[a], linear, 5e-3, "last digit of the reference"));
                        lines.add(Comparison.atMost("|y|^2 / lambda_max over it, " + name, linear,
                                Estimate.exact(size / eigen[eigen.length - 1]), "Rayleigh quotient"));
                        lines.add(Comparison.atLeast("|y|^2 / lambda_min over noise, " + name, noise,
                                Estimate.exact(size / eigen[0]), "Rayleigh quotient"));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    /** Reference R6: the smallest cases of interpolation with N random features; rows are N = 1 to 5. */
    private static final double[][] R6 = {
        {0.0544444444444444, 0.641111111111111, 0.466666666666667},
        {0.324132231404959, 0.56030303030303, 0.709090909090909},
        {2.99631001297578, 0, 1.35294117647059},
        {3.91158036114013, 0, 1.34588121175944},
        {4.83558085843215, 0, 1.32885927169693}};
    private static final double[] R6_SMALLEST = {6, 0.881966011250105, 0.480583538627225, 0.387832881886542,
        0.404951484557165};

    private static Claim features() {
        return Check.of("001.5.2.features.reference", Document001.source(PLACE))
                .statement(
                        "Least-norm interpolation with 1 to 5 random features, number by number",
                        "Least squares of least norm with the features relu(W x) / sqrt(N) on three points of the plane, for "
                                + "N = 1 to 5 given neurons: norm, training error, prediction, and the smallest eigenvalue that is "
                                + "not 0 of the kernel of the features.",
                        "c=\\Phi^+y,\\quad\\Phi=\\varrho(XW^T)/\\sqrt N")
                .measured("All numbers against those of a program with 50 digits, to 1e-12 of their size.")
                .standard(size -> Setting.of("scale", true))
                .control(setting -> setting.with("scale", false).noted("features without the factor 1/sqrt(N)"))
                .predict(setting -> Quantities.of("all", Arrays.stream(R6).flatMapToDouble(Arrays::stream).toArray())
                        .and("smallest", R6_SMALLEST))
                .measure((setting, replicate, seed) -> {
                    Matrix x = Matrix.of(new double[][] {{0.6, 0.8}, {1, 0}, {-0.8, 0.6}});
                    Matrix y = Matrix.of(new double[][] {{1}, {-1}, {0.5}});
                    Matrix there = Matrix.of(new double[][] {{0, 1}});
                    double[][] w = {{1, 2}, {-1, 1}, {2, -1}, {1, 1}, {-2, 1}};
                    double[] all = new double[15];
                    double[] smallest = new double[5];
                    for (int n = 1; n <= 5; n++) {
                        Matrix weights = Matrix.of(Arrays.copyOf(w, n));
                        double factor = setting.flag("scale") ? 1 / Math.sqrt(n) : 1;
                        Matrix phi = relu(x, weights, factor);
                        KernelDynamics fit = KernelDynamics.of(phi.gram(), y);
                        Evolution end = Evolution.flow(Double.POSITIVE_INFINITY);
                        Matrix rest = fit.train(end).minus(y);
                        all[3 * n - 3] = fit.squaredNorms()[0];
                        all[3 * n - 2] = Math.pow(rest.frobeniusNorm(), 2) / 3;
                        all[3 * n - 1] = fit.predict(end, relu(there, weights, factor).timesTransposed(phi)).get(0, 0);
                        smallest[n - 1] = fit.eigenvalues()[fit.nullity()];
                    }
                    return Quantities.of("all", all).and("smallest", smallest);
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    String[] names = {"|c|^2", "training error", "prediction at (0, 1)"};
                    for (int n = 1; n <= 5; n++) {
                        for (int q = 0; q < 3; q++) {
                            double expected = predicted.list("all")[3 * n - 3 + q];
                            lines.add(Comparison.equal(names[q] + ", N = " + n, expected,
                                    measured.getFirst().list("all")[3 * n - 3 + q], 1e-12 * Math.max(1, expected),
                                    "rounding"));
                        }
                        lines.add(Comparison.equal("smallest eigenvalue that is not 0, N = " + n,
                                predicted.list("smallest")[n - 1], measured.getFirst().list("smallest")[n - 1],
                                1e-12 * 6, "rounding"));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Matrix relu(Matrix x, Matrix weights, double factor) {
        Matrix phi = x.timesTransposed(weights);
        double[] values = phi.data();
        for (int i = 0; i < values.length; i++) {
            values[i] = factor * Math.max(0, values[i]);
        }
        return phi;
    }

    private static Setting peakSetting(Size size, String kernel) {
        return Setting.of("kernel", kernel, "widths", new double[] {5, 10, 15, 20, 30, 40, 80, 160}, "noise", 0.5,
                "draws", size == Size.SMOKE ? 40 : 400);
    }

    /** Test error of the least-norm fit of x_1 with noise on 20 points, and the smallest eigenvalue that is not 0. */
    private static Quantities errors(Setting setting, int replicate, Seed seed) {
        double[] widths = setting.reals("widths");
        double[] error = new double[widths.length];
        double[] smallest = new double[widths.length];
        Matrix x = WideNet.points();
        Matrix there = WideNet.testPoints();
        Matrix y = Matrix.wrap(20, 1, seed.named("noise").gaussians(20));
        y.scale(setting.real("noise"));
        double factor = Math.sqrt(10);
        y.addScaled(factor, Matrix.wrap(20, 1, x.column(0)));
        for (int w = 0; w < widths.length; w++) {
            Matrix kernel;
            Matrix cross;
            if (setting.text("kernel").equals("limit")) {
                WideNet net = WideNet.of(Activation.RELU, 10, (int) widths[w]);
                kernel = net.limit(x);
                cross = net.limit(there, x);
            } else {
                int n = (int) widths[w];
                Matrix weights = Matrix.wrap(n, 10, seed.at(w).gaussians(10 * n));
                Matrix phi = relu(x, weights, 1 / Math.sqrt(n));
                kernel = phi.gram();
                cross = relu(there, weights, 1 / Math.sqrt(n)).timesTransposed(phi);
            }
            KernelDynamics fit = KernelDynamics.of(kernel, y);
            Matrix predicted = fit.predict(Evolution.flow(Double.POSITIVE_INFINITY), cross);
            predicted.addScaled(-factor, Matrix.wrap(there.rows(), 1, there.column(0)));
            error[w] = Math.pow(predicted.frobeniusNorm(), 2) / there.rows();
            smallest[w] = fit.eigenvalues()[fit.nullity()];
        }
        return Quantities.of("error", error).and("smallest", smallest);
    }

    private static double[] medians(List<Quantities> measured, String name) {
        double[] medians = new double[measured.getFirst().list(name).length];
        for (int w = 0; w < medians.length; w++) {
            int at = w;
            double[] sorted = measured.stream().mapToDouble(q -> q.list(name)[at]).sorted().toArray();
            medians[w] = sorted[sorted.length / 2];
        }
        return medians;
    }

    private static int indexOf(double[] values, double value) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == value) {
                return i;
            }
        }
        throw new IllegalArgumentException("widths: " + value + " is not among " + Arrays.toString(values));
    }

    private static Figure peakFigure(Setting setting, List<Quantities> measured) {
        double[] widths = setting.reals("widths");
        return new Figure.Chart("peak", "Test error and smallest eigenvalue against the width",
                "Medians over " + measured.size() + " draws of the least-norm fit on 20 points, "
                        + (setting.text("kernel").equals("limit")
                                ? "with the kernel of infinite width, in which there is no width."
                                : "with N random features: the eigenvalue is least, and the error largest, at N = 20."),
                Axis.log("width N", "neurons"), Axis.log("median"), List.of(
                        new Series.Line("test error", Role.MEASURED, widths, medians(measured, "error")),
                        new Series.Line("smallest eigenvalue that is not 0", Role.MEASURED, widths,
                                medians(measured, "smallest"))));
    }

    private static Claim peakPrinted() {
        return Check.of("001.5.2.peak.printed", Document001.source("sections 5.1 and 5.2"))
                .statement(
                        "The limit kernel explains the peak of the test error",
                        "The peak of the test error at the width where the network begins to interpolate is explained by the "
                                + "dynamics in the space of the tangent kernel of infinite width.",
                        "m\\approx n:\\ \\mathcal L_{gen}\\uparrow")
                .measured(
                        "The median test error of the least-norm fit of a noisy linear function on the 20 points, as a function of "
                                + "the width: an explanation gives at least twice the error at N = 20 as at N = 160.")
                .mistake(
                        "There is no width in the limit kernel, so its predictor has no peak; the explanation stops where it is "
                                + "needed.")
                .refuted()
                .standard(size -> peakSetting(size, "limit"))
                .control(setting -> setting.with("kernel", "features").noted("N random features instead of the limit"))
                .replicates(setting -> setting.integer("draws"))
                .predict(setting -> Quantities.of("ratio", 2))
                .measure(MinimumNormClaims::errors)
                .judge((setting, predicted, measured) -> {
                    double[] errors = medians(measured, "error");
                    double[] widths = setting.reals("widths");
                    return Judgement.all(Comparison.atLeast("median error at N = 20 over that at N = 160",
                            predicted.scalar("ratio"),
                            Estimate.exact(errors[indexOf(widths, 20)] / errors[indexOf(widths, 160)]),
                            "a peak"));
                })
                .figures((setting, predicted, measured) -> List.of(peakFigure(setting, measured)))
                .build();
    }

    private static Claim peakCorrected() {
        return Check.of("001.5.2.peak.corrected", Document001.source("sections 5.1 and 5.2"))
                .statement(
                        "The peak comes from a kernel of finite width that is nearly singular",
                        "With N random features the smallest eigenvalue that is not 0 of their kernel is least where N is the "
                                + "number of data, and there the least-norm fit has its largest test error.",
                        "\\arg\\min_N\\lambda_{\\min}^+(\\Phi\\Phi^T)=\\arg\\max_N\\mathcal L_{gen}=n")
                .measured(
                        "N = 5 to 160 random ReLU features on the 20 points, a linear function with noise: the N at which the "
                                + "median smallest eigenvalue is least, and that at which the median test error is largest, are both 20; "
                                + "the error there is at least 5 times that at N = 160.")
                .standard(size -> peakSetting(size, "features"))
                .control(setting -> setting.with("kernel", "limit").noted("the kernel of infinite width"))
                .replicates(setting -> setting.integer("draws"))
                .predict(setting -> Quantities.of("width", 20).and("ratio", 5))
                .measure(MinimumNormClaims::errors)
                .judge((setting, predicted, measured) -> {
                    double[] errors = medians(measured, "error");
                    double[] smallest = medians(measured, "smallest");
                    double[] widths = setting.reals("widths");
                    double top = widths[indexOf(errors, Arrays.stream(errors).max().orElseThrow())];
                    double low = widths[indexOf(smallest, Arrays.stream(smallest).min().orElseThrow())];
                    return Judgement.all(
                            Comparison.equal("N of the least eigenvalue", predicted.scalar("width"), low, 0,
                                    "medians over draws, among the N taken"),
                            Comparison.equal("N of the largest test error", predicted.scalar("width"), top, 0,
                                    "medians over draws, among the N taken"),
                            Comparison.atLeast("median error at N = 20 over that at N = 160", predicted.scalar("ratio"),
                                    Estimate.exact(errors[indexOf(widths, 20)] / errors[indexOf(widths, 160)]),
                                    "a peak"));
                })
                .figures((setting, predicted, measured) -> List.of(peakFigure(setting, measured)))
                .build();
    }
}
