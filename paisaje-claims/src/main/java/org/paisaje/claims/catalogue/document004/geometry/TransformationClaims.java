package org.paisaje.claims.catalogue.document004.geometry;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
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
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.head.Head;
import org.paisaje.network.start.Initializer;
import org.paisaje.study.Comparison;
import org.paisaje.study.Tolerance;
import org.paisaje.theory.geometry.metric.Collision;
import org.paisaje.theory.geometry.metric.LayerMap;

/** Section 7.2: what networks do to coordinates, and the softmax behind them. */
final class TransformationClaims {
    private static final int CLASSES = 5;
    private static final int ROWS = 50;

    private TransformationClaims() {}

    static List<Claim> all() {
        return List.of(feedforward(), residual(), softmax());
    }

    private static Claim feedforward() {
        return ClaimBuilder.of("004.prop.7.2.1", new Source("004", "proposition 7.2.1"))
                .statement("A tanh network of one width changes coordinates from layer to layer",
                        "With tanh or sigmoid, nonsingular matrices and one width, no two points have one image in any layer; with ReLU some have, as the text "
                                + "says itself.",
                        "x^{(l+1)}\\equiv\\phi^{(l)}(x^{(l)})\\equiv f(x^{(l)};l)")
                .quoted("Given an activation function f (ReLU, tanh or sigmoid), a standard feedforward network transforms coordinates as",
                        "proposition 7.2.1")
                .quoted("is not bijective, and thus it is not a proper coordinate transformation. The notation is abused in this sense.",
                        "below proposition 7.2.1, on ReLU")
                .mistake(
                        "A name for the forward pass rather than a proposition; that matrices must not be singular is not said.")
                .measured(
                        "Of random networks of three layers of 2 units those in which two inputs with one image are found.")
                .standard(size -> Setting.of(GeometryKeys.ACTIVATION.is("tanh"),
                        GeometryKeys.LAYERS.is(size == Size.SMOKE ? 20 : 200), GeometryKeys.POINTS.is(20)))
                .control(setting -> setting.with(GeometryKeys.ACTIVATION, "relu")
                        .noted("ReLU, which is constant below 0"))
                .predict(setting -> Quantities.of("collisions", 0))
                .measure((setting, replicate, seed) -> {
                    Mlp net = Mlp.of(Activation.parse(setting.get(GeometryKeys.ACTIVATION)), 2, 2, 2, 2, 1);
                    int collisions = 0;
                    for (int k = 0; k < setting.get(GeometryKeys.LAYERS); k++) {
                        double[] theta = net.initialize(Initializer.uniform(1), seed.named("theta").at(k));
                        LayerMap map = LayerMap.of(net, theta, 0, 3);
                        int points = setting.get(GeometryKeys.POINTS);
                        Matrix x = Matrix.wrap(points, 2, seed.named("x").at(k).gaussians(2 * points));
                        collisions += Collision.search(map, IntStream.range(0, points).mapToObj(x::row).toList())
                                .isPresent() ? 1 : 0;
                    }
                    return Quantities.of("collisions", collisions);
                })
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.equal(
                        "networks with two inputs of one image", predicted.scalar("collisions"),
                        measured.getFirst().scalar("collisions"), Tolerance.none("a count"))))
                .build();
    }

    private static Claim residual() {
        return ClaimBuilder.of("004.prop.7.2.2", new Source("004", "proposition 7.2.2"))
                .statement("Residual blocks change coordinates by x + f(x), covectors by (I + Df)^T",
                        "The derivative of all blocks is the product of the I + Df_l, so that a covector at the outputs comes back to the inputs block by block.",
                        "D\\Phi^\\top=(I+Df_0)^\\top\\cdots(I+Df_{L-1})^\\top")
                .quoted("A residual network (ResNet) transforms coordinates as", "proposition 7.2.2")
                .mistake(
                        "A definition, not a proposition: that the new coordinates are coordinates is lemma 7.2.1, which needs more.")
                .measured(
                        "Ten blocks of 3 units: the outputs against x + f(x) block by block, and the pullback of a random covector against the product of the "
                                + "matrices I + Df from slopes of tanh.")
                .standard(size -> Setting.of(GeometryKeys.LAYERS.is(10), GeometryKeys.STRETCH.is(1.0)))
                .control(setting -> setting.with(GeometryKeys.STRETCH, 1.01)
                        .noted("branches that are 1 % larger than those of the network"))
                .predict(setting -> Quantities.of("outputs", 0).and("covectors", 0))
                .measure((setting, replicate, seed) -> blocks(setting, seed))
                .judge((setting, predicted, measured) -> Judgement.all(List.of("outputs", "covectors")
                        .stream()
                        // Ten blocks of ten operations for each unit.
                        .map(what -> Comparison.equal("largest difference of " + what + ", relative",
                                predicted.scalar(what), measured.getFirst().scalar(what),
                                Rounding.of(100).times(measured.getFirst().scalar("growth"))))
                        .toList()))
                .build();
    }

    private static Quantities blocks(Setting setting, Seed seed) {
        int blocks = setting.get(GeometryKeys.LAYERS);
        double stretch = setting.get(GeometryKeys.STRETCH);
        Architecture net = Architecture.parse("resnet:3x" + blocks + ":tanh:step=0.5");
        double[] theta = net.initialize(Initializer.uniform(1), seed.named("theta"));
        Matrix x = Matrix.wrap(1, 3, seed.named("x").gaussians(3));
        double[] p = seed.named("p").gaussians(3);
        double[] y = x.row(0);
        double growth = 1;
        Matrix product = Matrix.identity(3);
        for (int l = 0; l < blocks; l++) {
            Matrix w = Matrix.wrap(3, 3, Arrays.copyOfRange(theta, 12 * l, 12 * l + 9));
            double[] z = w.times(y);
            Matrix change = Matrix.identity(3);
            double[] next = y.clone();
            for (int i = 0; i < 3; i++) {
                double value = Math.tanh(z[i] + theta[12 * l + 9 + i]);
                next[i] += stretch * 0.5 * value;
                for (int j = 0; j < 3; j++) {
                    change.set(i, j, change.get(i, j) + stretch * 0.5 * (1 - value * value) * w.get(i, j));
                }
            }
            y = next;
            growth *= 1 + 0.5 * w.frobeniusNorm();
            product = change.times(product);
        }
        return Quantities.of("outputs", far(y, net.forward(theta, x).row(0)))
                .and("covectors", far(product.transposedTimes(p),
                        net.linearize(theta, x).inputVjp(Matrix.wrap(1, 3, p)).row(0)))
                .and("growth", growth);
    }

    private static double far(double[] a, double[] b) {
        double worst = 0;
        double size = 0;
        for (int i = 0; i < a.length; i++) {
            worst = Math.max(worst, Math.abs(a[i] - b[i]));
            size = Math.max(size, Math.abs(b[i]));
        }
        return worst / size;
    }

    private static Claim softmax() {
        return ClaimBuilder.of("004.def.7.2.3", new Source("004", "definition 7.2.3, equation (7.4)"))
                .statement("The softmax adds up to 1, forgets a shift, and can be computed for all sizes",
                        "exp(u_j) / sum_k exp(u_k) does not change if a number is added to all u, so that the largest can be taken off first: then no "
                                + "exponential overflows, and the shares add up to 1.",
                        "\\mathrm{softmax}(u+c)=\\mathrm{softmax}(u)")
                .quoted("A Softmax coordinate transformation is defined by", "definition 7.2.3")
                .mistake(
                        "It forgets a dimension, the shift, and so is no change of coordinates of R^K. The W of the formula has a layer index that the sums do not have. Evaluated "
                                + "as printed it overflows from 710 on.")
                .measured(
                        "Of 50 vectors of 5 numbers, of sizes 1, 10 and 1000: the distance of the sum to 1, the change by a shift by 64, which is exact for "
                                + "numbers that are multiples of 2^-20, and the entries that are no numbers.")
                .standard(size -> Setting.of(GeometryKeys.SAFE.is(true)))
                .control(setting -> setting.with(GeometryKeys.SAFE, false)
                        .noted("the formula evaluated as it is printed"))
                .predict(setting -> Quantities.of("sum", 0).and("shift", 0).and("none", 0))
                .measure((setting, replicate, seed) -> {
                    UnaryOperator<Matrix> head = setting.get(GeometryKeys.SAFE)
                            ? Head.SOFTMAX::value
                            : TransformationClaims::naive;
                    double sum = 0;
                    double shift = 0;
                    int none = 0;
                    for (double size : new double[] {1, 10, 1000}) {
                        double[] u = Arrays.stream(seed.named("u").gaussians(CLASSES * ROWS))
                                .map(v -> Math.rint(size * v * 0x1p20) * 0x1p-20)
                                .toArray();
                        double[] shares = head.apply(Matrix.wrap(ROWS, CLASSES, u)).data();
                        double[] moved = head
                                .apply(Matrix.wrap(ROWS, CLASSES, Arrays.stream(u).map(v -> v + 64).toArray()))
                                .data();
                        for (int i = 0; i < ROWS; i++) {
                            double total = 0;
                            for (int j = i * CLASSES; j < (i + 1) * CLASSES; j++) {
                                none += Double.isFinite(shares[j]) && Double.isFinite(moved[j]) ? 0 : 1;
                                total += shares[j];
                                double change = Math.abs(shares[j] - moved[j]);
                                shift = change > shift ? change : shift;
                            }
                            double off = Math.abs(total - 1);
                            sum = off > sum ? off : sum;
                        }
                    }
                    return Quantities.of("sum", sum).and("shift", shift).and("none", none);
                })
                .judge((setting, predicted, measured) -> {
                    Quantities q = measured.getFirst();
                    return Judgement.all(
                            Comparison.equal("largest distance of a sum to 1", predicted.scalar("sum"),
                                    q.scalar("sum"), Rounding.of(20)),
                            Comparison.equal("largest change by a shift", predicted.scalar("shift"),
                                    q.scalar("shift"), Rounding.of(16)),
                            Comparison.equal("entries that are no numbers", predicted.scalar("none"),
                                    q.scalar("none"), Tolerance.none("counted")));
                })
                .build();
    }

    private static Matrix naive(Matrix u) {
        Matrix result = Matrix.zeros(u.rows(), u.columns());
        for (int i = 0; i < u.rows(); i++) {
            double sum = Arrays.stream(u.row(i)).map(Math::exp).sum();
            for (int j = 0; j < u.columns(); j++) {
                result.set(i, j, Math.exp(u.get(i, j)) / sum);
            }
        }
        return result;
    }
}
