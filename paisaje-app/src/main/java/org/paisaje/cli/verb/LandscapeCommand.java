package org.paisaje.cli.verb;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.paisaje.cli.option.EpochsOption;
import org.paisaje.cli.option.FittedProblem;
import org.paisaje.cli.option.SourceFlags;
import org.paisaje.study.explain.run.FinishedRun;
import org.paisaje.study.landscape.GlassSetting;
import org.paisaje.study.landscape.GlassStudy;
import org.paisaje.study.landscape.LandscapeSetting;
import org.paisaje.study.landscape.LandscapeStudy;
import org.paisaje.study.landscape.SliceDirection;
import org.paisaje.study.problem.Problem;
import org.paisaje.study.problem.ProblemBuilder;
import org.paisaje.study.train.FitSetting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The loss around weights. */
@Command(
        name = "landscape",
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
public final class LandscapeCommand extends Verb {
    private static final int HIDDEN = 16;
    private static final int FEW = 4;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "Weights of two networks for the line through them, of three for the plane.")
    private List<Path> files = List.of();

    @Mixin
    private FittedProblem problem = new FittedProblem();

    @Mixin
    private EpochsOption epochs = EpochsOption.before(20, 500);

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
    private double rise;

    @Option(
            names = "--scales",
            paramLabel = "N",
            description = "Looks on so many scales, each a quarter as wide as the one before (default: ${DEFAULT-VALUE}).")
    private int scales = 1;

    @Option(
            names = "--curvature",
            paramLabel = "N",
            description = "Maps the least and the largest eigenvalue of the Hessian at N x N points; 0 for none (default: "
                    + "${DEFAULT-VALUE}).")
    private int curvature;

    @Option(
            names = "--samples",
            paramLabel = "N",
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
            description = "With --critical: adds KAPPA times the squared norm of the parameters, without which critical points come in "
                    + "continua and lie at infinity; 0 for none (default: ${DEFAULT-VALUE}).")
    private double penalty = 0.01;

    @Option(
            names = "--glass",
            paramLabel = "SPINS",
            description = "Critical points of spherical spin glasses in place of a network's: p=3,n=60,draws=4,runs=60 for products of p "
                    + "of n spins, so many draws of the couplings and searches of each; or some of these.")
    private @Nullable String glass;

    @Override
    protected StudyVerb<?> study() {
        String spins = glass;
        if (spins != null) {
            refuseAllBut(Set.of("--glass", "--resume"),
                    "is not for --glass, which has no network and no data; all of it is in "
                            + "p=3,n=60,draws=4,runs=60");
            refuseFiles("--glass");
            return of(new GlassStudy(), () -> GlassSetting.parse(spins, common().seedNumber()))
                    .resuming(problem.resume());
        }
        return of(new LandscapeStudy(), this::setting).resuming(problem.resume());
    }

    private LandscapeSetting setting() {
        Integer starts = critical;
        if (starts != null) {
            String why = "is not for --critical, which has starts of its own";
            refuse(why, "--directions", "--points", "--range", "--rise", "--scales", "--curvature", "--run",
                    "--weights");
            refuseTraining(why);
            refuseFiles("--critical");
            return new LandscapeSetting(problem(), Optional.empty(), samples,
                    new LandscapeSetting.CriticalView(starts, penalty));
        }
        refuse("belongs to --critical", "--penalty");
        String asked = directions;
        Path folder = run;
        if (!files.isEmpty()) {
            String why = "is not for a slice through files, which are taken as they are";
            refuse(why, "--directions", "--run", "--weights", "--rise");
            refuseTraining(why);
        }
        if (folder != null) {
            String why = "has no effect on a run that is over; leave it out";
            refuse(why, "--weights");
            refuseTraining(why);
        }
        refuseBoth("--range", "--rise", "each says where the slice ends");
        List<SliceDirection> kinds = !files.isEmpty()
                ? List.of()
                : SliceDirection.parse(asked != null ? asked : folder != null ? "pca" : "filter,filter");
        var view = new LandscapeSetting.SliceView(files, Optional.ofNullable(folder), kinds, points,
                Optional.ofNullable(range), rise, scales, curvature);
        Problem built = problem();
        boolean asTheyAre = !files.isEmpty() || folder != null;
        Optional<FitSetting> training = asTheyAre ? Optional.empty() : epochs.training(problem, built);
        return new LandscapeSetting(built, training, samples, view);
    }

    private Problem problem() {
        ProblemBuilder builder = problem.builder(common().seedNumber(), critical == null ? HIDDEN : FEW);
        problem.infer(builder, files);
        Path folder = run;
        if (problem.networkText().isEmpty() && folder != null) {
            builder.network(FinishedRun.read(folder, Optional.empty(), Optional.empty()).network());
        }
        Problem built = problem.build(builder);
        built.architecture();
        return built;
    }

    private void refuseFiles(String option) {
        if (!files.isEmpty()) {
            throw new IllegalArgumentException(option + " takes no files of weights: " + files.getFirst());
        }
    }
}
