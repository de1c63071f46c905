package org.paisaje.risk;

import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.architecture.Mlp;

/** The dense Hessian of a network with one layer is the closed form of its regression. */
final class RegressionHessianTest {
    private static final Seed SEED = Seed.of(8);

    /** Entry (c d + a, e d + b) is {@code (1/n) sum_i B_i,ce x_ia x_ib} with B_i the curvature of the loss of sample i. */
    @ParameterizedTest
    @CsvSource({"squared,6,4,3", "mean-squared,9,5,1", "half-sum-squared,3,7,2", "logistic,11,4,1",
        "binary-cross-entropy,8,3,2", "softmax-cross-entropy,10,4,3", "softmax-cross-entropy,1,2,5"})
    void isTheClosedForm(String name, int n, int d, int k) {
        Loss loss = Loss.parse(name);
        Mlp net = Mlp.linear(d, k);
        double[] theta = SEED.named("theta").gaussians(d * k);
        Matrix x = Matrix.wrap(n, d, SEED.named("x").gaussians(n * d));
        Matrix y = Matrix.zeros(n, k);
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < k; c++) {
                y.set(i, c, i % k == c ? 1 : name.equals("logistic") ? -1 : 0);
            }
        }
        Matrix hessian = Matrix.zeros(d * k, d * k);
        for (int i = 0; i < n; i++) {
            double[] z = x.rows(i).times(Matrix.wrap(k, d, theta).transpose()).data();
            for (int c = 0; c < k; c++) {
                for (int e = 0; e < k; e++) {
                    double b = curvature(name, z, c, e, n);
                    for (int a = 0; a < d; a++) {
                        for (int f = 0; f < d; f++) {
                            hessian.data()[(c * d + a) * d * k + e * d + f] += b * x.get(i, a) * x.get(i, f);
                        }
                    }
                }
            }
        }
        RiskPoint at = Risk.of(net, x, y, loss).at(theta);
        assertClose(at.denseHessian().data(), hessian.data(), rounding(5_000), 0);
        assertClose(at.denseGaussNewton().data(), hessian.data(), rounding(5_000), 0);
        assertClose(at.residual().apply(theta), new double[d * k], rounding(5), 1);
    }

    private static double curvature(String name, double[] z, int c, int e, int n) {
        double diagonal = c == e ? 1 : 0;
        return switch (name) {
            case "squared" -> diagonal / n;
            case "mean-squared" -> 2 * diagonal / n;
            case "half-sum-squared" -> diagonal;
            case "softmax-cross-entropy" -> {
                double total = 0;
                for (double at : z) {
                    total += Math.exp(at);
                }
                double p = Math.exp(z[c]) / total;
                yield p * (diagonal - Math.exp(z[e]) / total) / n;
            }
            default -> {
                double p = 1 / (1 + Math.exp(-z[c]));
                yield diagonal * p * (1 - p) / n;
            }
        };
    }
}
