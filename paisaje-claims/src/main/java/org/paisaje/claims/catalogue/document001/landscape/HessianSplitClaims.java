package org.paisaje.claims.catalogue.document001.landscape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.claims.catalogue.document001.setup.Keys001;
import org.paisaje.claims.catalogue.document001.setup.ReferenceCases;
import org.paisaje.claims.catalogue.document001.setup.Source001;
import org.paisaje.claims.catalogue.document001.setup.WideNet;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.risk.Risk;
import org.paisaje.risk.RiskPoint;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
import org.paisaje.theory.landscape.spectrum.FullSpectrum;

/** Section 4.1: the Hessian as a sum of two parts, and what the first one has to do with the kernel. */
public final class HessianSplitClaims {
    private static final String PLACE = "section 4.1";
    private static final int DIMENSION = 3;

    private HessianSplitClaims() {}

    /** The claims, in the order of the text. */
    public static List<Claim> all() {
        return List.of(split(), orderPrinted(), kernelCorrected(), corrector(), logistic());
    }

    /** A network with drawn weights on points of the sphere, with drawn labels or those that it gives. */
    record Case(WideNet net, double[] theta, Matrix x, Matrix y) {
        static Case of(Setting setting, Activation activation, int m, int n, int d, Seed seed) {
            WideNet net = WideNet.of(activation, d, m);
            double[] theta = seed.named("theta").gaussians(net.network().layout().size());
            Matrix x = WideNet.sphere(1 + seed.named("x").key() % 1000, n, d);
            Matrix y = setting.get(Keys001.FITTED).equals("interpolated")
                    ? net.outputs(theta, x)
                    : Matrix.wrap(n, 1, seed.named("y").gaussians(n));
            return new Case(net, theta, x, y);
        }

        RiskPoint at() {
            return net.risk(x, y).at(theta);
        }
    }

    static FullSpectrum.Found spectrum(LinearOperator operator) {
        return (FullSpectrum.Found) FullSpectrum.of(operator, List.of(), share -> {});
    }

    /** What rounding leaves of an eigenvalue that is 0: ten ulps of the largest for each row, as for LAPACK's rank. */
    static double zero(FullSpectrum.Found found) {
        return Rounding.of(20.0 * found.values().length).on(found.norm()).bound();
    }

    private static double[] descending(double[] ascending) {
        double[] result = new double[ascending.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = ascending[result.length - 1 - i];
        }
        return result;
    }

    private static double[] dense(LinearOperator operator) {
        int p = operator.rows();
        double[] entries = new double[p * p];
        for (int j = 0; j < p; j++) {
            double[] unit = new double[p];
            unit[j] = 1;
            System.arraycopy(operator.apply(unit), 0, entries, j * p, p);
        }
        return entries;
    }

    private static Claim split() {
        return ClaimBuilder.of("001.4.1.split", Source001.at(PLACE + ", H = H1 + H2"))
                .statement("The Hessian is the Gauss-Newton part plus the part with second derivatives",
                        "H = (1/n) sum_i [grad f_i grad f_i^T + (f_i - y_i) f_i''].",
                        "H=\\frac1n\\sum_i\\big[\\nabla f_i\\nabla f_i^\\top+(f_i-y_i)\\nabla^2f_i\\big]")
                .quoted("Este operador tiene dos componentes: un término positivo semi-definido (producto exterior del "
                        + "gradiente) y un término de segundo orden que depende explícitamente del error y del Hessiano "
                        + "segundo de la red.", PLACE)
                .measured(
                        "The columns of the Hessian from the exact products of the network, ReLU and tanh, against the "
                                + "derivatives written out entry by entry. Equal up to roundings of the sums over points and neurons, of the size of the largest entry.")
                .standard(size -> Setting.of(Keys001.PART.is("whole"), Keys001.FITTED.is("drawn"), Keys001.M.is(4),
                        Keys001.POINTS.is(5)))
                .control(setting -> setting.with(Keys001.PART, "first").noted("the Gauss-Newton part alone"))
                .predict(setting -> Quantities.of("difference", 0))
                .measure((setting, replicate, seed) -> {
                    double worst = 0;
                    for (Activation s : List.of(Activation.RELU, Activation.TANH)) {
                        int m = setting.get(Keys001.M);
                        Case c = Case.of(setting, s, m, setting.get(Keys001.POINTS), DIMENSION, seed);
                        HandHessian hand = HandHessian.of(s, m, c.theta, c.x, c.y);
                        double[] first = HandHessian.flat(hand.first());
                        double[] second = HandHessian.flat(hand.second());
                        double[] found = dense(setting.get(Keys001.PART).equals("whole")
                                ? c.at().hessian()
                                : c.at().gaussNewton());
                        double size = Arrays.stream(found).map(Math::abs).max().orElseThrow();
                        for (int i = 0; i < found.length; i++) {
                            worst = Math.max(worst, Math.abs(found[i] - first[i] - second[i]) / size);
                        }
                    }
                    return Quantities.of("difference", worst);
                })
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.equal(
                        "largest difference, relative to the largest entry", predicted.scalar("difference"),
                        measured.getFirst().scalar("difference"), Rounding.of(2 * 5 * (4 * 4 + 4)))))
                .build();
    }

    private static Claim orderPrinted() {
        return ClaimBuilder.of("001.4.1.theorem.printed", Source001.at("section 4.1, theorem"))
                .statement("The Hessian is approximately the kernel matrix Theta(X, X)",
                        "H is approximately (1/n) sum_i grad f_i grad f_i^T =: Theta(X, X), the matrix of the tangent kernel.",
                        "H(\\theta)\\approx\\frac1n\\sum_i\\nabla f(x_i)\\nabla f(x_i)^\\top=:\\Theta(X,X)")
                .quoted("$$H(\\theta) \\approx \\frac{1}{n} \\sum_{i=1}^{n} \\nabla_{\\theta} f_{\\theta(0)}(x_i) "
                        + "\\nabla_{\\theta} f_{\\theta(0)}(x_i)^{\\top} =: \\Theta_{\\theta(0)}(X, X),$$ donde "
                        + "$\\Theta_{\\theta(0)}$ es la matriz del NTK evaluado en la inicialización.",
                        "section 4.1, theorem")
                .measured(
                        "The order of the matrix (1/n) sum_i grad f_i grad f_i^T against that of Theta(X, X), and its trace over "
                                + "that of Theta(X, X): equal matrices have the same order and the same trace.")
                .mistake(
                        "The sum of outer products is p x p, the kernel matrix n x n, and the factor 1/n stands in the first only: they "
                                + "are equal for one point and one parameter. What they share is "
                                + "the spectrum other than 0, up to the factor n, see 001.4.1.theorem.corrected.")
                .refuted()
                .standard(size -> Setting.of(Keys001.FITTED.is("drawn"), Keys001.M.is(20), Keys001.POINTS.is(10),
                        Keys001.TRAINED.is("all layers")))
                .control(setting -> setting.with(Keys001.M, 1)
                        .with(Keys001.POINTS, 1)
                        .with(Keys001.TRAINED, "last layer")
                        .noted("one point and one parameter, the outer weight of one neuron"))
                .predict(setting -> Quantities.of("order", setting.get(Keys001.POINTS)).and("trace", 1))
                .measure((setting, replicate, seed) -> {
                    int m = setting.get(Keys001.M);
                    int n = setting.get(Keys001.POINTS);
                    Case c = Case.of(setting, Activation.TANH, m, n, DIMENSION, seed);
                    int from = setting.get(Keys001.TRAINED).equals("all layers") ? 0 : m * DIMENSION;
                    int p = c.theta.length - from;
                    double[] first = dense(c.at().gaussNewton().restricted(from, p));
                    double trace = 0;
                    for (int j = 0; j < p; j++) {
                        trace += first[j * p + j];
                    }
                    var at = c.net.network().linearize(c.theta, c.net.inputs(c.x));
                    double squares = 0;
                    for (int i = 0; i < n; i++) {
                        Matrix one = Matrix.zeros(n, 1);
                        one.set(i, 0, 1);
                        double[] gradient = at.vjp(one);
                        squares += Arrays.stream(gradient, from, gradient.length).map(g -> g * g).sum();
                    }
                    return Quantities.of("order", p).and("trace", trace / squares);
                })
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.equal("order of the matrix", predicted.scalar("order"),
                                measured.getFirst().scalar("order"), Tolerance.none("whole numbers")),
                        Comparison.equal("trace, over that of Theta(X, X)", predicted.scalar("trace"),
                                measured.getFirst().scalar("trace"),
                                Rounding.of(20.0 * (setting.get(Keys001.POINTS) + setting.get(Keys001.M))))))
                .build();
    }

    private static Claim kernelCorrected() {
        return ClaimBuilder.of("001.4.1.theorem.corrected", Source001.at("section 4.1, theorem"))
                .statement("The first part of the Hessian has the spectrum of Theta / n, and zeros",
                        "The p x p matrix H1 = (1/n) sum_i grad f_i grad f_i^T has the eigenvalues of the n x n matrix "
                                + "Theta(X, X) / n and p - n zeros.",
                        "\\mathrm{spec}(H_1)=\\mathrm{spec}(\\Theta(X,X)/n)\\cup\\{0\\}^{p-n}")
                .measured(
                        "All eigenvalues of the Gauss-Newton products of the reference cases R1 (ReLU) and R2 (tanh), against "
                                + "those of Theta / n that another program computed with 50 digits.")
                .standard(size -> Setting.of(Keys001.PART.is("first")))
                .control(setting -> setting.with(Keys001.PART, "whole").noted("the whole Hessian"))
                .predict(setting -> Quantities.of("R1", padded(ReferenceCases.r1()))
                        .and("R2",
                                padded(ReferenceCases.r2())))
                .measure((setting, replicate, seed) -> Quantities
                        .of("R1", eigenvalues(setting, ReferenceCases.r1()))
                        .and("R2", eigenvalues(setting, ReferenceCases.r2())))
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (String which : List.of("R1", "R2")) {
                        for (int i = 0; i < predicted.list(which).length; i++) {
                            double value = predicted.list(which)[i];
                            lines.add(Comparison.equal(which + ", eigenvalue " + (i + 1), value,
                                    measured.getFirst().list(which)[i], ReferenceCases.rounding(value)));
                        }
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static double[] padded(ReferenceCases.Case c) {
        int n = c.x().rows();
        double[] values = Arrays.copyOf(c.eigenvalues(), c.theta().length);
        for (int i = 0; i < n; i++) {
            values[i] /= n;
        }
        return values;
    }

    private static double[] eigenvalues(Setting setting, ReferenceCases.Case c) {
        RiskPoint at = c.net().risk(c.x(), c.y()).at(c.theta());
        return descending(
                spectrum(setting.get(Keys001.PART).equals("first") ? at.gaussNewton() : at.hessian()).values());
    }

    private static Claim corrector() {
        return ClaimBuilder.of("001.4.1.corrector", Source001.at("section 4.1, proof"))
                .statement("The second part vanishes at interpolation, and is bounded by the loss",
                        "H2 = 0 where f(x_i) = y_i for all i. In general |H2| <= max_i |f''(x_i)| sqrt(2 L), for ReLU and points "
                                + "of norm 1 at most sqrt(2 L / m).",
                        "\\|H_2\\|\\le\\max_i\\|\\nabla^2f(x_i)\\|\\sqrt{2L}\\le\\sqrt{2L/m}")
                .quoted("El segundo término es un corrector que se anula cuando la red interpola perfectamente los datos.",
                        "section 4.1, proof")
                .measured(
                        "ReLU, 20 initialisations: the largest entry of H2 where the labels are the outputs, and |H2| over the "
                                + "bound for labels that are drawn.")
                .standard(size -> Setting.of(Keys001.FITTED.is("interpolated"), Keys001.M.is(10), Keys001.POINTS.is(6),
                        Keys001.SEEDS.is(20)))
                .control(setting -> setting.with(Keys001.FITTED, "drawn").noted("labels that are missed"))
                .replicates(setting -> setting.get(Keys001.SEEDS))
                .predict(setting -> Quantities.of("entry", 0).and("ratio", 1))
                .measure((setting, replicate, seed) -> {
                    int m = setting.get(Keys001.M);
                    Case c = Case.of(setting, Activation.RELU, m, setting.get(Keys001.POINTS), DIMENSION, seed);
                    double entry = Arrays.stream(dense(c.at().residual())).map(Math::abs).max().orElseThrow();
                    Case missed = Case.of(setting.with(Keys001.FITTED, "drawn"), Activation.RELU, m,
                            setting.get(Keys001.POINTS), DIMENSION, seed);
                    double bound = Math.sqrt(2 * missed.at().value() / m);
                    return Quantities.of("entry", entry)
                            .and("ratio",
                                    spectrum(missed.at().residual()).norm() / bound);
                })
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.equal("largest entry of H2 at interpolation", predicted.scalar("entry"),
                                measured.stream().mapToDouble(q -> q.scalar("entry")).max().orElseThrow(),
                                Tolerance.none("the labels are the outputs, bit by bit")),
                        Comparison.atMost("largest |H2| / sqrt(2 L / m)", predicted.scalar("ratio"),
                                Estimate.exact(
                                        measured.stream().mapToDouble(q -> q.scalar("ratio")).max().orElseThrow()),
                                "the triangle inequality and Cauchy-Schwarz")))
                .build();
    }

    private static Claim logistic() {
        return ClaimBuilder.of("001.4.2.loss", Source001.at("section 4.2, decomposition"))
                .statement("For the logistic loss H1 has the spectrum of D^(1/2) Theta D^(1/2) / n",
                        "With l'' = s(f)(1 - s(f)) on the diagonal of D, H1 has the eigenvalues of D^(1/2) Theta D^(1/2) / n and "
                                + "zeros; section 4.1 has D = I, which is the squared loss.",
                        "\\mathrm{spec}(H_1)=\\mathrm{spec}(D^{1/2}\\Theta D^{1/2}/n)\\cup\\{0\\}^{p-n}")
                .quoted("donde $\\ell$ es diferenciable dos veces", "section 4.2")
                .measured(
                        "The first three power sums of the eigenvalues of the Gauss-Newton products, and how many are 0, against "
                                + "the traces of powers of the matrix written out from the gradients.")
                .standard(size -> Setting.of(Keys001.LOSS.is("logistic"), Keys001.FITTED.is("drawn"), Keys001.M.is(8),
                        Keys001.POINTS.is(6)))
                .control(setting -> setting.with(Keys001.LOSS, "half-mean-squared").noted("the squared loss"))
                .predict(setting -> Quantities.of("sums", new double[3])
                        .and("zeros",
                                setting.get(Keys001.M) * (DIMENSION + 1) - setting.get(Keys001.POINTS)))
                .measure((setting, replicate, seed) -> {
                    int m = setting.get(Keys001.M);
                    int n = setting.get(Keys001.POINTS);
                    Case c = Case.of(setting, Activation.TANH, m, n, DIMENSION, seed);
                    Matrix signs = Matrix.zeros(n, 1);
                    for (int i = 0; i < n; i++) {
                        signs.set(i, 0, c.y.get(i, 0) > 0 ? 1 : -1);
                    }
                    Loss loss = Loss.parse(setting.get(Keys001.LOSS));
                    var found = spectrum(
                            Risk.of(c.net.network(), c.net.inputs(c.x), signs, loss).at(c.theta).gaussNewton());
                    double[] exact = powerTraces(c, m);
                    double[] sums = new double[3];
                    for (int k = 1; k <= 3; k++) {
                        int power = k;
                        double sum = Arrays.stream(found.values()).map(value -> Math.pow(value, power)).sum();
                        sums[k - 1] = sum / exact[k - 1] - 1;
                    }
                    return Quantities.of("sums", sums)
                            .and("zeros",
                                    found.values().length - found.rank(zero(found)));
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < 3; k++) {
                        lines.add(Comparison.equal("sum of powers " + (k + 1) + ", relative difference",
                                predicted.list("sums")[k], measured.getFirst().list("sums")[k],
                                Rounding.of(3 * 20 * (predicted.scalar("zeros") + setting.get(Keys001.POINTS)))));
                    }
                    lines.add(
                            Comparison.equal("zeros", predicted.scalar("zeros"), measured.getFirst().scalar("zeros"),
                                    Tolerance.none("whole numbers")));
                    return Judgement.all(lines);
                })
                .build();
    }

    /** tr A^k, k = 1, 2, 3, of A = D^(1/2) Theta D^(1/2) / n, from gradients written out. */
    private static double[] powerTraces(Case c, int m) {
        int n = c.x.rows();
        int d = c.x.columns();
        double[][] g = new double[n][m * (d + 1)];
        double[] root = new double[n];
        for (int i = 0; i < n; i++) {
            double f = 0;
            for (int r = 0; r < m; r++) {
                double z = 0;
                for (int j = 0; j < d; j++) {
                    z += c.theta[r * d + j] * c.x.get(i, j);
                }
                double t = Math.tanh(z);
                double a = c.theta[m * d + r];
                f += a * t / Math.sqrt(m);
                g[i][m * d + r] = t / Math.sqrt(m);
                for (int j = 0; j < d; j++) {
                    g[i][r * d + j] = a * (1 - t * t) * c.x.get(i, j) / Math.sqrt(m);
                }
            }
            double s = 1 / (1 + Math.exp(-f));
            root[i] = Math.sqrt(s * (1 - s) / n);
        }
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (int u = 0; u < g[i].length; u++) {
                    a[i][j] += root[i] * g[i][u] * g[j][u] * root[j];
                }
            }
        }
        double[] traces = new double[3];
        for (int i = 0; i < n; i++) {
            traces[0] += a[i][i];
            for (int j = 0; j < n; j++) {
                traces[1] += a[i][j] * a[j][i];
                for (int l = 0; l < n; l++) {
                    traces[2] += a[i][j] * a[j][l] * a[l][i];
                }
            }
        }
        return traces;
    }
}
