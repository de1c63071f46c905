package org.paisaje.claims.catalogue.document004.approximation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.Source;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.ode.VectorField;
import org.paisaje.math.ode.method.DormandPrince;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Residual;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.approximation.RidgeFlow;

/** Section 6.2: flows of the line are increasing and come to every increasing function; a step of Euler's method need not. */
final class FlowMapClaims {
    private static final int FINE = 4001;
    private static final double TOLERANCE = 1e-12;
    private static final String INCREASING = "Then, $F \\in \\mathcal{H}_{\\infty}$ must be continuous and increasing.";

    private FlowMapClaims() {}

    static List<Claim> all() {
        return List.of(semigroup(), increasing(), euler(), fit());
    }

    private static Claim semigroup() {
        return ClaimBuilder.of("004.eq6.4", new Source("004", "section 6.2, equations (6.4) and (6.5)"))
                .statement("One flow after another is a flow of the sum of the times",
                        "With constant weights the flow for the time s + t is the flow for s followed by the flow for t, so that the spaces grow with T.",
                        "\\varphi_{s+t}=\\varphi_t\\circ\\varphi_s")
                .quoted("$$\\mathcal{H}_T = \\{ z \\mapsto g(x_T) : \\dot{x}_t = f(x_t, \\, \\theta_t) = x_0 = z, \\, \\theta_t \\in \\Theta \\}$$",
                        "equation (6.4)")
                .mistake("\"f(x, theta) = x_0 = z\" runs two equations into one.")
                .measured(
                        "x' = A tanh(B x + b) in the plane with random weights: the end of one integration against that of two, relative tolerance 1e-12.")
                .standard(size -> Setting.of(ApproximationKeys.NETWORKS.is(size == Size.SMOKE ? 3 : 50),
                        ApproximationKeys.SPLIT.is(0.3), ApproximationKeys.DRIFT.is(0.0)))
                .control(setting -> setting.with(ApproximationKeys.DRIFT, 0.001)
                        .noted("weights that grow by a thousandth, so that the second flow begins with other weights than the first left"))
                .replicates(setting -> setting.get(ApproximationKeys.NETWORKS))
                .predict(setting -> Quantities.of("difference", 0))
                .measure((setting, replicate, seed) -> {
                    double[] w = seed.gaussians(10);
                    double drift = setting.get(ApproximationKeys.DRIFT);
                    VectorField field = (t, y, out) -> {
                        double p = Math.tanh(w[0] * y[0] + w[1] * y[1] + w[2]);
                        double q = Math.tanh(w[3] * y[0] + w[4] * y[1] + w[5]);
                        out[0] = (1 + drift * t) * (w[6] * p + w[7] * q);
                        out[1] = (1 + drift * t) * (w[8] * p + w[9] * q);
                    };
                    double[] start = {0.5, -0.3};
                    double split = setting.get(ApproximationKeys.SPLIT);
                    double[] once = end(field, start, 1, TOLERANCE);
                    double[] coarse = end(field, start, 1, 100 * TOLERANCE);
                    double[] twice = end(field, end(field, start, split, TOLERANCE), 1 - split, TOLERANCE);
                    return Quantities.of("difference", Math.hypot(once[0] - twice[0], once[1] - twice[1]))
                            .and("with a tolerance of 1e-10", Math.hypot(once[0] - coarse[0], once[1] - coarse[1]));
                })
                .judge((setting, predicted,
                        measured) -> Judgement.all(Comparison.equal("largest distance of the two ends",
                                predicted.scalar("difference"),
                                measured.stream().mapToDouble(q -> q.scalar("difference")).max().orElseThrow(),
                                Tolerance.of(
                                        measured.stream()
                                                .mapToDouble(q -> q.scalar("with a tolerance of 1e-10"))
                                                .max()
                                                .orElseThrow(),
                                        "what a tolerance a hundred times as large changes").plus(Rounding.of(1000)))))
                .build();
    }

    private static double[] end(VectorField field, double[] start, double time, double tolerance) {
        return DormandPrince.to(tolerance, tolerance).run(field, 0, start, time).y();
    }

    /** Eight maps of four operations each, on either of two neighbours, relative to the larger of them. */
    private static final Rounding MAPS = Rounding.of(2 * 8 * 4);

    private static Claim increasing() {
        return ClaimBuilder.of("004.lemma.6.2.1", new Source("004", "section 6.2, lemma 6.2.1"))
                .statement("Flows of the line are increasing",
                        "Solutions of a differential equation on the line cannot meet, so that whoever starts further right ends further right.",
                        "x<y\\ \\Rightarrow\\ \\varphi(x)<\\varphi(y)")
                .quoted(INCREASING, "lemma 6.2.1")
                .mistake(
                        "The field must be Lipschitz in x. The lemma is about exact flows; a residual network is not one.")
                .measured(
                        "Random controls of x' = a ReLU(w x + b), eight after each other: the smallest distance of neighbours at the end, of 401 points of "
                                + "[-2, 2], by the exact flow.")
                .standard(size -> Setting.of(ApproximationKeys.METHOD.is("flow"),
                        ApproximationKeys.NETWORKS.is(size == Size.SMOKE ? 40 : 1000)))
                .control(setting -> setting.with(ApproximationKeys.METHOD, "euler")
                        .noted("one step of Euler's method for each control"))
                .replicates(setting -> setting.get(ApproximationKeys.NETWORKS))
                .predict(setting -> Quantities.of("distance", 0))
                .measure((setting, replicate, seed) -> {
                    RidgeFlow flow = random(seed);
                    boolean exact = setting.get(ApproximationKeys.METHOD).equals("flow");
                    double least = Double.POSITIVE_INFINITY;
                    double before = Double.NEGATIVE_INFINITY;
                    for (int i = 0; i <= 400; i++) {
                        double x = -2 + i / 100.0;
                        for (RidgeFlow.Switch one : flow.switches()) {
                            x = exact
                                    ? one.apply(x)
                                    : x + one.time() * one.a() * Math.max(0, one.w() * x + one.b());
                        }
                        if (i > 0) {
                            least = Math.min(least,
                                    (x - before) / Math.max(1, Math.max(Math.abs(x), Math.abs(before))));
                        }
                        before = x;
                    }
                    return Quantities.of("distance", least);
                })
                .judge((setting, predicted,
                        measured) -> Judgement.all(Comparison.atLeast(
                                "smallest distance of neighbours, relative where they are above 1",
                                MAPS.bound(),
                                Estimate.exact(
                                        measured.stream().mapToDouble(q -> q.scalar("distance")).min().orElseThrow()),
                                "above 0 by more than " + MAPS.words())))
                .build();
    }

    private static RidgeFlow random(Seed seed) {
        double[] w = seed.gaussians(24);
        var switches = new ArrayList<RidgeFlow.Switch>();
        for (int k = 0; k < 8; k++) {
            switches.add(new RidgeFlow.Switch(1.5 * w[3 * k], 1.5 * w[3 * k + 1], w[3 * k + 2], 0.5));
        }
        return new RidgeFlow(switches);
    }

    private static Claim euler() {
        return ClaimBuilder.of("004.lemma.6.2.1.euler", new Source("004", "section 6.2, lemma 6.2.1"))
                .statement("A residual block can fold the line",
                        "Where the step times the Lipschitz constant is above 1, a step of Euler's method is not increasing: x + ReLU(-2 x) is |x|, and x and "
                                + "-x end in one point.",
                        "x+\\mathrm{ReLU}(-2x)=|x|")
                .quoted(INCREASING, "lemma 6.2.1")
                .mistake("The lemma is stated for the idealised network; of real ones it holds only with small steps.")
                .measured("The outputs of the residual network at 2,001 points of [-1, 1] against |x|, bit for bit.")
                .standard(size -> Setting.of(ApproximationKeys.WEIGHT.is(-2.0), ApproximationKeys.POINTS.is(2001)))
                .control(setting -> setting.with(ApproximationKeys.WEIGHT, -0.5)
                        .noted("a weight of Lipschitz constant 1/2"))
                .predict(setting -> Quantities.of("different", 0))
                .measure((setting, replicate, seed) -> {
                    int n = setting.get(ApproximationKeys.POINTS);
                    double[] x = new double[n];
                    for (int i = 0; i < n; i++) {
                        x[i] = 2.0 * i / (n - 1) - 1;
                    }
                    Matrix out = Residual.of(Activation.RELU, 1, 1)
                            .forward(new double[] {setting.get(ApproximationKeys.WEIGHT), 0},
                                    Matrix.wrap(n, 1, x.clone()));
                    int different = 0;
                    for (int i = 0; i < n; i++) {
                        different += out.get(i, 0) == Math.abs(x[i]) ? 0 : 1;
                    }
                    return Quantities.of("different", different);
                })
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.equal("points where it is not |x|",
                        predicted.scalar("different"), measured.getFirst().scalar("different"),
                        Tolerance.none("the same bits"))))
                .build();
    }

    /** A target on [-1, 1] and the largest |f''|. */
    private record Target(String name, DoubleUnaryOperator f, double bend) {}

    private static final List<Target> TARGETS = List.of(new Target("x^3", x -> x * x * x, 6),
            new Target("stairs x + sin(4 pi x)/(4 pi)", x -> x + Math.sin(4 * Math.PI * x) / (4 * Math.PI),
                    4 * Math.PI));

    private static Claim fit() {
        return ClaimBuilder.of("004.prop.6.2.1", new Source("004", "section 6.2, proposition 6.2.1"))
                .statement("Flows of one ReLU come to every increasing function of the line",
                        "A flow with n + 1 controls takes n points to where an increasing function has them and is linear between: its error in L^2 falls like "
                                + "1/n^2 where the function has two derivatives.",
                        "\\lVert F^*-F\\rVert_{L^2}\\le\\sqrt2\\,\\tfrac{h^2}8\\max|F^{*\\prime\\prime}|")
                .quoted("Given $F^*: \\mathcal{X} \\to \\mathbb{R}$ a continuous and increasing function. For any $\\epsilon > 0$ there exists a function F "
                        + "in the hypothesis space $\\mathcal{H}_{\\infty}$ such that", "proposition 6.2.1")
                .mistake("\"theta = (a, w, b) = R^3\" means an element of R^3.")
                .measured(
                        "x^3 and a staircase on [-1, 1]: the error against the bound of interpolation, for several n.")
                .standard(size -> Setting.of(ApproximationKeys.CELLS.is(size == Size.SMOKE
                        ? new double[] {4, 8, 16, 32}
                        : new double[] {4, 8, 16, 32, 64, 128}), ApproximationKeys.FALLING.is(false)))
                .control(setting -> setting.with(ApproximationKeys.FALLING, true)
                        .noted("falling targets, to which the nearest increasing function is a constant"))
                .predict(setting -> {
                    double[] cells = setting.get(ApproximationKeys.CELLS);
                    Quantities result = Quantities.NONE;
                    for (Target target : TARGETS) {
                        double[] bounds = new double[cells.length];
                        for (int k = 0; k < cells.length; k++) {
                            bounds[k] = Math.sqrt(2) * target.bend() * 4 / (cells[k] * cells[k]) / 8;
                        }
                        result = result.and(target.name(), bounds);
                    }
                    return result;
                })
                .measure((setting, replicate, seed) -> {
                    double[] cells = setting.get(ApproximationKeys.CELLS);
                    boolean falling = setting.get(ApproximationKeys.FALLING);
                    Quantities result = Quantities.NONE;
                    for (Target target : TARGETS) {
                        double[] errors = new double[cells.length];
                        for (int k = 0; k < cells.length; k++) {
                            errors[k] = error(target.f(), (int) cells[k], falling);
                        }
                        result = result.and(target.name(), errors);
                    }
                    return result;
                })
                .judge((setting, predicted, measured) -> {
                    double[] cells = setting.get(ApproximationKeys.CELLS);
                    var lines = new ArrayList<Comparison>();
                    for (Target target : TARGETS) {
                        for (int k = 0; k < cells.length; k++) {
                            lines.add(Comparison.atMost("L2 error of " + target.name() + ", n = " + (long) cells[k],
                                    predicted.list(target.name())[k],
                                    Estimate.exact(measured.getFirst().list(target.name())[k]),
                                    "the bound of interpolation"));
                        }
                    }
                    return Judgement.all(lines);
                })
                .figures((setting, predicted, measured) -> {
                    var series = new ArrayList<Series>();
                    for (Target target : TARGETS) {
                        series.add(new Series.Line("bound, " + target.name(), Role.THEORY,
                                setting.get(ApproximationKeys.CELLS),
                                predicted.list(target.name())));
                        series.add(new Series.Points(target.name(), Role.MEASURED, setting.get(ApproximationKeys.CELLS),
                                measured.getFirst().list(target.name())));
                    }
                    return List.of(new Figure.Chart("error", "The error by the number of controls",
                            "The error in L^2 of flows of one ReLU with n + 1 controls, against the bound.",
                            Axis.log("intervals n"), Axis.log("error in L^2"), series));
                })
                .build();
    }

    private static double error(DoubleUnaryOperator f, int cells, boolean falling) {
        double[] x = new double[cells + 1];
        double[] y = new double[cells + 1];
        for (int i = 0; i <= cells; i++) {
            x[i] = 2.0 * i / cells - 1;
            y[i] = falling ? 1e-6 * x[i] : f.applyAsDouble(x[i]);
        }
        RidgeFlow flow = RidgeFlow.through(x, y);
        double sum = 0;
        for (int i = 0; i < FINE; i++) {
            double at = 2.0 * i / (FINE - 1) - 1;
            double e = (falling ? -1 : 1) * f.applyAsDouble(at) - flow.apply(at);
            sum += (i == 0 || i == FINE - 1 ? 0.5 : 1) * e * e;
        }
        return Math.sqrt(sum * 2 / (FINE - 1));
    }
}
