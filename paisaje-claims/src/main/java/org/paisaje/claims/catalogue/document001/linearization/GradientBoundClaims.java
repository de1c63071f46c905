package org.paisaje.claims.catalogue.document001.linearization;

import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.document001.setup.Keys001;
import org.paisaje.claims.catalogue.document001.setup.Powers;
import org.paisaje.claims.catalogue.document001.setup.Source001;
import org.paisaje.claims.catalogue.document001.setup.WideNet;
import org.paisaje.claims.catalogue.document001.setup.WideTraining;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Linearization;
import org.paisaje.network.activation.Activation;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;

/** Section 3.3, steps 1 and 2 of the proof: the bound of the gradient and Taylor's formula. */
public final class GradientBoundClaims {
    private static final String STEP_1 = "Section 3.3, step 1";
    private static final String GRADIENT = "\\|\\nabla_\\theta f_\\theta(x)\\|\\le C\\quad\\text{uniformly in }\\theta"
            + "\\text{ and in }x\\in\\mathcal D";

    private GradientBoundClaims() {}

    /** The claims, in the order of the text. */
    public static List<Claim> all() {
        return List.of(printed(), corrected(), taylor());
    }

    private static Claim printed() {
        return ClaimBuilder.of("001.3.3.gradient.printed", Source001.at(STEP_1))
                .statement(
                        "The gradient of the network is bounded uniformly in theta",
                        "There is a C, independent of m, with |grad f_theta(x)| <= C for every theta and every x of norm 1, for "
                                + "bounded activations such as tanh.",
                        GRADIENT)
                .quoted(
                        "$\\|\\nabla_{\\theta} f_{\\theta}(x)\\| \\le C$, uniformemente en $\\theta$ y en $x \\in \\mathcal{D}$, para "
                                + "alguna constante C independiente de m, gracias a la normalización $1/\\sqrt{m}$ y a la acotación de "
                                + "$\\sigma$ y x.",
                        "section 3.3, step 1")
                .measured(
                        "The norm of the gradient of a tanh network at the first of the 20 points along the ray (W, c a) with c = 10^3 and "
                                + "10^6: its exponent in c. For a bounded gradient it holds 0 and excludes 1, that of a gradient that grows "
                                + "with c.")
                .mistake(
                        "In this reading false: with bounded s the derivative in a is bounded, that in w_r is a_r s' x / sqrt m and grows "
                                + "with a. For ReLU f has degree 2 in theta, and the gradient at c theta is exactly c times that at theta. "
                                + "Uniformly over the theta that training reaches it holds, see 001.3.3.gradient.corrected, and no more "
                                + "is needed.")
                .refuted()
                .standard(size -> Setting.of(Keys001.WIDTH.is(50), Keys001.SCALES.is(new double[] {1e3, 1e6}),
                        Keys001.RAY.is("outer weights"), Keys001.DRAWS.is(size == Size.SMOKE ? 4 : 20)))
                .control(setting -> setting.with(Keys001.RAY, "inner weights")
                        .noted("the ray (c W, a), along which the gradient of a tanh network is bounded"))
                .replicates(setting -> setting.get(Keys001.DRAWS))
                .predict(setting -> Quantities.of("exponent", Powers.law(0, 1)))
                .measure((setting, replicate, seed) -> {
                    int m = setting.get(Keys001.WIDTH);
                    WideNet net = WideNet.of(Activation.TANH, 10, m);
                    double[] theta = seed.gaussians(11 * m);
                    boolean outer = setting.get(Keys001.RAY).equals("outer weights");
                    return Quantities.of("norms", Arrays.stream(setting.get(Keys001.SCALES)).map(c -> {
                        double[] at = theta.clone();
                        for (int i = outer ? 10 * m : 0; i < (outer ? 11 * m : 10 * m); i++) {
                            at[i] *= c;
                        }
                        return gradientNorm(net, at, WideNet.points().rows(0));
                    }).toArray());
                })
                .judge((setting, predicted, measured) -> Judgement.all(Powers.line(
                        "exponent of |grad f| in c", predicted.list("exponent"), setting.get(Keys001.SCALES), measured,
                        "norms",
                        1)))
                .build();
    }

    private static Claim corrected() {
        return ClaimBuilder.of("001.3.3.gradient.corrected", Source001.at(STEP_1))
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
                .seconds(1)
                .standard(size -> Setting.of(
                        Keys001.WIDTHS.is(size == Size.SMOKE ? new double[] {64, 1024} : new double[] {64, 512, 4096}),
                        Keys001.RADIUS.is(10.0), Keys001.POINTS.is(size == Size.SMOKE ? 5 : 30),
                        Keys001.PROPORTIONAL.is(false)))
                .control(setting -> setting.with(Keys001.PROPORTIONAL, true)
                        .noted("the radius grows like 10 sqrt m, as |theta_0| does: no ball of fixed radius"))
                .predict(setting -> Quantities.of("level", 2 * Math.sqrt(11)))
                .measure(GradientBoundClaims::onBalls)
                .judge((setting, predicted, measured) -> {
                    Quantities m = measured.getFirst();
                    return Judgement.all(
                            Comparison.atMost("largest |grad f| over (|theta_0| + R) / sqrt m", 1,
                                    Estimate.exact(m.scalar("ratio")), "the bound"),
                            Comparison.atMost("largest |grad f|", predicted.scalar("level"),
                                    Estimate.exact(m.scalar("largest")), "twice sqrt(d + 1)"));
                })
                .build();
    }

    private static Quantities onBalls(Setting setting, int replicate, Seed seed) {
        double ratio = 0;
        double largest = 0;
        for (Activation activation : List.of(Activation.RELU, Activation.TANH)) {
            for (double width : setting.get(Keys001.WIDTHS)) {
                WideNet net = WideNet.of(activation, 10, (int) width);
                double[] theta = seed.named("theta").at((long) width).gaussians(net.network().layout().size());
                double radius = setting.get(Keys001.RADIUS)
                        * (setting.get(Keys001.PROPORTIONAL) ? Math.sqrt(width) : 1);
                double bound = (WideTraining.norm(theta) + radius) / Math.sqrt(width);
                for (int k = 0; k < setting.get(Keys001.POINTS); k++) {
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
        return ClaimBuilder.of("001.3.3.taylor", Source001.at("Section 3.3, step 2"))
                .statement(
                        "Taylor's formula of second order holds for a Lipschitz activation",
                        "For Lipschitz s the remainder R of the expansion of f around theta(0) is half a second derivative at a point "
                                + "on the way.",
                        "R=\\tfrac12(\\theta_t-\\theta_0)^\\top\\nabla^2f_\\xi(x)(\\theta_t-\\theta_0)")
                .quoted("Sea $f_{\\theta}$ una red neuronal de dos capas con activación Lipschitz $\\sigma$",
                        "section 3.3, theorem")
                .quoted(
                        "$R(t,x) = \\frac{1}{2} (\\theta(t) - \\theta(0))^{\\top} \\nabla_{\\theta}^2 f_{\\xi}(x) (\\theta(t) - "
                                + "\\theta(0)).$",
                        "section 3.3, step 2")
                .measured(
                        "Networks of width 64 with normal parameters and a step that takes the argument w_r . x of the first neuron to "
                                + "the other side of 0 by as much: how far R is from the range of the formula over 1001 points of the way, "
                                + "over |R|. It must be in the range, up to the spacing of the points.")
                .mistake(
                        "With ReLU the second derivative in w_r is 0 on both sides of the kink, so that the formula gives 0, while R is "
                                + "|a_r w_r . x| / sqrt m. Taylor's formula needs s twice differentiable; this is the point at which the proof "
                                + "of the theorem does not cover ReLU. The theorem's limit holds for it all the same, see 001.3.3.theorem.")
                .refuted()
                .standard(size -> Setting.of(Keys001.ACTIVATION.is(Activation.RELU), Keys001.WIDTH.is(64),
                        Keys001.DRAWS.is(size == Size.SMOKE ? 4 : 20)))
                .control(setting -> setting.with(Keys001.ACTIVATION, Activation.TANH).noted("tanh, which is smooth"))
                .replicates(setting -> setting.get(Keys001.DRAWS))
                .predict(setting -> Quantities.of("distance from the range", 0))
                .measure(GradientBoundClaims::offRange)
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.atMost(
                        "largest distance of R from the range of the formula, over |R|",
                        predicted.scalar("distance from the range"),
                        Estimate.exact(measured.stream()
                                .mapToDouble(q -> Math.max(0, q.scalar("distance") - q.scalar("spacing")))
                                .max()
                                .orElseThrow()),
                        "beyond the largest change from one point of the way to the next")))
                .build();
    }

    private static Quantities offRange(Setting setting, int replicate, Seed seed) {
        int m = setting.get(Keys001.WIDTH);
        WideNet net = WideNet.of(setting.get(Keys001.ACTIVATION), 10, m);
        double[] theta = seed.gaussians(11 * m);
        double[] x = CurvatureClaims.testPoint().row(0);
        Matrix input = net.inputs(CurvatureClaims.testPoint());
        Matrix one = Matrix.wrap(1, 1, new double[] {1});
        double across = 0;
        for (int j = 0; j < x.length; j++) {
            across += theta[j] * x[j];
        }
        double[] step = new double[theta.length];
        for (int j = 0; j < x.length; j++) {
            step[j] = -2 * across * x[j];
        }
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        double before = Double.NaN;
        double change = 0;
        double[] at = theta.clone();
        for (int k = 0; k <= 1000; k++) {
            for (int j = 0; j < x.length; j++) {
                at[j] = theta[j] + 1e-3 * k * step[j];
            }
            double[] product = net.network().linearize(at, input).tangent(step).vjp(one, Matrix.zeros(1, 1));
            double second = 0;
            for (int j = 0; j < x.length; j++) {
                second += step[j] * product[j];
            }
            low = Math.min(low, second / 2);
            high = Math.max(high, second / 2);
            change = k == 0 ? 0 : Math.max(change, Math.abs(second - before) / 2);
            before = second;
        }
        Linearization start = net.network().linearize(theta, input);
        double remainder = net.network().forward(at, input).get(0, 0) - start.outputs().get(0, 0)
                - start.jvp(step).get(0, 0);
        return Quantities.of("distance",
                Math.max(0, Math.max(low - remainder, remainder - high)) / Math.abs(remainder))
                .and("spacing", change / Math.abs(remainder));
    }
}
