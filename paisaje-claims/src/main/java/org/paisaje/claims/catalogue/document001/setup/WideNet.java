package org.paisaje.claims.catalogue.document001.setup;

import java.util.Random;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Parametrization;
import org.paisaje.risk.Risk;
import org.paisaje.theory.kernel.EmpiricalNtk;
import org.paisaje.theory.kernel.InfiniteNetwork;

/**
 * The network of section 3.1, {@code f(x) = m^(-1/2) sum_r a_r s(w_r . x)}, deeper ones of the same scaling, and the data
 * that the claims measure on: the text gives none, and values of independent programs are known for these, so that they do
 * not depend on the seed of a run, which draws initialisations. The text does not divide the first layer by sqrt(d), the tangent-kernel parametrization
 * does; so the network here takes the points times sqrt(d), which is the same function of theta.
 *
 * @param network in the tangent-kernel parametrization, sigma_w = 1, no biases
 */
public record WideNet(Mlp network) {
    /** The loss of sections 3 and 4, (1/2n) sum (f - y)^2. */
    public static final Loss LOSS = Loss.halfMeanSquared();

    /** One hidden layer of that width on d inputs. */
    public static WideNet of(Activation activation, int d, int width) {
        return of(activation, d, 1, width);
    }

    /** Hidden layers of one width. */
    public static WideNet of(Activation activation, int d, int layers, int width) {
        int[] widths = new int[layers + 2];
        java.util.Arrays.fill(widths, width);
        widths[0] = d;
        widths[layers + 1] = 1;
        return new WideNet(
                Mlp.of(activation, widths).withBias(false).withParametrization(Parametrization.ntk(1, 0)));
    }

    /** What the network takes for points x of the text: x sqrt(d). */
    public Matrix inputs(Matrix x) {
        Matrix scaled = x.copy();
        scaled.scale(Math.sqrt(network.inputs()));
        return scaled;
    }

    /** Parameters layer by layer, each row-major, from the standard normals of {@code new java.util.Random(seed)}. */
    public double[] theta(long seed) {
        return normals(seed, network.layout().size());
    }

    /** f(x), n x 1. */
    public Matrix outputs(double[] theta, Matrix x) {
        return network.forward(theta, inputs(x));
    }

    /** The risk {@code (1/2n) sum (f(x_i) - y_i)^2}. */
    public Risk risk(Matrix x, Matrix y) {
        return Risk.of(network, inputs(x), y, LOSS);
    }

    /** The tangent kernel at theta, n x n. */
    public Matrix ntk(double[] theta, Matrix x) {
        return EmpiricalNtk.of(network, theta).gram(inputs(x));
    }

    /** The tangent kernel at theta between two sets of points. */
    public Matrix ntk(double[] theta, Matrix x, Matrix z) {
        return EmpiricalNtk.of(network, theta).gram(inputs(x), inputs(z));
    }

    /** The tangent kernel of infinite width. */
    public Matrix limit(Matrix x) {
        return InfiniteNetwork.of(network).ntk(inputs(x));
    }

    /** The tangent kernel of infinite width between two sets of points. */
    public Matrix limit(Matrix x, Matrix z) {
        return InfiniteNetwork.of(network).ntk(inputs(x), inputs(z));
    }

    /** n points on the unit sphere: rows of normals of {@code java.util.Random}, normalised. */
    public static Matrix sphere(long seed, int n, int d) {
        Matrix x = Matrix.wrap(n, d, normals(seed, n * d));
        for (int i = 0; i < n; i++) {
            double squares = 0;
            for (int j = 0; j < d; j++) {
                squares += x.get(i, j) * x.get(i, j);
            }
            double norm = Math.sqrt(squares);
            for (int j = 0; j < d; j++) {
                x.set(i, j, x.get(i, j) / norm);
            }
        }
        return x;
    }

    /** The 20 training points in 10 dimensions that most claims use. */
    public static Matrix points() {
        return sphere(1, 20, 10);
    }

    /** Their labels, 20 x 1, standard normals. */
    public static Matrix labels() {
        return Matrix.wrap(20, 1, normals(2, 20));
    }

    /** 50 test points. */
    public static Matrix testPoints() {
        return sphere(3, 50, 10);
    }

    private static double[] normals(long seed, int count) {
        Random random = new Random(seed);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextGaussian();
        }
        return values;
    }
}
