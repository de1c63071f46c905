package org.paisaje.claims.catalogue.document001.linearization;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.special.Erf;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.Statement;
import org.paisaje.claims.Unexecutable;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.claims.catalogue.document001.setup.Keys001;
import org.paisaje.claims.catalogue.document001.setup.Source001;
import org.paisaje.claims.catalogue.document001.setup.WideNet;
import org.paisaje.math.krylov.eigen.Lanczos;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Linearization;
import org.paisaje.network.Network;
import org.paisaje.network.activation.Activation;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;

/** Section 3.3, step 3 of the proof: the second derivative of the network in its parameters. */
public final class CurvatureClaims {
    private static final String STEP_3 = "Section 3.3, step 3";
    private static final String HESSIAN = "\\|\\nabla^2_\\theta f_\\xi(x)\\|=O(1/\\sqrt m)";

    /** The width at which the norm is computed to rounding; at larger ones to 1e-3, since many neurons come close. */
    private static final int SMALL = 8;

    /** To which part of itself Lanczos gives the norm at larger widths. */
    private static final double LANCZOS = 1e-3;

    private CurvatureClaims() {}

    /** The claims, in the order of the text. */
    public static List<Claim> all() {
        return List.of(reluHessian(), hessianPrinted(),
                hessianCorrected(), reference());
    }

    /** The first test point. */
    static Matrix testPoint() {
        return WideNet.testPoints().rows(0);
    }

    private static Claim reluHessian() {
        return ClaimBuilder.of("001.3.3.hessian.relu", Source001.at(STEP_3))
                .statement(
                        "For ReLU the second derivative of f has the norm |x| / sqrt m",
                        "Off the kinks the second derivative of f in theta has norm |x| / sqrt m exactly, whatever the weights: "
                                + "neuron by neuron it couples w_r with a_r.",
                        "\\|\\nabla^2_\\theta f(x)\\|_2=\\max_r\\frac{\\sigma'(w_r^\\top x)\\|x\\|}{\\sqrt m}"
                                + "=\\frac{\\|x\\|}{\\sqrt m}")
                .measured(
                        "The largest absolute eigenvalue of the second-order products of the network, by Lanczos, times sqrt m, "
                                + "at a test point, for growing m.")
                .standard(size -> widths(size, Activation.RELU, "normal"))
                .control(setting -> setting.with(Keys001.ACTIVATION, Activation.TANH).noted("tanh"))
                .predict(setting -> Quantities.of("norm", 1))
                .measure(CurvatureClaims::hessians)
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    double[] widths = setting.get(Keys001.WIDTHS);
                    for (int k = 0; k < widths.length; k++) {
                        lines.add(Comparison.equal("|f''(x)| sqrt m, m = " + (long) widths[k],
                                predicted.scalar("norm"), measured.getFirst().list("scaled")[k],
                                Tolerance.of(LANCZOS, "Lanczos, converged to 1e-3")));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Setting widths(Size size, Activation activation, String outer) {
        return Setting.of(Keys001.ACTIVATION.is(activation), Keys001.OUTER.is(outer),
                Keys001.WIDTHS
                        .is(size == Size.SMOKE ? new double[] {SMALL, 64, 512} : new double[] {SMALL, 64, 512, 4096}),
                Keys001.SEEDS.is(size == Size.SMOKE ? 30 : 60));
    }

    private static Quantities hessians(Setting setting, int replicate, Seed seed) {
        double[] widths = setting.get(Keys001.WIDTHS);
        double[] scaled = new double[widths.length];
        for (int k = 0; k < widths.length; k++) {
            int m = (int) widths[k];
            WideNet net = WideNet.of(setting.get(Keys001.ACTIVATION), 10, m);
            double[] theta = seed.at(m).gaussians(net.network().layout().size());
            if (setting.get(Keys001.OUTER).equals("sign")) {
                for (int i = 10 * m; i < theta.length; i++) {
                    theta[i] = Math.signum(theta[i]);
                }
            }
            scaled[k] = Math.sqrt(m) * hessianNorm(net, theta, testPoint(), m == SMALL ? 1e-8 : LANCZOS);
        }
        return Quantities.of("scaled", scaled).and("norm", unscaled(scaled, widths));
    }

    private static double[] unscaled(double[] scaled, double[] widths) {
        double[] result = new double[scaled.length];
        for (int k = 0; k < result.length; k++) {
            result[k] = scaled[k] / Math.sqrt(widths[k]);
        }
        return result;
    }

    /** The norm of the second derivative of f(x) in theta, from second-order products, to that relative accuracy. */
    public static double hessianNorm(WideNet net, double[] theta, Matrix x, double tolerance) {
        return hessianNorm(net.network(), theta, net.inputs(x), tolerance);
    }

    /** As above for what the network itself takes. */
    public static double hessianNorm(Network network, double[] theta, Matrix inputs, double tolerance) {
        Linearization at = network.linearize(theta, inputs);
        Matrix one = Matrix.wrap(1, 1, new double[] {1});
        LinearOperator second = LinearOperator.of(theta.length, (v, out) -> {
            double[] product = at.tangent(v).vjp(one, Matrix.zeros(1, 1));
            System.arraycopy(product, 0, out, 0, out.length);
        });
        var settings = Lanczos.Settings.standard()
                .withTolerance(tolerance)
                .withBasisSize(Math.min(60, theta.length / 2))
                .withoutSymmetryProbe()
                .withoutCopies();
        double[] ends = Lanczos.bothEnds(second, 1, 1, settings).orThrow().values();
        return Math.max(-ends[0], ends[1]);
    }

    private static Claim hessianPrinted() {
        return ClaimBuilder.of("001.3.3.hessian.printed", Source001.at(STEP_3))
                .statement(
                        "The second derivative of f is O(1 / sqrt m) at the initialisation",
                        "With s' bounded the second derivative of f in theta has norm O(1 / sqrt m), with high probability.",
                        HESSIAN)
                .quoted(
                        "se puede acotar el hessiano $\\nabla_{\\theta}^2 f_{\\xi}(x)$ por un valor del orden $\\mathcal{O}(1/\\sqrt{m})$ "
                                + "con alta probabilidad. Esta estimación se debe a que cada derivada segunda depende de la derivada de "
                                + "$\\sigma$, que está acotada",
                        "section 3.3, step 3")
                .measured(
                        "tanh with normal weights, m = 512 and 4096 (64 and 1024 at the smallest size): the exponent in m of the norm "
                                + "of the second-order products of the network at a test point, by Lanczos, over initialisations. "
                                + "O(1 / sqrt m) is an upper bound: an exponent of at most -1/2, but for what Lanczos leaves open, 1e-3 of the norm "
                                + "at either width, and the 1.2 / m^2 of it by which bounded values stay below their bound. By the formula of "
                                + "001.3.3.hessian.corrected the exponent is -0.42 between 512 and 4096.")
                .mistake(
                        "The second derivative holds a_r s'' as well, which the proof forgets: with normal a_r its largest entry "
                                + "grows like sqrt(log m). What holds is O(sqrt(log m / m)), see 001.3.3.hessian.corrected; it is enough for "
                                + "the theorem. For ReLU, and for a_r = +-1, the printed rate is right.")
                .refuted()
                .seconds(10)
                .standard(size -> widths(size, Activation.TANH, "normal").with(Keys001.WIDTHS,
                        size == Size.SMOKE ? new double[] {64, 1024} : new double[] {512, 4096}))
                .control(setting -> setting.with(Keys001.OUTER, "sign").noted("a_r = +-1"))
                .replicates(setting -> setting.get(Keys001.SEEDS))
                .predict(setting -> Quantities.of("exponent", -0.5))
                .measure(CurvatureClaims::hessians)
                .judge((setting, predicted, measured) -> {
                    double[] widths = setting.get(Keys001.WIDTHS);
                    // With a_r = +-1, sqrt(m) |f''| is the largest v(z_r), and v is 1.241 - 1.57 (|z| - 0.416)^2 where it is
                    // largest. The nearest of m normal z is within delta with chance 1.46 m delta: 1.2 / m^2 of v are missing.
                    double open = (2 * LANCZOS + 1.2 / (widths[0] * widths[0]))
                            / Math.log(widths[widths.length - 1] / widths[0]);
                    return Judgement.all(Comparison.atMost(
                            "exponent of |f''(x)| in m", predicted.scalar("exponent") + open,
                            Exponents.of(widths, measured, "norm", 1),
                            "Student's interval over " + measured.size() + " initialisations at " + Level.words(1)
                                    + "; Lanczos, converged to 1e-3 at both widths, and 1.2 / m^2"));
                })
                .figures((setting, predicted, measured) -> List.of(Exponents.chart(
                        "second-derivative", "The norm of the second derivative of f in theta",
                        "tanh with normal outer weights; the exponent is above -1/2 since the largest a_r grows with m.",
                        "norm of f''(x)", setting.get(Keys001.WIDTHS), measured, List.of("norm"))))
                .build();
    }

    private static Claim hessianCorrected() {
        return ClaimBuilder.of("001.3.3.hessian.corrected", Source001.at(STEP_3))
                .statement(
                        "The second derivative of f is of order sqrt(log m / m)",
                        "For one hidden layer the second derivative falls apart into the neurons: with c = a_r s''(w_r . x) |x|^2 "
                                + "and s = s'(w_r . x) |x| its norm is max_r (|c|/2 + sqrt(c^2/4 + s^2)) / sqrt m. With normal a_r "
                                + "the largest of m such values grows: its square like 2 max |s''|^2 log m, 32/27 log m for tanh.",
                        "\\|\\nabla^2f(x)\\|=\\frac1{\\sqrt m}\\max_r\\Big(\\tfrac{|c_r|}2+\\sqrt{\\tfrac{c_r^2}4+s_r^2}\\Big),\\qquad "
                                + "m\\|\\nabla^2f(x)\\|^2\\sim2\\max|\\sigma''|^2\\log m")
                .measured(
                        "The formula against Lanczos on the products of the network at the smallest width, to 1e-8 of a norm below 10; and the mean of "
                                + "m |f''|^2 over initialisations at each width: its interval must hold the mean of the largest of m "
                                + "independent values, from their distribution function by quadrature, and exclude that of the widths "
                                + "next to it.")
                .seconds(30)
                .standard(size -> widths(size, Activation.TANH, "normal"))
                .control(setting -> setting.with(Keys001.OUTER, "sign").noted("a_r = +-1: no growth"))
                .replicates(setting -> setting.get(Keys001.SEEDS))
                .predict(setting -> Quantities.of("squares",
                        Arrays.stream(setting.get(Keys001.WIDTHS)).map(m -> meanLargestSquare(m, 0.01)).toArray())
                        .and("with twice the step",
                                Arrays.stream(setting.get(Keys001.WIDTHS))
                                        .map(m -> meanLargestSquare(m, 0.02))
                                        .toArray()))
                .measure((setting, replicate, seed) -> {
                    Quantities result = hessians(setting, replicate, seed);
                    double formula = blockNorm(setting, (int) setting.get(Keys001.WIDTHS)[0], seed);
                    return result.and("error", Math.abs(result.list("scaled")[0] - formula));
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    lines.add(Comparison.atMost("formula - Lanczos, times sqrt m", 1e-7,
                            Estimate.exact(measured.stream().mapToDouble(q -> q.scalar("error")).max().orElseThrow()),
                            "Lanczos, converged to 1e-8 of a norm below 10"));
                    double[] widths = setting.get(Keys001.WIDTHS);
                    double[] squares = predicted.list("squares");
                    for (int k = 0; k < widths.length; k++) {
                        int at = k;
                        double[] rivals = IntStream.of(k - 1, k + 1)
                                .filter(i -> i >= 0 && i < squares.length)
                                .mapToDouble(i -> squares[i])
                                .toArray();
                        lines.add(Comparison.told("mean of m |f''|^2, m = " + (long) widths[k],
                                // The midpoint rule is off by a third of what twice its steps change.
                                Estimate.within(squares[k],
                                        Math.abs(squares[k] - predicted.list("with twice the step")[k])),
                                Exponents.mean(
                                        measured.stream().mapToDouble(q -> Math.pow(q.list("scaled")[at], 2)).toArray(),
                                        widths.length),
                                "Student's interval over " + measured.size() + " initialisations at "
                                        + Level.words(widths.length),
                                rivals));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    /**
     * The mean of the square of the largest of m independent values {@code |c|/2 + sqrt(c^2/4 + s^2)} of tanh neurons,
     * {@code int_0^inf 2 v (1 - F(v)^m) dv}; the value is at most v where {@code |a| <= (v - s^2 / v) / |s''|}.
     */
    private static double meanLargestSquare(double m, double h) {
        double integral = 0;
        for (double v = h / 2; v < 8; v += h) {
            double below = 0;
            double g = 2 * h;
            for (double z = g / 2; z < 8; z += g) {
                double t = Math.tanh(z);
                double s = 1 - t * t;
                double room = (v - s * s / v) / (2 * t * s);
                below += room <= 0
                        ? 0
                        : 2 * g * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI)
                                * Erf.erf(Math.min(room, 40) / Math.sqrt(2));
            }
            integral += 2 * v * h * (1 - Math.pow(Math.min(below, 1), m));
        }
        return integral;
    }

    private static double blockNorm(Setting setting, int m, Seed seed) {
        double[] theta = seed.at(m).gaussians(11 * m);
        if (setting.get(Keys001.OUTER).equals("sign")) {
            for (int i = 10 * m; i < theta.length; i++) {
                theta[i] = Math.signum(theta[i]);
            }
        }
        return blockNorm(theta, testPoint().row(0));
    }

    /** The formula for the norm of the second derivative of a tanh network, times sqrt m, at a point of norm 1. */
    public static double blockNorm(double[] theta, double[] x) {
        int d = x.length;
        int m = theta.length / (d + 1);
        double largest = 0;
        for (int r = 0; r < m; r++) {
            double z = 0;
            for (int j = 0; j < d; j++) {
                z += theta[d * r + j] * x[j];
            }
            double t = Math.tanh(z);
            double s = 1 - t * t;
            double c = -2 * theta[d * m + r] * t * s;
            largest = Math.max(largest, Math.abs(c) / 2 + Math.sqrt(c * c / 4 + s * s));
        }
        return largest;
    }

    /** theta moved by 0.1 along the first eigenvector of the second derivative of a tanh network at x, which is one neuron's. */
    static double[] alongFirst(double[] theta, double[] x) {
        int d = x.length;
        int m = theta.length / (d + 1);
        double largest = 0;
        double[] moved = theta;
        for (int r = 0; r < m; r++) {
            double z = 0;
            for (int j = 0; j < d; j++) {
                z += theta[d * r + j] * x[j];
            }
            double t = Math.tanh(z);
            double s = 1 - t * t;
            double c = -2 * theta[d * m + r] * t * s;
            double value = Math.abs(c) / 2 + Math.sqrt(c * c / 4 + s * s);
            if (value > largest) {
                largest = value;
                // [[c, s], [s, 0]] (value, s) = value (value, s) up to the sign of c.
                double inner = c < 0 ? -value : value;
                double length = 10 * Math.sqrt(value * value + s * s);
                moved = theta.clone();
                for (int j = 0; j < d; j++) {
                    moved[d * r + j] += inner / length * x[j];
                }
                moved[d * m + r] += s / length;
            }
        }
        return moved;
    }

    private static Claim reference() {
        return new Unexecutable(
                "001.3.3.references", Source001.at(STEP_3),
                new Statement(
                        "The bounds of step 3 are in [4] and [5]",
                        "The second derivative is bounded in [4] and [5], and the displacement in [4], Thm 2.1.",
                        "",
                        "a statement about what other papers contain; no computation decides it",
                        List.of(
                                "From memory, not looked up here: [4] numbers its results 3.1, 3.2 and 4.1 and has no theorem on the second "
                                        + "derivative; such a bound is in Liu, Zhu and Belkin 2020, On the linearity of large non-linear "
                                        + "models.",
                                "By its abstract [5] is on the mean-field limit and a maximum margin in a space that is not "
                                        + "Hilbertian.")));
    }
}
