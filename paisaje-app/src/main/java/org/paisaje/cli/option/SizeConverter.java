package org.paisaje.cli.option;

import java.util.Arrays;
import org.paisaje.claims.Size;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the size of a check. */
public final class SizeConverter implements ITypeConverter<Size> {
    @Override
    public Size convert(String text) {
        return Arrays.stream(Size.values())
                .filter(size -> size.word().equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "'" + text + "' is not a size; there are smoke, standard and full"));
    }
}
