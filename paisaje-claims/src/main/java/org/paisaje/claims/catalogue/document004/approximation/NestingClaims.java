package org.paisaje.claims.catalogue.document004.approximation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.Source;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.random.Seed;
import org.paisaje.network.LayerShape;
import org.paisaje.network.PiecewiseLinear;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
import org.paisaje.theory.approximation.Nesting;

/** Lemmas 6.1.1 and 6.1.2 and their corollary: wider and deeper ReLU networks can do what narrower and shallower ones can. */
final class NestingClaims {
    private static final String EXACT = "the same bits";
    private static final String TANH = "below corollary 6.1.1";
    private static final String ALIKE = "This results could be analogously proven for different activations functions such as sigmoid and "
            + "tanh. Indeed, the only requirement is that each layer can reproduce the identity function.";

    private NestingClaims() {}

    static List<Claim> all() {
        return List.of(
                nested("004.lemma.6.1.1", "lemma 6.1.1",
                        "With a unit more in each layer a network has every function of the smaller one",
                        "A ReLU network with C + 1 units in each of L hidden layers represents every function of one with C: the weights of the "
                                + "new units are 0.",
                        "\\mathcal H[C,L]\\subseteq\\mathcal H[C+1,L]",
                        "$$\\mathcal{H}[C,L] \\subseteq \\mathcal{H}[C+1,L]$$", true, false),
                nested("004.lemma.6.1.2", "lemma 6.1.2",
                        "With a layer more a ReLU network has every function of the smaller one",
                        "What leaves a ReLU is not negative, so that a further layer with the identity as its matrix hands it on as it is.",
                        "\\mathcal H[C,L]\\subseteq\\mathcal H[C,L+1]",
                        "$$\\mathcal{H}[C,L]\\subseteq\\mathcal{H}[C,L+1]$$", false, true),
                nested("004.cor.6.1.1", "corollary 6.1.1",
                        "Wider and deeper ReLU networks have every function of the smaller ones",
                        "Both lemmas after each other.",
                        "\\mathcal H[C,L]\\subseteq\\mathcal H[C',L'],\\ C'\\ge C,\\ L'\\ge L",
                        "$$\\mathcal{H}[C,L] \\subseteq \\mathcal{H}[C',L'] \\text{ for } C' \\geq C, L' \\geq L$$",
                        true, true),
                tanhPrinted(), tanhCorrected());
    }

    private static Source source(String place) {
        return new Source("004", "section 6.1, " + place);
    }

    private static Claim nested(String id, String place, String title, String plain, String formula, String quote,
            boolean wider, boolean deeper) {
        return ClaimBuilder.of(id, source(place))
                .statement(title, plain, formula)
                .quoted(quote, place)
                .mistake("How wide inputs and outputs are beside C is not said; here they have sizes of their own.")
                .measured(
                        "Random networks of two inputs, padded: the outputs at random points, bit for bit, in arithmetic of one order; and the number "
                                + "of parameters, C (d + 1) + (L - 1) C (C + 1) + C + 1.")
                .standard(size -> Setting.of(ApproximationKeys.COMPONENTS.is(5), ApproximationKeys.LAYERS.is(3),
                        ApproximationKeys.NETWORKS.is(size == Size.SMOKE ? 3 : 20), ApproximationKeys.LEAK.is(0.0),
                        ApproximationKeys.POINTS.is(size == Size.SMOKE ? 500 : 5000)))
                .control(setting -> setting.with(ApproximationKeys.LEAK, 1e-6)
                        .noted("one of the new weights is not what the lemma says"))
                .replicates(setting -> setting.get(ApproximationKeys.NETWORKS))
                .predict(setting -> {
                    int c = setting.get(ApproximationKeys.COMPONENTS) + (wider ? 1 : 0);
                    int l = setting.get(ApproximationKeys.LAYERS) + (deeper ? 1 : 0);
                    return Quantities.of("different", 0)
                            .and("parameters", c * 3 + (l - 1) * c * (c + 1) + c + 1);
                })
                .measure((setting, replicate, seed) -> compare(setting, seed, wider, deeper))
                .judge((setting, predicted, measured) -> Judgement.all(List.of(
                        Comparison.equal("points with different outputs", predicted.scalar("different"),
                                measured.stream().mapToDouble(q -> q.scalar("different")).sum(), Tolerance.none(EXACT)),
                        Comparison.equal("parameters of the larger network", predicted.scalar("parameters"),
                                measured.getFirst().scalar("parameters"), Tolerance.none("counted")))))
                .build();
    }

    private static Quantities compare(Setting setting, Seed seed, boolean wider, boolean deeper) {
        int hidden = setting.get(ApproximationKeys.LAYERS);
        var widths = new ArrayList<Integer>(Collections.nCopies(hidden + 2, setting.get(ApproximationKeys.COMPONENTS)));
        widths.set(0, 2);
        widths.set(hidden + 1, 1);
        Mlp network = Mlp.of(Activation.RELU, widths.stream().mapToInt(Integer::intValue).toArray());
        double[] theta = seed.named("theta").gaussians(network.layout().size());
        var larger = new Nesting.Nested(network, theta);
        larger = wider ? Nesting.wider(larger.network(), larger.theta()) : larger;
        larger = deeper
                ? Nesting.deeper(larger.network(), larger.theta(), Math.max(1, hidden / 2), 1)
                : larger;
        leak(setting, larger, wider);
        PiecewiseLinear before = network.pieces(theta);
        PiecewiseLinear after = larger.network().pieces(larger.theta());
        int different = 0;
        double[] x = seed.named("x").gaussians(2 * setting.get(ApproximationKeys.POINTS));
        for (int i = 0; i < x.length; i += 2) {
            double[] point = {x[i], x[i + 1]};
            different += before.apply(point)[0] == after.apply(point)[0] ? 0 : 1;
        }
        return Quantities.of("different", different).and("parameters", larger.network().layout().size());
    }

    /** Lets the last unit of the first hidden layer through, or changes the identity of the new layer. */
    private static void leak(Setting setting, Nesting.Nested larger, boolean wider) {
        double leak = setting.get(ApproximationKeys.LEAK);
        if (leak == 0) {
            return;
        }
        LayerShape first = larger.network().layerShapes().getFirst();
        LayerShape second = larger.network().layerShapes().get(1);
        if (wider) {
            larger.theta()[first.bias() + first.outputs() - 1] = 1;
            larger.theta()[second.weight() + second.inputs() - 1] += leak;
        } else {
            larger.theta()[second.weight()] += leak;
        }
    }

    private static Claim tanhPrinted() {
        return ClaimBuilder.of("004.lemma.6.1.2.tanh.printed", source(TANH))
                .statement("A layer of tanh reproduces the identity",
                        "With tanh a further layer can hand on what enters as it is, so that one layer more does no harm.",
                        "\\exists\\,a,w,b,c:\\ a\\tanh(wx+b)+c=x")
                .quoted(ALIKE, TANH)
                .refuted()
                .mistake(
                        "tanh and the sigmoid have no linear piece, so that no layer of theirs reproduces the identity; they come as near "
                                + "as one likes.")
                .measured(
                        "Units a tanh(w x + b) + c with w from 1/16 to 4 and a normal b, a and c such that the unit is right at two random points: the "
                                + "largest distance from x on [-1, 1], the least over all units, which would be 0.")
                .standard(size -> Setting.of(ApproximationKeys.ACTIVATION.is("tanh"),
                        ApproximationKeys.NETWORKS.is(units(size)), ApproximationKeys.POINTS.is(2001)))
                .control(setting -> setting.with(ApproximationKeys.ACTIVATION, "relu")
                        .noted("ReLU, and inputs of one sign"))
                .predict(setting -> Quantities.of("error", 0))
                .measure((setting, replicate, seed) -> {
                    double least = Double.MAX_VALUE;
                    for (int k = 0; k < setting.get(ApproximationKeys.NETWORKS); k++) {
                        double[] differences = differences(setting, seed.at(k));
                        least = Math.min(least, Arrays.stream(differences).map(Math::abs).max().orElseThrow());
                    }
                    return Quantities.of("error", least);
                })
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.equal(
                        "least of the largest distances from the identity", predicted.scalar("error"),
                        measured.getFirst().scalar("error"),
                        // Arguments up to 8, the slope of the output 48 where w is least and the points a third of [0, 1] apart.
                        Rounding.of(16).on(8).times(48))))
                .build();
    }

    private static int units(Size size) {
        return size == Size.SMOKE ? 50 : size == Size.STANDARD ? 1000 : 100_000;
    }

    /**
     * A random unit, stretched and moved so that it is right at a point of the first and one of the last third, less the
     * identity, at points of [-1, 1], or of [0, 1] where an activation is 0 at -1.
     */
    private static double[] differences(Setting setting, Seed seed) {
        Activation s = Activation.parse(setting.get(ApproximationKeys.ACTIVATION));
        double start = s.value(-1) == 0 ? 0 : -1;
        double[] drawn = seed.named("unit").uniforms(3);
        double w = Math.pow(2, 6 * drawn[0] - 4);
        double b = seed.named("bias").gaussians(1)[0];
        double first = start + (1 - start) * drawn[1] / 3;
        double second = 1 - (1 - start) * drawn[2] / 3;
        double a = (second - first) / (s.value(w * second + b) - s.value(w * first + b));
        int points = setting.get(ApproximationKeys.POINTS);
        double[] differences = new double[points];
        for (int i = 0; i < points; i++) {
            double x = start + (1 - start) * i / (points - 1);
            differences[i] = a * (s.value(w * x + b) - s.value(w * first + b)) + first - x;
        }
        // A ReLU that is off at both points has no such a.
        return Double.isFinite(a) ? differences : new double[] {Double.MAX_VALUE};
    }

    private static Claim tanhCorrected() {
        return ClaimBuilder.of("004.lemma.6.1.2.tanh.corrected", source(TANH))
                .statement("A layer of tanh reproduces the identity up to s^2/3",
                        "x -> tanh(s x)/s differs from x on [-1, 1] by 1 - tanh(s)/s, which is s^2/3 less at most 2 s^4/15: as near as one "
                                + "likes, and never the identity, which an a tanh(w x + b) + c meets in at most three points.",
                        "\\sup_{|x|\\le1}\\left|\\tfrac1s\\tanh(sx)-x\\right|=\\tfrac{s^2}3+O(s^4)")
                .quoted(ALIKE, TANH)
                .measured(
                        "The largest distance of tanh(s x)/s from x on [-1, 1]; and for units a tanh(w x + b) + c with w from 1/16 to 4 and a normal b, "
                                + "a and c such that the unit is right at two random points, the most points where one meets x.")
                .standard(size -> Setting.of(
                        ApproximationKeys.ACTIVATION.is("tanh"),
                        ApproximationKeys.SCALES.is(new double[] {1, 0.5, 0.25, 0.125, 0.0625}),
                        ApproximationKeys.NETWORKS.is(units(size)), ApproximationKeys.POINTS.is(2001)))
                .control(setting -> setting.with(ApproximationKeys.ACTIVATION, "sigmoid")
                        .noted("the sigmoid, whose cubic term is another one"))
                .predict(setting -> {
                    double[] scales = setting.get(ApproximationKeys.SCALES);
                    double[] low = new double[scales.length];
                    double[] high = new double[scales.length];
                    for (int k = 0; k < scales.length; k++) {
                        high[k] = scales[k] * scales[k] / 3;
                        low[k] = high[k] - 2 * Math.pow(scales[k], 4) / 15;
                    }
                    return Quantities.of("low", low).and("high", high).and("meetings", 3);
                })
                .measure((setting, replicate, seed) -> {
                    double[] scales = setting.get(ApproximationKeys.SCALES);
                    Activation s = Activation.parse(setting.get(ApproximationKeys.ACTIVATION));
                    double[] errors = new double[scales.length];
                    int points = setting.get(ApproximationKeys.POINTS);
                    for (int k = 0; k < scales.length; k++) {
                        for (int i = 0; i < points; i++) {
                            double x = 2.0 * i / (points - 1) - 1;
                            double y = (s.value(scales[k] * x) - s.value(0)) / (s.first(0) * scales[k]);
                            errors[k] = Math.max(errors[k], Math.abs(y - x));
                        }
                    }
                    int meetings = 0;
                    for (int k = 0; k < setting.get(ApproximationKeys.NETWORKS); k++) {
                        meetings = Math.max(meetings, changes(differences(setting, seed.at(k))));
                    }
                    return Quantities.of("errors", errors).and("meetings", meetings);
                })
                .judge((setting, predicted, measured) -> {
                    double[] scales = setting.get(ApproximationKeys.SCALES);
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < scales.length; k++) {
                        double low = predicted.list("low")[k];
                        double high = predicted.list("high")[k];
                        double rounding = 8 * 0x1p-53 / scales[k];
                        lines.add(Comparison.equal("largest error of the layer with s = " + scales[k], (low + high) / 2,
                                measured.getFirst().list("errors")[k],
                                Tolerance.of((high - low) / 2 + rounding,
                                        "the next term of the alternating series, and rounding")));
                    }
                    lines.add(Comparison.atMost("most points where a unit meets the identity",
                            predicted.scalar("meetings"), Estimate.exact(measured.getFirst().scalar("meetings")),
                            "changes of sign, counted"));
                    return Judgement.all(lines);
                })
                .build();
    }

    /** How often a sign changes in a row of numbers. */
    private static int changes(double[] numbers) {
        double[] signs = Arrays.stream(numbers).map(Math::signum).filter(sign -> sign != 0).toArray();
        int changes = 0;
        for (int i = 1; i < signs.length; i++) {
            changes += signs[i] == signs[i - 1] ? 0 : 1;
        }
        return changes;
    }
}
