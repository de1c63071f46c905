package org.paisaje.theory.geometry.metric;

import java.util.List;
import java.util.Optional;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Norms;
import org.paisaje.math.linalg.factor.Lu;
import org.paisaje.math.linalg.factor.Svd;

/**
 * Two points with one image: what shows that a map is not one-to-one.
 *
 * @param x a point
 * @param other another one
 * @param distance how far apart they are
 * @param gap how far apart their images are, 0 but for rounding
 */
public record Collision(double[] x, double[] other, double distance, double gap) {
    private static final int HALVINGS = 40;
    private static final int NEWTON = 60;

    /**
     * Searches from some points of a connected set. Where J is singular it goes along what J loses; between two points at which
     * det J has opposite signs, which alone rules out that a map of R^n to R^n is one-to-one there, it goes to where the sign
     * turns and solves f(x') = f(x) on the other side by Newton's method.
     *
     * @return empty if nothing was found, which proves nothing
     */
    public static Optional<Collision> search(SmoothMap map, List<double[]> points) {
        double[] plus = {};
        double[] minus = {};
        for (double[] x : points) {
            LocalChange change = LocalChange.of(map, x);
            int orientation = change.orientation();
            if (orientation == 0) {
                Optional<Collision> lost = along(map, x);
                if (lost.isPresent()) {
                    return lost;
                }
            }
            plus = orientation > 0 ? x : plus;
            minus = orientation < 0 ? x : minus;
        }
        return plus.length > 0 && minus.length > 0 ? across(map, plus, minus) : Optional.empty();
    }

    /** Along the direction that J shortens most. */
    private static Optional<Collision> along(SmoothMap map, double[] x) {
        Matrix j = map.jacobian(x);
        double[] lost = nullDirection(j);
        double step = 1 + Norms.euclidean(x);
        for (int k = 0; k < HALVINGS / 2; k++, step /= 2) {
            for (int sign = -1; sign <= 1; sign += 2) {
                Optional<Collision> found = checked(map, x, moved(x, sign * step, lost));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static double[] nullDirection(Matrix j) {
        // Of a wide matrix the thin factors leave out what it loses altogether; rows of zeros bring it in.
        Matrix square = Matrix.zeros(Math.max(j.rows(), j.columns()), j.columns());
        for (int r = 0; r < j.rows(); r++) {
            for (int c = 0; c < j.columns(); c++) {
                square.set(r, c, j.get(r, c));
            }
        }
        Svd svd = Svd.of(square);
        return svd.vt().row(svd.vt().rows() - 1).clone();
    }

    /** To where the sign of det J turns, and then to both sides of it. */
    private static Optional<Collision> across(SmoothMap map, double[] plus, double[] minus) {
        double[] a = plus.clone();
        double[] b = minus.clone();
        for (int k = 0; k < 60; k++) {
            double[] middle = between(a, b);
            int orientation = LocalChange.of(map, middle).orientation();
            if (orientation == 0) {
                Optional<Collision> lost = along(map, middle);
                if (lost.isPresent()) {
                    return lost;
                }
            }
            if (LocalChange.of(map, middle).determinant() > 0) {
                a = middle;
            } else {
                b = middle;
            }
        }
        double[] fold = between(a, b);
        Matrix onPlus = map.jacobian(moved(a, 1e-9, Norms.difference(plus, fold)));
        Matrix onMinus = map.jacobian(moved(b, 1e-9, Norms.difference(minus, fold)));
        double[] lost = nullDirection(map.jacobian(fold));
        double size = Norms.euclidean(Norms.difference(plus, minus));
        for (int k = 1; k < HALVINGS / 2; k++) {
            double step = size * Math.pow(2, -k);
            // A smooth fold: mirrored along the direction that is lost.
            Optional<Collision> found = solved(map, moved(fold, step, lost), moved(fold, -step, lost));
            if (found.isPresent()) {
                return found;
            }
            // A kink: J_- (x' - fold) = J_+ (x - fold).
            double[] x = moved(fold, Math.pow(2, -k), Norms.difference(plus, fold));
            double[] image = onPlus.times(Norms.difference(x, fold));
            Optional<double[]> start = Lu.solve(onMinus, image);
            if (start.isPresent()) {
                found = solved(map, x, moved(fold, 1, start.get()));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** Newton's method for f(x') = f(x) from a start. */
    private static Optional<Collision> solved(SmoothMap map, double[] x, double[] start) {
        double[] target = map.value(x);
        double[] other = start;
        for (int k = 0; k < NEWTON; k++) {
            Optional<Collision> found = checked(map, x, other);
            if (found.isPresent()) {
                return found;
            }
            Optional<double[]> step = Lu.solve(map.jacobian(other), Norms.difference(map.value(other), target));
            if (step.isEmpty()) {
                return Optional.empty();
            }
            other = moved(other, -1, step.get());
            if (!(Norms.euclidean(other) < 1e6 * (1 + Norms.euclidean(x)))) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** A pair counts if its images agree to rounding and the points are a good deal further apart. */
    private static Optional<Collision> checked(SmoothMap map, double[] x, double[] other) {
        double[] image = map.value(x);
        double gap = Norms.euclidean(Norms.difference(map.value(other), image));
        double distance = Norms.euclidean(Norms.difference(x, other));
        double scale = 1 + Norms.euclidean(image) + Norms.euclidean(x);
        return gap <= 64 * Math.ulp(scale) && distance > 1e-4 * scale
                ? Optional.of(new Collision(x, other, distance, gap))
                : Optional.empty();
    }

    private static double[] between(double[] a, double[] b) {
        return moved(a, 0.5, Norms.difference(b, a));
    }

    private static double[] moved(double[] x, double step, double[] direction) {
        double[] result = x.clone();
        for (int i = 0; i < x.length; i++) {
            result[i] += step * direction[i];
        }
        return result;
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
