package org.paisaje.study.explain.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Linearization;
import org.paisaje.risk.Risk;
import org.paisaje.risk.RiskPoint;
import org.paisaje.study.explain.attempt.Origin;
import org.paisaje.study.explain.check.LayerSteps;
import org.paisaje.study.explain.signal.DataSignals;
import org.paisaje.study.explain.signal.Lazy;
import org.paisaje.study.folder.KeptParts;
import org.paisaje.theory.landscape.Sharpness;
import org.paisaje.training.optimizer.StepStability;

/**
 * What all parts of an explanation start from: the run, the sharpness along it, and the risk on the samples on which
 * curvature is taken.
 */
public final class Evidence {
    /** A product with the Hessian may take so many flops, at 8 for each sample and parameter. */
    private static final double PRODUCT_FLOPS = 5e8;
    private static final int FEWEST = 64;
    private static final long WARM = 16;

    /**
     * The sharpness at a milestone.
     *
     * @param at the milestone
     * @param effective that of the Hessian as the optimizer sees it: divided by its preconditioner if it has one
     */
    public record Curvature(Milestone at, Sharpness effective) {}

    private final Subject subject;
    private final Course course;
    private final Risk risk;
    private final List<Curvature> curvatures;
    private final RiskPoint end;
    private final LowestLoss lowest;
    private final Origin origin;
    private final Lazy<DataSignals> data;
    private @Nullable LinearisedRun linearised;
    private @Nullable List<LayerSteps> steps;

    private Evidence(Subject subject, Course course, Lazy<DataSignals> data, Risk risk, List<Curvature> curvatures) {
        this.subject = subject;
        this.course = course;
        this.risk = risk;
        this.curvatures = curvatures;
        this.end = risk.at(course.end().theta());
        this.lowest = LowestLoss.of(subject);
        this.origin = Origin.of(subject.setup());
        this.data = data;
    }

    /**
     * Measures the sharpness at every milestone of a run.
     *
     * @param data what the data say
     * @param progress told how many milestones are done
     */
    public static Evidence of(Subject subject, Course course, Lazy<DataSignals> data, IntConsumer progress) {
        return of(subject, course, data, progress, KeptParts.none());
    }

    /** The same, with what is known among these parts, to which the rest is added. */
    public static Evidence of(Subject subject, Course course, Lazy<DataSignals> data, IntConsumer progress,
            KeptParts kept) {
        int n = subject.train().size();
        int most = (int) Math.min(n, Math.max(FEWEST, PRODUCT_FLOPS / (8.0 * subject.network().applications())));
        Risk all = subject.risk();
        Risk risk = most == n ? all : all.on(spread(n, most));
        List<Curvature> curvatures = new ArrayList<>();
        // Each search starts from where the one before ended.
        Sharpness.Warm warm = Sharpness.Warm.cold();
        Seed seed = subject.seed().named("sharpness");
        for (Milestone milestone : course.milestones()) {
            double[] scale = milestone.preconditioner();
            LinearOperator hessian = (milestone.network().equals(subject.network())
                    ? risk
                    : Risk.of(milestone.network(), risk.x(), risk.y(), subject.loss())).hessian(milestone.theta());
            Sharpness.Warm before = warm;
            warm = looked(kept, "sharpness " + milestone.step(), () -> before.next(scale == null
                    ? hessian
                    : decayed(hessian, subject, milestone)
                            .congruence(Arrays.stream(scale).map(d -> 1 / Math.sqrt(d)).toArray()),
                    seed));
            curvatures.add(new Curvature(milestone, warm.sharpness()));
            progress.accept(curvatures.size());
        }
        return new Evidence(subject, course, data, risk, List.copyOf(curvatures));
    }

    private static Sharpness.Warm looked(KeptParts kept, String name, Supplier<Sharpness.Warm> work) {
        Optional<KeptParts.Part> known = kept.known(name);
        if (known.isPresent()) {
            double[] head = known.get().numbers().getFirst();
            Sharpness found = known.get().words().isEmpty()
                    ? new Sharpness.Measured(head[1], head[2], head[3] != 0)
                    : new Sharpness.Failed(known.get().words().getFirst());
            return new Sharpness.Warm(found, known.get().numbers().getLast(), (long) head[0]);
        }
        Sharpness.Warm warm = work.get();
        kept.add(name, switch (warm.sharpness()) {
            case Sharpness.Measured(double value, double bound, boolean converged) -> KeptParts.Part
                    .of(new double[] {warm.products(), value, bound, converged ? 1 : 0}, warm.vector());
            case Sharpness.Failed(String reason) -> new KeptParts.Part(
                    List.of(new double[] {warm.products()}, warm.vector()), List.of(reason));
        });
        return warm;
    }

    /** With coupled decay the gradient that is divided by the preconditioner has the curvature of the decay in it. */
    private static LinearOperator decayed(LinearOperator hessian, Subject subject, Milestone at) {
        double decay = subject.optimizer().stability(at.rate()).map(StepStability::coupled).orElse(0.0);
        return decay == 0 ? hessian : hessian.shifted(decay);
    }

    /** {@code count} of n rows at even distances. */
    public static int[] spread(int n, int count) {
        return IntStream.range(0, count).map(i -> (int) ((long) i * n / count)).toArray();
    }

    /** What was run. */
    public Subject subject() {
        return subject;
    }

    /** How it went. */
    public Course course() {
        return course;
    }

    /** What the data say; measured when first asked for. */
    public DataSignals data() {
        return data.get();
    }

    /** Where the weights at the start come from. */
    public Origin origin() {
        return origin;
    }

    /** Whether they are trained ones, of which theory of random weights says nothing. */
    public boolean trained() {
        return origin == Origin.TRAINED;
    }

    /** The risk on the samples on which curvature is taken: all, or some at even distances if there are many. */
    public Risk risk() {
        return risk;
    }

    /** The sharpness along the run, a value for each milestone. */
    public List<Curvature> curvatures() {
        return curvatures;
    }

    /** The risk linearised where the end is examined. */
    public RiskPoint end() {
        return end;
    }

    /** The curvature that the optimizer tolerates at the largest rate of the run; absent if it chooses its own step. */
    public Optional<StepStability> stability() {
        return subject.optimizer()
                .stability(subject.pace().constant() ? course.end().rate() : subject.setup().peakRate());
    }

    /**
     * The milestones whose sharpness says something about the step. A preconditioner that holds only a few gradients is
     * tiny where they happened to vanish; so for rules that have one the first steps are left out, in a run that is longer.
     */
    public List<Curvature> usable() {
        boolean preconditioned = stability().map(StepStability::preconditioned).orElse(false);
        if (!preconditioned) {
            return curvatures;
        }
        long from = Math.min(WARM, course.end().step());
        return curvatures.stream()
                .filter(curvature -> curvature.at().preconditioner() != null && curvature.at().step() >= from)
                .toList();
    }

    /**
     * A point at which the sharpness was above what the rate tolerates.
     *
     * @param step where it was furthest above
     * @param sharpness the sharpness there, as the optimizer sees it
     * @param threshold what the rate tolerates
     */
    public record Overshoot(long step, double sharpness, double threshold) {}

    /** Where the step was furthest beyond what the curvature allows; absent if it never was. */
    public Optional<Overshoot> overshoot() {
        return stability().flatMap(known -> {
            Overshoot worst = null;
            for (Curvature curvature : usable()) {
                if (curvature.effective() instanceof Sharpness.Measured sharpness) {
                    double above = sharpness.value() - known.stable();
                    if (above > 0 && (worst == null || sharpness.value() > worst.sharpness())) {
                        worst = new Overshoot(curvature.at().step(), sharpness.value(), known.stable());
                    }
                }
            }
            return Optional.ofNullable(worst);
        });
    }

    /** What a step does to each layer at the end; measured when first asked for. */
    public List<LayerSteps> layerSteps() {
        List<LayerSteps> known = steps;
        if (known == null) {
            known = LayerSteps.of(risk, subject.train().size(), course.end().theta(), subject.network().layerShapes(),
                    subject.fullBatch() ? 0 : subject.batch(), stability(), course.end().preconditioner(),
                    course.last());
            steps = known;
        }
        return known;
    }

    /** The linearised network trained beside the real one, compared on some training samples; trained when first asked for. */
    public LinearisedRun linearised() {
        LinearisedRun known = linearised;
        if (known == null) {
            known = LinearisedRun.beside(subject, course, someInputs(256, subject.network().outputs(), 4_000_000));
            linearised = known;
        }
        return known;
    }

    /** What the loss cannot fall below. */
    public LowestLoss lowestLoss() {
        return lowest;
    }

    /** Words on which samples curvature was taken; empty for all. */
    public String sampling() {
        int n = subject.train().size();
        return risk.samples() == n
                ? ""
                : " Curvature is that of " + risk.samples() + " of the " + n + " samples, which tends to be larger.";
    }

    /** Rows of the training inputs at even distances, so few that {@code entriesEach} numbers for each fit the budget. */
    public Matrix someInputs(int most, long entriesEach, long budget) {
        int n = subject.train().size();
        int count = (int) Math.max(1, Math.min(Math.min(n, most), budget / Math.max(1, entriesEach)));
        return subject.train().x().rows(spread(n, count));
    }

    /** The gradients of the samples' losses in the outputs, and the inputs they belong to, at a milestone. */
    public record OutputSlope(Matrix x, Matrix gradient) {}

    public OutputSlope outputSlope(Milestone milestone) {
        int[] rows = subject.setup().layerRows();
        Matrix x = subject.train().x().rows(rows);
        Matrix y = subject.targets(subject.train()).rows(rows);
        Linearization at = milestone.network().linearize(milestone.theta(), x);
        Matrix gradient = Matrix.zeros(y.rows(), y.columns());
        subject.loss().valueAndGradient(at.outputs(), y, gradient);
        if (subject.loss().averages()) {
            gradient.scale(y.rows());
        }
        return new OutputSlope(x, gradient);
    }
}
