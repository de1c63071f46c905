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
import org.paisaje.math.random.Seed;
import org.paisaje.study.Comparison;
import org.paisaje.study.Tolerance;
import org.paisaje.theory.landscape.critical.Copies;
import org.paisaje.theory.landscape.critical.CriticalPoint;
import org.paisaje.theory.landscape.critical.CriticalStart;
import org.paisaje.theory.landscape.critical.CriticalSurvey;
import org.paisaje.theory.landscape.critical.SearchMethod;
import org.paisaje.theory.landscape.critical.SearchSettings;
import org.paisaje.theory.landscape.critical.SmoothFunction;

/** Section 2, reference [6]: local minima of a single logistic neuron. */
final class SingleNeuronClaims {
    private SingleNeuronClaims() {}

    /** The claims, in the order of the text. */
    static List<Claim> all() {
        return List.of(neuron(), threshold());
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
    private static int valleys(int n, double ratio, double y) {
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
                                + "unit has as many minima: n on a line, (n/2)^2 in the plane, (n/3)^3 in space. With two examples for each axis that is "
                                + "2^d, which grows exponentially in the dimension.",
                        "E(w)=\\sum_t\\bigl(\\tfrac34-\\sigma(\\langle w,x_t\\rangle)\\bigr)^2,\\quad \\lfloor n/d\\rfloor^d\\ \\text{minima}")
                .quoted("en [5], [6] se muestra que dicha situación se presenta en situaciones comunes de aprendizaje",
                        "section 2")
                .quoted("the number of local minima of the error function based on the square loss can grow exponentially in the dimension",
                        "slides, results, first abstract")
                .mistake(
                        "Common is too strong: the sizes of the inputs have to fall by more than 5.7 from one example to the next.")
                .measured(
                        "The changes of sign of the slope on a line; in the plane and in space searches in log w with a Hessian test; counted. "
                                + "Two examples for each axis: 2, 4 and 8 minima for d = 1, 2 and 3.")
                .standard(size -> Setting.of(Keys000.SPREAD.is(100.0),
                        Keys000.STARTS.is(size == Size.SMOKE ? 200 : 1_000)))
                .control(setting -> setting.with(Keys000.SPREAD, 5.0)
                        .noted("sizes that fall by a factor of 5, below the threshold"))
                .predict(setting -> Quantities.of("line", new double[] {1, 2, 4, 6})
                        .and("plane", new double[] {1, 4, 9})
                        .and("space", 8))
                .measure((setting, replicate, seed) -> {
                    double ratio = setting.get(Keys000.SPREAD);
                    double[] line = new double[examples.length];
                    for (int i = 0; i < line.length; i++) {
                        line[i] = valleys(examples[i], ratio, 0.75);
                    }
                    double[] plane = new double[3];
                    for (int i = 0; i < 3; i++) {
                        plane[i] = minima(2, i + 1, setting, seed.at(i));
                    }
                    return Quantities.of("line", line)
                            .and("plane", plane)
                            .and("space", minima(3, 2, setting, seed.at(3)));
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
                    lines.add(Comparison.equal("minima, d = 3, n = 6", predicted.scalar("space"),
                            measured.getFirst().scalar("space"), Tolerance.none("counted")));
                    return Judgement.all(lines);
                })
                .build();
    }

    /** The strict minima that searches find in so many dimensions with so many inputs on each axis. */
    private static double minima(int d, int each, Setting setting, Seed seed) {
        double ratio = setting.get(Keys000.SPREAD);
        double reach = Math.log(50) + each * Math.log(ratio);
        CriticalSurvey survey = CriticalSurvey.of(() -> onAxes(d, each, ratio), (k, own) -> new CriticalStart(
                Arrays.stream(own.uniforms(d)).map(u -> -2 + (reach + 2) * u).toArray(), 3,
                new SearchMethod.Following(0)),
                setting.get(Keys000.STARTS), SearchSettings.USUAL, Copies.PLAIN, seed, share -> {});
        return survey.points()
                .stream()
                .filter(CriticalPoint::strictMinimum)
                .filter(point -> Arrays.stream(point.x()).max().orElseThrow() < reach)
                .count();
    }

    /** The error in the logarithms of the weights, the inputs along the axes, so many on each. */
    private static SmoothFunction onAxes(int d, int each, double ratio) {
        return new SmoothFunction() {
            @Override
            public int dimension() {
                return d;
            }

            @Override
            public double at(double[] x, double[] gradient) {
                return at(x, gradient, new double[d * d]);
            }

            @Override
            public double at(double[] x, double[] gradient, double[] hessian) {
                double value = 0;
                Arrays.fill(hessian, 0);
                for (int axis = 0; axis < d; axis++) {
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
                    hessian[(d + 1) * axis] = second;
                }
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
                            if (valleys(n, middle, setting.get(Keys000.LABEL)) >= n) {
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
}
