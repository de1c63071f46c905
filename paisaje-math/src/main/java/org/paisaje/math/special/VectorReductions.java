package org.paisaje.math.special;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** Loops of {@link Reductions} over vectors: two accumulators of eight lanes, or four of four, in the same order. */
final class VectorReductions {
    private static final int PARTS = Reductions.PARTS;
    private static final VectorSpecies<Double> SPECIES = Lanes.SPECIES;
    private static final int LANES = SPECIES.length();

    private VectorReductions() {}

    static double sum(double[] x, int offset, int n) {
        int bound = n - n % PARTS;
        double total = LANES == 8 ? sumOfEights(x, offset, bound) : sumInParts(x, offset, bound);
        for (int i = bound; i < n; i++) {
            total += x[offset + i];
        }
        return total;
    }

    private static double sumOfEights(double[] x, int offset, int bound) {
        DoubleVector a = DoubleVector.zero(SPECIES);
        DoubleVector b = DoubleVector.zero(SPECIES);
        for (int i = offset; i < offset + bound; i += PARTS) {
            a = a.add(DoubleVector.fromArray(SPECIES, x, i));
            b = b.add(DoubleVector.fromArray(SPECIES, x, i + 8));
        }
        return foldEight(a.add(b));
    }

    private static double foldEight(DoubleVector v) {
        double s0 = v.lane(0) + v.lane(4);
        double s1 = v.lane(1) + v.lane(5);
        double s2 = v.lane(2) + v.lane(6);
        double s3 = v.lane(3) + v.lane(7);
        return (s0 + s2) + (s1 + s3);
    }

    private static double sumInParts(double[] x, int offset, int bound) {
        double[] parts = new double[PARTS];
        for (int lane = 0; lane < PARTS; lane += LANES) {
            DoubleVector a = DoubleVector.zero(SPECIES);
            for (int i = offset + lane; i < offset + bound; i += PARTS) {
                a = a.add(DoubleVector.fromArray(SPECIES, x, i));
            }
            a.intoArray(parts, lane);
        }
        return Reductions.fold(parts);
    }

    static double dot(double[] x, int xOffset, double[] y, int yOffset, int n) {
        int bound = n - n % PARTS;
        double total = LANES == 8
                ? dotOfEights(x, xOffset, y, yOffset, bound)
                : dotInParts(x, xOffset, y, yOffset, bound);
        for (int i = bound; i < n; i++) {
            total = Math.fma(x[xOffset + i], y[yOffset + i], total);
        }
        return total;
    }

    private static double dotOfEights(double[] x, int xOffset, double[] y, int yOffset, int bound) {
        DoubleVector a = DoubleVector.zero(SPECIES);
        DoubleVector b = DoubleVector.zero(SPECIES);
        for (int i = 0; i < bound; i += PARTS) {
            a = DoubleVector.fromArray(SPECIES, x, xOffset + i).fma(DoubleVector.fromArray(SPECIES, y, yOffset + i), a);
            b = DoubleVector.fromArray(SPECIES, x, xOffset + i + 8)
                    .fma(DoubleVector.fromArray(SPECIES, y, yOffset + i + 8), b);
        }
        return foldEight(a.add(b));
    }

    private static double dotInParts(double[] x, int xOffset, double[] y, int yOffset, int bound) {
        double[] parts = new double[PARTS];
        for (int lane = 0; lane < PARTS; lane += LANES) {
            DoubleVector a = DoubleVector.zero(SPECIES);
            for (int i = lane; i < bound; i += PARTS) {
                a = DoubleVector.fromArray(SPECIES, x, xOffset + i)
                        .fma(DoubleVector.fromArray(SPECIES, y, yOffset + i), a);
            }
            a.intoArray(parts, lane);
        }
        return Reductions.fold(parts);
    }

    static void axpy(double a, double[] x, int xOffset, double[] y, int yOffset, int n) {
        DoubleVector factor = DoubleVector.broadcast(SPECIES, a);
        int i = 0;
        for (int bound = SPECIES.loopBound(n); i < bound; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, x, xOffset + i);
            v.fma(factor, DoubleVector.fromArray(SPECIES, y, yOffset + i)).intoArray(y, yOffset + i);
        }
        for (; i < n; i++) {
            y[yOffset + i] = Math.fma(a, x[xOffset + i], y[yOffset + i]);
        }
    }
}
