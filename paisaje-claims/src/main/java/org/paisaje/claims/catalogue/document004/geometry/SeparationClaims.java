package org.paisaje.claims.catalogue.document004.geometry;

import java.util.ArrayList;
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
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
import org.paisaje.theory.geometry.topology.HullDistance;

/** What continuous maps can part: chapter 10, and what dead units leave: section 8.1. */
final class SeparationClaims {
    private SeparationClaims() {}

    static List<Claim> all() {
        return List.of(rank(), mustErr(), distancePrinted(), distanceCorrected());
    }

    private static Claim rank() {
        return ClaimBuilder.of("004.prop.8.1.1", new Source("004", "proposition 8.1.1"))
                .statement("Dead units take dimensions from the layers behind",
                        "The values of a layer span at most as many dimensions as it has units that are alive.",
                        "\\operatorname{rank}\\{h(x)\\}\\le\\#\\{\\text{alive}\\}")
                .quoted("A dead neuron has the effect of reducing the effective dimensions of the input space of posterior neurons.",
                        "proposition 8.1.1")
                .measured(
                        "The rank of the values of a layer of 8 ReLUs at random inputs, all but some of them with a bias that silences them.")
                .standard(size -> Setting.of(GeometryKeys.ALIVE.is(3),
                        GeometryKeys.POINTS.is(size == Size.SMOKE ? 100 : 2000)))
                .control(setting -> setting.with(GeometryKeys.ALIVE, 5)
                        .noted("two units more, against the bound for three"))
                .predict(setting -> Quantities.of("rank", 3))
                .measure((setting, replicate, seed) -> {
                    Architecture net = Mlp.of(Activation.RELU, 4, 8, 1);
                    double[] theta = seed.named("theta").gaussians(net.layout().size());
                    var layer = net.layerShapes().getFirst();
                    for (int i = 0; i < 8; i++) {
                        theta[layer.bias() + i] = i < setting.get(GeometryKeys.ALIVE) ? 3 : -100;
                    }
                    int n = setting.get(GeometryKeys.POINTS);
                    Matrix x = Matrix.wrap(n, 4, seed.named("x").gaussians(4 * n));
                    return Quantities.of("rank", Svd.of(net.trace(theta, x).values(0)).rank());
                })
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.atMost("rank of the values",
                        predicted.scalar("rank"), Estimate.exact(measured.getFirst().scalar("rank")), "a rank")))
                .build();
    }

    private static Claim mustErr() {
        return ClaimBuilder.of("004.prop.10.0.1.printed", new Source("004", "proposition 10.0.1"))
                .statement("A network must err on some input of noiseless classes",
                        "A continuous function is not that of the classes on all of a compact set with two classes.",
                        "\\exists\\tilde{\\mathcal X}:\\hat F(x)\\ne F(x)\\ \\forall x\\in\\tilde{\\mathcal X}")
                .quoted("Since F maps from a compact set $\\mathcal{X}$ to $\\{0, 1, ..., L-1\\}$, except for the case that $y_i$ is constant, the "
                        + "function F is not continuous.", "proof of proposition 10.0.1")
                .quoted("Then there must be a subset of the intput space,", "proof of proposition 10.0.1")
                .measured(
                        "Points of the classes [-1, -g) and (g, 1] at which a network of two ReLUs does not give exactly 0 and 1.")
                .mistake(
                        "A compact set may fall apart: where classes lie at a distance, as the disc and the ring of the text do, a step "
                                + "between them is continuous. It holds for a connected set, such as the box of which the text says that it is taken in practice.")
                .refuted()
                .standard(size -> Setting.of(GeometryKeys.GAP.is(0.25),
                        GeometryKeys.POINTS.is(size == Size.SMOKE ? 10_000 : 1_000_000)))
                .control(setting -> setting.with(GeometryKeys.GAP, 0.0)
                        .noted("classes that touch: the set is connected"))
                .predict(setting -> Quantities.of("errors", 1))
                .measure((setting, replicate, seed) -> Quantities.of("errors", errors(setting)))
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.atLeast("points that are wrong",
                        predicted.scalar("errors"), Estimate.exact(measured.getFirst().scalar("errors")), "a count")))
                .build();
    }

    /** ReLU(2x + 1/2) - ReLU(2x - 1/2) is 0 up to -1/4 and 1 from 1/4 on, without rounding at binary fractions. */
    private static int errors(Setting setting) {
        Architecture net = Mlp.of(Activation.RELU, 1, 2, 1);
        double[] theta = new double[net.layout().size()];
        var first = net.layerShapes().get(0);
        var last = net.layerShapes().get(1);
        theta[first.weight()] = 2;
        theta[first.weight() + 1] = 2;
        theta[first.bias()] = 0.5;
        theta[first.bias() + 1] = -0.5;
        theta[last.weight()] = 1;
        theta[last.weight() + 1] = -1;
        int n = setting.get(GeometryKeys.POINTS);
        double gap = setting.get(GeometryKeys.GAP);
        int errors = 0;
        for (int side = -1; side <= 1; side += 2) {
            Matrix x = Matrix.zeros(n, 1);
            for (int i = 0; i < n; i++) {
                // Multiples of 2^-40, so that sums are exact.
                x.set(i, 0, side * (gap + Math.rint((1 - gap) * (i + 1) / n * 0x1p40) * 0x1p-40));
            }
            double[] out = net.forward(theta, x).column(0);
            for (double value : out) {
                errors += value == (side > 0 ? 1 : 0) ? 0 : 1;
            }
        }
        return errors;
    }

    private static ClaimBuilder apart(String id) {
        return ClaimBuilder.of(id, new Source("004", "proposition 10.1.1"))
                .quoted("Let $\\mathcal{X}_0, \\mathcal{X}_1 \\subseteq \\mathbb{R}^N$ compact subsets, and $d(\\mathcal{X}_0, \\mathcal{X}_1) > "
                        + "\\epsilon > 0$, where the Haussdorff distance is used.", "proposition 10.1.1");
    }

    private static Claim distancePrinted() {
        return apart("004.prop.10.1.1.printed")
                .statement("Sets at a positive Hausdorff distance can be parted",
                        "Compact sets with a Hausdorff distance above 0 have no point in common, which any map would keep common.",
                        "d_H(\\mathcal X_0,\\mathcal X_1)>0\\Rightarrow\\text{separable in }\\mathbb{R}^{N+1}")
                .measured(
                        "Common points of a disc and a ring around the same middle, and a lower bound on their Hausdorff distance: that of the "
                                + "middle to the ring.")
                .mistake(
                        "The Hausdorff distance is positive for sets that are different, even if they intersect. What is needed is that the "
                                + "infimum of the distances of their points is positive.")
                .refuted()
                .standard(size -> Setting.of(GeometryKeys.INNER.is(0.7), GeometryKeys.HOLE.is(0.575),
                        GeometryKeys.POINTS.is(200)))
                .control(setting -> setting.with(GeometryKeys.INNER, 0.35).noted("a disc inside the hole of the ring"))
                .predict(setting -> Quantities.of("common", 0))
                .measure((setting, replicate, seed) -> {
                    int n = setting.get(GeometryKeys.POINTS);
                    int common = 0;
                    for (int i = 0; i < n * n; i++) {
                        double r = Math.hypot(2 * (i % n + 0.5) / n - 1, 2 * (i / n + 0.5) / n - 1);
                        common += r <= setting.get(GeometryKeys.INNER) && r >= setting.get(GeometryKeys.HOLE) && r <= 1
                                ? 1
                                : 0;
                    }
                    return Quantities.of("common", common).and("distance", setting.get(GeometryKeys.HOLE));
                })
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.atLeast("Hausdorff distance", 0.1,
                                Estimate.exact(measured.getFirst().scalar("distance")), "of the middle to the ring")
                                .asSanity(),
                        Comparison.equal("points of a grid in both sets", predicted.scalar("common"),
                                measured.getFirst().scalar("common"), Tolerance.none("a count"))))
                .build();
    }

    private static Claim distanceCorrected() {
        return apart("004.prop.10.1.1.corrected")
                .statement("Sets whose points keep a distance are parted with one dimension more",
                        "The shear (x, s) to (x, s + omega u(x)) with u = d(x, X1) / (d(x, X0) + d(x, X1)) is a homeomorphism and lifts X0 by "
                                + "omega over X1: the strip between their images is omega wide.",
                        "\\inf|x-y|>0\\Rightarrow\\Phi(x,s)=(x,s+\\omega u(x))")
                .measured(
                        "The distance of the convex hulls of the images of points of the disc and the ring, and the strip between them.")
                .standard(size -> Setting.of(GeometryKeys.INNER.is(0.35), GeometryKeys.HOLE.is(0.575),
                        GeometryKeys.LIFT.is(1.5), GeometryKeys.POINTS.is(size == Size.SMOKE ? 40 : 150)))
                .control(setting -> setting.with(GeometryKeys.LIFT, 0.0).noted("no lift: the sets in the plane"))
                .predict(setting -> Quantities.of("width", 1.5))
                .measure(SeparationClaims::lifted)
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.told("width of the strip", predicted.scalar("width"),
                                new Estimate(measured.getFirst().scalar("width"), measured.getFirst().scalar("width"),
                                        measured.getFirst().scalar("distance")),
                                "a strip that was found, and points that no strip exceeds", 0)))
                .build();
    }

    private static Quantities lifted(Setting setting, int replicate, Seed seed) {
        int n = setting.get(GeometryKeys.POINTS);
        double inner = setting.get(GeometryKeys.INNER);
        double hole = setting.get(GeometryKeys.HOLE);
        List<double[]> disc = new ArrayList<>();
        List<double[]> ring = new ArrayList<>();
        for (int i = 0; i < n * n; i++) {
            double[] x = {2 * (i % n + 0.5) / n - 1, 2 * (i / n + 0.5) / n - 1};
            double r = Math.hypot(x[0], x[1]);
            double toDisc = Math.max(0, r - inner);
            double toRing = Math.max(Math.max(0, hole - r), r - 1);
            double height = setting.get(GeometryKeys.LIFT) * toRing / (toDisc + toRing);
            if (r <= inner) {
                disc.add(new double[] {x[0], x[1], height});
            } else if (r >= hole && r <= 1) {
                ring.add(new double[] {x[0], x[1], height});
            }
        }
        HullDistance found = HullDistance.of(Matrix.of(disc.toArray(double[][]::new)),
                Matrix.of(ring.toArray(double[][]::new)));
        double rounding = Rounding.of(64).on(found.scale()).bound();
        return Quantities.of("width", Math.max(0, found.width() - rounding))
                .and("distance", found.distance() + rounding);
    }
}
