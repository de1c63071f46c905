package org.paisaje.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.network.activation.Activation;

final class SettingTest {
    /** A choice. */
    private enum Side {
        LEFT,
        RIGHT
    }

    private static final Key<Integer> WHOLE = Key.whole("n", 1, 1_000, "number of points");
    private static final Key<Double> REAL = Key.positive("rate", "the rate");
    private static final Key<Boolean> FLAG = Key.flag("bent", "whether it is bent");
    private static final Key<String> WORD = Key.word("kind", "which kind", "own", "other kind");
    private static final Key<Side> SIDE = Key.choice("side", Side.class, "which side");
    private static final Key<double[]> LIST = Key.wholes("widths", 1, 64, "the widths");
    private static final Key<List<Activation>> SEVERAL = Key.several("activations", Activation.registry(),
            Activation::name, "the activations");
    private static final Setting SETTING = Setting.of(WHOLE.is(10), REAL.is(0.5), FLAG.is(false), WORD.is("own"),
            SIDE.is(Side.LEFT), LIST.is(new double[] {8, 16}), SEVERAL.is(List.of(Activation.RELU)));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                            n           | 1000                         | 1000
                                            rate        | 1e-3                         | 0.001
                                            bent        | true                         | true
                                            kind        | other kind                   | other kind
                                            side        | RIGHT                        | RIGHT
                                            widths      | 1,64                         | [1.0, 64.0]
                                            activations | tanh, leaky-relu(0.5) erf    | tanh leaky-relu(0.5) erf""")
    void textIsReadByTheKey(String name, String text, String kept) {
        Setting changed = SETTING.withText(name, text);
        assertThat(changed.values().get(name)).hasToString(kept);
        assertThat(changed.withText(name, text)).isEqualTo(changed).isNotEqualTo(SETTING);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                            n           | -1          | a whole number from 1 to 1,000
                                            n           | 1001        | a whole number from 1 to 1,000
                                            n           | 1.5         | a whole number from 1 to 1,000
                                            rate        | 0           | a number above 0
                                            rate        | NaN         | a number above 0
                                            rate        | Infinity    | a number above 0
                                            bent        | yes         | true or false
                                            kind        | strange     | one of own, other kind
                                            side        | left        | one of LEFT, RIGHT
                                            widths      | 8,65        | whole numbers from 1 to 64, joined by commas
                                            widths      | 8,          | whole numbers from 1 to 64, joined by commas
                                            activations | rleu        | names of kind activation, joined by blanks""")
    void whatTheKeyDoesNotTakeIsRefused(String name, String text, String allowed) {
        assertThatThrownBy(() -> SETTING.withText(name, text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("setting " + name + " is " + text + "; it takes " + allowed);
    }

    @Test
    void aClaimMayTakeFewerValues() {
        Setting narrow = Setting.of(WHOLE.within(2, 3).is(2), WORD.among("own").is("own"));
        assertThat(narrow.get(WHOLE)).isEqualTo(2);
        assertThat(narrow.with(WHOLE, 3).get(WHOLE)).isEqualTo(3);
        assertThatThrownBy(() -> narrow.with(WHOLE, 4)).hasMessageContaining("from 2 to 3");
        assertThatThrownBy(() -> narrow.withText("kind", "other kind")).hasMessageContaining("one of own (");
    }

    @Test
    void anotherKeyOfTheNameIsNotTakenForIt() {
        assertThatThrownBy(() -> SETTING.get(Key.real("n", "another"))).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another key");
        assertThatThrownBy(() -> SETTING.get(Key.flag("m", "another"))).hasMessageContaining("there is no m");
    }
}
