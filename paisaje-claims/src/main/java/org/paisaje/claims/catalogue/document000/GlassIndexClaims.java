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
                                + "sqrt(log N) / N, with an exponent between -1 and -1/2, told from 0, a law that is not the limit. "
                                + "Searches that fail are counted.")
                .seconds(10)
                .standard(
                        size -> Setting.of(Keys000.SPINS.is(size == Size.SMOKE ? 20 : size == Size.STANDARD ? 60 : 100),
                                Keys000.INSTANCES.is(20),
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
                            .and("slope", limit(half, whole, u -> law(u), "share", 1));
                })
                .judge((setting, predicted, measured) -> {
                    double n = setting.get(Keys000.SPINS);
                    return Judgement.all(List.of(
                            Comparison.told("slope of the shares on the law", predicted.scalar("slope"),
                                    means(measured, "slope", 2), student(measured, 2), 0, 2),
                            Comparison.told("exponent of the distance from the law in N", new Estimate(-0.75, -1, -0.5),
                                    Exponents.of(new double[] {n / 2, n}, measured, "distance", 2),
                                    student(measured, 2), 0),
                            Comparison
                                    .atMost("share of searches that fail", 0.5,
                                            Estimate.exact(pooled(measured, "failed")[0]
                                                    / setting.get(Keys000.RUNS)),
                                            "half, so that points are not a few of many")
                                    .asSanity()));
                })
                .figures((setting, predicted, measured) -> List.of(chart(measured)))
                .build();
    }

    /** The slope on the law for many spins: that at N less what is left of a bias like N^-order, by the slope at N/2. */
    private static double limit(Quantities half, Quantities whole, DoubleUnaryOperator theory, String name,
            double order) {
        double r = Math.pow(2, order);
        return (r * slope(whole, theory, name) - slope(half, theory, name)) / (r - 1);
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

    private static double slope(Quantities q, DoubleUnaryOperator theory, String name) {
        double[] x = Arrays.stream(q.list("u")).map(theory).toArray();
        return LineFit.of(x, q.list(name)).slope();
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
                        "How near is not said: pure minima are the rule only below -E_1, which is a quarter of a percent of the depth "
                                + "for p = 3.")
                .measured(
                        "The slope of the least eigenvalue on the energy per spin over critical points, with Student's interval over "
                                + "draws of the couplings, must hold -3 and be told from 0. For few spins the edge of the spectrum is off by N^(-2/3), "
                                + "alike at all energies; that critical points are weighted by |det|, each energy by another one, turns the "
                                + "slope by order 1/N at most: the limit lies between the slope at N and what the slopes at N and N/2 leave "
                                + "without a part of order 1/N.")
                .seconds(10)
                .standard(size -> Setting.of(Keys000.SPINS.is(size == Size.SMOKE ? 20 : 60),
                        Keys000.INSTANCES.is(20),
                        Keys000.RUNS.is(size == Size.SMOKE ? 24 : 60), Keys000.CURVATURE.is("sphere")))
                .control(setting -> setting.with(Keys000.CURVATURE, "space")
                        .noted("the Hessian of the space in place of that on the sphere, whose least eigenvalue does not see the energy"))
                .replicates(setting -> setting.get(Keys000.INSTANCES))
                .predict(setting -> Quantities.of("slope", -3))
                .measure((setting, replicate, seed) -> {
                    Quantities half = points(setting.with(Keys000.SPINS, setting.get(Keys000.SPINS) / 2),
                            seed.named("half"));
                    Quantities whole = points(setting, seed);
                    return Quantities.of("slope", slope(whole, u -> u, "least"))
                            .and("extrapolated", limit(half, whole, u -> u, "least", 1));
                })
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.told("slope of the least eigenvalue on the energy per spin",
                                predicted.scalar("slope"),
                                Exponents
                                        .hull(List.of(means(measured, "slope", 2), means(measured, "extrapolated", 2))),
                                student(measured, 2), 0)))
                .build();
    }
}
