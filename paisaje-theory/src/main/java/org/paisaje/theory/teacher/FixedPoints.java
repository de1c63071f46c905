package org.paisaje.theory.teacher;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Lu;
import org.paisaje.math.linalg.factor.SymmetricEigen;

/**
 * All fixed points of the update on a sample, cell by cell: where the same samples stay active and, for an l1 penalty,
 * no weight changes sign, the update is linear in w, so that a cell has one candidate, which counts if it lies in it.
 */
public final class FixedPoints {
    /** What the linearised dynamics do near a fixed point. */
    public enum Kind {
        /** Everything returns. */
        STABLE,
        /** Something returns, something leaves. */
        SADDLE,
        /** Everything leaves. */
        UNSTABLE,
        /** To first order something neither returns nor leaves. */
        DEGENERATE
    }

    /**
     * A fixed point.
     *
     * @param at the weights
     * @param eigenvalues of the Jacobian of the update there, ascending
     * @param kind what they say
     */
    public record Point(double[] at, double[] eigenvalues, Kind kind) {
        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /** Cells meet at the origin, where the update has no derivative: what is this close to it counts as the origin. */
    private static final double ORIGIN = 1e-9;

    private FixedPoints() {}

    /** The fixed points inside the cells that the given starts lie in; starts that cover the plane find them all. */
    public static List<Point> search(TeacherSample sample, Iterable<double[]> starts) {
        var found = new ArrayList<Point>();
        for (double[] start : starts) {
            Optional<double[]> candidate = solveCell(sample, start);
            if (candidate.isPresent() && found.stream().noneMatch(p -> near(p.at(), candidate.get()))) {
                found.add(classify(sample, candidate.get()));
            }
        }
        return found;
    }

    /** The kind of the fixed point at w, by the eigenvalues of the Jacobian. */
    public static Point classify(TeacherSample sample, double[] w) {
        double[] eigenvalues = SymmetricEigen.values(sample.jacobian(w));
        java.util.Arrays.sort(eigenvalues);
        double zero = 1e-12;
        int negative = 0;
        int positive = 0;
        for (double value : eigenvalues) {
            negative += value < -zero ? 1 : 0;
            positive += value > zero ? 1 : 0;
        }
        Kind kind = negative + positive < w.length
                ? Kind.DEGENERATE
                : positive == 0 ? Kind.STABLE : negative == 0 ? Kind.UNSTABLE : Kind.SADDLE;
        return new Point(w, eigenvalues, kind);
    }

    /** The zero of the update in the cell of {@code start}, if it has one: one Newton step is exact there. */
    private static Optional<double[]> solveCell(TeacherSample sample, double[] start) {
        double[] update = new double[start.length];
        sample.update(start, update);
        Matrix jacobian = sample.jacobian(start);
        return Lu.solve(jacobian, update)
                .map(change -> {
                    double[] w = start.clone();
                    for (int i = 0; i < w.length; i++) {
                        w[i] -= change[i];
                    }
                    return w;
                })
                .filter(w -> Penalty.norm1(w) > ORIGIN && sameCell(sample, start, w));
    }

    private static boolean sameCell(TeacherSample sample, double[] a, double[] b) {
        if (!java.util.Arrays.equals(sample.active(a), sample.active(b))) {
            return false;
        }
        if (sample.penalty() == Penalty.L2_SQUARED || sample.penalty() == Penalty.NONE) {
            return true;
        }
        for (int i = 0; i < a.length; i++) {
            if (Math.signum(a[i]) != Math.signum(b[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean near(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum) < 1e-9 * (1 + Penalty.norm1(a));
    }
}
