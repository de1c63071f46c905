package org.paisaje.claims.catalogue.document001;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Hypothesis;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.theory.kernel.KernelRegression;

/** Section 5.2: training as interpolation of least norm, and what that norm says of the labels. */
final class MinimumNormClaims {
    private static final String PLACE = "section 5.2";
    private static final String THEOREM = "section 5.2, theorem";

    private MinimumNormClaims() {}

    static List<Claim> all() {
        return List.of(theorem(true), theorem(false), lowNorm(), norms());
    }

    private static Claim theorem(boolean printed) {
        var check = ClaimBuilder
                .of("001.5.2.theorem." + (printed ? "printed" : "corrected"), Document001.source(THEOREM))
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
                        Comparison.near("exponent of the distance to the interpolant in m",
                                predicted.scalar("exponent"), 0.15,
                                Exponents.of(setting.reals("widths"), measured, "distance"),
                                "Student interval at level 0.999, 0.15 for the finite widths"),
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
        return ClaimBuilder.of("001.5.2.low-norm.printed", Document001.source(PLACE))
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
        return ClaimBuilder.of("001.5.2.low-norm.corrected", Document001.source(PLACE))
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
}
