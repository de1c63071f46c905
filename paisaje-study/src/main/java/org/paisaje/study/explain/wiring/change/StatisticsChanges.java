package org.paisaje.study.explain.wiring.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.paisaje.study.Words;

/** Batch normalisations that normalise by the batch they see, as in training, and not by what training gathered. */
final class StatisticsChanges {
    /** Sizes of batches that people evaluate with, beside the one of training. */
    /** Batches that people evaluate by. */
    static final List<Integer> USUAL = List.of(16, 32, 64, 100, 128, 256, 512, 1000);

    private StatisticsChanges() {}

    /** For a series that its name says to be of a part; none for a network without batch normalisations. */
    static List<Change> all(Context context, Part told) {
        List<Change> all = new ArrayList<>();
        if (!context.normalises()) {
            return all;
        }
        all.add(over(-1, "all samples at once", told));
        var sizes = new TreeSet<>(USUAL);
        if (context.batch() > 0) {
            sizes.add(context.batch());
        }
        int most = context.data(told).map(data -> data.size()).orElse(0);
        sizes.stream()
                .filter(size -> size < most)
                .forEach(size -> all.add(over(size, "batches of " + Words.count(size, "sample")
                        + " in the order of the data", told)));
        return all;
    }

    private static Change over(int samples, String what, Part told) {
        String words = "batch normalisations in training mode, which normalise by " + what;
        return new Change("wiring.batch-statistics", Aspect.STATISTICS, told == Part.TEST, words,
                told == Part.TEST
                        ? "Put the network in evaluation mode before it is evaluated (model.eval() in PyTorch, training=False "
                                + "in Keras), so that it normalises by what training gathered."
                        : "",
                (reading, context) -> Optional.of(reading.normalisedBy(samples)));
    }
}
