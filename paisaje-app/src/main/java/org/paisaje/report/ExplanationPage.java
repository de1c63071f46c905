package org.paisaje.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paisaje.study.Estimate;
import org.paisaje.study.Finding;
import org.paisaje.study.Provenance;
import org.paisaje.study.explain.Chapter;
import org.paisaje.study.explain.Explanation;

/** An explanation as a page and as JSON. */
public final class ExplanationPage {
    private static final double MOST_PRECISE = 1e-5;

    private ExplanationPage() {}

    /**
     * The page.
     *
     * @param command the command line that makes it again
     */
    public static Page of(Explanation explanation, String command, Provenance provenance) {
        var sections = new ArrayList<Page.Section>();
        List<String> advice = explanation.advice();
        sections.add(new Page.Section("next", "What to do next", List.of(advice.isEmpty()
                ? new Page.Prose("Nothing needs doing.")
                : new Page.Points("", advice), new Page.Prose(run(explanation)))));
        for (Chapter chapter : explanation.chapters()) {
            var blocks = new ArrayList<Page.Block>();
            if (!chapter.summary().isBlank()) {
                blocks.add(new Page.Prose(sentence(chapter.summary())));
            }
            if (!chapter.findings().isEmpty()) {
                blocks.add(new Page.Findings(chapter.findings()));
            }
            chapter.figures().forEach(figure -> blocks.add(new Page.Picture(figure)));
            sections.add(new Page.Section(chapter.id(), chapter.title(), blocks));
        }
        var setting = new LinkedHashMap<String, String>();
        explanation.setting().forEach((name, value) -> setting.put(name, String.valueOf(value)));
        sections.add(new Page.Section("setting", "Setting", List.of(new Page.Details("What was run", setting))));
        return new Page("Why training went as it did", explanation.headline(), List.of(), sections, command,
                provenance);
    }

    /** What was run and how it ended, in a sentence or two. */
    public static String run(Explanation explanation) {
        Map<String, Object> setting = explanation.setting();
        return setting.get("network") + " (" + setting.get("parameters") + " parameters) on " + setting.get("data")
                + " (" + setting.get("trainSamples") + " samples), " + setting.get("loss") + ", "
                + setting.get("optimizer") + ", batch " + setting.get("batch") + ": "
                + explanation.outcome() + "." + (explanation.diverged()
                        ? " What follows is measured at step " + explanation.examined()
                                + ", where the loss was lowest."
                        : "");
    }

    /** A measured number for people: with its uncertainty, but no more than six digits; {@code -} if there is none. */
    public static String measured(Finding finding) {
        return finding.measured().map(ExplanationPage::shown).orElse("-");
    }

    /** Known better than to six digits, the uncertainty is shown as one of the last digit. */
    private static String shown(Estimate value) {
        double least = Math.abs(value.value()) * MOST_PRECISE;
        boolean precise = !value.isExact() && value.high() - value.value() < least
                && value.value() - value.low() < least;
        return Numbers.show(precise ? Estimate.within(value.value(), least) : value);
    }

    /** The number from theory with its relation; {@code -} if there is none. */
    public static String theory(Finding finding, boolean typeset) {
        return finding.theory().map(theory -> switch (theory.relation()) {
            case EQUAL -> "";
            case AT_MOST -> typeset ? "≤ " : "<= ";
            case AT_LEAST -> typeset ? "≥ " : ">= ";
        } + shown(theory.value())).orElse("-");
    }

    /** Everything as JSON text. */
    public static String json(Explanation explanation, String command, Provenance provenance) {
        var root = new LinkedHashMap<String, Object>();
        root.put("command", command);
        root.put("headline", explanation.headline());
        root.put("setting", explanation.setting());
        var outcome = new LinkedHashMap<String, Object>();
        outcome.put("text", explanation.outcome());
        outcome.put("diverged", explanation.diverged());
        outcome.put("examinedStep", explanation.examined());
        root.put("outcome", outcome);
        root.put("chapters", explanation.chapters().stream().map(ExplanationPage::chapter).toList());
        root.put("advice", explanation.advice());
        root.put("seconds", explanation.seconds());
        root.put("provenance", provenance);
        return ResultJson.write((Object) root);
    }

    private static Map<String, Object> chapter(Chapter chapter) {
        var map = new LinkedHashMap<String, Object>();
        map.put("id", chapter.id());
        map.put("title", chapter.title());
        map.put("summary", chapter.summary());
        map.put("findings", chapter.findings().stream().map(ExplanationPage::finding).toList());
        return map;
    }

    private static Map<String, Object> finding(Finding finding) {
        var map = new LinkedHashMap<String, Object>();
        map.put("id", finding.id());
        map.put("quantity", finding.quantity());
        finding.measured().ifPresent(value -> map.put("measured", estimate(value)));
        finding.theory().ifPresent(theory -> {
            map.put("relation", theory.relation().sign());
            map.put("theory", estimate(theory.value()));
            map.put("origin", theory.origin());
        });
        map.put("assessment", finding.assessment().word());
        map.put("verdict", finding.verdict());
        map.put("note", finding.note());
        if (!finding.advice().isBlank()) {
            map.put("advice", finding.advice());
        }
        return map;
    }

    private static Map<String, Object> estimate(Estimate value) {
        var map = new LinkedHashMap<String, Object>();
        map.put("value", value.value());
        map.put("low", value.low());
        map.put("high", value.high());
        return map;
    }

    private static String sentence(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
    }
}
