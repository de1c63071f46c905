package org.paisaje.study.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.paisaje.data.Dataset;
import org.paisaje.loss.Loss;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.study.problem.Problem;
import org.paisaje.training.Schedule;
import org.paisaje.training.optimizer.Optimizer;

/**
 * What is trained on what, and how.
 *
 * @param problem data, network, loss and theta_0
 * @param optimizer the rule of the steps
 * @param schedule the factor of its rate over time
 * @param clip the norm above which gradients are scaled down; infinity is never
 * @param epochs passes over the data
 * @param batch samples for each step; 0 for all
 */
public record FitSetting(Problem problem, Optimizer optimizer, Schedule schedule, double clip, long epochs,
        int batch) {
    /** Checks the numbers. */
    public FitSetting {
        int samples = problem.train().size();
        if (epochs < 1) {
            throw new IllegalArgumentException("training: epochs is " + epochs + ", at least 1 is needed");
        }
        if (batch < 0 || batch > samples) {
            throw new IllegalArgumentException("training: a batch of " + batch + " samples; there are " + samples
                    + " to train on, and 0 stands for all of them");
        }
        if (!Double.isFinite((double) epochs * samples) || epochs > Long.MAX_VALUE / Math.max(1, samples)) {
            throw new IllegalArgumentException("training: " + epochs + " epochs are more steps than can be counted");
        }
        long steps = problem.steps(epochs, batch);
        if (!schedule.arrives(steps, epochs)) {
            throw new IllegalArgumentException("--schedule " + schedule.text()
                    + ": the warm-up is longer than the run, which has "
                    + steps + (steps == 1 ? " step" : " steps") + " in " + epochs + (epochs == 1 ? " epoch" : " epochs")
                    + "; shorten it, or train longer");
        }
    }

    /** Constant rate, nothing clipped. */
    public FitSetting(Problem problem, Optimizer optimizer, long epochs, int batch) {
        this(problem, optimizer, Schedule.constant(), Double.POSITIVE_INFINITY, epochs, batch);
    }

    /** The training data. */
    public Dataset train() {
        return problem.train();
    }

    /** The data to test on, if there are any. */
    public Optional<Dataset> test() {
        return problem.test();
    }

    /** The network. */
    public Architecture network() {
        return problem.architecture();
    }

    /** The loss that is lowered. */
    public Loss loss() {
        return problem.loss();
    }

    /** The root of the order of the batches and of the initial weights. */
    public Seed seed() {
        return problem.seed();
    }

    /** The number of steps of an epoch. */
    public long stepsPerEpoch() {
        return problem.steps(1, batch);
    }

    /** The number of steps of the run. */
    public long steps() {
        return problem.steps(epochs, batch);
    }

    /** The setting by the names of the options, in full. */
    public Map<String, Object> describe() {
        var result = new LinkedHashMap<>(problem.setting());
        result.put("optimizer", optimizer.text());
        result.put("schedule", schedule.text());
        if (clip < Double.POSITIVE_INFINITY) {
            result.put("clip", clip);
        }
        result.put("epochs", epochs);
        result.put("batch", batch);
        return result;
    }
}
