package org.paisaje.claims.catalogue.document000;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.risk.Risk;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.theory.kernel.EmpiricalNtk;
import org.paisaje.theory.kernel.OuterLayerKernel;
import org.paisaje.training.Cadence;
import org.paisaje.training.Probe;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.Trajectory;
import org.paisaje.training.rule.GradientDescent;

/** Section 3.3.1, figure 9: a network of two hidden layers fits four points and hardly moves. */
final class FourPointsClaims {
    private static final String PLACE = "section 3.3.1, figure 9";

    /** Exponents of the displacement for n without end: of all parameters and of the three layers. */
    private static final double[] LIMITS = {-1, -1.5, -1, -0.5};

    /** What another program found over n = 16 to 4096. */
    private static final double[] FOUND = {-1.03, -1.56, -0.96, -0.61};

    private FourPointsClaims() {}

    static List<Claim> all() {
        return List.of(reference(), displacement());
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

    private static Claim reference() {
        double[] steps = {0, 1, 10, 100};
        return ClaimBuilder.of("000.3.3.1.reference", Document000.source(PLACE))
                .statement(
                        "Four points, a network (1, 6, 6, 1): gradient descent number by number",
                        "Full-batch gradient descent of rate 0.02 on all layers of a network of two hidden layers of six ReLUs "
                                + "with biases in the first, from weights given by sines and cosines.",
                        "\\theta\\leftarrow\\theta-\\alpha\\nabla r(\\theta)")
                .measured(
                        "Risk and relative displacement after 0, 1, 10 and 100 steps against those of a program that shares "
                                + "nothing with this one, up to the roundings of each step.")
                .mistake("The four points, n, the step and the norm of figure 9 are not given.")
                .standard(size -> Setting.of(Keys000.RATE.is(0.02)))
                .control(setting -> setting.with(Keys000.RATE, 0.0201).noted("a rate half a per cent larger"))
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
                    Trajectory run = Training.with(GradientDescent.withRate(setting.get(Keys000.RATE)))
                            .stop(Stop.after(100))
                            .record(Probe.fullLoss(), Cadence.every(1))
                            .record(Probe.distanceFromStart(), Cadence.every(1))
                            .run(Risk.of(deep(n), four(), fourLabels(), Loss.meanSquared()), start);
                    double[] risk = new double[steps.length];
                    double[] moved = new double[steps.length];
                    for (int i = 0; i < steps.length; i++) {
                        risk[i] = run.series(Probe.fullLoss().name()).values()[(int) steps[i]];
                        moved[i] = run.series(Probe.distanceFromStart().name()).values()[(int) steps[i]]
                                / Math.sqrt(ShallowNet.squares(start));
                    }
                    return Quantities.of("risk", risk).and("displacement", moved);
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (String name : List.of("risk", "displacement")) {
                        for (int i = 0; i < steps.length; i++) {
                            double expected = predicted.list(name)[i];
                            // Forward and back through six units twice, for four points: some 100 roundings a step, and 100 at the start.
                            lines.add(Comparison.equal(
                                    name + " after " + (int) steps[i] + " steps", expected,
                                    measured.getFirst().list(name)[i], Rounding.of(100 * (steps[i] + 1))));
                        }
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Claim displacement() {
        return ClaimBuilder.of("000.3.3.1.displacement", Document000.source(PLACE))
                .statement(
                        "Wide networks interpolate four points and hardly move",
                        "A network (1, n, n, 1) of ReLUs with He's initialisation, that of the points (x, 1), fits four points, and the wider it is the less "
                                + "its parameters move, relative to their norm: as 1/n.",
                        "\\|\\theta_T-\\theta_0\\|/\\|\\theta_0\\|\\sim n^{-1}")
                .measured(
                        "Gradient descent at a quarter of the largest stable rate until r < 1e-4, n = 32 to 512 (at 16 one run did not get there): all runs get "
                                + "there (a check of the measurement), and the exponent of the relative displacement of all parameters, by Student's interval at "
                                + "level 0.9995, lies between -1, the limit, and -1.06, twice as far from it as another program found over n = 16 to 4096, "
                                + "and excludes -1/2 and -3/2. At size full n goes to 2048 and the exponents by layers are judged in the same way, and that of "
                                + "the change of the tangent kernel. The limits are -3/2, -1 and -1/2, as the gradients of the layers have the norms 1, sqrt n "
                                + "and sqrt n, all of them are divided by the kernel, n, and the weights have the norms sqrt n, sqrt n and 1; the other program "
                                + "found -1.56, -0.96 and -0.61. The kernel's lies between -1, as for smooth activations, and -1/2, that of the share of "
                                + "neurons of the second layer that change sides, and excludes 0 and -3/2.")
                .mistake(
                        "The figure does not say which norm; by layers the exponents are others (third -0.6, second -1, "
                                + "first -1.6).")
                .seconds(15)
                .standard(size -> Setting.of(Keys000.STRETCH.is(0.0), Keys000.WIDTHS.is(size == Size.SMOKE
                        ? new double[] {32, 96, 192}
                        : Document000.powersOfTwo(5, size == Size.FULL ? 11 : 9)), Keys000.DEEP.is(size == Size.FULL),
                        Keys000.SEEDS.is(size == Size.SMOKE ? 10 : size == Size.STANDARD ? 16 : 48)))
                .control(setting -> setting.with(Keys000.STRETCH, 0.5)
                        .noted("labels times sqrt(n / 16), so that the way to them grows with the width"))
                .replicates(setting -> setting.get(Keys000.SEEDS))
                .predict(setting -> Quantities.of("limits", LIMITS)
                        .and("found", FOUND)
                        .and("kernel", new double[] {-1, -0.5}))
                .measure((setting, replicate, seed) -> {
                    double[] widths = setting.get(Keys000.WIDTHS);
                    double[] moved = new double[widths.length];
                    double[][] layers = new double[3][widths.length];
                    double[] kernel = new double[widths.length];
                    double reached = 0;
                    for (int w = 0; w < widths.length; w++) {
                        int n = (int) widths[w];
                        Mlp network = deep(n);
                        double[] start = seed.at(w).gaussians(network.layout().size());
                        for (int i = 0; i < start.length; i++) {
                            start[i] *= i < 2 * n ? 1 : Math.sqrt(2.0 / n);
                        }
                        double factor = Math.pow(n / 16.0, setting.get(Keys000.STRETCH));
                        Matrix y = fourLabels();
                        y.scale(factor);
                        Trajectory run = Training
                                .with(GradientDescent.withRate(ShallowNet.rate(network, start, four())))
                                .stop(Stop.after(20_000).orLossBelow(1e-4 * factor * factor))
                                .run(Risk.of(network, four(), y, Loss.meanSquared()), start);
                        reached += run.value() <= 1e-4 * factor * factor ? 1 : 0;
                        moved[w] = ShallowNet.distance(run.theta(), start, 0, start.length)
                                / Math.sqrt(ShallowNet.squares(start));
                        if (setting.get(Keys000.DEEP)) {
                            int[] ends = {0, 2 * n, 2 * n + n * n, start.length};
                            for (int l = 0; l < 3; l++) {
                                layers[l][w] = ShallowNet.distance(run.theta(), start, ends[l], ends[l + 1])
                                        / Math.sqrt(ShallowNet.squares(start, ends[l], ends[l + 1]));
                            }
                            Matrix before = EmpiricalNtk.of(network, start).gram(four());
                            Matrix after = EmpiricalNtk.of(network, run.theta()).gram(four());
                            kernel[w] = after.minus(before).frobeniusNorm() / before.frobeniusNorm();
                        }
                    }
                    Quantities result = Quantities.of("displacement", moved).and("reached", reached);
                    return setting.get(Keys000.DEEP)
                            ? result.and("layer 1", layers[0])
                                    .and("layer 2", layers[1])
                                    .and("layer 3", layers[2])
                                    .and("kernel", kernel)
                            : result;
                })
                .judge((setting, predicted, measured) -> {
                    double[] widths = setting.get(Keys000.WIDTHS);
                    int intervals = setting.get(Keys000.DEEP) ? 5 : 1;
                    String origin = "Student's interval, " + Level.words(intervals);
                    var lines = new ArrayList<Comparison>();
                    lines.add(Comparison.atLeast("runs that interpolate", measured.size() * widths.length,
                            Estimate.exact(measured.stream().mapToDouble(q -> q.scalar("reached")).sum()),
                            "all of them")
                            .asSanity());
                    lines.add(Comparison.told("exponent of the relative displacement in n",
                            left(predicted, 0),
                            Exponents.of(widths, measured, "displacement", intervals),
                            origin, -0.5, -1.5));
                    if (setting.get(Keys000.DEEP)) {
                        for (int l = 1; l <= 3; l++) {
                            double limit = predicted.list("limits")[l];
                            lines.add(Comparison.told("exponent of the relative displacement, layer " + l,
                                    left(predicted, l), between(widths, measured, "layer " + l, intervals),
                                    origin + ", of fits with and without the correction 1/n", limit - 0.5,
                                    limit + 0.5));
                        }
                        double[] kernel = predicted.list("kernel");
                        lines.add(Comparison.told("exponent of the relative change of the tangent kernel",
                                new Estimate((kernel[0] + kernel[1]) / 2, kernel[0], kernel[1]),
                                between(widths, measured, "kernel", intervals),
                                origin + ", of fits with and without the correction 1/n", 0, -1.5));
                    }
                    return Judgement.all(lines);
                })
                .figures((setting, predicted, measured) -> List.of(LazyTrainingClaims.figure(setting, measured, -1,
                        List.of("displacement"))))
                .build();
    }

    /** What these widths leave: from the limit to twice as far from it as was found over wider networks. */
    private static Estimate left(Quantities predicted, int which) {
        double limit = predicted.list("limits")[which];
        double found = predicted.list("found")[which];
        return Estimate.within(found, Math.abs(found - limit));
    }

    /** From the fit of a power to that with a correction of order 1/n. */
    private static Estimate between(double[] widths, List<Quantities> measured, String name, int intervals) {
        return Exponents.hull(List.of(Exponents.of(widths, measured, name, intervals),
                Exponents.limit(widths, measured, name, intervals)));
    }
}
