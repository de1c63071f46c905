package org.paisaje.claims.catalogue.document001.landscape;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.catalogue.document001.setup.Keys001;
import org.paisaje.claims.catalogue.document001.setup.Source001;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.risk.Risk;
import org.paisaje.risk.RiskPoint;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
import org.paisaje.theory.landscape.spectrum.FullSpectrum;

/** Reference [10], to which section 5.3 appeals: exact ranks of deep linear Hessians. */
public final class LinearRankClaims {
    private static final String PLACE = "section 5.3, reference [10]";

    /** Widths from inputs to outputs, points, and the ranks of H1, H2 and H. */
    private record Case(int[] widths, int n, double first, double second, double whole) {
        String name() {
            var text = new StringBuilder();
            for (int width : widths) {
                text.append(text.isEmpty() ? "" : "-").append(width);
            }
            return text + " on " + n + " points";
        }
    }

    /** Evaluated by hand from the formulas. */
    private static final List<Case> CASES = List.of(
            new Case(new int[] {3, 2, 2}, 6, 6, 8, 10),
            new Case(new int[] {4, 3, 3, 2}, 8, 8, 20, 24),
            new Case(new int[] {5, 2, 4, 3, 3}, 9, 12, 32, 36),
            new Case(new int[] {3, 4, 4, 1}, 6, 3, 15, 17),
            new Case(new int[] {6, 3, 2}, 3, 6, 12, 14),
            new Case(new int[] {4, 6, 6, 3}, 10, 12, 63, 66));

    private LinearRankClaims() {}

    /** The claims, in the order of the text. */
    public static List<Claim> all() {
        return List.of(generic(), minimum(), nonlinear());
    }

    private static Setting setting(String fitted) {
        return Setting.of(Keys001.FITTED.is(fitted));
    }

    private static Claim generic() {
        return ClaimBuilder.of("001.4.2.linear-rank", Source001.at(PLACE))
                .statement("Deep linear Hessians have the ranks of a closed form",
                        "With L matrices, M hidden units in all, r the rank of the inputs, K outputs and q the least of r, K and the "
                                + "hidden widths: rank H1 = q (r + K - q), rank H2 = 2 q M + 2 q s - L q^2 with s the rank of the "
                                + "correlation of residual and inputs, rank H = 2 q M + q (r + K) - L q^2, at generic weights.",
                        "\\mathrm{rank}\\,H=2qM+q(r+K)-Lq^2")
                .quoted("Como se ha demostrado en [10], la mayor parte del espectro se concentra cerca de cero",
                        "section 5.3")
                .measured(
                        "Six deep linear networks with drawn weights, inputs and targets: ranks of H1, H2 and H from all "
                                + "eigenvalues.")
                .standard(size -> setting("drawn"))
                .control(
                        setting -> setting.with(Keys001.FITTED, "interpolated").noted("targets that the network gives"))
                .predict(setting -> ranks())
                .measure(LinearRankClaims::measured)
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (int c = 0; c < CASES.size(); c++) {
                        for (String which : List.of("H1", "H2", "H")) {
                            lines.add(Comparison.equal("rank " + which + ", " + CASES.get(c).name(),
                                    predicted.list(which)[c], measured.getFirst().list(which)[c],
                                    Tolerance.none("whole numbers")));
                        }
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Claim minimum() {
        return ClaimBuilder.of("001.4.2.linear-rank.minimum", Source001.at(PLACE))
                .statement("At a global minimum of loss 0 the rank of a deep linear Hessian is q (r + K - q)",
                        "Where the residual vanishes H = H1, and its rank does not depend on the number of points: for deep linear "
                                + "networks n is not what bounds it.",
                        "\\mathrm{rank}\\,H=q(r+K-q)")
                .measured("The six networks of 001.4.2.linear-rank with the targets that they give: the rank of H.")
                .standard(size -> setting("interpolated"))
                .control(setting -> setting.with(Keys001.FITTED, "drawn").noted("targets that are missed"))
                .predict(setting -> ranks())
                .measure(LinearRankClaims::measured)
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (int c = 0; c < CASES.size(); c++) {
                        lines.add(Comparison.equal("rank H, " + CASES.get(c).name(), predicted.list("H1")[c],
                                measured.getFirst().list("H")[c], Tolerance.none("whole numbers")));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    /** Layers of the same widths with an activation, and the rank that the formula of deep linear networks gives for H. */
    private record ActivatedNetwork(String network, int n, double formula) {}

    /** By hand: q = 1, M = 6, r = 5, K = 1, L = 2, and q = 2, M = 6, r = 4, K = 2, L = 3. */
    private static final List<ActivatedNetwork> NONLINEAR = List.of(new ActivatedNetwork("5-6-1", 40, 16),
            new ActivatedNetwork("4-3-3-2", 8, 24));

    private static Claim nonlinear() {
        return ClaimBuilder.of("001.4.2.linear-rank.nonlinear", Source001.at(PLACE))
                .statement("With activations the rank exceeds the formula of deep linear networks",
                        "The Hessian of a deep linear network has a rank of closed form; that of two networks with the same layers and ReLU or "
                                + "tanh has a larger one, at generic weights with targets that are missed.",
                        "\\mathrm{rank}\\,H>2qM+q(r+K)-Lq^2")
                .quoted("Como se ha demostrado en [10], la mayor parte del espectro se concentra cerca de cero",
                        "section 5.3")
                .measured(
                        "A ReLU network 5-6-1 on 40 points and a tanh network 4-3-3-2 on 8: the rank of H from all eigenvalues, at least one "
                                + "more than the formula: 24 for the tanh layers, where 27 is all there can be, and 16 for the ReLU layers.")
                .mistake(
                        "The text says where the spectrum lies, not how large the rank is. The formula for linear layers must not be taken for that "
                                + "of its networks, which have activations; by its abstract [10] offers it as an estimate for these (from memory).")
                .standard(size -> Setting.of(Keys001.WITH_ACTIVATION.is(true)))
                .control(setting -> setting.with(Keys001.WITH_ACTIVATION, false).noted("no activations"))
                .predict(setting -> Quantities.of("H",
                        NONLINEAR.stream().mapToDouble(ActivatedNetwork::formula).toArray()))
                .measure((setting, replicate, seed) -> {
                    double[] whole = new double[NONLINEAR.size()];
                    for (int c = 0; c < whole.length; c++) {
                        ActivatedNetwork one = NONLINEAR.get(c);
                        String kind = setting.get(Keys001.WITH_ACTIVATION) ? c == 0 ? "relu" : "tanh" : "identity";
                        Architecture net = Architecture.parse("mlp:" + one.network + ":" + kind + ":bias=false");
                        double[] theta = seed.at(c).named("theta").gaussians(net.layout().size());
                        Matrix x = Matrix.wrap(one.n, net.inputs(),
                                seed.at(c).named("x").gaussians(one.n * net.inputs()));
                        Matrix y = Matrix.wrap(one.n, net.outputs(),
                                seed.at(c).named("y").gaussians(one.n * net.outputs()));
                        FullSpectrum.Found found = HessianSplitClaims
                                .spectrum(Risk.of(net, x, y, Loss.SQUARED).at(theta).hessian());
                        whole[c] = found.rank(HessianSplitClaims.zero(found));
                    }
                    return Quantities.of("H", whole);
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (int c = 0; c < NONLINEAR.size(); c++) {
                        lines.add(Comparison.atLeast("rank H, " + NONLINEAR.get(c).network, predicted.list("H")[c] + 1,
                                Estimate.exact(measured.getFirst().list("H")[c]), "one more than the formula"));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Quantities ranks() {
        return Quantities.of("H1", CASES.stream().mapToDouble(Case::first).toArray())
                .and("H2", CASES.stream().mapToDouble(Case::second).toArray())
                .and("H", CASES.stream().mapToDouble(Case::whole).toArray());
    }

    private static Quantities measured(Setting setting, int replicate, Seed seed) {
        double[] first = new double[CASES.size()];
        double[] second = new double[CASES.size()];
        double[] whole = new double[CASES.size()];
        for (int c = 0; c < CASES.size(); c++) {
            Case one = CASES.get(c);
            Mlp net = Mlp.linear(one.widths);
            int n = one.n;
            double[] theta = seed.at(c).named("theta").gaussians(net.layout().size());
            Matrix x = Matrix.wrap(n, net.inputs(), seed.at(c).named("x").gaussians(n * net.inputs()));
            Matrix y = setting.get(Keys001.FITTED).equals("interpolated")
                    ? net.forward(theta, x)
                    : Matrix.wrap(n, net.outputs(), seed.at(c).named("y").gaussians(n * net.outputs()));
            RiskPoint at = Risk.of(net, x, y, Loss.SQUARED).at(theta);
            FullSpectrum.Found hessian = HessianSplitClaims.spectrum(at.hessian());
            double least = HessianSplitClaims.zero(hessian);
            whole[c] = hessian.rank(least);
            first[c] = HessianSplitClaims.spectrum(at.gaussNewton()).rank(least);
            second[c] = HessianSplitClaims.spectrum(at.residual()).rank(least);
        }
        return Quantities.of("H1", first).and("H2", second).and("H", whole);
    }
}
