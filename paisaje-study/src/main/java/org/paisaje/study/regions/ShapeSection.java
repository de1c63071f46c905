package org.paisaje.study.regions;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.paisaje.study.Assessment;
import org.paisaje.study.Block;
import org.paisaje.study.Comparison.Relation;
import org.paisaje.study.Finding;
import org.paisaje.study.Section;
import org.paisaje.study.Words;
import org.paisaje.study.figure.Cell;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.geometry.region.CellComplex;
import org.paisaje.theory.geometry.region.CriticalSet;
import org.paisaje.theory.geometry.region.CriticalSet.Kind;
import org.paisaje.theory.geometry.region.LevelSet;
import org.paisaje.theory.geometry.region.PiecewiseCritical;
import org.paisaje.theory.geometry.region.Regions;
import org.paisaje.theory.geometry.region.TooManyRegions;

/** Critical points of the outputs, and the shape of the decision boundary and of what it parts. */
final class ShapeSection {
    /** More cells would take longer than the regions themselves did. */
    private static final int MOST_CELLS = 100_000;
    private static final int MOST_OUTPUTS = 10;
    /** For more than two classes the regions of each margin are enumerated as well. */
    private static final int MOST_CELLS_OF_MARGINS = 5_000;
    private static final int ROWS = 12;
    private static final int MOST_MARKS = 60;

    private final RegionsSetting setting;
    private final CellComplex complex;
    private final List<PiecewiseCritical> critical = new ArrayList<>();
    private final List<List<CriticalSet>> sets = new ArrayList<>();
    /** By class; of a single output one, that of the level. */
    private final List<LevelSet> levels = new ArrayList<>();

    private ShapeSection(RegionsSetting setting, Regions regions, KeptRegions kept, DoubleConsumer told)
            throws InterruptedException {
        this.setting = setting;
        this.complex = CellComplex.of(regions);
        int outputs = regions.network().outputs();
        for (int j = 0; j < Math.min(outputs, MOST_OUTPUTS); j++) {
            PiecewiseCritical found = PiecewiseCritical.of(complex, j);
            critical.add(found);
            sets.add(found.all());
        }
        if (outputs == 1) {
            levels.add(LevelSet.of(complex, new double[] {1}, setting.level()));
        } else if (outputs == 2) {
            levels.add(LevelSet.of(complex, new double[] {-1, 1}, 0));
        } else if (outputs <= MOST_OUTPUTS && regions.cells().size() <= MOST_CELLS_OF_MARGINS) {
            for (int c = 0; c < outputs; c++) {
                told.accept((double) c / outputs);
                Optional<LevelSet> known = kept.shape(c);
                if (known.isPresent()) {
                    levels.add(known.get());
                    continue;
                }
                LevelSet set = LevelSet.of(CellComplex.of(Regions.of(LevelSet.margin(regions.network(), c),
                        regions.domain(), 1, setting.limit())), new double[] {1}, 0);
                kept.keep(c, set);
                levels.add(set);
            }
        }
    }

    /** Absent where there are too many cells. */
    static Optional<ShapeSection> of(RegionsSetting setting, Regions regions, KeptRegions kept, DoubleConsumer told)
            throws InterruptedException {
        try {
            return regions.cells().size() > MOST_CELLS
                    ? Optional.empty()
                    : Optional.of(new ShapeSection(setting, regions, kept, told));
        } catch (TooManyRegions e) {
            return Optional.empty();
        }
    }

    int euler() {
        return complex.euler();
    }

    private List<CriticalSet> inner(int j) {
        return sets.get(j).stream().filter(one -> !one.edge()).toList();
    }

    /** Counts by kind, the highest and lowest of them one by one. */
    Section critical() {
        List<Block> blocks = new ArrayList<>();
        List<List<Cell>> rows = new ArrayList<>();
        for (int j = 0; j < sets.size(); j++) {
            Map<Kind, Integer> counts = counts(j);
            rows.add(List.of(Cell.text(sets.size() == 1 ? "output" : "output " + j),
                    Cell.count(counts.getOrDefault(Kind.MINIMUM, 0)), Cell.count(counts.getOrDefault(Kind.SADDLE, 0)),
                    Cell.count(counts.getOrDefault(Kind.MAXIMUM, 0)), Cell.count(counts.getOrDefault(Kind.FLAT, 0)),
                    Cell.count(critical.get(j).flatCells())));
        }
        blocks.add(new Block.Numbers(new Figure.Table("critical-counts", "Critical points inside the domain",
                "Corners of regions, and sets of faces on which the output is constant, each set counted once.",
                List.of("", "minima", "saddles", "maxima", "flat on slopes", "constant regions"), rows)));
        List<CriticalSet> inner = inner(0).stream().filter(one -> one.kind() != Kind.FLAT).toList();
        if (!inner.isEmpty()) {
            blocks.add(new Block.Numbers(table(inner)));
        }
        List<Finding> lines = new ArrayList<>();
        for (int j = 0; j < critical.size(); j++) {
            int sum = critical.get(j).sumOfIndices();
            lines.add(Finding.of("indices" + (j == 0 ? "" : "-" + j), "sum of all indices"
                    + (critical.size() == 1 ? "" : ", output " + j), sum)
                    .against(Relation.EQUAL, 1, "Euler characteristic of the domain, Banchoff 1967")
                    .judged(sum == 1 ? Assessment.FINE : Assessment.TROUBLE, sum == 1 ? "holds" : "does not hold",
                            "Those on the boundary of the domain count too."));
        }
        blocks.add(new Block.Findings(lines));
        Map<Kind, Integer> counts = counts(0);
        int minima = counts.getOrDefault(Kind.MINIMUM, 0);
        int saddles = counts.getOrDefault(Kind.SADDLE, 0);
        int maxima = counts.getOrDefault(Kind.MAXIMUM, 0);
        String words = (sets.size() == 1 ? "The output" : "Output 0") + " has "
                + (minima + saddles + maxima == 0
                        ? "no critical point inside the domain"
                        : plural(minima, "minimum", "minima") + ", " + plural(saddles, "saddle", "saddles") + " and "
                                + plural(maxima, "maximum", "maxima") + " inside the domain")
                + (critical.getFirst().flatCells() > 0
                        ? ", and is constant on " + Words.count(critical.getFirst().flatCells(), "region") + "."
                        : ".");
        var values = new LinkedHashMap<String, Object>();
        values.put("minima", minima);
        values.put("saddles", saddles);
        values.put("maxima", maxima);
        values.put("constantRegions", critical.getFirst().flatCells());
        return Section.of("critical", "Critical points", words, blocks).with(values);
    }

    private static String plural(int count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }

    private Map<Kind, Integer> counts(int j) {
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        inner(j).forEach(one -> counts.merge(one.kind(), 1, Integer::sum));
        return counts;
    }

    private Figure.Table table(List<CriticalSet> inner) {
        List<CriticalSet> sorted = inner.stream()
                .sorted((a, b) -> Double.compare(a.value(), b.value()))
                .toList();
        int n = sorted.size();
        List<CriticalSet> shown = n <= ROWS
                ? sorted
                : List.of(sorted.subList(0, ROWS / 2), sorted.subList(n - ROWS / 2, n))
                        .stream()
                        .flatMap(List::stream)
                        .toList();
        List<List<Cell>> rows = new ArrayList<>();
        for (CriticalSet one : shown) {
            List<Cell> row = new ArrayList<>();
            row.add(Cell.text(one.kind().text()));
            row.add(Cell.text(switch (one.dimension()) {
                case 0 -> "a corner";
                case 1 -> "flat line";
                case 2 -> "flat area";
                default -> "flat volume";
            }));
            row.add(Cell.number(one.value()));
            row.add(Cell.count(one.index()));
            for (double x : one.point()) {
                row.add(Cell.number(x, 3));
            }
            rows.add(row);
        }
        List<String> columns = new ArrayList<>(List.of("kind", "on", "value", "index"));
        for (int k = 1; k <= complex.dimension(); k++) {
            columns.add("t" + k);
        }
        return new Figure.Table("critical-points", "Critical points by value",
                (n <= ROWS ? "" : "The " + ROWS / 2 + " lowest and highest of " + n + "; all are in the files. ")
                        + "The index is what a point adds to the Euler characteristic of the set below it; t are the coordinates "
                        + "of the domain, of a flat set those of one of its corners.",
                columns, rows);
    }

    /** Marks for the picture, if they are few enough to be told apart. */
    List<Series.Points> marks() {
        List<CriticalSet> inner = inner(0).stream().filter(one -> one.kind() != Kind.FLAT).toList();
        List<Series.Points> result = new ArrayList<>();
        if (complex.dimension() != 2 || inner.size() > MOST_MARKS || sets.size() > 1) {
            return result;
        }
        for (Kind kind : List.of(Kind.MINIMUM, Kind.SADDLE, Kind.MAXIMUM)) {
            List<CriticalSet> some = inner.stream().filter(one -> one.kind() == kind).toList();
            if (!some.isEmpty()) {
                result.add(new Series.Points(kind == Kind.SADDLE
                        ? "saddles"
                        : kind == Kind.MINIMUM
                                ? "minima"
                                : "maxima",
                        Role.MEASURED,
                        some.stream().mapToDouble(one -> one.point()[0]).toArray(),
                        some.stream().mapToDouble(one -> one.point()[1]).toArray()));
            }
        }
        return result;
    }

    /** The shape of the boundary and of the two sides, or of each class. */
    Optional<Figure.Table> shape() {
        if (levels.isEmpty()) {
            return Optional.empty();
        }
        boolean space = complex.dimension() == 3;
        List<List<Cell>> rows = new ArrayList<>();
        for (int c = 0; c < levels.size(); c++) {
            LevelSet set = levels.get(c);
            List<Cell> row = new ArrayList<>();
            row.add(Cell.text(levels.size() == 1 ? "the boundary" : "class " + c + " against the rest"));
            row.add(Cell.count(set.boundary().components()));
            row.add(Cell.count(set.boundary().loops()));
            if (space) {
                row.add(Cell.count(set.boundary().cavities()));
            }
            row.add(Cell.text(parts(set.above(), set.enclosedAbove())));
            row.add(Cell.text(parts(set.below(), set.enclosedBelow())));
            rows.add(row);
        }
        List<String> columns = new ArrayList<>(List.of("", "b0: parts", "b1: loops"));
        if (space) {
            columns.add("b2: hollows");
        }
        columns.addAll(levels.size() > 1
                ? List.of("parts of the class", "parts of the rest")
                : complex.regions().network().outputs() == 1
                        ? List.of("parts above", "parts below")
                        : List.of("parts of class 1", "parts of class 0"));
        return Optional.of(new Figure.Table("shape", "The shape of the decision boundary",
                "Betti numbers, exact: from the signs of the decision at the corners of the regions. Enclosed parts do not reach "
                        + "the boundary of the domain.",
                columns, rows));
    }

    private static String parts(int count, int enclosed) {
        return count + (enclosed > 0 ? ", " + enclosed + " enclosed" : "");
    }

    /** In a sentence, for a boundary between two. */
    Optional<String> words() {
        if (levels.size() != 1 || levels.getFirst().boundary().components() == 0) {
            return Optional.empty();
        }
        LevelSet set = levels.getFirst();
        boolean space = complex.dimension() == 3;
        return Optional.of(" It has " + Words.count(set.boundary().components(), "connected part")
                + (space ? ", " : " and ") + Words.count(set.boundary().loops(), "loop")
                + (space ? " and " + Words.count(set.boundary().cavities(), "hollow") : "") + ".");
    }

    /** Whether counting the cells of the boundary gives what the Betti numbers say. */
    List<Finding> checks() {
        List<Finding> lines = new ArrayList<>();
        for (int c = 0; c < levels.size(); c++) {
            LevelSet set = levels.get(c);
            if (complex.dimension() == 2) {
                boolean fine = set.euler() == set.boundary().euler();
                lines.add(Finding.of("boundary-euler" + (c == 0 ? "" : "-" + c), "Euler characteristic of the boundary"
                        + (levels.size() == 1 ? "" : " of class " + c), set.euler())
                        .against(Relation.EQUAL, set.boundary().euler(), "b0 - b1, found without it")
                        .judged(fine ? Assessment.FINE : Assessment.TROUBLE, fine ? "holds" : "does not hold",
                                "Corners less edges of the boundary."));
            }
        }
        return lines;
    }

    /** For the file of all regions. */
    Map<String, Object> values() {
        var result = new LinkedHashMap<String, Object>();
        List<Map<String, Object>> points = new ArrayList<>();
        for (int j = 0; j < sets.size(); j++) {
            for (CriticalSet one : sets.get(j)) {
                var map = new LinkedHashMap<String, Object>();
                map.put("output", j);
                map.put("kind", one.kind().text());
                map.put("dimension", one.dimension());
                map.put("index", one.index());
                map.put("value", Double.isFinite(one.value()) ? (Object) one.value() : String.valueOf(one.value()));
                map.put("at", one.point());
                map.put("onBoundaryOfDomain", one.edge());
                points.add(map);
            }
        }
        result.put("criticalPoints", points);
        List<Map<String, Object>> shapes = new ArrayList<>();
        for (LevelSet set : levels) {
            var map = new LinkedHashMap<String, Object>();
            map.put("betti", List.of(set.boundary().components(), set.boundary().loops(), set.boundary().cavities()));
            map.put("partsAbove", set.above());
            map.put("partsBelow", set.below());
            map.put("enclosedAbove", set.enclosedAbove());
            map.put("enclosedBelow", set.enclosedBelow());
            shapes.add(map);
        }
        result.put("boundaryShapes", shapes);
        result.put("faces", List.of(complex.count(0), complex.dimension() > 1 ? complex.count(1) : 0,
                complex.dimension() > 2 ? complex.count(2) : 0));
        return result;
    }
}
