package org.paisaje.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.paisaje.cli.process.ExitStatus;
import org.paisaje.report.terminal.Terminal;
import org.paisaje.study.explain.answer.Rules;
import org.paisaje.study.explain.run.RunStudy;
import org.paisaje.study.explain.second.SecondRun;
import org.paisaje.study.explain.weights.WeightsStudy;
import tools.jackson.databind.json.JsonMapper;

/** The guide has a paragraph for every rule of explain, of logs, of weights and of a second seed, and its example shows that rule. */
@Tag("slow")
final class FindingsGuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "guide", "findings.md");
    private static final Pattern PARAGRAPH = Pattern.compile("(?s)\n### (\\S+)\n(.*?)(?=\n##|\\z)");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```console\n\\$ \\./paisaje explain (.*?)\n```");

    private static List<MatchResult> paragraphs() {
        try {
            return PARAGRAPH.matcher(Files.readString(GUIDE)).results().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> rules() {
        return paragraphs().stream().map(paragraph -> paragraph.group(1));
    }

    @Test
    void everyRuleHasItsParagraphAndEveryParagraphItsRule() {
        assertThat(rules()).doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Rules.ids(), RunStudy.rules(), WeightsStudy.rules(), SecondRun.rules())
                                .flatMap(List::stream)
                                .distinct()
                                .toList());
        assertThat(paragraphs()).allSatisfy(paragraph -> assertThat(paragraph.group(2)).contains("**What to do:**"));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theExampleShowsTheRule(String rule) {
        String paragraph = paragraphs().stream()
                .filter(one -> one.group(1).equals(rule))
                .findFirst()
                .orElseThrow()
                .group(2);
        List<String> examples = EXAMPLE.matcher(paragraph).results().map(one -> one.group(1)).toList();
        assertThat(examples).as("examples of %s", rule).isNotEmpty().allSatisfy(example -> shows(example, rule));
    }

    private static void shows(String example, String rule) {
        List<String> arguments = new ArrayList<>(List.of("explain", "--json", "--quiet"));
        for (String word : example.replace("\\\n", " ").strip().split("\\s+")) {
            arguments.add(word.replace("'", "").replace("docs/guide/", "../docs/guide/"));
        }
        var out = new StringWriter();
        var err = new StringWriter();
        var terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), false, false, false, 100);
        assertThat(Main.run(terminal, arguments.toArray(String[]::new))).as(err.toString()).isEqualTo(ExitStatus.DONE);
        var result = JsonMapper.shared().readTree(out.toString());
        String where = SecondRun.rules().contains(rule) ? "/measurements/connect/rule" : "/measurements/cause";
        assertThat(result.at(where).asString()).as(result.get("headline").asString()).isEqualTo(rule);
    }
}
