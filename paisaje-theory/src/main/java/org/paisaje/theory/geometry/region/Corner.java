package org.paisaje.theory.geometry.region;

import org.jspecify.annotations.Nullable;

/**
 * The point where d hyperplanes meet, in homogeneous coordinates with a positive last one. On a side of the unbounded domain
 * it is {@code at + R far}, with R beyond all numbers, and signs are decided by far first.
 */
final class Corner {
    private static final int OPEN = 2;

    private final Plane[] planes;
    private final double[] at;
    private final double[] error;
    private final double[] far;
    private final double[] farError;
    private Dyadic @Nullable [][] exact;

    private Corner(Plane[] planes, boolean infinite) {
        this.planes = planes;
        int d = planes.length;
        this.at = new double[d + 1];
        this.error = new double[d + 1];
        this.far = new double[infinite ? d + 1 : 0];
        this.farError = new double[infinite ? d + 1 : 0];
    }

    Plane[] planes() {
        return planes;
    }

    static Corner of(Plane... planes) {
        int d = planes.length;
        boolean infinite = false;
        Approx[][] rows = new Approx[d][];
        for (int i = 0; i < d; i++) {
            rows[i] = planes[i].row();
            infinite |= planes[i].far != 0;
        }
        Corner corner = new Corner(planes, infinite);
        Approx[] point = Ring.orthogonal(rows, new Approx[d + 1]);
        double sign = Math.signum(point[d].value());
        if (!(Math.abs(point[d].value()) > point[d].error())) {
            corner.round();
            return corner;
        }
        write(point, sign, corner.at, corner.error);
        if (infinite) {
            for (int i = 0; i < d; i++) {
                rows[i][d] = new Approx(planes[i].far, 0);
            }
            Approx[] direction = Ring.orthogonal(rows, new Approx[d + 1]);
            direction[d] = new Approx(0, 0);
            write(direction, sign, corner.far, corner.farError);
        }
        return corner;
    }

    private static void write(Approx[] from, double sign, double[] value, double[] error) {
        for (int i = 0; i < value.length; i++) {
            value[i] = sign * from[i].value();
            error[i] = from[i].error();
        }
    }

    /** The exact point in homogeneous coordinates with a positive last one and, where it is at infinity, its direction. */
    synchronized Dyadic[][] exact() {
        Dyadic[][] known = exact;
        if (known != null) {
            return known;
        }
        int d = planes.length;
        Dyadic[][] rows = new Dyadic[d][];
        for (int i = 0; i < d; i++) {
            rows[i] = planes[i].exact().clone();
        }
        Dyadic[] point = Ring.orthogonal(rows, new Dyadic[d + 1]);
        Dyadic[] direction = new Dyadic[0];
        if (far.length > 0) {
            for (int i = 0; i < d; i++) {
                rows[i][d] = Dyadic.of(planes[i].far);
            }
            direction = Ring.orthogonal(rows, new Dyadic[d + 1]);
            direction[d] = Dyadic.ZERO;
        }
        if (point[d].signum() < 0) {
            negate(point);
            negate(direction);
        }
        known = new Dyadic[][] {point, direction};
        exact = known;
        return known;
    }

    private static void negate(Dyadic[] vector) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] = vector[i].negate();
        }
    }

    /** Takes the coordinates from the exact ones, where rounding left open on which side of infinity the point is. */
    private void round() {
        Dyadic[][] known = exact();
        int shift = Integer.MIN_VALUE;
        for (Dyadic[] vector : known) {
            for (Dyadic number : vector) {
                shift = Math.max(shift, number.magnitude());
            }
        }
        round(known[0], shift, at, error);
        round(known[1], shift, far, farError);
    }

    private static void round(Dyadic[] from, int shift, double[] value, double[] bound) {
        for (int i = 0; i < value.length; i++) {
            value[i] = from[i].scaled(shift);
            bound[i] = from[i].signum() == 0 ? 0 : 4 * Approx.UNIT * Math.abs(value[i]) + Double.MIN_NORMAL;
        }
    }

    /** The sign of an affine function here: -1, 0 or 1, never wrong. */
    int side(Plane f) {
        if (far.length > 0) {
            int sign = side(f, far, farError, 1);
            if (sign != 0) {
                return sign;
            }
        }
        return side(f, at, error, 0);
    }

    private int side(Plane f, double[] x, double[] ex, int part) {
        int quick = quick(f.n, f.error, 0, x, ex);
        if (quick != OPEN) {
            return quick;
        }
        Dyadic[] point = exact()[part];
        Dyadic[] plane = f.exact();
        Dyadic sum = Dyadic.ZERO;
        for (int i = 0; i < point.length; i++) {
            sum = sum.plus(plane[i].times(point[i]));
        }
        return sum.signum();
    }

    /** The sign of the affine function with the numbers n from {@code from} on if rounding cannot change it, or 0. */
    int sure(double[] n, double[] en, int from) {
        if (far.length > 0) {
            int sign = quick(n, en, from, far, farError);
            if (sign != 0) {
                return sign == OPEN ? 0 : sign;
            }
        }
        int sign = quick(n, en, from, at, error);
        return sign == OPEN ? 0 : sign;
    }

    private static int quick(double[] n, double[] en, int from, double[] x, double[] ex) {
        double value = 0;
        double bound = 0;
        boolean zero = true;
        for (int i = 0; i < x.length; i++) {
            double a = Math.abs(n[from + i]);
            double b = Math.abs(x[i]);
            double ea = en[from + i];
            if (a + ea == 0 || b + ex[i] == 0) {
                continue;
            }
            zero = false;
            value += n[from + i] * x[i];
            bound += a * ex[i] + ea * (b + ex[i]) + 5 * Approx.UNIT * (a * b);
        }
        if (zero) {
            return 0;
        }
        // 24 u covers the roundings of the bound itself, MIN_NORMAL those below the normal numbers.
        bound = bound * (1 + 24 * Approx.UNIT) + 24 * Double.MIN_NORMAL;
        return Math.abs(value) > bound ? value > 0 ? 1 : -1 : OPEN;
    }

    boolean finite() {
        return far.length == 0;
    }

    /** Coordinate i, with R put in where the point is at infinity. */
    double coordinate(int i, double r) {
        int d = at.length - 1;
        return (at[i] + (far.length == 0 ? 0 : r * far[i])) / at[d];
    }

    /** A bound on the error of coordinate i of a finite point. */
    double coordinateError(int i) {
        int d = at.length - 1;
        double low = at[d] - error[d];
        return low <= 0
                ? Double.POSITIVE_INFINITY
                : (error[i] + Math.abs(at[i] / at[d]) * error[d]) / low
                        + 4 * Approx.UNIT * Math.abs(at[i] / at[d]);
    }

    /** Whether this is the same point as another one, never wrong. */
    boolean same(Corner other) {
        if (this == other) {
            return true;
        }
        int d = at.length - 1;
        if (finite() != other.finite()) {
            return false;
        }
        for (int i = 0; finite() && i < d; i++) {
            double gap = Math.abs(coordinate(i, 0) - other.coordinate(i, 0));
            if (gap > (coordinateError(i) + other.coordinateError(i)) * (1 + 8 * Approx.UNIT)) {
                return false;
            }
        }
        Dyadic[][] p = exact();
        Dyadic[][] q = other.exact();
        for (int part = 0; part < p.length; part++) {
            for (int i = 0; i < p[part].length && i < d; i++) {
                if (p[part][i].times(q[0][d]).minus(q[part][i].times(p[0][d])).signum() != 0) {
                    return false;
                }
            }
        }
        return true;
    }
}
