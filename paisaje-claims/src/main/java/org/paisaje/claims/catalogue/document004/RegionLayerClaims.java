package org.paisaje.claims.catalogue.document004;

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
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Svd;
import org.paisaje.math.random.Seed;
import org.paisaje.network.PiecewiseLinear;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;

/** Appendix C.1: where a unit switches in the inputs of its own layer. */
final class RegionLayerClaims {
    private static final int UNITS = RegionShapeClaims.FIRST;
    /** Which value of the network enters the second layer. */
    private static final int BEFORE = 2;
    /** Points where a unit switches. */
    private static final int SWITCHES = 64;
    /** The deviation of inputs near those points, which show what can enter the layer there. */
    private static final double NEAR = 0.05;
    /** By this part of the most spread directions points span the least of a hyperplane. */
    private static final double SPANNED = 1e-6;

    private RegionLayerClaims() {}

    static Claim own() {
        return ClaimBuilder.of("004.c.1.hyperplane.layer", Document004.source("appendix C.1"))
                .statement("Every ReLU divides the inputs of its layer by a hyperplane",
                        "The other reading, that of definition 8.1.1, which speaks of the input space of a layer: of what enters its layer "
                                + "a unit of any layer takes one weighted sum, so that it switches on one hyperplane of that space.",
                        "\\{h:\\ w_j\\cdot h+b_j=0\\}")
                .quoted(RegionShapeClaims.HYPERPLANE, "appendix C.1")
                .quoted("is said to be dead when h(x) = 0 for all x the input space of that layer", "definition 8.1.1")
                .mistake(
                        "Which input space is meant is not said; the regions that are counted are those of the inputs of the network.")
                .measured(
                        "Of random networks with two hidden layers of 8 units: points where a unit of the second layer switches, found by bisection "
                                + "between random inputs where it is on and off. Through what enters the layer there the nearest hyperplane is laid, "
                                + "by the least singular value within the affine hull of what enters at random inputs nearby; the largest root mean square distance "
                                + "from it, of all units whose points single one out, and how many of the inputs nearby lie on its wrong side.")
                .standard(size -> Setting.of(RegionKeys.OWN.is(true),
                        RegionKeys.SEEDS.is(size == Size.SMOKE ? 4 : size == Size.STANDARD ? 20 : 200)))
                .control(setting -> setting.with(RegionKeys.OWN, false)
                        .noted("the same points in the plane of the inputs of the network"))
                .replicates(setting -> setting.get(RegionKeys.SEEDS))
                .predict(setting -> Quantities.of("distance", 0).and("wrong", 0))
                .measure((setting, replicate, seed) -> flatness(setting.get(RegionKeys.OWN), seed))
                .judge((setting, predicted, measured) -> {
                    double size = largest(measured, "size");
                    return Judgement.all(
                            Comparison.equal("largest distance of switching points from a hyperplane",
                                    predicted.scalar("distance"), largest(measured, "distance"), rounding(size)),
                            Comparison.equal("inputs on the wrong side of it", predicted.scalar("wrong"),
                                    sum(measured, "wrong"), Tolerance.none("counted, beyond rounding")),
                            Comparison.atLeast("units of the second layer whose hyperplane is found", 1,
                                    Estimate.exact(sum(measured, "units")), "counted").asSanity());
                })
                .build();
    }

    private static double largest(List<Quantities> measured, String name) {
        return measured.stream().mapToDouble(q -> q.scalar(name)).max().orElseThrow();
    }

    private static double sum(List<Quantities> measured, String name) {
        return measured.stream().mapToDouble(q -> q.scalar(name)).sum();
    }

    /** How far from one hyperplane units of the second layer switch, and how many inputs lie on the wrong side of it. */
    private static Quantities flatness(boolean own, Seed seed) {
        PiecewiseLinear network = RegionShapeClaims.NET.pieces(RegionShapeClaims.theta(seed));
        RandomGenerator random = seed.named("points").generator();
        double size = 1;
        double farthest = 0;
        int wrong = 0;
        int units = 0;
        for (int unit = 0; unit < UNITS; unit++) {
            List<double[]> points = switches(network, unit, random);
            if (points.size() < SWITCHES) {
                continue;
            }
            List<double[]> inputs = points.stream()
                    .map(x -> new double[] {x[0] + NEAR * random.nextGaussian(), x[1] + NEAR * random.nextGaussian()})
                    .toList();
            size = Math.max(size, inputs.stream().mapToDouble(x -> size(network, x)).max().orElseThrow());
            List<double[]> all = new ArrayList<>(inputs);
            all.addAll(points);
            Svd hull = Svd.of(rows(network, own, all));
            int rank = hull.rank();
            if (rank < 2) {
                continue;
            }
            // Within the affine hull of what enters the layer nearby.
            Matrix at = rows(network, own, points);
            Matrix within = Matrix.zeros(SWITCHES, rank);
            for (int i = 0; i < SWITCHES; i++) {
                for (int k = 0; k < rank; k++) {
                    within.set(i, k, dot(at.row(i), hull.vt().row(k)));
                }
            }
            Svd flat = Svd.of(within);
            double second = flat.values()[rank - 2];
            if (second < SPANNED * flat.values()[0]) {
                continue;
            }
            units++;
            farthest = Math.max(farthest, flat.values()[rank - 1] / Math.sqrt(SWITCHES));
            double[] normal = new double[at.columns()];
            for (int k = 0; k < rank; k++) {
                for (int j = 0; j < normal.length; j++) {
                    normal[j] += flat.vt().get(rank - 1, k) * hull.vt().get(k, j);
                }
            }
            wrong += beside(network, unit, inputs, rows(network, own, inputs), normal,
                    rounding(size).bound() * SWITCHES / second * size);
        }
        return Quantities.of("distance", farthest).and("size", size).and("units", units).and("wrong", wrong);
    }

    /** Rounding of what enters a layer and of singular values of so many rows of that. */
    private static Rounding rounding(double size) {
        return Rounding.of(4 * SWITCHES).on(size);
    }

    /** How many inputs lie beyond rounding on the side of a plane where most have the unit in the other state. */
    private static int beside(PiecewiseLinear network, int unit, List<double[]> inputs, Matrix rows, double[] normal,
            double slack) {
        int above = 0;
        int below = 0;
        for (int i = 0; i < inputs.size(); i++) {
            double side = dot(rows.row(i), normal);
            if (Math.abs(side) > slack) {
                above += on(network, unit, inputs.get(i)) == side > 0 ? 0 : 1;
                below += on(network, unit, inputs.get(i)) == side < 0 ? 0 : 1;
            }
        }
        return Math.min(above, below);
    }

    private static double[] input(RandomGenerator random) {
        return new double[] {2 * random.nextDouble() - 1, 2 * random.nextDouble() - 1};
    }

    /** What enters the second layer, or the network, at inputs, and 1. */
    private static Matrix rows(PiecewiseLinear network, boolean own, List<double[]> inputs) {
        int width = own ? UNITS : 2;
        Matrix rows = Matrix.zeros(inputs.size(), width + 1);
        for (int i = 0; i < inputs.size(); i++) {
            double[] in = network.values(inputs.get(i))[own ? BEFORE : 0];
            for (int k = 0; k < width; k++) {
                rows.set(i, k, in[k]);
            }
            rows.set(i, width, 1);
        }
        return rows;
    }

    /** The length of a row of {@link #rows} with absolute values throughout. */
    private static double size(PiecewiseLinear network, double[] x) {
        return Math.sqrt(1 + Arrays.stream(RegionShapeClaims.absolute(network, x).get(BEFORE)).map(h -> h * h).sum());
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Inputs where a unit of the second layer switches, to the last digit, on segments between random inputs. */
    private static List<double[]> switches(PiecewiseLinear network, int unit, RandomGenerator random) {
        List<double[]> result = new ArrayList<>();
        for (int trial = 0; trial < 40 * SWITCHES && result.size() < SWITCHES; trial++) {
            double[] off = input(random);
            double[] on = input(random);
            boolean first = on(network, unit, off);
            if (first == on(network, unit, on)) {
                continue;
            }
            for (int halving = 0; halving < 56; halving++) {
                double[] middle = {(off[0] + on[0]) / 2, (off[1] + on[1]) / 2};
                if (on(network, unit, middle) == first) {
                    off = middle;
                } else {
                    on = middle;
                }
            }
            result.add(off);
        }
        return result;
    }

    private static boolean on(PiecewiseLinear network, int unit, double[] x) {
        return network.values(x)[BEFORE + 1][unit] > 0;
    }
}
