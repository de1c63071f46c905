package org.paisaje.report;

import static org.paisaje.report.svg.Markup.escape;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.paisaje.report.svg.MathText;
import org.paisaje.report.svg.Renderer;
import org.paisaje.study.figure.Cell;
import org.paisaje.study.figure.Figure;

/** Writes figures and tables as HTML, with sliders where there are several to choose from. */
final class HtmlFigures {
    private final StringBuilder out;

    /** Appends to a page. */
    HtmlFigures(StringBuilder out) {
        this.out = out;
    }

    /** A figure with title and caption. */
    void figure(Figure figure) {
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
        out.append("<div class=\"frames\">");
        slider(frames.parameter().name(), frames.values());
        for (int i = 0; i <= last; i++) {
            out.append("<div class=\"frame-item\"").append(i == last ? "" : " hidden").append(">");
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

    /** Without scripts and in print its label says which frame is shown. */
    private void slider(String name, double... values) {
        int last = values.length - 1;
        String places = Arrays.stream(values).mapToObj(NumberText::show).collect(Collectors.joining("|"));
        out.append("<label").append(last == 0 ? " hidden" : "").append("><span>");
        out.append(MathText.html(name))
                .append("</span> <output>")
                .append(escape(NumberText.show(values[last])))
                .append("</output><input type=\"range\" min=\"0\" step=\"1\" max=\"")
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
}
