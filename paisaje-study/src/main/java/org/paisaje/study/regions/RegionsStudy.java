package org.paisaje.study.regions;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.paisaje.network.PiecewiseLinear;
import org.paisaje.study.Assessment;
import org.paisaje.study.Block;
import org.paisaje.study.Comparison.Relation;
import org.paisaje.study.Ending;
import org.paisaje.study.Finding;
import org.paisaje.study.Keep;
import org.paisaje.study.Result;
import org.paisaje.study.Section;
import org.paisaje.study.Session;
import org.paisaje.study.Study;
import org.paisaje.study.Words;
import org.paisaje.study.figure.Cell;
import org.paisaje.study.figure.Figure;
import org.paisaje.theory.geometry.region.DecisionBoundary;
import org.paisaje.theory.geometry.region.Region;
import org.paisaje.theory.geometry.region.RegionBounds;
import org.paisaje.theory.geometry.region.Regions;
import org.paisaje.theory.geometry.region.TooManyRegions;

/** Enumerates the linear regions of a network and draws them. */
public final class RegionsStudy implements Study<RegionsSetting> {
    /** Points that must lie in exactly one cell each, with the network's value there. */
    private static final int PROBES = 200;
    /** The shares of the study at which what follows the enumeration begins. */
    private static final double SHAPES = 0.7;
    private static final double CHECKS = 0.8;
    private static final List<String> MEASURE = List.of("length", "area", "volume");

    @Override
    public String name() {
        return "regions";
    }

    @Override
    public long seed(RegionsSetting setting) {
        return setting.seed();
    }

    @Override
    public List<String> continuation() {
        return List.of(KeptRegions.NAME);
    }

    @Override
    public Result run(RegionsSetting setting, Session session) {
        long broken = Arrays.stream(setting.theta()).filter(value -> !Double.isFinite(value)).count();
        if (broken > 0) {
            throw new IllegalArgumentException(
                    "regions: " + Words.count(broken, "weight") + " of " + setting.network().text()
                            + " are not finite; a network has regions where all are numbers");
        }
        try (var kept = new KeptRegions(setting, session)) {
            return run(setting, session, kept);
        }
    }

    private static Result run(RegionsSetting setting, Session session, KeptRegions kept) {
        PiecewiseLinear pieces = setting.network().pieces(setting.theta());
        setting.remarks().forEach(session.listener()::remark);
        session.listener().progress(0.05, "regions");
        Result.Builder result = Result.of("regions", "Linear regions of " + setting.network().text())
                .setting(setting.options());
        Regions regions;
        try {
            regions = Regions.of(pieces, setting.domain(), session.threads(), setting.limit(), kept);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return result.ended(Ending.interrupted("stopped before all regions were known"))
                    .headline(setting.network().text() + " on " + setting.place()
                            + ": stopped before all regions were known.")
                    .build();
        } catch (TooManyRegions e) {
            throw new IllegalArgumentException("regions: " + setting.network().text() + " has more than " + e.limit()
                    + " regions on " + setting.place() + "; take a smaller box, a line, or a higher --limit", e);
        }
        Optional<DecisionBoundary> boundary = DecisionBoundary.of(regions, setting.level(), () -> {
            session.listener().progress(0.6, "decision boundary");
            return Session.cancelled();
        });
        if (boundary.isEmpty()) {
            return stopped(result, setting, regions, "the decision boundary was");
        }
        session.listener().progress(SHAPES, "critical points and shapes");
        Optional<ShapeSection> shape;
        try {
            shape = ShapeSection.of(setting, regions, kept,
                    share -> session.listener()
                            .progress(SHAPES + (CHECKS - SHAPES) * share, "critical points and shapes"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return stopped(result, setting, regions, "critical points and shapes were");
        }
        session.listener().progress(CHECKS, "checks and pictures");
        describe(result, setting, regions, boundary.get(), shape);
        session.listener().progress(1, "done");
        return result.build();
    }

    /** The count of the regions is there before what is asked of them. */
    private static Result stopped(Result.Builder result, RegionsSetting setting, Regions regions, String open) {
        int count = regions.cells().size();
        return result.ended(Ending.interrupted("stopped before " + open + " known"))
                .measured("activationRegions", count)
                .headline(setting.network().text() + " has " + Words.count(count, "activation region") + " on "
                        + setting.place() + "; stopped before " + open + " known.")
                .build();
    }

    private static void describe(Result.Builder result, RegionsSetting setting, Regions regions,
            DecisionBoundary decision, Optional<ShapeSection> shape) {
        int count = regions.cells().size();
        int d = setting.domain().dimension();
        long unbounded = regions.cells().stream().filter(cell -> !cell.bounded()).count();
        result.headline(setting.network().text() + " has " + Words.count(count, "activation region") + " and "
                + Words.count(regions.linearRegions(), "linear region") + " on " + setting.place()
                + (unbounded > 0 ? "; " + unbounded + " of the activation regions have no end" : "") + ".");
        result.about(
                "An activation region is a set of inputs on which every unit stays on one piece of its activation; a "
                        + "linear region joins those with one affine map that share a side.");
        double[] sizes = regions.cells()
                .stream()
                .filter(Region::bounded)
                .mapToDouble(Region::volume)
                .sorted()
                .toArray();
        result.measured("activationRegions", count)
                .measured("linearRegions", regions.linearRegions())
                .measured("unboundedRegions", unbounded)
                .measured("sidesBetweenRegions", regions.walls().size());
        result.measured("deadUnits", regions.deadUnits());
        if (sizes.length > 0) {
            result.measured("smallest", sizes[0])
                    .measured("median", sizes[sizes.length / 2])
                    .measured("largest", sizes[sizes.length - 1]);
        }
        RegionsFigures figures = new RegionsFigures(setting, regions, decision,
                shape.map(ShapeSection::marks).orElse(List.of()));
        figures.picture().ifPresent(result::led);
        if (cut(result)) {
            return;
        }
        List<Block> counts = new ArrayList<>();
        counts.add(new Block.Numbers(sizes(regions, sizes, MEASURE.get(d - 1))));
        counts.add(new Block.Findings(bounds(setting, regions)));
        figures.sizes(sizes, MEASURE.get(d - 1)).ifPresent(figure -> counts.add(new Block.Picture(figure)));
        result.section(Section.of("counts", "How many, and how large", "", counts));
        if (cut(result)) {
            return;
        }
        result.section(boundary(setting, regions, decision, shape));
        shape.ifPresent(known -> result.section(known.critical()));
        if (cut(result)) {
            return;
        }
        List<Finding> checks = checks(setting, regions, MEASURE.get(d - 1), shape);
        shape.ifPresent(known -> checks.addAll(known.checks()));
        long failed = checks.stream().filter(line -> line.assessment() == Assessment.TROUBLE).count();
        result.section(Section.of("checks", "Is the enumeration right?",
                failed == 0 ? "Everything that must hold of a subdivision holds." : failed + " checks fail.",
                List.of(new Block.Findings(checks),
                        new Block.Text("No decision of this geometry rests on a tolerance: the "
                                + "sign of a unit at a corner is taken from floating-point numbers where a bound on their error leaves it "
                                + "certain, and from exact arithmetic with the same weights elsewhere."))));
        files(result, setting, regions, shape);
        if (failed > 0) {
            result.ended(Ending.failed("a check of the enumeration failed", "report this network as a fault"));
        }
    }

    /** Whether a stop was asked for before everything was drawn and checked; what there is then is marked. */
    private static boolean cut(Result.Builder result) {
        if (Session.cancelled()) {
            result.ended(Ending.interrupted("stopped before everything was drawn and checked"));
            return true;
        }
        return false;
    }

    private static Figure.Table sizes(Regions regions, double[] sizes, String measure) {
        int[] degrees = regions.degrees();
        Arrays.sort(degrees);
        List<List<Cell>> rows = new ArrayList<>();
        rows.add(List.of(Cell.text("activation regions"), Cell.count(regions.cells().size())));
        rows.add(List.of(Cell.text("linear regions"), Cell.count(regions.linearRegions())));
        if (!regions.domain().bounded()) {
            rows.add(List.of(Cell.text("regions without end"), Cell.count(regions.cells().size() - sizes.length)));
        }
        rows.add(List.of(Cell.text("sides between two regions"), Cell.count(regions.walls().size())));
        rows.add(List.of(Cell.text("most neighbours of one"), Cell.count(degrees[degrees.length - 1])));
        rows.add(List.of(Cell.text("dead units: constant here"), Cell.count(regions.deadUnits().size())));
        if (sizes.length > 0) {
            rows.add(List.of(Cell.text("smallest " + measure), Cell.number(sizes[0])));
            rows.add(List.of(Cell.text("median " + measure), Cell.number(sizes[sizes.length / 2])));
            rows.add(List.of(Cell.text("largest " + measure), Cell.number(sizes[sizes.length - 1])));
        }
        return new Figure.Table("sizes", "The regions in numbers", "", List.of("", "value"), rows);
    }

    /** The bounds hold for activations with one kink in dense layers in a row; elsewhere nothing is claimed. */
    private static List<Finding> bounds(RegionsSetting setting, Regions regions) {
        var lines = new ArrayList<Finding>();
        int[] widths = widths(regions.network());
        Finding count = Finding.of("bound", "activation regions", regions.cells().size());
        if (widths.length == 0) {
            lines.add(Finding.unmeasured("bound", "upper bound on the regions",
                    "the bounds are for dense layers in a row whose activation has one kink"));
            return lines;
        }
        int d = Math.min(setting.domain().dimension(), regions.network().inputs());
        BigInteger serra = RegionBounds.serra(d, widths);
        lines.add(count.against(Relation.AT_MOST, serra.doubleValue(),
                "Serra, Tjandraatmadja and Ramalingam 2018, Thm 1, with " + d + " coordinates")
                .judged(Assessment.NOTE, "within the bound", "The bound is " + serra + "; the network uses "
                        + share(regions.cells().size(), serra) + " of it."));
        if (widths.length > 1) {
            BigInteger product = BigInteger.ONE;
            for (int width : widths) {
                product = product.multiply(RegionBounds.zaslavsky(width, d));
            }
            if (product.equals(serra)) {
                return lines;
            }
            lines.add(Finding.of("product", "the same, layer by layer", regions.cells().size())
                    .against(Relation.AT_MOST, product.doubleValue(),
                            "the product of Zaslavsky's numbers of the layers")
                    .judged(Assessment.NOTE, "within the bound", "The product is " + product
                            + ", which the theorem of Serra et al. improves on."));
        }
        return lines;
    }

    private static String share(int count, BigInteger bound) {
        double part = count / bound.doubleValue();
        return part >= 0.001 ? Math.round(1000 * part) / 10.0 + " %" : String.format(Locale.ROOT, "%.1e", part);
    }

    /** The widths of activations with one kink, if the steps alternate between affine maps of the last value and these. */
    private static int[] widths(PiecewiseLinear network) {
        List<Integer> widths = new ArrayList<>();
        for (int s = 0; s < network.steps().size(); s++) {
            switch (network.steps().get(s)) {
                case PiecewiseLinear.Affine affine -> {
                    if (affine.terms().size() != 1 || affine.terms().getFirst().source() != s) {
                        return new int[0];
                    }
                }
                case PiecewiseLinear.Kinks kinks -> {
                    if (kinks.breaks().length != 1 || kinks.source() != s) {
                        return new int[0];
                    }
                    widths.add(kinks.size());
                }
                case PiecewiseLinear.Largest largest -> {
                    return new int[0];
                }
            }
        }
        return widths.stream().mapToInt(Integer::intValue).toArray();
    }

    private static Section boundary(RegionsSetting setting, Regions regions, DecisionBoundary decision,
            Optional<ShapeSection> shape) {
        int outputs = regions.network().outputs();
        int classes = outputs == 1 ? 2 : outputs;
        double[] share = new double[classes];
        for (DecisionBoundary.Part part : decision.parts()) {
            share[part.winner()] += part.shape().volume();
        }
        double total = Arrays.stream(share).sum();
        List<List<double[]>> walls = decision.boundary(regions.beyond());
        List<List<Cell>> rows = new ArrayList<>();
        for (int c = 0; c < classes; c++) {
            rows.add(List.of(Cell.text(RegionsFigures.kind(setting, outputs, c)), Double.isInfinite(total)
                    ? Cell.text("without bounds")
                    : Cell.share(share[c] / total)));
        }
        var blocks = new ArrayList<Block>();
        blocks.add(new Block.Numbers(new Figure.Table("decision", "Who wins where", "", List.of("decision", "share"),
                rows)));
        shape.flatMap(ShapeSection::shape).ifPresent(table -> blocks.add(new Block.Numbers(table)));
        var values = new LinkedHashMap<String, Object>();
        values.put("pieces", walls.size());
        String words = walls.isEmpty()
                ? "There is no decision boundary here: one decision holds everywhere."
                : "The decision boundary is made of " + Words.count(walls.size(), "piece") + "."
                        + shape.flatMap(ShapeSection::words).orElse("");
        return Section.of("boundary", "The decision boundary", words, blocks).with(values);
    }

    private static List<Finding> checks(RegionsSetting setting, Regions regions, String measure,
            Optional<ShapeSection> shape) {
        var lines = new ArrayList<Finding>();
        int d = setting.domain().dimension();
        if (shape.isPresent() || d < 3) {
            int euler = shape.map(ShapeSection::euler).orElseGet(regions::eulerCharacteristic);
            lines.add(Finding.of("euler", "Euler characteristic", euler)
                    .against(Relation.EQUAL, 1, switch (d) {
                        case 1 -> "corners less regions of a segment";
                        case 2 -> "corners less sides plus regions of a polygon";
                        default -> "corners less edges plus sides less regions of a solid";
                    })
                    .judged(euler == 1 ? Assessment.FINE : Assessment.TROUBLE, euler == 1 ? "holds" : "does not hold",
                            "Every side between regions has exactly two regions."));
        }
        if (setting.domain().bounded()) {
            double sum = regions.volume();
            double whole = setting.domain().volume();
            boolean fine = Math.abs(sum - whole) <= 8.0 * regions.cells().size() * 0x1p-52 * whole;
            lines.add(Finding.of("cover", "sum of all " + measure + "s", sum)
                    .against(Relation.EQUAL, whole, "the " + measure + " of the domain")
                    .judged(fine ? Assessment.FINE : Assessment.TROUBLE, fine ? "covers" : "does not cover",
                            "The tolerance is rounding, 8 units of the last place for each region."));
        }
        double jump = regions.largestJump();
        lines.add(Finding.of("jump", "largest jump over a side, in units of its rounding error", jump)
                .against(Relation.AT_MOST, 1, "a network is continuous")
                .judged(jump <= 1 ? Assessment.FINE : Assessment.TROUBLE, jump <= 1 ? "continuous" : "jumps",
                        "The affine maps on both sides, at both ends of every side."));
        int alone = alone(setting, regions);
        lines.add(Finding.of("points", "random points in exactly one region", alone)
                .against(Relation.EQUAL, PROBES, "cells cover the domain without overlap")
                .judged(alone == PROBES ? Assessment.FINE : Assessment.TROUBLE,
                        alone == PROBES ? "holds" : "does not hold",
                        "By the half-spaces of every region."));
        return lines;
    }

    private static int alone(RegionsSetting setting, Regions regions) {
        Random random = new Random(setting.seed());
        int d = setting.domain().dimension();
        int result = 0;
        double[][] view = RegionsFigures.view(regions);
        for (int k = 0; k < PROBES; k++) {
            double[] t = new double[d];
            for (int i = 0; i < d; i++) {
                t[i] = view[0][i] + random.nextDouble() * (view[1][i] - view[0][i]);
            }
            result += regions.containing(t).size() == 1 ? 1 : 0;
        }
        return result;
    }

    /** The regions one by one, and the numbers at the top of a file of their own. */
    private static void files(Result.Builder result, RegionsSetting setting, Regions regions,
            Optional<ShapeSection> shape) {
        var top = new LinkedHashMap<String, Object>();
        top.put("network", setting.network().text());
        top.put("domain", setting.place());
        top.put("activationRegions", regions.cells().size());
        top.put("linearRegions", regions.linearRegions());
        top.put("units", regions.network().units());
        top.put("deadUnits", regions.deadUnits());
        shape.ifPresent(known -> top.putAll(known.values()));
        int[] classes = regions.linearClasses();
        List<List<Integer>> neighbours = new ArrayList<>();
        for (int i = 0; i < classes.length; i++) {
            neighbours.add(new ArrayList<>());
        }
        for (Regions.Wall wall : regions.walls()) {
            neighbours.get(wall.a()).add(wall.b());
            neighbours.get(wall.b()).add(wall.a());
        }
        List<Map<String, Object>> all = new ArrayList<>();
        for (int i = 0; i < classes.length; i++) {
            Region cell = regions.cells().get(i);
            var one = new LinkedHashMap<String, Object>();
            one.put("pattern", digits(cell.pattern()));
            one.put("linearRegion", classes[i]);
            one.put("bounded", cell.bounded());
            one.put(MEASURE.get(setting.domain().dimension() - 1), cell.bounded()
                    ? (Object) cell.volume()
                    : "Infinity");
            List<double[]> maps = new ArrayList<>();
            for (int j = 0; j < regions.network().outputs(); j++) {
                maps.add(cell.output(j));
            }
            one.put("outputs", maps);
            one.put("halfSpaces", cell.halfSpaces());
            one.put("neighbours", neighbours.get(i));
            all.add(one);
        }
        top.put("regions", all);
        result.keeping(new Keep.Values("regions", top));
    }

    private static String digits(short[] pattern) {
        var text = new StringBuilder(pattern.length);
        boolean small = true;
        for (short piece : pattern) {
            small &= piece < 10;
        }
        for (short piece : pattern) {
            text.append(text.isEmpty() || small ? "" : " ").append(piece);
        }
        return text.toString();
    }
}
