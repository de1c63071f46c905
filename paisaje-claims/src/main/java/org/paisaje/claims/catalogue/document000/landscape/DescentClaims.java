package org.paisaje.claims.catalogue.document000.landscape;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Generator;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.risk.Objective;
import org.paisaje.risk.Risk;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.rule.GradientDescent;

/** Sections 1.2 to 1.5: the empirical risk, gradient descent, its steps, and what convexity gives. */
final class DescentClaims {
    private static final String DESCENT = "section 1.3, gradient descent";

    private DescentClaims() {}

    static List<Claim> all() {
        return List.of(risk(), path(), steps(), convex());
    }

    /** f = (x^2 - 1)^2 / 4 + c x + y^2 / 2. */
    static Objective twoWells(double c) {
        return new Objective() {
            @Override
            public int dimension() {
                return 2;
            }

            @Override
            public double value(double[] theta) {
                double x = theta[0];
                double well = x * x - 1;
                return well * well / 4 + c * x + theta[1] * theta[1] / 2;
            }

            @Override
            public double valueAndGradient(double[] theta, double[] gradient) {
                gradient[0] = theta[0] * (theta[0] * theta[0] - 1) + c;
                gradient[1] = theta[1];
                return value(theta);
            }
        };
    }

    /** f = 1/2 sum lambda_i (x_i - c_i)^2. */
    static Objective quadratic(double[] lambda, double[] centre) {
        return new Objective() {
            @Override
            public int dimension() {
                return lambda.length;
            }

            @Override
            public double value(double[] theta) {
                double sum = 0;
                for (int i = 0; i < theta.length; i++) {
                    sum += lambda[i] * (theta[i] - centre[i]) * (theta[i] - centre[i]) / 2;
                }
                return sum;
            }

            @Override
            public double valueAndGradient(double[] theta, double[] gradient) {
                for (int i = 0; i < theta.length; i++) {
                    gradient[i] = lambda[i] * (theta[i] - centre[i]);
                }
                return value(theta);
            }
        };
    }

    static double[] descend(Objective f, double[] start, double rate, int steps) {
        return Training.run(GradientDescent.withRate(rate), f, start, Stop.after(steps)).theta();
    }

    private static Claim risk() {
        return ClaimBuilder.of("000.1.2.risk", LandscapeClaims.paper("section 1.2"))
                .statement("The empirical risk is the mean of the losses",
                        "The empirical risk of a network on m samples is the mean of its losses on each, whatever their order.",
                        "\\hat{\\mathcal R}_s(f)=\\tfrac1m\\sum_{i=1}^m\\mathcal L(f,z^{(i)})")
                .measured(
                        "A ReLU network on 40 samples: its risk against the mean of the risks on one sample each, and on the samples in another "
                                + "order.")
                .mistake(
                        "The hypothesis is called f, f_s, f_z and g; a bad classification is mentioned, only the squared loss is used.")
                .standard(size -> Setting.of(Keys.HALF.is(false)))
                .control(setting -> setting.with(Keys.HALF, true).noted("a loss with a factor 1/2 on single samples"))
                .predict(setting -> Quantities.of("ratio", 1))
                .measure((setting, replicate, seed) -> {
                    Matrix x = Matrix.wrap(40, 3, seed.named("x").gaussians(120));
                    Matrix y = Matrix.wrap(40, 1, seed.named("y").gaussians(40));
                    Mlp net = Mlp.of(org.paisaje.network.activation.Activation.RELU, 3, 8, 1);
                    Risk whole = Risk.of(net, x, y, Loss.meanSquared());
                    Risk single = Risk.of(net, x, y,
                            setting.get(Keys.HALF) ? Loss.halfMeanSquared() : Loss.meanSquared());
                    double[] theta = seed.named("theta").gaussians(whole.dimension());
                    double sum = 0;
                    for (int i = 0; i < 40; i++) {
                        sum += single.on(i).value(theta);
                    }
                    int[] order = seed.named("order").permutation(40);
                    return Quantities.of("ratio", whole.value(theta) / (sum / 40))
                            .and("order", whole.on(order).value(theta) / whole.value(theta));
                })
                .judge((setting, predicted, measured) -> {
                    // Sums of 40 terms on either side.
                    var rounding = Rounding.of(80);
                    return Judgement.all(
                            Comparison.equal("risk over the mean of the losses", 1, measured.getFirst().scalar("ratio"),
                                    rounding),
                            Comparison.equal("risk in another order over the risk", 1,
                                    measured.getFirst().scalar("order"), rounding));
                })
                .build();
    }

    private static Claim path() {
        int[] steps = {1, 2, 10, 50, 200};
        double[] x = {1.132200000000000, 1.085285904175200, 0.9501975574890657, 0.9143455468394187, 0.9142973158662145};
        double[] f = {0.5946936382320964, 0.4987501405426443, 0.2056762579845210, 0.1438868350382190,
            0.1438735525849084};
        int[] updates = {1, 2, 4, 10, 40};
        double[] first = {0.05, 0.25, 0.276865, 0.57427326915625, 0.6287663918230679};
        double[] second = {-0.1, 0, -0.17946, -0.2047875266250000, -0.3750912291515160};
        return ClaimBuilder.of("000.1.3.path", LandscapeClaims.paper("sections 1.3 and 1.4, figures 2 and 3"))
                .statement("Paths of gradient descent and of its stochastic form, number by number",
                        "theta is replaced by theta - alpha grad J. On a function of two variables with two wells the path from (1.2, 1) ends in "
                                + "the shallow well, though the deep one is global. With one sample a step a least-squares path is given too.",
                        "\\theta\\leftarrow\\theta-\\alpha\\nabla J(\\theta)")
                .quoted("iniciamos en un punto al azar en el dominio de una función f y luego construimos un camino en pequeños pasos en dirección "
                        + "opuesta al gradiente de la función dada", "section 1.3")
                .measured("Five places of each path against forty digits of another program.")
                .mistake(
                        "The listing of 000 computes grad and then uses theta_grad, which is not defined; the slides have it right.")
                .mistake("\"Figura 8\" should be figure 2. Neither figure gives its function, step or seed.")
                .mistake(
                        "\"Iteraciones más rápidas en el comercio\" translates \"in trade for\" by the word for commerce.")
                .standard(size -> Setting.of(Keys.RATE.is(0.1)))
                .control(setting -> setting.with(Keys.RATE, 0.101).noted("a step of 0.101"))
                .predict(setting -> Quantities.of("x", x).and("f", f).and("first", first).and("second", second))
                .measure((setting, replicate, seed) -> {
                    double rate = setting.get(Keys.RATE);
                    Objective wells = twoWells(0.15);
                    double[] places = new double[steps.length];
                    double[] values = new double[steps.length];
                    for (int k = 0; k < steps.length; k++) {
                        double[] end = descend(wells, new double[] {1.2, 1}, rate, steps[k]);
                        places[k] = end[0];
                        values[k] = wells.value(end);
                    }
                    Risk risk = Risk.of(Mlp.linear(2, 1), Matrix.of(new double[][] {{1, 0.5}, {-0.5, 1}, {0.3, -1.2},
                        {1.1, 0.4}}), Matrix.of(new double[][] {{1}, {-0.5}, {0.8}, {0.2}}), Loss.meanSquared());
                    double[] w = new double[2];
                    double[] one = new double[updates.length];
                    double[] two = new double[updates.length];
                    int at = 0;
                    for (int k = 0; k < 40; k++) {
                        double[] gradient = risk.on((3 * k + 1) % 4).gradient(w);
                        w[0] -= rate * gradient[0];
                        w[1] -= rate * gradient[1];
                        if (k + 1 == updates[at]) {
                            one[at] = w[0];
                            two[at++] = w[1];
                        }
                    }
                    return Quantities.of("x", places).and("f", values).and("first", one).and("second", two);
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    String[] names = {"x", "f", "first", "second"};
                    String[] words = {"x after ", "f after ", "w_1 after ", "w_2 after "};
                    for (int n = 0; n < names.length; n++) {
                        for (int k = 0; k < 5; k++) {
                            int count = n < 2 ? steps[k] : updates[k];
                            // Ten roundings a step of numbers up to 1.2, and those of the reference.
                            lines.add(Comparison.equal(
                                    words[n] + count + (n < 2 ? " steps" : " samples"),
                                    predicted.list(names[n])[k], measured.getFirst().list(names[n])[k],
                                    Rounding.of(10 * count + 1).on(1.2)));
                        }
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Claim steps() {
        double[] rates = {0.05, 0.0999, 0.11, 0.15, 0.19, 0.2, 0.21};
        return ClaimBuilder.of("000.1.3.steps", LandscapeClaims.paper(DESCENT))
                .statement("Descent on a quadratic converges for steps below 2 / lambda_max",
                        "Along an eigenvector of curvature lambda a step multiplies the distance by 1 - alpha lambda: it goes straight below "
                                + "1 / lambda_max, crosses the valley at every step above it, repeats itself at 2 / lambda_max and diverges beyond.",
                        "x_{k+1}=(1-\\alpha\\lambda)x_k")
                .quoted("construimos un camino en pequeños pasos en dirección opuesta al gradiente", "section 1.3")
                .measured(
                        "Curvatures 1 and 10 from (1, 1): how often the second coordinate changes its sign in 49 steps, and the value after 200 "
                                + "steps, for seven steps around 0.1 and 0.2.")
                .mistake("How small is said nowhere; section 3.3.2 speaks of \"pasos suficientemente pequeños\".")
                .standard(size -> Setting.of(Keys.CURVATURE.is(10.0)))
                .control(setting -> setting.with(Keys.CURVATURE, 20.0).noted("twice the curvature"))
                .predict(setting -> {
                    double[] flips = new double[rates.length];
                    double[] value = new double[rates.length];
                    for (int k = 0; k < rates.length; k++) {
                        flips[k] = rates[k] * 10 > 1 ? 49 : 0;
                        value[k] = Math.pow(1 - rates[k], 400) / 2 + 5 * Math.pow(1 - 10 * rates[k], 400);
                    }
                    return Quantities.of("flips", flips).and("value", value);
                })
                .measure((setting, replicate, seed) -> {
                    Objective f = quadratic(new double[] {1, setting.get(Keys.CURVATURE)}, new double[2]);
                    double[] flips = new double[rates.length];
                    double[] value = new double[rates.length];
                    for (int k = 0; k < rates.length; k++) {
                        double[] at = {1, 1};
                        for (int step = 0; step < 49; step++) {
                            double[] next = descend(f, at, rates[k], 1);
                            flips[k] += next[1] * at[1] < 0 ? 1 : 0;
                            at = next;
                        }
                        value[k] = f.value(descend(f, new double[] {1, 1}, rates[k], 200));
                    }
                    return Quantities.of("flips", flips).and("value", value);
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < rates.length; k++) {
                        String at = ", step " + rates[k];
                        lines.add(Comparison.equal("changes of sign" + at, predicted.list("flips")[k],
                                measured.getFirst().list("flips")[k], Tolerance.none("a whole number")));
                        double value = predicted.list("value")[k];
                        // Four roundings a step of either coordinate, twice in its square, on numbers as large as the value; those
                        // of 1 - alpha lambda count more where that is near 0.
                        double least = Math.min(1, Math.abs(1 - 10 * rates[k]));
                        lines.add(Comparison.equal("value after 200 steps" + at, value,
                                measured.getFirst().list("value")[k], Rounding.of(1600).on(value).times(1 / least)));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Claim convex() {
        return ClaimBuilder.of("002.convex", LandscapeClaims.slides("Problemas convexos"))
                .statement("Every local minimum of a convex function is global",
                        "Descent on a convex function ends at one value, wherever it starts, even where its minimisers are a whole line.",
                        "f\\ \\text{convex}\\;\\Rightarrow\\;\\text{every local minimum is global}")
                .quoted("Para las funciones convexas, todo mínimo local es mínimo global", "slide Problemas convexos")
                .measured(
                        "Gradient descent from 40 random starts on a quadratic with curvatures 2, 0.5 and 0: the spread of the values at the ends, "
                                + "and of the places, which is above 0.")
                .mistake(
                        "The converse fails: (w_1 w_2 - 1)^2 has global minima alone and is not convex. 000 adds that problems are convex if "
                                + "function and region are; they must be minimised, too.")
                .standard(size -> Setting.of(Keys.CONVEX.is(true)))
                .control(setting -> setting.with(Keys.CONVEX, false).noted("a function with two wells"))
                .predict(setting -> Quantities.of("spread", 0))
                .measure((setting, replicate, seed) -> {
                    boolean convex = setting.get(Keys.CONVEX);
                    Objective f = convex
                            ? quadratic(new double[] {2, 0.5, 0}, new double[] {1, -1, 0})
                            : twoWells(0.15);
                    double[] ends = new double[40];
                    double[] places = new double[40];
                    Generator draw = seed.generator();
                    for (int k = 0; k < ends.length; k++) {
                        double[] start = new double[f.dimension()];
                        draw.gaussians(start, 0, start.length);
                        double[] end = descend(f, start, 0.1, 2000);
                        ends[k] = f.value(end);
                        places[k] = end[end.length - 1];
                    }
                    return Quantities.of("spread", spread(ends)).and("places", spread(places));
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    lines.add(Comparison.equal("spread of the values at the ends", predicted.scalar("spread"),
                            measured.getFirst().scalar("spread"), Rounding.of(16)));
                    if (setting.get(Keys.CONVEX)) {
                        lines.add(Comparison.atLeast("spread of the places along the flat direction", 0.1,
                                Estimate.exact(measured.getFirst().scalar("places")), "starts differ by more")
                                .asSanity());
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static double spread(double[] values) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        return high - low;
    }
}
