package org.paisaje.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class StackMapsTest {
    @TempDir
    private Path folder;

    /** The JVM loads it, verifies it by its stack maps alone, and it does what it did. */
    @Test
    void picocliIsWrittenAnew() throws IOException, ReflectiveOperationException, URISyntaxException {
        Path jar = Path.of(CommandLine.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path copy = Files.copy(jar, folder.resolve("picocli.jar"));
        StackMaps.main(new String[] {copy.toString()});
        assertThat(folder.toFile().list()).containsExactly("picocli.jar");
        try (ZipFile old = new ZipFile(jar.toFile()); ZipFile fresh = new ZipFile(copy.toFile())) {
            assertThat(fresh.stream().map(ZipEntry::getName).toList())
                    .isEqualTo(old.stream().map(ZipEntry::getName).toList());
            for (ZipEntry entry : fresh.stream().filter(one -> one.getName().endsWith(".class")).toList()) {
                byte[] bytes = fresh.getInputStream(entry).readAllBytes();
                ClassModel model = StackMaps.FORMAT.parse(bytes);
                assertThat(model.majorVersion()).as(entry.getName()).isGreaterThanOrEqualTo(ClassFile.JAVA_8_VERSION);
                assertThat(StackMaps.FORMAT.verify(bytes)).as(entry.getName()).isEmpty();
                assertThat(StackMaps.present(bytes)).isSameAs(bytes);
            }
        }
        try (var loader = new URLClassLoader(new URL[] {copy.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            Class<?> spec = loader.loadClass("picocli.CommandLine$Model$CommandSpec");
            Object made = spec.getMethod("create").invoke(null);
            spec.getMethod("name", String.class).invoke(made, "anew");
            Class<?> line = loader.loadClass("picocli.CommandLine");
            Method usage = line.getMethod("getUsageMessage");
            assertThat(usage.invoke(line.getConstructor(Object.class).newInstance(made))).asString()
                    .startsWith("Usage: anew");
        }
    }
}
