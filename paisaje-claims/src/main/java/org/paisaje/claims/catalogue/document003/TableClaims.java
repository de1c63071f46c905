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
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.figure.Figure;
import org.paisaje.theory.teacher.ActivationRank;
import org.paisaje.theory.teacher.ConvergenceTable;
import org.paisaje.theory.teacher.ConvergenceTable.Cell;
import org.paisaje.theory.teacher.ConvergenceTable.Rule;
import org.paisaje.theory.teacher.Penalty;
import org.paisaje.theory.teacher.Sign;

/** Table 1. */
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
        return List.of(printed(), corrected());
    }

    /** The cells of Table 1 under a rule. */
    static Setting setting(Sign sign, Rule rule, Penalty l1, int runs) {
        return Setting.of(Keys003.SIGN.is(sign), Keys003.RULE.is(rule), Keys003.L1.is(l1),
                Keys003.ROWS.is(new double[] {0, 1, 2, 3, 4, 5, 6, 7, 8}), Keys003.LAMBDAS.is(ConvergenceTable.LAMBDAS),
                Keys003.RUNS.is(runs));
    }

    /** The columns of a row: each lambda for l2, then for l1. */
    static int columns(Setting setting) {
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

    static int runs(Size size) {
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

    /** The theoretical ratio of each cell. */
    static Quantities bounds(Setting setting) {
        double[] bounds = new double[cells(setting)];
        for (int i = 0; i < bounds.length; i++) {
            Cell cell = cell(setting, i);
            bounds[i] = ActivationRank.convergenceBound(cell.dimension(), cell.samples(), 0.1);
        }
        return Quantities.of("bound", bounds);
    }
}
