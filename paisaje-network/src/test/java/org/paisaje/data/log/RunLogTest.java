package org.paisaje.data.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.log.LoggedSeries.Part;
import org.paisaje.data.log.LoggedSeries.Quantity;

final class RunLogTest {
    private static final Path EVENTS = Path
            .of("src/test/resources/org/paisaje/data/log/events.out.tfevents.fixture");

    @TempDir
    private Path folder = Path.of("");

    private RunLog log(String name, String text) throws IOException {
        return RunLog.read(Files.writeString(folder.resolve(name), text));
    }

    private static LoggedSeries series(RunLog log, String name) {
        return log.series().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    }

    private static List<Double> values(LoggedSeries series) {
        return series.points().stream().map(LoggedSeries.Point::value).toList();
    }

    @ParameterizedTest
    @CsvSource({"loss, LOSS, UNSAID", "train/loss, LOSS, TRAIN", "val_loss, LOSS, TEST", "Loss/test, LOSS, TEST",
        "trainLoss, LOSS, TRAIN", "nll, LOSS, UNSAID", "val_acc, ACCURACY, TEST", "accuracy, ACCURACY, UNSAID",
        "lr, RATE, UNSAID", "learning_rate, RATE, UNSAID", "lr-Adam, RATE, UNSAID", "seconds, OTHER, UNSAID",
        "eval/accuracy, ACCURACY, TEST", "glossary, OTHER, UNSAID"})
    void namesSayWhatIsMeant(String name, Quantity quantity, Part part) {
        LoggedSeries series = LoggedSeries.of(name, List.of());
        assertThat(series.quantity()).isEqualTo(quantity);
        assertThat(series.part()).isEqualTo(part);
    }

    @ParameterizedTest
    @CsvSource({"0.6931, 0.00005", "12, 0.5", "1.25e-3, 0.000005", "3E2, 50", "-0.5, 0.05"})
    void theLastPrintedDigitBoundsANumber(String text, double half) {
        assertThat(LoggedSeries.halfUnit(text)).isEqualTo(half, within(half * 1e-12));
    }

    @Test
    void aTableMayHaveEmptyCells() throws IOException {
        RunLog log = log("metrics.csv", "epoch,step,train_loss,val_loss\n0,10,0.5,\n0,20,,0.61\n1,30,nan,\n");
        assertThat(series(log, "train_loss").points())
                .containsExactly(new LoggedSeries.Point(10, 0, 0, 0.5, 0.05));
        assertThat(series(log, "val_loss").points().getFirst().step()).isEqualTo(20);
        assertThat(log.notes()).hasSize(1).first().asString().contains("line 4").contains("train_loss");
    }

    @Test
    void aTableWithSemicolonsIsRead() throws IOException {
        assertThat(values(series(log("a.csv", "epoch;loss\n1;0.25\n2;0.125\n"), "loss"))).containsExactly(0.25, 0.125);
    }

    @Test
    void linesOfJsonMayBeNestedAndCutOff() throws IOException {
        RunLog log = log("log.jsonl",
                "{\"global_step\": 5, \"train\": {\"loss\": 0.25, \"name\": \"x\"}}\n\n{\"global_step\": 6, \"tra");
        assertThat(series(log, "train/loss").points()).containsExactly(
                new LoggedSeries.Point(5, Double.NaN, 0, 0.25, 0.005));
        assertThat(log.notes().getFirst()).contains("cut off");
        assertThat(series(log("far.jsonl", "{\"step\": 1, \"loss\": 1e999}\n{\"step\": 2, \"loss\": 0.5}\n"), "loss")
                .points()).containsExactly(new LoggedSeries.Point(2, Double.NaN, 0, 0.5, 0.05));
    }

    @Test
    void historiesOfKerasAndOfTrainersAreRead() throws IOException {
        RunLog keras = log("history.json", "{\"loss\": [0.5, 0.4], \"val_accuracy\": [0.75, 0.875]}");
        assertThat(series(keras, "loss").points().getLast().epoch()).isEqualTo(2);
        assertThat(keras.notes().getFirst()).contains("one an epoch");
        RunLog trainer = log("trainer_state.json",
                "{\"log_history\": [{\"step\": 10, \"loss\": 0.7}, {\"step\": 10, \"eval_loss\": 0.8}]}");
        assertThat(values(series(trainer, "eval_loss"))).containsExactly(0.8);
    }

    @Test
    void eventFilesOfBothFormsAreRead() {
        RunLog log = RunLog.read(EVENTS);
        assertThat(values(series(log, "train/loss"))).containsExactly(1.5, 0.75, 0.5);
        assertThat(series(log, "train/loss").points().get(1).step()).isEqualTo(10);
        assertThat(values(series(log, "epoch_accuracy"))).containsExactly(0.25, 0.75);
        assertThat(log.notes()).isEmpty();
    }

    @Test
    void anEventFileThatIsCutOffIsReadAsFarAsItGoes() throws IOException {
        byte[] bytes = Files.readAllBytes(EVENTS);
        Path cut = folder.resolve("events.out.tfevents.1");
        Files.write(cut, Arrays.copyOf(bytes, bytes.length - 7));
        RunLog log = RunLog.read(cut);
        assertThat(values(series(log, "epoch_accuracy"))).containsExactly(0.25);
        assertThat(log.notes().getFirst()).contains("ends within the record");
    }

    /** Every single byte that is changed is noticed, but for those whose record then ends beyond the file. */
    @Test
    void aDamagedEventFileIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(EVENTS);
        Path damaged = folder.resolve("events.out.tfevents.2");
        for (int i = 0; i < bytes.length; i += 3) {
            byte[] copy = bytes.clone();
            copy[i] ^= 0x10;
            Files.write(damaged, copy);
            assertThatThrownBy(() -> RunLog.read(damaged)).as("byte %d", i)
                    .isInstanceOf(DataFormatException.class)
                    .hasMessageContaining("checksum");
        }
    }

    /** The check value of CRC-32C, masked. */
    @Test
    void checksumsAreMasked() {
        // CRC-32C of "123456789" is e3069283; turned right by 15 and moved by the constant of TFRecord.
        byte[] nine = "123456789".getBytes(StandardCharsets.US_ASCII);
        int crc = 0xe3069283;
        assertThat(EventFile.masked(nine, 9)).isEqualTo(((crc >>> 15) | (crc << 17)) + 0xa282ead8);
    }

    @Test
    void badLogsAreRefusedWithTheirPlace() {
        assertThatThrownBy(() -> log("a.csv", "1,2\n3,4\n")).hasMessageContaining("a.csv, line 1");
        assertThatThrownBy(() -> log("a.jsonl", "{\"a\": 1}\n[1]\n{\"a\": 2}\n")).hasMessageContaining("line 2");
        assertThatThrownBy(() -> log("a.json", "{\"a\": 1}")).hasMessageContaining("no history");
        assertThatThrownBy(() -> RunLog.read(folder.resolve("b.jsonl"))).hasMessageContaining("no such file");
    }
}
