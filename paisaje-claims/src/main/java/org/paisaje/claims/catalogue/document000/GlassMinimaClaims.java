package org.paisaje.claims.catalogue.document000;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
import org.paisaje.theory.landscape.glass.GlassLaw;
import org.paisaje.theory.landscape.glass.GlassPoint;
import org.paisaje.theory.landscape.glass.GlassSearch;
import org.paisaje.theory.landscape.glass.SpinGlass;

/** Sections 3.1.1, 3.1.2 and 4: where descents end in the spin glass, and what more layers change. */
final class GlassMinimaClaims {
    private static final double NEAR_ZERO = 0.05;
    /** The gradient per root of N below which a descent goes no further. */
    private static final double NEAREST = 1e-7;
    private static final int MOST_STEPS = 20_000;
    private static final int MANY = 50;
    private static final double[] ORDERS = {3, 4, 5, 10};

    private GlassMinimaClaims() {}

    static List<Claim> all() {
        return List.of(levels(), assumptions(), GlassLayerClaims.layers(true), GlassLayerClaims.layers(false),
                descent(), rare());
    }

    /** min over L > m > 0 of (p L - m (p-1) + log(L / (L - m)) / m) / 2: one-step replica symmetry breaking at temperature 0. */
    private static double groundState(int p) {
        // The derivative in L gives p = 1 / (L (L - m)), so L = (m + sqrt(m^2 + 4/p)) / 2; m by a golden section.
        double low = 1e-3;
        double high = 10;
        double golden = (Math.sqrt(5) - 1) / 2;
        for (int i = 0; i < 200; i++) {
            double a = high - golden * (high - low);
            double b = low + golden * (high - low);
            if (freeEnergy(p, a) < freeEnergy(p, b)) {
                high = b;
            } else {
                low = a;
            }
        }
        return freeEnergy(p, 0.5 * (low + high));
    }

    private static double freeEnergy(int p, double m) {
        double l = (m + Math.sqrt(m * m + 4.0 / p)) / 2;
        return 0.5 * (p * l - m * (p - 1) + Math.log(l / (l - m)) / m);
    }

    private static Claim levels() {
        return ClaimBuilder.of("000.3.1.1.levels", Document000.source(SpinGlassClaims.SECTION + ", aid"))
                .statement("The level E_0 down to which minima are found is the glass's ground state",
                        "The zero of the complexity of minima is minus the energy per spin of the global minimum, which replica theory "
                                + "gives in another way. Saddles of index k stop at E_k, above it.",
                        "\\Theta_0(-E_0)=0,\\quad E_0=\\min_{L>m>0}\\tfrac12\\Bigl[pL-m(p-1)+\\tfrac1m\\ln\\tfrac L{L-m}\\Bigr]")
                .quoted("un punto crítico cercano al mínimo global será estable", SpinGlassClaims.SECTION)
                .measured(
                        "The zeros for p = 3, 4, 5, 10 by bisection against the minimum of replica theory, up to the square root of "
                                + "half an ulp, by which a minimum is known to its place.")
                .standard(size -> Setting.of(Keys000.NEGATIVE.is(0)))
                .control(setting -> setting.with(Keys000.NEGATIVE, 1).noted("the level E_1 of saddles of index 1"))
                .predict(setting -> Quantities.of("E", Arrays.stream(ORDERS)
                        .map(p -> groundState((int) p))
                        .toArray()))
                .measure((setting, replicate, seed) -> Quantities.of("E", Arrays.stream(ORDERS)
                        .map(p -> new GlassLaw((int) p).level(setting.get(Keys000.NEGATIVE)))
                        .toArray()))
                .judge((setting, predicted, measured) -> {
                    List<Comparison> lines = new ArrayList<>();
                    for (int i = 0; i < ORDERS.length; i++) {
                        lines.add(Comparison.equal("ground state, p = " + (int) ORDERS[i], predicted.list("E")[i],
                                measured.getFirst().list("E")[i], Tolerance.of(4 * Math.sqrt(0x1p-53),
                                        "four times the square root of half an ulp: a minimum is known to its place by that")));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Claim assumptions() {
        return ClaimBuilder
                .of("000.3.1.1.assumptions", Document000.source(SpinGlassClaims.SECTION + ", reference [12]"))
                .statement("Paths through a network are not independent, as the spin glass asks",
                        "The loss becomes a spin glass if the products of weights along paths are independent. Paths that share a "
                                + "weight are not: of paths of two normal weights with one in common the squares have the correlation 1/4.",
                        "\\mathrm{corr}(w_1^2w_2^2,\\,w_1^2w_3^2)=\\tfrac14")
                .quoted("Estas condiciones difícilmente son cumplidas por las funciones de pérdida de las redes neuronales en la "
                        + "práctica", SpinGlassClaims.SECTION)
                .mistake(
                        "Reference [12] is the open problem that asks for a proof without these conditions; what is said to be proved "
                                + "there is in another paper of its authors.")
                .measured(
                        "The correlation of the squares over networks of normal weights, in groups with Student's interval, told from "
                                + "the 0 of independent paths.")
                .standard(size -> Setting.of(Keys000.SHARED.is(true),
                        Keys000.DRAWS.is(size == Size.SMOKE ? 200_000 : 2_000_000)))
                .control(setting -> setting.with(Keys000.SHARED, false).noted("two paths without a common weight"))
                .predict(setting -> Quantities.of("correlation", 0.25))
                .replicates(setting -> 20)
                .measure((setting, replicate, seed) -> {
                    Generator draw = seed.generator();
                    int n = setting.get(Keys000.DRAWS) / 20;
                    double[] w = new double[4];
                    double product = 0;
                    double square = 0;
                    for (int k = 0; k < n; k++) {
                        draw.gaussians(w, 0, 4);
                        double first = w[0] * w[0] * w[1] * w[1] - 1;
                        double other = setting.get(Keys000.SHARED) ? w[0] : w[3];
                        double second = other * other * w[2] * w[2] - 1;
                        product += first * second;
                        square += 0.5 * (first * first + second * second);
                    }
                    // the variance is 8; measured along, it takes part of the noise of the tails away
                    return Quantities.of("covariance", product / n).and("variance", square / n);
                })
                .judge((setting, predicted, measured) -> {
                    double[] ratios = measured.stream()
                            .mapToDouble(q -> q.scalar("covariance") / q.scalar("variance"))
                            .toArray();
                    return Judgement.all(List.of(Comparison.told("correlation of the squares", 0.25,
                            Exponents.mean(ratios, 1), "Student's interval over 20 groups, " + Level.words(1), 0)));
                })
                .build();
    }

    /** The end of Newton's method, or of a descent: as far down as that method needs to stay at a minimum and not to slip to a saddle. */
    static Optional<GlassPoint> end(GlassSearch search, Generator draw, int p, boolean down) {
        search.start(draw);
        if (!down) {
            return search.newton();
        }
        double near = NEAR_ZERO;
        search.descend(0.3 / p, near, MOST_STEPS);
        double[] reached = search.configuration();
        Optional<GlassPoint> end = search.newton();
        while (end.filter(point -> point.index() == 0).isEmpty() && near > NEAREST) {
            near /= 10;
            search.start(reached).descend(0.3 / p, near, MOST_STEPS);
            reached = search.configuration();
            end = search.newton();
        }
        return end;
    }

    private static Claim descent() {
        return ClaimBuilder.of("000.4.descent", Document000.source("sections 3.1.1 and 4"))
                .statement("Descents in the spin glass end at minima, some percent above the global one",
                        "Gradient descent ends at a minimum, and not at the lowest: of p = 3 it keeps above -E_infinity, at least 1.45 % "
                                + "of the depth short of the ground state in the limit of many spins, more for few.",
                        "\\lim u_{\\mathrm{GD}}=-E_\\infty>-E_0,\\quad 1-E_\\infty/E_0=0.0145")
                .quoted("el gradiente en descenso estocástico converge a buenas soluciones, pues incluso cuando no llega al valor "
                        + "óptimo se encuentra lo suficientemente cerca", "section 4")
                .measured(
                        "The ends with a negative eigenvalue: none, since descents miss saddles with probability 1. The mean shortfall "
                                + "1 + u / E_0 with Student's interval over draws: at least that of the limit; and the shortfalls at N and N/2 "
                                + "without a part of order N^(-2/3), by which the edge of a spectrum of N spins is off, must hold that of the "
                                + "limit and exclude the 1 of a random configuration. (How -E_infinity is told from the ground state, by 0.0145, "
                                + "these sizes leave open.)")
                .seconds(2)
                .standard(size -> Setting.of(Keys000.SPINS.is(size == Size.SMOKE ? 20 : 50),
                        Keys000.INSTANCES.is(size == Size.SMOKE ? 20 : 60), Keys000.RUNS.is(10),
                        Keys000.WALK.is("descent")))
                .control(setting -> setting.with(Keys000.WALK, "Newton")
                        .noted("Newton's method from random configurations, which does not go down"))
                .replicates(setting -> setting.get(Keys000.INSTANCES))
                .predict(setting -> Quantities.of("shortfall", 1 - 2 * Math.sqrt(2.0 / 3) / groundState(3)))
                .measure((setting, replicate, seed) -> {
                    double[] whole = descents(setting, setting.get(Keys000.SPINS), seed);
                    double[] half = descents(setting, setting.get(Keys000.SPINS) / 2, seed.named("half"));
                    return Quantities.of("saddles", whole[0] + half[0]).and("u", new double[] {half[1], whole[1]});
                })
                .judge((setting, predicted, measured) -> {
                    double n = setting.get(Keys000.SPINS);
                    double depth = groundState(3);
                    List<Quantities> lacking = measured.stream()
                            .map(q -> Quantities.of("shortfall",
                                    Arrays.stream(q.list("u")).map(u -> 1 + u / depth).toArray()))
                            .toList();
                    String origin = "Student's interval over " + measured.size() + " draws, " + Level.words(2);
                    return Judgement.all(List.of(
                            Comparison.atMost("ends that are no minima", 0, Estimate.exact(sum(measured, "saddles")),
                                    "there must be none"),
                            Comparison.atLeast("mean shortfall", predicted.scalar("shortfall"),
                                    Exponents.mean(lacking.stream().mapToDouble(q -> q.list("shortfall")[1]).toArray(),
                                            2),
                                    origin),
                            Comparison.told("mean shortfall for many spins", predicted.scalar("shortfall"),
                                    Exponents.extrapolated(new double[] {n / 2, n}, lacking, "shortfall", 2.0 / 3, 2),
                                    origin, 1)));
                })
                .build();
    }

    /** How many ends of some runs are no minima, and the mean energy per spin of the ends. */
    private static double[] descents(Setting setting, int spins, Seed seed) {
        var search = new GlassSearch(SpinGlass.random(3, spins, seed.named("couplings")));
        Generator draw = seed.named("starts").generator();
        boolean down = setting.get(Keys000.WALK).equals("descent");
        int ends = 0;
        int saddles = 0;
        double sum = 0;
        for (int k = 0; k < setting.get(Keys000.RUNS); k++) {
            Optional<GlassPoint> end = end(search, draw, 3, down);
            if (end.isPresent()) {
                ends++;
                saddles += end.get().index() > 0 ? 1 : 0;
                sum += end.get().density();
            }
        }
        return new double[] {saddles, ends == 0 ? 0 : sum / ends};
    }

    private static Claim rare() {
        return ClaimBuilder.of("000.3.1.1.rare", Document000.source(SpinGlassClaims.SECTION + ", aid"))
                .statement("Minima are exponentially rare among critical points, yet descent finds them",
                        "Of exp(N log(p - 1) / 2) critical points exp(N (log(p - 1) / 2 - (p - 2) / p)) are minima, for p = 3 and 60 spins two "
                                + "of a thousand million. Newton's method from random places finds saddles; descents find minima, the more of "
                                + "them the more spins there are.",
                        "\\tfrac1N\\ln\\mathbb E\\#_{\\mathrm{crit}}\\to\\tfrac12\\ln(p-1),\\quad"
                                + "\\tfrac1N\\ln\\mathbb E\\#_{\\min}\\to\\tfrac12\\ln(p-1)-\\tfrac{p-2}p")
                .quoted("un punto crítico cercano al mínimo global será estable", SpinGlassClaims.SECTION)
                .measured(
                        "Both exponents from the complexity of critical points at -E_infinity. The share of minima among the ends of Newton's "
                                + "method from random configurations below one half, by Wilson's interval; among those of descents all; "
                                + "the different minima of all descents of a draw, at four times the spins less at the given number, "
                                + "with Student's interval over draws, above 0 (from 50 searches on).")
                .seconds(8)
                .standard(size -> Setting.of(Keys000.SPINS.is(size == Size.SMOKE ? 6 : 12),
                        Keys000.INSTANCES.is(size == Size.SMOKE ? 8 : 12),
                        Keys000.RUNS.is(size == Size.SMOKE ? 10 : 60), Keys000.WALK.is("descent")))
                .control(setting -> setting.with(Keys000.WALK, "Newton")
                        .noted("Newton's method from random configurations, which does not go down"))
                .replicates(setting -> setting.get(Keys000.INSTANCES))
                .predict(setting -> Quantities.of("all", 0.5 * Math.log(2)).and("minima", 0.5 * Math.log(2) - 1.0 / 3))
                .measure((setting, replicate, seed) -> {
                    boolean down = setting.get(Keys000.WALK).equals("descent");
                    int n = setting.get(Keys000.SPINS);
                    int runs = setting.get(Keys000.RUNS);
                    int[] few = ends(n, runs, down, seed.named("few"));
                    int[] many = ends(4 * n, runs, down, seed.named("many"));
                    int[] random = ends(4 * n, runs, false, seed.named("random"));
                    var law = new GlassLaw(3);
                    return Quantities.of("ends", few[0] + many[0])
                            .and("found", few[1] + many[1])
                            .and("more", many[2] - few[2])
                            .and("randomEnds", random[0])
                            .and("randomMinima", random[1])
                            // of all energies 0 has the most critical points; below -E_infinity nearly all are minima
                            .and("all", law.allExponent())
                            .and("minima", law.complexity(0, -law.threshold()));
                })
                .judge((setting, predicted, measured) -> {
                    List<Comparison> lines = new ArrayList<>(List.of(
                            Comparison.equal("exponent of all critical points", predicted.scalar("all"),
                                    measured.getFirst().scalar("all"), Rounding.of(20)),
                            Comparison.equal("exponent of minima", predicted.scalar("minima"),
                                    measured.getFirst().scalar("minima"), Rounding.of(20)),
                            Comparison.atMost("share of minima among ends of Newton's method", 0.5,
                                    Shares.wilson(sum(measured, "randomMinima"), sum(measured, "randomEnds"), 2),
                                    "Wilson's interval, " + Level.words(2) + "; most are saddles"),
                            Comparison.atLeast("share of minima among ends of descents", 1,
                                    Estimate.exact((double) sum(measured, "found") / sum(measured, "ends")),
                                    "all must be")));
                    // few searches find hardly any minimum twice, so that their number says nothing of how many there are
                    if (setting.get(Keys000.RUNS) >= MANY) {
                        lines.add(Comparison.atLeast("more different minima with four times the spins", 0,
                                Exponents.mean(measured.stream().mapToDouble(q -> q.scalar("more")).toArray(), 2),
                                "Student's interval over " + measured.size() + " draws, " + Level.words(2)));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static long sum(List<Quantities> measured, String name) {
        return Math.round(measured.stream().mapToDouble(q -> q.scalar(name)).sum());
    }

    /** How many searches came to a critical point, how many of these are minima, and how many different ones. */
    private static int[] ends(int n, int runs, boolean down, Seed seed) {
        var search = new GlassSearch(SpinGlass.random(3, n, seed.named("couplings")));
        Generator draw = seed.named("starts").generator();
        int count = 0;
        int minima = 0;
        List<GlassPoint> different = new ArrayList<>();
        for (int k = 0; k < runs; k++) {
            Optional<GlassPoint> end = end(search, draw, 3, down);
            count += end.isPresent() ? 1 : 0;
            if (end.isPresent() && end.get().index() == 0) {
                minima++;
                if (different.stream().noneMatch(known -> near(known.s(), end.get().s()))) {
                    different.add(end.get());
                }
            }
        }
        return new int[] {count, minima, different.size()};
    }

    private static boolean near(double[] a, double[] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest < 1e-6;
    }
}
