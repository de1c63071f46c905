package org.paisaje.math.backend;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A shared library with the C interfaces of BLAS and LAPACK. A program uses one, opened with the first need and kept to
 * the end: OpenBLAS or, where {@link Provider#PROPERTY} asks for it, oneMKL.
 */
final class NativeLibrary {
    private static final Opened OPENED = undisturbed(Provider.wish());

    private final String name;
    private final SymbolLookup symbols;
    private final MethodHandle threads;
    private final String description;

    private record Opened(@Nullable NativeLibrary library, String reason) {}

    /** A library of this name; {@code setThreads} is the function that sets the number of its threads. */
    NativeLibrary(String name, SymbolLookup symbols, String setThreads) {
        this(name, symbols, taking(symbols, setThreads), name);
    }

    private NativeLibrary(String name, SymbolLookup symbols, MethodHandle threads, String description) {
        this.name = name;
        this.symbols = symbols;
        this.threads = threads;
        this.description = description;
    }

    /** Why there is no library; empty if there is one. */
    static String missing() {
        return OPENED.reason;
    }

    /** The library of this program; only to be asked for if it is there. */
    static NativeLibrary current() {
        if (OPENED.library == null) {
            throw new IllegalStateException("no native library: " + OPENED.reason);
        }
        return OPENED.library;
    }

    /**
     * An interrupt, as of a run that is being stopped, closes the channels by which the library is unpacked; it is kept until
     * the library is there, and what it broke is done again.
     */
    private static Opened undisturbed(Provider.Wish wish) {
        boolean interrupted = Thread.interrupted();
        try {
            Opened opened = open(wish);
            if (opened.library == null && Thread.interrupted()) {
                interrupted = true;
                opened = open(wish);
            }
            return opened;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Opened open(Provider.Wish wish) {
        try {
            return new Opened(wish.library() == Provider.Library.MKL
                    ? MklLibrary.open(wish.folder())
                    : OpenBlasLibrary.open(), "");
        } catch (IOException e) {
            return new Opened(null, String.valueOf(e.getMessage()));
        }
    }

    String name() {
        return name;
    }

    /** Library, version and CPU kernel. */
    String description() {
        return description;
    }

    /** The same library with a description. */
    NativeLibrary describedAs(String text) {
        return new NativeLibrary(name, symbols, threads, text);
    }

    /** What a function without arguments that returns a string says. */
    String text(String function) {
        try {
            MethodHandle handle = Linker.nativeLinker().downcallHandle(find(function), FunctionDescriptor.of(ADDRESS));
            MemorySegment text = (MemorySegment) handle.invokeExact();
            return text.reinterpret(256).getString(0).strip();
        } catch (Throwable e) {
            throw NativeBlas.unexpected(e);
        }
    }

    /** The address of a function. */
    MemorySegment find(String function) {
        return symbols.findOrThrow(function);
    }

    /** The number of threads of the library's own; one number for the whole process. */
    void setThreads(int count) {
        set(threads, count);
    }

    /** Calls a function that takes one int. */
    void set(String function, int value) {
        set(taking(symbols, function), value);
    }

    private static void set(MethodHandle function, int value) {
        try {
            function.invokeExact(value);
        } catch (Throwable e) {
            throw NativeBlas.unexpected(e);
        }
    }

    private static MethodHandle taking(SymbolLookup symbols, String function) {
        return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(function), FunctionDescriptor.ofVoid(JAVA_INT));
    }

    /** This system and processor in the words of the artifacts. */
    static String platform() throws IOException {
        String os = System.getProperty("os.name", "");
        String cpu = System.getProperty("os.arch", "");
        String platform = platform(os, cpu);
        if (platform == null) {
            throw new IOException("no native library is packaged for " + os + " on " + cpu);
        }
        return platform;
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
}
