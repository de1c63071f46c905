package org.paisaje.study.propagate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Svd;
import org.paisaje.network.Architecture;
import org.paisaje.study.Assessment;
import org.paisaje.study.Block;
import org.paisaje.study.Finding;
import org.paisaje.study.Section;
import org.paisaje.study.Words;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Cell;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.geometry.metric.Invertibility;
import org.paisaje.theory.geometry.metric.LayerMap;
import org.paisaje.theory.geometry.metric.LocalChange;
import org.paisaje.theory.geometry.topology.HullDistance;
import org.paisaje.theory.geometry.topology.StableBetti;

/** The layers as changes of coordinates: what becomes of volume, of the shape of the classes, and whether a plane parts them. */
record GeometrySection(PropagateSetting setting, PropagationCourse course, Followed followed, LayerGeometry geometry) {
    private static final int ROWS = 16;
    private static final int FIELD = 41;
    private static final int ELLIPSES = 7;
    private static final int CORNERS = 24;
    private static final int MOST_LAYERS = 13;
    /** Decades below which volume counts as lost. */
    private static final double LOST = -6;

    Optional<Section> section() {
        List<Finding> findings = findings();
        List<Block> blocks = new ArrayList<>();
        if (geometry.changes().isEmpty() && findings.isEmpty()) {
            return Optional.empty();
        }
        blocks.add(new Block.Numbers(table()));
        if (!findings.isEmpty()) {
            blocks.add(new Block.Findings(findings));
        }
        volume().ifPresent(figure -> blocks.add(new Block.Picture(figure)));
        margins().ifPresent(figure -> blocks.add(new Block.Picture(figure)));
        return Optional.of(Section.of("geometry", "As a change of coordinates",
                "which layers can be undone, what becomes of volume and of the shape of the classes, and from where on a plane "
                        + "parts them",
                blocks));
    }

    /** Numbers for programs. */
    List<Map<String, Object>> measured() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int node = 0; node < followed.cube().nodes(); node++) {
            var row = new LinkedHashMap<String, Object>();
            row.put("node", node);
            change(node).ifPresent(change -> {
                row.put("from", change.from());
                row.put("certificate", change.certificate().describe());
                if (change.certificate() instanceof Invertibility.Contraction contraction) {
                    row.put("lipschitz", contraction.c());
                }
                row.put("determinantLow", determinants(change).min().orElse(0));
                row.put("determinantHigh", determinants(change).max().orElse(0));
            });
            List<HullDistance> parted = geometry.parted().get(node);
            if (!parted.isEmpty()) {
                row.put("separable", apart(parted));
                row.put("classes", parted.size());
                row.put("margin", margin(parted));
            }
            List<Optional<StableBetti>> shapes = geometry.shapes().get(node);
            for (int c = 0; c < shapes.size(); c++) {
                String name = followed.data().classes().get(c);
                shapes.get(c)
                        .ifPresent(shape -> row.put("betti " + name, List.of(shape.betti().components(),
                                shape.betti().loops(), shape.betti().cavities())));
                shapes.get(c)
                        .ifPresent(shape -> row.put("resolution " + name,
                                List.of(shape.finest(), shape.coarsest())));
            }
            if (row.size() > 1) {
                rows.add(row);
            }
        }
        return rows;
    }

    private Optional<LayerGeometry.Change> change(int node) {
        return geometry.changes().stream().filter(change -> change.to() == node).findFirst();
    }

    private static DoubleStream determinants(LayerGeometry.Change change) {
        return change.local().stream().mapToDouble(LocalChange::determinant);
    }

    private static int apart(List<HullDistance> parted) {
        return (int) parted.stream().filter(one -> one.verdict() == HullDistance.Verdict.APART).count();
    }

    /** The least margin of the classes over the size of the data there. */
    private static double margin(List<HullDistance> parted) {
        return parted.stream().mapToDouble(one -> one.scale() > 0 ? one.margin() / one.scale() : 0).min().orElse(0);
    }

    private List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        List<LayerGeometry.Change> changes = geometry.changes();
        if (!changes.isEmpty()) {
            long certain = changes.stream()
                    .filter(change -> change.certificate() instanceof Invertibility.Contraction
                            || change.certificate() instanceof Invertibility.Monotone)
                    .count();
            findings.add(Finding
                    .of("one-to-one", "layers or blocks that are one-to-one for certain, of " + changes.size(),
                            certain)
                    .judged(Assessment.NOTE, certain == changes.size() ? "all" : certain == 0 ? "none" : "some",
                            "A block x + g(x) is, where the branch g has a Lipschitz constant below 1; a layer, where its matrix has full "
                                    + "rank and its activation increases. What is one-to-one keeps the shape of a class; only the "
                                    + "rest can cut or fill it."));
        }
        geometry.collision()
                .ifPresent(pair -> findings.add(Finding.of("collision",
                        "distance of two inputs with one image before the output", pair.distance())
                        .judged(Assessment.NOTE, "not one-to-one", (pair.x().length > 3
                                ? "They"
                                : point(pair.x()) + " and " + point(pair.other()))
                                + " give the same values there, but for " + Words.number(pair.gap()) + ".")));
        first().ifPresent(node -> findings.add(Finding
                .of("separable-from", "first layer at which planes part the classes",
                        node)
                .judged(Assessment.NOTE, node == 0 ? "linear problem" : "parted",
                        "Certain: behind it every sample lies on its side of a hyperplane, with a margin of "
                                + Words.number(margin(geometry.parted().get(node))) + " of the size of the data."
                                + (node > 0 && geometry.parted()
                                        .get(node - 1)
                                        .stream()
                                        .anyMatch(one -> one.verdict() == HullDistance.Verdict.MEET)
                                                ? " Just before it, convex hulls still have a point in common."
                                                : ""))));
        geometry.region()
                .ifPresent(region -> findings.add(Finding.of("decision-components",
                        "connected parts of where it says " + followed.data().classes().getLast(),
                        region.betti().components())
                        .judged(Assessment.NOTE, region.betti().loops() == 1
                                ? "with one hole"
                                : region.betti().loops() == 0 ? "no hole" : "with " + region.betti().loops() + " holes",
                                "In the box of the picture, the same on grids of cells of side "
                                        + Words.number(region.coarsest()) + " to "
                                        + Words.number(region.finest()) + ".")));
        return findings;
    }

    private static String point(double[] x) {
        return "(" + Arrays.stream(x).mapToObj(Words::number).collect(Collectors.joining(", ")) + ")";
    }

    /** The first node at which all classes are parted from their others. */
    private Optional<Integer> first() {
        for (int node = 0; node < geometry.parted().size(); node++) {
            List<HullDistance> parted = geometry.parted().get(node);
            if (!parted.isEmpty() && apart(parted) == parted.size()) {
                return Optional.of(node);
            }
        }
        return Optional.empty();
    }

    private Figure.Table table() {
        List<String> columns = new ArrayList<>(List.of("layer", "one-to-one", "Lip(g)", "det low", "det high"));
        boolean parted = geometry.parted().stream().anyMatch(list -> !list.isEmpty());
        boolean two = followed.data().classes().size() == 2;
        if (parted) {
            columns.add("parted");
            columns.add("margin");
        }
        int kinds = geometry.shapes().stream().mapToInt(List::size).max().orElse(0);
        for (int c = 0; c < kinds; c++) {
            columns.add(followed.data().classes().get(c));
        }
        List<List<Cell>> rows = new ArrayList<>();
        int nodes = followed.cube().nodes();
        int[] shown = IntStream.range(0, nodes)
                .filter(node -> node == 0 || change(node).isPresent() || geometry.changes().isEmpty())
                .toArray();
        for (int k = 0; k < Math.min(ROWS, shown.length); k++) {
            int node = shown[(int) Math.round((double) k * (shown.length - 1)
                    / Math.max(1, Math.min(ROWS, shown.length) - 1))];
            List<Cell> row = new ArrayList<>();
            row.add(Cell.text(node == 0 ? "input" : node == nodes - 1 ? "output" : Integer.toString(node)));
            Optional<LayerGeometry.Change> change = change(node);
            row.add(Cell.text(change.map(one -> shortly(one.certificate())).orElse("")));
            row.add(change.map(one -> lipschitz(one.certificate())).orElse(Cell.text("")));
            for (int side = 0; side < 2; side++) {
                int which = side;
                row.add(change.filter(one -> !(one.certificate() instanceof Invertibility.Loses))
                        .map(one -> Cell.number(which == 0
                                ? determinants(one).min().orElse(0)
                                : determinants(one).max().orElse(0), 3))
                        .orElse(Cell.text("")));
            }
            if (parted) {
                List<HullDistance> here = geometry.parted().get(node);
                row.add(Cell.text(here.isEmpty()
                        ? ""
                        : two ? word(here.getFirst().verdict()) : apart(here) + " of " + here.size()));
                row.add(here.isEmpty() ? Cell.text("") : Cell.number(margin(here), 3));
            }
            for (int c = 0; c < kinds; c++) {
                List<Optional<StableBetti>> shapes = geometry.shapes().get(node);
                row.add(Cell.text(shapes.size() > c
                        ? shapes.get(c).map(shape -> shape.betti().text()).orElse("a point")
                        : ""));
            }
            rows.add(row);
        }
        return new Figure.Table("geometry", "Layers as changes of coordinates",
                "One-to-one: certificates for the layer or block before, Lip(g) a bound for the branch of a block x + g(x), which certifies below "
                        + "1; det: the least and largest determinant of its Jacobian at some "
                        + "samples, negative where it mirrors, the factor of volume where it is not square"
                        + (parted
                                ? "; parted: whether a plane parts the classes; margin: half the widest strip between the classes over the size of the data"
                                : "")
                        + (kinds > 0
                                ? "; below the name of a class b0 and b1, the connected parts and loops of balls round its samples, over whose radii they stay "
                                        + "the longest: an estimate, which sees nothing that is finer than samples are dense and loses loops that "
                                        + "layers have bent thin, also where a one-to-one layer keeps them"
                                : "")
                        + ".",
                columns, rows);
    }

    private static String word(HullDistance.Verdict verdict) {
        return switch (verdict) {
            case APART -> "yes";
            case MEET -> "no";
            case OPEN -> "not known";
        };
    }

    private static String shortly(Invertibility certificate) {
        return switch (certificate) {
            case Invertibility.Contraction _,Invertibility.Monotone _ -> "yes";
            case Invertibility.Loses _ -> "no";
            case Invertibility.Unknown _ -> "not known";
        };
    }

    private static Cell lipschitz(Invertibility certificate) {
        return switch (certificate) {
            case Invertibility.Contraction contraction -> Cell.number(contraction.c(), 3);
            case Invertibility.Unknown unknown when Double.isFinite(unknown.c()) -> Cell.number(unknown.c(), 3);
            default -> Cell.text("");
        };
    }

    /** The margin by depth. */
    private Optional<Figure> margins() {
        int[] nodes = IntStream.range(0, geometry.parted().size())
                .filter(node -> !geometry.parted().get(node).isEmpty())
                .toArray();
        if (nodes.length < 2) {
            return Optional.empty();
        }
        double[] at = Arrays.stream(nodes).asDoubleStream().toArray();
        double[] margin = Arrays.stream(nodes).mapToDouble(node -> margin(geometry.parted().get(node))).toArray();
        List<Series> series = new ArrayList<>();
        series.add(new Series.Line("", Role.REFERENCE, at, margin));
        series.add(new Series.Points("margin over size", Role.MEASURED, at, margin));
        return Optional.of(new Figure.Chart("margins", "How far a plane parts the classes, by depth",
                "Half the width of the widest strip between a class and the others, the least over the classes, over the size of the data; "
                        + "0 where their convex hulls meet, so that no plane parts them.",
                Axis.linear("layer"), Axis.linear("margin over size"), series));
    }

    /** The volume by layer over the plane of the inputs, with the inputs that lie equally far behind the layer. */
    private Optional<Figure> volume() {
        Architecture network = setting.network();
        if (network.inputs() != 2 || !network.inRow() || followed.grid().isEmpty()) {
            return Optional.empty();
        }
        int[] cuts = LayerMap.cuts(network);
        int last = cuts.length - (network.outputs() < 2 ? 2 : 1);
        if (last < 1) {
            return Optional.empty();
        }
        double[][] box = PropagateFigures.box(followed);
        int count = Math.min(last, MOST_LAYERS);
        int[] shown = IntStream.rangeClosed(1, count)
                .map(k -> cuts[(int) Math.round((double) k * last / count)])
                .toArray();
        List<List<Figure.Chart>> charts = new ArrayList<>();
        for (int node : shown) {
            LayerMap map = LayerMap.of(network, course.end(), 0, node);
            Matrix plane = PropagateFigures.plane(box, FIELD);
            double[] decades = new double[plane.rows()];
            for (int i = 0; i < decades.length; i++) {
                double volume = Math.abs(LocalChange.of(map, plane.row(i)).determinant());
                decades[i] = Math.max(LOST, Math.log10(volume));
            }
            List<Series> series = new ArrayList<>();
            series.add(PropagateFigures.shade(box, FIELD, i -> decades[i], true));
            series.addAll(ellipses(map, box));
            charts.add(List.of(new Figure.Chart("volume-" + node, "Layer " + node, "", Axis.linear("x1"),
                    Axis.linear("x2"), true, series)));
        }
        return Optional.of(new Figure.Cube("volume", "What becomes of lengths and areas",
                "Over the plane of the inputs the factor of area from the input to behind a layer, at the end: blue where it grows, orange "
                        + "where it shrinks, by decades and at most to 1e-6. The ellipses are inputs that lie equally far from their middle "
                        + "behind the layer, each drawn to one length: long where the layers draw inputs together.",
                Axis.linear("layer"), Arrays.stream(shown).asDoubleStream().toArray(), Axis.linear("part"),
                new double[] {1}, charts));
    }

    /** The unit circles of the metric J'J: half axes 1/sigma along the right singular vectors, the longer one drawn to one length. */
    private static List<Series> ellipses(LayerMap map, double[][] box) {
        List<Series> result = new ArrayList<>();
        double[] step = {(box[0][1] - box[0][0]) / ELLIPSES, (box[1][1] - box[1][0]) / ELLIPSES};
        double size = 0.42 * Math.min(step[0], step[1]);
        for (int i = 0; i < ELLIPSES * ELLIPSES; i++) {
            double[] centre = {box[0][0] + (i % ELLIPSES + 0.5) * step[0], box[1][0] + (i / ELLIPSES + 0.5) * step[1]};
            Svd svd = Svd.of(map.jacobian(centre));
            double[] sigma = svd.values();
            double share = sigma.length < 2 || sigma[0] == 0 ? 0 : sigma[1] / sigma[0];
            double[] xs = new double[CORNERS + 1];
            double[] ys = new double[CORNERS + 1];
            for (int k = 0; k <= CORNERS; k++) {
                double along = size * share * Math.cos(2 * Math.PI * k / CORNERS);
                double across = size * Math.sin(2 * Math.PI * k / CORNERS);
                // The first singular vector is stretched most: inputs along it lie nearest.
                double ux = svd.vt().get(0, 0);
                double uy = svd.vt().get(0, 1);
                xs[k] = centre[0] + along * ux - across * uy;
                ys[k] = centre[1] + along * uy + across * ux;
            }
            result.add(new Series.Line("", Role.REFERENCE, xs, ys));
        }
        return result;
    }
}
