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
        return List.of(
                rule("004.b.14.printed", "equations (B.3), (B.5) and (B.14) to (B.16)", true, false,
                        "The delta rule with e = f - y goes along +e phi'(v) y",
                        "The gradient of the cost in a weight of the last layer is -e phi'(v) y, so that the weight moves by +nu e phi'(v) y.",
                        "\\Delta w_{ji}=\\nu\\,e_j\\phi'(v_j)y_i,\\quad e=\\hat f-y",
                        "$$\\frac{\\partial \\xi(n)}{\\partial w_{ii}(n)} = -e_j(n)\\phi_j'(v_j(n))y_i(n)$$",
                        "equation (B.14)"),
                rule("004.b.14.corrected", "equations (B.3), (B.5) and (B.14) to (B.16)", false, false,
                        "The delta rule with e = f - y goes along -e phi'(v) y",
                        "With the error as it is defined in (B.3) and (B.5) the gradient is +e phi'(v) y, and descent goes against it.",
                        "\\Delta w_{ji}=-\\nu\\,e_j\\phi'(v_j)y_i,\\quad e=\\hat f-y",
                        "$$\\Delta w_{ji}(n) = \\nu e_j(n)\\phi_j'(v_j(n))y_i(n)$$", "equation (B.16)"),
                rule("004.b.21.printed", "equations (B.17) to (B.21)", true, true,
                        "The gradient in a hidden value is minus the sum of the deltas behind it",
                        "With delta the gradient in v, (B.17), the gradient in the value of a hidden unit is -sum_k delta_k w_kj.",
                        "\\frac{\\partial\\xi}{\\partial y_j}=-\\sum_k\\delta_kw_{kj},\\quad\\delta_k=\\frac{\\partial\\xi}{\\partial v_k}",
                        "$$\\frac{\\partial \\xi(n)}{\\partial y_j(n)} = -\\sum_k \\delta_k(n) w_{kj}(n)$$",
                        "equation (B.21)"),
                rule("004.b.21.corrected", "equations (B.17) to (B.21)", false, true,
                        "The gradient in a hidden value is the sum of the deltas behind it",
                        "With delta the gradient in v, (B.17), the gradient in the value of a hidden unit is +sum_k delta_k w_kj, and its delta that times "
                                + "phi'(v).",
                        "\\frac{\\partial\\xi}{\\partial y_j}=\\sum_k\\delta_kw_{kj},\\quad\\delta_k=\\frac{\\partial\\xi}{\\partial v_k}",
                        "$$\\delta_j(n) = \\phi'(v_j(n)) \\sum_k \\delta_k(n) w_{kj}(n)$$", "below equation (B.21)"),
                residual());
    }

    /** An error of central differences in h^2 is a third of what twice the step changes; costs are sums of some tens of terms. */
    private static Tolerance difference(List<Quantities> measured) {
        double change = measured.stream().mapToDouble(q -> q.scalar("with twice the step")).max().orElseThrow();
        double cost = measured.stream().mapToDouble(q -> q.scalar("cost")).max().orElseThrow();
        return Tolerance.of(change, "central differences of step 1e-5, three times the error that twice the step shows")
                .plus(Rounding.of(64).on(cost).times(1 / (2 * H)));
    }

    private static Claim rule(String id, String place, boolean printed, boolean hidden, String title, String plain,
            String formula, String quote, String at) {
        ClaimBuilder builder = ClaimBuilder.of(id, new Source("004", "section B.2, " + place))
                .statement(title, plain, formula)
                .quoted(quote, at)
                .measured(hidden
                        ? "A network (3, 4, 2) of tanh with random weights: the formula against central differences of the cost in the hidden values."
                        : "A network (3, 4, 2) of tanh with random weights: the formula against central differences of the cost in the last weights, and whether "
                                + "the cost falls in a step of 1e-3.")
                .standard(size -> Setting.of(TrainingKeys.FACTOR.is(printed ? -1.0 : 1.0),
                        TrainingKeys.REPLICATES.is(size == Size.SMOKE ? 5 : 100)))
                .control(setting -> setting.with(TrainingKeys.FACTOR, printed ? 1.0 : -1.0)
                        .noted(printed ? "the other sign" : "the sign that is printed"))
                .replicates(setting -> setting.get(TrainingKeys.REPLICATES))
                .predict(setting -> Quantities.of("difference", 0).and("climbs", 0))
                .measure((setting, replicate, seed) -> hidden ? hidden(setting, seed) : last(setting, seed))
                .judge((setting, predicted, measured) -> {
                    Comparison slopes = Comparison.equal("largest difference of formula and slope",
                            predicted.scalar("difference"),
                            measured.stream().mapToDouble(q -> q.scalar("difference")).max().orElseThrow(),
                            difference(measured));
                    return hidden
                            ? Judgement.all(slopes)
                            : Judgement.all(slopes,
                                    Comparison.equal("networks whose cost a step raises", predicted.scalar("climbs"),
                                            measured.stream().mapToDouble(q -> q.scalar("climbs")).sum(),
                                            Tolerance.none("counted")));
                });
        if (printed) {
            builder.refuted()
                    .mistake(hidden
                            ? "The minus sign belongs to an error y - f; then (B.17) has the wrong sign instead."
                            : "The minus sign belongs to an error y - f, and e is f - y in (B.3) and (B.5): the rule climbs.")
                    .mistake(
                            "That determining the error signal recursively \"is not efficient in practice\" is wrong: this recursion is backpropagation.");
        }
        return builder.build();
    }

    private static double cost(double[] theta, Matrix x, double[] y) {
        double[] f = NET.forward(theta, x).row(0);
        double sum = 0;
        for (int j = 0; j < f.length; j++) {
            sum += 0.5 * (f[j] - y[j]) * (f[j] - y[j]);
        }
        return sum;
    }

    /** {@code e_j phi'(v_j)}, with phi = tanh. */
    private static double[] deltas(double[] f, double[] y) {
        double[] result = new double[f.length];
        for (int j = 0; j < f.length; j++) {
            result[j] = (f[j] - y[j]) * (1 - f[j] * f[j]);
        }
        return result;
    }

    private static Quantities last(Setting setting, Seed seed) {
        double[] theta = seed.named("theta").gaussians(NET.layout().size());
        Matrix x = Matrix.wrap(1, 3, seed.named("x").gaussians(3));
        double[] y = seed.named("y").gaussians(2);
        double[] deltas = deltas(NET.forward(theta, x).row(0), y);
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
        double[] deltas = deltas(outputs(w, b, values), y);
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
