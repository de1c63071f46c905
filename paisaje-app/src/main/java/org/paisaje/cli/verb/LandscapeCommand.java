package org.paisaje.cli.verb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.paisaje.cli.option.CommonOptions;
import org.paisaje.cli.option.FittedProblem;
import org.paisaje.cli.option.SourceFlags;
import org.paisaje.study.Problem;
import org.paisaje.study.ProblemBuilder;
import org.paisaje.study.explain.run.FinishedRun;
import org.paisaje.study.landscape.GlassSetting;
import org.paisaje.study.landscape.GlassStudy;
import org.paisaje.study.landscape.LandscapeSetting;
import org.paisaje.study.landscape.LandscapeStudy;
import org.paisaje.study.landscape.SliceDirection;
import org.paisaje.study.train.FitSetting;
import org.paisaje.weights.Weights;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The loss around weights. */
@Command(
        name = "landscape",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "The loss on a line or a plane through weights: along random, filter-normalised or Hessian directions, "
                + "through two or three networks, or along a run, with how rugged it is there. Without files or "
                + "--weights a network is trained first. --critical searches its critical points instead, --glass those of a spin "
                + "glass.",
        footer = {
            SourceFlags.HELP,
            "%nWith --out: surface.npy (rows along the second direction) with first.npy and second.npy, or slice.csv of a "
                    + "line, path.csv of a run; of --critical critical.csv, critical-points.npy and eigenvalues.npy (rows from low to high); of --glass "
                    + "glass.csv; report.html, result.json.",
            "%nExamples:",
            "  paisaje landscape --data rings:n=200 --net mlp:2-16-1:tanh --out rings",
            "  paisaje landscape --weights run1/weights.safetensors --data digits --directions top,bottom --curvature 9",
            "  paisaje landscape --data moons --net mlp:2-16-16-1:relu --directions pca --optimizer adam:1e-2",
            "  paisaje landscape a.safetensors b.safetensors c.safetensors --data digits",
            "  paisaje landscape --critical 200 --data moons:n=40 --net mlp:2-4-1:tanh --loss squared --out critical",
            "  paisaje landscape --glass p=3,n=60 --out glass"
        })
public final class LandscapeCommand implements Callable<Integer> {
    private static final int HIDDEN = 16;
    private static final int FEW = 4;
    private static final int USUAL_EPOCHS = 20;
    private static final int USUAL_FULL_STEPS = 500;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "Weights of two networks for the line through them, of three for the plane.")
    private List<Path> files = List.of();

    @Mixin
    private FittedProblem problem = new FittedProblem();

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Passes over the data before; 0 looks at the weights as they are (default: 0 with --weights, else 20; "
                    + "500 on full batches).")
    private @Nullable Long epochs;

    @Option(
            names = "--run",
            paramLabel = "DIR",
            description = "The plane of a run that is over, by the checkpoints in its folder.")
    private @Nullable Path run;

    @Option(
            names = "--directions",
            paramLabel = "KINDS",
            description = "One for a line, two for a plane: filter (random, filter-normalised), random, top, bottom "
                    + "(eigenvectors of the Hessian); or pca, the plane of the run (default: filter,filter).")
    private @Nullable String directions;

    @Option(
            names = "--points",
            paramLabel = "N",
            defaultValue = "51",
            description = "Places along each direction (default: ${DEFAULT-VALUE}).")
    private int points = 51;

    @Option(
            names = "--range",
            paramLabel = "R",
            description = "Looks from -R to R (default: by --rise; around the run or the networks).")
    private @Nullable Double range;

    @Option(
            names = "--rise",
            paramLabel = "FACTOR",
            defaultValue = "10",
            description = "The range ends where the loss has risen by this factor (default: ${DEFAULT-VALUE}).")
    private double rise = 10;

    @Option(
            names = "--scales",
            paramLabel = "N",
            defaultValue = "1",
            description = "Looks on so many scales, each a quarter as wide as the one before (default: ${DEFAULT-VALUE}).")
    private int scales = 1;

    @Option(
            names = "--curvature",
            paramLabel = "N",
            defaultValue = "0",
            description = "Maps the least and the largest eigenvalue of the Hessian at N x N points; 0 for none (default: "
                    + "${DEFAULT-VALUE}).")
    private int curvature;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "0",
            description = "Takes the loss over so many training samples at even distances; 0 for all (default: ${DEFAULT-VALUE}).")
    private int samples;

    @Option(
            names = "--critical",
            paramLabel = "N",
            description = "Searches critical points of the loss from N starts, up to the symmetries of the network, and proves what it "
                    + "can. For networks of at most 1,000 parameters.")
    private @Nullable Integer critical;

    @Option(
            names = "--penalty",
            paramLabel = "KAPPA",
            defaultValue = "0.01",
            description = "With --critical: adds KAPPA times the squared norm of the parameters, without which critical points come in "
                    + "continua and lie at infinity; 0 for none (default: ${DEFAULT-VALUE}).")
    private double penalty = 0.01;

    @Option(
            names = "--glass",
            paramLabel = "SPINS",
            description = "Critical points of spherical spin glasses in place of a network's: p=3,n=60,draws=4,runs=60 for products of p "
                    + "of n spins, so many draws of the couplings and searches of each; or some of these.")
    private @Nullable String glass;

    @Option(names = "--resume", description = "Goes on with the run in --out that was stopped.")
    private boolean resume;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        String spins = glass;
        if (spins != null) {
            onlyGlass();
            return new StudyVerb<>(spec, common, new GlassStudy())
                    .run(() -> GlassSetting.parse(spins, common.seedNumber()));
        }
        return new StudyVerb<>(spec, common, new LandscapeStudy()).resuming(resume).run(this::setting);
    }

    private LandscapeSetting setting() {
        Integer starts = critical;
        if (starts != null) {
            refuse("is not for --critical, which has starts of its own", "--directions", "--points", "--range",
                    "--rise", "--scales",
                    "--curvature", "--run", "--weights", "--epochs", "--optimizer", "--schedule", "--clip", "--batch",
                    "--init",
                    "--resume");
            refuseFiles("--critical");
            return new LandscapeSetting(problem(), Optional.empty(), samples,
                    new LandscapeSetting.CriticalView(starts, penalty));
        }
        refuse("belongs to --critical", "--penalty");
        String asked = directions;
        Path folder = run;
        if (!files.isEmpty()) {
            refuse("is not for a slice through files, which are taken as they are", "--directions", "--run",
                    "--weights", "--epochs", "--optimizer", "--schedule", "--clip", "--batch", "--init", "--rise");
        }
        if (folder != null) {
            refuse("has no effect on a run that is over; leave it away", "--weights", "--epochs", "--optimizer",
                    "--schedule", "--clip", "--batch", "--init");
        }
        if (range != null && spec.commandLine().getParseResult().hasMatchedOption("--rise")) {
            throw new IllegalArgumentException("--range and --rise: give one of them; each says where the slice ends");
        }
        List<SliceDirection> kinds = !files.isEmpty()
                ? List.of()
                : SliceDirection.parse(asked != null ? asked : folder != null ? "pca" : "filter,filter");
        var view = new LandscapeSetting.SliceView(files, Optional.ofNullable(folder), kinds, points,
                Optional.ofNullable(range), rise, scales, curvature);
        Problem built = problem();
        boolean asTheyAre = !files.isEmpty() || folder != null || epochs != null && epochs == 0
                || epochs == null && problem.hasWeights();
        Optional<FitSetting> training = asTheyAre
                ? Optional.empty()
                : Optional.of(problem.setting(built, epochs, USUAL_EPOCHS, USUAL_FULL_STEPS));
        return new LandscapeSetting(built, training, samples, view);
    }

    private Problem problem() {
        ProblemBuilder builder = problem.builder(common.seedNumber(), critical == null ? HIDDEN : FEW);
        if (problem.networkText().isEmpty() && !files.isEmpty()) {
            Weights.Inferred inferred = Weights.infer(files.getFirst());
            inferred.notes().forEach(note -> builder.remark(files.getFirst() + ": " + note));
            builder.network(inferred.network());
        }
        Path folder = run;
        if (problem.networkText().isEmpty() && folder != null) {
            builder.network(FinishedRun.read(folder, Optional.empty(), Optional.empty()).network());
        }
        Problem built = problem.build(builder);
        built.architecture();
        return built;
    }

    /** Of the options of this verb only those that every verb has go with spin glasses. */
    private void onlyGlass() {
        var common = List.of("--glass", "--seed", "--threads", "--out", "--overwrite", "--figures", "--json",
                "--quiet");
        for (var option : spec.commandLine().getParseResult().matchedOptions()) {
            if (!common.contains(option.longestName())) {
                throw new IllegalArgumentException(
                        option.longestName() + " is not for --glass, which has no network and no data; "
                                + "all of it is in p=3,n=60,draws=4,runs=60");
            }
        }
        refuseFiles("--glass");
    }

    private void refuseFiles(String option) {
        if (!files.isEmpty()) {
            throw new IllegalArgumentException(option + " takes no files of weights: " + files.getFirst());
        }
    }

    private void refuse(String why, String... options) {
        for (String option : options) {
            if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new IllegalArgumentException(option + " " + why);
            }
        }
    }
}
