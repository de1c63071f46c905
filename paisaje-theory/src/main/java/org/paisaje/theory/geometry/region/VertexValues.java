package org.paisaje.theory.geometry.region;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values of {@code sum of a_j f_j - level} at the corners of a complex, compared without error: by rounded numbers where
 * bounds on their errors leave the answer certain, by exact ones elsewhere. At corners beyond all numbers the slope decides
 * first.
 */
final class VertexValues {
    private final CellComplex complex;
    private final double[] combination;
    private final double level;
    private final double[] value;
    private final double[] error;
    private final @Nullable Exact[] exact;

    /** {@code (far R + at) / weight} with R beyond all numbers and a positive weight. */
    private record Exact(Dyadic far, Dyadic at, Dyadic weight) {
        int compare(Exact other) {
            int sign = far.times(other.weight).minus(other.far.times(weight)).signum();
            return sign != 0 ? sign : at.times(other.weight).minus(other.at.times(weight)).signum();
        }

        int signum() {
            return far.signum() != 0 ? far.signum() : at.signum();
        }
    }

    VertexValues(CellComplex complex, double[] combination, double level) {
        this.complex = complex;
        this.combination = combination.clone();
        this.level = level;
        int n = complex.count(0);
        value = new double[n];
        error = new double[n];
        exact = new Exact[n];
        for (int v = 0; v < n; v++) {
            rounded(v);
        }
    }

    private void rounded(int v) {
        int d = complex.dimension();
        int[] place = complex.place(v);
        Region region = complex.regions().cells().get(place[0]);
        Corner corner = region.cell().corners.get(place[1]);
        if (!corner.finite()) {
            error[v] = Double.POSITIVE_INFINITY;
            return;
        }
        double sum = -level;
        double size = Math.abs(level);
        double bound = 0;
        for (int j = 0; j < combination.length; j++) {
            double a = combination[j];
            for (int c = 0; c <= d && a != 0; c++) {
                double slope = region.map()[j * (d + 1) + c];
                double slopeError = region.mapError()[j * (d + 1) + c];
                double x = c == d ? 1 : corner.coordinate(c, 0);
                double ex = c == d ? 0 : corner.coordinateError(c);
                sum += a * slope * x;
                size += Math.abs(a * slope * x);
                bound += Math.abs(a) * (slopeError * (Math.abs(x) + ex) + Math.abs(slope) * ex);
            }
        }
        value[v] = sum;
        // Each term and sum rounds once or twice; the factor makes up for the roundings of the bound itself.
        error[v] = (bound + 4 * (combination.length * (d + 1) + 2) * Approx.UNIT * size) * (1 + 64 * Approx.UNIT)
                + 64 * Double.MIN_NORMAL;
        if (Double.isNaN(error[v]) || Double.isNaN(sum)) {
            error[v] = Double.POSITIVE_INFINITY;
        }
    }

    private Exact exact(int v) {
        Exact known = exact[v];
        if (known == null) {
            known = computed(v);
            exact[v] = known;
        }
        return known;
    }

    private Exact computed(int v) {
        int d = complex.dimension();
        int[] place = complex.place(v);
        Region region = complex.regions().cells().get(place[0]);
        Dyadic[] map = complex.regions().exact(region);
        Dyadic[][] point = region.cell().corners.get(place[1]).exact();
        Dyadic[] n = new Dyadic[d + 1];
        Arrays.fill(n, Dyadic.ZERO);
        for (int j = 0; j < combination.length; j++) {
            for (int c = 0; c <= d && combination[j] != 0; c++) {
                n[c] = n[c].plus(Dyadic.of(combination[j]).times(map[j * (d + 1) + c]));
            }
        }
        n[d] = n[d].minus(Dyadic.of(level));
        Dyadic far = Dyadic.ZERO;
        Dyadic at = n[d].times(point[0][d]);
        for (int c = 0; c < d; c++) {
            at = at.plus(n[c].times(point[0][c]));
            far = point[1].length == 0 ? far : far.plus(n[c].times(point[1][c]));
        }
        return new Exact(far, at, point[0][d]);
    }

    /** The sign of the value at u less that at v. */
    int compare(int u, int v) {
        double gap = value[u] - value[v];
        return Math.abs(gap) > (error[u] + error[v]) * (1 + 8 * Approx.UNIT)
                ? gap > 0 ? 1 : -1
                : exact(u).compare(exact(v));
    }

    /** The sign of the value. */
    int sign(int v) {
        return Math.abs(value[v]) > error[v] ? value[v] > 0 ? 1 : -1 : exact(v).signum();
    }

    /** The value in rounded numbers; at corners beyond all numbers infinite with the sign of the slope. */
    double rounded(int v, boolean finite) {
        return finite ? value[v] : exact(v).far().signum() * Double.POSITIVE_INFINITY;
    }
}
