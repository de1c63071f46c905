package org.paisaje.claims.catalogue.document000.landscape;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Generator;
import org.paisaje.risk.Risk;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;

/** Section 3.2: paths of deep linear networks along which the risk falls to its least value. */
final class DecreasingPathClaims {
    private static final double[] DIAGONAL = {3, 2, 1};
    private static final double KAPPA = 0.3;
    /** Paths from normal weights, and as many from points with idle units, which are saddles or near some. */
    private static final int PLACES = 2;

    private DecreasingPathClaims() {}

    static List<Claim> all() {
        return List.of(decreasing());
    }

    private static Claim decreasing() {
        return ClaimBuilder.of("000.3.2.linear.paths", LandscapeClaims.paper("section 3.2, deep linear networks"))
                .statement("From every point of a linear network a path falls to the least level",
                        "Without a penalty for any number of layers, and with one for two, a path along which the risk falls strictly leads "
                                + "from every point that is no global minimum as near to the least level as one likes.",
                        "\\forall\\theta\\;\\exists\\gamma:\\ \\gamma(0)=\\theta,\\ F(\\gamma(t))\\downarrow\\min F")
                .quoted("cada $\\theta$ se puede conectar al nivel de energía más bajo mediante un camino estrictamente decreciente",
                        "section 3.2")
                .measured(
                        "|W_K ... W_1 - diag(3, 2, 1)|^2 + kappa |theta|^2 with layers of three units: K = 2 and 3 without a penalty, and "
                                + "K = 2 with kappa = 0.3. Starts are normal weights, and the saddle 0, which is left in a direction in which the risk "
                                + "falls. Broken lines of gradient steps, the risk looked at on both halves of every step: how many of them come "
                                + "within a millionth of the height of the start above the least level, in closed form, without a rise.")
                .seconds(2)
                .standard(size -> Setting.of(Keys.LAYERS.is(2), Keys.RUNS.is(size == Size.SMOKE ? 5 : 40)))
                .control(setting -> setting.with(Keys.LAYERS, 3)
                        .noted("three layers under the penalty, whose origin is a strict minimum"))
                .predict(setting -> Quantities.of("levels", new double[] {0, 0, level()})
                        .and("paths", setting.get(Keys.RUNS)))
                .measure((setting, replicate, seed) -> {
                    double[] least = {0, 0, level()};
                    Risk[] risks = {DeepLinearClaims.penalised(DIAGONAL, 2, 0),
                        DeepLinearClaims.penalised(DIAGONAL, 3, 0),
                        DeepLinearClaims.penalised(DIAGONAL, setting.get(Keys.LAYERS), KAPPA)};
                    double[] arrived = new double[risks.length];
                    for (int k = 0; k < risks.length; k++) {
                        Generator draw = seed.at(k).generator();
                        for (int run = 0; run < setting.get(Keys.RUNS); run++) {
                            double[] theta = new double[risks[k].dimension()];
                            if (run % PLACES == 0) {
                                draw.gaussians(theta, 0, theta.length);
                            }
                            arrived[k] += arrives(risks[k], theta, least[k] / 3, draw) ? 1 : 0;
                        }
                    }
                    return Quantities.of("arrived", arrived);
                })
                .judge((setting, predicted, measured) -> {
                    String[] nets = {"K = 2, no penalty", "K = 3, no penalty",
                        "K = " + setting.get(Keys.LAYERS) + ", kappa = " + KAPPA};
                    return Judgement.all(IntStream.range(0, nets.length)
                            .mapToObj(k -> Comparison.atLeast("paths that fall to the least level, " + nets[k],
                                    predicted.scalar("paths"), Estimate.exact(measured.getFirst().list("arrived")[k]),
                                    "all of them"))
                            .toList());
                })
                .build();
    }

    /** The least of |W_2 W_1 - diag(3, 2, 1)|^2 + kappa |theta|^2, each singular value s above kappa leaving 2 kappa s - kappa^2. */
    private static double level() {
        return Arrays.stream(DIAGONAL).map(s -> 2 * KAPPA * s - KAPPA * KAPPA).sum();
    }

    /** Whether gradient steps, from a saddle after one in a direction in which it falls, come to the level without a rise. */
    private static boolean arrives(Risk risk, double[] start, double level, Generator draw) {
        double[] theta = start.clone();
        double[] gradient = new double[theta.length];
        double value = risk.valueAndGradient(theta, gradient);
        double height = value - level;
        if (Arrays.stream(gradient).allMatch(g -> g == 0)) {
            double[] way = falling(risk, theta, draw);
            for (int part = 1; part <= 10; part++) {
                double next = risk.value(moved(theta, way, part / 10.0));
                if (!(next < value)) {
                    return false;
                }
                value = next;
            }
            theta = moved(theta, way, 1);
        }
        double rate = 1;
        for (int step = 0; step < 100_000 && value - level > 1e-6 * height; step++) {
            value = risk.valueAndGradient(theta, gradient);
            double middle = risk.value(moved(theta, gradient, -rate / 2));
            double next = risk.value(moved(theta, gradient, -rate));
            if (middle < value && next < middle) {
                theta = moved(theta, gradient, -rate);
                value = next;
                rate *= 1.5;
            } else {
                rate /= 2;
                if (rate < 1e-12) {
                    return false;
                }
            }
        }
        return value - level <= 1e-6 * height;
    }

    /** A displacement from a critical point along which the risk falls: of the least eigenvalue, or, if that is 0, the best of many. */
    private static double[] falling(Risk risk, double[] theta, Generator draw) {
        SymmetricEigen eigen = SymmetricEigen.of(risk.at(theta).denseHessian());
        double[] best = eigen.vectors().row(0);
        if (eigen.values()[0] < 0) {
            // A little of all others, lest the path lead to the next saddle.
            double[] others = new double[theta.length];
            draw.gaussians(others, 0, others.length);
            return moved(moved(new double[theta.length], others, 0.01), best, 0.1);
        }
        for (int t = 0; t < 200; t++) {
            double[] way = new double[theta.length];
            draw.gaussians(way, 0, way.length);
            double size = Matrix.wrap(1, way.length, way).frobeniusNorm();
            double[] unit = moved(new double[way.length], way, 1 / size);
            if (risk.value(moved(theta, unit, 1)) < risk.value(moved(theta, best, 1))) {
                best = unit;
            }
        }
        return moved(new double[theta.length], best, 0.1);
    }

    private static double[] moved(double[] theta, double[] way, double share) {
        double[] result = new double[theta.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = theta[i] + share * way[i];
        }
        return result;
    }
}
