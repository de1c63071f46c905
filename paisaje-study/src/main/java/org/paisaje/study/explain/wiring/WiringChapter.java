package org.paisaje.study.explain.wiring;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.paisaje.data.log.LoggedSeries;
import org.paisaje.study.Assessment;
import org.paisaje.study.Comparison.Relation;
import org.paisaje.study.Finding;
import org.paisaje.study.explain.chapter.Chapter;
import org.paisaje.study.explain.wiring.change.Change;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;

/** The part of an explanation on what reproduces the log. */
public final class WiringChapter {
    private WiringChapter() {}

    /** The chapter. */
    public static Chapter of(Wirings wirings) {
        List<Finding> findings = wirings.verdicts()
                .stream()
                .map(verdict -> finding(verdict, wirings.tested()))
                .toList();
        List<Figure> figures = new ArrayList<>();
        wirings.verdicts()
                .stream()
                .filter(verdict -> verdict.series().quantity() == LoggedSeries.Quantity.LOSS)
                .findFirst()
                .flatMap(WiringChapter::figure)
                .ifPresent(figures::add);
        String summary = wirings.mistake()
                .map(mistake -> "the numbers were computed with " + mistake.words())
                .orElseGet(() -> summary(wirings));
        return new Chapter("wiring", "Which way of computing reproduces the log", summary, findings, figures);
    }

    private static String summary(Wirings wirings) {
        if (wirings.isEmpty()) {
            return "no number of the log belongs to a checkpoint";
        }
        long found = wirings.verdicts().stream().filter(verdict -> verdict.found().isPresent()).count();
        return wirings.asTold()
                ? "all is computed as told"
                : found + " of " + wirings.verdicts().size() + " logged quantities are reproduced";
    }

    private static Finding finding(SeriesVerdict verdict, boolean tested) {
        String name = verdict.series().name();
        Agreement agreement = verdict.agreement();
        Finding finding = Finding.of("log." + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"),
                "log's " + name + ", largest relative deviation", agreement.worst())
                .against(Relation.AT_MOST, Math.pow(10, -Math.min(15, agreement.digits())),
                        "half a unit of its last printed digit, and rounding in single precision");
        String words = WiringWords.sentence(verdict, tested);
        if (verdict.found().isEmpty()) {
            return verdict.averaged().isPresent()
                    ? finding.judged(Assessment.NOTE, "mean of an epoch", words)
                    : finding.judged(Assessment.NOTE, "not reproduced", words);
        }
        Wiring way = verdict.found().get();
        Optional<Change> fault = way.fault();
        boolean sure = WiringWords.convincing(verdict);
        if (fault.isPresent()) {
            return finding.judged(sure && agreement.exact() ? Assessment.TROUBLE : Assessment.NOTE,
                    fault.get().rule().replaceFirst("^wiring\\.", "").replace('-', ' '), words);
        }
        return finding.judged(sure ? Assessment.FINE : Assessment.NOTE,
                way.changes().isEmpty() ? "as told" : "another convention", words);
    }

    private static Optional<Figure> figure(SeriesVerdict verdict) {
        int n = verdict.points().pairs().size();
        if (n < 2) {
            return Optional.empty();
        }
        double[] x = new double[n];
        double[] logged = new double[n];
        boolean positive = true;
        String unit = "";
        for (int i = 0; i < n; i++) {
            LoggedSeries.Point point = verdict.points().pairs().get(i).point();
            boolean steps = !Double.isNaN(point.step());
            unit = steps ? "step" : Double.isNaN(point.epoch()) ? "checkpoint" : "epoch";
            x[i] = steps ? point.step() : Double.isNaN(point.epoch()) ? i : point.epoch();
            logged[i] = point.value();
            positive &= logged[i] > 0 && verdict.computed()[i] > 0 && verdict.computedAsTold()[i] > 0;
        }
        boolean told = verdict.found()
                .map(way -> way.changes().isEmpty())
                .orElse(verdict.nearest().changes().isEmpty());
        List<Series> series = new ArrayList<>();
        series.add(new Series.Points("logged", Role.MEASURED, x, logged));
        series.add(new Series.Line("as told", Role.REFERENCE, x, verdict.computedAsTold()));
        if (!told) {
            series.add(new Series.Line(verdict.found().isPresent() ? "found" : "nearest", Role.THEORY, x,
                    verdict.computed()));
        }
        return Optional.of(new Figure.Chart("wiring", "The log, and what is computed from the checkpoints",
                "Points: " + verdict.series().name() + " as logged. Grey: the loss as told. " + (told
                        ? ""
                        : "Line: the loss with "
                                + verdict.found().orElse(verdict.nearest()).words() + "."),
                Axis.linear(unit), positive ? Axis.log("loss") : Axis.linear("loss"), series));
    }
}
