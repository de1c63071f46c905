package org.paisaje.study.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.study.Cancellable;
import org.paisaje.study.Session;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.kernel.KernelAnswer.Prediction;
import org.paisaje.study.kernel.KernelAnswer.Spectrum;
import org.paisaje.theory.kernel.KernelRegression;
import org.paisaje.theory.kernel.flow.KernelDynamics;

/**
 * Computes a kernel and what it predicts. In memory by eigendecomposition where the kernel is small; of a large one by
 * Cholesky for the limit and by a rational Krylov space for finite times; in a file by conjugate gradients where it does
 * not fit or that is asked.
 */
public final class KernelComputation {
    /** How long a part may go on after an interrupt. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final KernelSetting setting;
    private final NetworkKernel kernel;
    private final StudyListener listener;
    private final int small;

    private KernelComputation(KernelSetting setting, int small, StudyListener listener) {
        this.setting = setting;
        this.small = small;
        this.kernel = NetworkKernel.of(setting);
        this.listener = (share, note) -> {
            if (!Session.cancelled()) {
                listener.at(share, note);
            }
        };
    }

    /** Hears what is being done; called from several threads. */
    @FunctionalInterface
    public interface StudyListener {
        /** Hears nothing. */
        StudyListener NONE = (share, note) -> {};

        /** So much of the whole is done, 0 to 1, and this is under way. */
        void at(double share, String note);
    }

    /**
     * Runs.
     *
     * @throws IllegalArgumentException if the setting cannot be computed, before any work: it does not fit into memory or
     *     on the disk, or a file there is of something else
     */
    public static KernelAnswer run(KernelSetting setting, StudyListener listener) {
        return run(setting, KernelSize.SMALL, listener);
    }

    /** As above with another order up to which eigenvalues are computed for their own sake. */
    static KernelAnswer run(KernelSetting setting, int small, StudyListener listener) {
        long began = System.nanoTime();
        KernelComputation study = new KernelComputation(setting, small, listener);
        KernelAnswer answer = KernelSize.storing(setting)
                ? new StoredStudy(setting, study.kernel, listener).run()
                : study.inMemory();
        return new KernelAnswer(answer.status(), answer.headline(), KernelWords.describe(setting, answer),
                answer.rows(),
                answer.columns(), answer.matrix(), answer.spectrum(), answer.alignment(), answer.predictions(),
                answer.storage(), answer.figures(), answer.kernelSeconds(), 1e-9 * (System.nanoTime() - began));
    }

    /** What is there of a kernel in memory; after an interrupt the parts that were done by then. */
    private static final class Parts {
        private double seconds;
        private @Nullable Matrix matrix;
        private @Nullable Spectrum spectrum;
        private List<Prediction> predictions = List.of();
        private final List<Figure> figures = new ArrayList<>();
        private String jitter = "";
        private String stopped = "";

        /** The part of that name, unless it or one before it is left because of an interrupt. */
        <T> Optional<T> part(String name, Supplier<T> work) {
            if (!stopped.isEmpty()) {
                return Optional.empty();
            }
            Optional<T> result = Cancellable.of(PATIENCE, work);
            stopped = result.isPresent() ? "" : name;
            return result;
        }
    }

    private KernelAnswer inMemory() {
        Parts parts = new Parts();
        listener.at(0, "kernel");
        long began = System.nanoTime();
        parts.matrix = parts.part("the kernel", () -> setting.x2().isPresent()
                ? kernel.of(setting.x(), setting.x2().get())
                : kernel.of(setting.x())).orElse(null);
        parts.seconds = 1e-9 * (System.nanoTime() - began);
        Matrix matrix = parts.matrix;
        boolean square = setting.x2().isEmpty();
        Optional<KernelAnswer.Alignment> alignment = Optional.empty();
        if (matrix != null) {
            if (setting.test().isPresent()) {
                predict(parts, matrix);
            } else if (square && KernelSize.analysable(setting)) {
                listener.at(0.2, "eigenvalues");
                parts.spectrum = parts
                        .part("the eigenvalues",
                                () -> spectrum(SymmetricEigen.values(matrix), setting.x().rows()))
                        .orElse(null);
            }
            alignment = setting.analysed() && square && setting.train().isPresent()
                    ? KernelFigures.alignment(matrix, kernel.rows(setting.train().get().y()))
                    : Optional.empty();
            if (setting.analysed()) {
                Optional.ofNullable(parts.spectrum)
                        .ifPresent(values -> parts.figures.addAll(0, KernelFigures.spectrum(values)));
                if (square) {
                    parts.figures.add(KernelFigures.heatMap(matrix, setting));
                }
            }
        }
        long rows = matrix == null ? setting.order() : matrix.rows();
        long columns = matrix == null ? KernelSize.columns(setting) : matrix.columns();
        String headline = KernelWords.headline(setting, rows, columns, parts.predictions) + parts.jitter;
        return new KernelAnswer(parts.stopped.isEmpty() ? KernelAnswer.Status.DONE : KernelAnswer.Status.INTERRUPTED,
                parts.stopped.isEmpty() ? headline : KernelWords.cutShort(headline, parts.stopped), Map.of(), rows,
                columns,
                Optional.ofNullable(matrix), Optional.ofNullable(parts.spectrum), alignment, parts.predictions,
                Optional.empty(), parts.figures, parts.seconds, 0);
    }

    private void predict(Parts parts, Matrix matrix) {
        Dataset train = setting.train().orElseThrow();
        Dataset test = setting.test().orElseThrow();
        var predictions = new KernelPredictions(setting, kernel, small, listener);
        Matrix y = kernel.rows(train.y());
        Matrix start = kernel.start(train.x());
        Optional<Optional<List<Prediction>>> curve = parts.part("the training curve",
                () -> predictions.curve(matrix, y, start));
        if (curve.isEmpty()) {
            return;
        }
        if (curve.get().isPresent()) {
            parts.predictions = curve.get().get();
        } else if (setting.transientAsked() || matrix.rows() <= small) {
            listener.at(0.2, "eigenvalues");
            Optional<KernelDynamics> dynamics = parts.part("the eigenvalues",
                    () -> KernelDynamics.of(matrix, y, start, train.size()));
            parts.spectrum = dynamics.map(found -> spectrum(found, train.size())).orElse(null);
            listener.at(0.8, "predictions");
            parts.predictions = dynamics
                    .flatMap(found -> parts.part("the predictions",
                            () -> predictions.predict(found, predictions.evolutions(), setting.times())))
                    .orElse(List.of());
            Spectrum spectrum = parts.spectrum;
            if (spectrum != null && setting.analysed()
                    && test.size() * (long) matrix.rows() <= (long) KernelSize.SMALL * KernelSize.SMALL) {
                dynamics.flatMap(found -> parts.part("the curves", () -> predictions.curves(found, spectrum)))
                        .ifPresent(parts.figures::addAll);
            }
        } else {
            listener.at(0.2, "factorisation");
            Optional<KernelRegression> regression = parts.part("the factorisation",
                    () -> KernelRegression.of(matrix, y, start, setting.ridge()));
            listener.at(0.7, "predictions");
            parts.predictions = regression
                    .flatMap(found -> parts.part("the predictions", () -> List.of(predictions.limit(found, y))))
                    .orElse(List.of());
            double added = regression.map(KernelRegression::jitter).orElse(0.0);
            if (added > 0) {
                parts.jitter = String.format(Locale.ROOT,
                        " The kernel is singular to rounding; %.2e was added to its diagonal.", added);
            }
        }
    }

    private static Spectrum spectrum(KernelDynamics dynamics, int samples) {
        double[] values = descending(dynamics.eigenvalues());
        return new Spectrum(values, false, Arrays.stream(values).sum(), dynamics.nullity(), dynamics.condition(),
                dynamics.largestStableRate(), dynamics.unreachable(), samples);
    }

    private static Spectrum spectrum(double[] ascending, int samples) {
        double[] values = descending(ascending);
        double threshold = values.length * Math.ulp(1.0) * values[0];
        int nullity = 0;
        while (nullity < values.length && ascending[nullity] <= threshold) {
            nullity++;
        }
        return new Spectrum(values, false, Arrays.stream(values).sum(), nullity,
                nullity == values.length ? 1 : values[0] / ascending[nullity], 2.0 * samples / values[0], 0, samples);
    }

    private static double[] descending(double[] ascending) {
        double[] result = new double[ascending.length];
        Arrays.setAll(result, i -> ascending[ascending.length - 1 - i]);
        return result;
    }
}
