package org.paisaje.claims.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.paisaje.claims.Claim;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Statement;
import org.paisaje.study.Assessment;
import org.paisaje.study.Block;
import org.paisaje.study.Comparison;
import org.paisaje.study.Finding;
import org.paisaje.study.Mark;
import org.paisaje.study.Section;
import org.paisaje.study.Words;

/** How one claim came out, as a part of a result. */
final class ClaimSection {
    private ClaimSection() {}

    static Section of(ClaimResult result) {
        Claim claim = result.claim();
        Statement statement = claim.statement();
        return new Section(claim.id(), claim.source() + ": " + statement.title(), Optional.of(mark(result)),
                verdict(result), blocks(result), values(result));
    }

    private static Mark mark(ClaimResult result) {
        Assessment means = result.ownSetting()
                ? Assessment.NOTE
                : result.asExpected() ? Assessment.FINE : Assessment.TROUBLE;
        var verdict = result.judgement().verdict().kind();
        boolean kept = result.kept() > 0 && result.kept() == result.replicates();
        return new Mark(switch (verdict) {
            case SUPPORTED -> Mark.Sign.YES;
            case REFUTED -> Mark.Sign.NO;
            case INCONCLUSIVE -> Mark.Sign.OPEN;
            case NOT_APPLICABLE -> Mark.Sign.NONE;
        }, verdict.word(), means, kept ? "kept" : Words.duration(result.seconds()));
    }

    private static String verdict(ClaimResult result) {
        String reason = result.judgement().verdict().reason();
        String expected = result.ownSetting()
                ? ""
                : result.asExpected()
                        ? "as expected"
                        : result.controlWorks()
                                ? "NOT AS EXPECTED, which is " + result.claim().expected().word()
                                : "NOT AS EXPECTED: the control came out " + control(result) + " and should be "
                                        + result.claim().expected().opposite().word()
                                        + ", so this check cannot tell the two apart";
        return List.of(expected, reason).stream().filter(part -> !part.isBlank()).collect(Collectors.joining("; "));
    }

    private static String control(ClaimResult result) {
        return result.control().map(control -> control.judgement().verdict().kind().word()).orElse("");
    }

    private static List<Block> blocks(ClaimResult result) {
        Claim claim = result.claim();
        Statement statement = claim.statement();
        var blocks = new ArrayList<Block>();
        blocks.add(new Block.Text(statement.words()));
        blocks.add(new Block.Text(claim.source() + " of " + claim.source().citation() + "."));
        if (!statement.latex().isBlank()) {
            blocks.add(new Block.Formula(statement.latex()));
        }
        statement.quotations()
                .forEach(quotation -> blocks.add(new Block.Quote(quotation.sentence(),
                        "Document " + claim.source().document() + ", " + quotation.place())));
        if (!statement.mistakes().isEmpty()) {
            blocks.add(new Block.Points("What is wrong or vague in the printed text", statement.mistakes()));
        }
        blocks.add(new Block.Points("How it is checked", List.of(statement.measured())));
        if (!result.judgement().comparisons().isEmpty()) {
            blocks.add(new Block.Findings(findings(claim.id(), result.judgement(), result.asExpected())));
        }
        result.figures().forEach(figure -> blocks.add(new Block.Picture(figure)));
        if (!result.hypotheses().isEmpty()) {
            blocks.add(new Block.Points("Hypotheses", result.hypotheses()
                    .stream()
                    .map(hypothesis -> (hypothesis.finding().holds() ? "✓ " : "✗ ") + hypothesis.words() + ": "
                            + hypothesis.finding().evidence())
                    .toList()));
        }
        result.control()
                .ifPresent(control -> blocks.add(new Block.Points("Control",
                        List.of((control.setting().note().isEmpty() ? "" : control.setting().note() + ": ")
                                + control.judgement().verdict().kind().word()
                                + (result.controlWorks()
                                        ? ", as it must be."
                                        : ", so the check cannot tell the two apart.")
                                + " " + control.judgement().verdict().reason()))));
        var setting = new LinkedHashMap<String, String>();
        result.setting().values().forEach((name, value) -> setting.put(name, Objects.toString(value)));
        setting.put("size", result.size().word());
        setting.put("replicates",
                result.replicates() + (result.kept() == 0 ? "" : ", " + result.kept() + " of them kept"));
        setting.put("processor time of all replicates", Words.duration(result.seconds()));
        blocks.add(new Block.Details("Setting", setting));
        return blocks;
    }

    /** Those that do not agree first. */
    private static List<Finding> findings(String id, Judgement judgement, boolean asExpected) {
        List<Comparison> lines = judgement.comparisons();
        var findings = new ArrayList<Finding>();
        for (int i = 0; i < lines.size(); i++) {
            Comparison line = lines.get(i);
            Finding finding = Finding.of(id + "." + (i + 1), line.quantity(), line.measured())
                    .against(line.relation(), line.predicted(), line.origin());
            String rivals = line.rivals().isEmpty()
                    ? ""
                    : "To be told from "
                            + line.rivals().stream().map(Words::number).collect(Collectors.joining(", ")) + ".";
            findings.add(switch (line.outcome()) {
                case AGREES -> finding.judged(Assessment.FINE, "agrees", rivals);
                case CONTRADICTS ->
                    finding.judged(asExpected ? Assessment.NOTE : Assessment.TROUBLE, "contradicts", rivals);
                case UNDECIDED -> finding.judged(Assessment.UNMEASURED, "undecided", rivals);
                case UNSOUND -> finding.judged(Assessment.UNMEASURED, "unsound",
                        "A check of the measurement itself failed; nothing measured beside it counts. " + rivals);
            });
        }
        findings.sort((a, b) -> Boolean.compare(a.verdict().equals("agrees"), b.verdict().equals("agrees")));
        return findings;
    }

    private static Map<String, Object> values(ClaimResult result) {
        var map = new LinkedHashMap<String, Object>();
        map.put("document", result.claim().source().document());
        map.put("place", result.claim().source().place());
        map.put("statement", result.claim().statement().title());
        map.put("size", result.size().word());
        map.put("setting", result.setting().values());
        map.put("expected", result.claim().expected().word());
        map.put("asExpected", result.asExpected());
        map.put("reason", result.judgement().verdict().reason());
        map.put("hypotheses", result.hypotheses()
                .stream()
                .map(hypothesis -> Map.<String, Object>of("words", hypothesis.words(), "holds",
                        hypothesis.finding().holds(), "evidence", hypothesis.finding().evidence()))
                .map(TreeMap::new)
                .toList());
        result.control().ifPresent(control -> {
            var broken = new LinkedHashMap<String, Object>();
            broken.put("setting", control.setting().values());
            broken.put("note", control.setting().note());
            broken.put("verdict", control.judgement().verdict().kind().word());
            broken.put("reason", control.judgement().verdict().reason());
            map.put("control", broken);
        });
        map.put("predicted", result.predicted().values());
        map.put("replicates", result.replicates());
        map.put("kept", result.kept());
        map.put("seconds", result.seconds());
        return map;
    }
}
