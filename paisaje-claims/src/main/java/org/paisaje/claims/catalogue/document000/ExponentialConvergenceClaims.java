package org.paisaje.claims.catalogue.document000;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.stats.LineFit;
import org.paisaje.network.activation.Activation;
import org.paisaje.risk.Risk;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
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

    /** Starts for each width until at an end no unit rests on its kink, which about two ends in three are like. */
    private static final int STARTS = 4;

    private ExponentialConvergenceClaims() {}

    static List<Claim> all() {
        return List.of(descent(false), descent(true), stochastic(false), stochastic(true));
    }

    private static Claim descent(boolean printed) {
        return ClaimBuilder.of(printed ? "000.3.3.2.descent.printed" : "000.3.3.2.descent", Document000.source(PLACE))
                .statement(
                        printed
                                ? "Gradient descent converges exponentially with the printed N(0, 1/n) too"
                                : "Gradient descent converges exponentially, at the rate of the tangent kernel",
                        "For small steps and enough neurons the risk falls exponentially to any level"
                                + (printed
                                        ? "; all parameters are N(0, 1/n)."
                                        : "; in the end by the factor (1 - 2 alpha lambda_min(Theta)/m)^2 per step with the whole tangent "
                                                + "kernel at the end, which is at least as fast as the kernel of the outer layer guarantees; "
                                                + "the inner parameters are N(0, 1)."),
                        printed
                                ? "r(\\theta_t)\\le C e^{-ct}\\,r(\\theta_0)"
                                : "r_{t+1}/r_t\\to\\big(1-\\tfrac{2\\alpha}m\\lambda_{\\min}(\\Theta)\\big)^2\\le"
                                        + "\\big(1-\\tfrac{2\\alpha}m\\lambda_{\\min}(\\bar K_\\Theta)\\big)^2")
                .quoted("para pasos suficientemente pequeños y una cantidad suficiente de neuronas, el algoritmo SGD converge con "
                        + "una velocidad exponencial a un riesgo empírico arbitrariamente pequeño", PLACE)
                .measured(
                        "m = 10 fresh normal points in d = 5, n = 64, 256 and 1024, "
                                + (printed ? "a twentieth" : "a quarter")
                                + " of the largest stable rate at the start, as far as 1e-20 of the first risk, which all runs have to "
                                + "reach; on the way from 1e-3 to there a line explains more of ln r against the step than against its "
                                + "logarithm, the law of a power."
                                + (printed
                                        ? ""
                                        : " The slope of ln r per step on the last factor 1e-6 against that of the residual under the linear "
                                                + "recursion e <- (I - 2 alpha Theta/m) e with the last kernel, up to what the kernel still "
                                                + "changes and rounding; and against the guarantee of the outer layer. Where a unit rests on "
                                                + "its kink for a sample there is no one kernel and no such line: up to four starts are taken "
                                                + "for each width until one ends without, and at least one width must."))
                .mistake(printed
                        ? "It holds, but not by the argument of the text: the kernel does not grow with n then, and training is not "
                                + "lazy (000.3.3.2.lazy.printed)."
                        : "The step must shrink as 1/n with N(0, 1) inside, for the curvature grows as n. What is derived is "
                                + "gradient descent, not SGD.")
                .seconds(3)
                .standard(size -> Setting.of(Keys000.M.is(10), Keys000.D.is(5), Keys000.PRINTED.is(printed),
                        Keys000.REPEAT.is(false),
                        Keys000.WIDTHS.is(size == Size.SMOKE
                                ? new double[] {64, 128}
                                : size == Size.STANDARD
                                        ? new double[] {64, 256, 1024}
                                        : new double[] {256, 1024, 4096})))
                .control(setting -> setting.with(Keys000.REPEAT, true)
                        .noted("the second point is the first once more, with another label, so that no network reaches risk 0"))
                .predict(setting -> Quantities.of("reached", setting.get(Keys000.WIDTHS).length).and("ahead", 0))
                .measure((setting, replicate, seed) -> {
                    Matrix x = ShallowNet.points(setting, seed);
                    Matrix y = ShallowNet.labels(setting, seed);
                    double[] widths = setting.get(Keys000.WIDTHS);
                    var tails = new Tail[widths.length];
                    for (int w = 0; w < widths.length; w++) {
                        ShallowNet net = ShallowNet.of(Activation.RELU, setting.get(Keys000.D), (int) widths[w]);
                        boolean small = setting.get(Keys000.PRINTED);
                        for (int t = 0; t < (small ? 1 : STARTS); t++) {
                            tails[w] = Tail.of(net, net.start(setting, seed.at(w).at(t)), x, y, small ? 0.2 : 1);
                            if (tails[w].smooth() || !tails[w].reached()) {
                                break;
                            }
                        }
                    }
                    return Quantities.of("slope", each(tails, Tail::slope))
                            .and("expected", each(tails, Tail::expected))
                            .and("error", each(tails, Tail::error))
                            .and("guaranteed", each(tails, Tail::guaranteed))
                            .and("ahead", each(tails, Tail::ahead))
                            .and("smooth", each(tails, tail -> tail.smooth() ? 1 : 0))
                            .and("reached", Arrays.stream(tails).filter(Tail::reached).count());
                })
                .judge((setting, predicted, measured) -> {
                    Quantities m = measured.getFirst();
                    double[] widths = setting.get(Keys000.WIDTHS);
                    var lines = new ArrayList<Comparison>();
                    lines.add(Comparison.atLeast("runs that reach 1e-20 of the first risk", predicted.scalar("reached"),
                            Estimate.exact(m.scalar("reached")), "all of them"));
                    for (int w = 0; w < widths.length; w++) {
                        lines.add(Comparison.atLeast(
                                "R^2 of ln r against the step less that against its logarithm, n = " + (int) widths[w],
                                predicted.scalar("ahead"), Estimate.exact(m.list("ahead")[w]),
                                "an exponential told from a power"));
                    }
                    if (printed || m.scalar("reached") < widths.length) {
                        return Judgement.all(lines);
                    }
                    lines.add(Comparison.atLeast("widths with no unit on its kink at the end", 1,
                            Estimate.exact(Arrays.stream(m.list("smooth")).sum()), "else no rate is seen")
                            .asSanity());
                    for (int w = 0; w < widths.length; w++) {
                        if (m.list("smooth")[w] == 0) {
                            continue;
                        }
                        String at = ", n = " + (int) widths[w];
                        double error = m.list("error")[w];
                        lines.add(Comparison.equal("slope of ln r per step" + at, m.list("expected")[w],
                                m.list("slope")[w],
                                Tolerance.of(error, "what the kernel changes on the way, and rounding")));
                        lines.add(Comparison.atMost("slope of ln r per step, guaranteed" + at,
                                m.list("guaranteed")[w] + error, Estimate.exact(m.list("slope")[w]),
                                "the outer layer alone"));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static double[] each(Tail[] tails, ToDoubleFunction<Tail> of) {
        return Arrays.stream(tails).mapToDouble(of).toArray();
    }

    /**
     * The last factor 1e-6 of a run that goes to 1e-20 of its first risk.
     *
     * @param smooth whether the risk was reached and no unit can have crossed its kink for a sample meanwhile
     * @param ahead R^2 of ln r against the step less that against its logarithm on the way from 1e-3; 0 if the risk was not reached
     * @param slope of ln r per step, least squares
     * @param expected that of the linear recursion from the same residual with the last kernel
     * @param error what both can differ by: the change of the kernel meanwhile, and rounding of the residual
     * @param guaranteed 2 ln(1 - 2 alpha lambda_min(K)/m) with the kernel K of the outer layer
     */
    private record Tail(boolean reached, boolean smooth, double ahead, double slope, double expected, double error,
            double guaranteed) {
        private static final double FROM = 1e-14;
        private static final double TO = 1e-20;
        private static final int MOST = 60_000;

        static Tail of(ShallowNet net, double[] start, Matrix x, Matrix y, double share) {
            Matrix lifted = OuterLayerKernel.lifted(x);
            double alpha = share * ShallowNet.rate(net.network(), start, lifted);
            Risk risk = net.risk(x, y);
            double first = risk.value(start);
            Training training = Training.with(GradientDescent.withRate(alpha));
            Trajectory before = training.stop(Stop.after(MOST).orLossBelow(FROM * first))
                    .record(Probe.loss(), Cadence.every(1))
                    .run(risk, start);
            Trajectory run = training.stop(Stop.after(MOST).orLossBelow(TO * first))
                    .record(Probe.loss(), Cadence.every(1))
                    .run(risk, before.theta());
            double[] steps = Arrays.stream(run.series(Probe.loss().name()).steps()).asDoubleStream().toArray();
            boolean reached = run.value() <= TO * first;
            if (!reached || steps.length < 3) {
                return new Tail(reached, false, 0, 0, 0, 0, 0);
            }
            double[] residual = net.residuals(before.theta(), x, y);
            Matrix kernel = EmpiricalNtk.of(net.network(), run.theta()).gram(lifted);
            SymmetricEigen eigen = SymmetricEigen.of(kernel);
            double[] modes = eigen.vectors().times(residual);
            double scale = 2 * alpha / x.rows();
            double[] linear = new double[steps.length];
            for (int t = 0; t < steps.length; t++) {
                for (int k = 0; k < modes.length; k++) {
                    double left = modes[k] * Math.pow(1 - scale * eigen.values()[k], steps[t]);
                    linear[t] += left * left / x.rows();
                }
            }
            Matrix change = kernel.minus(EmpiricalNtk.of(net.network(), before.theta()).gram(lifted));
            double drift = 2 * scale * change.frobeniusNorm();
            // Relative rounding of the residual at the end, twice for the square, over the length of the fit.
            double rounding = 2 * Math.ulp(1.0) * net.width() * Math.sqrt(1 / TO) / steps[steps.length - 1];
            double moved = ShallowNet.distance(before.theta(), run.theta(), 0, net.innerSize())
                    * lifted.frobeniusNorm();
            boolean smooth = net.network().kinks(run.theta(), lifted, 2 * moved).near() == 0;
            double[] whole = DoubleStream
                    .concat(Arrays.stream(before.series(Probe.loss().name()).values()),
                            Arrays.stream(run.series(Probe.loss().name()).values()).skip(1))
                    .toArray();
            return new Tail(true, smooth, leadOfExponential(whole),
                    LineFit.semiLog(steps, run.series(Probe.loss().name()).values()).slope(),
                    LineFit.semiLog(steps, linear).slope(), drift + rounding,
                    2 * Math.log1p(-scale * net.kernel(run.theta(), x).eigenvalues()[0]));
        }
    }

    /** R^2 of ln r against the step less that against its logarithm, from 1e-3 of the first of these risks on. */
    private static double leadOfExponential(double[] risks) {
        int from = 0;
        while (from < risks.length - 3 && risks[from] > 1e-3 * risks[0]) {
            from++;
        }
        double[] steps = IntStream.range(from, risks.length).mapToDouble(t -> Math.max(1, t)).toArray();
        double[] logs = Arrays.stream(risks, from, risks.length).map(Math::log).toArray();
        return LineFit.of(steps, logs).determination()
                - LineFit.of(Arrays.stream(steps).map(Math::log).toArray(), logs).determination();
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
                        "m = 10 fresh normal points in d = 5, n = 512, constant step: at the end the risk is below 1e-12 of its start, where noise that does not vanish leaves thousandths and more, and on the way from 1e-3 to 1e-24 of it, or to the end, a line explains more of ln r against the step than against its logarithm, the law of a power. (Another program, N(0, 1): 4.0, 8e-5 at 1e3, 5e-12 at 5e3, 1e-31 at 2e4 steps.)")
                .mistake(printed
                        ? "It holds, but not by the argument of the text: K does not grow with n then, and training is not lazy "
                                + "(000.3.3.2.lazy.printed). The derivation shown is that of gradient descent."
                        : "The derivation shown is that of gradient descent; the step must scale as 1/n.")
                .seconds(2)
                .standard(size -> Setting.of(Keys000.M.is(10), Keys000.D.is(5), Keys000.PRINTED.is(printed),
                        Keys000.REPEAT.is(false), Keys000.N.is(512), Keys000.STEPS.is(40_000)))
                .control(setting -> setting.with(Keys000.REPEAT, true)
                        .noted("the second point is the first once more, with another label: the noise does not vanish"))
                .predict(setting -> Quantities.of("left", 1e-12).and("ahead", 0))
                .measure((setting, replicate, seed) -> {
                    Matrix x = ShallowNet.points(setting, seed);
                    Matrix y = ShallowNet.labels(setting, seed);
                    ShallowNet net = ShallowNet.of(Activation.RELU, setting.get(Keys000.D), setting.get(Keys000.N));
                    double[] start = net.start(setting, seed.named("init"));
                    double largest = 0;
                    Matrix kernel = EmpiricalNtk.of(net.network(), start).gram(OuterLayerKernel.lifted(x));
                    for (int i = 0; i < x.rows(); i++) {
                        largest = Math.max(largest, kernel.get(i, i));
                    }
                    // A step of 1 / (2 Theta_ii) makes the residual of that sample 0 to first order. With N(0, 1/n) the kernel
                    // grows during training, so that steps have to be smaller.
                    Trajectory run = Training
                            .with(GradientDescent.withRate((setting.get(Keys000.PRINTED) ? 0.1 : 0.5) / largest))
                            .batches(Batches.of(1, seed.named("batches")))
                            .stop(Stop.after(setting.get(Keys000.STEPS)))
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
                    double[] steps = Arrays.copyOfRange(at, from, to);
                    double[] fallen = Arrays.copyOfRange(logs, from, to);
                    return Quantities.of("left", values[values.length - 1] / values[0])
                            .and("ahead", LineFit.of(steps, fallen).determination()
                                    - LineFit
                                            .of(Arrays.stream(steps).map(t -> Math.log(Math.max(1, t))).toArray(),
                                                    fallen)
                                            .determination())
                            .and("step", at)
                            .and("log", logs);
                })
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.atMost("risk at the end over that at the start", predicted.scalar("left"),
                                Estimate.exact(measured.getFirst().scalar("left")),
                                "far below the thousandths and more that noise leaves"),
                        Comparison.atLeast("R^2 of ln r against the step less that against its logarithm",
                                predicted.scalar("ahead"), Estimate.exact(measured.getFirst().scalar("ahead")),
                                "an exponential told from a power")))
                .figures((setting, predicted, measured) -> {
                    double[] values = measured.getFirst().list("log").clone();
                    for (int i = 0; i < values.length; i++) {
                        values[i] = Math.exp(values[i]);
                    }
                    return List.of(new Figure.Chart("risk", "Risk under SGD on one sample at a time",
                            "The risk over all points every 200 steps, n = " + setting.get(Keys000.N)
                                    + ": a straight line is exponential convergence.",
                            Axis.linear("step"), Axis.log("risk"), List.of(new Series.Line("risk", Role.MEASURED,
                                    measured.getFirst().list("step"), values))));
                })
                .build();
    }
}
