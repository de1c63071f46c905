package org.paisaje.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.paisaje.math.random.Seed;
import org.paisaje.training.optimizer.Optimizers;

/** A run stopped and resumed is the run not stopped, bit by bit. */
final class CheckpointTest {
    private static final Seed SEED = Seed.of(11);

    @TempDir
    private Path folder = Path.of("");

    private static Functions.Logistic objective() {
        return new Functions.Logistic(23, 5, 0.1, SEED);
    }

    static List<String> optimizers() {
        return List.of("gd:0.1", "sgd:0.1,decay=0.01", "momentum:0.1,dampening=0.2", "nesterov:0.05,momentum=0.9",
                "adagrad:0.1,rate-decay=0.1", "rmsprop:0.01", "rmsprop:0.01,momentum=0.5,centered=true", "adam:0.05",
                "adamw:0.05", "flow:tol=1e-5", "flow:tol=1e-5,method=stabilized", "newton", "gauss-newton", "lm");
    }

    private Training training(String optimizer) {
        Training training = Training.with(Optimizers.parse(optimizer))
                .record(Probe.loss(), Cadence.every(7))
                .record(Probe.distanceFromStart(), Cadence.geometric(1.5))
                .snapshots(Cadence.every(10));
        boolean first = optimizer.matches("(gd|sgd|momentum|nesterov|ada|rms).*");
        return first
                ? training.batches(Batches.of(4, SEED)).schedule(Schedule.cosine(40).warmedUp(5)).clip(0.7)
                : training;
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void resumedRunIsTheUninterruptedOne(String optimizer) {
        double[] start = SEED.named("start").gaussians(5);
        Training training = training(optimizer);
        Trajectory whole = training.stop(Stop.after(33)).run(objective(), start);
        for (int cut : new int[] {0, 1, 13, 14, 18}) {
            Path file = folder.resolve("run-" + cut);
            training.stop(Stop.after(cut)).checkpoint(file, Cadence.every(5)).run(objective(), start);
            Trajectory resumed = training.stop(Stop.after(33)).resume(file, objective());
            assertThat(resumed.theta()).containsExactly(whole.theta());
            assertThat(resumed.value()).isEqualTo(whole.value());
            assertThat(resumed.outcome()).isEqualTo(whole.outcome());
            assertThat(resumed.series()).isEqualTo(whole.series());
            assertThat(resumed.snapshots()).hasSameSizeAs(whole.snapshots());
            for (int i = 0; i < whole.snapshots().size(); i++) {
                assertThat(resumed.snapshots().get(i).theta()).containsExactly(whole.snapshots().get(i).theta());
            }
        }
    }

    @Test
    void interruptedRunLeavesACheckpoint() {
        double[] start = new double[5];
        Path file = folder.resolve("interrupted");
        Training training = training("adam:0.05").stop(Stop.after(33));
        Trajectory whole = training.run(objective(), start);
        Trajectory cut = training.checkpoint(file, Cadence.ends())
                .watch(at -> Thread.currentThread().interrupt(), Cadence.every(17))
                .run(objective(), start);
        assertThat(Thread.interrupted()).isTrue();
        // The listener is told at step 0 already.
        assertThat(cut.outcome()).isEqualTo(new Outcome.Interrupted(1));
        assertThat(training.resume(file, objective()).theta()).containsExactly(whole.theta());
    }

    @Test
    void periodicCheckpointResumesAfterAKill() throws IOException {
        Path file = folder.resolve("periodic");
        Path copy = folder.resolve("copy");
        Training training = training("adam:0.05").stop(Stop.after(33));
        Trajectory whole = training.run(objective(), new double[5]);
        training.checkpoint(file, Cadence.every(10)).watch(at -> {
            // What a process killed at step 25 leaves on disk.
            if (at.step() == 25) {
                try {
                    Files.copy(file, copy);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }, Cadence.every(1)).run(objective(), new double[5]);
        assertThat(Checkpoint.read(copy).step()).isEqualTo(20);
        Trajectory resumed = training.resume(copy, objective());
        assertThat(resumed.theta()).containsExactly(whole.theta());
        assertThat(resumed.series()).isEqualTo(whole.series());
        assertThat(Files.list(folder)).hasSize(2);
    }

    @Test
    void anotherRunIsRefusedByName() {
        Path file = folder.resolve("run");
        Training training = training("adam:0.05").stop(Stop.after(3)).checkpoint(file, Cadence.ends());
        training.run(objective(), new double[5]);
        assertThatThrownBy(() -> training("adam:0.06").resume(file, objective()))
                .hasMessageContaining("the optimizer of the checkpoint is adam:0.05")
                .hasMessageContaining("this run has adam:0.06");
        assertThatThrownBy(() -> training.batches(Batches.of(5, SEED)).resume(file, objective()))
                .hasMessageContaining("the batches of the checkpoint");
        assertThatThrownBy(() -> training.schedule(Schedule.constant()).resume(file, objective()))
                .hasMessageContaining("the schedule of the checkpoint");
        assertThatThrownBy(() -> training.resume(file, new Functions.Logistic(23, 5, 0.1, Seed.of(12))))
                .hasMessageContaining("the data of the checkpoint");
        assertThatThrownBy(() -> training.resume(file, new Functions.Logistic(23, 6, 0.1, SEED)))
                .hasMessageContaining("5");
        assertThatThrownBy(() -> training.record(Probe.norm(), Cadence.ends()).resume(file, objective()))
                .hasMessageContaining("theta norm");
    }

    @Test
    @Tag("slow")
    void damagedFilesAreRefusedWithTheReason() throws IOException {
        Path file = folder.resolve("run");
        training("adam:0.05").stop(Stop.after(3)).checkpoint(file, Cadence.ends()).run(objective(), new double[5]);
        byte[] bytes = Files.readAllBytes(file);
        for (int cut = 0; cut < bytes.length; cut += 97) {
            Path broken = folder.resolve("cut");
            Files.write(broken, Arrays.copyOf(bytes, cut));
            assertThatThrownBy(() -> Checkpoint.read(broken)).isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(broken.toString());
        }
        var random = SEED.named("flips").generator();
        for (int i = 0; i < 2000; i++) {
            int at = random.nextInt(bytes.length);
            byte[] flipped = bytes.clone();
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            Path broken = folder.resolve("flipped");
            Files.write(broken, flipped);
            assertThatThrownBy(() -> Checkpoint.read(broken)).as("bit of byte %d", at)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(broken.toString());
        }
        assertThatThrownBy(() -> Checkpoint.read(folder.resolve("absent"))).isInstanceOf(UncheckedIOException.class);
    }

    /** Lines of the header are replaced, or numbers of an array, and the checksum is made right again. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = """
                        step 3                       | step -1                      | step is -1
                        step 3                       | step x                       | step, best or best-step
                        step 3                       | step 2                       | steps is 3.0, needs 2.0
                        best-step 0                  | best-step 9                  | best-step is 9
                        best-step 0                  | best-other 0                 | is not understood
                        best Infinity                | best NaN                     | best is NaN
                        array 5 theta                | array 5 initial              | array initial stands twice
                        array 5 theta                | array 4 theta                | its arrays end at byte
                        array 5 theta                | array -5 theta               | is no length of an array
                        array 5 theta                | array 5 other                | there is no array theta
                        array 5 state/m              | array 5 m                    | array m is none of a checkpoint
                        array 5 state/m              | array 5 state/u              | the arrays are
                        array 1 state/numbers        | array 1 state/number         | the arrays are
                        array 5 snapshot/0           | array 5 snapshot/x           | a snapshot has the number of a step
                        array 5 snapshot/0           | array 5 snapshot/7           | the step of a snapshot
                        is optimizer adam:0.05,beta1=0.9,beta2=0.999,eps=1e-8 | is optimizer gd:1 | the optimizer of the checkpoint
                        initial 2 NaN                |                              | array initial, entry 2 is NaN
                        theta 1 Infinity             |                              | array theta, entry 1 is Infinity
                        snapshot/0 4 NaN             |                              | array snapshot/0, entry 4 is NaN
                        state/m 0 NaN                |                              | array state/m holds NaN
                        state/v 3 -1                 |                              | v, entry 3 is -1.0
                        state/numbers 0 4            |                              | steps is 4.0, needs 3.0
                        series-steps/loss 0 0.5      |                              | entry 0 is 0.5""")
    void nonsenseUnderAValidChecksumIsNamed(String old, String now, String message) throws IOException {
        Path file = folder.resolve("run");
        Training training = Training.with(Optimizers.parse("adam:0.05"))
                .record(Probe.loss(), Cadence.every(7))
                .snapshots(Cadence.every(10))
                .stop(Stop.after(3))
                .checkpoint(file, Cadence.ends());
        training.run(objective(), new double[5]);
        Files.write(file,
                now == null ? changed(Files.readAllBytes(file), old) : renamed(Files.readAllBytes(file), old, now));
        assertThatThrownBy(() -> training.stop(Stop.after(9)).resume(file, objective()))
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    private static int end(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\n\n") + 2;
    }

    private static byte[] renamed(byte[] bytes, String old, String now) {
        String header = new String(bytes, 0, end(bytes), StandardCharsets.UTF_8);
        assertThat(header).contains(old + "\n");
        byte[] changed = header.replace(old + "\n", now + "\n").getBytes(StandardCharsets.UTF_8);
        return sealed(ByteBuffer.allocate(changed.length + bytes.length - end(bytes))
                .put(changed)
                .put(bytes, end(bytes), bytes.length - end(bytes))
                .array());
    }

    /** {@code ARRAY ENTRY VALUE}. */
    private static byte[] changed(byte[] bytes, String what) {
        String[] words = what.split(" ");
        int at = end(bytes);
        for (String line : new String(bytes, 0, at, StandardCharsets.UTF_8).split("\n")) {
            if (line.endsWith(" " + words[0]) && line.startsWith("array")) {
                ByteBuffer.wrap(bytes)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putDouble(at + 8 * Integer.parseInt(words[1]), Double.parseDouble(words[2]));
                return sealed(bytes);
            }
            at += line.startsWith("array ") ? 8 * Integer.parseInt(line.split(" ")[1]) : 0;
        }
        throw new AssertionError("there is no array " + words[0]);
    }

    private static byte[] sealed(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes, 0, bytes.length - 8);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(bytes.length - 8, crc.getValue());
        return bytes;
    }
}
