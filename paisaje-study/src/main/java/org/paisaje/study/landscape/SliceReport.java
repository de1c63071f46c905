package org.paisaje.study.landscape;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.study.Assessment;
import org.paisaje.study.Block;
import org.paisaje.study.Ending;
import org.paisaje.study.Finding;
import org.paisaje.study.Keep;
import org.paisaje.study.Result;
import org.paisaje.study.Section;
import org.paisaje.study.Words;
import org.paisaje.study.figure.Cell;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.landscape.LandscapeSetting.SliceView;
import org.paisaje.theory.landscape.slice.CurvatureMap;
import org.paisaje.theory.landscape.slice.LossGrid;
import org.paisaje.theory.landscape.slice.Ruggedness;
import org.paisaje.theory.landscape.slice.SliceRange;
import org.paisaje.theory.landscape.slice.SublevelTree;

/** A slice as a result. */
final class SliceReport {
    /** What every reader of a slice has to know (row 13 of the inventory has the two examples with their numbers). */
    static final String WARNING = "A slice proves nothing about minima of the loss, either way. Minima of a slice need not be "
            + "minima: (y - cos 3x - x/10)^2 is 0 at each of its minima in the plane, and its slice at y = 3 has minima "
            + "of 4.879, 3.998 and 3.204. And a slice with one minimum says nothing of the other directions: around a saddle of a "
            + "quadratic function of 50 variables with 5 ways down, practically every random plane shows a minimum.";

    private static final double[] SHARES = {0, 0.001, 0.01, 0.1};
    private static final int LISTED = 12;

    private final LandscapeSetting setting;
    private final SliceView view;
    private final SliceAnswer answer;
    private final SliceFigures figures;

    SliceReport(LandscapeSetting setting, SliceView view, SliceAnswer answer) {
        this.setting = setting;
        this.view = view;
        this.answer = answer;
        this.figures = new SliceFigures(answer);
    }

    Result result(Ending ending) {
        Result.Builder result = Result.of("landscape", LandscapeStudy.TITLE)
                .ended(ending)
                .headline((ending.complete() ? "" : "NOT COMPLETE. ") + headline())
                .about(about())
                .setting(setting.describe())
                .measured("problem", setting.problem().facts());
        measurements().forEach(result::measured);
        result.led(figures.contours(0));
        result.section(slice());
        result.section(rugged());
        if (answer.scales().size() > 1) {
            result.section(zoom());
        }
        answer.curvature().ifPresent(map -> result.section(curvature(map)));
        result.section(cost());
        result.advising(advice());
        keep(result);
        return result.build();
    }

    private String headline() {
        Ruggedness rugged = answer.widest().ruggedness();
        LossGrid grid = answer.widest().grid();
        long minima = rugged.minima(SliceFigures.PERSISTENT);
        String where = answer.line() ? "line" : "plane";
        return "On this " + where + " the loss runs from " + Words.number(grid.least()) + " to "
                + Words.number(grid.largest()) + " and has " + (minima == 1 ? "one minimum" : minima + " minima")
                + " deeper than 1 % of that range; roughness " + Words.number(rugged.roughness())
                + ", where a bowl has 1.";
    }

    private String about() {
        String weights = !view.files().isEmpty()
                ? "through " + view.files().size() + " networks"
                : view.run().isPresent()
                        ? "along the run in " + view.run().get().getFileName()
                        : setting.training()
                                .map(fit -> "after " + Words.count(fit.epochs(), "epoch") + " of "
                                        + fit.optimizer().text())
                                .orElse(setting.problem().drawn()
                                        ? "at the weights as they are drawn"
                                        : "at the given weights");
        return setting.problem().network() + " on "
                + setting.problem().train().name().replaceAll("[^:,]*[/\\\\]", "") + ", " + weights + ", over "
                + Words.count(setting.risk().samples(), "sample") + "; loss " + Words.number(answer.loss()) + ".";
    }

    private Section slice() {
        List<Finding> findings = new ArrayList<>();
        double[] lengths = answer.slice().lengths();
        for (int k = 0; k < lengths.length; k++) {
            findings.add(Finding.of("length-" + (k + 1), "length of direction " + (k + 1), lengths[k])
                    .judged(Assessment.NOTE, "", sentence(answer.axes().get(k)) + "."));
        }
        if (!answer.line() && !view.principal() && view.files().isEmpty()) {
            findings.add(Finding.of("cosine", "cosine between the directions", answer.slice().cosine())
                    .judged(Assessment.NOTE, "", "At 0 they are at right angles."));
        }
        for (int k = 0; k < answer.eigenvalues().length; k++) {
            if (Double.isFinite(answer.eigenvalues()[k])) {
                findings.add(Finding.of("eigenvalue-" + (k + 1), "eigenvalue of direction " + (k + 1),
                        answer.eigenvalues()[k])
                        .judged(Assessment.NOTE, "", "The curvature along it at the weights."));
            }
        }
        answer.trajectory().ifPresent(run -> {
            for (int k = 0; k < 2; k++) {
                findings.add(Finding.of("explained-" + (k + 1), "variance of the run along direction " + (k + 1),
                        run.explained()[k])
                        .judged(Assessment.NOTE, "", k == 0
                                ? "As a share. A random walk in many dimensions would have 0.61 here and 0.15 along the "
                                        + "second (Antognini and Sohl-Dickstein 2018): a large share is no sign of a simple run."
                                : "As a share."));
            }
        });
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Text(WARNING));
        if (!answer.line()) {
            blocks.add(new Block.Picture(figures.surface(0)));
        }
        blocks.add(new Block.Findings(findings));
        blocks.add(new Block.Text(ranges()));
        return Section.of("slice", "The slice", "What is seen here is one " + (answer.line() ? "line" : "plane")
                + " out of " + Words.count(setting.problem().network().layout().size(), "dimension") + ".", blocks);
    }

    private String ranges() {
        if (answer.ranges().isEmpty()) {
            return view.range().isPresent()
                    ? "The range is the one that was asked for."
                    : "The range is that of the " + (answer.trajectory().isPresent() ? "run" : "networks")
                            + " with some air around.";
        }
        var words = new StringBuilder();
        for (int k = 0; k < answer.ranges().size(); k++) {
            SliceRange range = answer.ranges().get(k);
            words.append(range.found()
                    ? "Along direction " + (k + 1) + " the loss has risen by a factor of " + Words.number(view.rise())
                            + ", to " + Words.number(range.level()) + ", within " + Words.number(range.reach())
                            + " on one side at least: that is its range. "
                    : "Along direction " + (k + 1) + " the loss does not rise by a factor of "
                            + Words.number(view.rise()) + " within " + Words.number(range.reach())
                            + ", the farthest that was looked at; that is its range. ");
        }
        return words.toString().strip();
    }

    private Section rugged() {
        Ruggedness rugged = answer.widest().ruggedness();
        List<Finding> findings = new ArrayList<>();
        for (double share : SHARES) {
            findings.add(Finding.of("minima-" + (share == 0 ? "all" : Words.number(100 * share)),
                    share == 0
                            ? "minima of the sampled surface"
                            : "minima more persistent than " + Words.percent(share) + " of the range",
                    rugged.minima(share))
                    .judged(Assessment.NOTE, "", share == 0
                            ? "All of them, " + inner(rugged.tree())
                                    + " inside the grid; those at its edge may go on falling "
                                    + "outside."
                            : "Below them the level must rise by more than that to reach a lower one."));
        }
        findings.add(Finding.of("roughness", "roughness", rugged.roughness())
                .judged(Assessment.NOTE, "",
                        "The way up and down along the lines of the grid, over the least way that their "
                                + "ends and lowest points ask for: 1 where every line falls and then rises."));
        findings.add(Finding.of("second-differences", "second differences, root mean square", rugged.rms())
                .judged(Assessment.NOTE, "", "In units of the range, between neighbours of the grid."));
        List<List<Cell>> rows = new ArrayList<>();
        List<SublevelTree.Minimum> minima = rugged.tree().minima();
        LossGrid grid = answer.widest().grid();
        for (int i = 0; i < Math.min(LISTED, minima.size()); i++) {
            SublevelTree.Minimum minimum = minima.get(i);
            rows.add(List.of(Cell.count(i + 1L), Cell.text(place(grid, minimum)), Cell.number(minimum.birth()),
                    minimum.into() < 0 ? Cell.text("never") : Cell.number(minimum.death()),
                    minimum.into() < 0 ? Cell.text("-") : Cell.count(minimum.into() + 1L),
                    Cell.text(minimum.inner() ? "inside" : "edge")));
        }
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Findings(findings));
        blocks.add(new Block.Numbers(new Figure.Table("merge-tree", "The merge tree",
                "Minima of the sampled surface by persistence: as the level rises, each joins a lower one at its height of "
                        + "merging. Exact for the surface that is linear between the points of the grid"
                        + (minima.size() > LISTED ? "; the " + LISTED + " most persistent of " + minima.size() : "")
                        + ".",
                List.of("minimum", "place", "loss", "merges at", "into", "where"), rows)));
        return Section.of("rugged", "How rugged it is",
                "All of this is about the sampled slice, and changes with its grid.",
                blocks);
    }

    private static long inner(SublevelTree tree) {
        return tree.minima().stream().filter(SublevelTree.Minimum::inner).count();
    }

    private static String place(LossGrid grid, SublevelTree.Minimum minimum) {
        String x = Words.number(grid.xs()[minimum.column()]);
        return grid.line() ? x : "(" + x + ", " + Words.number(grid.ys()[minimum.row()]) + ")";
    }

    private Section zoom() {
        int count = answer.scales().size();
        List<Figure.Chart> charts = new ArrayList<>();
        List<List<Cell>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            LossGrid grid = answer.scales().get(i).grid();
            Ruggedness rugged = answer.scales().get(i).ruggedness();
            String width = i == 0 ? "1" : "1/" + (long) Math.pow(SliceView.ZOOM, i);
            charts.add(figures.panel(i, "width " + width));
            rows.add(List.of(Cell.text(width), Cell.number(grid.least()), Cell.number(grid.largest()),
                    Cell.count(rugged.minima(0)), Cell.count(rugged.minima(SliceFigures.PERSISTENT)),
                    Cell.number(rugged.roughness())));
        }
        return Section.of("zoom", "On " + count + " scales",
                "Each is a quarter as wide as the one before, about the weights.",
                List.of(new Block.Picture(new Figure.Panels("zoom", "From the widest to the narrowest",
                        "The loss on " + count + " scales.", charts)),
                        new Block.Numbers(new Figure.Table("scales", "What each scale shows", "",
                                List.of("width", "least loss", "largest loss", "minima", "minima above 1 %",
                                        "roughness"),
                                rows))));
    }

    private Section curvature(CurvatureMap map) {
        List<Finding> findings = List.of(
                Finding.of("indefinite", "share of points with a way down", map.indefinite())
                        .judged(Assessment.NOTE, "",
                                "Where the least eigenvalue of the whole Hessian is below 0, by more "
                                        + "than 1e-3 of the larger one."));
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Findings(findings));
        SliceFigures.curvature(map, answer.axes()).forEach(figure -> blocks.add(new Block.Picture(figure)));
        return Section.of("curvature", "Curvature in all directions",
                "The ends of the spectrum at " + map.xs().length + " x " + map.ys().length
                        + " points, each with a residual below " + Words.number(map.bound()) + " of the norm there.",
                blocks);
    }

    private Section cost() {
        List<List<Cell>> rows = new ArrayList<>();
        for (SliceAnswer.Cost cost : answer.costs()) {
            rows.add(List.of(Cell.text(cost.what()), Cell.count(cost.evaluations()),
                    Cell.count(Math.round(cost.gradients()))));
        }
        return Section.of("cost", "Cost", "All together as much as "
                + Words.count(Math.round(answer.gradients()), "gradient") + ", without the training.",
                List.of(new Block.Numbers(new Figure.Table("cost", "What it took",
                        "In units of a gradient over the same samples: a loss costs a third of one"
                                + (answer.shared()
                                        ? ", and without the first layer, whose products are made once for the whole slice, "
                                                + "still less"
                                        : "")
                                + "; a product with the Hessian costs 4/3.",
                        List.of("for", "evaluations", "gradients"), rows))));
    }

    private List<String> advice() {
        List<String> advice = new ArrayList<>();
        if (view.files().isEmpty() && !view.principal() && !view.directions().contains(SliceDirection.BOTTOM)) {
            advice.add("--directions top,bottom looks along the steepest and the most downward curvature, which random "
                    + "directions miss.");
        }
        if (answer.curvature().isEmpty()) {
            advice.add((answer.line() ? "With two directions, " : "")
                    + "--curvature 9 measures at points of a plane whether "
                    + "the loss goes down in a direction that is not drawn; ./paisaje spectrum does so at the weights.");
        }
        if (view.files().isEmpty()) {
            advice.add("./paisaje connect looks for ways between two solutions that no straight slice shows.");
        }
        return advice;
    }

    private Map<String, Object> measurements() {
        var result = new LinkedHashMap<String, Object>();
        Ruggedness rugged = answer.widest().ruggedness();
        result.put("loss", answer.loss());
        result.put("least", answer.widest().grid().least());
        result.put("largest", answer.widest().grid().largest());
        result.put("overflows", answer.widest().grid().overflows());
        result.put("minima", rugged.minima(0));
        result.put("persistentMinima", rugged.minima(SliceFigures.PERSISTENT));
        result.put("roughness", rugged.roughness());
        result.put("lengths", answer.slice().lengths());
        result.put("cosine", answer.slice().cosine());
        double[] xs = answer.widest().grid().xs();
        double[] ys = answer.widest().grid().ys();
        result.put("range", answer.line()
                ? List.of(List.of(xs[0], xs[xs.length - 1]))
                : List.of(List.of(xs[0], xs[xs.length - 1]), List.of(ys[0], ys[ys.length - 1])));
        answer.trajectory().ifPresent(run -> result.put("explained", run.explained()));
        answer.curvature().ifPresent(map -> result.put("indefinite", map.indefinite()));
        result.put("points", answer.points());
        result.put("gradients", answer.gradients());
        return result;
    }

    private void keep(Result.Builder result) {
        for (int scale = 0; scale < answer.scales().size(); scale++) {
            LossGrid grid = answer.scales().get(scale).grid();
            String suffix = scale == 0 ? "" : "-" + (scale + 1);
            if (grid.line()) {
                var columns = new LinkedHashMap<String, double[]>();
                columns.put("coordinate", grid.xs());
                columns.put("loss", grid.values()[0]);
                result.keeping(new Keep.Columns("slice" + suffix, columns));
            } else {
                result.keeping(new Keep.Array("surface" + suffix, Matrix.of(grid.values())));
                result.keeping(new Keep.Vector("first" + suffix, grid.xs()));
                result.keeping(new Keep.Vector("second" + suffix, grid.ys()));
            }
        }
        answer.trajectory().ifPresent(run -> {
            var columns = new LinkedHashMap<String, double[]>();
            columns.put("first", column(run.path(), 0));
            columns.put("second", column(run.path(), 1));
            columns.put("apart", run.apart());
            result.keeping(new Keep.Columns("path", columns));
        });
        answer.curvature().ifPresent(map -> {
            result.keeping(new Keep.Array("least-eigenvalue", Matrix.of(map.least())));
            result.keeping(new Keep.Array("largest-eigenvalue", Matrix.of(map.largest())));
        });
    }

    private static double[] column(Matrix rows, int k) {
        double[] result = new double[rows.rows()];
        for (int i = 0; i < result.length; i++) {
            result[i] = rows.get(i, k);
        }
        return result;
    }

    private static String sentence(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
