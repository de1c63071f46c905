package org.paisaje.report;

import static org.paisaje.report.svg.Markup.escape;

import java.util.List;
import java.util.Locale;
import org.paisaje.report.svg.MathText;
import org.paisaje.study.Assessment;
import org.paisaje.study.Block;
import org.paisaje.study.Finding;
import org.paisaje.study.Mark;
import org.paisaje.study.Section;

/** Writes what came out as HTML: verdicts at a glance, badges, and tables of what was measured beside theory. */
final class HtmlVerdicts {
    private final StringBuilder out;

    /** Appends to a page. */
    HtmlVerdicts(StringBuilder out) {
        this.out = out;
    }

    /** Verdicts side by side, each leading to the section that tells more. */
    void glance(Block.Glance glance) {
        out.append("<ul class=\"glance\">");
        for (Block.Glance.Entry entry : glance.entries()) {
            boolean leads = !entry.section().isBlank();
            out.append("<li class=\"v-")
                    .append(entry.sign().name().toLowerCase(Locale.ROOT))
                    .append("\">")
                    .append(leads ? "<a href=\"#" + escape(entry.section()) + "\">" : "<span>")
                    .append("<b>")
                    .append(switch (entry.sign()) {
                        case YES -> "✓ ";
                        case NO -> "✗ ";
                        case OPEN -> "! ";
                        case NONE -> "– ";
                    })
                    .append(escape(sentence(entry.title()).replaceAll("\\.$", "")))
                    .append("</b><span>")
                    .append(MathText.html(entry.words()))
                    .append("</span>")
                    .append(leads ? "</a>" : "</span>")
                    .append("</li>");
        }
        out.append("</ul>");
    }

    /** A row for each section: what it says, and its verdict. */
    void glance(List<Section> sections) {
        if (sections.isEmpty()) {
            return;
        }
        boolean noted = sections.stream().anyMatch(section -> !section.mark().orElseThrow().note().isEmpty());
        out.append("<div class=\"wide\" tabindex=\"0\"><table class=\"entries stack\"><thead><tr><th>part</th>")
                .append(noted ? "<th>what it says</th>" : "<th>what came out</th>")
                .append("<th>verdict</th>")
                .append(noted ? "<th class=\"n\">time</th>" : "")
                .append("</tr></thead><tbody>");
        for (Section section : sections) {
            out.append("<tr><td><a href=\"#")
                    .append(escape(section.id()))
                    .append("\">")
                    .append(noted ? escape(section.id()) : MathText.html(section.title()))
                    .append("</a></td><td>")
                    .append(MathText.html(noted ? section.title() : sentence(section.summary())))
                    .append("</td><td>");
            badge(section.mark().orElseThrow());
            out.append("</td>");
            if (noted) {
                out.append("<td class=\"n\">").append(escape(section.mark().orElseThrow().note())).append("</td>");
            }
            out.append("</tr>");
        }
        out.append("</tbody></table></div>");
    }

    /** With a capital and a full stop. */
    static String sentence(String words) {
        if (words.isBlank()) {
            return "";
        }
        String capital = words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
        return capital.matches("(?s).*[.!?]$") ? capital : capital + ".";
    }

    /** A word with its mark. */
    void badge(Mark mark) {
        out.append("<span class=\"badge v-")
                .append(mark.sign().name().toLowerCase(Locale.ROOT))
                .append("\">")
                .append(switch (mark.sign()) {
                    case YES -> "✓";
                    case NO -> "✗";
                    case OPEN -> "?";
                    case NONE -> "–";
                })
                .append(' ')
                .append(escape(mark.word()))
                .append("</span>")
                .append(mark.assessment() == Assessment.TROUBLE && !mark.word().equals("trouble")
                        ? " <span class=\"badge v-unexpected\">! unexpected</span>"
                        : "");
    }

    /** A table of quantities. */
    void findings(List<Finding> lines) {
        out.append("<div class=\"wide\" tabindex=\"0\"><table class=\"numbers findings stack\"><thead><tr>")
                .append("<th>quantity</th><th class=\"n\">measured</th><th class=\"n\">theory</th><th>verdict</th>")
                .append("</tr></thead><tbody>");
        for (Finding line : lines) {
            out.append("<tr><td>")
                    .append(MathText.html(line.quantity()))
                    .append("</td><td class=\"n\" data-head=\"measured\">")
                    .append(escape(NumberText.measured(line)))
                    .append("</td><td class=\"n\" data-head=\"theory\">")
                    .append(escape(NumberText.theory(line, true)))
                    .append("</td><td>")
                    .append(verdict(line))
                    .append("<span class=\"soft\">")
                    .append(MathText.html(line.note()))
                    .append(line.theory().map(theory -> source(line, theory.origin())).orElse(""))
                    .append("</span></td></tr>");
        }
        out.append("</tbody></table></div>");
    }

    /** The line of the verdict; none where there is neither a sign nor a word. */
    private static String verdict(Finding line) {
        String words = switch (line.assessment()) {
            case FINE -> "✓ ";
            case NOTE -> "";
            case TROUBLE -> "✗ ";
            case UNMEASURED -> "? ";
        } + line.verdict();
        return words.isBlank()
                ? ""
                : (line.assessment() == Assessment.TROUBLE ? "<b class=\"no\">" : "<b>") + escape(words.strip())
                        + "</b><br>";
    }

    private static String source(Finding line, String origin) {
        return (line.note().isBlank() ? "" : " ") + "Theory: " + MathText.html(origin)
                + (origin.matches("(?s).*[.!?]$") ? "" : ".");
    }
}
