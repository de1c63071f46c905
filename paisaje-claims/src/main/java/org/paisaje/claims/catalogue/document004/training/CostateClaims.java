package org.paisaje.claims.catalogue.document004.training;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.Source;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Comparison;
import org.paisaje.study.Tolerance;

/** Section 3, equations (3.10) to (3.17): backpropagation from a Lagrangian. */
final class CostateClaims {
    private static final int LAYERS = 3;
    private static final double H = 1e-5;
    private static final Tolerance DIFFERENCE = Tolerance
            .of(H * H / 6 * 600,
                    "central differences of step 1e-5: h^2 / 6 times the third derivative, which is below 600 for weights below 1 / sqrt n")
            .plus(Rounding.of(64).on(8).times(1 / (2 * H)));
    private static final String PLACE = "section 3, equations (3.10) to (3.17)";

    private CostateClaims() {}

    static List<Claim> all() {
        return List.of(printed(), corrected());
    }

    private static Claim printed() {
        return costate("004.eq3.16.printed", 1, false)
                .statement("The multiplier of a layer is the derivative of the next layer alone",
                        "Setting (3.16) to zero, p_l is the derivative of f_(l+1) in z_l; with one unit in each layer both are numbers.",
                        "p_l=\\nabla_{z^{(l)}}f_{l+1}(z^{(l)};\\theta_{l+1})")
                .quoted("$$\\nabla_{z^{(l)}} \\mathcal{L} = -p_l + \\nabla_{z^{(l)}} f_{l+1}(z^{(l)}; \\theta_{l+1}) \\text{ for } "
                        + "l = 1, ..., L - 1$$", "equation (3.16)")
                .measured(
                        "Three layers of one tanh unit with random weights below 1 / sqrt n and the loss |z - y|^2 / 2: p_l against central differences of the loss in z_l, and "
                                + "the gradient (3.17) against those in the weights.")
                .mistake(
                        "The factor p_(l+1) of the constraint that f_(l+1) stands in is missing. With more than one unit the equation adds a vector to a "
                                + "matrix.")
                .refuted()
                .control(setting -> setting.with(TrainingKeys.PASSED, true).noted("p_(l+1) is a factor"))
                .build();
    }

    private static Claim corrected() {
        return costate("004.eq3.16.corrected", 4, true)
                .statement("The multipliers of the Lagrangian are the gradients of the loss in the layers",
                        "With p_L the gradient of the loss in the outputs and p_l the transposed derivative of f_(l+1) times p_(l+1), p_l is the gradient of the "
                                + "loss in z_l, and the transposed derivative of f_l in theta_l times p_l that in theta_l.",
                        "p_l=\\big(\\nabla_{z^{(l)}}f_{l+1}\\big)^\\top p_{l+1},\\qquad\\nabla_{\\theta_l}\\mathcal L="
                                + "\\big(\\nabla_{\\theta_l}f_l\\big)^\\top p_l")
                .quoted("$$\\nabla_{\\theta_l} \\mathcal{L} = \\nabla_{\\theta_l} f_l(z^{(l-1)}, \\theta_l)^T p_l \\tag{3.17}$$",
                        "equation (3.17)")
                .mistake(
                        "(3.14) has the sign of the constraint the other way round than (3.10), which does no harm as long as it is set to zero, and p_L = "
                                + "+grad loss where sections 4 and 9 have p_T = -grad loss.")
                .measured(
                        "Three layers of four tanh units with random weights below 1 / sqrt n and the loss |z - y|^2 / 2: p_l against central differences of the loss in z_l, "
                                + "and the gradient (3.17) against those in the weights.")
                .control(setting -> setting.with(TrainingKeys.PASSED, false).noted("p_(l+1) is left out, as printed"))
                .build();
    }

    private static ClaimBuilder costate(String id, int units, boolean passed) {
        return ClaimBuilder.of(id, new Source("004", PLACE))
                .standard(size -> Setting.of(TrainingKeys.UNITS.is(units), TrainingKeys.PASSED.is(passed),
                        TrainingKeys.REPLICATES.is(size == Size.SMOKE ? 5 : 100)))
                .replicates(setting -> setting.get(TrainingKeys.REPLICATES))
                .predict(setting -> Quantities.of("in values", 0).and("in weights", 0))
                .measure((setting, replicate, seed) -> differences(setting, seed))
                .judge((setting, predicted, measured) -> Judgement.all(List.of("in values", "in weights")
                        .stream()
                        .map(what -> Comparison.equal("largest difference of formula and slope " + what,
                                predicted.scalar(what),
                                measured.stream().mapToDouble(q -> q.scalar(what)).max().orElseThrow(), DIFFERENCE))
                        .toList()));
    }

    private static Quantities differences(Setting setting, Seed seed) {
        int n = setting.get(TrainingKeys.UNITS);
        double[][] w = new double[LAYERS][];
        double[][] z = new double[LAYERS + 1][];
        double[] y = seed.named("y").gaussians(n);
        z[0] = seed.named("x").gaussians(n);
        for (int l = 0; l < LAYERS; l++) {
            double most = 1 / Math.sqrt(n);
            w[l] = Arrays.stream(seed.named("w").at(l).gaussians(n * n)).map(v -> most * Math.tanh(v)).toArray();
            z[l + 1] = layer(w[l], z[l]);
        }
        double[] p = new double[n];
        Arrays.setAll(p, i -> z[LAYERS][i] - y[i]);
        double values = 0;
        double weights = 0;
        for (int l = LAYERS; l >= 1; l--) {
            for (int i = 0; i < n; i++) {
                values = Math.max(values, Math.abs(p[i] - slope(w, l, z[l], i, false, y)));
                for (int j = 0; j < n; j++) {
                    double gradient = p[i] * (1 - z[l][i] * z[l][i]) * z[l - 1][j];
                    weights = Math.max(weights,
                            Math.abs(gradient - slope(w, l - 1, z[l - 1], i * n + j, true, y)));
                }
            }
            p = before(w[l - 1], z[l], setting.get(TrainingKeys.PASSED) ? p : null);
        }
        return Quantities.of("in values", values).and("in weights", weights);
    }

    /** The transposed derivative of a layer in what comes into it, times p, or times ones if there is none. */
    private static double[] before(double[] w, double[] out, double @Nullable [] p) {
        int n = out.length;
        double[] result = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                result[j] += (p == null ? 1 : p[i]) * (1 - out[i] * out[i]) * w[i * n + j];
            }
        }
        return result;
    }

    /** The central difference of the loss in an entry of z_l, or in a weight of the layer that z_l goes into. */
    private static double slope(double[][] w, int l, double[] z, int at, boolean weight, double[] y) {
        double[] ends = new double[2];
        for (int side = 0; side < 2; side++) {
            double[][] moved = w.clone();
            double[] value = z.clone();
            double step = side == 0 ? H : -H;
            if (weight) {
                moved[l] = w[l].clone();
                moved[l][at] += step;
            } else {
                value[at] += step;
            }
            for (int k = l; k < LAYERS; k++) {
                value = layer(moved[k], value);
            }
            for (int i = 0; i < y.length; i++) {
                ends[side] += 0.5 * (value[i] - y[i]) * (value[i] - y[i]);
            }
        }
        return (ends[0] - ends[1]) / (2 * H);
    }

    private static double[] layer(double[] w, double[] z) {
        int n = z.length;
        double[] result = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                result[i] += w[i * n + j] * z[j];
            }
            result[i] = Math.tanh(result[i]);
        }
        return result;
    }
}
