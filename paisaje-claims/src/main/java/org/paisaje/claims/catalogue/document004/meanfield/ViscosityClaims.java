package org.paisaje.claims.catalogue.document004.meanfield;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;

/** Why theorem 9.2.1 speaks of viscosity solutions: the equation almost everywhere does not determine the value function. */
final class ViscosityClaims {
    private static final int POINTS = 200;
    private static final double FAR = 2;
    private static final double DIFFERENCE = 1e-3;

    private ViscosityClaims() {}

    static List<Claim> all() {
        return List.of(viscosity());
    }

    private static Claim viscosity() {
        return ClaimBuilder.of("004.thm.9.2.1.viscosity", MeanFieldKeys.source("theorem 9.2.1"))
                .statement("Of two functions that obey the equation almost everywhere one is the least cost",
                        "For a population that is one point, x' = theta, R = theta^2 / 2 and the terminal cost |x|, the least cost with tau = T - t left is x^2 / (2 tau) where |x| "
                                + "<= tau and |x| - tau / 2 elsewhere. |x| - tau / 2 everywhere obeys the equation too but at x = 0, with the same terminal cost; it is no "
                                + "viscosity solution and no cost of any control.",
                        "v(t,\\delta_x)=\\begin{cases}x^2/(2\\tau)&|x|\\le\\tau\\\\|x|-\\tau/2&|x|>\\tau\\end{cases}")
                .quoted("Let v be the unique viscosity solution of que Hamilton-Jacobi-Bellman equation",
                        "theorem 9.2.1")
                .mistake(
                        "What a viscosity solution is the text does not say, nor that v has to be continuous and the hypotheses on f, R and Psi.")
                .measured(
                        "At 200 random points and times the least cost among constant controls, by ternary search; the error of a monotone scheme "
                                + "(Godunov's) at tau = 1, from |x|, on finer and finer grids. The scheme is known to tend to the viscosity solution, with an error of at most the order "
                                + "of the square root of the mesh (Crandall and Lions, from memory), and is of first order at best; told from 0. That the equation "
                                + "holds where the function is smooth is tested by differences, and is so for both functions.")
                .standard(size -> Setting.of(
                        MeanFieldKeys.SIZES.is(size == Size.SMOKE
                                ? new double[] {20, 40, 80}
                                : new double[] {40, 80, 160, 320}),
                        MeanFieldKeys.EVERYWHERE.is(true)))
                .control(setting -> setting.with(MeanFieldKeys.EVERYWHERE, false)
                        .noted("|x| - tau / 2, which obeys the equation almost everywhere"))
                .predict(setting -> Quantities.of("difference", 0).and("residual", 0).and("order", 0.75))
                .measure((setting, replicate, seed) -> measured(setting, seed))
                .judge((setting, predicted, measured) -> {
                    double[] sizes = setting.get(MeanFieldKeys.SIZES);
                    Quantities found = measured.getFirst();
                    double[] errors = found.list("errors");
                    List<Estimate> orders = IntStream.range(1, sizes.length)
                            .mapToObj(k -> Estimate.exact(
                                    Math.log(errors[k - 1] / errors[k]) / Math.log(sizes[k] / sizes[k - 1])))
                            .toList();
                    return Judgement.all(
                            Comparison.equal("largest difference to the least cost", predicted.scalar("difference"),
                                    found.scalar("difference"), Rounding.of(32).on(4)),
                            Comparison.told("power of the mesh in the error of the scheme",
                                    Estimate.within(predicted.scalar("order"), 0.25), Exponents.hull(orders),
                                    "between each two meshes", 0),
                            Comparison.equal("largest left side of the equation where the function is smooth",
                                    predicted.scalar("residual"), found.scalar("residual"),
                                    Tolerance.of(Math.pow(DIFFERENCE, 4) / 30 * 1e5,
                                            "extrapolated differences: h^4 / 30 times a fifth derivative below 1e5")
                                            .plus(Rounding.of(32).on(4).times(2 / DIFFERENCE)))
                                    .asSanity());
                })
                .build();
    }

    /** The least cost, or |x| - tau / 2 everywhere. */
    private static double candidate(double x, double tau, boolean everywhere) {
        return everywhere && Math.abs(x) <= tau ? x * x / (2 * tau) : Math.abs(x) - tau / 2;
    }

    private static Quantities measured(Setting setting, Seed seed) {
        boolean everywhere = setting.get(MeanFieldKeys.EVERYWHERE);
        RandomGenerator random = seed.named("points").generator();
        double difference = 0;
        double residual = 0;
        for (int i = 0; i < POINTS; i++) {
            double x = random.nextDouble(-FAR, FAR);
            double tau = random.nextDouble(0.2, 1);
            difference = Math.max(difference, Math.abs(candidate(x, tau, everywhere) - least(x, tau)));
            // Differences do not reach over x = 0 and |x| = tau, where derivatives jump.
            if (Math.abs(x) > 4 * DIFFERENCE && Math.abs(Math.abs(x) - tau) > 4 * DIFFERENCE) {
                double inTime = -ValueDescent.slope(s -> candidate(x, s, everywhere), tau, DIFFERENCE);
                double inState = ValueDescent.slope(z -> candidate(z, tau, everywhere), x, DIFFERENCE);
                residual = Math.max(residual, Math.abs(inTime + infimum(inState)));
            }
        }
        double[] errors = Arrays.stream(setting.get(MeanFieldKeys.SIZES))
                .map(n -> error((int) n, everywhere))
                .toArray();
        return Quantities.of("difference", difference).and("residual", residual).and("errors", errors);
    }

    /** The least of |x + tau theta| + tau theta^2 / 2, which is convex in theta. */
    private static double least(double x, double tau) {
        double low = -2;
        double high = 2;
        for (int k = 0; k < 200; k++) {
            double first = low + (high - low) / 3;
            double second = high - (high - low) / 3;
            if (cost(x, tau, first) <= cost(x, tau, second)) {
                high = second;
            } else {
                low = first;
            }
        }
        return cost(x, tau, 0.5 * (low + high));
    }

    private static double cost(double x, double tau, double theta) {
        return Math.abs(x + tau * theta) + 0.5 * tau * theta * theta;
    }

    /** The least of slope theta + theta^2 / 2, by differences of the function. */
    private static double infimum(double slope) {
        double[] best = ValueDescent.from(new double[1], theta -> slope * theta[0] + 0.5 * theta[0] * theta[0], 0.5);
        return slope * best[0] + 0.5 * best[0] * best[0];
    }

    /** The largest error at tau = 1 and |x| <= 2 of Godunov's scheme with n cells of a unit and half a cell as step of time. */
    private static double error(int n, boolean everywhere) {
        int half = 3 * n;
        double h = 1.0 / n;
        double[] v = new double[2 * half + 1];
        Arrays.setAll(v, i -> Math.abs(i - half) * h);
        for (int step = 0; step < 2 * n; step++) {
            double[] next = v.clone();
            for (int i = 1; i < v.length - 1; i++) {
                double left = Math.max((v[i] - v[i - 1]) / h, 0);
                double right = Math.min((v[i + 1] - v[i]) / h, 0);
                next[i] -= 0.25 * h * Math.max(left * left, right * right);
            }
            // At the ends the solution comes from inside.
            next[0] = 2 * next[1] - next[2];
            next[v.length - 1] = 2 * next[v.length - 2] - next[v.length - 3];
            v = next;
        }
        double largest = 0;
        for (int i = 0; i < v.length; i++) {
            double x = (i - half) * h;
            largest = Math.abs(x) > FAR ? largest : Math.max(largest, Math.abs(v[i] - candidate(x, 1, everywhere)));
        }
        return largest;
    }
}
