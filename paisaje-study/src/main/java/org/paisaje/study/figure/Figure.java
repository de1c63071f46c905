package org.paisaje.study.figure;

import java.util.List;
import org.paisaje.math.Brief;

/** A picture as data. The caption can stand alone: it says what is seen and what to see in it. */
public sealed interface Figure {
    /** A short name for files, such as {@code phase-portrait}; letters, digits and hyphens. */
    String id();

    /** One line above the picture. */
    String title();

    /** One to three sentences below it. */
    String caption();

    /** Series in one pair of axes; {@code square} asks for equal units on both. */
    record Chart(String id, String title, String caption, Axis x, Axis y, boolean square,
            List<Series> series) implements Figure {
        /** Copies the list; refuses an empty chart and non-positive values on logarithmic axes. */
        public Chart {
            series = List.copyOf(series);
            if (series.isEmpty()) {
                throw new IllegalArgumentException("chart " + id + ": there is nothing to draw");
            }
        }

        /** A chart whose axes scale freely. */
        public Chart(String id, String title, String caption, Axis x, Axis y, List<Series> series) {
            this(id, title, caption, x, y, false, series);
        }
    }

    /** Charts side by side that are to be compared. */
    record Panels(String id, String title, String caption, List<Chart> charts) implements Figure {
        /** Copies the list. */
        public Panels {
            charts = List.copyOf(charts);
        }
    }

    /** Figures along a parameter, one seen at a time: charts, panels, fields, mosaics or tables, but no frames within frames. */
    record Frames(String id, String title, String caption, Axis parameter, double[] values,
            List<? extends Figure> figures) implements Figure {
        /** Copies the list; there is one figure for each value. */
        public Frames {
            figures = List.copyOf(figures);
            if (figures.size() != values.length) {
                throw new IllegalArgumentException(
                        "frames " + id + ": " + figures.size() + " figures for " + values.length + " values");
            }
            if (figures.stream().anyMatch(Frames.class::isInstance)) {
                throw new IllegalArgumentException("frames " + id + ": one of its figures is frames again");
            }
        }

        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /**
     * Charts along two parameters, one seen at a time, such as layer and epoch.
     *
     * @param charts entry [i][j] belongs to (firstValues[i], secondValues[j])
     */
    record Cube(String id, String title, String caption, Axis first, double[] firstValues, Axis second,
            double[] secondValues, List<List<Chart>> charts) implements Figure {
        /** Copies the lists; there is one chart for each pair of values. */
        public Cube {
            charts = charts.stream().map(List::copyOf).toList();
            if (charts.isEmpty() || charts.size() != firstValues.length
                    || charts.stream().anyMatch(row -> row.isEmpty() || row.size() != secondValues.length)) {
                throw new IllegalArgumentException("cube " + id + ": " + charts.size() + " rows of charts for "
                        + firstValues.length + " by " + secondValues.length + " values");
            }
        }

        /** The chart at the end of both. */
        public Chart last() {
            return charts.getLast().getLast();
        }

        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /**
     * A field over a rectangle.
     *
     * @param value what is shown, with its unit
     * @param diverging whether the colours are centred at zero, for signed fields
     * @param z entry [i][j] belongs to (xs[j], ys[i])
     */
    record Field(
            String id,
            String title,
            String caption,
            Axis x,
            Axis y,
            String value,
            boolean diverging,
            double[] xs,
            double[] ys,
            double[][] z) implements Figure {
        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /**
     * A surface over a rectangle that can be turned.
     *
     * @param value what its height and its colours are
     * @param z entry [i][j] belongs to (xs[j], ys[i]); finite, and above 0 if the axis of the value is logarithmic
     * @param tracks what lies on it
     */
    record Surface(String id, String title, String caption, Axis x, Axis y, Axis value, double[] xs, double[] ys,
            double[][] z, List<Track> tracks) implements Figure {
        /** Copies the list and checks that the values can be drawn. */
        public Surface {
            tracks = List.copyOf(tracks);
            if (xs.length < 2 || ys.length < 2 || z.length != ys.length) {
                throw new IllegalArgumentException(
                        "surface " + id + ": " + z.length + " rows of values for " + ys.length
                                + " places up and " + xs.length + " across; at least 2 of each are needed");
            }
            for (double[] row : z) {
                for (double height : row) {
                    if (!Double.isFinite(height) || value.logarithmic() && height <= 0) {
                        throw new IllegalArgumentException(
                                "surface " + id + ": the value " + height + " cannot be drawn");
                    }
                }
            }
        }

        /**
         * Points on a surface, given by their places.
         *
         * @param joined whether a line joins them
         */
        public record Track(String name, double[] x, double[] y, boolean joined) {
            @Override
            public String toString() {
                return Brief.of(this);
            }
        }

        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /**
     * Polygons that fill a rectangle, with a boundary of segments and points over them.
     *
     * @param low the corner of the rectangle with the smaller coordinates
     * @param high the opposite corner
     * @param kinds what the colours stand for
     * @param tiles the polygons
     * @param boundary what the segments are
     * @param segments each {@code x0, y0, x1, y1}
     * @param points points by kind, in the order of {@code kinds}; may be fewer
     */
    record Mosaic(String id, String title, String caption, Axis x, Axis y, double[] low, double[] high,
            List<String> kinds, List<Tile> tiles, String boundary, List<double[]> segments,
            List<Series.Points> points) implements Figure {
        /** How many shades of a colour there are. */
        public static final int SHADES = 6;

        /** Copies the lists. */
        public Mosaic {
            kinds = List.copyOf(kinds);
            tiles = List.copyOf(tiles);
            segments = List.copyOf(segments);
            points = List.copyOf(points);
        }

        /**
         * A polygon.
         *
         * @param kind its colour, a place in {@code kinds}
         * @param shade 0 to {@link #SHADES} - 1, to tell neighbours apart
         */
        public record Tile(double[] x, double[] y, int kind, int shade) {
            @Override
            public String toString() {
                return Brief.of(this);
            }
        }

        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /**
     * A table that is part of the argument.
     *
     * @param rows one cell for each column
     */
    record Table(String id, String title, String caption, List<String> columns,
            List<List<Cell>> rows) implements Figure {
        /** Copies the lists; every row has one cell for each column. */
        public Table {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
            for (List<Cell> row : rows) {
                if (row.size() != columns.size()) {
                    throw new IllegalArgumentException(
                            "table " + id + ": a row has " + row.size() + " cells, there are " + columns.size()
                                    + " columns");
                }
            }
        }
    }
}
