package org.paisaje.theory.geometry.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RegionBoundsTest {
    @ParameterizedTest
    @CsvSource({"1,2-2-2,27", "1,3-3,16", "2,2-2-2-2,85", "2,3-3-3-3,1024", "2,8-8,1369", "2,10-10,3136",
        "2,16-16-16,2571353", "2,3,7", "2,8,37", "2,16,137", "2,64,2081"})
    void serra(int inputs, String widths, long expected) {
        assertThat(RegionBounds.serra(inputs, Stream.of(widths.split("-")).mapToInt(Integer::parseInt).toArray()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"3,2,7", "8,2,37", "16,2,137", "64,2,2081", "2,5,4"})
    void zaslavsky(int n, int d, long expected) {
        assertThat(RegionBounds.zaslavsky(n, d)).isEqualTo(expected);
    }
}
