package org.paisaje.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.loss.Loss;
import org.paisaje.math.krylov.eigen.Lanczos;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.risk.Risk;
import org.paisaje.risk.RiskPoint;

/** Values stored by src/test/python/network_references.py. */
final class TorchReferenceTest {
    @ParameterizedTest
    @CsvSource({"torch-mlp,mlp:4-8-6-3:tanh,softmax-cross-entropy",
        "torch-resnet,'resnet:3-5x3-2:gelu:block=two,step=0.3',squared"})
    void agreesWithTorch(String file, String text, String loss) throws IOException {
        Map<String, double[]> stored = read(file);
        Architecture net = Architecture.parse(text);
        double[] theta = array(stored, "theta");
        Matrix x = Matrix.wrap(12, net.inputs(), array(stored, "x"));
        Matrix y = Matrix.wrap(12, net.outputs(), array(stored, "y"));
        Risk risk = Risk.of(net, x, y, Loss.parse(loss));
        RiskPoint at = risk.at(theta);
        assertClose(at.outputs().data(), array(stored, "outputs"), rounding(50), 1);
        assertClose(net.forward(theta, x).data(), array(stored, "outputs"), rounding(50), 1);
        double expected = array(stored, "loss")[0];
        assertThat(risk.value(theta)).isCloseTo(expected, within(1e-14 * expected));
        assertClose(risk.gradient(theta), array(stored, "gradient"), rounding(500), 1);
        Matrix vectors = Matrix.wrap(3, theta.length, array(stored, "vectors"));
        Matrix products = Matrix.zeros(3, theta.length);
        at.hessian().applyAll(vectors, products);
        assertClose(products.data(), array(stored, "products"), rounding(500), 0);
        double[] eigenvalues = array(stored, "eigenvalues");
        double[] top = Lanczos.bothEnds(at.hessian(), 5, 5, Lanczos.Settings.standard().withTolerance(1e-13)).values();
        double[] largest = Arrays.stream(top)
                .boxed()
                .sorted(Comparator.comparingDouble(value -> -Math.abs(value)))
                .limit(5)
                .mapToDouble(Double::doubleValue)
                .toArray();
        assertClose(largest, eigenvalues, rounding(5_000), 0);
    }

    private static double[] array(Map<String, double[]> stored, String name) {
        return Objects.requireNonNull(stored.get(name), name);
    }

    private static Map<String, double[]> read(String file) throws IOException {
        Map<String, double[]> result = new HashMap<>();
        try (InputStream in = Objects.requireNonNull(TorchReferenceTest.class.getResourceAsStream(file + ".txt"));
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.startsWith("#")) {
                    String[] words = line.split(" ");
                    result.put(words[0], Arrays.stream(words).skip(1).mapToDouble(Double::parseDouble).toArray());
                }
            }
        }
        return result;
    }
}
