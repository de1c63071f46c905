package org.paisaje.claims.catalogue.document000.landscape;

import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.risk.Risk;
import org.paisaje.study.Comparison;
import org.paisaje.study.Tolerance;
import org.paisaje.theory.landscape.path.LossField;
import org.paisaje.theory.landscape.path.StringSampling;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.rule.Adam;

/** Section 3.2 in practice: reference [14] joins trained networks by dynamic string sampling. */
final class StringClaims {
    private static final int POINTS = 100;
    private static final double LEVEL = 0.02;
    private static final double RATE = 1e-2;
    private static final int STEPS = 4000;
    private static final int BEADS = 64;
    private static final int SAMPLES = 50;
    /** Between nothing and the loss 1/2 that two neurons cannot pass below on their way to each other's place. */
    private static final double BELOW = 0.25;

    private StringClaims() {}

    static List<Claim> all() {
        return List.of(string());
    }

    private static Claim string() {
        return ClaimBuilder.of("000.3.2.string", LandscapeClaims.paper("section 3.2, reference [14]"))
                .statement("Trained networks of enough neurons are joined by chains of low loss",
                        "Two ReLU networks of 16 and more neurons that fit 100 points of a sine to 0.02 are joined by a chain of at most 64 points, "
                                + "each trained to half of that, on which the loss stays below 0.02: dynamic string sampling finds it.",
                        "")
                .quoted("a medida que m incrementa, el gap $\\epsilon$ satisface que $\\epsilon = \\mathcal{O}(m^{-1/n})$, y por lo tanto los "
                        + "conjuntos de nivel se vuelven conexos en todos los niveles de energía", "section 3.2")
                .measured(
                        "sin(pi x) on 100 points of [-1, 1]; pairs of networks trained by Adam from drawn weights. Pairs that were not joined, where "
                                + "each segment is looked at in 51 places. That no chain is found would prove nothing.")
                .seconds(2)
                .standard(size -> Setting.of(Keys.LEARNED.is("a sine"), Keys.WIDTHS.is(size == Size.SMOKE
                        ? new double[] {16, 32}
                        : new double[] {16, 32, 64}), Keys.SEEDS.is(size == Size.SMOKE ? 2 : 4)))
                .control(setting -> setting.with(Keys.LEARNED, "two points by two neurons")
                        .noted("two neurons, which cannot change places below the loss 1/2"))
                .replicates(setting -> setting.get(Keys.SEEDS))
                .predict(setting -> Quantities.of("open", 0))
                .measure((setting, replicate, seed) -> {
                    double[] widths = setting.get(Keys.WIDTHS);
                    double[] open = new double[widths.length];
                    double[] beads = new double[widths.length];
                    for (int k = 0; k < widths.length; k++) {
                        var strung = setting.get(Keys.LEARNED).equals("a sine")
                                ? sine((int) widths[k], seed.at(k))
                                : exchange();
                        open[k] = strung.connected() ? 0 : 1;
                        beads[k] = strung.chain().points().size() - 2.0;
                    }
                    return Quantities.of("open", open).and("beads", beads);
                })
                .judge((setting, predicted, measured) -> {
                    double[] widths = setting.get(Keys.WIDTHS);
                    Comparison[] lines = new Comparison[widths.length];
                    for (int k = 0; k < lines.length; k++) {
                        int at = k;
                        lines[k] = Comparison.equal("pairs not joined, m = " + (int) widths[k],
                                predicted.scalar("open"),
                                measured.stream().mapToDouble(q -> q.list("open")[at]).sum(),
                                Tolerance.none("whole numbers"));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static StringSampling.Strung sine(int m, Seed seed) {
        Matrix x = Matrix.zeros(POINTS, 1);
        Matrix y = Matrix.zeros(POINTS, 1);
        for (int i = 0; i < POINTS; i++) {
            double at = -1 + 2.0 * i / (POINTS - 1);
            x.set(i, 0, at);
            y.set(i, 0, Math.sin(Math.PI * at));
        }
        Architecture network = Architecture.parse("mlp:1-" + m + "-1:relu");
        Risk risk = Risk.of(network, x, y, Loss.parse("mean-squared"));
        return new StringSampling(LEVEL, 0.5, BEADS, SAMPLES, STEPS, RATE).between(LossField.of(risk),
                trained(risk, network.initialize(seed.named("first"))),
                trained(risk, network.initialize(seed.named("second"))));
    }

    private static double[] trained(Risk risk, double[] start) {
        return Training.run(Adam.withRate(RATE), risk, start, Stop.after(STEPS).orLossBelow(LEVEL / 2)).theta();
    }

    /** The two orders of the neurons w = 1 and w = -1, a = 1, which fit (1, 1) and (-1, 1). */
    private static StringSampling.Strung exchange() {
        Matrix x = Matrix.wrap(2, 1, new double[] {1, -1});
        Matrix y = Matrix.wrap(2, 1, new double[] {1, 1});
        Risk risk = Risk.of(Architecture.parse("mlp:1-2-1:relu:bias=false"), x, y, Loss.parse("mean-squared"));
        return new StringSampling(BELOW, 0.5, BEADS, SAMPLES, STEPS, RATE).between(LossField.of(risk),
                new double[] {1, -1, 1, 1}, new double[] {-1, 1, 1, 1});
    }
}
