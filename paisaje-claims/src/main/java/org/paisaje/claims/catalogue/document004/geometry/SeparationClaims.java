package org.paisaje.claims.catalogue.document004.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.Source;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Svd;
import org.paisaje.network.Architecture;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Initializer;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;

/** What continuous functions must get wrong: chapter 10, and what dead units leave: section 8.1. */
final class SeparationClaims {
    private static final Architecture STEP = Mlp.of(Activation.RELU, 1, 2, 1);
    private static final Architecture SMOOTH = Mlp.of(Activation.TANH, 2, 8, 8, 1);

    private SeparationClaims() {}

    static List<Claim> all() {
        return List.of(rank(), mustErrPrinted(), mustErrCorrected());
    }

    private static Claim rank() {
        return ClaimBuilder.of("004.prop.8.1.1", new Source("004", "proposition 8.1.1"))
                .statement("Dead units take dimensions from the layers behind",
                        "The values of a layer span at most as many dimensions as it has units that are alive.",
                        "\\operatorname{rank}\\{h(x)\\}\\le\\#\\{\\text{alive}\\}")
                .quoted("A dead neuron has the effect of reducing the effective dimensions of the input space of posterior neurons.",
                        "proposition 8.1.1")
                .measured(
                        "The rank of the values of a layer of 8 ReLUs at random inputs, all but some of them with a bias that silences them.")
                .standard(size -> Setting.of(GeometryKeys.ALIVE.is(3),
                        GeometryKeys.POINTS.is(size == Size.SMOKE ? 100 : 2000)))
                .control(setting -> setting.with(GeometryKeys.ALIVE, 5)
                        .noted("two units more, against the bound for three"))
                .predict(setting -> Quantities.of("rank", 3))
                .measure((setting, replicate, seed) -> {
                    Architecture net = Mlp.of(Activation.RELU, 4, 8, 1);
                    double[] theta = seed.named("theta").gaussians(net.layout().size());
                    var layer = net.layerShapes().getFirst();
                    for (int i = 0; i < 8; i++) {
                        theta[layer.bias() + i] = i < setting.get(GeometryKeys.ALIVE) ? 3 : -100;
                    }
                    int n = setting.get(GeometryKeys.POINTS);
                    Matrix x = Matrix.wrap(n, 4, seed.named("x").gaussians(4 * n));
                    return Quantities.of("rank", Svd.of(net.trace(theta, x).values(0)).rank());
                })
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.atMost("rank of the values",
                        predicted.scalar("rank"), Estimate.exact(measured.getFirst().scalar("rank")), "a rank")))
                .build();
    }

    private static ClaimBuilder mustErr(String id) {
        return ClaimBuilder.of(id, new Source("004", "proposition 10.0.1"))
                .quoted("Consider noisless data of more than one class Then it possible to find $\\tilde{\\mathcal{X}}$ such that "
                        + "$\\hat{F}(x) \\neq y = F(y) \\ \\forall x \\in \\tilde{\\mathcal{X}}$ .",
                        "proposition 10.0.1");
    }

    private static Claim mustErrPrinted() {
        return mustErr("004.prop.10.0.1.printed")
                .statement("A network must err somewhere on every compact set with two noiseless classes",
                        "For every compact set of inputs: no continuous function is that of the classes on all of it.",
                        "\\mathcal X\\text{ compact}\\Rightarrow\\exists\\tilde{\\mathcal X}:\\hat F(x)\\ne F(x)\\ \\forall x\\in\\tilde{\\mathcal X}")
                .quoted("Since F maps from a compact set $\\mathcal{X}$ to $\\{0, 1, ..., L-1\\}$, except for the case that $y_i$ is constant, the "
                        + "function F is not continuous.", "proof of proposition 10.0.1")
                .measured(
                        "Points of the compact set [-1, -g] with class 0 and [g, 1] with class 1 at which a network of two ReLUs with slope 1/(2g) "
                                + "does not give the class exactly, for g = 1/4, 1/64 and 2^-20.")
                .mistake(
                        "A compact set may fall apart: where classes lie at a distance, as the disc and the ring of the text do, a step "
                                + "between them is continuous, however small the distance is.")
                .mistake(
                        "This is the reading for any compact set, which the proof argues with. On a connected set, such as the box [-1, 1]^n "
                                + "that the text says is taken in practice, the proposition holds: see 004.prop.10.0.1.corrected.")
                .refuted()
                .standard(size -> Setting.of(GeometryKeys.GAPS.is(new double[] {0.25, 1.0 / 64, 0x1p-20}),
                        GeometryKeys.CONNECTED.is(false),
                        GeometryKeys.POINTS.is(size == Size.SMOKE ? 10_000 : 300_000)))
                .control(setting -> setting.with(GeometryKeys.CONNECTED, true)
                        .noted("the same networks on all of [-1, 1], with class 0 up to 0 and class 1 above: the set is connected"))
                .predict(setting -> Quantities.of("errors", 1))
                .measure((setting, replicate, seed) -> Quantities.of("errors",
                        Arrays.stream(setting.get(GeometryKeys.GAPS)).map(gap -> errors(setting, gap)).toArray()))
                .judge((setting, predicted, measured) -> {
                    double[] gaps = setting.get(GeometryKeys.GAPS);
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < gaps.length; k++) {
                        lines.add(Comparison.atLeast(
                                String.format(Locale.ROOT, "points that are wrong, slope %.0f", 0.5 / gaps[k]),
                                predicted.scalar("errors"), Estimate.exact(measured.getFirst().list("errors")[k]),
                                "a count"));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    /**
     * ReLU(x/(2g) + 1/2) - ReLU(x/(2g) - 1/2): 0 up to -g and 1 from g on, without rounding where g and x are binary
     * fractions.
     */
    private static double[] step(double slope) {
        double[] theta = new double[STEP.layout().size()];
        var first = STEP.layerShapes().get(0);
        var last = STEP.layerShapes().get(1);
        theta[first.weight()] = slope;
        theta[first.weight() + 1] = slope;
        theta[first.bias()] = 0.5;
        theta[first.bias() + 1] = -0.5;
        theta[last.weight()] = 1;
        theta[last.weight() + 1] = -1;
        return theta;
    }

    private static int errors(Setting setting, double gap) {
        int n = setting.get(GeometryKeys.POINTS);
        boolean connected = setting.get(GeometryKeys.CONNECTED);
        double from = connected ? 0 : gap;
        int errors = 0;
        for (int side = -1; side <= 1; side += 2) {
            Matrix x = Matrix.zeros(n + 1, 1);
            for (int i = 0; i <= n; i++) {
                // Multiples of 2^-30, so that sums are exact; both ends are among them.
                x.set(i, 0, side * (from + Math.rint((1 - from) * i / n * 0x1p30) * 0x1p-30));
            }
            double[] out = STEP.forward(step(0.5 / gap), x).column(0);
            for (int i = 0; i <= n; i++) {
                boolean one = connected ? x.get(i, 0) > 0 : side > 0;
                errors += out[i] == (one ? 1 : 0) ? 0 : 1;
            }
        }
        return errors;
    }

    private static Claim mustErrCorrected() {
        return mustErr("004.prop.10.0.1.corrected")
                .statement("A network must err somewhere on a connected set with two noiseless classes",
                        "On a connected set, such as the box [-1, 1]^n, a continuous function that gives 0 at one point and 1 at another takes all "
                                + "values in between on the way, and is wrong there and nearby.",
                        "\\mathcal X=[-1,1]^n\\Rightarrow\\exists\\tilde{\\mathcal X}:\\hat F(x)\\ne F(x)\\ \\forall x\\in\\tilde{\\mathcal X}")
                .quoted("In practice, the input space is normalized such that $\\mathcal{X} = [-1, 1]^n$ or $[0, 1]^n$.",
                        "chapter 10, above proposition 10.0.1")
                .measured(
                        "Networks with output 0 at one end of a line through the box and 1 at the other: two ReLUs with slopes 1, 2, ..., 2^30 on "
                                + "[-1, 1], and random tanh networks on a diagonal of [-1, 1]^2, whose readout is shifted and scaled to fit the "
                                + "ends. Bisection looks for a point of the set with an output strictly between 0 and 1.")
                .standard(size -> Setting.of(GeometryKeys.GAPS.is(new double[] {0.25}), GeometryKeys.CONNECTED.is(true),
                        GeometryKeys.POINTS.is(size == Size.SMOKE ? 100 : 10_000)))
                .control(setting -> setting.with(GeometryKeys.CONNECTED, false)
                        .noted("without the points nearer than 1/4 to the middle of the line: the set falls apart"))
                .predict(setting -> Quantities.of("unerring", 0))
                .measure((setting, replicate, seed) -> {
                    int steps = 0;
                    for (int k = 0; k <= 30; k++) {
                        double[] theta = step(Math.scalb(1.0, k));
                        steps += errs(setting, t -> STEP.forward(theta, Matrix.wrap(1, 1, new double[] {t})).get(0, 0))
                                ? 0
                                : 1;
                    }
                    int smooth = 0;
                    for (int i = 0; i < setting.get(GeometryKeys.POINTS); i++) {
                        double[] theta = SMOOTH.initialize(Initializer.normal(3).withBiases(3), seed.at(i));
                        DoubleUnaryOperator out = t -> SMOOTH.forward(theta, Matrix.wrap(1, 2, new double[] {t, t}))
                                .get(0, 0);
                        double zero = out.applyAsDouble(-1);
                        double one = out.applyAsDouble(1);
                        smooth += errs(setting, t -> (out.applyAsDouble(t) - zero) / (one - zero)) ? 0 : 1;
                    }
                    return Quantities.of("steps", steps).and("smooth", smooth);
                })
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.equal("steps of which no point was found between the classes",
                                predicted.scalar("unerring"), measured.getFirst().scalar("steps"),
                                Tolerance.none("a count")),
                        Comparison.equal("tanh networks of which no point was found between the classes",
                                predicted.scalar("unerring"), measured.getFirst().scalar("smooth"),
                                Tolerance.none("a count"))))
                .build();
    }

    /** Whether bisection finds a point of the set at which a function from 0 at -1 to 1 at 1 lies strictly in between. */
    private static boolean errs(Setting setting, DoubleUnaryOperator f) {
        double gap = setting.get(GeometryKeys.CONNECTED) ? 0 : setting.get(GeometryKeys.GAPS)[0];
        double low = -1;
        double high = 1;
        while (Math.abs(high - low) > 0x1p-50) {
            // Not in the middle, where the steps have their own.
            double middle = low + 0.4 * (high - low);
            double value = f.applyAsDouble(middle);
            if (value > 0 && value < 1 && Math.abs(middle) >= gap) {
                return true;
            }
            if (value < 0.5) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return false;
    }
}
