package org.paisaje.theory.kernel.margin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.theory.kernel.flow.KernelFlow;

/**
 * Logistic training with a frozen kernel beside the {@link MaxMargin} machine it tends to: as t grows, the normalised margin
 * to gamma*, the direction to f*, {@code L t gamma*^2} to 1 and the norm as {@code log t / gamma*} (Soudry et al. 2018,
 * Theorem 3; Ji and Telgarsky 2018). The loss is {@code (1/n) sum log(1 + e^(-y f))}. For a network in place of the kernel
 * see {@link NetworkMarginStudy}.
 *
 * @param supportVectorMachine the hard-margin one of the kernel
 * @param rows one for each time or loss asked for, in order; fewer if the integration stopped before
 * @param completed whether all were reached
 */
public record MarginStudy(MaxMargin.Separator supportVectorMachine, List<Row> rows, boolean completed) {
    private static final int REFINEMENTS = 30;

    /** Copies the list. */
    public MarginStudy {
        rows = List.copyOf(rows);
    }

    /**
     * The model at one time.
     *
     * @param time t
     * @param loss L
     * @param norm {@code ||f_t - f_0||_H}
     * @param margin {@code min_i y_i f_t(x_i)}
     * @param marginShare {@code margin / (norm gamma*)}; 0 at the start
     * @param cosine the cosine in H of f_t - f_0 with f*; 0 at the start
     * @param lossRate {@code L t gamma*^2}
     * @param error the bound of the error of f_t in H that the integration keeps
     */
    public record Row(double time, double loss, double norm, double margin, double marginShare, double cosine,
            double lossRate, double error) {}

    /**
     * Trains to given times.
     *
     * @param kernel Theta(X, X), n x n
     * @param labels y, n entries of -1 and 1
     * @param start f_0(X), n entries
     * @param times ascending, from 0 to 1e300
     * @throws IllegalArgumentException if no function of H separates the labels, besides what does not fit
     */
    public static MarginStudy atTimes(Matrix kernel, double[] labels, double[] start, double... times) {
        MaxMargin.Separator machine = supportVectorMachine(kernel, labels);
        KernelFlow flow = KernelFlow.of(kernel, column(labels), column(start), Loss.LOGISTIC);
        KernelFlow.Path path = flow.solve(times);
        return of(machine, start, path.states(), path.completed());
    }

    /** As above from f_0 = 0. */
    public static MarginStudy atTimes(Matrix kernel, double[] labels, double... times) {
        return atTimes(kernel, labels, new double[labels.length], times);
    }

    /**
     * Trains until log(1/L) has given values, to a relative 1e-8, by Newton's method on log t.
     *
     * @param levels log(1/L), ascending, at most 600; a level that f_0 has passed already gives the row of time 0
     */
    public static MarginStudy atLosses(Matrix kernel, double[] labels, double[] start, double... levels) {
        requireLevels(levels);
        MaxMargin.Separator machine = supportVectorMachine(kernel, labels);
        KernelFlow flow = KernelFlow.of(kernel, column(labels), column(start), Loss.LOGISTIC);
        double fastest = kernel.norm1() / labels.length;
        double[] low = new double[levels.length];
        double[] high = new double[levels.length];
        double[] log = new double[levels.length];
        Arrays.fill(low, Math.log(1e-3 / fastest));
        for (int k = 0; k < levels.length; k++) {
            // L falls at least as fast as 1 / (gamma^2 t) up to logarithms; starts of the wrong sign take longer.
            high[k] = Math.min(690, levels[k] + Math.log(machine.squaredNorm()) + 60);
            log[k] = Math.clamp(levels[k] + Math.log(machine.squaredNorm()), low[k], high[k]);
        }
        KernelFlow.Path path = flow.solve(exponentials(log));
        for (int i = 0; i < REFINEMENTS && path.completed(); i++) {
            double worst = 0;
            double[] next = log.clone();
            for (int k = 0; k < levels.length; k++) {
                KernelFlow.State state = path.states().get(k);
                double excess = -Math.log(state.loss()) - levels[k];
                worst = Math.max(worst, log[k] > low[k] ? Math.abs(excess) / Math.max(1, levels[k]) : 0);
                if (excess > 0) {
                    high[k] = log[k];
                } else {
                    low[k] = log[k];
                }
                double slope = slope(kernel, labels, state);
                double guess = log[k] - excess / slope;
                next[k] = guess > low[k] && guess < high[k] ? guess : 0.5 * (low[k] + high[k]);
            }
            if (worst < 1e-8) {
                break;
            }
            Arrays.sort(next);
            log = next;
            path = flow.solve(exponentials(log));
        }
        List<KernelFlow.State> states = new ArrayList<>(path.states());
        KernelFlow.State first = flow.solve(0).last();
        for (int k = 0; k < states.size(); k++) {
            if (-Math.log(first.loss()) >= levels[k]) {
                states.set(k, first);
            }
        }
        return of(machine, start, states, path.completed());
    }

    /** As above from f_0 = 0. */
    public static MarginStudy atLosses(Matrix kernel, double[] labels, double... levels) {
        return atLosses(kernel, labels, new double[labels.length], levels);
    }

    /** d log(1/L) / d log t = t g^T Theta g / L with g = dL/df. */
    private static double slope(Matrix kernel, double[] labels, KernelFlow.State state) {
        Matrix gradient = Matrix.zeros(labels.length, 1);
        Loss.LOGISTIC.valueAndGradient(state.outputs(), column(labels), gradient);
        double[] image = kernel.times(gradient.data());
        double sum = 0;
        for (int i = 0; i < image.length; i++) {
            sum += image[i] * gradient.data()[i] / state.loss();
        }
        return Math.max(1e-3, state.time() * sum);
    }

    private static double[] exponentials(double[] log) {
        return Arrays.stream(log).map(Math::exp).toArray();
    }

    private static MarginStudy of(MaxMargin.Separator machine, double[] start, List<KernelFlow.State> states,
            boolean completed) {
        List<Row> rows = new ArrayList<>();
        for (KernelFlow.State state : states) {
            double[] change = state.outputs().data().clone();
            for (int i = 0; i < change.length; i++) {
                change[i] -= start[i];
            }
            double margin = state.margin().orElseThrow();
            double norm = state.norm();
            rows.add(new Row(state.time(), state.loss(), norm, margin,
                    norm == 0 ? 0 : margin / (norm * machine.margin()),
                    norm == 0 ? 0 : machine.cosine(change, norm), state.loss() * state.time() / machine.squaredNorm(),
                    state.error()));
        }
        return new MarginStudy(machine, rows, completed);
    }

    static MaxMargin.Separator supportVectorMachine(Matrix kernel, double[] labels) {
        MaxMargin result = MaxMargin.of(kernel, labels);
        if (result instanceof MaxMargin.Separator machine) {
            return machine;
        }
        throw new IllegalArgumentException("MarginStudy: " + result + "; labels that no function of the kernel "
                + "separates have no hard-margin machine (are two points equal, or the kernel of low rank?)");
    }

    static void requireLevels(double[] levels) {
        double before = Double.NEGATIVE_INFINITY;
        for (double level : levels) {
            if (!(level >= before && level <= 600)) {
                throw new IllegalArgumentException("MarginStudy: the levels of log(1/L) are " + Arrays.toString(levels)
                        + ", they must ascend and end at 600 or before");
            }
            before = level;
        }
    }

    private static Matrix column(double[] values) {
        return Matrix.wrap(values.length, 1, values);
    }
}
