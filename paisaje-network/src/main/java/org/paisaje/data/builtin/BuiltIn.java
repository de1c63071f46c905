package org.paisaje.data.builtin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;
import org.paisaje.data.format.Tensor;
import org.paisaje.data.format.array.IdxFile;
import org.paisaje.math.linalg.Matrix;

/** The two real data sets that come with the program; origin and licence stand in {@code ATTRIBUTION.txt} beside them. */
final class BuiltIn {
    private BuiltIn() {}

    static Dataset digits() {
        Tensor images = resource("digits-images.idx.gz");
        double[] pixels = images.values();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] /= 16;
        }
        List<String> classes = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
        return Dataset.classification("digits", images.rows(), labels(resource("digits-labels.idx.gz")), classes);
    }

    static Dataset iris() {
        Tensor tenths = resource("iris-measures.idx.gz");
        Matrix x = tenths.rows();
        for (int i = 0; i < x.data().length; i++) {
            x.data()[i] /= 10;
        }
        return Dataset.classification("iris", x, labels(resource("iris-labels.idx.gz")),
                List.of("setosa", "versicolor", "virginica"))
                .withNames(List.of("sepal length", "sepal width", "petal length", "petal width"));
    }

    private static int[] labels(Tensor tensor) {
        return IntStream.range(0, tensor.values().length).map(i -> (int) tensor.values()[i]).toArray();
    }

    private static Tensor resource(String name) {
        try (InputStream in = BuiltIn.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing from the program");
            }
            return IdxFile.read(name, in);
        } catch (IOException e) {
            throw new UncheckedIOException(name + ": cannot be read from the program", e);
        }
    }
}
