package org.paisaje.claims.catalogue.document001;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.math.stats.LineFit;
import org.paisaje.network.Linearization;
import org.paisaje.network.activation.Activation;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;

/** Section 3.3, steps 1 and 2 of the proof: the bound of the gradient and Taylor's formula. */
final class GradientBoundClaims {
    private static final String STEP_1 = "Section 3.3, step 1";
    private static final String GRADIENT = "\\|\\nabla_\\theta f_\\theta(x)\\|\\le C\\quad\\text{uniformly in }\\theta"
            + "\\text{ and in }x\\in\\mathcal D";

    private GradientBoundClaims() {}

    static List<Claim> all() {
        return List.of(printed(), corrected(), taylor());
    }

    private static Claim printed() {
        return ClaimBuilder.of("001.3.3.gradient.printed", Document001.source(STEP_1))
                .statement(
                        "The gradient of the network is bounded uniformly in theta",
                        "There is a C, independent of m, with |grad f_theta(x)| <= C for every theta and every x of norm 1.",
                        GRADIENT)
                .measured(
                        "The norm of the gradient at c theta_0 for growing c, at the first of the 20 points, against C: three times its "
                                + "norm at theta_0. A C ten or a thousand times as large falls to a larger c.")
                .mistake(
                        "For ReLU f has degree 2 in theta, so that the gradient at c theta is exactly c times that at "
                                + "theta: 1.116, 11.16, 111.6 for c = 1, 10, 100. The bound holds on balls around theta_0 only, see 001.3.3.gradient.corrected.")
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
                        norms[k] = gradientNorm(net, at, WideNet.points().rows(0));
                    }
                    return Quantities.of("norms", norms)
                            .and("start", gradientNorm(net, theta, WideNet.points().rows(0)));
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

    private static Claim corrected() {
        return ClaimBuilder.of("001.3.3.gradient.corrected", Document001.source(STEP_1))
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
                .seconds(10)
                .standard(size -> Setting.of(
                        "widths", size == Size.SMOKE ? new double[] {64, 1024} : new double[] {64, 512, 4096}, "radius",
                        10.0, "points", size == Size.SMOKE ? 5 : 30, "proportional", false))
                .control(setting -> setting.with("proportional", true)
                        .noted("the radius grows like 10 sqrt m, as |theta_0| does: no ball of fixed radius"))
                .predict(setting -> Quantities.of("level", 2 * Math.sqrt(11)))
                .measure(GradientBoundClaims::onBalls)
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
                    double norm = gradientNorm(net, step, CurvatureClaims.testPoint());
                    ratio = Math.max(ratio, norm / bound);
                    largest = Math.max(largest, norm);
                }
            }
        }
        return Quantities.of("ratio", ratio).and("largest", largest);
    }

    /** A step of that length along the gradient of |grad f|^2 / 2, which is f'' grad f. */
    private static double[] steepest(WideNet net, double[] theta, double radius) {
        Linearization at = net.network().linearize(theta, net.inputs(CurvatureClaims.testPoint()));
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

    private static Claim taylor() {
        return ClaimBuilder.of("001.3.3.taylor", Document001.source("Section 3.3, step 2"))
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
        double[] x = CurvatureClaims.testPoint().row(0);
        double[] theta = net.theta(100);
        double across = 0;
        for (int j = 0; j < x.length; j++) {
            across += theta[j] * x[j];
        }
        for (int j = 0; j < x.length; j++) {
            theta[j] -= across * x[j];
        }
        Matrix input = net.inputs(CurvatureClaims.testPoint());
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
}
