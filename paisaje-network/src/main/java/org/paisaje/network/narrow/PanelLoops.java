package org.paisaje.network.narrow;

import static org.paisaje.network.narrow.PanelProducts.LANES;
import static org.paisaje.network.narrow.PanelProducts.S;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/** Elementwise loops over strips, whose lengths are multiples of the lanes, and sums over the lanes. */
final class PanelLoops {
    private static final boolean EIGHT = LANES == 8;
    private static final VectorMask<Double> ODD = VectorMask.fromLong(S, 0xAA);
    private static final VectorMask<Double> UPPER_PAIRS = VectorMask.fromLong(S, 0xCC);
    private static final VectorMask<Double> UPPER_HALF = VectorMask.fromLong(S, 0xF0);
    private static final VectorShuffle<Double> SWAP_ONE = VectorShuffle.fromOp(S, i -> (i ^ 1) % LANES);
    private static final VectorShuffle<Double> SWAP_TWO = VectorShuffle.fromOp(S, i -> (i ^ 2) % LANES);
    private static final VectorShuffle<Double> SWAP_FOUR = VectorShuffle.fromOp(S, i -> (i ^ 4) % LANES);

    private PanelLoops() {}

    /** d = factor d g. */
    static void multiply(double[] d, int dOffset, double[] g, int gOffset, double factor, int n) {
        for (int i = 0; i < n; i += LANES) {
            DoubleVector.fromArray(S, d, dOffset + i)
                    .mul(DoubleVector.fromArray(S, g, gOffset + i))
                    .mul(factor)
                    .intoArray(d, dOffset + i);
        }
    }

    /** a = factor a + b. */
    static void scaleAndAdd(double[] a, int aOffset, double factor, double[] b, int bOffset, int n) {
        DoubleVector c = DoubleVector.broadcast(S, factor);
        for (int i = 0; i < n; i += LANES) {
            DoubleVector.fromArray(S, a, aOffset + i)
                    .fma(c, DoubleVector.fromArray(S, b, bOffset + i))
                    .intoArray(a, aOffset + i);
        }
    }

    /** g = factor (f - y) where the sample counts, 0 elsewhere; adds |f - y|^2 lane by lane to sums. */
    static void residual(double[] f, int fOffset, double[] y, int yOffset, double[] present, int at, int width,
            int rows, double factor, double[] g, int gOffset, double[] sums) {
        DoubleVector sum = DoubleVector.fromArray(S, sums, 0);
        for (int r = 0; r < rows * width; r += width) {
            for (int v = 0; v < width; v += LANES) {
                DoubleVector e = DoubleVector.fromArray(S, f, fOffset + r + v)
                        .sub(DoubleVector.fromArray(S, y, yOffset + r + v))
                        .mul(DoubleVector.fromArray(S, present, at + v));
                sum = e.fma(e, sum);
                e.mul(factor).intoArray(g, gOffset + r + v);
            }
        }
        sum.intoArray(sums, 0);
    }

    /** Adds the rows of a block to the vectors of sums, one after another. */
    static void addRows(double[] d, int dOffset, int rows, int width, double[] sums, int sumOffset) {
        for (int r = 0; r < rows; r++) {
            DoubleVector sum = DoubleVector.fromArray(S, sums, sumOffset + r * LANES);
            for (int v = 0; v < width; v += LANES) {
                sum = sum.add(DoubleVector.fromArray(S, d, dOffset + r * width + v));
            }
            sum.intoArray(sums, sumOffset + r * LANES);
        }
    }

    /** out_i = the sum over the lanes of vector i, always in the same order; may write up to 7 entries behind the n. */
    static void overLanes(double[] sums, int offset, int n, double[] out, int outOffset) {
        if (EIGHT) {
            for (int i = 0; i < n; i += 8) {
                ofEight(sums, offset + i * 8).intoArray(out, outOffset + i);
            }
        } else {
            for (int i = 0; i < n; i++) {
                out[outOffset + i] = overLanes(sums, offset + i * LANES);
            }
        }
    }

    /** The sum over the lanes of one vector. */
    static double overLanes(double[] sums, int offset) {
        double sum = 0;
        for (int v = 0; v < LANES; v++) {
            sum += sums[offset + v];
        }
        return sum;
    }

    private static DoubleVector ofEight(double[] sums, int at) {
        DoubleVector lower = quads(pairs(sums, at), pairs(sums, at + 16));
        DoubleVector upper = quads(pairs(sums, at + 32), pairs(sums, at + 48));
        return lower.blend(upper, UPPER_HALF).add(upper.blend(lower, UPPER_HALF).rearrange(SWAP_FOUR));
    }

    private static DoubleVector quads(DoubleVector a, DoubleVector b) {
        return a.blend(b, UPPER_PAIRS).add(b.blend(a, UPPER_PAIRS).rearrange(SWAP_TWO));
    }

    private static DoubleVector pairs(double[] sums, int at) {
        DoubleVector a = DoubleVector.fromArray(S, sums, at);
        DoubleVector b = DoubleVector.fromArray(S, sums, at + 8);
        return a.blend(b, ODD).add(b.blend(a, ODD).rearrange(SWAP_ONE));
    }
}
