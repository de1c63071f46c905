package org.paisaje.theory.dynamics.width;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.network.Architecture;

final class WidthPowersTest {
    /** Counted by hand; the rates of Adam are those of Yang and Littwin 2023, of the mean field of Mei et al. 2018. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                                    standard   | 3 | false | -1   | 0 0 0    | -1.5 -0.5 0
                                                    standard   | 2 | false | -1   | 0 0      | -1.5 0
                                                    ntk        | 3 | false | 0    | 0 0 0    | -0.5 -0.5 0
                                                    mean-field | 2 | false | 1    | 0 -0.5   | 0 0
                                                    mean-field | 3 | false | 0    | 0 0 -0.5 | -1 0 0
                                                    mup        | 4 | false | 0    | 0 0 0 -0.5 | 0 0 0 0
                                                    mup-adam   | 4 | true  | 0    | 0 0 0 -0.5 | 0 0 0 0
                                                    standard   | 3 | true  | -1.5 | 0 0 0    | -1.5 -0.5 0
                                                    standard   | 2 | true  | -1   | 0 0      | -1 0
                                                    ntk        | 3 | true  | -1   | 0 0 0    | -1 -0.5 0
                                                    mup        | 3 | true  | -1   | 0 0 -0.5 | -0.5 0 0
                                            """)
    void powersAreThoseCountedByHand(String parametrization, int layers, boolean normalized, double rate, String start,
            String change) {
        var p = Architecture.parse("mlp:2-3-1:tanh:param=" + parametrization).parametrization();
        WidthPowers law = WidthPowers.of(p, layers, true, normalized);
        assertThat(law.rate()).isEqualTo(rate);
        assertThat(law.start()).containsExactly(numbers(start));
        assertClose(law.change(), numbers(change), rounding(100).times(4));
    }

    /** Where outputs may grow, the last hidden layer sets the limit: by hand, n^(-1/2) n^(-1/2) n for gradients of the standard one. */
    @ParameterizedTest
    @CsvSource({"standard, 3, false, -0.5", "standard, 2, false, 0", "ntk, 3, false, 0.5", "mup, 4, false, 0",
        "mean-field, 2, false, 1",
        "standard, 3, true, -1", "mup-adam, 4, true, 0"})
    void outputsThatMayGrowAllowLargerRates(String parametrization, int layers, boolean normalized, double rate) {
        var p = Architecture.parse("mlp:2-3-1:tanh:param=" + parametrization).parametrization();
        assertThat(WidthPowers.of(p, layers, true, normalized).hiddenRate()).isEqualTo(rate);
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.strip().split(" +", -1)).mapToDouble(Double::parseDouble).toArray();
    }

    @Test
    void withoutHiddenLayersThereIsNoWidth() {
        var p = Architecture.parse("mlp:2-3-1:tanh").parametrization();
        assertThatIllegalArgumentException().isThrownBy(() -> WidthPowers.of(p, 1, true, false))
                .withMessageContaining("without a hidden one");
    }

    /** The lowest points of parabolas are found wherever they lie, one for each run, far from where the walk began. */
    @ParameterizedTest
    @CsvSource({"1, 0.02, 0.03", "1, 40, 55", "0.3, 0.3, 0.31"})
    void theLowestPointIsFound(double from, double first, double second) {
        RateSearch search = RateSearch.of(from, 2, i -> {
            double x = Math.log(RateSearch.factor(i));
            return new double[] {Math.pow(x - Math.log(first), 2), 1 + 3 * Math.pow(x - Math.log(second), 2)};
        });
        assertThat(search.best()[0]).isCloseTo(first, within(1e-9 * first));
        assertThat(search.best()[1]).isCloseTo(second, within(1e-9 * second));
        assertThat(search.rates()).isSorted();
    }

    /** Beyond a cliff there is no parabola: the best grid point is taken, half a quarter octave off at most. */
    @Test
    void aCliffIsApproachedOnTheGrid() {
        RateSearch search = RateSearch.of(8, 2, i -> new double[] {
            RateSearch.factor(i) > 2.9 ? Double.POSITIVE_INFINITY : -RateSearch.factor(i)});
        assertThat(search.best()[0]).isBetween(2.9 * Math.pow(2, -0.375), 2.9);
    }
}
