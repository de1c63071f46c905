package org.paisaje.theory.kernel.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Parallel;

/**
 * The kernel matrix of N points, never held as a whole: blocks and products are computed anew in double precision from
 * the points. A product with k vectors costs the evaluation of half of the kernel and 2 N^2 k flops. Immutable; the
 * points are copied, 8 N d bytes.
 */
public final class PointKernel {
    /** The rows of a tile unless said otherwise: 4 MiB in single precision. */
    public static final int TILE = 1024;

    private final KernelFunction function;
    private final TileGrid grid;
    private final Matrix[] bands;
    private final byte[] fingerprint;

    private PointKernel(KernelFunction function, TileGrid grid, Matrix[] bands) {
        this.function = function;
        this.grid = grid;
        this.bands = bands;
        this.fingerprint = fingerprint(function.text(), bands);
    }

    /** The kernel of the rows of x. */
    public static PointKernel of(KernelFunction function, Matrix x) {
        return of(function, x, TILE);
    }

    /** The kernel of the rows of x in tiles of that many rows. */
    public static PointKernel of(KernelFunction function, Matrix x, int tile) {
        if (x.rows() == 0) {
            throw new IllegalArgumentException("PointKernel: x has no rows; rows are samples");
        }
        TileGrid grid = new TileGrid(x.rows(), tile);
        Matrix[] bands = new Matrix[grid.bands()];
        for (int b = 0; b < bands.length; b++) {
            bands[b] = x.rowRange(grid.start(b), grid.start(b) + grid.size(b));
        }
        return new PointKernel(function, grid, bands);
    }

    /** The number N of points. */
    public int order() {
        return grid.n();
    }

    /** The function. */
    public KernelFunction function() {
        return function;
    }

    TileGrid grid() {
        return grid;
    }

    /** SHA-256 of the function, the sizes and the points. */
    byte[] fingerprint() {
        return fingerprint.clone();
    }

    /** Points {@code grid.start(band)} and following. */
    Matrix band(int band) {
        return bands[band];
    }

    /** Tile t in double precision. */
    Matrix tile(int t) {
        int band = grid.band(t);
        int column = grid.column(t);
        return band == column ? function.of(bands[band]) : function.of(bands[band], bands[column]);
    }

    /** The points with these numbers, in that order. */
    Matrix points(int... numbers) {
        Matrix result = Matrix.zeros(numbers.length, bands[0].columns());
        for (int i = 0; i < numbers.length; i++) {
            result.setRow(i, bands[numbers[i] / grid.tile()].row(numbers[i] % grid.tile()));
        }
        return result;
    }

    /** Row i of {@code out} becomes K times row i of {@code vectors}, with K evaluated in double precision as it goes. */
    public void applyAll(Matrix vectors, Matrix out) {
        applyAll(vectors, out, TileListener.NONE);
    }

    void applyAll(Matrix vectors, Matrix out, TileListener listener) {
        new TileProduct(grid, vectors, out).run((t, sum) -> {
            Matrix block = tile(t);
            sum.add(t, 0, block.rows(), block.data(), 0, block.columns());
        }, listener);
    }

    /**
     * k(x, X) times weights, block by block: the outputs at m other points.
     *
     * @param x m points, m x d
     * @param weights N x k
     * @return m x k
     */
    public Matrix predict(Matrix x, Matrix weights) {
        if (weights.rows() != order() || x.columns() != bands[0].columns()) {
            throw new IllegalArgumentException("predict: x has " + x.columns() + " columns and the weights "
                    + weights.rows() + " rows; needed are " + bands[0].columns() + " and " + order());
        }
        int k = weights.columns();
        int rows = Math.min(grid.tile(), 256);
        Matrix result = Matrix.zeros(x.rows(), k);
        Parallel.run((x.rows() + rows - 1) / rows, task -> Blas.withThreads(1, () -> {
            int from = task * rows;
            Matrix some = x.rowRange(from, Math.min(x.rows(), from + rows));
            for (int b = 0; b < bands.length; b++) {
                Matrix block = function.of(some, bands[b]);
                Blas.gemm(false, false, block.rows(), k, block.columns(), 1, block.data(), 0, block.columns(),
                        weights.data(), grid.start(b) * k, k, 1, result.data(), from * k, k);
            }
        }));
        return result;
    }

    private static byte[] fingerprint(String text, Matrix[] bands) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((text + "\n" + bands.length + " " + bands[0].rows() + " " + bands[bands.length - 1].rows()
                    + " " + bands[0].columns() + "\n").getBytes(StandardCharsets.UTF_8));
            for (Matrix band : bands) {
                ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * band.data().length)
                        .order(ByteOrder.LITTLE_ENDIAN);
                bytes.asDoubleBuffer().put(band.data());
                digest.update(bytes.array());
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
