package org.paisaje.data.format.array;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.Tensor;

/**
 * Texts with a shape, as labels in a NumPy file.
 *
 * @param shape the sizes
 * @param values the texts, last index fastest
 */
public record TextArray(int[] shape, List<String> values) {
    /** Copies the texts. */
    public TextArray {
        values = List.copyOf(values);
    }

    /** The texts whose characters are these numbers, {@code letters} for each text, padded with zeros. */
    static TextArray of(String file, NpyHeader header, double[] codes) {
        int letters = header.letters();
        List<String> values = new ArrayList<>();
        for (int start = 0; start < codes.length; start += letters) {
            var text = new StringBuilder();
            int end = start + letters;
            while (end > start && codes[end - 1] == 0) {
                end--;
            }
            for (int i = start; i < end; i++) {
                if (codes[i] > Character.MAX_CODE_POINT) {
                    throw new DataFormatException(file, "text " + start / letters,
                            "character " + (i - start) + " is " + (long) codes[i] + ", beyond those of Unicode");
                }
                text.appendCodePoint((int) codes[i]);
            }
            values.add(text.toString());
        }
        return new TextArray(header.shape(), values);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TextArray t && Arrays.equals(shape, t.shape) && values.equals(t.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shape) + values.hashCode();
    }

    @Override
    public String toString() {
        return "TextArray[" + Tensor.describe(shape) + "]";
    }
}
