package org.paisaje.study.regions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.paisaje.data.Dataset;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.geometry.region.DecisionBoundary;
import org.paisaje.theory.geometry.region.Region;
import org.paisaje.theory.geometry.region.Regions;

/** Pictures of regions. */
final class RegionsFigures {
    private final RegionsSetting setting;
    private final Regions regions;
    private final DecisionBoundary decision;
    private final double[][] view;
    private final double beyond;
    private final List<Series.Points> marks;

    RegionsFigures(RegionsSetting setting, Regions regions, DecisionBoundary decision, List<Series.Points> marks) {
        this.marks = marks;
        this.setting = setting;
        this.regions = regions;
        this.decision = decision;
        this.view = view(regions);
        this.beyond = regions.beyond();
    }

    /** The bounds of the domain; without bounds a cube that holds nine tenths of the corners. */
    static double[][] view(Regions regions) {
        int d = regions.domain().dimension();
        if (regions.domain().bounded()) {
            return new double[][] {regions.domain().low(), regions.domain().high()};
        }
        double[] sizes = regions.cells()
                .stream()
                .filter(Region::bounded)
                .flatMap(cell -> cell.corners(0).stream())
                .mapToDouble(corner -> Arrays.stream(corner).map(Math::abs).max().orElse(0))
                .sorted()
                .toArray();
        double half = sizes.length == 0 ? 2 : 1.3 * Math.max(sizes[9 * (sizes.length - 1) / 10], 0.1);
        double unit = Math.pow(10, Math.floor(Math.log10(half)));
        double round = Math.ceil(half / unit) * unit;
        double[][] result = new double[2][d];
        Arrays.fill(result[0], -round);
        Arrays.fill(result[1], round);
        return result;
    }

    static String kind(RegionsSetting setting, int outputs, int winner) {
        if (outputs > 1) {
            return "output " + winner + " largest";
        }
        String level = setting.level() == Math.rint(setting.level())
                ? String.valueOf((long) setting.level())
                : String.valueOf(setting.level());
        return winner == 1 ? "output above " + level : "output at most " + level;
    }

    private Axis axis(int k) {
        boolean plain = setting.domain().axes()[k].length == setting.domain().dimension();
        return Axis.linear(plain ? "input " + (k + 1) : "coordinate " + (k + 1) + " of the slice");
    }

    /** The mosaic in two dimensions, the graph of the outputs in one. */
    Optional<Figure> picture() {
        return switch (setting.domain().dimension()) {
            case 1 -> Optional.of(graph());
            case 2 -> Optional.of(mosaic());
            default -> Optional.empty();
        };
    }

    private Figure graph() {
        List<Series> series = new ArrayList<>();
        int outputs = Math.min(4, regions.network().outputs());
        List<double[]> breaks = new ArrayList<>();
        for (int j = 0; j < outputs; j++) {
            List<double[]> points = new ArrayList<>();
            for (Region cell : regions.cells()) {
                for (double[] corner : cell.corners(beyond)) {
                    double t = Math.clamp(corner[0], view[0][0], view[1][0]);
                    points.add(new double[] {t, cell.value(j, t)});
                    if (j == 0 && t == corner[0] && t > view[0][0] && t < view[1][0]) {
                        breaks.add(new double[] {t, cell.value(0, t)});
                    }
                }
            }
            points.sort((a, b) -> Double.compare(a[0], b[0]));
            series.add(new Series.Line(outputs == 1 ? "output" : "output " + j, Role.MEASURED, column(points, 0),
                    column(points, 1)));
        }
        if (!breaks.isEmpty()) {
            series.add(new Series.Points("ends of regions", Role.MEASURED, column(breaks, 0), column(breaks, 1)));
        }
        return new Figure.Chart("graph", "The network along the line",
                "The outputs on " + setting.place() + ", exact: a straight line on each of the "
                        + regions.cells().size() + " regions; points mark where they meet.",
                axis(0), Axis.linear("output"), series);
    }

    private static double[] column(List<double[]> points, int k) {
        return points.stream().mapToDouble(point -> point[k]).toArray();
    }

    private Figure mosaic() {
        int[] shades = shades();
        List<Figure.Mosaic.Tile> tiles = new ArrayList<>();
        for (DecisionBoundary.Part part : decision.parts()) {
            List<double[]> polygon = clipped(part.shape().corners(beyond));
            if (polygon.size() > 2) {
                tiles.add(new Figure.Mosaic.Tile(column(polygon, 0), column(polygon, 1), part.winner(),
                        shades[part.region()]));
            }
        }
        List<double[]> segments = new ArrayList<>();
        for (List<double[]> wall : decision.boundary(beyond)) {
            List<double[]> seen = clipped(wall);
            if (seen.size() > 1) {
                segments.add(new double[] {seen.get(0)[0], seen.get(0)[1], seen.get(1)[0], seen.get(1)[1]});
            }
        }
        int outputs = regions.network().outputs();
        List<String> kinds = new ArrayList<>();
        for (int c = 0; c < Math.max(2, outputs); c++) {
            kinds.add(kind(setting, outputs, c));
        }
        return new Figure.Mosaic("mosaic", "The regions",
                "Every tile is a set of inputs on which the network is one affine map; shades only tell neighbours apart, "
                        + "colours tell what is decided"
                        + (segments.isEmpty() ? "." : ", and the dark line is the decision boundary.")
                        + (setting.data().isEmpty() && !marks.isEmpty()
                                ? " Points are the critical points of the output, which a table below lists."
                                : "")
                        + (setting.domain().bounded()
                                ? ""
                                : " The picture shows the part around the corners; the outer "
                                        + "tiles have no end."),
                axis(0), axis(1), view[0], view[1], kinds, tiles, "decision boundary", segments, points());
    }

    private List<Series.Points> points() {
        if (setting.data().isEmpty() || setting.data().get().inputs() != 2 || setting.domain().axes()[0].length != 2) {
            return marks.stream().map(this::seen).filter(some -> some.x().length > 0).toList();
        }
        Dataset data = setting.data().get();
        int classes = data.classes().size();
        int[] labels = classes == 0 ? new int[0] : data.labels();
        List<Series.Points> result = new ArrayList<>();
        for (int c = 0; c < Math.max(1, classes); c++) {
            List<double[]> points = new ArrayList<>();
            for (int i = 0; i < data.size(); i++) {
                if (classes == 0 || labels[i] == c) {
                    points.add(new double[] {data.x().get(i, 0), data.x().get(i, 1)});
                }
            }
            result.add(new Series.Points("class " + c, Role.MEASURED, column(points, 0), column(points, 1)));
        }
        return result;
    }

    private Series.Points seen(Series.Points all) {
        List<double[]> kept = new ArrayList<>();
        for (int i = 0; i < all.x().length; i++) {
            double[] point = {all.x()[i], all.y()[i]};
            if (point[0] >= view[0][0] && point[0] <= view[1][0] && point[1] >= view[0][1] && point[1] <= view[1][1]) {
                kept.add(point);
            }
        }
        return new Series.Points(all.name(), all.role(), column(kept, 0), column(kept, 1));
    }

    /** A shade for each region, other than those of its neighbours as far as there are shades. */
    private int[] shades() {
        int n = regions.cells().size();
        List<List<Integer>> earlier = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            earlier.add(new ArrayList<>());
        }
        for (Regions.Wall wall : regions.walls()) {
            earlier.get(Math.max(wall.a(), wall.b())).add(Math.min(wall.a(), wall.b()));
        }
        int[] result = new int[n];
        for (int i = 0; i < n; i++) {
            int taken = 0;
            for (int other : earlier.get(i)) {
                taken |= 1 << result[other];
            }
            int free = Integer.numberOfTrailingZeros(~taken);
            result[i] = free < Figure.Mosaic.SHADES ? free : i % Figure.Mosaic.SHADES;
        }
        return result;
    }

    /** The part of a polygon or segment that is seen (Sutherland and Hodgman 1974). */
    private List<double[]> clipped(List<double[]> polygon) {
        List<double[]> result = polygon;
        for (int side = 0; side < 4 && !result.isEmpty(); side++) {
            int k = side / 2;
            double sign = side % 2 == 0 ? 1 : -1;
            double bound = view[side % 2][k];
            List<double[]> next = new ArrayList<>();
            int n = result.size();
            for (int i = 0; i < n; i++) {
                double[] a = result.get(i);
                double[] b = result.get((i + 1) % n);
                double u = sign * (a[k] - bound);
                double v = sign * (b[k] - bound);
                if (u >= 0) {
                    next.add(a);
                }
                if (u * v < 0 && (n > 2 || i == 0)) {
                    double share = u / (u - v);
                    double[] cut = {a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])};
                    cut[k] = bound;
                    next.add(cut);
                }
            }
            result = next;
        }
        return result;
    }

    /** The sizes by rank. */
    Optional<Figure> sizes(double[] ascending, String measure) {
        if (ascending.length < 3 || !(ascending[0] > 0)) {
            return Optional.empty();
        }
        int n = ascending.length;
        double[] rank = new double[n];
        double[] size = new double[n];
        for (int i = 0; i < n; i++) {
            rank[i] = i + 1;
            size[i] = ascending[n - 1 - i];
        }
        int stride = n / 400 + 1;
        int kept = (n + stride - 1) / stride;
        double[] x = new double[kept];
        double[] y = new double[kept];
        for (int i = 0; i < kept; i++) {
            x[i] = rank[i * stride];
            y[i] = size[i * stride];
        }
        return Optional.of(new Figure.Chart("sizes", "Few large regions, many small ones",
                "The " + measure
                        + " of the bounded regions by rank. Sampling on a grid misses those below the size of its mesh.",
                Axis.log("rank"), Axis.log(measure), List.of(new Series.Line(measure, Role.MEASURED, x, y))));
    }
}
