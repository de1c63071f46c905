package org.paisaje.study.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.MemoryEstimate;
import org.paisaje.math.linalg.SymmetricEigen;
import org.paisaje.study.Cancellable;
import org.paisaje.study.Session;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.kernel.KernelAnswer.Prediction;
import org.paisaje.study.kernel.KernelAnswer.Spectrum;
import org.paisaje.theory.kernel.KernelRegression;
import org.paisaje.theory.kernel.flow.Evolution;
import org.paisaje.theory.kernel.flow.KernelDynamics;
import org.paisaje.theory.kernel.flow.TrainingCurve;

/**
 * Computes a kernel and what it predicts. In memory by eigendecomposition where the kernel is small; of a large one by
 * Cholesky for the limit and by a rational Krylov space for finite times; in a file by conjugate gradients where it does
 * not fit or that is asked.
 */
public final class KernelComputation {
    /** Up to this order all eigenvalues are computed for their own sake. */
    static final int SMALL = 3000;
    /** The matrices of its order that a kernel in memory needs at most. */
    private static final int COPIES = 3;
    private static final int BLOCK = 1024;
    /** The largest estimated error of a training curve that is taken, relative to the residual at the start. */
    private static final double CURVE_ERROR = 1e-7;
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
        return run(setting, SMALL, listener);
    }

    /** As above with another order up to which eigenvalues are computed for their own sake. */
    static KernelAnswer run(KernelSetting setting, int small, StudyListener listener) {
        long began = System.nanoTime();
        KernelComputation study = new KernelComputation(setting, small, listener);
        KernelAnswer answer = storing(setting)
                ? new StoredStudy(setting, study.kernel, listener).run()
                : study.inMemory();
        return new KernelAnswer(answer.status(), answer.headline(), study.describe(answer), answer.rows(),
                answer.columns(), answer.matrix(), answer.spectrum(), answer.alignment(), answer.predictions(),
                answer.storage(), answer.figures(), answer.kernelSeconds(), 1e-9 * (System.nanoTime() - began));
    }

    /**
     * Whether the kernel goes to a file, because that was asked or it does not fit into memory; then a run can be
     * interrupted.
     *
     * @throws IllegalArgumentException if it fits nowhere
     */
    public static boolean storing(KernelSetting setting) {
        return setting.stored() || tooLarge(setting);
    }

    private static boolean tooLarge(KernelSetting setting) {
        long rows = setting.order();
        boolean square = setting.x2().isEmpty();
        long columns = columns(setting);
        boolean solved = setting.test().isPresent();
        long bytes = MemoryEstimate.ofDoubles(rows, columns)
                * (solved ? COPIES : square && analysable(setting) ? 2 : 1);
        Optional<String> lack = MemoryEstimate.array(rows * (double) columns)
                .or(() -> MemoryEstimate.lack(bytes, heldBytes(setting)));
        if (lack.isEmpty()) {
            return false;
        }
        boolean storable = square && setting.storage().isPresent() && !setting.transientAsked()
                && (setting.kind() != KernelSetting.Kind.EMPIRICAL || setting.network().outputs() == 1);
        if (!storable) {
            throw new IllegalArgumentException("kernel: " + rows + " x " + columns + " entries"
                    + (solved ? ", with what solving needs, take " : " take ") + lack.get() + "; "
                    + (square
                            ? "give --out DIR and only the time inf, and the kernel goes to a file, or take fewer points"
                            : "take fewer points at a time"));
        }
        return true;
    }

    private static long columns(KernelSetting setting) {
        return setting.x2()
                .map(other -> (long) other.rows()
                        * (setting.kind() == KernelSetting.Kind.EMPIRICAL ? setting.network().outputs() : 1))
                .orElseGet(setting::order);
    }

    private static long heldBytes(KernelSetting setting) {
        return MemoryEstimate.ofDoubles(setting.x().rows(), setting.x().columns());
    }

    private static boolean analysable(KernelSetting setting) {
        return setting.analysed() && setting.order() <= SMALL;
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
            } else if (square && analysable(setting)) {
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
        long columns = matrix == null ? columns(setting) : matrix.columns();
        String headline = headline(setting, rows, columns, parts.predictions) + parts.jitter;
        return new KernelAnswer(parts.stopped.isEmpty() ? KernelAnswer.Status.DONE : KernelAnswer.Status.INTERRUPTED,
                parts.stopped.isEmpty() ? headline : cutShort(headline, parts.stopped), Map.of(), rows, columns,
                Optional.ofNullable(matrix), Optional.ofNullable(parts.spectrum), alignment, parts.predictions,
                Optional.empty(), parts.figures, parts.seconds, 0);
    }

    static String cutShort(String headline, String part) {
        return headline.replaceFirst("\\.$", "") + ": NOT COMPLETE, interrupted in " + part + ".";
    }

    private void predict(Parts parts, Matrix matrix) {
        Dataset train = setting.train().orElseThrow();
        Dataset test = setting.test().orElseThrow();
        Matrix y = kernel.rows(train.y());
        Matrix start = kernel.start(train.x());
        Optional<Optional<List<Prediction>>> curve = parts.part("the training curve", () -> curve(matrix, y, start));
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
                            () -> predict(found, evolutions(), setting.times())))
                    .orElse(List.of());
            Spectrum spectrum = parts.spectrum;
            if (spectrum != null && setting.analysed()
                    && test.size() * (long) matrix.rows() <= (long) SMALL * SMALL) {
                dynamics.flatMap(found -> parts.part("the curves", () -> curves(found, spectrum)))
                        .ifPresent(parts.figures::addAll);
            }
        } else {
            listener.at(0.2, "factorisation");
            Optional<KernelRegression> regression = parts.part("the factorisation",
                    () -> KernelRegression.of(matrix, y, start, setting.ridge()));
            listener.at(0.7, "predictions");
            parts.predictions = regression
                    .flatMap(found -> parts.part("the predictions", () -> List.of(limit(found, y))))
                    .orElse(List.of());
            double added = regression.map(KernelRegression::jitter).orElse(0.0);
            if (added > 0) {
                parts.jitter = String.format(Locale.ROOT,
                        " The kernel is singular to rounding; %.2e was added to its diagonal.", added);
            }
        }
    }

    /**
     * Gradient flow of a large kernel without its eigenvalues; empty where they are wanted for their own sake, no finite time
     * is asked, or the error estimate does not get below {@value #CURVE_ERROR}, as with modes far slower than the last
     * time.
     */
    private Optional<List<Prediction>> curve(Matrix matrix, Matrix y, Matrix start) {
        if (matrix.rows() <= small || !setting.transientAsked() || setting.ridge() > 0) {
            return Optional.empty();
        }
        Dataset train = setting.train().orElseThrow();
        Dataset test = setting.test().orElseThrow();
        listener.at(0.2, "training curve");
        double[] finite = setting.times().stream().mapToDouble(t -> t).filter(Double::isFinite).toArray();
        TrainingCurve curve = TrainingCurve.of(matrix, y, start, train.size(), finite, 0.01 * CURVE_ERROR);
        if (curve.error() > CURVE_ERROR) {
            return Optional.empty();
        }
        listener.at(0.8, "predictions");
        int k = setting.network().outputs();
        Matrix[] outputs = new Matrix[finite.length];
        Arrays.setAll(outputs, i -> Matrix.zeros(test.size(), k));
        for (int from = 0; from < test.size(); from += BLOCK) {
            Matrix some = test.x().rowRange(from, Math.min(test.size(), from + BLOCK));
            List<Matrix> block = curve.predict(kernel.of(some, train.x()), kernel.start(some));
            for (int i = 0; i < finite.length; i++) {
                double[] rows = block.get(i).data();
                System.arraycopy(rows, 0, outputs[i].data(), from * k, rows.length);
            }
        }
        List<Prediction> result = new ArrayList<>();
        int i = 0;
        for (double time : setting.times()) {
            if (Double.isFinite(time)) {
                Matrix there = time == 0 ? kernel.start(train.x()) : curve.train(i);
                result.add(prediction(time, Matrix.wrap(train.size(), k, there.data()), outputs[i], train, test));
                i++;
            } else {
                result.add(limit(KernelRegression.of(matrix, y, start, 0), y));
            }
        }
        return Optional.of(result);
    }

    private List<Evolution> evolutions() {
        return setting.times()
                .stream()
                .map(time -> setting.ridge() > 0 ? Evolution.ridge(setting.ridge()) : Evolution.flow(time))
                .toList();
    }

    /** Predictions block by block, so that the kernel between test and training points is never whole. */
    private List<Prediction> predict(KernelDynamics dynamics, List<Evolution> evolutions, List<Double> times) {
        Dataset train = setting.train().orElseThrow();
        Dataset test = setting.test().orElseThrow();
        int k = setting.network().outputs();
        List<Matrix> outputs = new ArrayList<>();
        evolutions.forEach(evolution -> outputs.add(Matrix.zeros(test.size(), k)));
        for (int from = 0; from < test.size(); from += BLOCK) {
            Matrix some = test.x().rowRange(from, Math.min(test.size(), from + BLOCK));
            Matrix cross = kernel.of(some, train.x());
            Matrix start = kernel.start(some);
            for (int i = 0; i < evolutions.size(); i++) {
                double[] block = dynamics.predict(evolutions.get(i), cross, start).data();
                System.arraycopy(block, 0, outputs.get(i).data(), from * k, block.length);
            }
        }
        List<Prediction> result = new ArrayList<>();
        for (int i = 0; i < evolutions.size(); i++) {
            // At time 0 the start itself: out of the eigenvectors it would come with rounding, and ties would break.
            Matrix there = times.get(i) == 0 ? kernel.start(train.x()) : dynamics.train(evolutions.get(i));
            Matrix trained = Matrix.wrap(train.size(), k, there.data());
            result.add(prediction(times.get(i), trained, outputs.get(i), train, test));
        }
        return result;
    }

    private Prediction limit(KernelRegression regression, Matrix y) {
        Dataset train = setting.train().orElseThrow();
        Dataset test = setting.test().orElseThrow();
        int k = setting.network().outputs();
        Matrix outputs = Matrix.zeros(test.size(), k);
        for (int from = 0; from < test.size(); from += BLOCK) {
            Matrix some = test.x().rowRange(from, Math.min(test.size(), from + BLOCK));
            double[] block = regression.predict(kernel.of(some, train.x()), kernel.start(some)).data();
            System.arraycopy(block, 0, outputs.data(), from * k, block.length);
        }
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
    private List<Figure> curves(KernelDynamics dynamics, Spectrum spectrum) {
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

    /** The kernel, its size, and what the last prediction scores. */
    static String headline(KernelSetting setting, long rows, long columns, List<Prediction> predictions) {
        String words = setting.kind().words();
        String head = Character.toUpperCase(words.charAt(0)) + words.substring(1) + " of " + setting.network()
                + ", " + rows + " x " + columns;
        if (predictions.isEmpty()) {
            return head + ".";
        }
        Prediction last = predictions.getLast();
        String when = setting.ridge() > 0
                ? "with ridge " + setting.ridge()
                : Double.isInfinite(last.time()) ? "at the end of training" : "at time " + last.time();
        return head + ": " + last.testAccuracy()
                .map(share -> String.format(Locale.ROOT, "%.2f %% of %d test points right %s", 100 * share,
                        last.outputs().rows(), when))
                .orElse(String.format(Locale.ROOT, "test loss %.4g %s", last.testLoss(), when)) + ".";
    }

    private Map<String, Object> describe(KernelAnswer answer) {
        var result = new LinkedHashMap<String, Object>();
        result.put("network", setting.network().toString());
        result.put("kind", setting.kind() == KernelSetting.Kind.EMPIRICAL
                ? "empirical ntk"
                : setting.kind().name().toLowerCase(Locale.ROOT));
        setting.train().ifPresent(train -> {
            result.put("data", train.name());
            result.put("classes", train.classes().size());
        });
        result.put("points", setting.x().rows());
        result.put("inputs", setting.x().columns());
        setting.test().ifPresent(test -> {
            result.put("test", test.name());
            result.put("testPoints", test.size());
        });
        if (!answer.predictions().isEmpty()) {
            result.put("times", setting.times());
            result.put("ridge", setting.ridge());
        }
        result.put("stored", answer.storage().isPresent());
        setting.storage().filter(s -> answer.storage().isPresent()).ifPresent(s -> {
            result.put("tolerance", s.tolerance());
            result.put("maxIterations", s.iterations());
        });
        return result;
    }
}
