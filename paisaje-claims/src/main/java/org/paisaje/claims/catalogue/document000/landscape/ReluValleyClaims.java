package org.paisaje.claims.catalogue.document000.landscape;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.random.Generator;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;

/**
 * Section 3.2: ReLU networks on two points, F = 1/2 (sum a_j r(w_j) - y)^2 + 1/2 (sum a_j r(-w_j) - z)^2, whose level sets fall
 * apart for two neurons and do not for three.
 */
final class ReluValleyClaims {
    private static final String PLACE = "section 3.2, counterexamples with ReLU";
    private static final String QUOTE = "Se pueden construir contraejemplos que muestran que modelos no lineales como el anterior no tienen la "
            + "propiedad de conexidad global, y la construcción de estos contraejemplos nos muestra que el problema optimización depende de la "
            + "distribución de los datos";
    private static final double[][] TARGETS = {{1, 1}, {1, 2}, {1.3, 0.7}};

    private ReluValleyClaims() {}

    static List<Claim> all() {
        return List.of(disconnected(), valley());
    }

    /** F; the neurons are (a_j, w_j) one after the other. */
    private static double loss(double[] theta, double y, double z) {
        double up = -y;
        double down = -z;
        for (int j = 0; j < theta.length; j += 2) {
            up += theta[j] * Math.max(0, theta[j + 1]);
            down += theta[j] * Math.max(0, -theta[j + 1]);
        }
        return (up * up + down * down) / 2;
    }

    /** The corners of a path that exchanges the first two neurons, and keeps what it can on the way. */
    private static double[][] exchange(int neurons, double y, double z) {
        if (neurons == 2) {
            boolean giveUpSecond = z <= y;
            return giveUpSecond
                    ? new double[][] {{y, 1, z, -1}, {y, 1, 0, -1}, {y, 1, 0, 1}, {0, 1, y, 1}, {0, -1, y, 1},
                        {z, -1, y, 1}}
                    : new double[][] {{y, 1, z, -1}, {0, 1, z, -1}, {0, -1, z, -1}, {z, -1, 0, -1}, {z, -1, 0, 1},
                        {z, -1, y, 1}};
        }
        return new double[][] {{y, 1, z, -1, 0, -1}, {y, 1, 0, -1, z, -1}, {y, 1, 0, 1, z, -1}, {0, 1, y, 1, z, -1},
            {0, -1, y, 1, z, -1}, {z, -1, y, 1, 0, -1}};
    }

    private static double[] along(double[][] corners, double y, double z, int each) {
        double[] losses = new double[(corners.length - 1) * each + 1];
        for (int k = 0; k < losses.length; k++) {
            int segment = Math.min(k / each, corners.length - 2);
            double t = (k - segment * each) / (double) each;
            double[] theta = new double[corners[0].length];
            for (int i = 0; i < theta.length; i++) {
                theta[i] = (1 - t) * corners[segment][i] + t * corners[segment + 1][i];
            }
            losses[k] = loss(theta, y, z);
        }
        return losses;
    }

    /** The least loss found with a neuron fixed at w = 0, where every path between two ordered solutions passes. */
    private static double wall(int neurons, double y, double z, Seed seed) {
        Generator draw = seed.generator();
        double least = Double.POSITIVE_INFINITY;
        double[] theta = new double[2 * neurons - 2];
        for (int start = 0; start < 40; start++) {
            draw.gaussians(theta, 0, theta.length);
            for (int step = 0; step < 3000; step++) {
                double up = y;
                double down = z;
                for (int j = 0; j < theta.length; j += 2) {
                    up -= theta[j] * Math.max(0, theta[j + 1]);
                    down -= theta[j] * Math.max(0, -theta[j + 1]);
                }
                for (int j = 0; j < theta.length; j += 2) {
                    double a = theta[j];
                    double w = theta[j + 1];
                    theta[j] += 0.05 * (w > 0 ? up * w : -down * w);
                    theta[j + 1] += 0.05 * (w > 0 ? up * a : w < 0 ? -down * a : 0);
                }
            }
            least = Math.min(least, loss(theta, y, z));
        }
        return least;
    }

    private static Claim disconnected() {
        return ClaimBuilder.of("000.3.2.relu.disconnected", LandscapeClaims.paper(PLACE))
                .statement("Two ReLU neurons on two points have level sets that fall apart",
                        "Exchanging the two neurons of a solution on (1, y) and (-1, z) needs a neuron to pass w = 0, where a single one is left "
                                + "and fits one point at most: the barrier is half the square of the smaller target, and it is attained.",
                        "\\min_{\\gamma}\\max_tF(\\gamma(t))=\\tfrac12\\min(y,z)^2")
                .quoted(QUOTE, "section 3.2")
                .measured(
                        "For three pairs of targets: the largest loss along an explicit path, from above, and the least loss with a neuron at "
                                + "w = 0 among descents from 40 starts, from below; both against the law.")
                .mistake("Neither text prints an example. W_{k-1} should be W_{K-1}.")
                .standard(size -> Setting.of(Keys.NEURONS.is(2)))
                .control(setting -> setting.with(Keys.NEURONS, 3)
                        .noted("a third neuron, with which all of the path is at zero loss"))
                .predict(setting -> {
                    double[] barrier = new double[TARGETS.length];
                    for (int k = 0; k < barrier.length; k++) {
                        barrier[k] = Math.pow(Math.min(TARGETS[k][0], TARGETS[k][1]), 2) / 2;
                    }
                    return Quantities.of("barrier", barrier);
                })
                .measure((setting, replicate, seed) -> {
                    int neurons = setting.get(Keys.NEURONS);
                    double[] above = new double[TARGETS.length];
                    double[] below = new double[TARGETS.length];
                    for (int k = 0; k < above.length; k++) {
                        double y = TARGETS[k][0];
                        double z = TARGETS[k][1];
                        for (double value : along(exchange(neurons, y, z), y, z, 100)) {
                            above[k] = Math.max(above[k], value);
                        }
                        below[k] = wall(neurons, y, z, seed.at(k));
                    }
                    return Quantities.of("above", above)
                            .and("below", below)
                            .and("path", along(exchange(neurons, 1, 2), 1, 2, 100));
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < TARGETS.length; k++) {
                        String at = ", targets " + TARGETS[k][0] + " and " + TARGETS[k][1];
                        double law = predicted.list("barrier")[k];
                        lines.add(Comparison.equal("largest loss along the path" + at, law,
                                measured.getFirst().list("above")[k], Rounding.of(16).on(Math.max(1, law))));
                        lines.add(Comparison.equal("least loss at w = 0" + at, law,
                                measured.getFirst().list("below")[k], Rounding.of(16).on(Math.max(1, law))));
                    }
                    return Judgement.all(lines);
                })
                .figures((setting, predicted, measured) -> {
                    double[] path = measured.getFirst().list("path");
                    double[] places = new double[path.length];
                    for (int i = 0; i < places.length; i++) {
                        places[i] = i / 100.0;
                    }
                    return List.of(new Figure.Chart("exchange", "The loss while two neurons change places",
                            "Targets 1 and 2. Every path has to climb to 1/2; with a third neuron none has to climb at all.",
                            Axis.linear("segments"), Axis.linear("loss"),
                            List.of(new Series.Line("along the path", Role.MEASURED, places, path))));
                })
                .build();
    }

    private static Claim valley() {
        return ClaimBuilder.of("000.3.2.relu.data", LandscapeClaims.paper(PLACE))
                .statement("Neurons on one side of the data make a valley without a wall",
                        "With all neurons on the side of one point the other is not fitted: a local minimum, not strict. Yet a path leads from "
                                + "it to zero loss without rising: an idle neuron changes sides.",
                        "F=\\tfrac12y^2\\ \\text{for all}\\ w_j<0,\\ \\sum a_j|w_j|=z")
                .quoted(QUOTE, "section 3.2")
                .measured(
                        "Two neurons, targets 1 and 2, both w below 0: the least loss among 100,000 points within 0.1, less that of the point, "
                                + "is at least 0; the largest rise along an explicit path to zero loss is 0, and the loss at its end is 0.")
                .standard(size -> Setting.of(Keys.IDLE.is(true), Keys.RUNS.is(size == Size.SMOKE ? 20_000 : 100_000)))
                .control(setting -> setting.with(Keys.IDLE, false)
                        .noted("the first neuron on the side of the point that is not fitted, where descent sees it"))
                .predict(setting -> Quantities.of("lower", 0).and("start", 0.5))
                .measure((setting, replicate, seed) -> {
                    double[] theta = setting.get(Keys.IDLE)
                            ? new double[] {1, -0.5, 1, -1.5}
                            : new double[] {1, 0.2, 1, -2};
                    double here = loss(theta, 1, 2);
                    Generator draw = seed.generator();
                    double lower = 0;
                    double[] near = new double[4];
                    for (int r = 0; r < setting.get(Keys.RUNS); r++) {
                        for (int i = 0; i < 4; i++) {
                            near[i] = theta[i] + draw.nextDouble(-0.1, 0.1);
                        }
                        lower = Math.max(lower, here - loss(near, 1, 2));
                    }
                    double rise = 0;
                    // a_1 gives up what a_2 takes over, straight; then the idle neuron changes sides and is taken into use
                    double[] path = along(
                            new double[][] {{1, -0.5, 1, -1.5}, {0, -0.5, 4.0 / 3, -1.5}, {0, 1, 4.0 / 3, -1.5},
                                {1, 1, 4.0 / 3, -1.5}},
                            1, 2, 100);
                    for (int k = 1; k < path.length; k++) {
                        rise = Math.max(rise, path[k] - path[k - 1]);
                    }
                    return Quantities.of("start", here)
                            .and("lower", lower)
                            .and("rise", rise)
                            .and("end", path[path.length - 1]);
                })
                .judge((setting, predicted, measured) -> {
                    Quantities m = measured.getFirst();
                    return Judgement.all(
                            Comparison.equal("loss in the valley", predicted.scalar("start"), m.scalar("start"),
                                    Rounding.of(8)),
                            Comparison.atMost("what the neighbours gain", Rounding.of(8).bound(),
                                    Estimate.exact(m.scalar("lower")), Rounding.of(8).words()),
                            Comparison.atMost("largest rise along the path", Rounding.of(8).bound(),
                                    Estimate.exact(m.scalar("rise")), Rounding.of(8).words()),
                            Comparison.equal("loss at the end of the path", 0, m.scalar("end"), Rounding.of(8)));
                })
                .build();
    }
}
