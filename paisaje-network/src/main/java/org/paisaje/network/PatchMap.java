package org.paisaje.network;

import org.paisaje.math.linalg.Sizes;

/**
 * Which pixels of an image a square filter sees. Pixels are counted row by row; the patch of output pixel p holds one
 * pixel of the image per tap, taps counted row by row, or nothing where a tap lies outside. Immutable.
 */
public final class PatchMap {
    /** What a filter sees beyond the edge of an image. */
    public enum Padding {
        /** Zeros; the image keeps its size under stride 1. */
        ZERO,
        /** The opposite edge; the image keeps its size under stride 1. */
        CIRCULAR,
        /** Nothing: only filters that lie inside are taken, so the image loses filter - 1 rows and columns. */
        VALID;

        /** The name in settings: {@code zero}, {@code circular} or {@code valid}. */
        public String text() {
            return switch (this) {
                case ZERO -> "zero";
                case CIRCULAR -> "circular";
                case VALID -> "valid";
            };
        }
    }

    private final int height;
    private final int width;
    private final int taps;
    private final int[] source;

    private PatchMap(int height, int width, int taps, int[] source) {
        this.height = height;
        this.width = width;
        this.taps = taps;
        this.source = source;
    }

    /**
     * The patches of a filter x filter window moved by {@code stride}. Padded images are padded by filter - 1 rows and
     * columns in all, the odd one behind, and give {@code ceil(height / stride)} rows.
     *
     * @throws IllegalArgumentException if a size is below 1 or the filter exceeds an image without padding
     */
    public static PatchMap of(int height, int width, int filter, int stride, Padding padding) {
        if (height < 1 || width < 1 || filter < 1 || stride < 1) {
            throw new IllegalArgumentException("PatchMap: the image is " + height + " x " + width + ", the filter "
                    + filter + " and the stride " + stride + "; each is at least 1");
        }
        boolean valid = padding == Padding.VALID;
        if (valid && (filter > height || filter > width)) {
            throw new IllegalArgumentException("PatchMap: a filter of " + filter + " does not fit into an image of "
                    + height + " x " + width + " without padding; take padding zero or circular, or a smaller filter");
        }
        int down = valid ? (height - filter) / stride + 1 : Math.ceilDiv(height, stride);
        int across = valid ? (width - filter) / stride + 1 : Math.ceilDiv(width, stride);
        int before = valid ? 0 : (filter - 1) / 2;
        int taps = Sizes.product("PatchMap: the filter", filter, filter);
        int[] source = new int[Sizes.ofDoubles("PatchMap: the filters of all pixels", down, across, taps)];
        for (int p = 0; p < down * across; p++) {
            for (int tap = 0; tap < taps; tap++) {
                int i = (int) Math.min(Integer.MAX_VALUE, (long) (p / across) * stride + tap / filter - before);
                int j = (int) Math.min(Integer.MAX_VALUE, (long) (p % across) * stride + tap % filter - before);
                if (padding == Padding.CIRCULAR) {
                    i = Math.floorMod(i, height);
                    j = Math.floorMod(j, width);
                }
                boolean inside = i >= 0 && i < height && j >= 0 && j < width;
                source[p * taps + tap] = inside ? i * width + j : -1;
            }
        }
        return new PatchMap(down, across, taps, source);
    }

    /** The rows of the output. */
    public int height() {
        return height;
    }

    /** The columns of the output. */
    public int width() {
        return width;
    }

    /** The number of output pixels. */
    public int pixels() {
        return height * width;
    }

    /** The entries of a filter. */
    public int taps() {
        return taps;
    }

    /** The pixel of the image that a tap sees from output pixel p, or -1 where it sees zeros. */
    public int source(int p, int tap) {
        return source[p * taps + tap];
    }
}
