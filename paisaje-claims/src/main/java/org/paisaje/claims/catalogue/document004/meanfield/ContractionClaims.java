package org.paisaje.claims.catalogue.document004.meanfield;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Lu;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;

/** The map G_N of equation (9.13), from the control of a population to that of a sample. */
final class ContractionClaims {
    private static final Sine PROBLEM = new Sine(0.5);
    private static final double TIME = 1;
    /** Points of the population. */
    private static final int SIZE = 50;
    private static final double DIFFERENCE = 1e-3;
    private static final int ITERATIONS = 100;
    /** Points of the ball where the derivative of G_N is looked at, beside two corners. */
    private static final int POINTS = 20;
    private static final double SLOPE = 1e-9;

    private ContractionClaims() {}

    static List<Claim> all() {
        return List.of(contraction(), nonlinear());
    }

    private static Claim contraction() {
        return ClaimBuilder.of("004.eq9.13", MeanFieldKeys.source("section 9.1.1, equation (9.13)"))
                .statement("The map G_N contracts a ball round theta* to the control of the sample",
                        "G_N(theta) = theta - DF_N(theta*)^-1 F_N(theta) contracts a ball round the control theta* of the population where DF_N(theta*) can be inverted; its "
                                + "fixed point in the ball is the zero of F_N, the control of the sample.",
                        "G_N(\\theta)=\\theta-DF_N(\\theta^*)^{-1}F_N(\\theta)")
                .quoted("The relation with $F_N(\\theta^*)_t$ and $F(\\theta^*)_t$ can be obtained using a contraction mapping",
                        "section 9.1.1")
                .mistake(
                        "That it contracts, and where, is not said: it takes DF_N(theta*) that can be inverted, a ball that is small enough, and a sample "
                                + "that is large enough for its control to be in the ball.")
                .measured(
                        "x' = sin(x + theta), R = theta^2 / 4, Psi = (x - y)^2 / 2, T = 1, eight steps of Euler's method, a random population of 50 points and a "
                                + "sample of 400 of them: the norm of the derivative of G_N from L^infinity to itself at 22 points of the ball of radius 0.3, two of them "
                                + "corners, is below 1, which is seen and not proved for all points; the iteration of G_N from theta* stays in the ball and ends at the "
                                + "minimiser of J_N, which is found from the values of J_N.")
                .standard(size -> Setting.of(MeanFieldKeys.STEPS.is(8), MeanFieldKeys.SAMPLES.is(400),
                        MeanFieldKeys.RADIUS.is(0.3), MeanFieldKeys.INVERTED.is(true),
                        MeanFieldKeys.REPLICATES.is(size == Size.SMOKE ? 2 : 20)))
                .control(setting -> setting.with(MeanFieldKeys.INVERTED, false)
                        .noted("theta - F_N(theta), without the inverse of the derivative"))
                .replicates(setting -> setting.get(MeanFieldKeys.REPLICATES))
                .predict(setting -> Quantities.of("difference", 0).and("norm", 1))
                .measure((setting, replicate, seed) -> contracted(setting, seed))
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.atMost("norm of the derivative of G_N, largest", predicted.scalar("norm"),
                                Estimate.exact(largest(measured, "norm")), "a contraction has less than 1"),
                        Comparison.equal("distance of the end of the iteration and the minimiser of J_N, largest",
                                predicted.scalar("difference"), largest(measured, "difference"),
                                Tolerance.of(SLOPE * largest(measured, "inverse"),
                                        "a derivative up to 1e-9 that the minimisation leaves, times the norm of the inverse of DF_N")),
                        Comparison.atMost("distance of the control of the sample from theta*, largest",
                                setting.get(MeanFieldKeys.RADIUS), Estimate.exact(largest(measured, "distance")),
                                "the sample is large enough").asSanity()))
                .build();
    }

    private static double largest(List<Quantities> measured, String name) {
        return measured.stream().mapToDouble(q -> q.scalar(name)).max().orElseThrow();
    }

    private static Quantities contracted(Setting setting, Seed seed) {
        int steps = setting.get(MeanFieldKeys.STEPS);
        RandomGenerator random = seed.named("points").generator();
        Population population = population(random);
        Population sample = sample(population, setting.get(MeanFieldKeys.SAMPLES), false, random);
        double[] best = ValueDescent.from(new double[steps], theta -> population.cost(PROBLEM, TIME, theta),
                DIFFERENCE);
        double[] own = ValueDescent.from(best, theta -> sample.cost(PROBLEM, TIME, theta), DIFFERENCE);
        Matrix inverse = Lu.inverse(derivative(sample, best)).orElseThrow();
        Matrix factor = setting.get(MeanFieldKeys.INVERTED) ? inverse : Matrix.identity(steps);
        double norm = 0;
        for (int k = 0; k < POINTS + 2; k++) {
            double[] at = best.clone();
            for (int l = 0; l < steps; l++) {
                at[l] += setting.get(MeanFieldKeys.RADIUS) * (k < 2 ? 2 * k - 1 : random.nextDouble(-1, 1));
            }
            norm = Math.max(norm, norm(Matrix.identity(steps).minus(factor.times(derivative(sample, at)))));
        }
        double[] theta = best.clone();
        for (int k = 0; k < ITERATIONS; k++) {
            double[] step = factor.times(sample.first(PROBLEM, TIME, theta));
            Arrays.setAll(theta, i -> theta[i] - step[i]);
        }
        return Quantities.of("norm", norm)
                .and("difference", distance(theta, own))
                .and("inverse", norm(inverse))
                .and("distance", distance(own, best));
    }

    private static Population population(RandomGenerator random) {
        return Population.even(random.doubles(SIZE, -1, 1).toArray(), random.doubles(SIZE, 0.5, 2).toArray());
    }

    /** N draws of the points of a population, by how often each was drawn; or one of them. */
    private static Population sample(Population population, int n, boolean repeated, RandomGenerator random) {
        double[] weight = new double[SIZE];
        for (int i = 0; i < (repeated ? 1 : n); i++) {
            weight[random.nextInt(SIZE)] += repeated ? 1 : 1.0 / n;
        }
        return new Population(population.x(), population.y(), weight);
    }

    private static Claim nonlinear() {
        return ClaimBuilder.of("004.thm.9.1.2.nonlinear", MeanFieldKeys.source("theorem 9.1.2"))
                .statement("The control of a sample is off by the square root of 1/N in a nonlinear problem",
                        "Where DF(theta*) can be inverted, theta^N - theta* is about -DF(theta*)^-1 F_N(theta*), a mean of N independent vectors of mean 0: its mean square is the "
                                + "trace of DF^-1 Sigma DF^-T over N, Sigma the covariance of the derivative of H at a point.",
                        "\\mathbb E\\,|\\theta^N-\\theta^*|^2\\approx\\frac1N\\,\\mathrm{tr}\\big(DF^{-1}\\,\\Sigma\\,DF^{-\\top}\\big)")
                .quoted("Where $\\theta^N \\to \\theta^*$ and $F_N(\\theta^N) \\to 0$ in probability is considered in our case.",
                        "theorem 9.1.2")
                .measured(
                        "The problem of 004.eq9.13 with two steps and a random population in each repetition: the minimiser of J_N, from its values, for samples of each size. The "
                                + "exponent of the root mean square of the deviation, told from -1/4 and -1; and N times the mean square at the largest size over the trace, "
                                + "told from 1/2 and 2. Corrections are of order 1/N.")
                .seconds(2)
                .standard(size -> Setting.of(MeanFieldKeys.STEPS.is(2),
                        MeanFieldKeys.SIZES.is(size == Size.SMOKE
                                ? new double[] {200, 3200}
                                : new double[] {200, 800, 3200}),
                        MeanFieldKeys.DRAWS.is(size == Size.SMOKE ? 20 : 40), MeanFieldKeys.REPEATED.is(false),
                        MeanFieldKeys.REPLICATES.is(size == Size.SMOKE ? 30 : 40)))
                .control(setting -> setting.with(MeanFieldKeys.REPEATED, true)
                        .noted("samples that are one draw, repeated N times"))
                .replicates(setting -> setting.get(MeanFieldKeys.REPLICATES))
                .predict(setting -> Quantities.of("exponent", -0.5).and("ratio", 1))
                .measure((setting, replicate, seed) -> deviations(setting, seed))
                .judge((setting, predicted, measured) -> {
                    String origin = SampleClaims.student(measured.size(), 2);
                    double[] ratios = measured.stream().mapToDouble(q -> q.scalar("ratio")).toArray();
                    return Judgement.all(
                            Comparison.told("exponent of N in the deviation", predicted.scalar("exponent"),
                                    Exponents.of(setting.get(MeanFieldKeys.SIZES), measured, "deviation", 2), origin,
                                    -0.25, -1),
                            Comparison.told("N times the mean square of the deviation over the trace",
                                    predicted.scalar("ratio"), Exponents.mean(ratios, 2), origin, 0.5, 2));
                })
                .build();
    }

    private static Quantities deviations(Setting setting, Seed seed) {
        int steps = setting.get(MeanFieldKeys.STEPS);
        double[] sizes = setting.get(MeanFieldKeys.SIZES);
        RandomGenerator random = seed.named("points").generator();
        Population population = population(random);
        double[] best = ValueDescent.from(new double[steps], theta -> population.cost(PROBLEM, TIME, theta),
                DIFFERENCE);
        double[] deviation = new double[sizes.length];
        for (int k = 0; k < sizes.length; k++) {
            for (int i = 0; i < setting.get(MeanFieldKeys.DRAWS); i++) {
                Population sample = sample(population, (int) sizes[k], setting.get(MeanFieldKeys.REPEATED), random);
                double[] own = ValueDescent.from(best, theta -> sample.cost(PROBLEM, TIME, theta), DIFFERENCE);
                for (int l = 0; l < steps; l++) {
                    deviation[k] += Math.pow(own[l] - best[l], 2) / setting.get(MeanFieldKeys.DRAWS);
                }
            }
            deviation[k] = Math.sqrt(deviation[k]);
        }
        int last = sizes.length - 1;
        return Quantities.of("deviation", deviation)
                .and("ratio", sizes[last] * deviation[last] * deviation[last] / trace(population, best));
    }

    /** The mean over the points of the square of DF^-1 times the derivative of H. */
    private static double trace(Population population, double[] best) {
        Matrix inverse = Lu.inverse(derivative(population, best)).orElseThrow();
        double sum = 0;
        for (int i = 0; i < SIZE; i++) {
            var point = new Population(new double[] {population.x()[i]}, new double[] {population.y()[i]},
                    new double[] {1});
            for (double entry : inverse.times(point.first(PROBLEM, TIME, best))) {
                sum += entry * entry / SIZE;
            }
        }
        return sum;
    }

    /** DF_N by differences. */
    private static Matrix derivative(Population sample, double[] at) {
        int n = at.length;
        Matrix result = Matrix.zeros(n, n);
        for (int j = 0; j < n; j++) {
            double[][] values = new double[4][];
            for (int k = 0; k < 4; k++) {
                double[] moved = at.clone();
                moved[j] += DIFFERENCE * new double[] {1, -1, 2, -2}[k];
                values[k] = sample.first(PROBLEM, TIME, moved);
            }
            for (int i = 0; i < n; i++) {
                result.set(i, j, (8 * (values[0][i] - values[1][i]) - (values[2][i] - values[3][i]))
                        / (12 * DIFFERENCE));
            }
        }
        return result;
    }

    /** The norm of a matrix from L^infinity to itself. */
    private static double norm(Matrix a) {
        double largest = 0;
        for (int i = 0; i < a.rows(); i++) {
            largest = Math.max(largest, Arrays.stream(a.row(i)).map(Math::abs).sum());
        }
        return largest;
    }

    private static double distance(double[] a, double[] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }
}
