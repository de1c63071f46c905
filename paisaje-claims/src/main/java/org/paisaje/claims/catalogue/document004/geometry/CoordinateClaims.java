package org.paisaje.claims.catalogue.document004.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.Source;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Svd;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.architecture.Residual;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
import org.paisaje.theory.geometry.metric.Collision;
import org.paisaje.theory.geometry.metric.FlowVolume;
import org.paisaje.theory.geometry.metric.LayerMap;
import org.paisaje.theory.geometry.topology.Betti;
import org.paisaje.theory.geometry.topology.StableBetti;

/** Which layers are changes of coordinates: sections 7.1 and 7.2. */
final class CoordinateClaims {
    private CoordinateClaims() {}

    static List<Claim> all() {
        return List.of(layers(), shapes(), residualPrinted(), residualCorrected(), liouville());
    }

    private static Claim layers() {
        return ClaimBuilder.of("004.thm.7.1.1", new Source("004", "theorem 7.1.1"))
                .statement("A layer with a nonsingular matrix and an increasing activation is one-to-one",
                        "Onto its image: no two inputs have one image, and the determinant keeps its sign.",
                        "\\det W\\ne0,\\ \\sigma\\text{ a homeomorphism}\\Rightarrow\\sigma(W\\cdot+b)\\text{ a homeomorphism}")
                .quoted("Then, this layer represents an homeomorphism given that the weight matrix W is non-singular.",
                        "theorem 7.1.1")
                .measured(
                        "Of random layers of 1 to 4 units those in which two inputs with one image are found, and those whose determinant "
                                + "has both signs at random points.")
                .standard(size -> Setting.of(GeometryKeys.LAYERS.is(size == Size.SMOKE ? 40 : 400),
                        GeometryKeys.POINTS.is(20), GeometryKeys.ACTIVATION.is("tanh")))
                .control(setting -> setting.with(GeometryKeys.ACTIVATION, "relu")
                        .noted("ReLU, which is constant below 0"))
                .predict(setting -> Quantities.of("collisions", 0))
                .measure((setting, replicate, seed) -> {
                    int collisions = 0;
                    for (int k = 0; k < setting.get(GeometryKeys.LAYERS); k++) {
                        int n = 1 + k % 4;
                        Mlp net = Mlp.of(Activation.parse(setting.get(GeometryKeys.ACTIVATION)), n, n, 1);
                        double[] theta = seed.named("theta").at(k).gaussians(net.layout().size());
                        LayerMap map = LayerMap.of(net, theta, 0, 1);
                        List<double[]> points = points(n, setting.get(GeometryKeys.POINTS), seed.named("x").at(k));
                        collisions += Collision.search(map, points).isPresent() ? 1 : 0;
                    }
                    return Quantities.of("collisions", collisions);
                })
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.equal(
                        "layers with two inputs of one image", predicted.scalar("collisions"),
                        measured.getFirst().scalar("collisions"), Tolerance.none("a count"))))
                .build();
    }

    private static List<double[]> points(int d, int count, Seed seed) {
        double[] all = seed.gaussians(d * count);
        List<double[]> result = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            result.add(Arrays.copyOfRange(all, i * d, (i + 1) * d));
        }
        return result;
    }

    /** x + ReLU(-a x) entry by entry, in two dimensions. */
    private static LayerMap folding(double a) {
        Residual net = Residual.of(Activation.RELU, 2, 1).withBias(false);
        return LayerMap.of(net, new double[] {-a, 0, 0, -a}, 0, 1);
    }

    private static Claim shapes() {
        return ClaimBuilder.of("004.cor.7.1.1", new Source("004", "corollary 7.1.1"))
                .statement("Layers that are homeomorphisms keep the shape of a class",
                        "A disc has one part and no loop, a ring one part and one loop, before and behind three blocks x + ReLU(-a x) turned by "
                                + "45 degrees in between, which are invertible for a below 1.",
                        "b_k(f(X))=b_k(X)")
                .quoted("A Neural Network represents a homeomorphism if it is given by the composition of layers that represents homeomorphisms.",
                        "corollary 7.1.1")
                .measured("Betti numbers of the images of a dense grid of points of the disc and of the ring.")
                .standard(size -> Setting.of(GeometryKeys.SLOPE.is(0.6),
                        GeometryKeys.POINTS.is(size == Size.SMOKE ? 120 : 300), GeometryKeys.INNER.is(0.35),
                        GeometryKeys.HOLE.is(0.575)))
                .control(setting -> setting.with(GeometryKeys.SLOPE, 2.0)
                        .noted("blocks that are the modulus, which folds the plane"))
                .predict(setting -> Quantities.of("disc", new double[] {1, 0}).and("ring", new double[] {1, 1}))
                .measure((setting, replicate, seed) -> Quantities
                        .of("disc", image(setting, 0, setting.get(GeometryKeys.INNER)))
                        .and("ring", image(setting, setting.get(GeometryKeys.HOLE), 1)))
                .judge((setting, predicted, measured) -> {
                    List<Comparison> lines = new ArrayList<>();
                    for (String set : List.of("disc", "ring")) {
                        for (int k = 0; k < 2; k++) {
                            lines.add(Comparison.equal("b" + k + " of the image of the " + set, predicted.list(set)[k],
                                    measured.getFirst().list(set)[k], Tolerance.none("a count")));
                        }
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static double[] image(Setting setting, double from, double to) {
        int n = setting.get(GeometryKeys.POINTS);
        LayerMap fold = folding(setting.get(GeometryKeys.SLOPE));
        double cosine = Math.sqrt(0.5);
        List<double[]> images = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double[] x = {2 * (i + 0.5) / n - 1, 2 * (j + 0.5) / n - 1};
                double r = Math.hypot(x[0], x[1]);
                if (r < from || r > to) {
                    continue;
                }
                for (int block = 0; block < 3; block++) {
                    x = fold.value(new double[] {cosine * (x[0] - x[1]), cosine * (x[0] + x[1])});
                }
                images.add(x);
            }
        }
        Betti betti = StableBetti.ofPoints(Matrix.of(images.toArray(double[][]::new))).orElseThrow().betti();
        return new double[] {betti.components(), betti.loops()};
    }

    private static ClaimBuilder residual(String id) {
        return ClaimBuilder.of(id, new Source("004", "lemma 7.2.1"))
                .quoted("A residual network is bijective, even with ReLU activations.",
                        "lemma 7.2.1, idea of the proof");
    }

    private static Claim residualPrinted() {
        return residual("004.lemma.7.2.1.printed")
                .statement("Residual networks are bijective, even with ReLU",
                        "No residual block has two inputs with one image.",
                        "x\\mapsto x+\\sigma(Ax)\\text{ bijective}")
                .measured("Whether two inputs with one image are found for the block x + ReLU(-a x).")
                .mistake(
                        "With a = 2 the block is x + ReLU(-2x) = |x|, which takes every positive value twice and no negative one. It holds "
                                + "where the branch has a Lipschitz constant below 1.")
                .refuted()
                .standard(size -> Setting.of(GeometryKeys.SLOPE.is(2.0), GeometryKeys.POINTS.is(20)))
                .control(setting -> setting.with(GeometryKeys.SLOPE, 0.9).noted("a branch that contracts"))
                .predict(setting -> Quantities.of("collisions", 0))
                .measure((setting, replicate, seed) -> Quantities.of("collisions",
                        Collision.search(folding(setting.get(GeometryKeys.SLOPE)),
                                points(2, setting.get(GeometryKeys.POINTS), seed.named("x"))).isPresent() ? 1 : 0))
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.equal(
                        "blocks with two inputs of one image", predicted.scalar("collisions"),
                        measured.getFirst().scalar("collisions"), Tolerance.none("a count"))))
                .build();
    }

    /** Smaller errors are left out: they are rounding in part. */
    private static final double LEAST_ERROR = 1e-9;
    private static final Rounding RATIO = Rounding.of(32).on(4).times(1 / LEAST_ERROR);

    private static Claim residualCorrected() {
        return residual("004.lemma.7.2.1.corrected")
                .statement("A residual block whose branch contracts is bijective",
                        "With Lip(g) at most c below 1 the iteration x <- y - g(x) finds the only preimage of y, its k-th error at most c^k "
                                + "times the first step over 1 - c.",
                        "\\lVert x_k-x\\rVert\\le\\frac{c^k}{1-c}\\lVert x_1-x_0\\rVert")
                .measured(
                        "Random blocks of 1 to 4 ReLU units, their weights scaled to the Lipschitz constant c: the largest ratio of an error to "
                                + "its bound over the first steps.")
                .standard(size -> Setting.of(GeometryKeys.LIPSCHITZ.is(0.7), GeometryKeys.STRETCH.is(1.0),
                        GeometryKeys.LAYERS.is(size == Size.SMOKE ? 50 : 1000)))
                .control(setting -> setting.with(GeometryKeys.STRETCH, 3.0).noted("weights three times as large"))
                .predict(setting -> Quantities.of("ratio", 1))
                .measure(CoordinateClaims::iterated)
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.atMost("largest error over its bound",
                        predicted.scalar("ratio") + RATIO.bound(), Estimate.exact(measured.getFirst().scalar("ratio")),
                        "the bound, and " + RATIO.words())))
                .build();
    }

    private static Quantities iterated(Setting setting, int replicate, Seed seed) {
        double c = setting.get(GeometryKeys.LIPSCHITZ);
        double worst = 0;
        for (int k = 0; k < setting.get(GeometryKeys.LAYERS); k++) {
            int n = 1 + k % 4;
            Architecture net = Residual.of(Activation.RELU, n, 1);
            double[] theta = seed.named("theta").at(k).gaussians(net.layout().size());
            Matrix w = Matrix.zeros(n, n);
            System.arraycopy(theta, 0, w.data(), 0, n * n);
            double scale = setting.get(GeometryKeys.STRETCH) * c / Svd.of(w).values()[0];
            for (int i = 0; i < n * n; i++) {
                theta[i] *= scale;
            }
            double[] x = seed.named("x").at(k).gaussians(n);
            double[] y = net.forward(theta, Matrix.wrap(1, n, x)).row(0).clone();
            double[] at = y.clone();
            double first = 0;
            for (int step = 0; step < 40; step++) {
                double error = distance(at, x);
                if (step > 0 && error > LEAST_ERROR) {
                    worst = Math.max(worst, error * (1 - c) / (Math.pow(c, step) * first));
                }
                double[] image = net.forward(theta, Matrix.wrap(1, n, at.clone())).row(0);
                double[] next = new double[n];
                for (int i = 0; i < n; i++) {
                    next[i] = y[i] - (image[i] - at[i]);
                }
                first = step == 0 ? distance(next, at) : first;
                at = next;
            }
        }
        return Quantities.of("ratio", worst);
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }

    private static Claim liouville() {
        return ClaimBuilder.of("004.figure7.2.volume", new Source("004", "figure 7.2"))
                .statement("The metric that a flow pulls back has the volume of Liouville's formula",
                        "With J the Jacobian of the flow of z' = f(z), the root of det J'J is the exponential of the integral of the trace "
                                + "of df/dz.",
                        "\\sqrt{\\det J^TJ}=\\exp\\int_0^T\\operatorname{tr}\\partial f\\,dt")
                .measured(
                        "Flows of random tanh layers of 2 units up to time 1, by the classical Runge-Kutta method: the largest relative "
                                + "difference of the two sides.")
                .standard(size -> Setting.of(GeometryKeys.STEPS.is(1000),
                        GeometryKeys.LAYERS.is(size == Size.SMOKE ? 5 : 40)))
                .control(setting -> setting.with(GeometryKeys.STEPS, 2).noted("two steps, which are no flow"))
                .predict(setting -> Quantities.of("difference", 0))
                .measure((setting, replicate, seed) -> {
                    double worst = 0;
                    for (int k = 0; k < setting.get(GeometryKeys.LAYERS); k++) {
                        Mlp net = Mlp.of(Activation.TANH, 2, 2, 1);
                        double[] theta = seed.named("theta").at(k).gaussians(net.layout().size());
                        FlowVolume volume = FlowVolume.of(LayerMap.of(net, theta, 0, 1),
                                seed.named("x").at(k).gaussians(2), 1, setting.get(GeometryKeys.STEPS));
                        worst = Math.max(worst, Math.abs(volume.determinant() / volume.liouville() - 1));
                    }
                    return Quantities.of("difference", worst);
                })
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.equal("largest relative difference",
                        predicted.scalar("difference"), measured.getFirst().scalar("difference"),
                        Tolerance.of(8 * Math.pow(8e-3, 4) / 120,
                                "order 4: L (L h)^4 / 120 with a slope L of the field below 8 and steps of 1e-3"))))
                .build();
    }
}
