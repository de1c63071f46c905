package org.paisaje.network.convolution;

import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Convolutional;
import org.paisaje.network.LayerShape;
import org.paisaje.network.Linearization;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.dense.Gemm;
import org.paisaje.network.dense.Rows;

/** The linearization of a {@link Convolutional} network; keeps patches, arguments and slopes of all samples. */
public final class ConvolutionalLinearization implements Linearization {
    private final Convolutional net;
    private final double[] theta;
    private final int samples;
    private final ConvolutionalPass pass;
    private final Matrix outputs;

    public ConvolutionalLinearization(Convolutional net, double[] theta, Matrix x) {
        this.net = net;
        this.theta = theta;
        this.samples = x.rows();
        this.pass = new ConvolutionalPass(net, Math.max(1, samples), true);
        pass.run(theta, x.data(), 0, samples);
        this.outputs = Matrix.zeros(samples, net.outputs());
        System.arraycopy(pass.outputs(), 0, outputs.data(), 0, outputs.data().length);
    }

    @Override
    public Matrix outputs() {
        return outputs;
    }

    private void back(String operation, Matrix u) {
        checkOutputs(operation, "u", u);
        pass.back(theta, u.data());
    }

    private void checkOutputs(String operation, String argument, Matrix u) {
        if (u.rows() != samples || u.columns() != net.outputs()) {
            throw new IllegalArgumentException(operation + ": " + argument + " is " + u.rows() + " x " + u.columns()
                    + ", the outputs are " + samples + " x " + net.outputs() + "; rows are samples");
        }
    }

    @Override
    public double[] vjp(Matrix u) {
        back("vjp", u);
        double[] result = new double[theta.length];
        pass.gradient(pass.delta, pass.patches, 0, samples, 0, result, 0);
        return result;
    }

    @Override
    public Matrix inputVjp(Matrix u) {
        back("inputVjp", u);
        return pass.inputGradient(theta);
    }

    @Override
    public Matrix perSampleVjp(Matrix u) {
        Matrix result = Matrix.zeros(samples, theta.length);
        perSample("perSampleVjp", u, result, 0, 1);
        return result;
    }

    private void perSample(String operation, Matrix u, Matrix out, int first, int step) {
        back(operation, u);
        for (int i = 0; i < samples; i++) {
            pass.gradient(pass.delta, pass.patches, i, 1, 0, out.data(), (first + i * step) * theta.length);
        }
    }

    @Override
    public Matrix second(double[] a, double[] b) {
        ConvolutionalPass.checkLength(net, "second", "b", b);
        Tangent along = tangent(a);
        Matrix result = Matrix.zeros(samples, net.outputs());
        Matrix u = Matrix.zeros(samples, net.outputs());
        Matrix zero = Matrix.zeros(samples, net.outputs());
        for (int i = 0; i < u.data().length; i++) {
            u.data()[i] = 1;
            double[] row = along.vjp(u, zero);
            for (int j = 0; j < row.length; j++) {
                result.data()[i] += row[j] * b[j];
            }
            u.data()[i] = 0;
        }
        return result;
    }

    @Override
    public Matrix jacobian() {
        int k = net.outputs();
        long entries = (long) samples * k * theta.length;
        if (entries > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("jacobian: " + samples * (long) k + " x " + theta.length + " is "
                    + (entries >> 27) + " GiB; take fewer samples at a time, or products with jvp and vjp");
        }
        Matrix result = Matrix.zeros(samples * k, theta.length);
        for (int c = 0; c < k; c++) {
            Matrix u = Matrix.zeros(samples, k);
            for (int i = 0; i < samples; i++) {
                u.set(i, c, 1);
            }
            perSample("jacobian", u, result, c, k);
        }
        return result;
    }

    @Override
    public Tangent tangent(double[] v) {
        ConvolutionalPass.checkLength(net, "tangent", "v", v);
        return new Directed(v);
    }

    /** The tangents of patches and arguments along v, and the reverse pass through both. */
    private final class Directed implements Tangent {
        private final double[] v;
        private final double[][] dPatches;
        private final double[][] dArgument;

        Directed(double[] v) {
            this.v = v;
            int depth = pass.layers.size();
            dPatches = new double[depth][];
            dArgument = new double[depth][];
            double[] dNode = {};
            for (int l = 0; l < depth; l++) {
                LayerShape layer = pass.layers.get(l);
                int rows = samples * pass.pixels(l);
                dPatches[l] = new double[rows * layer.inputs()];
                dArgument[l] = new double[pass.size(l)];
                Gemm.timesTransposed(rows, layer.outputs(), layer.inputs(), layer.weightScale(), pass.patches[l], 0, v,
                        layer.weight(), 0, dArgument[l], 0);
                if (l > 0) {
                    pass.gather(l, dNode, 0, samples, dPatches[l]);
                    Gemm.timesTransposed(rows, layer.outputs(), layer.inputs(), layer.weightScale(), dPatches[l], 0,
                            theta, layer.weight(), 1, dArgument[l], 0);
                }
                if (layer.hasBias()) {
                    Rows.addToEach(dArgument[l], 0, rows, layer.outputs(), layer.biasScale(), v, layer.bias());
                }
                if (l < depth - 1) {
                    dNode = new double[dArgument[l].length];
                    Rows.multiply(pass.slope[l], 0, dArgument[l], 0, dNode, 0, dNode.length);
                }
            }
        }

        @Override
        public Matrix outputs() {
            return Matrix.wrap(samples, net.outputs(), dArgument[dArgument.length - 1].clone());
        }

        @Override
        public double[] vjp(Matrix u, Matrix du) {
            checkOutputs("vjp", "du", du);
            back("vjp", u);
            int depth = pass.layers.size();
            double[][] dDelta = new double[depth][];
            dDelta[depth - 1] = du.data().clone();
            for (int l = depth - 1; l > 0; l--) {
                double[] bent = gradientBefore(l, pass.delta[l], theta, new double[0], theta);
                double[] straight = gradientBefore(l, dDelta[l], theta, pass.delta[l], v);
                // delta' = s'(z) g' + s''(z) z' g
                Activation s = pass.layers.get(l - 1).activation();
                double[] curvature = new double[bent.length];
                if (!s.piecewiseLinear()) {
                    s.second(pass.argument[l - 1], 0, curvature, 0, bent.length);
                }
                for (int i = 0; i < bent.length; i++) {
                    straight[i] = pass.slope[l - 1][i] * straight[i] + curvature[i] * dArgument[l - 1][i] * bent[i];
                }
                dDelta[l - 1] = straight;
            }
            double[] result = new double[theta.length];
            pass.gradient(dDelta, pass.patches, 0, samples, 0, result, 0);
            pass.gradient(pass.delta, dPatches, 0, samples, 1, result, 0);
            return result;
        }

        /** The gradient in node l of {@code a W} plus, if there is a b, {@code b V}. */
        private double[] gradientBefore(int l, double[] a, double[] w, double[] b, double[] second) {
            double[] patches = new double[dPatches[l].length];
            pass.toPatches(l, w, a, 0, patches);
            if (b.length > 0) {
                pass.toPatches(l, second, b, 1, patches);
            }
            double[] result = new double[pass.size(l - 1)];
            pass.scatter(l, patches, result);
            return result;
        }
    }
}
