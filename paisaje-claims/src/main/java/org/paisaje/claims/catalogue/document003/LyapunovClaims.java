package org.paisaje.claims.catalogue.document003;

import java.util.ArrayList;
import java.util.List;
import org.hipparchus.analysis.solvers.BrentSolver;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.teacher.LyapunovForm;
import org.paisaje.theory.teacher.Penalty;
import org.paisaje.theory.teacher.PopulationFlow;
import org.paisaje.theory.teacher.Sign;
import org.paisaje.theory.teacher.TeacherSample;

/** Theorems 2 and 4 and the quadratic form behind them. */
final class LyapunovClaims {
    private static final String DECREASES = "\\mathcal V(w)=\\tfrac12\\|w-\\hat w\\|^2,\\qquad \\dot{\\mathcal V}<0\\text{ in }\\hat{\\mathcal B}_{\\|w^*\\|}(w^*)";

    private LyapunovClaims() {}

    static List<Claim> all() {
        return List.of(
                printed("003.theorem2.printed", "Theorem 2", Penalty.L2_SQUARED),
                corrected("003.theorem2.corrected", "Theorem 2", Penalty.L2_SQUARED),
                identity(), definite(), shifted(), threshold(),
                printed("003.theorem4.printed", "Theorem 4", Penalty.L1_SQUARED),
                corrected("003.theorem4.corrected", "Theorem 4", Penalty.L1_SQUARED));
    }

    private static Claim printed(String id, String place, Penalty penalty) {
        return ClaimBuilder.of(id, Document003.source(place))
                .statement(
                        "The distance to the sample optimum falls along the expected flow",
                        "For large N and small lambda, half the squared distance to the optimum w-hat of the sample decreases "
                                + "along the expected update everywhere in the ball around w*, off the line through w*.",
                        DECREASES)
                .measured(
                        "For each fresh sample: the derivative of V along the expected flow at the midpoint between the "
                                + "optimum of the sample and the rest point of the expected flow. If V decreases everywhere, it is "
                                + "negative at every midpoint.")
                .mistake(
                        "The theorem mixes the w-hat of the sample with the expected flow, whose rest point is another: "
                                + "between the two V grows.")
                .refuted()
                .standard(size -> Setting.of(
                        "d", 2, "n", 100, "lambda", 0.01, "penalty", penalty, "sign", Sign.AS_PRINTED, "optimum",
                        "sample",
                        "draws", size == Size.SMOKE ? 200 : 10_000))
                .control(setting -> setting.with("optimum", "population")
                        .noted("the rest point of the expected flow for w-hat, and midpoints between it and the sample's"))
                .predict(setting -> Quantities.of("growing", 0))
                .measure(LyapunovClaims::midpoints)
                .judge((setting, predicted, measured) -> {
                    Quantities m = measured.getFirst();
                    return Judgement.all(Comparison.atMost(
                            "midpoints where V grows, of " + (long) m.scalar("used"), 0,
                            Estimate.exact(m.scalar("growing")), "there must be none"));
                })
                .build();
    }

    private static Quantities midpoints(Setting setting, int replicate, Seed seed) {
        double growing = 0;
        double used = 0;
        for (int k = 0; k < setting.integer("draws"); k++) {
            TeacherSample sample = Document003.sample(setting, seed.at(k));
            PopulationFlow flow = flow(setting);
            double[] rest = flow.fixedPointNearTeacher().orElseThrow();
            var own = sample.fixedPointNearTeacher();
            if (own.isEmpty()
                    || Document003.distance(own.get(), sample.teacher()) > Document003.norm(sample.teacher())) {
                continue;
            }
            double[] middle = new double[rest.length];
            for (int j = 0; j < rest.length; j++) {
                middle[j] = (rest[j] + own.get()[j]) / 2;
            }
            used++;
            double[] target = setting.text("optimum").equals("sample") ? own.get() : rest;
            growing += derivative(flow, middle, target) > 0 ? 1 : 0;
        }
        return Quantities.of("growing", growing).and("used", used);
    }

    private static Claim corrected(String id, String place, Penalty penalty) {
        return ClaimBuilder.of(id, Document003.source(place))
                .statement(
                        "The distance to the rest point of the expected flow falls along it",
                        "With the rest point of the expected flow in the place of w-hat, V decreases at every point of the ball "
                                + "around w*, off the line through w*, for small lambda.",
                        DECREASES)
                .measured(
                        "The derivative of V at points uniform in the ball of radius ||w*|| around w*, in dimensions 2 and "
                                + "5, with the printed sign. One point where it is not negative refutes.")
                .standard(size -> Setting.of(
                        "n", 100, "lambda", 0.01, "penalty", penalty, "sign", Sign.AS_PRINTED, "optimum", "population",
                        "points", size == Size.SMOKE ? 20_000 : size == Size.STANDARD ? 250_000 : 1_000_000))
                .control(setting -> setting.with("optimum", "sample").noted("the optimum of one sample instead"))
                .replicates(setting -> 4)
                .predict(setting -> Quantities.of("growing", 0))
                .measure((setting, replicate, seed) -> {
                    Setting own = setting.with("d", replicate % 2 == 0 ? 2 : 5);
                    PopulationFlow flow = flow(own);
                    double[] target = own.text("optimum").equals("population")
                            ? flow.fixedPointNearTeacher().orElseThrow()
                            : Document003.sample(own, seed.named("sample")).fixedPointNearTeacher().orElseThrow();
                    double growing = 0;
                    Seed points = seed.named("points");
                    double radius = Document003.norm(flow.teacher());
                    for (int k = 0; k < own.integer("points"); k++) {
                        double[] w = own.text("optimum").equals("population") || k % 2 == 0
                                ? Document003.inBall(flow.teacher(), radius, points.at(k))
                                : Document003.inBall(target, 0.2 * radius, points.at(k));
                        growing += derivative(flow, w, target) >= 0 ? 1 : 0;
                    }
                    return Quantities.of("growing", growing);
                })
                .judge((setting, predicted, measured) -> {
                    double growing = measured.stream().mapToDouble(q -> q.scalar("growing")).sum();
                    return Judgement.all(Comparison.atMost(
                            "points where V does not fall, of " + 4L * setting.integer("points"), 0,
                            Estimate.exact(growing),
                            "there must be none"));
                })
                .build();
    }

    private static PopulationFlow flow(Setting setting) {
        double[] ones = new double[setting.integer("d")];
        java.util.Arrays.fill(ones, 1);
        return new PopulationFlow(ones, setting.real("lambda"), Document003.penalty(setting),
                Document003.sign(setting));
    }

    private static double derivative(PopulationFlow flow, double[] w, double[] target) {
        double[] update = flow.update(w);
        double sum = 0;
        for (int j = 0; j < w.length; j++) {
            sum += (w[j] - target[j]) * update[j];
        }
        return sum;
    }

    private static Claim identity() {
        return ClaimBuilder.of("003.eq21.identity", Document003.source("eqs. (18) to (21)"))
                .statement(
                        "The derivative of V as a quadratic form",
                        "Without a penalty the derivative of V along the expected flow is -y^T M(theta) y with y = (||w||, "
                                + "||w*||) and the M of eq. (21).",
                        "(w-w^*)^\\top\\mathbb E\\Delta w=-y^\\top M(\\theta)\\,y")
                .measured(
                        "Both sides at random pairs (w, w*) in dimensions 2 to 6, largest difference relative to ||w||^2 + "
                                + "||w*||^2, at most 32 units of rounding.")
                .standard(size -> Setting.of("points", size == Size.SMOKE ? 1_000 : 100_000, "factor", 1.0))
                .control(setting -> setting.with("factor", 1.001).noted("the angle off by 0.1 per cent"))
                .predict(setting -> Quantities.of("difference", 0))
                .measure((setting, replicate, seed) -> {
                    double largest = 0;
                    for (int k = 0; k < setting.integer("points"); k++) {
                        int d = 2 + k % 5;
                        double[] teacher = seed.at(k).named("teacher").gaussians(d);
                        double[] w = seed.at(k).named("w").gaussians(d);
                        var flow = new PopulationFlow(teacher, 0, Penalty.NONE, Sign.DESCENT);
                        double left = derivative(flow, w, teacher);
                        double a = Document003.norm(w);
                        double b = Document003.norm(teacher);
                        double right = -LyapunovForm.form(
                                LyapunovForm.m(setting.real("factor") * flow.angle(w)), a, b);
                        largest = Math.max(largest, Math.abs(left - right) / (a * a + b * b));
                    }
                    return Quantities.of("difference", largest);
                })
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.equal(
                        "largest relative difference", 0, measured.getFirst().scalar("difference"), 32 * Math.ulp(1.0),
                        "rounding")))
                .build();
    }

    private static Claim definite() {
        return ClaimBuilder.of("003.eq21.definite", Document003.source("eq. (21)"))
                .statement(
                        "M is positive definite up to a right angle",
                        "M(theta) is positive definite for every theta in (0, pi/2].",
                        "M(\\theta)\\succ0,\\quad\\theta\\in(0,\\tfrac\\pi2]")
                .measured(
                        "The smaller eigenvalue of M on a grid of angles down to 1e-3, where it is theta^2/4 times 1/|M| to "
                                + "leading order. It stays positive up to about 2.33, well beyond pi/2.")
                .standard(size -> Setting.of("from", 1e-3, "to", Math.PI / 2, "points",
                        size == Size.SMOKE ? 500 : 20_000))
                .control(setting -> setting.with("to", 2.6).noted("angles up to 2.6"))
                .predict(setting -> Quantities.of("smallest", 0))
                .measure((setting, replicate, seed) -> {
                    int points = setting.integer("points");
                    double[] theta = new double[points];
                    double[] smallest = new double[points];
                    for (int k = 0; k < points; k++) {
                        theta[k] = setting.real("from")
                                + (setting.real("to") - setting.real("from")) * k / (points - 1);
                        smallest[k] = LyapunovForm.smallestEigenvalue(LyapunovForm.m(theta[k]));
                    }
                    return Quantities.of("theta", theta).and("smallest", smallest);
                })
                .judge((setting, predicted, measured) -> {
                    double least = java.util.Arrays.stream(measured.getFirst().list("smallest")).min().orElseThrow();
                    return Judgement.all(Comparison.of(
                            "smallest eigenvalue of M", Estimate.exact(0), Comparison.Relation.AT_LEAST,
                            Estimate.exact(least), least > 1e-12, "above rounding"));
                })
                .figures((setting, predicted, measured) -> {
                    double[] theta = new double[400];
                    double[] m = new double[400];
                    double[] k = new double[400];
                    for (int i = 0; i < theta.length; i++) {
                        theta[i] = 0.005 + 2.5 * i / (theta.length - 1);
                        m[i] = LyapunovForm.smallestEigenvalue(LyapunovForm.m(theta[i]));
                        k[i] = LyapunovForm.smallestEigenvalue(LyapunovForm.k(theta[i], 0.1, 0));
                    }
                    return List.of(new Figure.Chart(
                            "eigenvalue", "The smaller eigenvalue of M and of M + lambda P1",
                            "M is positive definite far beyond a right angle; with a penalty of weight 0.1 and the printed sign "
                                    + "M + lambda P1 is not, for angles below about lambda.",
                            Axis.linear("angle theta", "rad"), Axis.linear("smaller eigenvalue"),
                            List.of(
                                    new Series.Line("M", Role.MEASURED, theta, m),
                                    new Series.Line("K without P2, lambda = 0.1", Role.MEASURED, theta, k),
                                    new Series.Line(
                                            "zero", Role.REFERENCE, new double[] {0, 2.5}, new double[] {0, 0}))));
                })
                .build();
    }

    private static Claim shifted() {
        return ClaimBuilder.of("003.eq20.printed", Document003.source("eq. (20)"))
                .statement(
                        "K stays positive definite for small lambda",
                        "For small lambda K = M + lambda P is positive definite for every theta in (0, pi/2].",
                        "K(\\theta)=M(\\theta)+\\lambda P(\\theta)\\succ0,\\quad\\theta\\in(0,\\tfrac\\pi2]")
                .measured(
                        "The smaller eigenvalue of K, with T in expectation, at lambda = 0.001, 0.01 and 0.1 on a logarithmic "
                                + "grid of angles down to 1e-7.")
                .mistake(
                        "M has the eigenvalue theta^2/4 to leading order, so no fixed lambda > 0 is small enough for every "
                                + "angle: that P is bounded does not suffice. K fails for angles below about 2 lambda^2.")
                .refuted()
                .standard(size -> Setting.of("lambdas", new double[] {0.001, 0.01, 0.1}, "points", 2_000))
                .control(setting -> setting.with("lambdas", new double[] {0}).noted("without a penalty"))
                .predict(setting -> Quantities.of("indefinite", 0))
                .measure((setting, replicate, seed) -> {
                    double indefinite = 0;
                    for (double lambda : setting.reals("lambdas")) {
                        for (int k = 0; k < setting.integer("points"); k++) {
                            double theta = Math.PI / 2 * Math.pow(10, -7.0 * k / setting.integer("points"));
                            double least = LyapunovForm.smallestEigenvalue(LyapunovForm.k(theta, lambda, 2));
                            indefinite += least < -1e-15 ? 1 : 0;
                        }
                    }
                    return Quantities.of("indefinite", indefinite);
                })
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.atMost(
                        "angles where K is not positive definite", 0,
                        Estimate.exact(measured.getFirst().scalar("indefinite")), "there must be none")))
                .build();
    }

    private static Claim threshold() {
        return ClaimBuilder.of("003.eq20.corrected", Document003.source("eq. (20)"))
                .statement(
                        "K fails exactly for angles below a threshold that shrinks with lambda",
                        "K is positive definite for angles from a threshold up to pi/2 and not below it. With P1 alone the "
                                + "threshold is lambda to leading order (.0010, .0101 and .113 at lambda = .001, .01 and .1); "
                                + "with P2 in expectation the leading order cancels and it is 2 lambda^2.",
                        "\\det(M+\\lambda P_1)=0:\\ \\theta_0=\\lambda+O(\\lambda^2);\\qquad"
                                + "\\det(M+\\lambda P)=0:\\ \\theta_0=2\\lambda^2+O(\\lambda^3)")
                .measured(
                        "The zero of the determinant by Brent's method, against the leading order with an error of 1.5 "
                                + "lambda^2 and lambda^3, and positivity above it up to pi/2.")
                .standard(size -> Setting.of("lambdas", new double[] {0.001, 0.01, 0.1}, "scale", 1.0))
                .control(setting -> setting.with("scale", 2.0).noted("twice the penalty"))
                .predict(setting -> {
                    double[] lambdas = setting.reals("lambdas");
                    return Quantities.of("without P2", lambdas)
                            .and("with P2", java.util.Arrays.stream(lambdas).map(l -> 2 * l * l).toArray());
                })
                .measure((setting, replicate, seed) -> {
                    Quantities result = Quantities.NONE;
                    for (String which : List.of("without P2", "with P2")) {
                        double[] lambdas = setting.reals("lambdas");
                        double[] thresholds = new double[lambdas.length];
                        double indefinite = 0;
                        double c = which.equals("with P2") ? 2 : 0;
                        for (int i = 0; i < lambdas.length; i++) {
                            double lambda = setting.real("scale") * lambdas[i];
                            double guess = c == 0 ? lambda : 2 * lambda * lambda;
                            thresholds[i] = new BrentSolver(1e-9 * guess).solve(
                                    200, theta -> LyapunovForm.smallestEigenvalue(LyapunovForm.k(theta, lambda, c)),
                                    guess / 4, 4 * guess);
                            for (double theta = 1.001 * thresholds[i]; theta <= Math.PI / 2; theta *= 1.001) {
                                indefinite += LyapunovForm.smallestEigenvalue(LyapunovForm.k(theta, lambda, c)) <= 0
                                        ? 1
                                        : 0;
                            }
                        }
                        result = result.and(which, thresholds).and(which + ", indefinite above", indefinite);
                    }
                    return result;
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    double[] lambdas = setting.reals("lambdas");
                    for (String which : List.of("without P2", "with P2")) {
                        for (int i = 0; i < lambdas.length; i++) {
                            double l = lambdas[i];
                            lines.add(Comparison.equal(
                                    "threshold angle " + which + ", lambda = " + l, predicted.list(which)[i],
                                    measured.getFirst().list(which)[i],
                                    which.equals("with P2") ? l * l * l : 1.5 * l * l,
                                    "next order in lambda"));
                        }
                        lines.add(Comparison.atMost(
                                "angles above it where K fails, " + which, 0,
                                Estimate.exact(measured.getFirst().scalar(which + ", indefinite above")),
                                "there must be none"));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }
}
