package org.paisaje.theory.dynamics.dead;

import org.paisaje.network.PiecewiseLinear.Kinks;

/** Lines above and below a piecewise linear activation on an interval. */
final class PieceLines {
    private static final double UNIT = 0x1p-53;

    private PieceLines() {}

    /** The ends of an interval and the breaks inside. */
    static double[] points(Kinks kinks, double low, double high) {
        int inside = 0;
        for (double at : kinks.breaks()) {
            inside += at > low && at < high ? 1 : 0;
        }
        double[] points = new double[inside + 2];
        points[0] = low;
        int k = 1;
        for (double at : kinks.breaks()) {
            if (at > low && at < high) {
                points[k++] = at;
            }
        }
        points[k] = high;
        return points;
    }

    /** Whether the value at a point is computed without rounding: the piece there is z, -z or a constant 0. */
    static boolean exact(Kinks kinks, double z) {
        int piece = pieceAt(kinks, z);
        double slope = kinks.slopes()[piece];
        return kinks.offsets()[piece] == 0 && (slope == 0 || Math.abs(slope) == 1);
    }

    private static int pieceAt(Kinks kinks, double z) {
        int piece = 0;
        while (piece < kinks.breaks().length && z > kinks.breaks()[piece]) {
            piece++;
        }
        return piece;
    }

    /** {@code {slope, at}} with s(z) <= slope z + at on the interval, lowest in its middle. */
    static double[] above(Kinks kinks, double[] points) {
        return line(kinks, points, 1);
    }

    /** {@code {slope, at}} with s(z) >= slope z + at on the interval, highest in its middle. */
    static double[] below(Kinks kinks, double[] points) {
        return line(kinks, points, -1);
    }

    /** Of the slopes of the pieces there and that of the chord the one whose line lies best. */
    private static double[] line(Kinks kinks, double[] points, int sign) {
        double low = points[0];
        double high = points[points.length - 1];
        int first = pieceAt(kinks, low);
        int last = Math.max(first, pieceAt(kinks, Math.nextDown(high)));
        if (low >= high || first == last || points.length == 2) {
            int piece = Relaxation.piece(kinks, low, high);
            double slope = kinks.slopes()[Math.max(0, piece)];
            return new double[] {slope, touching(kinks, points, slope, sign)};
        }
        double best = Double.POSITIVE_INFINITY;
        double[] result = new double[2];
        double chord = (kinks.activation().value(high) - kinks.activation().value(low)) / (high - low);
        for (int p = first; p <= last + 1; p++) {
            double slope = p <= last ? kinks.slopes()[p] : chord;
            double at = touching(kinks, points, slope, sign);
            double middle = sign * (slope * (low / 2 + high / 2) + at);
            if (middle < best) {
                best = middle;
                result = new double[] {slope, at};
            }
        }
        return result;
    }

    /** The intercept with which a line of some slope just touches, rounded away from the activation. */
    private static double touching(Kinks kinks, double[] points, double slope, int sign) {
        double most = Double.NEGATIVE_INFINITY;
        for (double point : points) {
            double value = kinks.activation().value(point);
            double gap = sign * (value - slope * point);
            boolean exact = exact(kinks, point) && (slope == 0 || Math.abs(slope) == 1);
            most = Math.max(most, exact
                    ? gap + (gap == 0 ? 0 : 2 * UNIT * Math.abs(gap))
                    : gap + 4 * UNIT * (Math.abs(value) + Math.abs(slope * point)));
        }
        return sign * most;
    }
}
