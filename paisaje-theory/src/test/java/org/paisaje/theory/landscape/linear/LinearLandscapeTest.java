package org.paisaje.theory.landscape.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.printed;
import static org.paisaje.math.testing.Tolerance.rounding;

import org.junit.jupiter.api.Test;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.risk.Risk;

final class LinearLandscapeTest {
    private static final Matrix X = Matrix.of(new double[][] {{1, 2, 0, -1, 1}, {0, 1, 1, 2, -1}, {2, -1, 1, 0, 1}})
            .transpose();
    private static final Matrix Y = Matrix.of(new double[][] {{1, 0, 2, -1, 1}, {0, 2, 1, 1, -2}}).transpose();

    /** Reference of mpmath. */
    @Test
    void optimaAreThoseOfTheReference() {
        LinearOptimum optimum = LinearOptimum.of(X, Y);
        assertClose(optimum.leastSquares(), 0.8666666666666667, printed(16).plus(rounding(20)));
        assertClose(optimum.singular(), new double[] {2.989439728773418, 1.931299245248592},
                printed(15).plus(rounding(20).times(3)));
        assertClose(optimum.loss(1), 1.612650021606223, printed(15).plus(rounding(20).times(1.6)));
        assertThat(optimum.loss(2)).isEqualTo(optimum.loss(7)).isEqualTo(optimum.leastSquares());
    }

    /** At 0 two layers have the least eigenvalue -(2/L) times the norm of Y'X; three have no curvature at all. */
    @Test
    void theOriginIsAStrictSaddleOfTwoLayersAndAFlatOneOfThree() {
        for (int hidden = 1; hidden <= 3; hidden++) {
            Risk two = Risk.of(Mlp.linear(3, hidden, 2), X, Y, Loss.meanSquared());
            assertClose(SymmetricEigen.values(two.at(new double[two.dimension()]).denseHessian())[0],
                    -3.333999521397548, printed(15).plus(rounding(50).times(3.4)));
        }
        Risk three = Risk.of(Mlp.linear(3, 2, 2, 2), X, Y, Loss.meanSquared());
        assertThat(three.at(new double[three.dimension()]).denseHessian().frobeniusNorm()).isZero();
    }

    @Test
    void thePenalisedChainIsThatOfTheReference() {
        var chain = new PenalisedChain(3, 1);
        double saddle = chain.saddle(0.1).orElseThrow();
        double minimum = chain.minimum(0.1).orElseThrow();
        assertClose(saddle, 0.1001004022140976, printed(16).plus(rounding(20)));
        assertClose(chain.value(saddle, 0.1), 1.001001003013068, printed(16).plus(rounding(20)));
        assertClose(minimum, 0.9641582450344705, printed(16).plus(rounding(20)));
        assertClose(chain.value(minimum, 0.1), 0.2896376384369756, printed(16).plus(rounding(20)));
        assertClose(chain.fold(), 0.4724703937105774, printed(16).plus(rounding(3)));
        assertClose(chain.equal(), 0.3968502629920499, printed(16).plus(rounding(3)));
        assertThat(chain.minimum(0.48)).isEmpty();
        double both = chain.minimum(chain.equal()).orElseThrow();
        assertClose(chain.value(both, chain.equal()), chain.value(0, chain.equal()), rounding(20));
    }

    /** Two layers: w^2 = s - kappa, the loss 2 kappa s - kappa^2. */
    @Test
    void twoLayersHaveNoSecondMinimum() {
        var chain = new PenalisedChain(2, 3);
        double w = chain.minimum(0.5).orElseThrow();
        assertClose(w * w, 2.5, rounding(10).times(3));
        assertClose(chain.value(w, 0.5), 2.75, rounding(10).times(3));
        assertThat(chain.saddle(0.5)).isEmpty();
        assertThat(chain.minimum(3.1)).isEmpty();
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> LinearOptimum.of(Matrix.of(new double[][] {{1, 1}, {1, 1}}), Matrix.zeros(2, 1)))
                .hasMessageContaining("full column rank");
        assertThatThrownBy(() -> new PenalisedChain(1, 1)).hasMessageContaining("1 layers");
    }
}
