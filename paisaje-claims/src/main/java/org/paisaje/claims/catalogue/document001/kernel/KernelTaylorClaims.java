package org.paisaje.claims.catalogue.document001.kernel;

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
import org.paisaje.claims.catalogue.document001.setup.LinearisedPath;
import org.paisaje.claims.catalogue.document001.setup.Powers;
import org.paisaje.claims.catalogue.document001.setup.Source001;
import org.paisaje.claims.catalogue.document001.setup.WideNet;
import org.paisaje.claims.catalogue.document001.setup.WideTraining;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.study.Comparison;
import org.paisaje.theory.kernel.width.WidthLaw;

/** The theorem of section 2.2: outputs follow the linearisation at the start. */
public final class KernelTaylorClaims {
    private static final String REMAINDER = "Taylor remainder, ";
    private static final String INTEGRAL = "integral with the frozen kernel, ";
    private static final String GRADIENT = "change of the gradient, ";
    private static final String PLACE = "section 2.2, theorem";
    private static final String HYPOTHESES = "Suponiendo activaciones Lipschitz, datos acotados y pérdida diferenciable";

    private KernelTaylorClaims() {}

    /** The claims, in the order of the text. */
    public static List<Claim> all() {
        return List.of(linearization(), lipschitz(), rates());
    }

    private static Setting setting(Size size, Activation... activations) {
        return Setting.of(Keys001.WIDTHS.is(switch (size) {
            case SMOKE -> new double[] {64, 512};
            case STANDARD -> new double[] {128, 512, 2048};
            case FULL -> new double[] {128, 256, 512, 1024, 2048, 4096};
        }), Keys001.ACTIVATIONS.is(List.of(activations)), Keys001.TIME.is(size == Size.SMOKE ? 40.0 : 800.0),
                Keys001.STEP.is(2.0), Keys001.SEEDS.is(size == Size.SMOKE ? 24 : 16),
                Keys001.INITIALIZATION.is("section 3.1"));
    }

    private static ClaimBuilder following(String id) {
        return ClaimBuilder.of(id, Source001.at(PLACE))
                .replicates(setting -> setting.get(Keys001.SEEDS))
                .measure(KernelTaylorClaims::remainders)
                .figures((setting, predicted, measured) -> List.of(Exponents.chart(
                        "remainders", "What linearisation leaves out",
                        "Largest remainders over the test points and the times of the flow.", "remainder",
                        setting.get(Keys001.WIDTHS), measured, names(setting, REMAINDER, INTEGRAL))));
    }

    private static Claim linearization() {
        return following("001.theorem2.2.linearization")
                .statement(
                        "Outputs follow the frozen kernel, and the Taylor remainder vanishes",
                        "Under gradient flow f_t(x) is f_0(x) minus the integral of Theta_0(x, x_i) times the residuals over "
                                + "time, and the second-order remainder R of Taylor's expansion at the start tends to 0 as the width "
                                + "grows.",
                        "f_t(x)\\approx f_0(x)-\\int_0^t\\tfrac1n\\sum_i\\Theta_0(x,x_i)(f_s(x_i)-y_i)\\,ds,\\qquad "
                                + "R=f_t-f_0-\\langle\\nabla f_0,\\theta_t-\\theta_0\\rangle\\to0")
                .quoted(
                        "En el límite $n \\to \\infty$, el término de segundo orden R(t) tiende a cero con alta probabilidad",
                        "section 2.2, proof")
                .measured(
                        "Both remainders on the 50 test points along the trained network's own flow, the integral being carried as "
                                + "further unknowns of the scheme: the intervals of the exponents of their largest sizes in the width "
                                + "must for tanh meet -1 to -3/4 (the limit is -1, and next terms are smaller by the root of m) and exclude -1/2 and -3/2; for ReLU meet what neurons that change sides "
                                + "leave, -3/4 (their changes are independent) to -1/2 (they agree), and exclude 0, a remainder that stays.")
                .mistake(
                        "The proof appeals to concentration of measure without naming an inequality. The remainder is controlled by "
                                + "|theta_t - theta_0|^2 times the second derivative.")
                .mistake(
                        "The derivative of the loss is written without y_i, and the kernel between theta_0 and theta_s is replaced by "
                                + "that at theta_0 in silence; the error of that is as large as the remainder.")
                .seconds(150)
                .standard(size -> setting(size, Activation.TANH, Activation.RELU))
                .control(setting -> setting.with(Keys001.INITIALIZATION, "literal")
                        .noted("all weights of variance 1/m and no factor: the mean-field scaling"))
                .predict(setting -> Quantities.of("tanh", Powers.between(-1, -0.75, -0.5, -1.5))
                        .and("relu", Powers.between(-0.75, -0.5, 0)))
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (Activation activation : KernelDriftClaims.activations(setting)) {
                        for (String what : List.of(REMAINDER, INTEGRAL)) {
                            lines.add(Powers.line(
                                    "exponent of the " + what + activation.name(), predicted.list(activation.name()),
                                    setting.get(Keys001.WIDTHS), measured, what + activation.name(), 4));
                        }
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static List<String> names(Setting setting, String... quantities) {
        return KernelDriftClaims.activations(setting)
                .stream()
                .flatMap(activation -> Arrays.stream(quantities).map(what -> what + activation.name()))
                .toList();
    }

    private static Claim lipschitz() {
        return following("001.theorem2.2.lipschitz")
                .statement(
                        "A Lipschitz activation suffices for the limit",
                        "The theorem asks of the activation that it is Lipschitz and of nothing else: its remainders tend to 0 for "
                                + "activations with kinks too.",
                        "\\sigma\\ \\text{Lipschitz}\\ \\Rightarrow\\ R\\to0")
                .quoted(HYPOTHESES, PLACE)
                .measured(
                        "The remainders of 001.theorem2.2.linearization on the test points for ReLU and the leaky ReLU of slope 0.5: "
                                + "the intervals of their exponents in the width must hold -1 to -1/2, from smooth activations "
                                + "to neurons that change sides together, and exclude 0, a remainder that stays.")
                .mistake(
                        "The limit holds, but not by the printed proof, which needs second derivatives, and more slowly than for "
                                + "smooth activations, see 001.theorem2.2.lipschitz.rates. Theorem 2 of Jacot et al. (2018) asks for a "
                                + "bounded second derivative (from memory).")
                .seconds(100)
                .standard(size -> setting(size, Activation.RELU, Activation.leakyRelu(0.5)))
                .control(setting -> setting.with(Keys001.INITIALIZATION, "literal")
                        .noted("all weights of variance 1/m and no factor: the mean-field scaling"))
                .predict(setting -> Quantities.of("exponent", Powers.between(-1, -0.5, 0)))
                .judge((setting, predicted, measured) -> Judgement.all(names(setting, REMAINDER, INTEGRAL).stream()
                        .map(name -> Powers.line(
                                "exponent of the " + name, predicted.list("exponent"), setting.get(Keys001.WIDTHS),
                                measured,
                                name, 4))
                        .toList()))
                .build();
    }

    private static Claim rates() {
        return ClaimBuilder.of("001.theorem2.2.lipschitz.rates", Source001.at(PLACE))
                .statement(
                        "Gradients of ReLU networks become constant more slowly than those of tanh",
                        "The relative change of the gradient in theta during training falls more slowly with the width for ReLU than "
                                + "for tanh.",
                        "\\frac{\\|J_T-J_0\\|_F}{\\|J_0\\|_F}\\sim m^{-\\alpha},\\qquad\\alpha_{\\mathrm{ReLU}}<\\alpha_{\\tanh}")
                .quoted(HYPOTHESES, PLACE)
                .measured(
                        "The exponent in the width for ReLU less that for tanh, initialisation by initialisation, of the relative "
                                + "change of the gradients at the test points: the interval of the difference must lie above 0. (In the limit "
                                + "neurons that change sides, a share of order m^(-1/2), give -1/4 against -1/2; another program found -0.32 "
                                + "against -0.47 at widths up to 4096.)")
                .mistake("The text names no rate for this limit; this is what its hypothesis hides.")
                .seconds(100)
                .standard(size -> setting(size, Activation.RELU, Activation.TANH).with(Keys001.TIME,
                        size == Size.SMOKE ? 40.0 : 400.0))
                .control(setting -> setting.with(Keys001.ACTIVATIONS, List.of(Activation.TANH, Activation.RELU))
                        .noted("tanh in the place of ReLU, and ReLU in that of tanh"))
                .replicates(setting -> setting.get(Keys001.SEEDS))
                .predict(setting -> Quantities.of("difference", 0))
                .measure(KernelTaylorClaims::remainders)
                .judge((setting, predicted, measured) -> {
                    List<Activation> two = KernelDriftClaims.activations(setting);
                    double[] differences = measured.stream()
                            .mapToDouble(q -> slope(setting, q.list(GRADIENT + two.get(0).name()))
                                    - slope(setting, q.list(GRADIENT + two.get(1).name())))
                            .toArray();
                    return Judgement.all(Comparison.atLeast(
                            "exponent of the " + GRADIENT + two.get(0).name() + " less that of " + two.get(1).name(),
                            predicted.scalar("difference"), Exponents.mean(differences, 1),
                            "Student's interval over " + measured.size() + " initialisations at " + Level.words(1)));
                })
                .figures((setting, predicted, measured) -> List.of(Exponents.chart(
                        "rates", "Smoothness and rates",
                        "Taylor remainder on the test points and relative change of the gradients there.", "size",
                        setting.get(Keys001.WIDTHS), measured, names(setting, REMAINDER, GRADIENT))))
                .build();
    }

    private static double slope(Setting setting, double[] values) {
        return WidthLaw.slope(setting.get(Keys001.WIDTHS), values);
    }

    private static Quantities remainders(Setting setting, int replicate, Seed seed) {
        Quantities result = Quantities.NONE;
        double[] widths = setting.get(Keys001.WIDTHS);
        for (Activation activation : KernelDriftClaims.activations(setting)) {
            double[] remainders = new double[widths.length];
            double[] integrals = new double[widths.length];
            double[] gradients = new double[widths.length];
            for (int k = 0; k < widths.length; k++) {
                WideNet net = KernelDriftClaims.network(setting, activation, (int) widths[k]);
                var path = new LinearisedPath(
                        net, KernelDriftClaims.points(setting, WideNet.points()), WideNet.labels(),
                        KernelDriftClaims.points(setting, WideNet.testPoints()),
                        KernelDriftClaims.initial(setting, net.network(), seed.named("init").at(k)));
                path.follow(WideTraining.geometric(2, setting.get(Keys001.TIME), 10), setting.get(Keys001.STEP));
                remainders[k] = path.remainder();
                integrals[k] = path.integral();
                gradients[k] = path.gradientChange();
            }
            result = result.and(REMAINDER + activation.name(), remainders)
                    .and(INTEGRAL + activation.name(), integrals)
                    .and(GRADIENT + activation.name(), gradients);
        }
        return result;
    }
}
