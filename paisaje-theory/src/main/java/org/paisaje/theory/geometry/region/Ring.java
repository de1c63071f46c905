package org.paisaje.theory.geometry.region;

/** Numbers that can be added and multiplied, rounded with a bound or exact. */
interface Ring<T extends Ring<T>> {
    T plus(T other);

    T minus(T other);

    T times(T other);

    /**
     * The vector orthogonal to d rows of d + 1 numbers, by cofactors: the homogeneous coordinates of the point where d
     * hyperplanes meet, up to a factor that may be negative.
     */
    static <T extends Ring<T>> T[] orthogonal(T[][] rows, T[] result) {
        int[] columns = new int[rows.length];
        for (int i = 0; i < result.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                columns[j] = j < i ? j : j + 1;
            }
            T minor = determinant(rows, columns, 0);
            result[i] = i % 2 == 0 ? minor : minor.minus(minor).minus(minor);
        }
        return result;
    }

    private static <T extends Ring<T>> T determinant(T[][] rows, int[] columns, int row) {
        T first = rows[row][columns[0]];
        if (columns.length == 1) {
            return first;
        }
        if (columns.length == 2) {
            T[] next = rows[row + 1];
            return first.times(next[columns[1]]).minus(rows[row][columns[1]].times(next[columns[0]]));
        }
        int a = columns[0];
        int b = columns[1];
        int c = columns[2];
        return rows[row][a].times(determinant(rows, new int[] {b, c}, row + 1))
                .minus(rows[row][b].times(determinant(rows, new int[] {a, c}, row + 1)))
                .plus(rows[row][c].times(determinant(rows, new int[] {a, b}, row + 1)));
    }
}
