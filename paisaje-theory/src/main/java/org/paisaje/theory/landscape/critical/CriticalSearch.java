package org.paisaje.theory.landscape.critical;

import java.util.Arrays;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Norms;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.special.Reductions;

/**
 * Searches critical points of a function, one after another in the same buffers: one thread at a time. Whichever way a point
 * was reached, Newton's steps along the directions with curvature end the search, until rounding stops them.
 */
public final class CriticalSearch {
    /** Newton's last step must be shorter than this, relative to 1 + |x|: else no critical point is near. */
    private static final double NEAR = 1e-3;
    private static final double FAR = 1e6;
    /** LM stands still where {@code |H g|} is this small beside |H| |g|. */
    private static final double STANDING = 1e-9;
    private static final int POLISHING = 12;

    private final SmoothFunction f;
    private final SearchSettings settings;
    private final int p;
    private final double[] x;
    private final double[] next;
    private final double[] g;
    private final double[] nextG;
    private final double[] hessian;
    private final double[] nextHessian;
    private final double[] square;
    private final double[] right;
    private final double[] step;

    /** Buffers for a function, 4 p^2 numbers. */
    public CriticalSearch(SmoothFunction f, SearchSettings settings) {
        this.f = f;
        this.settings = settings;
        this.p = f.dimension();
        this.x = new double[p];
        this.next = new double[p];
        this.g = new double[p];
        this.nextG = new double[p];
        this.hessian = new double[p * p];
        this.nextHessian = new double[p * p];
        this.square = new double[p * p];
        this.right = new double[p];
        this.step = new double[p];
    }

    /** Searches from a start. */
    public SearchEnd search(double[] start, SearchMethod method) {
        if (start.length != p) {
            throw new IllegalArgumentException("search: the start has " + start.length + " entries, the function has "
                    + p + " variables");
        }
        System.arraycopy(start, 0, x, 0, p);
        return switch (method) {
            case SearchMethod.LevenbergMarquardt lm -> levenbergMarquardt(start, FAR * (1 + Norms.euclidean(x)));
            case SearchMethod.Newton newton -> spectral(-1);
            case SearchMethod.Following following -> spectral(Math.min(following.index(), p));
        };
    }

    /** By Levenberg-Marquardt, given up as escaped where it goes farther from the start than the radius. */
    public SearchEnd within(double[] start, double radius) {
        System.arraycopy(start, 0, x, 0, p);
        return levenbergMarquardt(start, radius);
    }

    /** The critical point next to a point whose gradient is small already. */
    public SearchEnd refine(double[] point) {
        System.arraycopy(point, 0, x, 0, p);
        double value = f.at(x, g, hessian);
        return Double.isFinite(value) && Norms.finite(g) ? polish(value, 1) : new SearchEnd.Escaped(1);
    }

    private SearchEnd levenbergMarquardt(double[] start, double radius) {
        double value = f.at(x, g, hessian);
        double norm = Norms.euclidean(g);
        if (!Double.isFinite(value) || !Double.isFinite(norm)) {
            return new SearchEnd.Escaped(1);
        }
        double mu = -1;
        double up = 2;
        boolean fresh = true;
        for (int i = 1; i < settings.iterations(); i++) {
            if (norm <= settings.gradientBelow()) {
                return polish(value, i);
            }
            if (fresh) {
                square();
                mu = mu < 0 ? 1e-3 * largestDiagonal() : mu;
                if (Norms.euclidean(right) <= STANDING * Math.sqrt(trace()) * norm) {
                    return new SearchEnd.Flat(value, norm, i);
                }
            }
            if (!solve(mu)) {
                mu *= up;
                up *= 2;
                fresh = false;
                continue;
            }
            double length = Norms.euclidean(step);
            if (length <= 1e-13 * (1e-3 + Norms.euclidean(x))) {
                return new SearchEnd.Flat(value, norm, i);
            }
            for (int j = 0; j < p; j++) {
                next[j] = x[j] + step[j];
            }
            double nextValue = f.at(next, nextG, nextHessian);
            double nextNorm = Norms.euclidean(nextG);
            double predicted = 0.5 * (mu * length * length + Norms.dot(step, right));
            double ratio = 0.5 * (norm * norm - nextNorm * nextNorm) / predicted;
            fresh = Double.isFinite(nextValue) && ratio > 0;
            if (fresh) {
                accept();
                value = nextValue;
                norm = nextNorm;
                mu *= Math.max(1.0 / 3, 1 - Math.pow(2 * ratio - 1, 3));
                up = 2;
                if (Norms.distance(x, start) > radius) {
                    return new SearchEnd.Escaped(i);
                }
            } else {
                mu *= up;
                up *= 2;
            }
        }
        return new SearchEnd.Unfinished(value, norm, settings.iterations());
    }

    private void accept() {
        System.arraycopy(next, 0, x, 0, p);
        System.arraycopy(nextG, 0, g, 0, p);
        System.arraycopy(nextHessian, 0, hessian, 0, p * p);
    }

    /** The lower triangle of H^2 and -H g. */
    private void square() {
        for (int i = 0; i < p; i++) {
            right[i] = -Reductions.dot(hessian, i * p, g, 0, p);
        }
        for (int i = 0; i < p; i++) {
            for (int j = 0; j <= i; j++) {
                nextHessian[i * p + j] = Reductions.dot(hessian, i * p, hessian, j * p, p);
            }
        }
        System.arraycopy(nextHessian, 0, square, 0, p * p);
    }

    private double largestDiagonal() {
        double largest = Double.MIN_NORMAL;
        for (int i = 0; i < p; i++) {
            largest = Math.max(largest, square[i * p + i]);
        }
        return largest;
    }

    private double trace() {
        double sum = 0;
        for (int i = 0; i < p; i++) {
            sum += square[i * p + i];
        }
        return sum;
    }

    /** (H^2 + mu I) step = -H g by Cholesky's factors in the buffer of the next Hessian. */
    private boolean solve(double mu) {
        double[] l = nextHessian;
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < i; j++) {
                l[i * p + j] = (square[i * p + j] - Reductions.dot(l, i * p, l, j * p, j)) / l[j * p + j];
            }
            double pivot = square[i * p + i] + mu - Reductions.dot(l, i * p, l, i * p, i);
            if (!(pivot > 0)) {
                return false;
            }
            l[i * p + i] = Math.sqrt(pivot);
        }
        for (int i = 0; i < p; i++) {
            step[i] = (right[i] - Reductions.dot(l, i * p, step, 0, i)) / l[i * p + i];
        }
        for (int i = p - 1; i >= 0; i--) {
            step[i] /= l[i * p + i];
            Reductions.axpy(-step[i], l, i * p, step, 0, i);
        }
        return true;
    }

    /** Steps along the eigenvectors: up along the lowest {@code index}, or Newton's signs where that is negative. */
    private SearchEnd spectral(int index) {
        double value = f.at(x, g, hessian);
        double norm = Norms.euclidean(g);
        double far = FAR * (1 + Norms.euclidean(x));
        double longest = settings.longestStep();
        int most = Math.max(2, settings.iterations() / 5);
        for (int i = 1; i < most; i++) {
            if (!Double.isFinite(value) || !Double.isFinite(norm) || Norms.euclidean(x) > far) {
                return new SearchEnd.Escaped(i);
            }
            if (norm <= settings.gradientBelow()) {
                return polish(value, i);
            }
            eigenStep(index, 1e-12);
            double length = Norms.euclidean(step);
            double factor = length > longest ? longest / length : 1;
            for (int j = 0; j < p; j++) {
                next[j] = x[j] + factor * step[j];
            }
            value = f.at(next, nextG, nextHessian);
            double nextNorm = Norms.euclidean(nextG);
            longest = nextNorm > 2 * norm ? 0.5 * longest : Math.min(settings.longestStep(), 1.5 * longest);
            norm = nextNorm;
            accept();
        }
        return new SearchEnd.Unfinished(value, norm, most);
    }

    /** Writes the step; the eigenvalues. Directions whose curvature is below a share of the largest are left out. */
    private double[] eigenStep(int index, double share) {
        SymmetricEigen eigen = SymmetricEigen.of(Matrix.wrap(p, p, hessian));
        double[] values = eigen.values();
        double least = share * Math.max(Math.abs(values[0]), Math.abs(values[p - 1]));
        Arrays.fill(step, 0);
        for (int i = 0; i < p; i++) {
            double size = Math.abs(values[i]);
            if (size <= least) {
                continue;
            }
            double sign = index < 0 ? Math.signum(values[i]) : i < index ? -1 : 1;
            double along = Reductions.dot(eigen.vectors().data(), i * p, g, 0, p);
            Reductions.axpy(-sign * along / size, eigen.vectors().data(), i * p, step, 0, p);
        }
        return values;
    }

    private SearchEnd polish(double startValue, int startIterations) {
        double value = startValue;
        double norm = Norms.euclidean(g);
        double rounding = 4 * p * Math.ulp(1.0);
        for (int i = 0;; i++) {
            double[] values = eigenStep(-1, Math.max(rounding, settings.flatShare()));
            double correction = Norms.euclidean(step);
            if (!(correction <= NEAR * (1 + Norms.euclidean(x)))) {
                return new SearchEnd.Flat(value, norm, startIterations + i);
            }
            for (int j = 0; j < p; j++) {
                next[j] = x[j] + step[j];
            }
            double nextValue = f.at(next, nextG, nextHessian);
            double nextNorm = Norms.euclidean(nextG);
            if (i >= POLISHING || !(nextNorm < norm) || !Double.isFinite(nextValue)) {
                return norm <= settings.gradientBelow()
                        ? new SearchEnd.Found(x.clone(), value, norm, values, correction, startIterations + i)
                        : new SearchEnd.Flat(value, norm, startIterations + i);
            }
            accept();
            value = nextValue;
            norm = nextNorm;
        }
    }
}
