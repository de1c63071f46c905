package org.paisaje.report;

import static org.paisaje.report.svg.Markup.escape;

import java.util.List;
import java.util.Map;
import org.paisaje.claims.Expectation;
import org.paisaje.report.svg.Renderer;
import org.paisaje.report.svg.Style;
import org.paisaje.study.Assessment;
import org.paisaje.study.Comparison;
import org.paisaje.study.Finding;
import org.paisaje.study.Provenance;
import org.paisaje.study.figure.Figure;

/** Writes a {@link Page} as one HTML file that needs nothing beside itself: style, pictures, formulas and data inside. */
public final class HtmlWriter {
    private final StringBuilder out = new StringBuilder(1 << 16);

    private HtmlWriter() {}

    /** The page as HTML. */
    public static String write(Page page) {
        return new HtmlWriter().page(page);
    }

    private String page(Page page) {
        boolean formulas = page.sections()
                .stream()
                .flatMap(section -> section.blocks().stream())
                .anyMatch(block -> block instanceof Page.Formula || block instanceof Page.Quote);
        out.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
                .append("<title>")
                .append(escape(page.title()))
                .append("</title><style>")
                .append(":root{")
                .append(Style.light())
                .append("}")
                .append("@media (prefers-color-scheme:dark){:root{")
                .append(Style.dark())
                .append("}}")
                .append("@media print{:root{")
                .append(Style.light())
                .append("}}")
                .append(Style.page())
                .append(Resources.own("page.css"))
                .append(formulas ? Resources.katexStyle() : "")
                .append("</style></head><body><main>");
        element("h1", page.title());
        out.append("<p class=\"summary\">").append(escape(page.summary())).append("</p>");
        entries(page.entries());
        page.sections().forEach(this::section);
        provenance(page);
        out.append("</main><div id=\"tip\" hidden></div>");
        if (formulas) {
            script(Resources.katexScript());
        }
        script(Resources.own("page.js"));
        out.append("</body></html>\n");
        return out.toString();
    }

    private void entries(List<Page.Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        out.append("<div class=\"wide\"><table class=\"entries\"><thead><tr><th>claim</th><th>what it says</th>")
                .append("<th>verdict</th><th class=\"n\">time</th></tr></thead><tbody>");
        for (Page.Entry entry : entries) {
            out.append("<tr><td><a href=\"#")
                    .append(escape(entry.anchor()))
                    .append("\">")
                    .append(escape(entry.name()))
                    .append("</a></td><td>")
                    .append(escape(entry.words()))
                    .append("</td><td>");
            badge(entry.verdict(), entry.asExpected());
            out.append("</td><td class=\"n\">")
                    .append(Numbers.duration((long) (1e9 * entry.seconds())))
                    .append("</td></tr>");
        }
        out.append("</tbody></table></div>");
    }

    private void section(Page.Section section) {
        out.append("<section id=\"").append(escape(section.anchor())).append("\">");
        element("h2", section.title());
        section.blocks().forEach(this::block);
        out.append("</section>");
    }

    private void block(Page.Block block) {
        switch (block) {
            case Page.Prose(String words) -> element("p", words);
            case Page.Formula(String latex) ->
                out.append("<div class=\"tex\">").append(escape(latex)).append("</div>");
            case Page.Quote quote -> quote(quote);
            case Page.VerdictLine line -> {
                out.append("<p class=\"verdict\">");
                badge(line.verdict(), line.asExpected());
                out.append(' ').append(escape(line.words())).append("</p>");
            }
            case Page.Points points -> {
                if (!points.title().isEmpty()) {
                    out.append("<p class=\"small-head\">").append(escape(points.title())).append("</p>");
                }
                out.append("<ul>");
                points.items().forEach(item -> element("li", item));
                out.append("</ul>");
            }
            case Page.Comparisons comparisons -> comparisons(comparisons.lines());
            case Page.Findings findings -> findings(findings.lines());
            case Page.Picture(Figure figure) -> figure(figure);
            case Page.Details(String title, Map<String, String> values) -> {
                out.append("<details><summary>").append(escape(title)).append("</summary><dl>");
                values.forEach((name, value) -> {
                    element("dt", name);
                    element("dd", value);
                });
                out.append("</dl></details>");
            }
        }
    }

    private void quote(Page.Quote quote) {
        out.append("<blockquote>");
        String[] pieces = quote.words().split("\\$", -1);
        for (int i = 0; i < pieces.length; i++) {
            out.append(i % 2 == 0 ? escape(pieces[i]) : "<span class=\"tex\">" + escape(pieces[i]) + "</span>");
        }
        out.append("<footer>").append(escape(quote.place())).append("</footer></blockquote>");
    }

    private void badge(Expectation verdict, boolean asExpected) {
        String mark = switch (verdict) {
            case SUPPORTED -> "✓";
            case REFUTED -> "✗";
            case INCONCLUSIVE -> "?";
            case NOT_APPLICABLE -> "–";
        };
        out.append("<span class=\"badge v-")
                .append(verdict.name().toLowerCase(java.util.Locale.ROOT))
                .append("\">")
                .append(mark)
                .append(' ')
                .append(verdict.word())
                .append("</span>")
                .append(asExpected ? "" : " <span class=\"badge v-unexpected\">! unexpected</span>");
    }

    private void comparisons(List<Comparison> lines) {
        out.append(
                "<div class=\"wide\"><table class=\"numbers\"><thead><tr><th>quantity</th><th class=\"n\">predicted</th>")
                .append("<th class=\"n\">measured</th><th></th><th>tolerance</th></tr></thead><tbody>");
        for (Comparison line : lines) {
            String sign = switch (line.relation()) {
                case EQUAL -> "";
                case AT_MOST -> "≤ ";
                case AT_LEAST -> "≥ ";
            };
            out.append("<tr><td>")
                    .append(escape(line.quantity()))
                    .append("</td><td class=\"n\">")
                    .append(sign)
                    .append(escape(Numbers.show(line.predicted())))
                    .append("</td><td class=\"n\">")
                    .append(escape(Numbers.show(line.measured())))
                    .append("</td><td>")
                    .append(switch (line.outcome()) {
                        case AGREES -> "✓";
                        case CONTRADICTS -> "<b class=\"no\">✗</b>";
                        case UNDECIDED, UNSOUND -> "<b class=\"no\">?</b>";
                    })
                    .append("</td><td class=\"soft\">")
                    .append(escape(line.origin() + rivals(line)))
                    .append("</td></tr>");
        }
        out.append("</tbody></table></div>");
    }

    private static String rivals(Comparison line) {
        return line.rivals().isEmpty()
                ? ""
                : "; told from " + String.join(", ", line.rivals().stream().map(Numbers::show).toList());
    }

    private void findings(List<Finding> lines) {
        out.append(
                "<div class=\"wide\"><table class=\"numbers\"><thead><tr><th>quantity</th><th class=\"n\">measured</th>")
                .append("<th class=\"n\">theory</th><th>verdict</th></tr></thead><tbody>");
        for (Finding line : lines) {
            String mark = switch (line.assessment()) {
                case FINE -> "✓ ";
                case NOTE -> "";
                case TROUBLE -> "✗ ";
                case UNMEASURED -> "– ";
            };
            boolean trouble = line.assessment() == Assessment.TROUBLE;
            out.append("<tr><td>")
                    .append(escape(line.quantity()))
                    .append("</td><td class=\"n\">")
                    .append(escape(ExplanationPage.measured(line)))
                    .append("</td><td class=\"n\">")
                    .append(escape(ExplanationPage.theory(line, true)))
                    .append("</td><td>")
                    .append(trouble ? "<b class=\"no\">" : "<b>")
                    .append(escape(mark + line.verdict()))
                    .append("</b><br><span class=\"soft\">")
                    .append(escape(line.note()))
                    .append(line.theory().map(theory -> " Theory: " + escape(theory.origin()) + ".").orElse(""))
                    .append("</span></td></tr>");
        }
        out.append("</tbody></table></div>");
    }

    private void figure(Figure figure) {
        out.append("<figure id=\"fig-")
                .append(escape(figure.id()))
                .append("\"><div class=\"figure-title\">")
                .append(escape(figure.title()))
                .append("</div>");
        switch (figure) {
            case Figure.Table table -> table(table);
            case Figure.Frames frames -> frames(frames);
            case Figure.Chart c -> drawing(c);
            case Figure.Panels p -> drawing(p);
            case Figure.Field f -> drawing(f);
        }
        out.append("<figcaption>").append(escape(figure.caption())).append("</figcaption></figure>");
    }

    private void drawing(Figure figure) {
        out.append("<div class=\"fig\" data-name=\"")
                .append(escape(figure.id()))
                .append("\">")
                .append(Renderer.draw(figure).svg())
                .append("</div>");
    }

    private void frames(Figure.Frames frames) {
        out.append("<div class=\"frames\"><label>")
                .append(escape(frames.parameter().name()))
                .append(" <output></output><input type=\"range\" min=\"0\" step=\"1\" max=\"")
                .append(frames.values().length - 1)
                .append("\" value=\"")
                .append(frames.values().length - 1)
                .append("\"></label>");
        for (int i = 0; i < frames.values().length; i++) {
            out.append("<div class=\"frame-item\" data-value=\"")
                    .append(escape(Numbers.show(frames.values()[i])))
                    .append("\"")
                    .append(i == frames.values().length - 1 ? "" : " hidden")
                    .append(">");
            drawing(frames.charts().get(i));
            out.append("</div>");
        }
        out.append("</div>");
    }

    private void table(Figure.Table table) {
        out.append("<div class=\"wide\"><table class=\"numbers dense\"><thead><tr>");
        for (String column : table.columns()) {
            out.append("<th class=\"n\">").append(escape(column)).append("</th>");
        }
        out.append("</tr></thead><tbody>");
        for (List<String> row : table.rows()) {
            out.append("<tr>");
            for (String cell : row) {
                if (cell.startsWith("!")) {
                    out.append("<td class=\"n no\">").append(escape(cell.substring(1))).append("</td>");
                } else {
                    out.append("<td class=\"n\">").append(escape(cell)).append("</td>");
                }
            }
            out.append("</tr>");
        }
        out.append("</tbody></table></div>");
    }

    private void provenance(Page page) {
        Provenance made = page.provenance();
        out.append("<footer><p class=\"small-head\">To make this page again</p><pre>")
                .append(escape(page.command()))
                .append("</pre><p>Paisaje ")
                .append(escape(made.version()))
                .append(", ")
                .append(escape(made.commit()))
                .append(", code ")
                .append(escape(made.code()))
                .append(", seed ")
                .append(made.seed())
                .append(", ")
                .append(made.threads())
                .append(made.threads() == 1 ? " thread" : " threads")
                .append(", linear algebra: ")
                .append(escape(made.backend()))
                .append("; ")
                .append(escape(made.jvm()))
                .append("; ")
                .append(escape(made.cpu()))
                .append("; ")
                .append(escape(made.started()))
                .append("</p></footer>");
    }

    private void element(String name, String words) {
        out.append('<').append(name).append('>').append(escape(words)).append("</").append(name).append('>');
    }

    private void script(String program) {
        out.append("<script>").append(program.replace("</script", "<\\/script")).append("</script>");
    }
}
