package org.paisaje.claims.catalogue.document004.depth;

import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.LayerTrace;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.study.Comparison;
import org.paisaje.study.Tolerance;

/** Chapter 1: one map again and again is a deep network, and its dynamics are complex. */
public final class MapClaims {
    private static final int CHUNK = 100;
    private static final double[] NEAR_THREE = {-1e-3, 1e-3};
    private static final int GRID = 100_000;

    private MapClaims() {}

    /** The claims. */
    public static List<Claim> all() {
        return List.of(logistic(), tent());
    }

    /** So many layers of r x (1 - x) = r/4 - r (x - 1/2)^2, one unit each. */
    private static Mlp logisticNet(int layers) {
        int[] widths = new int[layers + 2];
        Arrays.fill(widths, 1);
        return Mlp.of(Activation.parse("quadratic"), widths);
    }

    private static double[] logisticTheta(int layers, double r) {
        double[] theta = new double[2 * (layers + 1)];
        for (int l = 0; l <= layers; l++) {
            theta[2 * l] = l == 0 ? 1 : -r;
            theta[2 * l + 1] = (l == 0 ? 0 : r / 4) - (l == layers ? 0 : 0.5);
        }
        return theta;
    }

    private static Claim logistic() {
        return ClaimBuilder.of("004.chapter1.logistic", DepthKeys.source("chapter 1"))
                .statement("The logistic map is a deep network of one unit a layer, and chaotic at r = 4",
                        "r x (1 - x) is one unit with the square as activation; a network that repeats it has the Lyapunov exponent ln 2 at r = 4. "
                                + "Its fixed point loses stability at r = 3, its cycle of two at 1 + root 6, and a cycle of three appears at "
                                + "1 + root 8.",
                        "\\lim_L\\tfrac1L\\log\\left|\\frac{dF^L}{dx}\\right|=\\ln 2")
                .quoted("Then the problem would be related to solving the logistic map, which is a well-studied discrete dynamical system "
                        + "that is known to generate a very complex dynamics.", "chapter 1")
                .mistake("An analogy in the text, which says neither r nor in what sense the dynamics are complex.")
                .measured(
                        "The mean logarithm of the slopes of all layers from a random input on; the slopes of the networks of one and two "
                                + "layers at the periodic points in closed form; the crossings of the network of three layers with the diagonal "
                                + "on a grid of 10^5 points, just below and above 1 + root 8.")
                .standard(size -> Setting.of(DepthKeys.FACTOR.is(4.0),
                        DepthKeys.LAYERS.is(size == Size.SMOKE ? 20_000 : 1_000_000)))
                .control(setting -> setting.with(DepthKeys.FACTOR, 3.2)
                        .noted("r = 3.2, where a cycle of two attracts everything"))
                .predict(setting -> Quantities.of("exponent", Math.log(2))
                        .and("multipliers", new double[] {-1, -1})
                        .and("crossings", new double[] {2, 8}))
                .measure((setting, replicate, seed) -> {
                    double r = setting.get(DepthKeys.FACTOR);
                    int rounds = Math.max(1, setting.get(DepthKeys.LAYERS) / CHUNK);
                    Mlp net = logisticNet(CHUNK);
                    double[] theta = logisticTheta(CHUNK, r);
                    double x = 0.2 + 0.6 * seed.named("start").generator().nextDouble();
                    double sum = 0;
                    for (int i = 0; i < rounds; i++) {
                        LayerTrace trace = net.trace(theta, Matrix.of(new double[][] {{x}}));
                        for (int l = 0; l < CHUNK; l++) {
                            sum += Math.log(r * Math.max(Math.abs(trace.slopes(l).get(0, 0)), Double.MIN_NORMAL));
                        }
                        x = trace.outputs().get(0, 0);
                    }
                    double first = 3;
                    double second = 1 + Math.sqrt(6);
                    double cycle = (second + 1 + Math.sqrt((second - 3) * (second + 1))) / (2 * second);
                    return Quantities.of("exponent", sum / (rounds * (double) CHUNK))
                            .and("multipliers", new double[] {slope(1, first, 1 - 1 / first), slope(2, second, cycle)})
                            .and("crossings", new double[] {crossings(1 + Math.sqrt(8) + NEAR_THREE[0]),
                                crossings(1 + Math.sqrt(8) + NEAR_THREE[1])});
                })
                .judge((setting, predicted, measured) -> {
                    Quantities q = measured.getFirst();
                    int n = setting.get(DepthKeys.LAYERS) / CHUNK * CHUNK;
                    // log |F'(x)| is ln 2 plus half the growth of log x(1 - x), which lies between -37 and 0 for doubles.
                    return Judgement.all(
                            Comparison.equal("Lyapunov exponent", predicted.scalar("exponent"), q.scalar("exponent"),
                                    Tolerance.of(40.0 / n,
                                            "the logarithms at the first and the last point, over the number of layers")),
                            Comparison.equal("slope at the fixed point, r = 3", predicted.list("multipliers")[0],
                                    q.list("multipliers")[0], Rounding.of(32)),
                            Comparison.equal("slope at the cycle of two, r = 1 + root 6",
                                    predicted.list("multipliers")[1], q.list("multipliers")[1], Rounding.of(32).on(4)),
                            Comparison.equal("points that three layers return, below 1 + root 8",
                                    predicted.list("crossings")[0],
                                    q.list("crossings")[0], Tolerance.none("a count")),
                            Comparison.equal("points that three layers return, above 1 + root 8",
                                    predicted.list("crossings")[1],
                                    q.list("crossings")[1], Tolerance.none("a count")));
                })
                .build();
    }

    /** The slope of the network in its input. */
    private static double slope(int layers, double r, double x) {
        return logisticNet(layers).linearize(logisticTheta(layers, r), Matrix.of(new double[][] {{x}}))
                .inputVjp(Matrix.of(new double[][] {{1}}))
                .get(0, 0);
    }

    /** How often F^3(x) - x changes its sign on a grid of (0, 1), and once more for the fixed point 0. */
    private static int crossings(double r) {
        Matrix x = Matrix.zeros(GRID, 1);
        for (int i = 0; i < GRID; i++) {
            x.set(i, 0, (i + 0.5) / GRID);
        }
        Matrix image = logisticNet(3).forward(logisticTheta(3, r), x);
        int changes = 1;
        for (int i = 1; i < GRID; i++) {
            changes += (image.get(i, 0) - x.get(i, 0)) * (image.get(i - 1, 0) - x.get(i - 1, 0)) < 0 ? 1 : 0;
        }
        return changes;
    }

    private static Claim tent() {
        return ClaimBuilder.of("004.chapter1.tent", DepthKeys.source("chapter 1"))
                .statement("The tent map is a deep ReLU network with the Lyapunov exponent ln 2",
                        "2 ReLU(x) - 4 ReLU(x - 1/2), repeated, has the slope 2^L or -2^L at every input but the kinks: the same exponent as the "
                                + "logistic map at r = 4, to which a change of coordinates takes it.",
                        "\\left|\\frac{dT^L}{dx}\\right|=2^L")
                .quoted("Then the problem would be related to solving the logistic map, which is a well-studied discrete dynamical system "
                        + "that is known to generate a very complex dynamics.", "chapter 1")
                .measured(
                        "The slope in the input of the network with so many layers at 100 random inputs, bit for bit; and T at "
                                + "sin^2(pi x / 2) of it against the logistic network, to rounding.")
                .standard(size -> Setting.of(DepthKeys.LAYERS.is(40), DepthKeys.FACTOR.is(2.0)))
                .control(setting -> setting.with(DepthKeys.FACTOR, 1.9).noted("a lower tent, of slope 1.9"))
                .predict(setting -> Quantities.of("slope", Math.pow(2, setting.get(DepthKeys.LAYERS)))
                        .and("difference", 0))
                .measure((setting, replicate, seed) -> {
                    double s = setting.get(DepthKeys.FACTOR);
                    int layers = setting.get(DepthKeys.LAYERS);
                    Matrix x = Matrix.zeros(100, 1);
                    var generator = seed.named("inputs").generator();
                    Arrays.setAll(x.data(), i -> generator.nextDouble());
                    Matrix one = Matrix.zeros(100, 1);
                    Arrays.fill(one.data(), 1);
                    double[] slopes = tentNet(layers).linearize(tentTheta(layers, s), x).inputVjp(one).data();
                    double[] sizes = Arrays.stream(slopes).map(Math::abs).sorted().toArray();
                    Matrix mapped = x.copy();
                    Arrays.setAll(mapped.data(), i -> Math.pow(Math.sin(Math.PI / 2 * x.data()[i]), 2));
                    double[] there = logisticNet(1).forward(logisticTheta(1, 4), mapped).data();
                    double[] tents = tentNet(1).forward(tentTheta(1, s), x).data();
                    double worst = 0;
                    for (int i = 0; i < tents.length; i++) {
                        worst = Math.max(worst, Math.abs(there[i] - Math.pow(Math.sin(Math.PI / 2 * tents[i]), 2)));
                    }
                    return Quantities.of("least slope", sizes[0])
                            .and("largest slope", sizes[99])
                            .and("difference", worst);
                })
                .judge((setting, predicted, measured) -> {
                    Quantities q = measured.getFirst();
                    double slope = predicted.scalar("slope");
                    return Judgement.all(
                            Comparison.equal("least slope", slope, q.scalar("least slope"), Tolerance.none("bitwise")),
                            Comparison.equal("largest slope", slope, q.scalar("largest slope"),
                                    Tolerance.none("bitwise")),
                            Comparison.equal("difference to the logistic map in other coordinates",
                                    predicted.scalar("difference"), q.scalar("difference"), Rounding.of(16).on(4)));
                })
                .build();
    }

    private static Mlp tentNet(int layers) {
        int[] widths = new int[layers + 2];
        Arrays.fill(widths, 1, layers + 1, 2);
        widths[0] = 1;
        widths[layers + 1] = 1;
        return Mlp.of(Activation.RELU, widths);
    }

    /** Layers (ReLU(y), ReLU(y - 1/2)) with y = s (a - 2 b) of the layer before. */
    private static double[] tentTheta(int layers, double s) {
        double[] theta = new double[4 + 6 * (layers - 1) + 3];
        System.arraycopy(new double[] {1, 1, 0, -0.5}, 0, theta, 0, 4);
        for (int l = 1; l < layers; l++) {
            System.arraycopy(new double[] {s, -2 * s, s, -2 * s, 0, -0.5}, 0, theta, 4 + 6 * (l - 1), 6);
        }
        System.arraycopy(new double[] {s, -2 * s, 0}, 0, theta, theta.length - 3, 3);
        return theta;
    }
}
