package org.paisaje.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.paisaje.claims.run.Provenance;
import org.paisaje.data.Dataset;
import org.paisaje.data.SourceOptions;
import org.paisaje.data.Sources;
import org.paisaje.data.Standardization;
import org.paisaje.loss.Loss;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Activation;
import org.paisaje.network.Architecture;
import org.paisaje.network.Initializer;
import org.paisaje.network.Mlp;
import org.paisaje.report.Numbers;
import org.paisaje.report.terminal.Progress;
import org.paisaje.training.Optimizer;
import org.paisaje.training.Optimizers;
import org.paisaje.training.Schedule;
import org.paisaje.training.fit.Fit;
import org.paisaje.training.fit.FitFiles;
import org.paisaje.training.fit.FitResult;
import org.paisaje.training.fit.FitSetting;
import org.paisaje.weights.Weights;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a network. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Trains a network on data. Without options: a small one on the built-in digits.",
        footer = {
            "%nData: a built-in name (digits, iris, rings, discs, moons, spirals, blobs, xor, four-points, intervals, parity, "
                    + "step, gaussian, teacher) with options as rings:n=500,noise=0.05; FILE.csv with --target; FILE.npz with x "
                    + "and y; X.npy,Y.npy; idx:IMAGES,LABELS.",
            "%nNetworks: mlp:784-512-10:relu, linear:5-4-3, resnet:2x50:tanh:step=0.05. Weights: .safetensors or .npz, PyTorch's "
                    + "nn.Sequential too.",
            "%nWith --out: weights.safetensors, history.csv, history.json, result.json and a checkpoint for --resume.",
            "%nExamples:",
            "  paisaje train",
            "  paisaje train --data rings:n=500 --net mlp:2-16-16-1:tanh --epochs 100 --out rings",
            "  paisaje train --data measured.csv --target price --standardize --net mlp:8-64-1:gelu",
            "  paisaje train --data idx:train-images.gz,train-labels.gz --net mlp:784-512-512-10:relu \\",
            "      --optimizer adam:1e-3 --epochs 5 --batch 128 --seed 1 --out run1"
        })
final class TrainCommand implements Callable<Integer> {
    private static final double USUAL_SPLIT = 0.2;
    private static final int USUAL_BATCH = 32;
    private static final int USUAL_EPOCHS = 20;
    private static final int USUAL_FULL_STEPS = 1000;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            defaultValue = "digits",
            description = "What to train on (default: ${DEFAULT-VALUE}).")
    private String data = "digits";

    @Option(
            names = "--target",
            paramLabel = "COLUMN",
            description = "The column of a CSV file to predict: name, or number from 1 (-1: last).")
    private @Nullable String target;

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description = "regression or classification, where the data do not tell.")
    private @Nullable String task;

    @Option(names = "--test", paramLabel = "DATA", description = "What to test on (default: a fifth of the data).")
    private @Nullable String test;

    @Option(
            names = "--split",
            paramLabel = "SHARE",
            description = "The share to test on, classes in proportion; 0 for none (default: 0.2).")
    private @Nullable Double split;

    @Option(names = "--standardize", description = "Inputs to mean 0 and variance 1, by the training data.")
    private boolean standardize;

    @Option(names = "--net", paramLabel = "NET", description = "The network (default: one hidden layer of 64 ReLUs).")
    private @Nullable String net;

    @Option(names = "--weights", paramLabel = "FILE", description = "Weights to start from.")
    private @Nullable Path weights;

    @Option(
            names = "--init",
            paramLabel = "NAME",
            description = "How weights are drawn, as he-normal (default: by the network).")
    private @Nullable String init;

    @Option(
            names = "--loss",
            paramLabel = "LOSS",
            description = "The loss (default: cross-entropy for classes, else squared).")
    private @Nullable String loss;

    @Option(
            names = "--optimizer",
            paramLabel = "RULE",
            defaultValue = "adam:1e-3",
            description = "The rule of the steps, as sgd:0.1 (default: ${DEFAULT-VALUE}).")
    private String optimizer = "adam:1e-3";

    @Option(
            names = "--schedule",
            paramLabel = "SCHEDULE",
            defaultValue = "constant",
            description = "Of the rate, as cosine:1000 (default: ${DEFAULT-VALUE}).")
    private String schedule = "constant";

    @Option(names = "--clip", paramLabel = "NORM", description = "Scales longer gradients down to this norm.")
    private double clip = Double.POSITIVE_INFINITY;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Passes over the data (default: 20; 1000 on full batches).")
    private @Nullable Long epochs;

    @Option(names = "--batch", paramLabel = "N", description = "Samples for each step; 0 for all (default: 32).")
    private @Nullable Integer batch;

    @Option(
            names = "--resume",
            description = "Continues the run in the folder of --out; give the same options, perhaps more epochs.")
    private boolean resume;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Seed seed = common.seed();
        FitSetting setting = setting(data(seed), seed);
        Optional<Path> folder = Optional.ofNullable(common.out());
        checkFolder(folder);
        double[] theta = start(setting, seed);
        Provenance provenance = Provenance.now(common.threads(), common.seedNumber());
        try (Interruption interruption = Interruption.ofThisThread()) {
            return conclude(run(setting, theta, folder), folder, provenance);
        }
    }

    private int conclude(FitResult result, Optional<Path> folder, Provenance provenance) {
        String json = FitFiles.json(result, Map.of("command", ClaimsCommand.given(spec)), describe(provenance),
                folder.isPresent());
        folder.ifPresent(path -> FitFiles.write(path, result, json));
        var report = new TrainReport(result, folder, spec.commandLine().getOut(), spec.commandLine().getErr());
        if (common.json()) {
            spec.commandLine().getOut().print(json);
        } else {
            report.print();
        }
        if (result.completed()) {
            return ExitStatus.DONE;
        }
        report.explainFailure();
        return ExitStatus.FAILED;
    }

    /** What to train on and what to test on. */
    private record Parts(Dataset train, Optional<Dataset> test) {}

    private Parts data(Seed seed) {
        SourceOptions options = options();
        Dataset all = Sources.open(data, options, seed.named("data"));
        String other = test;
        if (other != null && split != null) {
            throw new IllegalArgumentException("--test and --split: give one of them");
        }
        Optional<Dataset.Split> parts = other != null
                ? Optional.of(new Dataset.Split(all, Sources.open(other, options, seed.named("test")).alignedTo(all)))
                : divided(all, seed);
        if (parts.isEmpty()) {
            return new Parts(standardize ? Standardization.of(all.x()).apply(all) : all, Optional.empty());
        }
        Dataset.Split both = standardize ? Standardization.ofTrain(parts.get()) : parts.get();
        return new Parts(both.train(), Optional.of(both.test()));
    }

    /** A fifth is kept for testing unless there is next to nothing to divide. */
    private Optional<Dataset.Split> divided(Dataset all, Seed seed) {
        Double asked = split;
        if (asked == null) {
            return all.size() < 10 ? Optional.empty() : Optional.of(all.split(USUAL_SPLIT, seed.named("split")));
        }
        return asked == 0 ? Optional.empty() : Optional.of(all.split(asked, seed.named("split")));
    }

    private SourceOptions options() {
        SourceOptions options = SourceOptions.detected();
        String column = target;
        if (column != null) {
            options = options.withTarget(column);
        }
        String kind = task;
        return kind == null ? options : options.reading(switch (kind) {
            case "regression" -> SourceOptions.Reading.REGRESSION;
            case "classification" -> SourceOptions.Reading.CLASSIFICATION;
            default -> throw new IllegalArgumentException(
                    "--task is " + kind + "; write regression or classification");
        });
    }

    private FitSetting setting(Parts parts, Seed seed) {
        Dataset train = parts.train();
        Architecture network = network(train);
        Optimizer rule = Optimizers.parse(optimizer);
        Integer asked = batch;
        int size = asked != null ? asked : onAllSamples(rule) ? 0 : Math.min(USUAL_BATCH, train.size());
        Long passes = epochs;
        String lossName = loss;
        return new FitSetting(train, parts.test(), network,
                lossName == null ? FitSetting.usualLoss(train.task(), network.outputs()) : Loss.parse(lossName), rule,
                Schedule.parse(schedule), clip,
                passes != null ? passes : size == 0 ? USUAL_FULL_STEPS : USUAL_EPOCHS, size, seed, common.threads());
    }

    /** Rules that solve with the curvature are meant for the whole function. */
    private static boolean onAllSamples(Optimizer rule) {
        return rule.needsFullBatch() || List.of("newton", "gauss-newton", "lm").contains(rule.name());
    }

    private Architecture network(Dataset train) {
        String text = net;
        Path file = weights;
        if (text == null && file != null) {
            text = Weights.network(file)
                    .orElseThrow(() -> new IllegalArgumentException(
                            file + " does not say what network it is of; add --net, as in --net mlp:2-64-1:tanh"));
        }
        return text == null
                ? Mlp.of(Activation.RELU, train.inputs(), 64, train.outputs())
                : Architecture.parse(text);
    }

    private double[] start(FitSetting setting, Seed seed) {
        Path file = weights;
        String name = init;
        if (file != null && (resume || name != null)) {
            throw new IllegalArgumentException(
                    "--weights goes with neither --resume nor --init: each says where to start");
        }
        if (file != null) {
            return Weights.read(file, setting.network());
        }
        Seed own = seed.named("init");
        return name == null
                ? setting.network().initialize(own)
                : setting.network().initialize(Initializer.parse(name), own);
    }

    private void checkFolder(Optional<Path> folder) {
        if (folder.isPresent() && Files.exists(folder.get()) && !Files.isDirectory(folder.get())) {
            throw new IllegalArgumentException("--out " + folder.get() + " is a file; a folder is needed");
        }
        if (resume && folder.isEmpty()) {
            throw new IllegalArgumentException("--resume needs --out DIR, the folder of the run to continue");
        }
        if (resume && !Files.exists(folder.orElseThrow().resolve(FitFiles.CHECKPOINT))) {
            throw new IllegalArgumentException("--resume: there is no file " + FitFiles.CHECKPOINT + " in "
                    + folder.orElseThrow() + "; start without --resume");
        }
    }

    private FitResult run(FitSetting setting, double[] theta, Optional<Path> folder) {
        long total = setting.epochs() * setting.stepsPerEpoch();
        Optional<Path> checkpoint = folder.map(path -> path.resolve(FitFiles.CHECKPOINT));
        try (Progress progress = common.progress("training", total)) {
            Fit.Listener listener = (step, all, loss) -> progress.at(step, "epoch "
                    + String.format(Locale.ROOT, "%.1f", (double) step / setting.stepsPerEpoch()) + "  loss "
                    + Numbers.significant(loss, 3));
            return resume
                    ? Fit.resume(setting, checkpoint.orElseThrow(), listener)
                    : Fit.run(setting, theta, checkpoint, listener);
        }
    }

    private static Map<String, Object> describe(Provenance provenance) {
        var result = new LinkedHashMap<String, Object>();
        result.put("version", provenance.version());
        result.put("commit", Version.commit());
        result.put("code", provenance.code());
        result.put("jvm", provenance.jvm());
        result.put("cpu", provenance.cpu());
        result.put("backend", provenance.backend());
        result.put("threads", provenance.threads());
        result.put("seed", provenance.seed());
        result.put("started", provenance.started());
        return result;
    }
}
