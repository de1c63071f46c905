package org.paisaje.theory.kernel.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.network.Network;
import org.paisaje.theory.kernel.EmpiricalNtk;
import org.paisaje.theory.kernel.WideLimit;

/** A positive semidefinite function k of two points, evaluated on blocks of points; safe for concurrent use. */
public interface KernelFunction {
    /** A text that tells this function from any other: it becomes part of the fingerprint of a stored kernel. */
    String text();

    /** k of the rows of a with each other, n x n, exactly symmetric. */
    Matrix of(Matrix a);

    /** k of the rows of a with those of b, n x m. */
    Matrix of(Matrix a, Matrix b);

    /** The tangent kernel of the limit of infinite width of a network with its standard initializer. */
    static KernelFunction ntk(Network network) {
        WideLimit limit = WideLimit.of(network);
        return new BlockFunction("ntk " + network, limit::ntk, limit::ntk);
    }

    /** The covariance of one output of that limit at initialisation. */
    static KernelFunction nngp(Network network) {
        WideLimit limit = WideLimit.of(network);
        return new BlockFunction("nngp " + network, limit::nngp, limit::nngp);
    }

    /**
     * The tangent kernel of a finite network with one output at theta.
     *
     * @throws IllegalArgumentException if the network has several outputs: its kernel has then several rows per point
     */
    static KernelFunction empirical(Architecture network, double[] theta) {
        if (network.outputs() != 1) {
            throw new IllegalArgumentException("empirical: " + network.text() + " has " + network.outputs()
                    + " outputs; a stored kernel has one row per point, so one output is needed");
        }
        EmpiricalNtk ntk = EmpiricalNtk.of(network, theta);
        return new BlockFunction("empirical ntk " + network.text() + " at " + digest(theta), ntk::gram, ntk::gram);
    }

    private static String digest(double[] values) {
        try {
            ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Double.BYTES))
                    .order(ByteOrder.LITTLE_ENDIAN);
            bytes.asDoubleBuffer().put(values);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.array());
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
