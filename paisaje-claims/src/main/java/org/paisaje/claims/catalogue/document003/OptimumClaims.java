package org.paisaje.claims.catalogue.document003;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
import org.paisaje.theory.teacher.LambdaBounds;
import org.paisaje.theory.teacher.Penalty;
import org.paisaje.theory.teacher.Sign;
import org.paisaje.theory.teacher.TeacherSample;

/** The optimum w-hat for the squared l2 norm: Theorem 1. */
final class OptimumClaims {
    private static final String CLOSED_FORM = "\\hat w=(X^\\top D^*X-\\lambda N I_d)^{-1}X^\\top D^*Xw^*";

    private OptimumClaims() {}

    static List<Claim> all() {
        return List.of(
                theorem1Printed(), theorem1(), expansion());
    }

    private static Claim theorem1Printed() {
        return stationary("003.theorem1.printed", Penalty.L2_SQUARED)
                .statement(
                        "The printed closed form is a minimum of the loss",
                        "For small lambda the w-hat of eq. (14) makes the gradient of the loss (11) vanish, and the second derivative "
                                + "of the loss is positive definite there.",
                        CLOSED_FORM + ",\\qquad \\nabla E(\\hat w)=0")
                .quoted(
                        "Let $\\hat w$ be the optimal weight vector that minimizes $E(w)$, i.e. $\\frac{\\partial E}{\\partial "
                                + "w}(\\hat w)=0$.",
                        "section 3")
                .quoted(
                        "Thus, we have $\\hat w=(X^\\top D^*X-\\lambda NI_d)^{-1}X^\\top D^*Xw^*$.", "eq. (14)")
                .mistake(
                        "With the sign of eq. (14) w-hat is a stationary point of the loss with -lambda in the place of "
                                + "lambda.")
                .refuted()
                .standard(size -> setting(size, Penalty.L2_SQUARED, Sign.AS_PRINTED))
                .control(setting -> setting.with(Keys003.SIGN, Sign.DESCENT)
                        .noted("the sign of descent in the closed form"))
                .build();
    }

    private static Claim theorem1() {
        return stationary("003.theorem1.corrected", Penalty.L2_SQUARED)
                .statement(
                        "The closed form with the sign of descent is a strict local minimum of the loss",
                        "For small lambda and positive definite H, w-hat = (H + lambda N I)^-1 H w* has D(w-hat) = D* and is a strict "
                                + "local minimum of the loss (11): its gradient is 0 and its second derivative positive definite.",
                        CLOSED_FORM.replace("-\\lambda", "+\\lambda") + ",\\qquad \\nabla E(\\hat w)=0")
                .quoted("When $\\lambda$ is small, $\\hat w$ can be solved explicitly with probability $1-A_d$.",
                        "Theorem 1")
                .standard(size -> setting(size, Penalty.L2_SQUARED, Sign.DESCENT))
                .control(setting -> setting.with(Keys003.SIGN, Sign.AS_PRINTED).noted("the printed sign"))
                .build();
    }

    static Setting setting(Size size, Penalty penalty, Sign sign) {
        return Setting.of(Keys003.D.is(3), Keys003.N.is(100), Keys003.PENALTY.is(penalty), Keys003.SIGN.is(sign),
                Keys003.BOUND.is(penalty == Penalty.L2_SQUARED ? "17 norm" : "27 all"), Keys003.FACTOR.is(0.5),
                Keys003.DRAWS.is(size == Size.SMOKE ? 50 : 2_000));
    }

    /** The w-hat of every draw whose H is definite, at a share of the bound on lambda: its gradient, its curvature. */
    static ClaimBuilder stationary(String id, Penalty penalty) {
        return ClaimBuilder
                .of(id, Document003.source(penalty == Penalty.L1_SQUARED ? "Theorem 3" : "Theorem 1, eq. (14)"))
                .measured(
                        "In every fresh sample whose H is positive definite (how often that is, 003.lemma2.corrected says) small lambda "
                                + "is half of a bound under which the same samples stay active, "
                                + (penalty == Penalty.L1_SQUARED ? "003.eq27.corrected" : "003.eq17.corrected")
                                + ". Counted are samples "
                                + "without a solution near w* that has the active samples of w*"
                                + (penalty == Penalty.L1_SQUARED ? " and its signs" : "")
                                + ": there must be none. At the "
                                + "solutions: the gradient of the loss, by its definition, in units of the rounding of the terms that "
                                + "cancel in it, at most N + 64; and the least eigenvalue of the second derivative of the loss, above rounding.")
                .predict(setting -> Quantities.of("gradient", 0).and("missing", 0))
                .measure((setting, replicate, seed) -> {
                    double largest = 0;
                    double used = 0;
                    double missing = 0;
                    double smallest = Double.POSITIVE_INFINITY;
                    for (int k = 0; k < setting.get(Keys003.DRAWS); k++) {
                        TeacherSample free = Document003.sample(setting.with(Keys003.LAMBDA, 0.0), seed.at(k));
                        Optional<Double> bound = BoundClaims.bound(setting.get(Keys003.BOUND), free);
                        if (bound.isEmpty() || !(SymmetricEigen.values(free.gram(free.teacher()))[0] > 0)) {
                            continue;
                        }
                        used++;
                        TeacherSample sample = with(
                                free, setting.get(Keys003.FACTOR) * bound.get(), Document003.sign(setting));
                        Optional<double[]> w = sample.fixedPointNearTeacher();
                        if (w.isEmpty() || !LambdaBounds.sameActive(sample, w.get()) || !sameSigns(sample, w.get())) {
                            missing++;
                            continue;
                        }
                        double unit = Math.ulp(1.0) * scale(sample, w.get());
                        for (double entry : lossGradient(sample, w.get())) {
                            largest = Math.max(largest, Math.abs(entry) / unit);
                        }
                        // The update of descent is minus the gradient, so its Jacobian is minus the second derivative.
                        for (double value : SymmetricEigen.values(
                                with(sample, sample.lambda(), Sign.DESCENT).jacobian(w.get()))) {
                            smallest = Math.min(smallest, -value);
                        }
                    }
                    return Quantities.of("gradient", largest)
                            .and("used", used)
                            .and("missing", missing)
                            .and("smallest", smallest);
                })
                .judge((setting, predicted, measured) -> {
                    Quantities m = measured.getFirst();
                    Rounding rounding = Rounding.of(setting.get(Keys003.N) + 64).on(4);
                    return Judgement.all(
                            Comparison.equal("largest |dE/dw| in units of rounding", predicted.scalar("gradient"),
                                    m.scalar("gradient"),
                                    Tolerance.of(setting.get(Keys003.N) + 64,
                                            "rounding of sums of N terms, each of at most 64 operations")),
                            Comparison.atMost(
                                    "samples without such a solution, of " + (long) m.scalar("used"),
                                    predicted.scalar("missing"),
                                    Estimate.exact(m.scalar("missing")), "there must be none"),
                            Comparison.atLeast("least eigenvalue of the second derivative of the loss",
                                    rounding.bound(),
                                    Estimate.exact(m.scalar("smallest")), rounding.words()),
                            Comparison.atLeast(
                                    "samples with H positive definite", 1, Estimate.exact(m.scalar("used")),
                                    "the premise occurs")
                                    .asSanity());
                });
    }

    /** The same samples with another lambda and another sign. */
    static TeacherSample with(TeacherSample sample, double lambda, Sign sign) {
        return new TeacherSample(sample.x(), sample.teacher(), lambda, sample.penalty(), sign);
    }

    /** Whether no entry has changed its sign; for the squared l2 norm signs do not matter. */
    private static boolean sameSigns(TeacherSample sample, double[] w) {
        if (sample.penalty() == Penalty.L2_SQUARED) {
            return true;
        }
        for (int j = 0; j < w.length; j++) {
            if (Math.signum(w[j]) != Math.signum(sample.teacher()[j])) {
                return false;
            }
        }
        return true;
    }

    /** The size of the terms that cancel in the gradient: the mean of |x_i|^2 (|w| + |w*|), and the penalty. */
    private static double scale(TeacherSample sample, double[] w) {
        double squares = 0;
        for (int i = 0; i < sample.samples(); i++) {
            double[] x = sample.x().row(i);
            squares += Document003.norm(x) * Document003.norm(x) / sample.samples();
        }
        return (squares + sample.lambda() * w.length)
                * (Document003.norm(w) + Document003.norm(sample.teacher()));
    }

    /** dE/dw by its definition in eq. (2), written without the update. */
    private static double[] lossGradient(TeacherSample sample, double[] w) {
        double[] gradient = new double[w.length];
        for (int i = 0; i < sample.samples(); i++) {
            double own = sample.projection(i, w);
            if (own > 0) {
                double error = own - Math.max(0, sample.projection(i, sample.teacher()));
                for (int j = 0; j < w.length; j++) {
                    gradient[j] += error * sample.x().get(i, j) / sample.samples();
                }
            }
        }
        sample.penalty().addGradient(w, sample.lambda() / 2, gradient);
        return gradient;
    }

    private static Claim expansion() {
        return ClaimBuilder.of("003.theorem1.expansion", Document003.source("eq. (15)"))
                .statement(
                        "The optimum moves linearly in lambda",
                        "w-hat is w* + lambda N H^-1 w* up to an error of order lambda^2, with the printed sign; with the sign "
                                + "of descent the linear term is subtracted.",
                        "\\hat w=w^*+\\lambda N(X^\\top D^*X)^{-1}w^*+o(\\lambda)")
                .measured(
                        "The error of the expansion for lambda from 1e-6 to 1e-4, its slope in log-log, in every draw and "
                                + "for both signs holding 2 and excluding 1 and 3.")
                .standard(size -> Setting.of(Keys003.D.is(3), Keys003.N.is(50), Keys003.FACTOR.is(1.0),
                        Keys003.DRAWS.is(size == Size.SMOKE ? 5 : 50)))
                .control(setting -> setting.with(Keys003.FACTOR, 0.5).noted("half of the linear term"))
                .predict(setting -> Quantities.of("slope", 2))
                .measure((setting, replicate, seed) -> {
                    var slopes = new ArrayList<Estimate>();
                    for (int k = 0; k < setting.get(Keys003.DRAWS); k++) {
                        for (Sign sign : Sign.values()) {
                            slopes.add(slope(setting, sign, seed.at(k)));
                        }
                    }
                    Estimate all = Exponents.hull(slopes);
                    return Quantities.of("slopes", new double[] {all.value(), all.low(), all.high()});
                })
                .judge((setting, predicted, measured) -> {
                    double[] slopes = measured.getFirst().list("slopes");
                    return Judgement.all(Comparison.told(
                            "order in lambda", 2,
                            new Estimate(slopes[0], slopes[1], slopes[2]),
                            "by the two least lambda of each draw and the change from the pair before; rounding of the solution times the condition of H",
                            1, 3));
                })
                .build();
    }

    private static Estimate slope(Setting setting, Sign sign, Seed seed) {
        double[] lambdas = new double[9];
        double[] errors = new double[lambdas.length];
        double unsure = 0;
        for (int i = 0; i < lambdas.length; i++) {
            double lambda = Math.pow(10, -4 - 0.25 * i);
            TeacherSample sample = TeacherSample.gaussian(
                    setting.get(Keys003.D), setting.get(Keys003.N), lambda, Penalty.L2_SQUARED, sign, seed);
            double[] exact = sample.fixedPointNearTeacher().orElseThrow();
            double[] direction = LambdaBounds.direction(sample).orElseThrow();
            double[] first = sample.teacher().clone();
            for (int j = 0; j < first.length; j++) {
                first[j] += setting.get(Keys003.FACTOR) * sign.factor() * lambda * sample.samples() * direction[j];
            }
            double[] curvatures = SymmetricEigen.values(sample.gram(sample.teacher()));
            unsure = Rounding.of(64).on(2).times(curvatures[curvatures.length - 1] / curvatures[0]).bound();
            lambdas[i] = lambda;
            errors[i] = Document003.distance(exact, first);
        }
        return Exponents.local(lambdas, errors, unsure);
    }
}
