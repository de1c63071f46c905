package org.paisaje.cli.option;

import org.paisaje.study.problem.Problem;
import org.paisaje.study.train.FitSetting;
import org.paisaje.training.Schedule;
import org.paisaje.training.optimizer.Optimizer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say how a network is trained, but for how long. A mixin. */
public final class FitOptions {
    @Mixin
    private RuleOptions rule;

    @Option(
            names = "--schedule",
            paramLabel = "SCHEDULE",
            defaultValue = "constant",
            description = "Of the rate, as cosine:1000 (default: ${DEFAULT-VALUE}).")
    private String schedule = "constant";

    @Option(names = "--clip", paramLabel = "NORM", description = "Scales longer gradients down to this norm.")
    private double clip = Double.POSITIVE_INFINITY;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /** Adam on batches of 32 where nothing is said. */
    public FitOptions() {
        this("adam:1e-3", 32);
    }

    /**
     * With the values that hold where nothing is said.
     *
     * @param optimizer the usual rule
     * @param batch the usual samples for each step, 0 for all
     */
    public FitOptions(String optimizer, int batch) {
        this.rule = new RuleOptions(optimizer, batch);
    }

    public Optimizer optimizer() {
        return rule.optimizer();
    }

    public Schedule schedule() {
        return Schedule.parse(schedule);
    }

    public double clip() {
        if (!(clip > 0)) {
            throw new IllegalArgumentException("--clip is " + clip + "; a norm above 0 is needed");
        }
        return clip;
    }

    public int batch(Problem problem) {
        return rule.batch(spec, problem.train().size());
    }

    /** The setting for a problem, for so many passes over its data in batches of this size. */
    public FitSetting of(Problem problem, long epochs, int batch) {
        return new FitSetting(problem, optimizer(), schedule(), clip(), epochs, batch);
    }
}
