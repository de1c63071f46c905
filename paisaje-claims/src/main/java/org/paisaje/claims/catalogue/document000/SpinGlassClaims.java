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
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Norms;
import org.paisaje.math.linalg.SymmetricEigen;
import org.paisaje.math.random.Generator;
import org.paisaje.math.random.Seed;
import org.paisaje.math.stats.LineFit;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.landscape.glass.GlassCensus;
import org.paisaje.theory.landscape.glass.GlassCircle;
import org.paisaje.theory.landscape.glass.GlassPoint;
import org.paisaje.theory.landscape.glass.GlassSearch;
import org.paisaje.theory.landscape.glass.SpinGlass;

/** Section 3.1.1: the energy of a spin glass, and how its critical points lose stability with the distance from the minimum. */
final class SpinGlassClaims {
    static final String SECTION = "section 3.1.1";
    /** Steps along the gradient before Newton's method: the more, the lower the point that is found. */
    private static final int[] PRELUDES = {0, 3, 6, 10, 15, 20, 30, 50};
    private static final double RATE = 0.05;

    private SpinGlassClaims() {}

    static List<Claim> all() {
        return List.of(energy(), sphere(), counts(), index(), stable());
    }

    private static Claim energy() {
        return ClaimBuilder.of("000.3.1.1.energy", Document000.source(SECTION))
                .statement("The energy of the spherical spin glass is normal of variance N",
                        "The model behind the section, which the text does not write down: products of p spins with independent "
                                + "normal couplings on the sphere |s|^2 = N, so that energies are of the order of the number of spins; "
                                + "odd in s for odd p.",
                        "H(\\sigma)=N^{-(p-1)/2}\\sum J_{i_1\\dots i_p}\\sigma_{i_1}\\cdots\\sigma_{i_p},\\quad \\mathbb E H^2=N")
                .quoted("podemos entender el Hamiltoniano como un operador o función que envía a un sistema físico, descrito "
                        + "por ciertas propiedades o variables, a su energía total", SECTION)
                .mistake(
                        "The slides add a kinetic energy; this one is a potential alone. Neither text says which model, sphere or "
                                + "normalisation is meant.")
                .measured(
                        "The mean of H^2 / N over draws of the couplings at one configuration, with the normal interval of "
                                + "squares of normal numbers, told from 0 and 2; H(-s) + H(s) exactly.")
                .standard(size -> Setting.of(Keys000.ORDER.is(3), Keys000.SPINS.is(8),
                        Keys000.INSTANCES.is(size == Size.SMOKE ? 2_000 : 20_000), Keys000.RADIUS_SQUARED.is(1.0)))
                .control(setting -> setting.with(Keys000.RADIUS_SQUARED, 2.0).noted("off the sphere, |s|^2 = 2N"))
                .predict(setting -> Quantities.of("square", 1))
                .measure((setting, replicate, seed) -> {
                    int n = setting.get(Keys000.SPINS);
                    double[] s = new double[n];
                    double[] opposite = new double[n];
                    seed.named("s").generator().onSphere(s, 0, n);
                    for (int i = 0; i < n; i++) {
                        s[i] *= Math.sqrt(n * setting.get(Keys000.RADIUS_SQUARED));
                        opposite[i] = -s[i];
                    }
                    double sum = 0;
                    double odd = 0;
                    for (int k = 0; k < setting.get(Keys000.INSTANCES); k++) {
                        SpinGlass.Point at = SpinGlass.random(setting.get(Keys000.ORDER), n, seed.at(k)).point();
                        double energy = at.at(s);
                        sum += energy * energy / n;
                        odd = Math.max(odd, Math.abs(at.at(opposite) + energy));
                    }
                    return Quantities.of("square", sum / setting.get(Keys000.INSTANCES)).and("odd", odd);
                })
                .judge((setting, predicted, measured) -> {
                    double mean = measured.getFirst().scalar("square");
                    double reach = Level.deviations(2) * Math.sqrt(2.0 / setting.get(Keys000.INSTANCES));
                    List<Comparison> lines = new ArrayList<>();
                    lines.add(Comparison.told("mean of H^2 / N", 1, Estimate.within(mean, reach * mean),
                            "normal interval of squares of normal numbers, " + Level.words(2), 0, 2));
                    if (setting.get(Keys000.ORDER) % 2 == 1) {
                        lines.add(Comparison.equal("H(-s) + H(s)", 0, measured.getFirst().scalar("odd"),
                                Tolerance.none("exact")));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Claim sphere() {
        return ClaimBuilder.of("000.3.1.1.sphere", Document000.source(SECTION + ", aid"))
                .statement("The Hessian on the sphere is that of tangents in space, less p H / N",
                        "Along a great circle the energy is bent by the circle, too: by Euler's identity s . grad H = p H. The signs that "
                                + "the section counts are those of this Hessian, not of the one in space.",
                        "\\operatorname{grad}H=\\nabla H-\\frac{pH}N\\sigma,\\quad "
                                + "\\operatorname{Hess}H=P\\nabla^2H\\,P-\\frac{pH}NP")
                .quoted("el porcentaje de valores propios negativos de la matriz Hessiana de la función de pérdida evaluada en un punto "
                        + "crítico", SECTION)
                .measured(
                        "The energy at 2p + 1 points of random great circles, on which it is a trigonometric polynomial of degree p: its first and "
                                + "second derivative from these values alone, beside the formulas; s . grad H and s . grad of H in space. The "
                                + "largest differences over the circles.")
                .standard(size -> Setting.of(Keys000.ORDER.is(3), Keys000.SPINS.is(20),
                        Keys000.INSTANCES.is(size == Size.SMOKE ? 50 : 1_000), Keys000.CURVATURE.is("sphere")))
                .control(setting -> setting.with(Keys000.CURVATURE, "space")
                        .noted("the Hessian in space between tangents"))
                .predict(setting -> Quantities.of("difference", 0))
                .measure((setting, replicate, seed) -> {
                    double[] most = new double[4];
                    for (int k = 0; k < setting.get(Keys000.INSTANCES); k++) {
                        double[] off = circle(setting, seed.at(k));
                        Arrays.setAll(most, i -> Math.max(most[i], Math.abs(off[i])));
                    }
                    return Quantities.of("differences", most);
                })
                .judge((setting, predicted, measured) -> {
                    int n = setting.get(Keys000.SPINS);
                    int p = setting.get(Keys000.ORDER);
                    // An energy is a sum of N^p products of couplings of mean size 0.8, taken in three sums, one in another.
                    double roundings = (double) n * n + 2 * n;
                    double size = 0.8 * Math.pow(n, (p + 1) / 2.0);
                    double first = 0;
                    double second = 0;
                    for (int k = 1; k <= p; k++) {
                        first += 2 * k;
                        second += 2 * k * k;
                    }
                    double root = Math.sqrt(n);
                    Rounding energies = Rounding.of(roundings).on(size);
                    double[] off = measured.getFirst().list("differences");
                    double none = predicted.scalar("difference");
                    return Judgement.all(
                            Comparison.equal("first derivative along a circle, less the gradient", none, off[0],
                                    energies.times(first / root)),
                            Comparison.equal("second derivative along a circle, less the Hessian", none, off[1],
                                    energies.times(second / n)),
                            Comparison.equal("s . grad H in space less p H", none, off[2], energies.times(p)),
                            Comparison.equal("s . grad H on the sphere", none, off[3], energies.times(p)));
                })
                .build();
    }

    /** What first and second derivative along a great circle, from values, differ from the formulas by; then Euler's identity and tangency. */
    private static double[] circle(Setting setting, Seed seed) {
        int n = setting.get(Keys000.SPINS);
        int p = setting.get(Keys000.ORDER);
        double root = Math.sqrt(n);
        SpinGlass.Point at = SpinGlass.random(p, n, seed.named("couplings")).point();
        Generator draw = seed.named("circle").generator();
        double[] s = new double[n];
        double[] u = new double[n];
        draw.onSphere(s, 0, n);
        draw.onSphere(u, 0, n);
        double along = Norms.dot(s, u);
        double rest = Math.sqrt(1 - along * along);
        for (int i = 0; i < n; i++) {
            u[i] = (u[i] - along * s[i]) / rest;
            s[i] *= root;
        }
        double energy = at.at(s);
        double radial = Norms.dot(at.gradient(), s);
        double slope = Norms.dot(at.gradient(), u);
        double bend = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                bend += u[i] * at.hessian()[i * n + j] * u[j];
            }
        }
        bend -= setting.get(Keys000.CURVATURE).equals("sphere") ? p * energy / n : 0;
        double tangent = 0;
        for (int i = 0; i < n; i++) {
            tangent += s[i] * (at.gradient()[i] - p * energy / n * s[i]);
        }
        int points = 2 * p + 1;
        double first = 0;
        double second = 0;
        double[] place = new double[n];
        for (int j = 0; j < points; j++) {
            double angle = 2 * Math.PI * j / points;
            for (int i = 0; i < n; i++) {
                place[i] = Math.cos(angle) * s[i] + root * Math.sin(angle) * u[i];
            }
            double value = at.at(place) * 2 / points;
            for (int k = 1; k <= p; k++) {
                first += k * Math.sin(k * angle) * value;
                second -= k * k * Math.cos(k * angle) * value;
            }
        }
        return new double[] {first / root - slope, second / n - bend, radial - p * energy, tangent};
    }

    private static Claim counts() {
        return ClaimBuilder.of("000.3.1.1.counts", Document000.source(SECTION + ", aid"))
                .statement(
                        "Two spins have 2 sqrt 7 critical points in the mean, three obey Euler's sum",
                        "On a circle a random cubic has 2 or 6 critical points, 5.29 in the mean by the formula of Kac and Rice. Of "
                                + "three spins the minima less the saddles and more the maxima are 2, the Euler characteristic of the "
                                + "sphere, which checks that a search found all.",
                        "\\mathbb E\\,\\#\\{\\nabla H=0\\}=2\\sqrt7\\ (N=2),\\quad \\sum(-1)^{\\mathrm{index}}=\\chi(S^{N-1})")
                .quoted("algunas propiedades del Hamiltoniano de un modelo de vidrio de espín, han permitido notar y explicar "
                        + "ciertas características de la estabilidad de los puntos críticos", "section 3.1")
                .measured(
                        "The mean count over draws by the sign of a discriminant, with Student's interval, told from 2, 6 and the "
                                + "5.02 of equal couplings; searches of ten glasses of three spins with their Euler characteristic.")
                .standard(size -> Setting.of(Keys000.COUPLINGS.is("independent"),
                        Keys000.DRAWS.is(size == Size.SMOKE ? 20_000 : 100_000), Keys000.RUNS.is(100)))
                .control(setting -> setting.with(Keys000.COUPLINGS, "alike")
                        .noted("one coupling for all orders of the same spins: another law of couplings, with fewer points"))
                .predict(setting -> Quantities.of("count", 2 * Math.sqrt(7)))
                .measure((setting, replicate, seed) -> {
                    Generator draw = seed.named("circle").generator();
                    boolean alike = setting.get(Keys000.COUPLINGS).equals("alike");
                    double[] j = new double[8];
                    long six = 0;
                    for (int k = 0; k < setting.get(Keys000.DRAWS); k++) {
                        draw.gaussians(j, 0, 8);
                        six += GlassCircle.criticalPoints(SpinGlass.of(3, 2, i -> alike
                                ? j[i[0] + i[1] + i[2]]
                                : j[4 * i[0] + 2 * i[1] + i[2]])) == 6 ? 1 : 0;
                    }
                    int whole = 0;
                    for (int k = 0; k < 10; k++) {
                        GlassCensus census = GlassCensus.of(SpinGlass.random(3, 3, seed.named("sphere").at(k)),
                                setting.get(Keys000.RUNS), seed.named("starts").at(k));
                        whole += census.complete() ? 1 : 0;
                    }
                    return Quantities.of("six", six).and("complete", whole);
                })
                .judge((setting, predicted, measured) -> {
                    int draws = setting.get(Keys000.DRAWS);
                    double share = measured.getFirst().scalar("six") / draws;
                    double reach = 4 * Level.deviations(1) * Math.sqrt(share * (1 - share) / draws);
                    return Judgement.all(List.of(
                            Comparison.told("mean number of critical points, N = 2", predicted.scalar("count"),
                                    Estimate.within(2 + 4 * share, reach),
                                    "normal interval of a share, " + Level.words(1),
                                    2, 6),
                            Comparison
                                    .equal("glasses of three spins whose searches make the Euler characteristic, of 10",
                                            10, measured.getFirst().scalar("complete"), Tolerance.none("counted"))
                                    .asSanity()));
                })
                .build();
    }

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
        return ClaimBuilder.of("000.3.1.1.index", Document000.source(SECTION))
                .statement("The share of negative eigenvalues grows with the energy, by a law",
                        "Read of the mean: the higher a critical point of the spherical spin glass lies, the larger its share of "
                                + "negative eigenvalues. For many spins the share is a function of the energy per spin, the mass of a "
                                + "semicircle below a point that moves with it.",
                        "f(u)=\\tfrac12+\\tfrac{x\\sqrt{4-x^2}}{4\\pi}+\\tfrac1\\pi\\arcsin\\tfrac x2,\\quad x=\\tfrac{2u}{E_\\infty},"
                                + "\\quad E_\\infty=2\\sqrt{\\tfrac{p-1}p}")
                .quoted("con alta probabilidad, el porcentaje de valores propios negativos de la matriz Hessiana de la función de "
                        + "pérdida evaluada en un punto crítico, es más alto entre más lejano esté este punto crítico del mínimo "
                        + "global", SECTION)
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
                                    slopes(measured, 2), student(measured, 2), 0, 2),
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

    private static Estimate slopes(List<Quantities> measured, int comparisons) {
        return Exponents.mean(measured.stream().mapToDouble(q -> q.scalar("slope")).toArray(), comparisons);
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
        return ClaimBuilder.of("000.3.1.1.stable", Document000.source(SECTION))
                .statement(
                        "Towards the minimum the least eigenvalue rises by p per unit of energy",
                        "The least eigenvalue of the Hessian on the sphere falls with the energy per spin with slope -p and is 0 near "
                                + "-E_infinity, so that critical points near the global minimum are stable.",
                        "\\lambda_{\\min}\\approx-pu-2\\sqrt{p(p-1)}")
                .quoted("con alta probabilidad un punto crítico cercano al mínimo global será estable", SECTION)
                .mistake(
                        "How near is not said: pure minima are the rule only below -E_1, which is a quarter of a percent of the depth "
                                + "for p = 3.")
                .measured(
                        "The slope of the least eigenvalue on the energy per spin over critical points, with Student's interval over "
                                + "draws of the couplings, must hold -3 and be told from 0. The edge of the spectrum is off by N^(-2/3); "
                                + "the slopes at N and N/2 together are rid of that.")
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
                    return Quantities.of("slope", limit(half, points(setting, seed), u -> u, "least", 2.0 / 3));
                })
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.told("slope of the least eigenvalue on the energy per spin",
                                predicted.scalar("slope"), slopes(measured, 1), student(measured, 1), 0)))
                .build();
    }
}
