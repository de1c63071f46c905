package org.paisaje.theory.landscape.spectrum;

/**
 * The positive eigenvalues that stand apart from the others: those above the widest gap {@code lambda_i / lambda_(i+1)}
 * below one that is at least a tenth of the largest, if that ratio is at least {@value #APART}. A convention; there is no sharp
 * edge in a finite spectrum.
 *
 * @param count how many; 0 if no ratio is large enough
 * @param ratio the widest ratio that was found, 1 if there are fewer than two positive values
 */
public record OutlyingEigenvalues(int count, double ratio) {
    /** The ratio from which a gap counts. */
    public static final double APART = 2;
    /** What stands apart is at least this share of the largest. */
    private static final double NEAR = 0.1;

    /**
     * Counts them.
     *
     * @param descending the largest eigenvalues
     * @param least values up to this count as zero and end the list
     */
    public static OutlyingEigenvalues among(double[] descending, double least) {
        int count = 0;
        double widest = 1;
        for (int i = 0; i + 1 < descending.length && descending[i + 1] > least
                && descending[i] >= NEAR * descending[0]; i++) {
            double ratio = descending[i] / descending[i + 1];
            if (ratio > widest) {
                widest = ratio;
                count = i + 1;
            }
        }
        return new OutlyingEigenvalues(widest >= APART ? count : 0, widest);
    }
}
