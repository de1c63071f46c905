package org.paisaje.math.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class SizesTest {
    @Test
    void productsAndSumsAreExactOrRefused() {
        assertThat(Sizes.product("a", 46340, 46340)).isEqualTo(2147395600);
        assertThat(Sizes.product("a", 0, 1L << 40)).isZero();
        assertThat(Sizes.product("a")).isEqualTo(1);
        assertThat(Sizes.sum("a", Sizes.LARGEST - 1L, 1)).isEqualTo(Sizes.LARGEST);
        assertThatIllegalArgumentException().isThrownBy(() -> Sizes.product("w", 46341, 46341))
                .withMessage("w: 46341 x 46341 is 2147488281 numbers, and one array holds at most 2147483639; smaller "
                        + "sizes are needed");
        // 2^32 * 2^32 = 2^64 is 0 in 64 bits.
        assertThatIllegalArgumentException().isThrownBy(() -> Sizes.product("w", 1L << 32, 1L << 32))
                .withMessageContaining("1.8e+19");
        assertThatIllegalArgumentException().isThrownBy(() -> Sizes.sum("s", Sizes.LARGEST, 1))
                .withMessageContaining("2147483639 + 1 is 2147483640");
        assertThatIllegalArgumentException().isThrownBy(() -> Sizes.sum("s", Long.MAX_VALUE, Long.MAX_VALUE));
        assertThatIllegalArgumentException().isThrownBy(() -> Sizes.product("w", 3, -1))
                .withMessageContaining("must not be negative");
    }

    @Test
    void whatTheHeapCannotHoldIsRefused() {
        long heap = Runtime.getRuntime().maxMemory();
        if (heap / 8 < Sizes.LARGEST) {
            assertThatIllegalArgumentException().isThrownBy(() -> Sizes.ofDoubles("big", heap / 8 + 1))
                    .withMessageContaining("the heap of this JVM is limited to");
        }
        assertThat(Sizes.ofDoubles("small", 10, 10)).isEqualTo(100);
    }
}
