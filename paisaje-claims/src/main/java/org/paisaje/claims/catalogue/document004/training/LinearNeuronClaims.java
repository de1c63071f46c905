package org.paisaje.claims.catalogue.document004.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.Source;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.risk.CurvedObjective;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.optimizer.Optimizer;
import org.paisaje.training.rule.GradientDescent;
import org.paisaje.training.second.Newton;

/** Appendix A.1: the linear neuron, its minimum, and Newton's method. */
final class LinearNeuronClaims {
    private LinearNeuronClaims() {}

    static List<Claim> all() {
        return List.of(minimum(), iterations(), newton(), order());
    }

    private static Setting standard(Size size) {
        return Setting.of(TrainingKeys.SAMPLES.is(60), TrainingKeys.INPUTS.is(5),
                TrainingKeys.REPLICATES.is(size == Size.SMOKE ? 5 : 100));
    }

    private static Claim minimum() {
        return ClaimBuilder.of("004.a.7", new Source("004", "appendix A.1, equations (A.2) to (A.7)"))
                .statement("Gradient descent on a linear neuron ends at least squares, with gradient 0",
                        "At the minimum the gradient vanishes, and for a linear neuron that is the solution of the normal equations.",
                        "\\nabla\\xi(w^*)=0\\iff X^TXw^*=X^Td")
                .quoted("$$\\nabla \\xi(\\mathbf{w}^*) = \\mathbf{0}$$", "equation (A.7)")
                .mistake(
                        "The proof has \"p^T grad xi(w* + t p) < 0 for t < T\" with a \"scalar T\" whose sign is not said.")
                .measured(
                        "The end of 4,000 steps of rate 1 over the largest eigenvalue against the solution by eigenvalues, and the gradient there.")
                .standard(size -> standard(size).with(TrainingKeys.STEPS.is(4000)))
                .control(setting -> setting.with(TrainingKeys.STEPS, 10).noted("too few steps to reach it"))
                .replicates(setting -> setting.get(TrainingKeys.REPLICATES))
                .predict(setting -> Quantities.of("distance", 0))
                .measure((setting, replicate, seed) -> {
                    LinearNeuron neuron = LinearNeuron.of(setting.get(TrainingKeys.SAMPLES),
                            setting.get(TrainingKeys.INPUTS), seed);
                    double[] best = neuron.minimum();
                    double largest = neuron.spectrum().values()[best.length - 1];
                    double[] end = run(GradientDescent.withRate(1 / largest), neuron, new double[best.length],
                            setting.get(TrainingKeys.STEPS));
                    return Quantities.of("distance", LinearNeuron.distance(best, end))
                            .and("gradient", LinearNeuron.norm(neuron.risk().gradient(best)));
                })
                .judge((setting, predicted, measured) -> Judgement.all(
                        within("distance from the least-squares solution", predicted, measured, "distance"),
                        within("gradient at the least-squares solution", predicted, measured, "gradient")))
                .build();
    }

    private static Comparison within(String what, Quantities predicted, List<Quantities> measured, String name) {
        // Sums of 60 terms, times a condition number below 20.
        return Comparison.equal("largest " + what, predicted.scalar("distance"),
                measured.stream().mapToDouble(q -> q.scalar(name)).max().orElseThrow(),
                Rounding.of(60).on(4).times(20));
    }

    private static double[] run(Optimizer rule, LinearNeuron neuron, double[] start, int steps) {
        return Training.with(rule).threads(1).stop(Stop.after(steps)).run(neuron.risk(), start).theta();
    }

    private static Claim iterations() {
        return ClaimBuilder.of("004.a.1.iterations", new Source("004", "appendix A.1, below proposition A.1.1"))
                .statement("On a quadratic the steps to the minimum go as 1/nu, for small nu",
                        "Each step multiplies the slowest mode by 1 - nu lambda_min, so that a given accuracy takes ln(1/accuracy)/(nu lambda_min) steps.",
                        "T\\approx\\frac{\\ln(1/\\epsilon)}{\\nu\\lambda_{\\min}}")
                .quoted("However, the number of iterations T in order to achieve $\\mathbf{w}^*$ goes as $O(1/\\nu)$.",
                        "appendix A.1.2.1")
                .mistake(
                        "The minimum itself is not reached in finitely many steps, and near 2/lambda_max fewer steps do not come of longer ones.")
                .measured(
                        "The steps until the distance from the minimum is 1e-4 of the first one: the exponent in 1/nu, told from 1/2 and 2.")
                .standard(size -> standard(size).with(TrainingKeys.RATES.is(new double[] {0.01, 0.02, 0.04, 0.08}))
                        .with(TrainingKeys.POWER.is(1.0)))
                .control(setting -> setting.with(TrainingKeys.POWER, 0.5)
                        .noted("steps of the square root of nu, whose number goes as the root of 1/nu"))
                .replicates(setting -> setting.get(TrainingKeys.REPLICATES))
                .predict(setting -> Quantities.of("exponent", 1))
                .measure((setting, replicate, seed) -> {
                    LinearNeuron neuron = LinearNeuron.of(setting.get(TrainingKeys.SAMPLES),
                            setting.get(TrainingKeys.INPUTS), seed);
                    double[] best = neuron.minimum();
                    double largest = neuron.spectrum().values()[best.length - 1];
                    double first = LinearNeuron.norm(best);
                    double[] rates = setting.get(TrainingKeys.RATES);
                    double power = setting.get(TrainingKeys.POWER);
                    double[] steps = new double[rates.length];
                    for (int k = 0; k < rates.length; k++) {
                        steps[k] = Training.with(GradientDescent.withRate(Math.pow(rates[k], power) / largest))
                                .threads(1)
                                .stop(Stop.after(100_000)
                                        .orWhen("near",
                                                point -> LinearNeuron.distance(point.theta(), best) < 1e-4 * first))
                                .run(neuron.risk(), new double[best.length])
                                .steps();
                    }
                    return Quantities.of("steps", falling(steps));
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    double[] inverse = falling(
                            Arrays.stream(setting.get(TrainingKeys.RATES)).map(nu -> 1 / nu).toArray());
                    lines.add(Comparison.told("exponent of the steps in 1/nu", predicted.scalar("exponent"),
                            Exponents.limit(inverse, measured, "steps", 1),
                            "Student's interval over " + measured.size() + " repetitions at " + Level.words(1)
                                    + ", of a fit with a correction of relative order nu",
                            0.5, 2));
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Claim newton() {
        return ClaimBuilder.of("004.a.14", new Source("004", "appendix A.1, equations (A.12) to (A.14)"))
                .statement("Newton's method ends after one step on a quadratic",
                        "From anywhere w - H^-1 g is the minimum of a quadratic with positive definite H.",
                        "w-H^{-1}g=w^*")
                .quoted("This is known as the Newton Method.", "below equation (A.14)")
                .mistake("In (A.12) one delta is not the symbol of the others; \"alpha\" stands for the step nu.")
                .mistake("That saddles attract the pure method, too, is not mentioned.")
                .measured("One step from random starts of a linear neuron against the solution by eigenvalues.")
                .standard(size -> standard(size).with(TrainingKeys.FOURTH.is(0.0)))
                .control(setting -> setting.with(TrainingKeys.FOURTH, 1.0)
                        .noted("a cost that is no quadratic: |w - w*|^4 / 4 is added to it, which has the same minimum"))
                .replicates(setting -> setting.get(TrainingKeys.REPLICATES))
                .predict(setting -> Quantities.of("distance", 0))
                .measure((setting, replicate, seed) -> {
                    LinearNeuron neuron = LinearNeuron.of(setting.get(TrainingKeys.SAMPLES),
                            setting.get(TrainingKeys.INPUTS), seed);
                    double[] start = seed.named("start").gaussians(setting.get(TrainingKeys.INPUTS));
                    double[] best = neuron.minimum();
                    CurvedObjective cost = new Fourth(neuron.risk(), best, setting.get(TrainingKeys.FOURTH));
                    double[] end = Training.with(Newton.pure()).threads(1).stop(Stop.after(1)).run(cost, start).theta();
                    double[] gradient = new double[end.length];
                    cost.valueAndGradient(end, gradient);
                    return Quantities.of("distance", LinearNeuron.distance(end, best))
                            .and("gradient", LinearNeuron.norm(gradient));
                })
                .judge((setting, predicted, measured) -> Judgement.all(
                        within("distance from the minimum after a step", predicted, measured, "distance"),
                        within("gradient after a step", predicted, measured, "gradient")))
                .build();
    }

    /** Rosenbrock's function has a Hessian of condition 2,508 at its minimum. */
    private static final double ABOVE_ROUNDING = Rounding.of(32).times(2508).bound();

    private static Claim order() {
        return ClaimBuilder.of("004.a.14.order", new Source("004", "appendix A.1, below equation (A.14)"))
                .statement("Newton's method doubles the right digits with each step",
                        "Near a minimum with positive definite Hessian the distance is squared by each step, up to a factor.",
                        "\\lVert w_{n+1}-w^*\\rVert\\le C\\lVert w_n-w^*\\rVert^2")
                .quoted("In general, Newton's method converges quickly asymptotically and does not exhibit zigzagging",
                        "below equation (A.14)")
                .measured(
                        "Rosenbrock's function (1 - x)^2 + 100 (y - x^2)^2 from (1.2, 1.2): the exponent between two distances after each other, the last "
                                + "ones above rounding.")
                .standard(size -> Setting.of(TrainingKeys.FACTOR.is(1.0)))
                .control(setting -> setting.with(TrainingKeys.FACTOR, 2.0)
                        .noted("a Hessian that is twice as large, so that half of each step is left"))
                .predict(setting -> Quantities.of("order", 2))
                .measure((setting, replicate, seed) -> {
                    double factor = setting.get(TrainingKeys.FACTOR);
                    var distances = new ArrayList<Double>();
                    for (int steps = 1; steps <= 12; steps++) {
                        double[] end = Training.with(Newton.pure())
                                .threads(1)
                                .stop(Stop.after(steps))
                                .run(new Rosenbrock(factor), new double[] {1.2, 1.2})
                                .theta();
                        double distance = Math.hypot(end[0] - 1, end[1] - 1);
                        if (distance < ABOVE_ROUNDING) {
                            break;
                        }
                        distances.add(distance);
                    }
                    // log e_(n+1) / e_n over log e_n / e_(n-1) in the last three
                    int n = distances.size() - 1;
                    return Quantities.of("order", order(distances, n)).and("before", order(distances, n - 1));
                })
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.told("order of convergence",
                        predicted.scalar("order"), Estimate.within(measured.getFirst().scalar("order"),
                                Math.abs(measured.getFirst().scalar("order") - measured.getFirst().scalar("before"))),
                        "what constants add to the order halves with each step, as the number of digits doubles", 1,
                        3)))
                .build();
    }

    /** Numbers from the last to the first. */
    static double[] falling(double[] rising) {
        return IntStream.range(0, rising.length).mapToDouble(k -> rising[rising.length - 1 - k]).toArray();
    }

    private static double order(List<Double> distances, int n) {
        return Math.log(distances.get(n) / distances.get(n - 2))
                / Math.log(distances.get(n - 1) / distances.get(Math.max(0, n - 3)));
    }

    /** A cost to which a multiple of the fourth power of the distance from its minimum, over 4, is added. */
    private record Fourth(CurvedObjective cost, double[] minimum, double weight) implements CurvedObjective {
        @Override
        public int dimension() {
            return cost.dimension();
        }

        private double[] away(double[] w) {
            double[] away = w.clone();
            for (int i = 0; i < away.length; i++) {
                away[i] -= minimum[i];
            }
            return away;
        }

        @Override
        public double value(double[] w) {
            return cost.value(w) + weight * Math.pow(LinearNeuron.norm(away(w)), 4) / 4;
        }

        @Override
        public double valueAndGradient(double[] w, double[] gradient) {
            cost.valueAndGradient(w, gradient);
            double[] away = away(w);
            double square = Math.pow(LinearNeuron.norm(away), 2);
            for (int i = 0; i < away.length; i++) {
                gradient[i] += weight * square * away[i];
            }
            return value(w);
        }

        @Override
        public LinearOperator hessian(double[] w) {
            LinearOperator plain = cost.hessian(w);
            double[] away = away(w);
            double square = Math.pow(LinearNeuron.norm(away), 2);
            return LinearOperator.of(dimension(), (v, out) -> {
                plain.apply(v, out);
                double along = 0;
                for (int i = 0; i < away.length; i++) {
                    along += away[i] * v[i];
                }
                for (int i = 0; i < away.length; i++) {
                    out[i] += weight * (square * v[i] + 2 * away[i] * along);
                }
            });
        }

        @Override
        public LinearOperator gaussNewton(double[] w) {
            return hessian(w);
        }

        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /** Rosenbrock's function, its Hessian multiplied by a factor. */
    private record Rosenbrock(double factor) implements CurvedObjective {
        @Override
        public int dimension() {
            return 2;
        }

        @Override
        public double value(double[] w) {
            double valley = w[1] - w[0] * w[0];
            return (1 - w[0]) * (1 - w[0]) + 100 * valley * valley;
        }

        @Override
        public double valueAndGradient(double[] w, double[] gradient) {
            double valley = w[1] - w[0] * w[0];
            gradient[0] = -2 * (1 - w[0]) - 400 * w[0] * valley;
            gradient[1] = 200 * valley;
            return value(w);
        }

        @Override
        public LinearOperator hessian(double[] w) {
            double xx = factor * (2 - 400 * (w[1] - 3 * w[0] * w[0]));
            double xy = -400 * factor * w[0];
            return LinearOperator.of(2, (v, out) -> {
                out[0] = xx * v[0] + xy * v[1];
                out[1] = xy * v[0] + 200 * factor * v[1];
            });
        }

        @Override
        public LinearOperator gaussNewton(double[] w) {
            return hessian(w);
        }
    }
}
