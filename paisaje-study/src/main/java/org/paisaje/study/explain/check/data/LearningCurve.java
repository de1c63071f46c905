package org.paisaje.study.explain.check.data;

import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;
import org.paisaje.study.explain.attempt.Reference;

/**
 * What the best simple method leaves of the error of a constant with all training samples, and with every second of them: the
 * mean over the test data and over each quarter of the training data, held out in turn. Where half of the samples are clearly
 * worse, more than all of them would be better (learning curves fall like a power of their number; Cortes et al. 1994).
 *
 * @param half what half of the samples leave
 * @param whole what all of them leave
 */
public record LearningCurve(double half, double whole) {
    private static final int PARTS = 4;
    private static final int FEWEST = 12;
    private static final int MOST = 2000;
    /** By so much, and by this share, half of the samples must be worse. */
    private static final double STILL = 0.05;
    private static final double RELATIVE = 0.15;

    /** That of a set; absent if it has too few samples to halve, or so many that they are not few. */
    public static Optional<LearningCurve> of(Dataset train, Optional<Dataset> test) {
        int n = train.size();
        if (n > MOST || PARTS * FEWEST > n) {
            return Optional.empty();
        }
        double half = 0;
        double whole = 0;
        int count = 0;
        for (int part = test.isPresent() ? -1 : 0; part < PARTS; part++) {
            int held = part;
            Dataset fit = part < 0 ? train : train.subset(rows(n, i -> i % PARTS != held));
            Dataset judged = part < 0 ? test.orElseThrow() : train.subset(rows(n, i -> i % PARTS == held));
            Dataset some = fit.subset(rows(fit.size(), i -> i % 2 == 0));
            Optional<Reference> all = Reference.of(fit, judged, FEWEST);
            Optional<Reference> less = Reference.of(some, judged, FEWEST);
            if (all.isPresent() && less.isPresent()) {
                whole += Math.min(1, all.get().left());
                half += Math.min(1, less.get().left());
                count++;
            }
        }
        return count == 0 ? Optional.empty() : Optional.of(new LearningCurve(half / count, whole / count));
    }

    private static int[] rows(int n, IntPredicate which) {
        return IntStream.range(0, n).filter(which).toArray();
    }

    /** Whether the curve still falls. */
    public boolean falls() {
        return half > whole + Math.max(STILL, RELATIVE * whole);
    }
}
