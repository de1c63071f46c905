package org.paisaje.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.paisaje.math.linalg.Matrix;

/** Codes become columns of 0 and 1. */
class IndicatorsTest {
    private static Dataset table(double... codes) {
        Matrix x = Matrix.zeros(codes.length, 2);
        for (int i = 0; i < codes.length; i++) {
            x.set(i, 0, codes[i]);
            x.set(i, 1, 0.5 + i);
        }
        return Dataset.regression("sales", x, Matrix.zeros(codes.length, 1)).withNames(List.of("shop", "price"));
    }

    @Test
    void everyCodeGetsAColumnInTheOrderOfTheCodes() {
        Indicators map = Indicators.of(table(7, 3, 7), List.of("shop"));
        Dataset coded = map.apply(table(7, 3, 7));
        assertThat(map.columns()).isEqualTo(3);
        assertThat(coded.names()).containsExactly("shop 3", "shop 7", "price");
        assertThat(coded.x().data()).containsExactly(0, 1, 0.5, 1, 0, 1.5, 0, 1, 2.5);
    }

    @Test
    void aCodeThatDidNotOccurGivesZeros() {
        Dataset coded = Indicators.of(table(7, 3, 7), List.of("1")).apply(table(5));
        assertThat(coded.x().data()).containsExactly(0, 0, 0.5);
    }

    @Test
    void anInputThatIsNotThereIsRefusedWithThoseThatAre() {
        assertThatIllegalArgumentException().isThrownBy(() -> Indicators.of(table(1, 2), List.of("shp")))
                .withMessageContaining(
                        "--one-hot shp: sales has no such input; needed is one of shop, price, or a number "
                                + "from 1 to 2");
        assertThatIllegalArgumentException().isThrownBy(() -> Indicators.of(table(1, 2), List.of("3")));
    }
}
