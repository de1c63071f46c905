package org.paisaje.report;

import static org.paisaje.report.svg.Markup.escape;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.paisaje.report.svg.MathText;
import org.paisaje.report.svg.Renderer;
import org.paisaje.report.svg.Style;
import org.paisaje.study.Assessment;
import org.paisaje.study.Block;
import org.paisaje.study.Finding;
import org.paisaje.study.Mark;
import org.paisaje.study.Provenance;
import org.paisaje.study.Result;
import org.paisaje.study.Section;
import org.paisaje.study.Words;
import org.paisaje.study.figure.Cell;
import org.paisaje.study.figure.Figure;

/**
 * Writes a result as one HTML file that needs nothing beside itself: style, pictures, formulas and data inside. What a
 * hurried reader needs comes first, then the sections in the order of the argument, then what is needed to make it again.
 */
public final class HtmlWriter {
    private final StringBuilder out = new StringBuilder(1 << 16);

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
            element("p", Words.sentence(result.ending().words())
                    + (result.ending().remedy().isBlank() ? "" : " " + result.ending().remedy() + "."));
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
        result.lead().ifPresent(this::figure);
        boolean told = result.sections()
                .stream()
                .flatMap(one -> one.blocks().stream())
                .anyMatch(Block.Glance.class::isInstance);
        if (!told) {
            glance(result.sections().stream().filter(section -> section.mark().isPresent()).toList());
        }
    }

    /** A command that breaks between options and not inside them. */
    private static String unbroken(String command) {
        return Stream.of(command.split(" (?=--)", -1))
                .map(option -> "<span>" + escape(option) + "</span>")
                .collect(Collectors.joining(" "));
    }

    /** Verdicts side by side, each leading to the section that tells more. */
    private void glance(Block.Glance glance) {
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

    private void glance(List<Section> sections) {
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

    private void section(Section section) {
        out.append("<section id=\"").append(escape(section.id())).append("\">");
        element("h2", section.title());
        if (section.mark().isPresent() || !section.summary().isBlank()) {
            out.append("<p class=\"verdict\">");
            section.mark().ifPresent(this::badge);
            out.append(' ').append(MathText.html(sentence(section.summary()))).append("</p>");
        }
        section.blocks().forEach(this::block);
        out.append("</section>");
    }

    private static String sentence(String words) {
        if (words.isBlank()) {
            return "";
        }
        String capital = words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
        return capital.matches("(?s).*[.!?]$") ? capital : capital + ".";
    }

    private void block(Block block) {
        switch (block) {
            case Block.Text(String words) -> element("p", words);
            case Block.Formula(String latex) ->
                out.append("<div class=\"tex\">").append(escape(latex)).append("</div>");
            case Block.Quote quote -> quote(quote);
            case Block.Points points -> {
                if (!points.title().isEmpty()) {
                    element("p class=\"small-head\"", "p", points.title());
                }
                out.append("<ul>");
                points.items().forEach(item -> element("li", item));
                out.append("</ul>");
            }
            case Block.Findings findings -> findings(findings.lines());
            case Block.Glance glance -> glance(glance);
            case Block.Numbers(Figure.Table table) -> figure(table);
            case Block.Picture(Figure figure) -> figure(figure);
            case Block.Details(String title, Map<String, String> values) -> details(title, values);
        }
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
        String[] pieces = quote.words().split("\\$", -1);
        for (int i = 0; i < pieces.length; i++) {
            out.append(i % 2 == 0 ? escape(pieces[i]) : "<span class=\"tex\">" + escape(pieces[i]) + "</span>");
        }
        out.append("<footer>").append(escape(quote.place())).append("</footer></blockquote>");
    }

    private void badge(Mark mark) {
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

    private void findings(List<Finding> lines) {
        out.append("<div class=\"wide\" tabindex=\"0\"><table class=\"numbers findings stack\"><thead><tr>")
                .append("<th>quantity</th><th class=\"n\">measured</th><th class=\"n\">theory</th><th>verdict</th>")
                .append("</tr></thead><tbody>");
        for (Finding line : lines) {
            String sign = switch (line.assessment()) {
                case FINE -> "✓ ";
                case NOTE -> "";
                case TROUBLE -> "✗ ";
                case UNMEASURED -> "? ";
            };
            boolean trouble = line.assessment() == Assessment.TROUBLE;
            out.append("<tr><td>")
                    .append(MathText.html(line.quantity()))
                    .append("</td><td class=\"n\" data-head=\"measured\">")
                    .append(escape(NumberText.measured(line)))
                    .append("</td><td class=\"n\" data-head=\"theory\">")
                    .append(escape(NumberText.theory(line, true)))
                    .append("</td><td>")
                    .append(trouble ? "<b class=\"no\">" : "<b>")
                    .append(escape(sign + line.verdict()))
                    .append("</b><br><span class=\"soft\">")
                    .append(MathText.html(line.note()))
                    .append(line.theory().map(theory -> source(line, theory.origin())).orElse(""))
                    .append("</span></td></tr>");
        }
        out.append("</tbody></table></div>");
    }

    private static String source(Finding line, String origin) {
        return (line.note().isBlank() ? "" : " ") + "Theory: " + MathText.html(origin)
                + (origin.matches("(?s).*[.!?]$") ? "" : ".");
    }

    private void figure(Figure figure) {
        out.append("<figure id=\"fig-")
                .append(escape(figure.id()))
                .append("\"><div class=\"figure-title\">")
                .append(MathText.html(figure.title()))
                .append("</div>");
        content(figure);
        if (!figure.caption().isBlank()) {
            out.append("<figcaption>").append(MathText.html(figure.caption())).append("</figcaption>");
        }
        out.append("</figure>");
    }

    private void content(Figure figure) {
        switch (figure) {
            case Figure.Table table -> table(table);
            case Figure.Frames frames -> frames(frames);
            case Figure.Cube cube -> cube(cube);
            case Figure.Chart c -> drawing(c);
            case Figure.Panels p -> drawing(p);
            case Figure.Field f -> drawing(f);
            case Figure.Mosaic m -> drawing(m);
            case Figure.Surface s -> drawing(s);
        }
    }

    /** Once for wide and once for narrow windows, so that its words can be read in both. */
    private void drawing(Figure figure) {
        out.append("<div class=\"fig for-wide\" data-name=\"")
                .append(escape(figure.id()))
                .append("\">")
                .append(Renderer.draw(figure).svg())
                .append("</div><div class=\"fig for-narrow\" aria-hidden=\"true\">")
                .append(Renderer.narrow(figure).svg())
                .append("</div>");
    }

    private void frames(Figure.Frames frames) {
        int last = frames.values().length - 1;
        out.append("<div class=\"frames\"><label>")
                .append(MathText.html(frames.parameter().name()))
                .append(" <output></output><input type=\"range\" min=\"0\" step=\"1\" max=\"")
                .append(last)
                .append("\" value=\"")
                .append(last)
                .append("\"></label>");
        for (int i = 0; i <= last; i++) {
            out.append("<div class=\"frame-item\" data-value=\"")
                    .append(escape(NumberText.show(frames.values()[i])))
                    .append("\"")
                    .append(i == last ? "" : " hidden")
                    .append(">");
            content(frames.figures().get(i));
            out.append("</div>");
        }
        out.append("</div>");
    }

    private void cube(Figure.Cube cube) {
        out.append("<div class=\"cube\" data-name=\"").append(escape(cube.id())).append("\">");
        slider(cube.first().name(), cube.firstValues());
        slider(cube.second().name(), cube.secondValues());
        // What looks the same is drawn once; the input is the same at all moments.
        Map<String, Integer> drawn = new HashMap<>();
        int repeated = 0;
        for (int i = 0; i < cube.firstValues().length; i++) {
            for (int j = 0; j < cube.secondValues().length; j++) {
                boolean last = i == cube.firstValues().length - 1 && j == cube.secondValues().length - 1;
                String svg = Renderer.one(cube.charts().get(i).get(j)).svg();
                Integer same = drawn.putIfAbsent(svg, drawn.size() + repeated);
                repeated += same == null ? 0 : 1;
                out.append("<div class=\"fig cube-item\"").append(last ? "" : " hidden");
                out.append(same == null || last ? ">" + svg : " data-as=\"" + same + "\">").append("</div>");
            }
        }
        out.append("</div>");
    }

    private void slider(String name, double... values) {
        int last = values.length - 1;
        String places = Arrays.stream(values).mapToObj(NumberText::show).collect(Collectors.joining("|"));
        out.append("<label").append(last == 0 ? " hidden" : "").append("><span>");
        out.append(MathText.html(name))
                .append("</span> <output></output><input type=\"range\" min=\"0\" step=\"1\" max=\"")
                .append(last)
                .append("\" value=\"")
                .append(last)
                .append("\" data-values=\"")
                .append(escape(places))
                .append("\"><button type=\"button\">play</button></label>");
    }

    private void table(Figure.Table table) {
        String density = table.columns().size() > 7 ? "numbers dense" : "numbers";
        out.append("<div class=\"wide\" tabindex=\"0\"><table class=\"").append(density).append("\"><thead><tr>");
        for (int j = 0; j < table.columns().size(); j++) {
            out.append(numeric(table, j) ? "<th class=\"n\">" : "<th>")
                    .append(MathText.html(table.columns().get(j)))
                    .append("</th>");
        }
        out.append("</tr></thead><tbody>");
        for (List<Cell> row : table.rows()) {
            out.append("<tr>");
            for (int j = 0; j < row.size(); j++) {
                Cell cell = row.get(j);
                String classes = (numeric(table, j) ? "n" : "") + (cell instanceof Cell.Contradicting ? " no" : "");
                out.append("<td class=\"").append(classes.strip()).append("\">");
                out.append(cell.numeric() ? escape(NumberText.show(cell)) : MathText.html(NumberText.show(cell)));
                out.append("</td>");
            }
            out.append("</tr>");
        }
        out.append("</tbody></table></div>");
    }

    private static boolean numeric(Figure.Table table, int column) {
        return table.rows().stream().anyMatch(row -> row.get(column).numeric())
                || column > 0 && table.rows().stream().noneMatch(row -> NumberText.show(row.get(column)).contains(" "));
    }

    private void setting(Result result) {
        out.append("<section id=\"setting\"><h2>Setting</h2><details><summary>What was run</summary><dl>");
        result.setting()
                .forEach((name, value) -> out.append("<dt>")
                        .append(escape(name))
                        .append("</dt><dd>")
                        .append(escape(value instanceof Double number ? NumberText.show(number, 17) : "" + value))
                        .append("</dd>"));
        out.append("<dt>time</dt><dd>")
                .append(Words.duration(result.seconds()))
                .append("</dd></dl></details></section>");
    }

    private void footer(Result result, String command) {
        out.append("<footer><p class=\"small-head\">To make this page again</p><pre>")
                .append(escape(command))
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
