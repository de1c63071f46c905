package org.paisaje.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.report.ExplanationPage;
import org.paisaje.report.Folder;
import org.paisaje.report.HtmlWriter;
import org.paisaje.report.terminal.Progress;
import org.paisaje.report.terminal.Terminal;
import org.paisaje.study.Provenance;
import org.paisaje.study.explain.Chapter;
import org.paisaje.study.explain.Explainer;
import org.paisaje.study.explain.Explanation;
import org.paisaje.study.explain.Subject;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.train.FitSetting;
import org.paisaje.training.Optimizer;
import org.paisaje.training.Optimizers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a network and says why it went as it did. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Trains a network and explains how it went: step size, convergence, lazy or rich, curvature, layers, fit. Without options: two hidden layers of 64 ReLUs on the built-in digits.",
        footer = {
            "%nEvery line is a measured number with its uncertainty beside the number theory gives. With --out: report.html and "
                    + "result.json. A run that diverges is explained too, and that counts as done (exit status 0).",
            "%nData, networks and weights are written as for train; see 'paisaje train --help'.",
            "%nExamples:",
            "  paisaje explain",
            "  paisaje explain --optimizer gd:4 --out too-large",
            "  paisaje explain --data rings:n=500 --net mlp:2-16-16-1:tanh --optimizer adam:1e-2 --out rings",
            "  paisaje explain --data measured.csv --target price --standardize --net mlp:8-64-1:gelu",
            "  paisaje explain --data idx:train-images.gz,train-labels.gz --net mlp:784-128-10:relu \\",
            "      --weights run1/weights.safetensors --optimizer adam:1e-3 --batch 128 --epochs 2 --out mnist"
        })
final class ExplainCommand implements Callable<Integer> {
    private static final long USUAL_STEPS = 1000;
    private static final int HIDDEN = 64;
    private static final int PROGRESS = 1000;

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
            defaultValue = "gd:0.2",
            description = "The rule of the steps, as adam:1e-3 (default: ${DEFAULT-VALUE}).")
    private String optimizer = "gd:0.2";

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "0",
            description = "Samples for each step; 0 for all, where theory says most (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(names = "--steps", paramLabel = "N", description = "Steps (default: 1000).")
    private @Nullable Long steps;

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the data, instead of --steps.")
    private @Nullable Long epochs;

    @Option(names = "--figures", description = "Also writes every figure as SVG and PNG; needs --out.")
    private boolean figures;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Path out = common.out();
        if (figures && out == null) {
            throw new IllegalArgumentException("--figures needs a folder to write to; add --out DIR");
        }
        if (out != null && Files.exists(out) && !Files.isDirectory(out)) {
            throw new IllegalArgumentException("--out " + out + " is a file; a folder is needed");
        }
        Subject subject = subject();
        Provenance provenance = Provenance.now(common.threads(), common.seedNumber());
        Explanation explanation = explain(subject);
        String command = ClaimsCommand.given(spec).strip();
        String json = ExplanationPage.json(explanation, command, provenance);
        if (out != null) {
            write(Folder.at(out), explanation, command, provenance, json);
        }
        if (common.json()) {
            spec.commandLine().getOut().print(json);
        } else {
            new ExplainReport(explanation, out, spec.commandLine().getOut()).print();
        }
        return ExitStatus.DONE;
    }

    private Subject subject() {
        Seed seed = common.seed();
        ProblemOptions.Parts parts = problem.parts(seed);
        common.note(parts.notes());
        Architecture network = problem.network(parts.train(), HIDDEN, HIDDEN);
        Optimizer rule = Optimizers.parse(optimizer);
        String named = loss;
        Loss chosen = named == null
                ? FitSetting.usualLoss(parts.train().task(), network.outputs())
                : Loss.parse(named);
        return new Subject(parts.train(), parts.test(), network, problem.start(network, seed), chosen, rule, batch,
                steps(parts.train().size()), seed, common.threads());
    }

    private long steps(int samples) {
        Long given = steps;
        Long passes = epochs;
        if (given != null && passes != null) {
            throw new IllegalArgumentException("--steps and --epochs: give one of them");
        }
        if (passes == null) {
            return given == null ? USUAL_STEPS : given;
        }
        return Math.multiplyExact(passes, batch <= 0 ? 1 : Math.ceilDiv(samples, batch));
    }

    private Explanation explain(Subject subject) {
        try (Progress progress = common.progress("explaining", PROGRESS)) {
            return Blas.withThreads(common.threads(), () -> Explainer.standard()
                    .explain(subject, (share, note) -> progress.at(Math.round(share * PROGRESS), note)));
        }
    }

    private void write(Folder folder, Explanation explanation, String command, Provenance provenance, String json)
            throws IOException {
        folder.write("report.html", HtmlWriter.write(ExplanationPage.of(explanation, command, provenance)));
        if (figures) {
            for (Chapter chapter : explanation.chapters()) {
                for (Figure figure : chapter.figures()) {
                    folder.write("explain", figure);
                }
            }
        }
        folder.write("result.json", json);
    }
}
