package org.paisaje.math.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unpacking survives what users' disks do: truncated and changed files, several programs at once, no permission. */
final class NativeFilesTest {
    private static final String FOLDER = "org/bytedeco/openblas/linux-x86_64/";
    private static final NativeFiles FILES = new NativeFiles(FOLDER, List.of("libquadmath.so.0", "libgcc_s.so.1"));

    @TempDir
    Path parent;

    @BeforeEach
    void theJarIsThere() {
        assumeTrue(NativeFilesTest.class.getClassLoader().getResource(FOLDER + "libquadmath.so.0") != null);
    }

    @Test
    void brokenFilesAreReplaced() throws IOException {
        Path folder = FILES.unpackTo(parent.resolve("libs"));
        Path file = folder.resolve("libquadmath.so.0");
        byte[] good = Files.readAllBytes(file);
        byte[] changed = good.clone();
        changed[good.length / 2] ^= 1;
        Files.write(file, changed);
        FILES.unpackTo(folder);
        assertThat(Files.readAllBytes(file)).isEqualTo(good);

        Files.write(file, new byte[17]);
        FILES.unpackTo(folder);
        assertThat(Files.readAllBytes(file)).isEqualTo(good);

        Files.delete(file);
        FILES.unpackTo(folder);
        assertThat(Files.readAllBytes(file)).isEqualTo(good);
        try (var left = Files.list(parent)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("libs", "libs.lock");
        }
    }

    @Test
    void aCompleteFolderIsLeftAlone() throws IOException {
        Path folder = FILES.unpackTo(parent.resolve("libs"));
        var before = Files.getLastModifiedTime(folder.resolve("libquadmath.so.0"));
        Files.delete(parent.resolve("libs.lock"));
        FILES.unpackTo(folder);
        assertThat(Files.getLastModifiedTime(folder.resolve("libquadmath.so.0"))).isEqualTo(before);
        assertThat(parent.resolve("libs.lock")).doesNotExist();
    }

    @Test
    void manyAtOnceAllFindACompleteFolder() throws Exception {
        Path folder = parent.resolve("libs");
        try (var executor = Executors.newFixedThreadPool(4)) {
            List<Future<Path>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(executor.submit(() -> FILES.unpackTo(folder)));
            }
            for (Future<Path> one : all) {
                assertThat(one.get().resolve("libgcc_s.so.1")).isRegularFile();
            }
        }
    }

    @Test
    void whatCannotBeWrittenIsAnError() throws IOException {
        Path file = Files.createFile(parent.resolve("file"));
        assertThatThrownBy(() -> FILES.unpackTo(file.resolve("libs"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new NativeFiles(FOLDER, List.of("nothing.so")).unpackTo(parent.resolve("x")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nothing.so");
    }

    @Test
    void platformsByTheNamesOfTheJvm() {
        assertThat(NativeLibrary.platform("Linux", "amd64")).isEqualTo("linux-x86_64");
        assertThat(NativeLibrary.platform("Mac OS X", "aarch64")).isEqualTo("macosx-arm64");
        assertThat(NativeLibrary.platform("Windows 11", "amd64")).isEqualTo("windows-x86_64");
        assertThat(NativeLibrary.platform("Windows 11", "aarch64")).isNull();
        assertThat(NativeLibrary.platform("AIX", "ppc64")).isNull();
    }
}
