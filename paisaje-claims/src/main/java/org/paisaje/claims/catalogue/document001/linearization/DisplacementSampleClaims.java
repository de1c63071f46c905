package org.paisaje.claims.catalogue.document001.linearization;

import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.claims.catalogue.document001.setup.Keys001;
import org.paisaje.claims.catalogue.document001.setup.Powers;
import org.paisaje.claims.catalogue.document001.setup.Source001;
import org.paisaje.claims.catalogue.document001.setup.WideNet;
import org.paisaje.claims.catalogue.document001.setup.WideTraining;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Cholesky;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.study.Comparison;
import org.paisaje.theory.kernel.InfiniteNetwork;
import org.paisaje.theory.kernel.WideKernels;
import org.paisaje.theory.kernel.width.WidthLaw;

/** Section 3.3, step 3: how far the parameters move, by the number of points. */
public final class DisplacementSampleClaims {
    /** How far labels lie from f_0 in the control. */
    private static final double PUSH = 3;

    private DisplacementSampleClaims() {}

    /** The claim. */
    public static List<Claim> all() {
        return List.of(ofSamples());
    }

    private static Claim ofSamples() {
        return ClaimBuilder.of("001.3.3.displacement.samples", Source001.at("Section 3.3, step 3"))
                .statement(
                        "The distance that the parameters move grows with the number of points",
                        "With standard normal labels the mean of |theta_inf - theta_0|^2 over labels and initialisations tends with "
                                + "the width to "
                                + "tr(Theta^-1 (K + I)), K being the covariance of f_0 at infinite width; it grows with n.",
                        "E\\|\\theta_\\infty-\\theta_0\\|^2\\to\\operatorname{tr}\\big(\\Theta_\\infty^{-1}(K+I)\\big)")
                .measured(
                        "ReLU networks on 5 to 40 points of the sphere. Linearised at theta_0 the squared displacement is "
                                + "(y - f_0)^T Theta_0^-1 (y - f_0), whose mean over the labels is tr Theta_0^-1 + f_0^T Theta_0^-1 f_0; this is "
                                + "averaged over many initialisations at two widths, and a correction of order 1/m taken away. At the largest n "
                                + "its interval must hold the trace and exclude tr Theta^-1, what it would be for f_0 = 0, and the trace at the smallest n. Its exponent in n must hold "
                                + "that of the traces and exclude 0. And networks that are trained by descent on fresh labels must move as far, on the "
                                + "smallest number of points, where these widths are large: the ratio of the squares, without what two widths show of a correction of order m^(-1/2) to 1/m, must hold 1 and exclude the ratio for f_0 = 0.")
                .quoted("permanece acotada por $\\mathcal{O}(1)$", "section 3.3, step 3")
                .mistake(
                        "O(1) in the width, but not a constant C: the C of step 3 depends on the data and grows with n.")
                .seconds(5)
                .standard(size -> Setting.of(
                        Keys001.SIZES.is(size == Size.SMOKE ? new double[] {5, 20} : new double[] {5, 10, 20, 40}),
                        Keys001.WIDTHS.is(size == Size.SMOKE ? new double[] {128, 256} : new double[] {256, 1024}),
                        Keys001.SEEDS.is(24),
                        Keys001.DRAWS.is(size == Size.SMOKE ? 10 : 20),
                        Keys001.LABELS.among("normal", "fastest").is("normal")))
                .control(setting -> setting.with(Keys001.LABELS, "fastest")
                        .noted("labels at a fixed distance from f_0, along the eigenvector of the largest eigenvalue"))
                .replicates(setting -> setting.get(Keys001.SEEDS))
                .predict(setting -> Quantities.of("trace", traces(setting, 1)).and("labels", traces(setting, 0)))
                .measure(DisplacementSampleClaims::squares)
                .judge((setting, predicted, measured) -> {
                    double[] points = setting.get(Keys001.SIZES);
                    double[] traces = predicted.list("trace");
                    int last = points.length - 1;
                    String origin = "Student's interval over " + measured.size() + " replicates at " + Level.words(3);
                    double[] widths = setting.get(Keys001.WIDTHS);
                    return Judgement.all(
                            Comparison.told("mean squared displacement, n = " + (long) points[last], traces[last],
                                    Exponents.mean(
                                            measured.stream().mapToDouble(q -> q.list("squares")[last]).toArray(),
                                            3),
                                    origin, predicted.list("labels")[last], traces[0]),
                            Powers.line("exponent of the squared displacement in n",
                                    Powers.law(WidthLaw.slope(points, traces), 0), points, measured, "squares", 3),
                            Comparison.told("squared displacement of trained networks over the linearised one, n = "
                                    + (long) points[0], 1,
                                    Exponents.hull(List.of(Exponents.extrapolated(widths, measured, "ratio", 0.5, 3),
                                            Exponents.extrapolated(widths, measured, "ratio", 1, 3))),
                                    origin, predicted.list("labels")[0] / traces[0]));
                })
                .build();
    }

    /** The trace of {@code Theta^-1 (share K + I)} for each number of points. */
    private static double[] traces(Setting setting, double share) {
        WideNet net = WideNet.of(Activation.RELU, 10, 1);
        return Arrays.stream(setting.get(Keys001.SIZES)).map(n -> {
            WideKernels kernels = InfiniteNetwork.of(net.network())
                    .kernels(net.inputs(WideNet.sphere(1, (int) n, 10)));
            Matrix covariance = kernels.nngp();
            covariance.scale(share);
            covariance.addToDiagonal(1);
            return trace(Cholesky.of(kernels.ntk()).orThrow().solve(covariance));
        }).toArray();
    }

    private static double trace(Matrix matrix) {
        double trace = 0;
        for (int i = 0; i < matrix.rows(); i++) {
            trace += matrix.get(i, i);
        }
        return trace;
    }

    private static Quantities squares(Setting setting, int replicate, Seed seed) {
        double[] points = setting.get(Keys001.SIZES);
        double[] widths = setting.get(Keys001.WIDTHS);
        int draws = setting.get(Keys001.DRAWS);
        double factor = widths[1] / widths[0];
        double[] squares = new double[points.length];
        for (int draw = 0; draw < draws; draw++) {
            for (int w = 0; w < 2; w++) {
                WideNet net = WideNet.of(Activation.RELU, 10, (int) widths[w]);
                double[] theta = seed.at(draw).at(w).gaussians(net.network().layout().size());
                for (int k = 0; k < points.length; k++) {
                    squares[k] += (w == 1 ? factor : -1) / (factor - 1) / draws
                            * linearised(setting, net, theta, WideNet.sphere(1, (int) points[k], 10));
                }
            }
        }
        double[] ratio = new double[2];
        int n = (int) points[0];
        Matrix x = WideNet.sphere(1, n, 10);
        for (int w = 0; w < 2; w++) {
            WideNet net = WideNet.of(Activation.RELU, 10, (int) widths[w]);
            double[] theta = seed.named("trained").at(w).gaussians(net.network().layout().size());
            Matrix kernel = net.ntk(theta, x);
            double[] values = SymmetricEigen.values(kernel);
            Matrix y = Matrix.wrap(n, 1, seed.named("labels").gaussians(n));
            // lambda_min / n falls like n^-1.5: as many decay times at every n.
            double eta = n / values[n - 1];
            double[] end = new WideTraining(net, x, y, eta).descent(theta, eta,
                    (int) Math.ceil(10 * Math.pow(n, 1.5) / eta));
            Matrix residual = y.minus(net.outputs(theta, x));
            ratio[w] = Math.pow(WideTraining.distance(end, theta), 2)
                    / residual.transposedTimes(Cholesky.of(kernel).orThrow().solve(residual)).get(0, 0);
        }
        return Quantities.of("squares", squares).and("ratio", ratio);
    }

    /** The mean over labels of the squared displacement of the network linearised at theta. */
    private static double linearised(Setting setting, WideNet net, double[] theta, Matrix x) {
        int n = x.rows();
        Matrix kernel = net.ntk(theta, x);
        if (setting.get(Keys001.LABELS).equals("fastest")) {
            return PUSH * PUSH / SymmetricEigen.values(kernel)[n - 1];
        }
        Cholesky factor = Cholesky.of(kernel).orThrow();
        Matrix start = net.outputs(theta, x);
        return trace(factor.solve(Matrix.identity(n))) + start.transposedTimes(factor.solve(start)).get(0, 0);
    }
}
