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
        return List.of(minima(), neuron(), threshold());
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

    /** dE/d(log w) of one logistic unit, {@code E = sum_t (y - s(w x_t))^2}, inputs a ratio apart. */
    private static double slope(double logW, int n, double ratio, double y) {
        double sum = 0;
        for (int t = 0; t < n; t++) {
            double z = Math.exp(logW - t * Math.log(ratio));
            double s = 1 / (1 + Math.exp(-z));
            sum += 2 * (s - y) * s * (1 - s) * z;
        }
        return sum;
    }

    /**
     * Minima in w > 0: where the slope goes from negative to positive on a grid, or between two of its points, by the vertex of
     * the parabola through three.
     */
    private static int minima(int n, double ratio, double y) {
        double to = Math.log(50) + n * Math.log(ratio);
        int steps = 2_000 * n;
        int count = 0;
        double before = slope(-5, n, ratio, y);
        double last = before;
        for (int i = 1; i <= steps; i++) {
            double here = slope(-5 + (to + 5) * i / steps, n, ratio, y);
            count += last < 0 && here >= 0 || hidden(before, last, here) ? 1 : 0;
            before = last;
            last = here;
        }
        return count;
    }

    /** Whether the parabola through three values of one sign has a vertex of the other. */
    private static boolean hidden(double before, double middle, double after) {
        double bend = before - 2 * middle + after;
        double tilt = (after - before) / 2;
        double vertex = middle - tilt * tilt / (2 * bend);
        return Math.abs(tilt) <= Math.abs(bend) / 2
                && (before < 0 && middle < 0 && after < 0 && vertex > 0
                        || before > 0 && middle > 0 && after > 0 && vertex < 0);
    }

    private static Claim neuron() {
        int[] examples = {1, 2, 4, 6};
        return ClaimBuilder.of("000.2.neuron", Document000.source("section 2, reference [6]"))
                .statement("One logistic unit has floor(n/d)^d minima on n examples in d dimensions",
                        "With inputs along the axes whose sizes fall by a factor of 100 and targets 3/4 the squared error of one logistic "
                                + "unit has as many minima: n on a line, (n/2)^2 in the plane.",
                        "E(w)=\\sum_t\\bigl(\\tfrac34-\\sigma(\\langle w,x_t\\rangle)\\bigr)^2,\\quad \\lfloor n/d\\rfloor^d\\ \\text{minima}")
                .quoted("en [5], [6] se muestra que dicha situación se presenta en situaciones comunes de aprendizaje",
                        "section 2")
                .mistake(
                        "Common is too strong: the sizes of the inputs have to fall by more than 5.7 from one example to the next.")
                .measured(
                        "The changes of sign of the slope on a line; in the plane searches in log w with a Hessian test; counted.")
                .standard(size -> Setting.of(Keys000.SPREAD.is(100.0),
                        Keys000.STARTS.is(size == Size.SMOKE ? 200 : 1_000)))
                .control(setting -> setting.with(Keys000.SPREAD, 5.0)
                        .noted("sizes that fall by a factor of 5, below the threshold"))
                .predict(setting -> Quantities.of("line", new double[] {1, 2, 4, 6})
                        .and("plane", new double[] {1, 4, 9}))
                .measure((setting, replicate, seed) -> {
                    double ratio = setting.get(Keys000.SPREAD);
                    double[] line = new double[examples.length];
                    for (int i = 0; i < line.length; i++) {
                        line[i] = minima(examples[i], ratio, 0.75);
                    }
                    double[] plane = new double[3];
                    for (int i = 0; i < 3; i++) {
                        int each = i + 1;
                        double reach = Math.log(50) + each * Math.log(ratio);
                        CriticalSurvey survey = CriticalSurvey.of(() -> plane(each, ratio), (k, own) -> {
                            double[] u = own.uniforms(2);
                            return new CriticalStart(new double[] {-2 + (reach + 2) * u[0], -2 + (reach + 2) * u[1]}, 3,
                                    new SearchMethod.Following(0));
                        }, setting.get(Keys000.STARTS), SearchSettings.USUAL, Copies.PLAIN, seed.at(i), share -> {});
                        plane[i] = survey.points()
                                .stream()
                                .filter(CriticalPoint::strictMinimum)
                                .filter(point -> Math.max(point.x()[0], point.x()[1]) < reach)
                                .count();
                    }
                    return Quantities.of("line", line).and("plane", plane);
                })
                .judge((setting, predicted, measured) -> {
                    List<Comparison> lines = new ArrayList<>();
                    for (int i = 0; i < examples.length; i++) {
                        lines.add(Comparison.equal("minima, d = 1, n = " + examples[i], predicted.list("line")[i],
                                measured.getFirst().list("line")[i], Tolerance.none("counted")));
                    }
                    for (int i = 0; i < 3; i++) {
                        lines.add(Comparison.equal("minima, d = 2, n = " + 2 * (i + 1), predicted.list("plane")[i],
                                measured.getFirst().list("plane")[i], Tolerance.none("counted")));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    /** The error in (log w_1, log w_2), the inputs along the axes, so many on each. */
    private static SmoothFunction plane(int each, double ratio) {
        return new SmoothFunction() {
            @Override
            public int dimension() {
                return 2;
            }

            @Override
            public double at(double[] x, double[] gradient) {
                return at(x, gradient, new double[4]);
            }

            @Override
            public double at(double[] x, double[] gradient, double[] hessian) {
                double value = 0;
                for (int axis = 0; axis < 2; axis++) {
                    double first = 0;
                    double second = 0;
                    for (int t = 0; t < each; t++) {
                        double z = Math.exp(x[axis] - t * Math.log(ratio));
                        double s = 1 / (1 + Math.exp(-z));
                        double ds = s * (1 - s);
                        double r = s - 0.75;
                        value += r * r;
                        double dz = 2 * r * ds;
                        first += dz * z;
                        second += (2 * ds * ds + 2 * r * ds * (1 - 2 * s)) * z * z + dz * z;
                    }
                    gradient[axis] = first;
                    hessian[3 * axis] = second;
                }
                hessian[1] = 0;
                hessian[2] = 0;
                return value;
            }
        };
    }

    /** Where the bisection of the ratio stops. */
    private static final double BISECTED = 1e-4;

    private static Claim threshold() {
        return ClaimBuilder.of("000.2.neuron.threshold", Document000.source("section 2, reference [6], aid"))
                .statement("The many minima of one unit need inputs that grow 5.72-fold from one to the next",
                        "With targets 3/4 the n minima on a line exist if and only if the sizes of the inputs fall by more than 5.719 from "
                                + "one example to the next, whatever n; other targets have other thresholds.",
                        "r_c=5.71905\\ (y=\\tfrac34)")
                .quoted("situaciones comunes de aprendizaje", "section 2")
                .measured(
                        "Bisection over the ratio for n = 2, 3, 4, 5 between n minima and fewer, against 5.71905 of another program, "
                                + "to the last step of the bisection, 1e-4. A pair of a minimum and a maximum between two points of the grid is seen by "
                                + "the parabola through three of them.")
                .standard(size -> Setting.of(Keys000.LABEL.is(0.75)))
                .control(setting -> setting.with(Keys000.LABEL, 0.8).noted("targets 0.8"))
                .predict(setting -> Quantities.of("ratio", 5.71905))
                .measure((setting, replicate, seed) -> {
                    double[] found = new double[4];
                    for (int n = 2; n <= 5; n++) {
                        double low = 1.5;
                        double high = 30;
                        while (high - low > BISECTED) {
                            double middle = 0.5 * (low + high);
                            if (minima(n, middle, setting.get(Keys000.LABEL)) >= n) {
                                high = middle;
                            } else {
                                low = middle;
                            }
                        }
                        found[n - 2] = high;
                    }
                    return Quantities.of("ratio", found);
                })
                .judge((setting, predicted, measured) -> {
                    List<Comparison> lines = new ArrayList<>();
                    for (int n = 2; n <= 5; n++) {
                        lines.add(Comparison.equal("threshold, n = " + n, predicted.scalar("ratio"),
                                measured.getFirst().list("ratio")[n - 2],
                                Tolerance.of(BISECTED, "the last step of the bisection")
                                        .plus(Tolerance.decimals(5, "the other program"))));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Claim networks() {
        return ClaimBuilder.of("000.3.1.1.networks", Document000.source(SpinGlassClaims.SECTION))
                .statement("In a small network higher critical points have more negative eigenvalues too",
                        "Over the critical points of a network of tanh units on random data the loss and the share of negative eigenvalues "
                                + "have a rank correlation of at least 1/2: of two points the higher one has the larger share at least twice as often as "
                                + "the smaller one, which is how \"usually\" is read here.",
                        "\\rho(F,\\ \\text{index})\\ge\\tfrac12")
                .quoted("aún así, las anteriores características sobre la estabilidad de los puntos críticos sí se suelen tener",
                        SpinGlassClaims.SECTION)
                .mistake(
                        "The correlation depends on which points a search finds: from starts without varied descents 0.24 was measured. "
                                + "There are several minima, of low but not of equal loss.")
                .measured(
                        "Searches from starts after 0 to 400 descent steps; ends that are not critical are left out; all of the interval of "
                                + "Spearman's rank correlation must lie above 1/2. Another program found 0.6 to 0.95.")
                .seconds(15)
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
