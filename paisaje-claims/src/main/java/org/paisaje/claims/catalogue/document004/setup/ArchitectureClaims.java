package org.paisaje.claims.catalogue.document004.setup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.start.Initializer;
import org.paisaje.risk.Regularizer;
import org.paisaje.risk.Risk;
import org.paisaje.study.Comparison;
import org.paisaje.study.Tolerance;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;

/** Section 5: the families (5.1), the activations of figure 5.1, and the problem of definition 5.0.1. */
final class ArchitectureClaims {
    private static final int UNITS = 3;
    private static final int BLOCKS = 4;
    private static final int POINTS = 10;
    private static final double H = 1e-5;
    private static final double LAMBDA = 0.01;
    private static final double[] PLACES = {-2, -1, 0, 1, 2};

    private ArchitectureClaims() {}

    static List<Claim> all() {
        return List.of(families(), activations(), problem());
    }

    private static Claim families() {
        return ClaimBuilder.of("004.eq5.1", SetupKeys.source("equation (5.1)"))
                .statement("Perceptrons and two kinds of residual networks obey their recursions (5.1)",
                        "Multilayer perceptrons Y' = s(AY + b) and residual networks Y' = Y + s(AY + b) and Y' = Y + s(A2 s(A1 Y + b1) + b2), with square "
                                + "matrices for the first two and A2 A1 square for the third, and their gradients by the chain rule.",
                        "Y_{j+1}=\\sigma(A_jY_j+b_j),\\quad Y_j+\\sigma(A_jY_j+b_j),\\quad "
                                + "Y_j+\\sigma(A_{j,2}\\sigma(A_{j,1}Y_j+b_{j,1})+b_{j,2})")
                .quoted("where the first one corresponds to a multilayer perceptron, the second one to a ResNet, ...",
                        "below equation (5.1)")
                .mistake("That the dimension must not change where Y_j is added is not said.")
                .measured(
                        "Four tanh blocks of 3 units of each family at 10 points: the outputs against the recursion, computed entry by entry, and the gradient of the "
                                + "sum of their squares against central differences in every weight.")
                .standard(size -> Setting.of(SetupKeys.FACTOR.is(1.0),
                        SetupKeys.REPLICATES.is(size == Size.SMOKE ? 3 : 50)))
                .control(setting -> setting.with(SetupKeys.FACTOR, 1.001)
                        .noted("a recursion whose matrices are 0.1 % larger"))
                .replicates(setting -> setting.get(SetupKeys.REPLICATES))
                .predict(setting -> Quantities.of("values", 0).and("gradients", 0))
                .measure((setting, replicate, seed) -> {
                    double values = 0;
                    double gradients = 0;
                    double change = 0;
                    double sizes = 0;
                    double growth = 0;
                    for (Family family : Family.values()) {
                        Architecture net = Architecture.parse(family.text);
                        double[] theta = Arrays
                                .stream(net.initialize(Initializer.uniform(1), seed.named(family.name())))
                                .map(Math::sin)
                                .toArray();
                        Matrix x = Matrix.wrap(POINTS, UNITS, seed.named("x").gaussians(POINTS * UNITS));
                        double[] there = net.forward(theta, x).data();
                        double[] here = family.forward(theta, x, setting.get(SetupKeys.FACTOR));
                        double[] gradient = net.linearize(theta, x)
                                .vjp(Matrix.wrap(POINTS, UNITS, Arrays.stream(there).map(v -> 2 * v).toArray()));
                        for (int i = 0; i < there.length; i++) {
                            values = Math.max(values, Math.abs(there[i] - here[i]));
                        }
                        sizes = Math.max(sizes, squares(family, theta, 0, 0, x));
                        growth = Math.max(growth, growth(theta));
                        for (int j = 0; j < theta.length; j++) {
                            double slope = slope(family, theta, j, H, x);
                            gradients = Math.max(gradients, Math.abs(slope - gradient[j]));
                            change = Math.max(change, Math.abs(slope(family, theta, j, 2 * H, x) - slope));
                        }
                    }
                    return Quantities.of("values", values)
                            .and("gradients", gradients)
                            .and("with twice the step", change)
                            .and("squares", sizes)
                            .and("growth", growth);
                })
                .judge((setting, predicted, measured) -> Judgement.all(
                        // Eight layers of ten operations for each unit, of numbers that each adds at most 1 to.
                        Comparison.equal("largest difference of outputs and recursion", predicted.scalar("values"),
                                most(measured, "values"),
                                Rounding.of(80).on(8).times(most(measured, "growth"))),
                        Comparison.equal("largest difference of gradient and slope", predicted.scalar("gradients"),
                                most(measured, "gradients"),
                                Tolerance.of(most(measured, "with twice the step"),
                                        "central differences of step 1e-5, three times the error that twice the step shows")
                                        .plus(Rounding.of(80).on(most(measured, "squares")).times(1 / (2 * H))))))
                .build();
    }

    private static double most(List<Quantities> measured, String name) {
        return measured.stream().mapToDouble(q -> q.scalar(name)).max().orElseThrow();
    }

    /** By how much layers magnify an error at most: the product of 1 and the norms of their matrices, as tanh and its like magnify none. */
    private static double growth(double[] theta) {
        double product = 1;
        int each = UNITS * (UNITS + 1);
        for (int offset = 0; offset + each <= theta.length; offset += each) {
            double sum = 0;
            for (int i = 0; i < UNITS * UNITS; i++) {
                sum += theta[offset + i] * theta[offset + i];
            }
            product *= 1 + Math.sqrt(sum);
        }
        return product;
    }

    private static double slope(Family family, double[] theta, int at, double step, Matrix x) {
        return (squares(family, theta, at, step, x) - squares(family, theta, at, -step, x)) / (2 * step);
    }

    private static double squares(Family family, double[] theta, int at, double step, Matrix x) {
        double[] moved = theta.clone();
        moved[at] += step;
        return Arrays.stream(family.forward(moved, x, 1)).map(v -> v * v).sum();
    }

    /** The recursions of (5.1), written out. */
    private enum Family {
        LAYERS("mlp:3-3-3-3-3:tanh:output=tanh", 1, false),
        ADDING("resnet:3x4:tanh", 1, true),
        PAIRS("resnet:3x4:tanh:block=two", 2, true);

        private final String text;
        private final int layers;
        private final boolean adds;

        Family(String text, int layers, boolean adds) {
            this.text = text;
            this.layers = layers;
            this.adds = adds;
        }

        private double[] forward(double[] theta, Matrix x, double factor) {
            double[] result = new double[x.rows() * UNITS];
            for (int i = 0; i < x.rows(); i++) {
                double[] y = x.row(i);
                for (int block = 0; block < BLOCKS; block++) {
                    double[] at = y;
                    for (int l = 0; l < layers; l++) {
                        at = layer(theta, (block * layers + l) * UNITS * (UNITS + 1), at, factor);
                    }
                    for (int j = 0; j < UNITS; j++) {
                        y[j] = adds ? y[j] + at[j] : at[j];
                    }
                }
                System.arraycopy(y, 0, result, i * UNITS, UNITS);
            }
            return result;
        }
    }

    private static double[] layer(double[] theta, int offset, double[] y, double factor) {
        double[] result = new double[UNITS];
        for (int j = 0; j < UNITS; j++) {
            double sum = theta[offset + UNITS * UNITS + j];
            for (int k = 0; k < UNITS; k++) {
                sum += factor * theta[offset + j * UNITS + k] * y[k];
            }
            result[j] = Math.tanh(sum);
        }
        return result;
    }

    private static Claim activations() {
        double[] tanh = {-0.9640275800758169, -0.7615941559557649, 0, 0.7615941559557649, 0.9640275800758169};
        double[] sigmoid = {0.11920292202211755, 0.2689414213699951, 0.5, 0.7310585786300049, 0.8807970779778825};
        double[] relu = {0, 0, 0, 1, 2};
        return ClaimBuilder.of("004.figure5.1", SetupKeys.source("figure 5.1"))
                .statement("Sigmoid, tanh and ReLU rise, through their values at 0 and 1",
                        "The three are continuous and monotonic; sigma(0) = 1/2, sigma(1) = 0.731..., tanh(1) = 0.7615..., ReLU(1) = 1.",
                        "\\tanh(1)=0.76159\\ldots,\\quad\\tilde\\sigma(1)=0.73105\\ldots")
                .quoted("in order to create rich representation spaces or with good properties they are chosen to be continuous and monotonic.",
                        "below figure 5.1")
                .mistake(
                        "The figure has no values and no formulas. Activations in use, GELU and swish among them, need not be monotonic.")
                .measured(
                        "The values at -2 to 2 against decimals of higher precision, and steps down on 10^5 points of [-8, 8].")
                .standard(size -> Setting.of(SetupKeys.FACTOR.is(1.0)))
                .control(setting -> setting.with(SetupKeys.FACTOR, 2.0).noted("arguments that are doubled"))
                .predict(setting -> Quantities.of("tanh", tanh)
                        .and("sigmoid", sigmoid)
                        .and("relu", relu)
                        .and("falls", 0))
                .measure((setting, replicate, seed) -> {
                    Quantities result = Quantities.NONE;
                    int falls = 0;
                    for (String name : List.of("tanh", "sigmoid", "relu")) {
                        DoubleUnaryOperator s = x -> Activation.parse(name).value(setting.get(SetupKeys.FACTOR) * x);
                        result = result.and(name, Arrays.stream(PLACES).map(s).toArray());
                        Activation own = Activation.parse(name);
                        double before = own.value(-8);
                        for (int i = 1; i <= 100_000; i++) {
                            double next = own.value(-8 + 16 * i / 1e5);
                            falls += next < before - Math.ulp(1.0) ? 1 : 0;
                            before = next;
                        }
                    }
                    return result.and("falls", falls);
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (String name : List.of("tanh", "sigmoid", "relu")) {
                        for (int k = 0; k < PLACES.length; k++) {
                            lines.add(Comparison.equal(name + " at " + (int) PLACES[k], predicted.list(name)[k],
                                    measured.getFirst().list(name)[k],
                                    Rounding.of(4)));
                        }
                    }
                    lines.add(Comparison.equal("steps down", predicted.scalar("falls"),
                            measured.getFirst().scalar("falls"), Tolerance.none("counted, but for an ulp")));
                    return Judgement.all(lines);
                })
                .figures((setting, predicted, measured) -> List.of(drawn(predicted)))
                .build();
    }

    private static Figure drawn(Quantities predicted) {
        double[] x = new double[161];
        Arrays.setAll(x, i -> -4 + i / 20.0);
        List<Series> series = new ArrayList<>();
        for (String name : List.of("tanh", "sigmoid", "relu")) {
            Activation s = Activation.parse(name);
            series.add(new Series.Line(name, Role.MEASURED, x, Arrays.stream(x).map(s::value).toArray()));
        }
        series.add(new Series.Points("tanh, decimals", Role.REFERENCE, PLACES, predicted.list("tanh")));
        return new Figure.Chart("activations", "Three activations",
                "Sigmoid, tanh and ReLU, figure 5.1 of the text with its axes. Points: decimals of tanh.",
                Axis.linear("argument"), Axis.linear("value"), series);
    }

    private static Claim problem() {
        return ClaimBuilder.of("004.def.5.0.1", SetupKeys.source("definition 5.0.1"))
                .statement("The problem of learning, with the recursion of its architecture",
                        "For a residual network it is loss[g(W Y_N + mu), y] + regularizer subject to Y_(j+1) = Y_j + s(K_j Y_j + b_j), and the "
                                + "line that names the network says all of it.",
                        "\\min_{K,b,W,\\mu}\\ \\mathrm{loss}[g(WY_N+\\mu),y]+\\mathrm{regularizer}[K,b,W,\\mu]")
                .quoted("where the *activation* is given by the specific fundamental equation of the given architecture.",
                        "definition 5.0.1")
                .mistake(
                        "Read as it stands, Y_(j+1) = activation(K_j Y_j + b_j) is the recursion of a multilayer perceptron: no function of K_j Y_j + b_j "
                                + "alone holds a skip, which reads Y_j. With the fundamental equation of the architecture in its place, as the text asks, it "
                                + "holds. x_N is Y_N.")
                .measured(
                        "A residual network of 3 units and 4 blocks with a sigmoid g, W, mu and squared weights as regularizer: the objective against its "
                                + "parts by the recursion, before and after the network was written as a line and read from it.")
                .standard(size -> Setting.of(SetupKeys.SKIPS.is(true),
                        SetupKeys.REPLICATES.is(size == Size.SMOKE ? 3 : 50)))
                .control(setting -> setting.with(SetupKeys.SKIPS, false)
                        .noted("the recursion as it stands, without the skip"))
                .replicates(setting -> setting.get(SetupKeys.REPLICATES))
                .predict(setting -> Quantities.of("difference", 0))
                .measure((setting, replicate, seed) -> objective(setting, seed))
                // Ten samples through four layers of ten operations for each unit.
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.equal(
                        "largest difference of the objective and its parts", predicted.scalar("difference"),
                        most(measured, "difference"), Rounding.of(400).times(most(measured, "growth")))))
                .build();
    }

    private static Quantities objective(Setting setting, Seed seed) {
        Architecture net = Architecture.parse("resnet:3x4-1:tanh:output=sigmoid");
        double[] theta = net.initialize(Initializer.uniform(1), seed.named("theta"));
        Matrix x = Matrix.wrap(POINTS, UNITS, seed.named("x").gaussians(POINTS * UNITS));
        Matrix y = Matrix.wrap(POINTS, 1, seed.named("y").uniforms(POINTS));
        double[] last = (setting.get(SetupKeys.SKIPS) ? Family.ADDING : Family.LAYERS).forward(theta, x, 1);
        int at = BLOCKS * UNITS * (UNITS + 1);
        double sum = 0;
        for (int i = 0; i < POINTS; i++) {
            double argument = theta[at + UNITS];
            for (int j = 0; j < UNITS; j++) {
                argument += theta[at + j] * last[i * UNITS + j];
            }
            double miss = 1 / (1 + Math.exp(-argument)) - y.get(i, 0);
            sum += miss * miss;
        }
        // The squared loss at the output 1 for the target 0 says whether it has a factor 1/2.
        double unit = Loss.SQUARED.value(Matrix.wrap(1, 1, new double[] {1}), Matrix.zeros(1, 1));
        double parts = unit * sum / POINTS + LAMBDA * Arrays.stream(theta).map(t -> t * t).sum();
        Architecture again = Architecture.parse(net.text());
        double worst = 0;
        for (Architecture each : List.of(net, again)) {
            double whole = Risk.of(each, x, y, Loss.SQUARED).with(Regularizer.l2(LAMBDA)).value(theta);
            worst = Math.max(worst, Math.abs(whole - parts));
        }
        return Quantities.of("difference", worst).and("growth", growth(theta));
    }
}
