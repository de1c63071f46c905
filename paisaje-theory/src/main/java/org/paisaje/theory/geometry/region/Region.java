package org.paisaje.theory.geometry.region;

import java.util.ArrayList;
import java.util.List;

/** A cell of a piecewise linear network: a convex set with an interior on which every unit stays on one piece. */
public final class Region {
    private final ConvexCell cell;
    private final Trail trail;
    private final double[] map;
    private final double[] mapError;
    private final short[] pattern;
    private final double volume;

    Region(ConvexCell cell, Trail trail, double[] map, double[] mapError) {
        this.cell = cell;
        this.trail = trail;
        this.map = map;
        this.mapError = mapError;
        int units = 0;
        for (Trail at = trail; at != null; at = at.parent) {
            units += at.pieces.length;
        }
        this.pattern = new short[units];
        for (Trail at = trail; at != null; at = at.parent) {
            units -= at.pieces.length;
            System.arraycopy(at.pieces, 0, pattern, units, at.pieces.length);
        }
        this.volume = cell.volume();
    }

    ConvexCell cell() {
        return cell;
    }

    Trail trail() {
        return trail;
    }

    double[] map() {
        return map;
    }

    double[] mapError() {
        return mapError;
    }

    /** The piece of every unit: 0 below its first kink, of a ReLU 1 where it is active; of a window the place of the largest. */
    public short[] pattern() {
        return pattern.clone();
    }

    int piece(int unit) {
        return pattern[unit];
    }

    int units() {
        return pattern.length;
    }

    /** Length, area or volume in the coordinates of the domain; infinite where there is no end. */
    public double volume() {
        return volume;
    }

    /** Whether it has an end in every direction. */
    public boolean bounded() {
        return !Double.isInfinite(volume);
    }

    /** Output j here: its slopes in the coordinates of the domain, and its constant. */
    public double[] output(int j) {
        int width = cell.dimension + 1;
        double[] result = new double[width];
        System.arraycopy(map, j * width, result, 0, width);
        return result;
    }

    /** The value of output j at a point. */
    public double value(int j, double... t) {
        int width = cell.dimension + 1;
        double sum = map[j * width + width - 1];
        for (int k = 0; k < t.length; k++) {
            sum += map[j * width + k] * t[k];
        }
        return sum;
    }

    /**
     * The corners, in two dimensions around the cell against the clock; those at infinity are put where the sides of a cube
     * {@code [-r, r]^d} are, for an r beyond all corners.
     */
    public List<double[]> corners(double r) {
        return cell.corners.stream().map(corner -> cell.coordinates(corner, r)).toList();
    }

    /** The largest absolute coordinate of its corners that are not at infinity; 0 without one. */
    double extent() {
        double most = 0;
        for (Corner corner : cell.corners) {
            for (int i = 0; corner.finite() && i < cell.dimension; i++) {
                most = Math.max(most, Math.abs(corner.coordinate(i, 0)));
            }
        }
        return most;
    }

    /**
     * The half-spaces {@code n t + c >= 0} that it is the intersection of, one for each of its sides and so none too many:
     * n of length 1, then c. The sides of an unbounded domain are left out.
     */
    public List<double[]> halfSpaces() {
        List<double[]> result = new ArrayList<>();
        for (Facet facet : cell.facets) {
            Plane plane = facet.plane();
            if (plane.far != 0) {
                continue;
            }
            int sign = 0;
            for (int i = 0; sign == 0 && i < cell.corners.size(); i++) {
                sign = cell.corners.get(i).side(plane);
            }
            double norm = 0;
            for (int i = 0; i < cell.dimension; i++) {
                norm = Math.hypot(norm, plane.n[i]);
            }
            double[] half = new double[plane.n.length];
            for (int i = 0; i < half.length; i++) {
                half[i] = sign * plane.n[i] / norm;
            }
            result.add(half);
        }
        return result;
    }
}
