package org.paisaje.claims.catalogue.document003;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.claims.catalogue.Shares;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.teacher.ConvergenceTable;
import org.paisaje.theory.teacher.FixedPoints;
import org.paisaje.theory.teacher.LambdaBounds;
import org.paisaje.theory.teacher.Penalty;
import org.paisaje.theory.teacher.Sign;
import org.paisaje.theory.teacher.TeacherSample;
import org.paisaje.theory.teacher.Trials;

/** Figures 1 and 2. */
final class FigureClaims {
    private static final double ETA = 0.05;
    private static final int SHOWN = 2_000;

    private FigureClaims() {}

    static List<Claim> all() {
        return List.of(trajectories(), portraits());
    }

    /** The four panels of Figure 1: penalty, lambda, and whether the run shown converges. */
    private enum Portrait {
        L1_CONVERGES(Penalty.L1, 0.01, true),
        L2_CONVERGES(Penalty.L2_SQUARED, 0.01, true),
        L1_FAILS(Penalty.L1, 0.1, false),
        L2_FAILS(Penalty.L2_SQUARED, 0.1, false);

        private final Penalty penalty;
        private final double lambda;
        private final boolean converges;

        Portrait(Penalty penalty, double lambda, boolean converges) {
            this.penalty = penalty;
            this.lambda = lambda;
            this.converges = converges;
        }

        private ConvergenceTable.Cell cell(int samples, double scale) {
            return new ConvergenceTable.Cell(penalty, 2, samples, scale * lambda);
        }

        private String title() {
            return (penalty == Penalty.L1 ? "l1" : "l2") + ", lambda = " + lambda + ", "
                    + (converges ? "converges" : "does not converge");
        }
    }

    private static Claim trajectories() {
        return ClaimBuilder.of("003.figure1", Document003.source("Figure 1"))
                .statement(
                        "The four kinds of trajectories",
                        "With d = 2 and N = 10 there are samples and starts for which w converges, with l1 and with l2 at lambda "
                                + "= 0.01, and for which it does not, with l1 and with l2 at lambda = 0.1.",
                        "")
                .measured(
                        "Runs as in Table 1: each of the four kinds must be seen at least once, which is all that the figure says. "
                                + "The share of each kind has its Wilson interval at level 0.9995 for the four together. The pictures "
                                + "show the first run of each kind. " + TableClaims.FITTED)
                .standard(size -> Setting.of(Keys003.N.is(10), Keys003.SIGN.is(Sign.AS_PRINTED),
                        Keys003.RUNS.is(size == Size.SMOKE ? 60 : 500),
                        Keys003.START.is("ball"), Keys003.SCALE.is(1.0)))
                .control(setting -> setting.with(Keys003.START, "near")
                        .with(Keys003.N, 100)
                        .with(Keys003.SCALE, 0.01)
                        .noted("N = 100, a hundredth of lambda, and starts uniform in the ball of radius ||w*||/2 around "
                                + "w*: none fails"))
                .replicates(setting -> Portrait.values().length)
                .predict(setting -> Quantities.of("least", 1))
                .measure((setting, replicate, seed) -> kinds(setting, Portrait.values()[replicate], seed))
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (Portrait panel : Portrait.values()) {
                        double count = measured.get(panel.ordinal()).scalar("count");
                        lines.add(Comparison.of(
                                "share of " + setting.get(Keys003.RUNS) + " runs: " + panel.title(),
                                Estimate.exact(predicted.scalar("least") / setting.get(Keys003.RUNS)),
                                Comparison.Relation.AT_LEAST,
                                Shares.wilson((long) count, setting.get(Keys003.RUNS), 4), count >= 1,
                                "one run shows that there are some; Wilson interval, " + Level.words(4)));
                    }
                    return Judgement.all(lines);
                })
                .figures((setting, predicted, measured) -> {
                    var charts = new ArrayList<Figure.Chart>();
                    for (Portrait panel : Portrait.values()) {
                        Quantities run = measured.get(panel.ordinal());
                        if (run.has("w1")) {
                            charts.add(trajectory(panel, run));
                        }
                    }
                    return charts.isEmpty()
                            ? List.of()
                            : List.of(new Figure.Panels(
                                    "trajectories", "Four trajectories of w",
                                    "The path of w over " + SHOWN
                                            + " steps, d = 2, N = 10, eta = 0.05. Above, lambda = 0.01: w "
                                            + "reaches the teacher's neighbourhood. Below, lambda = 0.1: it does not.",
                                    charts));
                })
                .build();
    }

    private static Quantities kinds(Setting setting, Portrait panel, Seed seed) {
        Trials trials = panel.cell(setting.get(Keys003.N), setting.get(Keys003.SCALE))
                .trials(Document003.sign(setting));
        int runs = setting.get(Keys003.RUNS);
        boolean ball = setting.get(Keys003.START).equals("ball");
        Trials.Run[] all = ball ? trials.run(seed, runs) : new Trials.Run[runs];
        int count = 0;
        int first = -1;
        for (int k = 0; k < runs; k++) {
            Trials.Run run = ball ? all[k] : fromNear(trials, seed, k);
            if (ConvergenceTable.converged(run) == panel.converges) {
                count++;
                first = first < 0 ? k : first;
            }
        }
        Quantities result = Quantities.of("count", count);
        if (first < 0) {
            return result;
        }
        TeacherSample sample = trials.sample(seed, first);
        double[] w = ball ? trials.start(seed, first) : near(sample, seed, first);
        double[] w1 = new double[SHOWN + 1];
        double[] w2 = new double[SHOWN + 1];
        double[] update = new double[2];
        for (int step = 0; step <= SHOWN; step++) {
            w1[step] = w[0];
            w2[step] = w[1];
            sample.update(w, update);
            w[0] += ETA * update[0];
            w[1] += ETA * update[1];
        }
        result = result.and("w1", w1).and("w2", w2);
        return sample.fixedPointNearTeacher().isPresent()
                ? result.and("optimum", sample.fixedPointNearTeacher().get())
                : result;
    }

    /** Uniform in the ball of half the radius of Theorem 2 around w*. */
    private static double[] near(TeacherSample sample, Seed seed, int k) {
        return Document003.inBall(
                sample.teacher(), Document003.norm(sample.teacher()) / 2, seed.at(k).named("near"));
    }

    private static Trials.Run fromNear(Trials trials, Seed seed, int k) {
        TeacherSample sample = trials.sample(seed, k);
        double[] w = near(sample, seed, k);
        double[] update = new double[w.length];
        for (int step = 0; step < SHOWN; step++) {
            sample.update(w, update);
            for (int j = 0; j < w.length; j++) {
                w[j] += ETA * update[j];
            }
        }
        return new Trials.Run(sample, w, SHOWN);
    }

    private static Figure.Chart trajectory(Portrait panel, Quantities run) {
        double[] w1 = run.list("w1");
        double[] w2 = run.list("w2");
        var series = new ArrayList<Series>();
        series.add(new Series.Line("path of w", Role.MEASURED, w1, w2));
        series.add(new Series.Marks("start", Role.REFERENCE, at(w1[0]), at(w2[0]), Series.Mark.TRIANGLE));
        series.add(new Series.Marks("w*", Role.THEORY, at(1), at(1), Series.Mark.DISC));
        if (run.has("optimum")) {
            double[] optimum = run.list("optimum");
            if (Math.hypot(optimum[0] - 1, optimum[1] - 1) < 3) {
                series.add(
                        new Series.Marks("w-hat", Role.MEASURED, at(optimum[0]), at(optimum[1]), Series.Mark.CIRCLE));
            }
        }
        return new Figure.Chart(
                panel.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'), panel.title(), "", Axis.linear("w1"),
                Axis.linear("w2"), true, series);
    }

    private static double[] at(double value) {
        return new double[] {value};
    }

    private static Claim portraits() {
        return ClaimBuilder.of("003.figure2", Document003.source("Figure 2"))
                .statement(
                        "Where D(w-hat) = D*, w-hat is a fixed point of the portraits, often a stable one",
                        "With d = 2, N = 10 and the printed sign, wherever some sample is active and D(w-hat) = D*, w-hat is a fixed "
                                + "point of the update. For l2 it is stable exactly if H - lambda N I is positive definite, H = X^T D* X. For l1, where w-hat has "
                                + "the signs s of w*, it is stable: s.w-hat = s.w* / (1 - lambda N s^T H^-1 s), so that H - lambda N s s^T is "
                                + "positive definite.",
                        "\\ell_2:\\quad X^\\top D^*X-\\lambda N I\\succ0,\\qquad \\ell_1:\\quad X^\\top D^*X-\\lambda N\\,ss^\\top\\succ0")
                .measured(
                        "For lambda = 0.01, that of the figure, and 0.1: all fixed points, by solving the linear problem of every cell "
                                + "that directions around the origin, and w-hat, meet; "
                                + "kinds by the eigenvalues of the Jacobian. In every sample with D(w-hat) = D* one of them must equal w-hat, "
                                + "up to roundings times the condition of the system, and be stable or not as said. That for l2 both cases "
                                + "occur, H - lambda N I positive definite and not, is a check of the measurement. How many of the "
                                + "samples have D(w-hat) = D*, and how many have a second stable fixed point, is shown in the caption.")
                .mistake(
                        "The portraits mark no fixed points. With N = 10 some samples have attractors far from w* besides, and "
                                + "in a few the update has no zero near w* at all, since it jumps where a sample becomes active.")
                .standard(
                        size -> Setting.of(Keys003.N.is(10), Keys003.LAMBDAS.is(new double[] {0.01, 0.1}),
                                Keys003.SIGN.is(Sign.AS_PRINTED), Keys003.SAMPLES.is(size == Size.SMOKE ? 300 : 600)))
                .control(setting -> setting.with(Keys003.LAMBDAS, new double[] {0.2, 0.2})
                        .with(Keys003.SIGN, Sign.DESCENT)
                        .noted("the sign of descent, under which w-hat is always stable, at lambda = 0.2"))
                .replicates(setting -> 2 * setting.get(Keys003.LAMBDAS).length)
                .predict(setting -> Quantities.of("other", 0))
                .measure(FigureClaims::fixedPoints)
                .judge(FigureClaims::judgeFixedPoints)
                .figures((setting, predicted, measured) -> List.of(new Figure.Panels(
                        "phase-portraits", "Phase portraits of the update",
                        "Directions of the update, normalised, for one sample with N = 10 and lambda = "
                                + setting.get(Keys003.LAMBDAS)[0]
                                + ". Fixed points are marked by their stability. Of " + setting.get(Keys003.SAMPLES)
                                + " samples " + counts(measured.getFirst(), "l1") + " and "
                                + counts(measured.get(1), "l2")
                                + ".",
                        List.of(
                                portrait(setting, Penalty.L1_SQUARED, measured.getFirst().list("x")),
                                portrait(setting, Penalty.L2_SQUARED, measured.getFirst().list("x"))))))
                .build();
    }

    private static Judgement judgeFixedPoints(Setting setting, Quantities predicted, List<Quantities> measured) {
        var lines = new ArrayList<Comparison>();
        double definite = 0;
        double other = 0;
        for (int i = 0; i < measured.size(); i++) {
            Quantities m = measured.get(i);
            String at = (i % 2 == 0 ? "l1" : "l2") + ", lambda = " + setting.get(Keys003.LAMBDAS)[i / 2];
            lines.add(Comparison.atMost(
                    "samples, of " + (long) m.scalar("used") + ", where w-hat is something else: " + at,
                    predicted.scalar("other"), Estimate.exact(m.scalar("other")), "there must be none"));
            if (i % 2 == 0) {
                lines.add(Comparison.atLeast("samples with D(w-hat) = D*: " + at, 1,
                        Estimate.exact(m.scalar("used")), "the premise occurs").asSanity());
            } else {
                definite += m.scalar("definite");
                other += m.scalar("used") - m.scalar("definite");
            }
        }
        lines.add(Comparison.atLeast("samples with D(w-hat) = D* and H - lambda N I positive definite", 1,
                Estimate.exact(definite), "the case occurs").asSanity());
        lines.add(Comparison.atLeast("samples with D(w-hat) = D* and H - lambda N I not positive definite", 1,
                Estimate.exact(other), "the case occurs").asSanity());
        return Judgement.all(lines);
    }

    private static String counts(Quantities measured, String name) {
        return (long) measured.scalar("used") + " have D(w-hat) = D* with " + name + ", "
                + (long) measured.scalar("far")
                + " of them a second stable fixed point";
    }

    private static Quantities fixedPoints(Setting setting, int replicate, Seed seed) {
        Penalty penalty = replicate % 2 == 0 ? Penalty.L1_SQUARED : Penalty.L2_SQUARED;
        Setting own = setting.with(Keys003.D, 2)
                .with(Keys003.PENALTY, penalty)
                .with(Keys003.LAMBDA, setting.get(Keys003.LAMBDAS)[replicate / 2]);
        double other = 0;
        double far = 0;
        double used = 0;
        double definite = 0;
        for (int k = 0; k < setting.get(Keys003.SAMPLES); k++) {
            TeacherSample sample = Document003.sample(own, seed.at(k));
            var optimum = sample.fixedPointNearTeacher();
            boolean signs = optimum.isPresent()
                    && (penalty == Penalty.L2_SQUARED
                            ? Document003.norm(optimum.get()) > 0
                            : Arrays.stream(optimum.get()).allMatch(entry -> entry > 0));
            if (!signs || !LambdaBounds.sameActive(sample, optimum.get())) {
                continue;
            }
            used++;
            // Linear systems of two equations, solved in two ways.
            double near = Rounding.of(64).on(Document003.norm(optimum.get())).times(condition(sample)).bound();
            boolean outweighs = outweighs(sample);
            definite += outweighs ? 1 : 0;
            boolean found = false;
            boolean second = false;
            List<double[]> starts = directions();
            starts.add(optimum.get());
            for (FixedPoints.Point point : FixedPoints.search(sample, starts)) {
                boolean stable = point.kind() == FixedPoints.Kind.STABLE;
                if (Document003.distance(point.at(), optimum.get()) <= near) {
                    found = stable == (outweighs || penalty == Penalty.L1_SQUARED);
                } else {
                    second |= stable;
                }
            }
            other += found ? 0 : 1;
            far += second ? 1 : 0;
        }
        return Quantities.of("other", other)
                .and("far", far)
                .and("used", used)
                .and("definite", definite)
                .and("x", Document003.sample(own, seed.at(0)).x().data());
    }

    /** Whether H - lambda N I, or s s^T in the place of I for l1, is positive definite, by trace and determinant. */
    private static boolean outweighs(TeacherSample sample) {
        double[] form = form(sample, 1);
        return form[0] + form[1] > 0 && form[0] * form[1] - form[2] * form[2] > 0;
    }

    /** A bound on the condition of that matrix: its squared Frobenius norm over the determinant. */
    private static double condition(TeacherSample sample) {
        double[] form = form(sample, sample.sign().factor());
        return (form[0] * form[0] + form[1] * form[1] + 2 * form[2] * form[2])
                / Math.abs(form[0] * form[1] - form[2] * form[2]);
    }

    /** Both entries of its diagonal, and the one beside it. */
    private static double[] form(TeacherSample sample, double sign) {
        var h = sample.gram(sample.teacher());
        double away = sign * sample.lambda() * sample.samples();
        double cross = h.get(0, 1) - (sample.penalty() == Penalty.L1_SQUARED ? away : 0);
        return new double[] {h.get(0, 0) - away, h.get(1, 1) - away, cross};
    }

    /** Directions all around the origin: every cell, of activity and of signs, is a cone. */
    private static List<double[]> directions() {
        var starts = new ArrayList<double[]>();
        for (int k = 0; k < 720; k++) {
            double angle = 2 * Math.PI * (k + 0.5) / 720;
            starts.add(new double[] {Math.cos(angle), Math.sin(angle)});
        }
        return starts;
    }

    private static Figure.Chart portrait(Setting setting, Penalty penalty, double[] x0) {
        var sample = new TeacherSample(
                Matrix.wrap(setting.get(Keys003.N), 2, x0), new double[] {1, 1}, setting.get(Keys003.LAMBDAS)[0],
                penalty,
                Document003.sign(setting));
        var x = new ArrayList<double[]>();
        double[] update = new double[2];
        for (double a = -1.4; a <= 2.01; a += 0.2) {
            for (double b = -1.4; b <= 2.01; b += 0.2) {
                double[] w = {a, b};
                sample.update(w, update);
                double length = Math.hypot(update[0], update[1]);
                if (length > 1e-9 && Math.hypot(a, b) > 1e-6) {
                    x.add(new double[] {a, b, 0.15 * update[0] / length, 0.15 * update[1] / length});
                }
            }
        }
        var series = new ArrayList<Series>();
        series.add(new Series.Arrows(
                "direction of the update", Role.REFERENCE, column(x, 0), column(x, 1), column(x, 2), column(x, 3)));
        series.add(new Series.Marks("w*", Role.THEORY, at(1), at(1), Series.Mark.CROSS));
        for (FixedPoints.Kind kind : FixedPoints.Kind.values()) {
            List<double[]> points = FixedPoints.search(sample, directions())
                    .stream()
                    .filter(p -> p.kind() == kind && Math.abs(p.at()[0]) < 2.2 && Math.abs(p.at()[1]) < 2.2)
                    .map(FixedPoints.Point::at)
                    .toList();
            if (!points.isEmpty()) {
                series.add(new Series.Marks(
                        kind.name().toLowerCase(java.util.Locale.ROOT) + " fixed point", Role.MEASURED,
                        column(points, 0),
                        column(points, 1), switch (kind) {
                            case STABLE -> Series.Mark.DISC;
                            case SADDLE -> Series.Mark.DIAMOND;
                            case UNSTABLE, DEGENERATE -> Series.Mark.CIRCLE;
                        }));
            }
        }
        return new Figure.Chart(
                penalty == Penalty.L2_SQUARED ? "l2" : "l1", penalty == Penalty.L2_SQUARED ? "l2" : "l1, squared", "",
                Axis.linear("w1"), Axis.linear("w2"), true, series);
    }

    private static double[] column(List<double[]> rows, int index) {
        return rows.stream().mapToDouble(row -> row[index]).toArray();
    }
}
