package org.paisaje.study.explain.check.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.paisaje.math.random.Seed;

/** What may be a time or go round, before it is measured whether it does. */
final class RoundsTest {
    private static double[] whole(int first, int last) {
        return IntStream.range(0, 600).mapToDouble(i -> first + i % (last - first + 1)).toArray();
    }

    private static double[] between(double low, double high) {
        double[] uniform = Seed.of(2).uniforms(600);
        return IntStream.range(0, 600).mapToDouble(i -> low + (high - low) * uniform[i]).toArray();
    }

    @Test
    void rangesThatGoRound() {
        assertThat(Rounds.period(whole(0, 23))).isEqualTo(24);
        assertThat(Rounds.period(whole(1, 12))).isEqualTo(12);
        assertThat(Rounds.period(whole(0, 6))).isEqualTo(7);
        assertThat(Rounds.period(between(0, 360))).isEqualTo(360);
        assertThat(Rounds.period(between(-Math.PI, Math.PI))).isEqualTo(2 * Math.PI);
    }

    @Test
    void otherRanges() {
        assertThat(Rounds.period(whole(0, 9))).isZero();
        assertThat(Rounds.period(whole(18, 80))).isZero();
        assertThat(Rounds.period(between(0, 1))).isZero();
        assertThat(Rounds.period(between(-3, 300))).isZero();
        assertThat(Rounds.period(0, 23, 5)).isZero();
    }

    @Test
    void times() {
        assertThat(Rounds.date(between(1.6e9, 1.7e9))).isTrue();
        assertThat(Rounds.date(between(1.6e12, 1.7e12))).isTrue();
        assertThat(Rounds.date(between(1.7e9, 1.7e9 + 3600))).isFalse();
        assertThat(Rounds.date(between(0, 3e9))).isFalse();
        assertThat(Rounds.date(between(2.1e8, 3e9))).isFalse();
    }
}
