package org.paisaje.claims.catalogue.document004.training;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.Source;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Residual;
import org.paisaje.study.Comparison;
import org.paisaje.study.Tolerance;

/** Sections B.2 and B.4: the delta rule, as printed and with the sign of descent. */
final class BackpropagationClaims {
    private static final Architecture NET = Architecture.parse("mlp:3-4-2:tanh:output=tanh");
    private static final double H = 1e-5;

    private BackpropagationClaims() {}

    static List<Claim> all() {
        return List.of(last(Reading.PRINTED), last(Reading.OUTPUT), last(Reading.CORRECTED), hidden(Reading.PRINTED),
                hidden(Reading.OUTPUT), hidden(Reading.CORRECTED), residual());
    }

    /** What d and y are. The section says both. */
    private enum Reading {
        /** d is the output, (B.4), and y the target, (B.1); the formulas as printed. */
        PRINTED("printed"),
        /** y is the output, (B.12), and d the target; the formulas as printed. */
        OUTPUT("output"),
        /** d is the output, and the formulas have the other sign. */
        CORRECTED("corrected");

        private final String id;

        Reading(String id) {
            this.id = id;
        }

        double sign() {
            return this == CORRECTED ? 1 : -1;
        }
    }

    /** An error of central differences in h^2 is a third of what twice the step changes; costs are sums of some tens of terms. */
    private static Tolerance difference(List<Quantities> measured) {
        double change = measured.stream().mapToDouble(q -> q.scalar("with twice the step")).max().orElseThrow();
        double cost = measured.stream().mapToDouble(q -> q.scalar("cost")).max().orElseThrow();
        return Tolerance.of(change, "central differences of step 1e-5, three times the error that twice the step shows")
                .plus(Rounding.of(64).on(cost).times(1 / (2 * H)));
    }

    private static ClaimBuilder rule(Reading reading, String id, String place) {
        ClaimBuilder builder = ClaimBuilder.of(id + "." + reading.id, new Source("004", "section B.2, " + place))
                .quoted("$$\\xi_j(i) = \\frac{1}{2}e_j^2(i), \\quad e_j(i) = d_j(i) - \\mathbf{y}_j(i) \\quad \\forall j \\in \\mathcal{C} = \\{1, ..., C\\}$$",
                        "equation (B.5)")
                .quoted("$$d(i) \\equiv \\hat{f}_{\\theta}(\\mathbf{x}_i)$$", "equation (B.4)")
                .quoted("And the *output signal* is given by $$y_i(n) = \\phi(v_i(n))$$", "equation (B.12)")
                .standard(size -> Setting.of(TrainingKeys.FACTOR.is(reading.sign()),
                        TrainingKeys.TARGET_FIRST.is(reading == Reading.OUTPUT),
                        TrainingKeys.REPLICATES.is(size == Size.SMOKE ? 5 : 100)))
                .control(setting -> reading == Reading.OUTPUT
                        ? setting.with(TrainingKeys.TARGET_FIRST, false)
                                .noted("the error of (B.4), output minus target, in the same formula")
                        : setting.with(TrainingKeys.FACTOR, -reading.sign())
                                .noted(reading == Reading.PRINTED ? "the other sign" : "the sign that is printed"))
                .replicates(setting -> setting.get(TrainingKeys.REPLICATES))
                .predict(setting -> Quantities.of("difference", 0).and("climbs", 0));
        return switch (reading) {
            case PRINTED -> builder.refuted()
                    .mistake(
                            "The section calls two things y. In (B.1) to (B.6) it is the target, and d = f is the output, (B.4); from (B.12) on it is "
                                    + "the output, and d must be the target. This is the first reading; with the second the formula holds: see "
                                    + id + ".output.");
            case OUTPUT -> builder
                    .mistake(
                            "The section calls two things y. With y the output, as (B.12) says and (B.13) needs, the error of (B.5) is target minus "
                                    + "output, (B.14), (B.16), (B.19) and (B.21) hold, and the rule descends. Wrong are then (B.3), (B.4) and the "
                                    + "first equality of (B.17): delta is minus the derivative in v.")
                    .mistake("With d = f of (B.4) the sign is wrong: see " + id + ".printed.");
            case CORRECTED -> builder;
        };
    }

    private static Comparison slopes(Quantities predicted, List<Quantities> measured) {
        return Comparison.equal("largest difference of formula and slope", predicted.scalar("difference"),
                measured.stream().mapToDouble(q -> q.scalar("difference")).max().orElseThrow(), difference(measured));
    }

    private static Claim last(Reading reading) {
        ClaimBuilder builder = rule(reading, "004.b.14",
                "equations (B.3) to (B.5) and (B.12) to (B.16)");
        switch (reading) {
            case PRINTED -> builder.statement("With d = f of (B.4) the delta rule goes along +e phi'(v) y",
                    "With d = f, the output, and the error e = f - y the gradient of the cost in a weight of the last layer is -e phi'(v) y, so that the "
                            + "weight moves by +nu e phi'(v) y.",
                    "\\Delta w_{ji}=\\nu\\,e_j\\phi'(v_j)y_i,\\quad e=\\hat f-y")
                    .mistake("With this error the minus sign is wrong: the rule climbs.");
            case OUTPUT -> builder.statement("With y the output the delta rule goes along +e phi'(v) y",
                    "With y = phi(v), the output, and the error e = d - y of a target d the gradient of the cost in a weight of the last layer is -e phi'(v) y, "
                            + "and the weight moves by +nu e phi'(v) y.",
                    "\\Delta w_{ji}=\\nu\\,e_j\\phi'(v_j)y_i,\\quad e=d-y,\\ y_j=\\phi(v_j)");
            case CORRECTED -> builder.statement("With d = f of (B.4) the delta rule goes along -e phi'(v) y",
                    "With d = f, the output, and the error e = f - y the gradient is +e phi'(v) y, and descent goes against it.",
                    "\\Delta w_{ji}=-\\nu\\,e_j\\phi'(v_j)y_i,\\quad e=\\hat f-y");
        }
        return builder
                .quoted("$$\\frac{\\partial \\xi(n)}{\\partial w_{ii}(n)} = -e_j(n)\\phi_j'(v_j(n))y_i(n)$$",
                        "equation (B.14)")
                .quoted("$$\\Delta w_{ji}(n) = \\nu e_j(n)\\phi_j'(v_j(n))y_i(n)$$", "equation (B.16)")
                .measured(
                        "A network (3, 4, 2) of tanh with random weights: the formula against central differences of the cost in the last weights, and "
                                + "whether the cost falls in a step of 1e-3.")
                .measure((setting, replicate, seed) -> last(setting, seed))
                .judge((setting, predicted, measured) -> Judgement.all(slopes(predicted, measured),
                        Comparison.equal("networks whose cost a step raises", predicted.scalar("climbs"),
                                measured.stream().mapToDouble(q -> q.scalar("climbs")).sum(),
                                Tolerance.none("counted"))))
                .build();
    }

    private static Claim hidden(Reading reading) {
        ClaimBuilder builder = rule(reading, "004.b.21", "equations (B.4), (B.12) and (B.17) to (B.21)");
        switch (reading) {
            case PRINTED -> builder
                    .statement("With d = f of (B.4) a hidden gradient is minus the sum of the deltas behind",
                            "With d = f, the output, the error e = f - y and delta = e phi'(v), the gradient in v, the gradient in the value of a hidden "
                                    + "unit is -sum_k delta_k w_kj.",
                            "\\frac{\\partial\\xi}{\\partial y_j}=-\\sum_k\\delta_kw_{kj},\\quad\\delta_k=\\frac{\\partial\\xi}{\\partial v_k}")
                    .mistake("With this error both equalities of (B.17) hold, and the minus sign of (B.21) is wrong.");
            case OUTPUT -> builder
                    .statement("With y the output a hidden gradient is minus the sum of the deltas behind",
                            "With y = phi(v), the output, the error e = d - y of a target d and delta = e phi'(v), the gradient in the value of a hidden "
                                    + "unit is -sum_k delta_k w_kj.",
                            "\\frac{\\partial\\xi}{\\partial y_j}=-\\sum_k\\delta_kw_{kj},\\quad\\delta_k=-\\frac{\\partial\\xi}{\\partial v_k}");
            case CORRECTED -> builder
                    .statement("With d = f of (B.4) a hidden gradient is the sum of the deltas behind it",
                            "With delta the gradient in v, (B.17), the gradient in the value of a hidden unit is +sum_k delta_k w_kj, and its delta that "
                                    + "times phi'(v).",
                            "\\frac{\\partial\\xi}{\\partial y_j}=\\sum_k\\delta_kw_{kj},\\quad\\delta_k=\\frac{\\partial\\xi}{\\partial v_k}");
        }
        return builder
                .quoted("$$\\delta_j(n) = \\frac{\\partial \\xi(n)}{\\partial v_j(n)} = e_j(n)\\phi_j'(v_j(n))$$",
                        "equation (B.17)")
                .quoted("$$\\frac{\\partial \\xi(n)}{\\partial y_j(n)} = -\\sum_k \\delta_k(n) w_{kj}(n)$$",
                        "equation (B.21)")
                .measured(
                        "The last layer of a network (3, 4, 2) of tanh with random weights: the formula against central differences of the cost in the "
                                + "hidden values.")
                .measure((setting, replicate, seed) -> hidden(setting, seed))
                .judge((setting, predicted, measured) -> Judgement.all(slopes(predicted, measured)))
                .build();
    }

    private static double cost(double[] theta, Matrix x, double[] y) {
        double[] f = NET.forward(theta, x).row(0);
        double sum = 0;
        for (int j = 0; j < f.length; j++) {
            sum += 0.5 * (f[j] - y[j]) * (f[j] - y[j]);
        }
        return sum;
    }

    /** {@code e_j phi'(v_j)}, with phi = tanh; f is the output and y the target. */
    private static double[] deltas(Setting setting, double[] f, double[] y) {
        double[] result = new double[f.length];
        for (int j = 0; j < f.length; j++) {
            double e = setting.get(TrainingKeys.TARGET_FIRST) ? y[j] - f[j] : f[j] - y[j];
            result[j] = e * (1 - f[j] * f[j]);
        }
        return result;
    }

    private static Quantities last(Setting setting, Seed seed) {
        double[] theta = seed.named("theta").gaussians(NET.layout().size());
        Matrix x = Matrix.wrap(1, 3, seed.named("x").gaussians(3));
        double[] y = seed.named("y").gaussians(2);
        double[] deltas = deltas(setting, NET.forward(theta, x).row(0), y);
        double[] values = NET.withoutHead().trace(theta, x).values(0).row(0);
        LayerShape layer = NET.layerShapes().getLast();
        var slopes = new Slopes(t -> cost(t, x, y));
        double[] next = theta.clone();
        for (int j = 0; j < 2; j++) {
            for (int i = 0; i < 4; i++) {
                int at = layer.weight() + 4 * j + i;
                double formula = setting.get(TrainingKeys.FACTOR) * deltas[j] * values[i];
                slopes.compare(formula, theta, at);
                next[at] -= 1e-3 * formula;
            }
        }
        return slopes.found(theta).and("climbs", cost(next, x, y) > cost(theta, x, y) ? 1 : 0);
    }

    private static Quantities hidden(Setting setting, Seed seed) {
        double[] w = seed.named("w").gaussians(8);
        double[] b = seed.named("b").gaussians(2);
        double[] y = seed.named("y").gaussians(2);
        double[] values = seed.named("values").gaussians(4);
        double[] deltas = deltas(setting, outputs(w, b, values), y);
        var slopes = new Slopes(h -> {
            double[] f = outputs(w, b, h);
            return 0.5 * (f[0] - y[0]) * (f[0] - y[0]) + 0.5 * (f[1] - y[1]) * (f[1] - y[1]);
        });
        for (int j = 0; j < 4; j++) {
            double formula = setting.get(TrainingKeys.FACTOR) * (deltas[0] * w[j] + deltas[1] * w[4 + j]);
            slopes.compare(formula, values, j);
        }
        return slopes.found(values);
    }

    private static double[] outputs(double[] w, double[] b, double[] values) {
        double[] f = b.clone();
        for (int k = 0; k < 2; k++) {
            for (int j = 0; j < 4; j++) {
                f[k] += w[4 * k + j] * values[j];
            }
            f[k] = Math.tanh(f[k]);
        }
        return f;
    }

    /** The largest difference of formulas and central differences, what twice their step changes, and the largest cost. */
    private static final class Slopes {
        private final ToDoubleFunction<double[]> cost;
        private double difference;
        private double change;

        Slopes(ToDoubleFunction<double[]> cost) {
            this.cost = cost;
        }

        void compare(double formula, double[] at, int i) {
            double slope = slope(at, i, H);
            difference = Math.max(difference, Math.abs(formula - slope));
            change = Math.max(change, Math.abs(slope(at, i, 2 * H) - slope));
        }

        private double slope(double[] at, int i, double step) {
            double[] plus = at.clone();
            double[] minus = at.clone();
            plus[i] += step;
            minus[i] -= step;
            return (cost.applyAsDouble(plus) - cost.applyAsDouble(minus)) / (2 * step);
        }

        Quantities found(double[] at) {
            return Quantities.of("difference", difference)
                    .and("with twice the step", change)
                    .and("cost", cost.applyAsDouble(at));
        }
    }

    private static Claim residual() {
        Residual net = Residual.of(Activation.TANH, 3, 1);
        return ClaimBuilder.of("004.b.4", new Source("004", "section B.4"))
                .statement("The gradient passes a residual block by the identity and by the block",
                        "For y = x + G(x) the gradient in x is that in y times 1 + G'(x).",
                        "\\frac{\\partial E}{\\partial x}=\\frac{\\partial E}{\\partial y}\\,(1+G'(x))")
                .quoted("$$= \\frac{\\partial E}{\\partial y} + \\frac{\\partial E}{\\partial y} \\cdot \\mathcal{F}'(x)$$",
                        "section B.4")
                .mistake("G' becomes F' in the last line, and \"the weights in x\" are updated where x is a value.")
                .measured(
                        "A block x + tanh(A x + b) of width 3 with random weights and E = |y - t|^2 / 2: the formula against central differences.")
                .standard(size -> Setting.of(TrainingKeys.FACTOR.is(1.0),
                        TrainingKeys.REPLICATES.is(size == Size.SMOKE ? 5 : 100)))
                .control(setting -> setting.with(TrainingKeys.FACTOR, 0.0)
                        .noted("the block without the identity beside it"))
                .replicates(setting -> setting.get(TrainingKeys.REPLICATES))
                .predict(setting -> Quantities.of("difference", 0))
                .measure((setting, replicate, seed) -> {
                    double[] theta = seed.named("theta").gaussians(net.layout().size());
                    double[] x = seed.named("x").gaussians(3);
                    double[] t = seed.named("t").gaussians(3);
                    double[] y = net.forward(theta, Matrix.wrap(1, 3, x)).row(0);
                    LayerShape layer = net.layerShapes().getFirst();
                    var slopes = new Slopes(at -> {
                        double[] end = net.forward(theta, Matrix.wrap(1, 3, at)).row(0);
                        double distance = LinearNeuron.distance(end, t);
                        return distance * distance / 2;
                    });
                    for (int j = 0; j < 3; j++) {
                        double formula = setting.get(TrainingKeys.FACTOR) * (y[j] - t[j]);
                        for (int i = 0; i < 3; i++) {
                            double g = y[i] - x[i];
                            formula += (y[i] - t[i]) * (1 - g * g) * theta[layer.weight() + 3 * i + j];
                        }
                        slopes.compare(formula, x, j);
                    }
                    return slopes.found(x);
                })
                .judge((setting, predicted,
                        measured) -> Judgement.all(Comparison.equal("largest difference of formula and slope",
                                predicted.scalar("difference"),
                                measured.stream().mapToDouble(q -> q.scalar("difference")).max().orElseThrow(),
                                difference(measured))))
                .build();
    }
}
