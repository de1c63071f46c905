package org.paisaje.study.explain.cause.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of classes that differ by a slip. */
final class LabelRulesTest {
    @ParameterizedTest
    @CsvSource({"dog,dgo,true", "cat,cats,true", "setosa,setsa,true", "horse,house,true", "dog,cat,false",
        "cat,cat,false", "a,b,false", "10,11,false", "item1,item2,false", "frog,frogs2,false", "abcd,badc,false"})
    void oneLetterMoreLessOtherOrExchanged(String a, String b, boolean slip) {
        assertThat(LabelRules.slip(a, b)).isEqualTo(slip);
        assertThat(LabelRules.slip(b, a)).isEqualTo(slip);
    }
}
