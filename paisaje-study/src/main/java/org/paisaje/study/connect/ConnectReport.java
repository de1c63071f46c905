package org.paisaje.study.connect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.paisaje.math.linalg.Norms;
import org.paisaje.study.Assessment;
import org.paisaje.study.Block;
import org.paisaje.study.Comparison.Relation;
import org.paisaje.study.Ending;
import org.paisaje.study.Finding;
import org.paisaje.study.Keep;
import org.paisaje.study.Mark;
import org.paisaje.study.Result;
import org.paisaje.study.Section;
import org.paisaje.study.Words;
import org.paisaje.study.figure.Cell;
import org.paisaje.study.figure.Figure;
import org.paisaje.theory.landscape.align.NetworkAlignment;
import org.paisaje.theory.landscape.align.Symmetries;
import org.paisaje.theory.landscape.path.Barrier;

/** What was found between networks, as a result. */
final class ConnectReport {
    static final String TITLE = "Between networks";
    private final ConnectSetting setting;
    private final Joined joined;
    private final Rise read;
    private final LossLine straight;
    private final Optional<LossLine> aligned;

    ConnectReport(ConnectSetting setting, Joined joined) {
        this.setting = setting;
        this.joined = joined;
        this.read = Rise.of(setting.problem().loss(), setting.problem().targets(setting.problem().train()));
        this.straight = joined.straight();
        this.aligned = joined.aligned().flatMap(a -> joined.line("aligned-" + joined.alignedBy()));
    }

    Result result(Ending ending) {
        boolean finite = joined.pair().stream().allMatch(line -> line.train().finite());
        Result.Builder result = Result.of("connect", TITLE)
                .ended(ending.complete() && !finite
                        ? Ending.failed("the loss is not finite somewhere on a curve",
                                "Weights of this size overflow between the networks; --align helps where the networks differ "
                                        + "by a symmetry")
                        : ending)
                .headline(finite ? headline() : "NOT COMPLETE: the loss is not finite on a curve between the networks.")
                .about(about())
                .setting(setting.describe())
                .section(networks())
                .section(barriers());
        result.measured("problem", setting.problem().facts());
        measurements().forEach(result::measured);
        if (finite) {
            result.led(ConnectFigures.losses(joined.pair()));
        }
        joined.aligned().ifPresent(found -> result.section(alignment(found)));
        joined.matrix().ifPresent(found -> result.section(pairs(found)));
        result.section(zeroLoss());
        result.advising(advice());
        keep(result);
        return result.build();
    }

    private String headline() {
        double[] first = joined.came().getFirst().absorbed();
        if (Arrays.equals(first, joined.came().get(1).absorbed())) {
            return "The two networks have the same weights.";
        }
        if (joined.aligned().filter(found -> ConnectComputation.copies(first, found.theta())).isPresent()) {
            return "The second network is a copy of the first under a symmetry of the architecture: alignment by "
                    + joined.alignedBy() + " brings it back.";
        }
        StringBuilder text = new StringBuilder("On the straight line between the two networks the loss rises by "
                + rise(straight) + " above the chord");
        aligned.ifPresent(line -> text.append("; after alignment by ")
                .append(joined.alignedBy())
                .append(", by ")
                .append(rise(line)));
        lowest().ifPresent(line -> text.append("; along the ")
                .append(line.words())
                .append(", by ")
                .append(rise(line)));
        joined.zero()
                .stream()
                .filter(zero -> zero.along().isPresent())
                .findFirst()
                .ifPresent(zero -> text.append(zero.id().equals(ZeroLoss.PROJECTED)
                        ? "; projected to zero loss, the line between them is a curve"
                        : "; a curve of zero loss joins them" + (interpolating() ? "" : " once the last layer fits")));
        return text.append('.').toString();
    }

    private String rise(LossLine line) {
        return read.words(line.train());
    }

    /** The curve beside the straight lines that rises least. */
    private Optional<LossLine> lowest() {
        return joined.pair()
                .stream()
                .filter(line -> line.points().isPresent() && line.train().finite())
                .min(Comparator.comparingDouble(line -> line.train().aboveChord()));
    }

    private boolean interpolating() {
        return joined.ends().stream().limit(2).allMatch(end -> end.train() <= ZeroLoss.ZERO);
    }

    private String about() {
        Likeness alike = joined.answers();
        return setting.network() + " on " + setting.problem().train().name().replaceAll("[^:,]*[/\\\\]", "") + ", "
                + joined.ends().get(0).name() + " and " + joined.ends().get(1).name() + (alike.same()
                        .map(same -> ": they answer alike for " + Words.percent(same) + " of " + alike.samples() + " "
                                + alike.on())
                        .orElse(""))
                + ".";
    }

    private Section networks() {
        boolean tested = joined.ends().getFirst().test().isPresent();
        List<String> columns = new ArrayList<>(List.of("network", "training loss"));
        if (tested) {
            columns.add("test loss");
        }
        columns.addAll(List.of("norm", "distance from the first"));
        List<List<Cell>> rows = new ArrayList<>();
        for (int i = 0; i < joined.ends().size(); i++) {
            Joined.End end = joined.ends().get(i);
            List<Cell> row = new ArrayList<>(List.of(Cell.text(end.name()), Cell.number(end.train())));
            end.test().ifPresent(loss -> row.add(Cell.number(loss)));
            row.add(Cell.number(end.norm()));
            row.add(Cell.number(Norms.distance(joined.came().getFirst().absorbed(), joined.came().get(i).absorbed())));
            rows.add(row);
        }
        Likeness alike = joined.answers();
        String words = "The outputs of the first two differ by " + Words.number(alike.distance())
                + " of the spread of the outputs over " + alike.samples() + " " + alike.on() + ".";
        return Section.of("networks", "The networks", "", List.of(new Block.Numbers(new Figure.Table("networks",
                "Losses and norms", "Distances and norms are those of the parameters.", columns, rows)),
                new Block.Text(words)));
    }

    private Section barriers() {
        boolean tested = straight.test().isPresent();
        List<String> columns = new ArrayList<>(
                List.of("curve", "highest", "above the chord", "above the ends", "at s"));
        if (tested) {
            columns.add("above the chord, test");
        }
        List<List<Cell>> rows = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (LossLine line : joined.pair()) {
            Barrier seen = line.train();
            List<Cell> row = new ArrayList<>(List.of(Cell.text(line.words()), Cell.number(seen.highest()),
                    Cell.number(read.aboveChord(seen)),
                    Cell.number(read.aboveEnds(seen)),
                    Cell.number(seen.top(), 3)));
            line.test().ifPresent(test -> row.add(Cell.number(read.aboveChord(test))));
            rows.add(row);
            findings.add(finding(line));
        }
        var table = new Figure.Table("barriers", "Barriers",
                "Lines by weights or by activations are straight lines after that alignment. Above the chord is the largest rise of the loss over the straight line between the losses of the ends, above "
                        + "the ends that over the higher one. Both are lower bounds: a loss may rise further between the "
                        + "places that were looked at.",
                columns, rows);
        List<Block> blocks = new ArrayList<>(List.of(new Block.Numbers(table), new Block.Findings(findings)));
        if (!joined.whyNot().isEmpty()) {
            blocks.add(new Block.Text("The networks were not aligned: " + joined.whyNot() + "."));
        }
        blocks.add(new Block.Text("All curves together took " + Words.number(Math.rint(joined.cost()))
                + " gradients over the training data; a loss counts a third of one."));
        return Section.of("barriers", "How high the loss rises", "", blocks).marked(mark());
    }

    private Mark mark() {
        return joined.pair()
                .stream()
                .filter(line -> line.train().finite() && read.low(line.train().aboveChord()))
                .findFirst()
                .map(line -> Mark.of(Assessment.FINE, "low: " + line.words()))
                .orElse(Mark.of(Assessment.NOTE, "high on every curve"));
    }

    private Finding finding(LossLine line) {
        double barrier = line.train().aboveChord();
        String quantity = "barrier above the chord, " + line.words();
        if (!line.train().finite()) {
            return Finding.unmeasured("barrier." + line.id(), quantity, "the loss is not finite on the curve");
        }
        Finding found = Finding.of("barrier." + line.id(), quantity, read.aboveChord(line.train()));
        return read.scale() > 0
                ? found.judged(Assessment.NOTE, read.low(barrier) ? "low" : "high", read.share(barrier)
                        + " of the loss of the best constant output" + (line.note().isBlank()
                                ? ""
                                : "; " + line.note()))
                : found.judged(Assessment.NOTE, "", line.note());
    }

    private Section alignment(NetworkAlignment found) {
        List<Finding> findings = List.of(
                Finding.of("alignment.function", "largest change of an output by the symmetry, relative",
                        found.change())
                        .against(Relation.AT_MOST, NetworkAlignment.SAME, "a symmetry does not change the function")
                        .judged(Assessment.FINE, "the same function", "This is rounding."),
                Finding.of("alignment.distance", "distance of the parameters after alignment", found.after())
                        .judged(Assessment.NOTE, "", "Before it was " + Words.number(found.before()) + "."),
                Finding.of("alignment.bound", "the same under permutations and signs alone", found.balanced())
                        .against(Relation.AT_LEAST, found.bound(), "no permutation can do better than sorted rows")
                        .judged(Assessment.NOTE, "", "Of networks whose units are balanced if they may be scaled; what "
                                + "is possible lies between the two numbers."));
        String words = found.map().moved() + " hidden units change their place" + (found.map().flipped() > 0
                ? " and " + found.map().flipped() + " their sign"
                : "") + "; the second network is then the same function nearer to the first.";
        return Section.of("alignment", "Alignment by " + joined.alignedBy(), words,
                List.of(new Block.Findings(findings)));
    }

    private Section pairs(Joined.Matrices found) {
        int n = found.before().length;
        List<List<Cell>> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                rows.add(List.of(Cell.text(joined.ends().get(i).name() + ", " + joined.ends().get(j).name()),
                        Cell.number(found.before()[i][j]), Cell.number(found.after()[i][j])));
            }
        }
        String spread = found.spreadAfter() > 0
                ? "The root mean square distance of the networks from their mean falls from "
                        + Words.number(found.spreadBefore()) + " to " + Words.number(found.spreadAfter())
                        + ". Each network has one map to a common place, so that the maps around every cycle give the identity."
                : "";
        return Section.of("pairs", "All pairs", spread, List.of(new Block.Numbers(new Figure.Table("pairs",
                "Barriers", "Rise above the chord on straight lines, before and after a common alignment.",
                List.of("pair", "before", "after"), rows))));
    }

    private Section zeroLoss() {
        List<Finding> findings = new ArrayList<>();
        for (Joined.Zero zero : joined.zero()) {
            String quantity = "largest loss, " + zero.words();
            Optional<Barrier> along = zero.along();
            if (along.isEmpty()) {
                findings.add(Finding.unmeasured("path." + zero.id(), zero.words(), zero.note()));
                continue;
            }
            boolean within = zero.inside() <= ZeroLoss.ZERO;
            String leads = interpolating() || zero.id().equals(ZeroLoss.PROJECTED)
                    ? ""
                    : "the ends do not interpolate; on the way to the curve only the last layer moves and the loss falls; ";
            findings.add(Finding.of("path." + zero.id(), quantity, zero.inside())
                    .against(Relation.AT_MOST, ZeroLoss.ZERO, "zero up to rounding")
                    .judged(within ? Assessment.FINE : Assessment.NOTE, within ? "connected" : "rounding",
                            leads + (within ? "" : "rounding at ill-conditioned features; ") + zero.note()));
        }
        boolean found = joined.zero().stream().anyMatch(zero -> zero.along().isPresent());
        boolean wide = joined.zero()
                .stream()
                .anyMatch(zero -> zero.along().isPresent() && !zero.id().equals(ZeroLoss.PROJECTED));
        String words = wide
                ? "There are at least as many hidden units as samples, so that solutions are connected."
                : "There are more parameters than outputs to fit, and the line projected to zero loss refines to a curve.";
        return Section.of("zero-loss", "Curves of zero loss", found ? words : "", List.of(new Block.Findings(findings)))
                .marked(found
                        ? Mark.of(Assessment.FINE, "connected")
                        : Mark.of(Assessment.NOTE, "not to be expected"));
    }

    private List<String> advice() {
        List<String> result = new ArrayList<>();
        if (setting.curves().isEmpty()) {
            result.add("--curves bezier,neb looks for curves beside the straight line.");
        } else if (setting.curves().size() < ConnectSetting.CurveKind.values().length) {
            result.add(
                    "--curves chain,bezier,neb,string tries all kinds of curves; more --steps and --bends lower them.");
        }
        result.add("A high barrier on one curve does not show that there is no other curve.");
        return result;
    }

    private Map<String, Object> measurements() {
        var result = new LinkedHashMap<String, Object>();
        result.put("losses", joined.ends().stream().map(Joined.End::train).toList());
        var barriers = new LinkedHashMap<String, Object>();
        for (LossLine line : joined.pair()) {
            if (line.train().finite()) {
                barriers.put(line.id(), Map.of("aboveChord", line.train().aboveChord(), "aboveEnds",
                        line.train().aboveEnds(), "highest", line.train().highest(), "at", line.train().top()));
            }
        }
        result.put("barriers", barriers);
        joined.aligned().ifPresent(found -> {
            var aligned = new LinkedHashMap<String, Object>();
            aligned.put("by", joined.alignedBy());
            aligned.put("moved", found.map().moved());
            aligned.put("turned", found.map().flipped());
            aligned.put("distanceBefore", found.before());
            aligned.put("distanceAfter", found.after());
            aligned.put("balancedDistance", found.balanced());
            aligned.put("bound", found.bound());
            aligned.put("change", found.change());
            result.put("alignment", aligned);
        });
        if (!joined.whyNot().isEmpty()) {
            result.put("notAligned", joined.whyNot());
        }
        var zero = new LinkedHashMap<String, Object>();
        joined.zero()
                .forEach(one -> one.along()
                        .ifPresent(along -> zero.put(one.id(),
                                Map.of("highest", along.highest(), "inside", one.inside(), "proven", one.proven()))));
        if (!zero.isEmpty()) {
            result.put("zeroLoss", zero);
        }
        joined.answers().same().ifPresent(same -> result.put("sameAnswers", same));
        result.put("outputDistance", joined.answers().distance());
        result.put("gradientEquivalents", joined.cost());
        return result;
    }

    private void keep(Result.Builder result) {
        for (LossLine line : joined.pair()) {
            var columns = new LinkedHashMap<String, double[]>();
            columns.put("s", line.train().places());
            columns.put("train_loss", line.train().losses());
            line.test().ifPresent(test -> columns.put("test_loss", test.losses()));
            if (line.train().finite()) {
                result.keeping(new Keep.Columns("loss-" + line.id(), columns));
            }
            line.points().ifPresent(points -> result.keeping(new Keep.Array("path-" + line.id(), points)));
        }
        for (Joined.Zero zero : joined.zero()) {
            zero.points().ifPresent(points -> result.keeping(new Keep.Array("path-" + zero.id(), points)));
        }
        if (setting.files().isEmpty()) {
            for (int i = 0; i < joined.came().size(); i++) {
                result.keeping(new Keep.Parameters("network-" + (i + 1), joined.came().get(i).network(),
                        joined.came().get(i).theta(), Map.of()));
            }
        }
        joined.aligned().ifPresent(found -> {
            ConnectSetting.End second = joined.came().get(1);
            Symmetries symmetries = Symmetries.of(setting.network());
            result.keeping(new Keep.Parameters("aligned", symmetries.apply(found.map(), second.network()),
                    symmetries.apply(found.map(), second.theta()), Map.of()));
        });
    }
}
