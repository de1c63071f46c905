package org.paisaje.claims.catalogue.document001.setup;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Hypothesis;
import org.paisaje.claims.Setting;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.network.activation.Activation;

/** The hypothesis of all limits in time: the kernel of infinite width is positive definite on the 20 points. */
public final class DefiniteKernel {
    private DefiniteKernel() {}

    /**
     * The claim with the hypothesis that the kernel is positive definite for each of the activations of the setting, or for
     * those given where the setting names none.
     */
    public static ClaimBuilder required(ClaimBuilder claim, Activation... otherwise) {
        return claim.hypothesis("the kernel of infinite width is positive definite on the points", setting -> {
            List<Activation> activations = activations(setting, otherwise);
            List<double[]> spectra = activations.stream().map(DefiniteKernel::eigenvalues).toList();
            // Eigenvalues are exact to n epsilon times the largest.
            boolean definite = spectra.stream()
                    .allMatch(values -> values[0] > values.length * Math.ulp(1.0) * values[values.length - 1]);
            return new Hypothesis.Observation(definite, "smallest eigenvalue " + IntStream.range(0, spectra.size())
                    .mapToObj(k -> String.format(
                            Locale.ROOT, "%.4g for %s", spectra.get(k)[0], activations.get(k).name()))
                    .collect(Collectors.joining(", ")));
        });
    }

    private static double[] eigenvalues(Activation activation) {
        double[] values = SymmetricEigen.values(WideNet.of(activation, 10, 1).limit(WideNet.points()));
        Arrays.sort(values);
        return values;
    }

    private static List<Activation> activations(Setting setting, Activation... otherwise) {
        if (setting.has(Keys001.ACTIVATIONS)) {
            return setting.get(Keys001.ACTIVATIONS);
        }
        return setting.has(Keys001.ACTIVATION) ? List.of(setting.get(Keys001.ACTIVATION)) : List.of(otherwise);
    }
}
