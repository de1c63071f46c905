package org.paisaje.data;

import java.util.Arrays;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Parallel;
import org.paisaje.math.memory.MemoryEstimate;

/** Operations on data whose rows are grey images, pixel (i, j) in column {@code i * width + j}. */
public final class Images {
    /** How far down and to the right each shift goes, in the order they are taken. */
    private static final int[][] SHIFTS = {{0, 1}, {0, -1}, {1, 0}, {-1, 0}, {1, 1}, {-1, -1}, {1, -1}, {-1, 1}};

    private Images() {}

    /** The most shifts by one pixel that there are. */
    public static int mostShifts() {
        return SHIFTS.length;
    }

    /**
     * Square images together with copies that are shifted by one pixel: to the right, to the left, down, up, then down and
     * right, up and left, down and left, up and right, the first {@code shifts} of these. What is shifted out is lost, and
     * 0 comes in. The images come first, then all of them shifted in the first way, and so on; labels go with them.
     *
     * @param images n rows of side^2 pixels
     * @param shifts 0 to 8
     * @return n (1 + shifts) rows
     * @throws IllegalArgumentException if the rows are no squares or the shifts are not among 0 to 8
     */
    public static Dataset shifted(Dataset images, int shifts) {
        if (shifts == 0) {
            return images;
        }
        int side = (int) Math.round(Math.sqrt(images.inputs()));
        if (side * side != images.inputs()) {
            throw new IllegalArgumentException("--shifts: " + images.name() + " has rows of " + images.inputs()
                    + " numbers, which is no square: only square grey images can be shifted without their sizes");
        }
        return shifted(images, side, side, shifts);
    }

    /** As above for images of that height and width. */
    public static Dataset shifted(Dataset images, int height, int width, int shifts) {
        if (height < 1 || width < 1 || (long) height * width != images.inputs()) {
            throw new IllegalArgumentException("--shifts: images of " + height + " x " + width + " pixels have "
                    + (long) height * width + " of them, the rows of " + images.name() + " have "
                    + images.inputs());
        }
        if (shifts < 0 || shifts > SHIFTS.length) {
            throw new IllegalArgumentException("--shifts: " + shifts + " shifts; there are 0 to " + SHIFTS.length
                    + " of one pixel");
        }
        if (shifts == 0) {
            return images;
        }
        int n = images.size();
        long rows = (long) n * (1 + shifts);
        MemoryEstimate.require("shifted", MemoryEstimate.ofDoubles(rows, images.inputs() + images.outputs()),
                "take fewer images or fewer shifts");
        Matrix x = Matrix.zeros(Math.toIntExact(rows), images.inputs());
        System.arraycopy(images.x().data(), 0, x.data(), 0, images.x().data().length);
        for (int s = 0; s < shifts; s++) {
            int at = n * (1 + s);
            int[] by = SHIFTS[s];
            Parallel.run(n, i -> shift(images.x(), i, x, at + i, height, width, by));
        }
        Matrix[] y = new Matrix[1 + shifts];
        Arrays.fill(y, images.y());
        return new Dataset(images.name() + " and " + shifts + (shifts == 1 ? " shift" : " shifts"), images.task(), x,
                Matrix.stackRows(y));
    }

    private static void shift(Matrix from, int row, Matrix to, int target, int height, int width, int[] by) {
        int source = row * height * width;
        int out = target * height * width;
        int first = Math.max(0, by[1]);
        int count = width - Math.abs(by[1]);
        for (int i = Math.max(0, by[0]); i < height + Math.min(0, by[0]); i++) {
            System.arraycopy(from.data(), source + (i - by[0]) * width + Math.max(0, -by[1]), to.data(),
                    out + i * width + first, count);
        }
    }
}
