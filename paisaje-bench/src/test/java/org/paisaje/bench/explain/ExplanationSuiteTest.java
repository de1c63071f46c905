package org.paisaje.bench.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.math.random.Seed;

/** The fast cases of the suite of explanations, one or two of each kind; docs/explain-suite.md has all of them. */
final class ExplanationSuiteTest {
    private static final Map<String, ExplanationCases.Case> CASES = ExplanationCases.of(Seed.of(1))
            .stream()
            .collect(Collectors.toMap(ExplanationCases.Case::name, Function.identity()));

    private static ExplanationSuite.Row row(String name) {
        return ExplanationSuite.row(Objects.requireNonNull(CASES.get(name), name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"years from 1900 on", "targets in millions", "one class in thirty, overlapping", "no bias",
                "a linear network on rings", "adamw with decay of 100", "equal units", "zero weights", "adam at 1",
                "a rate of 1e-5", "units that die of inputs that go together"})
    void theCauseIsNamedAndTheAdviceWorks(String name) {
        ExplanationSuite.Row row = row(name);
        assertThat(row.of().causes()).contains(row.answer().rule());
        assertThat(row.works()).as(row.answer().todo() + " " + row.answer().tried()).isTrue();
        assertThat(row.answer().changes()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"equal inputs, different labels", "test data elsewhere", "the target in other units"})
    void whatNoRunCanCureIsNamed(String name) {
        ExplanationSuite.Row row = row(name);
        assertThat(row.of().causes()).contains(row.answer().rule());
        assertThat(row.answer().changes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rings with tanh, seed 1", "a small sine, seed 2", "iris, seed 3"})
    void healthyRunsRaiseNoAlarm(String name) {
        ExplanationSuite.Row row = row(name);
        assertThat(row.answer().found()).isFalse();
        assertThat(row.answer().todo()).isEqualTo("Nothing needs doing.");
        assertThat(row.answer().trials()).isEmpty();
    }

    @Test
    void theSameSeedGivesTheSameCasesAndAnswers() {
        assertThat(CASES.keySet().stream().sorted().toList()).isEqualTo(ExplanationCases.of(Seed.of(1))
                .stream()
                .map(ExplanationCases.Case::name)
                .sorted()
                .toList());
        List<String> words = List.of(1, 2)
                .stream()
                .map(i -> row("no bias").answer().tried())
                .toList();
        assertThat(words.getFirst()).isEqualTo(words.getLast()).isNotBlank();
    }
}
