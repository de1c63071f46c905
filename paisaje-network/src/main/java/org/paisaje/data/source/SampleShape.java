package org.paisaje.data.source;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.paisaje.data.format.Tensor;
import org.paisaje.data.format.array.IdxFile;
import org.paisaje.data.format.array.NpyFile;
import org.paisaje.data.format.array.NpzFile;

/** The shape of a sample where data are in an array: what is run together into a row has been an image or the like. */
public final class SampleShape {
    private SampleShape() {}

    /** Of data by name, such as channels, height and width; empty if they are a table or built in. */
    public static List<Integer> of(String spec) {
        String lower = spec.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".npz")) {
            var forms = NpzFile.forms(Path.of(spec));
            return NpzSource.PAIRS.stream()
                    .filter(pair -> forms.containsKey(pair.get(0)) && forms.containsKey(pair.get(1)))
                    .findFirst()
                    .map(pair -> forms.get(pair.get(0)))
                    .map(Tensor.Form::shape)
                    .map(SampleShape::behind)
                    .orElse(List.of());
        }
        if (lower.endsWith(".npy")) {
            return behind(NpyFile.read(Path.of(spec.split(",", 2)[0])).shape());
        }
        if (spec.startsWith("idx:")) {
            return Arrays.stream(spec.substring(4).split(",", 2))
                    .map(file -> behind(IdxFile.read(Path.of(file)).shape()))
                    .filter(shape -> !shape.isEmpty())
                    .findFirst()
                    .orElse(List.of());
        }
        return List.of();
    }

    /** Without the samples. */
    private static List<Integer> behind(int[] shape) {
        return Arrays.stream(shape).skip(1).boxed().toList();
    }
}
