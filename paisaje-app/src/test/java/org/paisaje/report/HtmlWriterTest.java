package org.paisaje.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paisaje.report.svg.Drawing;
import org.paisaje.report.svg.Renderer;
import org.paisaje.study.Result;
import org.paisaje.study.figure.Figure;

final class HtmlWriterTest {
    private static final Pattern DISC = Pattern
            .compile("<circle class=\"(f-c\\d+)\" cx=\"([0-9.]+)\" cy=\"([0-9.]+)\"");

    /** In an attribute that loads or links, or in a style. */
    private static final Pattern ADDRESS = Pattern
            .compile("(?:\\b(?:src|href)\\s*=|\\burl\\(|@import)\\s*[\"']?([^\"'\\s>)]+)");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aPageNeedsNothingBesideItself() {
        String html = HtmlWriter.write(SamplePage.page(), "./paisaje sample --seed 1");
        assertThat(html.contains("a power &amp; stays &lt; 1")).as("text is escaped").isTrue();
        String body = html.substring(html.indexOf("<main>"), html.indexOf("</main>"));
        assertThat(body).doesNotContain("NaN");
        assertThat(elsewhere(html)).isEmpty();
        assertThat(html).contains("data:font/");
        // What the sample does not do is found where it is done.
        assertThat(elsewhere(html.replace("</head>", "<link rel=stylesheet href='look.css'></head>")))
                .containsExactly("look.css");
        assertThat(elsewhere(html.replace("</main>", "<img src=\"figures/one.png\"></main>")))
                .containsExactly("figures/one.png");
        assertThat(elsewhere(html.replace("</style>", "@import \"more.css\"; a {background: url(x.png)}</style>")))
                .contains("more.css", "x.png");
    }

    @Test
    void aQuantityWithoutVerdictHasNoEmptyLine() {
        String html = HtmlWriter.write(SamplePage.page(), "./paisaje sample --seed 1");
        assertThat(html).contains("<td><span class=\"soft\">They are not judged.").doesNotContain("<b></b>");
    }

    @Test
    void formulasOfAQuotationStandInItsLineOrOnTheirOwn() {
        String html = HtmlWriter.write(SamplePage.page(), "./paisaje sample --seed 1");
        assertThat(html)
                .contains(
                        "n &lt; <span class=\"tex\">\\infty</span>: <div class=\"tex\">E=0</div><footer>after eq. (3)");
    }

    /** The addresses from which a page would load something that is neither in it nor a place in it. */
    private static List<String> elsewhere(String html) {
        String tags = html.replaceAll("(?s)(<script[^>]*>).*?</script>", "$1</script>");
        return ADDRESS.matcher(tags)
                .results()
                .map(match -> match.group(1))
                .filter(address -> !address.startsWith("data:") && !address.startsWith("#"))
                .distinct()
                .toList();
    }

    /** The bitmap is twice the size of the drawing and has the colour of a series in the middle of each of its discs. */
    private static void showsItsFigure(BufferedImage image, Drawing drawing) {
        assertThat(image.getWidth()).isEqualTo((int) Math.ceil(2 * drawing.width()));
        assertThat(image.getHeight()).isEqualTo((int) Math.ceil(2 * drawing.height()));
        var colours = new TreeMap<String, Set<Integer>>();
        var discs = DISC.matcher(drawing.svg().replaceAll("<g transform.*", ""));
        while (discs.find()) {
            int x = (int) Math.round(2 * Double.parseDouble(discs.group(2)));
            int y = (int) Math.round(2 * Double.parseDouble(discs.group(3)));
            colours.computeIfAbsent(discs.group(1), name -> new TreeSet<>()).add(image.getRGB(x, y) & 0xffffff);
        }
        for (Set<Integer> colour : colours.values()) {
            assertThat(colour).hasSize(1).doesNotContain(0xffffff, 0);
        }
        var all = new TreeSet<Integer>();
        for (int pixel : image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth())) {
            all.add(pixel & 0xffffff);
        }
        assertThat(all.size()).as("ink, paper, greys and colours").isGreaterThan(20);
    }

    @Test
    void figuresAreWrittenAsPicturesThatCanBeRead() throws Exception {
        Folder out = Folder.at(folder.resolve("figures"));
        for (Figure figure : new Figure[] {
            SamplePage.power(), SamplePage.portrait(), SamplePage.panels(), SamplePage.field(), SamplePage.mosaic(),
            SamplePage.surface(),
            SamplePage.frames()
        }) {
            var pictures = (figure instanceof Figure.Frames frames ? frames.figures() : List.of(figure)).stream()
                    .filter(one -> !(one instanceof Figure.Table))
                    .iterator();
            for (Path file : out.write("001.one", figure)) {
                if (file.toString().endsWith(".png")) {
                    showsItsFigure(ImageIO.read(file.toFile()), Renderer.draw(pictures.next()));
                } else if (file.toString().endsWith(".csv")) {
                    assertThat(file).content().startsWith("\"method\",\"N\"").contains("0.400 ± 0.020", "Infinity");
                } else {
                    assertThat(Files.readString(file)).startsWith("<?xml").doesNotContain("var(--");
                }
            }
            assertThat(pictures.hasNext()).isFalse();
        }
    }

    /** All charts are there, the last one seen, and two sliders name the places. */
    @Test
    void aCubeShowsOneChartAtATime() {
        String html = HtmlWriter.write(Result.of("sample", "Cube").led(SamplePage.cube()).build(), "./paisaje sample");
        assertThat(html.split("class=\"fig cube-item\" hidden>", -1)).hasSize(4);
        assertThat(html.split("class=\"fig cube-item\" hidden data-as=\"0\"></div>", -1)).as("drawn once").hasSize(3);
        assertThat(html.split("class=\"fig cube-item\">", -1)).hasSize(2);
        assertThat(html).contains("data-values=\"0|1\"", "data-values=\"0|10|100\"");
        assertThat(html).as("print has no sliders, but says what is shown")
                .contains("<output>1</output>", "<output>100</output>");
    }

    /** Below zero is orange, above blue, in the file of a picture as on the page. */
    @Test
    void shadesHaveTheirColours() throws Exception {
        List<Path> files = Folder.at(folder.resolve("cube")).write("one", SamplePage.cube());
        assertThat(files).hasSize(4);
        BufferedImage image = ImageIO.read(files.get(3).toFile());
        int left = image.getRGB(image.getWidth() * 3 / 10, image.getHeight() / 4);
        int right = image.getRGB(image.getWidth() * 8 / 10, image.getHeight() / 4);
        assertThat(left >> 16 & 0xff).as("red on the left").isGreaterThan((left & 0xff) + 40);
        assertThat(right & 0xff).as("blue on the right").isGreaterThan((right >> 16 & 0xff) + 40);
    }
}
