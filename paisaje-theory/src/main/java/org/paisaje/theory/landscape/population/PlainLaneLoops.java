package org.paisaje.theory.landscape.population;

import org.paisaje.math.simd.Simd;

/** The twin without the Vector API; the same numbers to the last bit. */
final class PlainLaneLoops implements LaneLoops {
    private static final int LANES = Simd.lanes();

    @Override
    public void dot(int d, double[] w, int a, int b, double[] out, int at) {
        for (int l = 0; l < LANES; l++) {
            double sum = 0;
            for (int c = 0; c < d; c++) {
                sum += w[a + c * LANES + l] * w[b + c * LANES + l];
            }
            out[at + l] = sum;
        }
    }

    @Override
    public void addProduct(double[] x, int xAt, double[] y, int yAt, double[] out, int at) {
        for (int l = 0; l < LANES; l++) {
            out[at + l] += x[xAt + l] * y[yAt + l];
        }
    }

    @Override
    public void addRow(int d, double[] factor, int factorAt, double[] w, int wAt, double[] out, int at) {
        for (int c = 0; c < d * LANES; c += LANES) {
            for (int l = 0; l < LANES; l++) {
                out[at + c + l] += factor[factorAt + l] * w[wAt + c + l];
            }
        }
    }

    @Override
    public void subtractRow(int d, double[] row, int rowAt, double[] out, int at) {
        for (int c = 0; c < d * LANES; c += LANES) {
            for (int l = 0; l < LANES; l++) {
                out[at + l] -= row[rowAt + c + l];
            }
        }
    }

    @Override
    public void divide(int d, double[] divisor, int divisorAt, double[] w, int wAt, double[] out, int at) {
        for (int c = 0; c < d * LANES; c += LANES) {
            for (int l = 0; l < LANES; l++) {
                out[at + c + l] = w[wAt + c + l] / divisor[divisorAt + l];
            }
        }
    }
}
