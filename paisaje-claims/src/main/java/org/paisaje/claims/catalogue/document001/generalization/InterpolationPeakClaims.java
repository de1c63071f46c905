package org.paisaje.claims.catalogue.document001.generalization;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.claims.catalogue.document001.setup.Keys001;
import org.paisaje.claims.catalogue.document001.setup.Source001;
import org.paisaje.claims.catalogue.document001.setup.WideNet;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.study.Comparison;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.kernel.flow.Evolution;
import org.paisaje.theory.kernel.flow.KernelDynamics;

/** Sections 5.1 and 5.2: what interpolation of least norm explains of the peak of the test error. */
public final class InterpolationPeakClaims {
    private static final String PEAK = "sections 5.1 and 5.2";

    /** Reference R6: the smallest cases of interpolation with N random features; rows are N = 1 to 5. */
    private static final double[][] R6 = {
        {0.0544444444444444, 0.641111111111111, 0.466666666666667},
        {0.324132231404959, 0.56030303030303, 0.709090909090909},
        {2.99631001297578, 0, 1.35294117647059},
        {3.91158036114013, 0, 1.34588121175944},
        {4.83558085843215, 0, 1.32885927169693}};
    private static final double[] R6_SMALLEST = {6, 0.881966011250105, 0.480583538627225, 0.387832881886542,
        0.404951484557165};

    /** Above 0: an interval of length 0 at 0, as for equal kernels, contradicts. */
    private static final double ABOVE = Math.ulp(1.0);

    private InterpolationPeakClaims() {}

    /** The claims, in the order of the text. */
    public static List<Claim> all() {
        return List.of(features(), peak());
    }

    /** The largest eigenvalue of a kernel of the features, 6, over the smallest that is not 0, .388. */
    private static final double CONDITION = 16;

    private static Claim features() {
        return ClaimBuilder.of("001.5.2.features.reference", Source001.at("section 5.2"))
                .statement(
                        "Least-norm interpolation with 1 to 5 random features, number by number",
                        "Least squares of least norm with the features relu(W x) / sqrt(N) on three points of the plane, for "
                                + "N = 1 to 5 given neurons: norm, training error, prediction, and the smallest eigenvalue that is "
                                + "not 0 of the kernel of the features.",
                        "c=\\Phi^+y,\\quad\\Phi=\\varrho(XW^T)/\\sqrt N")
                .quoted(
                        "Esta función $f^{\\infty}$ pertenece a la RKHS generada por $\\Theta$, y es la única que interpola los datos "
                                + "minimizando la norma funcional $\\|f\\|_{\\mathcal{H}_{\\Theta}}$",
                        "section 5.2")
                .measured(
                        "All numbers against those of a program with 50 digits, up to rounding times the condition of the kernel.")
                .standard(size -> Setting.of(Keys001.SCALE.is(true)))
                .control(setting -> setting.with(Keys001.SCALE, false).noted("features without the factor 1/sqrt(N)"))
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
                        double factor = setting.get(Keys001.SCALE) ? 1 / Math.sqrt(n) : 1;
                        Matrix phi = relu(x, weights, factor);
                        KernelDynamics fit = KernelDynamics.of(phi.gram(), y);
                        Evolution end = Evolution.flow(Double.POSITIVE_INFINITY);
                        Matrix residual = fit.train(end).minus(y);
                        all[3 * n - 3] = fit.squaredNorms()[0];
                        all[3 * n - 2] = Math.pow(residual.frobeniusNorm(), 2) / 3;
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
                            lines.add(Comparison.equal(names[q] + ", N = " + n,
                                    expected, measured.getFirst().list("all")[3 * n - 3 + q],
                                    Rounding.of(50).on(Math.max(1, expected)).times(CONDITION)));
                        }
                        lines.add(Comparison.equal("smallest eigenvalue that is not 0, N = " + n,
                                predicted.list("smallest")[n - 1],
                                measured.getFirst().list("smallest")[n - 1], Rounding.of(50).on(6)));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    /** The features {@code factor relu(x W^T)}, one column for each row of W. */
    static Matrix relu(Matrix x, Matrix weights, double factor) {
        Matrix phi = x.timesTransposed(weights);
        double[] values = phi.data();
        for (int i = 0; i < values.length; i++) {
            values[i] = factor * Math.max(0, values[i]);
        }
        return phi;
    }

    private static Setting peakSetting(Size size, String kernel) {
        return Setting.of(Keys001.KERNEL.among("features", "limit").is(kernel),
                Keys001.WIDTHS.is(new double[] {5, 10, 15, 20, 30, 40, 80, 160}), Keys001.NOISE.is(0.5),
                Keys001.DRAWS.is(size == Size.SMOKE ? 100 : 400));
    }

    /** Test error of the least-norm fit of x_1 with noise on 20 points, and the smallest eigenvalue that is not 0. */
    private static Quantities errors(Setting setting, int replicate, Seed seed) {
        double[] widths = setting.get(Keys001.WIDTHS);
        double[] error = new double[widths.length];
        double[] smallest = new double[widths.length];
        Matrix x = WideNet.points();
        Matrix there = WideNet.testPoints();
        Matrix y = Matrix.wrap(20, 1, seed.named("noise").gaussians(20));
        y.scale(setting.get(Keys001.NOISE));
        double factor = Math.sqrt(10);
        y.addScaled(factor, Matrix.wrap(20, 1, x.column(0)));
        for (int w = 0; w < widths.length; w++) {
            Matrix kernel;
            Matrix cross;
            if (setting.get(Keys001.KERNEL).equals("limit")) {
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

    /** The median over draws of each entry of a list. */
    static double[] medians(List<Quantities> measured, String name) {
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
        double[] widths = setting.get(Keys001.WIDTHS);
        return new Figure.Chart("peak", "Test error and smallest eigenvalue against the width",
                "Medians over " + measured.size() + " draws of the least-norm fit on 20 points, "
                        + (setting.get(Keys001.KERNEL).equals("limit")
                                ? "with the kernel of infinite width, in which there is no width."
                                : "with N random features: the eigenvalue is least, and the error largest, at N = 20."),
                Axis.log("width N", "neurons"), Axis.log("median"), List.of(
                        new Series.Line("test error", Role.MEASURED, widths, medians(measured, "error")),
                        new Series.Line("smallest eigenvalue that is not 0", Role.MEASURED, widths,
                                medians(measured, "smallest"))));
    }

    private static Claim peak() {
        return ClaimBuilder.of("001.5.2.peak", Source001.at(PEAK))
                .statement(
                        "The peak comes from a kernel of finite width that is nearly singular",
                        "With N random features the smallest eigenvalue that is not 0 of their kernel is least where N is the "
                                + "number of data, and there the least-norm fit has its largest test error.",
                        "\\arg\\min_N\\lambda_{\\min}^+(\\Phi\\Phi^T)=\\arg\\max_N\\mathcal L_{gen}=n")
                .quoted(
                        "En el punto de interpolación, la red comienza a sobreajustar estructuras espurias, lo que aumenta temporalmente "
                                + "el error de generalización.",
                        "section 5.1")
                .measured(
                        "N = 5 to 160 random ReLU features on the 20 points, a linear function with noise: at each other N, draw by draw, "
                                + "the logarithm of the test error at N = 20 over that at N, and of the smallest eigenvalue at N over that at "
                                + "20. All their means must be above 0 by their intervals.")
                .mistake(
                        "The text sets out to explain double descent by the kernel of infinite width. It explains the far end, where the "
                                + "least norm is that of one kernel; there is no width in that kernel, and the peak is one of finite "
                                + "width. That is the control.")
                .standard(size -> peakSetting(size, "features"))
                .control(setting -> setting.with(Keys001.KERNEL, "limit").noted("the kernel of infinite width"))
                .replicates(setting -> setting.get(Keys001.DRAWS))
                .predict(setting -> Quantities.of("width", 20).and("log ratio, at least", 0))
                .measure(InterpolationPeakClaims::errors)
                .judge((setting, predicted, measured) -> {
                    double[] widths = setting.get(Keys001.WIDTHS);
                    int top = indexOf(widths, predicted.scalar("width"));
                    int comparisons = 2 * (widths.length - 1);
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < widths.length; k++) {
                        if (k != top) {
                            lines.add(LogRatios.atLeast(
                                    "log of the test error at N = 20 over that at N = " + (int) widths[k],
                                    ABOVE, measured, "error", top, k, comparisons));
                            lines.add(LogRatios.atLeast(
                                    "log of the smallest eigenvalue at N = " + (int) widths[k] + " over that at 20",
                                    ABOVE, measured, "smallest", k, top, comparisons));
                        }
                    }
                    return Judgement.all(lines);
                })
                .figures((setting, predicted, measured) -> List.of(peakFigure(setting, measured)))
                .build();
    }
}
