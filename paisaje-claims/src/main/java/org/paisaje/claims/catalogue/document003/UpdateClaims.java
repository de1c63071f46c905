package org.paisaje.claims.catalogue.document003;

import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
import org.paisaje.theory.teacher.Penalty;
import org.paisaje.theory.teacher.PopulationFlow;
import org.paisaje.theory.teacher.Sign;
import org.paisaje.theory.teacher.TeacherSample;

/** The loss and its update, eqs. (2) to (6), (11) and (23). */
final class UpdateClaims {
    private static final String GRADIENT = """
                                           \\Delta w=\\tfrac1N X^\\top D(w)\\,(D^*Xw^*-D(w)Xw)\\pm\\tfrac\\lambda2\\,\\partial R/\\partial w""";

    /** Six pairs of each of the dimensions 2, 3 and 5. */
    private static final int COORDINATES = 60;

    private static final double STEP = 1e-6;

    /** A step moves a projection by less than a hundred of its length, as entries of a sample are below 100. */
    private static final double REACH = 100 * STEP;

    private UpdateClaims() {}

    static List<Claim> all() {
        return List.of(printedSign(), descent(), outputs(), expectation());
    }

    private static Claim printedSign() {
        return gradient("003.eq5.printed", Sign.AS_PRINTED)
                .statement(
                        "The printed update is the negative gradient",
                        "The update of eq. (5), with plus before the penalty, is minus the gradient of the loss of eq. (2).",
                        GRADIENT.replace("\\pm", "+") + "=-\\nabla E(w)")
                .quoted(
                        "$\\Delta w^t=-\\nabla_wE(w^t)$ is the negative gradient of the loss function. According to [1] "
                                + "$\\Delta w$ has the closed form $\\Delta w=\\frac1NX^\\top D(w)(D^*Xw^*-D(w)Xw)"
                                + "+\\frac\\lambda2\\frac{\\partial R}{\\partial w}$.",
                        "eqs. (4) and (5)")
                .mistake(
                        "Minus the gradient needs minus lambda/2 dR/dw. The slip goes on into eqs. (12) to (16), (19), "
                                + "(22) and (24) to (31): what is studied there climbs the penalty.")
                .refuted()
                .control(setting -> setting.with(Keys003.LAMBDA, 0.0)
                        .noted("without a penalty the sign does not matter"))
                .build();
    }

    private static Claim descent() {
        return gradient("003.eq5.corrected", Sign.DESCENT)
                .statement(
                        "With minus, the update is the negative gradient",
                        "The update of eq. (5) with minus before the penalty is minus the gradient of the loss, for the l1 "
                                + "norm, its square (eq. 23) and the squared l2 norm (eq. 11).",
                        GRADIENT.replace("\\pm", "-") + "=-\\nabla E(w)")
                .control(setting -> setting.with(Keys003.SIGN, Sign.AS_PRINTED).noted("the printed sign"))
                .build();
    }

    /** The update against central differences of the loss, at points away from kinks. */
    private static ClaimBuilder gradient(String id, Sign sign) {
        return ClaimBuilder.of(id, Document003.source("eqs. (2), (5), (11), (23)"))
                .measured(
                        "The update at random points, with each penalty, beside central differences of the loss with step "
                                + "1e-6, at points where neither a sample nor a weight is within reach of its kink. There the loss is "
                                + "quadratic and central differences are exact: what is left is the rounding of a loss of N terms, "
                                + "at most 4 N units of rounding of the loss over twice the step.")
                .standard(size -> Setting.of(Keys003.D.is(4), Keys003.N.is(30), Keys003.LAMBDA.is(0.1),
                        Keys003.SIGN.is(sign),
                        Keys003.POINTS.is(size == Size.SMOKE ? 50 : 500)))
                .predict(setting -> Quantities.of("difference", 0))
                .measure((setting, replicate, seed) -> {
                    double largest = 0;
                    for (Penalty penalty : List.of(Penalty.L1, Penalty.L1_SQUARED, Penalty.L2_SQUARED)) {
                        TeacherSample sample = Document003.sample(setting.with(Keys003.PENALTY, penalty), seed);
                        for (int k = 0; k < setting.get(Keys003.POINTS); k++) {
                            double[] w = seed.named("point").at(k).gaussians(setting.get(Keys003.D));
                            if (awayFromKinks(sample, w)) {
                                largest = Math.max(largest,
                                        difference(sample, w) * 2 * STEP / (Math.ulp(1.0) * sample.loss(w)));
                            }
                        }
                    }
                    return Quantities.of("difference", largest);
                })
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.equal(
                        "largest |update + gradient|, in units of rounding of the difference",
                        predicted.scalar("difference"),
                        measured.getFirst().scalar("difference"), Tolerance.of(setting.get(Keys003.N) + 64,
                                "rounding of a sum of N terms, each of at most 64 operations"))));
    }

    private static boolean awayFromKinks(TeacherSample sample, double[] w) {
        for (int i = 0; i < sample.samples(); i++) {
            if (Math.abs(sample.projection(i, w)) < REACH) {
                return false;
            }
        }
        for (double entry : w) {
            if (Math.abs(entry) < REACH) {
                return false;
            }
        }
        return true;
    }

    private static double difference(TeacherSample sample, double[] w) {
        double[] update = new double[w.length];
        sample.update(w, update);
        double largest = 0;
        for (int j = 0; j < w.length; j++) {
            double[] moved = w.clone();
            moved[j] = w[j] + STEP;
            double up = sample.loss(moved);
            moved[j] = w[j] - STEP;
            largest = Math.max(largest, Math.abs(update[j] + (up - sample.loss(moved)) / (2 * STEP)));
        }
        return largest;
    }

    private static Claim outputs() {
        return ClaimBuilder.of("003.eq3", Document003.source("eq. (3)"))
                .statement(
                        "Outputs are a masked linear map",
                        "The outputs of the unit are D(w) X w, with D(w) the diagonal matrix that marks the samples it "
                                + "responds to.",
                        "g(X,w)=D(w)\\,X\\,w")
                .mistake(
                        "The text takes the columns of X for the independent samples x_i; with X = (x_1, ..., x_N)^T of size "
                                + "N x d they are its rows.")
                .quoted(
                        "Assume that the columns of $X$ are identically distributed Gaussian independent random "
                                + "$d$-dimensional vector variables: $x_i$'s $(i.i.d.)\\sim\\mathcal N(0,I_d)$.",
                        "section 2")
                .measured(
                        "max(0, x_i.w), sample by sample, against the product of X and w as matrices of which the entries that are "
                                + "not positive are set to 0; largest difference over random w, to rounding.")
                .standard(size -> Setting.of(Keys003.D.is(5), Keys003.N.is(50),
                        Keys003.POINTS.is(size == Size.SMOKE ? 20 : 200),
                        Keys003.MASK.is("own")))
                .control(setting -> setting.with(Keys003.MASK, "teacher").noted("the mask of w* instead of that of w"))
                .predict(setting -> Quantities.of("difference", 0))
                .measure((setting, replicate, seed) -> {
                    TeacherSample sample = TeacherSample.gaussian(
                            setting.get(Keys003.D), setting.get(Keys003.N), 0, Penalty.NONE, Sign.DESCENT, seed);
                    double largest = 0;
                    double size = 0;
                    for (int k = 0; k < setting.get(Keys003.POINTS); k++) {
                        double[] w = seed.named("point").at(k).gaussians(setting.get(Keys003.D));
                        double[] product = sample.x().times(w);
                        double[] mask = setting.get(Keys003.MASK).equals("own")
                                ? product
                                : sample.x().times(sample.teacher());
                        double[] outputs = sample.outputs(w);
                        for (int i = 0; i < outputs.length; i++) {
                            largest = Math.max(largest, Math.abs(outputs[i] - (mask[i] > 0 ? product[i] : 0)));
                            size = Math.max(size, Document003.norm(sample.x().row(i)) * Document003.norm(w));
                        }
                    }
                    return Quantities.of("difference", largest).and("size", size);
                })
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.equal(
                        "largest difference", predicted.scalar("difference"), measured.getFirst().scalar("difference"),
                        Rounding.of(4.0 * setting.get(Keys003.D)).on(measured.getFirst().scalar("size")))))
                .build();
    }

    private static Claim expectation() {
        return ClaimBuilder.of("003.eq6", Document003.source("eq. (6)"))
                .statement(
                        "The expected update in closed form",
                        "Averaged over samples from N(0, I), the data term of the update is (w* - w)/2 + ((alpha sin theta) w "
                                + "- theta w*)/(2 pi), with theta the angle between w and w* and alpha = ||w*||/||w||.",
                        "\\mathbb E\\,\\Delta w=\\tfrac12(w^*-w)+\\tfrac1{2\\pi}\\big((\\alpha\\sin\\theta)\\,w-\\theta w^*\\big)")
                .measured(
                        "Monte Carlo over single samples for 18 pairs (w, w*) in dimensions 2, 3 and 5, angles above pi/2 "
                                + "included. The largest |z| over all coordinates must stay below the quantile at level 0.9995 for all "
                                + "60 coordinates together. That the same |z| against the formula without its term in sin theta, and "
                                + "against that without its term in theta, lies above the quantile is a check of the measurement: so "
                                + "many samples tell the terms from nothing.")
                .mistake(
                        "The penalty enters with the wrong sign, as in eq. (5); the data term is right, also for angles "
                                + "above pi/2, to which the text does not go.")
                .standard(size -> Setting.of(Keys003.VARIANCE.is(1.0),
                        Keys003.DRAWS.is(size == Size.SMOKE ? 20_000 : size == Size.STANDARD ? 300_000 : 2_000_000)))
                .control(setting -> setting.with(Keys003.VARIANCE, 1.1).noted("samples of variance 1.1"))
                .replicates(setting -> 18)
                .predict(setting -> Quantities.of("largest", Level.deviations(COORDINATES)))
                .measure((setting, replicate, seed) -> zScores(setting, replicate, seed))
                .judge((setting, predicted, measured) -> {
                    double level = predicted.scalar("largest");
                    return Judgement.all(
                            Comparison.atMost("largest |z|", level, Estimate.exact(largest(measured, "z")),
                                    Level.words(COORDINATES)),
                            Comparison.atLeast("largest |z| without the term in sin theta", level,
                                    Estimate.exact(largest(measured, "without sine")), Level.words(COORDINATES))
                                    .asSanity(),
                            Comparison.atLeast("largest |z| without the term in theta", level,
                                    Estimate.exact(largest(measured, "without angle")), Level.words(COORDINATES))
                                    .asSanity());
                })
                .build();
    }

    private static double largest(List<Quantities> measured, String name) {
        return measured.stream()
                .flatMapToDouble(pair -> Arrays.stream(pair.list(name)))
                .map(Math::abs)
                .max()
                .orElseThrow();
    }

    private static Quantities zScores(Setting setting, int pair, Seed seed) {
        int d = new int[] {2, 3, 5}[pair % 3];
        double[] w = seed.named("w").gaussians(d);
        double[] teacher = seed.named("teacher").gaussians(d);
        var flow = new PopulationFlow(teacher, 0, Penalty.NONE, Sign.DESCENT);
        double[] expected = flow.update(w);
        double[] sum = new double[d];
        double[] squares = new double[d];
        var generator = seed.named("samples").generator();
        double deviation = Math.sqrt(setting.get(Keys003.VARIANCE));
        int draws = setting.get(Keys003.DRAWS);
        double[] x = new double[d];
        for (int k = 0; k < draws; k++) {
            double z = 0;
            double t = 0;
            for (int j = 0; j < d; j++) {
                x[j] = deviation * generator.nextGaussian();
                z += x[j] * w[j];
                t += x[j] * teacher[j];
            }
            double residual = z > 0 ? Math.max(0, t) - z : 0;
            for (int j = 0; j < d; j++) {
                double value = residual * x[j];
                sum[j] += value;
                squares[j] += value * value;
            }
        }
        double theta = flow.angle(w);
        double alpha = Document003.norm(teacher) / Document003.norm(w);
        double[] scores = new double[d];
        double[] withoutSine = new double[d];
        double[] withoutAngle = new double[d];
        for (int j = 0; j < d; j++) {
            double mean = sum[j] / draws;
            double error = Math.sqrt((squares[j] / draws - mean * mean) / draws);
            scores[j] = (mean - expected[j]) / error;
            withoutSine[j] = scores[j] + alpha * Math.sin(theta) * w[j] / (2 * Math.PI) / error;
            withoutAngle[j] = scores[j] - theta * teacher[j] / (2 * Math.PI) / error;
        }
        return Quantities.of("z", scores).and("without sine", withoutSine).and("without angle", withoutAngle);
    }
}
