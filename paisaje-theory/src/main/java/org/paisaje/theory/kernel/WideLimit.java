package org.paisaje.theory.kernel;

import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.network.Network;
import org.paisaje.network.architecture.Convolutional;

/** The limit of infinite width of a network: its kernels K (NNGP) and Theta (NTK), which depend on the points alone. */
public sealed interface WideLimit permits InfiniteNetwork, InfiniteConvolution {
    /**
     * The limit of a network with its standard initializer.
     *
     * @throws IllegalArgumentException if its limit is not known
     */
    static WideLimit of(Network network) {
        return switch (network) {
            case Convolutional convolutional -> InfiniteConvolution.of(convolutional);
            case Architecture other -> InfiniteNetwork.of(other);
            default -> throw new IllegalArgumentException("WideLimit: " + network
                    + " has no known limit of infinite width; dense, residual and convolutional networks have");
        };
    }

    /** The dimension d of the inputs. */
    int inputs();

    /** Both kernels of the rows of x with each other; exactly symmetric. */
    WideKernels kernels(Matrix x);

    /** Both kernels of the rows of x with those of y. */
    WideKernels kernels(Matrix x, Matrix y);

    /** Theta of the rows of x with each other, n x n, exactly symmetric. */
    Matrix ntk(Matrix x);

    /** Theta of the rows of x with those of y, n x m. */
    Matrix ntk(Matrix x, Matrix y);

    /** K of the rows of x with each other, n x n, exactly symmetric. */
    Matrix nngp(Matrix x);

    /** K of the rows of x with those of y, n x m. */
    Matrix nngp(Matrix x, Matrix y);

    /** The bytes that {@code results} kernels between n and m points take, blocks and tables included. */
    long bytes(int n, int m, int results);
}
