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
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.theory.teacher.LambdaBounds;
import org.paisaje.theory.teacher.Penalty;
import org.paisaje.theory.teacher.Sign;
import org.paisaje.theory.teacher.TeacherSample;

/** Theorems 2 and 4 by their own words: w follows the update of the sample whose optimum w-hat is. */
final class SampleFlowClaims {
    private static final double ETA = 0.05;

    /** So many times as many samples are drawn at most as are looked at. */
    private static final int MOST = 4;

    private static final int[] DIMENSIONS = {2, 3};

    private SampleFlowClaims() {}

    static Claim claim(String id, String place, Penalty penalty) {
        var claim = ClaimBuilder.of(id, Document003.source(place))
                .statement(
                        "Distances to the optimum of the sample fall along the update of the sample: "
                                + LyapunovClaims.named(penalty),
                        "For large N and small lambda, half the squared distance to the optimum w-hat of the sample decreases "
                                + "along the update of eqs. (4) and (5) on this sample everywhere in the ball around w*, and w comes to "
                                + "w-hat from every start in it.",
                        "\\mathcal V(w)=\\tfrac12\\|w-\\hat w\\|^2,\\qquad (w-\\hat w)^\\top\\Delta w<0\\text{ in }"
                                + "\\hat{\\mathcal B}_{\\|w^*\\|}(w^*),\\qquad w^t\\to\\hat w")
                .quoted(LyapunovClaims.THEOREM, "Theorem 2");
        if (penalty == Penalty.L1_SQUARED) {
            claim.quoted(LyapunovClaims.THEOREM_4, "Theorem 4");
        }
        return claim
                .mistake(
                        "The proof has the expected update in the place of that of the sample, eq. (18), with which it is "
                                + "not so (" + id.replace("sample", "printed") + ").")
                .measured(
                        "Fresh samples with N = 1,000 and lambda = 0.001 and 0.0001 and with N = 3,000 and lambda = 0.00001, d = 2 "
                                + "and 3, printed sign; only those count for which lambda is small in the sense of D(w-hat) = D*, and "
                                + "that one draw in four at least does is a check of the measurement. The derivative of V along the update at points half of which "
                                + "are uniform in the ball, half at distances from w-hat that fall to a millionth of ||w*||: one where it is "
                                + "not negative refutes. And steps of 0.05 from starts uniform in the ball: after 4,000 of them all are at "
                                + "w-hat, up to the rounding of a sum of N terms.")
                .seconds(4)
                .standard(size -> Setting.of(Keys003.SIZES.is(new double[] {1_000, 1_000, 3_000}),
                        Keys003.LAMBDAS.is(new double[] {1e-3, 1e-4, 1e-5}), Keys003.PENALTY.is(penalty),
                        Keys003.SIGN.is(Sign.AS_PRINTED), Keys003.CENTRE.is("sample"),
                        Keys003.DRAWS.is(size == Size.SMOKE ? 3 : size == Size.STANDARD ? 15 : 100),
                        Keys003.POINTS.is(size == Size.SMOKE ? 500 : 1_000), Keys003.STARTS.is(1),
                        Keys003.STEPS.is(4_000)))
                .control(setting -> setting.with(Keys003.CENTRE, "teacher")
                        .noted("V around w* instead of w-hat"))
                .replicates(setting -> DIMENSIONS.length * setting.get(Keys003.SIZES).length)
                .predict(setting -> Quantities.of("growing", 0).and("apart", 0))
                .measure((setting, replicate, seed) -> {
                    int c = replicate / DIMENSIONS.length;
                    return measure(
                            setting.with(Keys003.D, DIMENSIONS[replicate % DIMENSIONS.length])
                                    .with(Keys003.N, (int) setting.get(Keys003.SIZES)[c])
                                    .with(Keys003.LAMBDA, setting.get(Keys003.LAMBDAS)[c]),
                            seed);
                })
                .judge(SampleFlowClaims::judge)
                .build();
    }

    private static Judgement judge(Setting setting, Quantities predicted, List<Quantities> measured) {
        var lines = new ArrayList<Comparison>();
        for (int i = 0; i < measured.size(); i++) {
            Quantities m = measured.get(i);
            int c = i / DIMENSIONS.length;
            String at = ", d = " + DIMENSIONS[i % DIMENSIONS.length] + ", N = " + (int) setting.get(Keys003.SIZES)[c]
                    + ", lambda = " + setting.get(Keys003.LAMBDAS)[c];
            lines.add(Comparison.atLeast(
                    "samples with D(w-hat) = D*" + at, setting.get(Keys003.DRAWS), Estimate.exact(m.scalar("used")),
                    "lambda is small for one draw in four at least")
                    .asSanity());
            lines.add(Comparison.atMost(
                    "points where V does not fall, of " + (long) m.scalar("points") + at, predicted.scalar("growing"),
                    Estimate.exact(m.scalar("growing")), "there must be none"));
            lines.add(Comparison.atMost(
                    "runs that do not reach w-hat, of " + (long) m.scalar("runs") + at, predicted.scalar("apart"),
                    Estimate.exact(m.scalar("apart")), "there must be none"));
        }
        return Judgement.all(lines);
    }

    private static Quantities measure(Setting setting, Seed seed) {
        double used = 0;
        double growing = 0;
        double points = 0;
        double apart = 0;
        for (int k = 0; k < MOST * setting.get(Keys003.DRAWS) && used < setting.get(Keys003.DRAWS); k++) {
            TeacherSample sample = Document003.sample(setting, seed.at(k).named("sample"));
            Optional<double[]> optimum = sample.fixedPointNearTeacher();
            if (optimum.isEmpty() || !LambdaBounds.sameActive(sample, optimum.get())) {
                continue;
            }
            used++;
            double[] target = setting.get(Keys003.CENTRE).equals("teacher") ? sample.teacher() : optimum.get();
            double[] found = growing(setting, sample, target, seed.at(k).named("points"));
            growing += found[0];
            points += found[1];
            for (int start = 0; start < setting.get(Keys003.STARTS); start++) {
                apart += reaches(setting, sample, target, seed.at(k).named("start").at(start)) ? 0 : 1;
            }
        }
        return Quantities.of("used", used)
                .and("growing", growing)
                .and("points", points)
                .and("runs", used * setting.get(Keys003.STARTS))
                .and("apart", apart);
    }

    /** At how many points V does not fall, and how many were looked at. */
    private static double[] growing(Setting setting, TeacherSample sample, double[] target, Seed seed) {
        double radius = Document003.norm(sample.teacher());
        double[] update = new double[target.length];
        double[] result = new double[2];
        int points = setting.get(Keys003.POINTS);
        for (int k = 0; k < points; k++) {
            double[] w = k % 2 == 0
                    ? Document003.inBall(sample.teacher(), radius, seed.at(k))
                    : Document003.inBall(target, radius * Math.pow(10, -6.0 * k / points), seed.at(k));
            if (Document003.distance(w, sample.teacher()) > radius) {
                continue;
            }
            sample.update(w, update);
            double derivative = 0;
            for (int j = 0; j < w.length; j++) {
                derivative += (w[j] - target[j]) * update[j];
            }
            result[0] += derivative >= 0 ? 1 : 0;
            result[1]++;
        }
        return result;
    }

    private static boolean reaches(Setting setting, TeacherSample sample, double[] target, Seed seed) {
        double radius = Document003.norm(sample.teacher());
        double near = Rounding.of(sample.samples() + 64).on(2 * radius).bound();
        double[] w = Document003.inBall(sample.teacher(), radius, seed);
        double[] update = new double[w.length];
        for (int step = 0; step < setting.get(Keys003.STEPS) && Document003.distance(w, target) > near; step++) {
            sample.update(w, update);
            for (int j = 0; j < w.length; j++) {
                w[j] += ETA * update[j];
            }
        }
        return Document003.distance(w, target) <= near;
    }
}
