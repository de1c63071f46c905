package org.paisaje.study.explain.check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.math.stats.Interval;
import org.paisaje.math.stats.LineFit;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Initializer;
import org.paisaje.risk.Risk;
import org.paisaje.theory.dynamics.width.WidthPowers;
import org.paisaje.theory.landscape.Sharpness;
import org.paisaje.training.optimizer.StepStability;

/**
 * How the largest rate that is stable at the start goes with the width: the network and twins with hidden layers of half,
 * a quarter and an eighth of its width, drawn alike.
 *
 * @param width the width of the narrowest hidden layer
 * @param power the slope of log rate over log width, with its interval at 95 %
 * @param promised the power for wide layers by counting powers of the width (Yang and Hu 2021)
 * @param rate the largest stable rate of the network itself, the geometric mean over the draws
 */
public record WidthRate(int width, Interval power, double promised, double rate) {
    /** Narrower ones are no longer wide after three halvings. */
    public static final int NARROWEST = 64;

    private static final int HALVINGS = 3;
    private static final int DRAWS = 2;
    private static final int SAMPLES = 200;
    private static final long MOST_WEIGHTS = 2_000_000;
    private static final double LEVEL = 0.95;

    /** For plain descent or momentum on networks whose hidden layers have at least 64 units; empty for others. */
    public static Optional<WidthRate> of(Mlp network, Initializer initializer, Matrix x, Matrix y, Loss loss,
            Optional<StepStability> rule, Seed seed) {
        int width = network.hiddenWidths().isEmpty() ? 0 : Collections.min(network.hiddenWidths());
        if (width < NARROWEST || network.layout().size() > MOST_WEIGHTS || rule.isEmpty()
                || rule.get().preconditioned()) {
            return Optional.empty();
        }
        int n = Math.min(SAMPLES, x.rows());
        Matrix inputs = x.rowRange(0, n);
        Matrix targets = y.rowRange(0, n);
        List<double[]> points = new ArrayList<>();
        double own = 0;
        for (int h = 0; h <= HALVINGS; h++) {
            Mlp twin = divided(network, 1 << h);
            for (int k = 0; k < DRAWS; k++) {
                Seed at = seed.named("width").at(h).at(k);
                Risk risk = Risk.of(twin, inputs, targets, loss);
                double[] theta = twin.initialize(initializer, at);
                if (!(Sharpness.of(risk.hessian(theta), at) instanceof Sharpness.Measured found)
                        || !(found.value() > 0)) {
                    return Optional.empty();
                }
                double log = Math.log(rule.get().largestRate(found.value()));
                points.add(new double[] {-h * Math.log(2), log});
                own += h == 0 ? log / DRAWS : 0;
            }
        }
        LineFit fit = LineFit.of(points.stream().mapToDouble(p -> p[0]).toArray(),
                points.stream().mapToDouble(p -> p[1]).toArray());
        return Optional.of(new WidthRate(width, fit.slopeInterval(LEVEL),
                WidthPowers.of(network.parametrization(), network.depth(), network.hasBias(), false).rate(),
                Math.exp(own)));
    }

    private static Mlp divided(Mlp network, int by) {
        int[] widths = network.widths().stream().mapToInt(Integer::intValue).toArray();
        for (int l = 1; l < widths.length - 1; l++) {
            widths[l] /= by;
        }
        return network.withWidths(widths);
    }

    /** The width of the narrowest hidden layer at which a rate is the largest stable one, by the measured power. */
    public double fitting(double wanted) {
        return width * Math.pow(wanted / rate, 1 / power.estimate());
    }
}
