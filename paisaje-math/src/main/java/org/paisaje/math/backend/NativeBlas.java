package org.paisaje.math.backend;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.paisaje.math.simd.Kernels;

/**
 * BLAS by the {@link NativeLibrary} on heap arrays, without copies. The calls are critical in the sense of
 * {@link Linker.Option#critical(boolean)}: the garbage collector waits for them, so callers keep each of them short.
 * The library itself runs single-threaded; work is spread over threads of Java by {@link Tiles}.
 */
final class NativeBlas implements Backend {
    private static final int ROW_MAJOR = 101;
    private static final int NO_TRANSPOSE = 111;
    private static final int TRANSPOSE = 112;
    private static final int UPPER = 121;
    private static final int LOWER = 122;
    private static final int NON_UNIT = 131;
    private static final int UNIT = 132;
    private static final int LEFT = 141;
    private static final int RIGHT = 142;

    static {
        // The compiler inlines the making of a segment, and so spares 300 ns a call, only where all classes in its signatures
        // are loaded; one of them comes with the first confined arena.
        Arena.ofConfined().close();
    }

    private static final NativeLibrary LIBRARY = NativeLibrary.current();
    private static final boolean OPENBLAS = LIBRARY.name().equals("openblas");
    /**
     * Processors for which OpenBLAS sums the transposed matrix times vector in an order that depends on the address of the
     * arrays, which the garbage collector changes. Seen with the first, taken for granted of those of its generation.
     */
    private static final Set<String> BY_ADDRESS = Set.of("sandybridge", "bulldozer", "piledriver", "steamroller",
            "excavator");
    private static final boolean OWN_TRANSPOSED_GEMV = OPENBLAS
            && BY_ADDRESS.contains(LIBRARY.text("openblas_get_corename").toLowerCase(Locale.ROOT));

    private static final MethodHandle DGEMM = critical("cblas_dgemm", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
            JAVA_INT, JAVA_DOUBLE, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_DOUBLE, ADDRESS, JAVA_INT);
    private static final MethodHandle SGEMM = critical("cblas_sgemm", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
            JAVA_INT, JAVA_FLOAT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_FLOAT, ADDRESS, JAVA_INT);
    private static final MethodHandle DSYRK = critical("cblas_dsyrk", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
            JAVA_DOUBLE, ADDRESS, JAVA_INT, JAVA_DOUBLE, ADDRESS, JAVA_INT);
    private static final MethodHandle SSYRK = critical("cblas_ssyrk", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
            JAVA_FLOAT, ADDRESS, JAVA_INT, JAVA_FLOAT, ADDRESS, JAVA_INT);
    private static final MethodHandle DGEMV = critical("cblas_dgemv", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
            JAVA_DOUBLE, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_DOUBLE, ADDRESS, JAVA_INT);
    private static final MethodHandle DTRSM = critical("cblas_dtrsm", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
            JAVA_INT, JAVA_INT, JAVA_DOUBLE, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);

    private final Lapack lapack = new NativeLapack();

    private static MethodHandle critical(String name, MemoryLayout... arguments) {
        return Linker.nativeLinker()
                .downcallHandle(LIBRARY.find(name), FunctionDescriptor.ofVoid(arguments),
                        Linker.Option.critical(true));
    }

    @Override
    public String name() {
        return LIBRARY.name();
    }

    /** OpenBLAS multiplies 256 x 1024 entries 2 to 8 per cent faster than 512 x 512; oneMKL does not. */
    @Override
    public double worthOfWidth() {
        return OPENBLAS ? 2.2 : 1;
    }

    @Override
    public long address(double[] array) {
        return ArrayAddress.of(array);
    }

    @Override
    public Lapack lapack() {
        return lapack;
    }

    @Override
    public String description() {
        return LIBRARY.description();
    }

    @Override
    public void gemm(boolean transposeA, boolean transposeB, int m, int n, int k, double alpha, double[] a, int aOffset,
            int lda, double[] b, int bOffset, int ldb, double beta, double[] c, int cOffset, int ldc) {
        try {
            DGEMM.invokeExact(ROW_MAJOR, transposeA ? TRANSPOSE : NO_TRANSPOSE, transposeB ? TRANSPOSE : NO_TRANSPOSE,
                    m,
                    n, k, alpha, from(a, aOffset), lda, from(b, bOffset), ldb, beta, from(c, cOffset), ldc);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public void gemm(boolean transposeA, boolean transposeB, int m, int n, int k, float alpha, float[] a, int aOffset,
            int lda, float[] b, int bOffset, int ldb, float beta, float[] c, int cOffset, int ldc) {
        try {
            SGEMM.invokeExact(ROW_MAJOR, transposeA ? TRANSPOSE : NO_TRANSPOSE, transposeB ? TRANSPOSE : NO_TRANSPOSE,
                    m,
                    n, k, alpha, from(a, aOffset), lda, from(b, bOffset), ldb, beta, from(c, cOffset), ldc);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public void syrk(boolean transposeA, int n, int k, double alpha, double[] a, int aOffset, int lda, double beta,
            double[] c, int cOffset, int ldc) {
        try {
            DSYRK.invokeExact(ROW_MAJOR, LOWER, transposeA ? TRANSPOSE : NO_TRANSPOSE, n, k, alpha, from(a, aOffset),
                    lda,
                    beta, from(c, cOffset), ldc);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public void syrk(boolean transposeA, int n, int k, float alpha, float[] a, int aOffset, int lda, float beta,
            float[] c, int cOffset, int ldc) {
        try {
            SSYRK.invokeExact(ROW_MAJOR, LOWER, transposeA ? TRANSPOSE : NO_TRANSPOSE, n, k, alpha, from(a, aOffset),
                    lda,
                    beta, from(c, cOffset), ldc);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public void gemv(boolean transposeA, int m, int n, double alpha, double[] a, int aOffset, int lda, double[] x,
            int xOffset, double beta, double[] y, int yOffset) {
        if (beta == 0) {
            // 0 * NaN must not survive, and libraries scale y.
            Arrays.fill(y, yOffset, yOffset + (transposeA ? n : m), 0);
        }
        if (OWN_TRANSPOSED_GEMV && transposeA) {
            transposedGemv(m, n, alpha, a, aOffset, lda, x, xOffset, beta, y, yOffset);
            return;
        }
        try {
            DGEMV.invokeExact(ROW_MAJOR, transposeA ? TRANSPOSE : NO_TRANSPOSE, m, n, alpha, from(a, aOffset), lda,
                    from(x, xOffset), 1, beta, from(y, yOffset), 1);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Four rows of A at a time. */
    private static void transposedGemv(int m, int n, double alpha, double[] a, int aOffset, int lda, double[] x,
            int xOffset, double beta, double[] y, int yOffset) {
        Kernels kernels = Kernels.current();
        if (beta != 0 && beta != 1) {
            kernels.scale(n, beta, y, yOffset);
        }
        double[] scaled = Arrays.copyOfRange(x, xOffset, xOffset + m);
        kernels.scale(m, alpha, scaled, 0);
        int i = 0;
        for (; i + 4 <= m; i += 4) {
            kernels.combine(scaled, i, 1, a, aOffset + i * lda, lda, n, y, yOffset);
        }
        for (; i < m; i++) {
            kernels.axpy(n, scaled[i], a, aOffset + i * lda, y, yOffset);
        }
    }

    @Override
    public void trsm(boolean left, boolean lower, boolean transpose, boolean unitDiagonal, int m, int n, double alpha,
            double[] t, int tOffset, int ldt, double[] b, int bOffset, int ldb) {
        try {
            DTRSM.invokeExact(ROW_MAJOR, left ? LEFT : RIGHT, lower ? LOWER : UPPER,
                    transpose ? TRANSPOSE : NO_TRANSPOSE, unitDiagonal ? UNIT : NON_UNIT, m, n, alpha, from(t, tOffset),
                    ldt, from(b, bOffset), ldb);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static MemorySegment from(double[] array, int offset) {
        return MemorySegment.ofArray(array).asSlice((long) offset * Double.BYTES);
    }

    private static MemorySegment from(float[] array, int offset) {
        return MemorySegment.ofArray(array).asSlice((long) offset * Float.BYTES);
    }

    static RuntimeException unexpected(Throwable e) {
        return switch (e) {
            case RuntimeException runtime -> runtime;
            case Error error -> throw error;
            default -> new IllegalStateException(e);
        };
    }
}
