package org.paisaje.theory.landscape.critical;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Parallel;
import org.paisaje.math.random.Seed;
import org.paisaje.math.stats.Interval;
import org.paisaje.math.stats.RankCorrelation;
import org.paisaje.network.Architecture;
import org.paisaje.risk.Regularizer;
import org.paisaje.risk.Risk;

/**
 * What many searches found. Ends that are not critical are counted and left out: of searches on the gradient norm often more
 * than half are of this kind.
 *
 * @param points the different critical points, from low to high
 * @param starts searches that were made
 * @param found that ended at a critical point
 * @param flat that stopped where the gradient norm has a minimum other than 0, or where F flattens out towards infinity
 * @param unfinished that used up their iterations
 * @param escaped that left the numbers or went too far out
 * @param hessians that were taken together
 */
public record CriticalSurvey(List<CriticalPoint> points, int starts, int found, int flat, int unfinished, int escaped,
        long hessians) {
    private static final int AT_A_TIME = 4;

    /** Copies the list. */
    public CriticalSurvey {
        points = List.copyOf(points);
    }

    /** Searches of a network's risk up to its symmetries, and certificates of what they found. */
    public static CriticalSurvey of(Risk risk, Architecture network, int starts, Seed seed, DoubleConsumer progress) {
        return of(risk, network, starts, seed, SearchLog.NONE, progress);
    }

    /**
     * The same with a memory; each search has a seed of its own, so that one that goes on finds what one that was not stopped finds.
     */
    public static CriticalSurvey of(Risk risk, Architecture network, int starts, Seed seed, SearchLog log,
            DoubleConsumer progress) {
        CriticalSurvey survey = of(() -> SmoothFunction.of(copy(risk)), CriticalStart.of(network), starts,
                SearchSettings.USUAL,
                Copies.of(risk), seed, log, progress);
        return survey.certified(risk);
    }

    /**
     * Searches of any function, as many at a time as there are threads; the points do not depend on how many.
     *
     * @param function a new one, with buffers of its own, for every thread
     * @param progress told the share that is done
     */
    public static CriticalSurvey of(Supplier<SmoothFunction> function, CriticalStart.Sampler sampler, int starts,
            SearchSettings settings, Copies copies, Seed seed, DoubleConsumer progress) {
        return of(function, sampler, starts, settings, copies, seed, SearchLog.NONE, progress);
    }

    private static CriticalSurvey of(Supplier<SmoothFunction> function, CriticalStart.Sampler sampler, int starts,
            SearchSettings settings, Copies copies, Seed seed, SearchLog log, DoubleConsumer progress) {
        if (starts < 1) {
            throw new IllegalArgumentException("CriticalSurvey: there are " + starts + " starts; at least 1 is needed");
        }
        @Nullable
        SearchEnd[] ends = new SearchEnd[starts];
        var next = new AtomicInteger();
        var done = new AtomicInteger();
        Parallel.runInterruptibly(Math.min(Blas.threads(), starts), thread -> Blas.withThreads(1, () -> {
            SmoothFunction f = function.get();
            var search = new CriticalSearch(f, settings);
            var descent = new Descent(f);
            for (int i = next.getAndAdd(AT_A_TIME); i < starts; i = next.getAndAdd(AT_A_TIME)) {
                for (int j = i; j < Math.min(i + AT_A_TIME, starts) && !Thread.currentThread().isInterrupted(); j++) {
                    SearchEnd end = log.known(j).orElse(null);
                    if (end == null) {
                        CriticalStart start = sampler.draw(j, seed.at(j));
                        double[] x = start.x().clone();
                        descent.run(x, start.descent());
                        end = search.search(x, start.method());
                        log.ended(j, end);
                    }
                    ends[j] = end;
                    synchronized (progress) {
                        progress.accept((double) done.incrementAndGet() / starts);
                    }
                }
            }
        }));
        return collect(ends, function.get(), copies);
    }

    private static CriticalSurvey collect(@Nullable SearchEnd[] ends, SmoothFunction f, Copies copies) {
        int flat = 0;
        int unfinished = 0;
        int escaped = 0;
        int made = 0;
        long hessians = 0;
        List<CriticalPoint> all = new ArrayList<>();
        for (SearchEnd end : ends) {
            if (end == null) {
                continue;
            }
            made++;
            hessians += end.iterations();
            switch (end) {
                case SearchEnd.Found found -> all.add(CriticalPoint.of(f, found));
                case SearchEnd.Flat stopped -> flat++;
                case SearchEnd.Unfinished spent -> unfinished++;
                case SearchEnd.Escaped out -> escaped++;
            }
        }
        return new CriticalSurvey(distinct(all, copies), made, all.size(), flat, unfinished, escaped, hessians);
    }

    private static List<CriticalPoint> distinct(List<CriticalPoint> all, Copies copies) {
        // stable, so that of copies the first found stands for them
        List<CriticalPoint> sorted = all.stream().sorted(Comparator.comparingDouble(CriticalPoint::value)).toList();
        List<CriticalPoint> result = new ArrayList<>();
        for (CriticalPoint point : sorted) {
            boolean known = false;
            for (int i = result.size() - 1; i >= 0 && near(result.get(i), point) && !known; i--) {
                if ((!copies.keepEigenvalues() || alike(result.get(i), point)) && copies.same(result.get(i), point)) {
                    result.set(i, result.get(i).times(result.get(i).multiplicity() + 1));
                    known = true;
                }
            }
            if (!known) {
                result.add(point);
            }
        }
        return result;
    }

    private static boolean near(CriticalPoint a, CriticalPoint b) {
        return Math.abs(a.value() - b.value()) <= Copies.VALUE * (1 + Math.abs(a.value()));
    }

    private static boolean alike(CriticalPoint a, CriticalPoint b) {
        double[] first = a.eigenvalues();
        double[] second = b.eigenvalues();
        double norm = Math.max(Math.abs(first[0]), Math.abs(first[first.length - 1]));
        for (int i = 0; i < first.length; i++) {
            if (Math.abs(first[i] - second[i]) > Copies.NEAR * norm + 2 * (a.undecided() + b.undecided())) {
                return false;
            }
        }
        return true;
    }

    /** The same with the certificates of all points. */
    public CriticalSurvey certified(Risk risk) {
        CriticalPoint[] proven = new CriticalPoint[points.size()];
        Parallel.runInterruptibly(points.size(), i -> proven[i] = Thread.currentThread().isInterrupted()
                ? points.get(i)
                : points.get(i).with(Blas.withThreads(1, () -> Certificate.of(risk, points.get(i).x()))));
        return new CriticalSurvey(List.of(proven), starts, found, flat, unfinished, escaped, hessians);
    }

    /** The rank correlation of value and share of negative eigenvalues over the points; empty where it has no meaning. */
    public Optional<Interval> correlation(double level) {
        double[] values = points.stream().mapToDouble(CriticalPoint::value).toArray();
        double[] shares = points.stream().mapToDouble(CriticalPoint::indexShare).toArray();
        boolean varies = IntStream.range(1, shares.length).anyMatch(i -> shares[i] != shares[0]);
        return points.size() < 5 || !varies ? Optional.empty() : Optional.of(RankCorrelation.of(values, shares, level));
    }

    /** How many points are proven to be near true ones. */
    public long proven() {
        return points.stream().filter(point -> point.certificate() instanceof Certificate.Proven).count();
    }

    /** A risk with buffers of its own. */
    static Risk copy(Risk risk) {
        Risk own = Risk.of(risk.network(), risk.x(), risk.y(), risk.loss());
        for (Regularizer penalty : risk.penalties()) {
            own = own.with(penalty);
        }
        return own;
    }
}
