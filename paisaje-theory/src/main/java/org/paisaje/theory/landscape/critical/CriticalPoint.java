package org.paisaje.theory.landscape.critical;

import java.util.Optional;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.special.Reductions;
import org.paisaje.risk.Risk;
import org.paisaje.theory.landscape.critical.SearchEnd.Found;

/**
 * A critical point with its index.
 *
 * @param x where
 * @param value F(x)
 * @param gradientNorm |grad F(x)|
 * @param eigenvalues of the Hessian, ascending
 * @param undecided eigenvalues of at most this size may have either sign or be 0: rounding, and what the Hessian can change
 *     between here and the critical point
 * @param multiplicity how many searches ended here or at a copy
 * @param certificate whether a true critical point is near
 */
public record CriticalPoint(double[] x, double value, double gradientNorm, double[] eigenvalues, double undecided,
        int multiplicity, Certificate certificate) {
    /** Of an end; the certificate is left open. */
    static CriticalPoint of(SmoothFunction f, Found end) {
        return new CriticalPoint(end.x(), end.value(), end.gradientNorm(), end.eigenvalues(), undecided(f, end), 1,
                new Certificate.Open("not tried"));
    }

    /**
     * The critical point next to parameters at which a run came to rest, with its certificate: by Newton's steps, else by
     * Levenberg-Marquardt on the gradient norm. Empty where neither ends at one, and where the search goes farther away than
     * the radius.
     */
    public static Optional<CriticalPoint> near(Risk risk, double[] theta, double radius) {
        SmoothFunction f = SmoothFunction.of(risk);
        var search = new CriticalSearch(f, SearchSettings.USUAL);
        SearchEnd end = search.refine(theta);
        if (!(end instanceof Found)) {
            end = search.within(theta, radius);
        }
        return end instanceof Found found
                ? Optional.of(of(f, found).with(Certificate.of(risk, found.x())))
                : Optional.empty();
    }

    /** Eigenvalues below minus the bound. */
    public int index() {
        int count = 0;
        for (double value : eigenvalues) {
            count += value < -undecided ? 1 : 0;
        }
        return count;
    }

    /** Eigenvalues within the bound of 0. */
    public int zeros() {
        int count = 0;
        for (double value : eigenvalues) {
            count += Math.abs(value) <= undecided ? 1 : 0;
        }
        return count;
    }

    /** Whether an eigenvalue may be 0, so that critical points may come in continua. */
    public boolean degenerate() {
        return zeros() > 0;
    }

    /** Whether all eigenvalues are positive beyond doubt. */
    public boolean strictMinimum() {
        return eigenvalues[0] > undecided;
    }

    /** The share of negative eigenvalues. */
    public double indexShare() {
        return (double) index() / eigenvalues.length;
    }

    CriticalPoint times(int count) {
        return new CriticalPoint(x, value, gradientNorm, eigenvalues, undecided, count, certificate);
    }

    CriticalPoint with(Certificate proof) {
        return new CriticalPoint(x, value, gradientNorm, eigenvalues, undecided, multiplicity, proof);
    }

    /**
     * Rounding of p products and of the factorisation, and {@code sqrt(2 t |g|)} with t the third derivative along the flattest
     * direction, measured over a short step: where the gradient is g, an eigenvalue below it can be one that is 0 at the
     * critical point.
     */
    private static double undecided(SmoothFunction f, Found end) {
        int p = end.x().length;
        double[] values = end.eigenvalues();
        double norm = Math.max(Math.abs(values[0]), Math.abs(values[p - 1]));
        double rounding = 10 * p * Math.ulp(1.0) * norm;
        int flattest = 0;
        for (int i = 1; i < p; i++) {
            flattest = Math.abs(values[i]) < Math.abs(values[flattest]) ? i : flattest;
        }
        if (Math.abs(values[flattest]) > Math.cbrt(Math.ulp(1.0)) * norm) {
            return rounding;
        }
        double[] g = new double[p];
        double[] hessian = new double[p * p];
        f.at(end.x(), g, hessian);
        Matrix h = Matrix.wrap(p, p, hessian);
        double[] direction = SymmetricEigen.of(h).vectors().row(flattest);
        double[] moved = end.x().clone();
        double step = 1e-5;
        Reductions.axpy(step, direction, 0, moved, 0, p);
        f.at(moved, g, hessian);
        double there = Reductions.dot(direction, 0, h.times(direction), 0, p);
        double third = Math.abs(there - values[flattest]) / step;
        return rounding + Math.sqrt(2 * third * end.gradientNorm());
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
