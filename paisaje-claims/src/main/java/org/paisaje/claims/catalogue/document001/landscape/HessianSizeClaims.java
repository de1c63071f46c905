package org.paisaje.claims.catalogue.document001.landscape;

import java.util.Arrays;
import java.util.List;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.claims.catalogue.document001.setup.Keys001;
import org.paisaje.claims.catalogue.document001.setup.Powers;
import org.paisaje.claims.catalogue.document001.setup.Source001;
import org.paisaje.claims.catalogue.document001.setup.WideNet;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Svd;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.risk.RiskPoint;
import org.paisaje.study.Comparison;

/** Section 4.2, theorem: how large the second part of the Hessian is beside the first. */
public final class HessianSizeClaims {
    private HessianSizeClaims() {}

    /** The claims, in the order of the text. */
    public static List<Claim> all() {
        return List.of(spectral(), ratePrinted(), frobenius());
    }

    private static final String THEOREM = "section 4.2, theorem";

    private static final String NEGLIGIBLE = "la componente de segundo orden es asintóticamente despreciable frente al término de primer orden";

    private static ClaimBuilder norm(String id, String norm, String title, String words, String judged) {
        return ClaimBuilder.of(id, Source001.at(THEOREM))
                .statement(title, words, "\\|H_2\\|/\\|H_1\\|\\to0")
                .measured(
                        "tanh on the 20 points, with weights and labels drawn anew: the exponent in m of |H2| / |H1| at the "
                                + "initialisation. H2 is block diagonal over the neurons, so that d + 1 of its products show all entries; "
                                + "H1 has the eigenvalues of the kernel. " + judged)
                .seconds(10)
                .standard(size -> Setting.of(Keys001.NORM.is(norm), Keys001.OUTER.is("normal"),
                        Keys001.WIDTHS.is(size == Size.SMOKE ? new double[] {32, 512} : new double[] {64, 512, 4096}),
                        Keys001.SEEDS.is(size == Size.SMOKE ? 60 : 100)))
                .replicates(setting -> setting.get(Keys001.SEEDS))
                .predict(setting -> Quantities.of("exponent", withLogarithm(setting.get(Keys001.WIDTHS))));
    }

    /**
     * Between the exponent of sqrt(log m / m) and that of the median of the largest of m normal weights over sqrt m, which
     * differ at finite widths, told from 0 and from that of 1 / sqrt m.
     */
    private static double[] withLogarithm(double[] widths) {
        double ratio = Math.log(widths[widths.length - 1] / widths[0]);
        double logarithm = -0.5
                + Math.log(Math.log(widths[widths.length - 1]) / Math.log(widths[0])) / (2 * ratio);
        double largest = -0.5 + Math.log(largest(widths[widths.length - 1]) / largest(widths[0])) / ratio;
        return Powers.between(Math.min(logarithm, largest), Math.max(logarithm, largest), 0, -0.5);
    }

    /** The median of the largest absolute value of m standard normals. */
    private static double largest(double m) {
        return new NormalDistribution().inverseCumulativeProbability((1 + Math.pow(0.5, 1 / m)) / 2);
    }

    private static Judgement exponent(Setting setting, Quantities predicted, List<Quantities> measured) {
        return Judgement.all(Powers.line("exponent of |H2| / |H1| in m", predicted.list("exponent"),
                setting.get(Keys001.WIDTHS), measured, "ratio", 1));
    }

    private static Claim spectral() {
        return norm("001.4.2.theorem.spectral", "spectral",
                "In the spectral norm H2 is negligible for wide networks",
                "At the initialisation |H2| / |H1| tends to 0 in the spectral norm, like sqrt(log m / m).",
                "Largest entries of normal weights add sqrt(log m) to the "
                        + "spectral norm, which lifts the exponent -1/2 between the widths of the setting. What is predicted lies between "
                        + "sqrt(log m / m) and the median of the largest of m normal weights over sqrt m, which are of the same order; "
                        + "the interval must exclude 0 and -1/2.")
                .quoted(NEGLIGIBLE, THEOREM)
                .control(setting -> setting.with(Keys001.NORM, "frobenius").noted("the Frobenius norm"))
                .measure(HessianSizeClaims::ratios)
                .judge(HessianSizeClaims::exponent)
                .build();
    }

    private static Claim frobenius() {
        return norm("001.4.2.theorem.frobenius", "frobenius",
                "In the Frobenius norm H2 is negligible for wide networks",
                "At the initialisation |H2| / |H1| tends to 0 in the Frobenius norm: read as "
                        + "at least as fast as m^-0.1.",
                "The exponent must lie between -1 and -1/10, where a quantity that vanishes by a power of the width has it, and exclude 0.")
                .quoted(NEGLIGIBLE, THEOREM)
                .mistake(
                        "The norm is not named. Every neuron adds a block of size 1/sqrt(m), so that the sum of the squares of "
                                + "the m blocks stays: in the Frobenius norm H2 does not vanish beside H1, in the spectral norm it does.")
                .refuted()
                .predict(setting -> Quantities.of("exponent", Powers.between(-1, -0.1, 0)))
                .control(setting -> setting.with(Keys001.NORM, "spectral").noted("the spectral norm"))
                .measure(HessianSizeClaims::ratios)
                .judge(HessianSizeClaims::exponent)
                .build();
    }

    private static Claim ratePrinted() {
        return norm("001.4.2.theorem.printed", "spectral", "The second part of the Hessian is O(1 / sqrt m)",
                "H = (1/n) sum_i grad f_i grad f_i^T + O(1 / sqrt m), in the spectral norm: sqrt m |H2| / |H1| is bounded.",
                "")
                .measured(
                        "tanh on the 20 points, with weights and labels drawn anew: |H2| at the initialisation over |H2| of the same "
                                + "network with a_r = +-1 and the same residuals, which is O(1 / sqrt m) since tanh'' is bounded. The "
                                + "power of log m in it, by Student's interval, must hold 0 and be told from 1/2, the power by which the "
                                + "largest entry of normal weights grows.")
                .quoted("$$H(\\theta) \\approx \\frac{1}{n} \\sum_{i=1}^{n} \\nabla_{\\theta} f_{\\theta}(x_i) "
                        + "\\nabla_{\\theta} f_{\\theta}(x_i)^{\\top} + "
                        + "\\mathcal{O}\\left(\\frac{1}{\\sqrt{m}}\\right),$$", THEOREM)
                .mistake(
                        "The same logarithm is lost as in section 3.3, see 001.3.3.hessian.printed: with normal outer weights "
                                + "the largest of the m blocks grows like sqrt(log m / m). With a_r = +-1 the rate is right.")
                .refuted()
                .control(setting -> setting.with(Keys001.OUTER, "two")
                        .noted("a_r = +-1/2 for one neuron in ten and +-1.04 for the others, of the same variance and bounded"))
                .standard(size -> Setting.of(Keys001.OUTER.is("normal"),
                        Keys001.WIDTHS.is(size == Size.SMOKE ? new double[] {32, 512} : new double[] {64, 512, 4096}),
                        Keys001.SEEDS.is(size == Size.SMOKE ? 60 : 100)))
                .predict(setting -> Quantities.of("power", 0))
                .measure(HessianSizeClaims::overBounded)
                .judge((setting, predicted, measured) -> {
                    double[] widths = setting.get(Keys001.WIDTHS);
                    return Judgement.all(Comparison.told("power of log m in |H2| over |H2| with a_r = +-1",
                            predicted.scalar("power"),
                            Exponents.of(Arrays.stream(widths).map(Math::log).toArray(), measured, "ratio", 1),
                            "Student's interval over " + measured.size() + " initialisations at " + Level.words(1),
                            0.5));
                })
                .build();
    }

    private static Quantities ratios(Setting setting, int replicate, Seed seed) {
        double[] widths = setting.get(Keys001.WIDTHS);
        double[] ratio = new double[widths.length];
        Matrix x = WideNet.points();
        for (int k = 0; k < widths.length; k++) {
            int m = (int) widths[k];
            WideNet net = WideNet.of(Activation.TANH, 10, m);
            double[] theta = seed.at(m).gaussians(net.network().layout().size());
            Matrix y = Matrix.wrap(20, 1, seed.named("y").gaussians(20));
            RiskPoint at = net.risk(x, y).at(theta);
            double[] kernel = HessianSplitClaims.spectrum(at.tangentKernel()).values();
            boolean frobenius = setting.get(Keys001.NORM).equals("frobenius");
            double first = frobenius
                    ? Math.sqrt(Arrays.stream(kernel).map(value -> value * value).sum())
                    : kernel[kernel.length - 1];
            ratio[k] = blocks(at.residual(), m, 10, frobenius) / first;
        }
        return Quantities.of("ratio", ratio);
    }

    /** The norm of H2 over that for outer weights +-1 and the same residuals. */
    private static Quantities overBounded(Setting setting, int replicate, Seed seed) {
        double[] widths = setting.get(Keys001.WIDTHS);
        double[] ratio = new double[widths.length];
        Matrix x = WideNet.points();
        for (int k = 0; k < widths.length; k++) {
            int m = (int) widths[k];
            WideNet net = WideNet.of(Activation.TANH, 10, m);
            double[] theta = seed.at(m).gaussians(net.network().layout().size());
            if (setting.get(Keys001.OUTER).equals("two")) {
                double[] u = seed.at(m).named("outer").uniforms(m);
                for (int r = 0; r < m; r++) {
                    theta[10 * m + r] = Math.signum(theta[10 * m + r]) * (u[r] < 0.1 ? 0.5 : Math.sqrt(0.975 / 0.9));
                }
            }
            double[] signs = theta.clone();
            for (int i = 10 * m; i < theta.length; i++) {
                signs[i] = Math.signum(theta[i]);
            }
            Matrix y = Matrix.wrap(20, 1, seed.named("y").gaussians(20));
            Matrix alike = net.network()
                    .forward(signs, net.inputs(x))
                    .minus(net.network().forward(theta, net.inputs(x)))
                    .plus(y);
            ratio[k] = blocks(net.risk(x, y).at(theta).residual(), m, 10, false)
                    / blocks(net.risk(x, alike).at(signs).residual(), m, 10, false);
        }
        return Quantities.of("ratio", ratio);
    }

    /** A norm of a matrix that does not couple neurons: products with sums of unit vectors show every entry. */
    private static double blocks(LinearOperator second, int m, int d, boolean frobenius) {
        Matrix[] blocks = new Matrix[m];
        Arrays.setAll(blocks, r -> Matrix.zeros(d + 1, d + 1));
        for (int j = 0; j <= d; j++) {
            double[] v = new double[m * (d + 1)];
            for (int r = 0; r < m; r++) {
                v[j < d ? r * d + j : m * d + r] = 1;
            }
            double[] image = second.apply(v);
            for (int r = 0; r < m; r++) {
                for (int i = 0; i <= d; i++) {
                    blocks[r].set(i, j, image[i < d ? r * d + i : m * d + r]);
                }
            }
        }
        double squares = 0;
        double largest = 0;
        for (Matrix block : blocks) {
            double square = Arrays.stream(block.data()).map(entry -> entry * entry).sum();
            squares += square;
            // No block has a spectral norm above its Frobenius norm.
            if (!frobenius && square > largest * largest) {
                largest = Math.max(largest, Svd.of(block).values()[0]);
            }
        }
        return frobenius ? Math.sqrt(squares) : largest;
    }
}
