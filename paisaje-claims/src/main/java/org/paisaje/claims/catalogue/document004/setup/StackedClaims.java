package org.paisaje.claims.catalogue.document004.setup;

import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.study.Comparison;

/** Equations (1.2) and (3.4): shallow networks one behind another are a deep one. */
final class StackedClaims {
    private StackedClaims() {}

    /** The claims, in the order of the text. */
    static List<Claim> all() {
        return List.of(stacked());
    }

    private static final int[] HIDDEN = {5, 6, 4};

    private static final int[] ENDS = {3, 2, 4, 2};

    private static Claim stacked() {
        return ClaimBuilder.of("004.eq1.2", SetupKeys.source("equations (1.2) and (3.4)"))
                .statement("Shallow networks in a row are one deep network",
                        "A readout and the matrix behind it are one matrix, so that F_2 o F_1 o F_0 is a network with the hidden layers of the three; "
                                + "with the identity as activation it is one matrix.",
                        "W_{l+1}(A_lh+a_l)+b_{l+1}=(W_{l+1}A_l)h+(W_{l+1}a_l+b_{l+1})")
                .quoted("So as to get more robust or rich hypothesis spaces, the idea has been to stack shallow neural networks",
                        "above equation (1.2)")
                .mistake(
                        "Here F_l ends with a linear readout, in (3.7) with the activation, and in (6.3) the last one is affine.")
                .measured(
                        "Three random shallow tanh networks one after another against one network with three hidden layers at 20 inputs, and three "
                                + "with the identity against a product of matrices.")
                .standard(size -> Setting.of(SetupKeys.MERGED.is(true),
                        SetupKeys.REPLICATES.is(size == Size.SMOKE ? 5 : 100)))
                .control(setting -> setting.with(SetupKeys.MERGED, false).noted("the bias of a readout is left out"))
                .replicates(setting -> setting.get(SetupKeys.REPLICATES))
                .predict(setting -> Quantities.of("tanh", 0).and("identity", 0))
                .measure((setting, replicate, seed) -> {
                    double[] tanh = stackedDifference(setting, Activation.TANH, seed);
                    double[] identity = stackedDifference(setting, Activation.IDENTITY, seed);
                    return Quantities.of("tanh", tanh[0])
                            .and("identity", identity[0])
                            .and("growth", Math.max(tanh[1], identity[1]));
                })
                .judge((setting, predicted, measured) -> Judgement.all(List.of("tanh", "identity")
                        .stream()
                        // Sums of at most 6 terms and a bias in 7 layers, relative to the largest value.
                        .map(what -> Comparison.equal("largest difference, " + what, predicted.scalar(what),
                                measured.stream().mapToDouble(q -> q.scalar(what)).max().orElseThrow(),
                                Rounding.of(7 * 8)
                                        .times(measured.stream()
                                                .mapToDouble(q -> q.scalar("growth"))
                                                .max()
                                                .orElseThrow())))
                        .toList()))
                .build();
    }

    /** The relative difference, and by how much layers magnify an error: the product of the norms of the matrices over that of the outputs. */
    private static double[] stackedDifference(Setting setting, Activation activation, Seed seed) {
        Matrix x = Matrix.wrap(20, ENDS[0], seed.named("x").gaussians(20 * ENDS[0]));
        Matrix there = x;
        Mlp deep = Mlp.of(activation, ENDS[0], HIDDEN[0], HIDDEN[1], HIDDEN[2], ENDS[3]);
        double[] theta = new double[0];
        Matrix readout = Matrix.identity(ENDS[0]);
        double[] shift = new double[ENDS[0]];
        Matrix product = Matrix.identity(ENDS[0]);
        double[] moved = new double[ENDS[0]];
        double growth = x.frobeniusNorm();
        for (int l = 0; l < HIDDEN.length; l++) {
            Mlp shallow = Mlp.of(activation, ENDS[l], HIDDEN[l], ENDS[l + 1]);
            double[] own = seed.named("shallow").at(l).gaussians(shallow.layout().size());
            there = shallow.forward(own, there);
            int inner = HIDDEN[l] * ENDS[l];
            Matrix w = Matrix.wrap(HIDDEN[l], ENDS[l], Arrays.copyOf(own, inner));
            double[] bias = Arrays.copyOfRange(own, inner, inner + HIDDEN[l]);
            growth *= 1 + w.frobeniusNorm();
            Matrix merged = w.times(readout);
            double[] offset = setting.get(SetupKeys.MERGED) ? sum(w.times(shift), bias) : bias;
            theta = joined(theta, merged.data(), offset);
            product = merged.times(product);
            moved = sum(merged.times(moved), offset);
            int from = inner + HIDDEN[l];
            int to = from + ENDS[l + 1] * HIDDEN[l];
            readout = Matrix.wrap(ENDS[l + 1], HIDDEN[l], Arrays.copyOfRange(own, from, to));
            shift = Arrays.copyOfRange(own, to, own.length);
            growth *= 1 + readout.frobeniusNorm();
        }
        Matrix one;
        if (activation.identity()) {
            one = x.timesTransposed(readout.times(product));
            double[] constant = sum(readout.times(moved), shift);
            for (int i = 0; i < one.rows(); i++) {
                one.setRow(i, sum(one.row(i), constant));
            }
        } else {
            one = deep.forward(joined(theta, readout.data(), shift), x);
        }
        double size = there.frobeniusNorm();
        return new double[] {there.minus(one).frobeniusNorm() / size, growth / size};
    }

    private static double[] sum(double[] a, double[] b) {
        double[] result = a.clone();
        for (int i = 0; i < b.length; i++) {
            result[i] += b[i];
        }
        return result;
    }

    private static double[] joined(double[]... parts) {
        return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
    }
}
