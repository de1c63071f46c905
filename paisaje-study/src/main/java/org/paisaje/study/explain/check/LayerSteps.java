package org.paisaje.study.explain.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.LayerShape;
import org.paisaje.risk.Risk;
import org.paisaje.training.optimizer.StepStability;

/**
 * What a step does to the weights of a layer at the end of a run. The expected square of a step is
 *
 * <pre>
 * eta^2 sum_i [ (a g_i / P_i + lambda theta_i)^2 + b s_i / (B P_i^2) ]
 * </pre>
 *
 * with g the gradient, s the variances of the samples' gradients, P what the rule divides by, {@code a = k / (1 - beta)} and
 * {@code b = k^2 / (1 - beta^2)} for a mean with momentum beta that keeps the share k of a gradient, or
 * {@code b = k^2 ((1 + beta)^2 + beta^4 / (1 - beta^2))} if it looks ahead: the steps of many batches add up, their noise by squares.
 *
 * @param layer the number of the layer from 1
 * @param weights the norm of its weights
 * @param moved the root mean square of how far the last steps moved them; absent if that was not looked at
 * @param predicted what rate and noise predict for that; absent for rules that choose their steps themselves
 * @param signal {@code |g|^2 B / tr S} over the layer, |g|^2 without the noise of its estimate
 */
public record LayerSteps(int layer, double weights, OptionalDouble moved, OptionalDouble predicted, double signal) {
    private static final int MOST = 128;
    private static final double ENTRIES = 2e7;

    /**
     * Layer by layer; none for fewer than three samples and for a loss that is a sum.
     *
     * @param risk the mean loss over all samples, or over some if there are many
     * @param n how many samples there are
     * @param batch B; all samples for 0
     * @param rule how the rule steps, if that is known
     * @param divides P; null for 1
     */
    public static List<LayerSteps> of(Risk risk, int n, double[] theta, List<LayerShape> shapes, int batch,
            Optional<StepStability> rule, double @Nullable [] divides, LastSteps last) {
        int m = (int) Math.min(Math.min(risk.samples(), MOST), ENTRIES / theta.length);
        if (m < 3 || !risk.loss().averages()) {
            return List.of();
        }
        int all = risk.samples();
        int[] rows = IntStream.range(0, m).map(i -> (int) ((long) i * all / m)).toArray();
        Matrix own = (m == all ? risk : risk.on(rows)).at(theta).perSampleGradients();
        double[] gradient = risk.gradient(theta);
        int size = batch == 0 ? n : batch;
        // A batch without replacement has less noise, and none if it holds all.
        double left = (n - Math.min(size, n)) / Math.max(1.0, n - 1);
        List<LayerSteps> result = new ArrayList<>();
        for (int l = 0; l < shapes.size(); l++) {
            LayerShape shape = shapes.get(l);
            int from = shape.weight();
            int count = shape.inputs() * shape.outputs();
            double square = 0;
            double spread = 0;
            double weights = 0;
            double step = 0;
            for (int j = from; j < from + count; j++) {
                double mean = 0;
                for (int i = 0; i < m; i++) {
                    mean += own.get(i, j) / m;
                }
                double variance = 0;
                for (int i = 0; i < m; i++) {
                    variance += (own.get(i, j) - mean) * (own.get(i, j) - mean) / (m - 1);
                }
                square += gradient[j] * gradient[j];
                spread += variance;
                weights += theta[j] * theta[j];
                step += rule.isPresent()
                        ? expected(rule.get(), gradient[j], theta[j], left * variance / size,
                                divides == null ? 1 : divides[j])
                        : 0;
            }
            double signal = spread > 0 ? Math.max(0, square - spread / all) * size / spread : 0;
            result.add(new LayerSteps(l + 1, Math.sqrt(weights),
                    last.steps() > 0 ? OptionalDouble.of(last.rms()[l]) : OptionalDouble.empty(),
                    rule.isPresent() && !(rule.get().preconditioned() && divides == null)
                            ? OptionalDouble.of(Math.sqrt(step))
                            : OptionalDouble.empty(),
                    signal));
        }
        return List.copyOf(result);
    }

    /** The expected square of what a step does to one weight. */
    private static double expected(StepStability rule, double g, double theta, double noise, double divides) {
        double beta = rule.momentum();
        double keep = rule.keep();
        double sum = keep / (1 - beta);
        double squares = rule.nesterov() && beta > 0
                ? (1 + beta) * (1 + beta) + Math.pow(beta, 4) / (1 - beta * beta)
                : 1 / (1 - beta * beta);
        double mean = sum * (g + rule.coupled() * theta) / divides + rule.decoupled() * theta;
        return rule.rate() * rule.rate() * (mean * mean + keep * keep * squares * noise / (divides * divides));
    }
}
