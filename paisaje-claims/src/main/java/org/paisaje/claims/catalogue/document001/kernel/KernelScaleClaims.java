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
import org.paisaje.claims.Statement;
import org.paisaje.claims.Unexecutable;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.claims.catalogue.document001.linearization.CurvatureClaims;
import org.paisaje.claims.catalogue.document001.setup.Keys001;
import org.paisaje.claims.catalogue.document001.setup.Powers;
import org.paisaje.claims.catalogue.document001.setup.ReferenceCases;
import org.paisaje.claims.catalogue.document001.setup.Source001;
import org.paisaje.claims.catalogue.document001.setup.WideNet;
import org.paisaje.claims.catalogue.document001.setup.WideTraining;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.ode.method.RungeKutta;
import org.paisaje.math.random.Seed;
import org.paisaje.math.stats.LineFit;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Parametrization;
import org.paisaje.risk.Risk;
import org.paisaje.study.Comparison;
import org.paisaje.study.Tolerance;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.kernel.EmpiricalNtk;
import org.paisaje.training.flow.GradientField;

/** Sections 2.1 and 2.2: how curvature and kernel scale with the width, and the flow. */
public final class KernelScaleClaims {
    private KernelScaleClaims() {}

    /** The claims, in the order of the text. */
    public static List<Claim> all() {
        return List.of(curvature(), scaling(), symbols(), flow());
    }

    private static Claim curvature() {
        return ClaimBuilder.of("001.2.1.linear", Source001.at("sections 2.1 and 2.2, linear in theta"))
                .statement(
                        "Wide networks are almost linear in theta",
                        "As the width grows f becomes linear in theta: the norm of its second derivative in theta falls like "
                                + "m^(-1/2), exactly |x| m^(-1/2) for ReLU; for tanh with Gaussian a a logarithm remains.",
                        "\\|\\nabla^2_\\theta f(x)\\|_2=\\frac{\\|x\\|}{\\sqrt m}\\ (\\mathrm{ReLU}),\\qquad "
                                + "\\max_r\\frac{|a_r\\sigma''|+\\sqrt{a_r^2\\sigma''^2+4\\sigma'^2}}{2\\sqrt m}\\ (|x|=1)")
                .measured(
                        "The largest eigenvalue in size by Lanczos, times sqrt m, from exact Hessian-vector products, against "
                                + "the eigenvalues of the 2 x 2 blocks of the neurons, within the residual of Lanczos (1e-7 of it). "
                                + "For tanh it is 1.85, 2.36 and 3.13 at m = 64, 1024 and 16384.")
                .quoted(
                        "las funciones $f_{\\theta}$ exhiben un comportamiento sorprendentemente lineal en $\\theta$",
                        "section 2.1, end")
                .mistake(
                        "No rate is given. With a = +-1 there is no logarithm for tanh either; with Gaussian a there is.")
                .seconds(4)
                .standard(size -> Setting.of(
                        Keys001.WIDTHS.is(size == Size.SMOKE ? new double[] {64, 256} : new double[] {64, 1024, 16384}),
                        Keys001.SCALED.is(true)))
                .control(setting -> setting.with(Keys001.SCALED, false).noted("without the factor 1/sqrt m"))
                .replicates(setting -> 2)
                .predict(
                        setting -> Quantities.of("relu",
                                Arrays.stream(setting.get(Keys001.WIDTHS)).map(m -> 1).toArray()))
                .measure(KernelScaleClaims::curvatures)
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    double[] widths = setting.get(Keys001.WIDTHS);
                    for (int k = 0; k < widths.length; k++) {
                        for (Quantities m : measured) {
                            lines.add(Comparison.equal(
                                    "sqrt(m) |Hessian of f|, ReLU, m = " + (int) widths[k], predicted.list("relu")[k],
                                    m.list("relu")[k], Tolerance.of(1e-7, "residual of Lanczos, 1e-7 of it")));
                            lines.add(Comparison.equal(
                                    "sqrt(m) |Hessian of f|, tanh, m = " + (int) widths[k],
                                    m.list("tanh, by blocks")[k],
                                    m.list("tanh")[k], Tolerance.of(1e-7 * m.list("tanh, by blocks")[k],
                                            "residual of Lanczos, 1e-7 of it")));
                        }
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Quantities curvatures(Setting setting, int replicate, Seed seed) {
        double[] widths = setting.get(Keys001.WIDTHS);
        double[] relu = new double[widths.length];
        double[] tanh = new double[widths.length];
        double[] blocks = new double[widths.length];
        Matrix x = WideNet.sphere(4, 1, 10);
        for (int k = 0; k < widths.length; k++) {
            int m = (int) widths[k];
            double[] theta = seed.named("init").at(k).gaussians(11 * m);
            relu[k] = Math.sqrt(m) * curvature(Activation.RELU, theta, x, m, setting.get(Keys001.SCALED));
            tanh[k] = Math.sqrt(m) * curvature(Activation.TANH, theta, x, m, setting.get(Keys001.SCALED));
            for (int r = 0; r < m; r++) {
                double z = 0;
                for (int j = 0; j < 10; j++) {
                    z += theta[10 * r + j] * x.get(0, j);
                }
                double t = Math.tanh(z);
                double slope = 1 - t * t;
                double bend = Math.abs(theta[10 * m + r] * 2 * t * slope);
                blocks[k] = Math.max(blocks[k], (bend + Math.sqrt(bend * bend + 4 * slope * slope)) / 2);
            }
        }
        return Quantities.of("relu", relu).and("tanh", tanh).and("tanh, by blocks", blocks);
    }

    /** The norm of the second derivative of f(x) in theta. */
    private static double curvature(Activation activation, double[] theta, Matrix x, int m, boolean scaled) {
        WideNet net = WideNet.of(activation, 10, m);
        Mlp network = scaled ? net.network() : net.network().withParametrization(Parametrization.STANDARD);
        return CurvatureClaims.hessianNorm(network, theta, scaled ? net.inputs(x) : x, 1e-7);
    }

    /** Four readings of what the text says about variances and factors. */
    private enum Reading {
        SECTION_3_1("section 3.1: variance 1, factor 1/sqrt m"),
        VARIANCE_1_N("all variances 1/m, no factor"),
        FAN_IN("variance 1/fan-in, no factor"),
        BOTH("all variances 1/m and factor 1/sqrt m");

        private final String words;

        Reading(String words) {
            this.words = words;
        }

        /** The factors of w and of a, and that of the network, for standard normals. */
        private double[] factors(double m, int d) {
            return switch (this) {
                case SECTION_3_1 -> new double[] {1, 1, 1 / Math.sqrt(m)};
                case VARIANCE_1_N -> new double[] {1 / Math.sqrt(m), 1 / Math.sqrt(m), 1};
                case FAN_IN -> new double[] {1 / Math.sqrt(d), 1 / Math.sqrt(m), 1};
                case BOTH -> new double[] {1 / Math.sqrt(m), 1 / Math.sqrt(m), 1 / Math.sqrt(m)};
            };
        }
    }

    private static Claim scaling() {
        return ClaimBuilder.of("001.2.2.initialization", Source001.at("section 2.2, initialisation"))
                .statement(
                        "The four readings of the initialisation are four scalings of the kernel",
                        "Weights are said to have variance 1/n, to be scaled by 1/sqrt n, and elsewhere both. The mean of trace "
                                + "Theta / n for ReLU goes like m^0, m^0, m^1 (to leading order) and m^-1 for the four readings; only the "
                                + "network of section 3.1 has both a constant kernel and one that does not move (see theorem 2.2).",
                        "\\tfrac1n\\mathbb E\\operatorname{tr}\\Theta=\\tfrac m2s^2(w^2+a^2),\\quad \\theta=(wW,aA),\\ "
                                + "f=s\\,A^\\top\\sigma(Wx)")
                .measured(
                        "The exponent of trace Theta / n against the width on the 20 points: its interval over initialisations must "
                                + "hold the exponent of the mean in closed form at the same widths and exclude exponents 1/2 away "
                                + "from it.")
                .quoted(
                        "cada componente extraído de una ley normal independiente, adecuadamente normalizada (escalado por "
                                + "$1/\\sqrt{n}$)",
                        "section 2.2")
                .quoted("inicializada con pesos aleatorios de varianza escalada 1/n", "section 2.2, theorem")
                .quoted("Bajo inicialización aleatoria con pesos de varianza 1/m",
                        "section 4.2, proof, beside the factor 1/sqrt m")
                .mistake("Four readings of one line; which is meant decides whether the theorem is true.")
                .seconds(1)
                .standard(size -> Setting.of(
                        Keys001.WIDTHS.is(
                                size == Size.SMOKE ? new double[] {64, 256, 1024} : new double[] {64, 256, 1024, 4096}),
                        Keys001.SEEDS.is(NetworkClaims.seeds(size, 8, 10)), Keys001.WITH_FACTOR.is(true)))
                .control(setting -> setting.with(Keys001.WITH_FACTOR, false)
                        .noted("section 3.1 without its factor 1/sqrt m"))
                .replicates(setting -> setting.get(Keys001.SEEDS))
                .predict(setting -> {
                    Quantities result = Quantities.NONE;
                    double[] widths = setting.get(Keys001.WIDTHS);
                    for (Reading reading : Reading.values()) {
                        double[] means = Arrays.stream(widths).map(m -> {
                            double[] f = reading.factors(m, 10);
                            return m / 2 * f[2] * f[2] * (f[0] * f[0] + f[1] * f[1]);
                        }).toArray();
                        result = result.and(reading.words, means);
                    }
                    return result;
                })
                .measure((setting, replicate, seed) -> {
                    Quantities result = Quantities.NONE;
                    double[] widths = setting.get(Keys001.WIDTHS);
                    for (Reading reading : Reading.values()) {
                        double[] traces = new double[widths.length];
                        for (int k = 0; k < widths.length; k++) {
                            traces[k] = trace(reading, (int) widths[k], setting.get(Keys001.WITH_FACTOR),
                                    seed.named("init").at(k));
                        }
                        result = result.and(reading.words, traces);
                    }
                    return result;
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    double[] widths = setting.get(Keys001.WIDTHS);
                    for (Reading reading : Reading.values()) {
                        double exponent = LineFit.logLog(widths, predicted.list(reading.words)).slope();
                        lines.add(Powers.line(
                                "exponent of trace Theta / n, " + reading.words,
                                Powers.law(exponent, exponent - 0.5, exponent + 0.5),
                                widths, measured, reading.words, Reading.values().length));
                    }
                    return Judgement.all(lines);
                })
                .figures((setting, predicted, measured) -> List.of(Exponents.chart(
                        "trace", "Four readings, four kernels", "Mean diagonal of the tangent kernel for ReLU.",
                        "trace Theta / n", setting.get(Keys001.WIDTHS), measured,
                        Arrays.stream(Reading.values()).map(r -> r.words).toList())))
                .build();
    }

    private static double trace(Reading reading, int m, boolean factor, Seed seed) {
        double[] factors = reading.factors(m, 10);
        double outer = reading == Reading.SECTION_3_1 && !factor ? 1 : factors[2];
        Mlp net = Mlp.of(Activation.RELU, 10, m, 1).withBias(false);
        double[] theta = seed.gaussians(11 * m);
        for (int i = 0; i < theta.length; i++) {
            theta[i] *= i < 10 * m ? factors[0] : factors[1];
        }
        Matrix kernel = EmpiricalNtk.of(net, theta).gram(WideNet.points());
        double trace = 0;
        for (int i = 0; i < 20; i++) {
            trace += kernel.get(i, i);
        }
        return outer * outer * trace / 20;
    }

    private static Claim symbols() {
        return new Unexecutable(
                "001.2.2.symbols", Source001.at("section 2.2, the integral equation"),
                new Statement(
                        "n is the width and the number of samples in one formula",
                        "The linearisation theorem sends the width n to infinity in a formula that sums over i = 1, ..., n samples.",
                        "n\\to\\infty,\\qquad\\sum_{i=1}^n\\Theta(x,x_i)\\frac{\\partial L}{\\partial f}(f(x_i))",
                        "A clash of symbols: there is nothing to compute. All claims here write m for the width and n for the "
                                + "number of samples.",
                        List.of("Read literally the data set would grow to infinity with the network.")));
    }

    private static Claim flow() {
        return ClaimBuilder.of("001.2.2.flow", Source001.at("section 2.2, gradient flow"))
                .statement(
                        "Gradient descent is the gradient flow up to the first order in its step",
                        "Training is modelled as the flow d theta/dt = -grad L. Descent with step eta differs from it at a fixed "
                                + "time by a multiple of eta.",
                        "\\dot\\theta=-\\nabla L(\\theta),\\qquad\\|\\theta^{(t/\\eta)}-\\theta(t)\\|=C\\eta+O(\\eta^2)")
                .measured(
                        "The distance of the outputs on the points of reference case R2 at t = 5 from the 50-digit values of the "
                                + "flow, for eta = 0.1, 0.05, 0.025, 0.0125 (7.4e-4 to 9.2e-5): the orders from neighbouring steps, "
                                + "extrapolated to eta = 0, must be 1 within the correction that the extrapolation makes.")
                .quoted(
                        "El proceso de entrenamiento se modela como una evolución continua en el tiempo bajo descenso de gradiente",
                        "section 2.2")
                .mistake("Only continuous time is treated; the largest stable step is never mentioned.")
                .standard(size -> Setting.of(Keys001.RATES.is(new double[] {0.1, 0.05, 0.025, 0.0125}),
                        Keys001.SCHEME.is("EULER")))
                .control(setting -> setting.with(Keys001.SCHEME, "MIDPOINT")
                        .noted("the midpoint rule, which is of order 2"))
                .predict(setting -> Quantities.of("order", 1)
                        .and("outputs", Arrays.copyOfRange(ReferenceCases.R2_FLOW[1], 1, 3)))
                .measure((setting, replicate, seed) -> {
                    ReferenceCases.Case c = ReferenceCases.r2();
                    var training = new WideTraining(c.net(), c.x(), c.y(), 1);
                    Quantities result = Quantities.NONE;
                    for (double eta : setting.get(Keys001.RATES)) {
                        int steps = (int) Math.round(5 / eta);
                        double[] theta = setting.get(Keys001.SCHEME).equals("EULER")
                                ? training.descent(c.theta(), eta, steps)
                                : scheme(setting.get(Keys001.SCHEME), training.risk(), c.theta(), eta, steps);
                        result = result.and("eta = " + eta, c.net().outputs(theta, c.x()).data());
                    }
                    return result;
                })
                .judge((setting, predicted, measured) -> {
                    double[] etas = setting.get(Keys001.RATES);
                    double[] errors = Arrays.stream(etas)
                            .map(eta -> WideTraining.distance(
                                    measured.getFirst().list("eta = " + eta), predicted.list("outputs")))
                            .toArray();
                    double[] orders = new double[errors.length - 1];
                    Arrays.setAll(orders, i -> Math.log(errors[i] / errors[i + 1]) / Math.log(etas[i] / etas[i + 1]));
                    double last = orders[orders.length - 1];
                    double correction = last - orders[orders.length - 2];
                    return Judgement.all(Comparison.equal(
                            "order of the error in eta, extrapolated", predicted.scalar("order"), last + correction,
                            Tolerance.of(Math.abs(correction), "the correction of the extrapolation")));
                })
                .figures((setting, predicted, measured) -> {
                    double[] etas = setting.get(Keys001.RATES);
                    double[] errors = Arrays.stream(etas)
                            .map(eta -> WideTraining.distance(
                                    measured.getFirst().list("eta = " + eta), predicted.list("outputs")))
                            .toArray();
                    double[] line = Arrays.stream(etas).map(eta -> errors[0] * eta / etas[0]).toArray();
                    return List.of(new Figure.Chart(
                            "order", "Descent against flow",
                            "Distance of the outputs at time 5 from those of the flow: proportional to the step.",
                            Axis.log("step eta"), Axis.log("|f_eta - f|"),
                            List.of(
                                    new Series.Line("order 1", Role.THEORY, etas, line),
                                    new Series.Points("descent", Role.MEASURED, etas, errors))));
                })
                .build();
    }

    private static double[] scheme(String name, Risk risk, double[] theta, double h, int steps) {
        return RungeKutta.valueOf(name).integrate(GradientField.of(risk), 0, theta, h, steps).y();
    }
}
