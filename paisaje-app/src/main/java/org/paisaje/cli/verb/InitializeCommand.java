package org.paisaje.cli.verb;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.paisaje.cli.option.NetworkOptions;
import org.paisaje.cli.option.ResumeOption;
import org.paisaje.cli.option.SourceFlags;
import org.paisaje.loss.Loss;
import org.paisaje.network.Architecture;
import org.paisaje.network.start.Initializer;
import org.paisaje.study.initialize.CoordinateSetting;
import org.paisaje.study.initialize.CoordinateStudy;
import org.paisaje.study.initialize.InitializeSetting;
import org.paisaje.study.initialize.InitializeStudy;
import org.paisaje.study.problem.Problem;
import org.paisaje.study.problem.ProblemBuilder;
import org.paisaje.training.optimizer.Optimizers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks at an initialisation before any training. */
@Command(
        name = "initialize",
        description = "What an initialisation does to signals, gradients, dead units and the tangent kernel before any training, beside theory, and a better one if there is.",
        footer = {
            "%nWith --out: report.html and result.json. Without --data the inputs are Gaussian, of mean 0 and variance 1.",
            "%nExamples:",
            "  paisaje initialize --net mlp:64-32-32-32-32-32-32-32-32-10:relu --init glorot-uniform --out start",
            "  paisaje initialize --net mlp:64-32-32-32-32-32-32-10:sigmoid --data digits",
            "  paisaje initialize --net resnet:10-64x30-1:relu --init he-normal",
            "  paisaje initialize --net conv:8x8x1-16-16-16-10:relu --data digits --standardize",
            "  paisaje initialize --weights model.pt --data digits",
            "  paisaje initialize --coordinate-check --net mlp:64-64-64-10:relu:param=mup --data digits"
        })
public final class InitializeCommand extends Verb {
    private static final int[] USUAL_HIDDEN = {64, 64, 64};
    private static final List<Integer> USUAL_WIDTHS = List.of(64, 128, 256, 512, 1024);

    @Mixin
    private NetworkOptions network = new NetworkOptions();

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
            description = "How many networks are drawn (default: 20, 5 at each width).")
    private @Nullable Integer draws;

    @Option(
            names = "--coordinate-check",
            description = "Makes the hidden layers wider and wider: whether values, what training changes in them, and the best rate "
                    + "stay as they are.")
    private boolean coordinateCheck;

    @Option(
            names = "--widths",
            paramLabel = "N",
            split = ",",
            description = "The hidden widths of the coordinate check (default: 64,128,256,512,1024).")
    private @Nullable List<Integer> widths;

    @Option(
            names = "--optimizer",
            paramLabel = "RULE",
            description = "What the coordinate check trains by (default: gd:0.1).")
    private @Nullable String optimizer;

    @Option(
            names = "--loss",
            paramLabel = "LOSS",
            description = "What the coordinate check makes small (default: squared).")
    private @Nullable String loss;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "How many steps the coordinate check trains (default: 10).")
    private @Nullable Integer steps;

    @Mixin
    private ResumeOption resume = new ResumeOption();

    @Override
    protected StudyVerb<?> study() {
        StudyVerb<?> verb = coordinateCheck
                ? of(new CoordinateStudy(), this::coordinates)
                : of(new InitializeStudy(), this::setting);
        return verb.resuming(resume.resume());
    }

    private CoordinateSetting coordinates() {
        refuse("is not for a coordinate check, which draws weights as the parametrization of the network says",
                "--init", "--weights");
        String rule = optimizer;
        List<Integer> wide = widths;
        String risk = loss;
        return new CoordinateSetting(builder().loss(risk == null ? Loss.SQUARED : Loss.parse(risk)).build(),
                Optimizers.parse(rule == null ? "gd:0.1" : rule),
                wide == null ? USUAL_WIDTHS : wide, Objects.requireNonNullElse(steps, 10),
                Objects.requireNonNullElse(draws, 5));
    }

    private InitializeSetting setting() {
        refuse("belongs to --coordinate-check; add that or leave this out", "--widths", "--optimizer", "--steps",
                "--loss");
        boolean own = network.weights().isPresent();
        if (own) {
            refuse("is for networks that are drawn, and --weights gives the only one", "--init", "--draws");
        }
        return new InitializeSetting((own ? builder() : builder().loss(Loss.SQUARED)).unanswered().build(),
                network.starting().initializer().map(Initializer::parse), Objects.requireNonNullElse(draws, 20), own);
    }

    private ProblemBuilder builder() {
        List<String> remarks = new ArrayList<>();
        String named = data;
        // With data the file of weights is read beside them, which tells more of the network.
        Optional<Architecture> known = network.text().isPresent() || named == null && network.weights().isPresent()
                ? Optional.of(network.starting().architecture(remarks))
                : Optional.empty();
        ProblemBuilder builder = Problem.builder(common().seedNumber())
                .data(named != null ? named : InitializeSetting.usualInputs(known))
                .reading(source.options())
                .split(0)
                .hidden(USUAL_HIDDEN);
        remarks.forEach(builder::remark);
        known.ifPresent(builder::network);
        network.weights().ifPresent(builder::weights);
        if (standardize) {
            builder.standardized();
        }
        return builder;
    }
}
