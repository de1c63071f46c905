package org.paisaje.report;

import static org.paisaje.report.svg.Markup.escape;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.paisaje.report.svg.MathText;
import org.paisaje.report.svg.Style;
import org.paisaje.study.Block;
import org.paisaje.study.Result;
import org.paisaje.study.Section;
import org.paisaje.study.Words;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.provenance.Provenance;

/**
 * Writes a result as one HTML file that needs nothing beside itself: style, pictures, formulas and data inside. What a
 * hurried reader needs comes first, then the sections in the order of the argument, then what is needed to make it again.
 */
public final class HtmlWriter {
    private final StringBuilder out = new StringBuilder(1 << 16);
    private final HtmlVerdicts verdicts = new HtmlVerdicts(out);
    private final HtmlFigures figures = new HtmlFigures(out);

    private HtmlWriter() {}

    /**
     * The page as HTML.
     *
     * @param command the command line that makes it again
     */
    public static String write(Result result, String command) {
        return write(result, command, Optional.empty());
    }

    /**
     * The page as HTML.
     *
     * @param command the command line that makes it again
     * @param advised the command line that does what is advised, if there is one
     */
    public static String write(Result result, String command, Optional<String> advised) {
        return new HtmlWriter().page(result, command, advised);
    }

    private String page(Result result, String command, Optional<String> advised) {
        boolean formulas = result.sections()
                .stream()
                .flatMap(section -> section.blocks().stream())
                .anyMatch(block -> block instanceof Block.Formula || block instanceof Block.Quote);
        out.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
                .append("<title>")
                .append(escape(result.title()))
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
        int from = out.length();
        first(result, advised);
        result.sections().forEach(this::section);
        if (!result.answers().isEmpty()) {
            Terms.Linked linked = Terms.link(out.substring(from));
            out.setLength(from);
            out.append(linked.body()).append(linked.section());
        }
        setting(result);
        footer(result, command);
        out.append("</main><div id=\"tip\" hidden></div>");
        if (formulas) {
            script(Resources.katexScript());
        }
        script(Resources.own("page.js"));
        out.append("</body></html>\n");
        return out.toString();
    }

    /** What fits on a screen: what came out, what was run, what to do, one picture, every section at a glance. */
    private void first(Result result, Optional<String> advised) {
        boolean answered = !result.answers().isEmpty();
        String mark = result.ending().complete() ? "" : " incomplete";
        if (answered) {
            element("h1 class=\"answer" + mark + "\"", "h1", result.headline());
        } else {
            element("h1", result.title());
            element("p class=\"summary" + mark + "\"", "p", result.headline());
        }
        if (!result.about().isBlank()) {
            element("p class=\"soft about\"", "p", result.about());
        }
        if (!result.ending().complete()) {
            String words = result.ending().words();
            String remedy = result.ending().remedy();
            // The headline may have said it.
            String said = (result.headline().contains(words) ? "" : Words.sentence(words))
                    + (remedy.isBlank() ? "" : " " + remedy + ".");
            if (!said.isBlank()) {
                element("p", said.strip());
            }
        }
        if (answered) {
            out.append("<dl class=\"answers\">");
            result.answers().forEach((question, answer) -> {
                element("dt", question);
                element("dd", answer);
            });
            advised.ifPresent(line -> out.append("<dt></dt><dd><div class=\"command\"><pre>")
                    .append(unbroken(line))
                    .append("</pre><button type=\"button\" hidden>copy</button></div></dd>"));
            out.append("</dl>");
        }
        if (!result.advice().isEmpty()) {
            element("p class=\"small-head\"", "p", "What to do next");
            out.append("<ul>");
            result.advice().forEach(line -> element("li", line));
            out.append("</ul>");
        }
        result.lead().ifPresent(figures::figure);
        boolean told = result.sections()
                .stream()
                .flatMap(one -> one.blocks().stream())
                .anyMatch(Block.Glance.class::isInstance);
        if (!told) {
            verdicts.glance(result.sections().stream().filter(section -> section.mark().isPresent()).toList());
        }
    }

    /** A command that breaks between options and not inside them. */
    private static String unbroken(String command) {
        return Stream.of(command.split(" (?=--)", -1))
                .map(option -> "<span>" + escape(option) + "</span>")
                .collect(Collectors.joining(" "));
    }

    private void section(Section section) {
        out.append("<section id=\"").append(escape(section.id())).append("\">");
        element("h2", section.title());
        if (section.mark().isPresent() || !section.summary().isBlank()) {
            out.append("<p class=\"verdict\">");
            section.mark().ifPresent(verdicts::badge);
            out.append(' ').append(MathText.html(HtmlVerdicts.sentence(section.summary()))).append("</p>");
        }
        section.blocks().forEach(this::block);
        out.append("</section>");
    }

    private void block(Block block) {
        switch (block) {
            case Block.Text(String words) -> element("p", words);
            case Block.Formula(String latex) ->
                out.append("<div class=\"tex\">").append(escape(latex)).append("</div>");
            case Block.Quote quote -> quote(quote);
            case Block.Points points when points.items().size() > Block.Points.MANY ->
                many(points);
            case Block.Points points -> {
                if (!points.title().isEmpty()) {
                    element("p class=\"small-head\"", "p", points.title());
                }
                out.append("<ul>");
                points.items().forEach(item -> element("li", item));
                out.append("</ul>");
            }
            case Block.Findings findings -> verdicts.findings(findings.lines());
            case Block.Glance glance -> verdicts.glance(glance);
            case Block.Numbers(Figure.Table table) -> figures.figure(table);
            case Block.Picture(Figure figure) -> figures.figure(figure);
            case Block.Details(String title, Map<String, String> values) -> details(title, values);
        }
    }

    /** A long list is folded; in print it is open. */
    private void many(Block.Points points) {
        out.append("<details class=\"many\"><summary>")
                .append(escape(points.title() + " (" + points.items().size() + ")"))
                .append("</summary><ul>");
        points.items().forEach(item -> element("li", item));
        out.append("</ul></details>");
    }

    private void details(String title, Map<String, String> values) {
        out.append("<details><summary>").append(escape(title)).append("</summary><dl>");
        values.forEach((name, value) -> {
            out.append("<dt>").append(escape(name)).append("</dt><dd>").append(escape(value)).append("</dd>");
        });
        out.append("</dl></details>");
    }

    private void quote(Block.Quote quote) {
        out.append("<blockquote>");
        String[] lines = quote.words().split("\\$\\$", -1);
        for (int k = 0; k < lines.length; k++) {
            if (k % 2 == 1) {
                out.append("<div class=\"tex\">").append(escape(lines[k].strip())).append("</div>");
                continue;
            }
            String[] pieces = lines[k].split("\\$", -1);
            for (int i = 0; i < pieces.length; i++) {
                out.append(i % 2 == 0 ? escape(pieces[i]) : "<span class=\"tex\">" + escape(pieces[i]) + "</span>");
            }
        }
        out.append("<footer>").append(escape(quote.place())).append("</footer></blockquote>");
    }

    private void setting(Result result) {
        out.append("<section id=\"setting\"><h2>Setting</h2><details><summary>What was run</summary><dl>");
        result.setting()
                .forEach((name, value) -> out.append("<dt>")
                        .append(escape(name))
                        .append("</dt><dd>")
                        .append(escape(value instanceof Double number ? NumberText.exact(number) : "" + value))
                        .append("</dd>"));
        out.append("<dt>time</dt><dd>")
                .append(Words.duration(result.seconds()))
                .append("</dd></dl></details></section>");
    }

    private void footer(Result result, String command) {
        out.append("<footer><p class=\"small-head\">To make this page again</p><pre>")
                .append(unbroken(command))
                .append("</pre>");
        if (result.provenance().isPresent()) {
            Provenance made = result.provenance().get();
            out.append("<p>Paisaje ")
                    .append(escape(made.version()))
                    .append(", ")
                    .append(escape(made.commit()))
                    .append(", code ")
                    .append(escape(made.code()))
                    .append(", seed ")
                    .append(made.seed())
                    .append(", ")
                    .append(Words.count(made.threads(), "thread"))
                    .append(", linear algebra: ")
                    .append(escape(made.backend()))
                    .append("; ")
                    .append(escape(made.jvm()))
                    .append("; ")
                    .append(escape(made.cpu()))
                    .append("; ")
                    .append(escape(made.started()))
                    .append("</p>");
        }
        out.append("</footer>");
    }

    private void element(String name, String words) {
        element(name, name, words);
    }

    private void element(String open, String close, String words) {
        out.append('<').append(open).append('>').append(MathText.html(words)).append("</").append(close).append('>');
    }

    private void script(String program) {
        out.append("<script>").append(program.replace("</script", "<\\/script")).append("</script>");
    }
}
