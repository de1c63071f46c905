package org.paisaje.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

/** Which rows are kept to test on. */
final class TestShareTest {
    private static final Dataset DATA = Dataset.regression("ten", Matrix.wrap(10, 1, IntStream.range(0, 10)
            .asDoubleStream()
            .toArray()), Matrix.wrap(10, 1, new double[10]));

    @Test
    void theLastRowsAreTakenInTheOrderOfTheFile() {
        Partition parts = TestShare.parse("last:0.3").of(DATA, Seed.of(1));
        assertThat(parts.drawn()).containsExactly(7, 8, 9);
        assertThat(parts.rest()).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(RowOrder.of(parts).last()).isTrue();
    }

    @Test
    void aShareAloneIsDrawnAsEver() {
        Partition drawn = TestShare.parse("0.3").of(DATA, Seed.of(1));
        assertThat(drawn.drawn()).isEqualTo(DATA.partition(0.3, Seed.of(1)).drawn());
        assertThat(RowOrder.of(new Partition(new int[] {2, 9}, new int[] {0, 1, 3})).last()).isFalse();
    }

    @Test
    void whatIsWrittenGivesItAgain() {
        assertThat(TestShare.parse("last:0.25").written()).isEqualTo("last:0.25");
        assertThat(TestShare.parse("0.25").written()).isEqualTo(0.25);
        assertThat(TestShare.parse(String.valueOf(TestShare.parse("last:0.1").written())))
                .isEqualTo(new TestShare(0.1, true));
    }

    @Test
    void whatIsNoShareIsRefused() {
        for (String wrong : new String[] {"last", "last:", "last:x", "first:0.2", "1", "-0.1", "nan", "last:1"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> TestShare.parse(wrong))
                    .withMessageContaining(
                            "--split");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> TestShare.parse("last:0.01").of(DATA, Seed.of(1)))
                .withMessageContaining("leaves one part empty");
    }
}
