package org.paisaje.data.format;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.IntStream;

/** The files that make_format_references.py wrote, and what stands in them. */
final class References {
    private References() {}

    static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(References.class.getResource(name), name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** The twelve numbers of a 4 x 3 array of that type. */
    static double[] values(ElementType type) {
        return IntStream.range(0, 12).mapToDouble(k -> switch (type) {
            case F64, F32, F16, BF16 -> (k - 5) / 4.0;
            case I64, I32, I16, I8 -> k - 5;
            case U64, U32, U16, U8 -> 7 * k;
            case BOOL -> k % 3 == 0 ? 1 : 0;
        }).toArray();
    }

    static Tensor tensor(ElementType type) {
        return new Tensor(type, new int[] {4, 3}, values(type));
    }
}
