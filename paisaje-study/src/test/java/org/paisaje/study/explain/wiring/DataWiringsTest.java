package org.paisaje.study.explain.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.study.explain.wiring.WiringRuns.BATCH;
import static org.paisaje.study.explain.wiring.WiringRuns.CHECKPOINTS;
import static org.paisaje.study.explain.wiring.WiringRuns.N;
import static org.paisaje.study.explain.wiring.WiringRuns.classes;
import static org.paisaje.study.explain.wiring.WiringRuns.context;
import static org.paisaje.study.explain.wiring.WiringRuns.entropy;
import static org.paisaje.study.explain.wiring.WiringRuns.finds;
import static org.paisaje.study.explain.wiring.WiringRuns.held;
import static org.paisaje.study.explain.wiring.WiringRuns.log;
import static org.paisaje.study.explain.wiring.WiringRuns.mean;
import static org.paisaje.study.explain.wiring.WiringRuns.meanOn;
import static org.paisaje.study.explain.wiring.WiringRuns.problem;
import static org.paisaje.study.explain.wiring.WiringRuns.rules;
import static org.paisaje.study.explain.wiring.WiringRuns.scaled;
import static org.paisaje.study.explain.wiring.WiringRuns.softmax;
import static org.paisaje.study.explain.wiring.WiringRuns.square;
import static org.paisaje.study.explain.wiring.WiringRuns.sum;
import static org.paisaje.study.explain.wiring.WiringRuns.verdict;
import static org.paisaje.study.explain.wiring.WiringRuns.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.paisaje.data.Dataset;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.study.explain.wiring.change.Context;

/** Every way to feed other inputs or labels is found in the numbers it gives. */
final class DataWiringsTest {
    @Test
    void labels() {
        finds(theta -> mean(theta, (f, y) -> entropy(f, (y + 1) % 4)), "wiring.labels-off-by-one");
        finds(theta -> mean(theta, (f, y) -> entropy(f, (y + 3) % 4)), "wiring.labels-off-by-one");
        finds(theta -> mean(theta, (f, y) -> entropy(f, 3 - y)), "wiring.labels-reversed");
        // In the order of their first rows: c, a, b, d.
        finds(theta -> mean(theta, (f, y) -> entropy(f, new int[] {1, 2, 0, 3}[y])), "wiring.labels-order");
        finds(theta -> {
            Matrix f = softmax.forward(theta, classes.x());
            double sum = 0;
            for (int i = 0; i < N; i++) {
                sum += entropy(f.row(i), classes.labels()[(i + 1) % N]) / N;
            }
            return sum;
        }, "wiring.rows-shifted");
    }

    /** The order is not known: the numbers are within what it leaves open, and that is said. */
    @Test
    void shuffledLabels() {
        // A network that is right of all samples, surer from checkpoint to checkpoint.
        List<double[]> thetas = new ArrayList<>();
        for (int c = 0; c < CHECKPOINTS; c++) {
            double size = 1 + 0.5 * c;
            thetas.add(Arrays.stream(softmax.initialize(Seed.of(7))).map(one -> size * one).toArray());
        }
        int n = 900;
        Matrix x = WiringRuns.inputs(8, n);
        Matrix first = softmax.forward(thetas.getFirst(), x);
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            for (int c = 1; c < 4; c++) {
                labels[i] = first.get(i, c) > first.get(i, labels[i]) ? c : labels[i];
            }
        }
        Dataset many = Dataset.classification("many", x, labels, List.of("a", "b", "c", "d"));
        // 7 has no factor in common with 900, so this is an order of all rows.
        SeriesVerdict verdict = verdict(context(many, Optional.empty(), softmax, Loss.SOFTMAX_CROSS_ENTROPY),
                thetas, log("loss", thetas, theta -> {
                    Matrix f = softmax.forward(theta, many.x());
                    double sum = 0;
                    for (int i = 0; i < n; i++) {
                        sum += entropy(f.row(i), labels[(7 * i + 11) % n]) / n;
                    }
                    return sum;
                }, 0));
        assertThat(rules(verdict)).containsExactly("wiring.labels-shuffled");
        assertThat(verdict.agreement().exact()).isFalse();
    }

    @Test
    void inputs() {
        finds(theta -> meanOn(theta, classes, scaled(classes.x(), 255)), "wiring.inputs-scale");
        finds(theta -> meanOn(theta, classes, scaled(classes.x(), 1 / 255.0)), "wiring.inputs-scale");
        finds(theta -> meanOn(theta, classes, standardised(classes.x(), held.x())),
                "wiring.inputs-standardized-by");
        finds(theta -> meanOn(theta, classes, reordered(classes.x(), j -> 8 - j)), "wiring.inputs-order");
        finds(theta -> meanOn(theta, classes, reordered(classes.x(), j -> j % 3 * 3 + j / 3)),
                "wiring.inputs-order");
    }

    private static Matrix reordered(Matrix x, IntUnaryOperator from) {
        Matrix other = Matrix.zeros(x.rows(), 9);
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < 9; j++) {
                other.set(i, j, x.get(i, from.applyAsInt(j)));
            }
        }
        return other;
    }

    private static Matrix standardised(Matrix x, Matrix by) {
        Matrix other = x.copy();
        for (int j = 0; j < 9; j++) {
            double[] column = by.column(j);
            double mean = Arrays.stream(column).average().orElseThrow();
            double variance = Arrays.stream(column).map(one -> square(one - mean)).average().orElseThrow();
            for (int i = 0; i < x.rows(); i++) {
                other.set(i, j, (x.get(i, j) - mean) / Math.sqrt(variance));
            }
        }
        return other;
    }

    @Test
    void inputsThatAreNotStandardised() {
        List<double[]> thetas = weights(softmax, 1);
        Context context = Context.of(
                problem(classes, Optional.of(held), softmax, Loss.SOFTMAX_CROSS_ENTROPY, true),
                problem(classes, Optional.of(held), softmax, Loss.SOFTMAX_CROSS_ENTROPY, false), BATCH, 0);
        assertThat(rules(verdict(context, thetas, log("loss", thetas,
                theta -> meanOn(theta, classes, standardised(classes.x(), classes.x())), 0)))).isEmpty();
        assertThat(rules(verdict(context, thetas, log("loss", thetas, theta -> meanOn(theta, classes, classes.x()),
                0)))).containsExactly("wiring.inputs-not-standardized");
        assertThat(rules(verdict(context, thetas, log("val_loss", thetas,
                theta -> meanOn(theta, held, standardised(held.x(), held.x())), 0))))
                .containsExactly("wiring.inputs-standardized-by");
    }

    @Test
    void otherSamples() {
        finds(theta -> meanOn(theta, held, held.x()), "wiring.part");
        finds(theta -> (sum(theta, classes, classes.x(), WiringRuns::entropy)
                + sum(theta, held, held.x(), WiringRuns::entropy)) / (N + held.size()), "wiring.part");
    }

    /** Bytes that a script divides by 255 are no mistake, and the run is looked at with the data as they were used. */
    @Test
    void dataAsTheyWereUsed() {
        Matrix bytes = classes.x().copy();
        Arrays.setAll(bytes.data(), i -> Math.floorMod(Math.round(60 * classes.x().data()[i]), 256));
        Dataset images = classes.withInputs(bytes);
        List<double[]> thetas = weights(softmax, 1);
        Wirings.Used shares = used(context(images, Optional.empty(), softmax, Loss.SOFTMAX_CROSS_ENTROPY), thetas,
                theta -> meanOn(theta, images, scaled(bytes, 1 / 255.0)));
        assertThat(shares.words()).contains("divided by 255");
        assertThat(shares.apply(images).x().data())
                .containsExactly(Arrays.stream(bytes.data()).map(b -> b / 255).toArray());

        Dataset prices = WiringRuns.single.withTargets(mapped(WiringRuns.single.y(), Math::exp));
        List<double[]> fitted = weights(WiringRuns.logit, 1);
        Wirings.Used logs = used(context(prices, Optional.empty(), WiringRuns.logit, Loss.SQUARED), fitted,
                theta -> WiringRuns.entries(WiringRuns.logit, theta, WiringRuns.single, (f, y) -> square(f - y)) / N);
        assertThat(logs.words()).isEqualTo("the logarithm of the targets");
        Matrix far = mapped(WiringRuns.single.y(), y -> 30 + 7 * y);
        Dataset moved = WiringRuns.single.withTargets(far);
        double mean = Arrays.stream(far.data()).average().orElseThrow();
        double deviation = Math.sqrt(Arrays.stream(far.data()).map(y -> square(y - mean)).average().orElseThrow());
        Wirings.Used scaled = used(context(moved, Optional.empty(), WiringRuns.logit, Loss.SQUARED), fitted,
                theta -> WiringRuns.entries(WiringRuns.logit, theta, moved,
                        (f, y) -> square(f - (y - mean) / deviation)) / N);
        assertThat(scaled.words()).startsWith("targets standardised");
        assertClose(scaled.apply(moved).y().data()[3], (far.data()[3] - mean) / deviation,
                rounding(N).times(Math.abs(mean) / deviation));
    }

    private static Matrix mapped(Matrix y, DoubleUnaryOperator map) {
        Matrix other = y.copy();
        Arrays.setAll(other.data(), i -> map.applyAsDouble(y.data()[i]));
        return other;
    }

    private static Wirings.Used used(Context context, List<double[]> thetas, ToDoubleFunction<double[]> number) {
        List<Wirings.Weighed> weighed = new ArrayList<>();
        for (int c = 0; c < thetas.size(); c++) {
            weighed.add(new Wirings.Weighed(Double.NaN, c, Double.NaN, context.network(), thetas.get(c)));
        }
        Wirings found = Wirings.of(context, log("train_loss", thetas, number, 0), weighed);
        assertThat(found.mistake()).isEmpty();
        return found.used().orElseThrow();
    }
}
