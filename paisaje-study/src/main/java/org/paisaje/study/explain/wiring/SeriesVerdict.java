package org.paisaje.study.explain.wiring;

import java.util.List;
import java.util.Optional;
import org.paisaje.data.log.LoggedSeries;

/**
 * What reproduces a series of the log.
 *
 * @param series the series
 * @param points which of its numbers belong to which checkpoint
 * @param tried how many ways were computed
 * @param found the simplest way that agrees
 * @param agreement how well it does; that of the nearest way if none agrees
 * @param alike other ways that agree as well and cannot be told from it
 * @param nearest the way that comes nearest
 * @param asTold how well the way that was told agrees
 * @param averaged the simplest way of which the numbers may be means over an epoch, where none agrees
 * @param computed the numbers of the way found, else of the nearest, point by point
 * @param computedAsTold those of the way that was told
 */
record SeriesVerdict(LoggedSeries series, LoggedPoints points, int tried, Optional<Wiring> found,
        Agreement agreement, List<Wiring> alike, Wiring nearest, Agreement asTold, Optional<EpochMean> averaged,
        double[] computed, double[] computedAsTold) {
    /**
     * Numbers that lie between those at the checkpoint before and the checkpoint after, as means over an epoch do.
     *
     * @param way the way of computing
     * @param between how many do
     * @param of of how many
     * @param others how many of the other ways tried do as well
     */
    record EpochMean(Wiring way, int between, int of, int others) {}
}
