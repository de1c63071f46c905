package org.paisaje.theory.kernel.width;

import java.util.List;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.network.activation.Activation;
import org.paisaje.theory.kernel.BlockPlace;

/**
 * The second derivative {@code a^T (d^2 f / d theta^2) b} of all outputs in two directions, by one forward pass that
 * carries h and its derivatives along a, along b and along both; about 12 n flops per weight.
 */
record SecondDerivative(Architecture network, double[] theta, Matrix x) {
    /** A value and its derivatives along a, b and both, each n x width. */
    private record Jet(Matrix value, Matrix a, Matrix b, Matrix both) {
        static Jet zeros(int rows, int columns) {
            return new Jet(Matrix.zeros(rows, columns), Matrix.zeros(rows, columns), Matrix.zeros(rows, columns),
                    Matrix.zeros(rows, columns));
        }
    }

    Matrix along(double[] a, double[] b) {
        List<LayerShape> layers = network.layerShapes();
        int n = x.rows();
        Jet h = new Jet(x, Matrix.zeros(n, x.columns()), Matrix.zeros(n, x.columns()), Matrix.zeros(n, x.columns()));
        Jet skip = h;
        for (LayerShape layer : layers) {
            BlockPlace place = BlockPlace.of(network, layer);
            skip = place.first() ? h : skip;
            Jet z = affine(layer, h, a, b);
            activate(layer.activation(), z);
            if (place.last()) {
                join(z.value(), skip.value(), place.step());
                join(z.a(), skip.a(), place.step());
                join(z.b(), skip.b(), place.step());
                join(z.both(), skip.both(), place.step());
            }
            h = z;
        }
        return h.both();
    }

    private Jet affine(LayerShape layer, Jet h, double[] a, double[] b) {
        Jet z = Jet.zeros(x.rows(), layer.outputs());
        product(layer, h.value(), theta, z.value());
        product(layer, h.a(), theta, z.a());
        product(layer, h.value(), a, z.a());
        product(layer, h.b(), theta, z.b());
        product(layer, h.value(), b, z.b());
        product(layer, h.both(), theta, z.both());
        product(layer, h.a(), b, z.both());
        product(layer, h.b(), a, z.both());
        if (layer.hasBias()) {
            for (int i = 0; i < x.rows(); i++) {
                int at = i * layer.outputs();
                Blas.axpy(layer.outputs(), layer.biasScale(), theta, layer.bias(), z.value().data(), at);
                Blas.axpy(layer.outputs(), layer.biasScale(), a, layer.bias(), z.a().data(), at);
                Blas.axpy(layer.outputs(), layer.biasScale(), b, layer.bias(), z.b().data(), at);
            }
        }
        return z;
    }

    private static void product(LayerShape layer, Matrix h, double[] weights, Matrix z) {
        Blas.gemm(false, true, h.rows(), layer.outputs(), layer.inputs(), layer.weightScale(), h.data(), 0,
                layer.inputs(), weights, layer.weight(), layer.inputs(), 1, z.data(), 0, layer.outputs());
    }

    private static void activate(Activation s, Jet z) {
        if (s.equals(Activation.IDENTITY)) {
            return;
        }
        double[] value = z.value().data();
        double[] a = z.a().data();
        double[] b = z.b().data();
        double[] both = z.both().data();
        for (int i = 0; i < value.length; i++) {
            double first = s.first(value[i]);
            both[i] = s.second(value[i]) * a[i] * b[i] + first * both[i];
            a[i] *= first;
            b[i] *= first;
            value[i] = s.value(value[i]);
        }
    }

    private static void join(Matrix branch, Matrix skip, double step) {
        branch.scale(step);
        branch.addScaled(1, skip);
    }
}
