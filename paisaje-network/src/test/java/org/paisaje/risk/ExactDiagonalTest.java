package org.paisaje.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;

/** Diagonals from backward passes against those of the matrices of all products. */
final class ExactDiagonalTest {
    private static final String NETS = """
                                       mlp:3-5-4-3:relu                                       ; false
                                       mlp:3-5-4-3:relu:param=ntk,sw=1.4,sb=0.3               ; false
                                       mlp:3-5-3:tanh                                         ; true
                                       linear:3-4-3                                           ; false
                                       resnet:3-2x4-3:leaky-relu(0.1):step=0.5                ; false
                                       resnet:3-2x4-3:relu:scheme=rk4                         ; true
                                       conv:4x4x1-2-3:relu:filter=3                           ; false
                                       conv:4x4x1-2-3:tanh:filter=3,readout=average           ; true
                                       mlp:3-4-3:relu:output=sigmoid                          ; true
                                       """;

    private static Risk risk(String net, Loss loss, int n) {
        Architecture architecture = Architecture.parse(net);
        Matrix x = Matrix.wrap(n, architecture.inputs(), Seed.of(1).gaussians(n * architecture.inputs()));
        Matrix y = Matrix.zeros(n, architecture.outputs());
        for (int i = 0; i < n; i++) {
            y.set(i, i % architecture.outputs(), 1);
        }
        return Risk.of(architecture, x, y, loss);
    }

    private static void check(Risk risk, boolean bends) {
        Architecture net = (Architecture) risk.network();
        RiskPoint at = risk.at(net.initialize(Seed.of(2)));
        Matrix whole = at.denseGaussNewton();
        double[] diagonal = at.gaussNewtonDiagonal();
        Matrix residual = at.residual().symmetricMatrix("residual");
        Matrix fisher = at.empiricalFisher().symmetricMatrix("fisher");
        double[] squares = at.empiricalFisherDiagonal();
        assertThat(at.residualHasZeroDiagonal()).isEqualTo(!bends);
        double curved = 0;
        // Sums over n k terms behind passes of fewer than 100 terms.
        int terms = 100 + risk.samples() * net.outputs();
        double size = Math.max(whole.norm1(), fisher.norm1());
        for (int j = 0; j < diagonal.length; j++) {
            assertClose(diagonal[j], whole.get(j, j), rounding(terms).times(size));
            assertClose(squares[j], fisher.get(j, j), rounding(terms).times(size));
            curved = Math.max(curved, Math.abs(residual.get(j, j)));
        }
        if (bends) {
            assertThat(curved).isGreaterThan(1e-6);
        } else {
            assertThat(curved).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = NETS, delimiter = ';')
    void isThatOfTheMatrix(String net, boolean bends) {
        check(risk(net, Loss.SOFTMAX_CROSS_ENTROPY, 7), bends);
        check(risk(net, Loss.SQUARED, 7).with(Regularizer.l2(0.3)).with(Regularizer.squaredL1(0.1)), bends);
        check(risk(net, Loss.halfSumSquared(), 5), bends);
    }

    /** More samples than are passed through at once. */
    @Test
    void countsAllSamples() {
        check(risk("mlp:2-3-2:relu", Loss.SOFTMAX_CROSS_ENTROPY, Risk.CHUNK + 3), false);
    }

    @Test
    void threadsDoNotChangeBits() {
        RiskPoint at = risk("mlp:30-200-3:relu", Loss.SOFTMAX_CROSS_ENTROPY, 300)
                .at(Architecture.parse("mlp:30-200-3:relu").initialize(Seed.of(2)));
        double[] all = at.gaussNewtonDiagonal();
        assertThat(Blas.withThreads(1, at::gaussNewtonDiagonal)).isEqualTo(all);
    }
}
