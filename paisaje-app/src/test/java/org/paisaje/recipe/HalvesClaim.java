package org.paisaje.recipe;

import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Key;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.Source;
import org.paisaje.claims.catalogue.ClaimProvider;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;

/** A sample: the mean of uniform numbers on [0, upper] is one half for upper = 1. */
final class HalvesClaim implements ClaimProvider {
    private static final Key<Integer> DRAWS = Key.whole("draws", 10, 1_000_000, "how many numbers are drawn");
    private static final Key<Double> UPPER = Key.positive("upper", "upper end of the interval");

    @Override
    public List<Claim> claims() {
        return List.of(ClaimBuilder.of("000.sample.halves", new Source("000", "a sample"))
                .statement("Uniform numbers are one half on average", "Their mean is 1/2.", "E x=1/2")
                .measured("The mean, with 5 standard errors.")
                .standard(size -> Setting.of(DRAWS.is(size == Size.SMOKE ? 100 : 10_000), UPPER.is(1.0)))
                .control(setting -> setting.with(UPPER, 3.0).noted("numbers up to 3"))
                .replicates(setting -> 4)
                .predict(setting -> Quantities.of("mean", 0.5))
                .measure((setting, replicate, seed) -> {
                    var random = seed.generator();
                    double sum = 0;
                    for (int i = 0; i < setting.get(DRAWS); i++) {
                        sum += setting.get(UPPER) * random.nextDouble();
                    }
                    return Quantities.of("mean", sum / setting.get(DRAWS));
                })
                .judge((setting, predicted, measured) -> {
                    double mean = measured.stream().mapToDouble(q -> q.scalar("mean")).average().orElseThrow();
                    double error = setting.get(UPPER) / Math.sqrt(12.0 * setting.get(DRAWS) * measured.size());
                    return Judgement.all(Comparison.told("mean", predicted.scalar("mean"),
                            Estimate.within(mean, Level.deviations(1) * error), Level.words(1), 0.25, 1));
                })
                .build());
    }
}
