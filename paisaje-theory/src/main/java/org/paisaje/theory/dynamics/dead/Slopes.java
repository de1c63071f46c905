package org.paisaje.theory.dynamics.dead;

import org.paisaje.network.PiecewiseLinear;
import org.paisaje.network.PiecewiseLinear.Affine;
import org.paisaje.network.PiecewiseLinear.Kinks;
import org.paisaje.network.PiecewiseLinear.Largest;
import org.paisaje.network.PiecewiseLinear.Term;

/** The gradient of one value in the inputs, along the pieces that hold there. */
final class Slopes {
    private Slopes() {}

    static double[] at(PiecewiseLinear network, double[][] values, int value, int entry) {
        double[][] c = new double[value + 1][];
        for (int v = 0; v <= value; v++) {
            c[v] = new double[values[v].length];
        }
        c[value][entry] = 1;
        for (int s = value - 1; s >= 0; s--) {
            double[] from = c[s + 1];
            switch (network.steps().get(s)) {
                case Affine affine -> affine.terms().forEach(term -> back(term, from, c[term.source()]));
                case Kinks kinks -> {
                    for (int i = 0; i < from.length; i++) {
                        c[kinks.source()][i] += from[i] * kinks.activation().first(values[kinks.source()][i]);
                    }
                }
                case Largest largest -> {
                    for (int i = 0; i < from.length; i++) {
                        int best = largest.windows()[i][0];
                        for (int j : largest.windows()[i]) {
                            best = values[largest.source()][j] > values[largest.source()][best] ? j : best;
                        }
                        c[largest.source()][best] += from[i];
                    }
                }
            }
        }
        return c[0];
    }

    private static void back(Term term, double[] from, double[] to) {
        for (int i = 0; i < from.length; i++) {
            for (int k = term.starts()[i]; from[i] != 0 && k < term.starts()[i + 1]; k++) {
                to[term.columns()[k]] += from[i] * term.weights()[k];
            }
        }
    }
}
