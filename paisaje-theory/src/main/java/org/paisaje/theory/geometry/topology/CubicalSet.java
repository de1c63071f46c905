package org.paisaje.theory.geometry.topology;

import java.util.Arrays;
import java.util.BitSet;
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
    private final BitSet cells = new BitSet();

    private CubicalSet(int nx, int ny, int nz, boolean flat) {
        if (nx < 1 || ny < 1 || nz < 1) {
            throw new IllegalArgumentException("CubicalSet: a grid of " + nx + " x " + ny + (flat ? "" : " x " + nz)
                    + " cells; each side needs at least one");
        }
        Sizes.product("CubicalSet", nx + 2, ny + 2, nz + 2);
        this.nx = nx;
        this.ny = ny;
        this.nz = nz;
        this.flat = flat;
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
        cells.set(index(x, y, z));
    }

    private int index(int x, int y, int z) {
        return (z * ny + y) * nx + x;
    }

    private boolean holds(int x, int y, int z) {
        return x >= 0 && y >= 0 && z >= 0 && x < nx && y < ny && z < nz && cells.get(index(x, y, z));
    }

    /** How many cells there are. */
    public int size() {
        return cells.cardinality();
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
        int sum = 0;
        int top = flat ? 1 : nz + 1;
        for (int z = 0; z < top; z++) {
            for (int y = 0; y <= ny; y++) {
                for (int x = 0; x <= nx; x++) {
                    sum += touched(x, y, z, 1, 1, flat ? 0 : 1) ? 1 : 0;
                    sum -= touched(x, y, z, 0, 1, flat ? 0 : 1) ? 1 : 0;
                    sum -= touched(x, y, z, 1, 0, flat ? 0 : 1) ? 1 : 0;
                    sum += touched(x, y, z, 0, 0, flat ? 0 : 1) ? 1 : 0;
                    if (!flat) {
                        sum -= touched(x, y, z, 1, 1, 0) ? 1 : 0;
                        sum += touched(x, y, z, 0, 1, 0) ? 1 : 0;
                        sum += touched(x, y, z, 1, 0, 0) ? 1 : 0;
                        sum -= touched(x, y, z, 0, 0, 0) ? 1 : 0;
                    }
                }
            }
        }
        return sum;
    }

    /** Whether some cell holds the corner, edge, face or cell that starts at a corner and extends where {@code d} is 0. */
    private boolean touched(int x, int y, int z, int dx, int dy, int dz) {
        for (int k = z - dz; k <= z; k++) {
            for (int j = y - dy; j <= y; j++) {
                for (int i = x - dx; i <= x; i++) {
                    if (holds(i, j, k)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Components of the cells, joined by corners, or of the open rest with its margin, joined by sides. */
    private int components(boolean own) {
        int wx = nx + 2;
        int wy = ny + 2;
        int wz = flat ? 1 : nz + 2;
        int shift = flat ? 0 : 1;
        int[] parent = new int[wx * wy * wz];
        int count = 0;
        Arrays.setAll(parent, i -> i);
        for (int z = 0; z < wz; z++) {
            for (int y = 0; y < wy; y++) {
                for (int x = 0; x < wx; x++) {
                    if (holds(x - 1, y - 1, z - shift) != own) {
                        continue;
                    }
                    int at = (z * wy + y) * wx + x;
                    count++;
                    // The neighbours that were met before.
                    for (int dz = flat ? 0 : -1; dz <= 0; dz++) {
                        for (int dy = -1; dy <= 1; dy++) {
                            for (int dx = -1; dx <= 1; dx++) {
                                int steps = Math.abs(dx) + Math.abs(dy) + Math.abs(dz);
                                int other = at + (dz * wy + dy) * wx + dx;
                                boolean inside = x + dx >= 0 && x + dx < wx && y + dy >= 0 && y + dy < wy
                                        && z + dz >= 0;
                                if (other < at && inside && steps > 0 && (own || steps == 1)
                                        && holds(x + dx - 1, y + dy - 1, z + dz - shift) == own) {
                                    count -= joined(parent, at, other);
                                }
                            }
                        }
                    }
                }
            }
        }
        return count;
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
