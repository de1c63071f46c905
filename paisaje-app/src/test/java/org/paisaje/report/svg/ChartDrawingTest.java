package org.paisaje.report.svg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.stated;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.math.testing.Tolerance;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What a reader reads off a picture, by its labelled ticks, is what was given to be drawn. */
final class ChartDrawingTest {
    private static final Pattern VERTEX = Pattern.compile("([Ml])(-?[0-9.]+) ?(-?[0-9.]+)");
    /** Lines are written in tenths of a pixel, the ticks that they are read by in hundredths. */
    private static final Tolerance PIXEL = stated(0.07, "half a tenth and two halves of a hundredth of a pixel");

    private final double[] x = {3, 10, 20, 70, 100};
    private final double[] y = {5, 0.4, 2, 0.9, 0.05};
    private final double[] low = {4, 0.3, 1, 0.8, 0.04};
    private final double[] high = {6, 0.7, 2.5, 0.95, 0.07};

    private static Element parsed(Drawing drawing) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(drawing.svg())))
                .getDocumentElement();
    }

    private static List<Element> elements(Element root, String name) {
        NodeList nodes = root.getElementsByTagName(name);
        List<Element> result = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            result.add((Element) nodes.item(i));
        }
        return result;
    }

    /** The pixel of a value on an axis, from the first and the last label that stand on it. */
    private static double pixel(Element svg, boolean across, boolean logarithmic, double value) {
        var ticks = new TreeMap<Double, Double>();
        for (Element text : elements(svg, "text")) {
            boolean below = text.getAttribute("text-anchor").equals("middle");
            if (text.getAttribute("class").equals("tick") && below == across) {
                double at = Double.parseDouble(text.getAttribute(across ? "x" : "y")) - (across ? 0 : 4);
                ticks.put(Double.parseDouble(text.getTextContent().strip()), at);
            }
        }
        double first = ticks.firstKey();
        double last = ticks.lastKey();
        double share = logarithmic
                ? Math.log(value / first) / Math.log(last / first)
                : (value - first) / (last - first);
        return ticks.firstEntry().getValue() + share * (ticks.lastEntry().getValue() - ticks.firstEntry().getValue());
    }

    private static List<double[]> vertices(Element path) {
        List<double[]> result = new ArrayList<>();
        Matcher vertex = VERTEX.matcher(path.getAttribute("d"));
        while (vertex.find()) {
            double[] step = {Double.parseDouble(vertex.group(2)), Double.parseDouble(vertex.group(3))};
            if (vertex.group(1).equals("l")) {
                step[0] += result.getLast()[0];
                step[1] += result.getLast()[1];
            }
            result.add(step);
        }
        return result;
    }

    private static Element path(Element svg, String kind) {
        return elements(svg, "path").stream()
                .filter(path -> List.of(path.getAttribute("class").split(" ")).containsAll(List.of(kind.split(" "))))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void valuesAreWhereTheTicksSay(boolean logarithmic) throws Exception {
        Axis across = logarithmic ? Axis.log("width") : Axis.linear("width");
        Axis up = logarithmic ? Axis.log("error") : Axis.linear("error");
        Element svg = parsed(Renderer.draw(new Figure.Chart("one", "A < B & C", "", across, up, List.of(
                new Series.Band("band", Role.MEASURED, x, low, high),
                new Series.Line("theory", Role.THEORY, x, y),
                new Series.Intervals("measured", Role.MEASURED, x, y, low, high)))));
        assertThat(svg.getAttribute("aria-label")).isEqualTo("A < B & C");

        List<double[]> line = vertices(path(svg, "line theory"));
        assertThat(line).hasSize(x.length);
        List<double[]> band = vertices(path(svg, "band"));
        assertThat(band).hasSize(2 * x.length);
        List<double[]> discs = elements(svg, "circle").stream()
                .map(disc -> new double[] {Double.parseDouble(disc.getAttribute("cx")),
                    Double.parseDouble(disc.getAttribute("cy"))})
                .toList();
        List<Element> bars = elements(svg, "path").stream()
                .filter(path -> path.getAttribute("class").startsWith("bar"))
                .toList();
        for (int i = 0; i < x.length; i++) {
            double px = pixel(svg, true, logarithmic, x[i]);
            double py = pixel(svg, false, logarithmic, y[i]);
            assertClose(line.get(i), new double[] {px, py}, PIXEL);
            assertClose(discs.get(i), new double[] {px, py}, PIXEL);
            double bottom = pixel(svg, false, logarithmic, low[i]);
            double top = pixel(svg, false, logarithmic, high[i]);
            double[] ends = {band.get(i)[1], band.get(2 * x.length - 1 - i)[1]};
            Arrays.sort(ends);
            assertClose(ends, new double[] {top, bottom}, PIXEL);
            Matcher bar = Pattern.compile("M([0-9.]+) ([0-9.]+)h8m-4 0V([0-9.]+)m-4 0h8")
                    .matcher(bars.get(i).getAttribute("d"));
            assertThat(bar.matches()).as(bars.get(i).getAttribute("d")).isTrue();
            assertClose(Double.parseDouble(bar.group(1)) + 4, px, PIXEL);
            assertClose(Double.parseDouble(bar.group(2)), bottom, PIXEL);
            assertClose(Double.parseDouble(bar.group(3)), top, PIXEL);
        }
    }

    /** What a line leaves out is not seen: every point that was given lies within a fifth of a pixel of what is drawn. */
    @Test
    void linesLoseNothingThatIsSeen() throws Exception {
        int n = 500;
        double[] across = new double[n];
        double[] up = new double[n];
        for (int i = 0; i < n; i++) {
            across[i] = i / 50.0;
            up[i] = Math.sin(across[i]) + (i == 250 ? 0.5 : 0);
        }
        Element svg = parsed(Renderer.draw(new Figure.Chart("wave", "wave", "", Axis.linear("t"), Axis.linear("u"),
                List.of(
                        new Series.Line("wave", Role.THEORY, across, up),
                        new Series.Points("many", Role.MEASURED, across, up)))));
        List<double[]> drawn = vertices(path(svg, "line theory"));
        assertThat(drawn.size()).isBetween(20, 200);
        for (int i = 0; i < n; i++) {
            double[] at = {pixel(svg, true, false, across[i]), pixel(svg, false, false, up[i])};
            double least = Double.POSITIVE_INFINITY;
            for (int k = 1; k < drawn.size(); k++) {
                least = Math.min(least, distance(at, drawn.get(k - 1), drawn.get(k)));
            }
            assertThat(least).isLessThan(0.15 + 0.07 + 0.02);
        }
        assertThat(path(svg, "dots").getAttribute("d").split("M", -1)).hasSize(n + 1);
    }

    private static double distance(double[] at, double[] from, double[] to) {
        double dx = to[0] - from[0];
        double dy = to[1] - from[1];
        double along = Math.clamp(((at[0] - from[0]) * dx + (at[1] - from[1]) * dy) / (dx * dx + dy * dy), 0, 1);
        return Math.hypot(at[0] - from[0] - along * dx, at[1] - from[1] - along * dy);
    }

    /** Nothing is drawn outside of the picture, at either width, and everything in the legend has its words. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingStandsOutside(boolean narrow) throws Exception {
        Figure.Chart chart = new Figure.Chart("one", "One", "", Axis.log("width"), Axis.log("error"), List.of(
                new Series.Line("what the theory predicts", Role.THEORY, x, y),
                new Series.Points("what was measured", Role.MEASURED, x, high)));
        Drawing drawing = narrow ? Renderer.narrow(chart) : Renderer.draw(chart);
        Element svg = parsed(drawing);
        assertThat(svg.getAttribute("viewBox")).isEqualTo("0 0 " + Markup.px(drawing.width()) + " "
                + Markup.px(drawing.height()));
        for (Element disc : elements(svg, "circle")) {
            assertThat(Double.parseDouble(disc.getAttribute("cx"))).isBetween(0.0, drawing.width());
            assertThat(Double.parseDouble(disc.getAttribute("cy"))).isBetween(0.0, drawing.height());
        }
        for (double[] vertex : vertices(path(svg, "line theory"))) {
            assertThat(vertex[0]).isBetween(0.0, drawing.width());
            assertThat(vertex[1]).isBetween(0.0, drawing.height());
        }
        assertThat(elements(svg, "text").stream().map(text -> text.getTextContent().strip()))
                .contains("width", "error", "what the theory predicts", "what was measured");
    }

    /** The colours of a place lie around it: its cell reaches half a step to either side. */
    @Test
    void cellsOfAShadeLieAroundTheirPlaces() throws Exception {
        double[] counts = {1, 2, 3, 4};
        double[][] z = {{0, 1, 2, 3}, {1, 2, 3, 4}, {2, 3, 4, 5}, {3, 4, 5, 6}};
        Element svg = parsed(Renderer.draw(new Figure.Chart("cells", "Cells", "", Axis.linear("layers"),
                Axis.linear("units"), List.of(new Series.Shade("", counts, counts, z, false)))));
        Element image = elements(svg, "image").getFirst();
        double left = Double.parseDouble(image.getAttribute("x"));
        double width = Double.parseDouble(image.getAttribute("width"));
        double top = Double.parseDouble(image.getAttribute("y"));
        double height = Double.parseDouble(image.getAttribute("height"));
        for (int k = 0; k < 4; k++) {
            assertClose(left + (k + 0.5) * width / 4, pixel(svg, true, false, counts[k]), PIXEL);
            assertClose(top + (3.5 - k) * height / 4, pixel(svg, false, false, counts[k]), PIXEL);
        }
    }
}
