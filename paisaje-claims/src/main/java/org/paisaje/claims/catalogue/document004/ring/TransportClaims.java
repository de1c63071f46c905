package org.paisaje.claims.catalogue.document004.ring;

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
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.network.LayerTrace;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.landscape.align.Assignment;

/** Proposition 10.0.2, in the one sense in which it can be measured: how far a margin makes the layers carry the classes. */
final class TransportClaims {
    private static final String NET = "resnet:3x51-1:tanh:step=0.05";
    private static final String WAY = "way";
    private static final String MARGIN = "margin";
    private static final String MOVED = "moved";
    private static final String NEEDED = "needed";
    /** Normals of planes stand on a grid of so many radians; none is further from a grid point than the half diagonal. */
    private static final double GRID = 0.04;
    private static final int THRESHOLDS = 40;

    private TransportClaims() {}

    static Claim transport() {
        return ClaimBuilder.of("004.prop.10.0.2.transport", new Source("004", "chapter 10, proposition 10.0.2"))
                .statement("A margin is paid for with transport",
                        "Where the layers keep one space, a network whose last layer tells the classes apart with a margin m has carried them at "
                                + "least as far as the nearest clouds that a plane parts with that margin; the lengths of the ways from layer to "
                                + "layer, in the distance W_2, add up to at least that.",
                        "\\sum_lW_2(\\mu_l,\\mu_{l+1})\\ge W_2(\\mu_0,\\mu_L)\\ge"
                                + "\\min_{|w|=1,\\,b}\\Bigl(\\tfrac1n\\sum_i(m-y_i(\\langle w,x_i\\rangle+b))_+^2\\Bigr)^{1/2}")
                .quoted("A binary classification problem is equivalent to a transportation problem plus a margin classifier problem.",
                        "proposition 10.0.2")
                .mistake(
                        "Which cost of transport and which margin are meant is not said; this is one reading, and only one direction of it.")
                .measured(
                        "Residual networks of 51 blocks of three tanh, trained on rings in the plane: for points of which all are right, W_2 of each class "
                                + "between layers by exact assignment, the margin behind the last block, and the least transport to it over all "
                                + "planes, from below by a grid of normals. The second term less the third, and the first less the second.")
                .seconds(6)
                .standard(size -> Setting.of(RingKeys.EPOCHS.is(size == Size.SMOKE ? 300 : 500), RingKeys.RATE.is(0.01),
                        RingKeys.SAMPLES.is(size == Size.SMOKE ? 60 : 200),
                        RingKeys.SEEDS.is(size == Size.SMOKE ? 2 : 8), RingKeys.BLOCKS.is(51)))
                .control(setting -> setting.with(RingKeys.BLOCKS, 1).noted("the way through one block alone"))
                .replicates(setting -> setting.get(RingKeys.SEEDS))
                .predict(setting -> Quantities.of("least", 0))
                .measure((setting, replicate, seed) -> measure(setting, seed))
                .judge((setting, predicted, measured) -> {
                    List<Quantities> right = measured.stream().filter(q -> q.scalar(MARGIN) > 0).toList();
                    double direct = right.stream()
                            .mapToDouble(q -> q.scalar(MOVED) - q.scalar(NEEDED))
                            .min()
                            .orElse(Double.NaN);
                    double along = right.stream()
                            .mapToDouble(q -> Arrays.stream(q.list(WAY)).sum() - q.scalar(MOVED))
                            .min()
                            .orElse(Double.NaN);
                    String origin = "exact assignments; the grid of planes is " + GRID + " wide, which is taken off";
                    // 51 roots of sums of squares below 10
                    double rounding = 51 * 10 * Math.ulp(1.0);
                    return Judgement.all(
                            Comparison
                                    .atLeast("runs whose points are all right with a margin, of " + measured.size(), 1,
                                            Estimate.exact(right.size()), "counted")
                                    .asSanity(),
                            Comparison.atLeast(
                                    "W_2 between first and last layer, less what the margin needs, least of all runs",
                                    predicted.scalar("least"), Estimate.exact(direct), origin),
                            Comparison.atLeast("length of the way, less W_2 between its ends, least of all runs",
                                    predicted.scalar("least") - rounding, Estimate.exact(along),
                                    "triangle inequality"));
                })
                .figures((setting, predicted, measured) -> List.of(figure(measured)))
                .build();
    }

    private static Figure figure(List<Quantities> measured) {
        List<Series> series = new ArrayList<>();
        double[] needed = new double[measured.size()];
        double[] moved = new double[needed.length];
        double[] along = new double[needed.length];
        for (int i = 0; i < needed.length; i++) {
            needed[i] = measured.get(i).scalar(NEEDED);
            moved[i] = measured.get(i).scalar(MOVED);
            along[i] = Arrays.stream(measured.get(i).list(WAY)).sum();
        }
        double most = Arrays.stream(needed).max().orElse(1);
        series.add(new Series.Line("as far as needed", Role.THEORY, new double[] {0, most}, new double[] {0, most}));
        series.add(new Series.Points("W_2 between the ends", Role.MEASURED, needed, moved));
        series.add(new Series.Points("length of the way", Role.MEASURED, needed, along));
        return new Figure.Chart("transport", "How far the classes travel",
                "For each run, against the least transport to clouds that a plane parts with the margin that the run has.",
                Axis.linear("least transport"), Axis.linear("distance"), series);
    }

    private static Quantities measure(Setting setting, Seed seed) {
        Architecture network = Architecture.parse(NET);
        double[] theta = RingTrial.train(network, setting.get(RingKeys.RATE), setting.get(RingKeys.EPOCHS), seed);
        int n = setting.get(RingKeys.SAMPLES);
        Matrix x = RingTrial.padded(RingTrial.RINGS.draw(n, seed.named("points")).x(), network.inputs());
        LayerTrace trace = network.trace(theta, x);
        int blocks = setting.get(RingKeys.BLOCKS);
        double[] way = new double[blocks];
        Matrix before = x;
        for (int l = 0; l < blocks; l++) {
            way[l] = distance(before, trace.values(l));
            before = trace.values(l);
        }
        double margin = margin(network, theta, x);
        return Quantities.of(WAY, way)
                .and(MARGIN, margin)
                .and(MOVED, distance(x, before))
                .and(NEEDED, margin > 0 ? least(x, margin) : 0);
    }

    /** The least distance of a point from the plane on whose other side it would be wrong; negative if one is wrong. */
    private static double margin(Architecture network, double[] theta, Matrix x) {
        LayerShape readout = network.layerShapes().getLast();
        double norm = 0;
        for (int j = 0; j < readout.inputs(); j++) {
            norm = Math.hypot(norm, readout.weightScale() * theta[readout.weight() + j]);
        }
        Matrix outputs = network.forward(theta, x);
        double result = Double.POSITIVE_INFINITY;
        for (int i = 0; i < x.rows(); i++) {
            result = Math.min(result, sign(i) * outputs.get(i, 0) / norm);
        }
        return result;
    }

    /** Rows of even number are of the disc, others of the ring. */
    private static double sign(int row) {
        return row % 2 == 1 ? 1 : -1;
    }

    /** W_2 of both classes, each carried onto itself: the root of the mean squared way of the best assignments. */
    private static double distance(Matrix from, Matrix to) {
        double sum = 0;
        for (int c = 0; c < 2; c++) {
            int n = (from.rows() + 1 - c) / 2;
            Matrix gain = Matrix.zeros(n, n);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    double far = 0;
                    for (int k = 0; k < from.columns(); k++) {
                        double step = to.get(2 * j + c, k) - from.get(2 * i + c, k);
                        far += step * step;
                    }
                    gain.set(i, j, -far);
                }
            }
            sum -= Assignment.best(gain).value();
        }
        return Math.sqrt(sum / from.rows());
    }

    /**
     * A bound from below on the least transport that brings all points to their side of some plane, at least the margin off: with a normal w
     * the root mean square of hinges, which moves by at most the largest |x| <= 1 times the change of w.
     */
    private static double least(Matrix x, double margin) {
        double result = Double.POSITIVE_INFINITY;
        int steps = (int) Math.ceil(Math.PI / GRID);
        for (int i = 0; i <= steps; i++) {
            double polar = Math.PI * i / steps;
            int around = (int) Math.ceil(2 * Math.PI * Math.sin(polar) / GRID) + 1;
            for (int j = 0; j < around; j++) {
                double angle = 2 * Math.PI * j / around;
                result = Math.min(result, hinge(x, margin, Math.sin(polar) * Math.cos(angle),
                        Math.sin(polar) * Math.sin(angle)));
            }
        }
        return Math.max(0, result - GRID / Math.sqrt(2));
    }

    /** The least over thresholds b of the root mean square of {@code (m - y (<w, x> + b))_+}, convex in b, by halving brackets. */
    private static double hinge(Matrix x, double margin, double first, double second) {
        double low = -1 - margin;
        double high = 1 + margin;
        for (int k = 0; k < THRESHOLDS; k++) {
            double middle = 0.5 * (low + high);
            double slope = 0;
            for (int i = 0; i < x.rows(); i++) {
                slope -= sign(i) * missing(x, i, margin, first, second, middle);
            }
            if (slope > 0) {
                high = middle;
            } else {
                low = middle;
            }
        }
        double sum = 0;
        for (int i = 0; i < x.rows(); i++) {
            double off = missing(x, i, margin, first, second, low);
            sum += off * off;
        }
        return Math.sqrt(sum / x.rows());
    }

    private static double missing(Matrix x, int i, double margin, double first, double second, double b) {
        // The third coordinate of every point is 0.
        return Math.max(0, margin - sign(i) * (first * x.get(i, 0) + second * x.get(i, 1) + b));
    }
}
