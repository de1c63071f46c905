package org.paisaje.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code paisaje} in a folder of its own, with a JDK and a Maven that only write down how they were called. */
@Tag("slow")
final class LauncherTest {
    private static final Path SCRIPT = Path.of("..", "paisaje").toAbsolutePath().normalize();

    private static final String JAVA = """
                                       #!/bin/sh
                                       case "$*" in
                                           *AOTCacheOutput*) exit 0 ;;
                                           *-XX:Wrong*-version) echo "Unrecognized VM option 'Wrong'" >&2; exit 1 ;;
                                           *-version) exit 0 ;;
                                       esac
                                       for last do :; done
                                       [ -z "${OPTIONS-}" ] || echo "$@" "locale ${LC_ALL-}" >"$OPTIONS"
                                       echo "WARNING: Using incubator modules: jdk.incubator.vector" >&2
                                       echo "from the JVM" >&2
                                       echo "from the program" >&3
                                       echo "out: $last"
                                       exit 7
                                       """;

    private static final String MAVEN = """
                                        #!/bin/sh
                                        echo "$@" >>"$CALLS"
                                        [ -z "${HANG-}" ] || { : >"$HANG"; sleep 60; }
                                        [ -z "${BREAK-}" ] || { echo "[ERROR] Bad.java:[3,4] wrong"; echo "[ERROR] -> [Help 1]"; exit 1; }
                                        for argument do
                                            case $argument in -Dpaisaje.runtime=*) lib=${argument#*=} ;; esac
                                        done
                                        mkdir -p "$lib" paisaje-app/target
                                        : >"$lib/library.jar"
                                        case " $* " in *" -Pmkl "*) : >"$lib/mkl-1-redist.jar" ;; esac
                                        : >paisaje-app/target/paisaje-app-1.jar
                                        """;

    @TempDir
    private Path folder;

    private Path home = Path.of("");
    private Path calls = Path.of("");

    private record Result(int status, String out, String err) {}

    @BeforeEach
    void layOut() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a POSIX shell");
        home = Files.createDirectories(folder.resolve("a checkout"));
        calls = folder.resolve("calls");
        Files.copy(SCRIPT, home.resolve("paisaje"));
        executable(home.resolve("paisaje"));
        Files.createFile(home.resolve("pom.xml"));
        Files.createDirectory(home.resolve(".mvn"));
        for (String module : List.of("math", "network", "theory", "claims", "app")) {
            Files.createDirectories(home.resolve("paisaje-" + module + "/src/main/java"));
        }
        Files.writeString(home.resolve("paisaje-math/src/main/java/A.java"), "class A {}");
        jdk("jdk", "25.0.3");
        script(folder.resolve("bin/mvn"), MAVEN);
        longAgo();
    }

    @Test
    void theFirstStartBuildsAndLaterOnesDoNot() throws Exception {
        Result first = start(Map.of(), "hello");
        Result second = start(Map.of(), "hello");
        assertThat(first.err()).contains("first start: building").contains("from the program");
        assertThat(second.err().lines()).containsExactlyInAnyOrder("from the JVM", "from the program");
        assertThat(first.out()).isEqualTo("out: hello\n").isEqualTo(second.out());
        assertThat(first.status()).isEqualTo(second.status()).isEqualTo(7);
        assertThat(Files.readAllLines(calls)).hasSize(1);
    }

    /**
     * What a pipe is opened for must not become the standard error of the program, nothing must wait at its other end, and
     * it is gone when the program ends, however slow the removal of files is.
     */
    @Test
    void aClosedStandardErrorIsNoObstacle() throws Exception {
        start(Map.of());
        script(folder.resolve("bin/rm"), "#!/bin/sh\nsleep .3\nexec /bin/rm \"$@\"\n");
        Path closing = folder.resolve("closing");
        script(closing, "#!/bin/sh\nexec \"" + home.resolve("paisaje") + "\" \"$@\" 2>&-\n");
        Process process = process(Map.of(), closing, "hello").start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("out: hello\n");
        assertThat(process.waitFor()).isEqualTo(7);
        try (var left = Files.list(home.resolve(".paisaje/runtime"))) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("stderr."));
        }
    }

    @Test
    void whatTheJvmLogsStaysOutOfResults() throws Exception {
        Path options = folder.resolve("options");
        for (String verb : List.of("train", "claims")) {
            start(Map.of("OPTIONS", options.toString()), verb);
            assertThat(options).content().contains("-Xlog:disable", "-Xlog:all=warning:stderr");
        }
    }

    @Test
    void optionsThatTheJvmRefusesAreAMistakeOfTheCaller() throws Exception {
        assertThat(start(Map.of("PAISAJE_JAVA_OPTS", "-Xmx1g"), "train").status()).isEqualTo(7);
        Result refused = start(Map.of("PAISAJE_JAVA_OPTS", "-XX:Wrong"), "train");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).isEqualTo(
                "Unrecognized VM option 'Wrong'\npaisaje: the JVM refuses the options in PAISAJE_JAVA_OPTS, "
                        + "JAVA_TOOL_OPTIONS or JDK_JAVA_OPTIONS.\n");
    }

    /** Without a cache there is none to name, and in the C locale names of files are in UTF-8 nevertheless. */
    @Test
    void theJvmIsGivenWhatThereIs() throws Exception {
        Path options = folder.resolve("options");
        for (String locale : List.of("C", "POSIX", "de_DE.UTF-8")) {
            start(Map.of("OPTIONS", options.toString(), "LC_ALL", locale));
            assertThat(options).content()
                    .doesNotContain("AOTCache")
                    .contains("locale " + (locale.length() > 5 ? locale : "C.UTF-8"));
        }
    }

    @Test
    void editedAddedAndRemovedSourcesAreBuilt() throws Exception {
        start(Map.of());
        Path source = home.resolve("paisaje-math/src/main/java/A.java");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        assertThat(start(Map.of()).err()).contains("the sources have changed");
        assertThat(Files.readAllLines(calls)).hasSize(2);
        longAgo();
        start(Map.of());
        assertThat(Files.readAllLines(calls)).hasSize(2);
        Files.delete(source);
        Files.setLastModifiedTime(source.getParent(), FileTime.from(Instant.now().plusSeconds(5)));
        start(Map.of());
        assertThat(Files.readAllLines(calls)).hasSize(3);
    }

    @Test
    void theBackendReachesTheProgram() throws Exception {
        Path options = folder.resolve("options");
        start(Map.of("OPTIONS", options.toString()));
        assertThat(options).content().doesNotContain("paisaje.backend");
        start(Map.of("OPTIONS", options.toString(), "PAISAJE_BACKEND", "mkl:/opt/in tel"));
        assertThat(options).content().contains(" -Dpaisaje.backend=mkl:/opt/in tel ");
        assertThat(Files.readAllLines(calls)).hasSize(1);
    }

    @Test
    void oneMklIsFetchedWhereItIsAskedForAndKept() throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux") && System.getProperty("os.arch").equals("amd64"),
                "oneMKL is packaged for Linux on x86-64 alone");
        Map<String, String> wish = Map.of("PAISAJE_BACKEND", "mkl");
        start(Map.of());
        assertThat(start(wish).err()).contains("building with oneMKL");
        assertThat(start(wish).err()).doesNotContain("building");
        Files.setLastModifiedTime(home.resolve("paisaje-math/src/main/java/A.java"),
                FileTime.from(Instant.now().plusSeconds(5)));
        assertThat(start(Map.of()).err()).contains("the sources have changed");
        assertThat(Files.readAllLines(calls)).satisfiesExactly(
                plain -> assertThat(plain).doesNotContain("-Pmkl"),
                fetching -> assertThat(fetching).contains(" -Pmkl "),
                kept -> assertThat(kept).contains(" -Pmkl "));
    }

    @Test
    void parallelFirstStartsBuildOnce() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            processes.add(process(Map.of(), home.resolve("paisaje"), "hello")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start());
        }
        for (Process process : processes) {
            assertThat(process.waitFor()).isEqualTo(7);
        }
        assertThat(Files.readAllLines(calls)).hasSize(1);
        assertThat(home.resolve(".paisaje/runtime/lock")).doesNotExist();
    }

    @Test
    void aBrokenBuildSaysWhyAndIsTriedAgain() throws Exception {
        Result broken = start(Map.of("BREAK", "1"));
        assertThat(broken.status()).isEqualTo(3);
        assertThat(broken.err()).contains("Bad.java:[3,4] wrong").contains("build.log").doesNotContain("[Help 1]");
        assertThat(broken.out()).isEmpty();
        assertThat(start(Map.of()).status()).isEqualTo(7);
        assertThat(Files.readAllLines(calls).getLast()).contains(" clean package");
    }

    @Test
    void aKilledBuildDoesNotCount() throws Exception {
        Path hanging = folder.resolve("hanging");
        Process process = process(Map.of("HANG", hanging.toString()), home.resolve("paisaje"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        while (!Files.exists(hanging)) {
            assertThat(process.isAlive()).isTrue();
            Thread.sleep(10);
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        assertThat(start(Map.of()).status()).isEqualTo(7);
        assertThat(Files.readAllLines(calls)).hasSize(2);
        assertThat(Files.readAllLines(calls).getLast()).contains(" clean package");
    }

    @Test
    void itWorksThroughSymbolicLinks() throws Exception {
        Path bin = Files.createDirectory(folder.resolve("other bin"));
        Files.createSymbolicLink(bin.resolve("direct"), home.resolve("paisaje"));
        Files.createSymbolicLink(bin.resolve("relative"), Path.of("../a checkout/paisaje"));
        Files.createSymbolicLink(bin.resolve("twice"), Path.of("relative"));
        for (String name : List.of("direct", "relative", "twice")) {
            assertThat(start(Map.of(), bin.resolve(name), "hello").out()).isEqualTo("out: hello\n");
        }
    }

    @Test
    void anOldJdkIsPassedOverOrRefused() throws Exception {
        Path old = jdk("old", "17.0.15");
        Result refused = start(Map.of("PAISAJE_JAVA_HOME", old.toString()));
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains("which is not a JDK 25 or newer");
        Result found = start(Map.of(
                "PAISAJE_JAVA_HOME", "",
                "JAVA_HOME", old.toString(),
                "PATH", folder.resolve("bin") + ":" + folder.resolve("jdk/bin") + ":/usr/bin:/bin"));
        assertThat(found.status()).isEqualTo(7);
    }

    private Result start(Map<String, String> environment, String... arguments) throws Exception {
        return start(environment, home.resolve("paisaje"), arguments);
    }

    private Result start(Map<String, String> environment, Path script, String... arguments) throws Exception {
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        Process process = process(environment, script, arguments)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        int status = process.waitFor();
        // What the JVM itself says arrives through a pipe, perhaps a moment after its end.
        for (int i = 0; i < 500 && status == 7 && !Files.readString(err).contains("from the JVM"); i++) {
            Thread.sleep(10);
        }
        return new Result(status, Files.readString(out), Files.readString(err, StandardCharsets.UTF_8));
    }

    private ProcessBuilder process(Map<String, String> environment, Path script, String... arguments) {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        Map<String, String> variables = builder.environment();
        variables.keySet().removeIf(name -> name.startsWith("PAISAJE_"));
        variables.put("PAISAJE_JAVA_HOME", folder.resolve("jdk").toString());
        variables.put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
        variables.put("CALLS", calls.toString());
        variables.putAll(environment);
        return builder;
    }

    private Path jdk(String name, String version) throws IOException {
        Path jdk = folder.resolve(name);
        script(jdk.resolve("bin/java"), JAVA);
        script(jdk.resolve("bin/javac"), "#!/bin/sh\n");
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return jdk;
    }

    private static void script(Path path, String text) throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
        executable(path);
    }

    private static void executable(Path path) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Makes the sources older than any build, so that the test depends on no clock. */
    private void longAgo() throws IOException {
        try (var files = Files.walk(home)) {
            for (Path file : files.filter(path -> !path.startsWith(home.resolve(".paisaje"))).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
            }
        }
    }
}
