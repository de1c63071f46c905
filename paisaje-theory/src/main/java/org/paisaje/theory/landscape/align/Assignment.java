package org.paisaje.theory.landscape.align;

import java.util.Arrays;
import org.paisaje.math.linalg.Matrix;

/**
 * The linear assignment problem: the permutation pi that maximises {@code sum_i gain(i, pi(i))}, by shortest augmenting
 * paths with potentials, O(n^3) at most (Jonker and Volgenant 1987, in the form of Crouse 2016). The potentials prove that
 * the answer is best. Equal gains are taken in ascending order, so that equal matrices have equal answers.
 *
 * @param columns pi: the column of each row
 * @param value the sum
 */
public record Assignment(int[] columns, double value) {
    /**
     * Solves.
     *
     * @param gain n x n, finite
     */
    public static Assignment best(Matrix gain) {
        int n = gain.rows();
        if (gain.columns() != n) {
            throw new IllegalArgumentException("best: the gains are " + n + " x " + gain.columns()
                    + ", each row needs a column of its own");
        }
        for (double entry : gain.data()) {
            if (!Double.isFinite(entry)) {
                throw new IllegalArgumentException("best: a gain is " + entry + ", all must be finite");
            }
        }
        var search = new Search(n, gain.data());
        int[] columns = search.run();
        double value = 0;
        for (int i = 0; i < n; i++) {
            value += gain.get(i, columns[i]);
        }
        return new Assignment(columns, value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Assignment a && Arrays.equals(columns, a.columns) && value == a.value;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(columns);
    }

    @Override
    public String toString() {
        return "Assignment[" + Arrays.toString(columns) + ", value=" + value + "]";
    }

    /** Adds one row after another by a shortest path in the reduced costs. */
    private static final class Search {
        private final int n;
        private final double[] gain;
        private final double[] u;
        private final double[] v;
        private final int[] columnOf;
        private final int[] rowOf;
        private final double[] distance;
        private final int[] from;
        private final int[] open;
        private final boolean[] rowSeen;
        private final boolean[] columnSeen;

        Search(int n, double[] gain) {
            this.n = n;
            this.gain = gain;
            this.u = new double[n];
            this.v = new double[n];
            this.columnOf = new int[n];
            this.rowOf = new int[n];
            this.distance = new double[n];
            this.from = new int[n];
            this.open = new int[n];
            this.rowSeen = new boolean[n];
            this.columnSeen = new boolean[n];
            Arrays.fill(columnOf, -1);
            Arrays.fill(rowOf, -1);
        }

        int[] run() {
            for (int row = 0; row < n; row++) {
                augment(row);
            }
            return columnOf;
        }

        private void augment(int row) {
            Arrays.fill(distance, Double.POSITIVE_INFINITY);
            Arrays.fill(rowSeen, false);
            Arrays.fill(columnSeen, false);
            int left = n;
            for (int j = 0; j < n; j++) {
                open[j] = j;
            }
            double length = 0;
            int i = row;
            int sink = -1;
            while (sink < 0) {
                rowSeen[i] = true;
                int best = -1;
                double least = Double.POSITIVE_INFINITY;
                double base = length - u[i];
                int at = i * n;
                for (int k = 0; k < left; k++) {
                    int j = open[k];
                    double through = base - gain[at + j] - v[j];
                    if (through < distance[j]) {
                        distance[j] = through;
                        from[j] = i;
                    }
                    double d = distance[j];
                    if (d < least || d == least && (rowOf[j] < 0 && rowOf[open[best]] >= 0
                            || rowOf[j] < 0 == rowOf[open[best]] < 0 && j < open[best])) {
                        least = d;
                        best = k;
                    }
                }
                length = least;
                int j = open[best];
                columnSeen[j] = true;
                open[best] = open[--left];
                if (rowOf[j] < 0) {
                    sink = j;
                } else {
                    i = rowOf[j];
                }
            }
            update(row, length);
            for (int j = sink;;) {
                int previous = from[j];
                rowOf[j] = previous;
                int next = columnOf[previous];
                columnOf[previous] = j;
                if (previous == row) {
                    return;
                }
                j = next;
            }
        }

        private void update(int row, double length) {
            u[row] += length;
            for (int i = 0; i < n; i++) {
                if (rowSeen[i] && i != row) {
                    u[i] += length - distance[columnOf[i]];
                }
                if (columnSeen[i]) {
                    v[i] -= length - distance[i];
                }
            }
        }
    }
}
