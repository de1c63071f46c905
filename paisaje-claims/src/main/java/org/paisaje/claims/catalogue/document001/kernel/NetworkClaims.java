package org.paisaje.claims.catalogue.document001.kernel;

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
import org.paisaje.claims.catalogue.document001.setup.ReferenceCases;
import org.paisaje.claims.catalogue.document001.setup.Source001;
import org.paisaje.claims.catalogue.document001.setup.WideNet;
import org.paisaje.claims.catalogue.document001.setup.WideTraining;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Svd;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Parametrization;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;

/** Section 2.1: what a network is, how many parameters it has and which functions it makes. */
public final class NetworkClaims {
    private static final double[] WIDTHS = {10, 100, 100};

    private NetworkClaims() {}

    /** The claims, in the order of the text. */
    public static List<Claim> all() {
        return List.of(
                forward(), outputsPrinted(), dimension(), vectorDimension(), effective(), sums());
    }

    private static Claim forward() {
        return ClaimBuilder.of("001.2.1.forward", Source001.at("section 2.1, definition"))
                .statement(
                        "A deep network is the composition of its layers",
                        "x^(l) = phi(W^(l) x^(l-1)) for l = 1, ..., L and f(x) = a . x^(L), with no bias and no scaling.",
                        "x^{(\\ell)}=\\phi(W^{(\\ell)}x^{(\\ell-1)}),\\qquad f_\\theta(x)=a^\\top x^{(L)}")
                .measured(
                        "The network's forward map against the sums written out neuron by neuron, for three hidden layers of "
                                + "ReLU and tanh; against the product of the matrices for phi = id; and, divided by sqrt(m), against "
                                + "the 50-digit values of the reference cases R1 and R2. Equal up to roundings of these sums.")
                .mistake(
                        "Section 2.1 has no scaling, 2.2 normalises by 1/sqrt(n), 3.1 divides by sqrt(m) at the end only: three "
                                + "different networks with one name.")
                .standard(size -> Setting.of(Keys001.SCALING.is("none"), Keys001.POINTS.is(20)))
                .control(setting -> setting.with(Keys001.SCALING, "sqrt")
                        .noted("every layer divided by the root of its inputs"))
                .predict(setting -> Quantities.of("R1", ReferenceCases.r1().outputs())
                        .and("R2", ReferenceCases.r2().outputs())
                        .and("largest difference", 0))
                .measure((setting, replicate, seed) -> {
                    Parametrization scaling = setting.get(Keys001.SCALING).equals("none")
                            ? Parametrization.STANDARD
                            : Parametrization.NTK;
                    double difference = 0;
                    for (Activation phi : List.of(Activation.RELU, Activation.TANH, Activation.IDENTITY)) {
                        difference = Math.max(
                                difference, byHand(phi, scaling, setting.get(Keys001.POINTS), seed.named(phi.name())));
                    }
                    return Quantities.of("R1", unscaled(ReferenceCases.r1(), Activation.RELU, scaling))
                            .and("R2", unscaled(ReferenceCases.r2(), Activation.TANH, scaling))
                            .and("largest difference", difference);
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    Quantities m = measured.getFirst();
                    for (String which : List.of("R1", "R2")) {
                        for (int i = 0; i < predicted.list(which).length; i++) {
                            double value = predicted.list(which)[i];
                            lines.add(Comparison.equal(which + ", f(x_" + (i + 1) + ")", value, m.list(which)[i],
                                    ReferenceCases.rounding(value)));
                        }
                    }
                    lines.add(Comparison.equal(
                            "largest relative difference from the sums by hand", 0, m.scalar("largest difference"),
                            SUMS));
                    return Judgement.all(lines);
                })
                .build();
    }

    private static double[] unscaled(ReferenceCases.Case c, Activation activation, Parametrization scaling) {
        int width = c.theta().length / 3;
        Mlp net = Mlp.of(activation, 2, width, 1).withBias(false).withParametrization(scaling);
        Matrix f = net.forward(c.theta(), c.x());
        f.scale(1 / Math.sqrt(width));
        return f.data();
    }

    /** Sums of 5, 6, 4 and 3 products and as many activations, on either side. */
    private static final Rounding SUMS = Rounding.of(2 * (2 * (5 + 6 + 4 + 3) + 3));

    /** The largest difference of f(x) from plain loops, relative to the sum of absolute terms. */
    private static double byHand(Activation phi, Parametrization scaling, int points, Seed seed) {
        int[] widths = {5, 6, 4, 3, 1};
        Mlp net = Mlp.of(phi, widths).withBias(false).withParametrization(scaling);
        double[] theta = seed.named("theta").gaussians(net.layout().size());
        Matrix x = Matrix.wrap(points, 5, seed.named("x").gaussians(points * 5));
        Matrix f = net.forward(theta, x);
        double worst = 0;
        for (int i = 0; i < points; i++) {
            double[] h = x.row(i);
            double[] size = Arrays.stream(h).map(Math::abs).toArray();
            int at = 0;
            for (int l = 1; l < widths.length; l++) {
                double[] next = new double[widths[l]];
                double[] bound = new double[widths[l]];
                for (int r = 0; r < next.length; r++) {
                    for (int j = 0; j < h.length; j++) {
                        next[r] += theta[at] * h[j];
                        bound[r] += Math.abs(theta[at++]) * size[j];
                    }
                    next[r] = l == widths.length - 1 ? next[r] : phi.value(next[r]);
                }
                h = next;
                size = bound;
            }
            worst = Math.max(worst, Math.abs(f.get(i, 0) - h[0]) / size[0]);
        }
        return worst;
    }

    private static Claim outputsPrinted() {
        return ClaimBuilder.of("001.2.1.outputs.printed", Source001.at("section 2.1, n_L = m"))
                .statement(
                        "n_L is the dimension of the output",
                        "n_L = m with m = 1 for a scalar output and m > 1 for a vector, while f(x) = a . x^(L) with a in R^(n_L).",
                        "n_L=m=\\dim f_\\theta(x)")
                .quoted("Se asume $n_L = m$, donde m = 1 si la salida es escalar, o m > 1 si es vectorial.",
                        "section 2.1")
                .quoted("La salida final viene dada por: $f_{\\theta}(x) := a^{\\mathsf{T}} x^{(L)}.$", "section 2.1")
                .measured("The number of outputs of networks whose last hidden layer has n_L neurons, against n_L.")
                .mistake(
                        "a . x^(L) is a scalar whatever n_L is: the last hidden layer is taken for the output. With n_L = 1 the "
                                + "last hidden layer would have a single neuron. Outputs in R^k need a k x n_L matrix in place of a.")
                .refuted()
                .standard(size -> Setting.of(Keys001.LAST.is(new double[] {1, 3, 100})))
                .control(setting -> setting.with(Keys001.LAST, new double[] {1}).noted("a single last neuron"))
                .predict(setting -> Quantities.of("outputs", setting.get(Keys001.LAST)))
                .measure((setting, replicate, seed) -> {
                    double[] outputs = Arrays.stream(setting.get(Keys001.LAST)).map(last -> {
                        Mlp net = Mlp.of(Activation.RELU, 10, 100, (int) last, 1).withBias(false);
                        double[] theta = seed.gaussians(net.layout().size());
                        return net.forward(theta, WideNet.points()).columns();
                    }).toArray();
                    return Quantities.of("outputs", outputs);
                })
                .judge((setting, predicted, measured) -> counts(
                        "outputs, n_L = ", setting.get(Keys001.LAST), predicted.list("outputs"),
                        measured.getFirst().list("outputs")))
                .build();
    }

    private static Judgement counts(String name, double[] of, double[] predicted, double[] measured) {
        var lines = new ArrayList<Comparison>();
        for (int i = 0; i < predicted.length; i++) {
            lines.add(Comparison.equal(name + (int) of[i], predicted[i], measured[i], Tolerance.none("whole numbers")));
        }
        return Judgement.all(lines);
    }

    private static ClaimBuilder dimension(String id) {
        return ClaimBuilder.of(id, Source001.at("section 2.1, p"))
                .quoted(
                        "La dimensión total del espacio de parámetros es: "
                                + "$p := \\sum_{\\ell=1}^{L} n_{\\ell} n_{\\ell-1} + n_{L}.$",
                        "section 2.1")
                .measured("The entries of theta of networks 10-100-100-k, against the formula.")
                .measure((setting, replicate, seed) -> Quantities.of(
                        "p", Arrays.stream(setting.get(Keys001.OUTPUTS))
                                .map(k -> Mlp.of(Activation.TANH, 10, 100, 100, (int) k)
                                        .withBias(false)
                                        .layout()
                                        .size())
                                .toArray()))
                .judge((setting, predicted, measured) -> counts(
                        "p, outputs k = ", setting.get(Keys001.OUTPUTS), predicted.list("p"),
                        measured.getFirst().list("p")));
    }

    private static double hidden() {
        double sum = 0;
        for (int l = 1; l < WIDTHS.length; l++) {
            sum += WIDTHS[l] * WIDTHS[l - 1];
        }
        return sum;
    }

    private static Claim dimension() {
        return dimension("001.2.1.dimension")
                .statement(
                        "The number of parameters is p = sum n_l n_(l-1) + n_L",
                        "The space of parameters theta = (W^(1), ..., W^(L), a) of a network with one output has dimension p.",
                        "p=\\sum_{\\ell=1}^Ln_\\ell n_{\\ell-1}+n_L")
                .mistake(
                        "Right for the network that the text writes down, a . x^(L) with a in R^(n_L): 11100 for two layers of "
                                + "100 on 10 inputs. The same section also speaks of vector outputs; for k of them the formula is short "
                                + "of (k - 1) n_L, see 001.2.1.dimension.vector. Together with n_L = 1 for a scalar output it would "
                                + "count 1101.")
                .standard(size -> Setting.of(Keys001.OUTPUTS.is(new double[] {1})))
                .control(setting -> setting.with(Keys001.OUTPUTS, new double[] {3}).noted("three outputs"))
                .predict(setting -> Quantities.of(
                        "p", Arrays.stream(setting.get(Keys001.OUTPUTS)).map(k -> hidden() + WIDTHS[2]).toArray()))
                .build();
    }

    private static Claim vectorDimension() {
        return dimension("001.2.1.dimension.vector")
                .statement(
                        "With k outputs p = sum n_l n_(l-1) + k n_L",
                        "The space of parameters of a network with k outputs and no biases has dimension p.",
                        "p=\\sum_{\\ell=1}^Ln_\\ell n_{\\ell-1}+k\\,n_L")
                .quoted("una salida escalar (o vectorial)", "section 2.1, first sentence")
                .standard(size -> Setting.of(Keys001.OUTPUTS.is(new double[] {1, 3, 7}), Keys001.FACTOR.is(1.0)))
                .control(setting -> setting.with(Keys001.FACTOR, 0.0).noted("without the factor k"))
                .predict(setting -> Quantities.of(
                        "p", Arrays.stream(setting.get(Keys001.OUTPUTS))
                                .map(k -> hidden() + WIDTHS[2] * (setting.get(Keys001.FACTOR) == 0 ? 1 : k))
                                .toArray()))
                .build();
    }

    private static Claim effective() {
        return ClaimBuilder.of("001.2.1.effective", Source001.at("section 2.1, p"))
                .statement(
                        "For ReLU a two-layer family has m d dimensions, m fewer than parameters",
                        "p counts parameters, not functions: near a generic theta the functions f_theta of a two-layer ReLU network "
                                + "form a family of m d dimensions, since (w, a) -> (c w, a / c) does not change f. For tanh it is p.",
                        "\\operatorname{rank}D_\\theta f=md=p-m")
                .quoted("La dimensión total del espacio de parámetros es: $$p := \\sum_{\\ell=1}^{L} n_{\\ell} n_{\\ell-1} + n_{L}.$$",
                        "section 2.1")
                .measured(
                        "The rank of the Jacobian of f on many random points in theta, by singular values with tolerance "
                                + "max(n, p) eps times the largest, for (m, d) = (6, 5) and (4, 3).")
                .mistake(
                        "Nothing is wrong in the text, which calls p the dimension of the space of parameters; this is what p does "
                                + "not say. For very few inputs the rank can be smaller still: 8 for m = 5, d = 2.")
                .standard(size -> Setting.of(Keys001.ACTIVATION.is(Activation.RELU), Keys001.POINTS.is(400)))
                .control(setting -> setting.with(Keys001.ACTIVATION, Activation.TANH).noted("tanh, whose rank is p"))
                .predict(setting -> Quantities.of("rank", new double[] {6 * 5, 4 * 3}))
                .measure((setting, replicate, seed) -> {
                    double[] ranks = new double[2];
                    for (int i = 0; i < 2; i++) {
                        int m = i == 0 ? 6 : 4;
                        int d = i == 0 ? 5 : 3;
                        WideNet net = WideNet.of(setting.get(Keys001.ACTIVATION), d, m);
                        double[] theta = seed.named("theta").at(i).gaussians(m * (d + 1));
                        int n = setting.get(Keys001.POINTS);
                        Matrix x = Matrix.wrap(n, d, seed.named("x").at(i).gaussians(n * d));
                        ranks[i] = Svd.of(net.network().linearize(theta, net.inputs(x)).jacobian()).rank();
                    }
                    return Quantities.of("rank", ranks);
                })
                .judge((setting, predicted, measured) -> counts(
                        "rank of J, m = ", new double[] {6, 4}, predicted.list("rank"),
                        measured.getFirst().list("rank")))
                .build();
    }

    private static Claim sums() {
        return ClaimBuilder.of("001.2.1.family", Source001.at("section 2.1, F_Theta"))
                .statement(
                        "The functions of width m are no linear space; those of all widths are",
                        "The sum of two networks of width m of section 3.1 is one of width 2m with a multiplied by sqrt 2, and for "
                                + "ReLU in general none of width m: along a half circle it has 2m kinks, a network of width m has m.",
                        "f_m+g_m\\in F_{2m}\\setminus F_m,\\qquad F_m+F_m\\subset F_{2m}")
                .measured(
                        "The largest difference between the sum and the joined network on random points, against 0 with a tolerance "
                                + "of 16 roundings of numbers up to the sum of the absolute weights; and kinks counted on a half circle, on which f(s + h) + f(s - h) - 2 cos(h) f(s) "
                                + "vanishes away from them.")
                .mistake("How radically the set varies with the architecture is not quantified.")
                .standard(size -> Setting.of(Keys001.M.is(5), Keys001.D.is(3), Keys001.FACTOR.is(Math.sqrt(2))))
                .control(setting -> setting.with(Keys001.FACTOR, 1.0).noted("a not multiplied by sqrt 2"))
                .predict(setting -> Quantities.of("difference", 0)
                        .and("kinks", setting.get(Keys001.M))
                        .and("kinks of the sum", 2 * setting.get(Keys001.M)))
                .measure(NetworkClaims::join)
                .judge((setting, predicted, measured) -> {
                    Quantities m = measured.getFirst();
                    return Judgement.all(
                            Comparison.equal(
                                    "largest difference", 0, m.scalar("difference"),
                                    Rounding.of(16).on(m.scalar("size"))),
                            Comparison.atMost("kinks of f on a half circle", predicted.scalar("kinks"),
                                    Estimate.exact(m.scalar("kinks")), "whole numbers"),
                            Comparison.equal("kinks of f + g", predicted.scalar("kinks of the sum"),
                                    m.scalar("kinks of the sum"), Tolerance.none("whole numbers")));
                })
                .build();
    }

    /** Above rounding, which is below 1e-14, and below a kink, which is of the size of a step of the half circle, 1.6e-4. */
    private static final double KINK = Math.sqrt(Math.ulp(1.0));

    private static Quantities join(Setting setting, int replicate, Seed seed) {
        int m = setting.get(Keys001.M);
        int d = setting.get(Keys001.D);
        WideNet narrow = WideNet.of(Activation.RELU, d, m);
        WideNet broad = WideNet.of(Activation.RELU, d, 2 * m);
        double[] f = seed.named("f").gaussians(m * (d + 1));
        double[] g = seed.named("g").gaussians(m * (d + 1));
        double[] joined = new double[2 * m * (d + 1)];
        System.arraycopy(f, 0, joined, 0, m * d);
        System.arraycopy(g, 0, joined, m * d, m * d);
        for (int r = 0; r < m; r++) {
            joined[2 * m * d + r] = setting.get(Keys001.FACTOR) * f[m * d + r];
            joined[2 * m * d + m + r] = setting.get(Keys001.FACTOR) * g[m * d + r];
        }
        Matrix x = WideNet.sphere(5, 200, d);
        Matrix sum = narrow.outputs(f, x).plus(narrow.outputs(g, x));
        double size = Arrays.stream(joined).map(Math::abs).sum();
        return Quantities.of("difference", WideTraining.largestDifference(sum, broad.outputs(joined, x)))
                .and("size", size)
                .and("kinks", kinks(narrow, f, d))
                .and("kinks of the sum", kinks(broad, joined, d));
    }

    /** On the half circle cos(s) e_1 + sin(s) e_2, 0 <= s < pi, every neuron has exactly one kink. */
    private static int kinks(WideNet net, double[] theta, int d) {
        int steps = 20_000;
        double h = Math.PI / steps;
        Matrix circle = Matrix.zeros(steps + 2, d);
        for (int i = 0; i < steps + 2; i++) {
            circle.set(i, 0, Math.cos((i - 1) * h));
            circle.set(i, 1, Math.sin((i - 1) * h));
        }
        Matrix f = net.outputs(theta, circle);
        int count = 0;
        boolean inside = false;
        for (int i = 1; i <= steps; i++) {
            double second = f.get(i + 1, 0) + f.get(i - 1, 0) - 2 * Math.cos(h) * f.get(i, 0);
            boolean kink = Math.abs(second) > KINK;
            count += kink && !inside ? 1 : 0;
            inside = kink;
        }
        return count;
    }

    /** The sizes of samples at smoke and beyond. */
    public static int seeds(Size size, int smoke, int standard) {
        return size == Size.SMOKE ? smoke : size == Size.STANDARD ? standard : 4 * standard;
    }
}
