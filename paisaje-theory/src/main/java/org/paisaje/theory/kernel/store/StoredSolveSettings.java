package org.paisaje.theory.kernel.store;

import java.time.Duration;
import org.paisaje.math.random.Seed;

/**
 * How a stored kernel is solved with.
 *
 * @param tolerance the residual wanted, {@code ||y - (Theta + rho I) alpha|| <= tolerance ||y||} per column of y, in
 *     double precision
 * @param ridge rho, at least 0
 * @param rank the columns of the preconditioner
 * @param maxIterations the most products with the stored kernel
 * @param checkpointEvery the time between two checkpoints
 * @param seed what the columns of the preconditioner are drawn from
 */
public record StoredSolveSettings(double tolerance, double ridge, int rank, int maxIterations, Duration checkpointEvery,
        Seed seed) {
    private static final int USUAL_RANK = 1024;

    /** Refuses a tolerance outside (0, 1), a negative ridge and counts below 1. */
    public StoredSolveSettings {
        if (!(tolerance > 0 && tolerance < 1) || !(ridge >= 0) || !Double.isFinite(ridge) || rank < 1
                || maxIterations < 1) {
            throw new IllegalArgumentException("StoredSolveSettings: tolerance = " + tolerance + ", ridge = " + ridge
                    + ", rank = " + rank + ", maxIterations = " + maxIterations
                    + "; needed are a tolerance in (0, 1), a finite ridge of at least 0 and counts of at least 1");
        }
    }

    /** Residual 1e-8 within 2,000 products, a checkpoint each half minute. */
    public static StoredSolveSettings standard(int order, Seed seed) {
        return new StoredSolveSettings(1e-8, 0, Math.max(1, Math.min(USUAL_RANK, order / 4)), 2_000,
                Duration.ofSeconds(30),
                seed);
    }

    /** These settings with another tolerance. */
    public StoredSolveSettings withTolerance(double relative) {
        return new StoredSolveSettings(relative, ridge, rank, maxIterations, checkpointEvery, seed);
    }

    /** These settings with another ridge. */
    public StoredSolveSettings withRidge(double rho) {
        return new StoredSolveSettings(tolerance, rho, rank, maxIterations, checkpointEvery, seed);
    }

    /** These settings with another rank of the preconditioner. */
    public StoredSolveSettings withRank(int columns) {
        return new StoredSolveSettings(tolerance, ridge, columns, maxIterations, checkpointEvery, seed);
    }

    /** These settings with another budget. */
    public StoredSolveSettings withMaxIterations(int most) {
        return new StoredSolveSettings(tolerance, ridge, rank, most, checkpointEvery, seed);
    }

    /** These settings with checkpoints at other times. */
    public StoredSolveSettings withCheckpointEvery(Duration time) {
        return new StoredSolveSettings(tolerance, ridge, rank, maxIterations, time, seed);
    }
}
