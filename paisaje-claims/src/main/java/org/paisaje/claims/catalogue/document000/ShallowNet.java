package org.paisaje.claims.catalogue.document000;

import java.util.Arrays;
import org.paisaje.claims.Setting;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.risk.Risk;
import org.paisaje.theory.kernel.EmpiricalNtk;
import org.paisaje.theory.kernel.OuterLayerKernel;

/**
 * The network of section 3.3.2, {@code Phi(x) = sum_k theta2_k s(<theta1_k, (x, 1)>)}, k = 1 to n. The last weight of an
 * inner neuron acts as its bias, so the network takes the points (x, 1) and has no biases of its own. Parameters: the rows
 * theta1_k, then theta2.
 *
 * @param network on d + 1 inputs
 */
record ShallowNet(Mlp network) {
    static ShallowNet of(Activation activation, int d, int n) {
        return new ShallowNet(Mlp.of(activation, d + 1, n, 1).withBias(false));
    }

    int width() {
        return network.layerShapes().getFirst().outputs();
    }

    /** The number of inner parameters, n (d + 1). */
    int innerSize() {
        return width() * network.inputs();
    }

    /** Inner parameters N(0, inner^2), outer ones N(0, outer^2). */
    double[] theta(Seed seed, double inner, double outer) {
        double[] theta = seed.gaussians(network.layout().size());
        for (int i = 0; i < theta.length; i++) {
            theta[i] *= i < innerSize() ? inner : outer;
        }
        return theta;
    }

    /** The inner deviation of a setting: 1/sqrt(n) as both texts print it, or 1. */
    double innerDeviation(Setting setting) {
        return setting.get(Keys000.PRINTED) ? 1 / Math.sqrt(width()) : 1;
    }

    /** The start of a setting: outer parameters N(0, 1/n), inner ones as printed or N(0, 1). */
    double[] start(Setting setting, Seed seed) {
        return theta(seed, innerDeviation(setting), 1 / Math.sqrt(width()));
    }

    /** The rows theta1_k, n x (d + 1). */
    Matrix inner(double[] theta) {
        return Matrix.wrap(width(), network.inputs(), Arrays.copyOf(theta, innerSize()));
    }

    /** The kernel K of section 3.3.2 at theta. */
    OuterLayerKernel kernel(double[] theta, Matrix x) {
        return OuterLayerKernel.of(network.layerShapes().getFirst().activation(), x, inner(theta));
    }

    /** The risk {@code (1/m) sum (Phi(x_i) - y_i)^2}. */
    Risk risk(Matrix x, Matrix y) {
        return Risk.of(network, OuterLayerKernel.lifted(x), y, Loss.meanSquared());
    }

    /** {@code Phi(x_i) - y_i}. */
    double[] residuals(double[] theta, Matrix x, Matrix y) {
        return network.forward(theta, OuterLayerKernel.lifted(x)).minus(y).data();
    }

    /** m points N(0, I_d), of a replicate; where the setting says so the second is the first once more. */
    static Matrix points(Setting setting, Seed seed) {
        Matrix x = normals(seed.named("points"), setting.get(Keys000.M), setting.get(Keys000.D));
        if (setting.has(Keys000.REPEAT) && setting.get(Keys000.REPEAT)) {
            x.setRow(1, x.row(0));
        }
        return x;
    }

    /** m labels N(0, 1), of a replicate. */
    static Matrix labels(Setting setting, Seed seed) {
        return normals(seed.named("labels"), setting.get(Keys000.M), 1);
    }

    static Matrix normals(Seed seed, int rows, int columns) {
        return Matrix.wrap(rows, columns, seed.gaussians(rows * columns));
    }

    /** A quarter of the largest stable rate of gradient descent on {@code (1/m) |f - y|^2}, from the kernel at theta. */
    static double rate(Architecture network, double[] theta, Matrix x) {
        double[] eigen = SymmetricEigen.values(EmpiricalNtk.of(network, theta).gram(x));
        return x.rows() / (4 * eigen[eigen.length - 1]);
    }

    /** The sum of squares. */
    static double squares(double[] v) {
        return squares(v, 0, v.length);
    }

    /** The sum of squares from one index to before another. */
    static double squares(double[] v, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += v[i] * v[i];
        }
        return sum;
    }

    /** The Euclidean distance of two points in the coordinates from one index to before another. */
    static double distance(double[] a, double[] b, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }
}
