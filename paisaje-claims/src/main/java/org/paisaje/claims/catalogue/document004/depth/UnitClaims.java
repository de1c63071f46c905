package org.paisaje.claims.catalogue.document004.depth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Shares;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerTrace;
import org.paisaje.network.start.Initializer;
import org.paisaje.risk.Risk;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
import org.paisaje.theory.dynamics.dead.DeadUnits;
import org.paisaje.theory.dynamics.dead.InputBox;
import org.paisaje.theory.dynamics.dead.UnitFate;

/** Section 8.1.2: what a dead unit is, how one wakes up, and how often units and networks are born dead. */
public final class UnitClaims {
    private static final String PLACE = "section 8.1.2, ";
    private static final double RATE = 0.05;
    private static final int MOST_STEPS = 200;
    private static final int HIDDEN = 6;
    private static final int FEW = 8;

    private UnitClaims() {}

    /** The claims. */
    public static List<Claim> all() {
        return List.of(samples(), recovers(), layer(), second());
    }

    private static Claim samples() {
        return ClaimBuilder.of("004.def.8.1.1", DepthKeys.source(PLACE + "definition 8.1.1"))
                .statement("A unit that is silent on all samples need not be dead",
                        "The definition asks for 0 on the whole input space of the layer. A unit that is 0 on the samples of a run may be awake "
                                + "elsewhere in the box that they come from; one that is 0 on the box is 0 on every sample.",
                        "h(x)=0\\ \\forall x\\in\\mathcal X\\ \\ne\\ h(x_i)=0\\ \\forall i")
                .quoted("A rectified neuron, which represents a function $h(\\cdot) = \\max(A(\\cdot) + B)$ , 0) is said to be dead when "
                        + "h(x) = 0 for all x the input space of that layer.", "definition 8.1.1")
                .mistake(
                        "The max misses its 0, and whether the input space is that of the training samples is not said.")
                .measured(
                        "Of 64 random ReLU units on [-1, 1]^2 those that are silent on 8 random samples and awake somewhere on the square, "
                                + "and those that are dead on the square, proved with bounds, and not silent on the samples.")
                .standard(size -> Setting.of(DepthKeys.CORNERS.is(false)))
                .control(setting -> setting.with(DepthKeys.CORNERS, true)
                        .noted("the corners of the square as samples, where a unit of the first layer is the most awake"))
                .predict(setting -> Quantities.of("awake elsewhere", 1).and("dead and not silent", 0))
                .measure((setting, replicate, seed) -> silent(setting, seed))
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.atLeast("units silent on the samples and awake elsewhere",
                                predicted.scalar("awake elsewhere"),
                                Estimate.exact(measured.getFirst().scalar("awake elsewhere")), "counted"),
                        Comparison.equal("units dead on the square and not silent on the samples",
                                predicted.scalar("dead and not silent"),
                                measured.getFirst().scalar("dead and not silent"), Tolerance.none("counted"))))
                .build();
    }

    private static Quantities silent(Setting setting, Seed seed) {
        Architecture net = Architecture.parse("mlp:2-64-1:relu");
        double[] theta = net.initialize(Initializer.normal(1), seed.named("weights"));
        RandomGenerator random = seed.named("samples").generator();
        double[] points = setting.get(DepthKeys.CORNERS)
                ? new double[] {-1, -1, -1, 1, 1, -1, 1, 1}
                : random.doubles(2 * FEW, -1, 1).toArray();
        Matrix x = Matrix.wrap(points.length / 2, 2, points);
        LayerTrace trace = net.trace(theta, x);
        DeadUnits.Layer layer = DeadUnits.of(net.pieces(theta), InputBox.cube(2, -1, 1), x, DeadUnits.WORK)
                .layers()
                .getFirst();
        int awake = 0;
        int wrong = 0;
        for (int j = 0; j < 64; j++) {
            boolean silent = Arrays.stream(trace.values(0).column(j)).allMatch(v -> v == 0);
            boolean dead = layer.units().get(j) instanceof UnitFate.Dead;
            awake += silent && layer.units().get(j) instanceof UnitFate.AliveOnBox ? 1 : 0;
            wrong += dead && !silent ? 1 : 0;
        }
        return Quantities.of("awake elsewhere", awake).and("dead and not silent", wrong);
    }

    private static Claim recovers() {
        return ClaimBuilder.of("004.lemma.8.1.2", DepthKeys.source(PLACE + "lemma 8.1.2"))
                .statement("A dead unit wakes up when the layer before it moves far enough",
                        "Behind one unit that gradient descent pulls up, a unit with the argument a - 3/2 sleeps until the value a before it "
                                + "passes 3/2: its own weights stay bit for bit what they are until then.",
                        "h(x)=\\max(a_k(x)-\\tfrac32,0)>0\\iff a_k>\\tfrac32")
                .quoted("Then it is in general possible that the neuron, after the neural network is trained with a gradient descent method, is "
                        + "such that $h(x) \\neq 0$ for some $x \\in \\mathcal{X}$", "lemma 8.1.2")
                .measured(
                        "The number of steps of gradient descent after which the unit is awake, against the recursion of the six numbers "
                                + "that move, and whether its weights moved before.")
                .standard(size -> Setting.of(DepthKeys.TARGET.is(5.0)))
                .control(setting -> setting.with(DepthKeys.TARGET, 1.0)
                        .noted("a target that the network has already, so that nothing moves"))
                .predict(setting -> Quantities.of("steps", recursion(5)).and("moved", 0))
                .measure((setting, replicate, seed) -> revival(setting.get(DepthKeys.TARGET)))
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.equal("steps until the unit is awake", predicted.scalar("steps"),
                                measured.getFirst().scalar("steps"), Tolerance.none("counted")),
                        Comparison.equal("steps before that moved its weights", predicted.scalar("moved"),
                                measured.getFirst().scalar("moved"), Tolerance.none("bitwise"))))
                .build();
    }

    /** The weights and biases of the path that is awake, with the loss (f - y)^2 / 2 at x = 1. */
    private static double recursion(double y) {
        double w = 1;
        double b = 0;
        double v = 1;
        double c = 0;
        double u = 1;
        double d = 0;
        for (int k = 0; k <= MOST_STEPS; k++) {
            double a = w + b;
            if (a - 1.5 > 0) {
                return k;
            }
            double h = v * a + c;
            double e = RATE * (u * h + d - y);
            double back = e * u;
            double first = back * v;
            u -= e * h;
            d -= e;
            v -= back * a;
            c -= back;
            w -= first;
            b -= first;
        }
        return -1;
    }

    private static Quantities revival(double y) {
        Architecture net = Architecture.parse("mlp:1-1-2-1:relu");
        double[] theta = {1, 0, 1, 1, 0, -1.5, 1, 1, 0};
        Matrix x = Matrix.wrap(1, 1, new double[] {1});
        Risk risk = Risk.of(net, x, Matrix.wrap(1, 1, new double[] {y}), Loss.SQUARED);
        double scale = risk.gradient(theta)[8] == 0 ? 1 : (1 - y) / risk.gradient(theta)[8];
        int moved = 0;
        for (int k = 0; k <= MOST_STEPS; k++) {
            if (net.trace(theta, x).values(1).get(0, 1) > 0) {
                return Quantities.of("steps", k).and("moved", moved);
            }
            double[] g = risk.gradient(theta);
            double[] before = theta.clone();
            for (int i = 0; i < theta.length; i++) {
                theta[i] -= RATE * scale * g[i];
            }
            moved += before[3] == theta[3] && before[5] == theta[5] ? 0 : 1;
        }
        return Quantities.of("steps", -1).and("moved", moved);
    }

    private static int nets(Size size) {
        return size == Size.SMOKE ? 1_000 : size == Size.FULL ? 200_000 : 20_000;
    }

    private static Claim layer() {
        return ClaimBuilder.of("004.lemma.8.1.3", DepthKeys.source(PLACE + "lemma 8.1.3"))
                .statement("A network is born dead exactly when one of its layers is 0 everywhere",
                        "With weights that send no given vector to 0 but with probability 0, a network without biases is constant on a "
                                + "neighbourhood of 0 if and only if some hidden layer is 0 on all of it.",
                        "\\mathcal N^L\\text{ born dead}\\iff\\exists l<L:\\ \\phi(\\mathcal N^l(x))=0\\ \\forall x\\in\\mathcal D")
                .quoted("$\\mathbb{P}(\\mathcal{N}^L(x) \\text{ is born dead in } \\mathcal{D}) = \\mathbb{P}(\\exists l \\in \\{1, ..., L-1\\} "
                        + "\\text{ such that } \\phi(\\mathcal{N}^l(x))) = 0 \\, \\forall x \\in \\mathcal{D}$",
                        "lemma 8.1.3")
                .mistake(
                        "The index of the weights is printed W_l^l; the idea of the proof ends before the converse. The lemma is of Lu, Shin, "
                                + "Su and Karniadakis.")
                .measured(
                        "Random networks of six hidden layers of three units without biases, at both ends of [-1, 1]: how many are constant "
                                + "without a layer that is 0, or the other way round; and how many are constant and not, so that both occur.")
                .seconds(2)
                .standard(size -> Setting.of(DepthKeys.LAYERS.is(nets(size)), DepthKeys.SIGNS.is(false)))
                .control(setting -> setting.with(DepthKeys.SIGNS, true)
                        .noted("weights of -1, 0 and 1, which send vectors to 0"))
                .predict(setting -> Quantities.of("disagree", 0).and("least", setting.get(DepthKeys.LAYERS) / 20.0))
                .measure((setting, replicate, seed) -> events(setting, seed))
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.equal("networks for which only one of the two holds", predicted.scalar("disagree"),
                                measured.getFirst().scalar("disagree"), Tolerance.none("counted")),
                        Comparison.atLeast("networks that are born dead", predicted.scalar("least"),
                                Estimate.exact(measured.getFirst().scalar("dead")), "counted").asSanity(),
                        Comparison.atLeast("networks that are alive", predicted.scalar("least"),
                                Estimate.exact(measured.getFirst().scalar("alive")), "counted").asSanity()))
                .build();
    }

    private static Quantities events(Setting setting, Seed seed) {
        int draws = setting.get(DepthKeys.LAYERS);
        Architecture net = Architecture.parse("mlp:1-3-3-3-3-3-3-1:relu:bias=false");
        Matrix ends = Matrix.wrap(2, 1, new double[] {1, -1});
        RandomGenerator random = seed.named("weights").generator();
        double[] theta = new double[net.layout().size()];
        int disagree = 0;
        int dead = 0;
        for (int i = 0; i < draws; i++) {
            for (int k = 0; k < theta.length; k++) {
                theta[k] = setting.get(DepthKeys.SIGNS) ? random.nextInt(3) - 1 : random.nextGaussian();
            }
            LayerTrace trace = net.trace(theta, ends);
            // Without biases f is 0 at 0, so a constant network is 0 at both ends, where its layers are 0 or not as on all of a side.
            boolean constant = zero(trace.values(HIDDEN));
            boolean layer = false;
            for (int l = 0; l < HIDDEN; l++) {
                layer |= zero(trace.values(l));
            }
            disagree += constant == layer ? 0 : 1;
            dead += constant ? 1 : 0;
        }
        return Quantities.of("disagree", disagree).and("dead", dead).and("alive", draws - dead);
    }

    private static boolean zero(Matrix values) {
        return Arrays.stream(values.data()).allMatch(v -> v == 0);
    }

    private static Claim second() {
        return ClaimBuilder.of("004.8.1.2.second", DepthKeys.source("section 8.1.2"))
                .statement("A unit of the second layer is dead for every input with a known probability",
                        "With n0 inputs, n1 units before it and weights and biases of symmetric laws a unit of the second layer is off on all of "
                                + "space with probability 2^-(n1+1) for n1 <= n0, and (2^n0 + 1) / 4^(n0+1) for n1 = n0 + 1.",
                        "P=2^{-(n_1+1)},\\quad P=\\frac{2^{n_0}+1}{4^{n_0+1}}")
                .quoted("Although the probability that a dead neuron recovers is not high [44], still it is in theory possible.",
                        "section 8.1.2")
                .mistake(
                        "The thesis gives no probability of single units; the reference is on another matter. These are exact.")
                .measured(
                        "The share of random units whose argument is nowhere positive: an argument is piecewise linear, so that rays to infinity "
                                + "and corners decide. By Wilson's intervals, told from the numbers of one unit more and one less.")
                .standard(size -> Setting.of(DepthKeys.LAYERS.is(20 * nets(size)), DepthKeys.SHIFT.is(0.0)))
                .control(setting -> setting.with(DepthKeys.SHIFT, 1.0)
                        .noted("biases of mean 1, which are not symmetric"))
                .predict(setting -> Quantities.of("dead", new double[] {1.0 / 4, 3.0 / 16, 1.0 / 8, 5.0 / 64}))
                .measure((setting, replicate, seed) -> {
                    int draws = setting.get(DepthKeys.LAYERS);
                    double shift = setting.get(DepthKeys.SHIFT);
                    return Quantities.of("dead", new double[] {
                        share(1, 1, draws, shift, seed), share(1, 2, draws, shift, seed),
                        share(2, 2, draws, shift, seed), share(2, 3, draws, shift, seed)});
                })
                .judge((setting, predicted, measured) -> {
                    String[] names = {"one input, one unit", "one input, two units", "two inputs, two units",
                        "two inputs, three units"};
                    double[][] rivals = {{1.0 / 2, 1.0 / 8}, {1.0 / 4, 1.0 / 8}, {1.0 / 4, 1.0 / 16},
                        {1.0 / 8, 1.0 / 16}};
                    List<Comparison> lines = new ArrayList<>();
                    for (int k = 0; k < names.length; k++) {
                        lines.add(Comparison.told("share of dead units, " + names[k], predicted.list("dead")[k],
                                Shares.wilson((long) measured.getFirst().list("dead")[k],
                                        setting.get(DepthKeys.LAYERS), names.length),
                                "Wilson's interval", rivals[k]));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    /** How many of the units with d inputs and m units before them are nowhere awake; d is 1 or 2. */
    private static double share(int d, int m, int draws, double shift, Seed seed) {
        RandomGenerator random = seed.named("units").at(10L * d + m).generator();
        int dead = 0;
        for (int i = 0; i < draws; i++) {
            double[][] a = new double[m][2];
            double[] b = new double[m];
            double[] w = new double[m];
            for (int j = 0; j < m; j++) {
                a[j][0] = random.nextGaussian();
                a[j][1] = d == 2 ? random.nextGaussian() : 0;
                b[j] = random.nextGaussian();
                w[j] = random.nextGaussian();
            }
            dead += awake(d, a, b, w, random.nextGaussian() + shift) ? 0 : 1;
        }
        return dead;
    }

    private static boolean awake(int d, double[][] a, double[] b, double[] w, double c) {
        int m = w.length;
        double[] none = new double[m];
        for (int j = 0; j < m; j++) {
            // Along the kink of unit j its own value is 0 and must not be rounded to something else.
            double[][] rays = d == 1
                    ? new double[][] {{1, 0}, {-1, 0}}
                    : new double[][] {{-a[j][1], a[j][0]}, {a[j][1], -a[j][0]}};
            for (double[] ray : rays) {
                if (argument(ray, a, none, w, 0, d == 2 ? j : -1, -1) > 0) {
                    return true;
                }
            }
            for (int k = d == 1 ? j : j + 1; k < (d == 1 ? j + 1 : m); k++) {
                double[] corner = d == 1 ? new double[] {-b[j] / a[j][0], 0} : crossing(a[j], b[j], a[k], b[k]);
                if (argument(corner, a, b, w, c, j, k) > 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private static double[] crossing(double[] p, double e, double[] q, double f) {
        double det = p[0] * q[1] - p[1] * q[0];
        return new double[] {(-e * q[1] + f * p[1]) / det, (-p[0] * f + q[0] * e) / det};
    }

    private static double argument(double[] x, double[][] a, double[] b, double[] w, double c, int off, int other) {
        double sum = c;
        for (int j = 0; j < w.length; j++) {
            sum += j == off || j == other ? 0 : w[j] * Math.max(0, a[j][0] * x[0] + a[j][1] * x[1] + b[j]);
        }
        return sum;
    }
}
