package org.paisaje.report.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProgressBarTest {
    private static final long SECOND = 1_000_000_000L;

    private final StringWriter err = new StringWriter();
    private long now = -5;

    @Test
    void aFileGetsALineAfterASecondAndThenEveryFewSeconds() {
        try (ProgressBar progress = ProgressBar.start(terminal(Map.of()), false, "train", 100, () -> now)) {
            progress.at(1, "too early");
            now += SECOND;
            progress.at(5, "loss 0.7");
            now += 4 * SECOND;
            progress.at(20, "too early");
            now += 5 * SECOND;
            progress.at(25, "loss 0.5");
        }
        assertThat(err.toString().lines())
                .containsExactly("train   5 %  19 s left  loss 0.7", "train  25 %  30 s left  loss 0.5");
    }

    @Test
    void theTimeThatIsLeftIsNotGuessedFromLittle() {
        try (ProgressBar progress = ProgressBar.start(terminal(Map.of()), false, "train", 1000, () -> now)) {
            now += 10 * SECOND;
            progress.at(1, "step 1");
        }
        assertThat(err.toString()).contains("0 %", "step 1").doesNotContain("left");
    }

    @Test
    void aTerminalGetsABarThatGoesAwayAtTheEnd() {
        try (ProgressBar progress = ProgressBar.start(terminal(Map.of("PAISAJE_STDERR_TTY", "1")), false, "train", 4,
                () -> now)) {
            now += SECOND;
            progress.at(2, "");
        }
        assertThat(err.toString())
                .isEqualTo("\r\033[Ktrain [============            ]  50 %  1.0 s left\r\033[K");
    }

    @Test
    void aBarIsNoWiderThanTheTerminal() {
        var narrow = terminal(Map.of("PAISAJE_STDERR_TTY", "1", "COLUMNS", "60"));
        try (ProgressBar progress = ProgressBar.start(narrow, false, "train", 4, () -> now)) {
            now += SECOND;
            progress.at(2, "x".repeat(200));
        }
        assertThat(err.toString().replace("\r", "").replace("\033[K", "")).hasSize(59);
    }

    @Test
    void quietSaysNothing() {
        try (ProgressBar progress = ProgressBar.start(terminal(Map.of()), true, "train", 4, () -> now)) {
            now += 60 * SECOND;
            progress.at(2, "");
        }
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void thereMustBeSomethingToDo() {
        assertThatThrownBy(() -> ProgressBar.start(terminal(Map.of()), false, "train", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("total is 0");
    }

    @Test
    void noColorIsRespected() {
        assertThat(terminal(Map.of("PAISAJE_STDOUT_TTY", "1")).colour()).isTrue();
        assertThat(terminal(Map.of("PAISAJE_STDOUT_TTY", "1", "NO_COLOR", "1")).colour())
                .isFalse();
        assertThat(terminal(Map.of("PAISAJE_STDOUT_TTY", "1", "TERM", "dumb")).colour())
                .isFalse();
        assertThat(terminal(Map.of("PAISAJE_STDERR_TTY", "1", "TERM", "dumb")).errInteractive())
                .isFalse();
        assertThat(terminal(Map.of("PAISAJE_STDERR_TTY", "1")).errInteractive()).isTrue();
        assertThat(terminal(Map.of()).colour()).isFalse();
        assertThat(terminal(Map.of("COLUMNS", "500")).columns()).isEqualTo(100);
        assertThat(terminal(Map.of("COLUMNS", "wide")).columns()).isEqualTo(100);
    }

    private Terminal terminal(Map<String, String> environment) {
        return Terminal.of(environment, new PrintWriter(new StringWriter()), new PrintWriter(err));
    }
}
