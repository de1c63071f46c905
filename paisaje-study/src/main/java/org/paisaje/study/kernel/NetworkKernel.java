package org.paisaje.study.kernel;

import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.network.Network;
import org.paisaje.theory.kernel.EmpiricalNtk;
import org.paisaje.theory.kernel.WideLimit;
import org.paisaje.theory.kernel.store.KernelFunction;

/** A kernel of a network, finite or not, in memory. */
sealed interface NetworkKernel {
    static NetworkKernel of(KernelSetting setting) {
        Network network = setting.network();
        return switch (setting.kind()) {
            case NTK -> new Infinite(WideLimit.of(network), true, network);
            case NNGP -> new Infinite(WideLimit.of(network), false, network);
            case EMPIRICAL -> new Finite(architecture(network), setting.theta()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "kernel: the kernel of a finite network needs its parameters")));
        };
    }

    private static Architecture architecture(Network network) {
        if (network instanceof Architecture architecture) {
            return architecture;
        }
        throw new IllegalArgumentException("kernel: " + network
                + " has no empirical kernel here; it does not show its layers");
    }

    Matrix of(Matrix a);

    Matrix of(Matrix a, Matrix b);

    /** What training starts from, one row per row of the kernel. */
    Matrix start(Matrix a);

    /** Arranges n x k values in the rows of the kernel. */
    Matrix rows(Matrix values);

    /** For a kernel in a file. */
    KernelFunction function();

    record Infinite(WideLimit limit, boolean tangent, Network network) implements NetworkKernel {
        @Override
        public Matrix of(Matrix a) {
            return tangent ? limit.ntk(a) : limit.nngp(a);
        }

        @Override
        public Matrix of(Matrix a, Matrix b) {
            return tangent ? limit.ntk(a, b) : limit.nngp(a, b);
        }

        @Override
        public Matrix start(Matrix a) {
            return Matrix.zeros(a.rows(), network.outputs());
        }

        @Override
        public Matrix rows(Matrix values) {
            return values;
        }

        @Override
        public KernelFunction function() {
            return tangent ? KernelFunction.ntk(network) : KernelFunction.nngp(network);
        }
    }

    record Finite(Architecture network, double[] theta) implements NetworkKernel {
        @Override
        public Matrix of(Matrix a) {
            return EmpiricalNtk.of(network, theta).gram(a);
        }

        @Override
        public Matrix of(Matrix a, Matrix b) {
            return EmpiricalNtk.of(network, theta).gram(a, b);
        }

        @Override
        public Matrix start(Matrix a) {
            return rows(network.forward(theta, a));
        }

        @Override
        public Matrix rows(Matrix values) {
            return Matrix.wrap(values.data().length, 1, values.data());
        }

        @Override
        public KernelFunction function() {
            return KernelFunction.empirical(network, theta);
        }

        @Override
        public String toString() {
            return Brief.of(this);
        }
    }
}
