package org.paisaje.theory.geometry.region;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.paisaje.math.DisjointSets;

/**
 * The regions of a network with all their faces: corners, edges, in space sides, and cells, each face once. Corners of
 * neighbours are brought together by their exact coordinates. The domain without bounds is a cube whose sides lie beyond
 * all numbers, so that its complex is closed too.
 */
public final class CellComplex {
    private final Regions regions;
    private final int dimension;
    private final int[][] corners;
    private final int vertices;
    private final int[][][] edgesOfCells;
    private final List<List<int[]>> faces = new ArrayList<>();
    private final int[][] places;
    private final boolean[] outer;

    private CellComplex(Regions regions) {
        this.regions = regions;
        this.dimension = regions.domain().dimension();
        int cells = regions.cells().size();
        int[] first = new int[cells + 1];
        for (int i = 0; i < cells; i++) {
            first[i + 1] = first[i] + cell(i).corners.size();
        }
        DisjointSets classes = new DisjointSets(first[cells]);
        for (Regions.Wall wall : regions.walls()) {
            int[] a = cornersOf(wall.a(), wall.sideA());
            int[] b = cornersOf(wall.b(), wall.sideB());
            for (int at : a) {
                int other = found(cell(wall.a()).corners.get(at), wall.b(), b);
                classes.join(first[wall.a()] + at, first[wall.b()] + other);
            }
        }
        int[] numbers = classes.numbers();
        vertices = classes.count();
        corners = new int[cells][];
        places = new int[vertices][];
        for (int i = 0; i < cells; i++) {
            corners[i] = new int[first[i + 1] - first[i]];
            for (int k = 0; k < corners[i].length; k++) {
                corners[i][k] = numbers[first[i] + k];
                if (places[corners[i][k]] == null) {
                    places[corners[i][k]] = new int[] {i, k};
                }
            }
        }
        edgesOfCells = new int[cells][][];
        for (int i = 0; i < cells; i++) {
            edgesOfCells[i] = edges(i);
        }
        outer = outer();
        collect();
    }

    /** The complex of all regions on their domain. */
    public static CellComplex of(Regions regions) {
        return new CellComplex(regions);
    }

    private ConvexCell cell(int i) {
        return regions.cells().get(i).cell();
    }

    /** The corners of a side of a cell, by their places in the cell. */
    private int[] cornersOf(int i, int side) {
        ConvexCell cell = cell(i);
        if (dimension == 1) {
            return new int[] {side};
        }
        if (dimension == 2) {
            return new int[] {side, (side + 1) % cell.corners.size()};
        }
        return cell.facets.get(side).corners().stream().mapToInt(cell.corners::indexOf).toArray();
    }

    private int found(Corner corner, int other, int[] among) {
        for (int k : among) {
            if (cell(other).corners.get(k).same(corner)) {
                return k;
            }
        }
        throw new IllegalStateException("regions: a corner of a side is none of the other region at that side");
    }

    private int[][] edges(int i) {
        ConvexCell cell = cell(i);
        int n = cell.corners.size();
        if (dimension == 1) {
            return new int[][] {{0, 1}};
        }
        if (dimension == 2) {
            int[][] result = new int[n][];
            for (int k = 0; k < n; k++) {
                result[k] = new int[] {k, (k + 1) % n};
            }
            return result;
        }
        Map<Corner, Integer> place = new IdentityHashMap<>();
        for (int k = 0; k < n; k++) {
            place.put(cell.corners.get(k), k);
        }
        Set<Long> seen = new LinkedHashSet<>();
        for (Facet facet : cell.facets) {
            int[] cycle = facet.corners().stream().mapToInt(c -> place.getOrDefault(c, -1)).toArray();
            for (int k = 0; k < cycle.length; k++) {
                seen.add(pair(cycle[k], cycle[(k + 1) % cycle.length]));
            }
        }
        return seen.stream().map(key -> new int[] {(int) (key >> 32), (int) (long) key}).toArray(int[][]::new);
    }

    private static long pair(int a, int b) {
        return (long) Math.min(a, b) << 32 | Math.max(a, b);
    }

    private boolean[] outer() {
        boolean[] result = new boolean[vertices];
        for (int i = 0; i < corners.length; i++) {
            List<Facet> sides = cell(i).facets;
            for (int f = 0; f < sides.size(); f++) {
                if (sides.get(f).plane().outer) {
                    for (int k : cornersOf(i, f)) {
                        result[corners[i][k]] = true;
                    }
                }
            }
        }
        return result;
    }

    private void collect() {
        List<int[]> points = new ArrayList<>();
        for (int v = 0; v < vertices; v++) {
            points.add(new int[] {v});
        }
        faces.add(points);
        if (dimension > 1) {
            Map<Long, int[]> edges = new LinkedHashMap<>();
            for (int i = 0; i < corners.length; i++) {
                for (int[] edge : edgesOfCells[i]) {
                    int a = corners[i][edge[0]];
                    int b = corners[i][edge[1]];
                    edges.putIfAbsent(pair(a, b), new int[] {a, b});
                }
            }
            faces.add(List.copyOf(edges.values()));
        }
        if (dimension > 2) {
            List<int[]> sides = new ArrayList<>();
            for (Regions.Wall wall : regions.walls()) {
                sides.add(named(wall.a(), cornersOf(wall.a(), wall.sideA())));
            }
            for (int i = 0; i < corners.length; i++) {
                for (int f = 0; f < cell(i).facets.size(); f++) {
                    if (cell(i).facets.get(f).plane().outer) {
                        sides.add(named(i, cornersOf(i, f)));
                    }
                }
            }
            faces.add(sides);
        }
        faces.add(List.of(corners));
    }

    private int[] named(int i, int[] places) {
        int[] result = new int[places.length];
        for (int k = 0; k < places.length; k++) {
            result[k] = corners[i][places[k]];
        }
        return result;
    }

    /** The regions. */
    public Regions regions() {
        return regions;
    }

    /** How many faces there are of a dimension: corners of 0, cells of that of the domain. */
    public int count(int of) {
        return faces.get(of).size();
    }

    /** The faces of a dimension, each by its corners; those of a cell are in the order of its own. */
    List<int[]> faces(int of) {
        return faces.get(of);
    }

    /** Corners less edges plus sides less cells in space, and alike in fewer dimensions: 1 for a subdivision of a convex set. */
    public int euler() {
        int sum = 0;
        for (int k = 0; k <= dimension; k++) {
            sum += k % 2 == 0 ? count(k) : -count(k);
        }
        return sum;
    }

    /** The numbers of the corners of a cell. */
    int[] cornersOf(int cell) {
        return corners[cell];
    }

    /** The edges of a cell, by places among its corners. */
    int[][] edgesOf(int cell) {
        return edgesOfCells[cell];
    }

    /** A cell of which a vertex is a corner, and its place there. */
    int[] place(int vertex) {
        return places[vertex];
    }

    /** Whether a vertex lies on the boundary of the domain. */
    boolean outer(int vertex) {
        return outer[vertex];
    }

    /** Where a vertex is, with r for what lies beyond all numbers. */
    double[] coordinates(int vertex, double r) {
        ConvexCell cell = cell(places[vertex][0]);
        return cell.coordinates(cell.corners.get(places[vertex][1]), r);
    }

    /** The dimension of the domain. */
    public int dimension() {
        return dimension;
    }
}
