package org.paisaje.theory.geometry.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.data.Dataset;
import org.paisaje.data.builtin.Rings;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.activation.Activation;

final class RingSeparationTest {
    private static final Rings RINGS = new Rings(0.35, 0.575, 1, 0);
    private static final int MOST = 20_000;

    @Test
    void threeUnitsSeparateAndTwoDoNot() {
        RingNetworks.Explicit tanh = RingNetworks.star(Activation.TANH, 3, 5, 0.3, -1.4382);
        RingNetworks.Explicit relu = RingNetworks.star(Activation.RELU, 3, 1, 0, 0.42);
        assertThat(verdict(tanh)).isEqualTo(RingSeparation.Verdict.SEPARATED);
        assertThat(verdict(relu)).isEqualTo(RingSeparation.Verdict.SEPARATED);
        assertThat(verdict(RingNetworks.star(Activation.TANH, 2, 5, 0.3, -1)))
                .isEqualTo(RingSeparation.Verdict.WRONG_SOMEWHERE);
    }

    /** Of three ReLUs: the disc reaches 0.35 and the ring comes down to 0.575 cos(pi/6). */
    @Test
    void boundsEncloseTheMargin() {
        RingNetworks.Explicit relu = RingNetworks.star(Activation.RELU, 3, 1, 0, 0.42);
        double exact = 0.575 * Math.cos(Math.PI / 6) - 0.35;
        double[] margin = RingSeparation.margin(relu.network(), relu.theta(), RINGS, MOST);
        assertThat(margin[0]).isLessThanOrEqualTo(exact + 1e-15);
        assertThat(margin[1]).isGreaterThanOrEqualTo(exact - 1e-15).isLessThan(margin[0] + 1e-5);
    }

    /** However thin the slit, its wrong points are found, and finitely many samples fall beside it. */
    @ParameterizedTest
    @ValueSource(doubles = {10, 1e3, 1e5})
    void slitIsWrongInsideItselfOnly(double steepness) {
        RingNetworks.Explicit slit = RingNetworks.slit(steepness);
        assertThat(verdict(slit)).isEqualTo(RingSeparation.Verdict.WRONG_SOMEWHERE);
        Dataset data = RINGS.draw(1000, Seed.of(3));
        Matrix outputs = slit.network().forward(slit.theta(), data.x());
        int wrong = 0;
        for (int i = 0; i < data.size(); i++) {
            wrong += (outputs.get(i, 0) > 0) == (i % 2 == 1) ? 0 : 1;
        }
        assertThat(wrong).isLessThanOrEqualTo((int) (4000 / steepness));
    }

    /** Values at random points lie between the bounds of pieces. */
    @ParameterizedTest
    @ValueSource(strings = {"mlp:2-3-3-1:tanh", "mlp:3-4-1:sigmoid", "resnet:2x5-1:tanh:step=0.2", "mlp:2-5-4-1:relu"})
    void piecesEncloseValues(String text) {
        Architecture network = Architecture.parse(text);
        Seed seed = Seed.of(11).named(text);
        double[] theta = seed.gaussians(network.layout().size());
        for (int trial = 0; trial < 200; trial++) {
            double[] draw = seed.named("piece").at(trial).uniforms(6);
            double to = draw[0] + 0.3 * draw[1];
            double end = 6 * draw[2] + draw[3];
            AffineForm form = AffineForm.of(draw[0], to, 6 * draw[2], end, network.inputs());
            AffineForm out = form.through(network.layerShapes(), theta);
            double r = draw[0] + (to - draw[0]) * draw[4];
            double angle = 6 * draw[2] + (end - 6 * draw[2]) * draw[5];
            double[] x = new double[network.inputs()];
            x[0] = r * Math.cos(angle);
            x[1] = r * Math.sin(angle);
            double f = network.forward(theta, Matrix.wrap(1, x.length, x)).get(0, 0);
            assertThat(Math.abs(f - out.c[0])).as("seed %s, trial %s", seed, trial)
                    .isLessThanOrEqualTo(out.radius(0) + 1e-12);
        }
    }

    @Test
    void refusesWhatItCannotBound() {
        Architecture two = Architecture.parse("mlp:2-3-2:tanh");
        assertThatThrownBy(() -> RingSeparation.of(two, new double[two.layout().size()], RINGS, MOST))
                .hasMessageContaining("2 outputs");
    }

    private static RingSeparation.Verdict verdict(RingNetworks.Explicit net) {
        return RingSeparation.of(net.network(), net.theta(), RINGS, MOST).verdict();
    }
}
