package org.paisaje.report.svg;

import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Images as PNG. */
public final class Png {
    private Png() {}

    /** The bytes of the file. */
    public static byte[] bytes(RenderedImage image) {
        var bytes = new ByteArrayOutputStream();
        // A cache in a file, which is what a plain stream gets, cannot be had while the program is being stopped.
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
