package org.paisaje.study.explain.attempt;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;
import org.paisaje.data.Indicators;
import org.paisaje.data.Logarithms;
import org.paisaje.data.Outliers;
import org.paisaje.data.PeriodicInputs;
import org.paisaje.data.Resampled;
import org.paisaje.data.Standardization;
import org.paisaje.data.Task;
import org.paisaje.data.Whitening;
import org.paisaje.data.source.Sources;
import org.paisaje.loss.Loss;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Initializer;
import org.paisaje.risk.Risk;
import org.paisaje.study.Words;
import org.paisaje.training.optimizer.Optimizer;
import org.paisaje.training.optimizer.Optimizers;

/**
 * All that a run is made of, as a value of which changed copies are made. What differs between two setups is written as
 * options of the command line by {@link #changesFrom}.
 *
 * @param train the training data, as the network sees them
 * @param test other data of the same kind, if there are any
 * @param network the network
 * @param start theta_0
 * @param given whether theta_0 was read from a file rather than drawn
 * @param initializer how theta_0 is drawn; empty for the default of the network
 * @param loss the loss
 * @param optimizer the rule of the steps, as text
 * @param pace how the rate goes over time, and how long a gradient may be
 * @param batch samples for each step; 0 for all
 * @param steps how many steps
 * @param seed the root of initial weights and of the order of the batches
 * @param threads how many threads an update may use
 * @param prepared what became of the data on the way here
 */
public record Setup(Dataset train, Optional<Dataset> test, Architecture network, double[] start, boolean given,
        String initializer, Loss loss, String optimizer, Pace pace, int batch, long steps, Seed seed, int threads,
        Preparation prepared) {
    /** So many products of samples and parameters are looked at for the signals of layers. */
    private static final long LAYER_ENTRIES = 400_000_000;
    /** At so many steps the schedule is looked at. */
    private static final int LOOKS = 1000;

    /** The rule of the steps. */
    public Optimizer rule() {
        return Optimizers.parse(optimizer);
    }

    /** Whether targets are classes. */
    public boolean classes() {
        return !(train.task() instanceof Task.Regression);
    }

    /** The targets of data in the form that the loss takes. */
    public Matrix targets(Dataset data) {
        return loss.targets(data);
    }

    /** The risk on the training data. */
    public Risk risk() {
        return Risk.of(network, train.x(), targets(train), loss);
    }

    /** The training samples on which signals of layers are taken, for all who speak of them: at most 2000, at even distances. */
    public int[] layerRows() {
        return Reference.spread(train.size(), Math.clamp((long) (LAYER_ENTRIES / network.applications()), 64, 2000));
    }

    /** Whether the layers of the network, dense or convolutional, follow each other. */
    public boolean inRow() {
        return network.sequential();
    }

    /** The number of samples of a step. */
    public int samplesPerStep() {
        return batch == 0 ? train.size() : batch;
    }

    /** Passes over the training data. */
    public double epochs() {
        return batch == 0 ? steps : steps / (double) Math.ceilDiv(train.size(), batch);
    }

    /** Whether the inputs were standardised on the way here. */
    public boolean standardized() {
        return prepared.inputs().isPresent() || whitened();
    }

    /** Whether the inputs were made uncorrelated. */
    public boolean whitened() {
        return prepared.whitening().isPresent();
    }

    /** Whether the columns of the inputs are others than those of the data. */
    public boolean mixedColumns() {
        return periods() > 0 || whitened();
    }

    /** Whether the targets were. */
    public boolean targetsStandardized() {
        return prepared.targets().isPresent();
    }

    /** Whether rows of rarer classes were repeated. */
    public boolean balancedClasses() {
        return prepared.balanced();
    }

    /** Up to how many periods of sines and cosines of the inputs were added to them; 0 for none. */
    public int periods() {
        return prepared.periods();
    }

    /** Whether rows with values that lie apart were left out, as by {@link Outliers}. */
    public boolean outliersLeftOut() {
        return prepared.outliersLeftOut();
    }

    /** The columns of codes in whose place one column for each code was put, by name or number from 1. */
    public List<String> codes() {
        return prepared.codes();
    }

    /** The training inputs as they were before they were standardised. */
    public Matrix rawInputs() {
        return raw(train.x());
    }

    /** Inputs as they were before they were standardised. */
    public Matrix raw(Matrix x) {
        // Where columns were added afterwards there is no way back.
        Matrix standard = prepared.whitening()
                .filter(map -> map.columns() == x.columns())
                .map(map -> map.inverse(x))
                .orElse(x);
        return prepared.inputs()
                .filter(map -> map.columns() == x.columns())
                .map(map -> map.inverse(standard))
                .orElse(standard);
    }

    /** Data with inputs as they were before they were standardised. */
    Dataset raw(Dataset data) {
        return data.withInputs(raw(data.x()));
    }

    /** The training targets as they were before they were standardised. */
    public Matrix rawTargets() {
        return prepared.targets().map(map -> map.inverse(train.y())).orElse(train.y());
    }

    /** With other data of the same sizes. */
    Setup with(UnaryOperator<Dataset> map, Preparation other) {
        return new Setup(map.apply(train), test.map(map), network, start, given, initializer, loss, optimizer, pace,
                batch, steps, seed, threads, other);
    }

    /** On other rows of the same kind, prepared as these were. */
    public Setup on(Dataset training, Dataset held) {
        return new Setup(training, Optional.of(held), network, start, given, initializer, loss, optimizer, pace,
                Math.min(batch, training.size()), steps, seed, threads, prepared);
    }

    /** With inputs of mean 0 and variance 1 by the training data. */
    public Setup withStandardizedInputs() {
        Standardization map = Standardization.of(train.x());
        return with(map::apply, prepared.standardizing(map));
    }

    /** With uncorrelated inputs of variance 1 by the training data, in so many of their widest directions. */
    public Setup withWhitenedInputs(int directions) {
        Whitening map = Whitening.of(train.x(), directions);
        return with(data -> data.withInputs(map.apply(data.x())), prepared.whitening(map));
    }

    /** With targets of mean 0 and variance 1 by the training data. */
    public Setup withStandardizedTargets() {
        Standardization map = Standardization.of(train.y());
        return with(data -> data.withTargets(map.apply(data.y())), prepared.standardizingTargets(map));
    }

    /**
     * With the logarithms of inputs, standardised as before.
     *
     * @param columns by name or by number from 1, of numbers above 0 only
     */
    public Setup withLogarithms(List<String> columns) {
        Logarithms map = Logarithms.of(train, columns);
        Setup raw = with(data -> map.apply(raw(data)), prepared.taking(columns));
        return raw.withStandardizedInputs();
    }

    /** With the logarithms of the targets, standardised. */
    public Setup withLogarithmsOfTargets() {
        Setup raw = with(data -> Logarithms.ofTargets(data.withTargets(prepared.targets()
                .map(scale -> scale.inverse(data.y()))
                .orElse(data.y()))), prepared.takingTargets());
        return raw.withStandardizedTargets();
    }

    /** With whole numbers as classes and an output for each of them; absent if the test data have others. */
    public Optional<Setup> asClasses() {
        int[] own = Arrays.stream(rawTargets().data()).mapToInt(v -> (int) Math.rint(v)).toArray();
        int low = Arrays.stream(own).min().orElse(0);
        int count = Arrays.stream(own).max().orElse(0) - low + 1;
        List<String> names = IntStream.range(low, low + count).mapToObj(String::valueOf).toList();
        Optional<int[]> other = test.map(data -> Arrays.stream(prepared.targets()
                .map(map -> map.inverse(data.y()))
                .orElse(data.y())
                .data()).mapToInt(v -> (int) Math.rint(v)).toArray());
        boolean known = other.map(all -> Arrays.stream(all).allMatch(v -> v >= low && v < low + count)).orElse(true);
        if (!known || count < 3 || !(network instanceof Mlp mlp)) {
            return Optional.empty();
        }
        UnaryOperator<Dataset> map = data -> {
            int[] numbers = data == train ? own : other.orElseThrow();
            Dataset classes = Dataset.classification(data.name(), data.x(),
                    Arrays.stream(numbers).map(v -> v - low).toArray(), names);
            return new Dataset(data.name(), classes.task(), data.x(), classes.y(), data.names());
        };
        int[] widths = mlp.widths().stream().mapToInt(Integer::intValue).toArray();
        widths[widths.length - 1] = count;
        return Optional.of(with(map, prepared.reading("classification")).withLoss(Loss.SOFTMAX_CROSS_ENTROPY)
                .withNetwork(mlp.withWidths(widths)));
    }

    /** With the names of classes as numbers, standardised, and one output; absent if a name is no number. */
    public Optional<Setup> asNumbers() {
        List<String> names = train.classes();
        if (!(network instanceof Mlp mlp)
                || !names.stream().allMatch(name -> name.matches("-?[0-9]{1,12}(\\.[0-9]+)?"))) {
            return Optional.empty();
        }
        int[] widths = mlp.widths().stream().mapToInt(Integer::intValue).toArray();
        widths[widths.length - 1] = 1;
        UnaryOperator<Dataset> map = data -> {
            double[] values = Arrays.stream(data.labels()).mapToDouble(c -> Double.parseDouble(names.get(c))).toArray();
            Matrix y = Matrix.wrap(values.length, 1, values);
            return new Dataset(data.name(), Dataset.regression(data.name(), data.x(), y).task(), data.x(), y,
                    data.names());
        };
        return Optional.of(with(map, prepared.reading("regression")).withLoss(Loss.SQUARED)
                .withNetwork(mlp.withWidths(widths))
                .withStandardizedTargets());
    }

    /** With the rows of rarer classes repeated, so that all classes have about as many. */
    public Setup balanced() {
        // A step sees as many samples, a pass has more of them: the steps stay.
        return new Setup(Resampled.balanced(train), test, network, start, given, initializer, loss, optimizer, pace,
                batch, steps, seed, threads, prepared.balancing());
    }

    /** Without the rows in which a value lies apart, by the training data; what was standardised is so again. */
    public Setup withoutOutliers() {
        Outliers apart = Outliers.of(train);
        Setup less = new Setup(apart.without(train), test.map(apart::without), network, start, given, initializer, loss,
                optimizer, pace, Math.min(batch, apart.kept(train).length), steps, seed, threads, prepared.trimming());
        Setup scaled = standardized() ? less.withStandardizedInputs() : less;
        return targetsStandardized() ? scaled.withStandardizedTargets() : scaled;
    }

    /** With sines and cosines of the inputs beside them and the first layer of the network widened to take them. */
    public Setup withPeriodicInputs(int most) {
        PeriodicInputs map = PeriodicInputs.of(train.x(), most);
        return with(data -> data.withInputs(map.apply(data.x())), prepared.waving(most)).taking(map.columns());
    }

    /**
     * With one column for each code in the place of columns of codes, and the first layer of the network widened to take them.
     *
     * @param columns by name or by number from 1
     */
    public Setup withCodes(List<String> columns) {
        Setup raw = with(this::raw, prepared.coding(columns));
        Indicators map = Indicators.of(raw.train, columns);
        Setup coded = raw.with(map::apply, raw.prepared).taking(map.columns());
        return standardized() ? coded.withStandardizedInputs() : coded;
    }

    /**
     * Without a column of the inputs, and with the first layer of the network as much narrower; absent if the column has no name in
     * a table by which an option leaves it out, or if the network has no such layer.
     */
    public Optional<Setup> withoutColumn(int column) {
        boolean table = !train.names().isEmpty() && (Sources.isTable(train.name()) || Sources.isParquet(train.name()));
        if (!table || train.inputs() < 2 || mixedColumns() || !codes().isEmpty() || !prepared.logs().isEmpty()
                || !(network instanceof Mlp)) {
            return Optional.empty();
        }
        Setup raw = with(data -> Columns.without(raw(data), column), prepared.without(train.names().get(column)));
        Setup less = raw.taking(train.inputs() - 1);
        return Optional.of(standardized() ? less.withStandardizedInputs() : less);
    }

    /** With a network that takes so many inputs, its weights drawn anew. */
    Setup taking(int inputs) {
        int[] widths = ((Mlp) network).widths().stream().mapToInt(Integer::intValue).toArray();
        widths[0] = inputs;
        return withNetwork(((Mlp) network).withWidths(widths));
    }

    /** With another rule. */
    public Setup withOptimizer(String text) {
        return new Setup(train, test, network, start, given, initializer, loss, text, pace, batch, steps, seed, threads,
                prepared);
    }

    /** With another rule, written without what goes without saying. */
    public Setup withRule(Optimizer rule) {
        String brief = rule.text();
        for (String option : rule.text().split(",")) {
            String less = brief.replace("," + option, "");
            // A decay is never usual, and its kind means nothing without it.
            brief = !option.startsWith("decay") && Optimizers.parse(less).text().equals(rule.text()) ? less : brief;
        }
        return withOptimizer(brief);
    }

    /** With another rate of the same rule. */
    public Setup withRate(double rate) {
        int colon = optimizer.indexOf(':');
        int comma = optimizer.indexOf(',');
        String head = colon < 0 ? optimizer : optimizer.substring(0, colon);
        String rest = comma < 0 ? "" : optimizer.substring(comma);
        return withOptimizer(shortest(head + ":" + Words.rate(rate), rest));
    }

    /** Without options that say what goes without saying. */
    private static String shortest(String brief, String options) {
        String whole = brief + options;
        return Optimizers.parse(brief).text().equals(Optimizers.parse(whole).text()) ? brief : whole;
    }

    /** With one setting of the rule other than it is. */
    public Setup withSetting(String key, String value) {
        return withOptimizer(optimizer.replaceFirst(key + "=[^,]*", key + "=" + value));
    }

    /** With another course of the rate, or another bound on gradients. */
    public Setup withPace(Pace other) {
        return new Setup(train, test, network, start, given, initializer, loss, optimizer, other, batch, steps, seed,
                threads, prepared);
    }

    /** The factors that the schedule gives the rate along the run; of a run without steps the first. */
    public double[] factors() {
        return pace.factors(steps, batch == 0 ? 1 : Math.ceilDiv(train.size(), batch), LOOKS);
    }

    /** The largest rate along the run. */
    public double peakRate() {
        return rule().rate() * (pace.constant() ? 1 : Arrays.stream(factors()).max().orElse(1));
    }

    /** The mean rate along the run over that of the rule. */
    public double meanFactor() {
        return pace.constant() ? 1 : Arrays.stream(factors()).average().orElse(1);
    }

    /** Without weight decay. */
    public Setup withoutDecay() {
        String without = optimizer.replaceAll(",decay(-kind)?=[^,]*", "").replaceFirst("^adamw", "adam");
        int comma = without.indexOf(',');
        return withOptimizer(comma < 0 ? without : shortest(without.substring(0, comma), without.substring(comma)));
    }

    /** With weights drawn anew; an empty name stands for the default of the network. */
    public Setup drawn(String name) {
        Initializer how = name.isEmpty() ? Initializer.standardFor(network) : Initializer.parse(name);
        return new Setup(train, test, network, network.initialize(how, seed.named("init")), false, name, loss,
                optimizer, pace, batch, steps, seed, threads, prepared);
    }

    /** With another network, its weights drawn by the default. */
    public Setup withNetwork(Architecture other) {
        return new Setup(train, test, other, other.initialize(seed.named("init")), false, "", loss, optimizer, pace,
                batch,
                steps, seed, threads, prepared);
    }

    /** Without what the outputs go through behind the last layer; the weights stay. */
    public Setup withoutHead() {
        return new Setup(train, test, network.withoutHead(), start, given, initializer, loss, optimizer, pace, batch,
                steps,
                seed, threads, prepared);
    }

    /** With another loss. */
    public Setup withLoss(Loss other) {
        return new Setup(train, test, network, start, given, initializer, other, optimizer, pace, batch, steps, seed,
                threads,
                prepared);
    }

    /** With another number of steps. */
    public Setup withSteps(long count) {
        return new Setup(train, test, network, start, given, initializer, loss, optimizer, pace, batch, count, seed,
                threads,
                prepared);
    }

    /** With another seed: weights drawn anew, by the default of the network if they were read, and another order of batches. */
    public Setup withSeed(Seed other) {
        return new Setup(train, test, network, start, given, initializer, loss, optimizer, pace, batch, steps, other,
                threads,
                prepared).drawn(given ? "" : initializer);
    }

    /** With other batches; the number of steps stays. */
    public Setup withBatch(int samples) {
        return new Setup(train, test, network, start, given, initializer, loss, optimizer, pace, samples, steps, seed,
                threads, prepared);
    }

    /**
     * The options that make this setup out of another one: name to value, an empty value for a flag. A name with a
     * leading {@code -} before its dashes, as {@code ---weights}, is an option to leave out.
     */
    public Map<String, String> changesFrom(Setup other) {
        return SetupChanges.of(this, other);
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
