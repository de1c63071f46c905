package org.paisaje.study.explain.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.study.explain.wiring.WiringRuns.BATCH;
import static org.paisaje.study.explain.wiring.WiringRuns.N;
import static org.paisaje.study.explain.wiring.WiringRuns.classes;
import static org.paisaje.study.explain.wiring.WiringRuns.context;
import static org.paisaje.study.explain.wiring.WiringRuns.entries;
import static org.paisaje.study.explain.wiring.WiringRuns.entropy;
import static org.paisaje.study.explain.wiring.WiringRuns.finds;
import static org.paisaje.study.explain.wiring.WiringRuns.findsReal;
import static org.paisaje.study.explain.wiring.WiringRuns.log;
import static org.paisaje.study.explain.wiring.WiringRuns.logit;
import static org.paisaje.study.explain.wiring.WiringRuns.mean;
import static org.paisaje.study.explain.wiring.WiringRuns.probabilities;
import static org.paisaje.study.explain.wiring.WiringRuns.reals;
import static org.paisaje.study.explain.wiring.WiringRuns.rules;
import static org.paisaje.study.explain.wiring.WiringRuns.scaled;
import static org.paisaje.study.explain.wiring.WiringRuns.single;
import static org.paisaje.study.explain.wiring.WiringRuns.softmax;
import static org.paisaje.study.explain.wiring.WiringRuns.square;
import static org.paisaje.study.explain.wiring.WiringRuns.sum;
import static org.paisaje.study.explain.wiring.WiringRuns.two;
import static org.paisaje.study.explain.wiring.WiringRuns.values;
import static org.paisaje.study.explain.wiring.WiringRuns.verdict;
import static org.paisaje.study.explain.wiring.WiringRuns.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.study.explain.wiring.change.Context;

/** Every way to compute another loss is found in the numbers it gives. */
final class LossWiringsTest {
    @Test
    void asTold() {
        finds(theta -> mean(theta, WiringRuns::entropy));
    }

    @Test
    void softmaxTwice() {
        finds(theta -> mean(theta, (f, y) -> entropy(probabilities(f), y)), "wiring.softmax-twice");
    }

    @Test
    void probabilitiesWithoutLogarithm() {
        finds(theta -> -mean(theta, (f, y) -> probabilities(f)[y]), "wiring.no-logarithm");
    }

    @Test
    void outputsThatPassThroughAnActivation() {
        finds(theta -> mean(theta, (f, y) -> entropy(Arrays.stream(f).map(one -> Math.max(0, one)).toArray(), y)),
                "wiring.output-activation");
        finds(theta -> mean(theta, (f, y) -> entropy(Arrays.stream(f).map(Math::tanh).toArray(), y)),
                "wiring.output-activation");
    }

    /** A factor that fits numbers which are nearly one says nothing. */
    @Test
    void nearlyOneNumber() {
        List<double[]> thetas = weights(softmax, 12);
        double[] last = thetas.getLast();
        for (int c = 0; c < thetas.size(); c++) {
            double[] near = last.clone();
            near[0] += 1e-4 * c;
            thetas.set(c, near);
        }
        SeriesVerdict verdict = verdict(context(classes, Optional.empty(), softmax, Loss.SOFTMAX_CROSS_ENTROPY), thetas,
                log("loss", thetas, theta -> 1.0001 * mean(theta, WiringRuns::entropy), 0));
        assertThat(verdict.found()).isEmpty();
    }

    @Test
    void sumsInsteadOfMeans() {
        finds(theta -> sum(theta, classes, classes.x(), WiringRuns::entropy), "wiring.sum");
        finds(theta -> sum(theta, classes, classes.x(), WiringRuns::entropy) / 4, "wiring.sum");
    }

    @Test
    void meansOverBatchesOfUnequalSize() {
        finds(theta -> {
            Matrix f = softmax.forward(theta, classes.x());
            double means = 0;
            for (int from = 0; from < N; from += BATCH) {
                double sum = 0;
                int to = Math.min(N, from + BATCH);
                for (int i = from; i < to; i++) {
                    sum += entropy(f.row(i), classes.labels()[i]);
                }
                means += sum / (to - from);
            }
            return means / 4;
        }, "wiring.convention");
    }

    @Test
    void clippedLogarithms() {
        List<double[]> thetas = weights(softmax, 12);
        Context context = context(classes, Optional.empty(), softmax, Loss.SOFTMAX_CROSS_ENTROPY);
        SeriesVerdict verdict = verdict(context, thetas, log("loss", thetas,
                theta -> mean(theta, (f, y) -> -Math.log(Math.max(1e-7, probabilities(f)[y]))), 0));
        assertThat(rules(verdict)).containsExactly("wiring.clipped-log");
        assertThat(verdict.found().orElseThrow().words()).contains("clipped at 1e-7");
        assertThat(verdict(context, thetas, log("loss", thetas,
                theta -> mean(theta, (f, y) -> -Math.log(1e-3 + probabilities(f)[y])), 0)).found()
                .orElseThrow()
                .words())
                .contains("p + 1e-3");
    }

    private static double squares(double[] theta) {
        return Arrays.stream(theta).map(WiringRuns::square).sum();
    }

    @Test
    void penalties() {
        // The decay of 0.02 was told.
        finds(theta -> mean(theta, WiringRuns::entropy) + 0.01 * squares(theta), "wiring.penalty");
        // One that fits all checkpoints.
        finds(theta -> mean(theta, WiringRuns::entropy) + 0.0375 * squares(theta), "wiring.penalty");
        finds(theta -> mean(theta, WiringRuns::entropy)
                + 0.003 * Arrays.stream(theta).map(Math::abs).sum(), "wiring.penalty");
        finds(theta -> 0.3125 * mean(theta, WiringRuns::entropy), "wiring.factor");
    }

    @Test
    void otherLossesOfClasses() {
        finds(theta -> mean(theta, (f, y) -> {
            double smooth = 0;
            for (int c = 0; c < 4; c++) {
                smooth += (0.1 / 4 + (c == y ? 0.9 : 0)) * entropy(f, c);
            }
            return smooth;
        }), "wiring.label-smoothing");
        int[] counts = classes.classCounts();
        finds(theta -> sum(theta, classes, classes.x(), (f, y) -> entropy(f, y) / counts[y]) / 4,
                "wiring.class-weights");
        finds(theta -> mean(theta, (f, y) -> {
            double sum = 0;
            for (int c = 0; c < 4; c++) {
                sum += square(probabilities(f)[c] - (c == y ? 1 : 0));
            }
            return sum;
        }), "wiring.other-loss");
    }

    /** Weights and shares that somebody chose are read off the numbers, and only where they reproduce all of them. */
    @Test
    void weightsOfClassesAndSmoothingOfOnesOwn() {
        finds(theta -> mean(theta, (f, y) -> {
            double smooth = 0;
            for (int c = 0; c < 4; c++) {
                smooth += (0.07 / 4 + (c == y ? 0.93 : 0)) * entropy(f, c);
            }
            return smooth;
        }), "wiring.label-smoothing");
        List<double[]> thetas = new ArrayList<>(weights(softmax, 1));
        thetas.addAll(weights(softmax, 1.7));
        Context context = context(classes, Optional.empty(), softmax, Loss.SOFTMAX_CROSS_ENTROPY);
        double[] own = {1, 2, 5, 1.5};
        double all = Arrays.stream(classes.labels()).mapToDouble(y -> own[y]).sum();
        SeriesVerdict mean = verdict(context, thetas, log("loss", thetas,
                theta -> sum(theta, classes, classes.x(), (f, y) -> own[y] * entropy(f, y)) / all, 0));
        assertThat(rules(mean)).containsExactly("wiring.class-weights");
        assertThat(mean.found().orElseThrow().words()).contains("by their class, 1, 2, 5, 1.5, and divided by the sum");
        assertThat(WiringWords.convincing(mean)).isTrue();
        SeriesVerdict keras = verdict(context, thetas, log("loss", thetas,
                theta -> sum(theta, classes, classes.x(), (f, y) -> 0.3 * own[y] * entropy(f, y)) / N, 0));
        assertThat(keras.found().orElseThrow().words()).contains("by their class, 0.3, 0.6, 1.5, 0.45 (");
        SeriesVerdict none = verdict(context, thetas, log("loss", thetas,
                theta -> sum(theta, classes, classes.x(), (f, y) -> own[y] * square(entropy(f, y))) / N, 0));
        assertThat(none.found()).isEmpty();
        List<double[]> logits = weights(logit, 1);
        SeriesVerdict positive = verdict(context(two, Optional.empty(), logit, Loss.BINARY_CROSS_ENTROPY), logits,
                log("loss", logits, theta -> {
                    Matrix f = logit.forward(theta, two.x());
                    double sum = 0;
                    for (int i = 0; i < N; i++) {
                        int y = two.labels()[i];
                        sum += (y == 1 ? 3.5 : 1) * Math.log(1 + Math.exp(y == 1 ? -f.get(i, 0) : f.get(i, 0)));
                    }
                    return sum / N;
                }, 0));
        assertThat(positive.found().orElseThrow().words()).contains("the positive class weighed 3.5 times");
    }

    @Test
    void pairs() {
        finds(theta -> mean(theta, (f, y) -> entropy(probabilities(f), (y + 1) % 4)), "wiring.softmax-twice",
                "wiring.labels-off-by-one");
        finds(theta -> sum(theta, classes, scaled(classes.x(), 255), WiringRuns::entropy), "wiring.inputs-scale",
                "wiring.sum");
    }

    @Test
    void sigmoidTwice() {
        List<double[]> thetas = weights(logit, 1);
        SeriesVerdict verdict = verdict(context(two, Optional.empty(), logit, Loss.BINARY_CROSS_ENTROPY), thetas,
                log("loss", thetas, theta -> {
                    Matrix f = logit.forward(theta, two.x());
                    double sum = 0;
                    for (int i = 0; i < N; i++) {
                        double p = 1 / (1 + Math.exp(-f.get(i, 0)));
                        sum += Math.log(1 + Math.exp(p)) - two.labels()[i] * p;
                    }
                    return sum / N;
                }, 0));
        assertThat(rules(verdict)).containsExactly("wiring.sigmoid-twice");
    }

    @Test
    void normalisationsOfSquares() {
        findsReal(reals, values, theta -> 0.5 * entries(values, theta, reals, (f, y) -> square(f - y)) / N);
        findsReal(reals, values, theta -> entries(values, theta, reals, (f, y) -> square(f - y)) / N / 3,
                "wiring.convention");
        findsReal(reals, values, theta -> entries(values, theta, reals, (f, y) -> square(f - y)) / N,
                "wiring.convention");
        findsReal(reals, values, theta -> Math.sqrt(entries(values, theta, reals, (f, y) -> square(f - y)) / N / 3),
                "wiring.convention");
        findsReal(reals, values, theta -> entries(values, theta, reals, (f, y) -> Math.abs(f - y)) / N / 3,
                "wiring.other-loss", "wiring.convention");
        findsReal(reals, values,
                theta -> 0.5 * entries(values, theta, reals, (f, y) -> square(1 / (1 + Math.exp(-f)) - y)) / N,
                "wiring.output-activation");
    }

    @Test
    void broadcastTargets() {
        findsReal(single, logit, theta -> {
            Matrix f = logit.forward(theta, single.x());
            double sum = 0;
            for (int i = 0; i < N; i++) {
                for (int j = 0; j < N; j++) {
                    sum += square(f.get(i, 0) - single.y().get(j, 0));
                }
            }
            return sum / N / N;
        }, "wiring.broadcast", "wiring.convention");
    }

    @Test
    void broadcastTargetsOfBatches() {
        findsReal(single, logit, theta -> {
            Matrix f = logit.forward(theta, single.x());
            double sum = 0;
            for (int from = 0; from < N; from += BATCH) {
                int to = Math.min(N, from + BATCH);
                for (int i = from; i < to; i++) {
                    for (int j = from; j < to; j++) {
                        sum += square(f.get(i, 0) - single.y().get(j, 0)) / (to - from);
                    }
                }
            }
            return sum / N;
        }, "wiring.broadcast", "wiring.convention");
    }
}
