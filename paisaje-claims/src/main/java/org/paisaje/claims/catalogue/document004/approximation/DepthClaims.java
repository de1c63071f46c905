package org.paisaje.claims.catalogue.document004.approximation;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Source;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.theory.approximation.Interpolants;
import org.paisaje.theory.geometry.region.RegionBounds;

/** Theorem 6.1.3 and proposition 6.1.1: how deep, and how large at all, a network must be. */
final class DepthClaims {
    /** f = 0.55 + 0.45 cos(2 pi m x), positive and at most 1. */
    private static final double MIDDLE = 0.55;
    private static final double SWING = 0.45;
    private static final int WIDTH = 4;
    private static final int MOST_LAYERS = 20_000;
    private static final String BETWEEN = "below: a function of fewer pieces than the wave has turns misses one; above: a network that is written down";

    private DepthClaims() {}

    static List<Claim> all() {
        return List.of(hanin(true), hanin(false), dense(true), dense(false));
    }

    /** Serra's bound on the pieces of layers of one width on a line. */
    private static double pieces(int width, int layers) {
        int[] widths = new int[layers];
        Arrays.fill(widths, width);
        return RegionBounds.serra(1, widths).doubleValue();
    }

    private static Comparison atMost(Setting setting, Quantities measured) {
        return Comparison.atMost("least error of a network of this size",
                setting.get(ApproximationKeys.EPSILON),
                new Estimate(measured.scalar("error"), measured.scalar("at least"), measured.scalar("error")), BETWEEN);
    }

    private static Claim hanin(boolean printed) {
        ClaimBuilder builder = ClaimBuilder
                .of("004.thm.6.1.3." + (printed ? "printed" : "corrected"),
                        new Source("004", "section 6.1, theorem 6.1.3"))
                .statement(printed
                        ? "Depth 2 d!/w_f(epsilon)^d with the modulus of continuity w_f is enough"
                        : "Width d + 3 and depth 2 d!/w^(-1)(epsilon)^d are enough, d = 1",
                        printed
                                ? "For positive continuous f with maximum 1 there is a ReLU network of width at most d + 3 and depth 2 d!/w_f(epsilon)^d "
                                        + "within epsilon, with w_f(delta) the largest |f(x) - f(y)| over |x - y| <= delta."
                                : "With the inverse of the modulus of continuity in the place of the modulus: on [0, 1] a network of width 4 and depth at most "
                                        + "2/w^(-1)(epsilon) is within epsilon.",
                        printed
                                ? "L=\\frac{2d!}{\\omega_f(\\epsilon)^d},\\quad\\omega_f(\\delta)=\\sup_{|x-y|\\le\\delta}|f(x)-f(y)|"
                                : "L=\\frac{2d!}{\\omega_f^{-1}(\\epsilon)^d}")
                .quoted("Then for any $\\epsilon > 0$, there exists a neural network $f_L$ with ReLU activation of depth "
                        + "$$L = \\frac{2d!}{\\omega_f(\\epsilon)^d}$$ and width $\\max_k N_k \\le d + 3$ such that "
                        + "$$||f - f_L||_{\\infty} \\le \\epsilon$$", "theorem 6.1.3")
                .quoted("Where $\\omega_f: \\delta \\mapsto \\sup\\{|f(x) - f(y)| : |x - y| \\le \\delta\\}$ denotes the modulus of continuity of "
                        + "f.", "theorem 6.1.3")
                .measured(
                        "f = 0.55 + 0.45 cos(2 pi m x) on [0, 1]. "
                                + (printed
                                        ? "With 500 waves the modulus is 0.9 and the depth 2/0.9 = 2.2, rounded up to 3: such a network has at most 125 pieces by Serra's "
                                                + "bound, fewer than the 1000 stretches on which the wave crosses its middle, so that its error is at least 0.45. One layer "
                                                + "more, if the depth counts hidden layers only, gives at most 625."
                                        : "The error of an interpolant by layers of four units, as many as the depth allows."))
                .standard(size -> Setting.of(ApproximationKeys.FREQUENCY.is(printed ? 500 : 5),
                        ApproximationKeys.EPSILON.is(0.1), ApproximationKeys.THINNED.is(1.0),
                        ApproximationKeys.POINTS.is(4001)))
                .control(setting -> printed
                        ? setting.with(ApproximationKeys.FREQUENCY, 1)
                                .noted("one wave, for which modulus and inverse modulus are of one size")
                        : setting.with(ApproximationKeys.THINNED, 0.04).noted("a 25th of the depth"))
                .predict(setting -> Quantities.of("epsilon", setting.get(ApproximationKeys.EPSILON)))
                .measure((setting, replicate, seed) -> {
                    int m = setting.get(ApproximationKeys.FREQUENCY);
                    double epsilon = setting.get(ApproximationKeys.EPSILON);
                    // |f(x) - f(y)| <= 2 swing sin(pi m |x - y|) up to half a wave
                    double modulus = 2 * SWING * (m * epsilon < 0.5 ? Math.sin(Math.PI * m * epsilon) : 1);
                    double inverse = Math.asin(epsilon / (2 * SWING)) / (Math.PI * m);
                    double depth = setting.get(ApproximationKeys.THINNED) * 2 / (printed ? modulus : inverse);
                    // Rounded in favour of what is to be refuted, and against what is to be supported.
                    int layers = Math.clamp((long) (printed ? Math.ceil(depth) : depth), 1, MOST_LAYERS);
                    DoubleUnaryOperator f = x -> MIDDLE + SWING * Math.cos(2 * Math.PI * m * x);
                    double error = Interpolants.narrow(f, layers).error(f, setting.get(ApproximationKeys.POINTS));
                    // 2 m + 1 extremes alternate about the middle: 2 m crossings, one for each piece
                    double least = layers < 30 && pieces(WIDTH, layers) < 2 * m ? SWING : 0;
                    double shown = Math.max(least, Math.min(error, SWING));
                    return Quantities.of("error", shown).and("at least", printed ? least : shown);
                })
                .judge((setting, predicted, measured) -> Judgement.all(atMost(setting, measured.getFirst())));
        return printed
                ? builder.refuted()
                        .mistake(
                                "The inverse of the modulus belongs there. As printed the depth grows as f becomes smoother.")
                        .mistake("The reference is to Schmitt (2000) instead of Hanin (2017).")
                        .build()
                : builder.build();
    }

    private static Claim dense(boolean printed) {
        ClaimBuilder builder = ClaimBuilder
                .of("004.prop.6.1.1." + (printed ? "printed" : "corrected"),
                        new Source("004", "section 6.1, proposition 6.1.1"))
                .statement(printed
                        ? "Networks of one large enough size are dense"
                        : "Networks of all widths together are dense",
                        printed
                                ? "There are L0 and C0 such that the networks of L layers of C units come to every continuous function, for each L >= L0 and C >= "
                                        + "C0."
                                : "The error tends to 0 as the width grows, for one function as slowly as its waves are fast: pi m / sqrt(2 epsilon) ReLUs come to m "
                                        + "waves within epsilon.",
                        printed
                                ? "\\exists L_0,C_0:\\ \\mathcal H[L,C]\\text{ dense in }\\mathcal C^0\\text{ for }L\\ge L_0,\\ C\\ge C_0"
                                : "\\bigcup_C\\mathcal H[1,C]\\text{ dense in }\\mathcal C^0")
                .quoted("Under some conditions to the activation function $\\sigma$ (that tanh, sigmoid and ReLU fulfill), there exists $L^0$, $C^0$ "
                        + "such that", "proposition 6.1.1")
                .quoted("$$\\mathcal{H}[L,C]$$ is dense in $\\mathcal{C}^0$ for $L \\geq L_0, \\ C \\geq C_0$",
                        "proposition 6.1.1")
                .measured(printed
                        ? "ReLU networks of 3 layers of 8 units and sin 2 pi m x on [0, 1] with m = 400: they have at most 729 pieces on a line, and "
                                + "799 are needed to be better than 0, whose error is 1. Every other size has its m."
                        : "The error of the interpolant with that many units.")
                .standard(size -> Setting.of(ApproximationKeys.FREQUENCY.is(printed ? 400 : 20),
                        ApproximationKeys.COMPONENTS.is(8), ApproximationKeys.LAYERS.is(3),
                        ApproximationKeys.EPSILON.is(0.1), ApproximationKeys.THINNED.is(1.0),
                        ApproximationKeys.POINTS.is(20_001)))
                .control(setting -> printed
                        ? setting.with(ApproximationKeys.FREQUENCY, 1).noted("one wave, for which the size is enough")
                        : setting.with(ApproximationKeys.THINNED, 0.3).noted("fewer units than the wave asks for"))
                .predict(setting -> Quantities.of("epsilon", setting.get(ApproximationKeys.EPSILON)))
                .measure((setting, replicate, seed) -> {
                    int m = setting.get(ApproximationKeys.FREQUENCY);
                    double epsilon = setting.get(ApproximationKeys.EPSILON);
                    DoubleUnaryOperator f = x -> Math.sin(2 * Math.PI * m * x);
                    int units = printed
                            ? setting.get(ApproximationKeys.COMPONENTS)
                            : (int) Math.ceil(
                                    setting.get(ApproximationKeys.THINNED) * Math.PI * m / Math.sqrt(2 * epsilon));
                    double error = Interpolants.shallow(f, units).error(f, setting.get(ApproximationKeys.POINTS));
                    int layers = printed ? setting.get(ApproximationKeys.LAYERS) : 1;
                    double least = pieces(units, layers) < 2 * m - 1 ? 1 : 0;
                    return Quantities.of("error", Math.max(least, Math.min(error, 1)))
                            .and("at least", printed ? least : Math.min(error, 1));
                })
                .judge((setting, predicted, measured) -> Judgement.all(atMost(setting, measured.getFirst())));
        return printed
                ? builder.refuted()
                        .mistake(
                                "A network of fixed size has a bounded number of pieces; only the union over all widths, or over all depths, is dense. With L0 and C0 "
                                        + "that may depend on the function and on epsilon, as in the theorems before it, it holds: see "
                                        + "004.prop.6.1.1.corrected.")
                        .mistake("H[L, C] is written where H[C, L] was defined.")
                        .build()
                : builder.build();
    }
}
