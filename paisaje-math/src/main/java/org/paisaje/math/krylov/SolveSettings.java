package org.paisaje.math.krylov;

/**
 * When an iterative solver stops.
 *
 * @param tolerance the residual norm wanted, relative to the norm of the right-hand side
 * @param maxProducts the most products with the operator for one right-hand side, the final check included
 */
public record SolveSettings(double tolerance, int maxProducts) {
    /** Refuses a tolerance outside (0, 1) and a budget below 2. */
    public SolveSettings {
        if (!(tolerance > 0 && tolerance < 1) || maxProducts < 2) {
            throw new IllegalArgumentException("SolveSettings: tolerance = " + tolerance + ", maxProducts = "
                    + maxProducts + "; a tolerance in (0, 1) and at least 2 products are needed");
        }
    }

    /** Relative residual 1e-10 within 10,000 products. */
    public static SolveSettings standard() {
        return new SolveSettings(1e-10, 10_000);
    }

    /** These settings with another tolerance. */
    public SolveSettings withTolerance(double relative) {
        return new SolveSettings(relative, maxProducts);
    }

    /** These settings with another budget. */
    public SolveSettings withMaxProducts(int products) {
        return new SolveSettings(tolerance, products);
    }
}
