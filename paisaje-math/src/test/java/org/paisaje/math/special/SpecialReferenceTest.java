package org.paisaje.math.special;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The scalar kernels against values in higher precision, made by src/main/python/special_reference.py. */
class SpecialReferenceTest {
    private record Kernel(DoubleUnaryOperator function, double ulps) {}

    private static final Map<String, Kernel> KERNELS = Map.ofEntries(Map.entry("exp", new Kernel(Scalars::exp, 1)),
            Map.entry("expm1", new Kernel(Scalars::expm1, 2)), Map.entry("log", new Kernel(Scalars::log, 1)),
            Map.entry("log1p", new Kernel(Scalars::log1p, 1.5)), Map.entry("tanh", new Kernel(Scalars::tanh, 2.5)),
            Map.entry("sigmoid", new Kernel(Scalars::sigmoid, 2.5)),
            Map.entry("softplus", new Kernel(Scalars::softplus, 2)), Map.entry("erf", new Kernel(Scalars::erf, 1)),
            Map.entry("erfc", new Kernel(Scalars::erfc, 2)),
            Map.entry("normalPdf", new Kernel(Scalars::normalPdf, 1.5)),
            Map.entry("normalCdf", new Kernel(Scalars::normalCdf, 2)),
            Map.entry("silu", new Kernel(Scalars::silu, 3.5)),
            Map.entry("gelu", new Kernel(Scalars::gelu, 2.5)), Map.entry("asin", new Kernel(Scalars::asin, 1.5)),
            Map.entry("acos", new Kernel(Scalars::acos, 1.5)),
            Map.entry("cosOfAsin", new Kernel(Scalars::cosOfAsin, 2)), Map.entry("sin", new Kernel(Scalars::sin, 1)),
            Map.entry("cos", new Kernel(Scalars::cos, 1)),
            Map.entry("tanhDerivative", new Kernel(Scalars::tanhDerivative, 2.5)),
            Map.entry("sigmoidDerivative", new Kernel(Scalars::sigmoidDerivative, 4)),
            Map.entry("erfDerivative", new Kernel(Scalars::erfDerivative, 2)),
            // these two change sign: an error of a few 2^-53, absolute
            Map.entry("siluDerivative", new Kernel(Scalars::siluDerivative, 3)),
            Map.entry("geluDerivative", new Kernel(Scalars::geluDerivative, 3)));

    @Test
    void staysWithinTheStatedUlps() throws IOException {
        Map<String, Double> worst = new TreeMap<>();
        Map<String, Integer> lines = new TreeMap<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(getClass().getResourceAsStream("reference.txt")), StandardCharsets.US_ASCII))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] fields = line.split(" ");
                Kernel kernel = Objects.requireNonNull(KERNELS.get(fields[0]), fields[0]);
                double x = Double.parseDouble(fields[1]);
                double high = Double.parseDouble(fields[2]);
                double low = Double.parseDouble(fields[3]);
                double unit = Math.ulp(high);
                if (fields[0].equals("siluDerivative") || fields[0].equals("geluDerivative")) {
                    unit = Math.max(unit, 0x1p-53);
                }
                double error = Math.abs((kernel.function.applyAsDouble(x) - high) - low) / unit;
                assertThat(error).as("ulps of %s(%s) = %s", fields[0], x, high).isLessThanOrEqualTo(kernel.ulps);
                worst.merge(fields[0], error, Math::max);
                lines.merge(fields[0], 1, Integer::sum);
            }
        }
        assertThat(worst.keySet()).isEqualTo(KERNELS.keySet());
        assertThat(lines.values()).allMatch(count -> count > 100);
    }
}
