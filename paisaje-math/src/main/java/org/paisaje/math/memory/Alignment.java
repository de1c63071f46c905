package org.paisaje.math.memory;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * Where the cache lines begin within an array. The JVM places arrays at multiples of 8 bytes; vectors of 64 bytes that
 * straddle two lines cost a loop over data in the caches about a sixth of its speed. The garbage collector may move an
 * array, so the answer holds for the moment and is asked for again with each piece of work; an outdated one costs time and
 * changes no result.
 */
public final class Alignment {
    /** The entries of a cache line of 64 bytes. */
    public static final int LINE = 8;

    /** Where large arrays begin to be aligned under the default collector: 16 bytes into a line. */
    private static final int USUAL = 6;
    /** {@code memmove} of no bytes, which returns the address of its first argument; null where it cannot be called. */
    private static final @Nullable MethodHandle ADDRESS_OF = addressOf();

    private Alignment() {}

    /** The least index from 0 to 7 whose entry begins a cache line now; some 10 ns. */
    public static int firstOfLine(double[] array) {
        if (ADDRESS_OF == null) {
            return USUAL;
        }
        try {
            MemorySegment segment = MemorySegment.ofArray(array);
            long address = (long) ADDRESS_OF.invokeExact(segment, segment, 0L);
            return (int) (-address >>> 3) & LINE - 1;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable MethodHandle addressOf() {
        try {
            Linker linker = Linker.nativeLinker();
            return linker.defaultLookup()
                    .find("memmove")
                    .map(function -> linker.downcallHandle(function,
                            FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG),
                            Linker.Option.critical(true)))
                    .orElse(null);
        } catch (UnsupportedOperationException | IllegalCallerException e) {
            return null;
        }
    }
}
