package org.paisaje.study.explain.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.paisaje.study.explain.check.LastSteps;
import org.paisaje.study.folder.KeptParts;
import org.paisaje.study.train.KeptRun;
import org.paisaje.training.Cadence;
import org.paisaje.training.Checkpoint;

/** The milestones of a run and what its last steps moved, kept beside the checkpoint of the run. */
final class KeptCourse {
    private static final String LAST = "last steps";

    private final Subject subject;
    private final KeptParts parts;

    KeptCourse(Subject subject, KeptParts parts) {
        this.subject = subject;
        this.parts = parts;
    }

    /** Keeps a milestone. */
    void milestone(Milestone at) {
        List<double[]> numbers = new ArrayList<>(
                List.of(new double[] {at.step(), at.loss(), at.gradientNorm(), at.rate()}, at.theta()));
        double[] scale = at.preconditioner();
        if (scale != null) {
            numbers.add(scale);
        }
        parts.addWhole("milestone " + at.step(), new KeptParts.Part(numbers, List.of()));
        long[] steps = Arrays.copyOf(steps(), steps().length + 1);
        steps[steps.length - 1] = at.step();
        parts.addWhole("milestones", KeptParts.Part.of(Arrays.stream(steps).asDoubleStream().toArray()));
    }

    private long[] steps() {
        return parts.known("milestones")
                .map(part -> Arrays.stream(part.numbers().getFirst()).mapToLong(step -> (long) step).toArray())
                .orElse(new long[0]);
    }

    /** Keeps what the steps before the end of the run moved. */
    void last(LastSteps.Watch watch) {
        double reached = watch.state().getLast()[0];
        if (reached <= subject.steps() - LastSteps.Watch.COUNT
                || parts.known(LAST).filter(part -> part.numbers().getLast()[0] == reached).isPresent()) {
            return;
        }
        parts.addWhole(LAST, new KeptParts.Part(watch.state(), List.of()));
    }

    /**
     * Goes on from what is kept up to the step of a checkpoint; false if something is missing, so that the run begins anew.
     *
     * @param due when milestones are set
     */
    boolean restore(KeptRun checkpoint, Cadence due, List<Milestone> milestones, LastSteps.Watch watch) {
        long reached = Checkpoint.read(checkpoint.file().orElseThrow()).step();
        Optional<KeptParts.Part> last = parts.known(LAST)
                .filter(part -> part.numbers().getLast()[0] == reached);
        if (reached > subject.steps() - LastSteps.Watch.COUNT && last.isEmpty()) {
            return false;
        }
        List<Milestone> found = new ArrayList<>();
        for (long step : Arrays.stream(steps()).filter(step -> step <= reached).distinct().sorted().toArray()) {
            parts.known("milestone " + step).ifPresent(part -> found.add(milestone(part.numbers())));
        }
        Set<Long> steps = found.stream().map(Milestone::step).collect(Collectors.toSet());
        for (long step = 0; step == 0 || step < reached; step = due.after(step, 1)) {
            if (!steps.contains(step)) {
                return false;
            }
        }
        milestones.addAll(found);
        last.ifPresent(part -> watch.restore(part.numbers()));
        return true;
    }

    private Milestone milestone(List<double[]> numbers) {
        double[] head = numbers.getFirst();
        return new Milestone((long) head[0], subject.network(), numbers.get(1), head[1], head[2], head[3],
                numbers.size() > 2 ? numbers.get(2) : null);
    }
}
