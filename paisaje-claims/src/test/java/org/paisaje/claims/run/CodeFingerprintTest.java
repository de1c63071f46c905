package org.paisaje.claims.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paisaje.claims.Claim;
import org.paisaje.study.provenance.CodeFingerprint;

class CodeFingerprintTest {
    @TempDir
    private Path folder;

    /** A class that needs no other. */
    static final class Empty {}

    @Test
    void codeOfClaimsAndOfOthersCounts() throws Exception {
        assertThat(CodeFingerprint.with(Claim.class)).matches("[0-9a-f]{16}")
                .isNotEqualTo(CodeFingerprint.with())
                .isEqualTo(CodeFingerprint.with(Claim.class, Claim.class));
        String first = CodeFingerprint.with(Claim.class, loaded("first", "one"));
        assertThat(CodeFingerprint.with(Claim.class, loaded("second", "one"))).isEqualTo(first);
        assertThat(CodeFingerprint.with(Claim.class, loaded("third", "two"))).isNotEqualTo(first)
                .isNotEqualTo(CodeFingerprint.with(Claim.class));
    }

    /** A class from a folder of its own, beside another class file with some content. */
    private Class<?> loaded(String name, String beside) throws Exception {
        String file = Empty.class.getName().replace('.', '/') + ".class";
        Path place = folder.resolve(name);
        Files.createDirectories(place.resolve(file).getParent());
        try (var in = Empty.class.getClassLoader().getResourceAsStream(file)) {
            Files.copy(in, place.resolve(file));
        }
        Files.writeString(place.resolve("Other.class"), beside);
        try (var loader = new URLClassLoader(new URL[] {place.toUri().toURL()}, null)) {
            return loader.loadClass(Empty.class.getName());
        }
    }
}
