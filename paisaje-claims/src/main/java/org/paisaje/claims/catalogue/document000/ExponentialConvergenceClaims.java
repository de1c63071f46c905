package org.paisaje.claims.catalogue.document000;

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
import org.paisaje.math.linalg.SymmetricEigen;
import org.paisaje.math.stats.LineFit;
import org.paisaje.network.activation.Activation;
import org.paisaje.risk.Risk;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.kernel.EmpiricalNtk;
import org.paisaje.theory.kernel.OuterLayerKernel;
import org.paisaje.training.Batches;
import org.paisaje.training.Cadence;
import org.paisaje.training.Probe;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.Trajectory;
import org.paisaje.training.rule.GradientDescent;

/** Section 3.3.2: gradient descent and SGD on enough neurons converge exponentially. */
final class ExponentialConvergenceClaims {
    private static final String PLACE = "section 3.3.2";

    private ExponentialConvergenceClaims() {}

    static List<Claim> all() {
        return List.of(descent(), stochastic(false), stochastic(true));
    }

    private static Claim descent() {
        return ClaimBuilder.of("000.3.3.2.descent", Document000.source(PLACE))
                .statement(
                        "Gradient descent converges exponentially, at the rate of the tangent kernel",
                        "For small steps and enough neurons the risk falls exponentially to any level; in the end by the factor "
                                + "(1 - 2 alpha lambda_min(Theta)/m)^2 per step with the whole tangent kernel at the end, which is "
                                + "at least as fast as the kernel of the outer layer guarantees.",
                        "r_{t+1}/r_t\\to\\big(1-\\tfrac{2\\alpha}m\\lambda_{\\min}(\\Theta)\\big)^2\\le"
                                + "\\big(1-\\tfrac{2\\alpha}m\\lambda_{\\min}(\\bar K_\\Theta)\\big)^2")
                .measured(
                        "m = 10 fresh normal points in d = 5, inner parameters N(0, 1), n = 256 (and 1024, 4096), a quarter of the "
                                + "largest stable rate: the slope of ln r over the steps from 1e-16 to 1e-24 of its start against "
                                + "2 ln(1 - 2 alpha lambda_min/m), to 0.5 per cent, and against the guarantee.")
                .mistake(
                        "The step must shrink as 1/n with N(0, 1) inside, for the curvature grows as n. What is derived is "
                                + "gradient descent, not SGD.")
                .seconds(4)
                .standard(size -> Setting.of("m", 10, "d", 5, "printed", false, "repeat", false, "widths",
                        size == Size.SMOKE ? new double[] {128} : new double[] {256, 1024, 4096}))
                .control(setting -> setting.with("repeat", true)
                        .noted("the second point is the first once more, with another label, so that no network reaches risk 0"))
                .predict(setting -> Quantities.of("reached", setting.reals("widths").length))
                .measure((setting, replicate, seed) -> {
                    Matrix x = ShallowNet.points(setting, seed);
                    Matrix y = ShallowNet.labels(setting, seed);
                    Matrix lifted = OuterLayerKernel.lifted(x);
                    double[] widths = setting.reals("widths");
                    double[] slopes = new double[widths.length];
                    double[] expected = new double[widths.length];
                    double[] guaranteed = new double[widths.length];
                    double reached = 0;
                    for (int w = 0; w < widths.length; w++) {
                        ShallowNet net = ShallowNet.of(Activation.RELU, setting.integer("d"), (int) widths[w]);
                        double[] start = net.start(setting, seed.at(w));
                        double alpha = ShallowNet.rate(net.network(), start, lifted);
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

    private static Claim stochastic(boolean printed) {
        return ClaimBuilder.of(printed ? "000.3.3.2.sgd.printed" : "000.3.3.2.sgd", Document000.source(PLACE))
                .statement(
                        printed
                                ? "SGD converges exponentially with the printed N(0, 1/n) too"
                                : "SGD with a constant step converges exponentially when there are enough neurons",
                        "For steps small enough and enough neurons SGD, here on one sample at a time, converges exponentially to "
                                + "an empirical risk as small as one likes, because the noise vanishes where all residuals do"
                                + (printed ? "; all parameters are N(0, 1/n)." : "; the inner parameters are N(0, 1)."),
                        "r(\\theta_t)\\le C e^{-ct}\\,r(\\theta_0)")
                .quoted("este resultado nos permite afirmar que para pasos suficientemente pequeños y una cantidad suficiente de "
                        + "neuronas, el algoritmo SGD converge con una velocidad exponencial a un riesgo empírico arbitrariamente "
                        + "pequeño", "section 3.3.2")
                .measured(
                        "m = 10 fresh normal points in d = 5, n = 512, constant step: at the end the risk is below 1e-12 of its "
                                + "start, and on the way from 1e-3 to 1e-24 of it, or to the end, ln r falls linearly in the step (R^2 at "
                                + "least 0.95). (Another program, N(0, 1): 4.0, 8e-5 at 1e3, 5e-12 at 5e3, 1e-31 at 2e4 steps.)")
                .mistake(printed
                        ? "It holds, but not by the argument of the text: K does not grow with n then, and training is not lazy "
                                + "(000.3.3.2.lazy.printed). The derivation shown is that of gradient descent."
                        : "The derivation shown is that of gradient descent; the step must scale as 1/n.")
                .seconds(2)
                .standard(size -> Setting.of("m", 10, "d", 5, "printed", printed, "repeat", false, "n", 512, "steps",
                        40_000))
                .control(setting -> setting.with("repeat", true)
                        .noted("the second point is the first once more, with another label: the noise does not vanish"))
                .predict(setting -> Quantities.of("left", 1e-12).and("linear", 0.95))
                .measure((setting, replicate, seed) -> {
                    Matrix x = ShallowNet.points(setting, seed);
                    Matrix y = ShallowNet.labels(setting, seed);
                    ShallowNet net = ShallowNet.of(Activation.RELU, setting.integer("d"), setting.integer("n"));
                    double[] start = net.start(setting, seed.named("init"));
                    double largest = 0;
                    Matrix kernel = EmpiricalNtk.of(net.network(), start).gram(OuterLayerKernel.lifted(x));
                    for (int i = 0; i < x.rows(); i++) {
                        largest = Math.max(largest, kernel.get(i, i));
                    }
                    // A step of 1 / (2 Theta_ii) makes the residual of that sample 0 to first order. With N(0, 1/n) the kernel
                    // grows during training, so that steps have to be smaller.
                    Trajectory run = Training
                            .with(GradientDescent.withRate((setting.flag("printed") ? 0.1 : 0.5) / largest))
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
                    int from = 0;
                    while (from < logs.length - 3 && logs[from] > logs[0] + Math.log(1e-3)) {
                        from++;
                    }
                    int to = from + 3;
                    while (to < logs.length && logs[to] > logs[0] + Math.log(1e-24)) {
                        to++;
                    }
                    return Quantities.of("left", values[values.length - 1] / values[0])
                            .and("linear", LineFit
                                    .of(Arrays.copyOfRange(at, from, to), Arrays.copyOfRange(logs, from, to))
                                    .determination())
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
}
