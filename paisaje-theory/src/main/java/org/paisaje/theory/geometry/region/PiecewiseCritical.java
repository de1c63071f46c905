package org.paisaje.theory.geometry.region;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.paisaje.math.DisjointSets;
import org.paisaje.theory.geometry.region.CriticalSet.Kind;

/**
 * All critical points of one output of a network, exactly. A piecewise linear function has them at corners of its regions and
 * on faces on which it is constant. With P such a corner or connected set of faces and c its value, P is a minimum if no cell at P
 * is lower somewhere, a maximum if none is higher, and a saddle if what is lower, or higher, near P falls into several parts or
 * if
 *
 * <pre>
 * index(P) = sum of (-1)^dim s over the faces s whose highest part lies in P
 * </pre>
 *
 * is not 0. The indices of all sets, those on the boundary of the domain among them, add up to the Euler characteristic of the
 * domain, 1 (Banchoff 1967, 1970).
 */
public final class PiecewiseCritical {
    private final CellComplex complex;
    private final VertexValues values;
    private final int[] sets;
    private final int count;
    private final int[] index;
    private final int[] dimension;
    private final int[] lower;
    private final int[] higher;
    private int flatCells;

    private PiecewiseCritical(CellComplex complex, int output) {
        this.complex = complex;
        double[] one = new double[complex.regions().network().outputs()];
        one[output] = 1;
        this.values = new VertexValues(complex, one, 0);
        Map<Long, Integer> edges = new HashMap<>();
        DisjointSets level = new DisjointSets(complex.count(0));
        List<int[]> sloping = new ArrayList<>();
        // In one dimension the cells are the edges.
        for (int[] edge : complex.faces(1)) {
            int sign = values.compare(edge[0], edge[1]);
            if (sign == 0) {
                level.join(edge[0], edge[1]);
                edges.put(key(edge[0], edge[1]), -1);
            } else {
                edges.put(key(edge[0], edge[1]), sloping.size());
                sloping.add(sign > 0 ? edge : new int[] {edge[1], edge[0]});
            }
        }
        sets = level.numbers();
        count = level.count();
        index = new int[count];
        dimension = new int[count];
        indices();
        lower = new int[count];
        higher = new int[count];
        sectors(edges, sloping);
    }

    /** Those of an output, counted from 0. */
    public static PiecewiseCritical of(CellComplex complex, int output) {
        if (output < 0 || output >= complex.regions().network().outputs()) {
            throw new IllegalArgumentException("critical points: there is no output " + output + "; the network has "
                    + complex.regions().network().outputs() + ", counted from 0");
        }
        return new PiecewiseCritical(complex, output);
    }

    private static long key(int a, int b) {
        return (long) Math.min(a, b) << 32 | Math.max(a, b);
    }

    private void indices() {
        for (int k = 0; k <= complex.dimension(); k++) {
            for (int[] face : complex.faces(k)) {
                int top = face[0];
                boolean flat = true;
                for (int v : face) {
                    // Corners of one set have one value.
                    int sign = sets[v] == sets[top] ? 0 : values.compare(v, top);
                    flat &= sign == 0;
                    top = sign > 0 ? v : top;
                }
                index[sets[top]] += k % 2 == 0 ? 1 : -1;
                if (flat) {
                    dimension[sets[top]] = k;
                    flatCells += k == complex.dimension() ? 1 : 0;
                }
            }
        }
    }

    /** Counts the parts of what is lower and what is higher near each set. */
    private void sectors(Map<Long, Integer> edges, List<int[]> sloping) {
        DisjointSets below = new DisjointSets(sloping.size());
        DisjointSets above = new DisjointSets(sloping.size());
        for (int i = 0; i < complex.count(complex.dimension()); i++) {
            int[] corners = complex.cornersOf(i);
            int[][] own = complex.edgesOf(i);
            // The parts of each set in this cell: a set can meet a cell in several faces.
            DisjointSets parts = new DisjointSets(corners.length);
            for (int[] edge : own) {
                if (sets[corners[edge[0]]] == sets[corners[edge[1]]]) {
                    parts.join(edge[0], edge[1]);
                }
            }
            int[] part = parts.numbers();
            int[] firstDown = new int[parts.count()];
            int[] firstUp = new int[parts.count()];
            Arrays.fill(firstDown, -1);
            Arrays.fill(firstUp, -1);
            for (int[] edge : own) {
                int number = edges.getOrDefault(key(corners[edge[0]], corners[edge[1]]), -1);
                if (number < 0) {
                    continue;
                }
                boolean down = sloping.get(number)[0] == corners[edge[0]];
                join(below, firstDown, part[down ? edge[0] : edge[1]], number);
                join(above, firstUp, part[down ? edge[1] : edge[0]], number);
            }
        }
        tally(below.numbers(), sloping, 0, lower);
        tally(above.numbers(), sloping, 1, higher);
    }

    private static void join(DisjointSets classes, int[] first, int part, int number) {
        if (first[part] < 0) {
            first[part] = number;
        } else {
            classes.join(first[part], number);
        }
    }

    private void tally(int[] classes, List<int[]> sloping, int end, int[] counts) {
        boolean[] seen = new boolean[classes.length];
        for (int e = 0; e < classes.length; e++) {
            if (!seen[classes[e]]) {
                seen[classes[e]] = true;
                counts[sets[sloping.get(e)[end]]]++;
            }
        }
    }

    /** The sum over all sets, those where nothing happens among them; the Euler characteristic of the domain. */
    public int sumOfIndices() {
        return Arrays.stream(index).sum();
    }

    /** The cells on which the function is constant. */
    public int flatCells() {
        return flatCells;
    }

    /** All sets but corners at which nothing happens, in the order of their first corners. */
    public List<CriticalSet> all() {
        List<CriticalSet> result = new ArrayList<>();
        int[] first = new int[count];
        boolean[] edge = new boolean[count];
        Arrays.fill(first, -1);
        for (int v = 0; v < sets.length; v++) {
            first[sets[v]] = first[sets[v]] < 0 ? v : first[sets[v]];
            edge[sets[v]] |= complex.outer(v);
        }
        double r = complex.regions().beyond();
        for (int s = 0; s < count; s++) {
            Kind kind = kind(s, edge[s]);
            if (kind != Kind.FLAT || dimension[s] > 0) {
                double[] point = complex.coordinates(first[s], r);
                boolean finite = Arrays.stream(point).allMatch(x -> Math.abs(x) < 0.5 * r);
                result.add(new CriticalSet(kind, dimension[s], index[s], values.rounded(first[s], finite), point,
                        edge[s]));
            }
        }
        return result;
    }

    private Kind kind(int s, boolean edge) {
        if (lower[s] == 0 && higher[s] == 0) {
            return Kind.CONSTANT;
        }
        if (lower[s] == 0) {
            return Kind.MINIMUM;
        }
        if (higher[s] == 0) {
            return Kind.MAXIMUM;
        }
        boolean several = lower[s] > 1 || higher[s] > 1;
        // Between two ends of a line there is always one part below and one above.
        return several && complex.dimension() > 1 && !(edge && index[s] == 0) || index[s] != 0
                ? Kind.SADDLE
                : Kind.FLAT;
    }
}
