package org.paisaje.theory.dynamics.dead;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.paisaje.network.PiecewiseLinear;
import org.paisaje.network.PiecewiseLinear.Kinks;
import org.paisaje.network.PiecewiseLinear.Largest;

/**
 * Whether {@code g(x) = sign (z(x) - threshold)} is above 0 somewhere in the box, z being one argument of an activation: branch
 * and bound over the pieces of the units before it. A part's bound is a linear program over the box, its constraints what the
 * pieces held demand; once all are held the bound is exact, so that the search ends but for rounding and the work allowed.
 */
final class DeathSearch {
    /** What is left of a bound that is 0 but for rounding, as a share of the range of the argument. */
    private static final double ROUNDED = 1e-12;
    private static final int ASCENT = 24;
    /** Sides of the box that a first step of the ascent goes. */
    private static final double STRIDE = 0.5;

    private final PiecewiseLinear network;
    private final Relaxation whole;
    private final WorkLeft work;
    private final int value;
    private final int entry;
    private final int sign;
    private final double threshold;
    private final long cost;
    private double[] witness = {};
    private double argument;
    private boolean tie;
    private int parts;
    private double closed = Double.NEGATIVE_INFINITY;
    private double bound = Double.POSITIVE_INFINITY;

    DeathSearch(PiecewiseLinear network, Relaxation whole, WorkLeft work, int value, int entry, int sign,
            double threshold, long cost) {
        this.network = network;
        this.whole = whole;
        this.work = work;
        this.value = value;
        this.entry = entry;
        this.sign = sign;
        this.threshold = threshold;
        this.cost = cost;
    }

    /** What came out: a witness, a proof, or neither. */
    enum Answer {
        /** There is a witness. */
        ABOVE,
        /** g is at most 0 everywhere. */
        NOWHERE,
        /** Neither was found. */
        OPEN
    }

    /** A part with its bound and where its bound is loosest, null if no line is loose there. */
    private record Open(BoxPart part, double bound, int @Nullable [] branch, long number) {}

    Answer run(List<double[]> starts) {
        bound = sign > 0 ? whole.high[value][entry] - threshold : threshold - whole.low[value][entry];
        parts = 1;
        if (bound <= 0) {
            return Answer.NOWHERE;
        }
        for (double[] start : starts) {
            if (climb(start)) {
                return Answer.ABOVE;
            }
        }
        var queue = new PriorityQueue<Open>(
                (a, b) -> a.bound != b.bound ? Double.compare(b.bound, a.bound) : Long.compare(a.number, b.number));
        double tied = Double.NEGATIVE_INFINITY;
        Open root = examined(BoxPart.WHOLE);
        if (witness.length > 0) {
            return Answer.ABOVE;
        }
        if (root != null) {
            queue.add(root);
        }
        while (!queue.isEmpty() && work.has(cost)) {
            Open open = queue.remove();
            if (open.branch == null) {
                tied = Math.max(tied, open.bound);
                continue;
            }
            for (BoxPart part : children(open.part, open.branch)) {
                Open child = examined(part);
                if (witness.length > 0) {
                    return Answer.ABOVE;
                }
                if (child != null) {
                    queue.add(child);
                }
            }
        }
        double range = whole.high[value][entry] - whole.low[value][entry];
        tie = queue.isEmpty() && tied > 0 && tied <= ROUNDED * range;
        bound = Math.max(tied, queue.isEmpty() ? closed : queue.peek().bound);
        return queue.isEmpty() && !(tied > 0) ? Answer.NOWHERE : Answer.OPEN;
    }

    /** Bounds g on a part; null where it is at most 0 there or the part is empty. */
    private @Nullable Open examined(BoxPart part) {
        parts++;
        boolean all = part.pieces().isEmpty() && part.winners().isEmpty();
        work.spend(all ? cost / 4 : 0);
        Relaxation on = all ? whole : whole.on(part, value, work);
        if (on.empty()) {
            return null;
        }
        double direct = sign > 0 ? on.high[value][entry] - threshold : threshold - on.low[value][entry];
        if (direct <= 0) {
            closed = Math.max(closed, direct);
            return null;
        }
        List<double[]> rows = new ArrayList<>();
        List<Double> sides = new ArrayList<>();
        for (BoxPart.Held held : part.pieces()) {
            constrain(on, held.value(), new int[] {held.entry()}, 1, held.from(), rows, sides);
            constrain(on, held.value(), new int[] {held.entry()}, -1, -held.to(), rows, sides);
        }
        for (BoxPart.Won won : part.winners()) {
            for (int other : won.others()) {
                constrain(on, won.source(), new int[] {won.entry(), other}, 1, 0, rows, sides);
            }
        }
        Relaxation.Linear linear = on.upper(value, new int[] {entry}, new double[] {sign});
        var program = new BoxProgram(linear.slopes(), rows.toArray(double[][]::new),
                sides.stream().mapToDouble(Double::doubleValue).toArray(), on.low[0], on.high[0]);
        if (program.infeasible()) {
            return null;
        }
        double above = Math.min(direct,
                Math.nextUp(Math.nextUp(program.bound() + linear.constant()) - sign * threshold));
        if (above <= 0) {
            closed = Math.max(closed, above);
            return null;
        }
        if (tells(program.point())) {
            return null;
        }
        int[] branch = LoosestLine.loosest(on, network.values(program.point()), value);
        return new Open(part, above, branch, parts);
    }

    /** {@code sign z >= least} for an entry, or for the difference of two, as a constraint that every input of the part fulfils. */
    private void constrain(Relaxation on, int of, int[] entries, int side, double least, List<double[]> rows,
            List<Double> sides) {
        if (Double.isInfinite(least)) {
            return;
        }
        double[] weights = entries.length == 1 ? new double[] {side} : new double[] {side, -side};
        Relaxation.Linear linear = on.upper(of, entries, weights);
        double[] row = new double[linear.slopes().length];
        Arrays.setAll(row, j -> -linear.slopes()[j]);
        rows.add(row);
        sides.add(Math.nextUp(linear.constant() - least));
    }

    private List<BoxPart> children(BoxPart part, int[] branch) {
        List<BoxPart> result = new ArrayList<>();
        switch (network.steps().get(branch[0])) {
            case Kinks kinks -> {
                double[] breaks = kinks.breaks();
                for (int p = 0; p <= breaks.length; p++) {
                    result.add(part.with(new BoxPart.Held(kinks.source(), branch[1],
                            p == 0 ? Double.NEGATIVE_INFINITY : breaks[p - 1],
                            p == breaks.length ? Double.POSITIVE_INFINITY : breaks[p])));
                }
            }
            case Largest largest -> {
                int[] window = largest.windows()[branch[1]];
                for (int j : window) {
                    result.add(part.with(new BoxPart.Won(branch[0], branch[1], largest.source(), j,
                            Arrays.stream(window).filter(k -> k != j).toArray())));
                }
            }
            default -> throw new IllegalStateException("DeathSearch: affine steps have no pieces");
        }
        return result;
    }

    /** Whether g is above 0 at x for certain; x is the witness then. */
    private boolean tells(double[] x) {
        double z = network.values(x)[value][entry];
        work.spend(cost / 4);
        if (sign * (z - threshold) <= 0) {
            return false;
        }
        double[][][] around = Relaxation.at(network, x, value, work);
        boolean certain = sign > 0 ? around[0][value][entry] > threshold : around[1][value][entry] < threshold;
        if (certain) {
            witness = x.clone();
            argument = z;
        }
        return certain;
    }

    /** Goes uphill from an input, with steps that halve where they do not lead up. */
    private boolean climb(double[] start) {
        if (tells(start)) {
            return true;
        }
        double[] x = start.clone();
        double best = sign * network.values(x)[value][entry];
        double stride = STRIDE;
        for (int step = 0; step < ASCENT && work.has(cost); step++) {
            double[] slope = Slopes.at(network, network.values(x), value, entry);
            double[] next = x.clone();
            for (int j = 0; j < x.length; j++) {
                double move = stride * (whole.high[0][j] - whole.low[0][j]) * Math.signum(sign * slope[j]);
                next[j] = Math.clamp(x[j] + move, whole.low[0][j], whole.high[0][j]);
            }
            work.spend(cost / 2);
            if (Arrays.equals(next, x)) {
                return false;
            }
            double reached = sign * network.values(next)[value][entry];
            if (reached > best) {
                best = reached;
                x = next;
                if (tells(x)) {
                    return true;
                }
            } else {
                stride /= 2;
            }
        }
        return false;
    }

    double[] witness() {
        return witness;
    }

    double argument() {
        return argument;
    }

    boolean tie() {
        return tie;
    }

    int parts() {
        return parts;
    }

    /** An upper bound on g. */
    double bound() {
        return bound;
    }
}
