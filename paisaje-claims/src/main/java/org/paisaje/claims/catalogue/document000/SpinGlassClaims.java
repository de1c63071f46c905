package org.paisaje.claims.catalogue.document000;

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
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.linalg.Norms;
import org.paisaje.math.random.Generator;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
import org.paisaje.theory.landscape.glass.GlassCensus;
import org.paisaje.theory.landscape.glass.GlassCircle;
import org.paisaje.theory.landscape.glass.SpinGlass;

/** Section 3.1.1: the energy of a spin glass, and how its critical points lose stability with the distance from the minimum. */
final class SpinGlassClaims {
    static final String SECTION = "section 3.1.1";

    private SpinGlassClaims() {}

    static List<Claim> all() {
        return List.of(energy(), sphere(), counts());
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
                                + "5.60 that couplings alike in all orders have (as the control measures it); searches of ten glasses of three spins with their Euler characteristic.")
                .standard(size -> Setting.of(Keys000.COUPLINGS.is("independent"),
                        Keys000.DRAWS.is(size == Size.SMOKE ? 20_000 : 100_000), Keys000.RUNS.is(100)))
                .control(setting -> setting.with(Keys000.COUPLINGS, "alike")
                        .noted("one coupling for all orders of the same spins: another law of couplings, with more points"))
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
                                    2, 6, 5.6),
                            Comparison
                                    .equal("glasses of three spins whose searches make the Euler characteristic, of 10",
                                            10, measured.getFirst().scalar("complete"), Tolerance.none("counted"))
                                    .asSanity()));
                })
                .build();
    }
}
