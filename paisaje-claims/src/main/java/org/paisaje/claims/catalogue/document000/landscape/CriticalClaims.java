package org.paisaje.claims.catalogue.document000.landscape;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.claims.catalogue.Shares;
import org.paisaje.math.random.Generator;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;

/** Section 3.1 before the spin glass: unstable critical points, and how descent leaves them, or does not. */
final class CriticalClaims {
    private static final String PLACE = "section 3.1";
    private static final String UNLIKELY = "al acercarse este a un punto crítico es más probable que no converja hacia él entre más inestable sea";

    private CriticalClaims() {}

    static List<Claim> all() {
        return List.of(cube(), unstable(), strict(), maximum(), plateau());
    }

    private static Claim cube() {
        double[] steps = {100, 1000, 10_000, 100_000};
        int[] decimals = {4, 5, 6, 6};
        return ClaimBuilder.of("000.3.1.cube", LandscapeClaims.paper("section 3.1, figure 5"))
                .statement("x^3 attracts descent from one side and lets it go on the other, slowly",
                        "f = x^3 has second derivative 0 at its critical point. From the right descent converges to it, 3 alpha k x_k to 1; from "
                                + "-0.01 it is beyond -10 after 340 steps of 0.1.",
                        "3\\alpha k\\,x_k\\to1\\quad(x_0>0)")
                .quoted("La función $f = x^3$ presenta un punto crítico inestable en x = 0", "figure 5")
                .measured(
                        "3 alpha k x_k from 0.5 with alpha = 0.1 at four k, against .9129, .98836, .998595 and .999836 of another program; the steps "
                                + "from -0.01 until |x| is above 10.")
                .mistake(
                        "The eigenvalue of the Hessian is 0 here, not negative: the point is unstable in the sense of directions, and the criterion by "
                                + "eigenvalues does not see it.")
                .standard(size -> Setting.of(Keys.POINT.is("cube")))
                .control(setting -> setting.with(Keys.POINT, "minimum")
                        .noted("x^2, which attracts from both sides, and exponentially"))
                .predict(setting -> Quantities.of("scaled", new double[] {.9129, .98836, .998595, .999836})
                        .and("steps", 340))
                .measure((setting, replicate, seed) -> {
                    double rate = 0.1;
                    DoubleUnaryOperator slope = setting.get(Keys.POINT).equals("cube") ? x -> 3 * x * x : x -> 2 * x;
                    double x = 0.5;
                    double[] scaled = new double[steps.length];
                    int next = 0;
                    for (int k = 1; k <= 100_000; k++) {
                        x -= rate * slope.applyAsDouble(x);
                        if (k == steps[next]) {
                            scaled[next++] = 3 * rate * k * x;
                        }
                    }
                    int gone = 0;
                    for (double y = -0.01; Math.abs(y) <= 10 && gone < 100_000; y -= rate * slope.applyAsDouble(y)) {
                        gone++;
                    }
                    return Quantities.of("scaled", scaled).and("steps", gone);
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < steps.length; k++) {
                        lines.add(Comparison.equal("3 alpha k x_k, k = " + (int) steps[k], predicted.list("scaled")[k],
                                measured.getFirst().list("scaled")[k],
                                Tolerance.decimals(decimals[k], "the other program")));
                    }
                    lines.add(Comparison.equal("steps from -0.01 to beyond -10", predicted.scalar("steps"),
                            measured.getFirst().scalar("steps"), Tolerance.none("counted")));
                    return Judgement.all(lines);
                })
                .build();
    }

    private static final List<String> POINTS = List.of("minimum", "cube", "saddle");

    private static Claim unstable() {
        return ClaimBuilder.of("000.3.1.unstable", LandscapeClaims.paper(PLACE))
                .statement("The more unstable a critical point, the fewer starts descent comes to it from",
                        "Descent comes to a minimum from all starts near by, to the critical point of x^3, unstable in a direction and without a "
                                + "negative eigenvalue, from half of them, to a strict saddle from none.",
                        "P(x_k\\to x^*)=1,\\ \\tfrac12,\\ 0")
                .quoted(UNLIKELY, "section 3.1")
                .measured(
                        "x^2 + y^2, x^3 + y^2 and x^2 - y^2 + y^4 from starts uniform in the square (-1, 1)^2, step 0.05, 10,000 steps: the share of runs "
                                + "within 0.01 of the critical point that come nearer still, by Wilson's interval: of x^3 told from 0 and 1, of the "
                                + "saddle and the minimum whether one run does otherwise. Runs that escape to infinity count as not converged.")
                .mistake(
                        "Unstable in a direction is less than it sounds: x^3, the text's own example, attracts half of all starts. Only a negative "
                                + "eigenvalue keeps descent away with probability 1 (Lee et al. 2016).")
                .standard(size -> Setting.of(Keys.ALONG.is(false), Keys.RUNS.is(size == Size.SMOKE ? 200 : 2000)))
                .control(setting -> setting.with(Keys.ALONG, true)
                        .noted("starts on the line y = 0, along which the saddle attracts"))
                .predict(setting -> Quantities.of("share", new double[] {1, 0.5, 0}))
                .measure((setting, replicate, seed) -> Quantities.of("converged",
                        POINTS.stream()
                                .mapToDouble(point -> converged(point, setting.get(Keys.ALONG), setting.get(Keys.RUNS),
                                        seed.named(point)))
                                .toArray()))
                .judge((setting, predicted, measured) -> {
                    int runs = setting.get(Keys.RUNS);
                    double[] share = predicted.list("share");
                    double[] found = measured.getFirst().list("converged");
                    return Judgement.all(
                            Comparison.equal("runs that come to the minimum", share[0] * runs, found[0],
                                    Tolerance.none("all of them")),
                            Comparison.told("share that comes to the critical point of x^3", share[1],
                                    Shares.wilson((long) found[1], runs, 1), "Wilson's interval, " + Level.words(1), 0,
                                    1),
                            Comparison.equal("runs that come to the saddle", share[2] * runs, found[2],
                                    Tolerance.none("none of them")));
                })
                .build();
    }

    private static Claim strict() {
        return ClaimBuilder.of("000.3.1.unstable.strict", LandscapeClaims.paper(PLACE))
                .statement("Descent does not converge to a critical point with a negative eigenvalue",
                        "From random starts descent ends at a strict saddle with probability 0.",
                        "\\lambda_{\\min}<0\\;\\Rightarrow\\;P(x_k\\to x^*)=0")
                .quoted(UNLIKELY, "section 3.1")
                .measured(
                        "x^2 - y^2 + y^4 from starts uniform in (-1, 1)^2, step 0.05, 10,000 steps: the runs within 0.01 of the critical "
                                + "point that come nearer still. There must be none.")
                .standard(size -> Setting.of(Keys.POINT.is("saddle"), Keys.RUNS.is(size == Size.SMOKE ? 200 : 2000)))
                .control(setting -> setting.with(Keys.POINT, "cube")
                        .noted("x^3 + y^2, whose critical point has no negative eigenvalue"))
                .predict(setting -> Quantities.of("converged", 0))
                .measure((setting, replicate, seed) -> Quantities.of("converged",
                        converged(setting.get(Keys.POINT), false, setting.get(Keys.RUNS), seed)))
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.equal("runs that converge",
                        predicted.scalar("converged"), measured.getFirst().scalar("converged"),
                        Tolerance.none("none of them"))))
                .build();
    }

    /** Runs of descent that are within 0.01 of the critical point and come nearer, of so many from a square or its middle line. */
    private static int converged(String point, boolean along, int runs, Seed seed) {
        Generator draw = seed.generator();
        int converged = 0;
        for (int run = 0; run < runs; run++) {
            double x = draw.nextDouble(-1, 1);
            double y = along ? 0 : draw.nextDouble(-1, 1);
            double before = 0;
            for (int step = 0; step < 10_000 && Math.abs(x) + Math.abs(y) < 100; step++) {
                before = Math.hypot(x, y);
                x -= 0.05 * (point.equals("cube") ? 3 * x * x : 2 * x);
                y -= 0.05 * (point.equals("saddle") ? -2 * y + 4 * y * y * y : 2 * y);
            }
            double now = Math.hypot(x, y);
            converged += now < 0.01 && now <= before ? 1 : 0;
        }
        return converged;
    }

    private static Claim maximum() {
        double[] rates = {0.05, 0.1};
        return ClaimBuilder.of("000.3.1.figure6", LandscapeClaims.paper("section 3.1, figure 6"))
                .statement("A maximum is left exponentially fast, after a while",
                        "Near the maximum of (x^2 - 1)^2 / 4 a step multiplies x by 1 + alpha, so that it takes ln(0.5 / e) / ln(1 + alpha) steps to come from "
                                + "e to 0.5, and a few more for the curvature that shrinks.",
                        "x_{k+1}\\approx(1+\\alpha)x_k")
                .quoted("Función con mínimos locales estables, y un máximo local inestable", "figure 6")
                .measured(
                        "The steps from 1e-8 to beyond 0.5, at least the estimate, and at most that, a step more, and what the smaller slope on the "
                                + "way takes: ln(1 + a s) >= s ln(1 + a) for s = 1 - x^2 in [0, 1], so that it is the sum of x^2, a geometric one.")
                .mistake("The function is not given.")
                .standard(size -> Setting.of(Keys.DEPTH.is(1.0)))
                .control(setting -> setting.with(Keys.DEPTH, 0.5).noted("a function half as deep"))
                .predict(setting -> {
                    double[] estimate = new double[rates.length];
                    for (int k = 0; k < rates.length; k++) {
                        estimate[k] = Math.log(0.5 / 1e-8) / Math.log1p(rates[k]);
                    }
                    double[] more = new double[rates.length];
                    for (int k = 0; k < rates.length; k++) {
                        // Before 1/2 each x is at most the next one over 1 + 3 a / 4.
                        more[k] = 1 + 0.25 / (1 - Math.pow(1 + 0.75 * rates[k], -2));
                    }
                    return Quantities.of("steps", estimate).and("more", more);
                })
                .measure((setting, replicate, seed) -> {
                    double[] steps = new double[rates.length];
                    for (int k = 0; k < rates.length; k++) {
                        double x = 1e-8;
                        while (x < 0.5) {
                            x -= rates[k] * setting.get(Keys.DEPTH) * x * (x * x - 1);
                            steps[k]++;
                        }
                    }
                    return Quantities.of("steps", steps);
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < rates.length; k++) {
                        Estimate steps = Estimate.exact(measured.getFirst().list("steps")[k]);
                        double estimate = predicted.list("steps")[k];
                        lines.add(Comparison.atLeast("steps, alpha = " + rates[k], estimate, steps,
                                "the slope is below the linear one"));
                        lines.add(Comparison.atMost("steps, alpha = " + rates[k], estimate + predicted.list("more")[k],
                                steps,
                                "the sum of x^2 on the way, and the last step"));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Claim plateau() {
        return ClaimBuilder.of("000.2.plateau", LandscapeClaims.paper("section 2, regions of small gradient"))
                .statement("Plateaus: a saturated neuron has an exponentially small gradient",
                        "The squared loss of a logistic neuron with weight w has a gradient of order e^-w: leaving takes steps of the order e^w.",
                        "|F'(w)|\\approx2(1-y)e^{-w}")
                .quoted("podría haber áreas del espacio de parámetros en donde el gradiente es muy pequeño, con lo cual salir de dichas regiones puede "
                        + "ser demorado para el algoritmo", "section 2")
                .measured(
                        "Target 1/4. The gradient at w = 10, 20 and 30 over the law, up to its next term. The steps of rate 1 from w to w - 1 for "
                                + "w = 6, 8 and 10 over the law (e^w - e^(w - 1)) / (3/2), up to that term, the length of a step, and the last step.")
                .standard(size -> Setting.of(Keys.SATURATES.is(true)))
                .control(setting -> setting.with(Keys.SATURATES, false).noted("softplus, which does not saturate"))
                .predict(setting -> {
                    double[] steps = new double[3];
                    for (int k = 0; k < 3; k++) {
                        steps[k] = (Math.exp(6 + 2 * k) - Math.exp(5 + 2 * k)) / 1.5;
                    }
                    return Quantities.of("ratio", 1).and("steps", steps);
                })
                .measure((setting, replicate, seed) -> {
                    double[] ratio = new double[3];
                    double[] steps = new double[3];
                    for (int k = 0; k < 3; k++) {
                        double w = 10 * (k + 1);
                        ratio[k] = Math.abs(gradient(w, setting.get(Keys.SATURATES))) / (1.5 * Math.exp(-w));
                        for (double at = 6 + 2 * k; at > 5 + 2 * k; at -= gradient(at, setting.get(Keys.SATURATES))) {
                            steps[k]++;
                        }
                    }
                    return Quantities.of("ratio", ratio).and("steps", steps);
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < 3; k++) {
                        lines.add(Comparison.equal("gradient over the law, w = " + 10 * (k + 1),
                                predicted.scalar("ratio"),
                                measured.getFirst().list("ratio")[k],
                                Tolerance.of(4 * Math.exp(-10 * (k + 1)), "the next term of the law, below 4 exp(-w)")
                                        .plus(Rounding.of(16))));
                    }
                    for (int k = 0; k < 3; k++) {
                        double law = predicted.list("steps")[k];
                        lines.add(Comparison.equal("steps from w = " + (6 + 2 * k) + " to " + (5 + 2 * k), law,
                                measured.getFirst().list("steps")[k],
                                Tolerance.of(1 + 6 * law * Math.exp(-5 - 2 * k),
                                        "the next term, below 4 exp(-w), steps of 1.5 exp(-w) and less, and the last one")));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    /** The derivative of the squared loss of a neuron, logistic or softplus, with target 1/4. */
    private static double gradient(double w, boolean saturates) {
        double s = 1 / (1 + Math.exp(-w));
        double value = saturates ? s : Math.log1p(Math.exp(w));
        return 2 * (value - 0.25) * (saturates ? Math.exp(-w) * s * s : s);
    }
}
