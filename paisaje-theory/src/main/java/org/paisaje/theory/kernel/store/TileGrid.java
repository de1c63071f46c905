package org.paisaje.theory.kernel.store;

/**
 * The lower triangle of a symmetric matrix of order n cut into square tiles, those at the lower edge smaller. Tile t lies
 * in row I and column J of tiles, J &lt;= I, with t = I (I + 1) / 2 + J; tiles on the diagonal are kept whole.
 *
 * @param n the order of the matrix
 * @param tile the rows of a tile
 */
record TileGrid(int n, int tile) {
    /** The most rows of a tile. */
    static final int LARGEST = 1 << 14;
    /** The most rows of tiles: their number is then an int. */
    static final int MOST_BANDS = 1 << 15;

    TileGrid {
        if (n < 1 || tile < 1 || tile > LARGEST) {
            throw new IllegalArgumentException("TileGrid: order " + n + " and tile " + tile
                    + "; an order of at least 1 and a tile of 1 to " + LARGEST + " are needed");
        }
    }

    /** The number of rows of tiles. */
    int bands() {
        return (n + tile - 1) / tile;
    }

    int tiles() {
        return Math.multiplyExact(bands(), bands() + 1) / 2;
    }

    int band(int t) {
        int row = (int) ((Math.sqrt(8.0 * t + 1) - 1) / 2);
        while (row * (row + 1) / 2 > t) {
            row--;
        }
        while ((row + 1) * (row + 2) / 2 <= t) {
            row++;
        }
        return row;
    }

    int column(int t) {
        int row = band(t);
        return t - row * (row + 1) / 2;
    }

    /** The first row of a band. */
    int start(int band) {
        return band * tile;
    }

    /** The number of rows of a band. */
    int size(int band) {
        return Math.min(tile, n - band * tile);
    }

    /** The bytes of the place of a tile in a file; all tiles have equal places. */
    long tileBytes() {
        return (long) Float.BYTES * tile * tile;
    }
}
