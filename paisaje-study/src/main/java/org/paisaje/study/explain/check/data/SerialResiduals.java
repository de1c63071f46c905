package org.paisaje.study.explain.check.data;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;
import org.paisaje.data.Standardization;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.study.explain.attempt.HeldOut;
import org.paisaje.study.explain.attempt.Reference;
import org.paisaje.study.explain.attempt.Score;

/**
 * Whether what the best simple method leaves of the targets of held out rows depends on where a row stands in its file: by the
 * correlation of neighbouring rows (von Neumann 1941), and by the share that goes with the tenth of the file a row lies in. Under
 * targets whose noise does not depend on the order every permutation of the residuals is as likely.
 *
 * @param method the simple method
 * @param left what it leaves of the squared error of a constant
 * @param neighbours the correlation of what it leaves of a row and of the next
 * @param parts the share of it that goes with the tenth of the file, less what chance gives
 * @param chance the smaller share of permutations that show as much, twice for having looked twice
 * @param elsewhere the correlation of rows far apart in the file whose inputs are as near to each other as those of neighbours
 * @param told what the inputs leave of the place of a row
 */
public record SerialResiduals(String method, double left, double neighbours, double parts, double chance,
        double elsewhere, double told) {
    /** How often files in random order may show as much. */
    public static final double LEVEL = 0.001;
    /** Enough for the level with both statistics, and one to spare. */
    private static final int PERMUTATIONS = 4000;
    private static final int FEWEST = 40;
    private static final int PARTS = 10;
    /** Knowing the order takes away about that share of what is left, or more: less would not count as help. */
    private static final double WORTH = 0.2;
    /** What inputs as near as those of neighbours explain of the correlation leaves half of it at least. */
    private static final double OWN = 0.5;
    /** Where the inputs leave less of the place of a row, they hold what depends on it. */
    private static final double UNTOLD = 0.5;
    private static final int FAR = 5;
    /** Rows of which fewer are followed by another class come class after class, perhaps several times over. */
    private static final double BLOCKS = 0.1;
    /** Targets that go the other way so seldom are sorted but for slips. */
    private static final double SORTED = 0.01;

    /**
     * Those of training data in the order of their file; absent for few rows or where the order shows nothing by itself.
     *
     * @param residuals what is left of these data, which is asked for once it matters
     */
    public static Optional<SerialResiduals> of(Dataset train, Supplier<Optional<HeldOut>> residuals, Seed seed) {
        if (train.size() < FEWEST || blocks(train)) {
            return Optional.empty();
        }
        return residuals.get().flatMap(held -> {
            Matrix r = centred(held.residuals());
            int n = r.rows();
            double total = Arrays.stream(r.data()).map(v -> v * v).sum();
            if (!(total > 0)) {
                return Optional.empty();
            }
            int[] order = IntStream.range(0, n).toArray();
            double neighbours = neighbours(r, order, held.stretch());
            double parts = parts(r, order);
            if (Math.max(neighbours / total, parts / total) < WORTH) {
                return Optional.empty();
            }
            int[] above = {1, 1};
            for (int s = 0; s < PERMUTATIONS; s++) {
                int[] other = seed.at(s).permutation(n);
                above[0] += neighbours(r, other, held.stretch()) >= neighbours ? 1 : 0;
                above[1] += parts(r, other) >= parts ? 1 : 0;
            }
            double chance = Math.min(1, 2.0 * Math.min(above[0], above[1]) / (PERMUTATIONS + 1));
            if (chance > LEVEL) {
                return Optional.empty();
            }
            double expected = (PARTS - 1.0) / (n - 1);
            return Optional.of(new SerialResiduals(held.method(), held.left(), neighbours / total,
                    (parts / total - expected) / (1 - expected), chance, elsewhere(train, held, r) / total,
                    told(train)));
        });
    }

    /** Whether the order tells what the inputs do not. */
    public boolean shows() {
        return Math.max(neighbours, parts) >= WORTH && told > UNTOLD
                && Math.max(neighbours, parts) - elsewhere > OWN * Math.max(neighbours, parts);
    }

    /** Whether it is a slow change rather than one from row to row. */
    public boolean slow() {
        return parts > OWN * neighbours;
    }

    /** Whether the rows come sorted by target, up or down, or class after class: nothing is to be learned from their order then. */
    static boolean blocks(Dataset train) {
        int n = train.size();
        int ups = 0;
        int downs = 0;
        boolean classes = !train.classes().isEmpty();
        int[] labels = classes ? train.labels() : new int[0];
        for (int i = 1; i < n; i++) {
            double step = classes ? labels[i] - labels[i - 1] : train.y().get(i, 0) - train.y().get(i - 1, 0);
            ups += step > 0 ? 1 : 0;
            downs += step < 0 ? 1 : 0;
        }
        return classes
                ? ups + downs < Math.max(3 * train.classes().size(), BLOCKS * n)
                : Math.min(ups, downs) < SORTED * n;
    }

    private static Matrix centred(Matrix r) {
        double[] means = Score.means(r);
        Matrix result = r.copy();
        double[] data = result.data();
        for (int i = 0; i < data.length; i++) {
            data[i] -= means[i % means.length];
        }
        return result;
    }

    private static double product(Matrix r, int i, int j) {
        double sum = 0;
        for (int c = 0; c < r.columns(); c++) {
            sum += r.get(i, c) * r.get(j, c);
        }
        return sum;
    }

    private static double neighbours(Matrix r, int[] order, int stretch) {
        double sum = 0;
        int pairs = 0;
        for (int i = 1; i < order.length; i++) {
            if (i % stretch != 0) {
                sum += product(r, order[i - 1], order[i]);
                pairs++;
            }
        }
        return sum * order.length / Math.max(1, pairs);
    }

    private static double parts(Matrix r, int[] order) {
        int n = order.length;
        int k = r.columns();
        double[] sums = new double[k];
        double result = 0;
        int count = 0;
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < k; c++) {
                sums[c] += r.get(order[i], c);
            }
            count++;
            if ((long) (i + 1) * PARTS / n != (long) i * PARTS / n) {
                for (int c = 0; c < k; c++) {
                    result += sums[c] * sums[c] / count;
                    sums[c] = 0;
                }
                count = 0;
            }
        }
        return result;
    }

    /** The products of each row with one far away in the file whose inputs are about as far from its own as those of the next row. */
    private static double elsewhere(Dataset train, HeldOut held, Matrix r) {
        Matrix raw = train.x().rows(held.rows());
        Matrix x = Standardization.of(raw).apply(raw);
        Matrix distances = Reference.distances(x, x);
        int n = x.rows();
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i + 1 < n; i++) {
            double own = distances.get(i, i + 1);
            int best = -1;
            for (int j = 0; j < n; j++) {
                if (Math.abs(i - j) > n / FAR && (best < 0
                        || Math.abs(distances.get(i, j) - own) < Math.abs(distances.get(i, best) - own))) {
                    best = j;
                }
            }
            if (best >= 0) {
                sum += product(r, i, best);
                pairs++;
            }
        }
        return sum * n / Math.max(1, pairs);
    }

    /** What a simple method leaves of the place of a row by its inputs. */
    private static double told(Dataset train) {
        int n = train.size();
        Matrix place = Matrix.zeros(n, 1);
        for (int i = 0; i < n; i++) {
            place.set(i, 0, (double) i / n);
        }
        return Reference.of(Dataset.regression(train.name(), train.x(), place), Optional.empty())
                .map(Reference::left)
                .orElse(1.0);
    }
}
