package org.paisaje.math.simd;

/**
 * Loops over slices of arrays that linear algebra and Krylov methods are made of. Arguments are trusted. A sum runs in an
 * order that depends on its length and the width of the vectors alone, lanes added first to last.
 *
 * <p>In the operations on four rows, row r begins at {@code v0 + r stride}. A caller keeps {@link #current} in a static
 * final field, so that the compiler sees the implementation.
 */
public interface Kernels {
    /** The kernels of this program. */
    static Kernels current() {
        return Choice.CURRENT;
    }

    /** The inner product of n entries of x and y. */
    double dot(int n, double[] x, int xAt, double[] y, int yAt);

    /** y := y + alpha x. */
    void axpy(int n, double alpha, double[] x, int xAt, double[] y, int yAt);

    /** Three entries of {@code out} from outAt on := x^T y, x^T x, y^T y; x and y are read once. */
    void innerProducts(int n, double[] x, int xAt, double[] y, int yAt, double[] out, int outAt);

    /** y := y + alpha x, and what y^T y is then. */
    double axpySquares(int n, double alpha, double[] x, int xAt, double[] y, int yAt);

    /** Adds to c[cAt + r] the inner product of row r of four with w. */
    void products(double[] v, int v0, int stride, int length, double[] w, int wAt, double[] c, int cAt);

    /** {@link #products} with two vectors, each row read once. */
    void productsOfTwo(double[] v, int v0, int stride, int length, double[] w, int w0, int w1, double[] c, int c0,
            int c1);

    /** Adds sign sum_r c[cAt + r] row_r of four to w. */
    void combine(double[] c, int cAt, double sign, double[] v, int v0, int stride, int length, double[] w, int wAt);

    /** {@link #combine} to two vectors, each row read once. */
    void combineToTwo(double[] c, int c0, int c1, double sign, double[] v, int v0, int stride, int length, double[] w,
            int w0, int w1);

    /**
     * What eight rows i .. i+7 of a symmetric matrix contribute to y = A x by their first {@code length} columns, which
     * lie left of the diagonal and are a multiple of eight: row times x to y[yAt + i + r], and the transposed rows times
     * x[xAt + i + r] to y.
     *
     * <p>Vectors of a begin at the columns {@code phase}, {@code phase} + lanes and so on; a caller who knows where the
     * array lies makes them begin where cache lines do. The result does not depend on it: lanes are only rotated, each
     * sums the same columns in the same order, and the sum of lanes is the same for every rotation.
     *
     * @param phase from 0 to lanes - 1
     * @param x with at least as many entries as lanes before xAt and after the last
     * @param y as x
     * @param sums where 64 doubles of y are that may be overwritten
     */
    void symmetric(double[] a, int row, int stride, int phase, double[] x, int xAt, double[] y, int yAt, int sums,
            int i, int length);

    /** {@link #symmetric} for two vectors: x from x0 and x1, y from y0 and y1. */
    void symmetricOfTwo(double[] a, int row, int stride, int phase, double[] x, int x0, int x1, double[] y, int y0,
            int y1, int sums, int i, int length);

    /** x := alpha x. */
    default void scale(int n, double alpha, double[] x, int xAt) {
        for (int i = xAt; i < xAt + n; i++) {
            x[i] *= alpha;
        }
    }

    /** Whether squares with this sum neither overflow nor lose relative accuracy to underflow. */
    static boolean inRange(double squares) {
        return squares > 0x1p-900 && squares < 0x1p1000;
    }

    /** The Euclidean norm; entries are scaled first where their squares would leave the range of numbers. */
    default double norm(int n, double[] x, int xAt) {
        double squares = dot(n, x, xAt, x, xAt);
        if (inRange(squares)) {
            return Math.sqrt(squares);
        }
        double largest = 0;
        for (int i = xAt; i < xAt + n; i++) {
            largest = Math.max(largest, Math.abs(x[i]));
        }
        if (largest == 0 || !Double.isFinite(largest)) {
            return largest;
        }
        double sum = 0;
        for (int i = xAt; i < xAt + n; i++) {
            double ratio = x[i] / largest;
            sum += ratio * ratio;
        }
        return largest * Math.sqrt(sum);
    }

    /** Made with the first need. */
    final class Choice {
        private static final Kernels CURRENT = Simd.choose(() -> new VectorKernels(), () -> new PlainKernels());

        private Choice() {}
    }
}
