package org.paisaje.study.spectrum;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.paisaje.risk.Risk;
import org.paisaje.study.problem.Problem;
import org.paisaje.theory.landscape.spectrum.Curvature;
import org.paisaje.training.Schedule;
import org.paisaje.training.optimizer.Optimizer;

/**
 * Which matrix is looked at, where, and how much may be spent.
 *
 * @param problem data, network, loss and theta_0
 * @param of which matrix
 * @param run the training before, along which sharpness is measured; empty to look at theta_0 as it is
 * @param effort how closely
 */
public record SpectrumSetting(Problem problem, Curvature of, Optional<Run> run, Effort effort) {
    /**
     * A training run.
     *
     * @param optimizer the rule of the steps
     * @param schedule the factor of its rate over time
     * @param clip the norm above which gradients are scaled down; infinity is never
     * @param steps how many
     * @param batch samples for each; 0 for all
     */
    public record Run(Optimizer optimizer, Schedule schedule, double clip, long steps, int batch) {
        /** Constant rate, nothing clipped. */
        public Run(Optimizer optimizer, long steps, int batch) {
            this(optimizer, Schedule.constant(), Double.POSITIVE_INFINITY, steps, batch);
        }
    }

    /**
     * How much to spend.
     *
     * @param samples how many training samples the risk is taken over, at even distances; 0 for all
     * @param full all eigenvalues are computed up to this order
     * @param top eigenvalues at either end
     * @param probes random vectors for the density, at least 2
     * @param lanczosSteps products for each of them
     * @param products the most products for the ends
     * @param damping rho of {@code log det(A + rho I)}, relative to the norm of A
     */
    public record Effort(int samples, int full, int top, int probes, int lanczosSteps, long products,
            double damping) {
        /** Checks the numbers. */
        public Effort {
            require("--samples", samples, 0);
            require("--full", full, 0);
            require("--top", top, 1);
            require("--probes", probes, 2);
            require("--lanczos-steps", lanczosSteps, 1);
            require("--products", products, 1);
            if (!(damping >= 0) || Double.isInfinite(damping)) {
                throw new IllegalArgumentException(
                        "--damping is " + damping + "; a finite number of at least 0 is needed");
            }
        }

        private static void require(String option, long value, long least) {
            if (value < least) {
                throw new IllegalArgumentException(option + " is " + value + ", at least " + least + " is needed");
            }
        }

        /** All samples, all eigenvalues up to order 10,000, 10 at either end, 16 probes of 60 steps. */
        public static Effort usual() {
            return new Effort(0, 10_000, 10, 16, 60, 2_000, 1e-3);
        }
    }

    /** Checks that all belongs together. */
    public SpectrumSetting {
        int n = problem.train().size();
        Curvature matrix = of;
        matrix.objection(problem.loss()).ifPresent(why -> {
            throw new IllegalArgumentException("--of " + matrix.text() + ": " + why);
        });
        if (effort.samples > n) {
            throw new IllegalArgumentException(
                    "--samples " + effort.samples + ": there are " + n + " training samples; 0 stands for all of them");
        }
        run.ifPresent(training -> {
            if (training.batch < 0 || training.batch > n) {
                throw new IllegalArgumentException("--batch " + training.batch + ": there are " + n
                        + " training samples; 0 stands for all of them");
            }
            long epochs = training.steps / problem.steps(1, training.batch);
            if (!training.schedule.arrives(training.steps, epochs)) {
                throw new IllegalArgumentException("--schedule " + training.schedule.text()
                        + ": the warm-up is longer than the run of " + training.steps
                        + " steps; shorten it, or train longer");
            }
        });
    }

    /** The risk whose curvature is taken. */
    Risk risk() {
        int n = problem.train().size();
        int count = effort.samples;
        return count == 0 || count == n
                ? problem.risk()
                : problem.risk().on(IntStream.range(0, count).map(i -> (int) ((long) i * n / count)).toArray());
    }

    /** The setting by the names of the options, in full. */
    Map<String, Object> describe() {
        var result = new LinkedHashMap<>(problem.setting());
        result.put("of", of.text());
        run.ifPresentOrElse(training -> {
            result.put("optimizer", training.optimizer.text());
            if (!training.schedule.equals(Schedule.constant())) {
                result.put("schedule", training.schedule.text());
            }
            if (training.clip < Double.POSITIVE_INFINITY) {
                result.put("clip", training.clip);
            }
            result.put("steps", training.steps);
            result.put("batch", training.batch);
        }, () -> result.put("steps", 0));
        result.put("samples", effort.samples);
        result.put("full", effort.full);
        result.put("top", effort.top);
        result.put("probes", effort.probes);
        result.put("lanczos-steps", effort.lanczosSteps);
        result.put("products", effort.products);
        result.put("damping", effort.damping);
        return result;
    }
}
