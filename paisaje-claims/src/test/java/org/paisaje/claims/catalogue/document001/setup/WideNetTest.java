package org.paisaje.claims.catalogue.document001.setup;

import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.significant;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Cholesky;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.testing.Tolerance;
import org.paisaje.math.testing.Vectors;
import org.paisaje.network.activation.Activation;

/** Reference values computed by independent code from the same generator. */
final class WideNetTest {
    /** A normal number: two products, a logarithm and a root, of each program. */
    private static final Tolerance DRAWN = rounding(4);

    /** Divided by the root of ten squares. */
    private static final Tolerance NORMALISED = rounding(16);

    /** References have 15 digits. */
    private static void check(double actual, double reference, Tolerance roundings) {
        assertClose(actual, reference, significant(15, reference).plus(roundings));
    }

    @Test
    void dataAreThoseOfTheReference() {
        check(WideNet.points().get(0, 0), 0.447345838008391, NORMALISED);
        check(WideNet.points().get(19, 9), 0.284751714085273, NORMALISED);
        check(WideNet.labels().get(2, 0), -0.00221303414948353, DRAWN);
        check(WideNet.testPoints().get(0, 0), 0.0482158169486494, NORMALISED);
    }

    @Test
    void reluNetworkOfWidth64() {
        checkNetwork(Activation.RELU, -1.38091221842880, 1.23482472569531, 0.197986792329812, 0.114178726388665,
                4.30040135806990, 0.533441905053986, 46.5844401327262, -0.796590391669149);
        checkLimit(Activation.RELU, 0.193235375561673, 4.13784875966588, 26.666791707074, -0.751367330341115);
    }

    @Test
    void tanhNetworkOfWidth64() {
        checkNetwork(Activation.TANH, -0.323724980036483, 0.724274669753582, -0.0351707986586092, 0.0614197723183232,
                2.58382979039052, 0.420791631724876, 82.4637086720795, -0.634420038095912);
        checkLimit(Activation.TANH, 0.0770564979093332, 2.96491573594594, 69.8970589932869, -0.179213474355228);
    }

    private static void checkNetwork(Activation activation, double f0, double diagonal, double beside, double least,
            double largest, double loss, double norm, double limit) {
        WideNet net = WideNet.of(activation, 10, 64);
        double[] theta = net.theta(100);
        check(theta[0], 0.624629219137176, DRAWN);
        check(theta[703], 1.78348285515440, DRAWN.times(2));
        Matrix start = net.outputs(theta, WideNet.points());
        Matrix kernel = net.ntk(theta, WideNet.points());
        // Sums over 10 inputs and 64 neurons, of which E s^2 is 1/2 at most: an output is as large as |a| / sqrt(2).
        Tolerance sum = rounding(74);
        Tolerance output = sum.times(Vectors.norm(Arrays.copyOfRange(theta, 640, 704)) / Math.sqrt(2));
        check(start.get(0, 0), f0, output);
        check(kernel.get(0, 0), diagonal, sum.times(diagonal));
        check(kernel.get(0, 1), beside, sum.times(diagonal));
        double[] values = SymmetricEigen.of(kernel).values();
        check(values[0], least, sum.times(largest));
        check(values[19], largest, sum.times(largest));
        check(net.risk(WideNet.points(), WideNet.labels()).value(theta), loss, output.times(Math.sqrt(2 * loss)));
        Matrix residual = WideNet.labels().minus(start);
        Matrix alpha = Cholesky.of(kernel).orThrow().solve(residual);
        check(residual.transposedTimes(alpha).get(0, 0), norm, sum.times(largest / least * norm));
        Matrix cross = net.ntk(theta, WideNet.testPoints(), WideNet.points());
        double moved = cross.times(alpha).get(0, 0);
        check(net.outputs(theta, WideNet.testPoints()).get(0, 0) + moved, limit,
                output.plus(prediction(kernel, cross, alpha, largest)));
    }

    /** The predictions k K^-1 y move by k K^-1 dK K^-1 y, and a sum over 20 points and 10 inputs is in each entry of K. */
    private static Tolerance prediction(Matrix kernel, Matrix cross, Matrix alpha, double largest) {
        double[] weights = Cholesky.of(kernel).orThrow().solve(Matrix.wrap(20, 1, cross.row(0))).data();
        return rounding(30).times(largest * Vectors.norm(weights) * Vectors.norm(alpha.data()));
    }

    /** References by wide_limits.py in src/test/python. */
    private static void checkLimit(Activation activation, double least, double largest, double norm,
            double prediction) {
        WideNet net = WideNet.of(activation, 10, 1);
        Matrix kernel = net.limit(WideNet.points());
        Tolerance sum = rounding(30);
        double[] values = SymmetricEigen.of(kernel).values();
        check(values[0], least, sum.times(largest));
        check(values[19], largest, sum.times(largest));
        Matrix alpha = Cholesky.of(kernel).orThrow().solve(WideNet.labels());
        check(WideNet.labels().transposedTimes(alpha).get(0, 0), norm, sum.times(largest / least * norm));
        Matrix cross = net.limit(WideNet.testPoints(), WideNet.points());
        check(cross.times(alpha).get(0, 0), prediction, prediction(kernel, cross, alpha, largest));
    }
}
