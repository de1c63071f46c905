package org.paisaje.claims.catalogue.document000;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.math.random.Generator;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.theory.landscape.glass.GlassLaw;
import org.paisaje.theory.landscape.glass.GlassPoint;
import org.paisaje.theory.landscape.glass.GlassSearch;
import org.paisaje.theory.landscape.glass.SpinGlass;

/** Section 3.1.2: what more layers and more units change in the heights of the minima of the spin glass. */
final class GlassLayerClaims {
    private GlassLayerClaims() {}

    /** The mean height of the ends of descents above the lowest of them, relative to it. */
    private static double height(int p, int n, int runs, Seed seed) {
        var search = new GlassSearch(SpinGlass.random(p, n, seed.named("couplings")));
        Generator draw = seed.named("starts").generator();
        double low = 0;
        double sum = 0;
        int count = 0;
        for (int k = 0; k < runs; k++) {
            double u = GlassMinimaClaims.end(search, draw, p, true)
                    .filter(point -> point.index() == 0)
                    .map(GlassPoint::density)
                    .orElse(0.0);
            if (u < 0) {
                low = Math.min(low, u);
                sum += u;
                count++;
            }
        }
        return count == 0 ? 0 : (sum / count - low) / -low;
    }

    /** The share of the depth of the global minimum over which minima are exponentially many. */
    private static double gap(int p) {
        var law = new GlassLaw(p);
        return 1 - law.threshold() / law.level(0);
    }

    static Claim layers(boolean printed) {
        String id = "000.3.1.2.layers." + (printed ? "printed" : "corrected");
        ClaimBuilder claim = ClaimBuilder.of(id, Document000.source("section 3.1.2, reference [12]"))
                .statement(printed
                        ? "In the spin glass more layers bring local minima nearer to the global one"
                        : "In the spin glass units bring minima nearer to the global one, layers do not",
                        printed
                                ? "In the model the order p of the products is the number of layers. Minima are exponentially many from "
                                        + "-E_0, the global one, up to -E_infinity; this range, as a share of E_0, should shrink with p."
                                : "In the model the number of spins is that of units: as it grows, the minima that descents reach come nearer "
                                        + "to the lowest of them. The number of layers is the order p, with which the range of minima "
                                        + "widens.",
                        printed
                                ? "1-\\frac{E_\\infty}{E_0}\\ \\text{falls with}\\ p"
                                : "\\frac{\\bar u-u_{\\min}}{|u_{\\min}|}\\ "
                                        + "\\text{falls with}\\ N,\\quad 1-\\frac{E_\\infty}{E_0}\\ \\text{grows with}\\ p")
                .quoted("entre más capas se le agreguen a una red neuronal, los mínimos locales tienden a tener valores más cercanos "
                        + "al mínimo global", "section 3.1.2")
                .measured(
                        "The mean height of the ends of descents above the lowest, relative to it: with five layers less that with three, "
                                + "or with three times the spins less that with the given ones, by Student's interval over draws of the "
                                + "couplings; against 0. Of layers also the range 1 - E_infinity / E_0 by the complexity function, for "
                                + "10 less that for 3, and for 20 less that for 10. (Twelve descents find the lowest minimum of ten spins: "
                                + "a hundred find none lower that matters.)")
                .seconds(4)
                .standard(size -> Setting.of(Keys000.GROWS.is(printed ? "layers" : "spins"), Keys000.SPINS.is(10),
                        Keys000.INSTANCES.is(size == Size.SMOKE ? 80 : 300),
                        Keys000.RUNS.is(size == Size.SMOKE ? 8 : 12)))
                .control(setting -> setting.with(Keys000.GROWS, printed ? "spins" : "layers")
                        .noted(printed
                                ? "the number of units grows in place of that of layers"
                                : "the number of layers grows in place of that of units"))
                .replicates(setting -> setting.get(Keys000.INSTANCES))
                .predict(setting -> Quantities.of("change", 0))
                .measure((setting, replicate, seed) -> {
                    int n = setting.get(Keys000.SPINS);
                    int runs = setting.get(Keys000.RUNS);
                    boolean layers = setting.get(Keys000.GROWS).equals("layers");
                    return Quantities.of("change",
                            (layers
                                    ? height(5, n, runs, seed.named("deep"))
                                    : height(3, 3 * n, runs, seed.named("large")))
                                    - height(3, n, runs, seed.named("small")));
                })
                .judge((setting, predicted, measured) -> {
                    double[] changes = measured.stream().mapToDouble(q -> q.scalar("change")).toArray();
                    var lines = new ArrayList<>(List.of(Comparison.atMost("change of the relative height of minima", 0,
                            Exponents.mean(changes, 1), "Student's interval over " + changes.length + " draws, "
                                    + Level.words(1))));
                    if (setting.get(Keys000.GROWS).equals("layers")) {
                        lines.add(Comparison.atMost("change of the range from 3 to 10 layers", 0,
                                Estimate.exact(gap(10) - gap(3)), "complexity function"));
                        lines.add(Comparison.atMost("change of the range from 10 to 20 layers", 0,
                                Estimate.exact(gap(20) - gap(10)), "complexity function"));
                    }
                    return Judgement.all(lines);
                });
        return printed
                ? claim.mistake(
                        "In the model the number of layers is p, and with it the gap E_0 - E_infinity grows, from 1.4 % of E_0 for "
                                + "three layers to 11 % for ten. The cited authors speak of the number of units at "
                                + "a fixed number of layers.")
                        .refuted()
                        .build()
                : claim.build();
    }
}
