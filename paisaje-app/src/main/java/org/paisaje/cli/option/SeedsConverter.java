package org.paisaje.cli.option;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Seeds as {@code 1..20}, {@code 7} or {@code 1..5,9}. */
public final class SeedsConverter implements ITypeConverter<SeedsConverter.Seeds> {
    private static final int MOST = 100_000;

    /** The seeds, in order. */
    public record Seeds(List<Long> numbers) {}

    @Override
    public Seeds convert(String text) {
        var numbers = new ArrayList<Long>();
        for (String part : text.split(",", -1)) {
            String[] ends = part.strip().split("\\.\\.", -1);
            try {
                long from = Long.parseLong(ends[0].strip());
                long to = ends.length == 1 ? from : Long.parseLong(ends[1].strip());
                if (ends.length > 2 || to < from || to - from >= MOST) {
                    throw new NumberFormatException();
                }
                for (long seed = from; seed <= to; seed++) {
                    numbers.add(seed);
                }
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + text + "' names no seeds; write 1..20, 7 or 1..5,9");
            }
        }
        return new Seeds(numbers.stream().distinct().toList());
    }
}
