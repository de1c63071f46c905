package org.paisaje.theory.landscape.population;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** One vector holds the runs of a batch. Products are rounded before they are added, as in the plain twin. */
final class VectorLaneLoops implements LaneLoops {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    @Override
    public void dot(int d, double[] w, int a, int b, double[] out, int at) {
        DoubleVector sum = DoubleVector.zero(SPECIES);
        for (int c = 0; c < d * LANES; c += LANES) {
            sum = sum.add(load(w, a + c).mul(load(w, b + c)));
        }
        sum.intoArray(out, at);
    }

    @Override
    public void addProduct(double[] x, int xAt, double[] y, int yAt, double[] out, int at) {
        load(out, at).add(load(x, xAt).mul(load(y, yAt))).intoArray(out, at);
    }

    @Override
    public void addRow(int d, double[] factor, int factorAt, double[] w, int wAt, double[] out, int at) {
        DoubleVector f = load(factor, factorAt);
        for (int c = 0; c < d * LANES; c += LANES) {
            load(out, at + c).add(load(w, wAt + c).mul(f)).intoArray(out, at + c);
        }
    }

    @Override
    public void subtractRow(int d, double[] row, int rowAt, double[] out, int at) {
        DoubleVector rest = load(out, at);
        for (int c = 0; c < d * LANES; c += LANES) {
            rest = rest.sub(load(row, rowAt + c));
        }
        rest.intoArray(out, at);
    }

    @Override
    public void divide(int d, double[] divisor, int divisorAt, double[] w, int wAt, double[] out, int at) {
        DoubleVector by = load(divisor, divisorAt);
        for (int c = 0; c < d * LANES; c += LANES) {
            load(w, wAt + c).div(by).intoArray(out, at + c);
        }
    }

    private static DoubleVector load(double[] x, int at) {
        return DoubleVector.fromArray(SPECIES, x, at);
    }
}
