package org.paisaje.claims.catalogue.document000;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.claims.catalogue.Shares;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Generator;
import org.paisaje.math.random.Seed;
import org.paisaje.math.stats.LineFit;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.landscape.glass.GlassPoint;
import org.paisaje.theory.landscape.glass.GlassSearch;
import org.paisaje.theory.landscape.glass.SpinGlass;

/** Section 3.1.1: index and stability of critical points of the spin glass by their energy. */
final class GlassIndexClaims {
    private GlassIndexClaims() {}

    /** The claims, in the order of the text. */
    static List<Claim> all() {
        return List.of(index(), stable());
    }

    /** Steps along the gradient before Newton's method: the more, the lower the point that is found. */
    private static final int[] PRELUDES = {0, 3, 6, 10, 15, 20, 30, 50};

    private static final double RATE = 0.05;
    /** Spins of which searches come below -E_infinity, how many searches, and how many glasses in a replicate. */
    private static final int FEW = 8;
    private static final int SEARCHES = 24;
    private static final int MANY = 20;

    private static Quantities points(Setting setting, Seed seed) {
        int n = setting.get(Keys000.SPINS);
        SpinGlass glass = SpinGlass.random(3, n, seed.named("couplings"));
        boolean space = setting.get(Keys000.CURVATURE).equals("space");
        var search = new GlassSearch(glass);
        SpinGlass.Point at = glass.point();
        Generator draw = seed.named("starts").generator();
        List<double[]> found = new ArrayList<>();
        for (int k = 0; k < setting.get(Keys000.RUNS); k++) {
            Optional<GlassPoint> end = search.start(draw)
                    .walk(PRELUDES[k % PRELUDES.length], k % 5 == 4 ? -RATE : RATE)
                    .newton();
            end.ifPresent(point -> {
                double least = point.eigenvalues()[0];
                double share = point.indexShare();
                if (space) {
                    at.at(point.s());
                    double[] values = SymmetricEigen.values(Matrix.wrap(n, n, at.hessian()));
                    least = values[0];
                    share = (double) Arrays.stream(values).filter(value -> value < 0).count() / n;
                }
                found.add(new double[] {point.density(), share, least});
            });
        }
        return Quantities.of("u", column(found, 0))
                .and("share", column(found, 1))
                .and("least", column(found, 2))
                .and("failed", setting.get(Keys000.RUNS) - found.size());
    }

    private static double[] column(List<double[]> rows, int j) {
        return rows.stream().mapToDouble(row -> row[j]).toArray();
    }

    private static double[] pooled(List<Quantities> measured, String name) {
        return measured.stream().flatMapToDouble(q -> Arrays.stream(q.list(name))).toArray();
    }

    /** 1/2 + x sqrt(4 - x^2) / (4 pi) + asin(x/2) / pi with x = 2 u / E_inf, for p = 3. */
    private static double law(double u) {
        double x = Math.clamp(2 * u / (2 * Math.sqrt(2.0 / 3)), -2.0, 2.0);
        return 0.5 + x * Math.sqrt(4 - x * x) / (4 * Math.PI) + Math.asin(x / 2) / Math.PI;
    }

    private static Claim index() {
        return ClaimBuilder.of("000.3.1.1.index", Document000.source(SpinGlassClaims.SECTION))
                .statement("The share of negative eigenvalues grows with the energy, by a law",
                        "Read of the mean: the higher a critical point of the spherical spin glass lies, the larger its share of "
                                + "negative eigenvalues. For many spins the share is a function of the energy per spin, the mass of a "
                                + "semicircle below a point that moves with it.",
                        "f(u)=\\tfrac12+\\tfrac{x\\sqrt{4-x^2}}{4\\pi}+\\tfrac1\\pi\\arcsin\\tfrac x2,\\quad x=\\tfrac{2u}{E_\\infty},"
                                + "\\quad E_\\infty=2\\sqrt{\\tfrac{p-1}p}")
                .quoted("con alta probabilidad, el porcentaje de valores propios negativos de la matriz Hessiana de la función de "
                        + "pérdida evaluada en un punto crítico, es más alto entre más lejano esté este punto crítico del mínimo "
                        + "global", SpinGlassClaims.SECTION)
                .mistake(
                        "Below -E_infinity the share is 0 for all energies, so near the minimum it is not higher; and the Hessian has "
                                + "to be that on the sphere.")
                .measured(
                        "Critical points by bordered Newton steps after 0 to 50 gradient steps, p = 3. The slope of their shares on "
                                + "the law, from those at N and N/2 so that a part of order 1/N drops out, must with Student's interval over draws "
                                + "of the couplings hold 1 and be told from 0. The root "
                                + "mean square distance from the law is measured at N and N/2: in random matrices it falls like "
                                + "sqrt(log N) / N, with an exponent between -1 and what that is between the two sizes, told from the -1/2 of "
                                + "independent eigenvalues and from 0, a law that is not the limit. "
                                + "Searches that fail are counted.")
                .seconds(10)
                .standard(
                        size -> Setting.of(Keys000.SPINS.is(size == Size.SMOKE ? 20 : size == Size.STANDARD ? 60 : 100),
                                Keys000.INSTANCES.is(size == Size.SMOKE ? 20 : 26),
                                Keys000.RUNS.is(size == Size.SMOKE ? 24 : 60), Keys000.CURVATURE.is("sphere")))
                .control(setting -> setting.with(Keys000.CURVATURE, "space")
                        .noted("the Hessian of the space in place of that on the sphere, half of whose eigenvalues are negative at "
                                + "all energies"))
                .replicates(setting -> setting.get(Keys000.INSTANCES))
                .predict(setting -> Quantities.of("slope", 1))
                .measure((setting, replicate, seed) -> {
                    Quantities half = points(setting.with(Keys000.SPINS, setting.get(Keys000.SPINS) / 2),
                            seed.named("half"));
                    Quantities whole = points(setting, seed);
                    return whole.and("distance", new double[] {distance(half), distance(whole)})
                            .and("slope", limit(half, whole, u -> law(u), "share", 1))
                            .and("failed", half.scalar("failed") + whole.scalar("failed"));
                })
                .judge((setting, predicted, measured) -> {
                    double n = setting.get(Keys000.SPINS);
                    return Judgement.all(List.of(
                            Comparison.told("slope of the shares on the law", predicted.scalar("slope"),
                                    means(measured, "slope", 2), student(measured, 2), 0, 2),
                            Comparison.told("exponent of the distance from the law in N",
                                    new Estimate((rigid(n) - 1) / 2, -1, rigid(n)),
                                    Exponents.of(new double[] {n / 2, n}, measured, "distance", 2),
                                    student(measured, 2), -0.5, 0),
                            Comparison
                                    .atMost("share of searches that fail", 0.5,
                                            Estimate.exact(measured.stream().mapToDouble(q -> q.scalar("failed")).sum()
                                                    / (2.0 * measured.size() * setting.get(Keys000.RUNS))),
                                            "half, so that points are not a few of many")
                                    .asSanity()));
                })
                .figures((setting, predicted, measured) -> List.of(chart(measured)))
                .build();
    }

    /** The slope on the law for many spins: that at N less what is left of a bias like N^-order, by the slope at N/2. */
    private static double limit(Quantities half, Quantities whole, DoubleUnaryOperator theory, String name,
            double order) {
        return extrapolated(line(half, theory, name).slope(), line(whole, theory, name).slope(), order);
    }

    /** What a quantity at N/2 and at N leaves without a part of N^-order. */
    private static double extrapolated(double half, double whole, double order) {
        double r = Math.pow(2, order);
        return (r * whole - half) / (r - 1);
    }

    private static Estimate between(List<Quantities> measured, String one, String other) {
        return Exponents.hull(List.of(means(measured, one, 5), means(measured, other, 5)));
    }

    private static Estimate means(List<Quantities> measured, String name, int comparisons) {
        return Exponents.mean(measured.stream().mapToDouble(q -> q.scalar(name)).toArray(), comparisons);
    }

    private static String student(List<Quantities> measured, int comparisons) {
        return "Student's interval over " + measured.size() + " draws at " + Level.words(comparisons);
    }

    /** The root mean square distance of the shares from the law. */
    private static double distance(Quantities q) {
        double[] u = q.list("u");
        double[] share = q.list("share");
        return Math.sqrt(IntStream.range(0, u.length)
                .mapToDouble(i -> Math.pow(share[i] - law(u[i]), 2))
                .average()
                .orElseThrow());
    }

    /** The exponent of sqrt(log N) / N between N/2 and N. */
    private static double rigid(double n) {
        return Math.log(Math.log(n) / Math.log(n / 2)) / Math.log(2) / 2 - 1;
    }

    private static LineFit line(Quantities q, DoubleUnaryOperator theory, String name) {
        double[] x = Arrays.stream(q.list("u")).map(theory).toArray();
        return LineFit.of(x, q.list(name));
    }

    /** Glasses of few spins in which a point below -E_infinity is found, and those in which all such points are minima. */
    private static double[] glasses(Setting setting, Seed seed) {
        double[] counts = new double[2];
        for (int k = 0; k < MANY; k++) {
            Quantities found = points(setting.with(Keys000.SPINS, FEW).with(Keys000.RUNS, SEARCHES), seed.at(k));
            double[] u = found.list("u");
            double[] least = found.list("least");
            int[] low = IntStream.range(0, u.length).filter(i -> u[i] < -2 * Math.sqrt(2.0 / 3)).toArray();
            counts[0] += low.length > 0 ? 1 : 0;
            counts[1] += low.length > 0 && Arrays.stream(low).allMatch(i -> least[i] > 0) ? 1 : 0;
        }
        return counts;
    }

    private static long sum(List<Quantities> measured, String name, int k) {
        return Math.round(measured.stream().mapToDouble(q -> q.list(name)[k]).sum());
    }

    private static Figure chart(List<Quantities> measured) {
        double[] u = new double[161];
        double[] f = new double[161];
        for (int i = 0; i < u.length; i++) {
            u[i] = -1.7 + i * 0.02125;
            f[i] = law(u[i]);
        }
        return new Figure.Chart("index", "Index against energy",
                "Every point is a critical point of one of " + measured.size()
                        + " draws of the couplings; the line is the law of many spins.",
                Axis.linear("energy per spin"), Axis.linear("share of negative eigenvalues"),
                List.of(new Series.Line("law", Role.THEORY, u, f),
                        new Series.Points("critical points", Role.MEASURED, pooled(measured, "u"),
                                pooled(measured, "share"))));
    }

    private static Claim stable() {
        return ClaimBuilder.of("000.3.1.1.stable", Document000.source(SpinGlassClaims.SECTION))
                .statement(
                        "Towards the minimum the least eigenvalue rises by p per unit of energy",
                        "The least eigenvalue of the Hessian on the sphere falls with the energy per spin with slope -p and is 0 near "
                                + "-E_infinity, so that critical points near the global minimum are stable.",
                        "\\lambda_{\\min}\\approx-pu-2\\sqrt{p(p-1)}")
                .quoted("con alta probabilidad un punto crítico cercano al mínimo global será estable",
                        SpinGlassClaims.SECTION)
                .mistake(
                        "How near is not said: for many spins only minima are left below -E_1, a quarter of a percent above the depth for "
                                + "p = 3.")
                .measured(
                        "The line of the least eigenvalue against the energy per spin over critical points, by Student's intervals over "
                                + "draws of the couplings. Its slope must hold -3 and exclude 0 and -2: that critical points are weighted by "
                                + "|det|, each energy by another one, turns it by order 1/N at most, so the limit lies between the slope at N "
                                + "and what those at N and N/2 leave without a part of that order. Its value at energy 0 must hold -2 sqrt 6 "
                                + "and exclude -4 and -6, with p - 1 or p in the place of the root: the edge of the spectrum is off by "
                                + "N^(-2/3), and what falls faster is not known, so the limit lies between what those two orders leave. Of the glasses of eight "
                                + "spins in which 24 searches come below -E_infinity, the share in which all points there are minima, by "
                                + "Wilson's interval, lies above the half.")
                .seconds(10)
                .standard(size -> Setting.of(Keys000.SPINS.is(size == Size.SMOKE ? 20 : 60),
                        Keys000.INSTANCES.is(20),
                        Keys000.RUNS.is(size == Size.SMOKE ? 24 : 60), Keys000.CURVATURE.is("sphere")))
                .control(setting -> setting.with(Keys000.CURVATURE, "space")
                        .noted("the Hessian of the space in place of that on the sphere, whose least eigenvalue does not see the energy"))
                .replicates(setting -> setting.get(Keys000.INSTANCES))
                .predict(setting -> Quantities.of("slope", -3).and("level", -2 * Math.sqrt(6)))
                .measure((setting, replicate, seed) -> {
                    Quantities half = points(setting.with(Keys000.SPINS, setting.get(Keys000.SPINS) / 2),
                            seed.named("half"));
                    Quantities whole = points(setting, seed);
                    LineFit small = line(half, u -> u, "least");
                    LineFit large = line(whole, u -> u, "least");
                    return Quantities.of("slope", large.slope())
                            .and("slope, 1", extrapolated(small.slope(), large.slope(), 1))
                            .and("level, 2/3", extrapolated(small.intercept(), large.intercept(), 2.0 / 3))
                            .and("level, 1", extrapolated(small.intercept(), large.intercept(), 1))
                            .and("glasses", glasses(setting, seed.named("few")));
                })
                .judge((setting, predicted, measured) -> {
                    return Judgement.all(List.of(
                            Comparison.told("slope of the least eigenvalue on the energy per spin",
                                    predicted.scalar("slope"), between(measured, "slope", "slope, 1"),
                                    student(measured, 5), 0, -2),
                            Comparison.told("least eigenvalue at energy 0", predicted.scalar("level"),
                                    between(measured, "level, 2/3", "level, 1"), student(measured, 5), -4, -6),
                            Comparison.atLeast("share of glasses whose points below -E_infinity are minima", 0.5,
                                    Shares.wilson(sum(measured, "glasses", 1), sum(measured, "glasses", 0), 5),
                                    "Wilson's interval, " + Level.words(5))));
                })
                .build();
    }
}
