package org.paisaje.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paisaje.study.figure.Figure;

final class HtmlWriterTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void aPageNeedsNothingBesideItself() {
        String html = HtmlWriter.write(SamplePage.page(), "./paisaje sample --seed 1");
        assertThat(html.contains("a power &amp; stays &lt; 1")).as("text is escaped").isTrue();
        String body = html.substring(html.indexOf("<main>"), html.indexOf("</main>"));
        assertThat(body).doesNotContainPattern("(src|href)=\"(https?:)?//").doesNotContain("NaN");
        assertThat(html.contains("url(fonts/")).as("fonts are inside").isFalse();
    }

    @Test
    void figuresAreWrittenAsPicturesThatCanBeRead() throws Exception {
        Folder out = Folder.at(folder.resolve("figures"));
        for (Figure figure : new Figure[] {
            SamplePage.power(), SamplePage.portrait(), SamplePage.panels(), SamplePage.field(), SamplePage.frames()
        }) {
            for (Path file : out.write("001.one", figure)) {
                if (file.toString().endsWith(".png")) {
                    var image = ImageIO.read(file.toFile());
                    assertThat(image.getWidth()).isGreaterThan(600);
                    int white = 0xffffffff;
                    assertThat(java.util.stream.IntStream.range(0, image.getWidth())
                            .filter(x -> image.getRGB(x, image.getHeight() / 3) != white)
                            .count())
                            .as("something is drawn in %s", file)
                            .isPositive();
                } else if (file.toString().endsWith(".csv")) {
                    assertThat(file).content().startsWith("\"method\",\"N\"").contains("0.400 ± 0.020", "Infinity");
                } else {
                    assertThat(Files.readString(file)).startsWith("<?xml").doesNotContain("var(--");
                }
            }
        }
    }
}
