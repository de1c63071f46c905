package org.paisaje.theory.landscape.slice;

/**
 * How far to look along a direction: to where the loss has risen to a multiple of what it is at the origin, on one side at least.
 *
 * @param reach the range is from -reach to reach
 * @param level the loss that was looked for
 * @param found whether it was reached; else the reach is the farthest that was looked at
 */
public record SliceRange(double reach, double level, boolean found) {
    private static final int HALVINGS = 7;
    /** A loss of 0 counts as this much. */
    private static final double LEAST = 1e-12;

    /**
     * Looks along one direction.
     *
     * @param axis 0 or 1
     * @param rise the factor, above 1
     * @param farthest never farther than this
     */
    public static SliceRange of(SliceLoss loss, int axis, double rise, double farthest) {
        if (!(rise > 1) || !Double.isFinite(rise)) {
            throw new IllegalArgumentException("--rise is " + rise + "; a factor above 1 is needed");
        }
        int d = loss.slice().dimension();
        double level = rise * Math.max(LEAST, loss.at(new double[d]));
        double low = 0;
        double high = farthest * 1e-6;
        while (!risen(loss, axis, high, level)) {
            low = high;
            if (high >= farthest) {
                return new SliceRange(farthest, level, false);
            }
            high = Math.min(farthest, 2 * high);
        }
        for (int i = 0; i < HALVINGS; i++) {
            double middle = 0.5 * (low + high);
            if (risen(loss, axis, middle, level)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return new SliceRange(round(high), level, true);
    }

    private static boolean risen(SliceLoss loss, int axis, double t, double level) {
        double[] s = new double[loss.slice().dimension()];
        for (double side : new double[] {t, -t}) {
            s[axis] = side;
            double value = loss.at(s.clone());
            if (!(value < level)) {
                return true;
            }
        }
        return false;
    }

    /** Up to two digits, which are easier to read on an axis. */
    private static double round(double value) {
        double unit = Math.pow(10, Math.floor(Math.log10(value)) - 1);
        return Math.ceil(value / unit - 1e-9) * unit;
    }
}
