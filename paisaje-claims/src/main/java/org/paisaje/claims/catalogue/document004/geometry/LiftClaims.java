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
import org.paisaje.math.random.Seed;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.theory.geometry.topology.HullDistance;

/** Proposition 10.1.1: classes are parted with one dimension more. */
final class LiftClaims {
    /** Points of a circle about the middle. */
    private static final int ANGLES = 48;

    private LiftClaims() {}

    static List<Claim> all() {
        return List.of(lift(), distance());
    }

    private static ClaimBuilder apart(String id) {
        return ClaimBuilder.of(id, new Source("004", "proposition 10.1.1"))
                .quoted("Consider two manifolds $\\mathcal{X}_0$, $\\mathcal{X}_1$, such that every point in $\\mathcal{X}_0$ is classified as 0, "
                        + "and every point in $\\mathcal{X}_1$ as 1.", "proposition 10.1.1")
                .quoted("Let $\\mathcal{X}_0, \\mathcal{X}_1 \\subseteq \\mathbb{R}^N$ compact subsets, and $d(\\mathcal{X}_0, \\mathcal{X}_1) > "
                        + "\\epsilon > 0$, where the Haussdorff distance is used.", "proposition 10.1.1");
    }

    private static Claim lift() {
        return apart("004.prop.10.1.1")
                .quoted("Then, it is possible to make $\\mathcal{X}_0$ and $\\mathcal{X}_1$ linearly separable by using an homeomorphism of "
                        + "dimension at least N+1.", "proposition 10.1.1")
                .statement("Two compact classes are parted by a homeomorphism with one dimension more",
                        "No point has two classes, so that the sets have none in common, and compact sets without common points keep a distance: "
                                + "any two points of different classes are at least some delta > 0 apart. Then u = d(x, X1) / (d(x, X0) + d(x, X1)) "
                                + "has slopes of at most 1/delta, and the shear (x, s) to (x, s + omega u(x)) is a homeomorphism with the inverse "
                                + "(x, s - omega u(x)), which lifts X0 by omega over X1.",
                        "\\Phi(x,s)=(x,\\,s+\\omega u(x)),\\quad u=\\frac{d(x,\\mathcal X_1)}{d(x,\\mathcal X_0)+d(x,\\mathcal X_1)}")
                .mistake(
                        "The condition on the Hausdorff distance does nothing: the classes already make the sets disjoint, and that is enough. "
                                + "What the proof takes from it does not follow: see 004.prop.10.1.1.distance.printed.")
                .mistake(
                        "\"At least N+1\": that N dimensions are not enough is true of some sets only, and is not proved.")
                .measured(
                        "A disc and a ring around it: the distance of the convex hulls of the images of points of both, and the strip between them; "
                                + "the largest slope of u between random points near each other, times delta; how far random points of space are from "
                                + "the inverse of their images.")
                .standard(size -> Setting.of(GeometryKeys.INNER.is(0.35), GeometryKeys.HOLE.is(0.575),
                        GeometryKeys.LIFT.is(1.5), GeometryKeys.POINTS.is(size == Size.SMOKE ? 40 : 150)))
                .control(setting -> setting.with(GeometryKeys.LIFT, 0.0)
                        .noted("no lift: the dimension that was added is not used"))
                .predict(setting -> Quantities.of("width", 1.5).and("slope", 1).and("inverse", 0))
                .measure(LiftClaims::lifted)
                .judge((setting, predicted, measured) -> {
                    Quantities q = measured.getFirst();
                    // Points lie 1e-3 apart, so that the rounding of u is magnified 1,000 times.
                    Rounding slope = Rounding.of(16).times(1e3);
                    return Judgement.all(
                            Comparison.told("width of the strip", predicted.scalar("width"),
                                    new Estimate(q.scalar("width"), q.scalar("width"), q.scalar("distance")),
                                    "a strip that was found, and points that no strip exceeds", 0),
                            Comparison.atMost("largest slope of u, times delta", predicted.scalar("slope"),
                                    Estimate.exact(q.scalar("slope") - slope.bound()),
                                    "the triangle inequality, up to " + slope.shown()),
                            Comparison.equal("largest distance of a point from the inverse of its image",
                                    predicted.scalar("inverse"), q.scalar("inverse"), Rounding.of(4).on(3)));
                })
                .build();
    }

    /** The height of a point of the plane: 1 on the disc, 0 on the ring. */
    private static double height(double x, double y, double inner, double hole) {
        double r = Math.hypot(x, y);
        double toDisc = Math.max(0, r - inner);
        double toRing = Math.max(Math.max(0, hole - r), r - 1);
        return toRing / (toDisc + toRing);
    }

    private static Quantities lifted(Setting setting, int replicate, Seed seed) {
        int n = setting.get(GeometryKeys.POINTS);
        double inner = setting.get(GeometryKeys.INNER);
        double hole = setting.get(GeometryKeys.HOLE);
        double omega = setting.get(GeometryKeys.LIFT);
        List<double[]> disc = new ArrayList<>();
        List<double[]> ring = new ArrayList<>();
        for (int i = 0; i < n * n; i++) {
            double[] x = {2 * (i % n + 0.5) / n - 1, 2 * (i / n + 0.5) / n - 1};
            double r = Math.hypot(x[0], x[1]);
            double[] image = {x[0], x[1], omega * height(x[0], x[1], inner, hole)};
            if (r <= inner) {
                disc.add(image);
            } else if (r >= hole && r <= 1) {
                ring.add(image);
            }
        }
        HullDistance found = HullDistance.of(Matrix.of(disc.toArray(double[][]::new)),
                Matrix.of(ring.toArray(double[][]::new)));
        double rounding = Rounding.of(64).on(found.scale()).bound();
        double slope = 0;
        double inverse = 0;
        double[] points = seed.named("points").uniforms(4 * n * n);
        for (int i = 0; i < points.length; i += 4) {
            double x = 3 * points[i] - 1.5;
            double y = 3 * points[i + 1] - 1.5;
            double s = 3 * points[i + 2] - 1.5;
            double angle = 2 * Math.PI * points[i + 3];
            double dx = 1e-3 * Math.cos(angle);
            double dy = 1e-3 * Math.sin(angle);
            double u = height(x, y, inner, hole);
            slope = Math.max(slope, Math.abs(height(x + dx, y + dy, inner, hole) - u) / Math.hypot(dx, dy));
            inverse = Math.max(inverse, Math.abs(s + omega * u - omega * u - s));
        }
        return Quantities.of("width", Math.max(0, found.width() - rounding))
                .and("distance", found.distance() + rounding)
                .and("slope", slope * (hole - inner))
                .and("inverse", inverse);
    }

    private static Claim distance() {
        return apart("004.prop.10.1.1.distance.printed")
                .quoted("where this is possible due to the fact that $d(\\mathcal{X}_0, \\mathcal{X}_1) > \\epsilon > 0$, and so continuity can be "
                        + "guaranteed.", "proof of proposition 10.1.1")
                .statement("A Hausdorff distance above epsilon keeps all points of two classes epsilon apart",
                        "The reason that the proof gives, read so that it bounds how steep the map must be: if the Hausdorff distance is above "
                                + "epsilon, points of different classes are at least epsilon apart.",
                        "d_H(\\mathcal X_0,\\mathcal X_1)>\\epsilon\\Rightarrow\\inf_{x\\in\\mathcal X_0,\\,y\\in\\mathcal X_1}|x-y|\\ge\\epsilon")
                .mistake(
                        "The Hausdorff distance is how far the point of one set that is farthest from the other lies from it; it says nothing about "
                                + "the nearest points. What is needed is the infimum of the distances of their points.")
                .mistake(
                        "The proposition itself holds: see 004.prop.10.1.1. Compact sets without common points have a positive infimum, but no epsilon "
                                + "that the Hausdorff distance gives bounds it.")
                .measured(
                        "A disc of radius 0.35 and a ring from 0.36 to 0.71 around it, by points on circles: the Hausdorff distance and the least "
                                + "distance of two points, epsilon = 0.2.")
                .refuted()
                .standard(size -> Setting.of(GeometryKeys.INNER.is(0.35), GeometryKeys.HOLE.is(0.36),
                        GeometryKeys.THICKNESS.is(0.35), GeometryKeys.EPSILON.is(0.2),
                        GeometryKeys.POINTS.is(size == Size.SMOKE ? 8 : 32)))
                .control(setting -> setting.with(GeometryKeys.HOLE, 0.71)
                        .with(GeometryKeys.THICKNESS, 0.0)
                        .noted("two circles with one middle: each point is equally far from the other circle, and both distances are one"))
                .predict(setting -> Quantities.of("hausdorff",
                        setting.get(GeometryKeys.HOLE) - setting.get(GeometryKeys.INNER)
                                + setting.get(GeometryKeys.THICKNESS))
                        .and("least", setting.get(GeometryKeys.EPSILON)))
                .measure((setting, replicate, seed) -> {
                    int n = setting.get(GeometryKeys.POINTS);
                    double thickness = setting.get(GeometryKeys.THICKNESS);
                    double[][] inside = circles(setting.get(GeometryKeys.INNER) - thickness, thickness, n);
                    double[][] outside = circles(setting.get(GeometryKeys.HOLE), thickness, n);
                    double[] there = nearest(inside, outside);
                    double[] back = nearest(outside, inside);
                    return Quantities.of("hausdorff", Math.max(there[1], back[1])).and("least", there[0]);
                })
                .judge((setting, predicted, measured) -> {
                    double hausdorff = measured.getFirst().scalar("hausdorff");
                    return Judgement.all(
                            Comparison.equal("Hausdorff distance, which is the gap and the thickness",
                                    predicted.scalar("hausdorff"), hausdorff, Rounding.of(16)).asSanity(),
                            Comparison.atLeast("Hausdorff distance, above epsilon", predicted.scalar("least"),
                                    Estimate.exact(hausdorff), "the hypothesis").asSanity(),
                            Comparison.atLeast("least distance of two points of different classes",
                                    predicted.scalar("least"), Estimate.exact(measured.getFirst().scalar("least")),
                                    "epsilon"));
                })
                .build();
    }

    /** Points of n circles with radii from one to another. */
    private static double[][] circles(double from, double thickness, int n) {
        double[][] result = new double[n * ANGLES][];
        for (int i = 0; i < result.length; i++) {
            double r = from + thickness * (i / ANGLES) / (n - 1);
            double angle = 2 * Math.PI * (i % ANGLES) / ANGLES;
            result[i] = new double[] {r * Math.cos(angle), r * Math.sin(angle)};
        }
        return result;
    }

    /** Of the distances of the points of one set from the other the least and the largest. */
    private static double[] nearest(double[][] from, double[][] to) {
        double least = Double.POSITIVE_INFINITY;
        double largest = 0;
        for (double[] a : from) {
            double own = Double.POSITIVE_INFINITY;
            for (double[] b : to) {
                own = Math.min(own, Math.hypot(a[0] - b[0], a[1] - b[1]));
            }
            least = Math.min(least, own);
            largest = Math.max(largest, own);
        }
        return new double[] {least, largest};
    }
}
