package org.paisaje.claims.catalogue.document001.generalization;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.claims.catalogue.document001.setup.Keys001;
import org.paisaje.claims.catalogue.document001.setup.Powers;
import org.paisaje.claims.catalogue.document001.setup.Source001;
import org.paisaje.claims.catalogue.document001.setup.WideNet;
import org.paisaje.claims.catalogue.document001.setup.WideTraining;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Cholesky;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.study.Comparison;
import org.paisaje.theory.landscape.spectrum.FullSpectrum;

/** Section 5.3: flat minima, perturbations of the parameters, and the condition of the kernel. */
public final class FlatMinimaClaims {
    private static final String PLACE = "section 5.3, spectrum of the Hessian";
    private static final int DIMENSION = 5;

    private FlatMinimaClaims() {}

    /** The claims, in the order of the text. */
    public static List<Claim> all() {
        return List.of(flat(), perturbation(), condition());
    }

    private static Claim flat() {
        return ClaimBuilder.of("001.5.3.flat", Source001.at(PLACE))
                .statement("How flat a minimum of a ReLU network is says nothing about its function",
                        "(w, a) -> (c w, a / c) leaves the function of a ReLU network as it is, for every c > 0. At a global minimum it takes the trace of "
                                + "the Hessian from A + B to c^2 A + B / c^2, where A comes from the outer weights and B from the "
                                + "inner ones: minima of one function, which generalise equally well, are as sharp as one likes.",
                        "f_{(cW,a/c)}=f_{(W,a)},\\qquad \\operatorname{tr}H_c=c^2A+c^{-2}B")
                .quoted("Esta degeneración espectral implica que las soluciones globales se encuentran en regiones planas del "
                        + "paisaje, donde pequeñas perturbaciones en los parámetros no cambian la salida funcional. Esto se traduce "
                        + "en una robustez estructural de la red, que amortigua la propagación de errores y favorece la "
                        + "generalización.", PLACE)
                .measured(
                        "Normal weights of width 20 on ten points, with the outputs as labels: for c = 2, 10 and 100 the largest change of f on "
                                + "the data and 50 other points, and the trace of all eigenvalues of the Hessian against the formula; "
                                + "both up to rounding.")
                .mistake(
                        "That flat minima generalise better is said and not shown. With this rescaling, which is from Dinh et al. (2017, from memory), it "
                                + "cannot hold for flatness as it is measured here.")
                .standard(size -> Setting.of(Keys001.ACTIVATION.is(Activation.RELU), Keys001.M.is(20),
                        Keys001.POINTS.is(10), Keys001.SCALES.is(new double[] {2, 10, 100})))
                .control(setting -> setting.with(Keys001.ACTIVATION, Activation.TANH)
                        .noted("tanh, which is not homogeneous"))
                .predict(setting -> Quantities.of("change", 0).and("trace", 0))
                .measure(FlatMinimaClaims::rescaled)
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    double[] scales = setting.get(Keys001.SCALES);
                    for (int k = 0; k < scales.length; k++) {
                        lines.add(Comparison.equal("largest change of f, c = " + scales[k], predicted.scalar("change"),
                                measured.getFirst().list("change")[k],
                                Rounding.of(4.0 * setting.get(Keys001.M)).on(measured.getFirst().scalar("size"))));
                        lines.add(Comparison.equal("trace of the Hessian over the formula, less 1, c = " + scales[k],
                                predicted.scalar("trace"), measured.getFirst().list("trace")[k],
                                Rounding.of(20.0 * setting.get(Keys001.M) * (DIMENSION + 1))));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Quantities rescaled(Setting setting, int replicate, Seed seed) {
        double[] scales = setting.get(Keys001.SCALES);
        int m = setting.get(Keys001.M);
        int n = setting.get(Keys001.POINTS);
        WideNet net = WideNet.of(setting.get(Keys001.ACTIVATION), DIMENSION, m);
        double[] theta = seed.named("theta").gaussians(m * (DIMENSION + 1));
        Matrix x = WideNet.sphere(11, n, DIMENSION);
        Matrix there = WideNet.sphere(12, 50, DIMENSION);
        var at = net.network().linearize(theta, net.inputs(x));
        double outer = 0;
        double inner = 0;
        for (int i = 0; i < n; i++) {
            Matrix one = Matrix.zeros(n, 1);
            one.set(i, 0, 1);
            double[] gradient = at.vjp(one);
            for (int j = 0; j < gradient.length; j++) {
                if (j < m * DIMENSION) {
                    inner += gradient[j] * gradient[j] / n;
                } else {
                    outer += gradient[j] * gradient[j] / n;
                }
            }
        }
        double[] change = new double[scales.length];
        double[] trace = new double[scales.length];
        for (int k = 0; k < scales.length; k++) {
            double c = scales[k];
            double[] other = theta.clone();
            for (int j = 0; j < other.length; j++) {
                other[j] *= j < m * DIMENSION ? c : 1 / c;
            }
            change[k] = Math.max(
                    WideTraining.largestDifference(net.outputs(other, x), net.outputs(theta, x)),
                    WideTraining.largestDifference(net.outputs(other, there), net.outputs(theta, there)));
            var spectrum = (FullSpectrum.Found) FullSpectrum.of(
                    net.risk(x, net.outputs(other, x)).at(other).hessian(), List.of(), share -> {});
            trace[k] = Arrays.stream(spectrum.values()).sum() / (c * c * outer + inner / (c * c)) - 1;
        }
        return Quantities.of("change", change)
                .and("trace", trace)
                .and("size", Arrays.stream(theta).map(v -> v * v).sum());
    }

    private static Claim perturbation() {
        return ClaimBuilder.of("001.5.3.perturbation", Source001.at(PLACE))
                .statement("Flat directions keep the outputs on the training data only",
                        "At a minimum of loss 0, a step of length e in a direction v with J v = 0, where the Hessian is flat, changes the outputs on the training "
                                + "data by O(e^2), but those at other points by the order of e, like any other step.",
                        "Jv=0:\\quad f_{\\theta+\\varepsilon v}(X)-f_\\theta(X)=O(\\varepsilon^2),\\qquad "
                                + "f_{\\theta+\\varepsilon v}(x)-f_\\theta(x)\\sim\\varepsilon")
                .quoted("donde pequeñas perturbaciones en los parámetros no cambian la salida funcional", PLACE)
                .measured(
                        "tanh networks of width 64 on the 20 points with their own outputs as labels, a random v that is projected to the null space of J, e from 0.1 to "
                                + "0.001: the exponents of the change in e on the data, told from 1, and on the 50 test points, told "
                                + "from 2. The intervals hold what a next order in e may leave of local exponents.")
                .mistake("\"Salida funcional\" is true of the outputs on the training data and false of the function.")
                .standard(size -> Setting.of(Keys001.M.is(64), Keys001.NULL_SPACE.is(true)))
                .control(setting -> setting.with(Keys001.NULL_SPACE, false).noted("a random direction"))
                .predict(setting -> Quantities.of("data", 2).and("test", 1))
                .measure((setting, replicate, seed) -> {
                    WideNet net = WideNet.of(Activation.TANH, 10, setting.get(Keys001.M));
                    Matrix x = WideNet.points();
                    double[] theta = seed.named("theta").gaussians(net.network().layout().size());
                    double[] v = seed.named("direction").gaussians(theta.length);
                    if (setting.get(Keys001.NULL_SPACE)) {
                        var at = net.network().linearize(theta, net.inputs(x));
                        Matrix along = Cholesky.of(net.ntk(theta, x)).orThrow().solve(at.jvp(v));
                        double[] back = at.vjp(along);
                        for (int j = 0; j < v.length; j++) {
                            v[j] -= back[j];
                        }
                    }
                    double norm = Math.sqrt(Arrays.stream(v).map(c -> c * c).sum());
                    double[] data = new double[STEPS.length];
                    double[] test = new double[STEPS.length];
                    for (int k = 0; k < STEPS.length; k++) {
                        double[] moved = theta.clone();
                        for (int j = 0; j < v.length; j++) {
                            moved[j] += STEPS[k] * v[j] / norm;
                        }
                        data[k] = net.outputs(moved, x).minus(net.outputs(theta, x)).frobeniusNorm();
                        test[k] = net.outputs(moved, WideNet.testPoints())
                                .minus(net.outputs(theta, WideNet.testPoints()))
                                .frobeniusNorm();
                    }
                    return Quantities.of("data", data).and("test", test);
                })
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.told("exponent of the change on the data", predicted.scalar("data"),
                                Exponents.local(STEPS, measured.getFirst().list("data"), ROUNDING), "next order in e",
                                1),
                        Comparison.told("exponent of the change at the test points", predicted.scalar("test"),
                                Exponents.local(STEPS, measured.getFirst().list("test"), ROUNDING), "next order in e",
                                2)))
                .build();
    }

    private static final double[] STEPS = {0.1, 0.01, 0.001};

    /** What 64 neurons and the projection leave of a change. */
    private static final double ROUNDING = Rounding.of(640).on(10).bound();

    private static Claim condition() {
        return ClaimBuilder.of("001.5.3.condition.printed", Source001.at(PLACE))
                .statement("The kernel matrix is well conditioned",
                        "The matrix of the tangent kernel is well conditioned: its condition number stays bounded with the number of points.",
                        "\\operatorname{cond}\\Theta_\\infty(X_n,X_n)=O(1)")
                .quoted("Además, el hecho de que la matriz NTK sea bien condicionada (como se discutió en el apartado 4.2) implica "
                        + "que la solución funcional es estable frente a variaciones en los datos de entrada.", PLACE)
                .measured(
                        "The condition number of the kernel of infinite width for tanh on points of the sphere that are drawn anew: its exponent in the "
                                + "number of points, with Student's interval over draws, against 0, within 1/4 for what these n leave, and told from 1/2.")
                .mistake(
                        "Section 4.2 says the opposite: that small eigenvalues may make convergence slow in some directions. \"Well "
                                + "conditioned\" is read as a bound for all n, since a single matrix always has some condition number.")
                .refuted()
                .standard(size -> Setting.of(Keys001.D.is(10),
                        Keys001.SIZES.is(size == Size.SMOKE ? new double[] {20, 60} : new double[] {20, 60, 180}),
                        Keys001.DRAWS.is(12)))
                .control(setting -> setting.with(Keys001.D, 10_000)
                        .noted("points in 10,000 dimensions, which are nearly orthogonal to each other"))
                .replicates(setting -> setting.get(Keys001.DRAWS))
                .predict(setting -> Quantities.of("exponent", Powers.between(-0.25, 0.25, 0.5)))
                .measure((setting, replicate, seed) -> {
                    int d = setting.get(Keys001.D);
                    WideNet net = WideNet.of(Activation.TANH, d, 1);
                    return Quantities.of("condition", Arrays.stream(setting.get(Keys001.SIZES)).map(n -> {
                        double[] values = SymmetricEigen
                                .values(net.limit(WideNet.sphere(seed.at((long) n).key() % 1_000_000, (int) n, d)));
                        return values[values.length - 1] / values[0];
                    }).toArray());
                })
                .judge((setting, predicted,
                        measured) -> Judgement.all(Powers.line("exponent of the condition number in n",
                                predicted.list("exponent"), setting.get(Keys001.SIZES), measured, "condition", 1)))
                .build();
    }
}
