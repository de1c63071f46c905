package org.paisaje.math.backend;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Opens Intel's oneMKL on Linux with an x86-64 processor: the one of the Maven artifact org.bytedeco:mkl (classifier
 * linux-x86_64-redist), or an installed one. It is not free software (Intel Simplified Software License) and takes
 * 160 MB to fetch, so it is used only where somebody asks for it.
 *
 * <p>oneMKL ends the process when a part of it is missing; therefore all parts are looked for first. Its results depend
 * on the alignment of arrays, which differs from run to run, unless reproducibility is asked for, as is done here.
 */
final class MklLibrary {
    /** Of the Maven artifact; the cache folder carries it. */
    static final String VERSION = "2025.3-1.5.13";

    private static final String PLATFORM = "linux-x86_64";
    /** The dispatcher, which opens the others from its own folder. */
    private static final String DISPATCHER = "libmkl_rt";
    private static final List<String> PARTS = List.of(DISPATCHER, "libmkl_core", "libmkl_intel_lp64",
            "libmkl_intel_thread", "libmkl_def", "libmkl_avx2", "libmkl_avx512");
    /** The threads of oneMKL. */
    private static final String OPENMP = "libiomp5.so";

    private static final int LP64 = 0;
    private static final int INTEL_THREADS = 0;
    private static final int REPRODUCIBLE = 2;

    private MklLibrary() {}

    /** The library of a folder or, if that is null, of the class path, set to run on the calling thread alone. */
    static NativeLibrary open(@Nullable Path folder) throws IOException {
        if (!NativeLibrary.platform().equals(PLATFORM)) {
            throw new IOException("oneMKL is supported on " + PLATFORM + ", this is " + NativeLibrary.platform());
        }
        return configured(folder == null ? packaged() : installed(folder));
    }

    private static SymbolLookup packaged() throws IOException {
        String resources = "org/bytedeco/mkl/" + PLATFORM + "/";
        String dispatcher = DISPATCHER + ".so.2";
        List<String> names = PARTS.stream().map(part -> part + ".so.2").toList();
        if (MklLibrary.class.getClassLoader().getResource(resources + dispatcher) == null) {
            throw new IOException("no oneMKL on the class path; add org.bytedeco:mkl:" + VERSION + ":" + PLATFORM
                    + "-redist to it, or name the folder of an installed one: " + Provider.PROPERTY + "=mkl:FOLDER");
        }
        List<String> all = Stream.concat(names.stream(), Stream.of(OPENMP)).toList();
        return new NativeFiles(resources, all).open("mkl-" + VERSION + "/" + PLATFORM, List.of(OPENMP, dispatcher));
    }

    private static SymbolLookup installed(Path folder) throws IOException {
        String ending = List.of(".so.2", ".so.3", ".so")
                .stream()
                .filter(end -> Files.exists(folder.resolve(DISPATCHER + end)))
                .findFirst()
                .orElseThrow(() -> new IOException(folder + " holds no " + DISPATCHER + ".so.2"));
        for (String part : PARTS) {
            if (!Files.exists(folder.resolve(part + ending))) {
                throw new IOException(folder + " holds " + DISPATCHER + ending + ", but no " + part + ending);
            }
        }
        Path threads = folder.resolve(OPENMP);
        try {
            SymbolLookup openMp = Files.exists(threads)
                    ? SymbolLookup.libraryLookup(threads, Arena.global())
                    : SymbolLookup.libraryLookup(OPENMP, Arena.global());
            return SymbolLookup.libraryLookup(folder.resolve(DISPATCHER + ending), Arena.global()).or(openMp);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage() + " (needed are " + DISPATCHER + ending + " and, there or on the path "
                    + "of the linker, " + OPENMP + ")", e);
        }
    }

    private static NativeLibrary configured(SymbolLookup symbols) {
        NativeLibrary library = new NativeLibrary("mkl", symbols, "MKL_Set_Num_Threads");
        library.set("MKL_Set_Interface_Layer", LP64);
        library.set("MKL_Set_Threading_Layer", INTEL_THREADS);
        library.set("MKL_CBWR_Set", REPRODUCIBLE);
        library.set("MKL_Set_Dynamic", 0);
        library.set("kmp_set_blocktime", 0); // idle threads of oneMKL would take the processor from those of Java
        library.setThreads(1);
        return library.describedAs(version(symbols));
    }

    private static String version(SymbolLookup symbols) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(256);
            Linker.nativeLinker()
                    .downcallHandle(symbols.findOrThrow("MKL_Get_Version_String"),
                            FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT))
                    .invokeExact(text, 255);
            return text.getString(0).strip();
        } catch (Throwable e) {
            throw NativeBlas.unexpected(e);
        }
    }
}
