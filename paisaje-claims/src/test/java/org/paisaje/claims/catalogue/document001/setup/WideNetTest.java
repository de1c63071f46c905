package org.paisaje.claims.catalogue.document001.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.paisaje.math.linalg.Cholesky;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.SymmetricEigen;
import org.paisaje.network.activation.Activation;

/** Reference values computed by independent code from the same generator. */
final class WideNetTest {
    @Test
    void dataAreThoseOfTheReference() {
        assertThat(WideNet.points().get(0, 0)).isCloseTo(0.447345838008391, within(1e-14));
        assertThat(WideNet.points().get(19, 9)).isCloseTo(0.284751714085273, within(1e-14));
        assertThat(WideNet.labels().get(2, 0)).isCloseTo(-0.00221303414948353, within(1e-14));
        assertThat(WideNet.testPoints().get(0, 0)).isCloseTo(0.0482158169486494, within(1e-14));
    }

    @Test
    void reluNetworkOfWidth64() {
        check(Activation.RELU, -1.38091221842880, 1.23482472569531, 0.197986792329812, 0.114178726388665,
                4.30040135806990, 0.533441905053986, 46.5844401327262, -0.796590391669149);
        checkLimit(Activation.RELU, 0.193235375358335, 4.13784875900147, 26.6667917448439, -0.751367333321997);
    }

    @Test
    void tanhNetworkOfWidth64() {
        check(Activation.TANH, -0.323724980036483, 0.724274669753582, -0.0351707986586092, 0.0614197723183232,
                2.58382979039052, 0.420791631724876, 82.4637086720795, -0.634420038095912);
        checkLimit(Activation.TANH, 0.0770564978845799, 2.96491573592004, 69.8970590093207, -0.179213474324191);
    }

    private static void check(Activation activation, double f0, double diagonal, double beside, double least,
            double largest, double loss, double norm, double limit) {
        WideNet net = WideNet.of(activation, 10, 64);
        double[] theta = net.theta(100);
        assertThat(theta[0]).isCloseTo(0.624629219137176, within(1e-14));
        assertThat(theta[703]).isCloseTo(1.78348285515440, within(1e-13));
        Matrix start = net.outputs(theta, WideNet.points());
        Matrix kernel = net.ntk(theta, WideNet.points());
        assertThat(start.get(0, 0)).isCloseTo(f0, within(1e-13));
        assertThat(kernel.get(0, 0)).isCloseTo(diagonal, within(1e-13));
        assertThat(kernel.get(0, 1)).isCloseTo(beside, within(1e-13));
        double[] values = SymmetricEigen.of(kernel).values();
        assertThat(values[0]).isCloseTo(least, within(1e-13));
        assertThat(values[19]).isCloseTo(largest, within(1e-13));
        assertThat(net.risk(WideNet.points(), WideNet.labels()).value(theta)).isCloseTo(loss, within(1e-13));
        Matrix residual = WideNet.labels().minus(start);
        Matrix alpha = Cholesky.of(kernel).orThrow().solve(residual);
        assertThat(residual.transposedTimes(alpha).get(0, 0)).isCloseTo(norm, within(1e-10));
        double moved = net.ntk(theta, WideNet.testPoints(), WideNet.points()).times(alpha).get(0, 0);
        assertThat(net.outputs(theta, WideNet.testPoints()).get(0, 0) + moved).isCloseTo(limit, within(1e-12));
    }

    /** To 1e-9: the reference took acos of cosines that rounding had left just below 1 on the diagonal. */
    private static void checkLimit(Activation activation, double least, double largest, double norm,
            double prediction) {
        double tolerance = 1e-9;
        WideNet net = WideNet.of(activation, 10, 1);
        Matrix kernel = net.limit(WideNet.points());
        double[] values = SymmetricEigen.of(kernel).values();
        assertThat(values[0]).isCloseTo(least, within(tolerance));
        assertThat(values[19]).isCloseTo(largest, within(tolerance));
        Matrix alpha = Cholesky.of(kernel).orThrow().solve(WideNet.labels());
        assertThat(WideNet.labels().transposedTimes(alpha).get(0, 0)).isCloseTo(norm, within(1e3 * tolerance));
        assertThat(net.limit(WideNet.testPoints(), WideNet.points()).times(alpha).get(0, 0))
                .isCloseTo(prediction, within(1e2 * tolerance));
    }
}
