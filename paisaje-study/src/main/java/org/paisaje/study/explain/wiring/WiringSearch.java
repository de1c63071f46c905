package org.paisaje.study.explain.wiring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.paisaje.data.log.LoggedSeries;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.LeastSquares;
import org.paisaje.study.explain.wiring.change.Aspect;
import org.paisaje.study.explain.wiring.change.Change;
import org.paisaje.study.explain.wiring.change.Changes;
import org.paisaje.study.explain.wiring.change.ClassWeights;
import org.paisaje.study.explain.wiring.change.Context;
import org.paisaje.study.explain.wiring.change.CriterionChanges;
import org.paisaje.study.explain.wiring.change.Part;
import org.paisaje.study.explain.wiring.change.Penalties;
import org.paisaje.study.explain.wiring.change.Reading;

/** Looks for the way of computing that reproduces a series of a log. */
final class WiringSearch {
    /** Points that are compared at most. */
    private static final int MOST_POINTS = 40;
    private static final int FEWEST_POINTS = 4;
    /** So many flops are spent on passes through the network, of which there are so many for a point. */
    private static final double FLOPS = 1e11;
    private static final double PASSES = 25;
    private static final double BETWEEN = 0.8;
    private static final int FEWEST_FREE = 3;
    /** A factor is read off numbers that change by more than this share of their size; others are nearly one number. */
    private static final double CHANGES = 0.01;
    private static final int MOST_DIGITS = 6;

    private final Context context;
    private final Values values;
    private final LoggedSeries series;
    private final Part told;
    private final Reading base;
    private final boolean loss;

    WiringSearch(Context context, Values values, LoggedSeries series) {
        this.context = context;
        this.values = values;
        this.loss = series.quantity() != LoggedSeries.Quantity.ACCURACY;
        this.series = loss ? series : LoggedAccuracy.of(series);
        this.told = series.part() == LoggedSeries.Part.TEST && context.test().isPresent() ? Part.TEST : Part.TRAIN;
        this.base = loss ? context.asTold(told) : LoggedAccuracy.reading(context, told);
    }

    /** The verdict; empty if no number of the series belongs to a checkpoint. */
    Optional<SeriesVerdict> verdict(List<LoggedPoints.Time> times) {
        List<SeriesVerdict> all = new ArrayList<>();
        int tried = 0;
        for (LoggedPoints points : LoggedPoints.of(series, times)) {
            SeriesVerdict verdict = verdict(thinned(points));
            tried += verdict.tried();
            all.add(verdict);
            if (verdict.found().isPresent() && verdict.agreement().exact()) {
                break;
            }
        }
        int count = tried;
        // A mean over an epoch in which little changed is nearly the loss itself, and so is the loss with a small change.
        boolean mean = all.stream()
                .anyMatch(verdict -> verdict.averaged().filter(one -> one.way().changes().isEmpty()).isPresent());
        all.removeIf(verdict -> mean && verdict.found().isPresent() && within(verdict));
        return all.stream()
                .filter(verdict -> verdict.found().isPresent() && verdict.agreement().exact())
                .findFirst()
                .or(() -> all.stream().filter(verdict -> verdict.found().isPresent()).findFirst())
                .or(() -> all.stream().filter(verdict -> verdict.averaged().isPresent()).findFirst())
                .or(() -> all.stream().findFirst())
                .map(best -> new SeriesVerdict(best.series(), best.points(), count, best.found(), best.agreement(),
                        best.alike(), best.nearest(), best.asTold(), best.averaged(), best.computed(),
                        best.computedAsTold()));
    }

    /** Whether the way found is nearer to what was told than that changes from one checkpoint to the next. */
    private static boolean within(SeriesVerdict verdict) {
        double[] found = verdict.computed();
        double[] told = verdict.computedAsTold();
        return IntStream.range(1, found.length)
                .allMatch(i -> Math.abs(found[i] - told[i]) <= Math.abs(told[i] - told[i - 1]))
                && verdict.found().filter(way -> !way.changes().isEmpty()).isPresent();
    }

    /** So many points as their passes over the data allow, the first and the last among them. */
    private LoggedPoints thinned(LoggedPoints points) {
        int n = points.pairs().size();
        double pass = 2.0 * context.train().size() * context.network().layout().size();
        int most = (int) Math.clamp(FLOPS / (PASSES * pass), FEWEST_POINTS, MOST_POINTS);
        if (n <= most) {
            return points;
        }
        List<LoggedPoints.Pair> kept = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            kept.add(points.pairs().get((int) ((long) i * (n - 1) / (most - 1))));
        }
        return new LoggedPoints(points.how(), kept);
    }

    /** A way with its numbers. */
    private record Computed(Wiring way, List<Values.Value> numbers, Agreement agreement) {}

    private SeriesVerdict verdict(LoggedPoints points) {
        Wiring plain = new Wiring(List.of(), base);
        Computed asTold = computed(plain, points).orElseThrow(() -> new IllegalArgumentException(
                "explain: the loss as told is not finite at a checkpoint"));
        List<Change> single = Changes.all(context, told).stream().filter(this::counts).toList();
        List<Computed> singles = new ArrayList<>(List.of(asTold));
        Map<Change, Wiring> ways = new LinkedHashMap<>();
        for (Change one : single) {
            one.apply(base, context).ifPresent(reading -> ways.put(one, new Wiring(List.of(one), reading)));
        }
        ways.values().forEach(way -> computed(way, points).ifPresent(singles::add));
        int tried = 1 + ways.size();
        List<Computed> agreeing = agreeing(singles);
        List<Computed> open = agreeing.stream().filter(one -> !one.agreement().exact()).toList();
        agreeing = agreeing.stream().filter(one -> one.agreement().exact()).toList();
        if (agreeing.isEmpty()) {
            List<Wiring> pairs = pairs(ways);
            tried += pairs.size();
            List<Computed> candidates = new ArrayList<>();
            for (Wiring pair : pairs) {
                if (agreesAtFirst(pair, points)) {
                    computed(pair, points).ifPresent(candidates::add);
                }
            }
            agreeing = agreeing(candidates);
        }
        if (agreeing.isEmpty() && loss && points.pairs().size() >= FEWEST_FREE) {
            List<Wiring> free = free(plain, asTold, points);
            for (Wiring way : ways.values()) {
                if (way.changes().getFirst().aspect() != Aspect.PENALTY) {
                    computed(way, points).ifPresent(numbers -> free.addAll(free(way, numbers, points)));
                }
            }
            tried += free.size();
            List<Computed> fitted = new ArrayList<>();
            free.forEach(way -> computed(way, points)
                    .ifPresent(one -> fitted.add(new Computed(one.way(), one.numbers(), one.agreement().freed(1)))));
            agreeing = agreeing(fitted);
        }
        int classes = ClassWeights.count(context);
        if (agreeing.isEmpty() && loss && classes > 0 && points.pairs().size() >= classes + 2) {
            List<Wiring> weighed = classWeights(points, classes);
            tried += weighed.size();
            List<Computed> fitted = new ArrayList<>();
            weighed.forEach(way -> computed(way, points).ifPresent(
                    one -> fitted.add(new Computed(one.way(), one.numbers(), one.agreement().freed(classes)))));
            agreeing = agreeing(fitted).stream().limit(1).toList();
        }
        Optional<SeriesVerdict.EpochMean> averaged = agreeing.isEmpty() && loss
                ? averaged(singles, points)
                : Optional.empty();
        if (agreeing.isEmpty() && averaged.filter(mean -> mean.way().changes().isEmpty()).isEmpty()) {
            // What is known up to an order only counts where it says enough and nothing else does.
            int count = 1 + ways.size();
            agreeing = open.stream().filter(one -> count * one.agreement().chance() <= WiringWords.DOUBT).toList();
            tried = agreeing.isEmpty() ? tried : count;
        }
        Computed nearest = singles.stream()
                .filter(one -> one.agreement().exact())
                .min(Comparator.comparingDouble(one -> one.agreement().worst()))
                .orElse(asTold);
        Computed best = agreeing.isEmpty() ? nearest : agreeing.getFirst();
        return new SeriesVerdict(series, points, tried,
                agreeing.isEmpty() ? Optional.empty() : Optional.of(best.way()), best.agreement(),
                agreeing.stream().skip(1).map(Computed::way).toList(), nearest.way(), asTold.agreement(),
                agreeing.isEmpty() ? averaged : Optional.empty(), numbers(best), numbers(asTold));
    }

    /** Of the share that is right only samples, inputs and labels matter. */
    private boolean counts(Change one) {
        return loss || one.aspect() == Aspect.PART || one.aspect() == Aspect.INPUTS || one.aspect() == Aspect.STATISTICS
                || one.aspect() == Aspect.TARGETS && !one.rule().equals("wiring.broadcast");
    }

    private static double[] numbers(Computed one) {
        return one.numbers().stream().mapToDouble(Values.Value::value).toArray();
    }

    private Optional<Computed> computed(Wiring way, LoggedPoints points) {
        List<Values.Value> numbers = new ArrayList<>();
        for (LoggedPoints.Pair pair : points.pairs()) {
            Optional<Values.Value> value = values.at(pair.checkpoint(), way.reading());
            if (value.isEmpty()) {
                return Optional.empty();
            }
            numbers.add(value.get());
        }
        return Optional.of(new Computed(way, numbers,
                Agreement.of(points.pairs().stream().map(LoggedPoints.Pair::point).toList(), numbers)));
    }

    private boolean agreesAtFirst(Wiring way, LoggedPoints points) {
        LoggedPoints.Pair first = points.pairs().getFirst();
        return values.at(first.checkpoint(), way.reading())
                .filter(value -> Math.abs(value.value() - first.point().value()) <= Agreement.tolerance(first.point(),
                        value))
                .isPresent();
    }

    /** Those that agree, the simplest and exact ones first. */
    private static List<Computed> agreeing(List<Computed> all) {
        return all.stream()
                .filter(one -> one.agreement().agrees())
                .sorted(Comparator.comparing((Computed one) -> !one.agreement().exact())
                        .thenComparingInt(one -> one.way().order()))
                .toList();
    }

    /** All pairs that change different aspects; of three only those with the samples as the third. */
    private List<Wiring> pairs(Map<Change, Wiring> ways) {
        List<Change> all = new ArrayList<>(ways.keySet());
        List<Wiring> result = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < all.size(); j++) {
                Change a = all.get(i);
                Change b = all.get(j);
                if (a.aspect().compareTo(b.aspect()) >= 0 || open(ways, a) || open(ways, b)) {
                    continue;
                }
                combined(List.of(a, b)).ifPresent(result::add);
                if (a.aspect() != Aspect.PART) {
                    for (Change part : all) {
                        if (part.aspect() == Aspect.PART) {
                            combined(List.of(part, a, b)).ifPresent(result::add);
                        }
                    }
                }
            }
        }
        result.sort(Comparator.comparingInt(Wiring::order));
        return result;
    }

    private static boolean open(Map<Change, Wiring> ways, Change one) {
        Wiring way = ways.get(one);
        return way != null && way.reading().pairing() == Reading.Pairing.RANDOM;
    }

    private Optional<Wiring> combined(List<Change> changes) {
        Optional<Reading> reading = Optional.of(base);
        for (Change change : changes) {
            reading = reading.flatMap(known -> change.apply(known, context));
        }
        return reading.map(known -> new Wiring(changes, known));
    }

    /** With weights of the classes that fit all points best, rounded to ever more digits. */
    private List<Wiring> classWeights(LoggedPoints points, int classes) {
        int n = points.pairs().size();
        Matrix parts = Matrix.zeros(n, classes);
        double[] logged = new double[n];
        for (int i = 0; i < n; i++) {
            LoggedPoints.Pair pair = points.pairs().get(i);
            double tolerance = Agreement.tolerance(pair.point(), new Values.Value(pair.point().value(), 0, 0));
            for (int c = 0; c < classes; c++) {
                Optional<Values.Value> value = values.at(pair.checkpoint(), ClassWeights.share(base, context, c));
                if (value.isEmpty()) {
                    return List.of();
                }
                parts.set(i, c, value.get().value() / tolerance);
            }
            logged[i] = pair.point().value() / tolerance;
        }
        double[] weights = LeastSquares.solve(parts, Matrix.wrap(n, 1, logged)).solution().data();
        if (Arrays.stream(weights).anyMatch(weight -> !(weight > 0))) {
            return List.of();
        }
        List<Wiring> result = new ArrayList<>();
        for (int digits = 1; digits <= MOST_DIGITS; digits++) {
            Change change = ClassWeights.fitted(weights, digits, told, context);
            change.apply(base, context).ifPresent(reading -> result.add(new Wiring(List.of(change), reading)));
        }
        return result;
    }

    /** With a penalty or a factor that fits all points, if one does. */
    private List<Wiring> free(Wiring way, Computed numbers, LoggedPoints points) {
        List<Wiring> result = new ArrayList<>();
        int n = points.pairs().size();
        double least = points.pairs().stream().mapToDouble(pair -> pair.point().value()).min().orElse(0);
        double most = points.pairs().stream().mapToDouble(pair -> pair.point().value()).max().orElse(0);
        if (!numbers.agreement().exact() || most - least <= CHANGES * Math.max(Math.abs(most), Math.abs(least))) {
            return result;
        }
        double[] rest = new double[n];
        double[] logged = new double[n];
        double[] tolerance = new double[n];
        double[] value = new double[n];
        for (int i = 0; i < n; i++) {
            LoggedSeries.Point point = points.pairs().get(i).point();
            value[i] = numbers.numbers().get(i).value();
            logged[i] = point.value();
            tolerance[i] = Agreement.tolerance(point, numbers.numbers().get(i));
            rest[i] = logged[i] - value[i];
        }
        List<Change> fitted = new ArrayList<>();
        common(logged, value, tolerance).ifPresent(factor -> fitted.add(Penalties.factor(factor)));
        for (String of : List.of("parameters", "weights")) {
            boolean[] counted = Penalties.counted(context, of);
            for (boolean absolute : new boolean[] {false, true}) {
                double[] sizes = points.pairs()
                        .stream()
                        .mapToDouble(pair -> Penalties.size(values.theta(pair.checkpoint()), counted, absolute))
                        .toArray();
                common(rest, sizes, tolerance)
                        .ifPresent(factor -> fitted.add(Penalties.included(factor, of, absolute, true)));
            }
        }
        if (way.changes().isEmpty() && context.classes()) {
            smoothing(logged, value, tolerance, points).ifPresent(fitted::add);
        }
        for (Change one : fitted) {
            List<Change> changes = new ArrayList<>(way.changes());
            changes.add(one);
            one.apply(way.reading(), context).ifPresent(reading -> result.add(new Wiring(changes, reading)));
        }
        return result;
    }

    /** Labels smoothed by one share that fits all points: the loss is affine in it. */
    private Optional<Change> smoothing(double[] logged, double[] plain, double[] tolerance, LoggedPoints points) {
        Optional<Reading> uniform = CriterionChanges.smoothed(1, true).apply(base, context);
        double[] more = new double[plain.length];
        double[] rest = new double[plain.length];
        for (int i = 0; i < more.length; i++) {
            int checkpoint = points.pairs().get(i).checkpoint();
            double whole = uniform.flatMap(reading -> values.at(checkpoint, reading))
                    .map(Values.Value::value)
                    .orElse(Double.NaN);
            double sign = whole < plain[i] ? -1 : 1;
            more[i] = sign * (whole - plain[i]);
            rest[i] = sign * (logged[i] - plain[i]);
        }
        return common(rest, more, tolerance).filter(share -> share < 1)
                .map(share -> CriterionChanges.smoothed(share, true));
    }

    /** A positive c with |c b_i - a_i| within the tolerance at all points. */
    private static Optional<Double> common(double[] a, double[] b, double[] tolerance) {
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        for (int i = 0; i < a.length; i++) {
            if (!(b[i] > 0)) {
                return Optional.empty();
            }
            low = Math.max(low, (a[i] - tolerance[i]) / b[i]);
            high = Math.min(high, (a[i] + tolerance[i]) / b[i]);
        }
        return low > 0 && low <= high ? Optional.of(0.5 * (low + high)) : Optional.empty();
    }

    /** The simplest way whose numbers before and after an epoch enclose the logged ones, at four of five points at least. */
    private static Optional<SeriesVerdict.EpochMean> averaged(List<Computed> singles, LoggedPoints points) {
        int n = points.pairs().size() - 1;
        if (n < 2) {
            return Optional.empty();
        }
        List<SeriesVerdict.EpochMean> found = new ArrayList<>();
        for (Computed one : singles) {
            int between = 0;
            for (int i = 1; i <= n; i++) {
                double before = one.numbers().get(i - 1).value();
                double after = one.numbers().get(i).value();
                double logged = points.pairs().get(i).point().value();
                boolean next = points.pairs().get(i).checkpoint() == points.pairs().get(i - 1).checkpoint() + 1;
                between += next && logged >= Math.min(before, after) && logged <= Math.max(before, after) ? 1 : 0;
            }
            if (one.agreement().exact() && between >= BETWEEN * n) {
                found.add(new SeriesVerdict.EpochMean(one.way(), between, n, 0));
            }
        }
        return found.stream()
                .min(Comparator.comparingInt(one -> one.way().order()))
                .map(one -> new SeriesVerdict.EpochMean(one.way(), one.between(), one.of(), found.size() - 1))
                // What several ways enclose says something only of the way that was told.
                .filter(one -> one.others() == 0 || one.way().changes().isEmpty());
    }
}
