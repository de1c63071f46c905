package org.paisaje.study.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.memory.MemoryEstimate;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.kernel.KernelAnswer.Prediction;
import org.paisaje.study.kernel.KernelAnswer.Spectrum;
import org.paisaje.study.kernel.KernelAnswer.Status;
import org.paisaje.study.kernel.KernelAnswer.Stored;
import org.paisaje.theory.kernel.store.CertifiedSolution;
import org.paisaje.theory.kernel.store.KernelBuild;
import org.paisaje.theory.kernel.store.KernelFile;
import org.paisaje.theory.kernel.store.KernelSolver;
import org.paisaje.theory.kernel.store.PointKernel;
import org.paisaje.theory.kernel.store.SolveListener;
import org.paisaje.theory.kernel.store.StoredSolveSettings;

/** The way of a kernel that goes to a file: build, solve with a certificate, predict block by block. */
final class StoredStudy {
    private static final double BUILD_SHARE = 0.3;
    private static final double SOLVE_SHARE = 0.6;

    private final KernelSetting setting;
    private final KernelSetting.Storage storage;
    private final NetworkKernel kernel;
    private final KernelComputation.StudyListener listener;
    private final Map<String, Double> seconds = new LinkedHashMap<>();

    StoredStudy(KernelSetting setting, NetworkKernel kernel, KernelComputation.StudyListener listener) {
        this.setting = setting;
        this.storage = setting.storage().orElseThrow();
        this.kernel = kernel;
        this.listener = listener;
    }

    KernelAnswer run() {
        if (setting.transientAsked()) {
            throw new IllegalArgumentException("kernel: a stored kernel predicts the limit of training or ridge "
                    + "regression, so the only time with it is inf; finite times need the kernel in memory");
        }
        int n = setting.x().rows();
        int outputs = setting.train().map(Dataset::outputs).orElse(1);
        StoredSolveSettings solve = solveSettings(n);
        MemoryEstimate.require("kernel", MemoryEstimate.ofDoubles(2L * n, setting.x().columns())
                + (setting.test().isPresent() ? KernelSolver.bytes(n, outputs, solve.rank()) : 0),
                "take fewer points or a lower --rank, or raise the limit with PAISAJE_JAVA_OPTS=-Xmx8g");
        PointKernel points = PointKernel.of(kernel.function(), setting.x());
        long began = System.nanoTime();
        KernelBuild.Outcome outcome = KernelBuild.run(storage.kernel(), points, storage.resume(),
                (done, all) -> listener.at(BUILD_SHARE * done / all, "kernel, tile " + done + " of " + all));
        seconds.put("kernel", 1e-9 * (System.nanoTime() - began));
        return switch (outcome) {
            case KernelBuild.Outcome.Interrupted stopped -> interrupted(n, KernelFile.bytes(n), stopped.tiles(),
                    stopped.done(), "the kernel, " + stopped.done() + " of " + stopped.tiles() + " tiles");
            case KernelBuild.Outcome.Complete complete -> {
                try (KernelFile file = complete.file()) {
                    yield setting.test().isPresent()
                            ? solved(complete, points, solve)
                            : new KernelAnswer(Status.DONE, KernelWords.headline(setting, n, n, List.of()),
                                    Map.of(), n,
                                    n, Optional.empty(), Optional.empty(), Optional.empty(), List.of(),
                                    Optional.of(stored(complete, Optional.empty(), "")),
                                    setting.analysed() ? List.of(heatMap(file)) : List.of(),
                                    seconds.getOrDefault("kernel", 0.0), 0);
                }
            }
        };
    }

    private StoredSolveSettings solveSettings(int n) {
        StoredSolveSettings usual = StoredSolveSettings.standard(n, setting.seed())
                .withTolerance(storage.tolerance())
                .withRidge(setting.ridge())
                .withMaxIterations(storage.iterations());
        return storage.rank().map(columns -> usual.withRank(Math.min(n, columns))).orElse(usual);
    }

    private KernelAnswer solved(KernelBuild.Outcome.Complete built, PointKernel points, StoredSolveSettings settings) {
        KernelFile file = built.file();
        Dataset train = setting.train().orElseThrow();
        Dataset test = setting.test().orElseThrow();
        Matrix start = kernel.start(train.x());
        KernelSolver.Outcome outcome = KernelSolver.solve(file, points, kernel.rows(train.y()).minus(start), settings,
                Optional.of(storage.checkpoint()), this::report);
        CertifiedSolution solution;
        String reason;
        switch (outcome) {
            case KernelSolver.Outcome.Interrupted stopped -> {
                return interrupted(file.rows(), file.size(), built.tiles(), built.tiles(),
                        "the solution, after " + stopped.iterations() + " iterations");
            }
            case KernelSolver.Outcome.Solved done -> {
                solution = done.solution();
                reason = "";
            }
            case KernelSolver.Outcome.NotConverged open -> {
                solution = open.solution();
                reason = open.reason();
            }
        }
        listener.at(BUILD_SHARE + SOLVE_SHARE, "predictions");
        long began = System.nanoTime();
        Matrix outputs = points.predict(test.x(), solution.weights()).plus(kernel.start(test.x()));
        seconds.put("predictions", 1e-9 * (System.nanoTime() - began));
        Prediction prediction = KernelPredictions.prediction(Double.POSITIVE_INFINITY, solution.trained().plus(start),
                outputs,
                train, test);
        double[] values = leading(solution.eigenvalues());
        Spectrum spectrum = new Spectrum(values, true, Arrays.stream(file.diagonal()).sum(), 0,
                Double.POSITIVE_INFINITY, 2.0 * train.size() / values[0], 0,
                train.size());
        List<Figure> figures = new ArrayList<>();
        if (setting.analysed()) {
            figures.addAll(KernelFigures.spectrum(spectrum));
            figures.add(heatMap(file));
        }
        String headline = KernelWords.headline(setting, file.rows(), file.columns(), List.of(prediction))
                + (reason.isEmpty()
                        ? String.format(Locale.ROOT, " Every residual is below %.0e, certified in double precision.",
                                settings.tolerance())
                        : String.format(Locale.ROOT, " The residual is %.1e, not the %.0e asked for: %s.",
                                solution.worst(), settings.tolerance(), reason));
        return new KernelAnswer(reason.isEmpty() ? Status.DONE : Status.NOT_CONVERGED, headline, Map.of(), file.rows(),
                file.columns(), Optional.empty(), Optional.of(spectrum), Optional.empty(), List.of(prediction),
                Optional.of(stored(built, Optional.of(solution), reason)), figures,
                seconds.getOrDefault("kernel", 0.0), 0);
    }

    /** The first half: the approximation holds those nearly whole. */
    private static double[] leading(double[] values) {
        return Arrays.copyOf(values, Math.max(1, values.length / 2));
    }

    private Figure heatMap(KernelFile file) {
        return KernelFigures.heatMap(file::get, file.rows(), setting);
    }

    private void report(SolveListener.Phase phase, int done, int all, double residual) {
        String note = switch (phase) {
            case PRECONDITIONER -> "preconditioner of rank " + all;
            case ITERATION -> String.format(Locale.ROOT, "iteration %d, residual %.1e", done, residual);
            case CERTIFICATE -> String.format(Locale.ROOT, "certificate, tile %d of %d", done, all);
        };
        // The residual falls about evenly on a logarithmic scale.
        double share = residual >= 1 ? 0 : Math.min(1, Math.log(residual) / Math.log(storage.tolerance()));
        listener.at(BUILD_SHARE + SOLVE_SHARE * share, note);
    }

    private Stored stored(KernelBuild.Outcome.Complete built, Optional<CertifiedSolution> solution, String reason) {
        solution.ifPresent(found -> {
            seconds.put("preconditioner", found.work().preconditioner());
            seconds.put("iterations", found.work().iterations());
            seconds.put("certificates", found.work().certificates());
        });
        return new Stored(built.file().size(), built.tiles(), built.computed(),
                solution.map(CertifiedSolution::residuals).orElse(new double[0]), storage.tolerance(),
                solution.map(CertifiedSolution::iterations).orElse(0),
                solution.map(CertifiedSolution::refinements).orElse(0), reason, seconds, Peaks.now());
    }

    private KernelAnswer interrupted(int n, long bytes, int tiles, int done, String what) {
        return new KernelAnswer(Status.INTERRUPTED, KernelWords.cutShort(
                KernelWords.headline(setting, n, n, List.of()), what), Map.of(), n, n, Optional.empty(),
                Optional.empty(), Optional.empty(), List.of(), Optional.of(new Stored(bytes, tiles, done,
                        new double[0], storage.tolerance(), 0, 0, "interrupted", seconds, Peaks.now())),
                List.of(), seconds.getOrDefault("kernel", 0.0), 0);
    }
}
