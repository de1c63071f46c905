package org.paisaje.report.svg;

/** The data of a path in tenths of a pixel, corners that nobody sees left out and the others told by how far they are from the last. */
final class ShortPath {
    /** A corner this near to the line without it is left out, in pixels. */
    private static final double UNSEEN = 0.15;

    private final StringBuilder text = new StringBuilder();
    private long x;
    private long y;

    /** A line through some points. */
    ShortPath line(double[] xs, double[] ys) {
        int n = xs.length;
        boolean[] kept = new boolean[n];
        if (n > 0) {
            kept[0] = true;
            kept[n - 1] = true;
            keep(xs, ys, 0, n - 1, kept);
        }
        for (int i = 0; i < n; i++) {
            if (i == 0) {
                move(xs[0], ys[0]);
            } else if (kept[i]) {
                to(xs[i], ys[i]);
            }
        }
        return this;
    }

    /** Starts somewhere else. */
    ShortPath move(double toX, double toY) {
        x = Math.round(10 * toX);
        y = Math.round(10 * toY);
        text.append('M');
        numbers(x, y);
        return this;
    }

    /** Draws a line on. */
    ShortPath to(double toX, double toY) {
        long nextX = Math.round(10 * toX);
        long nextY = Math.round(10 * toY);
        text.append('l');
        numbers(nextX - x, nextY - y);
        x = nextX;
        y = nextY;
        return this;
    }

    /** A dot, where ends are round. */
    ShortPath dot(double atX, double atY) {
        move(atX, atY);
        text.append("h0");
        return this;
    }

    /** Back to where the line began. */
    ShortPath close() {
        text.append('Z');
        return this;
    }

    private void numbers(long a, long b) {
        number(a);
        if (b >= 0) {
            text.append(' ');
        }
        number(b);
    }

    private void number(long tenths) {
        if (tenths < 0) {
            text.append('-');
        }
        long size = Math.abs(tenths);
        if (size >= 10 || size == 0) {
            text.append(size / 10);
        }
        if (size % 10 != 0) {
            text.append('.').append(size % 10);
        }
    }

    /** Douglas and Peucker (1973): the corner that is furthest from the chord is kept if it is seen, and then on both sides. */
    private static void keep(double[] xs, double[] ys, int from, int to, boolean[] kept) {
        double dx = xs[to] - xs[from];
        double dy = ys[to] - ys[from];
        double length = Math.hypot(dx, dy);
        double most = UNSEEN;
        int found = -1;
        for (int i = from + 1; i < to; i++) {
            double along = length == 0
                    ? 0
                    : Math.clamp(((xs[i] - xs[from]) * dx + (ys[i] - ys[from]) * dy) / (length * length), 0, 1);
            double away = Math.hypot(xs[i] - xs[from] - along * dx, ys[i] - ys[from] - along * dy);
            // What is no number is kept, so that it is seen.
            if (!(away <= most)) {
                most = away;
                found = i;
            }
        }
        if (found >= 0) {
            kept[found] = true;
            keep(xs, ys, from, found, kept);
            keep(xs, ys, found, to, kept);
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
