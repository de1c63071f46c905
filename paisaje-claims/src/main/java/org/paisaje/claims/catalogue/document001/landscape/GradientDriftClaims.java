package org.paisaje.claims.catalogue.document001.landscape;

import java.util.ArrayList;
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
import org.paisaje.claims.catalogue.document001.setup.WideTraining;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Linearization;
import org.paisaje.network.activation.Activation;
import org.paisaje.study.Comparison;

/** Section 4.1, proof: how far gradients move while a wide network is trained. */
public final class GradientDriftClaims {
    private GradientDriftClaims() {}

    /** All of them. */
    public static List<Claim> all() {
        return List.of(drift(true), drift(false));
    }

    private static Claim drift(boolean printed) {
        Activation own = printed ? Activation.RELU : Activation.TANH;
        ClaimBuilder claim = ClaimBuilder.of("001.4.1.gradient." + (printed ? "printed" : "corrected"),
                Source001.at("section 4.1, proof"))
                .statement(printed
                        ? "Gradients keep to O(1 / sqrt m) of their start, ReLU included"
                        : "For smooth activations gradients keep to O(1 / sqrt m) of their start",
                        "While a network of width m is trained, the gradients at the samples move by O(1 / sqrt m) relative to their norm"
                                + (printed
                                        ? ", for activations that are Lipschitz and piecewise differentiable."
                                        : ", if the activation is smooth."),
                        "\\|J_t-J_0\\|_F/\\|J_0\\|_F=O(m^{-1/2})")
                .measured(
                        "20 points, descent with rate 4: the exponent of the relative change in the width, with Student's interval over starts, holding -1/2 "
                                + "and excluding -1/4, which the share of flipped units gives for ReLU, and -1.")
                .seconds(10)
                .standard(size -> Setting.of(Keys001.ACTIVATION.is(own),
                        Keys001.WIDTHS.is(
                                size == Size.SMOKE ? new double[] {64, 256, 1024} : new double[] {64, 256, 1024, 4096}),
                        Keys001.STEPS.is(size == Size.SMOKE ? 80 : 120),
                        Keys001.SEEDS.is(size == Size.SMOKE ? 32 : 48)))
                .control(setting -> setting.with(Keys001.ACTIVATION, printed ? Activation.TANH : Activation.RELU)
                        .noted(printed ? "tanh, which is smooth" : "ReLU, whose units flip"))
                .replicates(setting -> setting.get(Keys001.SEEDS))
                .predict(setting -> Quantities.of("exponent", -0.5))
                .measureAs("001.4.1.gradient.printed", (setting, replicate, seed) -> change(setting, seed))
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    lines.add(Comparison.told("exponent of the relative change of the gradients",
                            predicted.scalar("exponent"),
                            Exponents.limit(setting.get(Keys001.WIDTHS), measured, "change", 1),
                            "Student's interval, " + Level.words(1) + ", of a fit with the correction 1/m", -0.25, -1));
                    return Judgement.all(lines);
                })
                .figures((setting, predicted,
                        measured) -> List.of(Exponents.chart("drift", "Change of the gradients by width",
                                "The relative change of the gradients at the 20 points while the network is trained.",
                                "relative change",
                                setting.get(Keys001.WIDTHS), measured, List.of("change"))));
        claim.quoted(
                "con error de orden $\\mathcal{O}(1/\\sqrt{m})$ en norma, uniformemente en i, durante todo el entrenamiento",
                "section 4.1, proof");
        return printed
                ? claim.quoted("La red tiene activaciones Lipschitz y diferenciables a trozos",
                        "section 4.1, theorem, 1")
                        .mistake(
                                "False for ReLU, which the hypotheses admit: a share of order m^(-1/2) of the units flips, and the gradients move by the root of "
                                        + "that, m^(-1/4).")
                        .refuted()
                        .build()
                : claim.build();
    }

    private static Quantities change(Setting setting, Seed seed) {
        double[] widths = setting.get(Keys001.WIDTHS);
        double[] change = new double[widths.length];
        for (int k = 0; k < widths.length; k++) {
            WideNet net = WideNet.of(setting.get(Keys001.ACTIVATION), 10, (int) widths[k]);
            double[] start = seed.at((int) widths[k]).gaussians(net.network().layout().size());
            double[] end = WideTraining.of(net).descent(start, GlobalMinimaClaims.RATE, setting.get(Keys001.STEPS));
            double moved = 0;
            double whole = 0;
            Linearization before = net.network().linearize(start, net.inputs(WideNet.points()));
            Linearization after = net.network().linearize(end, net.inputs(WideNet.points()));
            for (int i = 0; i < 20; i++) {
                Matrix one = Matrix.zeros(20, 1);
                one.set(i, 0, 1);
                double[] g = before.vjp(one);
                double[] h = after.vjp(one);
                for (int j = 0; j < g.length; j++) {
                    whole += g[j] * g[j];
                    moved += (h[j] - g[j]) * (h[j] - g[j]);
                }
            }
            change[k] = Math.sqrt(moved / whole);
        }
        return Quantities.of("change", change);
    }
}
