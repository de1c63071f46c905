package org.paisaje.report.svg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MathTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock = """
                        2 / eta                              | 2 / η
                        lambda_max is at most 2 / eta        | λ<sub>max</sub> is at most 2 / η
                        eta lambda_1 / n at the start        | η λ<sub>1</sub> / n at the start
                        theta - theta_0 is < 1 & more        | θ - θ<sub>0</sub> is &lt; 1 &amp; more
                        probability 1 - A_(d-1)              | probability 1 - A<sub>d-1</sub>
                        they fall like rank^(-1.52), often   | they fall like rank<sup>−1.52</sup>, often
                        sum (f - y)^2 <= 3                   | sum (f - y)<sup>2</sup> ≤ 3
                        the square [-1, 1]^2                 | the square [-1, 1]<sup>2</sup>
                        an error of order e^2. Then          | an error of order e<sup>2</sup>. Then
                        it grows like n^1.5. Twice is n^-0.5 | it grows like n<sup>1.5</sup>. Twice is n<sup>−0.5</sup>
                        x -> f                               | x → f
                        a value of 3 +- 1                    | a value of 3 ± 1
                        sqrt(n) steps                        | √(n) steps
                        --optimizer adam:eta=0.1             | --optimizer adam:eta=0.1
                        rings/eta/theta.csv                  | rings/eta/theta.csv
                        the mlp:64-64-10:relu on digits      | the mlp:64-64-10:relu on digits
                        beta1 and snake_case stay            | beta1 and snake_case stay
                        A sentence. I say so.                | A sentence. I say so.
                        """)
    void wordsAreSetAsAReaderExpects(String words, String html) {
        assertThat(MathText.html(words)).isEqualTo(html);
    }
}
