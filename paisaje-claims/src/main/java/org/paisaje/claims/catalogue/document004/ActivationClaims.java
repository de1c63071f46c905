package org.paisaje.claims.catalogue.document004;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;

/** Activations: their ranges, section 5, and tanh as a sigmoid, section 8.1. */
final class ActivationClaims {
    private ActivationClaims() {}

    static List<Claim> all() {
        return List.of(printed(), corrected(), softplus(), identity());
    }

    private static ClaimBuilder range(String id) {
        return ClaimBuilder.of(id, Document004.source("section 5"))
                .quoted("The first architectures used as $\\sigma$ the functions sigmoid or tanh, such that $\\Sigma = [0, 1]$.",
                        "section 5")
                .measure(ActivationClaims::extremes);
    }

    private static Setting values(Size size) {
        return Setting.of(Keys004.ACTIVATION.is("tanh"), Keys004.REACH.is(5.0),
                Keys004.POINTS.is(size == Size.FULL ? 100_001 : 1001));
    }

    private static Claim printed() {
        return range("004.section5.range.printed")
                .statement("tanh takes values in [0, 1]",
                        "The functions sigmoid and tanh map the real line to [0, 1].",
                        "\\tanh:\\mathbb{R}\\to[0,1]")
                .measured("The smallest and the largest value of tanh on points of an interval.")
                .mistake("tanh is odd: it takes negative values, down to -1.")
                .refuted()
                .standard(ActivationClaims::values)
                .control(
                        setting -> setting.with(Keys004.ACTIVATION, "sigmoid").noted("the sigmoid, for which it holds"))
                .predict(setting -> Quantities.of("least", 0).and("most", 1))
                .judge(ActivationClaims::inside)
                .build();
    }

    private static Claim corrected() {
        return range("004.section5.range.corrected")
                .statement("tanh takes values between -1 and 1",
                        "tanh maps the real line to the interval from -1 to 1, the sigmoid to that from 0 to 1.",
                        "\\tanh:\\mathbb{R}\\to(-1,1)")
                .measured("The smallest and the largest value of tanh on points of an interval.")
                .standard(ActivationClaims::values)
                .control(setting -> setting.with(Keys004.ACTIVATION, "relu").noted("ReLU, which has no bound"))
                .predict(setting -> Quantities.of("least", -1).and("most", 1))
                .judge(ActivationClaims::inside)
                .build();
    }

    private static double point(Setting setting, int i) {
        double reach = setting.get(Keys004.REACH);
        return -reach + 2 * reach * i / (setting.get(Keys004.POINTS) - 1);
    }

    private static Quantities extremes(Setting setting, int replicate, Seed seed) {
        Activation s = Activation.parse(setting.get(Keys004.ACTIVATION));
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < setting.get(Keys004.POINTS); i++) {
            double value = s.value(point(setting, i));
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        return Quantities.of("least", least).and("most", most);
    }

    private static Judgement inside(Setting setting, Quantities predicted, List<Quantities> measured) {
        Quantities found = measured.getFirst();
        return Judgement.all(
                Comparison.atLeast("smallest value", predicted.scalar("least"),
                        Estimate.exact(found.scalar("least")), "values to an ulp"),
                Comparison.atMost("largest value", predicted.scalar("most"), Estimate.exact(found.scalar("most")),
                        "values to an ulp"));
    }

    private static Claim softplus() {
        double[] sharpness = {1, 10, 100, 1000};
        return ClaimBuilder.of("004.section5.softplus", Document004.source("section 5"))
                .statement("ReLU is the uniform limit of sharpened softplus functions",
                        "log(1 + e^(b x)) / b differs from ReLU by log 2 / b at 0 and by less elsewhere, so that it tends to it uniformly.",
                        "\\sup_x\\Big|\\tfrac1b\\log(1+e^{bx})-\\max(0,x)\\Big|=\\tfrac{\\log2}b")
                .quoted("ReLU can be seen as the limit of some smooth functions, for example the so called softplus functions.",
                        "section 5")
                .mistake("The parameter that tends to infinity is left out.")
                .measured(
                        "The largest difference on points of an interval with 0 among them, for b = 1, 10, 100 and 1000, against log 2 / b, to rounding.")
                .standard(size -> Setting.of(Keys004.FACTOR.is(1.0), Keys004.REACH.is(5.0),
                        Keys004.POINTS.is(size == Size.FULL ? 100_001 : 1001)))
                .control(setting -> setting.with(Keys004.FACTOR, 0.5).noted("half of the sharpness"))
                .predict(setting -> Quantities.of("difference",
                        Arrays.stream(sharpness).map(b -> Math.log(2) / b).toArray()))
                .measure((setting, replicate, seed) -> Quantities.of("difference", Arrays.stream(sharpness).map(b -> {
                    double sharp = setting.get(Keys004.FACTOR) * b;
                    double largest = 0;
                    for (int i = 0; i < setting.get(Keys004.POINTS); i++) {
                        double x = point(setting, i);
                        largest = Math.max(largest,
                                Math.abs(Activation.SOFTPLUS.value(sharp * x) / sharp - Activation.RELU.value(x)));
                    }
                    return largest;
                }).toArray()))
                .judge((setting, predicted, measured) -> Judgement.all(IntStream.range(0, sharpness.length)
                        .mapToObj(k -> Comparison.equal("largest difference, b = " + (int) sharpness[k],
                                predicted.list("difference")[k], measured.getFirst().list("difference")[k],
                                Tolerance.of(4 * Math.ulp(setting.get(Keys004.REACH)),
                                        "rounding: some ulp of the largest value")))
                        .toList()))
                .build();
    }

    private static Claim identity() {
        return ClaimBuilder.of("004.eq8.2.sigmoid", Document004.source("section 8.1.1"))
                .statement("tanh is a sigmoid that is stretched and shifted",
                        "tanh(x) is twice the sigmoid of 2x, less 1.",
                        "\\tanh(x)=2\\tilde\\sigma(2x)-1")
                .measured("The largest difference of the two sides on points of an interval, to rounding.")
                .standard(size -> Setting.of(Keys004.FACTOR.is(2.0), Keys004.REACH.is(20.0),
                        Keys004.POINTS.is(size == Size.FULL ? 1_000_001 : 10_001)))
                .control(setting -> setting.with(Keys004.FACTOR, 1.0).noted("the sigmoid of x instead of 2x"))
                .predict(setting -> Quantities.of("difference", 0))
                .measure((setting, replicate, seed) -> {
                    double largest = 0;
                    for (int i = 0; i < setting.get(Keys004.POINTS); i++) {
                        double x = point(setting, i);
                        largest = Math.max(largest, Math.abs(Activation.TANH.value(x)
                                - (2 * Activation.SIGMOID.value(setting.get(Keys004.FACTOR) * x) - 1)));
                    }
                    return Quantities.of("difference", largest);
                })
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.equal(
                        "largest difference", predicted.scalar("difference"), measured.getFirst().scalar("difference"),
                        Rounding.of(8))))
                .build();
    }
}
