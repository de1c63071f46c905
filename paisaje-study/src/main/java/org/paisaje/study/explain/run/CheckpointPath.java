package org.paisaje.study.explain.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Norms;
import org.paisaje.network.LayerShape;
import org.paisaje.network.architecture.Graph;
import org.paisaje.risk.Risk;
import org.paisaje.study.Words;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.explain.evidence.Course;
import org.paisaje.study.explain.evidence.Milestone;
import org.paisaje.training.optimizer.Optimizer;
import org.paisaje.training.optimizer.StepStability;

/**
 * How the weights moved from checkpoint to checkpoint, against what steps of the rule that was told do. In T steps of
 * {@code w' = w - eta b}, {@code b' = beta b + k g}, weights move by at most {@code eta k T max|g| / (1 - beta)}; rules that divide by
 * the size of gradients bound each weight by {@link Optimizer#reach}.
 */
final class CheckpointPath {
    static final String NO_STEP = "wiring.no-step";
    static final String FROZEN = "wiring.frozen";
    static final String STATISTICS = "wiring.statistics-kept";
    static final String LENGTH = "wiring.step-length";
    static final String SCHEDULE = "step.schedule";

    /** Beyond the bound by this factor nothing else explains a way: gradients between two checkpoints may be longer than at them. */
    private static final double LONGER = 5;
    /** Of a bound that holds whatever the gradients are, rounding aside. */
    private static final double BEYOND = 1.5;
    /** Noise and turns make a way shorter, by the root of the number of steps; this is beyond that. */
    private static final double SHORTER = 0.03;
    private static final int FEWEST_STEPS = 4;
    /** A rate that is a hundredth of the largest does next to nothing. */
    private static final double OVER = 0.01;
    /** The cosine between steps and descent below which they have nothing to do with each other. */
    private static final double ACROSS = 0.1;
    private static final double MOVED = 0.05;
    private static final int SAMPLES = 64;
    private static final double ENTRIES = 2e7;
    /** Smaller changes are lost when they are added to a number of single precision. */
    private static final double SINGLE = 1e-7;

    private final RunSubject run;
    private final List<Milestone> milestones;

    private CheckpointPath(RunSubject run, Course course) {
        this.run = run;
        this.milestones = course.milestones();
    }

    /**
     * What the way shows.
     *
     * @param rule its stable name
     * @param stage where the cause lies
     * @param headline what, a sentence
     * @param why the evidence
     * @param todo what to do
     */
    record Shown(String rule, Stage stage, String headline, String why, String todo) {}

    /** The stable names of what can be shown. */
    static List<String> rules() {
        return List.of(NO_STEP, FROZEN, STATISTICS, LENGTH);
    }

    /** The way of a run. */
    static CheckpointPath of(RunSubject run, Course course) {
        return new CheckpointPath(run, course);
    }

    /** That no weight changed, in any checkpoint, though steps of the rule would have changed them. */
    Optional<Shown> still() {
        List<Snapshot> all = run.run().snapshots();
        double[] first = all.getFirst().theta();
        if (all.size() < 2 || !all.stream().allMatch(one -> Arrays.equals(first, one.theta())) || lost(first)) {
            return Optional.empty();
        }
        return Optional.of(new Shown(NO_STEP, Stage.WIRING,
                "All " + all.size() + " checkpoints hold the same weights: nothing was trained.",
                "From " + all.getFirst().when().words() + " to " + all.getLast().when().words() + " not one of the "
                        + Words.count(first.length, "weight") + " changes, while the gradient of the loss is not 0.",
                "Check that optimizer.step() is called after loss.backward(), that the optimizer was made with the "
                        + "parameters of this network (after it was built, moved and changed), and that the network that is "
                        + "saved is the one that is trained."));
    }

    /** Whether the gradient is so small that steps are lost in rounding. */
    private boolean lost(double[] theta) {
        double[] gradient = gradient(0);
        double largest = Arrays.stream(gradient).map(Math::abs).max().orElse(0);
        double size = Norms.euclidean(theta) / Math.sqrt(theta.length);
        boolean divided = run.optimizer()
                .flatMap(rule -> rule.stability(rule.rate()))
                .map(StepStability::preconditioned)
                .orElse(false);
        double rate = run.optimizer().filter(Optimizer::usesRate).map(Optimizer::rate).orElse(1.0);
        return largest == 0 || (divided ? rate : rate * largest) < SINGLE * size;
    }

    private double[] gradient(int milestone) {
        return risk(milestone).gradient(milestones.get(milestone).theta());
    }

    private Risk risk(int milestone) {
        return Risk.of(milestones.get(milestone).network(), run.told().train().x(),
                run.told().targets(run.told().train()), run.told().loss());
    }

    /** Layers that never change while others do, and have a gradient; numbers from 1. */
    private List<Integer> kept() {
        double[] first = milestones.getFirst().theta();
        double[] gradient = gradient(0);
        List<Integer> result = new ArrayList<>();
        for (LayerShape shape : shapes()) {
            int from = shape.weight();
            int to = from + shape.inputs() * shape.outputs();
            boolean same = milestones.stream().allMatch(one -> Arrays.equals(first, from, to, one.theta(), from, to));
            if (same && Arrays.stream(gradient, from, to).anyMatch(entry -> Math.abs(entry) > SINGLE)) {
                result.add(shape.index() + 1);
            }
        }
        return result;
    }

    private List<LayerShape> shapes() {
        return run.run().network().layerShapes();
    }

    /** That some layers are trained and others not. */
    Optional<Shown> frozen() {
        List<Integer> kept = milestones.size() < 2 ? List.of() : kept();
        int layers = shapes().size();
        if (kept.isEmpty() || kept.size() == layers) {
            return Optional.empty();
        }
        String which = (kept.size() == 1 ? "Layer " : "Layers ")
                + kept.stream().map(String::valueOf).collect(Collectors.joining(", ")) + " of " + layers;
        return Optional.of(new Shown(FROZEN, Stage.WIRING, which + (kept.size() == 1 ? " is" : " are")
                + " not trained: the same weights in every checkpoint, while other layers change.",
                "The gradient in " + (kept.size() == 1 ? "this layer" : "these layers")
                        + " is not 0, so a step would change them; the steps reach only "
                        + (layers - kept.size() == 1 ? "the other one." : "the others."),
                "Give the optimizer the parameters of the whole network (model.parameters()), and check that requires_grad is "
                        + "True and trainable is not False where a layer is to learn. Layers are frozen on purpose only where "
                        + "their weights come from another training."));
    }

    /** That the statistics of batch normalisations never changed while the weights did. */
    Optional<Shown> statistics() {
        double[] first = gathered(milestones.getFirst());
        boolean moved = !Arrays.equals(milestones.getFirst().theta(), milestones.getLast().theta());
        if (first.length == 0 || !moved
                || !milestones.stream().allMatch(one -> Arrays.equals(first, gathered(one)))) {
            return Optional.empty();
        }
        return Optional.of(new Shown(STATISTICS, Stage.WIRING,
                "The batch normalisations were never in training mode: their means and variances are the same in every "
                        + "checkpoint.",
                "In training mode every batch moves them. Left as they were at the start they normalise nothing, and the layers "
                        + "are trained as if they were not there.",
                "Put the network in training mode before each epoch: model.train() in PyTorch, training=True in Keras; an "
                        + "evaluation in between leaves it in evaluation mode."));
    }

    /** Means and variances of all batch normalisations. */
    private static double[] gathered(Milestone at) {
        return at.network() instanceof Graph graph
                ? graph.statistics()
                        .stream()
                        .flatMapToDouble(
                                one -> DoubleStream.concat(Arrays.stream(one.mean()), Arrays.stream(one.variance())))
                        .toArray()
                : new double[0];
    }

    /** That the rate was brought to nothing long before the end. */
    Optional<Shown> schedule() {
        double most = milestones.stream().mapToDouble(Milestone::rate).max().orElse(0);
        int over = IntStream.range(0, milestones.size())
                .filter(i -> milestones.stream().skip(i).allMatch(one -> one.rate() < OVER * most))
                .findFirst()
                .orElse(milestones.size());
        if (over == milestones.size() || !run.run().fromStart()) {
            return Optional.empty();
        }
        Milestone at = milestones.get(over);
        Milestone end = milestones.getLast();
        if (at.step() > 0.5 * end.step()) {
            return Optional.empty();
        }
        return Optional.of(new Shown(SCHEDULE, Stage.STEP,
                "The schedule ended the training early: from " + run.unit() + " " + at.step() + " of " + end.step()
                        + " on the rate is below a hundredth of what it was.",
                "The rate goes from " + Words.rate(most) + " to " + Words.rate(end.rate()) + ", and the loss from "
                        + Words.number(milestones.getFirst().loss()) + " to " + Words.number(at.loss())
                        + " by then and to " + Words.number(end.loss()) + " at the end.",
                "Let the rate fall over the whole run. Most often the schedule counts epochs and scheduler.step() is called "
                        + "for every batch."));
    }

    /** That steps were longer, or much shorter, than the rule that was told makes them. */
    Optional<Shown> length() {
        Optional<Optimizer> told = run.optimizer().filter(Optimizer::usesRate);
        Optional<StepStability> known = told.flatMap(rule -> rule.stability(rule.rate()));
        if (known.isEmpty() || !run.unit().equals("step") || !run.told().loss().averages()
                || milestones.stream().anyMatch(one -> !(one.rate() > 0))) {
            return Optional.empty();
        }
        List<Way> ways = new ArrayList<>();
        for (int k = 0; k + 1 < milestones.size(); k++) {
            (known.get().preconditioned() ? divided(told.get(), k) : plain(known.get(), k)).ifPresent(ways::add);
        }
        Optional<Way> longest = ways.stream().filter(way -> way.over() > 1).findFirst();
        if (longest.isPresent()) {
            return Optional.of(shown(longest.get(), true));
        }
        List<Way> shorter = ways.stream().filter(way -> way.under() < 1).toList();
        return shorter.isEmpty() || 3 * shorter.size() < 2 * ways.size()
                ? Optional.empty()
                : Optional.of(shown(shorter.getFirst(), false));
    }

    /**
     * That the steps did not go down the loss of these data: from checkpoint to checkpoint the weights moved across the gradient,
     * while the loss stayed at what a constant has and its gradient is not 0.
     *
     * @param constant the loss of the best constant on the training data
     */
    Optional<Shown> elsewhere(double constant) {
        int n = milestones.size();
        boolean rule = run.optimizer().filter(Optimizer::usesRate).isPresent();
        if (n < FEWEST_STEPS || !rule || milestones.getLast().loss() < 0.97 * constant
                || milestones.stream().anyMatch(one -> one.loss() > 1.1 * constant + milestones.getFirst().loss())) {
            return Optional.empty();
        }
        double down = 0;
        double all = 0;
        double way = 0;
        for (int k = 1; k + 1 < n; k++) {
            double[] step = Norms.difference(milestones.get(k + 1).theta(), milestones.get(k).theta());
            down -= Norms.dot(gradient(k), step);
            all += milestones.get(k).gradientNorm() * Norms.euclidean(step);
            way += Norms.euclidean(step);
        }
        double size = Norms.euclidean(milestones.getFirst().theta());
        double gradient = milestones.getLast().gradientNorm();
        if (!(all > 0) || down > ACROSS * all || way < MOVED * size || gradient * size < MOVED * constant) {
            return Optional.empty();
        }
        return Optional.of(new Shown("wiring.other-data", Stage.WIRING,
                "The steps did not go down the loss of these data: the run was trained on other pairs of inputs and targets.",
                "The weights moved by " + Words.percent(way / size) + " of their size in all, at a mean cosine of "
                        + Words.number(down / all)
                        + " to the direction in which the loss falls, where descent on these data "
                        + "would be near 1; the loss stayed at " + Words.number(milestones.getLast().loss())
                        + " (a constant has "
                        + Words.number(constant) + ") though its gradient is not 0.",
                "Check that every input is trained with its own target: shuffle both by the same order, cut and sort them "
                        + "together, and give the loss outputs and targets of one shape. Print a few inputs and targets as the "
                        + "loss gets them."));
    }

    /**
     * The way between two checkpoints.
     *
     * @param moved how far the weights moved, or the one that moved farthest
     * @param most how far the rule can move them
     * @param over the same, relative to what is beyond doubt: above 1 it was farther
     * @param under the same for shorter ways: below 1 it was much shorter
     */
    private record Way(Milestone from, Milestone to, double moved, double most, double over, double under,
            String what) {}

    private Shown shown(Way way, boolean longer) {
        long steps = way.to().step() - way.from().step();
        double times = longer ? way.moved() / way.most() : way.most() / Math.max(way.moved(), 1e-300);
        String rate = Words.rate(way.from().rate());
        String between = "Between steps " + way.from().step() + " and " + way.to().step() + " " + way.what()
                + " moved by "
                + Words.number(way.moved()) + "; " + Words.count(steps, "step") + " at a rate of " + rate;
        return new Shown(LENGTH, Stage.WIRING, longer
                ? "The weights moved farther than the steps that were told can move them."
                : "The weights moved much less than the steps that were told would move them.",
                between + (longer ? " can move " : " with gradients as they are there move ")
                        + (way.what().startsWith("the weights") ? "them" : "it") + " by "
                        + (longer ? "at most " : "about ") + Words.number(way.most())
                        + (times < 1e9 ? ", " + Words.number(times) + " times " + (longer ? "less." : "more.") : "."),
                longer
                        ? "Check that gradients are set to 0 before each step (optimizer.zero_grad()): else those of all steps "
                                + "add up. Then, that the rate in use is " + rate
                                + " and that the loss is a mean over the batch and not a sum."
                        : "Print the rate in use (optimizer.param_groups[0][\"lr\"]) beside the " + rate
                                + " that was told: a schedule may have brought it to nothing. Then look whether gradients are "
                                + "clipped to a short length (clip_grad_norm_), and whether the loss is divided by something "
                                + "large.");
    }

    /** Of a rule whose steps go with the gradient. */
    private Optional<Way> plain(StepStability rule, int k) {
        Milestone from = milestones.get(k);
        Milestone to = milestones.get(k + 1);
        long steps = to.step() - from.step();
        double share = rule.keep() / (1 - rule.momentum());
        double moved = Norms.distance(from.theta(), to.theta());
        if (steps < FEWEST_STEPS) {
            return Optional.empty();
        }
        double decay = (rule.coupled() + rule.decoupled())
                * Math.max(Norms.euclidean(from.theta()), Norms.euclidean(to.theta()));
        double most = largestRate() * share * steps * (Math.max(longest(k), longest(k + 1)) + decay);
        // Descent along a gradient that keeps its direction goes T times as far, noise the root of T times.
        double usual = Math.min(from.rate(), to.rate()) * share * steps
                * Math.min(from.gradientNorm(), to.gradientNorm());
        return most > 0 && usual > SINGLE * Norms.euclidean(from.theta())
                ? Optional.of(new Way(from, to, moved, moved > most ? most : usual, moved / (LONGER * most),
                        moved / (SHORTER * usual / Math.sqrt(steps)), "the weights"))
                : Optional.empty();
    }

    /** Of a rule that divides by the size of gradients, by the weight that moved farthest. */
    private Optional<Way> divided(Optimizer rule, int k) {
        Milestone from = milestones.get(k);
        Milestone to = milestones.get(k + 1);
        long steps = to.step() - from.step();
        OptionalDouble reach = rule.reach(largestRate(), steps);
        if (steps < FEWEST_STEPS || reach.isEmpty()) {
            return Optional.empty();
        }
        double moved = Norms.largest(Norms.difference(from.theta(), to.theta()));
        boolean flat = Math.min(from.gradientNorm(), to.gradientNorm()) < SINGLE;
        double decay = rule.stability(largestRate()).map(StepStability::decoupled).orElse(0.0) * Math.max(
                Norms.largest(from.theta()), Norms.largest(to.theta()));
        double most = reach.getAsDouble() + largestRate() * steps * decay;
        double least = Math.min(from.rate(), to.rate());
        double usual = least * steps;
        return Optional.of(new Way(from, to, moved, moved > most ? most : usual, moved / (BEYOND * most),
                flat ? Double.POSITIVE_INFINITY : moved / (SHORTER * least), "the weight that moved farthest"));
    }

    private double largestRate() {
        return milestones.stream().mapToDouble(Milestone::rate).max().orElse(0);
    }

    /** Root mean square of the gradients of batches: {@code |g|^2 + tr S / B} with the covariance S of those of samples. */
    private double longest(int k) {
        Milestone at = milestones.get(k);
        int n = run.told().train().size();
        int m = (int) Math.max(1, Math.min(Math.min(n, SAMPLES), ENTRIES / at.theta().length));
        Matrix own = risk(k).on(IntStream.range(0, m).map(i -> (int) ((long) i * n / m)).toArray())
                .at(at.theta())
                .perSampleGradients();
        double sample = Norms.dot(own.data(), own.data()) / m;
        double whole = at.gradientNorm() * at.gradientNorm();
        int batch = run.batch() > 0 ? run.batch() : n;
        return Math.sqrt(whole + Math.max(0, sample - whole) / batch);
    }
}
