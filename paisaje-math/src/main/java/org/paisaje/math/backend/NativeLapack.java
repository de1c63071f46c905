package org.paisaje.math.backend;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/**
 * LAPACK by the {@link NativeLibrary}. These calls are long, so they work on copies outside the heap and leave the garbage collector
 * free. A row-major matrix is the column-major transpose, which symmetric problems and the singular value decomposition
 * take as it is.
 *
 * <p>Only here the library uses threads of its own, and only one call at a time from order {@value #THREADED_ORDER}: their
 * number is one for the whole process.
 */
final class NativeLapack implements Lapack {
    private static final int COLUMN_MAJOR = 102;
    private static final byte YES = 'V';
    private static final byte NO = 'N';
    private static final byte UPPER = 'U';
    private static final int THREADED_ORDER = 400;
    /** From here on the workspace of divide and conquer has too many entries for its 32-bit size. */
    private static final int LARGEST_DIVIDE_AND_CONQUER = 32_000;
    private static final NativeLibrary LIBRARY = NativeLibrary.current();
    private static final ReentrantLock THREADS = new ReentrantLock();

    private static final MethodHandle DPOTRF = Linker.nativeLinker()
            .downcallHandle(
                    LIBRARY.find("LAPACKE_dpotrf_work"),
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_BYTE, JAVA_INT, ADDRESS, JAVA_INT),
                    Linker.Option.critical(true));
    private static final MethodHandle DSYEVD = handle("LAPACKE_dsyevd_work", JAVA_INT, JAVA_BYTE, JAVA_BYTE, JAVA_INT,
            ADDRESS, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle DSYEVR = handle("LAPACKE_dsyevr_work", JAVA_INT, JAVA_BYTE, JAVA_BYTE, JAVA_BYTE,
            JAVA_INT, ADDRESS, JAVA_INT, JAVA_DOUBLE, JAVA_DOUBLE, JAVA_INT, JAVA_INT, JAVA_DOUBLE, ADDRESS, ADDRESS,
            ADDRESS, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle DGESDD = handle("LAPACKE_dgesdd_work", JAVA_INT, JAVA_BYTE, JAVA_INT, JAVA_INT,
            ADDRESS, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
    private static final MethodHandle DGEQP3 = handle("LAPACKE_dgeqp3_work", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS,
            JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_INT);
    private static final MethodHandle DORGQR = handle("LAPACKE_dorgqr_work", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
            ADDRESS, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
    private static final MethodHandle DGELSD = handle("LAPACKE_dgelsd_work", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
            ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_DOUBLE, ADDRESS, ADDRESS, JAVA_INT, ADDRESS);

    private static MethodHandle handle(String name, MemoryLayout... arguments) {
        return Linker.nativeLinker()
                .downcallHandle(LIBRARY.find(name),
                        FunctionDescriptor.of(JAVA_INT, arguments));
    }

    /** One native call; its checked exception is that of every method handle. */
    private interface Call {
        int run() throws Throwable;
    }

    private static int call(Call call) {
        try {
            int info = call.run();
            if (info < 0) {
                throw new IllegalStateException("LAPACK refuses its argument " + -info);
            }
            return info;
        } catch (Throwable e) {
            throw NativeBlas.unexpected(e);
        }
    }

    /** Runs LAPACK with the threads that the team allows, unless it is small or another such call has them. */
    private static int threaded(Team team, int order, IntSupplier action) {
        int threads = team.threads();
        if (order < THREADED_ORDER || threads == 1 || !THREADS.tryLock()) {
            return action.getAsInt();
        }
        try {
            LIBRARY.setThreads(threads);
            return action.getAsInt();
        } finally {
            LIBRARY.setThreads(1);
            THREADS.unlock();
        }
    }

    @Override
    public int potrf(int n, double[] a, int aOffset, int lda) {
        MemorySegment at = MemorySegment.ofArray(a).asSlice((long) aOffset * Double.BYTES);
        return call(() -> (int) DPOTRF.invokeExact(COLUMN_MAJOR, UPPER, n, at, lda));
    }

    @Override
    public int eigen(Team team, int n, boolean vectors, double[] a, double[] values) {
        if (n > LARGEST_DIVIDE_AND_CONQUER) {
            double[] z = new double[vectors ? n * n : 0];
            int found = eigenRange(team, n, 0, n, 0, 0, vectors, a, values, z);
            System.arraycopy(z, 0, a, 0, z.length);
            return found == n ? 0 : 1;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment matrix = copy(arena, a);
            MemorySegment w = doubles(arena, n);
            byte job = vectors ? YES : NO;
            MemorySegment size = doubles(arena, 1);
            MemorySegment intSize = ints(arena, 1);
            call(() -> (int) DSYEVD.invokeExact(COLUMN_MAJOR, job, UPPER, n, matrix, n, w, size, -1, intSize, -1));
            int length = wanted(size);
            int intLength = intSize.get(JAVA_INT, 0);
            MemorySegment work = doubles(arena, length);
            MemorySegment intWork = ints(arena, intLength);
            int info = threaded(team, n,
                    () -> call(() -> (int) DSYEVD.invokeExact(COLUMN_MAJOR, job, UPPER, n, matrix, n,
                            w, work, length, intWork, intLength)));
            fetch(w, values, n);
            if (vectors) {
                fetch(matrix, a, a.length);
            }
            return info;
        }
    }

    @Override
    public int eigenRange(Team team, int n, int from, int to, double low, double high, boolean vectors, double[] a,
            double[] values, double[] z) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment matrix = copy(arena, a);
            MemorySegment w = doubles(arena, n);
            MemorySegment rows = doubles(arena, z.length);
            MemorySegment support = ints(arena, 2L * n);
            MemorySegment count = ints(arena, 1);
            byte job = vectors ? YES : NO;
            byte range = (byte) (to < 0 ? 'V' : 'I');
            int first = to < 0 ? 1 : from + 1;
            int last = to < 0 ? n : to;
            MemorySegment size = doubles(arena, 1);
            MemorySegment intSize = ints(arena, 1);
            call(() -> (int) DSYEVR.invokeExact(COLUMN_MAJOR, job, range, UPPER, n, matrix, n, low, high, first, last,
                    0.0, count, w, rows, n, support, size, -1, intSize, -1));
            int length = wanted(size);
            int intLength = intSize.get(JAVA_INT, 0);
            MemorySegment work = doubles(arena, length);
            MemorySegment intWork = ints(arena, intLength);
            int info = threaded(team, n, () -> call(() -> (int) DSYEVR.invokeExact(COLUMN_MAJOR, job, range, UPPER, n,
                    matrix, n, low, high, first, last, 0.0, count, w, rows, n, support, work, length, intWork,
                    intLength)));
            int found = count.get(JAVA_INT, 0);
            fetch(w, values, found);
            if (vectors) {
                fetch(rows, z, found * n);
            }
            return info == 0 ? found : -1;
        }
    }

    /** With A^T = U' S V'^T in column order, U' is V^T and V'^T is U in row order. */
    @Override
    public int svd(Team team, int m, int n, double[] a, double[] u, double[] s, double[] vt) {
        int r = Math.min(m, n);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment matrix = copy(arena, a);
            MemorySegment left = doubles(arena, vt.length);
            MemorySegment right = doubles(arena, u.length);
            MemorySegment singular = doubles(arena, r);
            MemorySegment intWork = ints(arena, 8L * r);
            MemorySegment size = doubles(arena, 1);
            byte job = 'S';
            call(() -> (int) DGESDD.invokeExact(COLUMN_MAJOR, job, n, m, matrix, n, singular, left, n, right, r, size,
                    -1,
                    intWork));
            int length = wanted(size);
            MemorySegment work = doubles(arena, length);
            int info = threaded(team, r, () -> call(() -> (int) DGESDD.invokeExact(COLUMN_MAJOR, job, n, m, matrix, n,
                    singular, left, n, right, r, work, length, intWork)));
            fetch(singular, s, r);
            fetch(left, vt, vt.length);
            fetch(right, u, u.length);
            return info;
        }
    }

    @Override
    public void pivotedQr(Team team, int m, int n, double[] a, double[] q, double[] r, int[] pivots) {
        int rank = Math.min(m, n);
        double[] columns = new double[a.length];
        Mirror.transpose(team, m, n, a, columns);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment matrix = copy(arena, columns);
            MemorySegment jpvt = ints(arena, n);
            MemorySegment tau = doubles(arena, rank);
            MemorySegment size = doubles(arena, 1);
            call(() -> (int) DGEQP3.invokeExact(COLUMN_MAJOR, m, n, matrix, m, jpvt, tau, size, -1));
            int length = wanted(size);
            call(() -> (int) DORGQR.invokeExact(COLUMN_MAJOR, m, rank, rank, matrix, m, tau, size, -1));
            int lengthQ = wanted(size);
            MemorySegment work = doubles(arena, Math.max(length, lengthQ));
            threaded(team, rank,
                    () -> call(() -> (int) DGEQP3.invokeExact(COLUMN_MAJOR, m, n, matrix, m, jpvt, tau, work,
                            length)));
            fetch(matrix, columns, columns.length);
            for (int i = 0; i < rank; i++) {
                for (int j = i; j < n; j++) {
                    r[i * n + j] = columns[j * m + i];
                }
            }
            for (int j = 0; j < n; j++) {
                pivots[j] = jpvt.getAtIndex(JAVA_INT, j) - 1;
            }
            threaded(team, rank, () -> call(() -> (int) DORGQR.invokeExact(COLUMN_MAJOR, m, rank, rank, matrix, m, tau,
                    work, lengthQ)));
            fetch(matrix, columns, m * rank);
            Mirror.transpose(team, rank, m, columns, q);
        }
    }

    @Override
    public int leastSquares(Team team, int m, int n, int columns, double tolerance, double[] a, double[] b, double[] x,
            double[] s) {
        int rows = Math.max(m, n);
        double[] matrixColumns = new double[a.length];
        Mirror.transpose(team, m, n, a, matrixColumns);
        double[] right = new double[b.length];
        Mirror.transpose(team, m, columns, b, right);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment matrix = copy(arena, matrixColumns);
            MemorySegment rhs = doubles(arena, (long) rows * columns);
            for (int j = 0; j < columns; j++) {
                MemorySegment.copy(right, j * m, rhs, JAVA_DOUBLE, (long) j * rows * Double.BYTES, m);
            }
            MemorySegment singular = doubles(arena, s.length);
            MemorySegment rank = ints(arena, 1);
            MemorySegment size = doubles(arena, 1);
            MemorySegment intSize = ints(arena, 1);
            call(() -> (int) DGELSD.invokeExact(COLUMN_MAJOR, m, n, columns, matrix, m, rhs, rows, singular, tolerance,
                    rank, size, -1, intSize));
            int length = wanted(size);
            MemorySegment work = doubles(arena, length);
            MemorySegment intWork = ints(arena, intSize.get(JAVA_INT, 0));
            int info = threaded(team, s.length, () -> call(() -> (int) DGELSD.invokeExact(COLUMN_MAJOR, m, n, columns,
                    matrix, m, rhs, rows, singular, tolerance, rank, work, length, intWork)));
            fetch(singular, s, s.length);
            for (int j = 0; j < columns; j++) {
                for (int i = 0; i < n; i++) {
                    x[i * columns + j] = rhs.getAtIndex(JAVA_DOUBLE, (long) j * rows + i);
                }
            }
            return info == 0 ? rank.get(JAVA_INT, 0) : -1;
        }
    }

    private static int wanted(MemorySegment size) {
        return Math.max(1, (int) Math.ceil(size.get(JAVA_DOUBLE, 0)));
    }

    private static MemorySegment doubles(Arena arena, long count) {
        return arena.allocate(JAVA_DOUBLE, Math.max(1, count));
    }

    private static MemorySegment ints(Arena arena, long count) {
        return arena.allocate(JAVA_INT, Math.max(1, count));
    }

    private static MemorySegment copy(Arena arena, double[] values) {
        MemorySegment segment = doubles(arena, values.length);
        MemorySegment.copy(values, 0, segment, JAVA_DOUBLE, 0, values.length);
        return segment;
    }

    private static void fetch(MemorySegment segment, double[] values, int count) {
        MemorySegment.copy(segment, JAVA_DOUBLE, 0, values, 0, count);
    }
}
