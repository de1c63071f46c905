package org.paisaje.claims.catalogue.document004.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.Source;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.LayerShape;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Initializer;
import org.paisaje.risk.Risk;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.geometry.region.Domain;
import org.paisaje.theory.geometry.region.Regions;
import org.paisaje.training.Cadence;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.rule.Adam;

/** Chapter 11: the frequency principle, and what a point of period three asks of depth. */
final class OutlookClaims {
    private static final int[] FREQUENCIES = {1, 5, 10};
    private static final int POINTS = 64;
    private static final int EVERY = 20;
    /** The part of an amplitude that is missing when a frequency counts as learnt. */
    private static final double LEARNT = 0.2;

    private static final long MOST_PIECES = 1_000_000;

    private OutlookClaims() {}

    static List<Claim> all() {
        return List.of(frequencies(), periodThree());
    }

    private static Claim frequencies() {
        return ClaimBuilder.of("004.11.frequency", new Source("004", "chapter 11"))
                .statement("Low frequencies are learnt first",
                        "A network that learns sin x + sin 5x + sin 10x has the amplitude of the slow wave first and that of the fast one last.",
                        "t_1<t_5<t_{10},\\quad t_k=\\min\\{t:|\\hat f_k(t)-\\hat y_k|<0.2\\,|\\hat y_k|\\}")
                .quoted("Some authors propose that multilayer perceptrons first focus on lower frequencies and then on higher ones",
                        "chapter 11")
                .mistake(
                        "It depends on the units and the start: sines of high frequency learn in no such order. Only cited, to Xu et al.")
                .measured(
                        "Networks of 50 tanh units, 64 points of a period, Adam at rate 0.01: the step at which each coefficient of Fourier first is within a "
                                + "fifth of its target.")
                .seconds(4)
                .standard(size -> Setting.of(TrainingKeys.STEPS.is(size == Size.SMOKE ? 3000 : 5000),
                        TrainingKeys.SINES.is(0.0),
                        TrainingKeys.REPLICATES.is(size == Size.SMOKE ? 2 : 20)))
                .control(setting -> setting.with(TrainingKeys.SINES, 10.0)
                        .noted("units that are sines of frequencies as high as those of the target"))
                .replicates(setting -> setting.get(TrainingKeys.REPLICATES))
                .predict(setting -> Quantities.of("out of order", 0))
                .measure(OutlookClaims::passages)
                .judge((setting, predicted,
                        measured) -> Judgement.all(Comparison.equal("runs that learn them in another order",
                                predicted.scalar("out of order"),
                                measured.stream().filter(q -> !ascending(q.list("passages"))).count(),
                                Tolerance.none("counted"))))
                .figures((setting, predicted, measured) -> {
                    double[][] errors = {measured.getFirst().list("k1"), measured.getFirst().list("k5"),
                        measured.getFirst().list("k10")};
                    double[] steps = new double[errors[0].length];
                    Arrays.setAll(steps, i -> i * EVERY);
                    var series = new ArrayList<Series>();
                    for (int k = 0; k < 3; k++) {
                        series.add(new Series.Line("sin " + FREQUENCIES[k] + "x", Role.MEASURED, steps, errors[k]));
                    }
                    series.add(new Series.Line("learnt", Role.REFERENCE, new double[] {0, steps[steps.length - 1]},
                            new double[] {LEARNT, LEARNT}));
                    return List.of(new Figure.Chart("frequencies", "What is missing of each frequency",
                            "The distance of the coefficient from its target, relative to the target, by the step; the first run.",
                            Axis.linear("step"), Axis.linear("missing part"), series));
                })
                .build();
    }

    private static boolean ascending(double[] passages) {
        return passages[0] < passages[1] && passages[1] < passages[2];
    }

    private static Quantities passages(Setting setting, int replicate, Seed seed) {
        double sines = setting.get(TrainingKeys.SINES);
        Mlp net = Mlp.of(sines > 0 ? Activation.SIN : Activation.TANH, 1, 50, 1);
        double[] theta = net.initialize(Initializer.lecunNormal(), seed);
        LayerShape first = net.layerShapes().getFirst();
        for (int i = 0; sines > 0 && i < first.outputs(); i++) {
            theta[first.weight() + i] *= sines;
        }
        Matrix x = Matrix.zeros(POINTS, 1);
        Matrix y = Matrix.zeros(POINTS, 1);
        for (int i = 0; i < POINTS; i++) {
            x.set(i, 0, 2 * Math.PI * i / POINTS - Math.PI);
            for (int k : FREQUENCIES) {
                y.set(i, 0, y.get(i, 0) + Math.sin(k * x.get(i, 0)));
            }
        }
        int steps = setting.get(TrainingKeys.STEPS);
        List<double[]> course = new ArrayList<>();
        Training.with(Adam.withRate(0.01))
                .threads(1)
                .stop(Stop.after(steps))
                .watch(point -> course.add(missing(net, point.theta(), x)), Cadence.every(EVERY))
                .run(Risk.of(net, x, y, Loss.SQUARED), theta);
        double[] passages = new double[FREQUENCIES.length];
        Quantities result = Quantities.NONE;
        for (int k = 0; k < passages.length; k++) {
            int at = k;
            // not learnt within the steps: later than all
            passages[k] = 2.0 * steps + k;
            for (int t = course.size() - 1; t >= 0; t--) {
                passages[k] = course.get(t)[k] < LEARNT ? (double) t * EVERY : passages[k];
            }
            result = result.and("k" + FREQUENCIES[k], course.stream().mapToDouble(row -> row[at]).toArray());
        }
        return result.and("passages", passages);
    }

    /** The distance of each coefficient of Fourier from that of the sine. */
    private static double[] missing(Mlp net, double[] theta, Matrix x) {
        Matrix f = net.forward(theta, x);
        double[] result = new double[FREQUENCIES.length];
        for (int k = 0; k < result.length; k++) {
            double cos = 0;
            double sin = -1;
            for (int i = 0; i < POINTS; i++) {
                cos += 2 * f.get(i, 0) * Math.cos(FREQUENCIES[k] * x.get(i, 0)) / POINTS;
                sin += 2 * f.get(i, 0) * Math.sin(FREQUENCIES[k] * x.get(i, 0)) / POINTS;
            }
            result[k] = Math.hypot(cos, sin);
        }
        return result;
    }

    private static Claim periodThree() {
        return ClaimBuilder.of("004.11.period-three", new Source("004", "chapter 11, reference [8]"))
                .statement("A map with a point of period three bends exponentially often when iterated",
                        "The tent 0 -> 1/2 -> 1 -> 0 has a point of period three; its n-th iterate has as many pieces as Fibonacci's number n + 2 says, at least the "
                                + "n-th power of the golden ratio, so that a shallow network of few units cannot be it.",
                        "\\#(f^n)=F_{n+2}\\ge\\varphi^n,\\quad\\varphi=\\tfrac{1+\\sqrt5}2")
                .quoted("Some interesting directions for obtaining results for the approximation using multilayer perceptrons are proposed [8] [29]",
                        "chapter 11")
                .mistake(
                        "Only cited; the result is of Chatziafratis, Nagarajan, Panageas and Wang (2019), after Sharkovsky.")
                .measured(
                        "The linear regions on [0, 1] of the map as a network of n layers of two ReLUs, counted exactly.")
                .standard(size -> Setting.of(TrainingKeys.TURN.is(0.5),
                        TrainingKeys.DEPTH.is(size == Size.SMOKE ? 8 : 14)))
                .control(setting -> setting.with(TrainingKeys.TURN, 0.375)
                        .noted("a tent that turns at 3/8, where 0 has not period three"))
                .predict(setting -> {
                    int depth = setting.get(TrainingKeys.DEPTH);
                    double[] fibonacci = new double[depth];
                    double[] power = new double[depth];
                    for (int n = 1; n <= depth; n++) {
                        fibonacci[n - 1] = n == 1 ? 2 : n == 2 ? 3 : fibonacci[n - 2] + fibonacci[n - 3];
                        power[n - 1] = Math.pow((1 + Math.sqrt(5)) / 2, n);
                    }
                    return Quantities.of("fibonacci", fibonacci).and("power", power);
                })
                .measure((setting, replicate, seed) -> {
                    double[] pieces = new double[setting.get(TrainingKeys.DEPTH)];
                    for (int n = 1; n <= pieces.length; n++) {
                        pieces[n - 1] = pieces(n, setting.get(TrainingKeys.TURN));
                    }
                    return Quantities.of("pieces", pieces);
                })
                .judge((setting, predicted, measured) -> {
                    double[] pieces = measured.getFirst().list("pieces");
                    var lines = new ArrayList<Comparison>();
                    for (int n = 1; n <= pieces.length; n++) {
                        lines.add(Comparison.equal("pieces of f^" + n, predicted.list("fibonacci")[n - 1],
                                pieces[n - 1], Tolerance.none("counted exactly")));
                    }
                    lines.add(Comparison.atLeast(
                            "pieces of f^" + pieces.length + " beside the power of the golden ratio",
                            predicted.list("power")[pieces.length - 1], Estimate.exact(pieces[pieces.length - 1]),
                            "counted exactly"));
                    return Judgement.all(lines);
                })
                .build();
    }

    /** f(x) = 1/2 + ReLU(x) - s ReLU(x - turn), with s such that f(1) = 0, n times. */
    private static double pieces(int n, double turn) {
        double fall = 1 + (turn + 0.5) / (1 - turn);
        List<Integer> widths = new ArrayList<>(Collections.nCopies(n + 2, 2));
        widths.set(0, 1);
        widths.set(n + 1, 1);
        Mlp net = Mlp.of(Activation.RELU, widths.stream().mapToInt(Integer::intValue).toArray());
        double[] theta = new double[net.layout().size()];
        for (LayerShape layer : net.layerShapes()) {
            for (int i = 0; i < layer.outputs(); i++) {
                theta[layer.weight() + i * layer.inputs()] = 1;
                if (layer.inputs() == 2) {
                    theta[layer.weight() + 2 * i + 1] = -fall;
                }
                theta[layer.bias() + i] = (layer.inputs() == 2 ? 0.5 : 0) - (layer.outputs() == 2 && i == 1 ? turn : 0);
            }
        }
        try {
            return Regions.of(net.pieces(theta), Domain.box(1, 0, 1), 1, MOST_PIECES).linearRegions();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while pieces were counted", e);
        }
    }
}
