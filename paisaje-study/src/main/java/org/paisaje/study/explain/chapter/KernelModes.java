package org.paisaje.study.explain.chapter;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.memory.MemoryEstimate;
import org.paisaje.study.explain.evidence.Course;
import org.paisaje.study.explain.evidence.Evidence;
import org.paisaje.study.explain.evidence.Milestone;
import org.paisaje.study.explain.evidence.Subject;
import org.paisaje.theory.kernel.flow.TangentModes;

/**
 * The modes of the kernel at the start, and the residual along them at the milestones of the run. Where they are those of some of
 * the samples, the run is one on the same samples, because the kernel of some says nothing of training on all.
 *
 * @param modes the modes
 * @param decay how the rule lets them decay
 * @param steps the steps of the milestones, the first is 0
 * @param components the residual along the modes at each
 * @param length how many steps the run was to make
 */
record KernelModes(TangentModes modes, ModeDecay decay, List<Long> steps, List<double[]> components,
        long length) {
    private static final int MOST_ORDER = 1200;
    private static final int MILESTONES = 24;
    /** The run on some samples may take so many flops, at 6 for each sample and parameter. */
    private static final double FLOPS = 6;
    private static final double MOST_FLOPS = 5e10;
    /** Beyond so many steps a budget is none. */
    private static final long FOREVER = 1L << 50;
    private static final double E_FOLD = Math.exp(-1);
    /** Modes that lose less in the whole run have no rate that could be read off, those that lose more have none left. */
    private static final double LEAST_DECAY = 0.9;
    private static final double MOST_DECAY = 1e-6;
    /** A component below this share of the mean one is mostly what other modes leak into it. */
    private static final double LEAST_SHARE = 0.1;
    /** What a mode is called to be done at, of its squared residual. */
    static final double TENTH = 0.1;
    /** A mode that holds less of the residual holds none but rounding. */
    private static final double NONE = 1e-20;

    /**
     * A mode whose rate can be read off.
     *
     * @param index its number, 1 for the fastest
     * @param predicted its rate per step
     * @param measured the rate at which its component fell over the same steps
     */
    record Rate(int index, double predicted, double measured) {}

    /** How many samples the modes are taken on; 0 if even one does not fit the memory. */
    static int samples(Subject subject) {
        int k = subject.network().outputs();
        int n = Math.min(subject.train().size(), Math.max(1, MOST_ORDER / k));
        while (n > 0 && TangentModes.bytes(n, k) > MemoryEstimate.free()) {
            n /= 2;
        }
        return n;
    }

    static KernelModes of(Evidence evidence, int samples) {
        Subject subject = evidence.subject();
        int[] rows = Evidence.spread(subject.train().size(), samples);
        Matrix x = subject.train().x().rows(rows);
        Matrix y = subject.targets(subject.train()).rows(rows);
        TangentModes modes = TangentModes.of(subject.network(), subject.start(), x, y, subject.loss());
        Course course = evidence.course();
        long length = subject.steps();
        double scale = subject.loss().averages() ? 1 : (double) subject.train().size() / samples;
        if (samples < subject.train().size() && length > 0 && !evidence.trained()) {
            length = Math.clamp((long) (MOST_FLOPS / (FLOPS * samples * subject.network().applications())), 1, length);
            scale = 1;
            course = Course.run(subject.on(rows, length), MILESTONES, 2, (step, loss) -> {});
        }
        List<Long> steps = new ArrayList<>();
        List<double[]> components = new ArrayList<>();
        for (Milestone milestone : course.milestones()) {
            if (milestone.step() <= course.end().step()) {
                steps.add(milestone.step());
                components.add(modes.components(milestone.theta()));
            }
        }
        return new KernelModes(modes, ModeDecay.of(subject.optimizer(), scale), steps, components, length);
    }

    /**
     * The rates of the modes that hold part of the residual at the start, each read off at the first milestone at which
     * it should have fallen by the factor e, for slower ones at the last.
     */
    List<Rate> rates() {
        double[] values = modes.eigenvalues();
        double[] start = modes.start();
        double floor = LEAST_SHARE * squares(start) / start.length;
        List<Rate> result = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            if (values[i] == 0 || start[i] * start[i] < floor) {
                continue;
            }
            for (int m = 1; m < steps.size(); m++) {
                double left = Math.abs(decay.after(steps.get(m)).remaining(values[i], 1));
                double seen = Math.abs(components.get(m)[i] / start[i]);
                boolean due = left <= E_FOLD || m == steps.size() - 1 && left <= LEAST_DECAY;
                if (due && left >= MOST_DECAY && seen > 0 && Double.isFinite(seen)) {
                    result.add(new Rate(i + 1, -Math.log(left) / steps.get(m), -Math.log(seen) / steps.get(m)));
                }
                if (due) {
                    break;
                }
            }
        }
        return result;
    }

    /** {@code |u_t|^2 / |u_0|^2} at every milestone. */
    double[] measuredShares() {
        double first = squares(components.getFirst());
        return components.stream().mapToDouble(c -> first == 0 ? 0 : squares(c) / first).toArray();
    }

    /** The same as the kernel at the start predicts it. */
    double[] predictedShares() {
        return steps.stream().mapToDouble(step -> modes.remaining(decay.after(step))).toArray();
    }

    /** The share of the squared residual that the kernel leaves after that many steps. */
    double left(long count) {
        return count == 0 ? 1 : modes.remaining(decay.after(count));
    }

    /** The first step at which the kernel leaves at most that share, to within a part in 100; negative if it never does. */
    long stepsTo(double share) {
        if (grows()) {
            return -1;
        }
        long high = 1;
        while (left(high) > share) {
            if (high >= FOREVER) {
                return -1;
            }
            high *= 2;
        }
        long low = high / 2;
        while (high - low > 1 && high - low > high / 1000) {
            long middle = low + (high - low) / 2;
            if (left(middle) > share) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** Whether a mode that holds part of the residual grows at this rate. */
    boolean grows() {
        double[] values = modes.eigenvalues();
        double[] start = modes.start();
        double all = squares(start);
        for (int i = 0; i < values.length; i++) {
            if (values[i] > 0 && decay.decay(values[i]) < 0 && start[i] * start[i] > NONE * all) {
                return true;
            }
        }
        return false;
    }

    /** The share of the squared residual in modes of which the kernel leaves more than a tenth after that many steps. */
    double slow(long count) {
        double[] values = modes.eigenvalues();
        double[] start = modes.start();
        double held = 0;
        for (int i = 0; i < values.length; i++) {
            double factor = values[i] == 0 || count == 0 ? 1 : decay.after(count).remaining(values[i], 1);
            held += factor * factor > TENTH ? start[i] * start[i] : 0;
        }
        return held / squares(start);
    }

    static double squares(double[] v) {
        double sum = 0;
        for (double entry : v) {
            sum += entry * entry;
        }
        return sum;
    }
}
