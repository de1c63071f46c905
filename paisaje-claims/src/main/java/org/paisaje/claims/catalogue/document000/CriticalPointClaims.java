package org.paisaje.claims.catalogue.document000;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.math.stats.RankCorrelation;
import org.paisaje.network.Architecture;
import org.paisaje.risk.Regularizer;
import org.paisaje.risk.Risk;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.landscape.critical.Certificate;
import org.paisaje.theory.landscape.critical.Copies;
import org.paisaje.theory.landscape.critical.CriticalPoint;
import org.paisaje.theory.landscape.critical.CriticalStart;
import org.paisaje.theory.landscape.critical.CriticalSurvey;
import org.paisaje.theory.landscape.critical.SearchMethod;
import org.paisaje.theory.landscape.critical.SearchSettings;
import org.paisaje.theory.landscape.critical.SmoothFunction;

/** Sections 2 and 3.1: critical points of small networks, found, proven and counted. */
final class CriticalPointClaims {
    /** w_j, b_j and a_j of two tanh units; the bias is the weight of a second input 1. */
    private static final String TWO = "mlp:2-2-1:tanh:bias=false";

    private CriticalPointClaims() {}

    static List<Claim> inSection2() {
        return List.of(minima());
    }

    static List<Claim> inSection3() {
        return List.of(networks());
    }

    private static Claim minima() {
        double[] levels = {0.2601884116695974, 0.45281534256884504, 0.48891007309984563};
        return ClaimBuilder.of("000.2.minima", Document000.source("section 2"))
                .statement("Two tanh units on four points have two bad minima, both strict",
                        "A risk of six parameters has three minima up to exchanges and signs of its units, all strict, of losses 0.260, "
                                + "0.453 and 0.489, each with a true critical point proven to be near.",
                        "F(\\theta)=\\tfrac14\\sum_i\\Bigl(\\sum_ja_j\\tanh(w_jx_i+b_j)-y_i\\Bigr)^2+\\kappa\\|\\theta\\|^2")
                .quoted("pueden existir múltiples mínimos subóptimos", "section 2")
                .measured(
                        "Searches from many starts; the losses of the strict minima against those of another search with more starts, "
                                + "to rounding; the proof of each by enclosed Hessians; the sum of (-1)^index over all symmetric copies, which "
                                + "is 1 if no critical point is missing.")
                .standard(size -> Setting.of(Keys000.KAPPA.is(0.01),
                        Keys000.STARTS.is(size == Size.SMOKE ? 1_000 : 3_000)))
                .control(setting -> setting.with(Keys000.KAPPA, 2.0)
                        .noted("a penalty so strong that the origin is the only critical point"))
                .predict(setting -> Quantities.of("minima", levels))
                .measure((setting, replicate, seed) -> {
                    Architecture network = Architecture.parse(TWO);
                    Risk risk = Risk.of(network, Matrix.of(new double[][] {{-1.5, 1}, {-0.5, 1}, {0.5, 1}, {1.5, 1}}),
                            Matrix.of(new double[][] {{1}, {-0.6}, {0.8}, {-0.9}}), Loss.meanSquared())
                            .with(Regularizer.l2(setting.get(Keys000.KAPPA)));
                    CriticalSurvey survey = CriticalSurvey.of(() -> SmoothFunction.of(risk), CriticalPointClaims::wide,
                            setting.get(Keys000.STARTS), SearchSettings.USUAL, Copies.of(risk), seed, share -> {})
                            .certified(risk);
                    double euler = 0;
                    List<Double> minima = new ArrayList<>();
                    int proven = 0;
                    for (CriticalPoint point : survey.points()) {
                        euler += (point.index() % 2 == 0 ? 1 : -1) * copies(point.x());
                        if (point.strictMinimum()) {
                            minima.add(point.value());
                            proven += point.certificate() instanceof Certificate.Proven ? 1 : 0;
                        }
                    }
                    return Quantities.of("minima", minima.stream().mapToDouble(value -> value).toArray())
                            .and("euler", euler)
                            .and("proven", proven);
                })
                .judge((setting, predicted, measured) -> {
                    Quantities found = measured.getFirst();
                    List<Comparison> lines = new ArrayList<>();
                    lines.add(Comparison
                            .equal("sum of (-1)^index over all copies", 1, found.scalar("euler"),
                                    Tolerance.none("counted"))
                            .asSanity());
                    lines.add(Comparison.equal("strict minima", levels.length, found.list("minima").length,
                            Tolerance.none("counted")));
                    lines.add(Comparison.equal("of them proven", found.list("minima").length, found.scalar("proven"),
                            Tolerance.none("counted")));
                    for (int i = 0; i < Math.min(levels.length, found.list("minima").length); i++) {
                        // Squares of gradients below 1e-10 are less.
                        lines.add(Comparison.equal("loss of minimum " + (i + 1), levels[i],
                                found.list("minima")[i], Rounding.of(64)));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    /** Normal starts of deviation 2, three of four by Levenberg-Marquardt, the others to index 0, 1 or 2. */
    private static CriticalStart wide(int i, Seed seed) {
        double[] x = seed.gaussians(6);
        for (int j = 0; j < x.length; j++) {
            x[j] *= 2;
        }
        return new CriticalStart(x, 0,
                i % 4 == 3 ? new SearchMethod.Following(i / 4 % 3) : new SearchMethod.LevenbergMarquardt());
    }

    /** Points nearer than the root of an ulp are one: searches end nearer to each other, and copies are farther apart. */
    private static final double SAME = Math.sqrt(Math.ulp(1.0));

    /** How many of the eight symmetric points of two odd units are different. */
    private static int copies(double[] x) {
        List<double[]> different = new ArrayList<>();
        for (int s = 0; s < 8; s++) {
            int first = s / 4;
            double[] signs = {(s & 1) == 0 ? 1 : -1, (s & 2) == 0 ? 1 : -1};
            double[] copy = new double[6];
            for (int unit = 0; unit < 2; unit++) {
                int from = (unit + first) % 2;
                copy[2 * unit] = signs[unit] * x[2 * from];
                copy[2 * unit + 1] = signs[unit] * x[2 * from + 1];
                copy[4 + unit] = signs[unit] * x[4 + from];
            }
            boolean known = different.stream().anyMatch(other -> {
                double most = 0;
                for (int i = 0; i < 6; i++) {
                    most = Math.max(most, Math.abs(other[i] - copy[i]));
                }
                return most < SAME;
            });
            if (!known) {
                different.add(copy);
            }
        }
        return different.size();
    }

    private static Claim networks() {
        return ClaimBuilder.of("000.3.1.1.networks", Document000.source(SpinGlassClaims.SECTION))
                .statement("In a small network higher critical points have more negative eigenvalues too",
                        "Over the critical points of a network of tanh units on random data the loss and the share of negative eigenvalues "
                                + "have a rank correlation (Spearman's) of at least 1/2, which is how \"usually\" is read here.",
                        "\\rho(F,\\ \\text{index})\\ge\\tfrac12")
                .quoted("aún así, las anteriores características sobre la estabilidad de los puntos críticos sí se suelen tener",
                        SpinGlassClaims.SECTION)
                .mistake(
                        "The correlation depends on which points a search finds: from starts after plain gradient descent another "
                                + "program found 0.63, and 0.24 with a penalty of 0.001 in place of 0.01. "
                                + "There are several minima, of low but not of equal loss.")
                .measured(
                        "Searches from starts after 0 to 400 descent steps; ends that are not critical are left out; all of the interval of "
                                + "Spearman's rank correlation must lie above 1/2. Another program found 0.6 to 0.95.")
                .seconds(3)
                .standard(size -> Setting.of(Keys000.SURFACE.is("network"), Keys000.N.is(size == Size.SMOKE ? 4 : 10),
                        Keys000.M.is(size == Size.SMOKE ? 12 : 30), Keys000.KAPPA.is(0.01),
                        Keys000.STARTS.is(size == Size.SMOKE ? 160 : 400)))
                .control(setting -> setting.with(Keys000.SURFACE, "staircase")
                        .noted("a tilted plane with waves, whose minima and saddles lie at all heights"))
                .predict(setting -> Quantities.of("correlation", 0.5))
                .measure((setting, replicate, seed) -> {
                    CriticalSurvey survey = setting.get(Keys000.SURFACE).equals("network")
                            ? ofNetwork(setting, seed)
                            : ofStaircase(setting, seed);
                    return Quantities.of("loss", survey.points().stream().mapToDouble(CriticalPoint::value).toArray())
                            .and("share", survey.points().stream().mapToDouble(CriticalPoint::indexShare).toArray())
                            .and("discarded", survey.starts() - survey.found());
                })
                .judge((setting, predicted, measured) -> {
                    double[] loss = measured.getFirst().list("loss");
                    return Judgement.all(List.of(
                            Comparison.atLeast("different critical points", 15, Estimate.exact(loss.length), "counted")
                                    .asSanity(),
                            Comparison.atLeast("rank correlation of loss and index", predicted.scalar("correlation"),
                                    Estimate.of(RankCorrelation.of(loss,
                                            measured.getFirst().list("share"), Level.each(1))),
                                    "interval of Fisher's transform, " + Level.words(1))));
                })
                .figures((setting, predicted, measured) -> List.of(new Figure.Chart("index-loss", "Index against loss",
                        "Every point is a critical point; of symmetric copies one is shown.", Axis.linear("loss"),
                        Axis.linear("share of negative eigenvalues"),
                        List.of(new Series.Points("critical points", Role.MEASURED, measured.getFirst().list("loss"),
                                measured.getFirst().list("share"))))))
                .build();
    }

    private static CriticalSurvey ofNetwork(Setting setting, Seed seed) {
        int d = 3;
        Architecture network = Architecture.parse("mlp:" + d + "-" + setting.get(Keys000.N) + "-1:tanh");
        int m = setting.get(Keys000.M);
        Risk risk = Risk.of(network, Matrix.wrap(m, d, seed.named("x").gaussians(m * d)),
                Matrix.wrap(m, 1, seed.named("y").gaussians(m)), Loss.meanSquared())
                .with(Regularizer.l2(setting.get(Keys000.KAPPA)));
        return CriticalSurvey.of(() -> SmoothFunction.of(risk), CriticalStart.of(network), setting.get(Keys000.STARTS),
                SearchSettings.USUAL, Copies.of(risk), seed, share -> {});
    }

    /** x_1 + x_2 + x_3 + sum cos(3 x_i) / 2 in a box: all eight kinds of critical points at all heights. */
    private static CriticalSurvey ofStaircase(Setting setting, Seed seed) {
        SmoothFunction f = new SmoothFunction() {
            @Override
            public int dimension() {
                return 3;
            }

            @Override
            public double at(double[] x, double[] gradient) {
                return at(x, gradient, new double[9]);
            }

            @Override
            public double at(double[] x, double[] gradient, double[] hessian) {
                double value = 0;
                Arrays.fill(hessian, 0);
                for (int i = 0; i < 3; i++) {
                    value += x[i] + 0.5 * Math.cos(3 * x[i]);
                    gradient[i] = 1 - 1.5 * Math.sin(3 * x[i]);
                    hessian[4 * i] = -4.5 * Math.cos(3 * x[i]);
                }
                return value;
            }
        };
        return CriticalSurvey.of(() -> f, (k, own) -> {
            double[] u = own.uniforms(3);
            return new CriticalStart(new double[] {40 * u[0], 40 * u[1], 40 * u[2]}, 0,
                    new SearchMethod.LevenbergMarquardt());
        }, setting.get(Keys000.STARTS), SearchSettings.USUAL, Copies.PLAIN, seed, share -> {});
    }
}
