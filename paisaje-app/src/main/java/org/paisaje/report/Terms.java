package org.paisaje.report;

import static org.paisaje.report.svg.Markup.escape;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.paisaje.report.svg.MathText;

/** Makes the first occurrence of every term on a page a link to what it means, at the end of the page. */
final class Terms {
    private static final Pattern PARAGRAPH = Pattern.compile("### (.+)\\n\\n((?:.+\\n)+)");
    private static final Pattern PIECE = Pattern.compile("<(/?)([a-zA-Z0-9]+)[^>]*>|[^<]+");
    /** In these nothing is linked. */
    private static final Set<String> CLOSED = Set.of("a", "h1", "h2", "svg", "pre", "code", "script", "style", "button",
            "summary", "title", "blockquote", "th", "b");

    private final Map<String, String> meanings = new TreeMap<>();

    private Terms() {
        PARAGRAPH.matcher(Resources.own("terms.md"))
                .results()
                .forEach(found -> meanings.put(found.group(1), found.group(2).strip().replace('\n', ' ')));
    }

    /** The body of a page with its terms linked, and the section that the links lead to; the body itself without any. */
    static Linked link(String html) {
        return new Terms().linked(html);
    }

    /**
     * A body and what belongs at its end.
     *
     * @param body the body with links
     * @param section what the terms mean, as a section; empty if there are none
     */
    record Linked(String body, String section) {}

    private Linked linked(String html) {
        var out = new StringBuilder(html.length() + 1024);
        List<String> open = new ArrayList<>();
        Map<String, String> used = new LinkedHashMap<>();
        Matcher pieces = PIECE.matcher(html);
        while (pieces.find()) {
            String name = pieces.group(2);
            if (name == null) {
                out.append(open.isEmpty() ? marked(pieces.group(), used) : pieces.group());
                continue;
            }
            out.append(pieces.group());
            if (CLOSED.contains(name) && !pieces.group().endsWith("/>")) {
                if (pieces.group(1).isEmpty()) {
                    open.add(name);
                } else {
                    open.remove(name);
                }
            }
        }
        return new Linked(out.toString(), used.isEmpty() ? "" : section(new TreeMap<>(used)));
    }

    private String marked(String text, Map<String, String> used) {
        String result = text;
        for (var entry : meanings.entrySet()) {
            String term = entry.getKey();
            Matcher found = Pattern
                    .compile("(?<![\\w-])" + Pattern.quote(term) + "(?![\\w-])", Pattern.CASE_INSENSITIVE)
                    .matcher(result);
            // A term inside a link that was made before stays as it is.
            if (!used.containsKey(term) && found.find() && !inside(result, found.start())) {
                used.put(term, entry.getValue());
                result = result.substring(0, found.start()) + "<a class=\"term\" href=\"#term-" + anchor(term) + "\">"
                        + found.group() + "</a>" + result.substring(found.end());
            }
        }
        return result;
    }

    private static boolean inside(String text, int at) {
        int opened = text.lastIndexOf("<a ", at);
        return opened >= 0 && text.indexOf("</a>", opened) > at;
    }

    private static String anchor(String term) {
        return escape(term.replace(' ', '-'));
    }

    private static String section(Map<String, String> used) {
        var out = new StringBuilder("<section id=\"words\"><h2>Words</h2><dl class=\"terms\">");
        used.forEach((term, meaning) -> out.append("<dt id=\"term-")
                .append(anchor(term))
                .append("\">")
                .append(escape(term))
                .append("</dt><dd>")
                .append(MathText.html(meaning))
                .append("</dd>"));
        return out.append("</dl></section>").toString();
    }
}
