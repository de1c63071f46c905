package org.paisaje.network.architecture;

/**
 * How a filter or a pool moves over an image.
 *
 * @param height the rows it sees
 * @param width the columns it sees
 * @param strideDown the rows it moves
 * @param strideAcross the columns it moves
 * @param gapDown the rows between two of its rows, 1 without gaps (dilation)
 * @param gapAcross the columns between two of its columns
 * @param top rows of padding above the image
 * @param left columns of padding before it
 * @param bottom rows of padding below it
 * @param right columns of padding behind it
 */
public record Window(int height, int width, int strideDown, int strideAcross, int gapDown, int gapAcross, int top,
        int left, int bottom, int right) {
    /** Checks the numbers. */
    public Window {
        if (Math.min(Math.min(height, width), Math.min(strideDown, strideAcross)) < 1
                || Math.min(gapDown, gapAcross) < 1
                || Math.min(Math.min(top, left), Math.min(bottom, right)) < 0) {
            throw new IllegalArgumentException("Window: " + height + " x " + width + ", strides " + strideDown + " and "
                    + strideAcross + ", gaps " + gapDown + " and " + gapAcross + ", padding " + top + ", " + left + ", "
                    + bottom + ", " + right + "; sizes, strides and gaps are at least 1, padding at least 0");
        }
    }

    /** A square window with the same stride and padding on all sides. */
    public static Window square(int side, int stride, int padding) {
        return new Window(side, side, stride, stride, 1, 1, padding, padding, padding, padding);
    }

    /** The rows of the result over an image of so many rows. */
    public int down(int rows) {
        return Math.floorDiv(rows + top + bottom - gapDown * (height - 1) - 1, strideDown) + 1;
    }

    /** The columns of the result over an image of so many columns. */
    public int across(int columns) {
        return Math.floorDiv(columns + left + right - gapAcross * (width - 1) - 1, strideAcross) + 1;
    }
}
