package org.paisaje.math.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the property asks for, and what is said where it cannot be had. */
final class ProviderTest {
    @TempDir
    Path folder;

    @Test
    void theWishIsRead() {
        assertThat(Provider.wish(null)).isEqualTo(new Provider.Wish(Provider.Library.BEST, null));
        assertThat(Provider.wish("openblas")).isEqualTo(new Provider.Wish(Provider.Library.OPENBLAS, null));
        assertThat(Provider.wish("mkl")).isEqualTo(new Provider.Wish(Provider.Library.MKL, null));
        assertThat(Provider.wish("mkl:/opt/a b")).isEqualTo(
                new Provider.Wish(Provider.Library.MKL, Path.of("/opt/a b")));
        assertThat(Provider.wish("plain")).isEqualTo(new Provider.Wish(Provider.Library.PLAIN, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MKL", "mkl:", "openblas:", "blis"})
    void anotherWishIsRefused(String value) {
        assertThatThrownBy(() -> Provider.wish(value)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("paisaje.backend: got '" + value + "', it takes openblas, mkl, mkl:FOLDER or plain");
    }

    /** oneMKL would end the process over a part that is missing. */
    @Test
    void anIncompleteInstallationIsRefusedBeforeItIsOpened() throws IOException {
        assumeTrue(NativeLibrary.platform().equals("linux-x86_64"), "oneMKL is supported on linux-x86_64 alone");
        assertThatThrownBy(() -> MklLibrary.open(folder)).isInstanceOf(IOException.class)
                .hasMessage(folder + " holds no libmkl_rt.so.2");
        Files.createFile(folder.resolve("libmkl_rt.so.2"));
        Files.createFile(folder.resolve("libmkl_core.so.2"));
        assertThatThrownBy(() -> MklLibrary.open(folder)).isInstanceOf(IOException.class)
                .hasMessage(folder + " holds libmkl_rt.so.2, but no libmkl_intel_lp64.so.2");
        for (String part : new String[] {"intel_lp64", "intel_thread", "def", "avx2", "avx512"}) {
            Files.createFile(folder.resolve("libmkl_" + part + ".so.2"));
        }
        assertThatThrownBy(() -> MklLibrary.open(folder)).isInstanceOf(IOException.class)
                .hasMessageContaining("needed are libmkl_rt.so.2 and, there or on the path of the linker, libiomp5.so");
    }
}
