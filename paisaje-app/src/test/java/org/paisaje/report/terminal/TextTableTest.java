package org.paisaje.report.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class TextTableTest {
    @Test
    void numbersAreAlignedByTheDecimalPoint() {
        var table = new TextTable().text("set").number("loss").number("accuracy");
        table.row("train", "0.0123", "0.98").row("test", "10.5", "diverged").row("other", "3", "-1e-05");
        assertThat(table.lines(100))
                .containsExactly(
                        "set       loss  accuracy",
                        "train   0.0123     0.98",
                        "test   10.5     diverged",
                        "other   3         -1e-05");
    }

    @Test
    void uncertaintiesFollowTheirNumber() {
        var table = new TextTable().number("slope");
        table.row("1.02 ± 0.03").row("-10.1 ± 0.2");
        assertThat(table.lines(100)).containsExactly("        slope", "  1.02 ± 0.03", "-10.1 ± 0.2");
    }

    @Test
    void textGivesWayToNumbers() {
        var table = new TextTable().text("statement").number("value");
        table.row("a".repeat(120), "1.25").row("short", "2.5");
        assertThat(table.lines(60))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(60))
                .element(1)
                .asString()
                .contains("aaa...")
                .endsWith("1.25");
    }

    @Test
    void rowsMustFit() {
        assertThatThrownBy(() -> new TextTable().text("a").row("1", "2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("row: got 2 cells, the table has 1 columns");
    }
}
