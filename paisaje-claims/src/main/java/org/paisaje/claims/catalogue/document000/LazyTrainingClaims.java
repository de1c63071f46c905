package org.paisaje.claims.catalogue.document000;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.claims.Check;
import org.paisaje.claims.Claim;
import org.paisaje.claims.Comparison;
import org.paisaje.claims.Estimate;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.claims.figure.Axis;
import org.paisaje.claims.figure.Figure;
import org.paisaje.claims.figure.Role;
import org.paisaje.claims.figure.Series;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.math.stats.LineFit;
import org.paisaje.network.Activation;
import org.paisaje.network.Architecture;
import org.paisaje.network.Mlp;
import org.paisaje.risk.Risk;
import org.paisaje.theory.kernel.EmpiricalNtk;
import org.paisaje.theory.kernel.OuterLayerKernel;
import org.paisaje.training.Batches;
import org.paisaje.training.Cadence;
import org.paisaje.training.GradientDescent;
import org.paisaje.training.Probe;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.Trajectory;

/** Sections 3.3.1 and 3.3.2: training converges exponentially and stays near its start. */
final class LazyTrainingClaims {
    private static final String EXAMPLE = "section 3.3.1, figure 9";
    private static final String PLACE = "section 3.3.2";
    private static final String LAZY = "\\|\\theta_t-\\theta_0\\|\\ll\\|\\theta_0\\|\\quad(n\\to\\infty)";

    private LazyTrainingClaims() {}

    /** Section 3.3.1. */
    static List<Claim> example() {
        return List.of(reference(), displacement());
    }

    /** Section 3.3.2. */
    static List<Claim> all() {
        return List.of(descent(), stochastic(), lazy(true), lazy(false));
    }

    private static Mlp deep(int n) {
        return Mlp.of(Activation.RELU, 2, n, n, 1).withBias(false);
    }

    private static Matrix four() {
        return OuterLayerKernel.lifted(Matrix.of(new double[][] {{-1}, {-0.4}, {0.3}, {1}}));
    }

    private static Matrix fourLabels() {
        return Matrix.of(new double[][] {{0.5}, {-0.6}, {0.8}, {-0.3}});
    }

    private static double norm(double[] v) {
        return Math.sqrt(ShallowNet.squares(v, 0, v.length));
    }

    private static double distance(double[] a, double[] b, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }

    private static Claim reference() {
        double[] steps = {0, 1, 10, 100};
        return Check.of("000.3.3.1.reference", Document000.source(EXAMPLE))
                .statement(
                        "Four points, a network (1, 6, 6, 1): gradient descent number by number",
                        "Full-batch gradient descent of rate 0.02 on all layers of a network of two hidden layers of six ReLUs "
                                + "with biases in the first, from weights given by sines and cosines.",
                        "\\theta\\leftarrow\\theta-\\alpha\\nabla r(\\theta)")
                .measured(
                        "Risk and relative displacement after 0, 1, 10 and 100 steps against those of a program that shares "
                                + "nothing with this one, to 1e-10 relative.")
                .mistake("The four points, n, the step and the norm of figure 9 are not given.")
                .standard(size -> Setting.of("rate", 0.02))
                .control(setting -> setting.with("rate", 0.0201).noted("a rate half a per cent larger"))
                .predict(setting -> Quantities
                        .of("risk", new double[] {
                            0.7548775953052872, 0.665070010480926, 0.37753320171135346, 0.13624630576740837})
                        .and("displacement", new double[] {
                            0, 0.010867213253947001, 0.06584309756744419, 0.14385459190763192}))
                .measure((setting, replicate, seed) -> {
                    int n = 6;
                    double[] start = new double[2 * n + n * n + n];
                    for (int j = 0; j < n; j++) {
                        start[2 * j] = Math.sin(1 + 1.7 * j);
                        start[2 * j + 1] = 0.5 * Math.cos(0.3 + 0.9 * j);
                        for (int l = 0; l < n; l++) {
                            start[2 * n + n * j + l] = Math.sin(0.7 * (n * j + l) + 1.3) * Math.sqrt(4.0 / n);
                        }
                        start[2 * n + n * n + j] = Math.cos(2.1 * j + 0.4) * Math.sqrt(2.0 / n);
                    }
                    Trajectory run = Training.with(GradientDescent.withRate(setting.real("rate")))
                            .stop(Stop.after(100))
                            .record(Probe.fullLoss(), Cadence.every(1))
                            .record(Probe.distanceFromStart(), Cadence.every(1))
                            .run(Risk.of(deep(n), four(), fourLabels(), Loss.meanSquared()), start);
                    double[] risk = new double[steps.length];
                    double[] moved = new double[steps.length];
                    for (int i = 0; i < steps.length; i++) {
                        risk[i] = run.series(Probe.fullLoss().name()).values()[(int) steps[i]];
                        moved[i] = run.series(Probe.distanceFromStart().name()).values()[(int) steps[i]] / norm(start);
                    }
                    return Quantities.of("risk", risk).and("displacement", moved);
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (String name : List.of("risk", "displacement")) {
                        for (int i = 0; i < steps.length; i++) {
                            double expected = predicted.list(name)[i];
                            lines.add(Comparison.equal(name + " after " + (int) steps[i] + " steps", expected,
                                    measured.getFirst().list(name)[i], 1e-10 * expected, "1e-10 relative, rounding"));
                        }
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    /** A quarter of the largest stable rate of the risk (1/m) |f - y|^2 at the start. */
    private static double rate(Architecture network, double[] theta, Matrix x) {
        double[] eigen = SymmetricEigen.values(EmpiricalNtk.of(network, theta).gram(x));
        return x.rows() / (4 * eigen[eigen.length - 1]);
    }

    private static Claim displacement() {
        return Check.of("000.3.3.1.displacement", Document000.source(EXAMPLE))
                .statement(
                        "Wide networks interpolate four points and hardly move",
                        "A network (1, n, n, 1) of ReLUs with He's initialisation, that of the points (x, 1), fits four points, and the wider it is the less "
                                + "its parameters move, relative to their norm: as 1/n.",
                        "\\|\\theta_T-\\theta_0\\|/\\|\\theta_0\\|\\sim n^{-1}")
                .measured(
                        "Gradient descent at a quarter of the largest stable rate until r < 1e-4, n = 16 to 512: all runs get "
                                + "there, and the exponent of the relative displacement of all parameters meets -1 +- 0.1 by its "
                                + "interval at level 0.999. (Another program: .185 at n = 16, .00066 at 4096, exponent -1.03.)")
                .mistake(
                        "The figure does not say which norm; by layers the exponents are others (third -0.6, second -1, "
                                + "first -1.6).")
                .seconds(15)
                .standard(size -> Setting.of("stretch", 0.0, "widths",
                        size == Size.SMOKE ? new double[] {16, 48, 144} : Document000.powersOfTwo(4, 9), "seeds", 8))
                .control(setting -> setting.with("stretch", 0.5)
                        .noted("labels times sqrt(n / 16), so that the way to them grows with the width"))
                .replicates(setting -> setting.integer("seeds"))
                .predict(setting -> Quantities.of("exponent", -1))
                .measure((setting, replicate, seed) -> {
                    double[] widths = setting.reals("widths");
                    double[] moved = new double[widths.length];
                    double reached = 0;
                    for (int w = 0; w < widths.length; w++) {
                        int n = (int) widths[w];
                        Mlp network = deep(n);
                        double[] start = seed.at(w).gaussians(network.layout().size());
                        for (int i = 0; i < start.length; i++) {
                            start[i] *= i < 2 * n ? 1 : Math.sqrt(2.0 / n);
                        }
                        double factor = Math.pow(n / 16.0, setting.real("stretch"));
                        Matrix y = fourLabels();
                        y.scale(factor);
                        Trajectory run = Training.with(GradientDescent.withRate(rate(network, start, four())))
                                .stop(Stop.after(20_000).orLossBelow(1e-4 * factor * factor))
                                .run(Risk.of(network, four(), y, Loss.meanSquared()), start);
                        reached += run.value() <= 1e-4 * factor * factor ? 1 : 0;
                        moved[w] = distance(run.theta(), start, 0, start.length) / norm(start);
                    }
                    return Quantities.of("displacement", moved).and("reached", reached);
                })
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.atLeast("runs that interpolate",
                                measured.size() * setting.reals("widths").length,
                                Estimate.exact(measured.stream().mapToDouble(q -> q.scalar("reached")).sum()),
                                "all of them"),
                        Document000.near("exponent of the relative displacement in n", -1, 0.1,
                                Exponents.of(setting.reals("widths"), measured, "displacement"),
                                "Student interval at level 0.999, 0.1 for the finite widths")))
                .figures((setting, predicted, measured) -> List.of(figure(setting, measured, -1,
                        List.of("displacement"))))
                .build();
    }

    /** Geometric means against the width, with a line of the predicted exponent through the first of the first quantity. */
    private static Figure figure(Setting setting, List<Quantities> measured, double exponent, List<String> names) {
        double[] widths = setting.reals("widths");
        List<Series> series = new ArrayList<>();
        for (String name : names) {
            double[] means = new double[widths.length];
            double[] low = new double[widths.length];
            double[] high = new double[widths.length];
            for (int w = 0; w < widths.length; w++) {
                int at = w;
                double[] values = measured.stream().mapToDouble(q -> q.list(name)[at]).toArray();
                double logs = 0;
                low[w] = values[0];
                high[w] = values[0];
                for (double value : values) {
                    logs += Math.log(value) / values.length;
                    low[w] = Math.min(low[w], value);
                    high[w] = Math.max(high[w], value);
                }
                means[w] = Math.clamp(Math.exp(logs), low[w], high[w]);
            }
            series.add(new Series.Intervals(name, Role.MEASURED, widths, means, low, high));
            if (series.size() == 1) {
                double[] line = new double[widths.length];
                for (int w = 0; w < line.length; w++) {
                    line[w] = means[0] * Math.pow(widths[w] / widths[0], exponent);
                }
                series.add(new Series.Line("exponent " + exponent, Role.THEORY, widths, line));
            }
        }
        return new Figure.Chart("displacement", "How far training goes, against the width",
                "Geometric means over " + measured.size() + " initialisations, with their range; the line has the "
                        + "exponent that is claimed.",
                Axis.log("width n", "neurons"), Axis.log("displacement"), series);
    }

    private static Claim descent() {
        return Check.of("000.3.3.2.descent", Document000.source(PLACE))
                .statement(
                        "Gradient descent converges exponentially, at the rate of the tangent kernel",
                        "For small steps and enough neurons the risk falls exponentially to any level; in the end by the factor "
                                + "(1 - 2 alpha lambda_min(Theta)/m)^2 per step with the whole tangent kernel at the end, which is "
                                + "at least as fast as the kernel of the outer layer guarantees.",
                        "r_{t+1}/r_t\\to\\big(1-\\tfrac{2\\alpha}m\\lambda_{\\min}(\\Theta)\\big)^2\\le"
                                + "\\big(1-\\tfrac{2\\alpha}m\\lambda_{\\min}(\\bar K_\\Theta)\\big)^2")
                .measured(
                        "m = 10 normal points in d = 5, inner parameters N(0, 1), n = 256 (and 1024, 4096), a quarter of the "
                                + "largest stable rate: the slope of ln r over the steps from 1e-16 to 1e-24 of its start against "
                                + "2 ln(1 - 2 alpha lambda_min/m), to 0.5 per cent, and against the guarantee.")
                .mistake(
                        "The step must shrink as 1/n with N(0, 1) inside, for the curvature grows as n. What is derived is "
                                + "gradient descent, not SGD.")
                .seconds(4)
                .standard(size -> Setting.of("m", 10, "d", 5, "data", 1, "printed", false, "widths",
                        size == Size.SMOKE ? new double[] {128} : new double[] {256, 1024, 4096}))
                .control(setting -> setting.with("widths", new double[] {4})
                        .noted("four neurons, fewer than points: training gets stuck"))
                .predict(setting -> Quantities.of("reached", setting.reals("widths").length))
                .measure((setting, replicate, seed) -> {
                    Matrix x = ShallowNet.points(setting);
                    Matrix y = ShallowNet.labels(setting);
                    Matrix lifted = OuterLayerKernel.lifted(x);
                    double[] widths = setting.reals("widths");
                    double[] slopes = new double[widths.length];
                    double[] expected = new double[widths.length];
                    double[] guaranteed = new double[widths.length];
                    double reached = 0;
                    for (int w = 0; w < widths.length; w++) {
                        ShallowNet net = ShallowNet.of(Activation.RELU, setting.integer("d"), (int) widths[w]);
                        double[] start = net.start(setting, seed.at(w));
                        double alpha = rate(net.network(), start, lifted);
                        Risk risk = net.risk(x, y);
                        double first = risk.value(start);
                        Trajectory run = Training.with(GradientDescent.withRate(alpha))
                                .stop(Stop.after(60_000).orLossBelow(1e-24 * first))
                                .record(Probe.loss(), Cadence.every(10))
                                .run(risk, start);
                        reached += run.value() <= 1e-24 * first ? 1 : 0;
                        slopes[w] = tail(run, 1e-16 * first);
                        double scale = 2 * alpha / x.rows();
                        double least = SymmetricEigen
                                .values(EmpiricalNtk.of(net.network(), run.theta()).gram(lifted))[0];
                        expected[w] = 2 * Math.log1p(-scale * least);
                        guaranteed[w] = 2 * Math.log1p(-scale * net.kernel(run.theta(), x).eigenvalues()[0]);
                    }
                    return Quantities.of("slope", slopes)
                            .and("expected", expected)
                            .and("guaranteed", guaranteed)
                            .and("reached", reached);
                })
                .judge((setting, predicted, measured) -> {
                    Quantities m = measured.getFirst();
                    double[] widths = setting.reals("widths");
                    var lines = new ArrayList<Comparison>();
                    lines.add(Comparison.atLeast("runs that reach 1e-24 of the first risk", predicted.scalar("reached"),
                            Estimate.exact(m.scalar("reached")), "all of them"));
                    for (int w = 0; w < widths.length; w++) {
                        String at = ", n = " + (int) widths[w];
                        lines.add(Comparison.equal("slope of ln r per step" + at, m.list("expected")[w],
                                m.list("slope")[w], 5e-3 * Math.abs(m.list("expected")[w]),
                                "0.5 per cent for the other modes"));
                        lines.add(Comparison.atMost("slope of ln r per step, guaranteed" + at,
                                m.list("guaranteed")[w] * (1 - 5e-3), Estimate.exact(m.list("slope")[w]),
                                "the outer layer alone"));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    /** The slope of ln r per step from where r is below a level; 0 if there are too few points. */
    private static double tail(Trajectory run, double level) {
        List<double[]> points = new ArrayList<>();
        double[] values = run.series(Probe.loss().name()).values();
        for (int i = 0; i < values.length; i++) {
            if (values[i] < level && values[i] > 0) {
                points.add(new double[] {run.series(Probe.loss().name()).steps()[i], values[i]});
            }
        }
        return points.size() < 3
                ? 0
                : LineFit.semiLog(points.stream().mapToDouble(p -> p[0]).toArray(),
                        points.stream().mapToDouble(p -> p[1]).toArray()).slope();
    }

    private static Claim stochastic() {
        return Check.of("000.3.3.2.sgd", Document000.source(PLACE))
                .statement(
                        "SGD with a constant step converges exponentially when there are enough neurons",
                        "For steps small enough and enough neurons SGD, here on one sample at a time, converges exponentially to "
                                + "an empirical risk as small as one likes, because the noise vanishes where all residuals do.",
                        "r(\\theta_t)\\le C e^{-ct}\\,r(\\theta_0)")
                .measured(
                        "m = 10 normal points in d = 5, n = 512, inner parameters N(0, 1), constant step: after 20,000 steps the "
                                + "risk is below 1e-20 of its start, and ln r falls linearly in the step (R^2 at least 0.95). (Another "
                                + "program: 4.0, 8e-5 at 1e3, 5e-12 at 5e3, 1e-31 at 2e4 steps; n = 4 stuck at .146.)")
                .mistake("The derivation shown is that of gradient descent; the step must scale as 1/n.")
                .seconds(2)
                .standard(size -> Setting.of("m", 10, "d", 5, "data", 1, "printed", false, "n", 512, "steps", 20_000))
                .control(setting -> setting.with("n", 4).noted("four neurons, fewer than points"))
                .predict(setting -> Quantities.of("left", 1e-20).and("linear", 0.95))
                .measure((setting, replicate, seed) -> {
                    Matrix x = ShallowNet.points(setting);
                    Matrix y = ShallowNet.labels(setting);
                    ShallowNet net = ShallowNet.of(Activation.RELU, setting.integer("d"), setting.integer("n"));
                    double[] start = net.start(setting, seed.named("init"));
                    double largest = 0;
                    Matrix kernel = EmpiricalNtk.of(net.network(), start).gram(OuterLayerKernel.lifted(x));
                    for (int i = 0; i < x.rows(); i++) {
                        largest = Math.max(largest, kernel.get(i, i));
                    }
                    // A step of 1 / (2 Theta_ii) makes the residual of that sample 0 to first order.
                    Trajectory run = Training.with(GradientDescent.withRate(0.5 / largest))
                            .batches(Batches.of(1, seed.named("batches")))
                            .stop(Stop.after(setting.integer("steps")))
                            .record(Probe.fullLoss(), Cadence.every(200))
                            .run(net.risk(x, y), start);
                    double[] values = run.series(Probe.fullLoss().name()).values();
                    double[] at = new double[values.length];
                    double[] logs = new double[values.length];
                    for (int i = 0; i < values.length; i++) {
                        at[i] = run.series(Probe.fullLoss().name()).steps()[i];
                        logs[i] = Math.log(Math.max(values[i], 1e-300));
                    }
                    return Quantities.of("left", values[values.length - 1] / values[0])
                            .and("linear", LineFit.of(at, logs).determination())
                            .and("step", at)
                            .and("log", logs);
                })
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.atMost("risk at the end over that at the start", predicted.scalar("left"),
                                Estimate.exact(measured.getFirst().scalar("left")), "as small as one likes"),
                        Comparison.atLeast("R^2 of ln r against the step", predicted.scalar("linear"),
                                Estimate.exact(measured.getFirst().scalar("linear")), "exponential")))
                .figures((setting, predicted, measured) -> {
                    double[] values = measured.getFirst().list("log").clone();
                    for (int i = 0; i < values.length; i++) {
                        values[i] = Math.exp(values[i]);
                    }
                    return List.of(new Figure.Chart("risk", "Risk under SGD on one sample at a time",
                            "The risk over all points every 200 steps, n = " + setting.integer("n")
                                    + ": a straight line is exponential convergence.",
                            Axis.linear("step"), Axis.log("risk"), List.of(new Series.Line("risk", Role.MEASURED,
                                    measured.getFirst().list("step"), values))));
                })
                .build();
    }

    private static Claim lazy(boolean printed) {
        var check = Check.of("000.3.3.2.lazy." + (printed ? "printed" : "corrected"), Document000.source(PLACE))
                .statement(
                        printed
                                ? "With N(0, 1/n) in both layers the parameters stay close"
                                : "With N(0, 1) inside the parameters stay close: lazy training",
                        "During training the parameters stay in a neighbourhood of the start that shrinks with n, relative to "
                                + "their norm" + (printed
                                        ? ", all of them being N(0, 1/n)."
                                        : ", the inner ones being N(0, 1): the displacement falls as n^(-1/2), and no neuron "
                                                + "changes its set of active points in the limit."),
                        LAZY)
                .measured(
                        "m = 10 normal points in d = 5 with normal labels; gradient descent at a quarter of the largest stable "
                                + "rate until r < 1e-3, n = 64 to 4096: the exponents in n of the displacement relative to the start, "
                                + "by layers, must be at most -0.25"
                                + (printed
                                        ? "."
                                        : ", and that of the absolute one meets -0.5 +- 0.1; at the largest n at most 1 per cent "
                                                + "of the pairs of neuron and point changed their sign.")
                                + " (Another program: N(0, 1) inside: -0.50 absolute, inner -1.40, outer -0.54; as printed all 0.00.)")
                .seconds(3)
                .standard(size -> Setting.of("m", 10, "d", 5, "data", 1, "printed", printed, "widths",
                        Document000.powersOfTwo(6, size == Size.SMOKE ? 8 : 12), "seeds", size == Size.SMOKE ? 5 : 6))
                .control(setting -> setting.with("printed", !printed)
                        .noted(printed ? "inner parameters N(0, 1)" : "inner parameters N(0, 1/n), as printed"))
                .replicates(setting -> setting.integer("seeds"))
                .predict(setting -> Quantities.of("relative", -0.25).and("absolute", -0.5))
                .measure(LazyTrainingClaims::displacements)
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (String name : List.of("inner", "outer")) {
                        Estimate exponent = Exponents.of(setting.reals("widths"), measured, name);
                        lines.add(Comparison.atMost("exponent of the relative displacement, " + name + " layer",
                                predicted.scalar("relative"), exponent, "Student interval at level 0.999"));
                    }
                    if (!printed) {
                        lines.add(Document000.near("exponent of the displacement", predicted.scalar("absolute"), 0.1,
                                Exponents.of(setting.reals("widths"), measured, "all"),
                                "Student interval at level 0.999, 0.1 for the finite widths"));
                        int last = setting.reals("widths").length - 1;
                        double flips = measured.stream().mapToDouble(q -> q.list("flips")[last]).max().orElseThrow();
                        lines.add(Comparison.atMost("largest share of signs that changed, n = "
                                + (int) setting.reals("widths")[last], 0.01, Estimate.exact(flips),
                                "0 in the limit; .07 as printed"));
                    }
                    lines.add(Comparison.atLeast("runs that reach r < 1e-3",
                            measured.size() * setting.reals("widths").length,
                            Estimate.exact(measured.stream().mapToDouble(q -> q.scalar("reached")).sum()),
                            "all of them"));
                    return Judgement.all(lines);
                })
                .figures((setting, predicted, measured) -> List.of(figure(setting, measured, printed ? 0 : -0.5,
                        List.of("all", "inner", "outer"))));
        if (printed) {
            check.refuted()
                    .mistake(
                            "With the printed initialisation training is not lazy. Writing both layers as 1/sqrt(n) times N(0, 1) makes "
                                    + "the network (1/n) sum a' s(w' . x): the mean-field scaling, in which parameters move by an amount of "
                                    + "their own order for every n (inner about .3, outer .7 of their norm).");
        }
        return check.build();
    }

    private static Quantities displacements(Setting setting, int replicate, Seed seed) {
        Matrix x = ShallowNet.points(setting);
        Matrix y = ShallowNet.labels(setting);
        Matrix lifted = OuterLayerKernel.lifted(x);
        double[] widths = setting.reals("widths");
        double[] inner = new double[widths.length];
        double[] outer = new double[widths.length];
        double[] all = new double[widths.length];
        double[] flips = new double[widths.length];
        double reached = 0;
        for (int w = 0; w < widths.length; w++) {
            ShallowNet net = ShallowNet.of(Activation.RELU, setting.integer("d"), (int) widths[w]);
            double[] start = net.start(setting, seed.at(w));
            Trajectory run = Training.with(GradientDescent.withRate(rate(net.network(), start, lifted)))
                    .stop(Stop.after(100_000).orLossBelow(1e-3))
                    .run(net.risk(x, y), start);
            double[] end = run.theta();
            int split = net.innerSize();
            reached += run.value() <= 1e-3 ? 1 : 0;
            inner[w] = distance(end, start, 0, split) / Math.sqrt(ShallowNet.squares(start, 0, split));
            outer[w] = distance(end, start, split, end.length)
                    / Math.sqrt(ShallowNet.squares(start, split, end.length));
            all[w] = distance(end, start, 0, end.length);
            flips[w] = flips(net.kernel(start, x).features(), net.kernel(end, x).features());
        }
        return Quantities.of("inner", inner)
                .and("outer", outer)
                .and("all", all)
                .and("flips", flips)
                .and("reached", reached);
    }

    /** The share of pairs of neuron and point whose sign changed. */
    private static double flips(Matrix before, Matrix after) {
        double count = 0;
        for (int i = 0; i < before.data().length; i++) {
            count += before.data()[i] > 0 != after.data()[i] > 0 ? 1 : 0;
        }
        return count / before.data().length;
    }
}
