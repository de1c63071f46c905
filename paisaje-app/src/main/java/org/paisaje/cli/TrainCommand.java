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
import org.paisaje.data.Dataset;
import org.paisaje.loss.Loss;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.report.Numbers;
import org.paisaje.report.terminal.Progress;
import org.paisaje.study.Provenance;
import org.paisaje.study.train.Fit;
import org.paisaje.study.train.FitFiles;
import org.paisaje.study.train.FitResult;
import org.paisaje.study.train.FitSetting;
import org.paisaje.training.Optimizer;
import org.paisaje.training.Optimizers;
import org.paisaje.training.Schedule;
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
            SourceFlags.HELP,
            "%nNetworks: mlp:784-512-10:relu, linear:5-4-3, resnet:2x50:tanh:step=0.05. Weights: .safetensors or .npz, PyTorch's "
                    + "nn.Sequential too.",
            "%nWith --out: weights.safetensors, history.csv, history.json, result.json and a checkpoint for --resume.",
            "%nExamples:",
            "  paisaje train",
            "  paisaje train --data rings:n=500 --net mlp:2-16-16-1:tanh --epochs 100 --out rings",
            "  paisaje train --data measured.csv --target price --standardize --net mlp:8-64-1:gelu",
            "  paisaje train --data survey.csv --target income --separator ';' --decimal , --missing drop --drop id",
            "  paisaje train --data idx:train-images.gz,train-labels.gz --net mlp:784-512-512-10:relu \\",
            "      --optimizer adam:1e-3 --epochs 5 --batch 128 --seed 1 --out run1"
        })
final class TrainCommand implements Callable<Integer> {
    private static final int HIDDEN = 64;
    private static final int USUAL_BATCH = 32;
    private static final int USUAL_EPOCHS = 20;
    private static final int USUAL_FULL_STEPS = 1000;

    @Mixin
    private ProblemOptions problem = new ProblemOptions();

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
        ProblemOptions.Parts parts = problem.parts(seed);
        common.note(parts.notes());
        FitSetting setting = setting(parts, seed);
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

    private FitSetting setting(ProblemOptions.Parts parts, Seed seed) {
        Dataset train = parts.train();
        Architecture network = problem.network(train, HIDDEN);
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

    private double[] start(FitSetting setting, Seed seed) {
        if (resume && problem.hasWeights()) {
            throw new IllegalArgumentException("--weights and --resume: give one of them; each says where to start");
        }
        return problem.start(setting.network(), seed);
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
        result.put("commit", provenance.commit());
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
