package org.paisaje.study.explain.signal;

import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.paisaje.data.Dataset;
import org.paisaje.data.Standardization;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.study.explain.attempt.Ranges;
import org.paisaje.study.explain.attempt.Reference;
import org.paisaje.study.explain.attempt.Score;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.check.data.Information;
import org.paisaje.theory.kernel.EmpiricalNtk;

/**
 * What the data alone say.
 *
 * @param samples n
 * @param inputs d
 * @param rms root mean square of the inputs that vary, of all if none does
 * @param spreads standard deviation of each column
 * @param means mean of each column
 * @param widest the column that spreads most
 * @param narrowest the column that spreads least, of those that are not constant
 * @param constant how many columns are constant
 * @param spreadRatio the spread of the widest over that of the narrowest column, over the lower tenth where there are many
 * @param offset the largest mean over spread, of the columns that are not constant
 * @param deciding the column whose linear correlation with the target is largest
 * @param decidingCorrelation that correlation, in size
 * @param targetMean mean of the target column that is largest in size
 * @param targetSpread its standard deviation
 * @param targetsNarrowest the smallest standard deviation of a target column
 * @param majority the share of the most frequent class; 0 for real targets
 * @param contradicting the share of the rows that have the inputs of another row but another target
 * @param forcedLeft what equal inputs with different targets leave at least, as in {@link Score}
 * @param common the share of the test rows that are rows of the training data as well
 * @param outside the share of the test rows with an input far outside the range of the training data, less the share of the
 *        training rows that are so far outside the range of the others
 * @param shift the largest distance between the means of a column in test and training data, in standard deviations within both
 * @param shifted the column where it is
 * @param sorted whether rows come sorted by target
 * @param chance the share of 1000 shuffles of the targets that fit the inputs as well as the true ones, for three kernels together
 */
public record DataSignals(int samples, int inputs, double rms, double[] spreads, double[] means, int widest,
        int narrowest,
        int constant, double spreadRatio, double offset, int deciding, double decidingCorrelation, double targetMean,
        double targetSpread, double targetsNarrowest, double majority, double contradicting, double forcedLeft,
        double common, double outside, double shift, int shifted, boolean sorted, double chance) {
    private static final int MANY_COLUMNS = 32;
    private static final int SHUFFLES = 1000;
    private static final int MOST_SHUFFLED = 400;

    /** Those of the data of a setup. */
    public static DataSignals of(Setup setup) {
        Dataset train = setup.train();
        Matrix x = train.x();
        int n = x.rows();
        int d = x.columns();
        double[] means = Score.means(x);
        double[] spreads = spreads(x, means);
        int widest = 0;
        int narrowest = -1;
        int constant = 0;
        double offset = 0;
        for (int j = 0; j < d; j++) {
            if (spreads[j] <= 1e-12 * Math.abs(means[j]) || spreads[j] == 0) {
                constant++;
                continue;
            }
            widest = spreads[j] > spreads[widest] ? j : widest;
            narrowest = narrowest < 0 || spreads[j] < spreads[narrowest] ? j : narrowest;
            offset = Math.max(offset, Math.abs(means[j]) / spreads[j]);
        }
        double ratio = narrowest < 0 ? 1 : spreads[widest] / spreads[narrowest];
        if (d - constant > MANY_COLUMNS) {
            double[] sorted = Arrays.stream(spreads).filter(s -> s > 0).sorted().toArray();
            ratio = sorted[sorted.length - 1] / sorted[sorted.length / 10];
        }
        double sum = 0;
        for (int j = 0; j < d; j++) {
            // What does not vary says nothing, and does not make up for what is small.
            boolean varies = constant == d || spreads[j] > 1e-12 * Math.abs(means[j]);
            sum += varies ? means[j] * means[j] + spreads[j] * spreads[j] : 0;
        }
        int varying = constant == d ? d : d - constant;
        Matrix y = train.y();
        double[] targetMeans = Score.means(y);
        double[] targetSpreads = spreads(y, targetMeans);
        int target = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int c = 0; c < targetMeans.length; c++) {
            target = Math.hypot(targetMeans[c], targetSpreads[c]) > Math.hypot(targetMeans[target],
                    targetSpreads[target]) ? c : target;
            least = targetSpreads[c] > 0 ? Math.min(least, targetSpreads[c]) : least;
        }
        double[] correlations = correlations(x, means, spreads, y, targetMeans, targetSpreads);
        int deciding = 0;
        for (int j = 1; j < d; j++) {
            deciding = correlations[j] > correlations[deciding] ? j : deciding;
        }
        double majority = 0;
        if (setup.classes()) {
            majority = (double) Arrays.stream(train.classCounts()).max().orElse(0) / n;
        }
        double[] equal = equal(train, setup.classes());
        double[] range = range(setup, means, spreads);
        return new DataSignals(n, d, Math.sqrt(sum / varying), spreads, means, widest,
                Math.max(0, narrowest), constant, ratio, offset, deciding, correlations[deciding], targetMeans[target],
                targetSpreads[target], least, majority, equal[0], equal[1], range[0], range[1], range[2],
                (int) range[3], sorted(train, setup.classes()), chance(setup));
    }

    static double[] spreads(Matrix x, double[] means) {
        double[] squares = new double[means.length];
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < means.length; j++) {
                double r = x.get(i, j) - means[j];
                squares[j] += r * r / x.rows();
            }
        }
        return Arrays.stream(squares).map(Math::sqrt).toArray();
    }

    private static double[] correlations(Matrix x, double[] means, double[] spreads, Matrix y, double[] targetMeans,
            double[] targetSpreads) {
        double[] result = new double[means.length];
        for (int c = 0; c < targetMeans.length; c++) {
            double[] products = new double[means.length];
            for (int i = 0; i < x.rows(); i++) {
                double r = y.get(i, c) - targetMeans[c];
                for (int j = 0; j < products.length; j++) {
                    products[j] += r * (x.get(i, j) - means[j]) / x.rows();
                }
            }
            for (int j = 0; j < products.length; j++) {
                double scale = spreads[j] * targetSpreads[c];
                result[j] = Math.max(result[j], scale > 0 ? Math.abs(products[j]) / scale : 0);
            }
        }
        return result;
    }

    /** The share of rows in a group of equal inputs with different targets, and what these leave at least. */
    private static double[] equal(Dataset train, boolean classes) {
        Map<DoubleBuffer, Integer> groups = new HashMap<>();
        int n = train.size();
        int[] group = new int[n];
        for (int i = 0; i < n; i++) {
            Integer known = groups.putIfAbsent(key(train.x().row(i)), groups.size());
            group[i] = known == null ? groups.size() - 1 : known;
        }
        int k = train.outputs();
        double[][] sums = new double[groups.size()][k];
        double[] squares = new double[groups.size()];
        int[] counts = new int[groups.size()];
        double[][] lowest = new double[groups.size()][];
        boolean[] differ = new boolean[groups.size()];
        for (int i = 0; i < n; i++) {
            double[] y = train.y().row(i);
            int g = group[i];
            counts[g]++;
            for (int c = 0; c < k; c++) {
                sums[g][c] += y[c];
                squares[g] += y[c] * y[c];
            }
            if (lowest[g] == null) {
                lowest[g] = y;
            } else {
                differ[g] |= !Arrays.equals(lowest[g], y);
            }
        }
        double rows = 0;
        double within = 0;
        double variance = 0;
        double[] means = Score.means(train.y());
        int[] best = new int[counts.length];
        for (int g = 0; g < counts.length; g++) {
            rows += differ[g] ? counts[g] : 0;
            within += squares[g];
            for (int c = 0; c < k; c++) {
                within -= sums[g][c] * sums[g][c] / counts[g];
                best[g] = sums[g][c] > sums[g][best[g]] ? c : best[g];
            }
            best[g] = k == 1 ? (2 * sums[g][0] > counts[g] ? 1 : 0) : best[g];
            variance += squares[g];
        }
        for (double mean : means) {
            variance -= n * mean * mean;
        }
        if (!classes) {
            return new double[] {rows / n, variance > 0 ? Math.max(0, within / variance) : 0};
        }
        int[] answers = Arrays.stream(group).map(g -> best[g]).toArray();
        return new double[] {rows / n, Score.balanced(answers, train.labels(), train.classCounts().length)[0]};
    }

    /** A row as a key: equal if all its entries are. */
    private static DoubleBuffer key(double[] row) {
        return DoubleBuffer.wrap(row);
    }

    private static double[] range(Setup setup, double[] means, double[] spreads) {
        if (setup.test().isEmpty()) {
            return new double[] {0, 0, 0, 0};
        }
        Matrix x = setup.train().x();
        Matrix z = setup.test().get().x();
        int d = x.columns();
        Set<DoubleBuffer> rows = new HashSet<>();
        for (int i = 0; i < x.rows(); i++) {
            rows.add(key(x.row(i)));
        }
        int outside = 0;
        int common = 0;
        double[] other = Score.means(z);
        Ranges ranges = Ranges.of(x, spreads);
        for (int i = 0; i < z.rows(); i++) {
            double[] row = z.row(i);
            common += rows.contains(key(row)) ? 1 : 0;
            outside += ranges.outside(row) ? 1 : 0;
        }
        int ownOutside = 0;
        for (int i = 0; i < x.rows(); i++) {
            ownOutside += ranges.outsideOthers(x.row(i)) ? 1 : 0;
        }
        int shifted = 0;
        double shift = 0;
        double[] otherSpreads = spreads(z, other);
        double share = (double) z.rows() / (x.rows() + z.rows());
        for (int j = 0; j < d; j++) {
            // Of both parts: a column that hardly varies in the one may vary in the other.
            double both = Math.sqrt((1 - share) * spreads[j] * spreads[j] + share * otherSpreads[j] * otherSpreads[j]);
            double scale = both > 0 ? both : 1;
            double own = Math.abs(other[j] - means[j]) / scale;
            if (spreads[j] > 1e-12 * Math.abs(means[j]) && own > shift) {
                shift = own;
                shifted = j;
            }
        }
        return new double[] {(double) common / z.rows(),
            beyond((double) outside / z.rows(), (double) ownOutside / x.rows(), z.rows()), shift, shifted};
    }

    /** What is more than the share that is expected; 0 if so much more comes by chance. */
    private static double beyond(double share, double expected, int rows) {
        double chance = 3 * Math.sqrt(expected * (1 - expected) / rows);
        return share - expected > chance ? share - expected : 0;
    }

    private static boolean sorted(Dataset train, boolean classes) {
        double before = Double.NEGATIVE_INFINITY;
        int[] labels = classes ? train.labels() : new int[0];
        int rises = 0;
        for (int i = 0; i < train.size(); i++) {
            double value = classes ? labels[i] : train.y().get(i, 0);
            if (value < before) {
                return false;
            }
            rises += value > before ? 1 : 0;
            before = value;
        }
        return rises > 1 && train.size() > 3;
    }

    /**
     * A permutation test of y'Ky with the linear, a local and the tangent kernel at the start; the smallest share, times the
     * number of kernels for having looked so often.
     */
    private static double chance(Setup setup) {
        Dataset train = setup.train().subset(Reference.spread(setup.train().size(), MOST_SHUFFLED));
        int n = train.size();
        if (n < 8) {
            return 0;
        }
        Matrix x = Standardization.of(train.x()).apply(train.x());
        Matrix y = Standardization.of(train.y()).apply(train.y());
        List<Matrix> kernels = new ArrayList<>();
        kernels.add(x.gram());
        Matrix local = Reference.distances(x, x);
        double[] data = local.data();
        double[] ordered = data.clone();
        Arrays.sort(ordered);
        double scale = Math.max(1e-12, 0.2 * ordered[ordered.length / 2]);
        for (int i = 0; i < data.length; i++) {
            data[i] = Math.exp(-data[i] / scale);
        }
        kernels.add(local);
        Matrix tangent = EmpiricalNtk.of(setup.network(), setup.start()).trace(train.x());
        if (Arrays.stream(tangent.data()).allMatch(Double::isFinite)) {
            kernels.add(tangent);
        }
        double least = Arrays.stream(Information.shares(kernels, y, SHUFFLES, setup.seed().named("shuffles")))
                .min()
                .orElse(1);
        return Math.min(1, kernels.size() * least);
    }

    /** The column whose mean is largest beside its spread, of those that are not constant. */
    public int farthest() {
        int result = 0;
        double most = -1;
        for (int j = 0; j < inputs; j++) {
            double own = spreads[j] > 1e-12 * Math.abs(means[j]) ? Math.abs(means[j]) / spreads[j] : -1;
            result = own > most ? j : result;
            most = Math.max(most, own);
        }
        return result;
    }

    /** Whether columns are far from mean 0 and spread 1, as a factor; 1 is fine. */
    public double inputDeviation() {
        double size = inputs == constant ? 1 : rms;
        double far = Math.max(size / 4, 0.05 / Math.max(size, 1e-300));
        return Math.max(Math.max(far, spreadRatio / 30), offset / 6);
    }

    /** How far real targets are from mean 0 and spread 1, as a factor; 1 is fine. */
    public double targetDeviation() {
        double size = Math.max(Math.abs(targetMean), targetSpread);
        double far = Math.max(size / 8, 0.03 / Math.max(targetSpread, 1e-300));
        return targetSpread == 0 ? 1 : far;
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
