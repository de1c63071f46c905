package org.paisaje.study.explain.wiring.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.paisaje.math.linalg.Matrix;

/** Sums over samples and outputs that are divided in another way. */
final class ReductionChanges {
    private ReductionChanges() {}

    private static Change divided(Reduction reduction, String what, boolean sum) {
        return new Change(sum ? "wiring.sum" : "wiring.convention", Aspect.REDUCTION, sum, what, sum
                ? "Take the mean over the samples: with a sum, the rate that is right grows and shrinks with the batch."
                : "", (reading, context) -> {
                    // A mean over all pairs does not know batches.
                    boolean same = reduction.equals(reading.reduction()) || reading.pairing() != Reading.Pairing.OWN
                            && reduction.samples() == Reduction.Samples.BATCH_MEANS;
                    return same ? Optional.empty() : Optional.of(reading.reduced(reduction));
                });
    }

    /** All other ways than that of the loss. */
    static List<Change> all(Context context) {
        Reduction told = Reduction.of(context.loss());
        boolean squares = context.loss().squareFactor(1) != 0;
        boolean outputs = context.network().outputs() > 1
                && Criterion.of(context.loss(), context.network().outputs())
                        .elements(
                                Matrix.zeros(1, context.network().outputs()),
                                context.loss().targets(context.train()).rows(0))
                        .columns() > 1;
        Set<Reduction> seen = new LinkedHashSet<>(Set.of(told));
        List<Change> result = new ArrayList<>();
        for (double factor : squares ? new double[] {1, 0.5} : new double[] {1}) {
            for (boolean mean : outputs ? new boolean[] {false, true} : new boolean[] {false}) {
                for (Reduction.Samples samples : Reduction.Samples.values()) {
                    for (int batch : batches(context, samples)) {
                        for (boolean root : squares && factor == 1 && samples == Reduction.Samples.MEAN
                                ? new boolean[] {false, true}
                                : new boolean[] {false}) {
                            var one = new Reduction(factor, mean, samples, batch, root);
                            if (seen.add(one)) {
                                result.add(divided(one, describe(one, squares, outputs),
                                        samples == Reduction.Samples.SUM && told.samples() != samples
                                                || samples == Reduction.Samples.BATCH_SUM));
                            }
                        }
                    }
                }
            }
        }
        return result;
    }

    private static int[] batches(Context context, Reduction.Samples samples) {
        if (samples == Reduction.Samples.MEAN || samples == Reduction.Samples.SUM) {
            return new int[] {0};
        }
        int n = context.train().size();
        int[] usual = context.batch() < 0 ? new int[] {16, 32, 50, 64, 100, 128, 256} : new int[] {context.batch()};
        return Arrays.stream(usual).filter(b -> b > 1 && b < n).toArray();
    }

    private static String describe(Reduction r, boolean squares, boolean outputs) {
        String samples = switch (r.samples()) {
            case MEAN -> "the mean over samples";
            case SUM -> "the sum over samples instead of the mean";
            case BATCH_SUM -> "the sum over the " + r.batch() + " samples of a batch, averaged over batches";
            case BATCH_MEANS -> "the mean over batches of " + r.batch()
                    + " of their means, the smaller last one counted like the others";
        };
        String sums = outputs ? (r.meanOutputs() ? " and the mean over outputs" : " and the sum over outputs") : "";
        String half = squares ? (r.factor() == 1 ? ", without the factor 1/2" : ", with the factor 1/2") : "";
        return (r.root() ? "the root of " : "") + samples + sums + half;
    }
}
