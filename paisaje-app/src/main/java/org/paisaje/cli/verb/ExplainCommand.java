package org.paisaje.cli.verb;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.paisaje.cli.option.FitOptions;
import org.paisaje.cli.option.LossOption;
import org.paisaje.cli.option.ProblemOptions;
import org.paisaje.cli.option.ResumeOption;
import org.paisaje.cli.option.RunOptions;
import org.paisaje.study.explain.ExplainStudy;
import org.paisaje.study.explain.attempt.Pace;
import org.paisaje.study.explain.evidence.Subject;
import org.paisaje.study.explain.run.RunStudy;
import org.paisaje.study.explain.weights.WeightsStudy;
import org.paisaje.study.explain.weights.WeightsSubject;
import org.paisaje.study.problem.Problem;
import org.paisaje.study.problem.ProblemBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a network and says why it went as it did. */
@Command(
        name = "explain",
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
            "      --weights run1/weights.safetensors --optimizer adam:1e-3 --batch 128 --epochs 2 --out mnist",
            "  paisaje explain --data digits --weights run1/weights.safetensors --steps 0"
        })
public final class ExplainCommand extends Verb {
    private static final long USUAL_STEPS = 1000;
    private static final int HIDDEN = 64;

    @Mixin
    private ProblemOptions problem = new ProblemOptions();

    @Mixin
    private LossOption loss = new LossOption();

    @Mixin
    private FitOptions fit = new FitOptions("gd:0.2", 0);

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Steps (default: 1000); 0 looks at the weights as they are, without training.")
    private @Nullable Long steps;

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the data, instead of --steps.")
    private @Nullable Long epochs;

    @Option(
            names = "--trial",
            paramLabel = "SECONDS",
            description = "How long remedies are tried if the run did not do well (default: 30, with --quick 10).")
    private @Nullable Double trial;

    @Option(
            names = "--quick",
            description = "In a third of the time: the causes and the advice, without kernel, density of the curvature and other predictors.")
    private boolean quick;

    @Option(
            names = "--connect",
            description = "Trains a second time from another seed, and shows how high the loss rises between the two, before and after their units are matched, and how alike the two functions are.")
    private boolean connect;

    @Option(names = "--no-trial", description = "Tries no remedies; advice is then untested.")
    private boolean noTrial;

    @Option(names = "--details", description = "Prints all tables after the answer.")
    private boolean details;

    @Option(
            names = "--fail-on",
            paramLabel = "RULE",
            split = ",",
            description = "Exit status 1 if the first cause is of one of these rules, as step.too-large, or of a whole kind, as step; any for every cause. Exit status 2 if one that is named cannot be judged, such as fit.overfitting without test data.")
    private List<String> failOn = List.of();

    @Option(
            names = "--sarif",
            paramLabel = "FILE",
            description = "Also writes the causes, and the rules that could not be judged, as SARIF 2.1.0 for continuous integration.")
    private @Nullable Path sarif;

    @Mixin
    private RunOptions run = new RunOptions();

    @Mixin
    private ResumeOption resume = new ResumeOption();

    @Override
    protected StudyVerb<?> study() {
        double seconds = trial != null ? trial : quick ? 10 : 30;
        if (!(seconds >= 0) || seconds > 1e6) {
            throw new IllegalArgumentException("--trial " + seconds + ": a number of seconds from 0 to 1e6 is needed");
        }
        refuseBoth("--trial", "--no-trial");
        refuseBoth("--steps", "--epochs");
        boolean stays = steps != null && steps == 0;
        if (stays && given("--trial")) {
            throw new IllegalArgumentException("--trial with --steps 0: where nothing is trained no remedy is tried");
        }
        boolean over = run.given();
        boolean weightsAlone = problem.hasWeights() && !given("--data") && !over;
        if (weightsAlone) {
            refuseAllBut(Set.of("--weights", "--details", "--fail-on", "--sarif"), "needs data beside the weights: add "
                    + "--data, as in --data digits; without it --weights looks at the weights alone");
        }
        if (over) {
            refuse("goes on with a run that trains; reading one that is over begins anew, it takes seconds",
                    "--resume");
            refuse("shortens an explanation that trains; nothing is trained here, so leave it out", "--quick");
        }
        if (over || stays) {
            refuse("trains a second time like the first, and nothing is trained here; paisaje connect A B looks between "
                    + "networks that are there", "--connect");
        }
        if (over) {
            refuse("has no effect on a run that is over; leave it out", "--steps", "--epochs", "--trial", "--no-trial",
                    "--weights", "--init", "--balance", "--periodic", "--drop-outliers", "--schedule", "--clip");
            RunStudy finished = new RunStudy(failOn);
            return told(of(run.baseline().map(finished::beside).orElse(finished),
                    () -> run.subject(spec(), problem, loss.text(), common())));
        }
        if (weightsAlone) {
            return told(of(new WeightsStudy(failOn),
                    () -> new WeightsSubject(problem.weightsFile(), common().seedNumber())));
        }
        var all = new ExplainStudy(noTrial ? 0 : seconds, failOn);
        ExplainStudy trained = quick ? all.quick() : all;
        ExplainStudy twice = connect ? trained.connected() : trained;
        return told(of(run.baseline().map(twice::beside).orElse(twice), this::subject)).resuming(resume.resume());
    }

    private StudyVerb<?> told(StudyVerb<?> verb) {
        return verb.brief(!details).sarif(sarif);
    }

    private Subject subject() {
        ProblemBuilder builder = problem.builder(common().seedNumber()).hidden(HIDDEN, HIDDEN);
        Problem built = loss.build(builder);
        int batch = fit.batch(built);
        Long passes = epochs;
        long count = passes != null ? built.steps(passes, batch) : steps != null ? steps : USUAL_STEPS;
        return Subject.of(built, fit.optimizer(), batch, count, common().threads())
                .at(new Pace(fit.schedule(), fit.clip()));
    }
}
