package org.paisaje.study.spectrum;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.paisaje.math.krylov.trace.SpectralCurve;
import org.paisaje.study.Block;
import org.paisaje.study.Ending;
import org.paisaje.study.Keep;
import org.paisaje.study.Result;
import org.paisaje.study.Section;
import org.paisaje.study.Session;
import org.paisaje.study.Study;
import org.paisaje.study.Words;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.train.KeptRun;
import org.paisaje.theory.landscape.spectrum.SpectrumEnds;

/** The spectrum of a curvature matrix at given weights, or at the end of a run with the sharpness along it. */
public final class SpectrumStudy implements Study<SpectrumSetting> {
    @Override
    public String name() {
        return "spectrum";
    }

    @Override
    public long seed(SpectrumSetting setting) {
        return setting.problem().seedNumber();
    }

    @Override
    public List<String> continuation() {
        return List.of(KeptRun.NAME, KeptReadings.NAME, KeptProducts.NAME);
    }

    @Override
    public Result run(SpectrumSetting setting, Session session) {
        setting.problem().remarks().forEach(session.listener()::remark);
        Result.Builder result = Result.of(name(), "The spectrum of the " + setting.of().words())
                .setting(setting.describe())
                .measured("problem", setting.problem().facts());
        try (var kept = new KeptProducts(setting, session)) {
            var computation = new SpectrumComputation(setting, session, kept);
            try {
                return told(computation.run(), result);
            } catch (SpectrumComputation.Unmeasured e) {
                return unfinished(computation, setting, result, e.getMessage() == null ? "" : e.getMessage());
            }
        }
    }

    /** What there is: the sharpness along the run and the ends, as far as they are known. */
    private static Result unfinished(SpectrumComputation computation, SpectrumSetting setting, Result.Builder result,
            String reason) {
        computation.course().ifPresent(course -> {
            result.section(SpectrumParts.course(course));
            keep(course, result);
        });
        computation.ends().ifPresent(ends -> keep(ends, result));
        String what = "The " + setting.of().words();
        String known = computation.ends()
                .map(ends -> what + " has the norm " + Words.number(ends.norm()) + "; stopped before more was known.")
                .orElse(what + " could not be measured.");
        return result.headline(reason.isEmpty() ? "NOT COMPLETE. " + known : known)
                .ended(reason.isEmpty()
                        ? Ending.interrupted("interrupted")
                        : Ending.failed(reason, "Weights or inputs of smaller size help"))
                .build();
    }

    private static void keep(SpectrumEnds ends, Result.Builder result) {
        result.keeping(new Keep.Vector("eigenvalues", ends.ascending()));
        result.keeping(new Keep.Columns("bounds",
                ordered(Map.of("eigenvalue", ends.ascending()), "bound", ends.ascendingBounds())));
    }

    private static Result told(SpectrumAnswer answer, Result.Builder result) {
        var figures = new SpectrumFigures(answer);
        var parts = new SpectrumParts(answer, figures);
        result.headline(headline(answer)).about(about(answer)).ended(ending(answer));
        parts.measurements().forEach(result::measured);
        Optional<Figure> density = figures.density();
        density.or(figures::sizes).ifPresent(result::led);
        result.section(parts.ends());
        result.section(parts.shape());
        answer.course().ifPresent(course -> result.section(parts.course(course)));
        if (!answer.blocks().isEmpty()) {
            result.section(parts.layers());
        }
        result.section(parts.checks());
        result.section(Section.of("cost", "Cost", "All together as much as "
                + Words.count(Math.round(answer.ledger().gradients()), "gradient") + ".",
                List.of(new Block.Numbers(answer.ledger().table()))));
        keep(answer, figures, result);
        return result.build();
    }

    private static void keep(SpectrumAnswer answer, SpectrumFigures figures, Result.Builder result) {
        answer.full()
                .ifPresentOrElse(all -> result.keeping(new Keep.Vector("eigenvalues", all.values())),
                        () -> keep(answer.ends(), result));
        Optional<SpectralCurve> curve = figures.curve();
        if (curve.isPresent()) {
            var columns = new LinkedHashMap<String, double[]>();
            columns.put("eigenvalue", curve.get().grid());
            columns.put("density", curve.get().values());
            columns.put("low", curve.get().lower());
            columns.put("high", curve.get().upper());
            result.keeping(new Keep.Columns("density", columns));
        }
        answer.course().ifPresent(course -> keep(course, result));
    }

    private static void keep(SharpnessCourse course, Result.Builder result) {
        var readings = course.readings();
        var columns = new LinkedHashMap<String, double[]>();
        columns.put("step", readings.stream().mapToDouble(SharpnessCourse.Reading::step).toArray());
        columns.put("loss", readings.stream().mapToDouble(SharpnessCourse.Reading::loss).toArray());
        columns.put("sharpness", readings.stream().mapToDouble(SharpnessCourse.Reading::sharpness).toArray());
        columns.put("bound", readings.stream().mapToDouble(SharpnessCourse.Reading::bound).toArray());
        double[] stable = readings.stream().mapToDouble(SharpnessCourse.Reading::stable).toArray();
        if (Arrays.stream(stable).allMatch(Double::isFinite)) {
            columns.put("stable", stable);
        }
        result.keeping(new Keep.Columns("sharpness", columns));
    }

    private static Map<String, double[]> ordered(Map<String, double[]> first, String name, double[] second) {
        var columns = new LinkedHashMap<>(first);
        columns.put(name, second);
        return columns;
    }

    private static Ending ending(SpectrumAnswer answer) {
        boolean stopped = answer.course().map(SharpnessCourse::diverged).orElse(false);
        if (stopped) {
            return Ending.done("the run diverged; the spectrum is that of its last finite point");
        }
        return answer.ends().converged() || answer.full().isPresent()
                ? Ending.done("done")
                : Ending.failed("the ends did not converge to 1e-6 of the norm; their bounds say how far they came",
                        "--products allows more, --top asks for fewer eigenvalues");
    }

    private static String headline(SpectrumAnswer answer) {
        String matrix = capital(answer.setting().of().words());
        if (answer.norm() == 0) {
            return matrix + " of order " + String.format(Locale.ROOT, "%,d", answer.order())
                    + ": it is zero, the loss is flat to second order.";
        }
        var words = new StringBuilder(matrix).append(" of order ")
                .append(String.format(Locale.ROOT, "%,d", answer.order()))
                .append(": the largest eigenvalue is ")
                .append(Words.number(answer.largest().value()))
                .append(", the smallest ")
                .append(Words.number(answer.smallest().value()));
        int count = answer.outliers().count();
        if (count > 0) {
            words.append("; ").append(count == 1 ? "one stands" : count + " stand").append(" apart from the rest");
        }
        if (!answer.setting().of().semidefinite()) {
            answer.negativeShare()
                    .ifPresent(share -> words.append(share.value() == 0
                            ? "; none is negative"
                            : "; " + Words.percent(share.value()) + " are negative"));
        }
        return words.append(".").toString();
    }

    private static String about(SpectrumAnswer answer) {
        var setting = answer.setting();
        String where = setting.run()
                .map(run -> answer.course().map(SharpnessCourse::diverged).orElse(false)
                        ? run.optimizer().text() + " diverged, this is its last finite point"
                        : "after " + Words.count(run.steps(), "step") + " of " + run.optimizer().text())
                .orElse(setting.problem().drawn() ? "at the weights as they are drawn" : "at the given weights");
        return setting.problem().network() + " on " + setting.problem().train().name().replaceAll("[^:,]*[/\\\\]", "")
                + ", " + where + ", over " + Words.count(answer.risk().samples(), "sample") + "; loss "
                + Words.number(answer.loss()) + ", gradient " + Words.number(answer.gradientNorm()) + ".";
    }

    private static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
