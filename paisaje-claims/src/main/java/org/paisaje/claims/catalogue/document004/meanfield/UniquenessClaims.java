package org.paisaje.claims.catalogue.document004.meanfield;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;

/** When solutions of the maximum principle are unique and minima, section 9.1.2. */
final class UniquenessClaims {
    private static final int STEPS = 4;
    /** Odd, so that no point is 0, where a solution is. */
    private static final int GRID = 20_001;
    private static final int STARTS = 5;
    private static final double DIFFERENCE = 0.01;
    /** Costs below 10 in four steps of four samples, and four differences of them. */
    private static final Tolerance COST = Rounding.of(64).on(10);
    private static final String INSTANCE = "x' = theta, R = lambda theta^2 / 2, Psi = k (x^2 - 1)^2 / 4, the starts -a and a with equal probabilities, lambda and k "
            + "random between 1/2 and 2 and a below 0.3; T in units of lambda / (k (1 - 3 a^2)) and Theta = [-2/T, 2/T], so that f is bounded and Psi "
            + "has bounded derivatives where the states are.";

    /** How far the points move in the second difference of J. */
    private static final double MOVE = 0.1;
    /** What rounding may make of it if it is 0: 64 roundings of J, which is below 10, over the square of the move. */
    private static final double CONVEX = Rounding.of(64).on(10).bound() / (MOVE * MOVE);

    private UniquenessClaims() {}

    static List<Claim> all() {
        return List.of(unique(), sufficient(), larger());
    }

    /** An instance that was drawn, and the time until which its solution is unique. */
    private record Drawn(DoubleWell problem, double a, double y) {
        static Drawn of(Seed seed) {
            RandomGenerator random = seed.named("instance").generator();
            return new Drawn(new DoubleWell(random.nextDouble(0.5, 2), random.nextDouble(0.5, 2)),
                    random.nextDouble(0, 0.3), 0);
        }

        /** The same with a terminal cost that is tilted. */
        Drawn tilted(double tilt) {
            return new Drawn(problem, a, tilt);
        }

        /** The tilt where the cubic equation for the move of the points has one solution again. */
        double tilt(double units, double time) {
            double c = problem.k() * narrow() - problem.lambda() / time;
            return units * 2 / (3 * Math.sqrt(3)) * c * Math.sqrt(c / problem.k());
        }

        double narrow() {
            return 1 - 3 * a * a;
        }

        double time(double units) {
            return units * problem.lambda() / (problem.k() * narrow());
        }

        Population points() {
            return Population.even(new double[] {-a, a}, new double[] {y, y});
        }

        /** The control that maximises the mean of H where the mean of p is given, with |theta| T <= 2. */
        double control(double p, double time) {
            return Math.clamp(p / problem.lambda(), -2 / time, 2 / time);
        }

        /** What the mean of p at T is off from that of -Psi'. */
        double shot(double p, double time) {
            double[] theta = new double[STEPS];
            Arrays.fill(theta, control(p, time));
            Population points = points();
            double[][] states = points.states(problem, time, theta);
            double sum = p;
            for (int i = 0; i < states.length; i++) {
                sum += points.weight()[i] * problem.terminalInState(states[i][STEPS], y);
            }
            return sum;
        }

        /** The controls of all solutions of the maximum principle: zeros of shot() between points of a grid. */
        double[] solutions(double time) {
            double far = a + 2;
            double most = problem.k() * (far * far * far + far) + Math.abs(y);
            List<Double> found = new ArrayList<>();
            double before = shot(-most, time);
            for (int k = 1; k <= GRID; k++) {
                double at = most * (2.0 * k / GRID - 1);
                double value = shot(at, time);
                if (value == 0 || before < 0 != value < 0 && before != 0) {
                    found.add(control(bisected(most * (2.0 * (k - 1) / GRID - 1), at, time), time));
                }
                before = value;
            }
            return found.stream().mapToDouble(v -> v).toArray();
        }

        private double bisected(double from, double to, double time) {
            double low = from;
            double high = to;
            boolean negative = shot(low, time) < 0;
            for (int k = 0; k < 80; k++) {
                double middle = 0.5 * (low + high);
                if (shot(middle, time) < 0 == negative) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return 0.5 * (low + high);
        }

        double cost(double control, double time) {
            double[] theta = new double[STEPS];
            Arrays.fill(theta, control);
            return points().cost(problem, time, theta);
        }

        /** The costs of the minima that descent ends at, from random controls. */
        double[] minima(double time, Seed seed) {
            double[] costs = new double[STARTS];
            for (int k = 0; k < STARTS; k++) {
                double[] start = Arrays.stream(seed.named("start").at(k).uniforms(STEPS))
                        .map(u -> (2 * u - 1) * 2 / time)
                        .toArray();
                double[] end = ValueDescent.from(start, theta -> points().cost(problem, time, theta), DIFFERENCE);
                costs[k] = points().cost(problem, time, end);
            }
            return costs;
        }
    }

    private static int replicates(Size size) {
        return size == Size.SMOKE ? 3 : 20;
    }

    private static Claim unique() {
        return ClaimBuilder.of("004.thm.9.1.3", MeanFieldKeys.source("theorem 9.1.3"))
                .statement("The maximum principle has one solution for small T, and three beyond a known one",
                        "With a Hamiltonian that is strongly concave in theta the solution of the maximum principle is unique for small T. For the double "
                                + "well, whose terminal cost is not convex, it is until T = lambda / (k (1 - 3 a^2)).",
                        "T\\le\\frac{\\lambda}{k(1-3a^2)}\\ \\Rightarrow\\ \\text{one solution}")
                .quoted("Then, for sufficiently small T, the solution of the PMP is unique.", "theorem 9.1.3")
                .mistake(
                        "H + lambda_0 I <= 0 adds a matrix to a number: the second derivative of H in theta is meant, plus lambda_0 I, to be "
                                + "negative semidefinite.")
                .measured(INSTANCE
                        + " Solutions are zeros of the mean of p + Psi'(x_T), where x is driven by the control that maximises the mean of H: changes of sign "
                        + "between 20,002 values of p that cover all that Psi' can take. Their number at fractions of that time; the controls are "
                        + "clipped at the ends of Theta, and between the clips the function is a cubic.")
                .standard(size -> Setting.of(MeanFieldKeys.TIMES.is(new double[] {0.1, 0.5, 0.9, 0.98}),
                        MeanFieldKeys.REPLICATES.is(replicates(size))))
                .control(setting -> setting.with(MeanFieldKeys.TIMES, new double[] {1.02, 1.5})
                        .noted("times beyond the one until which the solution is unique"))
                .replicates(setting -> setting.get(MeanFieldKeys.REPLICATES))
                .predict(setting -> Quantities.of("solutions", 1))
                .measure((setting, replicate, seed) -> {
                    Drawn drawn = Drawn.of(seed);
                    return Quantities.of("solutions", Arrays.stream(setting.get(MeanFieldKeys.TIMES))
                            .map(units -> drawn.solutions(drawn.time(units)).length)
                            .toArray());
                })
                .judge((setting, predicted, measured) -> {
                    double[] times = setting.get(MeanFieldKeys.TIMES);
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < times.length; k++) {
                        int at = k;
                        for (boolean most : new boolean[] {false, true}) {
                            var counts = measured.stream()
                                    .mapToDouble(q -> q.list("solutions")[at])
                                    .summaryStatistics();
                            lines.add(Comparison.equal(
                                    String.format(Locale.ROOT, "%s solutions at T = %.2f of that time",
                                            most ? "most" : "fewest", times[k]),
                                    predicted.scalar("solutions"), most ? counts.getMax() : counts.getMin(),
                                    Tolerance.none("counted")));
                        }
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Claim sufficient() {
        return ClaimBuilder.of("004.9.1.2.sufficient", MeanFieldKeys.source("section 9.1.2"))
                .statement("Where the maximum principle has one solution, that is the minimum",
                        "If a minimum exists and the maximum principle has only one solution, that is the minimum, also where J is not convex.",
                        "\\text{one solution of the PMP}\\ \\Rightarrow\\ J(\\theta^*)=\\min_\\theta J(\\theta)")
                .quoted("If uniqueness and existence is guaranteed, then the necessary condition given by the mean-field PMP becomes sufficient.",
                        "section 9.1.2")
                .measured(INSTANCE
                        + " At twice that time, with -y x added to Psi for y of 1.2 and 2 times the tilt beyond which the solution is unique again: J is not convex. "
                        + "Solutions are counted as in 004.thm.9.1.3; the cost of the one with the least control against the least of the minima of J that "
                        + "Newton's method with differences reaches from five random controls of four steps, with values of J alone.")
                .standard(size -> Setting.of(MeanFieldKeys.TILTS.is(new double[] {1.2, 2}),
                        MeanFieldKeys.REPLICATES.is(replicates(size))))
                .control(setting -> setting.with(MeanFieldKeys.TILTS, new double[] {0.2, 0.5})
                        .noted("tilts for which there are three solutions"))
                .replicates(setting -> setting.get(MeanFieldKeys.REPLICATES))
                .predict(setting -> Quantities.of("excess", 0).and("solutions", 1))
                .measure((setting, replicate, seed) -> tilted(setting.get(MeanFieldKeys.TILTS), seed))
                .judge((setting, predicted, measured) -> {
                    double[] tilts = setting.get(MeanFieldKeys.TILTS);
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < tilts.length; k++) {
                        String at = String.format(Locale.ROOT, ", tilt %.1f", tilts[k]);
                        lines.add(Comparison.equal("largest excess of the cost of the solution" + at,
                                predicted.scalar("excess"), odd(measured, "excess", k, 0), COST));
                        lines.add(Comparison.equal("solutions" + at, predicted.scalar("solutions"),
                                odd(measured, "solutions", k, 1), Tolerance.none("counted")));
                        lines.add(Comparison.atMost("second difference of J at control 0, largest" + at,
                                -CONVEX,
                                Estimate.exact(measured.stream()
                                        .mapToDouble(q -> q.scalar("convex"))
                                        .max()
                                        .orElseThrow()),
                                "below its rounding J is not convex").asSanity());
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Quantities tilted(double[] tilts, Seed seed) {
        Drawn level = Drawn.of(seed);
        double time = level.time(2);
        double[] counts = new double[tilts.length];
        double[] excess = new double[tilts.length];
        for (int k = 0; k < tilts.length; k++) {
            Drawn drawn = level.tilted(level.tilt(tilts[k], time));
            double[] controls = drawn.solutions(time);
            counts[k] = controls.length;
            excess[k] = drawn.cost(least(controls), time)
                    - Arrays.stream(drawn.minima(time, seed)).min().orElseThrow();
        }
        // A tilt is linear and leaves second differences as they are; they are by the move of the points.
        double convex = (level.cost(MOVE / time, time) - 2 * level.cost(0, time) + level.cost(-MOVE / time, time))
                / (MOVE * MOVE);
        return Quantities.of("solutions", counts).and("excess", excess).and("convex", convex);
    }

    private static double least(double[] controls) {
        double least = Double.POSITIVE_INFINITY;
        for (double control : controls) {
            least = Math.abs(control) < Math.abs(least) ? control : least;
        }
        return least;
    }

    private static Claim larger() {
        return ClaimBuilder.of("004.9.1.2.larger", MeanFieldKeys.source("section 9.1.2"))
                .statement("At larger times the principle also holds for a control that is no minimum",
                        "Beyond T_c = lambda / (k (1 - 3 a^2)) the double well has three solutions, which move the points by 0 and by +-X with "
                                + "X^2 = (1 - 3 a^2) (1 - T_c / T). The first costs k X^4 / 4 more than the others and is no minimum.",
                        "X^2=(1-3a^2)\\Big(1-\\frac{T_c}{T}\\Big),\\qquad J(0)-\\min J=\\tfrac k4X^4")
                .quoted("Stronger results are needed, such that the characterization of the minimum is applicable to larger times.",
                        "section 9.1.2")
                .measured(INSTANCE
                        + " The number of solutions as in 004.thm.9.1.3 at each time, the moves of the outer two over sqrt(1 - 3 a^2), and what the one with "
                        + "control 0 costs more than the least minimum of J from five random controls, over k (1 - 3 a^2)^2.")
                .standard(size -> Setting.of(MeanFieldKeys.TIMES.is(new double[] {1.1, 1.5, 2, 3}),
                        MeanFieldKeys.REPLICATES.is(replicates(size))))
                .control(setting -> setting.with(MeanFieldKeys.TIMES, new double[] {0.5, 0.9})
                        .noted("times at which there is one solution"))
                .replicates(setting -> setting.get(MeanFieldKeys.REPLICATES))
                .predict(setting -> {
                    double[] times = setting.get(MeanFieldKeys.TIMES);
                    return Quantities.of("solutions", 3)
                            .and("moves", Arrays.stream(times).map(t -> Math.sqrt(Math.abs(1 - 1 / t))).toArray())
                            .and("excess", Arrays.stream(times).map(t -> 0.25 * (1 - 1 / t) * (1 - 1 / t)).toArray());
                })
                .measure((setting, replicate, seed) -> beyond(setting.get(MeanFieldKeys.TIMES), seed))
                .judge((setting, predicted, measured) -> {
                    double[] times = setting.get(MeanFieldKeys.TIMES);
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < times.length; k++) {
                        String at = String.format(Locale.ROOT, ", T = %.2f T_c", times[k]);
                        lines.add(Comparison.equal("solutions" + at, predicted.scalar("solutions"),
                                odd(measured, "solutions", k, 3), Tolerance.none("counted")));
                        double move = predicted.list("moves")[k];
                        lines.add(Comparison.equal("move of the outer solutions" + at, move,
                                odd(measured, "moves", k, move),
                                // 1 over the slope of the cubic at its outer zeros, in units in which X is 1 at most.
                                Rounding.of(256).times(1 / Math.abs(1 - 1 / times[k]))));
                        double excess = predicted.list("excess")[k];
                        lines.add(Comparison.equal("excess of the middle one" + at, excess,
                                odd(measured, "excess", k, excess), Rounding.of(64).on(10).times(1 / 0.5 / 0.53)));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    /** What differs most from a number among the replicates. */
    private static double odd(List<Quantities> measured, String name, int k, double from) {
        double odd = from;
        for (Quantities q : measured) {
            double value = q.list(name)[k];
            odd = Math.abs(value - from) > Math.abs(odd - from) ? value : odd;
        }
        return odd;
    }

    private static Quantities beyond(double[] times, Seed seed) {
        Drawn drawn = Drawn.of(seed);
        double[] counts = new double[times.length];
        double[] moves = new double[times.length];
        double[] excess = new double[times.length];
        for (int k = 0; k < times.length; k++) {
            double time = drawn.time(times[k]);
            double[] controls = drawn.solutions(time);
            counts[k] = controls.length;
            moves[k] = Arrays.stream(controls).map(Math::abs).max().orElse(0) * time / Math.sqrt(drawn.narrow());
            excess[k] = (drawn.cost(least(controls), time)
                    - Arrays.stream(drawn.minima(time, seed)).min().orElseThrow())
                    / (drawn.problem().k() * drawn.narrow() * drawn.narrow());
        }
        return Quantities.of("solutions", counts).and("moves", moves).and("excess", excess);
    }
}
