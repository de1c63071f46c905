package org.paisaje.network.architecture;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.paisaje.math.memory.MemoryEstimate;
import org.paisaje.math.memory.Sizes;

/**
 * Which pixels of an image a square filter sees. Pixels are counted row by row; the patch of output pixel p holds one
 * pixel of the image per tap, taps counted row by row, or nothing where a tap lies outside. Immutable.
 */
public final class PatchMap {
    /** Entries that are copied faster one by one. */
    private static final int SHORT = 8;

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
    private final int sources;
    private final int[] source;
    private final boolean identity;
    /** Where the runs of pixel p start: taps that see consecutive pixels of the image, or nothing. */
    private final int[] start;
    private final int[] runSource;
    private final int[] runLength;

    private PatchMap(int height, int width, int taps, int sources, int[] source) {
        this.height = height;
        this.width = width;
        this.taps = taps;
        this.sources = sources;
        this.source = source;
        this.identity = taps == 1 && Arrays.equals(source, IntStream.range(0, sources).toArray());
        this.start = new int[height * width + 1];
        int[] from = new int[source.length];
        int[] length = new int[source.length];
        int runs = 0;
        for (int p = 0; p < height * width; p++) {
            start[p] = runs;
            for (int tap = 0; tap < taps; tap++) {
                int next = source[p * taps + tap];
                int last = runs - 1;
                boolean goesOn = runs > start[p]
                        && (next < 0 ? from[last] < 0 : from[last] >= 0 && next == from[last] + length[last]);
                if (goesOn) {
                    length[last]++;
                } else {
                    from[runs] = next;
                    length[runs++] = 1;
                }
            }
        }
        start[height * width] = runs;
        this.runSource = Arrays.copyOf(from, runs);
        this.runLength = Arrays.copyOf(length, runs);
    }

    /**
     * The pixels that a convolution gives.
     *
     * @param height the rows
     * @param width the columns
     */
    record Extent(int height, int width) {
        /**
         * That of a filter x filter window moved by {@code stride}, checked as {@link PatchMap#of} does, without its patches.
         *
         * @throws IllegalArgumentException if a size is below 1, the filter exceeds an image without padding, or the patches
         *             do not fit
         */
        static Extent of(int height, int width, int filter, int stride, Padding padding) {
            if (height < 1 || width < 1 || filter < 1 || stride < 1) {
                throw new IllegalArgumentException("PatchMap: the image is " + height + " x " + width + ", the filter "
                        + filter + " and the stride " + stride + "; each is at least 1");
            }
            boolean valid = padding == Padding.VALID;
            if (valid && (filter > height || filter > width)) {
                throw new IllegalArgumentException(
                        "PatchMap: a filter of " + filter + " does not fit into an image of " + height + " x " + width
                                + " without padding; take padding zero or circular, or a smaller filter");
            }
            int down = valid ? (height - filter) / stride + 1 : Math.ceilDiv(height, stride);
            int across = valid ? (width - filter) / stride + 1 : Math.ceilDiv(width, stride);
            int taps = Sizes.product("PatchMap: the filter", filter, filter);
            int entries = Sizes.ofDoubles("PatchMap: the filters of all pixels", down, across, taps);
            // five arrays of indices here, and as much again for a network that reads them
            MemoryEstimate.require("PatchMap: the filters of all pixels", 2L * 5 * Integer.BYTES * entries,
                    "take a smaller image or filter, or a larger stride");
            return new Extent(down, across);
        }

        int pixels() {
            return height * width;
        }
    }

    /**
     * The patches of a filter x filter window moved by {@code stride}. Padded images are padded by filter - 1 rows and
     * columns in all, the odd one behind, and give {@code ceil(height / stride)} rows.
     *
     * @throws IllegalArgumentException if a size is below 1 or the filter exceeds an image without padding
     */
    public static PatchMap of(int height, int width, int filter, int stride, Padding padding) {
        Extent extent = Extent.of(height, width, filter, stride, padding);
        int down = extent.height();
        int across = extent.width();
        int before = padding == Padding.VALID ? 0 : (filter - 1) / 2;
        int taps = filter * filter;
        int entries = extent.pixels() * taps;
        int[] source = new int[entries];
        int entry = 0;
        for (int row = 0; row < down; row++) {
            for (int column = 0; column < across; column++) {
                for (int a = 0; a < filter; a++) {
                    int i = pixel((long) row * stride + a - before, height, padding);
                    for (int b = 0; b < filter; b++) {
                        int j = pixel((long) column * stride + b - before, width, padding);
                        source[entry++] = i < 0 || j < 0 ? -1 : i * width + j;
                    }
                }
            }
        }
        return new PatchMap(down, across, taps, height * width, source);
    }

    /** Which row or column of the image stands at a place that may lie beyond its edge; -1 for none. */
    private static int pixel(long at, int size, Padding padding) {
        if (at >= 0 && at < size) {
            return (int) at;
        }
        return padding == Padding.CIRCULAR ? (int) Math.floorMod(at, (long) size) : -1;
    }

    /** The patches of a window, whose padding sees nothing. */
    static PatchMap of(int height, int width, Window window) {
        int down = window.down(height);
        int across = window.across(width);
        int taps = window.height() * window.width();
        int[] source = new int[Math.multiplyExact(down * across, taps)];
        for (int p = 0; p < down * across; p++) {
            for (int tap = 0; tap < taps; tap++) {
                int i = p / across * window.strideDown() + tap / window.width() * window.gapDown() - window.top();
                int j = p % across * window.strideAcross() + tap % window.width() * window.gapAcross()
                        - window.left();
                source[p * taps + tap] = i >= 0 && i < height && j >= 0 && j < width ? i * width + j : -1;
            }
        }
        return new PatchMap(down, across, taps, height * width, source);
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

    /** The number of pixels of the image. */
    public int sources() {
        return sources;
    }

    /** Whether each output pixel sees the pixel of the image at its place and nothing else. */
    public boolean identity() {
        return identity;
    }

    /** How many taps of output pixel p lie inside the image. */
    public int inside(int p) {
        int count = 0;
        for (int run = start[p]; run < start[p + 1]; run++) {
            count += runSource[run] < 0 ? 0 : runLength[run];
        }
        return count;
    }

    /**
     * Arranges images as the rows of a product: row r, of output pixel {@code r mod pixels} of image {@code r / pixels},
     * holds tap by tap the channels {@code [first, first + count)} of what it sees.
     *
     * @param images image after image, pixel by pixel, all channels of a pixel together
     * @param channels the channels of the images
     * @param row the first row that is wanted
     * @param rows how many are wanted
     * @param out written from index 0 on
     */
    public void gather(double[] images, int channels, int first, int count, int row, int rows, double[] out) {
        int to = 0;
        for (int r = row; r < row + rows; r++) {
            int image = r / pixels() * sources * channels + first;
            int p = r % pixels();
            if (count == channels) {
                for (int run = start[p]; run < start[p + 1]; run++) {
                    int n = runLength[run] * channels;
                    copy(images, image + runSource[run] * channels, runSource[run] >= 0, out, to, n);
                    to += n;
                }
                continue;
            }
            for (int tap = p * taps; tap < (p + 1) * taps; tap++) {
                copy(images, image + source[tap] * channels, source[tap] >= 0, out, to, count);
                to += count;
            }
        }
    }

    private static void copy(double[] from, int at, boolean inside, double[] to, int start, int n) {
        if (!inside) {
            Arrays.fill(to, start, start + n, 0);
        } else if (n > SHORT) {
            System.arraycopy(from, at, to, start, n);
        } else {
            for (int i = 0; i < n; i++) {
                to[start + i] = from[at + i];
            }
        }
    }

    /** Adds rows to the images they were gathered from; the adjoint of {@link #gather}. */
    public void scatter(double[] rowsOfProduct, int channels, int first, int count, int row, int rows,
            double[] images) {
        int from = 0;
        for (int r = row; r < row + rows; r++) {
            int image = r / pixels() * sources * channels + first;
            int p = r % pixels();
            if (count == channels) {
                for (int run = start[p]; run < start[p + 1]; run++) {
                    int n = runLength[run] * channels;
                    add(rowsOfProduct, from, runSource[run], image + runSource[run] * channels, n, images);
                    from += n;
                }
                continue;
            }
            for (int tap = p * taps; tap < (p + 1) * taps; tap++) {
                add(rowsOfProduct, from, source[tap], image + source[tap] * channels, count, images);
                from += count;
            }
        }
    }

    private static void add(double[] from, int at, int pixel, int start, int n, double[] to) {
        for (int i = 0; pixel >= 0 && i < n; i++) {
            to[start + i] += from[at + i];
        }
    }
}
