package org.paisaje.theory.geometry.ring;

import java.util.Arrays;
import java.util.List;
import org.paisaje.network.LayerShape;
import org.paisaje.network.activation.Activation;

/**
 * Values {@code c + u e1 + v e2 + e} with e1 and e2 in [-1, 1] and |e| at most an error, for all points of a piece of an annulus
 * at once (affine arithmetic; Comba and Stolfi 1993). The error shrinks with the square of the piece. Rounding is not
 * accounted for.
 */
final class AffineForm {
    final double[] c;
    final double[] u;
    final double[] v;
    final double[] error;

    private AffineForm(int n) {
        c = new double[n];
        u = new double[n];
        v = new double[n];
        error = new double[n];
    }

    /** The points with radius in [from, to] and angle in [start, end], in the first two of n coordinates; the others are 0. */
    static AffineForm of(double from, double to, double start, double end, int n) {
        var form = new AffineForm(n);
        double r = (from + to) / 2;
        double angle = (start + end) / 2;
        double dr = (to - from) / 2;
        double da = (end - start) / 2;
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        form.c[0] = r * cos;
        form.c[1] = r * sin;
        form.u[0] = dr * cos;
        form.u[1] = dr * sin;
        form.v[0] = -r * da * sin;
        form.v[1] = r * da * cos;
        Arrays.fill(form.error, 0, 2, dr * da + to * da * da / 2);
        return form;
    }

    /** The outputs of layers in a row. */
    AffineForm through(List<LayerShape> layers, double[] theta) {
        AffineForm[] entering = new AffineForm[layers.size() + 1];
        entering[0] = this;
        for (LayerShape layer : layers) {
            int l = layer.index();
            AffineForm z = entering[l].affine(layer, theta);
            if (!layer.activation().identity()) {
                z.bend(layer.activation());
            }
            if (layer.hasSkip()) {
                z.scale(layer.activation().identity() ? 1 : layer.step());
                z.add(entering[layer.skip()]);
            }
            entering[l + 1] = z;
        }
        return entering[layers.size()];
    }

    private AffineForm affine(LayerShape layer, double[] theta) {
        var out = new AffineForm(layer.outputs());
        for (int i = 0; i < layer.outputs(); i++) {
            out.c[i] = layer.hasBias() ? layer.biasScale() * theta[layer.bias() + i] : 0;
            for (int j = 0; j < layer.inputs(); j++) {
                double w = layer.weightScale() * theta[layer.weight() + i * layer.inputs() + j];
                out.c[i] += w * c[j];
                out.u[i] += w * u[j];
                out.v[i] += w * v[j];
                out.error[i] += Math.abs(w) * error[j];
            }
        }
        return out;
    }

    /** With the least slope m of s between the ends, s(z) - m z increases, and lies within half its rise of the middle. */
    private void bend(Activation s) {
        for (int i = 0; i < c.length; i++) {
            double radius = radius(i);
            if (radius == 0) {
                c[i] = s.value(c[i]);
                continue;
            }
            double low = c[i] - radius;
            double high = c[i] + radius;
            double slope = Math.min(s.first(low), s.first(high));
            double bottom = s.value(low) - slope * low;
            double top = s.value(high) - slope * high;
            c[i] = slope * c[i] + (bottom + top) / 2;
            u[i] *= slope;
            v[i] *= slope;
            error[i] = slope * error[i] + (top - bottom) / 2;
        }
    }

    private void scale(double factor) {
        for (int i = 0; i < c.length; i++) {
            c[i] *= factor;
            u[i] *= factor;
            v[i] *= factor;
            error[i] *= Math.abs(factor);
        }
    }

    private void add(AffineForm other) {
        for (int i = 0; i < c.length; i++) {
            c[i] += other.c[i];
            u[i] += other.u[i];
            v[i] += other.v[i];
            error[i] += other.error[i];
        }
    }

    /** How far value i may be from its centre. */
    double radius(int i) {
        return Math.abs(u[i]) + Math.abs(v[i]) + error[i];
    }
}
