package org.paisaje.study.connect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.study.Session;
import org.paisaje.study.Words;
import org.paisaje.study.problem.Problem;
import org.paisaje.theory.landscape.path.Barrier;
import org.paisaje.theory.landscape.path.FiveSegments;
import org.paisaje.theory.landscape.path.LossField;
import org.paisaje.theory.landscape.path.OuterLayerPath;
import org.paisaje.theory.landscape.path.ProjectedLine;

/** Curves of zero loss, where the network is wide enough for the samples and zero is a loss at all. */
final class ZeroLoss {
    /** What theory calls zero, in double precision. */
    static final double ZERO = 1e-20;
    /** Beside the loss of a constant: what residuals of a millionth, from ill-conditioned features, leave. */
    private static final double ROUNDING = 1e-12;
    private static final int NODES = 100;
    private static final String OUTER = "zero-loss-outer";
    private static final String SEGMENTS = "zero-loss-segments";
    /** The line projected node by node; what it shows between nodes is refinement and no theorem. */
    static final String PROJECTED = "zero-loss-projected";
    private static final double PROJECTED_WORK = 1e8;
    private static final int REFINED = 400;
    private static final int CERTIFIED = 1000;
    /** Numbers in the nodes that are kept. */
    private static final long KEPT = 20_000_000;

    private final Problem problem;
    private final LossField field;
    private final Architecture network;
    private final KeptCurves kept;

    ZeroLoss(Problem problem, LossField field, ConnectSetting setting, KeptCurves kept) {
        this.problem = problem;
        this.field = field;
        this.network = setting.network();
        this.kept = kept;
    }

    /** Why the question does not arise; empty if it does. */
    private Optional<String> obstacle() {
        Matrix y = problem.targets(problem.train());
        if (!(problem.loss().value(y, y) <= ZERO)) {
            return Optional.of("the loss " + problem.loss().name() + " is not zero at any finite output");
        }
        return Optional.empty();
    }

    /**
     * What became of each of them, until a stop is asked for.
     *
     * @param told how many of the three have been tried
     */
    List<Joined.Zero> between(double[] a, double[] b, IntConsumer told) {
        Optional<String> obstacle = obstacle();
        if (obstacle.isPresent()) {
            return List.of(absent("zero-loss", "curves of zero loss", obstacle.get()));
        }
        Map<String, Supplier<Joined.Zero>> ways = new LinkedHashMap<>();
        ways.put(OUTER, () -> outer(a, b));
        ways.put(SEGMENTS, () -> segments(a, b));
        ways.put(PROJECTED, () -> projected(a, b));
        List<Joined.Zero> result = new ArrayList<>();
        for (Map.Entry<String, Supplier<Joined.Zero>> way : ways.entrySet()) {
            told.accept(result.size());
            if (Session.cancelled()) {
                break;
            }
            result.add(kept.zero(way.getKey(), way.getValue()));
        }
        return result;
    }

    private static Joined.Zero absent(String id, String words, String why) {
        return new Joined.Zero(id, words, Optional.empty(), Double.NaN, Optional.empty(), why,
                false);
    }

    private Joined.Zero outer(double[] a, double[] b) {
        String words = "the last layer follows";
        try {
            Matrix x = problem.train().x();
            Matrix y = problem.targets(problem.train());
            OuterLayerPath path = OuterLayerPath.of(network, a, b, x, y);
            Barrier along = Barrier.along(field, path, REFINED);
            OuterLayerPath.Rank rank = path.rank(network, CERTIFIED);
            double scale = Math.max(Rise.of(problem.loss(), y).scale(), Double.MIN_NORMAL);
            if (!(inside(along) <= ROUNDING * scale)) {
                return absent(OUTER, words, "no last layer fits at every point, the loss reaches "
                        + Words.number(inside(along))
                        + ": the features of the hidden units lose rank (their least singular value falls to "
                        + Words.number(rank.least()) + "), as with dead units");
            }
            String note = "least singular value of the features " + Words.number(rank.least()) + (rank.proven()
                    ? ", nowhere below " + Words.number(rank.gap()) + ": the whole curve is proven to have zero loss"
                    : "; between the nodes nothing is proven");
            boolean small = (long) a.length * (NODES + 1) <= KEPT;
            return new Joined.Zero(OUTER, words, Optional.of(along), inside(along),
                    small ? Optional.of(ConnectComputation.rows(path.chain(NODES).points())) : Optional.empty(), note,
                    rank.proven());
        } catch (IllegalArgumentException e) {
            return absent(OUTER, words, reason(e));
        }
    }

    private Joined.Zero segments(double[] a, double[] b) {
        String words = "five straight segments";
        try {
            FiveSegments path = FiveSegments.of(network, a, b, problem.train().x(), problem.targets(problem.train()));
            Barrier along = Barrier.along(field, path.chain().byLength(), REFINED);
            double corners = 0;
            for (double[] corner : path.chain().points().subList(1, path.chain().points().size() - 1)) {
                corners = Math.max(corners, field.value(corner));
            }
            return new Joined.Zero(SEGMENTS, words, Optional.of(along), corners,
                    Optional.of(ConnectComputation.rows(path.chain().points())),
                    "outputs are affine or constant on each segment, so no loss exceeds those at the corners; "
                            + "condition " + Words.number(path.condition()),
                    true);
        } catch (IllegalArgumentException e) {
            return absent(SEGMENTS, words, reason(e));
        }
    }

    private Joined.Zero projected(double[] a, double[] b) {
        String words = "the line projected, at its nodes";
        Matrix y = problem.targets(problem.train());
        long equations = y.data().length;
        if (equations > a.length) {
            return absent(PROJECTED, words, "there are " + equations + " outputs to fit and " + a.length
                    + " parameters; with fewer parameters than outputs solutions are no curves");
        }
        if ((double) equations * equations * a.length > PROJECTED_WORK) {
            return absent(PROJECTED, words, "the Jacobian of " + equations + " outputs in " + a.length
                    + " parameters at every node is too much work");
        }
        Matrix x = problem.train().x();
        var coarse = ProjectedLine.of(network, a, b, x, y, NODES / 4);
        var fine = ProjectedLine.of(network, a, b, x, y, NODES);
        if (!coarse.converged() || !fine.converged()) {
            return absent(PROJECTED, words, "the projection does not come to zero loss at every node");
        }
        if (!fine.refines(coarse)) {
            return absent(PROJECTED, words,
                    "every node comes to zero loss, but it is no curve: with a quarter of the distance of the "
                            + "nodes the largest step shrinks from " + Words.number(coarse.step()) + " to "
                            + Words.number(fine.step()) + " and the loss half-way from " + Words.number(coarse.middle())
                            + " to "
                            + Words.number(fine.middle()) + ", as where the projection jumps at kinks");
        }
        double nodes = 0;
        for (double value : field.values(fine.chain().points().size(), fine.chain().points()::get)) {
            nodes = Math.max(nodes, value);
        }
        return new Joined.Zero(PROJECTED, words, Optional.of(Barrier.along(field, fine.chain().byLength(), REFINED)),
                nodes, (long) a.length * (NODES + 1) <= KEPT
                        ? Optional.of(ConnectComputation.rows(fine.chain().points()))
                        : Optional.empty(),
                "both ends are projected too, in " + fine.iterations()
                        + " steps at most; half-way between nodes the loss is "
                        + Words.number(fine.middle()) + ", with nodes four times as far apart "
                        + Words.number(coarse.middle()) + ": it falls as it does on a curve, which is no proof",
                false);
    }

    /** Without the first and the last hundredth, where the last layer comes to fit. */
    private static double inside(Barrier along) {
        double most = 0;
        for (int i = 0; i < along.places().length; i++) {
            double s = along.places()[i];
            most = s >= OuterLayerPath.LEAD && s <= 1 - OuterLayerPath.LEAD ? Math.max(most, along.losses()[i]) : most;
        }
        return most;
    }

    private static String reason(IllegalArgumentException e) {
        return String.valueOf(e.getMessage()).replaceFirst("^zero-loss path[^:]*: ", "");
    }
}
