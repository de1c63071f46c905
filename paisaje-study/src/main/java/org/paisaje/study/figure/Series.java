package org.paisaje.study.figure;

import org.paisaje.math.Brief;

/** What is drawn inside a {@link Figure.Chart}. Coordinates are finite; arrays of one series have one length. */
public sealed interface Series {
    /** The name in the legend. */
    String name();

    /** What it stands for. */
    Role role();

    /** A line through points. */
    record Line(String name, Role role, double[] x, double[] y) implements Series {
        /** Checks lengths and finiteness. */
        public Line {
            check(name, x, y);
        }

        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /** Points without uncertainty. */
    record Points(String name, Role role, double[] x, double[] y) implements Series {
        /** Checks lengths and finiteness. */
        public Points {
            check(name, x, y);
        }

        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /** Points with vertical intervals. */
    record Intervals(String name, Role role, double[] x, double[] y, double[] low, double[] high) implements Series {
        /** Checks lengths and finiteness. */
        public Intervals {
            check(name, x, y, low, high);
        }

        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /** The area between two curves. */
    record Band(String name, Role role, double[] x, double[] low, double[] high) implements Series {
        /** Checks lengths and finiteness. */
        public Band {
            check(name, x, low, high);
        }

        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /** Arrows from (x, y) to (x + dx, y + dy). */
    record Arrows(String name, Role role, double[] x, double[] y, double[] dx, double[] dy) implements Series {
        /** Checks lengths and finiteness. */
        public Arrows {
            check(name, x, y, dx, dy);
        }

        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /** Single points worth a name of their own, such as a fixed point; the mark tells their kind. */
    record Marks(String name, Role role, double[] x, double[] y, Mark mark) implements Series {
        /** Checks lengths and finiteness. */
        public Marks {
            check(name, x, y);
        }

        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /**
     * Colours under the other series: the values of a field on equidistant places, row i of z at ys[i].
     *
     * @param diverging whether the colours are centred at zero, for signed fields
     */
    record Shade(String name, double[] xs, double[] ys, double[][] z, boolean diverging) implements Series {
        /** Checks lengths and finiteness. */
        public Shade {
            check(name, xs);
            check(name, ys);
            if (z.length != ys.length || xs.length < 2 || ys.length < 2) {
                throw new IllegalArgumentException("series " + name + ": " + z.length + " rows of values for "
                        + ys.length + " places up and " + xs.length + " across; at least 2 of each are needed");
            }
            for (double[] row : z) {
                check(name, xs, row);
            }
        }

        @Override
        public Role role() {
            return Role.REFERENCE;
        }

        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /**
     * Lines of equal value of a field, each with its level written on it; row i of z at ys[i].
     *
     * @param levels ascending
     * @param logarithmic whether values between the points are interpolated by their ratios; then all are above 0
     */
    record Contours(String name, double[] xs, double[] ys, double[][] z, double[] levels,
            boolean logarithmic) implements Series {
        /** Checks lengths and finiteness. */
        public Contours {
            check(name, xs);
            check(name, ys);
            check(name, levels);
            if (z.length != ys.length || xs.length < 2 || ys.length < 2) {
                throw new IllegalArgumentException("series " + name + ": " + z.length + " rows of values for "
                        + ys.length + " places up and " + xs.length + " across; at least 2 of each are needed");
            }
            for (double[] row : z) {
                check(name, xs, row);
            }
        }

        @Override
        public Role role() {
            return Role.REFERENCE;
        }

        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /** The shapes of {@link Marks}. */
    enum Mark {
        /** Filled disc: stable, or a target. */
        DISC,
        /** Open circle: unstable. */
        CIRCLE,
        /** Half-way between: a saddle. */
        DIAMOND,
        /** A cross: undefined here. */
        CROSS,
        /** A start. */
        TRIANGLE
    }

    private static void check(String name, double[]... arrays) {
        for (double[] array : arrays) {
            if (array.length != arrays[0].length) {
                throw new IllegalArgumentException("series " + name + ": one coordinate has " + array.length
                        + " entries, another " + arrays[0].length);
            }
            for (double value : array) {
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException(
                            "series " + name + ": the coordinate " + value + " cannot be drawn; leave it out");
                }
            }
        }
    }
}
