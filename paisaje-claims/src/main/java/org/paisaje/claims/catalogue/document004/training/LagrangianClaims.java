package org.paisaje.claims.catalogue.document004.training;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
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

/** Section 3, equations (3.10) to (3.15): the Lagrangian of training and its partial gradients, away from any pass. */
final class LagrangianClaims {
    private static final int LAYERS = 3;
    private static final int UNITS = 4;
    private static final double H = 1e-5;
    /** Third derivatives are below 8, as all numbers are below 1, and the Lagrangian is below 32. */
    private static final Tolerance DIFFERENCE = Tolerance
            .of(H * H / 6 * 8, "central differences of step 1e-5: h^2 / 6 times third derivatives below 8")
            .plus(Rounding.of(64).on(32).times(1 / (2 * H)));

    private LagrangianClaims() {}

    static List<Claim> all() {
        return List.of(printed(), corrected());
    }

    private static Claim printed() {
        return gradients("004.eq3.14.printed", 1, "multipliers")
                .statement("The gradient of the Lagrangian in a multiplier is the value less the layer",
                        "The derivative of (3.10) in p_l is z_l - f_l(z_(l-1)).",
                        "\\nabla_{p_l}\\mathcal L=z^{(l)}-f_l(z^{(l-1)};\\theta_l)")
                .quoted("$$\\nabla_{p_l} \\mathcal{L} = z^{(l)} - f_l(z^{(l-1)}; \\theta_l)$$", "equation (3.14)")
                .mistake(
                        "Constraints stand in (3.10) with a minus, so that the sign is the other one. It does no harm where the gradient is set to 0.")
                .refuted()
                .control(setting -> setting.with(TrainingKeys.FACTOR, -1.0).noted("the sign of (3.10)"))
                .build();
    }

    private static Claim corrected() {
        return gradients("004.eq3.10", -1, "multipliers", "last values", "values", "weights")
                .statement("The gradients of the Lagrangian are constraints and multipliers carried back",
                        "Away from any pass, in the multipliers f_l(z_(l-1)) - z_l, in the outputs the gradient of the loss less p_L, in the values of "
                                + "another layer the transposed derivative of the next one times p_(l+1) less p_l, in the weights that of f_l times p_l.",
                        "\\mathcal L=\\ell(z^{(L)},y)-\\sum_{l=1}^Lp_l^\\top\\big(z^{(l)}-f_l(z^{(l-1)};\\theta_l)\\big)")
                .quoted("$$\\nabla_{z(L)}\\mathcal{L} = -p_L + \\nabla_{z(L)} \\operatorname{loss}(z^{(L)}, y)$$",
                        "equation (3.15)")
                .mistake(
                        "(3.10) prints log for the loss and sets theta_l outside the layer, and refers to (6.2) for the outputs.")
                .control(setting -> setting.with(TrainingKeys.FACTOR, 1.0).noted("the sign of (3.14) as printed"))
                .build();
    }

    private static ClaimBuilder gradients(String id, double sign, String... parts) {
        return ClaimBuilder.of(id, new Source("004", "section 3, equations (3.10) to (3.15)"))
                .measured(
                        "Three layers of four tanh units and the loss |z - y|^2 / 2, values, multipliers, targets and weights drawn apart from each other: "
                                + "the formulas against central differences in every entry.")
                .standard(size -> Setting.of(TrainingKeys.FACTOR.is(sign),
                        TrainingKeys.REPLICATES.is(size == Size.SMOKE ? 5 : 100)))
                .replicates(setting -> setting.get(TrainingKeys.REPLICATES))
                .predict(setting -> Stream.of(parts)
                        .reduce(Quantities.NONE, (sum, part) -> sum.and(part, 0), (a, b) -> a))
                .measure((setting, replicate, seed) -> new Point(seed).differences(setting.get(TrainingKeys.FACTOR)))
                .judge((setting, predicted, measured) -> Judgement.all(Stream.of(parts)
                        .map(part -> Comparison.equal("largest difference of formula and slope in " + part,
                                predicted.scalar(part),
                                measured.stream().mapToDouble(q -> q.scalar(part)).max().orElseThrow(), DIFFERENCE))
                        .toList()));
    }

    /** Values z_0 to z_L, multipliers p_1 to p_L and weights that belong to no pass; all below 1. */
    private static final class Point {
        private final double[][] z = new double[LAYERS + 1][];
        private final double[][] p = new double[LAYERS + 1][];
        private final double[][] w = new double[LAYERS + 1][];
        private final double[] y;

        Point(Seed seed) {
            y = below(seed.named("y"), UNITS);
            for (int l = 0; l <= LAYERS; l++) {
                z[l] = below(seed.named("z").at(l), UNITS);
                p[l] = below(seed.named("p").at(l), UNITS);
                w[l] = below(seed.named("w").at(l), UNITS * UNITS);
            }
        }

        private static double[] below(Seed seed, int n) {
            return Arrays.stream(seed.gaussians(n)).map(Math::tanh).toArray();
        }

        /** (3.10) */
        private double value() {
            double sum = 0;
            for (int i = 0; i < UNITS; i++) {
                sum += 0.5 * (z[LAYERS][i] - y[i]) * (z[LAYERS][i] - y[i]);
                for (int l = 1; l <= LAYERS; l++) {
                    sum -= p[l][i] * (z[l][i] - unit(l, i));
                }
            }
            return sum;
        }

        private double unit(int l, int i) {
            double argument = 0;
            for (int j = 0; j < UNITS; j++) {
                argument += w[l][i * UNITS + j] * z[l - 1][j];
            }
            return Math.tanh(argument);
        }

        Quantities differences(double sign) {
            double multipliers = 0;
            double last = 0;
            double values = 0;
            double weights = 0;
            for (int l = 1; l <= LAYERS; l++) {
                for (int i = 0; i < UNITS; i++) {
                    int layer = l;
                    int at = i;
                    multipliers = Math.max(multipliers,
                            apart(p[l], i, () -> sign * (z[layer][at] - unit(layer, at))));
                    if (l == LAYERS) {
                        last = Math.max(last, apart(z[l], i, () -> z[layer][at] - y[at] - p[layer][at]));
                    } else {
                        values = Math.max(values, apart(z[l], i, () -> back(layer, at) - p[layer][at]));
                    }
                    for (int j = 0; j < UNITS; j++) {
                        int from = j;
                        weights = Math.max(weights, apart(w[l], i * UNITS + j,
                                () -> p[layer][at] * slope(layer, at) * z[layer - 1][from]));
                    }
                }
            }
            return Quantities.of("multipliers", multipliers)
                    .and("last values", last)
                    .and("values", values)
                    .and("weights", weights);
        }

        private double slope(int l, int i) {
            double out = unit(l, i);
            return 1 - out * out;
        }

        private double back(int l, int i) {
            double sum = 0;
            for (int k = 0; k < UNITS; k++) {
                sum += p[l + 1][k] * slope(l + 1, k) * w[l + 1][k * UNITS + i];
            }
            return sum;
        }

        private double apart(double[] where, int at, DoubleSupplier formula) {
            double kept = where[at];
            double expected = formula.getAsDouble();
            where[at] = kept + H;
            double above = value();
            where[at] = kept - H;
            double below = value();
            where[at] = kept;
            return Math.abs(expected - (above - below) / (2 * H));
        }
    }
}
