package org.paisaje.theory.approximation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.given;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.ode.VectorField;
import org.paisaje.math.ode.method.DormandPrince;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;

final class ConstructionsTest {
    private static final DoubleUnaryOperator WAVE = x -> Math.sin(2 * Math.PI * x);

    /** Both interpolate, so at the knots only rounding is left, and between them they are one function. */
    @Test
    void narrowAndShallowInterpolate() {
        for (int cells : new int[] {1, 2, 7, 40}) {
            Construction shallow = Interpolants.shallow(WAVE, cells);
            Construction narrow = Interpolants.narrow(WAVE, cells);
            assertClose(shallow.error(WAVE, cells + 1), 0, rounding(200));
            assertClose(narrow.error(WAVE, cells + 1), 0, rounding(200));
            assertClose(narrow.error(WAVE, 1001), shallow.error(WAVE, 1001), rounding(1_000));
            assertThat(narrow.network().hiddenWidths()).hasSize(cells).allMatch(w -> w == 4);
        }
    }

    @Test
    void staircaseKeepsItsBound() {
        for (int cells : new int[] {4, 40}) {
            // |sin'| <= 2 pi, total variation 4
            assertThat(Interpolants.staircase(WAVE, cells).error(WAVE, 4001))
                    .isLessThan(1.5 * Math.PI / cells + 4 * Math.exp(-50));
        }
    }

    /** The closed form of a switch against an integrator, and the ends of a flow against what they are to be. */
    @Test
    void flowsFollowTheirField() {
        for (RidgeFlow.Switch one : new RidgeFlow.Switch[] {new RidgeFlow.Switch(1, 1, -0.2, 0.7),
            new RidgeFlow.Switch(-1, 2, 0.5, 0.4), new RidgeFlow.Switch(1, -1.5, 0.3, 0.9),
            new RidgeFlow.Switch(-0.5, 0, 2, 1)}) {
            VectorField field = (t, y, out) -> out[0] = one.a() * Math.max(0, one.w() * y[0] + one.b());
            for (double x : new double[] {-1, -0.1, 0.4, 2}) {
                double end = DormandPrince.to(1e-12, 1e-12).run(field, 0, new double[] {x}, one.time()).y()[0];
                assertClose(one.apply(x), end, given(1e-12).times(10));
            }
        }
        double[] x = {-1, -0.3, 0.2, 1};
        double[] y = {-2, -1.9, 3, 3.5};
        RidgeFlow flow = RidgeFlow.through(x, y);
        for (int i = 0; i < x.length; i++) {
            assertClose(flow.apply(x[i]), y[i], rounding(40));
        }
        assertThat(flow.switches()).hasSize(x.length);
        assertThatThrownBy(() -> RidgeFlow.through(new double[] {0, 1}, new double[] {1, 0}))
                .hasMessageContaining("flows of the line are increasing");
    }

    @Test
    void nestedNetworksAreTheSameFunction() {
        Mlp network = Mlp.of(Activation.RELU, 2, 4, 5, 3, 1);
        Seed seed = Seed.of(4);
        double[] theta = seed.gaussians(network.layout().size());
        Matrix x = Matrix.wrap(50, 2, seed.named("x").gaussians(100));
        Matrix outputs = network.forward(theta, x);
        Nesting.Nested wider = Nesting.wider(network, theta);
        Nesting.Nested deeper = Nesting.deeper(network, theta, 2, 1);
        assertThat(wider.network().hiddenWidths()).containsExactly(5, 6, 4);
        assertThat(deeper.network().hiddenWidths()).containsExactly(4, 5, 5, 3);
        for (int i = 0; i < 50; i++) {
            assertClose(wider.network().forward(wider.theta(), x).get(i, 0), outputs.get(i, 0), rounding(1_000));
            assertClose(deeper.network().forward(deeper.theta(), x).get(i, 0), outputs.get(i, 0), rounding(100));
        }
        assertThatThrownBy(() -> Nesting.deeper(network, theta, 4, 1)).hasMessageContaining("there are 3");
    }
}
