package org.paisaje.math.linalg;

/** Checks of matrix slices of arrays, before native code sees them. */
final class Slices {
    private Slices() {}

    /** Refuses a rows x columns slice that does not lie within its array. */
    static void check(String operation, String name, int length, int offset, int rows, int columns, int stride) {
        if (rows < 0 || columns < 0 || offset < 0 || stride < columns || stride < 1 && rows > 0 && columns > 0
                || rows > 0 && columns > 0 && offset + (rows - 1L) * stride + columns > length || offset > length) {
            refuse(operation, name, length, offset, rows, columns, stride);
        }
    }

    private static void refuse(String operation, String name, int length, int offset, int rows, int columns,
            int stride) {
        String slice = rows + " x " + columns + " with leading dimension " + stride + " from index " + offset;
        if (rows < 0 || columns < 0 || offset < 0) {
            throw new IllegalArgumentException(operation + ": " + name + " is " + slice + "; no size may be negative");
        }
        if (stride < columns || stride < 1) {
            throw new IllegalArgumentException(operation + ": " + name + " is " + slice
                    + "; rows would overlap, the leading dimension is at least the number of stored columns");
        }
        throw new IllegalArgumentException(operation + ": " + name + " is " + slice + " and needs "
                + (offset + Math.max(0, rows - 1L) * stride + columns) + " entries, the array has " + length);
    }

    /** Refuses an output that shares entries with an input of the same array. */
    static void checkApart(String operation, String name, int offset, int rows, int columns, int stride, int outOffset,
            int outRows, int outColumns, int outStride) {
        if (rows == 0 || columns == 0 || outRows == 0 || outColumns == 0) {
            return;
        }
        long end = offset + (rows - 1L) * stride + columns;
        long outEnd = outOffset + (outRows - 1L) * outStride + outColumns;
        if (end <= outOffset || outEnd <= offset) {
            return;
        }
        if (stride == outStride) {
            // Column blocks side by side in one array never meet.
            int shift = Math.floorMod(outOffset - offset, stride);
            if (shift >= columns && shift + outColumns <= stride) {
                return;
            }
        }
        throw new IllegalArgumentException(operation + ": the output and " + name
                + " overlap in one array; write to a separate slice");
    }
}
