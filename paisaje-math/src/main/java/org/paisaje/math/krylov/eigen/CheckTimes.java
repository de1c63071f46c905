package org.paisaje.math.krylov.eigen;

/**
 * When to look whether a Krylov iteration has converged. A look costs an eigendecomposition of the projected matrix, one
 * that comes late costs products. Looks are spread geometrically; once two of them have shown a rate, the next comes no
 * later than four fifths of the way at which that rate reaches the goal.
 */
final class CheckTimes {
    private final int least;
    private final int most;
    private int last;
    private double lastExcess = Double.POSITIVE_INFINITY;

    /** Looks are at least {@code least} and at most {@code most} steps apart. */
    CheckTimes(int least, int most) {
        this.least = least;
        this.most = Math.max(least, most);
    }

    /**
     * The step of the next look.
     *
     * @param step the present one
     * @param excess the residual in units of the goal, above 1
     */
    int next(int step, double excess) {
        double wait = 0.25 * step;
        if (excess < lastExcess && Double.isFinite(lastExcess)) {
            double rate = Math.log(lastExcess / excess) / (step - last);
            wait = Math.min(wait, 0.8 * Math.log(excess) / rate);
        }
        last = step;
        lastExcess = excess;
        return step + (int) Math.clamp(Math.ceil(wait), least, most);
    }
}
