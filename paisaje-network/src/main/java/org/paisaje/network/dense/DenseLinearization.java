package org.paisaje.network.dense;

import org.jspecify.annotations.Nullable;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.memory.Sizes;
import org.paisaje.network.Linearization;

/** The linearization of a {@link LayerStack}; keeps nodes, slopes and arguments of all samples. */
final class DenseLinearization implements Linearization {
    /** Directions are stacked until they have so many rows. */
    private static final int STACKED_ROWS = 2048;

    private final LayerStack stack;
    private final double[] theta;
    private final int samples;
    private final PrimalPass primal;
    private final Matrix outputs;
    private final Products products;

    DenseLinearization(LayerStack stack, double[] theta, Matrix x) {
        this.stack = stack;
        this.theta = theta;
        this.samples = x.rows();
        this.primal = new PrimalPass(stack, samples, PrimalPass.Keep.ARGUMENTS);
        primal.run(theta, x.data(), 0, samples);
        this.outputs = Matrix.wrap(samples, stack.outputs(), primal.outputs());
        this.products = new Products();
    }

    @Override
    public Matrix outputs() {
        return outputs;
    }

    @Override
    public double[] vjp(Matrix u) {
        double[] result = new double[stack.parameters()];
        backward("vjp", u, false, false).gradient(result, 0);
        return result;
    }

    private BackwardPass backward(String operation, Matrix u, boolean inputs, boolean keepBend) {
        stack.checkOutputs(operation, "u", u, samples);
        BackwardPass pass = new BackwardPass(primal, samples, inputs, keepBend, false);
        System.arraycopy(u.data(), 0, pass.outputs(), 0, u.data().length);
        pass.run(theta);
        return pass;
    }

    @Override
    public Tangent tangent(double[] v) {
        stack.checkLength("tangent", "v", v);
        TangentPass pass = new TangentPass(primal, samples, 1);
        pass.forward(theta, v, 0, 1);
        Matrix dOutputs = Matrix.wrap(samples, stack.outputs(), pass.outputs());
        return new Tangent() {
            @Override
            public Matrix outputs() {
                return dOutputs;
            }

            @Override
            public double[] vjp(Matrix u, Matrix du) {
                stack.checkOutputs("vjp", "du", du, samples);
                BackwardPass backward = backward("vjp", u, false, true);
                System.arraycopy(du.data(), 0, pass.outputGradients(), 0, du.data().length);
                double[] result = new double[stack.parameters()];
                pass.reverse(theta, v, 0, backward, result, 0);
                return result;
            }
        };
    }

    @Override
    public Matrix second(double[] a, double[] b) {
        stack.checkLength("second", "a", a);
        stack.checkLength("second", "b", b);
        return SecondTangent.of(primal, theta, a, b);
    }

    @Override
    public Matrix jacobian() {
        int k = stack.outputs();
        long entries = (long) samples * k * stack.parameters();
        if (entries > Sizes.LARGEST) {
            throw new IllegalArgumentException("jacobian: " + samples * (long) k + " x " + stack.parameters() + " is "
                    + (entries >> 27) + " GiB; take fewer samples at a time, or products with jvp and vjp");
        }
        Matrix result = Matrix.zeros(samples * k, stack.parameters());
        Matrix u = Matrix.zeros(samples, k);
        for (int c = 0; c < k; c++) {
            for (int i = 0; i < samples; i++) {
                u.set(i, c, 1);
                if (c > 0) {
                    u.set(i, c - 1, 0);
                }
            }
            backward("jacobian", u, false, false).perSample(result.data(), c, k);
        }
        return result;
    }

    @Override
    public Matrix perSampleVjp(Matrix u) {
        Matrix result = Matrix.zeros(samples, stack.parameters());
        backward("perSampleVjp", u, false, false).perSample(result.data(), 0, 1);
        return result;
    }

    @Override
    public boolean curved() {
        return stack.curved();
    }

    @Override
    public void addSquaredVjp(double factor, Matrix u, double[] sum) {
        backward("addSquaredVjp", u, false, false).addSquares(factor, sum);
    }

    @Override
    public Matrix inputVjp(Matrix u) {
        return Matrix.wrap(samples, stack.inputs(), backward("inputVjp", u, true, false).node[0]);
    }

    @Override
    public Pullback pullback(Matrix u) {
        BackwardPass backward = backward("pullback", u, false, true);
        return new Pullback() {
            @Override
            public double[] gradient() {
                double[] result = new double[stack.parameters()];
                backward.gradient(result, 0);
                return result;
            }

            @Override
            public void second(Matrix vectors, OutputMap b, Matrix out) {
                products.apply("second", vectors, b, backward, out);
            }
        };
    }

    @Override
    public void gaussNewton(Matrix vectors, OutputMap b, Matrix out) {
        products.apply("gaussNewton", vectors, b, null, out);
    }

    /** Products of J^T B J, plus the second-order part where a backward pass is given, several directions at a time. */
    private final class Products {
        private final Matrix direction = Matrix.zeros(samples, stack.outputs());
        private final Matrix image = Matrix.zeros(samples, stack.outputs());
        private @Nullable TangentPass buffers;

        void apply(String operation, Matrix vectors, OutputMap b, @Nullable BackwardPass second, Matrix out) {
            check(operation, "vectors", vectors, vectors.rows());
            check(operation, "out", out, vectors.rows());
            int m = vectors.rows();
            int p = stack.parameters();
            int stacked = Math.max(1, Math.min(m, STACKED_ROWS / Math.max(1, samples)));
            TangentPass pass = buffers(stacked);
            for (int j = 0; j < m; j += stacked) {
                int count = Math.min(stacked, m - j);
                pass.forward(theta, vectors.data(), j * p, count);
                for (int i = 0; i < count; i++) {
                    int size = direction.data().length;
                    System.arraycopy(pass.outputs(), i * size, direction.data(), 0, size);
                    b.apply(direction, image);
                    System.arraycopy(image.data(), 0, pass.outputGradients(), i * size, size);
                }
                pass.reverse(theta, vectors.data(), j * p, second, out.data(), j * p);
            }
        }

        private TangentPass buffers(int stacked) {
            TangentPass pass = buffers;
            if (pass == null || pass.capacity() < stacked) {
                pass = new TangentPass(primal, samples, stacked);
                buffers = pass;
            }
            return pass;
        }

        private void check(String operation, String argument, Matrix a, int rows) {
            if (a.columns() != stack.parameters() || a.rows() != rows) {
                throw new IllegalArgumentException(operation + ": " + argument + " is " + a.rows() + " x "
                        + a.columns() + ", needed are " + rows + " x " + stack.parameters()
                        + "; each row is a vector in the space of theta");
            }
        }
    }
}
