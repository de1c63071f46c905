package org.paisaje.claims.catalogue.document001.convergence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
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
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Cholesky;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.kernel.InfiniteNetwork;
import org.paisaje.theory.kernel.WideKernels;
import org.paisaje.theory.kernel.width.WidthLaw;

/** Section 3.2, proof, step 1: whether the start lies in the space of the kernel. */
public final class MarginStartClaims {
    private MarginStartClaims() {}

    /** The claims, in the order of the text. */
    public static List<Claim> all() {
        return List.of(startPrinted(), startCorrected(), ownStart());
    }

    private static final String STARTS = "f_{\\theta(t)}\\in\\mathcal H_\\Theta\\ \\forall t";

    private static Claim startPrinted() {
        return start("001.3.2.start.printed", 10.0)
                .statement(
                        "The trained function stays in the space of the limit kernel",
                        "First reading: f_theta(t) lies in the space of the kernel of infinite width for every t, from t = 0 on; in any "
                                + "dimension d of the inputs.",
                        STARTS)
                .quoted(
                        "La secuencia de funciones $f_{\\theta(t)}$ permanece en $\\mathcal{H}_{\\Theta}$ para todo t.",
                        "section 3.2, proof, step 1")
                .mistake(
                        "A random f_0 is not in the space for d >= 3 (a zero-one law of Driscoll, from memory): the mean of its squared "
                                + "norm on n points is tr(Theta^-1 K), which grows without bound, like log n for d = 3 and like n^((d-3)/(d-1)) for "
                                + "d > 3, since with the degree k the eigenvalues of Theta fall like k^-d and those of K like k^-(d+2), and "
                                + "there are of order k^(d-2) harmonics of degree k; here d = 10 is measured. f_t - f_0 is in "
                                + "the space. Other readings: with d = 2 it holds, see 001.3.2.start.corrected; with the kernel of the "
                                + "finite network itself it holds at t = 0, see 001.3.2.start.own.")
                .refuted()
                .control(setting -> setting.with(Keys001.D, 2).noted("points of the circle, where it is bounded"))
                .build();
    }

    private static Claim startCorrected() {
        return start("001.3.2.start.corrected", 2.0)
                .statement(
                        "On the circle the start lies in the space of the kernel",
                        "For d = 2 the mean squared norm of f_0 on n points, tr(Theta^-1 K), stays bounded: between 2.6 and 2.9 for "
                                + "n up to 800.",
                        "d=2:\\quad\\sup_n\\operatorname{tr}\\big(\\Theta(X_n,X_n)^{-1}K(X_n,X_n)\\big)<\\infty")
                .control(setting -> setting.with(Keys001.D, 10).noted("ten dimensions"))
                .build();
    }

    private static ClaimBuilder start(String id, double d) {
        return ClaimBuilder.of(id, Source001.at("Section 3.2, proof, step 1"))
                .measured(
                        "f_0^T Theta^-1 f_0 for ReLU networks of width 4096 (512 at the smallest size) on more and more points of the sphere, with the kernel "
                                + "of infinite width: its exponent in n over initialisations. For a function of the space it is 0. The rival "
                                + "is the exponent of tr(Theta^-1 K) at the same n for d = 3, the least dimension in which f_0 is not in the space; "
                                + "told from each other by the interval from the fit of a power to that with a correction of order 1/n. As a check of the measurement the mean at the largest n must agree "
                                + "with tr(Theta^-1 K).")
                .seconds(20)
                .standard(size -> Setting.of(Keys001.D.is((int) d), Keys001.SIZES.is(
                        size == Size.SMOKE ? new double[] {25, 50, 100} : new double[] {100, 200, 400, 800}),
                        Keys001.WIDTH.is(size == Size.SMOKE ? 512 : 4096),
                        Keys001.SEEDS.is(size == Size.SMOKE ? 60 : 100)))
                .predict(setting -> {
                    double[] points = setting.get(Keys001.SIZES);
                    return Quantities.of("exponent", Powers.law(0, WidthLaw.slope(points, traces(3, points))))
                            .and("trace", traces(setting.get(Keys001.D), points));
                })
                .measure(MarginStartClaims::startNorms)
                .judge((setting, predicted, measured) -> {
                    double[] points = setting.get(Keys001.SIZES);
                    int last = points.length - 1;
                    List<Quantities> starts = starts(setting, measured);
                    Estimate mean = Exponents
                            .mean(starts.stream().mapToDouble(q -> q.list("norms")[last]).toArray(), 2);
                    return Judgement.all(
                            Powers.line("exponent of |f_0|^2 in n", predicted.list("exponent"),
                                    Exponents.hull(List.of(Exponents.of(points, starts, "norms", 2),
                                            Exponents.limit(points, starts, "norms", 2))),
                                    starts.size(), 2),
                            Comparison.told("mean of |f_0|^2, n = " + (long) points[last],
                                    predicted.list("trace")[last], mean, "Student's interval at " + Level.words(2),
                                    predicted.list("trace")[last] / 2, 2 * predicted.list("trace")[last]).asSanity());
                })
                .figures((setting, predicted, measured) -> List.of(new Figure.Chart(
                        "start", "The squared norm of f_0 in the space of the kernel",
                        "ReLU, points of the sphere in " + setting.get(Keys001.D)
                                + " dimensions. A function of the space keeps it "
                                + "bounded.",
                        Axis.log("points n"), Axis.log("mean squared norm"),
                        List.of(
                                new Series.Line("tr(Theta^-1 K)", Role.THEORY, setting.get(Keys001.SIZES),
                                        predicted.list("trace")),
                                new Series.Points("networks", Role.MEASURED, setting.get(Keys001.SIZES),
                                        means(starts(setting, measured), setting.get(Keys001.SIZES).length))))));
    }

    /** All initialisations in one replicate, so that each kernel is factored once. */
    private static Quantities startNorms(Setting setting, int replicate, Seed seed) {
        double[] points = setting.get(Keys001.SIZES);
        int seeds = setting.get(Keys001.SEEDS);
        WideNet net = WideNet.of(Activation.RELU, setting.get(Keys001.D), setting.get(Keys001.WIDTH));
        double[][] norms = new double[seeds][points.length];
        for (int k = 0; k < points.length; k++) {
            Matrix x = WideNet.sphere(31, (int) points[k], setting.get(Keys001.D));
            Cholesky factor = factor(net.limit(x));
            for (int s = 0; s < seeds; s++) {
                Matrix f = net.outputs(seed.at(s).gaussians(net.network().layout().size()), x);
                norms[s][k] = f.transposedTimes(factor.solve(f)).get(0, 0);
            }
        }
        Quantities result = Quantities.NONE;
        for (int s = 0; s < seeds; s++) {
            result = result.and("start " + s, norms[s]);
        }
        return result;
    }

    private static List<Quantities> starts(Setting setting, List<Quantities> measured) {
        return IntStream.range(0, setting.get(Keys001.SEEDS))
                .mapToObj(s -> Quantities.of("norms", measured.getFirst().list("start " + s)))
                .toList();
    }

    private static double[] means(List<Quantities> measured, int count) {
        double[] means = new double[count];
        Arrays.setAll(means, k -> measured.stream().mapToDouble(q -> q.list("norms")[k]).average().orElseThrow());
        return means;
    }

    private static Cholesky factor(Matrix kernel) {
        return Cholesky.of(kernel).orThrow();
    }

    private static double[] traces(int d, double[] points) {
        return Arrays.stream(points).map(n -> trace(d, (int) n)).toArray();
    }

    private static double trace(int d, int n) {
        WideNet net = WideNet.of(Activation.RELU, d, 1);
        WideKernels kernels = InfiniteNetwork.of(net.network()).kernels(net.inputs(WideNet.sphere(31, n, d)));
        // By eigenvalues, where norms are measured by a Cholesky factor.
        SymmetricEigen eigen = SymmetricEigen.of(kernels.ntk());
        double trace = 0;
        for (int i = 0; i < n; i++) {
            double[] vector = eigen.vectors().row(i);
            double[] image = kernels.nngp().times(vector);
            double form = 0;
            for (int j = 0; j < n; j++) {
                form += vector[j] * image[j];
            }
            trace += form / eigen.values()[i];
        }
        return trace;
    }

    private static Claim ownStart() {
        return ClaimBuilder.of("001.3.2.start.own", Source001.at("Section 3.2, proof, step 1"))
                .statement(
                        "The start lies in the space of the network's own kernel",
                        "Second reading: with the kernel at theta_0 of the network of finite width f_0 is a combination of the "
                                + "derivatives in a, with coefficients a, so that its norm is at most |a|, on every number of points.",
                        "f_0=\\sum_ra_r\\,\\partial_{a_r}f_0\\ \\Rightarrow\\ \\|f_0\\|_{\\Theta_0}\\le\\|a\\|")
                .quoted(
                        "La secuencia de funciones $f_{\\theta(t)}$ permanece en $\\mathcal{H}_{\\Theta}$ para todo t.",
                        "section 3.2, proof, step 1")
                .measured(
                        "f_0^T Theta_0^-1 f_0 on more and more points of the sphere in ten dimensions, for ReLU and tanh networks of "
                                + "width 64, over |a|^2: at most 1 on every number of points, in every initialisation.")
                .mistake(
                        "|a| grows like sqrt m: this says nothing about the limit of infinite width. After the start it is true of the "
                                + "linearised network only.")
                .standard(size -> Setting.of(Keys001.SIZES.is(new double[] {25, 100, 400}), Keys001.WIDTH.is(64),
                        Keys001.SEEDS.is(size == Size.SMOKE ? 4 : 20),
                        Keys001.KERNEL.among("own", "another").is("own")))
                .control(setting -> setting.with(Keys001.KERNEL, "another")
                        .noted("the kernel of a network drawn independently"))
                .replicates(setting -> setting.get(Keys001.SEEDS))
                .predict(setting -> Quantities.of("ratio", 1))
                .measure((setting, replicate, seed) -> {
                    double[] points = setting.get(Keys001.SIZES);
                    double[] ratios = new double[points.length];
                    for (Activation activation : MarginClaims.ACTIVATIONS) {
                        WideNet net = WideNet.of(activation, 10, setting.get(Keys001.WIDTH));
                        double[] theta = seed.named("own").gaussians(net.network().layout().size());
                        double[] kernelAt = setting.get(Keys001.KERNEL).equals("own")
                                ? theta
                                : seed.named("another").gaussians(theta.length);
                        double outer = 0;
                        for (int i = 10 * setting.get(Keys001.WIDTH); i < theta.length; i++) {
                            outer += theta[i] * theta[i];
                        }
                        for (int k = 0; k < points.length; k++) {
                            Matrix x = WideNet.sphere(31, (int) points[k], 10);
                            Matrix f = net.outputs(theta, x);
                            double norm = f.transposedTimes(factor(net.ntk(kernelAt, x)).solve(f)).get(0, 0);
                            ratios[k] = Math.max(ratios[k], norm / outer);
                        }
                    }
                    return Quantities.of("ratio", ratios);
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    double[] points = setting.get(Keys001.SIZES);
                    for (int k = 0; k < points.length; k++) {
                        int at = k;
                        lines.add(Comparison.atMost("largest |f_0|^2 / |a|^2, n = " + (long) points[k],
                                predicted.scalar("ratio"),
                                Estimate.exact(
                                        measured.stream().mapToDouble(q -> q.list("ratio")[at]).max().orElseThrow()),
                                "the length of a projection of a"));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }
}
