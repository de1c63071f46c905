package org.paisaje.cli.verb;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.paisaje.cli.option.EpochsOption;
import org.paisaje.cli.option.FittedProblem;
import org.paisaje.cli.option.SourceFlags;
import org.paisaje.study.connect.ConnectSetting;
import org.paisaje.study.connect.ConnectStudy;
import org.paisaje.study.problem.Problem;
import org.paisaje.study.problem.ProblemBuilder;
import org.paisaje.study.train.FitSetting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks for curves of low loss between networks. */
@Command(
        name = "connect",
        description = "Looks at the loss between networks, on the straight line before and after they are aligned by the "
                + "symmetries of the architecture, and on curves of low or zero loss. Without files: trains two "
                + "from different starts.",
        footer = {
            SourceFlags.HELP,
            "%nWith --out: loss-*.csv along each curve, path-*.npy with its points, the second network as it was "
                    + "aligned in aligned.safetensors, report.html, result.json.",
            "%nExamples:",
            "  paisaje connect",
            "  paisaje connect a.safetensors b.safetensors --data digits --out between",
            "  paisaje connect --data moons:n=20 --split 0 --net mlp:2-64-1:tanh --loss squared --optimizer lm --batch 0"
        })
public final class ConnectCommand extends Verb {
    private static final int HIDDEN = 64;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "Weights of two or more networks of one architecture, on the data that they are to be judged by.")
    private List<Path> files = List.of();

    @Mixin
    private FittedProblem problem = new FittedProblem();

    @Option(
            names = "--align",
            paramLabel = "HOW",
            description = "By weights, activations, the best of both, or none (default: ${DEFAULT-VALUE}).")
    private String align = "best";

    @Option(
            names = "--curves",
            paramLabel = "KINDS",
            description = "Curves between the first two: chain, bezier, neb, string, or none (default: ${DEFAULT-VALUE}).")
    private String curves = "bezier";

    @Option(
            names = "--points",
            paramLabel = "N",
            description = "Steps at which each curve is looked at (default: ${DEFAULT-VALUE}).")
    private int points = 50;

    @Option(
            names = "--bends",
            paramLabel = "N",
            description = "Inner control points of chains and Bezier curves (default: ${DEFAULT-VALUE}).")
    private int bends = 1;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Steps of the training of each curve (default: ${DEFAULT-VALUE}).")
    private int steps = 200;

    @Option(
            names = "--rate",
            paramLabel = "ETA",
            description = "The rate of Adam there (default: ${DEFAULT-VALUE}).")
    private double rate = 0.01;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "How many networks are trained where no files are given (default: ${DEFAULT-VALUE}).")
    private int count = 2;

    @Mixin
    private EpochsOption epochs = EpochsOption.usually(20, 500);

    @Override
    protected StudyVerb<?> study() {
        if (problem.hasWeights()) {
            throw new IllegalArgumentException("--weights names one start; name the networks to connect without an "
                    + "option, as in connect a.safetensors b.safetensors");
        }
        return of(new ConnectStudy(), this::setting).resuming(problem.resume());
    }

    private ConnectSetting setting() {
        ConnectSetting.Align how = way();
        List<ConnectSetting.CurveKind> kinds = ConnectSetting.CurveKind.parse(curves);
        var effort = new ConnectSetting.Effort(bends, steps, rate);
        if (files.size() == 1) {
            throw new IllegalArgumentException("connect: there is one file, " + files.getFirst()
                    + "; two networks at least are needed to connect, or no file, to train two from different starts");
        }
        ProblemBuilder builder = problem.builder(common().seedNumber(), HIDDEN);
        if (!files.isEmpty()) {
            String why = "says how networks are trained; those in files are taken as they are";
            refuse(why, "--count");
            refuseTraining(why);
            problem.infer(builder, files);
        }
        Problem built = problem.build(builder);
        built.architecture();
        Optional<FitSetting> training = files.isEmpty() ? epochs.training(problem, built) : Optional.empty();
        return new ConnectSetting(built, files, training, count, how, kinds, points, effort);
    }

    private ConnectSetting.Align way() {
        return Arrays.stream(ConnectSetting.Align.values())
                .filter(known -> known.word().equals(align.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--align: \"" + align + "\" is not known; there are "
                        + Arrays.stream(ConnectSetting.Align.values())
                                .map(ConnectSetting.Align::word)
                                .collect(Collectors.joining(", "))));
    }
}
