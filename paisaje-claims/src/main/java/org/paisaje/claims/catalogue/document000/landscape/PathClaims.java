package org.paisaje.claims.catalogue.document000.landscape;

import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.Statement;
import org.paisaje.claims.Unexecutable;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Generator;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Comparison;
import org.paisaje.theory.landscape.path.EnergyGap;

/** Section 3.2: how much the risk must rise on the way between two networks, and what nothing can be computed of. */
final class PathClaims {
    private static final String GAP = "section 3.2, corollary";

    private PathClaims() {}

    static List<Claim> all() {
        return List.of(gap(), main(), common(), quotation(), conclusions(), references(), pictures());
    }

    private static Claim gap() {
        return ClaimBuilder.of("000.3.2.gap", LandscapeClaims.paper(GAP))
                .statement("The rise on the way falls with the width at least as m^(-1/n)",
                        "The energy gap between two networks with m neurons falls at least as fast as m^(-1/n), n the dimension of the inputs. For two "
                                + "smooth targets the explicit path does much better.",
                        "\\epsilon=\\mathcal O(m^{-1/n})")
                .quoted("a medida que m incrementa, el gap $\\epsilon$ satisface que $\\epsilon = \\mathcal{O}(m^{-1/n})$, y por lo tanto los "
                        + "conjuntos de nivel se vuelven conexos en todos los niveles de energía", "section 3.2")
                .measured(
                        "400 points of [-1, 1]^n, n = 1 and 2, and sin(pi x_1) cos(pi x_2): the larger loss of two networks with random unit neurons "
                                + "that keep the best of eight halves, for m = 8 to 128; the exponent with Student's interval over networks is at most "
                                + "-1/n.")
                .mistake(
                        "n is the dimension of the inputs, though section 3.3 uses it for the neurons, with which the formula means nothing. It is an "
                                + "upper bound for the population risk with unit rows and an l1 penalty on the last layer alone; the text drops all three.")
                .mistake(
                        "That level sets become connected \"at all levels\" is said of m without end. At a finite m they need not be, see "
                                + "000.3.2.relu.disconnected; what falls is how far a path has to rise.")
                .seconds(4)
                .standard(size -> Setting.of(Keys.HALVED.is(true), Keys.WIDTHS.is(size == Size.SMOKE
                        ? new double[] {8, 16, 32, 64}
                        : new double[] {8, 16, 32, 64, 128}), Keys.SEEDS.is(size == Size.FULL ? 48 : 16)))
                .control(setting -> setting.with(Keys.HALVED, false).noted("two neurons are kept, at every width"))
                .replicates(setting -> setting.get(Keys.SEEDS))
                .predict(setting -> Quantities.of("exponents", new double[] {-1, -0.5}))
                .measure((setting, replicate, seed) -> {
                    double[] widths = setting.get(Keys.WIDTHS);
                    Quantities gaps = Quantities.NONE;
                    for (int n = 1; n <= 2; n++) {
                        double[] gap = new double[widths.length];
                        for (int k = 0; k < widths.length; k++) {
                            int m = (int) widths[k];
                            int keep = setting.get(Keys.HALVED) ? m / 2 : 2;
                            Seed own = seed.at(n).at(m);
                            gap[k] = Math.max(end(n, m, keep, own.named("first")),
                                    end(n, m, keep, own.named("second")));
                        }
                        gaps = gaps.and("n = " + n, gap);
                    }
                    return gaps;
                })
                .judge((setting, predicted, measured) -> Judgement.all(line(setting, predicted, measured, 1),
                        line(setting, predicted, measured, 2)))
                .figures((setting, predicted,
                        measured) -> List.of(Exponents.chart("gap", "The rise of an explicit path by width",
                                "Smooth targets of one and two variables.", "largest loss on the path",
                                setting.get(Keys.WIDTHS), measured,
                                List.of("n = 1", "n = 2"))))
                .build();
    }

    private static Comparison line(Setting setting, Quantities predicted, List<Quantities> measured, int n) {
        return Comparison.atMost("exponent of the gap in m, n = " + n, predicted.list("exponents")[n - 1],
                Exponents.of(setting.get(Keys.WIDTHS), measured, "n = " + n, 2),
                "Student's interval over networks, " + Level.words(2));
    }

    private static double end(int n, int m, int keep, Seed seed) {
        Generator draw = seed.generator();
        Matrix features = Matrix.zeros(400, m);
        Matrix y = Matrix.zeros(400, 1);
        double[][] neurons = new double[m][n + 1];
        for (double[] neuron : neurons) {
            draw.onSphere(neuron, 0, n + 1);
        }
        for (int i = 0; i < 400; i++) {
            double first = draw.nextDouble(-1, 1);
            double second = draw.nextDouble(-1, 1);
            y.set(i, 0, Math.sin(Math.PI * first) * (n == 1 ? 1 : Math.cos(Math.PI * second)));
            for (int j = 0; j < m; j++) {
                double z = neurons[j][0] + neurons[j][1] * first + (n == 1 ? 0 : neurons[j][2] * second);
                features.set(i, j, Math.max(0, z));
            }
        }
        return EnergyGap.halved(features, y, keep, 8, draw);
    }

    private static Claim entry(String id, String place, String title, String words, String why, String... mistakes) {
        return new Unexecutable(id, LandscapeClaims.paper(place),
                new Statement(title, words, "", why, List.of(mistakes)));
    }

    private static Claim main() {
        return entry("000.3.2.gap.theorem", "section 3.2, main result of [14]",
                "A path joins two networks with a risk of at most max(lambda, epsilon)",
                "For networks of one hidden layer with a penalty two parameters of risk at most lambda are joined by a path whose risk is at most "
                        + "max(lambda, epsilon), with an epsilon that falls with the width.",
                "epsilon is an infimum over quantities of the population risk that the text does not define; what it says of the width is in "
                        + "000.3.2.gap, and paths between given networks are computed by the verb connect",
                "The text drops that the theorem is about the population risk, unit rows of W_1, and an l1 penalty on W_2 alone; W is not defined.",
                "The slides say \"escenario asintótico dado por una neurona fija m\" where 000 rightly has a scenario that is not asymptotic and a fixed "
                        + "number m of neurons.");
    }

    private static Claim common() {
        return entry("000.2.common", "section 2, references [5] and [6]",
                "Bad minima occur in common situations of learning",
                "References [5] and [6] show that many suboptimal minima occur in common situations of learning.",
                "\"common\" is no number; how often they are met is in 002.resultados.share and 000.2.width-law, how artificial the example of [6] is in the "
                        + "claims on a single neuron",
                "The example of [6] needs inputs whose scales grow by 5.7 and more from sample to sample, which is not a common situation.");
    }

    private static Claim quotation() {
        return entry("000.2.quotation", "section 2, reference [11]",
                "In 1998 there was no formula that guarantees convergence",
                "No formula guarantees that a network converges to a good solution, that convergence is swift, or that there is any.",
                "it reports the state of the art of a year",
                "The link of reference [11] leads to the index of another conference.");
    }

    private static Claim conclusions() {
        return entry("000.4.conclusions", "section 4",
                "Local minima lie near the global one, so that descent ends well",
                "With high probability local minima are found near the global one and unstable points far from it; descent converges to good "
                        + "solutions.",
                "it puts together statements about three models that do not fit together: spin glasses, networks without bad minima, and wide networks. "
                        + "The parts are claims of their own: true in the mean for the spin glass, false for 002.resultados.share and 000.2.width-law",
                "\"shallowçon\" is a slip of the keyboard.");
    }

    private static Claim references() {
        return entry("000.references", "references", "The references support what they are cited for",
                "References [12] and [15] are cited for a theorem on spin glasses and for deep linear networks with a penalty.",
                "what a reference says is no computation",
                "[12] is the open problem of COLT 2015, not the theorem of AISTATS 2015. The case kappa > 0 is not in [15] but in [14]. The sentence before "
                        + "section 2 breaks off after \"es decir\".");
    }

    private static Claim pictures() {
        return entry("000.figures", "figures 1, 4 and 7; slides, figure 5",
                "The figures of a scheme, a projection, spins and a curve of the loss",
                "Pictures that illustrate the text.",
                "they state nothing that could fail: there are no axes, and figure 5 of the slides has no source; "
                        + "what a projection shows of minima is in the claims on slices",
                "Figures 2 and 8 have the same caption.");
    }
}
