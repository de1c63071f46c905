package org.paisaje.cli.verb;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.paisaje.cli.option.CommonOptions;
import org.paisaje.cli.option.FittedProblem;
import org.paisaje.cli.option.SourceFlags;
import org.paisaje.study.Problem;
import org.paisaje.study.ProblemBuilder;
import org.paisaje.study.propagate.PropagateSetting;
import org.paisaje.study.propagate.PropagateStudy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Follows data through the layers. */
@Command(
        name = "propagate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
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
public final class PropagateCommand implements Callable<Integer> {
    private static final int HIDDEN = 16;

    @Mixin
    private FittedProblem problem = new FittedProblem();

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Passes over the data; 0 for the weights as they are (default: 100, 0 with --weights).")
    private @Nullable Long epochs;

    @Option(
            names = "--moments",
            paramLabel = "N",
            defaultValue = "8",
            description = "How many moments of the run are looked at (default: ${DEFAULT-VALUE}).")
    private int moments = 8;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        return new StudyVerb<>(spec, common, new PropagateStudy()).run(this::setting);
    }

    private PropagateSetting setting() {
        ProblemBuilder builder = problem.builder(common.seedNumber(), HIDDEN, HIDDEN);
        Problem built = problem.build(builder);
        Long asked = epochs;
        long passes = asked != null ? asked : problem.hasWeights() ? 0 : 100;
        if (passes == 0) {
            if (spec.commandLine().getParseResult().hasMatchedOption("--moments")) {
                throw new IllegalArgumentException("--moments belongs to a run, and no step is made; add --epochs");
            }
            return new PropagateSetting(built, Optional.empty(), moments);
        }
        return new PropagateSetting(built, Optional.of(problem.setting(built, passes, passes, passes)), moments);
    }
}
