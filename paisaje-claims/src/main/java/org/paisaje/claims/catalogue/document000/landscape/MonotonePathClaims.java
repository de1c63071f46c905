package org.paisaje.claims.catalogue.document000.landscape;

import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.random.Generator;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;

/** Section 3.2: what paths to the global minimum that do not rise, or that fall, say about other minima. */
final class MonotonePathClaims {
    private MonotonePathClaims() {}

    static List<Claim> all() {
        return List.of(paths(), falling());
    }

    private static Claim paths() {
        return ClaimBuilder.of("000.3.2.paths.printed", LandscapeClaims.paper(LevelSetClaims.PATHS))
                .statement("Paths that do not rise to the global minimum rule out other minima",
                        "If from every point a path leads to the global minimum along which the risk does not rise, there are no local minima "
                                + "that are not global.",
                        "\\forall\\theta\\;\\exists\\ \\text{non-increasing path}\\;\\Rightarrow\\;\\text{no bad local minima}")
                .quoted("Claramente, de existir caminos a lo largo de los cuales el riesgo empírico es no-creciente, que vayan desde un punto "
                        + "arbitrario al mínimo global, podríamos garantizar la no existencia de mínimos no globales",
                        "section 3.2")
                .measured(
                        "One ReLU neuron on one point, F(w) = (r(w) - 1)^2: the straight path from every w of a grid of [-3, 3] to 1 does not "
                                + "rise; the highest local minimum over the least value is 1, as every dead neuron is one.")
                .mistake(
                        "True for strict minima, and for paths that fall strictly (000.3.2.paths.corrected); the slides ask for \"monótono\" and leave open which.")
                .standard(size -> Setting.of(Keys.SLOPE.is(0.0)))
                .control(setting -> setting.with(Keys.SLOPE, 0.1).noted("a leaky ReLU, which has no plateau"))
                .predict(setting -> Quantities.of("excess", 0))
                .measure((setting, replicate, seed) -> {
                    double[] f = LevelSetClaims.deadNeuron(setting.get(Keys.SLOPE));
                    double rise = 0;
                    for (int i = 1; i < f.length; i++) {
                        rise = Math.max(rise, i <= 400 ? f[i] - f[i - 1] : f[i - 1] - f[i]);
                    }
                    return Quantities.of("rise", rise).and("excess", LevelSetClaims.worstMinimum(f, false));
                })
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.atMost("largest rise on the way to the global minimum", 0,
                                Estimate.exact(measured.getFirst().scalar("rise")), "none").asSanity(),
                        Comparison.equal("highest local minimum over the global one", predicted.scalar("excess"),
                                measured.getFirst().scalar("excess"), Rounding.of(8))))
                .refuted()
                .build();
    }

    private static Claim falling() {
        return ClaimBuilder.of("000.3.2.paths.corrected", LandscapeClaims.paper(LevelSetClaims.PATHS))
                .statement("Paths that do not rise rule out strict minima, paths that fall all of them",
                        "If from every point a path leads to the global minimum along which the risk does not rise, every strict local minimum is "
                                + "global. If the risk falls all along the path from every point that is no global minimum, every local minimum is "
                                + "global.",
                        "\\text{non-increasing}\\Rightarrow\\text{no strict bad minima},\\quad\\text{decreasing}\\Rightarrow"
                                + "\\text{no bad minima}")
                .measured(
                        "20,000 random functions of one variable with plateaus, on a grid: the highest strict local minimum over the least value "
                                + "of those with paths that do not rise, and the highest local minimum of any kind of those with paths that fall.")
                .standard(size -> Setting.of(Keys.STRICT.is(true)))
                .control(setting -> setting.with(Keys.STRICT, false)
                        .noted("paths that do not rise, and local minima that are not strict, too"))
                .predict(setting -> Quantities.of("excess", 0))
                .measure((setting, replicate, seed) -> {
                    Generator draw = seed.generator();
                    int[] seen = new int[2];
                    double[] worst = new double[2];
                    double[] f = new double[9];
                    for (int r = 0; r < 20_000; r++) {
                        for (int i = 1; i < f.length; i++) {
                            f[i] = f[i - 1] + draw.nextInt(-1, 2);
                        }
                        for (int k = 0; k < 2; k++) {
                            if (goesDown(f, k)) {
                                seen[k]++;
                                worst[k] = Math.max(worst[k],
                                        LevelSetClaims.worstMinimum(f, k == 0 && setting.get(Keys.STRICT)));
                            }
                        }
                    }
                    return Quantities.of("not rising", worst[0])
                            .and("falling", worst[1])
                            .and("seen", new double[] {seen[0], seen[1]});
                })
                .judge((setting, predicted, measured) -> {
                    Quantities found = measured.getFirst();
                    return Judgement.all(
                            Comparison.atLeast("random functions with paths that do not rise", 1000,
                                    Estimate.exact(found.list("seen")[0]), "enough to find an exception").asSanity(),
                            Comparison.atLeast("random functions with paths that fall", 50,
                                    Estimate.exact(found.list("seen")[1]), "enough to find an exception").asSanity(),
                            Comparison.equal("highest local minimum, paths that do not rise",
                                    predicted.scalar("excess"),
                                    found.scalar("not rising"), Tolerance.none("whole numbers")),
                            Comparison.equal("highest local minimum, paths that fall", predicted.scalar("excess"),
                                    found.scalar("falling"), Tolerance.none("whole numbers")));
                })
                .build();
    }

    /** Whether from every place a way to a place of the least value goes down by that much at least in every step. */
    private static boolean goesDown(double[] f, int step) {
        double least = Arrays.stream(f).min().orElseThrow();
        for (int from = 0; from < f.length; from++) {
            boolean reached = false;
            for (int side = -1; side <= 1; side += 2) {
                int at = from;
                while (f[at] > least && at + side >= 0 && at + side < f.length && f[at + side] <= f[at] - step) {
                    at += side;
                }
                reached |= f[at] == least;
            }
            if (!reached) {
                return false;
            }
        }
        return true;
    }
}
