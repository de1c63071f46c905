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
import org.paisaje.claims.catalogue.document001.setup.Powers;
import org.paisaje.claims.catalogue.document001.setup.Source001;
import org.paisaje.claims.catalogue.document001.setup.WideNet;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Layout;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Parametrization;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.kernel.EmpiricalNtk;
import org.paisaje.theory.kernel.InfiniteNetwork;

/** Section 2.1: networks without biases, and where they are differentiable. */
public final class NetworkBiasClaims {
    private NetworkBiasClaims() {}

    /** The claims, in the order of the text. */
    public static List<Claim> all() {
        return List.of(extension(), biasPrinted(), biasCorrected(), differentiable());
    }

    private static final String BIASES = "Esta arquitectura corresponde a una red totalmente conectada sin términos de sesgo, "
            + "aunque el análisis puede extenderse fácilmente al caso con sesgos sin pérdida de generalidad [1, 2].";

    private static Claim extension() {
        return ClaimBuilder.of("001.2.1.bias.extension", Source001.at("section 2.1, biases"))
                .statement(
                        "The analysis extends to networks with biases",
                        "First reading of the sentence: what the analysis stands on, a tangent kernel that becomes deterministic as "
                                + "the width grows, holds with biases too.",
                        "\\frac{\\|\\Theta_{\\theta(0)}-\\Theta_\\infty\\|_F}{\\|\\Theta_\\infty\\|_F}\\sim m^{-1/2}\\quad "
                                + "\\text{with}\\ \\sigma_b=1")
                .quoted(BIASES, "section 2.1")
                .measured(
                        "ReLU networks of one hidden layer with standard normal biases on the 20 points: the exponent in the width of "
                                + "the relative distance of the kernel at the start from that of infinite width, by its own recursion. "
                                + "Its interval over initialisations must hold -1/2 and exclude -1/4 and -3/4.")
                .standard(size -> Setting.of(
                        Keys001.WIDTHS.is(size == Size.SMOKE ? new double[] {32, 4096} : new double[] {32, 512, 8192}),
                        Keys001.SEEDS.is(NetworkClaims.seeds(size, 32, 40)), Keys001.BIASES.is("independent")))
                .control(setting -> setting.with(Keys001.BIASES, "shared")
                        .noted("one and the same bias for all neurons: it does not average out"))
                .replicates(setting -> setting.get(Keys001.SEEDS))
                .predict(setting -> Quantities.of("exponent", Powers.law(-0.5, -0.25, -0.75)))
                .measure(NetworkBiasClaims::distances)
                .judge((setting, predicted, measured) -> Judgement.all(Powers.line(
                        "exponent of the distance of the kernels", predicted.list("exponent"),
                        setting.get(Keys001.WIDTHS),
                        measured, "distance", 1)))
                .build();
    }

    private static Quantities distances(Setting setting, int replicate, Seed seed) {
        double[] widths = setting.get(Keys001.WIDTHS);
        double[] distances = new double[widths.length];
        Matrix x = WideNet.points();
        for (int k = 0; k < widths.length; k++) {
            Mlp net = Mlp.of(Activation.RELU, 10, (int) widths[k], 1).withParametrization(Parametrization.ntk(1, 1));
            double[] theta = seed.at(k).gaussians(net.layout().size());
            if (setting.get(Keys001.BIASES).equals("shared")) {
                Layout.Slice biases = net.layout().slices().get(1);
                Arrays.fill(theta, biases.offset(), biases.offset() + biases.size(), theta[biases.offset()]);
            }
            Matrix limit = InfiniteNetwork.of(net).ntk(x);
            distances[k] = EmpiricalNtk.of(net, theta).gram(x).minus(limit).frobeniusNorm() / limit.frobeniusNorm();
        }
        return Quantities.of("distance", distances);
    }

    private static Claim biasPrinted() {
        return ClaimBuilder.of("001.2.1.bias.printed", Source001.at("section 2.1, biases"))
                .statement(
                        "Leaving out biases loses no generality",
                        "Second reading of the sentence: what holds of networks without biases holds of all, so that nothing is lost "
                                + "by leaving them out. Above all f(0) is not tied to a value, and the kernel of distinct points is "
                                + "positive definite, as for networks with biases.",
                        "\\exists\\theta:\\ f_\\theta(0)\\ne0,\\qquad\\Theta_\\infty(X,X)\\succ0\\ \\text{for distinct points}")
                .quoted(BIASES, "section 2.1")
                .measured(
                        "Over random theta the largest |f(0)|; and the smallest eigenvalue of the tangent kernel of infinite width on "
                                + "16 equispaced points of the circle, for ReLU and one hidden layer. Both must be above 0 by more "
                                + "than rounding, 16 eps times the largest eigenvalue.")
                .mistake(
                        "In this reading false. Without biases f(0) = 0 for every theta, f(c x) = c f(x) for ReLU and f(-x) = -f(x) for tanh. The "
                                + "kernel of a bias-free ReLU network of one hidden layer is blind to the odd frequencies from 3 "
                                + "on, so that it is singular on 16 distinct points; this breaks the theorem of section 3.1 too.")
                .refuted()
                .standard(size -> Setting.of(Keys001.BIAS.is(0.0), Keys001.POINTS.is(16)))
                .control(setting -> setting.with(Keys001.BIAS, 1.0).noted("with biases, sigma_b = 1"))
                .predict(setting -> Quantities.of("above", 0))
                .measure((setting, replicate, seed) -> {
                    Mlp net = Mlp.of(Activation.RELU, 2, 50, 1)
                            .withParametrization(Parametrization.ntk(1, setting.get(Keys001.BIAS)));
                    double largest = 0;
                    for (int k = 0; k < 20; k++) {
                        double[] theta = seed.at(k).gaussians(net.layout().size());
                        largest = Math.max(largest, Math.abs(net.forward(theta, Matrix.zeros(1, 2)).get(0, 0)));
                    }
                    double[] values = SymmetricEigen.values(
                            InfiniteNetwork.of(net).ntk(circle(setting.get(Keys001.POINTS))));
                    return Quantities.of("largest |f(0)|", largest)
                            .and("smallest eigenvalue", values[0])
                            .and("rounding", 16 * Math.ulp(1.0) * values[values.length - 1]);
                })
                .judge((setting, predicted, measured) -> Judgement.all(
                        List.of("largest |f(0)|", "smallest eigenvalue")
                                .stream()
                                .map(name -> Comparison.atLeast(
                                        name,
                                        predicted.scalar("above") + measured.getFirst().scalar("rounding"),
                                        Estimate.exact(measured.getFirst().scalar(name)),
                                        "rounding, 16 eps times the largest eigenvalue"))
                                .toList()))
                .build();
    }

    private static Matrix circle(int n) {
        Matrix x = Matrix.zeros(n, 2);
        for (int i = 0; i < n; i++) {
            x.set(i, 0, Math.sqrt(2) * Math.cos(2 * Math.PI * i / n));
            x.set(i, 1, Math.sqrt(2) * Math.sin(2 * Math.PI * i / n));
        }
        return x;
    }

    private static Claim biasCorrected() {
        return ClaimBuilder.of("001.2.1.bias.corrected", Source001.at("section 2.1, biases"))
                .statement(
                        "Without biases the ReLU kernel of one layer has no odd frequencies from 3 on",
                        "On the circle the tangent kernel at angle t is (sin t + 2 (pi - t) cos t)/(2 pi). On 16 equispaced points "
                                + "its eigenvalues are its discrete Fourier coefficients; those of k = 3, 5, 7 are 0. A second "
                                + "hidden layer brings them back: 0.209, 0.065, 0.043.",
                        "\\Theta(t)=\\tfrac1{2\\pi}\\bigl(\\sin t+2(\\pi-t)\\cos t\\bigr),\\qquad "
                                + "\\hat\\Theta_k=\\sum_j\\Theta(t_j)\\cos kt_j=0,\\ k=3,5,7")
                .measured(
                        "Rayleigh quotients of the library's kernel at the vectors cos(k t_j), k = 0 to 8, against the sums of the "
                                + "closed form; both within rounding. The sums agree with the reference 4.884520, 4, 1.282689, 0, "
                                + "0.161045, 0, 0.080691, 0, 0.066630.")
                .standard(size -> Setting.of(Keys001.LAYERS.is(1), Keys001.POINTS.is(16)))
                .control(setting -> setting.with(Keys001.LAYERS, 2).noted("two hidden layers"))
                .predict(setting -> Quantities.of("eigenvalues", fourier(setting.get(Keys001.POINTS))))
                .measure((setting, replicate, seed) -> {
                    int n = setting.get(Keys001.POINTS);
                    WideNet net = WideNet.of(Activation.RELU, 2, setting.get(Keys001.LAYERS), 1);
                    Matrix kernel = InfiniteNetwork.of(net.network()).ntk(circle(n));
                    double[] quotients = new double[n / 2 + 1];
                    for (int k = 0; k <= n / 2; k++) {
                        double[] v = new double[n];
                        for (int j = 0; j < n; j++) {
                            v[j] = Math.cos(2 * Math.PI * j * k / n);
                        }
                        quotients[k] = dot(v, kernel.times(v)) / dot(v, v);
                    }
                    return Quantities.of("eigenvalues", quotients);
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < predicted.list("eigenvalues").length; k++) {
                        // Sums of 16 terms, and 16 of those, of a kernel whose largest eigenvalue is 4.9.
                        lines.add(Comparison.equal(
                                "eigenvalue of frequency " + k, predicted.list("eigenvalues")[k],
                                measured.getFirst().list("eigenvalues")[k], Rounding.of(64).on(4.9)));
                    }
                    return Judgement.all(lines);
                })
                .figures((setting, predicted, measured) -> {
                    double[] k = new double[predicted.list("eigenvalues").length];
                    Arrays.setAll(k, i -> i);
                    return List.of(new Figure.Chart(
                            "frequencies", "Eigenvalues of the kernel by frequency",
                            "Sixteen points on the circle, ReLU without biases, one hidden layer: from 3 on every odd frequency has "
                                    + "eigenvalue 0 and is never learnt.",
                            Axis.linear("frequency k"), Axis.linear("eigenvalue"),
                            List.of(
                                    new Series.Line(
                                            "closed form", Role.THEORY, k, predicted.list("eigenvalues")),
                                    new Series.Points(
                                            "kernel", Role.MEASURED, k, measured.getFirst().list("eigenvalues")))));
                })
                .build();
    }

    private static double[] fourier(int n) {
        double[] sums = new double[n / 2 + 1];
        for (int k = 0; k < sums.length; k++) {
            for (int j = 0; j < n; j++) {
                double t = 2 * Math.PI * Math.min(j, n - j) / n;
                double kernel = (Math.sin(t) + 2 * (Math.PI - t) * Math.cos(t)) / (2 * Math.PI);
                sums[k] += kernel * Math.cos(2 * Math.PI * j * k / n);
            }
        }
        return sums;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static Claim differentiable() {
        return ClaimBuilder.of("001.2.1.differentiable", Source001.at("section 2.1, differentiability"))
                .statement(
                        "For ReLU f is differentiable in theta almost everywhere",
                        "With a Lipschitz activation that is differentiable in pieces, theta -> f_theta(x) is differentiable for "
                                + "almost every theta.",
                        "\\tfrac1{2h}\\bigl(f_{\\theta+hv}(x)-f_{\\theta-hv}(x)\\bigr)\\to\\nabla_\\theta f_\\theta(x)\\cdot v")
                .measured(
                        "Directional derivatives against central differences with h = 1e-6, for ReLU and two hidden layers at random "
                                + "theta: the largest difference over draws without an argument of ReLU within 1e-4 of its kink, "
                                + "over |f| eps / h, the rounding of one value over h; at most twice 460, since a value sums 460 products.")
                .quoted(
                        "la función $\\theta \\mapsto f_{\\theta}(x)$ es diferenciable casi en todas partes.",
                        "section 2.1")
                .mistake(
                        "Almost everywhere in theta is not almost everywhere along a trajectory: gradient flows reach the kinks and "
                                + "slide along them.")
                .standard(size -> Setting.of(Keys001.KINK.is(false),
                        Keys001.DRAWS.is(NetworkClaims.seeds(size, 20, 100))))
                .control(setting -> setting.with(Keys001.KINK, true).noted("one neuron put on its kink"))
                .predict(setting -> Quantities.of("difference", 2 * 460))
                .measure(NetworkBiasClaims::differences)
                .judge((setting, predicted, measured) -> {
                    Quantities m = measured.getFirst();
                    return Judgement.all(
                            Comparison.atMost(
                                    "largest difference of derivative and difference quotient, over |f| eps / h",
                                    predicted.scalar("difference"), Estimate.exact(m.scalar("difference")),
                                    "roundings of the terms of f"),
                            Comparison.atLeast("draws compared", 1, Estimate.exact(m.scalar("compared")),
                                    "there must be some").asSanity());
                })
                .build();
    }

    private static Quantities differences(Setting setting, int replicate, Seed seed) {
        WideNet net = WideNet.of(Activation.RELU, 4, 2, 20);
        double largest = 0;
        int compared = 0;
        for (int k = 0; k < setting.get(Keys001.DRAWS); k++) {
            Seed draw = seed.at(k);
            double[] theta = draw.named("theta").gaussians(net.network().layout().size());
            double[] v = draw.named("v").gaussians(theta.length);
            Matrix x = Matrix.wrap(1, 4, draw.named("x").gaussians(4));
            if (setting.get(Keys001.KINK)) {
                // w = 0 for the first neuron, whose argument then is exactly 0.
                Arrays.fill(theta, 0, 4, 0);
            } else if (net.network().kinks(theta, net.inputs(x), 1e-4).near() > 0) {
                continue;
            }
            double h = 1e-6;
            double[] up = theta.clone();
            double[] down = theta.clone();
            for (int i = 0; i < theta.length; i++) {
                up[i] += h * v[i];
                down[i] -= h * v[i];
            }
            double quotient = (net.outputs(up, x).get(0, 0) - net.outputs(down, x).get(0, 0)) / (2 * h);
            double slope = net.network().linearize(theta, net.inputs(x)).jvp(v).get(0, 0);
            double size = Math.max(1, Math.abs(net.outputs(theta, x).get(0, 0)));
            largest = Math.max(largest, Math.abs(quotient - slope) * h / (size * Math.ulp(1.0)));
            compared++;
        }
        return Quantities.of("difference", largest).and("compared", compared);
    }
}
