package org.paisaje.study.explain.attempt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;
import org.paisaje.data.Task;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;

/**
 * What the best of the simple methods of {@link Reference} leaves of the targets of training rows, each predicted by three
 * quarters of the rows without it.
 *
 * @param method the method
 * @param rows the rows, ascending: all, or stretches of neighbours at even distances
 * @param stretch how many neighbouring rows a stretch has
 * @param residuals what it leaves, a row for each of them; of classes a column for the indicator of each
 * @param left their squares over those of a constant
 */
public record HeldOut(String method, int[] rows, int stretch, Matrix residuals, double left) {
    private static final int FOLDS = 4;
    private static final int MOST = 1500;
    private static final int FEWEST = 200;
    /** So many numbers are looked at. */
    private static final int MOST_ENTRIES = 300_000;
    private static final int STRETCH = 30;

    /** Those of a data set; absent where no method could be fitted. */
    public static Optional<HeldOut> of(Dataset data) {
        int n = data.size();
        int most = Math.clamp(MOST_ENTRIES / data.inputs(), FEWEST, MOST);
        int stretch = n <= most ? n : STRETCH;
        int[] rows = n <= most
                ? IntStream.range(0, n).toArray()
                : IntStream.of(Reference.spread(n - STRETCH, most / STRETCH))
                        .flatMap(from -> IntStream.range(from, from + STRETCH))
                        .toArray();
        Dataset all = data.subset(rows);
        boolean classes = !(data.task() instanceof Task.Regression);
        Matrix y = classes ? all.oneHot().y() : all.y();
        List<String> methods = new ArrayList<>();
        List<Matrix> residuals = new ArrayList<>();
        for (int k = 0; k < FOLDS; k++) {
            int fold = k;
            int[] out = IntStream.range(0, rows.length).filter(i -> i % FOLDS == fold).toArray();
            int[] in = IntStream.range(0, rows.length).filter(i -> i % FOLDS != fold).toArray();
            List<Reference.Tried> tried = Reference.tried(all.subset(in), all.subset(out));
            if (k > 0 && tried.size() != methods.size()) {
                return Optional.empty();
            }
            for (int m = 0; m < tried.size(); m++) {
                if (k == 0) {
                    methods.add(tried.get(m).method());
                    residuals.add(y.copy());
                }
                for (int i = 0; i < out.length; i++) {
                    for (int c = 0; c < y.columns(); c++) {
                        residuals.get(m)
                                .set(out[i], c,
                                        y.get(out[i], c) - tried.get(m).predictions().get(i, c));
                    }
                }
            }
        }
        double[] means = Score.means(y);
        double total = 0;
        for (int i = 0; i < y.rows(); i++) {
            for (int c = 0; c < means.length; c++) {
                total += (y.get(i, c) - means[c]) * (y.get(i, c) - means[c]);
            }
        }
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int m = 0; m < residuals.size(); m++) {
            double own = 0;
            for (double r : residuals.get(m).data()) {
                own += r * r;
            }
            best = own < least ? m : best;
            least = Math.min(least, own);
        }
        return best < 0 || total == 0
                ? Optional.empty()
                : Optional.of(new HeldOut(methods.get(best), rows, stretch, residuals.get(best), least / total));
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
