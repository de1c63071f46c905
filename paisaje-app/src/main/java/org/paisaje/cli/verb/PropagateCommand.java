package org.paisaje.cli.verb;

import java.util.Optional;
import org.paisaje.cli.option.EpochsOption;
import org.paisaje.cli.option.FittedProblem;
import org.paisaje.cli.option.SourceFlags;
import org.paisaje.study.problem.Problem;
import org.paisaje.study.problem.ProblemBuilder;
import org.paisaje.study.propagate.PropagateSetting;
import org.paisaje.study.propagate.PropagateStudy;
import org.paisaje.study.train.FitSetting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Follows data through the layers. */
@Command(
        name = "propagate",
        description = "Follows data, a grid, signals and gradients through the layers, along a run or at given weights.",
        footer = {
            SourceFlags.HELP,
            "%nWith --out: report.html with a picture for every layer and moment behind two sliders, layers.csv and layers.json, "
                    + "result.json; --figures writes the pictures of the end as SVG and PNG.",
            "%nExamples:",
            "  paisaje propagate --data rings:n=400 --net mlp:2-3-3-3-3-1:tanh --optimizer adam:1e-2 --out rings",
            "  paisaje propagate --data rings:n=400 --net mlp:2-2-2-2-2-1:relu --optimizer adam:1e-2 --epochs 300 --out narrow",
            "  paisaje propagate --data rings:n=400 --net resnet:2x50-1:tanh:step=0.05 --optimizer adam:1e-2 --out flow",
            "  paisaje propagate --data digits --net mlp:64-32-32-10:relu --weights weights.safetensors --epochs 0 --out end"
        })
public final class PropagateCommand extends Verb {
    private static final int HIDDEN = 16;

    @Mixin
    private FittedProblem problem = new FittedProblem();

    @Mixin
    private EpochsOption epochs = EpochsOption.before(100, 100);

    @Option(
            names = "--moments",
            paramLabel = "N",
            description = "How many moments of the run are looked at (default: ${DEFAULT-VALUE}).")
    private int moments = 8;

    @Override
    protected StudyVerb<?> study() {
        return of(new PropagateStudy(), this::setting).resuming(problem.resume());
    }

    private PropagateSetting setting() {
        ProblemBuilder builder = problem.builder(common().seedNumber(), HIDDEN, HIDDEN);
        Problem built = problem.build(builder);
        Optional<FitSetting> training = epochs.training(problem, built);
        if (training.isEmpty()) {
            refuse("belongs to a run, and no step is made; add --epochs", "--moments");
        }
        return new PropagateSetting(built, training, moments);
    }
}
