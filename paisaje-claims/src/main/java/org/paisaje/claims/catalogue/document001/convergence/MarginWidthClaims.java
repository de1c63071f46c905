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
import org.paisaje.claims.Quotation;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.Statement;
import org.paisaje.claims.Unexecutable;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.claims.catalogue.document001.setup.Keys001;
import org.paisaje.claims.catalogue.document001.setup.Powers;
import org.paisaje.claims.catalogue.document001.setup.Source001;
import org.paisaje.claims.catalogue.document001.setup.WideNet;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Cholesky;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Layout;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.start.Parametrization;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.kernel.InfiniteNetwork;
import org.paisaje.theory.kernel.WideKernels;
import org.paisaje.theory.kernel.flow.KernelFlow;
import org.paisaje.theory.kernel.margin.MarginStudy;
import org.paisaje.theory.kernel.margin.MaxMargin;
import org.paisaje.theory.kernel.margin.NetworkMarginStudy;

/** Section 3.2, what becomes of the theorem for networks: the start, finite width, and what reference [5] proves. */
public final class MarginWidthClaims {
    private static final String PLACE = "Section 3.2, Theorem";
    private static final String STARTS = "f_{\\theta(t)}\\in\\mathcal H_\\Theta\\ \\forall t";

    private MarginWidthClaims() {}

    /** The claims, in the order of the text. */
    public static List<Claim> all() {
        return List.of(startPrinted(), startCorrected(), ownStart(), finite(), outputLayer(), reference());
    }

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
                        "A random f_0 is not in the space for d >= 3: the mean of its squared norm on n points is tr(Theta^-1 K), "
                                + "which grows without bound, like n^0.66 in ten dimensions (a zero-one law of Driscoll). f_t - f_0 is in "
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
                                + "of infinite width: its exponent in n over initialisations. For a function of the space it is 0, "
                                + "for others at least 1/2; told from each other by the interval from the fit of a power to that with a correction of order 1/n. As a check of the measurement the mean at the largest n must agree "
                                + "with tr(Theta^-1 K).")
                .seconds(20)
                .standard(size -> Setting.of(Keys001.D.is((int) d), Keys001.SIZES.is(
                        size == Size.SMOKE ? new double[] {25, 50, 100} : new double[] {100, 200, 400, 800}),
                        Keys001.WIDTH.is(size == Size.SMOKE ? 512 : 4096),
                        Keys001.SEEDS.is(size == Size.SMOKE ? 60 : 100)))
                .predict(setting -> {
                    double[] points = setting.get(Keys001.SIZES);
                    return Quantities.of("exponent", Powers.law(0, 0.5))
                            .and("trace", Arrays.stream(points).map(n -> trace(setting, (int) n)).toArray());
                })
                .measure(MarginWidthClaims::startNorms)
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

    private static double trace(Setting setting, int n) {
        WideNet net = WideNet.of(Activation.RELU, setting.get(Keys001.D), 1);
        WideKernels kernels = InfiniteNetwork.of(net.network())
                .kernels(net.inputs(WideNet.sphere(31, n, setting.get(Keys001.D))));
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

    private static Claim finite() {
        return ClaimBuilder.of("001.3.2.finite", Source001.at(PLACE))
                .statement(
                        "Wider networks come closer to the kernel's margin; in time another margin grows",
                        "At fixed log(1/L) the normalised margin min y f / |theta_t - theta_0| tends to that of the linearised "
                                + "network as m grows. At fixed m the margin of the homogeneous problem, min y f / |theta|^2, increases "
                                + "along the flow once the loss is small (Lyu and Li 2020).",
                        "\\lim_{m\\to\\infty}\\frac{\\min_iy_if}{\\|\\theta-\\theta_0\\|}\\Big|_{L}=\\text{linearised},\\qquad "
                                + "\\frac d{dt}\\frac{\\min_iy_if_t(x_i)}{\\|\\theta_t\\|^2}\\ge0")
                .quoted(
                        "Sea $f_{\\theta}$ una red neuronal de dos capas, suficientemente ancha y entrenada mediante descenso de gradiente "
                                + "sobre la pérdida logística.",
                        PLACE)
                .measured(
                        "ReLU networks on the 20 points with the signs of their labels, at two losses: how far the normalised margin is "
                                + "from that of the linearised network at the smaller one, its exponent in m over initialisations, holding "
                                + "-1 to -1/2, the rates of kernels, and excluding 0; and the share of initialisations and widths in which min y f / |theta|^2 is not larger at the "
                                + "smaller loss, told from 1/2.")
                .mistake(
                        "The theorem sends t to infinity at a width that is wide enough. How wide is not said, and no run decides it: at "
                                + "every fixed width the kernel moves without bound as t grows, and the normalised margin of the network "
                                + "passes gamma* sooner or later (at log(1/L) = 20 it is 2.6 gamma* for m = 64 and 1.0 for m = 4096 in an "
                                + "independent program). What can be checked is the other order, m first; and that is what this claim does.")
                .seconds(120)
                .standard(size -> Setting.of(Keys001.WIDTHS.is(size == Size.SMOKE
                        ? new double[] {32, 256}
                        : size == Size.STANDARD
                                ? new double[] {64, 512}
                                : new double[] {64, 256, 1024, 4096}),
                        Keys001.LEVELS.is(size == Size.FULL ? new double[] {5, 10} : new double[] {3, 5}),
                        Keys001.PARAMETRIZATION.is("section 3.1"), Keys001.SEEDS.is(size == Size.SMOKE ? 10 : 16)))
                .control(setting -> setting.with(Keys001.PARAMETRIZATION, "mean-field")
                        .noted("the factor 1/m of the mean-field limit in the place of 1/sqrt m"))
                .replicates(setting -> setting.get(Keys001.SEEDS))
                .predict(setting -> Quantities.of("exponent", Powers.between(-1, -0.5, 0))
                        .and("share that does not grow, at most", 0.1)
                        .and("rival", 0.5))
                .measure(MarginWidthClaims::distances)
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    double[] widths = setting.get(Keys001.WIDTHS);
                    double level = setting.get(Keys001.LEVELS)[1];
                    lines.add(Powers.line(
                            "exponent of the distance of the margins, log(1/L) = " + (long) level,
                            predicted.list("exponent"), widths, measured, "distance at " + level, 2));
                    long failed = measured.stream()
                            .flatMapToDouble(q -> Arrays.stream(q.list("growth")))
                            .filter(growth -> growth <= 0)
                            .count();
                    lines.add(RateClaims.share("share in which min y f / |theta|^2 does not grow", predicted, failed,
                            measured.size() * widths.length, 2));
                    return Judgement.all(lines);
                })
                .figures((setting, predicted, measured) -> List.of(Exponents.chart(
                        "distance", "The normalised margin of a network and of its linearisation",
                        "Their distance over gamma*, at two losses.", "distance of the margins over gamma*",
                        setting.get(Keys001.WIDTHS), measured,
                        Arrays.stream(setting.get(Keys001.LEVELS)).mapToObj(level -> "distance at " + level).toList())))
                .build();
    }

    private static Quantities distances(Setting setting, int replicate, Seed seed) {
        double[] widths = setting.get(Keys001.WIDTHS);
        double[] levels = setting.get(Keys001.LEVELS);
        double[][] distances = new double[levels.length][widths.length];
        double[] growth = new double[widths.length];
        for (int k = 0; k < widths.length; k++) {
            WideNet net = WideNet.of(Activation.RELU, 10, (int) widths[k]);
            if (setting.get(Keys001.PARAMETRIZATION).equals("mean-field")) {
                net = new WideNet(net.network().withParametrization(Parametrization.MEAN_FIELD));
            }
            double[] theta = seed.at((long) widths[k]).gaussians(net.network().layout().size());
            NetworkMarginStudy study = new NetworkMarginStudy.Problem(net.network(), theta,
                    net.inputs(WideNet.points()), MarginClaims.signs(), net.inputs(WideNet.testPoints()), 1e-5)
                    .atLosses(levels);
            for (int l = 0; l < levels.length; l++) {
                distances[l][k] = Math.abs(
                        study.rows().get(l).marginShare() - study.linear().rows().get(l).marginShare());
            }
            growth[k] = study.rows().getLast().homogeneousMargin() - study.rows().getFirst().homogeneousMargin();
        }
        Quantities result = Quantities.of("growth", growth);
        for (int l = 0; l < levels.length; l++) {
            result = result.and("distance at " + levels[l], distances[l]);
        }
        return result;
    }

    private static Claim outputLayer() {
        return ClaimBuilder.of("001.3.2.output-layer", Source001.at(PLACE))
                .statement(
                        "Training of a alone leads to the maximum margin of the features' kernel",
                        "Where only the output layer is trained the kernel is that of the fixed features, and the direction of f_t "
                                + "tends to the function of maximum margin of that kernel, not of the tangent kernel.",
                        "\\lim_{t\\to\\infty}\\frac{f_t}{\\|f_t\\|}=\\frac{f^\\star_\\Phi}{\\|f^\\star_\\Phi\\|},\\qquad "
                                + "\\Phi=\\tfrac1{\\sqrt m}\\sigma(XW^\\top)")
                .quoted("En [5] se demuestra formalmente que esta convergencia es consecuencia de",
                        "section 3.2, proof, end")
                .measured(
                        "ReLU networks of which a alone is trained from a = 0 on the logistic loss, exactly, to log(1/L) = 50, 100, "
                                + "200 and 400: 1 less the cosine of the outputs at 50 test points with those of the function of maximum "
                                + "margin, which falls like 1 / log^2 t. Its exponent in log(1/L) over initialisations must hold -2 and exclude "
                                + "to -1, and to 0.")
                .mistake(
                        "The abstract of [5] sets this case, a kernel support vector machine, against that of both layers; see "
                                + "001.3.2.reference.")
                .seconds(3)
                .standard(size -> Setting.of(Keys001.WIDTH.is(size == Size.SMOKE ? 512 : 2048),
                        Keys001.LEVELS.is(new double[] {50, 100, 200, 400}),
                        Keys001.KERNEL.among("features", "tangent").is("features"),
                        Keys001.SEEDS.is(size == Size.SMOKE ? 8 : 16)))
                .control(setting -> setting.with(Keys001.KERNEL, "tangent")
                        .noted("the function of maximum margin of the tangent kernel at the same theta"))
                .replicates(setting -> setting.get(Keys001.SEEDS))
                .predict(setting -> Quantities.of("exponent", Powers.law(-2, -1, 0)))
                .measure((setting, replicate, seed) -> {
                    WideNet net = WideNet.of(Activation.RELU, 10, setting.get(Keys001.WIDTH));
                    double[] theta = seed.gaussians(net.network().layout().size());
                    Matrix here = features(net, theta, WideNet.points());
                    Matrix there = features(net, theta, WideNet.testPoints());
                    Matrix kernel = here.gram();
                    double[] labels = MarginClaims.signs();
                    MarginStudy study = MarginStudy.atLosses(kernel, labels, setting.get(Keys001.LEVELS));
                    double[] times = study.rows().stream().mapToDouble(MarginStudy.Row::time).toArray();
                    double[] best = setting.get(Keys001.KERNEL).equals("features")
                            ? study.machine().predict(there.timesTransposed(here))
                            : tangent(net, theta, labels);
                    return Quantities.of("short of 1", KernelFlow
                            .of(kernel, Matrix.wrap(20, 1, labels), Loss.LOGISTIC)
                            .solve(times)
                            .states()
                            .stream()
                            .mapToDouble(state -> 1 - cosine(state.predict(there.timesTransposed(here)).data(), best))
                            .toArray());
                })
                .judge((setting, predicted, measured) -> Judgement.all(Powers.line(
                        "exponent of 1 - cosine with the maximum margin of the " + setting.get(Keys001.KERNEL),
                        predicted.list("exponent"), setting.get(Keys001.LEVELS), measured, "short of 1", 1)))
                .build();
    }

    private static Claim reference() {
        return new Unexecutable(
                "001.3.2.reference", Source001.at(PLACE),
                new Statement(
                        "Reference [5] proves the convergence for the tangent kernel",
                        "The text rests the last step of the proof on [5].",
                        "",
                        "a statement about what another paper proves; no computation decides it",
                        List.of(
                                "By its abstract [5] (Chizat and Bach 2020) treats both layers in the mean-field limit and finds the "
                                        + "maximum margin in a space that is not Hilbertian; a kernel support vector machine appears there "
                                        + "where the output layer alone is trained. The paper itself was not read for this page."),
                        List.of(new Quotation(
                                "En [5] se demuestra formalmente que esta convergencia es consecuencia de: La linealización funcional "
                                        + "del modelo en el régimen ancho. [...]",
                                "section 3.2, proof, end"))));
    }

    private static double[] tangent(WideNet net, double[] theta, double[] labels) {
        return switch (MaxMargin.of(net.ntk(theta, WideNet.points()), labels)) {
            case MaxMargin.Separator best -> best
                    .predict(net.ntk(theta, WideNet.testPoints(), WideNet.points()));
            case MaxMargin.Inseparable none -> throw new ArithmeticException("no function separates: " + none);
            case MaxMargin.Unsettled open -> throw new ArithmeticException("the active set did not settle: " + open);
        };
    }

    /** The gradients of the outputs in a, which are the features s(W x) / sqrt m, n x m. */
    private static Matrix features(WideNet net, double[] theta, Matrix x) {
        Matrix jacobian = net.network().linearize(theta, net.inputs(x)).jacobian();
        Layout.Slice outer = net.network().layout().slices().getLast();
        Matrix result = Matrix.zeros(x.rows(), outer.size());
        for (int i = 0; i < x.rows(); i++) {
            System.arraycopy(jacobian.data(), i * jacobian.columns() + outer.offset(), result.data(), i * outer.size(),
                    outer.size());
        }
        return result;
    }

    private static double cosine(double[] a, double[] b) {
        int n = a.length;
        return Blas.dot(n, a, 0, b, 0) / (Blas.norm(n, a, 0) * Blas.norm(n, b, 0));
    }
}
