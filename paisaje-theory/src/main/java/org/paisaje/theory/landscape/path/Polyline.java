package org.paisaje.theory.landscape.path;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.math.linalg.Norms;

/**
 * A chain of straight segments.
 *
 * @param points its corners, two at least
 * @param places the s of each corner, ascending from 0 to 1
 */
public record Polyline(List<double[]> points, double[] places) implements Curve {
    /** Checks that there is a place for each point. */
    public Polyline {
        points = List.copyOf(points);
        if (points.size() < 2 || places.length != points.size() || places[0] != 0 || places[places.length - 1] != 1) {
            throw new IllegalArgumentException("Polyline: " + points.size() + " points at the places "
                    + Arrays.toString(places) + "; two are needed at least, the first at 0 and the last at 1");
        }
        for (int i = 1; i < places.length; i++) {
            if (!(places[i] > places[i - 1]) || points.get(i).length != points.getFirst().length) {
                throw new IllegalArgumentException("Polyline: places ascend and points have one length; place " + i
                        + " is " + places[i] + ", its point has " + points.get(i).length + " entries");
            }
        }
    }

    /** Corners at equal steps of s. */
    public static Polyline of(double[]... points) {
        return of(Arrays.asList(points));
    }

    /** Corners at equal steps of s. */
    public static Polyline of(List<double[]> points) {
        double[] places = new double[points.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = i / (places.length - 1.0);
        }
        return new Polyline(points, places);
    }

    /** The same chain run through at constant speed; corners that coincide are taken together. */
    public Polyline byLength() {
        List<double[]> kept = new ArrayList<>();
        List<Double> lengths = new ArrayList<>();
        kept.add(points.getFirst());
        lengths.add(0.0);
        double length = 0;
        for (int i = 1; i < points.size(); i++) {
            double step = Norms.distance(points.get(i), kept.getLast());
            boolean last = i == points.size() - 1;
            if (step > 0) {
                length += step;
                kept.add(points.get(i));
                lengths.add(length);
            } else if (last && kept.size() > 1) {
                kept.set(kept.size() - 1, points.get(i));
            }
        }
        if (kept.size() == 1) {
            return of(points.getFirst(), points.getLast());
        }
        double[] at = new double[kept.size()];
        for (int i = 0; i < at.length; i++) {
            at[i] = lengths.get(i) / length;
        }
        at[at.length - 1] = 1;
        return ascending(at) ? new Polyline(kept, at) : of(kept);
    }

    private static boolean ascending(double[] places) {
        for (int i = 1; i < places.length; i++) {
            if (!(places[i] > places[i - 1])) {
                return false;
            }
        }
        return true;
    }

    /** The sum of the lengths of the segments. */
    public double length() {
        double sum = 0;
        for (int i = 1; i < points.size(); i++) {
            sum += Norms.distance(points.get(i), points.get(i - 1));
        }
        return sum;
    }

    @Override
    public double[] at(double s) {
        int found = Arrays.binarySearch(places, s);
        if (found >= 0) {
            return points.get(found).clone();
        }
        int next = Math.clamp(-found - 1, 1, places.length - 1);
        double t = (s - places[next - 1]) / (places[next] - places[next - 1]);
        double[] result = points.get(next - 1).clone();
        double[] end = points.get(next);
        for (int i = 0; i < result.length; i++) {
            result[i] = (1 - t) * result[i] + t * end[i];
        }
        return result;
    }

    @Override
    public int dimension() {
        return points.getFirst().length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Polyline p && Arrays.equals(places, p.places) && points.size() == p.points.size()
                && Arrays.deepEquals(points.toArray(), p.points.toArray());
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(points.toArray());
    }

    @Override
    public String toString() {
        return "Polyline[" + points.size() + " points in R^" + dimension() + "]";
    }
}
