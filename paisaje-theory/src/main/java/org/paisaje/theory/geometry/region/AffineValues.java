package org.paisaje.theory.geometry.region;

import java.util.function.Supplier;
import org.paisaje.network.PiecewiseLinear;
import org.paisaje.network.PiecewiseLinear.Affine;
import org.paisaje.network.PiecewiseLinear.Kinks;
import org.paisaje.network.PiecewiseLinear.Largest;
import org.paisaje.network.PiecewiseLinear.Term;

/** The values of a network as affine functions of the coordinates of a domain on a cell, rounded, with bounds on the errors. */
final class AffineValues {
    private final int width;
    private final double[][] value;
    private final double[][] error;

    private AffineValues(int width, double[][] value, double[][] error) {
        this.width = width;
        this.value = value;
        this.error = error;
    }

    /** The input; nothing else is known yet. */
    static AffineValues of(PiecewiseLinear network, Domain domain) {
        int width = domain.dimension() + 1;
        int values = network.steps().size() + 1;
        AffineValues result = new AffineValues(width, new double[values][], new double[values][]);
        double[] input = new double[network.inputs() * width];
        for (int i = 0; i < network.inputs(); i++) {
            for (int k = 0; k < width - 1; k++) {
                input[i * width + k] = domain.axes()[k][i];
            }
            input[i * width + width - 1] = domain.origin()[i];
        }
        result.value[0] = input;
        result.error[0] = new double[input.length];
        return result;
    }

    /** For a part of the cell: what is known so far is shared. */
    AffineValues branch() {
        return new AffineValues(width, value.clone(), error.clone());
    }

    double[] value(int node) {
        return value[node];
    }

    double[] error(int node) {
        return error[node];
    }

    /** Rounding of n products and their sum: n u to first order, the rest in the last factor. */
    void affine(int node, Affine step) {
        int size = step.size();
        double[] out = new double[size * width];
        double[] bound = new double[size * width];
        for (int i = 0; i < size; i++) {
            int entries = step.offset()[i] == 0 ? 0 : 1;
            for (Term term : step.terms()) {
                entries += term.starts()[i + 1] - term.starts()[i];
            }
            double roundings = (entries + 1) * Approx.UNIT;
            int to = i * width;
            out[to + width - 1] = step.offset()[i];
            if (entries > 1) {
                bound[to + width - 1] = roundings * Math.abs(step.offset()[i]);
            }
            for (Term term : step.terms()) {
                double[] h = value[term.source()];
                double[] e = error[term.source()];
                for (int k = term.starts()[i]; k < term.starts()[i + 1]; k++) {
                    double w = term.weights()[k];
                    double magnitude = Math.abs(w);
                    double own = entries == 1 && magnitude == 1 ? 0 : roundings;
                    int from = term.columns()[k] * width;
                    for (int c = 0; c < width; c++) {
                        out[to + c] += w * h[from + c];
                        bound[to + c] += magnitude * (e[from + c] + own * Math.abs(h[from + c]));
                    }
                }
            }
            for (int c = to; c < to + width; c++) {
                if (bound[c] > 0) {
                    bound[c] = bound[c] * (1 + 4 * roundings) + entries * Double.MIN_NORMAL;
                }
            }
        }
        value[node] = out;
        error[node] = bound;
    }

    void kinks(int node, Kinks step, short[] pieces) {
        double[] z = value[step.source()];
        double[] e = error[step.source()];
        double[] out = new double[z.length];
        double[] bound = new double[z.length];
        for (int i = 0; i < step.size(); i++) {
            double slope = step.slopes()[pieces[i]];
            double offset = step.offsets()[pieces[i]];
            double own = slope == 1 || slope == -1 || slope == 0 ? 0 : Approx.UNIT;
            for (int c = i * width; c < (i + 1) * width; c++) {
                out[c] = slope * z[c];
                bound[c] = Math.abs(slope) * (e[c] + own * Math.abs(z[c])) * (1 + 4 * Approx.UNIT)
                        + (own > 0 && z[c] != 0 ? Double.MIN_NORMAL : 0);
            }
            if (offset != 0) {
                int last = (i + 1) * width - 1;
                out[last] += offset;
                bound[last] = (bound[last] + Approx.UNIT * Math.abs(out[last])) * (1 + 4 * Approx.UNIT);
            }
        }
        value[node] = out;
        error[node] = bound;
    }

    void largest(int node, Largest step, short[] pieces) {
        double[] out = new double[step.size() * width];
        double[] bound = new double[out.length];
        for (int i = 0; i < step.size(); i++) {
            int from = step.windows()[i][pieces[i]] * width;
            System.arraycopy(value[step.source()], from, out, i * width, width);
            System.arraycopy(error[step.source()], from, bound, i * width, width);
        }
        value[node] = out;
        error[node] = bound;
    }

    /** Entry i of a value less a number. */
    Plane above(int node, int i, double level, Supplier<Dyadic[]> exact) {
        double[] n = new double[width];
        double[] e = new double[width];
        System.arraycopy(value[node], i * width, n, 0, width);
        System.arraycopy(error[node], i * width, e, 0, width);
        if (level != 0) {
            n[width - 1] -= level;
            e[width - 1] = (e[width - 1] + Approx.UNIT * Math.abs(n[width - 1])) * (1 + 4 * Approx.UNIT);
        }
        return Plane.of(n, e, new Plane.Origin(node, i, -1, level), exact);
    }

    /** Entry i less entry j of a value. */
    Plane difference(int node, int i, int j, Supplier<Dyadic[]> exact) {
        double[] n = new double[width];
        double[] e = new double[width];
        for (int c = 0; c < width; c++) {
            double a = value[node][i * width + c];
            double b = value[node][j * width + c];
            Approx both = new Approx(a, error[node][i * width + c]).minus(new Approx(b, error[node][j * width + c]));
            n[c] = both.value();
            e[c] = both.error();
        }
        return Plane.of(n, e, new Plane.Origin(node, i, j, 0), exact);
    }
}
