package org.paisaje.claims.run;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.paisaje.claims.Claim;
import org.paisaje.claims.Expectation;
import org.paisaje.claims.Hypothesis;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Key;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.Source;
import org.paisaje.claims.Statement;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;

/** A claim about a coin, to test the runner with: the mean of n tosses with heads worth one is the bias. */
final class CoinClaim implements Claim {
    private static final Key<Integer> TOSSES = Key.whole("n", 0, 100_000, "number of tosses");
    private static final Key<Double> BIAS = Key.real("bias", 0, 1, "probability of heads");
    final AtomicInteger measurements = new AtomicInteger();
    private final Expectation expected;
    private final double controlBias;
    int failingReplicate = -1;
    String id = "000.coin";

    CoinClaim(Expectation expected, double controlBias) {
        this.expected = expected;
        this.controlBias = controlBias;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String measurement() {
        return "000.coin";
    }

    @Override
    public Source source() {
        return new Source("000", "coin");
    }

    @Override
    public Statement statement() {
        return new Statement("A coin is fair", "Heads come half of the time.", "p = 1/2", "the mean of tosses",
                List.of());
    }

    @Override
    public Expectation expected() {
        return expected;
    }

    @Override
    public List<Hypothesis> hypotheses() {
        return List.of(new Hypothesis(
                "there is a toss", s -> new Hypothesis.Observation(s.get(TOSSES) > 0, "n = " + s.get(TOSSES))));
    }

    @Override
    public Setting standard(Size size) {
        return Setting.of(TOSSES.is(1_000), BIAS.is(0.5));
    }

    @Override
    public Setting control(Size size) {
        return Setting.of(TOSSES.is(1_000), BIAS.is(controlBias)).noted("a loaded coin");
    }

    @Override
    public int replicates(Setting setting) {
        return 8;
    }

    @Override
    public Quantities predict(Setting setting) {
        return Quantities.of("mean", 0.5);
    }

    @Override
    public Quantities measure(Setting setting, int replicate, Seed seed) {
        measurements.incrementAndGet();
        if (replicate == failingReplicate) {
            throw new IllegalStateException("the coin rolled away");
        }
        var generator = seed.generator();
        int heads = 0;
        for (int i = 0; i < setting.get(TOSSES); i++) {
            heads += generator.nextDouble() < setting.get(BIAS) ? 1 : 0;
        }
        return Quantities.of("mean", heads / (double) setting.get(TOSSES)).and("infinite", Double.POSITIVE_INFINITY);
    }

    @Override
    public Judgement judge(Setting setting, Quantities predicted, List<Quantities> measured) {
        double mean = measured.stream().mapToDouble(q -> q.scalar("mean")).average().orElseThrow();
        double error = Math.sqrt(0.25 / (setting.get(TOSSES) * (double) measured.size()));
        return Judgement.all(Comparison.told(
                "share of heads", predicted.scalar("mean"), Estimate.within(mean, 4 * error), "4 standard errors", 0,
                1));
    }
}
