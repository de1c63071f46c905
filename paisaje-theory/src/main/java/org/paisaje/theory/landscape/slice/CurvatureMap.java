package org.paisaje.theory.landscape.slice;

import java.util.Arrays;
import java.util.function.DoubleConsumer;
import org.paisaje.math.Brief;
import org.paisaje.math.random.Seed;
import org.paisaje.risk.Risk;
import org.paisaje.theory.landscape.spectrum.SpectrumEnds;

/**
 * The least and the largest eigenvalue of the whole Hessian at the points of a grid over a slice (Li et al. 2018, section 6). Where
 * both are known at a point, the ratio tells how far it is from convex there, in all directions and not only those of the slice.
 *
 * @param xs places along the first direction
 * @param ys places along the second
 * @param least entry [i][j] belongs to (xs[j], ys[i]); NaN where it was not found
 * @param largest likewise
 * @param bound the largest residual bound, relative to the norm at its point
 * @param products with the Hessian, all together
 */
public record CurvatureMap(double[] xs, double[] ys, double[][] least, double[][] largest, double bound,
        long products) {
    private static final double TOLERANCE = 1e-3;
    private static final long MOST = 300;

    /** Measures; an interrupt ends it with what is known. */
    public static CurvatureMap of(Risk risk, ParameterSlice slice, double[] xs, double[] ys, Seed seed,
            DoubleConsumer progress) {
        double[][] least = new double[ys.length][xs.length];
        double[][] largest = new double[ys.length][xs.length];
        double bound = 0;
        long products = 0;
        for (int i = 0; i < ys.length; i++) {
            Arrays.fill(least[i], Double.NaN);
            Arrays.fill(largest[i], Double.NaN);
            for (int j = 0; j < xs.length && !Thread.currentThread().isInterrupted(); j++) {
                double[] theta = slice.at(xs[j], ys[i]);
                if (!Double.isFinite(risk.value(theta))) {
                    continue;
                }
                if (SpectrumEnds.of(risk.hessian(theta), 1, TOLERANCE, MOST, seed.at(i).at(j)) instanceof //
                SpectrumEnds.Outcome.Found(SpectrumEnds ends)) {
                    double[] values = ends.ascending();
                    least[i][j] = values[0];
                    largest[i][j] = values[values.length - 1];
                    products += ends.products();
                    double residual = Arrays.stream(ends.ascendingBounds()).max().orElse(0);
                    bound = ends.norm() > 0 ? Math.max(bound, residual / ends.norm()) : bound;
                }
                progress.accept((i * xs.length + j + 1.0) / (xs.length * ys.length));
            }
        }
        return new CurvatureMap(xs, ys, least, largest, bound, products);
    }

    /** The share of the points at which the least eigenvalue is below -1e-3 of the larger size. */
    public double indefinite() {
        long known = 0;
        long negative = 0;
        for (int i = 0; i < ys.length; i++) {
            for (int j = 0; j < xs.length; j++) {
                if (Double.isFinite(least[i][j])) {
                    known++;
                    negative += least[i][j] < -TOLERANCE * Math.max(-least[i][j], largest[i][j]) ? 1 : 0;
                }
            }
        }
        return known == 0 ? Double.NaN : (double) negative / known;
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
