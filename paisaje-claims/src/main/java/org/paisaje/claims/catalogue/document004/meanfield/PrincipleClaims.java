package org.paisaje.claims.catalogue.document004.meanfield;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.ode.VectorField;
import org.paisaje.math.ode.method.DormandPrince;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;

/** The problem (9.4) and the maximum principle for a population, theorem 9.1.1. */
final class PrincipleClaims {
    private static final LinearQuadratic LINEAR = new LinearQuadratic(1.5, 2, 0.5, 1);
    private static final Sine SINE = new Sine(0.2);
    private static final double TIME = 1;
    /** Controls are in [-BOUND, BOUND]. */
    private static final double BOUND = 4;
    private static final int GRID = 800;
    /** What the mean derivative of H may be left with where J was minimised by its values. */
    private static final double SLOPE = 1e-9;
    private static final Tolerance LEFT = Tolerance.of(2 * BOUND * SLOPE,
            "a derivative of H up to 1e-9, which the minimisation may leave, over an interval of length 8");
    /** What rounding may make of a second difference that is 0: 32 roundings of H, over the square of the grid's width. */
    private static final double CONVEX = Rounding.of(32).on(BOUND * BOUND).bound() / Math.pow(2 * BOUND / GRID, 2);
    private static final double DIFFERENCE = 1e-3;
    private static final double ACCURACY = 1e-13;
    private static final double RUNNING = 0.3;

    private PrincipleClaims() {}

    static List<Claim> all() {
        return List.of(optimum(), principle(), single(), costate());
    }

    private static Claim optimum() {
        return ClaimBuilder.of("004.eq9.4", MeanFieldKeys.source("equations (9.4) and (9.5)"))
                .statement("A linear-quadratic population has one optimal control, known and constant",
                        "For x' = b theta, R = r theta^2 / 2, Psi = q (x - y)^2 / 2 and m_0 the mean of x_0 - y, the population risk is smallest "
                                + "for theta = -(b q / r) m_0 / (1 + q b^2 T / r) at all times: only the mean of the population matters.",
                        "\\theta^*_t=-\\frac{bq}{r}\\,\\frac{\\mathbb E[x_0-y]}{1+qb^2T/r}")
                .quoted("Then we need to find $\\theta$ that controls an entire distribution of inputs, and transports that distribution to "
                        + "their correspondent labels.", "chapter 9")
                .mistake(
                        "Where (9.2) says that the step goes to 0 as T goes to infinity, T counts layers; from (9.4) on it is the time, which "
                                + "stays. Label and data are y_0, y and X_T by turns.")
                .measured(
                        "For six random points with random probabilities and 12 steps of Euler's method, which are exact here: the controls "
                                + "that minimise J, found from its values alone by Newton's method with differences, against the formula with b = 3/2, "
                                + "q = 2, r = 1/2, T = 1.")
                .standard(size -> Setting.of(MeanFieldKeys.SAMPLES.is(6), MeanFieldKeys.STEPS.is(12),
                        MeanFieldKeys.WEIGHT.is(1.0), MeanFieldKeys.REPLICATES.is(size == Size.SMOKE ? 5 : 50)))
                .control(setting -> setting.with(MeanFieldKeys.WEIGHT, 0.5)
                        .noted("a cost in which the regularizer counts half"))
                .replicates(setting -> setting.get(MeanFieldKeys.REPLICATES))
                .predict(setting -> Quantities.of("difference", 0))
                .measure((setting, replicate, seed) -> {
                    Population points = points(setting.get(MeanFieldKeys.SAMPLES), 2, -2, seed);
                    double weight = setting.get(MeanFieldKeys.WEIGHT);
                    var problem = new LinearQuadratic(LINEAR.b(), LINEAR.q(), LINEAR.r() * weight, LINEAR.time());
                    double[] found = ValueDescent.from(new double[setting.get(MeanFieldKeys.STEPS)],
                            theta -> points.cost(problem, LINEAR.time(), theta), 0.5);
                    double mean = 0;
                    for (int i = 0; i < points.x().length; i++) {
                        mean += points.weight()[i] * (points.x()[i] - points.y()[i]);
                    }
                    double expected = LINEAR.optimum(mean);
                    return Quantities.of("difference",
                            Sampled.distance(found, expected));
                })
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.equal(
                        "largest difference of a control and the formula", predicted.scalar("difference"),
                        largest(measured, "difference"),
                        // Differences of J, which is below 100, over steps of 1/2, and 1 over its least curvature r T / L.
                        Rounding.of(32).on(100).times(setting.get(MeanFieldKeys.STEPS) / LINEAR.r()))))
                .build();
    }

    /** Points with x in [-1, 1] and y between two numbers, and random probabilities. */
    private static Population points(int n, double high, double low, Seed seed) {
        double[] x = Arrays.stream(seed.named("x").uniforms(n)).map(u -> 2 * u - 1).toArray();
        double[] y = Arrays.stream(seed.named("y").uniforms(n)).map(u -> low + (high - low) * u).toArray();
        double[] weight = Arrays.stream(seed.named("weight").uniforms(n)).map(u -> 0.5 + u).toArray();
        double sum = Arrays.stream(weight).sum();
        return new Population(x, y, Arrays.stream(weight).map(w -> w / sum).toArray());
    }

    private static double largest(List<Quantities> measured, String name) {
        return measured.stream().mapToDouble(q -> q.scalar(name)).max().orElseThrow();
    }

    private static double smallest(List<Quantities> measured, String name) {
        return measured.stream().mapToDouble(q -> q.scalar(name)).min().orElseThrow();
    }

    private static Setting instance(Size size) {
        return Setting.of(MeanFieldKeys.SAMPLES.is(6), MeanFieldKeys.STEPS.is(size == Size.SMOKE ? 10 : 20),
                MeanFieldKeys.CONSTANT.is(false), MeanFieldKeys.ALIKE.is(false),
                MeanFieldKeys.REPLICATES.is(size == Size.SMOKE ? 2 : 10));
    }

    private static Claim principle() {
        return ClaimBuilder.of("004.thm.9.1.1", MeanFieldKeys.source("theorem 9.1.1, equation (9.8)"))
                .statement("The optimal control maximises the mean of the Hamiltonian at every time",
                        "Where theta* minimises the population risk, the mean of H(x_t, p_t, theta) over the population is largest at theta = "
                                + "theta*_t among all theta of Theta, at every t, also where that mean is not concave in theta.",
                        "\\mathbb E_\\mu H(x^*_t,p^*_t,\\theta^*_t)=\\max_{\\theta\\in\\Theta}\\mathbb E_\\mu H(x^*_t,p^*_t,\\theta)")
                .quoted("$\\theta^*$ maximizes the Hamiltonian function point-wise in time", "theorem 9.1.1")
                .mistake(
                        "\"There exists mu absolutely continuous stochastic processes\" has to be: absolutely continuous processes, mu*-almost surely. "
                                + "The maximum is said for each t, and in (9.8) for almost every t, which is what can hold: a control is known up to "
                                + "null sets of times. p_T is given twice.")
                .measured(
                        "x' = sin(x + theta), R = theta^2 / 10, Psi = (x - y)^2 / 2, T = 1, |theta| <= 4, for which (A) holds, and six random points with x between -1 and 1 and y between 1 and 2.5: J is minimised over the "
                                + "controls of all steps of Euler's method from its values alone, from every local minimum among the constant controls, and "
                                + "the least minimum is taken, which need not be the global one. The costates come from (9.7). At every step the mean of H at 801 "
                                + "values of theta is at most that at the control; its derivative there is below 1e-9, and it is somewhere convex in theta. "
                                + "A control that is best at each step need not maximise H in discrete time; here it does, as the derivative is 0 and "
                                + "other local maxima are lower.")
                .seconds(2)
                .standard(PrincipleClaims::instance)
                .control(setting -> setting.with(MeanFieldKeys.CONSTANT, true)
                        .noted("the best control among those that are constant in time"))
                .replicates(setting -> setting.get(MeanFieldKeys.REPLICATES))
                .predict(setting -> Quantities.of("gap", 0))
                .measure((setting, replicate, seed) -> hamiltonians(setting, seed))
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<>(lines(predicted, measured));
                    lines.add(Comparison.atLeast("second difference of the mean of H in theta, largest", CONVEX,
                            Estimate.exact(smallest(measured, "convex")),
                            "above its rounding the mean of H is not concave")
                            .asSanity());
                    return Judgement.all(lines);
                })
                .build();
    }

    private static List<Comparison> lines(Quantities predicted, List<Quantities> measured) {
        return List.of(
                Comparison.equal("largest excess of the mean of H over that at the control", predicted.scalar("gap"),
                        largest(measured, "gap"), LEFT),
                Comparison.equal("derivative of J at the control, largest", 0, largest(measured, "slope"),
                        Tolerance.of(SLOPE, "minimised by values, with differences extrapolated from steps of 1e-3"))
                        .asSanity(),
                Comparison.atMost("largest control", BOUND, Estimate.exact(largest(measured, "control")),
                        "controls are inside Theta").asSanity());
    }

    private static Claim single() {
        return ClaimBuilder.of("004.eq9.8", MeanFieldKeys.source("equation (9.8)"))
                .statement("Only the mean over the distribution is maximised, not the Hamiltonian of a point",
                        "At the optimal control the mean of H over the population is largest, while the Hamiltonians of its points are not: each of them "
                                + "would want another control.",
                        "\\mathbb E_\\mu\\max_{\\theta}H(x^*_t,p^*_t,\\theta)>\\max_{\\theta}\\mathbb E_\\mu H(x^*_t,p^*_t,\\theta)")
                .quoted("This equation is referring to the whole distribution instead of pointwisely.", "section 9.1")
                .measured(
                        "The problem of 004.thm.9.1.1: the mean over the points of the excess of the largest H among 801 values of theta over that at the "
                                + "control, at the time where it is smallest.")
                .seconds(2)
                .standard(PrincipleClaims::instance)
                .control(setting -> setting.with(MeanFieldKeys.ALIKE, true).noted("all points are one"))
                .replicates(setting -> setting.get(MeanFieldKeys.REPLICATES))
                .predict(setting -> Quantities.of("gap", 0))
                .measure((setting, replicate, seed) -> hamiltonians(setting, seed))
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<>(lines(predicted, measured));
                    lines.add(Comparison.atLeast("mean excess of the points' own maxima, smallest over t", LEFT.bound(),
                            Estimate.exact(smallest(measured, "single")),
                            "more than the minimisation may leave"));
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Quantities hamiltonians(Setting setting, Seed seed) {
        Population drawn = points(setting.get(MeanFieldKeys.SAMPLES), 2.5, 1, seed);
        Population points = setting.get(MeanFieldKeys.ALIKE)
                ? new Population(new double[] {drawn.x()[0]}, new double[] {drawn.y()[0]}, new double[] {1})
                : drawn;
        int steps = setting.get(MeanFieldKeys.STEPS);
        double[] theta = solution(points, steps, setting.get(MeanFieldKeys.CONSTANT));
        double[] first = points.first(SINE, TIME, theta);
        double slope = setting.get(MeanFieldKeys.CONSTANT)
                ? Math.abs(Arrays.stream(first).average().orElseThrow())
                : Arrays.stream(first).map(Math::abs).max().orElseThrow();
        double[][] x = points.states(SINE, TIME, theta);
        double[][] p = points.costates(SINE, TIME, theta, x);
        double gap = 0;
        double apart = Double.POSITIVE_INFINITY;
        double convex = Double.NEGATIVE_INFINITY;
        for (int l = 0; l < steps; l++) {
            double[] mean = new double[GRID + 1];
            double own = 0;
            double at = 0;
            for (int i = 0; i < points.x().length; i++) {
                double most = Double.NEGATIVE_INFINITY;
                for (int k = 0; k <= GRID; k++) {
                    double value = hamiltonian(x[i][l], p[i][l + 1], grid(k));
                    mean[k] += points.weight()[i] * value;
                    most = Math.max(most, value);
                }
                double here = hamiltonian(x[i][l], p[i][l + 1], theta[l]);
                at += points.weight()[i] * here;
                own += points.weight()[i] * (Math.max(most, here) - here);
            }
            for (int k = 0; k <= GRID; k++) {
                gap = Math.max(gap, mean[k] - at);
                if (k > 0 && k < GRID) {
                    double width = grid(1) - grid(0);
                    convex = Math.max(convex, (mean[k - 1] - 2 * mean[k] + mean[k + 1]) / (width * width));
                }
            }
            apart = Math.min(apart, own);
        }
        return Quantities.of("gap", gap)
                .and("single", apart)
                .and("slope", slope)
                .and("convex", convex)
                .and("control", Arrays.stream(theta).map(Math::abs).max().orElseThrow());
    }

    private static double hamiltonian(double x, double p, double theta) {
        return p * SINE.velocity(x, theta) - SINE.running(theta);
    }

    private static double grid(int k) {
        return BOUND * (2.0 * k / GRID - 1);
    }

    /** The least of the minima that descent reaches from the local minima among the constant controls. */
    private static double[] solution(Population points, int steps, boolean constant) {
        int coarse = 40;
        double[] along = new double[coarse + 1];
        for (int k = 0; k <= coarse; k++) {
            along[k] = points.cost(SINE, TIME, filled(steps, grid(k * GRID / coarse)));
        }
        double[] best = {};
        double least = Double.POSITIVE_INFINITY;
        for (int k = 1; k < coarse; k++) {
            if (along[k] > along[k - 1] || along[k] > along[k + 1]) {
                continue;
            }
            double at = grid(k * GRID / coarse);
            double[] found = constant
                    ? filled(steps, ValueDescent.from(new double[] {at},
                            theta -> points.cost(SINE, TIME, filled(steps, theta[0])), DIFFERENCE)[0])
                    : ValueDescent.from(filled(steps, at), theta -> points.cost(SINE, TIME, theta), DIFFERENCE);
            double cost = points.cost(SINE, TIME, found);
            if (cost < least) {
                least = cost;
                best = found;
            }
        }
        return best;
    }

    private static double[] filled(int n, double value) {
        double[] result = new double[n];
        Arrays.fill(result, value);
        return result;
    }

    private static Claim costate() {
        return ClaimBuilder.of("004.eq9.7", MeanFieldKeys.source("equations (9.6) and (9.7)"))
                .statement("The costate is minus the derivative of the cost that is left in the state",
                        "Along any control, p_t of (9.7) is minus the gradient in x_t of the terminal cost and what of the running cost is left from t on.",
                        "p_t=-\\nabla_{x_t}\\Big[\\Psi(x_T,y)+\\int_t^TR(x_s,\\theta_s)\\,ds\\Big]")
                .quoted("$$\\dot{p}_t^* = -\\nabla_x H(x_t^*, p_t^*, \\theta_t^*) \\qquad p_T^* = -\\nabla_x \\Psi(x_T^*, y_0)$$",
                        "equation (9.7)")
                .mistake(
                        "p_T is given twice, the second time with X_T for x_T. The multipliers of equations (3.10) to (3.17) have the other sign.")
                .measured(
                        "Two states with x' = tanh(W x + c theta_t), W, c, the control and the start random, R = 3/20 |x|^2 + theta^2 / 2, Psi = |x - y|^2 / 2, T = 1: p at "
                                + "four times by the method of Dormand and Prince to 1e-13 from T backwards, against differences of the cost that "
                                + "is left, which is integrated with x from there on.")
                .standard(size -> Setting.of(MeanFieldKeys.RUNNING.is(true),
                        MeanFieldKeys.REPLICATES.is(size == Size.SMOKE ? 3 : 20)))
                .control(setting -> setting.with(MeanFieldKeys.RUNNING, false)
                        .noted("the derivative of p_t f alone, without that of R"))
                .replicates(setting -> setting.get(MeanFieldKeys.REPLICATES))
                .predict(setting -> Quantities.of("difference", 0))
                .measure((setting, replicate, seed) -> new Pair(seed).difference(setting.get(MeanFieldKeys.RUNNING)))
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.equal(
                        "largest difference of p and the slope", predicted.scalar("difference"),
                        largest(measured, "difference"),
                        Tolerance.of(10 * 10 * ACCURACY / DIFFERENCE,
                                "costs below 10, integrated to 1e-13 a step in ten steps or so, over a difference of 1e-3")
                                .plus(Tolerance.of(Math.pow(DIFFERENCE, 4) / 30 * 1000,
                                        "extrapolated differences: h^4 / 30 times a fifth derivative below 1000")))))
                .build();
    }

    /** Two states that a control drives, with a cost along the way. */
    private static final class Pair {
        private final double[] w;
        private final double[] c;
        private final double[] start;
        private final double[] y;
        private final double[] control;

        Pair(Seed seed) {
            w = Arrays.stream(seed.named("w").uniforms(4)).map(u -> 2 * u - 1).toArray();
            c = Arrays.stream(seed.named("c").uniforms(2)).map(u -> 2 * u - 1).toArray();
            start = Arrays.stream(seed.named("x").uniforms(2)).map(u -> 1 + u).toArray();
            y = Arrays.stream(seed.named("y").uniforms(2)).map(u -> 2 * u - 1).toArray();
            control = Arrays.stream(seed.named("control").uniforms(3)).map(u -> 2 * u - 1).toArray();
        }

        Quantities difference(boolean running) {
            double largest = 0;
            for (double t : new double[] {0, 0.3, 0.6, 0.9}) {
                double[] x = t == 0 ? start : run((s, z, out) -> velocity(s, z, out), 0, start, t);
                double[] end = run((s, z, out) -> velocity(s, z, out), t, x, TIME);
                // s = T - t runs forward while t runs backward.
                VectorField back = (s, z, out) -> backward(TIME - s, z, out, running);
                double[] p = run(back, 0, new double[] {end[0], end[1], y[0] - end[0], y[1] - end[1]}, TIME - t);
                for (int j = 0; j < 2; j++) {
                    int entry = j;
                    double slope = ValueDescent.slope(moved -> {
                        double[] from = {x[0], x[1], 0};
                        from[entry] = moved;
                        return left(t, from);
                    }, x[j], DIFFERENCE);
                    largest = Math.max(largest, Math.abs(p[2 + j] + slope));
                }
            }
            return Quantities.of("difference", largest);
        }

        private static double[] run(VectorField field, double from, double[] at, double to) {
            return DormandPrince.to(ACCURACY, ACCURACY).run(field, from, at.clone(), to).y();
        }

        private double theta(double t) {
            return control[0] + control[1] * Math.sin(3 * t) + control[2] * Math.cos(5 * t);
        }

        private void velocity(double t, double[] x, double[] out) {
            for (int i = 0; i < 2; i++) {
                out[i] = Math.tanh(w[2 * i] * x[0] + w[2 * i + 1] * x[1] + c[i] * theta(t));
            }
        }

        private void backward(double t, double[] z, double[] out, boolean running) {
            velocity(t, z, out);
            for (int j = 0; j < 2; j++) {
                double sum = 0;
                for (int i = 0; i < 2; i++) {
                    sum += z[2 + i] * (1 - out[i] * out[i]) * w[2 * i + j];
                }
                out[2 + j] = sum - (running ? RUNNING * z[j] : 0);
            }
            out[0] = -out[0];
            out[1] = -out[1];
        }

        /** The cost from t on, with the state at t in the first two entries and 0 in the third. */
        private double left(double t, double[] from) {
            double[] end = run((s, z, out) -> {
                velocity(s, z, out);
                out[2] = 0.5 * RUNNING * (z[0] * z[0] + z[1] * z[1]) + 0.5 * theta(s) * theta(s);
            }, t, from, TIME);
            return end[2] + 0.5 * ((end[0] - y[0]) * (end[0] - y[0]) + (end[1] - y[1]) * (end[1] - y[1]));
        }
    }
}
