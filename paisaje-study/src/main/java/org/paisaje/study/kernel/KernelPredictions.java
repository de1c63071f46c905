package org.paisaje.study.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.kernel.KernelAnswer.Prediction;
import org.paisaje.study.kernel.KernelAnswer.Spectrum;
import org.paisaje.theory.kernel.KernelRegression;
import org.paisaje.theory.kernel.flow.Evolution;
import org.paisaje.theory.kernel.flow.KernelDynamics;
import org.paisaje.theory.kernel.flow.TrainingCurve;

/** What a kernel in memory predicts of training with it, and how well that does. */
final class KernelPredictions {
    private static final int BLOCK = 1024;
    /** The largest estimated error of a training curve that is taken, relative to the residual at the start. */
    private static final double CURVE_ERROR = 1e-7;

    private final KernelSetting setting;
    private final NetworkKernel kernel;
    private final int small;
    private final KernelComputation.StudyListener listener;
    private final Dataset train;
    private final Dataset test;

    /** @param small the order up to which eigenvalues are computed for their own sake */
    KernelPredictions(KernelSetting setting, NetworkKernel kernel, int small,
            KernelComputation.StudyListener listener) {
        this.setting = setting;
        this.kernel = kernel;
        this.small = small;
        this.listener = listener;
        this.train = setting.train().orElseThrow();
        this.test = setting.test().orElseThrow();
    }

    /**
     * Gradient flow of a large kernel without its eigenvalues; empty where they are wanted for their own sake, no finite time
     * is asked, or the error estimate does not get below {@value #CURVE_ERROR}, as with modes far slower than the last
     * time.
     */
    Optional<List<Prediction>> curve(Matrix matrix, Matrix y, Matrix start) {
        if (matrix.rows() <= small || !setting.transientAsked() || setting.ridge() > 0) {
            return Optional.empty();
        }
        listener.at(0.2, "training curve");
        double[] finite = setting.times().stream().mapToDouble(t -> t).filter(Double::isFinite).toArray();
        TrainingCurve curve = TrainingCurve.of(matrix, y, start, train.size(), finite, 0.01 * CURVE_ERROR);
        if (curve.error() > CURVE_ERROR) {
            return Optional.empty();
        }
        listener.at(0.8, "predictions");
        List<Matrix> outputs = blocks(finite.length, curve::predict);
        List<Prediction> result = new ArrayList<>();
        int i = 0;
        for (double time : setting.times()) {
            if (Double.isFinite(time)) {
                Matrix there = time == 0 ? kernel.start(train.x()) : curve.train(i);
                result.add(prediction(time, Matrix.wrap(train.size(), setting.network().outputs(), there.data()),
                        outputs.get(i), train, test));
                i++;
            } else {
                result.add(limit(KernelRegression.of(matrix, y, start, 0), y));
            }
        }
        return Optional.of(result);
    }

    /** Outputs from the kernel between some test points and the training points, and from where they start. */
    @FunctionalInterface
    private interface Block {
        List<Matrix> predict(Matrix cross, Matrix start);
    }

    /** Predictions block by block, so that the kernel between test and training points is never whole. */
    private List<Matrix> blocks(int count, Block block) {
        int k = setting.network().outputs();
        List<Matrix> outputs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            outputs.add(Matrix.zeros(test.size(), k));
        }
        for (int from = 0; from < test.size(); from += BLOCK) {
            Matrix some = test.x().rowRange(from, Math.min(test.size(), from + BLOCK));
            List<Matrix> rows = block.predict(kernel.of(some, train.x()), kernel.start(some));
            for (int i = 0; i < count; i++) {
                double[] values = rows.get(i).data();
                System.arraycopy(values, 0, outputs.get(i).data(), from * k, values.length);
            }
        }
        return outputs;
    }

    List<Evolution> evolutions() {
        return setting.times()
                .stream()
                .map(time -> setting.ridge() > 0 ? Evolution.ridge(setting.ridge()) : Evolution.flow(time))
                .toList();
    }

    /** At these times. */
    List<Prediction> predict(KernelDynamics dynamics, List<Evolution> evolutions, List<Double> times) {
        int k = setting.network().outputs();
        List<Matrix> outputs = blocks(evolutions.size(), (cross, start) -> evolutions.stream()
                .map(evolution -> dynamics.predict(evolution, cross, start))
                .toList());
        List<Prediction> result = new ArrayList<>();
        for (int i = 0; i < evolutions.size(); i++) {
            // At time 0 the start itself: out of the eigenvectors it would come with rounding, and ties would break.
            Matrix there = times.get(i) == 0 ? kernel.start(train.x()) : dynamics.train(evolutions.get(i));
            Matrix trained = Matrix.wrap(train.size(), k, there.data());
            result.add(prediction(times.get(i), trained, outputs.get(i), train, test));
        }
        return result;
    }

    Prediction limit(KernelRegression regression, Matrix y) {
        int k = setting.network().outputs();
        Matrix outputs = blocks(1, (cross, start) -> List.of(regression.predict(cross, start))).getFirst();
        // K alpha = y - f_0 - (rho + jitter) alpha at the training points.
        Matrix trained = y.copy();
        trained.addScaled(-(setting.ridge() + regression.jitter()), regression.weights());
        return prediction(Double.POSITIVE_INFINITY, Matrix.wrap(train.size(), k, trained.data()), outputs, train,
                test);
    }

    static Prediction prediction(double time, Matrix trained, Matrix outputs, Dataset train, Dataset test) {
        return new Prediction(time, outputs, loss(trained, train), loss(outputs, test), accuracy(trained, train),
                accuracy(outputs, test));
    }

    private static double loss(Matrix outputs, Dataset data) {
        double error = outputs.minus(data.y()).frobeniusNorm();
        return error * error / (2 * data.size());
    }

    private static Optional<Double> accuracy(Matrix outputs, Dataset data) {
        if (data.classes().isEmpty()) {
            return Optional.empty();
        }
        int[] labels = data.labels();
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            int best = outputs.columns() == 1 && outputs.get(i, 0) > 0.5 ? 1 : 0;
            for (int c = 1; c < outputs.columns(); c++) {
                best = outputs.get(i, c) > outputs.get(i, best) ? c : best;
            }
            right += best == labels[i] ? 1 : 0;
        }
        return Optional.of((double) right / labels.length);
    }

    /** Losses from well before the fastest mode to well after the slowest. */
    List<Figure> curves(KernelDynamics dynamics, Spectrum spectrum) {
        double fastest = spectrum.samples() / spectrum.values()[0];
        double slowest = fastest * Math.min(spectrum.condition(), 1e12);
        int points = 40;
        List<Double> times = new ArrayList<>();
        List<Evolution> evolutions = new ArrayList<>();
        for (int i = 0; i < points; i++) {
            double share = i / (points - 1.0);
            times.add(0.1 * fastest * Math.pow(100 * slowest / fastest, share));
            evolutions.add(Evolution.flow(times.get(i)));
        }
        return KernelFigures.curves(predict(dynamics, evolutions, times), setting);
    }
}
