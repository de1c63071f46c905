package org.paisaje.claims.catalogue.document000.landscape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.claims.catalogue.Shares;
import org.paisaje.math.random.Generator;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;

/** Section 1.4: the stochastic gradient, its noise, how fast it converges, and what noise is good for. */
final class StochasticClaims {
    private static final String PLACE = "section 1.4, stochastic gradient descent";
    private static final String TRADE = "logrando iteraciones más rápidas en el comercio para una tasa de convergencia más baja";
    private static final int SAMPLES = 100;
    private static final double LAMBDA = 2;

    private StochasticClaims() {}

    static List<Claim> all() {
        return List.of(variance(), stationary(), constant(), schedule(), wells());
    }

    /** Values of the samples, normal and with mean 0. */
    private static double[] centres(Seed seed) {
        double[] c = seed.named("centres").gaussians(SAMPLES);
        double mean = 0;
        for (double value : c) {
            mean += value / SAMPLES;
        }
        for (int i = 0; i < SAMPLES; i++) {
            c[i] -= mean;
        }
        return c;
    }

    private static double meanSquare(double[] c) {
        double sum = 0;
        for (double value : c) {
            sum += value * value;
        }
        return sum / c.length;
    }

    private static Claim variance() {
        int[] windows = {1, 5, 20, 50, 100};
        return ClaimBuilder.of("000.1.4.window", LandscapeClaims.paper(PLACE))
                .statement("The gradient of a random window is unbiased, with a known variance",
                        "The mean over b of m samples drawn without replacement has the mean of all as its expectation and the variance "
                                + "(1 - b/m) S^2 / b, S^2 the sample variance.",
                        "\\operatorname{Var}=\\left(1-\\tfrac bm\\right)\\tfrac{S^2}b")
                .quoted("reemplaza el gradiente real (calculado a partir de todo el conjunto de datos) por una estimación del mismo (calculado a "
                        + "partir de un subconjunto de datos seleccionado al azar)", "section 1.4")
                .measured(
                        "100 numbers, windows of 1, 5, 20, 50 and 100: squared deviations over the predicted variance, mean over replicates with "
                                + "Student's interval, told from S^2 / b, the variance with replacement, for windows of 20 or more, and from half and twice the law for smaller ones; "
                                + "the mean deviation over the standard error of a window, told from a fifth of it. Other samples in every replicate.")
                .standard(size -> Setting.of(Keys.REPLACED.is(false),
                        Keys.RUNS.is(size == Size.SMOKE ? 20_000 : 100_000)))
                .control(setting -> setting.with(Keys.REPLACED, true).noted("windows drawn with replacement"))
                .replicates(setting -> 20)
                .predict(setting -> Quantities.of("ratio", 1))
                .measure((setting, replicate, seed) -> {
                    double[] c = centres(seed);
                    double square = meanSquare(c) * SAMPLES / (SAMPLES - 1);
                    double[] ratios = new double[windows.length];
                    double[] means = new double[windows.length];
                    int draws = setting.get(Keys.RUNS) / 20;
                    for (int k = 0; k < windows.length; k++) {
                        Generator draw = seed.at(k).generator();
                        int b = windows[k];
                        double expected = (1 - b / (double) SAMPLES) * square / b;
                        for (int r = 0; r < draws; r++) {
                            double mean = 0;
                            if (setting.get(Keys.REPLACED)) {
                                for (int i = 0; i < b; i++) {
                                    mean += c[draw.nextInt(SAMPLES)] / b;
                                }
                            } else {
                                for (int i : draw.choice(b, SAMPLES)) {
                                    mean += c[i] / b;
                                }
                            }
                            ratios[k] += (expected == 0 ? mean : mean * mean / expected) / draws;
                            means[k] += (expected == 0 ? mean : mean / Math.sqrt(expected)) / draws;
                        }
                    }
                    return Quantities.of("ratio", ratios).and("mean", means);
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    int comparisons = 2 * windows.length - 1;
                    for (int k = 0; k < windows.length; k++) {
                        int place = k;
                        String at = ", b = " + windows[k];
                        double[] ratios = measured.stream().mapToDouble(q -> q.list("ratio")[place]).toArray();
                        double[] means = measured.stream().mapToDouble(q -> q.list("mean")[place]).toArray();
                        if (windows[k] == SAMPLES) {
                            lines.add(Comparison.equal("deviation" + at, 0, ratios[0],
                                    Rounding.of(2 * SAMPLES).on(4.0 / SAMPLES)));
                            continue;
                        }
                        Estimate ratio = Exponents.mean(ratios, comparisons);
                        String origin = "Student's interval over 20 replicates, " + Level.words(comparisons);
                        double[] rivals = windows[k] >= 20
                                ? new double[] {1 / (1 - windows[k] / (double) SAMPLES)}
                                : new double[] {0.5, 2};
                        lines.add(Comparison.told("variance over the law" + at, 1, ratio, origin, rivals));
                        lines.add(Comparison.told("mean over the standard error of a window" + at, 0,
                                Exponents.mean(means, comparisons), origin, -0.2, 0.2));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Claim stationary() {
        double[] rates = {0.05, 0.1, 0.25, 0.5, 0.9};
        return ClaimBuilder.of("000.1.4.stationary", LandscapeClaims.paper(PLACE))
                .statement("With a constant step the iterates keep a variance that is known",
                        "On the mean of lambda (x - c_i)^2 / 2 one sample a step leads to a stationary law with the variance alpha lambda s^2 / (2 - "
                                + "alpha lambda), s^2 the variance of the c_i.",
                        "\\operatorname{Var}_\\infty=\\frac{\\alpha\\lambda s^2}{2-\\alpha\\lambda}")
                .quoted("theta = theta - alpha * theta_grad", "section 1.4, listing")
                .measured(
                        "lambda = 2 and five steps: the mean square after a warm-up over the law, with Student's interval over 20 replicates; told "
                                + "from alpha lambda s^2 / 2, the law for small steps, where the two differ by a fifth, and from half and twice the law "
                                + "elsewhere. Other samples in every replicate.")
                .standard(
                        size -> Setting.of(Keys.MOMENTUM.is(0.0), Keys.RUNS.is(size == Size.SMOKE ? 20_000 : 200_000)))
                .control(setting -> setting.with(Keys.MOMENTUM, 0.5).noted("momentum of 0.5"))
                .replicates(setting -> 20)
                .predict(setting -> Quantities.of("variance",
                        Arrays.stream(rates).map(rate -> rate * LAMBDA / (2 - rate * LAMBDA)).toArray()))
                .measure((setting, replicate, seed) -> {
                    double[] c = centres(seed);
                    double s = meanSquare(c);
                    double[] squares = new double[rates.length];
                    for (int k = 0; k < rates.length; k++) {
                        Generator draw = seed.at(k).generator();
                        double x = 0;
                        double speed = 0;
                        int steps = setting.get(Keys.RUNS);
                        for (int step = -2000; step < steps; step++) {
                            speed = setting.get(Keys.MOMENTUM) * speed
                                    - rates[k] * LAMBDA * (x - c[draw.nextInt(SAMPLES)]);
                            x += speed;
                            squares[k] += step >= 0 ? x * x / s / steps : 0;
                        }
                    }
                    return Quantities.of("variance", squares);
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < rates.length; k++) {
                        int place = k;
                        double law = predicted.list("variance")[k];
                        double[] ratios = measured.stream().mapToDouble(q -> q.list("variance")[place] / law).toArray();
                        Estimate ratio = Exponents.mean(ratios, rates.length);
                        String origin = "Student's interval over 20 replicates, " + Level.words(rates.length);
                        lines.add(Comparison.told("variance over the law, step " + rates[k], 1, ratio, origin,
                                rates[k] >= 0.25
                                        ? new double[] {1 - rates[k] * LAMBDA / 2}
                                        : new double[] {0.5, 2}));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Claim constant() {
        return ClaimBuilder.of("000.1.4.rate.printed", LandscapeClaims.paper(PLACE))
                .statement("With the step of the listing it converges, only more slowly",
                        "With a constant step alpha the stochastic method converges at a lower rate than gradient descent.",
                        "x_k\\to x^*\\ \\text{for constant}\\ \\alpha")
                .quoted(TRADE, "section 1.4")
                .quoted("theta = theta - alpha * theta_grad", "section 1.4, listing")
                .measured(
                        "lambda = 2, step 0.1: f - f* after 200 steps over that after 100, means over runs with Student's interval over 20 replicates. Converging, at whatever power of t down to 1/t, it halves at least; resting at a level it stays.")
                .mistake(
                        "Without steps that shrink it does not converge at all, but to a cloud about the minimum. Where all samples agree at the minimum "
                                + "it converges as fast as gradient descent. The listing gives no schedule.")
                .standard(size -> Setting.of(Keys.AGREE.is(false), Keys.RUNS.is(size == Size.SMOKE ? 200 : 1000)))
                .control(setting -> setting.with(Keys.AGREE, true).noted("samples that all have the same minimum"))
                .replicates(setting -> 20)
                .predict(setting -> Quantities.of("ratio", 0.5))
                .measure((setting, replicate, seed) -> {
                    double[] c = setting.get(Keys.AGREE) ? new double[SAMPLES] : centres(seed);
                    double before = 0;
                    double after = 0;
                    for (int run = 0; run < setting.get(Keys.RUNS); run++) {
                        Generator draw = seed.at(run).generator();
                        double x = 1;
                        for (int step = 1; step <= 200; step++) {
                            x -= 0.1 * LAMBDA * (x - c[draw.nextInt(SAMPLES)]);
                            before += step == 100 ? x * x : 0;
                        }
                        after += x * x;
                    }
                    return Quantities.of("ratio", after / before);
                })
                .judge((setting, predicted,
                        measured) -> Judgement.all(Comparison.atMost("f - f* after 200 steps over that after 100",
                                predicted.scalar("ratio"),
                                Exponents.mean(measured.stream().mapToDouble(q -> q.scalar("ratio")).toArray(), 1),
                                "Student's interval over 20 replicates, " + Level.words(1) + "; what 1/t leaves")))
                .refuted()
                .build();
    }

    private static Claim schedule() {
        double[] times = {10, 30, 100, 300, 1000, 3000};
        return ClaimBuilder.of("000.1.4.rate.schedule", LandscapeClaims.paper(PLACE))
                .statement("With steps 1 / (lambda t) the loss falls as 1 / t, not exponentially",
                        "Steps that shrink as 1 / (lambda t) make the stochastic method converge: E f - f* = lambda s^2 / (2 t), while gradient descent "
                                + "with a constant step converges exponentially.",
                        "\\mathbb E f(x_t)-f^*=\\frac{\\lambda s^2}{2t}")
                .quoted(TRADE, "section 1.4")
                .measured(
                        "The exponent of the mean loss over 1,000 runs between t = 10 and 3,000, with Student's interval over 20 replicates; told from "
                                + "-1/2 and -2. The loss itself over the law at t = 3,000.")
                .standard(size -> Setting.of(Keys.SHRINK.is(1.0), Keys.RUNS.is(size == Size.SMOKE ? 100 : 1000)))
                .control(setting -> setting.with(Keys.SHRINK, 0.5).noted("steps that shrink as 1 / sqrt t"))
                .replicates(setting -> 20)
                .predict(setting -> Quantities.of("exponent", -1).and("ratio", 1))
                .measure((setting, replicate, seed) -> {
                    double[] c = centres(seed);
                    double s = meanSquare(c);
                    double[] losses = new double[times.length];
                    int runs = setting.get(Keys.RUNS);
                    for (int run = 0; run < runs; run++) {
                        Generator draw = seed.at(run).generator();
                        double x = 1;
                        int next = 0;
                        for (int t = 1; t <= 3000; t++) {
                            x -= Math.pow(t, -setting.get(Keys.SHRINK)) * (x - c[draw.nextInt(SAMPLES)]);
                            if (t == times[next]) {
                                losses[next++] += LAMBDA * x * x / 2 / s / runs;
                            }
                        }
                    }
                    return Quantities.of("loss", losses);
                })
                .judge((setting, predicted, measured) -> {
                    double law = LAMBDA / (2 * 3000);
                    double[] ratios = measured.stream()
                            .mapToDouble(q -> q.list("loss")[times.length - 1] / law)
                            .toArray();
                    String origin = "Student's interval over 20 replicates, " + Level.words(2);
                    return Judgement.all(
                            Comparison.told("exponent of the loss in t", predicted.scalar("exponent"),
                                    Exponents.of(times, measured, "loss", 2), origin, -0.5, -2),
                            Comparison.told("loss over the law, t = 3,000", predicted.scalar("ratio"),
                                    Exponents.mean(ratios, 2),
                                    origin, 0.5, 2));
                })
                .build();
    }

    private static Claim wells() {
        double[] noises = {0, 0.3, 0.6, 1};
        return ClaimBuilder.of("000.1.4.figure3", LandscapeClaims.paper("section 1.4, figure 3"))
                .statement("Noise carries descent out of a shallow well, if there is enough of it",
                        "From (1.2, 1) gradient descent ends in the shallow of two wells; so does it with a little noise in the gradient. With a standard "
                                + "deviation of 1 a quarter of the runs is in the deep well after 4,000 steps of 0.05.",
                        "x_{k+1}=x_k-\\alpha(\\nabla f(x_k)+\\sigma\\xi_k)")
                .measured(
                        "The share of runs with x below 0, by Wilson's interval, against the 0, 0 and 520 of 2,000 runs of another program for noise 0.3, "
                                + "0.6 and 1, with their intervals: the first two told from 0.26, the last from 0 and 1/2.")
                .mistake("Figures 2 and 3 have neither function nor step nor seed.")
                .seconds(4)
                .standard(size -> Setting.of(Keys.LOUDER.is(1.0), Keys.RUNS.is(size == Size.SMOKE ? 400 : 4000)))
                .control(setting -> setting.with(Keys.LOUDER, 2.0).noted("twice the noise"))
                .predict(setting -> Quantities.of("of 2,000", new double[] {0, 0, 520}))
                .measure((setting, replicate, seed) -> {
                    double[] deep = new double[noises.length];
                    for (int k = 0; k < noises.length; k++) {
                        double sigma = noises[k] * setting.get(Keys.LOUDER);
                        for (int run = 0; run < (sigma == 0 ? 1 : setting.get(Keys.RUNS)); run++) {
                            Generator draw = seed.at(k).at(run).generator();
                            double x = 1.2;
                            for (int step = 0; step < 4000; step++) {
                                x -= 0.05 * (x * (x * x - 1) + 0.15 + (sigma == 0 ? 0 : sigma * draw.nextGaussian()));
                            }
                            deep[k] += x < 0 ? 1 : 0;
                        }
                    }
                    return Quantities.of("deep", deep);
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    double[] deep = measured.getFirst().list("deep");
                    int runs = setting.get(Keys.RUNS);
                    lines.add(Comparison.equal("runs in the deep well, no noise", 0, deep[0],
                            Tolerance.none("one run is all")));
                    for (int k = 1; k <= 3; k++) {
                        long other = (long) predicted.list("of 2,000")[k - 1];
                        double[] rivals = k == 3 ? new double[] {0, 0.5} : new double[] {0.26};
                        lines.add(Comparison.told("share in the deep well, noise " + noises[k],
                                Shares.wilson(other, 2000, 6), Shares.wilson((long) deep[k], runs, 6),
                                "Wilson's intervals of both programs, " + Level.words(6), rivals));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }
}
