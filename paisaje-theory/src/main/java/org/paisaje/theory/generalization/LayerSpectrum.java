package org.paisaje.theory.generalization;

import java.util.Arrays;
import java.util.Optional;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Svd;
import org.paisaje.math.random.Seed;

/**
 * The singular values of a matrix of weights, and what they say without data.
 *
 * @param rows r, the smaller side
 * @param columns m, the larger side
 * @param values the singular values, largest first
 * @param bulk the law of a random matrix with the same median; absent where there are too few values or half of them vanish
 * @param outliers how many values a random matrix of this size would hardly have
 * @param distance how far the values without the outliers lie from the law, as the largest distance of shares
 * @param usual what this distance is for random matrices of this size, in nineteen of twenty cases at most; NaN if not known
 * @param tail the power law of the eigenvalues, if they have a tail
 */
public record LayerSpectrum(int rows, int columns, double[] values, Optional<MarchenkoPastur> bulk, int outliers,
        double distance, double usual, Optional<PowerLaw> tail) {
    /** Fewer values than this have no bulk to speak of. */
    private static final int FEWEST = 8;
    private static final int REPLICATES = 20;
    private static final int LARGEST = 256;

    /** Of a matrix of finite numbers; {@code seed} of the random matrices it is held against. */
    public static LayerSpectrum of(Matrix weights, Seed seed) {
        int rows = Math.min(weights.rows(), weights.columns());
        int columns = Math.max(weights.rows(), weights.columns());
        double[] values = Svd.of(weights).values().clone();
        double[] eigenvalues = eigenvalues(values, columns);
        double[] sorted = eigenvalues.clone();
        Arrays.sort(sorted);
        boolean half = sorted[sorted.length / 2] > 1e-12 * sorted[sorted.length - 1];
        if (rows < FEWEST || !half) {
            return new LayerSpectrum(rows, columns, values, Optional.empty(), 0, Double.NaN, Double.NaN,
                    PowerLaw.of(eigenvalues, seed.named("tail")));
        }
        MarchenkoPastur bulk = MarchenkoPastur.fitted(rows, columns, eigenvalues);
        double above = bulk.outlierAbove();
        int outliers = (int) Arrays.stream(eigenvalues).filter(x -> x > above).count();
        return new LayerSpectrum(rows, columns, values, Optional.of(bulk), outliers, inside(bulk, eigenvalues),
                rows <= LARGEST && columns <= 4 * LARGEST ? usual(rows, columns, seed.named("random")) : Double.NaN,
                PowerLaw.of(eigenvalues, seed.named("tail")));
    }

    private static double[] eigenvalues(double[] values, int columns) {
        return Arrays.stream(values).map(s -> s * s / columns).toArray();
    }

    private static double inside(MarchenkoPastur bulk, double[] eigenvalues) {
        double above = bulk.outlierAbove();
        return bulk.distance(Arrays.stream(eigenvalues).filter(x -> x <= above).toArray());
    }

    /** Of twenty random matrices the second largest distance from their own fit. */
    private static double usual(int rows, int columns, Seed seed) {
        double[] distances = new double[REPLICATES];
        for (int r = 0; r < REPLICATES; r++) {
            Matrix random = Matrix.wrap(rows, columns, seed.at(r).gaussians(rows * columns));
            double[] eigenvalues = eigenvalues(Svd.of(random).values(), columns);
            distances[r] = inside(MarchenkoPastur.fitted(rows, columns, eigenvalues), eigenvalues);
        }
        Arrays.sort(distances);
        return distances[REPLICATES - 2];
    }

    /** The largest singular value. */
    public double norm() {
        return values[0];
    }

    /** The root of the sum of squares of all entries. */
    public double frobenius() {
        return Math.sqrt(Arrays.stream(values).map(s -> s * s).sum());
    }

    /** {@code |W|_F^2 / |W|^2}, between 1 and the rank; 0 for a matrix of zeros. */
    public double stableRank() {
        return norm() == 0 ? 0 : Math.pow(frobenius() / norm(), 2);
    }

    /** Whether the values are those of a random matrix as far as can be seen; false where that is not known. */
    public boolean looksRandom() {
        return bulk.isPresent() && outliers == 0 && distance <= usual;
    }

    /** What can be said of a power law: of a spectrum that looks random there is none. */
    public Optional<PowerLaw.Verdict> law() {
        return looksRandom() ? Optional.of(PowerLaw.Verdict.NONE) : tail.map(PowerLaw::verdict);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LayerSpectrum s && rows == s.rows && columns == s.columns
                && Arrays.equals(values, s.values);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * rows + columns) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "LayerSpectrum[" + rows + " x " + columns + ", norm " + norm() + "]";
    }
}
