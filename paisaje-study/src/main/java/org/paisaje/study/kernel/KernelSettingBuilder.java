package org.paisaje.study.kernel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.paisaje.data.TestShare;
import org.paisaje.data.source.SourceOptions;
import org.paisaje.data.source.Sources;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.study.problem.Problem;
import org.paisaje.study.problem.ProblemBuilder;
import org.paisaje.study.problem.StartingNetwork;

/**
 * Puts a {@link KernelSetting} together from what a person writes. Points come from data with targets or from a file of their own.
 * What is not said is as usual: the tangent kernel at infinite width, no predictions, the end of training.
 */
public final class KernelSettingBuilder {
    private final long number;
    private final StartingNetwork network;
    private KernelSetting.Kind kind = KernelSetting.Kind.NTK;
    private SourceOptions reading = SourceOptions.detected();
    private Optional<String> data = Optional.empty();
    private Optional<Path> points = Optional.empty();
    private Optional<Path> others = Optional.empty();
    private Optional<String> test = Optional.empty();
    private Optional<TestShare> split = Optional.empty();
    private int shifts;
    private List<String> times = List.of("inf");
    private double ridge;
    private Optional<KernelSetting.Storage> storage = Optional.empty();
    private boolean stored;
    private boolean analysed;

    KernelSettingBuilder(StartingNetwork network, long number) {
        this.network = network;
        this.number = number;
    }

    /** Which kernel. */
    public KernelSettingBuilder kind(KernelSetting.Kind which) {
        kind = which;
        return this;
    }

    /** What data files do not say about themselves. */
    public KernelSettingBuilder reading(SourceOptions options) {
        reading = options;
        return this;
    }

    /** Points with targets, as {@link Sources#read} takes them. */
    public KernelSettingBuilder data(Optional<String> source) {
        data = source;
        return this;
    }

    /** A file of points alone, in place of data. */
    public KernelSettingBuilder points(Optional<Path> file) {
        points = file;
        return this;
    }

    /** A file of other points, for the columns. */
    public KernelSettingBuilder others(Optional<Path> file) {
        others = file;
        return this;
    }

    /** Data to predict for. */
    public KernelSettingBuilder test(Optional<String> source) {
        test = source;
        return this;
    }

    /** The share of the data to predict for, classes in proportion. */
    public KernelSettingBuilder split(Optional<TestShare> share) {
        split = share;
        return this;
    }

    /** Adds copies of the training images, shifted by one pixel each. */
    public KernelSettingBuilder shifted(int copies) {
        shifts = copies;
        return this;
    }

    /** Times of the predictions, numbers from 0 or inf, none twice. */
    public KernelSettingBuilder times(List<String> written) {
        times = List.copyOf(written);
        return this;
    }

    /** rho of {@code (K + rho I) alpha = y}. */
    public KernelSettingBuilder ridge(double rho) {
        ridge = rho;
        return this;
    }

    /** Where a kernel too large for memory goes; {@code always}: it goes there whatever its size. */
    public KernelSettingBuilder storage(KernelSetting.Storage place, boolean always) {
        storage = Optional.of(place);
        stored = always;
        return this;
    }

    /** Spectrum, alignment and figures as well. */
    public KernelSettingBuilder analysed() {
        analysed = true;
        return this;
    }

    /**
     * Reads the data and checks.
     *
     * @throws IllegalArgumentException if something is missing, contradicts itself or does not belong together
     */
    public KernelSetting build() {
        if (points.isPresent() == data.isPresent()) {
            throw new IllegalArgumentException("give the points by one of --data and --x");
        }
        List<Double> instants = instants(times);
        Seed seed = Seed.of(number);
        List<String> remarks = new ArrayList<>();
        Architecture net = network.architecture(remarks);
        Optional<Problem> problem = data.map(source -> problem(source, net));
        problem.ifPresent(built -> remarks.addAll(built.remarks()));
        Matrix x = problem.map(built -> built.train().x()).orElseGet(() -> read(points.orElseThrow(), seed));
        Optional<double[]> theta = kind == KernelSetting.Kind.EMPIRICAL
                ? Optional.of(network.theta(net, seed, remarks))
                : Optional.empty();
        return new KernelSetting(net, kind, theta, problem.map(Problem::train), x,
                others.map(file -> read(file, seed)), problem.flatMap(Problem::test), instants, ridge, storage, stored,
                analysed, seed, options(net, problem), remarks);
    }

    private Problem problem(String source, Architecture net) {
        ProblemBuilder builder = Problem.builder(number).data(source).reading(reading).network(net).shifted(shifts);
        if (test.isPresent()) {
            builder.test(test.get());
        } else {
            builder.split(split.orElse(TestShare.drawn(0)));
        }
        if (!predicts()) {
            builder.unanswered();
        }
        // The squared loss is what a kernel predicts training with, whatever the targets are.
        return builder.loss(Loss.SQUARED).build();
    }

    private boolean predicts() {
        return test.isPresent() || split.isPresent();
    }

    private Matrix read(Path file, Seed seed) {
        return Sources.points(file.toString(), reading, seed);
    }

    private static List<Double> instants(List<String> times) {
        if (times.isEmpty()) {
            throw new IllegalArgumentException("--time names no time; write as in 0,1,10,inf");
        }
        if (times.stream().distinct().count() < times.size()) {
            throw new IllegalArgumentException("--time " + String.join(",", times) + ": a time stands there twice");
        }
        return times.stream().map(KernelSettingBuilder::instant).toList();
    }

    private static double instant(String time) {
        try {
            double value = time.strip().equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(time);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--time: \"" + time + "\" is no time; write as in 0,1,10,inf", e);
        }
        throw new IllegalArgumentException("--time: " + time + " is no time; one is 0 to inf");
    }

    /** The options that decide the result, by name. */
    private Map<String, Object> options(Architecture net, Optional<Problem> problem) {
        var options = new LinkedHashMap<String, Object>();
        problem.ifPresentOrElse(built -> options.putAll(built.setting()), () -> {
            options.put("net", network.text().orElseGet(net::text));
            options.put("x", points.orElseThrow().toString());
            options.put("seed", number);
        });
        options.remove("loss");
        Object tested = options.remove("test");
        if (tested != null) {
            options.put("predict", tested);
        }
        options.remove("split", 0.0);
        others.ifPresent(file -> options.put("x2", file.toString()));
        options.put("kind", kind == KernelSetting.Kind.NNGP ? "nngp" : "ntk");
        if (kind == KernelSetting.Kind.EMPIRICAL) {
            options.put("empirical", true);
            network.describe(options);
        }
        if (predicts()) {
            options.put("time", times);
            options.put("ridge", ridge);
        }
        storage.filter(place -> stored).ifPresent(place -> place.describe(options));
        return options;
    }
}
