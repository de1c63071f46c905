package org.paisaje.claims.catalogue.document001;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Cholesky;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Layout;
import org.paisaje.network.activation.Activation;
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
final class MarginWidthClaims {
    private static final String PLACE = "Section 3.2, Theorem";
    private static final String STARTS = "f_{\\theta(t)}\\in\\mathcal H_\\Theta\\ \\forall t";

    private MarginWidthClaims() {}

    static List<Claim> all() {
        return List.of(startPrinted(), startCorrected(), finitePrinted(), finiteCorrected(), outputOnly());
    }

    private static Claim startPrinted() {
        return start("001.3.2.start.printed", 10.0)
                .statement(
                        "The trained function stays in the space of the kernel",
                        "f_theta(t) lies in the space of Theta for every t, from t = 0 on.",
                        STARTS)
                .mistake(
                        "A random f_0 is not in the space for d >= 3: the mean of its squared norm on n points is tr(Theta^-1 K), "
                                + "which grows without bound, like n^0.66 in ten dimensions (a zero-one law of Driscoll). f_t - f_0 is in "
                                + "the space.")
                .refuted()
                .control(setting -> setting.with("d", 2).noted("points of the circle, where it is bounded"))
                .build();
    }

    private static Claim startCorrected() {
        return start("001.3.2.start.corrected", 2.0)
                .statement(
                        "On the circle the start lies in the space of the kernel",
                        "For d = 2 the mean squared norm of f_0 on n points, tr(Theta^-1 K), stays bounded: between 2.6 and 2.9 for "
                                + "n up to 800.",
                        "d=2:\\quad\\sup_n\\operatorname{tr}\\big(\\Theta(X_n,X_n)^{-1}K(X_n,X_n)\\big)<\\infty")
                .control(setting -> setting.with("d", 10).noted("ten dimensions"))
                .build();
    }

    private static ClaimBuilder start(String id, double d) {
        return ClaimBuilder.of(id, Document001.source("Section 3.2, proof, step 1"))
                .measured(
                        "f_0^T Theta^-1 f_0 for ReLU networks of width 4096 (1024 at the smallest size) on more and more points of the sphere, with the kernel "
                                + "of infinite width: its exponent in n over initialisations, which must be below 0.1; and its mean "
                                + "against tr(Theta^-1 K) at the largest n within its interval at level 0.999.")
                .seconds(20)
                .standard(size -> Setting.of("d", (int) d, "points",
                        size == Size.SMOKE ? new double[] {25, 50, 100} : new double[] {25, 50, 100, 200, 400, 800},
                        "width", size == Size.SMOKE ? 1024 : 4096, "seeds", size == Size.SMOKE ? 12 : 60))
                .predict(setting -> {
                    double[] points = setting.reals("points");
                    return Quantities.of("exponent", 0.1)
                            .and("trace", Arrays.stream(points).map(n -> trace(setting, (int) n)).toArray());
                })
                .measure(MarginWidthClaims::startNorms)
                .judge((setting, predicted, measured) -> {
                    double[] points = setting.reals("points");
                    int last = points.length - 1;
                    List<Quantities> starts = starts(setting, measured);
                    Estimate mean = Exponents
                            .mean(starts.stream().mapToDouble(q -> q.list("norms")[last]).toArray());
                    return Judgement.all(
                            Comparison.overlapAtMost("exponent of |f_0|^2 in n", predicted.scalar("exponent"),
                                    Exponents.of(points, starts, "norms"), "Student's interval"),
                            Comparison.covered("mean of |f_0|^2, n = " + (long) points[last],
                                    predicted.list("trace")[last],
                                    mean, "Student's interval"));
                })
                .figures((setting, predicted, measured) -> List.of(new Figure.Chart(
                        "start", "The squared norm of f_0 in the space of the kernel",
                        "ReLU, points of the sphere in " + setting.integer("d")
                                + " dimensions. A function of the space keeps it "
                                + "bounded.",
                        Axis.log("points n"), Axis.log("mean squared norm"),
                        List.of(
                                new Series.Line("tr(Theta^-1 K)", Role.THEORY, setting.reals("points"),
                                        predicted.list("trace")),
                                new Series.Points("networks", Role.MEASURED, setting.reals("points"),
                                        means(starts(setting, measured), setting.reals("points").length))))));
    }

    /** All initialisations in one replicate, so that each kernel is factored once. */
    private static Quantities startNorms(Setting setting, int replicate, Seed seed) {
        double[] points = setting.reals("points");
        int seeds = setting.integer("seeds");
        WideNet net = WideNet.of(Activation.RELU, setting.integer("d"), setting.integer("width"));
        double[][] norms = new double[seeds][points.length];
        for (int k = 0; k < points.length; k++) {
            Matrix x = WideNet.sphere(31, (int) points[k], setting.integer("d"));
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
        return IntStream.range(0, setting.integer("seeds"))
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
        WideNet net = WideNet.of(Activation.RELU, setting.integer("d"), 1);
        WideKernels kernels = InfiniteNetwork.of(net.network())
                .kernels(net.inputs(WideNet.sphere(31, n, setting.integer("d"))));
        Matrix solved = factor(kernels.ntk()).solve(kernels.nngp());
        double trace = 0;
        for (int i = 0; i < n; i++) {
            trace += solved.get(i, i);
        }
        return trace;
    }

    private static Claim finitePrinted() {
        return ClaimBuilder.of("001.3.2.finite.printed", Document001.source(PLACE))
                .statement(
                        "A network of fixed width turns towards the machine of its kernel as t grows",
                        "For a wide enough network, at fixed m, the normalised margin min y f / |theta_t - theta_0| tends to gamma* "
                                + "of the kernel as t goes to infinity.",
                        "m\\ \\text{fixed}:\\quad\\lim_{t\\to\\infty}\\frac{\\min_iy_if_t(x_i)}{\\|\\theta_t-\\theta_0\\|}=\\gamma^\\star")
                .measured(
                        "The ReLU network net(100, 64) on the 20 points with the signs of their labels, trained on the logistic "
                                + "loss until log(1/L) is 2, 5, 10 and 20 (10 at the smallest size): the margin over gamma*, with the machine of Theta_0. At the "
                                + "last it must be within 20 % of 1.")
                .mistake(
                        "The limits are exchanged: m to infinity at fixed log t gives the machine. At fixed m the kernel moves "
                                + "without bound (by 67 times itself at log(1/L) = 100, in an independent run), and the flow turns to a critical point of the margin problem "
                                + "of the network itself (Lyu and Li 2020), see 001.3.2.finite.corrected.")
                .refuted()
                .seconds(10)
                .standard(size -> Setting.of("widths", new double[] {64}, "levels",
                        size == Size.SMOKE ? new double[] {2, 5, 10} : new double[] {2, 5, 10, 20}, "model",
                        "network"))
                .control(setting -> setting.with("model", "linearised").noted("the network linearised at theta_0"))
                .predict(setting -> Quantities.of("share", 1))
                .measure(MarginWidthClaims::shares)
                .judge((setting, predicted, measured) -> {
                    Quantities m = measured.getFirst();
                    double[] shares = m.list(setting.text("model").equals("network") ? "shares" : "linear");
                    return Judgement.all(Comparison.equal("normalised margin over gamma* at the smallest loss",
                            predicted.scalar("share"), shares[shares.length - 1], 0.2,
                            "1 / log t, 0.09 if linearised"));
                })
                .figures((setting, predicted, measured) -> {
                    double[] levels = setting.reals("levels");
                    return List.of(new Figure.Chart(
                            "share", "The normalised margin of a network and of its linearisation",
                            "net(100, 64), ReLU, logistic loss. The linearised network tends to 1; the network passes it, since "
                                    + "its kernel grows.",
                            Axis.linear("log(1/L)"), Axis.linear("margin / (|theta - theta_0| gamma*)"),
                            List.of(
                                    new Series.Line("network", Role.MEASURED, levels,
                                            measured.getFirst().list("shares")),
                                    new Series.Line("linearised", Role.THEORY, levels,
                                            measured.getFirst().list("linear")),
                                    new Series.Line("gamma*", Role.REFERENCE,
                                            new double[] {levels[0], levels[levels.length - 1]},
                                            new double[] {1, 1}))));
                })
                .build();
    }

    /** For each width the network of seed 100 and its linearisation, at each loss; level by level, width after width. */
    private static Quantities shares(Setting setting, int replicate, Seed seed) {
        double[] widths = setting.reals("widths");
        double[] levels = setting.reals("levels");
        double[] shares = new double[widths.length * levels.length];
        double[] linear = new double[shares.length];
        double[] homogeneous = new double[shares.length];
        double[] drift = new double[shares.length];
        for (int k = 0; k < widths.length; k++) {
            WideNet net = WideNet.of(Activation.RELU, 10, (int) widths[k]);
            if (setting.values().containsKey("model") && setting.text("model").equals("linearised")) {
                MarginStudy study = MarginStudy.atLosses(net.ntk(net.theta(100), WideNet.points()),
                        MarginClaims.signs(), net.outputs(net.theta(100), WideNet.points()).data(), levels);
                Arrays.setAll(linear, l -> study.rows().get(l).marginShare());
                continue;
            }
            NetworkMarginStudy study = new NetworkMarginStudy.Problem(net.network(), net.theta(100),
                    net.inputs(WideNet.points()), MarginClaims.signs(), net.inputs(WideNet.testPoints()), 1e-5)
                    .atLosses(levels);
            for (int l = 0; l < levels.length; l++) {
                int at = k * levels.length + l;
                shares[at] = study.rows().get(l).marginShare();
                linear[at] = study.linear().rows().get(l).marginShare();
                homogeneous[at] = study.rows().get(l).homogeneousMargin();
                drift[at] = study.rows().get(l).drift();
            }
        }
        return Quantities.of("shares", shares)
                .and("linear", linear)
                .and("homogeneous", homogeneous)
                .and("drift", drift);
    }

    private static Claim finiteCorrected() {
        return ClaimBuilder.of("001.3.2.finite.corrected", Document001.source(PLACE))
                .statement(
                        "Wider networks come closer to the machine; in time another margin grows",
                        "At fixed log(1/L) the normalised margin tends to that of the linearised network as m grows. At fixed m the "
                                + "margin of the homogeneous problem, min y f / |theta|^2, increases along the flow once the loss is "
                                + "small (Lyu and Li 2020).",
                        "\\lim_{m\\to\\infty}\\frac{\\min_iy_if}{\\|\\theta-\\theta_0\\|}\\Big|_{L}=\\text{linearised},\\qquad"
                                + "\\frac d{dt}\\frac{\\min_iy_if_t(x_i)}{\\|\\theta_t\\|^2}\\ge0")
                .measured(
                        "ReLU networks net(100, m) at log(1/L) = 5 and 10 (3 and 6 at the smallest size): how far the normalised margin is from that of the "
                                + "linearised network, at the largest width at most half of that at the smallest; and min y f / |theta|^2, "
                                + "larger at the smaller loss at each width.")
                .seconds(60)
                .standard(size -> Setting.of("widths",
                        size == Size.SMOKE ? new double[] {32, 256} : new double[] {64, 256, 1024, 4096}, "levels",
                        size == Size.SMOKE ? new double[] {3, 6} : new double[] {5, 10}))
                .control(setting -> setting.with("widths", new double[] {32, 32})
                        .noted("one width, which does not grow"))
                .predict(setting -> Quantities.of("half", 0.5))
                .measure(MarginWidthClaims::shares)
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    Quantities m = measured.getFirst();
                    double[] widths = setting.reals("widths");
                    double[] levels = setting.reals("levels");
                    int last = (widths.length - 1) * levels.length;
                    for (int l = 0; l < levels.length; l++) {
                        double first = Math.abs(m.list("shares")[l] - m.list("linear")[l]);
                        double end = Math.abs(m.list("shares")[last + l] - m.list("linear")[last + l]);
                        lines.add(Comparison.atMost(
                                "distance of the margin to the linearised one, largest width, log(1/L) = "
                                        + (long) levels[l],
                                predicted.scalar("half") * first, Estimate.exact(end),
                                "half of that at the smallest width"));
                    }
                    for (int k = 0; k < widths.length; k++) {
                        int at = k * levels.length;
                        lines.add(Comparison.atLeast("min y f / |theta|^2 at the smaller loss, m = " + (long) widths[k],
                                m.list("homogeneous")[at], Estimate.exact(m.list("homogeneous")[at + 1]),
                                "that at the larger loss"));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Claim outputOnly() {
        return ClaimBuilder.of("001.3.2.reference", Document001.source(PLACE))
                .statement(
                        "Reference [5] proves the margin in the space of the tangent kernel",
                        "The text rests the theorem on [5]. Where [5] has a Hilbert space, only the output layer is trained, and its "
                                + "kernel is that of the fixed features; the text's is the tangent kernel, as if the two limits were one.",
                        "\\lim_{t\\to\\infty}\\frac{f_t}{\\|f_t\\|}=\\frac{f^\\star_\\Theta}{\\|f^\\star_\\Theta\\|}"
                                + "\\quad\\text{for training of }a\\text{ alone}")
                .measured(
                        "A ReLU network of width 2048 of which a alone is trained from a = 0 on the logistic loss, exactly, until "
                                + "log(1/L) = 100: the cosine of its outputs at 50 test points with those of the machine of the tangent "
                                + "kernel at the same theta, which must be above 0.999.")
                .mistake(
                        "[5] (Chizat and Bach 2020) treats both layers in the mean-field limit and finds the maximum margin in a "
                                + "space that is not Hilbertian, with the variation norm; the Hilbert space appears for a alone. It says the "
                                + "opposite of the theorem for the network of the text. The mean-field limit itself is not run here.")
                .refuted()
                .seconds(3)
                .standard(size -> Setting.of("width", size == Size.SMOKE ? 512 : 2048, "level", 100.0, "machine",
                        "tangent"))
                .control(setting -> setting.with("machine", "features")
                        .noted("the machine of the kernel of the fixed features"))
                .predict(setting -> Quantities.of("cosine", 0.999))
                .measure((setting, replicate, seed) -> {
                    WideNet net = WideNet.of(Activation.RELU, 10, setting.integer("width"));
                    double[] theta = net.theta(100);
                    Matrix here = features(net, theta, WideNet.points());
                    Matrix there = features(net, theta, WideNet.testPoints());
                    Matrix kernel = here.gram();
                    double[] labels = MarginClaims.signs();
                    MarginStudy study = MarginStudy.atLosses(kernel, labels, setting.real("level"));
                    KernelFlow.State end = KernelFlow
                            .of(kernel, Matrix.wrap(20, 1, labels), Loss.LOGISTIC)
                            .solve(study.rows().getLast().time())
                            .last();
                    double[] trained = end.predict(there.timesTransposed(here)).data();
                    boolean own = setting.text("machine").equals("features");
                    double[] machine = own
                            ? study.machine().predict(there.timesTransposed(here))
                            : tangent(net, theta, labels);
                    return Quantities.of("cosine", cosine(trained, machine))
                            .and("own", study.rows().getLast().cosine());
                })
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.atLeast("cosine in the space of the features", predicted.scalar("cosine"),
                                Estimate.exact(measured.getFirst().scalar("own")), "1 / log^2 t"),
                        Comparison.atLeast("cosine of outputs with the machine of the " + setting.text("machine"),
                                predicted.scalar("cosine"), Estimate.exact(measured.getFirst().scalar("cosine")),
                                "1 / log^2 t")))
                .build();
    }

    private static double[] tangent(WideNet net, double[] theta, double[] labels) {
        return switch (MaxMargin.of(net.ntk(theta, WideNet.points()), labels)) {
            case MaxMargin.Separator machine -> machine
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
