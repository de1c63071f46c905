package org.paisaje.study.landscape;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.math.stats.Interval;
import org.paisaje.risk.Regularizer;
import org.paisaje.risk.Risk;
import org.paisaje.study.Assessment;
import org.paisaje.study.Block;
import org.paisaje.study.Ending;
import org.paisaje.study.Estimate;
import org.paisaje.study.Finding;
import org.paisaje.study.Keep;
import org.paisaje.study.Listener;
import org.paisaje.study.Result;
import org.paisaje.study.Section;
import org.paisaje.study.Session;
import org.paisaje.study.Words;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Cell;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.study.landscape.LandscapeSetting.CriticalView;
import org.paisaje.theory.landscape.critical.Certificate;
import org.paisaje.theory.landscape.critical.CriticalPoint;
import org.paisaje.theory.landscape.critical.CriticalSurvey;

/** Critical points of a risk, searched and told. */
final class CriticalReport {
    private static final String TITLE = "Critical points of the loss";
    private static final double LEVEL = 0.95;
    private static final int LISTED = 25;
    /** A product with the Hessian costs as much as 4/3 gradients. */
    private static final double PRODUCT = 4.0 / 3;

    private final LandscapeSetting setting;
    private final CriticalView view;
    private final Risk risk;
    private final CriticalSurvey survey;
    private final Optional<Interval> correlation;

    private CriticalReport(LandscapeSetting setting, CriticalView view, Risk risk, CriticalSurvey survey) {
        this.setting = setting;
        this.view = view;
        this.risk = risk;
        this.survey = survey;
        this.correlation = survey.correlation(LEVEL);
    }

    static Result of(LandscapeSetting setting, CriticalView view, Session session) {
        Risk risk = view.penalty() == 0 ? setting.risk() : setting.risk().with(Regularizer.l2(view.penalty()));
        Listener listener = session.listener();
        var kept = new KeptSearches(setting, risk.dimension(), session);
        CriticalSurvey survey = CriticalSurvey.of(risk, setting.problem().architecture(), view.starts(),
                Seed.of(setting.problem().seedNumber()).named("critical points"), kept,
                share -> listener.progress(share, "critical points"));
        if (Session.cancelled()) {
            kept.write();
        }
        return new CriticalReport(setting, view, risk, survey)
                .result(Session.cancelled()
                        ? Ending.interrupted("interrupted after " + survey.starts() + " searches")
                        : Ending.done("done"));
    }

    private Result result(Ending ending) {
        Result.Builder result = Result.of("landscape", TITLE)
                .ended(ending)
                .headline((ending.complete() ? "" : "NOT COMPLETE. ") + headline())
                .about(setting.problem().network() + " on "
                        + setting.problem().train().name().replaceAll("[^:,]*[/\\\\]", "")
                        + ", over " + Words.count(risk.samples(), "sample")
                        + (view.penalty() == 0
                                ? ""
                                : ", with " + Words.number(view.penalty()) + " times the squared norm")
                        + "; " + Words.count(risk.dimension(), "parameter") + ".")
                .setting(setting.describe())
                .measured("problem", setting.problem().facts());
        measurements().forEach(result::measured);
        if (!survey.points().isEmpty()) {
            result.led(chart());
            result.section(points());
        }
        result.section(searches());
        result.advising(advice());
        keep(result);
        return result.build();
    }

    private List<CriticalPoint> minima() {
        return survey.points().stream().filter(CriticalPoint::strictMinimum).toList();
    }

    private String headline() {
        if (survey.points().isEmpty()) {
            return "None of " + Words.count(survey.starts(), "start") + " led to a critical point.";
        }
        List<CriticalPoint> minima = minima();
        String low = minima.isEmpty()
                ? "none of them a strict minimum"
                : minima.size() == 1
                        ? "one of them a strict minimum, of loss " + Words.number(minima.getFirst().value())
                        : minima.size() + " of them strict minima, of losses from "
                                + Words.number(minima.getFirst().value())
                                + " to " + Words.number(minima.getLast().value());
        return Words.count(survey.starts(), "start") + " led to "
                + Words.count(survey.points().size(), "different critical point") + ", " + low
                + correlation.map(rho -> "; loss and share of negative eigenvalues have the rank correlation "
                        + Words.number(rho.estimate())).orElse("")
                + ".";
    }

    private double[] column(ToDoubleFunction<CriticalPoint> of) {
        return survey.points().stream().mapToDouble(of).toArray();
    }

    private Figure chart() {
        return new Figure.Chart("index-loss", "Index against loss",
                "Every point is a critical point; of copies under the symmetries of the network one is shown."
                        + correlation.map(rho -> " The rank correlation is " + Words.number(rho.estimate())
                                + ", between "
                                + Words.number(rho.low()) + " and " + Words.number(rho.high()) + " at level 0.95.")
                                .orElse(""),
                Axis.linear("loss"), Axis.linear("share of negative eigenvalues"),
                List.of(new Series.Points("critical points", Role.MEASURED, column(CriticalPoint::value),
                        column(CriticalPoint::indexShare))));
    }

    private Section points() {
        List<Finding> findings = new ArrayList<>();
        correlation.ifPresent(rho -> findings.add(Finding.of("rank-correlation",
                "rank correlation of loss and share of negative eigenvalues", Estimate.of(rho))
                .judged(Assessment.NOTE, rho.low() > 0 ? "positive" : rho.high() < 0 ? "negative" : "open",
                        "Spearman's, at level 0.95. In spin glasses the share is a function of the energy; in networks it depends "
                                + "on which points a search finds.")));
        long proven = survey.proven();
        findings.add(Finding.of("proven", "critical points proven", proven)
                .judged(Assessment.NOTE, "", proven == survey.points().size()
                        ? "Near each a true critical point lies, of the same index: exactly one within the radius that the table states, "
                                + "for every parameter, rounding included."
                        : unproven()));
        long degenerate = survey.points().stream().filter(CriticalPoint::degenerate).count();
        findings.add(Finding.of("degenerate", "degenerate critical points", degenerate)
                .judged(Assessment.NOTE, "", degenerate == 0
                        ? "No eigenvalue is 0 to rounding: all are isolated."
                        : "These have eigenvalues that may be 0, as along a continuum of critical points. They are counted neither as "
                                + "minima nor in an index."));
        List<List<Cell>> rows = new ArrayList<>();
        int listed = Math.min(LISTED, survey.points().size());
        for (int i = 0; i < listed; i++) {
            CriticalPoint point = survey.points().get(i);
            rows.add(List.of(Cell.number(point.value(), 8), Cell.count(point.index()), Cell.count(point.zeros()),
                    Cell.number(point.eigenvalues()[0]), Cell.number(point.gradientNorm(), 2),
                    point.certificate() instanceof Certificate.Proven found
                            ? Cell.number(found.radius(), 2)
                            : Cell.text("open"),
                    Cell.count(point.multiplicity())));
        }
        return Section.of("points", "The critical points", "From low to high"
                + (listed < survey.points().size() ? ", the lowest " + listed + " of " + survey.points().size() : "")
                + ".",
                List.of(new Block.Findings(findings), new Block.Numbers(new Figure.Table("critical-points",
                        "Critical points",
                        "Index: negative eigenvalues of the Hessian. Open: eigenvalues that rounding or the last Newton step leave "
                                + "without a sign. Radius: a true critical point lies within it, for every parameter. Found: searches "
                                + "that ended here or at a copy.",
                        List.of("loss", "index", "open", "least eigenvalue", "gradient", "radius", "found"), rows))));
    }

    private String unproven() {
        return survey.points()
                .stream()
                .map(CriticalPoint::certificate)
                .filter(Certificate.Open.class::isInstance)
                .map(open -> "Of the others the first is not, since " + ((Certificate.Open) open).reason() + ".")
                .findFirst()
                .orElse("");
    }

    private Section searches() {
        List<List<Cell>> rows = List.of(
                List.of(Cell.text("at a critical point"), Cell.count(survey.found())),
                List.of(Cell.text("where the gradient norm is least but not 0"), Cell.count(survey.flat())),
                List.of(Cell.text("with their iterations used up"), Cell.count(survey.unfinished())),
                List.of(Cell.text("too far out"), Cell.count(survey.escaped())));
        return Section.of("searches", "The searches",
                "What did not end at a critical point is left out. The searches took "
                        + Words.count(survey.hessians(), "Hessian") + ", as much as "
                        + Words.count(Math.round(gradients()), "gradient") + ".",
                List.of(new Block.Numbers(new Figure.Table("searches",
                        "How searches from " + Words.count(survey.starts(), "start") + " ended",
                        "By Levenberg-Marquardt on the gradient norm, Newton's method, and eigenvector following to an index, from "
                                + "starts after 0 to 400 steps down.",
                        List.of("end", "searches"), rows))));
    }

    private double gradients() {
        return survey.hessians() * PRODUCT * risk.dimension();
    }

    private List<String> advice() {
        List<String> advice = new ArrayList<>();
        long single = survey.points().stream().filter(point -> point.multiplicity() == 1).count();
        if (2 * single > survey.points().size()) {
            advice.add("Most points were found once only, so there are many more: --critical " + 4L * view.starts()
                    + " finds more of them.");
        }
        if (view.penalty() == 0) {
            advice.add("--penalty 0.01 isolates critical points that are now in continua or at infinity.");
        }
        return advice;
    }

    private Map<String, Object> measurements() {
        var result = new LinkedHashMap<String, Object>();
        result.put("searches", survey.starts());
        result.put("found", survey.found());
        result.put("flat", survey.flat());
        result.put("unfinished", survey.unfinished());
        result.put("escaped", survey.escaped());
        result.put("points", survey.points().size());
        result.put("minima", minima().size());
        result.put("proven", survey.proven());
        correlation.ifPresent(rho -> result.put("rankCorrelation", List.of(rho.low(), rho.estimate(), rho.high())));
        result.put("hessians", survey.hessians());
        result.put("gradients", gradients());
        return result;
    }

    private void keep(Result.Builder result) {
        if (survey.points().isEmpty()) {
            return;
        }
        result.keeping(new Keep.Array("critical-points", Matrix.of(survey.points()
                .stream()
                .map(CriticalPoint::x)
                .toArray(double[][]::new))));
        result.keeping(new Keep.Array("eigenvalues", Matrix.of(survey.points()
                .stream()
                .map(CriticalPoint::eigenvalues)
                .toArray(double[][]::new))));
        var columns = new LinkedHashMap<String, double[]>();
        columns.put("loss", column(CriticalPoint::value));
        columns.put("index", column(CriticalPoint::index));
        columns.put("open", column(CriticalPoint::zeros));
        columns.put("least", column(point -> point.eigenvalues()[0]));
        columns.put("gradient", column(CriticalPoint::gradientNorm));
        columns.put("radius",
                column(point -> point.certificate() instanceof Certificate.Proven found ? found.radius() : 0));
        columns.put("found", column(CriticalPoint::multiplicity));
        result.keeping(new Keep.Columns("critical", columns));
    }
}
