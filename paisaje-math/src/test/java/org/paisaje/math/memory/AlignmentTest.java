package org.paisaje.math.memory;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.junit.jupiter.api.Test;

final class AlignmentTest {
    /** The address of an entry by another function of the C library: {@code memchr} finds the byte at which it starts. */
    private static long addressOf(double[] array, int index) throws Throwable {
        MethodHandle find = Linker.nativeLinker()
                .downcallHandle(Linker.nativeLinker().defaultLookup().findOrThrow("memchr"),
                        FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_INT, JAVA_LONG), Linker.Option.critical(true));
        MemorySegment entry = MemorySegment.ofArray(array).asSlice(8L * index);
        return (long) find.invokeExact(entry, 0, 1L);
    }

    @Test
    void theEntryNamedBeginsALine() throws Throwable {
        for (int length : new int[] {8, 9, 15, 100, 4096, 1 << 17, 1 << 20}) {
            for (int repeat = 0; repeat < 20; repeat++) {
                double[] array = new double[length];
                // The collector may move the array between the two questions, hardly ever three times in a row.
                boolean found = false;
                for (int attempt = 0; attempt < 3 && !found; attempt++) {
                    int first = Alignment.firstOfLine(array);
                    assertThat(first).isBetween(0, Alignment.LINE - 1);
                    found = addressOf(array, first) % 64 == 0;
                }
                assertThat(found).as("an array of %d entries", length).isTrue();
            }
        }
    }

    @Test
    void anEmptyArrayHasAnAnswer() {
        assertThat(Alignment.firstOfLine(new double[0])).isBetween(0, Alignment.LINE - 1);
    }
}
