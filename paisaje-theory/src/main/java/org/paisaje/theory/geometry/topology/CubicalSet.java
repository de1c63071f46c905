package org.paisaje.theory.geometry.topology;

import java.util.Arrays;
import org.paisaje.math.memory.Sizes;

/**
 * A union of closed cells of a grid of two or three dimensions: squares or cubes that share a corner hang together. Its Betti
 * numbers come from components of the set and of what is left, and from counts of corners, edges, faces and cells.
 */
public final class CubicalSet {
    private final int nx;
    private final int ny;
    private final int nz;
    private final boolean flat;
    /** With a margin of one cell, which belongs to what is left. */
    private final boolean[] cells;
    private final int row;
    private final int layer;
    private int size;

    private CubicalSet(int nx, int ny, int nz, boolean flat) {
        if (nx < 1 || ny < 1 || nz < 1) {
            throw new IllegalArgumentException("CubicalSet: a grid of " + nx + " x " + ny + (flat ? "" : " x " + nz)
                    + " cells; each side needs at least one");
        }
        this.cells = new boolean[Sizes.product("CubicalSet", nx + 2, ny + 2, flat ? 1 : nz + 2)];
        this.nx = nx;
        this.ny = ny;
        this.nz = nz;
        this.flat = flat;
        this.row = nx + 2;
        this.layer = row * (ny + 2);
    }

    /** No cell of a grid in the plane. */
    public static CubicalSet plane(int nx, int ny) {
        return new CubicalSet(nx, ny, 1, true);
    }

    /** No cell of a grid in space. */
    public static CubicalSet space(int nx, int ny, int nz) {
        return new CubicalSet(nx, ny, nz, false);
    }

    /** Adds a square. */
    public void add(int x, int y) {
        add(x, y, 0);
    }

    /** Adds a cube; z is 0 in the plane. */
    public void add(int x, int y, int z) {
        if (x < 0 || y < 0 || z < 0 || x >= nx || y >= ny || z >= nz) {
            throw new IllegalArgumentException(
                    "CubicalSet: cell " + x + ", " + y + ", " + z + " of a grid of " + nx + " x "
                            + ny + " x " + nz + "; they are counted from 0");
        }
        int at = (flat ? 0 : z + 1) * layer + (y + 1) * row + x + 1;
        size += cells[at] ? 0 : 1;
        cells[at] = true;
    }

    /** How many cells there are. */
    public int size() {
        return size;
    }

    /** The Betti numbers; all 0 for the empty set. */
    public Betti betti() {
        int parts = components(true);
        // The grid has a margin of one cell, so that all outside is one part.
        int outside = components(false) - 1;
        return flat ? new Betti(parts, outside, 0) : new Betti(parts, parts + outside - euler(), outside);
    }

    /** Corners less edges plus faces less cubes. */
    public int euler() {
        int[] shares = shares(flat ? 2 : 3);
        int[] before = flat
                ? new int[] {0, -1, -row, -row - 1}
                : new int[] {0, -1, -row, -row - 1, -layer, -layer - 1, -layer - row, -layer - row - 1};
        int sum = 0;
        for (int z = flat ? 0 : 1; z <= (flat ? 0 : nz + 1); z++) {
            for (int y = 1; y <= ny + 1; y++) {
                for (int at = z * layer + y * row + 1; at <= z * layer + y * row + nx + 1; at++) {
                    int around = 0;
                    for (int k = 0; k < before.length; k++) {
                        around |= cells[at + before[k]] ? 1 << k : 0;
                    }
                    sum += shares[around];
                }
            }
        }
        return sum;
    }

    /**
     * What a corner counts for, by which of the cells round it belong to the set: bit k stands for the cell one step back along the
     * directions that are bits of k. The corner, and all that starts there and extends forwards along some directions, counts if a
     * cell holds it, with the sign of its dimension.
     */
    private static int[] shares(int d) {
        int[] result = new int[1 << (1 << d)];
        for (int around = 0; around < result.length; around++) {
            for (int fixed = 0; fixed < 1 << d; fixed++) {
                boolean held = false;
                for (int k = 0; k < 1 << d; k++) {
                    held |= (around >> k & 1) == 1 && (k & ~fixed) == 0;
                }
                result[around] += !held ? 0 : (d - Integer.bitCount(fixed)) % 2 == 0 ? 1 : -1;
            }
        }
        return result;
    }

    /** Components of the cells, joined by corners, or of the open rest with its margin, joined by sides. */
    private int components(boolean own) {
        int[] parent = new int[cells.length];
        Arrays.setAll(parent, i -> i);
        int[] met = own ? corners() : flat ? new int[] {-1, -row} : new int[] {-1, -row, -layer};
        int count = 0;
        for (int at = 0; at < cells.length; at++) {
            if (cells[at] != own) {
                continue;
            }
            count++;
            for (int step : met) {
                // Behind a side of the grid the row or layer before begins, where the margin, which is one part, ends.
                int other = at + step;
                if (other >= 0 && cells[other] == own) {
                    count -= joined(parent, at, other);
                }
            }
        }
        return count;
    }

    /** From a cell to those that touch it and come before it. */
    private int[] corners() {
        return flat
                ? new int[] {-1, -row + 1, -row, -row - 1}
                : new int[] {-1, -row + 1, -row, -row - 1, -layer + row + 1, -layer + row, -layer + row - 1, -layer + 1,
                    -layer, -layer - 1, -layer - row + 1, -layer - row, -layer - row - 1};
    }

    private static int joined(int[] parent, int a, int b) {
        int x = root(parent, a);
        int y = root(parent, b);
        parent[Math.max(x, y)] = Math.min(x, y);
        return x == y ? 0 : 1;
    }

    private static int root(int[] parent, int a) {
        int at = a;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }
}
