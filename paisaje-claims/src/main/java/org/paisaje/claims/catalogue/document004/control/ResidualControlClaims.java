package org.paisaje.claims.catalogue.document004.control;

import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Residual;
import org.paisaje.risk.Regularizer;
import org.paisaje.risk.Risk;
import org.paisaje.study.Comparison;

/** Chapter 4: when a residual network is a controlled flow, and section 4.1, gradient descent as a method of control. */
final class ResidualControlClaims {
    private static final String DESCENT = "section 4.1, equations (4.11) to (4.17)";
    private static final int D = 2;
    private static final int BLOCK = D * D + D;
    private static final double LAMBDA = 0.1;

    private ResidualControlClaims() {}

    /** Section 4 up to the maximum principle. */
    static List<Claim> flow() {
        return List.of(limit());
    }

    /** Section 4.1. */
    static List<Claim> descent() {
        return List.of(step());
    }

    private static Claim limit() {
        return ClaimBuilder.of("004.eq4.1.printed", ControlKeys.source("chapter 4, equation (4.1)"))
                .statement("Residual blocks that tend to 0 make a residual network a controlled flow",
                        "Reading: if the norms of the blocks x_(l+1) - x_l tend to 0 as the number L of blocks grows, the output of the network tends to that of "
                                + "a flow, whatever the weights are; so for weights of independent blocks what depends on their draw goes away.",
                        "\\lVert x_{l+1}-x_l\\rVert\\to0\\ \\Rightarrow\\ x_L\\to x_T")
                .quoted("This system is equivalent to that defined by a ResNet, under the assumption that the residual block  $x_{l+1} - x_l$  in ResNets tends in "
                        + "norm to 0 as  $L \\to \\infty$ .", "chapter 4")
                .measured(
                        "Blocks x + L^(-1/2) tanh(w x) with independent normal weights w, L = 16 to 4,096, x_0 = 1, whose norms are at most L^(-1/2): the "
                                + "deviation of the output over the draws of the weights. Its exponent in L must be at most -1/8, with which it "
                                + "would halve from 16 to 4,096 blocks.")
                .mistake(
                        "The weights must come from a function of the time, theta_l = theta(l T / L), or the blocks be of order 1 / L. Independent weights with blocks "
                                + "of order L^(-1/2) make a diffusion, whose output stays random; with 1 / L the draw goes away, which is the control.")
                .standard(size -> Setting.of(ControlKeys.DEPTHS.is(new double[] {16, 64, 256, 1024, 4096}),
                        ControlKeys.SIZE.is(-0.5), ControlKeys.REPLICATES.is(size == Size.SMOKE ? 20 : 40)))
                .control(setting -> setting.with(ControlKeys.SIZE, -1.0).noted("blocks of order 1 / L"))
                .replicates(setting -> setting.get(ControlKeys.REPLICATES))
                .predict(setting -> Quantities.of("exponent, at most", -0.125))
                .measure((setting, replicate, seed) -> {
                    double[] depths = setting.get(ControlKeys.DEPTHS);
                    double[] deviation = new double[depths.length];
                    for (int k = 0; k < depths.length; k++) {
                        deviation[k] = deviation((int) depths[k], setting.get(ControlKeys.SIZE), seed.at(k));
                    }
                    return Quantities.of("deviation", deviation);
                })
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.atMost(
                        "exponent of the deviation of the output in L", predicted.scalar("exponent, at most"),
                        Exponents.of(setting.get(ControlKeys.DEPTHS), measured, "deviation", 1),
                        "half as much at 4,096 blocks as at 16; Student's interval over " + measured.size()
                                + " repetitions at " + Level.words(1))))
                .refuted()
                .build();
    }

    /** The deviation of x_L over 32 draws of independent weights. */
    private static double deviation(int blocks, double exponent, Seed seed) {
        int draws = 32;
        double factor = Math.pow(blocks, exponent);
        double sum = 0;
        double squares = 0;
        for (int draw = 0; draw < draws; draw++) {
            double x = 1;
            for (double w : seed.at(draw).gaussians(blocks)) {
                x += factor * Math.tanh(w * x);
            }
            sum += x;
            squares += x * x;
        }
        return Math.sqrt((squares - sum * sum / draws) / (draws - 1));
    }

    private static Claim step() {
        return ClaimBuilder.of("004.eq4.17", ControlKeys.source(DESCENT))
                .statement("A step along the gradient of the Hamiltonian is a step of gradient descent",
                        "With the costates p of the backward pass and H_n = p_(n+1) (x_n + delta f) - delta L, the gradient of H_n in theta_n, in the mean over "
                                + "samples, is minus that of the risk, so that (4.11) is gradient descent.",
                        "\\nabla_{\\theta_n}J=-\\nabla_{\\theta_n}H_n,\\qquad H_n=p_{n+1}\\cdot(x_n+\\delta f)-\\delta L,\\qquad p_n=-\\nabla_{x_n}\\text{loss}")
                .quoted("$$\\theta_n^{k+1} = \\theta_n^k + \\nu \\nabla_\\theta H_n(x_n^{\\theta^k}, p_{n+1}^{\\theta^k}, \\theta_n^k)$$",
                        "equation (4.11)")
                .quoted("This is equivalent to the gradient descent method previously seen [38].", "section 4.1")
                .measured(
                        "A residual network of 10 blocks x + delta tanh(A x + b) in the plane with L = 0.1 |theta|^2 / 2 and 8 samples: 100 steps of (4.11), with p "
                                + "from the backward pass (4.14), (4.15) written out, beside 100 steps of gradient descent with the gradients of the network library. The largest "
                                + "difference of the weights, to rounding.")
                .mistake(
                        "H_n is used without being said. With H = p f - L of (4.6) the step is 1 / delta times as long, which is the control; (4.17) has x_(n+1) where "
                                + "x_n is meant, and (4.13) x_n where x_N is.")
                .standard(size -> Setting.of(ControlKeys.BLOCKS.is(10), ControlKeys.SAMPLES.is(8),
                        ControlKeys.STEPS.is(100),
                        ControlKeys.DISCRETE.is(true)))
                .control(setting -> setting.with(ControlKeys.DISCRETE, false).noted("H = p f - L, as (4.6) has it"))
                .predict(setting -> Quantities.of("difference", 0))
                .measure(ResidualControlClaims::difference)
                .judge((setting, predicted,
                        measured) -> Judgement.all(Comparison.equal("largest difference of the weights",
                                predicted.scalar("difference"), measured.getFirst().scalar("difference"),
                                // In each step a gradient takes some 10 roundings for each block and sample, and the steps are below 1.
                                Rounding.of(10.0 * setting.get(ControlKeys.BLOCKS) * setting.get(ControlKeys.SAMPLES)
                                        * setting.get(ControlKeys.STEPS)))))
                .build();
    }

    private static Quantities difference(Setting setting, int replicate, Seed seed) {
        int blocks = setting.get(ControlKeys.BLOCKS);
        int samples = setting.get(ControlKeys.SAMPLES);
        double delta = 1.0 / blocks;
        double nu = 0.5;
        Matrix x = Matrix.wrap(samples, D, seed.named("x").gaussians(samples * D));
        Matrix y = Matrix.wrap(samples, D, seed.named("y").gaussians(samples * D));
        Residual network = Residual.of(Activation.TANH, D, blocks).withStep(delta);
        Risk risk = Risk.of(network, x, y, Loss.halfMeanSquared()).with(Regularizer.halfL2(delta * LAMBDA));
        double[] descent = seed.named("theta").gaussians(network.layout().size());
        double[] control = descent.clone();
        double factor = setting.get(ControlKeys.DISCRETE) ? 1 : 1 / delta;
        for (int k = 0; k < setting.get(ControlKeys.STEPS); k++) {
            double[] gradient = risk.gradient(descent);
            double[] hamiltonian = hamiltonianGradient(control, x, y, delta);
            for (int i = 0; i < descent.length; i++) {
                descent[i] -= nu * gradient[i];
                control[i] += nu * factor * hamiltonian[i];
            }
        }
        double largest = 0;
        for (int i = 0; i < descent.length; i++) {
            largest = Math.max(largest, Math.abs(descent[i] - control[i]));
        }
        return Quantities.of("difference", largest);
    }

    /** The gradient of the mean over samples of H_n in theta_n for all n, by a forward and a backward pass written out. */
    private static double[] hamiltonianGradient(double[] theta, Matrix x, Matrix y, double delta) {
        int blocks = theta.length / BLOCK;
        double[] gradient = new double[theta.length];
        for (int i = 0; i < x.rows(); i++) {
            double[][] at = new double[blocks + 1][];
            double[][] f = new double[blocks][];
            at[0] = x.row(i);
            for (int n = 0; n < blocks; n++) {
                f[n] = tanh(theta, n, at[n]);
                at[n + 1] = new double[] {at[n][0] + delta * f[n][0], at[n][1] + delta * f[n][1]};
            }
            double[] p = {y.get(i, 0) - at[blocks][0], y.get(i, 1) - at[blocks][1]};
            for (int n = blocks - 1; n >= 0; n--) {
                double[] before = p.clone();
                for (int a = 0; a < D; a++) {
                    double slope = delta * p[a] * (1 - f[n][a] * f[n][a]);
                    for (int c = 0; c < D; c++) {
                        gradient[n * BLOCK + a * D + c] += slope * at[n][c] / x.rows();
                        before[c] += slope * theta[n * BLOCK + a * D + c];
                    }
                    gradient[n * BLOCK + D * D + a] += slope / x.rows();
                }
                p = before;
            }
        }
        for (int j = 0; j < theta.length; j++) {
            gradient[j] -= delta * LAMBDA * theta[j];
        }
        return gradient;
    }

    private static double[] tanh(double[] theta, int n, double[] x) {
        double[] out = new double[D];
        Arrays.setAll(out, a -> {
            int row = n * BLOCK + a * D;
            return Math.tanh(theta[row] * x[0] + theta[row + 1] * x[1] + theta[n * BLOCK + D * D + a]);
        });
        return out;
    }
}
