package org.paisaje.theory.landscape.align;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerTrace;
import org.paisaje.network.UnitStructure.AffineMap;
import org.paisaje.network.UnitStructure.Group;
import org.paisaje.network.activation.ScalarFunction.Parity;

/**
 * Units are told by what they answer: in each group the permutation that maximises the sum of the correlations of the
 * values of matched units over samples, a linear assignment problem by itself (Li et al. 2016). Where values may change
 * their sign, the size of the correlation counts; the sign is that of the correlation of the values, or of the arguments of
 * an even activation. Correlations do not see scales, and neither does this.
 */
final class ActivationMatching {
    private ActivationMatching() {}

    /** The symmetry that brings B to A, on samples x. */
    static UnitMap of(Symmetries symmetries, Architecture network, double[] a, double[] b, Matrix x) {
        LayerTrace traceA = network.withoutHead().trace(a, x);
        LayerTrace traceB = network.withoutHead().trace(b, x);
        List<UnitMap.Units> result = new ArrayList<>();
        for (int g = 0; g < symmetries.groups().size(); g++) {
            Group group = symmetries.groups().get(g);
            AffineMap producer = symmetries.producer(g).orElseThrow();
            int layer = producer.layer();
            int[] places = producer.rows().of(g, group.size());
            Matrix gain = correlations(traceA.values(layer), traceB.values(layer), places, group.size());
            boolean odd = group.parity() == Parity.ODD;
            Matrix size = gain.copy();
            for (int i = 0; odd && i < size.data().length; i++) {
                size.data()[i] = Math.abs(size.data()[i]);
            }
            int[] best = Assignment.best(size).columns();
            Matrix sign = group.parity() == Parity.EVEN
                    ? correlations(traceA.arguments(layer), traceB.arguments(layer), places, group.size())
                    : gain;
            UnitMap.Units units = UnitMap.Units.identity(group.size());
            for (int i = 0; i < group.size(); i++) {
                units.from()[i] = best[i];
                Symmetries.set(group, units, i, 1, sign.get(i, best[i]) < 0);
            }
            result.add(units);
        }
        return new UnitMap(result);
    }

    private static Matrix correlations(Matrix a, Matrix b, int[] places, int units) {
        return normalised(byUnit(a, places, units)).transposedTimes(normalised(byUnit(b, places, units)));
    }

    /** A column for each unit, with a row for each sample and place. */
    private static Matrix byUnit(Matrix values, int[] places, int units) {
        Matrix result = Matrix.zeros(values.rows() * (places.length / units), units);
        for (int i = 0; i < values.rows(); i++) {
            for (int j = 0; j < places.length; j++) {
                result.data()[i * places.length + j] = values.get(i, places[j]);
            }
        }
        return result;
    }

    /** Columns of mean 0 and norm 1; constant ones are 0, for they tell nothing. */
    private static Matrix normalised(Matrix values) {
        Matrix result = values.copy();
        int n = result.rows();
        for (int j = 0; j < result.columns(); j++) {
            double mean = 0;
            double largest = 0;
            for (int i = 0; i < n; i++) {
                mean += result.get(i, j) / n;
                largest = Math.max(largest, Math.abs(result.get(i, j)));
            }
            double square = 0;
            for (int i = 0; i < n; i++) {
                double centred = result.get(i, j) - mean;
                square += centred * centred;
            }
            double norm = Math.sqrt(square);
            boolean constant = !(norm > Math.ulp(1.0) * largest * n);
            for (int i = 0; i < n; i++) {
                result.set(i, j, constant ? 0 : (result.get(i, j) - mean) / norm);
            }
        }
        return result;
    }
}
