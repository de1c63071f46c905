package org.paisaje.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paisaje.study.Result;

@Tag("slow")
final class PageInBrowserTest {
    /** Lead, portrait, panels, field, and a chart and a field in frames. */
    private static final int PICTURES = 7;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everythingOnAPageIsDrawnAndNothingIsLogged() throws Exception {
        Optional<Browser> browser = Browser.find();
        assumeTrue(browser.isPresent(), "no chromium on the PATH: the page is not opened in a browser");
        Path page = Files.writeString(folder.resolve("report.html"),
                HtmlWriter.write(SamplePage.page(), "./paisaje sample --seed 1"));
        Browser.Opened opened = browser.orElseThrow().open(page, folder);
        assertThat(opened.console()).isEmpty();
        String document = opened.document();
        for (String part : new String[] {"data-ready=\"yes\"", "class=\"katex-display\"", "save picture (SVG)"}) {
            assertThat(document.contains(part)).as("the page has %s", part).isTrue();
        }
        assertThat(document.contains("class=\"katex-error\"")).isFalse();
        String body = document.substring(document.indexOf("<main>"), document.indexOf("</main>"));
        assertThat(body.split("role=\"img\"", -1)).as("pictures, each for wide and for narrow windows")
                .hasSize(1 + 2 * PICTURES);
        assertThat(body.split("class=\"tools\"", -1)).as("pictures that can be saved").hasSize(1 + PICTURES);
    }

    @Test
    void aCubeHasItsSlidersAndOneChartIsSeen() throws Exception {
        Optional<Browser> browser = Browser.find();
        assumeTrue(browser.isPresent(), "no chromium on the PATH: the page is not opened in a browser");
        String html = HtmlWriter.write(Result.of("sample", "Cube").led(SamplePage.cube()).build(), "./paisaje sample");
        // A person moves the second slider to its first place.
        String moved = html.replace("</body>", "<script>const s = document.querySelectorAll('.cube input')[1];"
                + "s.value = 0; s.dispatchEvent(new Event('input'));</script></body>");
        Browser.Opened opened = browser.orElseThrow()
                .open(Files.writeString(folder.resolve("report.html"), moved), folder);
        assertThat(opened.console()).isEmpty();
        String document = opened.document();
        for (String place : new String[] {"<output>1</output>", "<output>0</output>"}) {
            assertThat(document.contains(place)).as(place).isTrue();
        }
        // Charts lie row by row: the fourth is the first of the second row.
        assertThat(Pattern.compile("class=\"fig cube-item\"( hidden=\"\")?")
                .matcher(document)
                .results()
                .map(item -> item.group(1) == null))
                .containsExactly(false, false, false, true, false, false);
    }

    @Test
    void aSurfaceTurns() throws Exception {
        Optional<Browser> browser = Browser.find();
        assumeTrue(browser.isPresent(), "no chromium on the PATH: the page is not opened in a browser");
        String html = HtmlWriter.write(Result.of("sample", "Surface").led(SamplePage.surface()).build(),
                "./paisaje sample");
        Pattern cell = Pattern.compile("<path fill=\"#[0-9a-f]{6}\"[^>]* d=\"(M[^\"]*)\"");
        // Turned and turned back everything is where the drawing put it: the page projects as the drawing does.
        String press = "<script>for (const key of [KEYS]) document.querySelector('[data-surface]')"
                + ".dispatchEvent(new KeyboardEvent('keydown', { key }));</script></body>";
        for (String keys : new String[] {"'ArrowLeft'", "'ArrowLeft','ArrowUp','ArrowRight','ArrowDown'"}) {
            Browser.Opened opened = browser.orElseThrow()
                    .open(Files.writeString(folder.resolve("report.html"),
                            html.replace("</body>", press.replace("KEYS", keys))), folder);
            assertThat(opened.console()).isEmpty();
            List<double[]> before = corners(cell, html.replaceAll(" data-cell=\"[^\"]*\"", ""));
            List<double[]> after = corners(cell, opened.document());
            assertThat(after).hasSize(20);
            // Heights have four digits in the page, and coordinates are written to a tenth of a pixel.
            assertThat(before.stream().filter(one -> after.stream().anyMatch(two -> apart(one, two) < 0.15)).count())
                    .isEqualTo(keys.contains("Up") ? 20 : 0);
        }
    }

    private static List<double[]> corners(Pattern cell, String document) {
        return cell.matcher(document)
                .results()
                .map(found -> Pattern.compile("[ML Z]+")
                        .splitAsStream(found.group(1))
                        .filter(number -> !number.isEmpty())
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .limit(20)
                .toList();
    }

    private static double apart(double[] one, double[] two) {
        double most = 0;
        for (int i = 0; i < one.length; i++) {
            most = Math.max(most, Math.abs(one[i] - two[i]));
        }
        return most;
    }

    @Test
    void aMistakeInAPageWouldBeSeen() throws Exception {
        Optional<Browser> browser = Browser.find();
        assumeTrue(browser.isPresent(), "no chromium on the PATH: the page is not opened in a browser");
        String broken = HtmlWriter.write(SamplePage.page(), "./paisaje sample --seed 1")
                .replace("\"use strict\";", "\"use strict\"; missing();");
        Path page = Files.writeString(folder.resolve("report.html"), broken);
        Browser.Opened opened = browser.orElseThrow().open(page, folder);
        assertThat(opened.console()).contains("missing");
        assertThat(opened.document().contains("data-ready=\"yes\"")).isFalse();
    }
}
