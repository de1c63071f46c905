package org.paisaje.claims.catalogue.document000.landscape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Shares;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.landscape.population.DescentEnsemble;
import org.paisaje.theory.landscape.population.TwoPoints;

/** How often descent ends in a spurious minimum, with as many neurons as the teacher has and with more. */
final class SpuriousShareClaims {
    /** Runs of one replicate. */
    private static final int BATCH = 50;
    /** Spurious ends per thousand runs, from the results that Safran and Shamir published with their program. */
    private static final Map<Integer, Integer> AUTHORS = Map.ofEntries(
            Map.entry(6, 3), Map.entry(7, 55), Map.entry(8, 126), Map.entry(9, 218), Map.entry(10, 346),
            Map.entry(11, 455), Map.entry(12, 585), Map.entry(13, 730), Map.entry(14, 736), Map.entry(15, 803),
            Map.entry(16, 851), Map.entry(17, 897), Map.entry(18, 900), Map.entry(19, 934), Map.entry(20, 949));
    /** The same with one neuron more than the teacher; 13 is the first teacher with more than three such ends. */
    private static final Map<Integer, Integer> AUTHORS_MORE = Map.of(
            8, 1, 10, 1, 11, 1, 12, 3, 13, 15, 14, 55, 15, 102, 16, 180, 17, 233, 19, 491);
    private static final String MILD = "*mild over-parameterization appears to drastically reduce such local minima,*";

    private SpuriousShareClaims() {}

    static List<Claim> all() {
        return List.of(shares(), oneMore(), oneMoreLarge(), widthLaw());
    }

    private static int replicates(Setting setting) {
        return Math.ceilDiv(setting.get(Keys.RUNS), BATCH);
    }

    /** Spurious ends, and ends that are none of a minimum, for each size of teacher. */
    private static Quantities ends(Setting setting, int replicate, Seed seed) {
        int runs = Math.min(BATCH, setting.get(Keys.RUNS) - replicate * BATCH);
        double[] sizes = setting.get(Keys.TEACHERS);
        double[] spurious = new double[sizes.length];
        double[] open = new double[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            int k = (int) sizes[i];
            var ensemble = new DescentEnsemble(DescentEnsemble.Settings.of(k, k + setting.get(Keys.MORE)));
            int[] census = ensemble.census(ensemble.runAlone(seed.at(k), runs));
            spurious[i] = census[DescentEnsemble.Kind.SPURIOUS.ordinal()];
            open[i] = census[DescentEnsemble.Kind.SADDLE.ordinal()]
                    + census[DescentEnsemble.Kind.UNSETTLED.ordinal()];
        }
        return Quantities.of("spurious", spurious).and("open", open);
    }

    private static long total(List<Quantities> measured, String name, int place) {
        return Math.round(measured.stream().mapToDouble(q -> q.list(name)[place]).sum());
    }

    private static Figure chart(Setting setting, List<Quantities> measured) {
        double[] sizes = setting.get(Keys.TEACHERS);
        int runs = setting.get(Keys.RUNS);
        double[] share = new double[sizes.length];
        double[] low = new double[sizes.length];
        double[] high = new double[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            Estimate estimate = Shares.wilson(total(measured, "spurious", i), runs, sizes.length);
            share[i] = estimate.value();
            low[i] = estimate.low();
            high[i] = estimate.high();
        }
        return new Figure.Chart("spurious-share", "Runs that end in a spurious minimum",
                "Shares of " + runs
                        + " runs of gradient descent from normal weights, with Wilson's intervals; the student has "
                        + (setting.get(Keys.MORE) == 0 ? "as many neurons as" : setting.get(Keys.MORE) + " more than")
                        + " the teacher.",
                Axis.linear("neurons of the teacher k"), Axis.linear("share"),
                List.of(new Series.Intervals("share of runs", Role.MEASURED, sizes, share, low, high)));
    }

    private static Claim shares() {
        return ClaimBuilder.of("002.resultados.share", LandscapeClaims.slides(SpuriousClaims.ABSTRACT))
                .statement("Descent ends in spurious minima often, the more so the more neurons",
                        "Of runs of gradient descent on k ReLUs taught by k orthonormal ones a share ends in a spurious minimum: 1 in 8 for "
                                + "k = 8, more than half for k = 12, 4 in 5 for k = 15, and (at size full) 95 in 100 for k = 20.",
                        "P(\\text{spurious})\\;\\text{grows with}\\;k")
                .quoted("the probability of hitting such local minima is quite high, and increasing with the network size",
                        SpuriousClaims.ABSTRACT)
                .measured(
                        "Shares among runs from N(0, 1/k) with step 5/k to a gradient of 1e-9, by Wilson's interval, against the counts "
                                + "per thousand that the authors published, also by Wilson's interval; told from the authors' shares for the nearest "
                                + "smaller and larger k that so many runs tell apart in all but one of a thousand cases. An end counts as spurious if "
                                + "its loss is above 1e-3 and no eigenvalue of the Hessian is negative. Each share is above that of the k before.")
                .mistake(
                        "No percentage is in the abstract; the range up to 20 is that of its proof, not of the effect.")
                .seconds(30)
                .standard(size -> Setting.of(
                        Keys.TEACHERS.is(switch (size) {
                            case SMOKE -> new double[] {9, 12};
                            case STANDARD -> new double[] {8, 10, 12, 15};
                            case FULL -> new double[] {8, 10, 12, 15, 20};
                        }),
                        Keys.MORE.is(0), Keys.RUNS.is(size == Size.SMOKE ? 200 : size == Size.STANDARD ? 1000 : 4000)))
                .control(setting -> setting.with(Keys.MORE, 2).noted("a student with two neurons more"))
                .replicates(SpuriousShareClaims::replicates)
                .predict(setting -> {
                    double[] sizes = setting.get(Keys.TEACHERS);
                    double[] counts = new double[sizes.length];
                    for (int i = 0; i < sizes.length; i++) {
                        counts[i] = AUTHORS.getOrDefault((int) sizes[i], 1000);
                    }
                    return Quantities.of("per thousand", counts);
                })
                .measure(SpuriousShareClaims::ends)
                .judge((setting, predicted, measured) -> {
                    double[] sizes = setting.get(Keys.TEACHERS);
                    int runs = setting.get(Keys.RUNS);
                    int lines = 2 * sizes.length;
                    String origin = "Wilson's intervals, " + Level.words(lines);
                    var compared = new ArrayList<Comparison>();
                    var found = new ArrayList<Estimate>();
                    for (int i = 0; i < sizes.length; i++) {
                        int k = (int) sizes[i];
                        Estimate authors = Shares.wilson((long) predicted.list("per thousand")[i], 1000, lines);
                        found.add(Shares.wilson(total(measured, "spurious", i), runs, lines));
                        compared.add(Comparison.told("share of spurious ends, k = " + k, authors, found.get(i), origin,
                                rival(authors, k, -1, runs, lines), rival(authors, k, 1, runs, lines)));
                    }
                    for (int i = 1; i < sizes.length; i++) {
                        compared.add(Comparison.atLeast(
                                "share at k = " + (int) sizes[i] + " less that at k = " + (int) sizes[i - 1], 0,
                                difference(found.get(i), found.get(i - 1)), origin));
                    }
                    return Judgement.all(compared);
                })
                .figures((setting, predicted, measured) -> List.of(chart(setting, measured)))
                .build();
    }

    /** The authors' share for the nearest smaller or larger teacher that runs tell from this one; 0 and 1 beyond their table. */
    private static double rival(Estimate share, int k, int step, int runs, int comparisons) {
        int other = k + step;
        while (AUTHORS.containsKey(other)
                && (share.contains(AUTHORS.get(other) / 1000.0)
                        || !tells(share.value(), AUTHORS.get(other) / 1000.0, runs, comparisons))) {
            other += step;
        }
        return AUTHORS.containsKey(other) ? AUTHORS.get(other) / 1000.0 : step < 0 ? 0 : 1;
    }

    /**
     * Whether Wilson's interval of so many runs with a share leaves a rival out in all but one of a thousand cases: 3.3 standard
     * deviations of the share lie between.
     */
    private static boolean tells(double share, double rival, int runs, int comparisons) {
        return Math.abs(share - rival)
                * Math.sqrt(runs) > Level.deviations(comparisons) * Math.sqrt(rival * (1 - rival))
                        + 3.3 * Math.sqrt(share * (1 - share));
    }

    /** A share less another, with the interval that both intervals leave. */
    private static Estimate difference(Estimate a, Estimate b) {
        return new Estimate(a.value() - b.value(), a.low() - b.high(), a.high() - b.low());
    }

    private static Claim oneMore() {
        return ClaimBuilder.of("002.resultados.more", LandscapeClaims.slides(SpuriousClaims.ABSTRACT))
                .statement("One neuron more removes nearly all spurious ends up to 12 neurons",
                        "With k + 1 neurons taught by k at most a few runs in a thousand end in a spurious minimum for k = 8 to 12, where it "
                                + "is 13 to 58 in 100 with k neurons.",
                        "P(\\text{spurious}\\mid n=k+1)\\ll P(\\text{spurious}\\mid n=k)")
                .quoted(MILD, SpuriousClaims.ABSTRACT)
                .measured(
                        "Shares among runs with step 3/n, by Wilson's interval, against the authors' counts of 1, 1 and 3 in 1,000 for k = 8, "
                                + "10 and 12, also by Wilson's interval, told from their shares with k neurons. Ends on the way past a saddle, which "
                                + "have a negative eigenvalue, are not spurious.")
                .mistake(
                        "\"Mild\" is not said in numbers; the next claim shows that one neuron more is not enough for larger teachers.")
                .seconds(6)
                .standard(size -> Setting.of(
                        Keys.TEACHERS.is(size == Size.SMOKE ? new double[] {8} : new double[] {8, 10, 12}),
                        Keys.MORE.is(1), Keys.RUNS.is(size == Size.SMOKE ? 200 : size == Size.STANDARD ? 500 : 4000)))
                .control(setting -> setting.with(Keys.MORE, 0).noted("as many neurons as the teacher"))
                .replicates(SpuriousShareClaims::replicates)
                .predict(setting -> Quantities.of("per thousand", Arrays.stream(setting.get(Keys.TEACHERS))
                        .map(k -> AUTHORS_MORE.getOrDefault((int) k, 0))
                        .toArray()))
                .measure(SpuriousShareClaims::ends)
                .judge((setting, predicted, measured) -> {
                    double[] sizes = setting.get(Keys.TEACHERS);
                    var lines = new ArrayList<Comparison>();
                    for (int i = 0; i < sizes.length; i++) {
                        int intervals = 2 * sizes.length;
                        lines.add(Comparison.told("share of spurious ends, k = " + (int) sizes[i],
                                Shares.wilson((long) predicted.list("per thousand")[i], 1000, intervals),
                                Shares.wilson(total(measured, "spurious", i), setting.get(Keys.RUNS), intervals),
                                "Wilson's intervals of both, " + Level.words(intervals),
                                AUTHORS.getOrDefault((int) sizes[i], 1000) / 1000.0));
                    }
                    return Judgement.all(lines);
                })
                .figures((setting, predicted, measured) -> List.of(chart(setting, measured)))
                .build();
    }

    private static Claim oneMoreLarge() {
        return ClaimBuilder.of("002.resultados.more.large", LandscapeClaims.slides(SpuriousClaims.ABSTRACT))
                .statement("One neuron more is not enough for 19 neurons",
                        "With 20 neurons taught by 19 about half the runs still end in a spurious minimum: how many neurons more are "
                                + "\"mild\" grows with the teacher.",
                        "P(\\text{spurious}\\mid n=k+1)\\approx0.49\\quad(k=19)")
                .quoted(MILD, SpuriousClaims.ABSTRACT)
                .measured(
                        "The share among runs, by Wilson's interval, against 491 of the authors' thousand; told from 0.003, their share with one "
                                + "neuron more for a teacher of 12, and from 0.934, that with 19 neurons for one of 19.")
                .seconds(10)
                .standard(size -> Setting.of(
                        Keys.TEACHERS.is(new double[] {19}),
                        Keys.MORE.is(1), Keys.RUNS.is(size == Size.SMOKE ? 20 : size == Size.STANDARD ? 200 : 1000)))
                .control(setting -> setting.with(Keys.TEACHERS, new double[] {9})
                        .noted("9 neurons, for which one more is enough"))
                .replicates(SpuriousShareClaims::replicates)
                .predict(setting -> Quantities.of("per thousand", 491))
                .measure(SpuriousShareClaims::ends)
                .judge((setting, predicted, measured) -> Judgement.all(List.of(Comparison.told(
                        "share of spurious ends", Shares.wilson((long) predicted.scalar("per thousand"), 1000, 2),
                        Shares.wilson(total(measured, "spurious", 0), setting.get(Keys.RUNS), 2),
                        "Wilson's intervals of both, " + Level.words(2), share(AUTHORS_MORE, 12),
                        share(AUTHORS, 19)))))
                .build();
    }

    /** The share of the authors' runs that ended in a spurious minimum. */
    private static double share(Map<Integer, Integer> perThousand, int k) {
        return perThousand.getOrDefault(k, 1000) / 1000.0;
    }

    private static Claim widthLaw() {
        return ClaimBuilder.of("000.2.width-law", LandscapeClaims.paper("section 2, problem of suboptimal minima"))
                .statement("How often two points are fitted is an exact law of the width",
                        "Networks of m ReLUs with normal weights learn two points on either side of 0 by gradient flow. Both are fitted with "
                                + "probability 1 - 2 (5/8)^m + 4^-m: every bad minimum is a side without a neuron that can reach it.",
                        "P(\\text{global})=1-2\\left(\\tfrac58\\right)^m+4^{-m}")
                .quoted("pueden existir múltiples mínimos subóptimos", "section 2")
                .measured(
                        "Shares of the four ends (both points fitted, only one, only the other, none) among runs with step 0.02, by "
                                + "Wilson's interval; each told from the law for the nearest smaller and larger width that so many runs tell apart in all "
                                + "but one of a thousand cases, which from 1 to 4 neurons is one less or more.")
                .seconds(8)
                .standard(size -> Setting.of(
                        Keys.WIDTHS.is(size == Size.SMOKE ? new double[] {2, 4} : new double[] {1, 2, 3, 4, 6, 8, 12}),
                        Keys.RUNS.is(size == Size.SMOKE ? 2000 : size == Size.STANDARD ? 20_000 : 100_000),
                        Keys.SPREAD.is(1.0)))
                .control(setting -> setting.with(Keys.SPREAD, 2.0).noted("outer weights twice as large at the start"))
                .replicates(setting -> Math.ceilDiv(setting.get(Keys.RUNS), 1000))
                .predict(setting -> {
                    Quantities law = Quantities.NONE;
                    for (double m : setting.get(Keys.WIDTHS)) {
                        law = law.and("m = " + (int) m, shares((int) m));
                    }
                    return law;
                })
                .measure((setting, replicate, seed) -> {
                    Quantities counts = Quantities.NONE;
                    int runs = Math.min(1000, setting.get(Keys.RUNS) - 1000 * replicate);
                    for (double m : setting.get(Keys.WIDTHS)) {
                        int[] ends = TwoPoints.descend((int) m, new double[] {1, 2}, setting.get(Keys.SPREAD), 0.02,
                                2_000, runs, seed.at((long) m));
                        counts = counts.and("m = " + (int) m, new double[] {ends[0], ends[1], ends[2], ends[3]});
                    }
                    return counts;
                })
                .judge((setting, predicted, measured) -> {
                    double[] widths = setting.get(Keys.WIDTHS);
                    int comparisons = 4 * widths.length;
                    String[] ends = {"both fitted", "only the first", "only the second", "none"};
                    var lines = new ArrayList<Comparison>();
                    for (double width : widths) {
                        int m = (int) width;
                        for (int e = 0; e < 4; e++) {
                            Estimate share = Shares.wilson(total(measured, "m = " + m, e), setting.get(Keys.RUNS),
                                    comparisons);
                            double law = predicted.list("m = " + m)[e];
                            String quantity = "share with " + ends[e] + ", m = " + m;
                            String origin = "Wilson's interval, " + Level.words(comparisons);
                            lines.add(Comparison.told(quantity, law, share, origin,
                                    rivals(m, e, law, setting.get(Keys.RUNS), comparisons)));
                        }
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    /** The shares of that end for the nearest smaller and larger widths that so many runs tell from this one. */
    private static double[] rivals(int m, int end, double law, int runs, int comparisons) {
        return IntStream.of(-1, 1)
                .mapToObj(step -> IntStream
                        .iterate(m + step, other -> other >= 0 && other <= 4 * m + 4, other -> other + step)
                        .mapToDouble(other -> shares(other)[end])
                        .filter(rival -> tells(law, rival, runs, comparisons))
                        .findFirst())
                .flatMapToDouble(OptionalDouble::stream)
                .toArray();
    }

    private static double[] shares(int m) {
        TwoPoints.Shares law = TwoPoints.law(m);
        return new double[] {law.both(), law.first(), law.second(), law.neither()};
    }
}
