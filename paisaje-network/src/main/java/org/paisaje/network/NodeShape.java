package org.paisaje.network;

/**
 * The shape of a value in a graph: an image of channels, entry {@code (i * width + j) * channels + c}, or a vector, which is
 * one pixel of as many channels.
 *
 * @param height the rows of pixels
 * @param width the columns of pixels
 * @param channels the numbers per pixel
 */
public record NodeShape(int height, int width, int channels) {
    /** Checks the sizes. */
    public NodeShape {
        if (height < 1 || width < 1 || channels < 1
                || (long) height * width * channels > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("NodeShape: " + height + " x " + width + " x " + channels
                    + "; each is at least 1 and the product at most 2^31 - 1");
        }
    }

    /** A vector. */
    public static NodeShape vector(int size) {
        return new NodeShape(1, 1, size);
    }

    /** The number of entries. */
    public int size() {
        return height * width * channels;
    }

    /** The number of pixels. */
    public int pixels() {
        return height * width;
    }

    /** Whether it is a vector. */
    public boolean isVector() {
        return height == 1 && width == 1;
    }

    /** The shape in brackets behind a number of entries, or nothing for a vector. */
    public String described() {
        return isVector() ? "" : " (" + height + " x " + width + " x " + channels + ")";
    }

    @Override
    public String toString() {
        return isVector() ? String.valueOf(channels) : height + " x " + width + " x " + channels;
    }
}
