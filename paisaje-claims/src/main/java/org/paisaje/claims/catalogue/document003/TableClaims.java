package org.paisaje.claims.catalogue.document003;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Shares;
import org.paisaje.math.random.Seed;
import org.paisaje.math.stats.Proportions;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.figure.Figure;
import org.paisaje.theory.teacher.ActivationRank;
import org.paisaje.theory.teacher.ConvergenceTable;
import org.paisaje.theory.teacher.ConvergenceTable.Cell;
import org.paisaje.theory.teacher.ConvergenceTable.Rule;
import org.paisaje.theory.teacher.Penalty;
import org.paisaje.theory.teacher.Sign;

/** Table 1 and the remarks on it. */
final class TableClaims {
    /** The measured columns of Table 1, row by row, as printed: shares of 500 runs. */
    private static final double[] PRINTED = {
        .912, .832, .436, .940, .912, .700,
        .992, .976, .578, .970, .956, .840,
        .996, 1, .950, .996, .986, .880,
        .852, .712, .170, .966, .972, .736,
        .994, .966, .342, .998, .996, .940,
        1, 1, .856, 1, 1, .962,
        .452, .304, .016, 1, 1, .612,
        .970, .820, .112, 1, 1, .960,
        1, 1, .706, 1, 1, 1
    };

    private static final int PRINTED_RUNS = 500;

    /** Runs that reached the optimum, with the sign of descent, by paisaje-bench/compare/convergence_reference.c. */
    private static final double[] DESCENT = {
        1857, 1849, 1726, 1917, 1906, 1775,
        1974, 1962, 1889, 1998, 1991, 1874,
        1996, 1999, 1993, 2000, 2000, 1999,
        1780, 1768, 1614, 1745, 1775, 1612,
        1995, 1958, 1806, 1999, 1974, 1722,
        2000, 2000, 1999, 2000, 2000, 1997,
        1040, 1428, 1327, 1001, 1361, 1368,
        1953, 1852, 1598, 1942, 1862, 1435,
        2000, 2000, 1994, 2000, 2000, 1990
    };

    private static final int DESCENT_RUNS = 2_000;

    private static final int TOLD = 8;

    static final String FITTED = "The text does not say how long a run is, when it counts as converged, what w* is or which R the "
            + "l1 columns have. The protocol was found by fitting: of more than 100,000 for each penalty (sign, R, w*, run length, "
            + "tolerance, test) one gives all cells: w* = (1, ..., 1), eta = 0.05; l2: 20,000 steps, within 0.008 d of w-hat and "
            + "0.5 d of w*; l1: the norm itself, 1,500 steps, within 0.55 d of w*, which for d = 5 every start already is.";

    static final String REACHED = "A run counts as converged if after 20,000 steps it is within 0.008 d of the point that the same "
            + "dynamics reach from w* on the same sample; the same test for every cell.";

    private TableClaims() {}

    static List<Claim> all() {
        return List.of(printed(), corrected(), falling(), larger(), l1AgainstL2(Rule.FITTED),
                l1AgainstL2(Rule.REACHED));
    }

    /** The cells of Table 1 under a rule. */
    static Setting setting(Sign sign, Rule rule, Penalty l1, int runs) {
        return Setting.of(Keys003.SIGN.is(sign), Keys003.RULE.is(rule), Keys003.L1.is(l1),
                Keys003.ROWS.is(new double[] {0, 1, 2, 3, 4, 5, 6, 7, 8}), Keys003.LAMBDAS.is(ConvergenceTable.LAMBDAS),
                Keys003.RUNS.is(runs));
    }

    /** The columns of a row: each lambda for l2, then for l1. */
    private static int columns(Setting setting) {
        return 2 * setting.get(Keys003.LAMBDAS).length;
    }

    static int cells(Setting setting) {
        return setting.get(Keys003.ROWS).length * columns(setting);
    }

    static Cell cell(Setting setting, int index) {
        int columns = columns(setting);
        int row = (int) setting.get(Keys003.ROWS)[index / columns];
        int column = index % columns;
        double[] lambdas = setting.get(Keys003.LAMBDAS);
        return new Cell(
                column < lambdas.length ? Penalty.L2_SQUARED : setting.get(Keys003.L1),
                ConvergenceTable.DIMENSIONS[row / 3], ConvergenceTable.SAMPLES[row % 3],
                lambdas[column % lambdas.length]);
    }

    static Quantities measure(Setting setting, int index, Seed seed) {
        ConvergenceTable.Count count = ConvergenceTable.measure(
                cell(setting, index), Document003.sign(setting), setting.get(Keys003.RULE),
                setting.get(Keys003.RUNS), seed);
        return Quantities.of("converged", count.converged()).and("updates", count.updates());
    }

    static String name(Cell cell) {
        return (cell.penalty() == Penalty.L2_SQUARED ? "l2" : "l1") + ", d = " + cell.dimension() + ", N = "
                + cell.samples() + ", lambda = " + cell.lambda();
    }

    /** The share of a cell at the level of one among all cells of the setting. */
    static Estimate share(Setting setting, Quantities measured) {
        return Shares.wilson(
                (long) measured.scalar("converged"), setting.get(Keys003.RUNS), cells(setting));
    }

    private static Claim printed() {
        return table("003.table1.printed", printedCounts(), PRINTED_RUNS, DESCENT, DESCENT_RUNS)
                .statement(
                        "Table 1, as printed",
                        "The 54 measured ratios of Table 1 come out of the dynamics with the printed sign.", "")
                .quoted("Under different values of N, d and $\\lambda$, we simulated the dynamics for 500 times and compared the "
                        + "experiment ratio of convergence to the theoretical ratio (that is, the probability) of convergence in "
                        + "Theorem 5.", "above Table 1")
                .mistake(
                        "The l1 columns are of the norm, not of its square, and never use w-hat; run length and the test of "
                                + "convergence are not printed. The bold cells are an effect of the sign.")
                .measured(
                        "Every cell against the printed one by Fisher's exact test, at level 0.9995 for all 54 together. "
                                + FITTED)
                .standard(size -> setting(Sign.AS_PRINTED, Rule.FITTED, Penalty.L1, runs(size)))
                .control(setting -> setting.with(Keys003.SIGN, Sign.DESCENT).noted("the other sign"))
                .build();
    }

    private static Claim corrected() {
        return table("003.table1.corrected", DESCENT, DESCENT_RUNS, printedCounts(), PRINTED_RUNS)
                .statement(
                        "Table 1, with the sign of descent",
                        "With true weight decay and one test of convergence for all cells the 54 ratios are those of an "
                                + "independent program.",
                        "")
                .measured(
                        "Every cell against the reference, 2,000 runs of a C program "
                                + "(paisaje-bench/compare/convergence_reference.c), by Fisher's exact test, at level 0.9995 for all 54 "
                                + "together. " + REACHED)
                .standard(size -> setting(
                        Sign.DESCENT, Rule.REACHED, Penalty.L1, size == Size.SMOKE ? 60 : runs(size)))
                .control(setting -> setting.with(Keys003.SIGN, Sign.AS_PRINTED).noted("the printed sign"))
                .build();
    }

    private static int runs(Size size) {
        return size == Size.SMOKE ? 200 : size == Size.STANDARD ? 500 : 5_000;
    }

    private static double[] printedCounts() {
        return Arrays.stream(PRINTED).map(share -> Math.rint(share * PRINTED_RUNS)).toArray();
    }

    private static ClaimBuilder table(String id, double[] reference, int runs, double[] rival, int rivalRuns) {
        return ClaimBuilder.of(id, Document003.source("Table 1"))
                .seconds(10)
                .replicates(TableClaims::cells)
                .predict(setting -> Quantities.of("count", reference)
                        .and("runs", runs)
                        .and("rival", rival)
                        .and("rival runs", rivalRuns))
                .measure(TableClaims::measure)
                .judge(TableClaims::judge)
                .figures((setting, predicted, measured) -> List.of(picture(setting, predicted, measured)));
    }

    private static Judgement judge(Setting setting, Quantities predicted, List<Quantities> measured) {
        int runs = setting.get(Keys003.RUNS);
        int reference = (int) predicted.scalar("runs");
        var lines = new ArrayList<Comparison>();
        for (int i = 0; i < measured.size(); i++) {
            int expected = (int) predicted.list("count")[i];
            double p = Shares.fisher((int) measured.get(i).scalar("converged"), runs, expected, reference);
            lines.add(Comparison.of(
                    name(cell(setting, i)), Estimate.exact(expected / (double) reference), Comparison.Relation.EQUAL,
                    share(setting, measured.get(i)), p >= 1 - Level.each(measured.size()),
                    String.format(
                            Locale.ROOT, "Fisher's exact test, p = %.2g, %s", p, Level.words(measured.size()))));
        }
        int told = 0;
        for (int i = 0; i < measured.size(); i++) {
            double p = Shares.fisher(
                    (int) measured.get(i).scalar("converged"), runs, (int) predicted.list("rival")[i],
                    (int) predicted.scalar("rival runs"));
            told += p < 1 - Level.each(measured.size()) ? 1 : 0;
        }
        lines.add(Comparison.atLeast(
                "cells that exclude the table of the other sign", TOLD, Estimate.exact(told),
                "those of l2 at lambda = 0.1 but one"));
        return Judgement.all(lines);
    }

    private static Figure picture(Setting setting, Quantities predicted, List<Quantities> measured) {
        int runs = setting.get(Keys003.RUNS);
        int reference = (int) predicted.scalar("runs");
        var rows = new ArrayList<List<org.paisaje.study.figure.Cell>>();
        for (int row = 0; row < 9; row++) {
            Cell first = cell(setting, 6 * row);
            var cells = new ArrayList<>(List.of(
                    org.paisaje.study.figure.Cell.count(first.dimension()),
                    org.paisaje.study.figure.Cell.count(first.samples()),
                    org.paisaje.study.figure.Cell.number(
                            ActivationRank.convergenceBound(first.dimension(), first.samples(), 0.1), 3)));
            for (int column = 0; column < 6; column++) {
                int converged = (int) measured.get(6 * row + column).scalar("converged");
                int expected = (int) predicted.list("count")[6 * row + column];
                boolean off = Shares.fisher(converged, runs, expected, reference) < 1 - Level.each(54);
                var cell = org.paisaje.study.figure.Cell.text(String.format(
                        Locale.ROOT, "%.3f (%.3f)", converged / (double) runs, expected / (double) reference));
                cells.add(off ? cell.contradicting() : cell);
            }
            rows.add(cells);
        }
        return new Figure.Table(
                "table1", "Ratio of convergence: measured (reference)",
                "Share of " + runs
                        + " runs that converged, beside the reference in brackets; cells that differ by more "
                        + "than chance are marked. The third column is the bound of Theorem 5.",
                List.of("d", "N", "bound", "l2, λ = .001", "l2, .01", "l2, .1", "l1, λ = .001", "l1, .01", "l1, .1"),
                rows);
    }

    private static ClaimBuilder remark(String id, String place) {
        return ClaimBuilder.of(id, Document003.source(place))
                .seconds(10)
                .standard(size -> setting(Sign.AS_PRINTED, Rule.FITTED, Penalty.L1, runs(size)))
                .replicates(TableClaims::cells)
                .measureAs("003.table1.printed", TableClaims::measure);
    }

    /** How surely the share of one cell exceeds that of another, in standard errors; 0 if both are the same. */
    private static double z(List<Quantities> measured, int more, int less, int runs) {
        long a = (long) measured.get(more).scalar("converged");
        long b = (long) measured.get(less).scalar("converged");
        return a == b ? 0 : Proportions.twoSample(a, runs, b, runs).statistic();
    }

    private static Claim falling() {
        return remark("003.remark2", "remark (ii)")
                .statement(
                        "The ratio falls as lambda grows, most of it between 0.01 and 0.1",
                        "In most rows of Table 1, for l2 and for l1, the ratio of convergence falls from lambda = 0.001 to 0.1, and "
                                + "falls more from 0.01 to 0.1 than from 0.001 to 0.01.",
                        "r(.001)-r(.01)<r(.01)-r(.1)")
                .quoted(
                        "In most situations, the experiment ratio of convergence decreases as $\\lambda$ increases, and the gap "
                                + "between $\\lambda=0.1$ and $0.01$ is much larger than the gap between $\\lambda=0.01$ and $0.001$.",
                        "section 4, remark (ii)")
                .measured(
                        "In how many of the 18 rows both hold, the fall by more than 2 standard errors; most means more than "
                                + "half. In the printed table 16 of 18 rows do not increase and 17 of 18 have the larger second gap. "
                                + FITTED)
                .control(setting -> setting.with(Keys003.LAMBDAS, new double[] {0.01, 0.01, 0.01})
                        .noted("the same lambda in all three columns"))
                .predict(setting -> Quantities.of("most", 10))
                .judge((setting, predicted, measured) -> {
                    int fall = 0;
                    int gap = 0;
                    for (int i = 0; i < measured.size(); i += 3) {
                        double first = measured.get(i).scalar("converged");
                        double second = measured.get(i + 1).scalar("converged");
                        double third = measured.get(i + 2).scalar("converged");
                        boolean surely = z(measured, i, i + 2, setting.get(Keys003.RUNS)) > 2;
                        fall += surely ? 1 : 0;
                        gap += surely && second - third > first - second ? 1 : 0;
                    }
                    return Judgement.all(
                            Comparison.atLeast("rows, of 18, in which the ratio falls", predicted.scalar("most"),
                                    Estimate.exact(fall), "more than half"),
                            Comparison.atLeast("rows, of 18, in which the second gap is larger too",
                                    predicted.scalar("most"), Estimate.exact(gap), "more than half"));
                })
                .build();
    }

    private static Claim larger() {
        return remark("003.remark3", "remark (iii)")
                .statement(
                        "In most cells the ratio is more than twice the bound",
                        "In more than half of the 54 cells the measured ratio of convergence is at least twice the theoretical "
                                + "ratio of Theorem 5.",
                        "r\\ge2\\cdot\\tfrac{1-\\varepsilon}2(1-A_d)")
                .quoted("In most cases the experiment ratio is much larger than the theoretical ratio.",
                        "section 4, remark (iii)")
                .mistake("\"Much larger\" is not said; read as twice, it holds in 38 of the 54 printed cells.")
                .measured(
                        "In how many cells the ratio is at least twice the bound; most means more than half. " + FITTED)
                .control(setting -> setting.with(Keys003.LAMBDAS, new double[] {0.1, 0.1, 0.1})
                        .noted("lambda = 0.1 in all columns"))
                .predict(setting -> bounds(setting).and("most", 28))
                .judge((setting, predicted, measured) -> {
                    int twice = 0;
                    for (int i = 0; i < measured.size(); i++) {
                        double ratio = measured.get(i).scalar("converged") / setting.get(Keys003.RUNS);
                        twice += ratio >= 2 * predicted.list("bound")[i] ? 1 : 0;
                    }
                    return Judgement.all(Comparison.atLeast(
                            "cells, of 54, at or above twice the bound", predicted.scalar("most"),
                            Estimate.exact(twice), "more than half"));
                })
                .build();
    }

    /** The theoretical ratio of each cell. */
    static Quantities bounds(Setting setting) {
        double[] bounds = new double[cells(setting)];
        for (int i = 0; i < bounds.length; i++) {
            Cell cell = cell(setting, i);
            bounds[i] = ActivationRank.convergenceBound(cell.dimension(), cell.samples(), 0.1);
        }
        return Quantities.of("bound", bounds);
    }

    /** The rows of d = 2 and 3 that a setting has, or the first if it has none. */
    private static double[] narrow(Setting setting) {
        double[] rows = Arrays.stream(setting.get(Keys003.ROWS)).filter(row -> row < 6).toArray();
        return rows.length == 0 ? new double[] {0} : rows;
    }

    private static Claim l1AgainstL2(Rule rule) {
        boolean fitted = rule == Rule.FITTED;
        return ClaimBuilder.of("003.remark4." + (fitted ? "printed" : "alike"), Document003.source("remark (iv)"))
                .statement(
                        fitted
                                ? "The l1 ratio always exceeds the l2 ratio"
                                : "With one test of convergence the l1 ratio always exceeds the l2 ratio",
                        "With the same d, N and lambda the ratio of convergence with l1 is always greater than that with l2"
                                + (fitted
                                        ? ", in the experiment of Table 1."
                                        : ", by the same test and with the sign of descent."),
                        "")
                .quoted(
                        "Under the same parameters, the experiment ratio of convergence in the $\\ell_1$ case is always greater "
                                + "than that in the $\\ell_2$ case.",
                        "section 4, remark (iv)")
                .mistake(fitted
                        ? "The printed table itself contradicts it, at d = 2 with N = 20 and N = 100. The two are not alike: l1 "
                                + "counts as converged by a wider test than l2."
                        : "At d = 5 it is the other way round.")
                .measured(
                        "The pairs of cells (at size smoke those of one row); one contradicts if l2 is ahead by "
                                + "more than chance, by the two-sample z at level 0.9995 for all pairs together. "
                                + (fitted ? FITTED : REACHED))
                .refuted()
                .seconds(40)
                .standard(size -> setting(fitted ? Sign.AS_PRINTED : Sign.DESCENT, rule, Penalty.L1,
                        size == Size.SMOKE ? 2_000 : 4_000)
                        .with(Keys003.ROWS,
                                size == Size.SMOKE
                                        ? new double[] {fitted ? 2 : 7}
                                        : new double[] {0, 1, 2, 3, 4, 5, 6, 7, 8})
                        .with(Keys003.LAMBDAS, size == Size.SMOKE ? new double[] {0.1} : ConvergenceTable.LAMBDAS))
                .control(setting -> rule == Rule.FITTED
                        ? setting.with(Keys003.SIGN, Sign.DESCENT)
                                .with(Keys003.ROWS, narrow(setting))
                                .with(Keys003.RUNS, 1_000)
                                .noted("the sign of descent, d = 2 and 3, where the wider test of l1 is ahead")
                        : setting.with(Keys003.ROWS, narrow(setting))
                                .with(Keys003.RUNS, 1_000)
                                .with(Keys003.LAMBDAS, new double[] {0.001})
                                .noted("d = 2 and 3 with lambda = 0.001"))
                .replicates(TableClaims::cells)
                .predict(setting -> Quantities.of("z", Level.deviations(cells(setting) / 2)))
                .measure(TableClaims::measure)
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    int lambdas = setting.get(Keys003.LAMBDAS).length;
                    for (int i = 0; i < measured.size(); i++) {
                        if (i % (2 * lambdas) < lambdas) {
                            Cell cell = cell(setting, i);
                            lines.add(Comparison.atMost(
                                    "z of l2 over l1, d = " + cell.dimension() + ", N = " + cell.samples()
                                            + ", lambda = " + cell.lambda(),
                                    predicted.scalar("z"),
                                    Estimate.exact(z(measured, i, i + lambdas, setting.get(Keys003.RUNS))),
                                    "two-sample z, " + Level.words(measured.size() / 2)));
                        }
                    }
                    return Judgement.all(lines);
                })
                .build();
    }
}
