package org.paisaje.math.backend;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds and opens the OpenBLAS that comes with the Maven artifact org.bytedeco:openblas. It is unpacked into
 * {@code $XDG_CACHE_HOME/paisaje} or {@code ~/.cache/paisaje}; where neither can be written, into a private temporary
 * folder that is deleted when the program ends.
 */
final class OpenBlasLibrary {
    /** Of the Maven artifact; the cache folder carries it. */
    static final String VERSION = "0.3.31-1.5.13";

    private static final Opened OPENED = open();

    private OpenBlasLibrary() {}

    private record Opened(@Nullable SymbolLookup symbols, String reason) {}

    /** Why there is no library; empty if there is one. */
    static String missing() {
        return OPENED.reason;
    }

    /** The functions of the library; only to be asked for if it is there. */
    static SymbolLookup symbols() {
        if (OPENED.symbols == null) {
            throw new IllegalStateException("OpenBLAS is missing: " + OPENED.reason);
        }
        return OPENED.symbols;
    }

    /** Unpacks if need be and opens the library for the rest of the program. */
    private static Opened open() {
        String platform = platform(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        if (platform == null) {
            return new Opened(null, "no OpenBLAS is packaged for " + System.getProperty("os.name") + " on "
                    + System.getProperty("os.arch"));
        }
        NativeFiles files = new NativeFiles("org/bytedeco/openblas/" + platform + "/", libraries(platform));
        List<String> reasons = new ArrayList<>();
        for (Path folder : folders(platform)) {
            try {
                return new Opened(load(files.unpackTo(folder), files.names()), "");
            } catch (IOException | IllegalArgumentException | UnsupportedOperationException | SecurityException e) {
                reasons.add(folder + ": " + e.getMessage());
            }
        }
        try {
            Path folder = Files.createTempDirectory("paisaje-openblas-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> NativeFiles.delete(folder)));
            return new Opened(load(files.unpackTo(folder.resolve(platform)), files.names()), "");
        } catch (IOException | IllegalArgumentException | UnsupportedOperationException | SecurityException e) {
            reasons.add(e.getMessage());
        }
        return new Opened(null, String.join("; ", reasons));
    }

    private static SymbolLookup load(Path folder, List<String> names) {
        SymbolLookup last = SymbolLookup.loaderLookup();
        for (String name : names) {
            last = SymbolLookup.libraryLookup(folder.resolve(name), Arena.global());
        }
        return last;
    }

    private static List<Path> folders(String platform) {
        List<Path> folders = new ArrayList<>();
        String xdg = System.getenv("XDG_CACHE_HOME");
        if (xdg != null && !xdg.isBlank() && Path.of(xdg).isAbsolute()) {
            folders.add(Path.of(xdg, "paisaje", "openblas-" + VERSION, platform));
        }
        String home = System.getProperty("user.home", "");
        if (!home.isBlank() && Path.of(home).isAbsolute()) {
            folders.add(Path.of(home, ".cache", "paisaje", "openblas-" + VERSION, platform));
        }
        return folders;
    }

    static @Nullable String platform(String osName, String osArch) {
        String system = osName.toLowerCase(Locale.ROOT);
        String os = system.contains("linux")
                ? "linux"
                : system.contains("mac") ? "macosx" : system.contains("windows") ? "windows" : null;
        String cpu = switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm64";
            default -> null;
        };
        return os == null || cpu == null || (os.equals("windows") && cpu.equals("arm64")) ? null : os + "-" + cpu;
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
