package org.paisaje.study.problem;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.paisaje.data.Cycles;
import org.paisaje.data.Dataset;
import org.paisaje.data.Images;
import org.paisaje.data.Indicators;
import org.paisaje.data.Logarithms;
import org.paisaje.data.Outliers;
import org.paisaje.data.Partition;
import org.paisaje.data.PeriodicInputs;
import org.paisaje.data.Resampled;
import org.paisaje.data.RowOrder;
import org.paisaje.data.Standardization;
import org.paisaje.data.TargetScale;
import org.paisaje.data.TestShare;
import org.paisaje.data.Whitening;
import org.paisaje.data.builtin.Datasets;
import org.paisaje.data.format.csv.CsvDialect;
import org.paisaje.data.source.Grouping;
import org.paisaje.data.source.SampleShape;
import org.paisaje.data.source.SourceOptions;
import org.paisaje.data.source.Sources;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Words;

/** Which data a problem takes and how they are prepared; everything is fixed on the training part. */
final class DataPlan {
    private static final double USUAL_SPLIT = 0.2;
    private static final int FEWEST_TO_DIVIDE = 10;

    /** Data by name, to be opened, or at hand. */
    sealed interface Source {
        String name();

        record Named(String name) implements Source {}

        record AtHand(Dataset data) implements Source {
            @Override
            public String name() {
                return data.name();
            }
        }
    }

    /** Data ready to be trained and tested on. */
    record Prepared(Dataset train, Optional<Dataset> test, Optional<Standardization> inputScale,
            Optional<Whitening> whitening, Optional<TargetScale> scale, Optional<RowOrder> order) {}

    Source data = new Source.Named("digits");
    SourceOptions reading = SourceOptions.detected();
    Optional<Source> test = Optional.empty();
    @Nullable
    TestShare split;
    boolean standardized;
    /** How many directions of the inputs are whitened; 0 for none. */
    int whitened;
    boolean standardizedTargets;
    boolean logTargets;
    List<String> logs = List.of();
    boolean balanced;
    boolean withoutOutliers;
    List<String> codes = List.of();
    List<String> dates = List.of();
    List<String> cyclic = List.of();
    int periods;
    int shifts;

    /** Complains about what contradicts itself. */
    void check() {
        if (test.isPresent() && split != null) {
            throw new IllegalArgumentException("--test and --split: give one of them");
        }
    }

    /** The shape of a sample in the array that the data are in; empty if they are in none or are changed on the way. */
    List<Integer> shape() {
        return data instanceof Source.Named(String name) && periods == 0 && codes.isEmpty() && dates.isEmpty()
                && cyclic.isEmpty()
                        ? SampleShape.of(name)
                        : List.of();
    }

    /** Opens, divides and transforms. */
    Prepared prepare(Seed seed, List<String> remarks) {
        Optional<TargetScale> scale = Optional.empty();
        Sources.Read read = open(data, seed, remarks);
        Dataset all = read.data();
        if (!read.gaps().isEmpty()) {
            remarks.add(read.data().name() + ": the means that fill missing values are those of the training part");
        }
        Optional<Dataset.Split> parts = test.isPresent()
                ? Optional.of(new Dataset.Split(all, opened(test.get(), read, seed, remarks)))
                : divided(read, seed);
        if (test.isEmpty() && parts.isPresent() && read.groups().isPresent()) {
            remarks.add(whole(read.groups().get(), read.data().size(), parts.get().test().size()));
        }
        Optional<RowOrder> order = order(read, parts, seed);
        if (withoutOutliers) {
            Dataset.Split before = parts.orElse(new Dataset.Split(all, all));
            Outliers apart = Outliers.of(before.train());
            order = order.map(rows -> rows.kept(apart.kept(before.train()), rows.test().length == 0
                    ? new int[0]
                    : apart.kept(before.test())));
            Dataset.Split less = lessOutliers(remarks, before);
            all = less.train();
            parts = parts.map(split -> less);
        }
        if (!logs.isEmpty()) {
            Logarithms map = Logarithms.of(all, logs);
            parts = parts.map(both -> new Dataset.Split(map.apply(both.train()), map.apply(both.test())));
            all = parts.isPresent() ? all : map.apply(all);
        }
        List<String> numbers = codes.stream().filter(code -> read.categories().named(code).isEmpty()).toList();
        if (!numbers.isEmpty()) {
            Indicators map = Indicators.of(parts.map(Dataset.Split::train).orElse(all), numbers);
            parts = parts.map(both -> new Dataset.Split(map.apply(both.train()), map.apply(both.test())));
            all = parts.isPresent() ? all : map.apply(all);
        }
        if (!dates.isEmpty() || !cyclic.isEmpty()) {
            Cycles map = Cycles.of(parts.map(Dataset.Split::train).orElse(all), dates, cyclic);
            parts = parts.map(both -> new Dataset.Split(map.apply(both.train()), map.apply(both.test())));
            all = parts.isPresent() ? all : map.apply(all);
        }
        Optional<Standardization> inputScale = Optional.empty();
        if (standardized) {
            Standardization map = Standardization.of(parts.map(Dataset.Split::train).orElse(all).x());
            inputScale = Optional.of(map);
            parts = parts.map(both -> new Dataset.Split(map.apply(both.train()), map.apply(both.test())));
            all = parts.isPresent() ? all : map.apply(all);
        }
        if (standardizedTargets || logTargets) {
            TargetScale map = TargetScale.of(parts.map(Dataset.Split::train).orElse(all), logTargets,
                    standardizedTargets);
            scale = Optional.of(map);
            remarks.add(scaled(map));
            parts = parts.map(both -> new Dataset.Split(map.apply(both.train()), map.apply(both.test())));
            all = parts.isPresent() ? all : map.apply(all);
        }
        Optional<Whitening> whitening = Optional.empty();
        if (whitened > 0) {
            Whitening map = Whitening.of(parts.map(Dataset.Split::train).orElse(all).x(), whitened);
            whitening = Optional.of(map);
            UnaryOperator<Dataset> apply = set -> set.withInputs(map.apply(set.x()));
            parts = parts.map(both -> new Dataset.Split(apply.apply(both.train()), apply.apply(both.test())));
            all = parts.isPresent() ? all : apply.apply(all);
        }
        if (periods > 0 || balanced) {
            Dataset.Split changed = changed(parts.orElse(new Dataset.Split(all, all)));
            all = changed.train();
            parts = parts.map(split -> changed);
        }
        Dataset train = Images.shifted(parts.map(Dataset.Split::train).orElse(all), shifts);
        return new Prepared(train, parts.map(Dataset.Split::test), inputScale, whitening, scale,
                balanced || shifts > 0 ? Optional.empty() : order);
    }

    /** Where the rows stood in their files; built-in data have no order that means anything. */
    private Optional<RowOrder> order(Sources.Read read, Optional<Dataset.Split> parts, Seed seed) {
        if (data instanceof Source.Named(String name) && Datasets.knows(name)) {
            return Optional.empty();
        }
        return Optional.of(parts.isPresent() && test.isEmpty()
                ? RowOrder.of(partition(read, seed))
                : RowOrder.of(read.data(), parts.map(Dataset.Split::test)));
    }

    private Dataset.Split lessOutliers(List<String> remarks, Dataset.Split split) {
        Outliers apart = Outliers.of(split.train());
        Dataset train = apart.without(split.train());
        Dataset tested = apart.without(split.test());
        int gone = split.train().size() - train.size();
        remarks.add(data.name() + ": " + (gone == 0
                ? "no training row holds a value that lies apart, none is left out"
                : Words.count(gone, "training row")
                        + " with values that lie apart from all others of their column left out"));
        return new Dataset.Split(train, tested);
    }

    private String scaled(TargetScale map) {
        if (map.standardization().isEmpty()) {
            return data.name() + ": targets are ln y; losses are those of the logarithms";
        }
        return data.name() + ": targets are scaled by (" + (map.logarithm() ? "ln " : "") + "y - m)/s with m = "
                + Arrays.toString(map.means()) + " and s = " + Arrays.toString(map.scales())
                + "; losses are those of the scaled targets";
    }

    /** Everything is fixed on the training part. */
    private Dataset.Split changed(Dataset.Split split) {
        Dataset.Split result = split;
        if (periods > 0) {
            PeriodicInputs map = PeriodicInputs.of(result.train().x(), periods);
            result = new Dataset.Split(result.train().withInputs(map.apply(result.train().x())),
                    result.test().withInputs(map.apply(result.test().x())));
        }
        if (balanced && result.train().classes().isEmpty()) {
            throw new IllegalArgumentException("--balance repeats rows of rare classes; " + data.name()
                    + " is a regression and has none");
        }
        return balanced ? new Dataset.Split(Resampled.balanced(result.train()), result.test()) : result;
    }

    private Sources.Read open(Source source, Seed seed, List<String> remarks) {
        return switch (source) {
            case Source.AtHand(Dataset set) -> Sources.Read.of(set);
            case Source.Named(String name) -> remarked(remarks, name, Sources.read(name, told(), seed.named("data")));
        };
    }

    private Dataset opened(Source source, Sources.Read train, Seed seed,
            List<String> remarks) {
        return switch (source) {
            case Source.AtHand(Dataset set) -> set.alignedTo(train.data());
            case Source.Named(String name) -> {
                Sources.Read read = remarked(remarks, name,
                        Sources.readTest(name, told(), seed.named("test"), train));
                if (read.groups().isPresent() && train.groups().isPresent()) {
                    int shared = read.groups().get().shared(train.groups().get());
                    remarks.add(name + ": " + shared + " of its " + Words.count(read.data().size(), "row") + " "
                            + (shared == 1 ? "is" : "are") + " of groups that " + data.name() + " has as well"
                            + (shared == 0 ? "" : "; what they say of new groups may be too good"));
                }
                yield read.data();
            }
        };
    }

    /** How whole groups were divided. */
    private String whole(Grouping groups, int rows, int tested) {
        return data.name() + ": its " + Words.count(groups.count(), "group") + " of rows by "
                + reading.dialect().group().orElse("") + " are kept whole, " + tested + " of the "
                + Words.count(rows, "row") + " being test rows; classes are not kept in proportion";
    }

    /** How files are read, columns of words told. */
    private SourceOptions told() {
        return reading.dialect(reading.dialect().withWords(codes));
    }

    private Sources.Read remarked(List<String> remarks, String name, Sources.Read read) {
        read.notes().forEach(note -> remarks.add(name + ": " + note));
        return read;
    }

    /** A fifth is kept for testing unless there is next to nothing to divide. */
    private Optional<Dataset.Split> divided(Sources.Read read, Seed seed) {
        return share(read).share() == 0 ? Optional.empty() : Optional.of(read.split(partition(read, seed)));
    }

    /** The rows to test on, whole groups of them where some belong together. */
    private Partition partition(Sources.Read read, Seed seed) {
        TestShare share = share(read);
        if (read.groups().isEmpty()) {
            return share.of(read.data(), seed.named("split"));
        }
        if (share.last()) {
            throw new IllegalArgumentException(
                    "--group and --split last:SHARE: whole groups of rows are drawn, and the last "
                            + "rows are not; give one of them");
        }
        return read.data().partition(read.groups().get().numbers(), share.share(), seed.named("split"));
    }

    private TestShare share(Sources.Read read) {
        return split == null ? TestShare.drawn(read.data().size() < FEWEST_TO_DIVIDE ? 0 : USUAL_SPLIT) : split;
    }

    /** Adds what was said to a setting. */
    void describe(Map<String, Object> setting) {
        setting.put("data", data.name());
        reading.target().ifPresent(column -> setting.put("target", column));
        if (reading.reading() != SourceOptions.Reading.DETECTED) {
            setting.put("task", reading.reading().name().toLowerCase(Locale.ROOT));
        }
        reading.dialect().separator().ifPresent(mark -> setting.put("separator", mark.toString()));
        reading.dialect().decimal().ifPresent(mark -> setting.put("decimal", mark.toString()));
        if (reading.dialect().missing() != CsvDialect.Missing.REFUSE) {
            setting.put("missing", reading.dialect().missing().name().toLowerCase(Locale.ROOT));
        }
        if (!reading.dialect().codes().isEmpty()) {
            setting.put("missing-value", String.join(",", reading.dialect().codes()));
        }
        if (!reading.dialect().drop().isEmpty()) {
            setting.put("drop", reading.dialect().drop());
        }
        reading.dialect().group().ifPresent(column -> setting.put("group", column));
        test.ifPresent(source -> setting.put("test", source.name()));
        if (split != null) {
            setting.put("split", split.written());
        }
        if (standardized) {
            setting.put("standardize", true);
        }
        if (whitened > 0) {
            setting.put("whiten", whitened == Integer.MAX_VALUE ? "all" : String.valueOf(whitened));
        }
        if (standardizedTargets) {
            setting.put("standardize-target", true);
        }
        if (logTargets) {
            setting.put("target-log", true);
        }
        if (!logs.isEmpty()) {
            setting.put("input-log", String.join(",", logs));
        }
        if (periods > 0) {
            setting.put("periodic", periods);
        }
        if (!codes.isEmpty()) {
            setting.put("one-hot", String.join(",", codes));
        }
        if (!dates.isEmpty()) {
            setting.put("date", String.join(",", dates));
        }
        if (!cyclic.isEmpty()) {
            setting.put("cyclic", String.join(",", cyclic));
        }
        if (withoutOutliers) {
            setting.put("drop-outliers", true);
        }
        if (balanced) {
            setting.put("balance", true);
        }
        if (shifts > 0) {
            setting.put("shifts", shifts);
        }
    }
}
