package org.paisaje.bench.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.paisaje.math.random.Seed;
import org.paisaje.study.explain.answer.Answer;
import org.paisaje.study.explain.answer.Search;
import org.paisaje.study.explain.answer.Trial;
import org.paisaje.study.explain.attempt.Attempt;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.signal.DataSignals;
import org.paisaje.study.explain.signal.Lazy;

/**
 * Tries the answers of {@code explain} on runs with a known fault: whether the cause is named, whether the advice works when it is
 * followed, and whether a healthy run raises an alarm. Prints a table in Markdown. Arguments: a seed, and the part of a name.
 */
public final class ExplanationSuite {
    private static final double SECONDS = 30;

    private ExplanationSuite() {}

    /**
     * The answer to one case.
     *
     * @param named whether the first cause is the fault, for a healthy run whether there is none
     * @param works whether the advice leads to a run that does well
     * @param helps whether it leads to a better one
     */
    public record Row(ExplanationCases.Case of, Answer answer, boolean named, boolean works, boolean helps) {}

    /** Answers a case. */
    public static Row row(ExplanationCases.Case one) {
        Setup setup = one.subject().setup();
        Answer answer = Search.of(Attempt.of(setup), new Lazy<>(() -> DataSignals.of(setup)), SECONDS,
                (share, what) -> {});
        List<Trial> chosen = answer.chosen();
        boolean works = !chosen.isEmpty() && chosen.getLast().quality().done();
        boolean named = one.healthy()
                ? answer.quality().well() && !answer.found()
                : one.causes().contains(answer.rule());
        return new Row(one, answer, named, works, !chosen.isEmpty());
    }

    /** Runs all cases and prints the table. */
    public static void main(String[] arguments) {
        Seed seed = Seed.of(arguments.length > 0 ? Long.parseLong(arguments[0]) : 1);
        String part = arguments.length > 1 ? arguments[1] : "";
        List<Row> rows = new ArrayList<>();
        System.out.println("| case | first cause | named | advice | works |\n|---|---|---|---|---|");
        for (ExplanationCases.Case one : ExplanationCases.of(seed)) {
            if (one.name().contains(part)) {
                long began = System.nanoTime();
                Row row = row(one);
                rows.add(row);
                if (!part.isEmpty()) {
                    System.out.println(row.answer().happened());
                    row.answer()
                            .trials()
                            .forEach(trial -> System.out.printf(Locale.ROOT, "  %-22s %-60s %-10s %.3f%n",
                                    trial.cause().rule(), trial.remedy().words(), trial.quality(), trial.left()));
                }
                System.out.printf(Locale.ROOT, "| %s | %s | %s | %s | %s |%s%n", one.name(),
                        row.answer().found()
                                ? row.answer().rule()
                                : row.answer().quality().well() ? "none" : "not found",
                        row.named() ? "yes" : "no", row.answer().todo() + " " + row.answer().tried(),
                        !one.curable() ? "-" : row.works() ? "yes" : row.helps() ? "in part" : "no",
                        part.isEmpty() ? "" : " " + (System.nanoTime() - began) / 1_000_000 + " ms");
            }
        }
        long failing = rows.stream().filter(row -> !row.of().healthy()).count();
        long named = rows.stream().filter(row -> !row.of().healthy() && row.named()).count();
        long curable = rows.stream().filter(row -> row.of().curable()).count();
        long works = rows.stream().filter(row -> row.of().curable() && row.works()).count();
        long alarms = rows.stream().filter(row -> row.of().healthy() && !row.named()).count();
        System.out.printf(Locale.ROOT,
                "%nOf %d runs with a fault %d are named; of the %d that can be cured the advice cures %d, "
                        + "and helps %d; %d alarms on %d healthy runs.%n",
                failing, named, curable, works,
                rows.stream().filter(row -> row.of().curable() && row.helps()).count(), alarms, rows.size() - failing);
    }
}
