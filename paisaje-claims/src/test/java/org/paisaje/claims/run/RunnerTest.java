package org.paisaje.claims.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paisaje.claims.Claim;
import org.paisaje.claims.Expectation;
import org.paisaje.claims.Size;
import org.paisaje.claims.Verdict;
import org.paisaje.study.Ending;
import org.paisaje.study.Session;

final class RunnerTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void aTrueClaimIsSupportedAndItsControlRefuted() {
        ClaimResult result = run(new CoinClaim(Expectation.SUPPORTED, 0.7), 2, Map.of());
        assertThat(result.judgement().verdict()).isInstanceOf(Verdict.Supported.class);
        assertThat(result.control().orElseThrow().judgement().verdict()).isInstanceOf(Verdict.Refuted.class);
        assertThat(result.asExpected()).isTrue();
        assertThat(result.replicates()).isEqualTo(16);
    }

    @Test
    void aControlThatCannotFailIsFoundOut() {
        ClaimResult result = run(new CoinClaim(Expectation.SUPPORTED, 0.5), 2, Map.of());
        assertThat(result.judgement().verdict()).isInstanceOf(Verdict.Supported.class);
        assertThat(result.controlWorks()).isFalse();
        assertThat(result.asExpected()).isFalse();
    }

    @Test
    void anotherVerdictThanExpectedIsToldApart() {
        assertThat(run(new CoinClaim(Expectation.REFUTED, 0.7), 1, Map.of()).asExpected())
                .isFalse();
    }

    @Test
    void aFailedHypothesisStopsTheMeasurement() {
        var claim = new CoinClaim(Expectation.SUPPORTED, 0.7);
        ClaimResult result = run(claim, 1, Map.of("n", "0"));
        assertThat(result.judgement().verdict()).isInstanceOf(Verdict.NotApplicable.class);
        assertThat(result.judgement().verdict().reason()).contains("there is a toss").contains("n = 0");
        assertThat(claim.measurements).hasValue(0);
    }

    @Test
    void aChangedSettingIsMeasuredWithoutControlOrExpectation() {
        ClaimResult result = run(new CoinClaim(Expectation.SUPPORTED, 0.7), 1, Map.of("bias", "0.9"));
        assertThat(result.judgement().verdict()).isInstanceOf(Verdict.Refuted.class);
        assertThat(result.control()).isEmpty();
        assertThat(result.asExpected()).isTrue();
    }

    @Test
    void aFailingReplicateIsAReasonNotACrash() {
        var claim = new CoinClaim(Expectation.SUPPORTED, 0.7);
        claim.failingReplicate = 3;
        Verdict verdict = run(claim, 2, Map.of()).judgement().verdict();
        assertThat(verdict).isInstanceOf(Verdict.Inconclusive.class);
        assertThat(verdict.reason()).contains("replicate 3").contains("the coin rolled away");
    }

    @Test
    void resultsDoNotDependOnTheNumberOfThreads() {
        var one = run(new CoinClaim(Expectation.SUPPORTED, 0.7), 1, Map.of());
        var four = run(new CoinClaim(Expectation.SUPPORTED, 0.7), 4, Map.of());
        assertThat(four.judgement()).isEqualTo(one.judgement());
    }

    @Test
    void finishedReplicatesAreNotMeasuredAgain() {
        var claim = new CoinClaim(Expectation.SUPPORTED, 0.7);
        ClaimResult first = stored(claim, false);
        ClaimResult second = stored(claim, false);
        assertThat(claim.measurements).hasValue(16);
        assertThat(first.kept()).isZero();
        assertThat(second.kept()).isEqualTo(16);
        assertThat(second.judgement()).isEqualTo(first.judgement());
        stored(claim, true);
        assertThat(claim.measurements).hasValue(32);
    }

    /** Equal settings are measured by the first claim alone, others by each. */
    @Test
    void claimsOfOneMeasurementShareReplicates() {
        var first = new CoinClaim(Expectation.SUPPORTED, 0.7);
        var second = new CoinClaim(Expectation.SUPPORTED, 0.7);
        var third = new CoinClaim(Expectation.SUPPORTED, 0.8);
        second.id = "000.coin.again";
        third.id = "000.coin.other";
        var seen = new ArrayList<Integer>();
        var options = new RunnerOptions(Size.SMOKE, 1, 3, Optional.of(new ReplicateStore(folder)), false, Map.of());
        List<ClaimResult> results = new Runner(options).run(List.of(first, second, third), new RunListener() {
            @Override
            public void replicate(Claim claim, int done, int total) {
                seen.add(done);
                assertThat(total).isEqualTo(24);
            }
        });
        assertThat(first.measurements).hasValue(16);
        assertThat(second.measurements).hasValue(0);
        assertThat(third.measurements).hasValue(8);
        assertThat(seen).hasSize(24);
        assertThat(results).extracting(result -> result.claim().id())
                .containsExactly("000.coin", "000.coin.again", "000.coin.other");
        ClaimResult alone = run(new CoinClaim(Expectation.SUPPORTED, 0.7), 1, Map.of());
        assertThat(results).allMatch(ClaimResult::asExpected)
                .allMatch(result -> result.replicates() == 16)
                .allMatch(result -> result.judgement().equals(alone.judgement()));
        assertThat(results.get(1).control()).isEqualTo(alone.control());
        assertThat(results.get(2).control()).isNotEqualTo(alone.control());
        var later = new CoinClaim(Expectation.SUPPORTED, 0.7);
        later.id = "000.coin.later";
        assertThat(stored(later, false).kept()).isEqualTo(16);
        assertThat(later.measurements).hasValue(0);
    }

    @Test
    void aSharedReplicateThatFailsIsAReasonForAll() {
        var first = new CoinClaim(Expectation.SUPPORTED, 0.7);
        first.failingReplicate = 3;
        var second = new CoinClaim(Expectation.SUPPORTED, 0.8);
        List<ClaimResult> results = new Runner(RunnerOptions.of(Size.SMOKE, 1))
                .run(List.of(first, second), RunListener.SILENT);
        assertThat(results).hasSize(2)
                .allSatisfy(result -> assertThat(result.judgement().verdict().reason()).contains("replicate 3"));
    }

    @Test
    void aLineCutByAKillIsMeasuredAgain() throws IOException {
        ClaimResult whole = stored(new CoinClaim(Expectation.SUPPORTED, 0.7), false);
        List<Path> files;
        try (var walk = Files.walk(folder)) {
            files = walk.filter(file -> file.toString().endsWith(".jsonl")).toList();
        }
        assertThat(files).hasSize(2);
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 7), StandardOpenOption.TRUNCATE_EXISTING);
        }
        var claim = new CoinClaim(Expectation.SUPPORTED, 0.7);
        ClaimResult mended = stored(claim, false);
        assertThat(claim.measurements).hasValue(2);
        assertThat(mended.judgement()).isEqualTo(whole.judgement());
    }

    @Test
    void progressCountsEveryReplicateOnce() {
        var seen = new ArrayList<Integer>();
        new Runner(RunnerOptions.of(Size.SMOKE, 1))
                .run(List.of(new CoinClaim(Expectation.SUPPORTED, 0.7)), new RunListener() {
                    @Override
                    public void replicate(Claim claim, int done, int total) {
                        seen.add(done);
                        assertThat(total).isEqualTo(16);
                    }
                });
        assertThat(seen).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
    }

    @Test
    void aParameterThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> run(new CoinClaim(Expectation.SUPPORTED, 0.7), 1, Map.of("sides", "6")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sides")
                .hasMessageContaining("bias");
    }

    private ClaimResult stored(Claim claim, boolean fresh) {
        return new Runner(new RunnerOptions(
                Size.SMOKE, 1, 2, Optional.of(new ReplicateStore(folder)), fresh, Map.of()))
                .run(List.of(claim), RunListener.SILENT)
                .getFirst();
    }

    private static ClaimResult run(Claim claim, int threads, Map<String, String> changes) {
        return new Runner(new RunnerOptions(Size.SMOKE, 1, threads, Optional.empty(), false, changes))
                .run(List.of(claim), RunListener.SILENT)
                .getFirst();
    }

    /** A value that is allowed and cannot be measured is a failed computation, not a verdict. */
    @Test
    void aSettingThatCannotBeMeasuredIsAFailure() {
        CoinClaim claim = new CoinClaim(Expectation.SUPPORTED, 0.7);
        claim.failingReplicate = 2;
        var setting = new CheckSetting(List.of(claim), Size.SMOKE, 1, Map.of("n", "10"), Optional.empty(), false);
        Ending ending = new CheckStudy().run(setting, Session.silent()).ending();
        assertThat(ending.kind()).isEqualTo(Ending.Kind.FAILED);
        assertThat(ending.words()).contains("replicate 2 could not be measured: the coin rolled away");
    }
}
