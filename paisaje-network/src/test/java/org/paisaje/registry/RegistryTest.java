package org.paisaje.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.paisaje.data.builtin.DataKind;
import org.paisaje.data.builtin.Datasets;
import org.paisaje.data.source.SourceFormat;
import org.paisaje.data.source.Sources;
import org.paisaje.loss.Loss;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.NetworkKind;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Graph;
import org.paisaje.network.start.Initializer;
import org.paisaje.training.Schedule;
import org.paisaje.training.optimizer.Optimizers;

/** Every entry is made by its examples and by its aliases, and bad texts are refused with what would be right. */
final class RegistryTest {
    static Stream<Registry<?>> all() {
        return Stream.of(Loss.registry(), Activation.registry(), Optimizers.registry(), Schedule.registry(),
                Initializer.registry());
    }

    @ParameterizedTest
    @MethodSource("all")
    void examplesMakeWhatTheyAreExamplesOf(Registry<?> registry) {
        for (Entry<?> entry : registry.entries()) {
            assertThat(entry.description()).isNotBlank();
            assertThat(entry.examples()).isNotEmpty();
            for (String example : entry.examples()) {
                assertThat(Options.headOf(example)).isEqualTo(entry.name());
                Object made = registry.parse(example);
                assertThat(made).isInstanceOf(entry.kind()).isEqualTo(registry.parse(example));
                for (String alias : entry.aliases()) {
                    assertThat(registry.parse(alias + example.substring(entry.name().length()))).isEqualTo(made);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatIsUnknownIsAnsweredWithWhatIsKnown(Registry<?> registry) {
        assertThatThrownBy(() -> registry.parse("no-such-thing:1"))
                .hasMessageContaining("\"no-such-thing:1\" is not known")
                .hasMessageContaining(registry.entries().getLast().form());
        assertThatThrownBy(() -> registry.parse("x".repeat(100_000))).satisfies(
                e -> assertThat(String.valueOf(e.getMessage()).length()).isLessThan(2000));
        String name = registry.entries().getFirst().name();
        assertThatThrownBy(() -> registry.parse(name + ":no-such-key=1")).hasMessageContaining("no-such-key");
        assertThatThrownBy(() -> registry.parse(name + "(")).hasMessageContaining("not closed");
    }

    @Test
    void whatPeopleTypeIsUnderstood() {
        assertThat(Loss.parse("mse")).isSameAs(Loss.meanSquared());
        assertThat(Loss.parse("ce")).isSameAs(Loss.SOFTMAX_CROSS_ENTROPY);
        assertThat(Loss.parse("bce")).isSameAs(Loss.BINARY_CROSS_ENTROPY);
        assertThat(Initializer.parse("kaiming")).isEqualTo(Initializer.heNormal());
        assertThat(Initializer.parse("xavier")).isEqualTo(Initializer.glorotNormal());
        assertThat(Optimizers.parse("adam:lr=0.01")).isEqualTo(Optimizers.parse("adam:0.01"));
        assertThatThrownBy(() -> Optimizers.parse("adam:lr=0.01,rate=0.1")).hasMessageContaining("rate");
        assertThatThrownBy(() -> Optimizers.parse("adam:0.1,lr=0.01")).hasMessageContaining("given twice");
        assertThatThrownBy(() -> Activation.parse("relu(3)")).hasMessageContaining("takes nothing in parentheses");
        assertThatThrownBy(() -> Activation.parse("monomial(2.5)")).hasMessageContaining("not a whole number");
    }

    /** Kinds whose options are read later are found by their names, and their examples are of their kind. */
    @ParameterizedTest
    @MethodSource("later")
    void examplesStandUnderTheirNames(Registry<?> registry) {
        for (Entry<?> entry : registry.entries()) {
            assertThat(entry.description()).isNotBlank();
            assertThat(entry.make()).isInstanceOf(entry.kind());
            for (String example : entry.examples()) {
                assertThat(registry.named(example)).hasValueSatisfying(
                        found -> assertThat(found.name()).isEqualTo(entry.name()));
            }
        }
        assertThat(registry.named("no-such-thing:1")).isEmpty();
    }

    static Stream<Registry<?>> later() {
        return Stream.of(Architecture.registry(), Datasets.registry());
    }

    @Test
    void everyExampleOfANetworkIsReadAndWrittenBack() {
        for (Entry<NetworkKind> entry : Architecture.registry().entries()) {
            for (String example : entry.examples()) {
                if (!example.startsWith("onnx:")) {
                    Architecture read = Architecture.parse(example);
                    Architecture again = Architecture.parse(read.text());
                    assertThat(again.text()).as(example).isEqualTo(read.text());
                    assertThat(again instanceof Graph ? read : again).as(example).isEqualTo(read);
                }
            }
        }
    }

    @Test
    void everyExampleOfDataIsDrawn() {
        for (Entry<DataKind> entry : Datasets.registry().entries()) {
            for (String example : entry.examples()) {
                assertThat(Datasets.named(example, Seed.of(3)).size()).as(example).isPositive();
            }
        }
    }

    @Test
    void exactlyOneFormatTakesAnExample() {
        for (Entry<SourceFormat> entry : Sources.registry().entries()) {
            for (String example : entry.examples()) {
                assertThat(Sources.registry().entries().stream().filter(one -> one.make().takes(example)))
                        .extracting(Entry::name)
                        .containsExactly(entry.name());
            }
        }
    }

    @Test
    void twoOfOneNameAreRefused() {
        Registry<String> twice = Registry.of(String.class, "word", List.of(
                Entry.of(String.class, "a", "first", options -> "a"),
                Entry.of(String.class, "b", "second", options -> "b").aliases("a")));
        assertThatThrownBy(twice::entries).hasMessageContaining("two entries are called a");
    }
}
