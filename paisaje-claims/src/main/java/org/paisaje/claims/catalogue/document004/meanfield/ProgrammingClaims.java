package org.paisaje.claims.catalogue.document004.meanfield;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Comparison;
import org.paisaje.study.Tolerance;

/** The value function of a population and its Hamilton-Jacobi-Bellman equation, theorem 9.2.1. */
final class ProgrammingClaims {
    private static final int STEPS = 3;
    private static final double DIFFERENCE = 1e-3;
    private static final LinearQuadratic LINEAR = new LinearQuadratic(1.5, 2, 0.5, 1);
    /** With k T < lambda every mean of costs is convex in the control, so that values are smooth. */
    private static final DoubleWell WELL = new DoubleWell(1, 0.5);
    private static final double LATEST = 0.8;
    private static final Tolerance DIFFERENCES = Tolerance
            .of(Math.pow(DIFFERENCE, 4) / 30 * 3000,
                    "extrapolated differences: h^4 / 30 times a fifth derivative below 3000")
            .plus(Rounding.of(256).on(10).times(2 / DIFFERENCE));

    private ProgrammingClaims() {}

    static List<Claim> all() {
        return List.of(equation(), value());
    }

    private static Population points(int n, Seed seed) {
        double[] x = Arrays.stream(seed.named("x").uniforms(n)).map(u -> 2 * u - 1).toArray();
        double[] y = Arrays.stream(seed.named("y").uniforms(n)).map(u -> 2 * u - 1).toArray();
        double[] weight = Arrays.stream(seed.named("weight").uniforms(n)).map(u -> 0.5 + u).toArray();
        double sum = Arrays.stream(weight).sum();
        return new Population(x, y, Arrays.stream(weight).map(w -> w / sum).toArray());
    }

    private static double[] optimal(ControlProblem problem, Population points, double left) {
        return ValueDescent.from(new double[STEPS], theta -> points.cost(problem, left, theta), 0.02);
    }

    /** v at T minus the time that is left: one control for all points, or for each its own. */
    private static double value(ControlProblem problem, Population points, double left, boolean shared) {
        if (shared) {
            return points.cost(problem, left, optimal(problem, points, left));
        }
        double sum = 0;
        for (int i = 0; i < points.x().length; i++) {
            var single = new Population(new double[] {points.x()[i]}, new double[] {points.y()[i]}, new double[] {1});
            sum += points.weight()[i] * single.cost(problem, left, optimal(problem, single, left));
        }
        return sum;
    }

    private static Claim equation() {
        return ClaimBuilder.of("004.thm.9.2.1", MeanFieldKeys.source("theorem 9.2.1"))
                .statement("The least cost of a distribution obeys a Hamilton-Jacobi-Bellman equation",
                        "The least cost v(t, mu) from time t on, for a distribution mu of (x, y) that one control drives, obeys the equation with the derivative "
                                + "in mu, and the control that attains its infimum is the optimal one.",
                        "\\partial_tv(t,\\mu)+\\inf_{\\theta\\in\\Theta}\\langle\\partial_\\mu v(t,\\mu)(\\cdot)\\cdot f(\\cdot,\\theta)"
                                + "+R(\\cdot,\\theta),\\mu\\rangle=0")
                .quoted("Let v be the unique viscosity solution of que Hamilton-Jacobi-Bellman equation",
                        "theorem 9.2.1")
                .mistake(
                        "The terminal value has Phi for Psi, and the theorem as printed does not say that v is the value function. \"A set of optimal trainable "
                                + "parameters\" is a function of time. That v is the only viscosity solution is not measured here: these values are smooth.")
                .measured(
                        "Four random points with random probabilities and a random time before 0.8 T, for the linear-quadratic problem (b = 3/2, q = 2, r = 1/2) and x' = theta, R = "
                                + "theta^2 / 2, Psi = (x^2 - 1)^2 / 8 - y x, T = 1: v is the least cost found from values of J by Newton's method with differences. Its "
                                + "derivative in t by differences, that in mu at a point by moving the point, over its probability; the infimum by "
                                + "minimisation. The left side of the equation, and the minimising control against the optimal one.")
                .standard(size -> Setting.of(MeanFieldKeys.SHARED.is(true),
                        MeanFieldKeys.REPLICATES.is(size == Size.SMOKE ? 5 : 50)))
                .control(setting -> setting.with(MeanFieldKeys.SHARED, false)
                        .noted("the mean of the least costs of points that have a control each"))
                .replicates(setting -> setting.get(MeanFieldKeys.REPLICATES))
                .predict(setting -> Quantities.of("residual", 0).and("difference", 0))
                .measure((setting, replicate, seed) -> residuals(setting.get(MeanFieldKeys.SHARED), seed))
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.equal("largest left side of the equation", predicted.scalar("residual"),
                                largest(measured, "residual"), DIFFERENCES),
                        Comparison.equal("largest difference of its control and the optimal one",
                                predicted.scalar("difference"), largest(measured, "difference"), DIFFERENCES)))
                .build();
    }

    private static double largest(List<Quantities> measured, String name) {
        return measured.stream().mapToDouble(q -> q.scalar(name)).max().orElseThrow();
    }

    private static Quantities residuals(boolean shared, Seed seed) {
        double residual = 0;
        double difference = 0;
        Population points = points(4, seed);
        double left = 1 - LATEST * seed.named("time").uniforms(1)[0];
        for (ControlProblem problem : List.of(LINEAR, WELL)) {
            double inTime = -ValueDescent.slope(s -> value(problem, points, s, shared), left, DIFFERENCE);
            double[] inMeasure = new double[points.x().length];
            for (int i = 0; i < inMeasure.length; i++) {
                int moved = i;
                inMeasure[i] = ValueDescent.slope(to -> value(problem, points.moved(moved, to), left, shared),
                        points.x()[i], DIFFERENCE) / points.weight()[i];
            }
            ToDoubleFunction<double[]> bracket = theta -> {
                double sum = problem.running(theta[0]);
                for (int i = 0; i < inMeasure.length; i++) {
                    sum += points.weight()[i] * inMeasure[i] * problem.velocity(points.x()[i], theta[0]);
                }
                return sum;
            };
            double[] control = ValueDescent.from(new double[1], bracket, 0.5);
            residual = Math.max(residual, Math.abs(inTime + bracket.applyAsDouble(control)));
            difference = Math.max(difference, Math.abs(control[0] - optimal(problem, points, left)[0]));
        }
        return Quantities.of("residual", residual).and("difference", difference);
    }

    private static Claim value() {
        return ClaimBuilder.of("004.thm.9.2.1.value", MeanFieldKeys.source("theorem 9.2.1"))
                .statement("The value function of a linear-quadratic population has a closed form",
                        "For the linear-quadratic problem with one control for all, v(t, mu) = P(t) (E[x - y])^2 / 2 + q Var(x - y) / 2 with P(t) = q / (1 + q b^2 (T - t) / "
                                + "r): a common control moves the mean and cannot make the spread smaller.",
                        "v(t,\\mu)=\\tfrac12P(t)\\,(\\mathbb E[x-y])^2+\\tfrac q2\\,\\mathrm{Var}(x-y),\\qquad P(t)=\\frac{q}{1+qb^2(T-t)/r}")
                .quoted("It is also needed to define a value function $v(t, \\mu)$ such that it is the optimal objective value of "
                        + "$\\mathcal{P}(t, \\mu)$ [64].", "section 9.2")
                .measured(
                        "Random points, probabilities and times as in 004.thm.9.2.1: the least cost from values of J against the formula, with the mean and the "
                                + "variance of the points.")
                .standard(size -> Setting.of(MeanFieldKeys.SHARED.is(true),
                        MeanFieldKeys.REPLICATES.is(size == Size.SMOKE ? 5 : 50)))
                .control(setting -> setting.with(MeanFieldKeys.SHARED, false)
                        .noted("points that have a control each, for which the spread shrinks"))
                .replicates(setting -> setting.get(MeanFieldKeys.REPLICATES))
                .predict(setting -> Quantities.of("difference", 0))
                .measure((setting, replicate, seed) -> {
                    Population points = points(4, seed);
                    double left = 1 - LATEST * seed.named("time").uniforms(1)[0];
                    double mean = 0;
                    double square = 0;
                    for (int i = 0; i < points.x().length; i++) {
                        double apart = points.x()[i] - points.y()[i];
                        mean += points.weight()[i] * apart;
                        square += points.weight()[i] * apart * apart;
                    }
                    return Quantities.of("difference",
                            Math.abs(value(LINEAR, points, left, setting.get(MeanFieldKeys.SHARED))
                                    - LINEAR.value(left, mean, square - mean * mean)));
                })
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.equal(
                        "largest difference of the least cost and the formula", predicted.scalar("difference"),
                        largest(measured, "difference"), Rounding.of(64).on(10))))
                .build();
    }
}
