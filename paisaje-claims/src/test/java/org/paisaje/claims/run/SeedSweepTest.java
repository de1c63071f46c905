package org.paisaje.claims.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.paisaje.claims.Expectation;
import org.paisaje.claims.Size;

final class SeedSweepTest {
    private static final RunnerOptions OPTIONS = RunnerOptions.of(Size.SMOKE, 99);

    @Test
    void everySeedIsCounted() {
        var good = new CoinClaim(Expectation.SUPPORTED, 0.7);
        var bad = new CoinClaim(Expectation.SUPPORTED, 0.5);
        bad.id = "000.coin.bad";
        var heard = new ArrayList<String>();
        List<SeedRate> rates = SeedSweep.run(List.of(good, bad), OPTIONS, List.of(1L, 2L, 7L), new RunListener() {
            @Override
            public void finished(ClaimResult result) {
                heard.add(result.claim().id());
            }
        });
        assertThat(rates).extracting(rate -> rate.claim().id()).containsExactly("000.coin", "000.coin.bad");
        assertThat(rates).allMatch(rate -> rate.seeds() == 3);
        assertThat(rates.getFirst().unexpected()).isEmpty();
        assertThat(rates.getLast().unexpected()).extracting(SeedRate.Unexpected::seed).containsExactly(1L, 2L, 7L);
        assertThat(rates.getLast().unexpected()).allMatch(u -> u.words().startsWith("control supported"));
        assertThat(rates.getLast().rate().estimate()).isEqualTo(1);
        assertThat(heard).hasSize(6);
    }

    /** The seed of the options does not matter, that of the sweep does. */
    @Test
    void aSeedGivesWhatARunWithItGives() {
        var claim = new CoinClaim(Expectation.REFUTED, 0.7);
        ClaimResult alone = new Runner(OPTIONS.withSeed(5)).run(List.of(claim), RunListener.SILENT).getFirst();
        SeedRate rate = SeedSweep.run(List.of(claim), OPTIONS, List.of(5L), RunListener.SILENT).getFirst();
        assertThat(alone.asExpected()).isFalse();
        assertThat(rate.unexpected()).containsExactly(SeedRate.unexpected(5, alone));
    }

    @Test
    void noSeedIsRefused() {
        assertThatThrownBy(() -> SeedSweep.run(List.of(), OPTIONS, List.of(), RunListener.SILENT))
                .hasMessageContaining("at least one");
    }
}
