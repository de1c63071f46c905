package org.paisaje.claims.catalogue.document004.geometry;

import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.Source;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
import org.paisaje.theory.geometry.metric.Geodesic;
import org.paisaje.theory.geometry.metric.LayerMap;
import org.paisaje.theory.geometry.metric.PullbackMetric;
import org.paisaje.theory.geometry.metric.SmoothMap;

/** Figure 7.2: lengths and shortest ways in the metric that a layer pulls back. */
final class MetricClaims {
    private static final int CHORDS = 1000;
    private static final int PARTS = 64;
    private static final int SIDES = 20;

    private MetricClaims() {}

    static List<Claim> all() {
        return List.of(lengths());
    }

    private static Claim lengths() {
        return ClaimBuilder.of("004.figure7.2.metric", new Source("004", "figure 7.2"))
                .statement("The metric that a layer pulls back measures what lies behind it",
                        "With g = J'J a curve before the layer is as long as its image behind it. Behind a layer of two tanh units with two inputs lies all of a "
                                + "square, so that the shortest way between two points is as long as the straight line between their images.",
                        "g=J^TJ,\\quad d_g(a,b)=|\\phi(b)-\\phi(a)|")
                .measured(
                        "Random layers and points of [-1, 1]^2: the length of a straight line in g against the chords of its image, extrapolated from 1,000 and "
                                + "2,000; and that of the shortest polygon of 20 sides behind the layer against the distance of the images.")
                .standard(size -> Setting.of(GeometryKeys.UNITS.is(2),
                        GeometryKeys.LAYERS.is(size == Size.SMOKE ? 5 : 40)))
                .control(setting -> setting.with(GeometryKeys.UNITS, 3)
                        .noted("three units, behind which the images form a bent surface"))
                .predict(setting -> Quantities.of("length", 0).and("distance", 0).and("straight", 0))
                .measure((setting, replicate, seed) -> compared(setting, seed))
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.equal("largest relative difference of the two lengths of a line",
                                predicted.scalar("length"), measured.getFirst().scalar("length"),
                                Tolerance.of(measured.getFirst().scalar("with half the chords"),
                                        "order 4 in the chords: what half as many change, which is fifteen times the error")
                                        .plus(Rounding.of(8.0 * CHORDS)
                                                .times(1 / measured.getFirst().scalar("shortest")))),
                        Comparison.equal("largest excess of a shortest way over the distance of the images",
                                predicted.scalar("distance"), measured.getFirst().scalar("distance"),
                                Tolerance.of(1e-13, "the search stops where a step changes the energy by 1e-13 of it")
                                        .plus(Rounding.of(8 * SIDES))),
                        Comparison.atLeast("largest excess of the straight line before the layer",
                                predicted.scalar("straight"), Estimate.exact(measured.getFirst().scalar("straight")),
                                "it is a way, too").asSanity()))
                .build();
    }

    private static Quantities compared(Setting setting, Seed seed) {
        double length = 0;
        double fewer = 0;
        double shortest = Double.POSITIVE_INFINITY;
        double distance = 0;
        double straight = 0;
        int units = setting.get(GeometryKeys.UNITS);
        for (int k = 0; k < setting.get(GeometryKeys.LAYERS); k++) {
            Mlp net = Mlp.of(Activation.TANH, 2, units, 1);
            SmoothMap map = LayerMap.of(net, seed.named("theta").at(k).gaussians(net.layout().size()), 0, 1);
            double[] ends = seed.named("ends").at(k).uniforms(4);
            double[] a = {2 * ends[0] - 1, 2 * ends[1] - 1};
            double[] b = {2 * ends[2] - 1, 2 * ends[3] - 1};
            double byMetric = new PullbackMetric(map).length(new double[][] {a, b}, PARTS);
            double byChords = (4 * chords(map, a, b, 2 * CHORDS) - chords(map, a, b, CHORDS)) / 3;
            length = Math.max(length, Math.abs(byMetric / byChords - 1));
            shortest = Math.min(shortest, byChords);
            double byFewer = (4 * chords(map, a, b, CHORDS) - chords(map, a, b, CHORDS / 2)) / 3;
            fewer = Math.max(fewer, Math.abs(byFewer / byChords - 1));
            double apart = chords(map, a, b, 1);
            distance = Math.max(distance, Geodesic.between(map, a, b, SIDES).length() / apart - 1);
            straight = Math.max(straight, byMetric / apart - 1);
        }
        return Quantities.of("length", length)
                .and("with half the chords", fewer)
                .and("shortest", shortest)
                .and("distance", distance)
                .and("straight", straight);
    }

    /** The length of the polygon through so many images of a line. */
    private static double chords(SmoothMap map, double[] a, double[] b, int parts) {
        double sum = 0;
        double[] before = map.value(a);
        for (int k = 1; k <= parts; k++) {
            double t = (double) k / parts;
            double[] next = map.value(new double[] {a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])});
            double square = 0;
            for (int i = 0; i < next.length; i++) {
                square += (next[i] - before[i]) * (next[i] - before[i]);
            }
            sum += Math.sqrt(square);
            before = next;
        }
        return sum;
    }
}
