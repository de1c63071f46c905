package org.paisaje.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.paisaje.loss.Loss;
import org.paisaje.network.Architecture;
import org.paisaje.network.Initializer;
import org.paisaje.study.Problem;
import org.paisaje.study.ProblemBuilder;
import org.paisaje.study.initialize.InitializeSetting;
import org.paisaje.study.initialize.InitializeStudy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks at an initialisation before any training. */
@Command(
        name = "initialize",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "What an initialisation does to signals, gradients, dead units and the tangent kernel before any training, beside theory, and a better one if there is.",
        footer = {
            "%nWith --out: report.html and result.json. Without --data the inputs are Gaussian, of mean 0 and variance 1.",
            "%nExamples:",
            "  paisaje initialize --net mlp:64-32-32-32-32-32-32-32-32-10:relu --init glorot-uniform --out start",
            "  paisaje initialize --net mlp:64-32-32-32-32-32-32-10:sigmoid --data digits",
            "  paisaje initialize --net resnet:10-64x30-1:relu --init he-normal",
            "  paisaje initialize --net conv:8x8x1-16-16-16-10:relu --data digits --standardize"
        })
final class InitializeCommand implements Callable<Integer> {
    private static final int[] USUAL_HIDDEN = {64, 64, 64};

    @Option(
            names = "--net",
            paramLabel = "NET",
            description = "The network (default: three hidden layers of 64 ReLUs).")
    private @Nullable String net;

    @Option(
            names = "--init",
            paramLabel = "NAME",
            description = "How weights are drawn, as he-normal (default: by the network).")
    private @Nullable String init;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            description = "The inputs (default: 256 Gaussian ones, or digits without --net).")
    private @Nullable String data;

    @Mixin
    private SourceFlags source = new SourceFlags();

    @Option(names = "--standardize", description = "Inputs to mean 0 and variance 1.")
    private boolean standardize;

    @Option(
            names = "--draws",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many networks are drawn (default: ${DEFAULT-VALUE}).")
    private int draws = 20;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        return new StudyVerb<>(spec, common, new InitializeStudy()).run(this::setting);
    }

    private InitializeSetting setting() {
        Optional<Architecture> network = Optional.ofNullable(net).map(Architecture::parse);
        String named = data;
        String points = named != null
                ? named
                : network.map(known -> "gaussian:n=256,d=" + known.inputs() + ",noise=0").orElse("digits");
        ProblemBuilder builder = Problem.builder(common.seedNumber())
                .data(points)
                .reading(source.options())
                .split(0)
                .hidden(USUAL_HIDDEN)
                .unanswered()
                .loss(Loss.SQUARED);
        network.ifPresent(builder::network);
        if (standardize) {
            builder.standardized();
        }
        return new InitializeSetting(builder.build(), Optional.ofNullable(init).map(Initializer::parse), draws);
    }
}
