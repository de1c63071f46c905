package org.paisaje.claims.catalogue.document001.landscape;

import java.util.ArrayList;
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
import org.paisaje.claims.catalogue.document001.setup.Powers;
import org.paisaje.claims.catalogue.document001.setup.Source001;
import org.paisaje.claims.catalogue.document001.setup.WideNet;
import org.paisaje.claims.catalogue.document001.setup.WideTraining;
import org.paisaje.math.krylov.eigen.Lanczos;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.risk.Risk;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;

/** Section 4.1, theorem: the Hessian of a trained network beside its first part. */
public final class HessianLimitClaims {
    private static final List<Activation> BOTH = List.of(Activation.TANH, Activation.RELU);

    /** To which part of itself Lanczos gives a norm: beside the spread over initialisations nothing. */
    private static final double LANCZOS = 1e-3;

    private HessianLimitClaims() {}

    /** The claims, in the order of the text. */
    public static List<Claim> all() {
        return List.of(theorem(), error());
    }

    private static Claim theorem() {
        return ClaimBuilder.of("001.4.1.theorem", Source001.at("section 4.1, theorem"))
                .statement("A trained wide network has the Hessian of its linearisation at the start",
                        "In the spectral norm the Hessian at the end of training minus H1(0) = (1/n) sum_i grad f_i grad f_i^T at the "
                                + "initialisation, relative to H1(0), tends to 0 with the width m: like m^(-1/2) for tanh, and "
                                + "with a power between -1/2 and -1/4 for ReLU.",
                        "\\frac{\\|H(\\theta_T)-H_1(\\theta_0)\\|}{\\|H_1(\\theta_0)\\|}\\to0,\\qquad "
                                + "H_1(\\theta_0)=\\frac1n\\sum_i\\nabla f_{\\theta_0}(x_i)\\nabla f_{\\theta_0}(x_i)^\\top")
                .quoted("en el régimen $m \\to \\infty$, con alta probabilidad sobre la inicialización y mientras la dinámica "
                        + "permanezca en el régimen linealizado, el Hessiano $H(\\theta)$ satisface: $$H(\\theta) \\approx "
                        + "\\frac{1}{n} \\sum_{i=1}^{n} \\nabla_{\\theta} f_{\\theta(0)}(x_i) \\nabla_{\\theta} "
                        + "f_{\\theta(0)}(x_i)^{\\top} =: \\Theta_{\\theta(0)}(X, X),$$", "section 4.1, theorem")
                .measured(
                        "Gradient flow on the 20 points; then the largest absolute eigenvalue of v -> H(theta_T) v - H1(theta_0) v, by "
                                + "Lanczos, over the largest eigenvalue of Theta(theta_0) / n. Its exponent in m, with Student's "
                                + "interval over initialisations: for tanh (with a correction of order 1/m) it must hold -1/2 and exclude 0, -1/4 and -1; for ReLU it must meet "
                                + "[-1/2, -1/4] and exclude 0, with which the theorem would be false, and -1.")
                .mistake(
                        "The theorem gives no norm and no rate. Its proof names the rate O(1 / sqrt m) of the gradients, which is wrong for ReLU, see "
                                + "001.4.1.gradient.printed; the theorem itself holds for ReLU as well. That H1 is called the "
                                + "matrix of the kernel is another matter, see 001.4.1.theorem.printed.")
                .seconds(5)
                .standard(size -> Setting.of(Keys001.ACTIVATIONS.is(BOTH),
                        Keys001.WIDTHS
                                .is(size == Size.SMOKE ? new double[] {32, 128, 512} : new double[] {64, 256, 1024}),
                        Keys001.UNTIL.is(size == Size.SMOKE ? 200.0 : 400.0),
                        Keys001.SEEDS.is(size == Size.SMOKE ? 28 : 24),
                        Keys001.GROWING_LABELS.is(false)))
                .control(setting -> setting.with(Keys001.GROWING_LABELS, true)
                        .noted("labels that grow like sqrt m, so that the linearised regime is left"))
                .replicates(setting -> setting.get(Keys001.SEEDS))
                .predict(setting -> Quantities.of("tanh", Powers.law(-0.5, 0, -0.25, -1))
                        .and("relu", Powers.between(-0.5, -0.25, 0, -1)))
                .measure(HessianLimitClaims::changes)
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    double[] widths = setting.get(Keys001.WIDTHS);
                    for (Activation s : setting.get(Keys001.ACTIVATIONS)) {
                        Estimate exponent = s.piecewiseLinear()
                                ? Exponents.of(widths, measured, s.name(), 2)
                                : Exponents.limit(widths, measured, s.name(), 2);
                        lines.add(Powers.line("exponent of |H(T) - H1(0)| / |H1(0)|, " + s.name(),
                                predicted.list(s.name()), exponent, measured.size(), 2));
                    }
                    return Judgement.all(lines);
                })
                .figures((setting, predicted, measured) -> List.of(Exponents.chart("hessian",
                        "The Hessian after training beside H1 at the start",
                        "The spectral norm of the difference, relative to that of H1 at the start.",
                        "relative difference",
                        setting.get(Keys001.WIDTHS), measured,
                        setting.get(Keys001.ACTIVATIONS).stream().map(Activation::name).toList())))
                .build();
    }

    private static Quantities changes(Setting setting, int replicate, Seed seed) {
        double[] widths = setting.get(Keys001.WIDTHS);
        Quantities result = Quantities.NONE;
        for (Activation s : setting.get(Keys001.ACTIVATIONS)) {
            double[] change = new double[widths.length];
            for (int k = 0; k < widths.length; k++) {
                WideNet net = WideNet.of(s, 10, (int) widths[k]);
                double[] start = seed.named(s.name()).at((int) widths[k]).gaussians(net.network().layout().size());
                Matrix y = WideNet.labels();
                y.scale(setting.get(Keys001.GROWING_LABELS) ? Math.sqrt(widths[k] / widths[0]) : 1);
                var training = WideTraining.of(net).withLabels(y).withStep(8);
                double[] end = training.flow(start, setting.get(Keys001.UNTIL));
                LinearOperator difference = training.risk()
                        .at(end)
                        .hessian()
                        .minus(training.risk().at(start).gaussNewton());
                double[] kernel = SymmetricEigen.values(net.ntk(start, WideNet.points()));
                change[k] = norm(difference, seed) / (kernel[kernel.length - 1] / kernel.length);
            }
            result = result.and(s.name(), change);
        }
        return result;
    }

    private static double norm(LinearOperator symmetric, Seed seed) {
        double[] ends = Lanczos.bothEnds(symmetric, 1, 1,
                Lanczos.Settings.standard()
                        .withTolerance(LANCZOS)
                        .withoutSymmetryProbe()
                        .withoutCopies()
                        .withSeed(seed.named("lanczos")))
                .orThrow()
                .values();
        return Arrays.stream(ends).map(Math::abs).max().orElseThrow();
    }

    private static Claim error() {
        return ClaimBuilder.of("001.4.1.error", Source001.at("section 4.1, theorem, hypothesis 3"))
                .statement("At a fixed width H2 falls beside H1 like the root of the loss",
                        "What hypothesis 3 asks for, a small error, decides at a fixed width: |H2| / |H1| goes to 0 along a training run as the root of "
                                + "the loss. Wide networks do not need it, see 001.4.2.theorem.spectral.",
                        "\\|H_2\\|/\\|H_1\\|\\sim\\sqrt{L}")
                .quoted("el error de predicción es pequeño en norma  $\\ell^2$", "section 4.1, theorem, hypothesis 3")
                .measured(
                        "tanh networks of width 12 on 4 points, descent from drawn weights: the exponent of |H2| / |H1| in the loss from where "
                                + "this has fallen to 1e-3 of its start to 1e-8, with Student's interval over runs, told from 0 and 1.")
                .standard(size -> Setting.of(Keys001.PART.is("second"), Keys001.M.is(12), Keys001.POINTS.is(4),
                        Keys001.SEEDS.is(8), Keys001.FITTED.is("drawn")))
                .control(setting -> setting.with(Keys001.PART, "first").noted("H1 in the place of H2"))
                .replicates(setting -> setting.get(Keys001.SEEDS))
                .predict(setting -> Quantities.of("exponent", 0.5))
                .measure((setting, replicate, seed) -> {
                    HessianSplitClaims.Case c = HessianSplitClaims.Case.of(setting, Activation.TANH,
                            setting.get(Keys001.M), setting.get(Keys001.POINTS),
                            3, seed);
                    return Quantities.of("exponent", exponent(c, setting.get(Keys001.PART).equals("second")));
                })
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.told("exponent of |H2| / |H1| in L",
                        predicted.scalar("exponent"),
                        Exponents.mean(measured.stream().mapToDouble(q -> q.scalar("exponent")).toArray(), 1),
                        "Student's interval over runs, " + Level.words(1), 0, 1)))
                .build();
    }

    /** From the first and the last of the decades of the loss that are looked at. */
    private static double exponent(HessianSplitClaims.Case c, boolean second) {
        Risk risk = c.net().risk(c.x(), c.y());
        double[] theta = c.theta().clone();
        double[] gradient = new double[theta.length];
        double first = risk.valueAndGradient(theta, gradient);
        double eta = 1 / HessianSplitClaims.spectrum(risk.at(theta).hessian()).norm();
        double begun = Double.NaN;
        double from = Double.NaN;
        for (int step = 0; step < 2_000_000; step++) {
            double loss = risk.valueAndGradient(theta, gradient);
            boolean early = Double.isNaN(begun) && loss < 1e-3 * first;
            if (early || loss < 1e-8 * first) {
                var at = risk.at(theta);
                double ratio = HessianSplitClaims.spectrum(second ? at.residual() : at.gaussNewton()).norm()
                        / HessianSplitClaims.spectrum(at.gaussNewton()).norm();
                if (!early) {
                    return Math.log(ratio / from) / Math.log(loss / begun);
                }
                begun = loss;
                from = ratio;
            }
            for (int i = 0; i < theta.length; i++) {
                theta[i] -= eta * gradient[i];
            }
        }
        return Double.NaN;
    }
}
