package org.paisaje.claims.catalogue.document001.landscape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Statement;
import org.paisaje.claims.Unexecutable;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.claims.catalogue.document001.setup.Keys001;
import org.paisaje.claims.catalogue.document001.setup.Source001;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.risk.Risk;
import org.paisaje.risk.RiskPoint;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
import org.paisaje.theory.landscape.spectrum.FullSpectrum;

/** Section 4.2: how large the second part of the Hessian is, and how many eigenvalues are zero. */
public final class HessianRankClaims {
    private static final String SPECTRUM = "section 4.2, implications";

    private static final int DIMENSION = 5;

    private static final String QUOTED_RANK = "El rango de H está entonces acotado por n, y si $p \\gg n$, como ocurre en el "
            + "régimen de sobreparametrización, la mayoría de los autovalores de H son exactamente cero.";

    private HessianRankClaims() {}

    /** The claims, in the order of the text. */
    public static List<Claim> all() {
        return List.of(rankPrinted(), rankCorrected(), zerosPrinted(), zerosRelu(), outputs(), reference());
    }

    private static Setting ranks() {
        return Setting.of(Keys001.FITTED.is("drawn"), Keys001.WIDTHS.is(new double[] {10, 20}), Keys001.POINTS.is(10));
    }

    private static Quantities measuredRanks(Setting setting, int replicate, Seed seed) {
        double[] widths = setting.get(Keys001.WIDTHS);
        double[] relu = new double[widths.length];
        double[] tanh = new double[widths.length];
        double[] expected = new double[widths.length];
        for (int k = 0; k < widths.length; k++) {
            int m = (int) widths[k];
            var drawn = HessianSplitClaims.Case.of(setting, Activation.RELU, m, setting.get(Keys001.POINTS), DIMENSION,
                    seed.at(m));
            relu[k] = rank(drawn.at());
            expected[k] = expectedRank(drawn, m);
            tanh[k] = rank(HessianSplitClaims.Case.of(setting, Activation.TANH, m, setting.get(Keys001.POINTS),
                    DIMENSION, seed.at(m)).at());
        }
        return Quantities.of("relu", relu).and("tanh", tanh).and("from the pattern", expected);
    }

    private static double rank(RiskPoint at) {
        FullSpectrum.Found found = HessianSplitClaims.spectrum(at.hessian());
        return found.rank(HessianSplitClaims.zero(found));
    }

    /**
     * What the pattern of points that switch neurons on says of the rank: two for each neuron that some point switches on,
     * one for each point that switches some neuron on, less one for each group of points and neurons that are so linked.
     */
    private static double expectedRank(HessianSplitClaims.Case drawn, int m) {
        int n = drawn.x().rows();
        int[] group = IntStream.range(0, m + n).toArray();
        boolean[] linked = new boolean[m + n];
        for (int r = 0; r < m; r++) {
            for (int i = 0; i < n; i++) {
                double z = 0;
                for (int j = 0; j < DIMENSION; j++) {
                    z += drawn.theta()[r * DIMENSION + j] * drawn.x().get(i, j);
                }
                if (z > 0) {
                    linked[r] = true;
                    linked[m + i] = true;
                    int from = group[m + i];
                    int to = group[r];
                    Arrays.setAll(group, k -> group[k] == from ? to : group[k]);
                }
            }
        }
        double rank = 0;
        var groups = new HashSet<Integer>();
        for (int k = 0; k < m + n; k++) {
            if (linked[k]) {
                rank += k < m ? 2 : 1;
                groups.add(group[k]);
            }
        }
        return rank - groups.size();
    }

    private static Claim rankPrinted() {
        return ClaimBuilder.of("001.4.2.rank.printed", Source001.at(SPECTRUM))
                .statement("The rank of the Hessian is at most n",
                        "The rank of H is bounded by the number n of data points, in the over-parametrised regime.",
                        "\\mathrm{rank}\\,H\\le n")
                .quoted(QUOTED_RANK, SPECTRUM)
                .measured(
                        "The rank of the Hessian of two-layer networks at drawn weights with drawn labels, from all eigenvalues, "
                                + "for n = 10 points in 5 dimensions.")
                .mistake(
                        "The rank of J J^T / n is at most n; H differs from it by H2, which is small in norm and not in rank. "
                                + "At interpolation H2 = 0 and the statement holds, see the control and 001.4.2.rank.corrected.")
                .refuted()
                .standard(size -> ranks())
                .control(setting -> setting.with(Keys001.FITTED, "interpolated").noted("labels that the network gives"))
                .predict(setting -> Quantities.of("bound", setting.get(Keys001.POINTS)))
                .measureAs("001.4.2.rank.corrected", HessianRankClaims::measuredRanks)
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    double[] widths = setting.get(Keys001.WIDTHS);
                    for (int k = 0; k < widths.length; k++) {
                        for (String s : List.of("relu", "tanh")) {
                            lines.add(Comparison.atMost("rank of H, " + s + ", m = " + (long) widths[k],
                                    predicted.scalar("bound"), Estimate.exact(measured.getFirst().list(s)[k]),
                                    "whole numbers"));
                        }
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Claim rankCorrected() {
        return ClaimBuilder.of("001.4.2.rank.corrected", Source001.at(SPECTRUM))
                .statement("At generic weights the Hessian has rank 2 alive + n - 1 for ReLU and p for tanh",
                        "For ReLU each neuron that some point switches on adds a block of rank 2 to H2; H1 adds one for each point "
                                + "that switches some neuron on, as a rule all n; the gradient lies in both ranges. (Where the points "
                                + "and neurons fall into groups that share nothing, the gradient of each group does.) For tanh the "
                                + "blocks of H2 are full.",
                        "\\mathrm{rank}\\,H=\\min(p,\\,2m_{\\rm alive}+n-1)\\ \\text{(ReLU)},\\qquad p\\ \\text{(tanh)}")
                .quoted(QUOTED_RANK, SPECTRUM)
                .measured("The rank of the Hessian at drawn weights with drawn labels, from all eigenvalues.")
                .standard(size -> ranks())
                .control(setting -> setting.with(Keys001.FITTED, "interpolated").noted("labels that the network gives"))
                .predict(setting -> Quantities.of("p", Arrays.stream(setting.get(Keys001.WIDTHS))
                        .map(m -> m * (DIMENSION + 1))
                        .toArray()))
                .measure(HessianRankClaims::measuredRanks)
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    double[] widths = setting.get(Keys001.WIDTHS);
                    Quantities m = measured.getFirst();
                    for (int k = 0; k < widths.length; k++) {
                        double p = predicted.list("p")[k];
                        double relu = Math.min(p, m.list("from the pattern")[k]);
                        lines.add(
                                Comparison.equal("rank of H, relu, m = " + (long) widths[k], relu, m.list("relu")[k],
                                        Tolerance.none("whole numbers")));
                        lines.add(Comparison.equal("rank of H, tanh, m = " + (long) widths[k], p, m.list("tanh")[k],
                                Tolerance.none("whole numbers")));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Claim zerosPrinted() {
        return ClaimBuilder.of("001.4.2.zeros.printed", Source001.at(SPECTRUM))
                .statement("For smooth activations most eigenvalues of the Hessian are exactly zero",
                        "With p much larger than n and a smooth activation, as the theorem of this section has it, most eigenvalues of H are "
                                + "exactly zero.",
                        "\\#\\{\\lambda_i(H)=0\\}>p/2")
                .quoted(QUOTED_RANK, SPECTRUM)
                .measured(
                        "tanh at drawn weights with drawn labels: the share of the eigenvalues that are zero to rounding.")
                .mistake(
                        "\"Approximately\" has become \"exactly\": H2 shifts the p - n zeros of H1, about half of them below 0. For ReLU, which "
                                + "is not smooth, most are zero from 4 inputs on, see 001.4.2.zeros.relu; at interpolation they are for "
                                + "every activation, see the control.")
                .refuted()
                .standard(size -> zeros(Activation.TANH))
                .control(setting -> setting.with(Keys001.FITTED, "interpolated").noted("labels that the network gives"))
                .predict(setting -> Quantities.of("share", 0.5))
                .measure(HessianRankClaims::share)
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.atLeast("share of zeros",
                        predicted.scalar("share"), Estimate.exact(measured.getFirst().scalar("share")),
                        "\"most\" is more than half")))
                .build();
    }

    private static Setting zeros(Activation activation) {
        return Setting.of(Keys001.ACTIVATION.is(activation), Keys001.FITTED.is("drawn"), Keys001.M.is(20),
                Keys001.POINTS.is(10));
    }

    private static Quantities share(Setting setting, int replicate, Seed seed) {
        var found = HessianSplitClaims.spectrum(HessianSplitClaims.Case.of(setting, setting.get(Keys001.ACTIVATION),
                setting.get(Keys001.M), setting.get(Keys001.POINTS), DIMENSION, seed).at().hessian());
        double p = found.values().length;
        return Quantities.of("share", 1 - found.rank(HessianSplitClaims.zero(found)) / p);
    }

    private static Claim zerosRelu() {
        return ClaimBuilder.of("001.4.2.zeros.relu", Source001.at(SPECTRUM))
                .statement("For ReLU most eigenvalues of the Hessian are exactly zero, from 4 inputs on",
                        "Each neuron adds a block of rank 2 to H2, whatever d is, so that at most 2m + n - 1 of the m (d + 1) eigenvalues are "
                                + "not zero, see 001.4.2.rank.corrected. The share of zeros tends to (d - 1) / (d + 1) with the width, which is more than half for 4 "
                                + "inputs or more.",
                        "\\frac{\\#\\{\\lambda_i(H)=0\\}}p\\ge1-\\frac{2m+n-1}{m(d+1)}\\to\\frac{d-1}{d+1}")
                .quoted(QUOTED_RANK, SPECTRUM)
                .measured(
                        "ReLU at drawn weights with drawn labels, 20 neurons on 10 points in 5 dimensions: the share of the eigenvalues that are "
                                + "zero to rounding, at least 71 of 120.")
                .standard(size -> zeros(Activation.RELU))
                .control(setting -> setting.with(Keys001.ACTIVATION, Activation.TANH)
                        .noted("tanh, whose blocks of H2 are full"))
                .predict(setting -> {
                    double m = setting.get(Keys001.M);
                    return Quantities.of("share",
                            1 - (2 * m + setting.get(Keys001.POINTS) - 1) / (m * (DIMENSION + 1)));
                })
                .measure(HessianRankClaims::share)
                .judge((setting, predicted, measured) -> {
                    double share = measured.getFirst().scalar("share");
                    // Two numbers close to 1/2 that are one less a quotient.
                    double least = predicted.scalar("share") - Rounding.of(4).bound();
                    return Judgement.all(
                            Comparison.atLeast("share of zeros", least, Estimate.exact(share), Rounding.of(4).words()),
                            Comparison.atLeast("share of zeros, against half", 0.5, Estimate.exact(share),
                                    "\"most\" is more than half"));
                })
                .build();
    }

    private static Claim outputs() {
        return ClaimBuilder.of("001.4.2.outputs", Source001.at(SPECTRUM))
                .statement("With k outputs the first part of the Hessian has rank n k",
                        "Every output of every point adds a direction: rank H1 = n k, for generic points, if p is not less.",
                        "\\mathrm{rank}\\,H_1=nk")
                .measured(
                        "ReLU and tanh with 20 neurons and 1 to 3 outputs on 10 points in 5 dimensions, squared loss.")
                .standard(size -> Setting.of(Keys001.PLACED.is("general"), Keys001.POINTS.is(10),
                        Keys001.OUTPUTS.is(new double[] {1, 2, 3})))
                .control(setting -> setting.with(Keys001.PLACED, "antipodal")
                        .noted("tanh is odd: antipodes add nothing"))
                .predict(setting -> Quantities.of("rank", Arrays.stream(setting.get(Keys001.OUTPUTS))
                        .map(k -> k * setting.get(Keys001.POINTS))
                        .toArray()))
                .measure((setting, replicate, seed) -> {
                    int n = setting.get(Keys001.POINTS);
                    Matrix x = Matrix.wrap(n, DIMENSION, seed.named("x").gaussians(n * DIMENSION));
                    if (setting.get(Keys001.PLACED).equals("antipodal")) {
                        for (int i = n / 2; i < n; i++) {
                            for (int j = 0; j < DIMENSION; j++) {
                                x.set(i, j, -x.get(i - n / 2, j));
                            }
                        }
                    }
                    double[] outputs = setting.get(Keys001.OUTPUTS);
                    double[] relu = new double[outputs.length];
                    double[] tanh = new double[outputs.length];
                    for (int c = 0; c < outputs.length; c++) {
                        relu[c] = firstRank(Activation.RELU, x, (int) outputs[c], seed);
                        tanh[c] = firstRank(Activation.TANH, x, (int) outputs[c], seed);
                    }
                    return Quantities.of("relu", relu).and("tanh", tanh);
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    double[] outputs = setting.get(Keys001.OUTPUTS);
                    for (int c = 0; c < outputs.length; c++) {
                        for (String s : List.of("relu", "tanh")) {
                            lines.add(Comparison.equal("rank of H1, " + s + ", k = " + (long) outputs[c],
                                    predicted.list("rank")[c], measured.getFirst().list(s)[c],
                                    Tolerance.none("whole numbers")));
                        }
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static double firstRank(Activation s, Matrix x, int k, Seed seed) {
        Mlp net = Mlp.of(s, DIMENSION, 20, k).withBias(false);
        double[] theta = seed.at(k).gaussians(net.layout().size());
        Risk risk = Risk.of(net, x, Matrix.zeros(x.rows(), k), Loss.SQUARED);
        FullSpectrum.Found found = HessianSplitClaims.spectrum(risk.at(theta).gaussNewton());
        return found.rank(HessianSplitClaims.zero(found));
    }

    private static Claim reference() {
        return new Unexecutable("001.4.2.reference", Source001.at(SPECTRUM), new Statement(
                "Reference [6] shows that the spectrum concentrates in few positive values",
                "The spectrum of H concentrates in a small number of positive values, as is shown in [6].", "",
                "a statement about what another paper contains; no computation decides it",
                List.of("By its abstract [6] (Liu, Zhu and Belkin) is on the PL* condition and on the loss being not convex near "
                        + "its minima; the structure and rank of the Hessian are the subject of [10].")));
    }
}
