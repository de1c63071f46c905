package org.paisaje.claims.catalogue.document001.convergence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
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
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Layout;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.start.Parametrization;
import org.paisaje.study.Comparison;
import org.paisaje.theory.kernel.flow.KernelFlow;
import org.paisaje.theory.kernel.margin.MarginStudy;
import org.paisaje.theory.kernel.margin.MaxMargin;
import org.paisaje.theory.kernel.margin.NetworkMarginStudy;

/** Section 3.2, what becomes of the theorem for networks: the start, finite width, and what reference [5] proves. */
public final class MarginWidthClaims {
    private static final String PLACE = "Section 3.2, Theorem";

    private MarginWidthClaims() {}

    /** The claims, in the order of the text. */
    public static List<Claim> all() {
        return List.of(finite(), outputLayer(), reference());
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
                        ? new double[] {32, 128}
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
                        "ReLU networks of which a alone is trained from a = 0 on the logistic loss, exactly, to log(1/L) = 200, "
                                + "350 and 600: 1 less the cosine of the outputs at 50 test points with those of the function of maximum "
                                + "margin, which falls like 1 / log^2 t. Its exponent for log(1/L) without end over initialisations, a correction of one order more beside it, must hold -2 and exclude "
                                + "-1 and 0.")
                .mistake(
                        "The abstract of [5] sets this case, a kernel support vector machine, against that of both layers; see "
                                + "001.3.2.reference.")
                .seconds(3)
                .standard(size -> Setting.of(Keys001.WIDTH.is(size == Size.SMOKE ? 512 : 2048),
                        Keys001.LEVELS.is(new double[] {200, 350, 600}),
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
                            ? study.supportVectorMachine().predict(there.timesTransposed(here))
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
                        predicted.list("exponent"),
                        Exponents.limit(setting.get(Keys001.LEVELS), measured, "short of 1", 1), measured.size(), 1)))
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
