package org.paisaje.claims.catalogue.document001;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Check;
import org.paisaje.claims.Claim;
import org.paisaje.claims.Comparison;
import org.paisaje.claims.Estimate;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.Statement;
import org.paisaje.claims.Unexecutable;
import org.paisaje.math.krylov.Lanczos;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.math.stats.Interval;
import org.paisaje.math.stats.LineFit;
import org.paisaje.math.stats.Means;
import org.paisaje.network.Activation;
import org.paisaje.network.Linearization;

/** Section 3.3, the three steps of the proof: the gradient, Taylor's formula, and the second derivative. */
final class CurvatureClaims {
    private static final String STEP_1 = "Section 3.3, step 1";
    private static final String STEP_3 = "Section 3.3, step 3";
    private static final String GRADIENT = "\\|\\nabla_\\theta f_\\theta(x)\\|\\le C\\quad\\text{uniformly in }\\theta"
            + "\\text{ and in }x\\in\\mathcal D";
    private static final String HESSIAN = "\\|\\nabla^2_\\theta f_\\xi(x)\\|=O(1/\\sqrt m)";

    /** The width at which the norm is computed to rounding; at larger ones to 1e-3, since many neurons come close. */
    private static final int SMALL = 64;

    private CurvatureClaims() {}

    static List<Claim> all() {
        return List.of(gradientPrinted(), gradientCorrected(), taylor(), reluHessian(), hessianPrinted(),
                hessianCorrected(), reference());
    }

    private static Claim gradientPrinted() {
        return Check.of("001.3.3.gradient.printed", Document001.source(STEP_1))
                .statement(
                        "The gradient of the network is bounded uniformly in theta",
                        "There is a C, independent of m, with |grad f_theta(x)| <= C for every theta and every x of norm 1.",
                        GRADIENT)
                .measured(
                        "The norm of the gradient at c theta_0 for growing c, on a test point, against C: three times its "
                                + "norm at theta_0. A C ten or a thousand times as large falls to a larger c.")
                .mistake(
                        "For ReLU f has degree 2 in theta, so that the gradient at c theta is exactly c times that at "
                                + "theta. The bound holds on balls around theta_0 only, see 001.3.3.gradient.corrected.")
                .refuted()
                .standard(size -> Setting.of("activation", "relu", "width", 50, "scales", new double[] {1, 10, 100},
                        "radius", 0.0))
                .control(setting -> setting.with("scales", new double[] {1, 1, 1})
                        .with("radius", 1.0)
                        .noted("random points at distance 1 from theta_0 in the place of multiples of it"))
                .predict(setting -> Quantities.of("allowed", 3))
                .measure((setting, replicate, seed) -> {
                    WideNet net = WideNet.of(Activation.parse(setting.text("activation")), 10,
                            setting.integer("width"));
                    double[] theta = net.theta(1);
                    double[] scales = setting.reals("scales");
                    double[] norms = new double[scales.length];
                    for (int k = 0; k < scales.length; k++) {
                        double[] step = direction(theta.length, setting.real("radius"), seed.at(k));
                        double[] at = new double[theta.length];
                        for (int i = 0; i < at.length; i++) {
                            at[i] = scales[k] * theta[i] + step[i];
                        }
                        norms[k] = gradientNorm(net, at, testPoint());
                    }
                    return Quantities.of("norms", norms).and("start", gradientNorm(net, theta, testPoint()));
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    double start = measured.getFirst().scalar("start");
                    double[] norms = measured.getFirst().list("norms");
                    for (int k = 0; k < norms.length; k++) {
                        lines.add(Comparison.atMost(
                                "|grad f| at " + (long) setting.reals("scales")[k] + " theta_0",
                                predicted.scalar("allowed") * start, Estimate.exact(norms[k]),
                                "three times the norm at theta_0, " + start));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Claim gradientCorrected() {
        return Check.of("001.3.3.gradient.corrected", Document001.source(STEP_1))
                .statement(
                        "The gradient is bounded on balls around theta_0, uniformly in m",
                        "If |s(z)| <= |z|, |s'| <= 1 and |x| <= 1, then |grad f_theta(x)| <= |theta| / sqrt m. On the ball of "
                                + "radius R around theta_0 this is at most sqrt(d + 1) + o(1) + R / sqrt m, for every m.",
                        "\\|\\nabla f_\\theta(x)\\|^2=\\frac1m\\sum_r\\big(\\sigma(w_r^\\top x)^2+a_r^2\\sigma'(w_r^\\top x)^2\\|x\\|^2\\big)"
                                + "\\le\\frac{\\|\\theta\\|^2}m")
                .measured(
                        "The norm of the gradient at theta_0 and at the points of the sphere of radius R around it to which "
                                + "the gradient of |grad f| and random directions lead, for ReLU and tanh and growing m, against "
                                + "(|theta_0| + R) / sqrt m; and the largest of them against twice sqrt(d + 1).")
                .standard(size -> Setting.of(
                        "widths", size == Size.SMOKE ? new double[] {64, 1024} : new double[] {64, 512, 4096}, "radius",
                        10.0, "points", size == Size.SMOKE ? 5 : 50, "proportional", false))
                .control(setting -> setting.with("proportional", true)
                        .noted("the radius grows like 10 sqrt m, as |theta_0| does: no ball of fixed radius"))
                .predict(setting -> Quantities.of("level", 2 * Math.sqrt(11)))
                .measure(CurvatureClaims::onBalls)
                .judge((setting, predicted, measured) -> {
                    Quantities m = measured.getFirst();
                    return Judgement.all(
                            Comparison.atMost("largest |grad f| over (|theta_0| + R) / sqrt m", 1 + 1e-12,
                                    Estimate.exact(m.scalar("ratio")), "rounding"),
                            Comparison.atMost("largest |grad f|", predicted.scalar("level"),
                                    Estimate.exact(m.scalar("largest")), "twice sqrt(d + 1)"));
                })
                .build();
    }

    private static Quantities onBalls(Setting setting, int replicate, Seed seed) {
        double ratio = 0;
        double largest = 0;
        for (Activation activation : List.of(Activation.RELU, Activation.TANH)) {
            for (double width : setting.reals("widths")) {
                WideNet net = WideNet.of(activation, 10, (int) width);
                double[] theta = seed.named("theta").at((long) width).gaussians(net.network().layout().size());
                double radius = setting.real("radius") * (setting.flag("proportional") ? Math.sqrt(width) : 1);
                double bound = (WideTraining.norm(theta) + radius) / Math.sqrt(width);
                for (int k = 0; k < setting.integer("points"); k++) {
                    double[] step = k == 0
                            ? steepest(net, theta, radius)
                            : direction(theta.length, radius, seed.named("step").at(k));
                    for (int i = 0; i < step.length; i++) {
                        step[i] += theta[i];
                    }
                    double norm = gradientNorm(net, step, testPoint());
                    ratio = Math.max(ratio, norm / bound);
                    largest = Math.max(largest, norm);
                }
            }
        }
        return Quantities.of("ratio", ratio).and("largest", largest);
    }

    /** A step of that length along the gradient of |grad f|^2 / 2, which is f'' grad f. */
    private static double[] steepest(WideNet net, double[] theta, double radius) {
        Linearization at = net.network().linearize(theta, net.inputs(testPoint()));
        Matrix one = Matrix.wrap(1, 1, new double[] {1});
        double[] uphill = at.tangent(at.vjp(one)).vjp(one, Matrix.zeros(1, 1));
        double norm = WideTraining.norm(uphill);
        return Arrays.stream(uphill).map(u -> u * radius / norm).toArray();
    }

    private static double[] direction(int dimension, double radius, Seed seed) {
        double[] step = seed.gaussians(dimension);
        double norm = WideTraining.norm(step);
        return Arrays.stream(step).map(s -> s * radius / norm).toArray();
    }

    private static double gradientNorm(WideNet net, double[] theta, Matrix x) {
        return WideTraining
                .norm(net.network().linearize(theta, net.inputs(x)).vjp(Matrix.wrap(1, 1, new double[] {1})));
    }

    private static Matrix testPoint() {
        return WideNet.testPoints().rows(0);
    }

    private static Claim taylor() {
        return Check.of("001.3.3.taylor", Document001.source("Section 3.3, step 2"))
                .statement(
                        "The rest of the linearisation is of second order for a Lipschitz activation",
                        "For Lipschitz s the rest R of the expansion of f around theta is half a second derivative at a point in "
                                + "between, so that it is of second order in the step.",
                        "R=\\tfrac12(\\theta_t-\\theta_0)^\\top\\nabla^2f_\\xi(x)(\\theta_t-\\theta_0)")
                .measured(
                        "Width 64, one neuron turned orthogonal to a test point x, and steps of length e along +-x in the weights "
                                + "of that neuron, and e in its outer weight: the exponent of the larger rest in e. It should be 2.")
                .mistake(
                        "ReLU is Lipschitz and has a kink, at which the rest is |a_r| e / sqrt m: of first order. Taylor's "
                                + "formula with a second derivative needs s twice differentiable; this is the point where the proof "
                                + "of the theorem does not cover ReLU.")
                .refuted()
                .standard(size -> Setting.of("activation", "relu", "width", 64, "steps",
                        new double[] {1e-4, 1e-3, 1e-2, 1e-1}))
                .control(setting -> setting.with("activation", "tanh").noted("tanh, which is smooth"))
                .predict(setting -> Quantities.of("exponent", 2))
                .measure((setting, replicate, seed) -> {
                    WideNet net = WideNet.of(Activation.parse(setting.text("activation")), 10,
                            setting.integer("width"));
                    return Quantities.of("rest", rests(net, setting.reals("steps")));
                })
                .judge((setting, predicted, measured) -> {
                    LineFit fit = LineFit.logLog(setting.reals("steps"), measured.getFirst().list("rest"));
                    return Judgement.all(Comparison.equal(
                            "exponent of the rest in the length of the step", predicted.scalar("exponent"), fit.slope(),
                            0.1, "a third order up to steps of 0.1"));
                })
                .build();
    }

    private static double[] rests(WideNet net, double[] lengths) {
        double[] x = testPoint().row(0);
        double[] theta = net.theta(100);
        double across = 0;
        for (int j = 0; j < x.length; j++) {
            across += theta[j] * x[j];
        }
        for (int j = 0; j < x.length; j++) {
            theta[j] -= across * x[j];
        }
        Matrix input = net.inputs(testPoint());
        Linearization at = net.network().linearize(theta, input);
        double[] rest = new double[lengths.length];
        for (int k = 0; k < lengths.length; k++) {
            for (int sign = -1; sign <= 1; sign += 2) {
                double[] step = new double[theta.length];
                double[] moved = theta.clone();
                for (int j = 0; j < x.length; j++) {
                    step[j] = sign * lengths[k] * x[j];
                }
                step[x.length * net.network().hiddenWidths().getFirst()] = lengths[k];
                for (int j = 0; j < moved.length; j++) {
                    moved[j] += step[j];
                }
                double linear = at.outputs().get(0, 0) + at.jvp(step).get(0, 0);
                rest[k] = Math.max(rest[k], Math.abs(net.network().forward(moved, input).get(0, 0) - linear));
            }
        }
        return rest;
    }

    private static Claim reluHessian() {
        return Check.of("001.3.3.hessian.relu", Document001.source(STEP_3))
                .statement(
                        "For ReLU the second derivative of f has the norm |x| / sqrt m",
                        "Off the kinks the second derivative of f in theta has norm |x| / sqrt m exactly, whatever the weights: "
                                + "neuron by neuron it couples w_r with a_r.",
                        "\\|\\nabla^2_\\theta f(x)\\|_2=\\max_r\\frac{\\sigma'(w_r^\\top x)\\|x\\|}{\\sqrt m}"
                                + "=\\frac{\\|x\\|}{\\sqrt m}")
                .measured(
                        "The largest absolute eigenvalue of the second-order products of the network, by Lanczos, times sqrt m, "
                                + "at a test point, for growing m.")
                .standard(size -> widths(size, "relu", "normal"))
                .control(setting -> setting.with("activation", "tanh").noted("tanh"))
                .predict(setting -> Quantities.of("norm", 1))
                .measure(CurvatureClaims::hessians)
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    double[] widths = setting.reals("widths");
                    for (int k = 0; k < widths.length; k++) {
                        lines.add(Comparison.equal("|f''(x)| sqrt m, m = " + (long) widths[k],
                                predicted.scalar("norm"), measured.getFirst().list("scaled")[k], 1e-3,
                                "Lanczos, converged to 1e-3"));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Setting widths(Size size, String activation, String outer) {
        return Setting.of("activation", activation, "outer", outer, "widths",
                size == Size.SMOKE ? new double[] {SMALL, 256, 1024} : new double[] {SMALL, 256, 1024, 4096, 16384},
                "seeds",
                size == Size.SMOKE ? 15 : 40);
    }

    private static Quantities hessians(Setting setting, int replicate, Seed seed) {
        double[] widths = setting.reals("widths");
        double[] scaled = new double[widths.length];
        for (int k = 0; k < widths.length; k++) {
            int m = (int) widths[k];
            WideNet net = WideNet.of(Activation.parse(setting.text("activation")), 10, m);
            double[] theta = seed.at(m).gaussians(net.network().layout().size());
            if (setting.text("outer").equals("sign")) {
                for (int i = 10 * m; i < theta.length; i++) {
                    theta[i] = Math.signum(theta[i]);
                }
            }
            scaled[k] = Math.sqrt(m) * hessianNorm(net, theta, testPoint(), m == SMALL ? 1e-8 : 1e-3);
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
    static double hessianNorm(WideNet net, double[] theta, Matrix x, double tolerance) {
        Linearization at = net.network().linearize(theta, net.inputs(x));
        Matrix one = Matrix.wrap(1, 1, new double[] {1});
        LinearOperator second = new LinearOperator() {
            @Override
            public int rows() {
                return theta.length;
            }

            @Override
            public int columns() {
                return theta.length;
            }

            @Override
            public void apply(double[] v, double[] out) {
                double[] product = at.tangent(v).vjp(one, Matrix.zeros(1, 1));
                System.arraycopy(product, 0, out, 0, out.length);
            }
        };
        var settings = Lanczos.Settings.standard()
                .withTolerance(tolerance)
                .withBasisSize(Math.min(60, theta.length / 2))
                .withoutSymmetryProbe()
                .withoutCopies();
        double[] ends = Lanczos.bothEnds(second, 1, 1, settings).orThrow().values();
        return Math.max(-ends[0], ends[1]);
    }

    private static Claim hessianPrinted() {
        return Check.of("001.3.3.hessian.printed", Document001.source(STEP_3))
                .statement(
                        "The second derivative of f is O(1 / sqrt m) at the initialisation",
                        "With bounded s' the second derivative of f in theta has norm O(1 / sqrt m), with high probability.",
                        HESSIAN)
                .measured(
                        "tanh: the exponent in m of the norm of the second-order products of the network at a test point, by "
                                + "Lanczos; over initialisations, with its interval at level 0.999. O(1 / sqrt m) needs -1/2.")
                .mistake(
                        "The second derivative holds a_r s'' as well, which the proof forgets: with normal a_r its largest entry "
                                + "grows like sqrt(log m). What holds is O(sqrt(log m / m)), see 001.3.3.hessian.corrected. For "
                                + "ReLU, and for a_r = +-1, the printed rate is right.")
                .refuted()
                .standard(size -> widths(size, "tanh", "normal"))
                .control(setting -> setting.with("outer", "sign").noted("a_r = +-1, as in reference [4]"))
                .replicates(setting -> setting.integer("seeds"))
                .predict(setting -> Quantities.of("exponent", -0.5))
                .measure(CurvatureClaims::hessians)
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.covered(
                        "exponent of |f''(x)| in m", predicted.scalar("exponent"),
                        WidthStudy.exponent(setting.reals("widths"), measured, "norm"),
                        "Student's interval over seeds")))
                .figures((setting, predicted, measured) -> List.of(WidthStudy.chart(
                        "second-derivative", "The norm of the second derivative of f in theta",
                        "tanh with normal outer weights; the exponent is above -1/2 since the largest a_r grows with m.",
                        "norm of f''(x)", setting.reals("widths"), measured, List.of("norm"))))
                .build();
    }

    private static Claim hessianCorrected() {
        return Check.of("001.3.3.hessian.corrected", Document001.source(STEP_3))
                .statement(
                        "The second derivative of f is of order sqrt(log m / m)",
                        "For one hidden layer the second derivative falls apart into the neurons: with c = a_r s''(w_r . x) |x|^2 "
                                + "and s = s'(w_r . x) |x| its norm is max_r (|c|/2 + sqrt(c^2/4 + s^2)) / sqrt m. With normal a_r "
                                + "its square times m grows linearly in log m, for tanh by 2 max |s''|^2 = 32/27 at last.",
                        "\\|\\nabla^2f(x)\\|=\\frac1{\\sqrt m}\\max_r\\Big(\\tfrac{|c_r|}2+\\sqrt{\\tfrac{c_r^2}4+s_r^2}\\Big),\\qquad"
                                + "m\\|\\nabla^2f(x)\\|^2\\sim2\\max|\\sigma''|^2\\log m")
                .measured(
                        "The formula against Lanczos on the products of the network at the smallest width, to 1e-5; and the slope of m |f''|^2 in log m, "
                                + "which must be positive and have 32/27 in its interval at level 0.999, up to the 15 % by which the "
                                + "logarithm of the logarithm still bends it.")
                .standard(size -> widths(size, "tanh", "normal"))
                .control(setting -> setting.with("outer", "sign").noted("a_r = +-1: no growth"))
                .replicates(setting -> setting.integer("seeds"))
                .predict(setting -> Quantities.of("slope", 32.0 / 27))
                .measure((setting, replicate, seed) -> {
                    Quantities result = hessians(setting, replicate, seed);
                    double[] widths = setting.reals("widths");
                    double formula = blockNorm(setting, (int) widths[0], seed);
                    return result.and("error", Math.abs(result.list("scaled")[0] - formula));
                })
                .judge((setting, predicted, measured) -> {
                    double[] slopes = measured.stream()
                            .mapToDouble(q -> growth(setting.reals("widths"), q.list("scaled")))
                            .toArray();
                    Interval slope = Means.student(slopes, WidthStudy.LEVEL);
                    var estimate = new Estimate(slope.estimate(), slope.low(), slope.high());
                    double theory = predicted.scalar("slope");
                    return Judgement.all(
                            Comparison.atMost("formula - Lanczos, times sqrt m", 1e-5,
                                    Estimate.exact(
                                            measured.stream().mapToDouble(q -> q.scalar("error")).max().orElseThrow()),
                                    "Lanczos, converged to 1e-8"),
                            Comparison.atLeast("slope of m |f''|^2 in log m", 0.85 * theory, estimate,
                                    "32/27 less 15 %"),
                            Comparison.atMost("slope of m |f''|^2 in log m", 1.15 * theory, estimate,
                                    "32/27 and 15 %"));
                })
                .build();
    }

    private static double growth(double[] widths, double[] scaled) {
        double[] logs = Arrays.stream(widths).map(Math::log).toArray();
        return LineFit.of(logs, Arrays.stream(scaled).map(s -> s * s).toArray()).slope();
    }

    private static double blockNorm(Setting setting, int m, Seed seed) {
        double[] theta = seed.at(m).gaussians(11 * m);
        if (setting.text("outer").equals("sign")) {
            for (int i = 10 * m; i < theta.length; i++) {
                theta[i] = Math.signum(theta[i]);
            }
        }
        return blockNorm(theta, testPoint().row(0));
    }

    /** The formula for the norm of the second derivative of a tanh network, times sqrt m, at a point of norm 1. */
    static double blockNorm(double[] theta, double[] x) {
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

    private static Claim reference() {
        return new Unexecutable(
                "001.3.3.references", Document001.source(STEP_3),
                new Statement(
                        "The bounds of step 3 are in [4] and [5]",
                        "The second derivative is bounded in [4] and [5], and the displacement in [4], Thm 2.1.",
                        "",
                        "a statement about what other papers contain; no computation decides it",
                        List.of(
                                "[4] numbers its results 3.1, 3.2 and 4.1 and has no theorem on the second derivative; the bound "
                                        + "is that of Liu, Zhu and Belkin 2020, On the linearity of large non-linear models.",
                                "[5] is on the mean-field limit and proves a non-Hilbertian maximum margin.")));
    }
}
