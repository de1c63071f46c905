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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * LAPACK by the {@link NativeLibrary}. These calls are long, so they work on copies outside the heap and leave the garbage collector
 * free. A row-major matrix is the column-major transpose, which symmetric problems and the singular value decomposition
 * take as it is. All begin with a cache line: kernels for older processors sum in an order that depends on the address.
 *
 * <p>The library runs on one thread: with more, its sums depend on their number. Eigenvectors are the exception that costs
 * no bits: from order {@value #SHARED_ORDER} the last step, the product with the reflectors of the tridiagonal form, is cut
 * into strips of columns by the order alone, which the team shares.
 */
final class NativeLapack implements Lapack {
    private static final int COLUMN_MAJOR = 102;
    private static final byte YES = 'V';
    private static final byte NO = 'N';
    private static final byte UPPER = 'U';
    private static final byte LEFT = 'L';
    private static final byte AS_IT_IS = 'N';
    private static final byte OF_THE_TRIDIAGONAL = 'I';
    /** Bytes of a cache line. */
    private static final int LINE = 64;
    private static final int SHARED_ORDER = 400;
    /** Columns of a strip of eigenvectors. */
    private static final int STRIP = 96;
    /** Between these bounds the entries of a matrix need no scaling. */
    private static final double SAFE_LOW = 0x1p-400;
    private static final double SAFE_HIGH = 0x1p400;
    /** From here on the workspace of divide and conquer has too many entries for its 32-bit size. */
    private static final int LARGEST_DIVIDE_AND_CONQUER = 32_000;
    private static final NativeLibrary LIBRARY = NativeLibrary.current();

    private static final MethodHandle DPOTRF = handle("LAPACKE_dpotrf_work", JAVA_INT, JAVA_BYTE, JAVA_INT, ADDRESS,
            JAVA_INT);
    private static final MethodHandle DSYEVD = handle("LAPACKE_dsyevd_work", JAVA_INT, JAVA_BYTE, JAVA_BYTE, JAVA_INT,
            ADDRESS, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle DSYTRD = handle("LAPACKE_dsytrd_work", JAVA_INT, JAVA_BYTE, JAVA_INT, ADDRESS,
            JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT);
    private static final MethodHandle DSTEDC = handle("LAPACKE_dstedc_work", JAVA_INT, JAVA_BYTE, JAVA_INT, ADDRESS,
            ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle DORMTR = handle("LAPACKE_dormtr_work", JAVA_INT, JAVA_BYTE, JAVA_BYTE, JAVA_BYTE,
            JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
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

    @Override
    public int potrf(int n, double[] a, int aOffset, int lda) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment matrix = doubles(arena, (long) n * n);
            for (int i = 0; i < n; i++) {
                MemorySegment.copy(a, aOffset + i * lda, matrix, JAVA_DOUBLE, (long) i * n * Double.BYTES, i + 1);
            }
            int info = call(() -> (int) DPOTRF.invokeExact(COLUMN_MAJOR, UPPER, n, matrix, n));
            for (int i = 0; i < n; i++) {
                MemorySegment.copy(matrix, JAVA_DOUBLE, (long) i * n * Double.BYTES, a, aOffset + i * lda, i + 1);
            }
            return info;
        }
    }

    @Override
    public int eigen(Team team, int n, boolean vectors, double[] a, double[] values) {
        if (n > LARGEST_DIVIDE_AND_CONQUER) {
            double[] z = new double[vectors ? n * n : 0];
            int found = eigenRange(team, n, 0, n, 0, 0, vectors, a, values, z);
            System.arraycopy(z, 0, a, 0, z.length);
            return found == n ? 0 : 1;
        }
        if (vectors && n >= SHARED_ORDER) {
            return eigenvectors(team, n, a, values);
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
            int info = call(() -> (int) DSYEVD.invokeExact(COLUMN_MAJOR, job, UPPER, n, matrix, n,
                    w, work, length, intWork, intLength));
            fetch(w, values, n);
            if (vectors) {
                fetch(matrix, a, a.length);
            }
            return info;
        }
    }

    /** What dsyevd does: tridiagonal form A = Q T Q^T, divide and conquer T = Z diag Z^T, and Q Z strip by strip. */
    private static int eigenvectors(Team team, int n, double[] a, double[] values) {
        double largest = 0;
        for (double entry : a) {
            largest = Math.max(largest, Math.abs(entry));
        }
        boolean safe = largest == 0 || largest > SAFE_LOW && largest < SAFE_HIGH;
        int exponent = safe ? 0 : -Math.getExponent(largest);
        for (int i = 0; exponent != 0 && i < a.length; i++) {
            a[i] = Math.scalb(a[i], exponent);
        }
        // Shared: the strips are worked on by the threads of the team.
        try (Arena arena = Arena.ofShared()) {
            MemorySegment matrix = copy(arena, a);
            MemorySegment diagonal = doubles(arena, n);
            MemorySegment beside = doubles(arena, n);
            MemorySegment tau = doubles(arena, n);
            MemorySegment size = doubles(arena, 1);
            call(() -> (int) DSYTRD.invokeExact(COLUMN_MAJOR, UPPER, n, matrix, n, diagonal, beside, tau, size, -1));
            int reduceLength = wanted(size);
            MemorySegment reduce = doubles(arena, reduceLength);
            call(() -> (int) DSYTRD.invokeExact(COLUMN_MAJOR, UPPER, n, matrix, n, diagonal, beside, tau, reduce,
                    reduceLength));
            MemorySegment z = doubles(arena, (long) n * n);
            int length = 1 + 4 * n + n * n;
            int intLength = 3 + 5 * n;
            MemorySegment work = doubles(arena, length);
            MemorySegment intWork = ints(arena, intLength);
            int info = call(() -> (int) DSTEDC.invokeExact(COLUMN_MAJOR, OF_THE_TRIDIAGONAL, n, diagonal, beside, z, n,
                    work, length, intWork, intLength));
            if (info != 0) {
                return info;
            }
            int strips = (n + STRIP - 1) / STRIP;
            call(() -> (int) DORMTR.invokeExact(COLUMN_MAJOR, LEFT, UPPER, AS_IT_IS, n, STRIP, matrix, n, tau, z, n,
                    size, -1));
            int productLength = wanted(size);
            MemorySegment products = doubles(arena, (long) strips * productLength);
            // The library writes to the reflectors while it applies them, so that each thread needs a copy.
            Queue<MemorySegment> copies = new ConcurrentLinkedQueue<>();
            team.run(strips, strip -> {
                MemorySegment free = copies.poll();
                MemorySegment reflectors = free == null ? doubles(arena, a.length).copyFrom(matrix) : free;
                int columns = Math.min(STRIP, n - strip * STRIP);
                MemorySegment own = z.asSlice((long) strip * STRIP * n * Double.BYTES);
                MemorySegment room = products.asSlice((long) strip * productLength * Double.BYTES);
                call(() -> (int) DORMTR.invokeExact(COLUMN_MAJOR, LEFT, UPPER, AS_IT_IS, n, columns, reflectors, n, tau,
                        own, n, room, productLength));
                copies.add(reflectors);
            });
            fetch(diagonal, values, n);
            fetch(z, a, a.length);
        }
        for (int i = 0; exponent != 0 && i < n; i++) {
            values[i] = Math.scalb(values[i], -exponent);
        }
        return 0;
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
            int info = call(() -> (int) DSYEVR.invokeExact(COLUMN_MAJOR, job, range, UPPER, n,
                    matrix, n, low, high, first, last, 0.0, count, w, rows, n, support, work, length, intWork,
                    intLength));
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
            int info = call(() -> (int) DGESDD.invokeExact(COLUMN_MAJOR, job, n, m, matrix, n,
                    singular, left, n, right, r, work, length, intWork));
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
            call(() -> (int) DGEQP3.invokeExact(COLUMN_MAJOR, m, n, matrix, m, jpvt, tau, work,
                    length));
            fetch(matrix, columns, columns.length);
            for (int i = 0; i < rank; i++) {
                for (int j = i; j < n; j++) {
                    r[i * n + j] = columns[j * m + i];
                }
            }
            for (int j = 0; j < n; j++) {
                pivots[j] = jpvt.getAtIndex(JAVA_INT, j) - 1;
            }
            call(() -> (int) DORGQR.invokeExact(COLUMN_MAJOR, m, rank, rank, matrix, m, tau,
                    work, lengthQ));
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
            int info = call(() -> (int) DGELSD.invokeExact(COLUMN_MAJOR, m, n, columns,
                    matrix, m, rhs, rows, singular, tolerance, rank, work, length, intWork));
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
        return arena.allocate(Math.max(1, count) * Double.BYTES, LINE);
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
