package org.paisaje.study.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paisaje.data.format.AtomicFile;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.study.folder.RunFolder.Mode;

final class RunFolderTest {
    @TempDir
    private Path place = Path.of("");

    private RunFolder.Request request(String name, Mode mode) {
        return new RunFolder.Request(place.resolve(name), mode, "./paisaje train --out " + name,
                List.of("checkpoint"));
    }

    @Test
    void aWholeRunIsRefusedUnlessToldOtherwise() throws IOException {
        Path path = place.resolve("run");
        try (RunFolder folder = RunFolder.open(request("run", Mode.NEW))) {
            Files.writeString(path.resolve("weights"), "w");
            Files.writeString(path.resolve("checkpoint"), "c");
            Files.writeString(path.resolve(RunFolder.RESULT), "{}");
            folder.whole(List.of("weights", RunFolder.RESULT));
        }
        Files.writeString(path.resolve("notes.txt"), "mine");
        Path half = AtomicFile.part(path.resolve("weights"));
        Files.writeString(half, "of a run that was killed");
        assertThatThrownBy(() -> RunFolder.check(request("run", Mode.NEW)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("holds a run already")
                .hasMessageContaining("./paisaje train --out run --resume;")
                .hasMessageContaining("./paisaje train --out run --overwrite");
        assertThatThrownBy(() -> RunFolder.open(request("run", Mode.NEW))).hasMessageContaining("holds a run already");
        assertThat(path.resolve("weights")).exists();
        RunFolder.open(request("run", Mode.RESUME)).close();
        assertThat(path.resolve("checkpoint")).exists();
        assertThat(path.resolve(RunFolder.RESULT)).doesNotExist();
        assertThat(half).doesNotExist();
    }

    @Test
    void theWayIsForgottenOnceTheRunIsWhole() throws IOException {
        Path path = place.resolve("run");
        var request = new RunFolder.Request(path, Mode.NEW, "./paisaje spectrum --out run",
                List.of("training.part", "kernel.tiles"));
        try (RunFolder folder = RunFolder.open(request)) {
            assertThat(folder.empty()).isTrue();
            for (String name : List.of("training.part", "kernel.tiles", "another.part", RunFolder.RESULT)) {
                Files.writeString(path.resolve(name), "x");
            }
            folder.whole(List.of("kernel.tiles"));
            folder.forgetTheWay();
            assertThat(folder.empty()).isFalse();
        }
        assertThat(path.toFile().list()).containsExactlyInAnyOrder("kernel.tiles", "another.part", RunFolder.RESULT,
                RunFolder.MARK);
    }

    @Test
    void replacingRemovesTheFilesOfTheRunAndNoOthers() throws IOException {
        Path path = place.resolve("run");
        try (RunFolder folder = RunFolder.open(request("run", Mode.NEW))) {
            Files.writeString(path.resolve("weights"), "w");
            Files.writeString(path.resolve("checkpoint"), "c");
            folder.whole(List.of("weights", "../outside"));
        }
        Files.writeString(path.resolve("notes.txt"), "mine");
        Files.writeString(place.resolve("outside"), "not in the folder");
        RunFolder.open(request("run", Mode.REPLACE)).close();
        assertThat(path.toFile().list()).containsExactlyInAnyOrder("notes.txt", RunFolder.MARK);
        assertThat(place.resolve("outside")).exists();
    }

    /** Files that carry checksums of their own are left to their readers. */
    @Test
    void whatWasChangedSinceTheRunIsRefused() throws IOException {
        Path path = place.resolve("run");
        try (RunFolder folder = RunFolder.open(request("run", Mode.NEW))) {
            Files.writeString(path.resolve("weights"), "w");
            Files.writeString(path.resolve("checkpoint"), "c");
            Files.writeString(path.resolve(RunFolder.RESULT), "{\"seed\": 1}");
            RunFolder.verify(path);
            folder.whole(List.of("weights", "checkpoint"));
        }
        RunFolder.verify(path);
        Files.writeString(path.resolve("checkpoint"), "d");
        RunFolder.verify(path);
        Files.writeString(path.resolve(RunFolder.RESULT), "{\"seed\": 3}");
        assertThatThrownBy(() -> RunFolder.verify(path))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining(RunFolder.RESULT + ": it is not what the run wrote");
        Files.delete(path.resolve(RunFolder.MARK));
        RunFolder.verify(path);
    }

    @Test
    void everyDamageToTheMarkIsFound() throws IOException {
        Path path = place.resolve("run");
        try (RunFolder folder = RunFolder.open(request("run", Mode.NEW))) {
            Files.writeString(path.resolve("weights"), "w");
            folder.whole(List.of("weights"));
        }
        Path mark = path.resolve(RunFolder.MARK);
        byte[] right = Files.readAllBytes(mark);
        for (int bit = 0; bit < 8 * right.length; bit++) {
            byte[] damaged = right.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(RunMark.parse(damaged)).as("bit %d", bit).isEmpty();
        }
        for (int length = 0; length < right.length; length++) {
            assertThat(RunMark.parse(Arrays.copyOf(right, length))).as("length %d", length).isEmpty();
        }
        Files.write(mark, Arrays.copyOf(right, right.length - 3));
        assertThatThrownBy(() -> RunFolder.verify(path)).hasMessageContaining("it is damaged");
        assertThatThrownBy(() -> RunFolder.open(request("run", Mode.REPLACE)))
                .hasMessageContaining("not known which files the run there wrote");
        assertThat(path.resolve("weights")).exists();
        RunFolder.open(request("run", Mode.RESUME)).close();
    }

    @Test
    void aSecondRunInTheSameFolderIsRefused() {
        try (RunFolder folder = RunFolder.open(request("run", Mode.NEW))) {
            for (Mode mode : new Mode[] {Mode.RESUME, Mode.REPLACE}) {
                assertThatThrownBy(() -> RunFolder.open(request("run", mode)))
                        .hasMessageContaining("another run is writing");
            }
            assertThat(folder.path()).exists();
        }
        assertThat(place.resolve("run")).doesNotExist();
    }

    /** The lock holds between programs, and ends with the program that held it, however it ended. */
    @Test
    void aFolderHeldByAnotherProgramIsRefusedUntilThatIsKilled() throws Exception {
        Process other = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-cp",
                System.getProperty("java.class.path"), Holder.class.getName(), place.resolve("run").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("open");
            assertThatThrownBy(() -> RunFolder.open(request("run", Mode.RESUME)))
                    .hasMessageContaining("another run is writing");
        } finally {
            other.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        }
        RunFolder.open(request("run", Mode.RESUME)).close();
        assertThat(place.resolve("run").resolve(RunFolder.MARK)).content().startsWith("under way");
    }

    /** The other program. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            RunFolder.open(new RunFolder.Request(Path.of(arguments[0]), Mode.NEW, "sample", List.of()));
            System.out.println("open");
            System.in.read();
        }
    }

    @Test
    void whatCannotBeWrittenIsRefusedAndNothingIsMade() throws IOException {
        Path file = Files.writeString(place.resolve("file"), "");
        assertThatThrownBy(() -> RunFolder.check(request("file", Mode.NEW))).hasMessageContaining("is a file");
        assertThatThrownBy(() -> RunFolder.check(request("file/below", Mode.NEW)))
                .hasMessageContaining("cannot be written")
                .hasMessageContaining(file.toString());
        assertThatThrownBy(() -> RunFolder.check(
                new RunFolder.Request(Path.of(""), Mode.NEW, "", List.of()))).hasMessageContaining("--out is empty");
        assertThatThrownBy(() -> RunFolder.open(
                new RunFolder.Request(Path.of("/proc/nowhere"), Mode.NEW, "", List.of())))
                .hasMessageContaining("cannot be written");
        RunFolder.check(request("a/b/c", Mode.NEW));
        assertThat(place.resolve("a")).doesNotExist();
    }
}
