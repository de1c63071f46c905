package org.paisaje.theory.dynamics.flow;

import java.util.Arrays;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Svd;
import org.paisaje.math.linalg.factor.SymmetricEigen;

/**
 * How points of any dimension are seen in a plane: two coordinates as they are, one beside a zero, more by their two leading
 * principal components, turned so that they lie as near as can be to where the points were seen before (Schoenemann 1966).
 *
 * @param centre what is subtracted
 * @param directions d x 2, the axes of the plane
 */
public record InputPlane(double[] centre, Matrix directions) {
    /** The plane for points of one or two dimensions, or their principal plane as it comes. */
    public static InputPlane of(Matrix points) {
        int d = points.columns();
        Matrix directions = Matrix.zeros(d, 2);
        double[] centre = new double[d];
        if (d <= 2) {
            for (int j = 0; j < d; j++) {
                directions.set(j, j, 1);
            }
            return new InputPlane(centre, directions);
        }
        int n = points.rows();
        for (int j = 0; j < d; j++) {
            centre[j] = Arrays.stream(points.column(j)).average().orElse(0);
        }
        Matrix centred = points.copy();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                centred.set(i, j, points.get(i, j) - centre[j]);
            }
        }
        Matrix vectors = SymmetricEigen.largest(centred.columnGram(), 2).vectors();
        for (int j = 0; j < d; j++) {
            directions.set(j, 0, vectors.get(0, j));
            directions.set(j, 1, vectors.get(1, j));
        }
        return new InputPlane(centre, directions);
    }

    /**
     * The same, turned or mirrored so that the points come as near as can be to {@code before}; one of two dimensions or fewer
     * stays as it is.
     *
     * @param before n x 2
     */
    public static InputPlane of(Matrix points, Matrix before) {
        InputPlane plane = of(points);
        if (points.columns() <= 2) {
            return plane;
        }
        Svd svd = Svd.of(plane.apply(points).transposedTimes(before));
        return new InputPlane(plane.centre, plane.directions.times(svd.u().times(svd.vt())));
    }

    /** The points in the plane, n x 2. */
    public Matrix apply(Matrix points) {
        Matrix shifted = points.copy();
        for (int i = 0; i < points.rows(); i++) {
            for (int j = 0; j < points.columns(); j++) {
                shifted.set(i, j, points.get(i, j) - centre[j]);
            }
        }
        return shifted.times(directions);
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
