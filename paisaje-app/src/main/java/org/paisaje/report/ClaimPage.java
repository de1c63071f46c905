package org.paisaje.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.paisaje.claims.Claim;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Statement;
import org.paisaje.claims.Verdict;
import org.paisaje.claims.run.ClaimResult;
import org.paisaje.study.Provenance;

/** Results of claims as a page. */
public final class ClaimPage {
    private ClaimPage() {}

    /**
     * The page of a run.
     *
     * @param title its headline
     * @param results at least one, in the order to show
     * @param command the command line that makes it again
     */
    public static Page of(String title, List<ClaimResult> results, String command, Provenance provenance) {
        var entries = new ArrayList<Page.Entry>();
        var sections = new ArrayList<Page.Section>();
        for (ClaimResult result : results) {
            Claim claim = result.claim();
            entries.add(new Page.Entry(
                    claim.id(),
                    claim.id(),
                    claim.statement().title(),
                    result.judgement().verdict().kind(),
                    result.asExpected(),
                    result.seconds()));
            sections.add(section(result));
        }
        return new Page(title, summary(results), entries, sections, command, provenance);
    }

    /** What came out, in a sentence or two. */
    public static String summary(List<ClaimResult> results) {
        long unexpected = results.stream().filter(r -> !r.asExpected()).count();
        boolean own = results.stream().anyMatch(ClaimResult::ownSetting);
        String counts = count(results, Verdict.Supported.class, "supported") + ", "
                + count(results, Verdict.Refuted.class, "refuted")
                + rest(results, Verdict.Inconclusive.class, "inconclusive")
                + rest(results, Verdict.NotApplicable.class, "not applicable");
        String first = results.size() == 1
                ? "One claim was checked and is "
                        + results.getFirst().judgement().verdict().kind().word() + "."
                : results.size() + " claims were checked: " + counts + ".";
        if (own) {
            return first + " The setting was changed, so nothing particular was expected.";
        }
        return first + (unexpected == 0
                ? results.size() == 1 ? " That is as expected." : " All came out as expected."
                : " " + unexpected + (unexpected == 1 ? " is" : " are") + " not as expected.");
    }

    private static String count(List<ClaimResult> results, Class<? extends Verdict> kind, String word) {
        return results.stream().filter(r -> kind.isInstance(r.judgement().verdict())).count() + " " + word;
    }

    private static String rest(List<ClaimResult> results, Class<? extends Verdict> kind, String word) {
        String text = count(results, kind, word);
        return text.startsWith("0 ") ? "" : ", " + text;
    }

    private static Page.Section section(ClaimResult result) {
        Claim claim = result.claim();
        Statement statement = claim.statement();
        var blocks = new ArrayList<Page.Block>();
        blocks.add(new Page.VerdictLine(
                result.judgement().verdict().kind(), verdictWords(result), result.asExpected()));
        blocks.add(new Page.Prose(statement.words()));
        if (!statement.latex().isBlank()) {
            blocks.add(new Page.Formula(statement.latex()));
        }
        statement.quotations()
                .forEach(q -> blocks.add(new Page.Quote(
                        q.sentence(), "Document " + claim.source().document() + ", " + q.place())));
        if (!statement.mistakes().isEmpty()) {
            blocks.add(new Page.Points("What is wrong or vague in the printed text", statement.mistakes()));
        }
        blocks.add(new Page.Points("How it is checked", List.of(statement.measured())));
        if (!result.judgement().comparisons().isEmpty()) {
            blocks.add(new Page.Comparisons(result.judgement().comparisons()));
        }
        result.figures().forEach(figure -> blocks.add(new Page.Picture(figure)));
        if (!result.hypotheses().isEmpty()) {
            blocks.add(new Page.Points(
                    "Hypotheses",
                    result.hypotheses()
                            .stream()
                            .map(h -> (h.finding().holds() ? "✓ " : "✗ ") + h.words() + ": "
                                    + h.finding().evidence())
                            .toList()));
        }
        result.control()
                .ifPresent(control -> blocks.add(new Page.Points(
                        "Control",
                        List.of((control.setting().note().isEmpty() ? "" : control.setting().note() + ": ")
                                + control.judgement().verdict().kind().word()
                                + (result.controlWorks()
                                        ? ", as it must be."
                                        : ", so the check cannot tell the two apart.")
                                + " " + control.judgement().verdict().reason()))));
        blocks.add(new Page.Points("Source", List.of(claim.source() + " of " + claim.source().citation())));
        blocks.add(new Page.Details("Setting", setting(result)));
        return new Page.Section(claim.id(), claim.source() + ": " + statement.title(), blocks);
    }

    private static String verdictWords(ClaimResult result) {
        String reason = result.judgement().verdict().reason();
        String expected = result.ownSetting()
                ? ""
                : result.asExpected()
                        ? "as expected"
                        : result.controlWorks()
                                ? "expected: " + result.claim().expected().word()
                                : "the control came out "
                                        + result.control()
                                                .map(c -> c.judgement().verdict().kind().word())
                                                .orElse("");
        return String.join("; ", List.of(expected, reason).stream().filter(s -> !s.isBlank()).toList());
    }

    private static Map<String, String> setting(ClaimResult result) {
        var values = new LinkedHashMap<String, String>();
        Setting setting = result.setting();
        setting.values().forEach((name, value) -> values.put(name, Objects.toString(value)));
        values.put("size", result.size().word());
        values.put("replicates", result.replicates() + (result.kept() == 0 ? "" : ", " + result.kept() + " kept"));
        values.put("time of all replicates", Numbers.duration((long) (1e9 * result.seconds())));
        return values;
    }
}
