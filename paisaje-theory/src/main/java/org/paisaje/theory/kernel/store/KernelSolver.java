package org.paisaje.theory.kernel.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.memory.MemoryEstimate;

/**
 * Solves {@code (Theta + rho I) alpha = y} for a stored kernel: preconditioned conjugate gradients on the tiles of single
 * precision for all columns of y at once, then the residual from the kernel evaluated anew in double precision, and again
 * with that residual as right-hand side until it is small enough (iterative refinement, Wilkinson 1963). What the last
 * such residual says is the certificate: it does not depend on the file or on the iteration.
 *
 * <p>Memory: about 24 k N + 8 r N + 12 r^2 doubles' worth of {@code rank} r, see {@link #bytes}. State is kept at times,
 * so that a solution that was stopped goes on with the same bits.
 */
public final class KernelSolver {
    /** A pass of the inner iteration aims at this share of its residual: little more is in single precision. */
    private static final double DEEPEST = 1e-5;
    /** Where the tolerance is in reach, the recurrence aims a little below it. */
    private static final double MARGIN = 0.3;
    /** A refinement that leaves more than this share has stopped making progress. */
    private static final double STALLED = 0.5;

    private final KernelFile file;
    private final PointKernel kernel;
    private final Matrix y;
    private final StoredSolveSettings settings;
    private final Optional<Path> checkpoint;
    private final SolveListener listener;
    private final double[] norms;
    private final byte[] identity;

    private KernelSolver(KernelFile file, PointKernel kernel, Matrix y, StoredSolveSettings settings,
            Optional<Path> checkpoint, SolveListener listener) {
        this.file = file;
        this.kernel = kernel;
        this.y = y.transpose();
        this.settings = settings;
        this.checkpoint = checkpoint;
        this.listener = listener;
        this.norms = norms(this.y);
        this.identity = identity();
    }

    /** What became of it. */
    public sealed interface Outcome {
        /** Every residual is within the tolerance. */
        record Solved(CertifiedSolution solution) implements Outcome {}

        /**
         * The best there is, with its residuals.
         *
         * @param reason what stands in the way
         */
        record NotConverged(CertifiedSolution solution, String reason) implements Outcome {}

        /** The thread was interrupted; the state is in the checkpoint, if one was asked for. */
        record Interrupted(int iterations) implements Outcome {}
    }

    /**
     * Solves.
     *
     * @param file the stored kernel of the same points
     * @param y N x k
     * @param checkpoint where the state is kept; one that is there is gone on from, and it is deleted at the end
     * @throws IllegalArgumentException if sizes differ, the file or the checkpoint is of another problem, or the memory of
     *     this JVM is too small
     */
    public static Outcome solve(KernelFile file, PointKernel kernel, Matrix y, StoredSolveSettings settings,
            Optional<Path> checkpoint, SolveListener listener) {
        file.require(kernel);
        if (y.rows() != kernel.order() || y.columns() == 0) {
            throw new IllegalArgumentException(
                    "solve: y is " + y.rows() + " x " + y.columns() + ", the kernel of order "
                            + kernel.order() + "; rows of y are points");
        }
        if (settings.rank() > kernel.order()) {
            throw new IllegalArgumentException("solve: the preconditioner has rank " + settings.rank()
                    + ", the kernel is of order " + kernel.order() + "; lower the rank");
        }
        for (double value : y.data()) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("solve: y holds " + value + "; every entry must be finite");
            }
        }
        MemoryEstimate.require("solve", bytes(kernel.order(), y.columns(), settings.rank()),
                "take a lower rank of the preconditioner, or raise -Xmx");
        return new KernelSolver(file, kernel, y, settings, checkpoint, listener).run();
    }

    /** The bytes that a solution for N points and k columns takes, the points themselves not counted. */
    public static long bytes(int n, int k, int rank) {
        return 28 * MemoryEstimate.ofDoubles(n, k) + NystroemPreconditioner.bytes(n, rank);
    }

    private Outcome run() {
        long began = System.nanoTime();
        listener.at(SolveListener.Phase.PRECONDITIONER, 0, settings.rank(), 1);
        NystroemPreconditioner inverse = NystroemPreconditioner.of(kernel, file.diagonal(), settings.rank(),
                settings.ridge(), settings.seed().named("landmarks"));
        Pass pass = new Pass(inverse, start(inverse));
        pass.preconditionerSeconds = seconds(began);
        return pass.run();
    }

    private SolveCheckpoint start(NystroemPreconditioner inverse) {
        if (checkpoint.isPresent() && Files.exists(checkpoint.get())) {
            try {
                return SolveCheckpoint.read(checkpoint.get(), identity, y.rows(), y.columns());
            } catch (IOException e) {
                throw new UncheckedIOException(checkpoint.get() + ": cannot be read: " + e.getMessage(), e);
            }
        }
        double[] before = new double[y.rows()];
        Arrays.fill(before, 1);
        return new SolveCheckpoint(identity, 0, 0, DEEPEST, Matrix.zeros(y.rows(), y.columns()), before,
                StoredIteration.State.start(y, goals(norms, DEEPEST), inverse));
    }

    /** Where the next inner iteration is to end, given the norms it starts from. */
    private double[] goals(double[] from, double level) {
        double[] goals = new double[from.length];
        for (int i = 0; i < goals.length; i++) {
            double wanted = settings.tolerance() * norms[i];
            goals[i] = from[i] <= wanted ? from[i] : Math.max(MARGIN * wanted, level * from[i]);
        }
        return goals;
    }

    /** The state of one call. */
    private final class Pass {
        private final NystroemPreconditioner inverse;
        private SolveCheckpoint state;
        private double preconditionerSeconds;
        private double iterationSeconds;
        private double certificateSeconds;

        Pass(NystroemPreconditioner inverse, SolveCheckpoint state) {
            this.inverse = inverse;
            this.state = state;
        }

        Outcome run() {
            while (true) {
                if (!iterate()) {
                    return new Outcome.Interrupted(state.iterations());
                }
                long began = System.nanoTime();
                Matrix alpha = state.alpha().plus(state.inner().at().x());
                Matrix trained = Matrix.zeros(y.rows(), y.columns());
                double last = worst(state.before());
                kernel.applyAll(alpha, trained, (done, all) -> listener.at(SolveListener.Phase.CERTIFICATE, done, all,
                        last));
                Matrix residual = y.minus(trained);
                residual.addScaled(-settings.ridge(), alpha);
                double[] now = norms(residual);
                double[] relative = relative(now);
                certificateSeconds += seconds(began);
                int refinements = state.refinements() + 1;
                if (worst(relative) <= settings.tolerance()) {
                    forget();
                    return new Outcome.Solved(solution(alpha, trained, relative, refinements));
                }
                boolean budget = state.iterations() >= settings.maxIterations();
                if (budget || worst(relative) > STALLED * worst(state.before())) {
                    // The state of before: with a larger budget the same checkpoint goes on.
                    keep();
                    return new Outcome.NotConverged(solution(alpha, trained, relative, refinements), budget
                            ? "the budget of " + settings.maxIterations() + " iterations is used up"
                            : "refinement makes no more progress: the smallest eigenvalues are below what single "
                                    + "precision can tell; a ridge helps");
                }
                double level = Math.clamp(MARGIN * worst(relative) / worst(state.before()), DEEPEST, 0.1);
                state = new SolveCheckpoint(identity, state.iterations(), refinements, level, alpha, relative,
                        StoredIteration.State.start(residual, goals(now, level), inverse));
                keep();
            }
        }

        /** Inner steps until all sides are at their goals; false if the thread is to stop. */
        private boolean iterate() {
            long began = System.nanoTime();
            long kept = began;
            var gradients = new StoredIteration(file.shifted(settings.ridge()), inverse, state.inner());
            while (state.inner().active() > 0 && state.iterations() < settings.maxIterations()) {
                if (Thread.currentThread().isInterrupted()) {
                    keep();
                    return false;
                }
                gradients.step();
                state = new SolveCheckpoint(identity, state.iterations() + 1, state.refinements(), state.level(),
                        state.alpha(), state.before(), state.inner());
                listener.at(SolveListener.Phase.ITERATION, state.iterations(), settings.maxIterations(),
                        worst(relative(norms(state.inner().at().r()))));
                if (System.nanoTime() - kept > settings.checkpointEvery().toNanos()) {
                    keep();
                    kept = System.nanoTime();
                }
            }
            keep();
            iterationSeconds += seconds(began);
            return true;
        }

        private void keep() {
            checkpoint.ifPresent(state::write);
        }

        private void forget() {
            checkpoint.ifPresent(path -> {
                try {
                    Files.deleteIfExists(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(path + ": cannot be deleted: " + e.getMessage(), e);
                }
            });
        }

        private CertifiedSolution solution(Matrix alpha, Matrix trained, double[] relative, int refinements) {
            double[] squares = new double[y.rows()];
            int n = y.columns();
            for (int i = 0; i < squares.length; i++) {
                squares[i] = Blas.dot(n, alpha.data(), i * n, trained.data(), i * n);
            }
            return new CertifiedSolution(alpha.transpose(), relative, trained.transpose(), squares,
                    state.iterations(), refinements, inverse.eigenvalues(),
                    new CertifiedSolution.Work(preconditionerSeconds, iterationSeconds, certificateSeconds));
        }
    }

    private double[] relative(double[] residuals) {
        double[] result = new double[residuals.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = norms[i] == 0 ? residuals[i] : residuals[i] / norms[i];
        }
        return result;
    }

    private static double[] norms(Matrix rows) {
        double[] result = new double[rows.rows()];
        for (int i = 0; i < result.length; i++) {
            result[i] = Blas.norm(rows.columns(), rows.data(), i * rows.columns());
        }
        return result;
    }

    private static double worst(double[] values) {
        return Arrays.stream(values).max().orElse(0);
    }

    private static double seconds(long since) {
        return 1e-9 * (System.nanoTime() - since);
    }

    private byte[] identity() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * (y.data().length + 3)).order(ByteOrder.LITTLE_ENDIAN);
            bytes.putDouble(settings.ridge()).putLong(settings.rank()).putLong(settings.seed().key());
            bytes.asDoubleBuffer().put(y.data());
            digest.update(bytes.array());
            byte[] result = Arrays.copyOf(file.fingerprintBytes(), 64);
            System.arraycopy(digest.digest(), 0, result, 32, 32);
            return result;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
