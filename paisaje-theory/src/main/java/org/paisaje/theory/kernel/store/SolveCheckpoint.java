package org.paisaje.theory.kernel.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.DoublePredicate;
import java.util.zip.CRC32C;
import org.paisaje.data.format.AtomicFile;
import org.paisaje.math.linalg.Matrix;

/**
 * What a solution that was stopped goes on from; replaced as a whole or not at all.
 *
 * @param identity 64 bytes: fingerprint of the kernel, digest of right-hand sides, ridge and preconditioner
 * @param iterations products made with the stored kernel
 * @param refinements residuals computed in double precision
 * @param level the share of a residual below which the stored kernel cannot go
 * @param alpha the solutions before the inner iteration, k x n
 * @param before the relative residuals at its start
 * @param inner the inner iteration
 */
record SolveCheckpoint(byte[] identity, int iterations, int refinements, double level, Matrix alpha, double[] before,
        StoredIteration.State inner) {
    private static final long MAGIC = 0x4B434548434A5350L;
    private static final int VERSION = 1;
    private static final int HEADER = 8 + 4 + 4 + 4 + 4 + 8 + 8 + 64;
    private static final int BLOCK = 1 << 16;

    void write(Path path) {
        int k = alpha.rows();
        int n = alpha.columns();
        AtomicFile.write(path, out -> {
            CRC32C crc = new CRC32C();
            ByteBuffer bytes = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
            bytes.putLong(MAGIC).putInt(VERSION).putInt(iterations).putInt(refinements).putInt(k).putLong(n);
            bytes.putDouble(level).put(identity);
            crc.update(bytes.array());
            out.write(bytes.array());
            ByteBuffer block = ByteBuffer.allocate(Double.BYTES * BLOCK).order(ByteOrder.LITTLE_ENDIAN);
            for (double[] array : arrays()) {
                for (int from = 0; from < array.length; from += BLOCK) {
                    int count = Math.min(BLOCK, array.length - from);
                    block.clear().asDoubleBuffer().put(array, from, count);
                    crc.update(block.array(), 0, Double.BYTES * count);
                    out.write(block.array(), 0, Double.BYTES * count);
                }
            }
            out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(crc.getValue()).array());
        });
    }

    private double[][] arrays() {
        return new double[][] {before, inner.at().rz(), inner.goals(), inner.going(), inner.best(), inner.since(),
            alpha.data(), inner.at().x().data(), inner.at().r().data(), inner.at().p().data()};
    }

    /**
     * Reads a checkpoint.
     *
     * @throws IllegalArgumentException if it is damaged or of another problem
     */
    static SolveCheckpoint read(Path path, byte[] identity, int k, int n) throws IOException {
        byte[] all = Files.readAllBytes(path);
        ByteBuffer bytes = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
        long numbers = 6L * k + 4L * k * n;
        if (all.length < HEADER || bytes.getLong(0) != MAGIC) {
            throw new IllegalArgumentException(path + ": this is no checkpoint of a solution; delete it");
        }
        if (bytes.getInt(8) != VERSION) {
            throw new IllegalArgumentException(path + ": a checkpoint of version " + bytes.getInt(8)
                    + ", this program reads version " + VERSION + "; delete it and solve anew");
        }
        if (bytes.getInt(20) != k || bytes.getLong(24) != n
                || !Arrays.equals(Arrays.copyOfRange(all, 40, 40 + 64), identity)) {
            throw new IllegalArgumentException(path
                    + ": the checkpoint is of another kernel, other targets, another ridge or another preconditioner; "
                    + "give the same options as before, or delete it to solve anew");
        }
        CRC32C crc = new CRC32C();
        crc.update(all, 0, Math.max(0, all.length - Long.BYTES));
        if (all.length != HEADER + Double.BYTES * numbers + Long.BYTES
                || bytes.getLong(all.length - Long.BYTES) != crc.getValue()) {
            throw new IllegalArgumentException(
                    path + ": the checkpoint is damaged, its checksum does not fit; delete it");
        }
        SolveCheckpoint result = new SolveCheckpoint(identity, bytes.getInt(12), bytes.getInt(16), bytes.getDouble(32),
                Matrix.zeros(k, n), new double[k], StoredIteration.State.empty(k, n));
        bytes.position(HEADER);
        for (double[] array : result.arrays()) {
            bytes.asDoubleBuffer().get(array);
            bytes.position(bytes.position() + Double.BYTES * array.length);
        }
        result.check(path);
        return result;
    }

    /** Refuses values that no iteration has, which a checksum does not tell. */
    private void check(Path path) {
        require(path, "iterations", iterations >= 0, "a count");
        require(path, "refinements", refinements >= 0, "a count");
        require(path, "level", level > 0 && level <= 1, "a share in (0, 1]");
        all(path, "residuals before", before, value -> value >= 0, "numbers from 0 on");
        all(path, "r^T P^-1 r", inner.at().rz(), value -> true, "numbers");
        all(path, "goals", inner.goals(), value -> value >= 0, "norms");
        all(path, "sides that go on", inner.going(), value -> value == 0 || value == 1, "0 or 1");
        all(path, "least residuals", inner.best(), value -> value >= 0, "norms");
        all(path, "steps since the least", inner.since(), value -> value >= 0 && value == Math.rint(value), "counts");
        all(path, "solutions", alpha.data(), value -> true, "numbers");
        all(path, "inner solutions", inner.at().x().data(), value -> true, "numbers");
        all(path, "residuals", inner.at().r().data(), value -> true, "numbers");
        all(path, "directions", inner.at().p().data(), value -> true, "numbers");
    }

    private static void all(Path path, String field, double[] values, DoublePredicate right, String needed) {
        for (int i = 0; i < values.length; i++) {
            require(path, field + ", entry " + i, Double.isFinite(values[i]) && right.test(values[i]), needed);
        }
    }

    private static void require(Path path, String field, boolean right, String needed) {
        if (!right) {
            throw new IllegalArgumentException(path + ": the checkpoint is not one of a solution: " + field + ", needs "
                    + needed + "; delete it and solve anew");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SolveCheckpoint c && iterations == c.iterations && Arrays.equals(identity, c.identity)
                && alpha.equals(c.alpha);
    }

    @Override
    public int hashCode() {
        return 31 * iterations + Arrays.hashCode(identity);
    }

    @Override
    public String toString() {
        return "SolveCheckpoint[" + iterations + " iterations]";
    }
}
