package org.paisaje.claims.catalogue.document001.landscape;

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
import org.paisaje.claims.catalogue.document001.setup.Keys001;
import org.paisaje.claims.catalogue.document001.setup.Source001;
import org.paisaje.claims.catalogue.document001.setup.WideNet;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.risk.Risk;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;

/** Section 4.2: what the blocks of H2 look like, and how long the small eigenvalues take. */
public final class HessianModeClaims {
    private static final int DIMENSION = 5;

    private HessianModeClaims() {}

    /** The claims, in the order of the text. */
    public static List<Claim> all() {
        return List.of(blocks(), slow());
    }

    private static Claim blocks() {
        return ClaimBuilder.of("001.4.2.blocks", Source001.at("section 4.2, second-order term"))
                .statement("For ReLU every neuron gives H2 one positive and one negative eigenvalue",
                        "Second derivatives across neurons are 0, and the block of neuron r has the only entries v_r = sum_i delta_i 1[w_r x_i > 0] "
                                + "x_i / (n sqrt m) between its outer and inner weights: its eigenvalues are |v_r|, -|v_r| and d - 1 zeros.",
                        "\\mathrm{spec}(H_2)=\\{\\pm\\|v_r\\|\\}_r\\cup\\{0\\}^{m(d-1)}")
                .quoted("la componente de segundo orden es asintóticamente despreciable frente al término de primer orden",
                        "section 4.2")
                .measured(
                        "A network of width 10 on 6 points of R^5, weights and labels drawn: all eigenvalues of H2 against the norms |v_r| "
                                + "written out, and their sum.")
                .standard(size -> Setting.of(Keys001.ACTIVATION.is(Activation.RELU), Keys001.M.is(10),
                        Keys001.POINTS.is(6), Keys001.FITTED.is("drawn")))
                .control(setting -> setting.with(Keys001.ACTIVATION, Activation.TANH)
                        .noted("tanh, whose blocks have second derivatives in the inner weights"))
                .predict(setting -> Quantities.of("difference", 0).and("trace", 0))
                .measure((setting, replicate, seed) -> {
                    int m = setting.get(Keys001.M);
                    int n = setting.get(Keys001.POINTS);
                    var c = HessianSplitClaims.Case.of(setting, setting.get(Keys001.ACTIVATION), m, n, DIMENSION, seed);
                    double[] values = HessianSplitClaims.spectrum(c.at().residual()).values();
                    double[] expected = byHand(c, m);
                    double largest = Math.max(Math.abs(expected[0]), Math.abs(values[0]));
                    double difference = 0;
                    for (int i = 0; i < values.length; i++) {
                        difference = Math.max(difference, Math.abs(values[i] - expected[i]) / largest);
                    }
                    return Quantities.of("difference", difference)
                            .and("trace", Arrays.stream(values).sum() / largest)
                            .and("rounding", 10 * values.length * Math.ulp(1.0));
                })
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.equal("largest difference of an eigenvalue, relative to the largest",
                                predicted.scalar("difference"), measured.getFirst().scalar("difference"),
                                Tolerance.of(measured.getFirst().scalar("rounding"),
                                        "rounding of the eigenvalues, 10 p ulps")),
                        Comparison.equal("sum of the eigenvalues, relative to the largest", predicted.scalar("trace"),
                                measured.getFirst().scalar("trace"),
                                Tolerance.of(measured.getFirst().scalar("rounding"),
                                        "rounding of the eigenvalues, 10 p ulps"))))
                .build();
    }

    /** Plus and minus |v_r| and zeros, ascending; for ReLU, from the definition. */
    private static double[] byHand(HessianSplitClaims.Case c, int m) {
        int n = c.x().rows();
        int d = c.x().columns();
        double[] values = new double[m * (d + 1)];
        double[] delta = new double[n];
        for (int i = 0; i < n; i++) {
            double f = 0;
            for (int r = 0; r < m; r++) {
                f += c.theta()[m * d + r] * Math.max(0, argument(c, r, i)) / Math.sqrt(m);
            }
            delta[i] = f - c.y().get(i, 0);
        }
        for (int r = 0; r < m; r++) {
            double[] v = new double[d];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < d && argument(c, r, i) > 0; j++) {
                    v[j] += delta[i] * c.x().get(i, j) / (n * Math.sqrt(m));
                }
            }
            double norm = Math.sqrt(Arrays.stream(v).map(entry -> entry * entry).sum());
            values[2 * r] = norm;
            values[2 * r + 1] = -norm;
        }
        Arrays.sort(values);
        return values;
    }

    private static double argument(HessianSplitClaims.Case c, int r, int i) {
        int d = c.x().columns();
        double z = 0;
        for (int j = 0; j < d; j++) {
            z += c.theta()[r * d + j] * c.x().get(i, j);
        }
        return z;
    }

    private static Claim slow() {
        return ClaimBuilder.of("001.4.2.slow", Source001.at("section 4.2, remark"))
                .statement("The error along an eigenvector of the kernel falls in a time 1 / lambda",
                        "Convergence is slow in the directions of small eigenvalues: along eigenvector i of Theta the error falls to a tenth in the time "
                                + "ln(10) n / lambda_i, so that the last direction takes lambda_max / lambda_min times as long as the first.",
                        "t_{1/10}=\\ln(10)\\,n/\\lambda_i")
                .quoted("Aunque esta estructura espectral puede hacer que la convergencia sea lenta en ciertas direcciones (debido a pequeños "
                        + "autovalores)", "section 4.2, remark")
                .measured(
                        "tanh networks of width 1024 on the 20 points, errors of equal size along all eigenvectors at the start, descent at a tenth "
                                + "of n / lambda_max: the exponent in lambda_i of the time to a tenth over all directions, with Student's interval over "
                                + "starts, told from 0 and -1/2.")
                .mistake(
                        "Section 5.3 calls the kernel well conditioned and refers to this section, which shows no such thing; on the 20 points "
                                + "lambda_max / lambda_min is 38 for tanh.")
                .seconds(2)
                .standard(size -> Setting.of(Keys001.DIVIDED.is(false), Keys001.M.is(size == Size.SMOKE ? 512 : 1024),
                        Keys001.SEEDS.is(size == Size.SMOKE ? 4 : 8)))
                .control(setting -> setting.with(Keys001.DIVIDED, true)
                        .noted("errors divided by the kernel, as by Gauss-Newton steps"))
                .replicates(setting -> setting.get(Keys001.SEEDS))
                .predict(setting -> Quantities.of("exponent", -1))
                .measure((setting, replicate, seed) -> Quantities.of("exponent",
                        exponent(setting.get(Keys001.M), setting.get(Keys001.DIVIDED), seed)))
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.told("exponent of the time in lambda",
                        Estimate.within(predicted.scalar("exponent"), 0.05),
                        Exponents.mean(measured.stream().mapToDouble(q -> q.scalar("exponent")).toArray(), 1),
                        "Student's interval over starts, " + Level.words(1)
                                + "; 1/20 for steps of a tenth, which let the fastest direction fall by ln(1 - 1/10) / (-1/10) = 1.05",
                        0, -0.5)))
                .build();
    }

    private static double exponent(int m, boolean divided, Seed seed) {
        WideNet net = WideNet.of(Activation.TANH, 10, m);
        Matrix x = WideNet.points();
        int n = x.rows();
        double[] theta = seed.named("theta").gaussians(net.network().layout().size());
        SymmetricEigen kernel = SymmetricEigen.of(net.ntk(theta, x));
        double[] lambda = kernel.values();
        Matrix start = net.outputs(theta, x);
        Matrix y = start.copy();
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                y.set(i, 0, y.get(i, 0) - 0.1 * kernel.vectors().get(k, i));
            }
        }
        Risk risk = net.risk(x, y);
        double eta = 0.1 * n / lambda[n - 1];
        double[] times = new double[n];
        double[] gradient = new double[theta.length];
        int open = n;
        for (int step = 1; step < 100_000 && open > 0; step++) {
            if (divided) {
                Matrix moved = net.outputs(theta, x);
                Matrix target = moved.copy();
                for (int k = 0; k < n; k++) {
                    double along = along(kernel, k, moved, y) * lambda[n - 1] / lambda[k];
                    for (int i = 0; i < n; i++) {
                        target.set(i, 0, target.get(i, 0) - along * kernel.vectors().get(k, i));
                    }
                }
                net.risk(x, target).valueAndGradient(theta, gradient);
            } else {
                risk.valueAndGradient(theta, gradient);
            }
            for (int i = 0; i < theta.length; i++) {
                theta[i] -= eta * gradient[i];
            }
            Matrix f = net.outputs(theta, x);
            for (int k = 0; k < n; k++) {
                if (times[k] == 0 && Math.abs(along(kernel, k, f, y)) <= 0.01) {
                    times[k] = step;
                    open--;
                }
            }
        }
        return slope(lambda, times);
    }

    private static double along(SymmetricEigen kernel, int k, Matrix f, Matrix y) {
        double sum = 0;
        for (int i = 0; i < f.rows(); i++) {
            sum += kernel.vectors().get(k, i) * (f.get(i, 0) - y.get(i, 0));
        }
        return sum;
    }

    private static double slope(double[] lambda, double[] times) {
        double[] u = Arrays.stream(lambda).map(Math::log).toArray();
        double[] v = Arrays.stream(times).map(Math::log).toArray();
        double mean = Arrays.stream(u).average().orElseThrow();
        double other = Arrays.stream(v).average().orElseThrow();
        double square = 0;
        double product = 0;
        for (int i = 0; i < u.length; i++) {
            square += (u[i] - mean) * (u[i] - mean);
            product += (u[i] - mean) * (v[i] - other);
        }
        return product / square;
    }
}
