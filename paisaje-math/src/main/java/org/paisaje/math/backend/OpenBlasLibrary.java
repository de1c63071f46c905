package org.paisaje.math.backend;

import java.io.IOException;
import java.lang.foreign.SymbolLookup;
import java.util.List;

/** Opens the OpenBLAS that comes with the Maven artifact org.bytedeco:openblas. */
final class OpenBlasLibrary {
    /** Of the Maven artifact; the cache folder carries it. */
    static final String VERSION = "0.3.31-1.5.13";

    private OpenBlasLibrary() {}

    /** The library, set to run on the calling thread alone. */
    static NativeLibrary open() throws IOException {
        String platform = NativeLibrary.platform();
        List<String> names = libraries(platform);
        SymbolLookup symbols = new NativeFiles("org/bytedeco/openblas/" + platform + "/", names)
                .open("openblas-" + VERSION + "/" + platform, names);
        NativeLibrary library = new NativeLibrary("openblas", symbols, "openblas_set_num_threads");
        library.setThreads(1);
        return library.describedAs(library.text("openblas_get_config") + ", " + choice());
    }

    /** Who chose the kernels that the configuration names. */
    private static String choice() {
        String wanted = System.getenv("OPENBLAS_CORETYPE");
        return wanted == null
                ? "the kernels that OpenBLAS takes for this processor"
                : "kernels by OPENBLAS_CORETYPE=" + wanted + "; without that variable the processor decides";
    }

    private static List<String> libraries(String platform) {
        return switch (platform) {
            case "linux-x86_64" -> List.of("libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5", "libopenblas.so.0");
            case "linux-arm64" -> List.of("libgcc_s.so.1", "libgfortran.so.5", "libopenblas.so.0");
            case "windows-x86_64" -> List.of("libopenblas.dll");
            default -> List.of("libgcc_s.1.1.dylib", "libquadmath.0.dylib", "libgfortran.5.dylib",
                    "libopenblas.0.dylib");
        };
    }
}
