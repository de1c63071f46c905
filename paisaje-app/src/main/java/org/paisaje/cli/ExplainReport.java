package org.paisaje.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.paisaje.report.ExplanationPage;
import org.paisaje.report.Numbers;
import org.paisaje.report.terminal.Table;
import org.paisaje.report.terminal.Terminal;
import org.paisaje.study.Assessment;
import org.paisaje.study.Finding;
import org.paisaje.study.explain.Chapter;
import org.paisaje.study.explain.Explanation;

/** An explanation in the terminal: one sentence, the lines part by part, what to do next. */
final class ExplainReport {
    private final Explanation explanation;
    private final @Nullable Path folder;
    private final PrintWriter out;

    ExplainReport(Explanation explanation, @Nullable Path folder, PrintWriter out) {
        this.explanation = explanation;
        this.folder = folder;
        this.out = out;
    }

    void print() {
        wrapped("", explanation.headline());
        out.println();
        wrapped("", ExplanationPage.run(explanation));
        for (Chapter chapter : explanation.chapters()) {
            out.println();
            wrapped("", chapter.title() + ": " + chapter.summary() + ".");
            chapter(chapter);
        }
        next();
        out.flush();
    }

    private void chapter(Chapter chapter) {
        var table = new Table().text("").text("quantity").number("measured").number("theory").text("verdict");
        for (Finding finding : chapter.findings()) {
            table.row(finding.assessment() == Assessment.TROUBLE ? "!" : " ", finding.quantity(),
                    ExplanationPage.measured(finding), ExplanationPage.theory(finding, false),
                    finding.verdict());
        }
        table.lines(Terminal.WIDEST - 1).forEach(line -> out.println(" " + line));
        chapter.findings()
                .stream()
                .filter(finding -> finding.assessment() == Assessment.TROUBLE
                        || finding.assessment() == Assessment.UNMEASURED)
                .forEach(finding -> wrapped("   ", finding.quantity() + ": " + finding.note()));
    }

    private void next() {
        List<String> advice = explanation.advice();
        out.println();
        out.println("What to do next");
        advice.forEach(line -> wrapped("  - ", line));
        if (advice.isEmpty()) {
            out.println("  - Nothing needs doing.");
        }
        Path written = folder;
        out.println(written == null
                ? "  - Add --out DIR for a report with the figures."
                : "  - Open " + written.resolve("report.html") + " for the figures and the reasons.");
        out.println("It took " + Numbers.duration((long) (1e9 * explanation.seconds())) + ".");
    }

    private void wrapped(String head, String words) {
        String line = head;
        String indent = " ".repeat(head.length());
        boolean empty = true;
        for (String word : words.strip().split("\\s+")) {
            if (!empty && line.length() + word.length() >= Terminal.WIDEST) {
                out.println(line.stripTrailing());
                line = indent;
            }
            line += word + " ";
            empty = false;
        }
        out.println(line.stripTrailing());
    }
}
