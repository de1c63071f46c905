package org.paisaje.math.backend;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Where an array lies, for loops that are faster when their vectors begin where cache lines do. The garbage collector may
 * move the array at any time, so that a result must never depend on it. Only to be asked beside native kernels.
 */
final class ArrayAddress {
    static {
        // As in NativeBlas: the compiler inlines the making of a segment once this class is loaded.
        Arena.ofConfined().close();
    }

    /** memmove gives back where it was told to write, and moves nothing where the length is 0. */
    private static final MethodHandle MEMMOVE = Linker.nativeLinker()
            .downcallHandle(Linker.nativeLinker().defaultLookup().findOrThrow("memmove"),
                    FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG), Linker.Option.critical(true));

    private ArrayAddress() {}

    static long of(double[] array) {
        try {
            MemorySegment segment = MemorySegment.ofArray(array);
            return (long) MEMMOVE.invokeExact(segment, segment, 0L);
        } catch (Throwable e) {
            throw NativeBlas.unexpected(e);
        }
    }
}
