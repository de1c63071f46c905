package org.paisaje.claims.catalogue.document004.depth;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.ode.DifferentiableField;
import org.paisaje.math.ode.Integration;
import org.paisaje.math.ode.SecondOrderField;
import org.paisaje.math.ode.adjoint.ContinuousAdjoint;
import org.paisaje.math.ode.method.DormandPrince;
import org.paisaje.math.ode.method.Leapfrog;
import org.paisaje.network.Architecture;
import org.paisaje.network.architecture.Integrated.Scheme;
import org.paisaje.study.Comparison;

/** Gradients of deep networks against those of their differential equation, and second differences as a method. */
public final class AdjointClaims {
    /** What the ends are pulled towards: the loss is half the squared distance. */
    private static final double[] TARGET = {1, -1};
    /** Steps of order 5 between 0 and T, so short that neither they nor what lies between them is in error beyond rounding. */
    private static final int STEPS = 500;
    /** What depths are divided by for a method whose error would drown in rounding. */
    private static final int COARSER = 10;
    /** The entries of A and b. */
    private static final int PARAMETERS = 6;

    private AdjointClaims() {}

    /** The claims. */
    public static List<Claim> all() {
        return List.of(gradients(), leapfrog());
    }

    /** y' = tanh(A y + b) with the gradient by A and b. */
    private static final class Field implements DifferentiableField {
        @Override
        public int parameters() {
            return PARAMETERS;
        }

        @Override
        public void apply(double t, double[] y, double[] out) {
            SchemeClaims.field(y, out, 0);
        }

        @Override
        public void jvp(double t, double[] y, double[] v, double[] out) {
            apply(t, y, out);
            for (int i = 0; i < 2; i++) {
                out[i] = (1 - out[i] * out[i])
                        * (SchemeClaims.MATRIX[2 * i] * v[0] + SchemeClaims.MATRIX[2 * i + 1] * v[1]);
            }
        }

        @Override
        public void vjp(double t, double[] y, double[] u, double[] out, double[] parameterGradient) {
            double[] value = new double[2];
            apply(t, y, value);
            double[] pulled = {u[0] * (1 - value[0] * value[0]), u[1] * (1 - value[1] * value[1])};
            for (int j = 0; j < 2; j++) {
                out[j] = SchemeClaims.MATRIX[j] * pulled[0] + SchemeClaims.MATRIX[2 + j] * pulled[1];
                parameterGradient[4 + j] += pulled[j];
                for (int i = 0; i < 2; i++) {
                    parameterGradient[2 * i + j] += pulled[i] * y[j];
                }
            }
        }
    }

    private static double[] towardsTarget(double[] end) {
        return new double[] {end[0] - TARGET[0], end[1] - TARGET[1]};
    }

    /** The gradient by the parameters that all blocks share, by backpropagation. */
    private static double[] backpropagated(Architecture network, int blocks) {
        var pass = network.linearize(SchemeClaims.same(blocks), Matrix.of(new double[][] {SchemeClaims.START}));
        double[] each = pass.vjp(Matrix.of(new double[][] {towardsTarget(pass.outputs().row(0))}));
        double[] sum = new double[PARAMETERS];
        for (int i = 0; i < each.length; i++) {
            sum[i % PARAMETERS] += each[i];
        }
        return sum;
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }

    private static List<Integer> schemes() {
        List<Integer> result = new ArrayList<>();
        for (int s = 0; s <= Scheme.values().length; s++) {
            if (s == 0 || Scheme.values()[s - 1] != Scheme.SECOND_DIFFERENCE) {
                result.add(s);
            }
        }
        return result;
    }

    private static Claim gradients() {
        return ClaimBuilder.of("004.conclusions.adjoint", DepthKeys.source("conclusions and further work"))
                .statement("Backpropagation tends to the adjoint equation as networks get deeper",
                        "The gradient that backpropagation gives through L blocks tends to the one by the adjoint equation of Pontryagin for "
                                + "y' = f(y, theta), with an error of the order of the scheme: 1/L for residual networks, 1/L^2 for blocks by "
                                + "the midpoint rule and central differences, 1/L^4 for those of Runge and Kutta.",
                        "\\dot\\lambda=-(\\partial_yf)^\\top\\lambda,\\quad \\nabla_\\theta\\Phi=\\int_0^T(\\partial_\\theta f)^\\top\\lambda\\,dt")
                .quoted("new architectures are proposed that can be understood as the continuous limit of ResNet, and are trained "
                        + "using the adjoint sensitivity method of Pontryagin instead of backpropagation",
                        "conclusions and further work")
                .measured(
                        "With f(y) = tanh(A y + b) and the same A and b in every block: the distance between the sum of their gradients over "
                                + "all blocks and the gradient by the adjoint equation along a solution by 500 steps of the method of "
                                + "Dormand and Prince; its power in 1/L (a tenth of the depths for Runge and Kutta, whose error would drown in rounding).")
                .standard(SchemeClaims::depths)
                .control(setting -> setting.with(DepthKeys.STRETCH, 1.01).noted("steps that are 1 % too long"))
                .predict(setting -> Quantities.of("orders", new double[] {1, 2, 2, 4}))
                .measure((setting, replicate, seed) -> {
                    double time = setting.get(DepthKeys.TIME);
                    double[] limit = ContinuousAdjoint
                            .gradient(Integration.fixed(new DormandPrince(), time / STEPS), new Field(), 0,
                                    SchemeClaims.START.clone(), time, AdjointClaims::towardsTarget)
                            .orThrow()
                            .parameters();
                    double[] depths = setting.get(DepthKeys.DEPTHS);
                    Quantities result = Quantities.NONE;
                    for (int s : schemes()) {
                        double[] errors = new double[depths.length];
                        for (int k = 0; k < depths.length; k++) {
                            int blocks = Math.max(1, (int) depths[k] / (SchemeClaims.order(s) > 2 ? COARSER : 1));
                            double step = setting.get(DepthKeys.STRETCH) * time / blocks;
                            errors[k] = distance(backpropagated(SchemeClaims.network(s, blocks, step), blocks), limit);
                        }
                        result = result.and(SchemeClaims.name(s), errors);
                    }
                    return result;
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (int s : schemes()) {
                        double p = predicted.list("orders")[lines.size()];
                        lines.add(Comparison.told("power of 1/L, " + SchemeClaims.name(s), p,
                                SchemeClaims.order(setting.get(DepthKeys.DEPTHS),
                                        measured.getFirst().list(SchemeClaims.name(s))),
                                SchemeClaims.ORIGIN, p - 1, p + 1));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Claim leapfrog() {
        return ClaimBuilder.of("004.eq7.9.leapfrog", DepthKeys.source("equation (7.9)"))
                .statement("Second differences are the method of Stoermer and Verlet",
                        "Layers with x(l+1) - 2 x(l) + x(l-1) = f(x(l)) h^2 that start at rest are, to rounding, the positions of the leapfrog "
                                + "method for x'' = f(x): half a kick, a drift, half a kick. It is symplectic and can be run backwards.",
                        "\\delta^2x^{(l)}=f(x^{(l)})\\,\\Delta l^2")
                .quoted("$\\delta^2 x^{(l)} \\equiv x^{(l+1)} - 2x^{(l)} + x^{(l-1)} \\approx f(x^{(l);l} \\Delta l^2$",
                        "equation (7.9)")
                .measured(
                        "The outputs of networks with scheme=second-difference and f(x) = tanh(A x + b), against as many steps of the leapfrog "
                                + "method.")
                .standard(SchemeClaims::depths)
                .control(setting -> setting.with(DepthKeys.STRETCH, 1.01).noted("steps that are 1 % too long"))
                .predict(setting -> {
                    double time = setting.get(DepthKeys.TIME);
                    double[] depths = setting.get(DepthKeys.DEPTHS);
                    double[] ends = new double[2 * depths.length];
                    SecondOrderField field = (t, y, out) -> SchemeClaims.field(y, out, 2);
                    for (int k = 0; k < depths.length; k++) {
                        double[] end = Integration.fixed(new Leapfrog(), time / depths[k])
                                .run(field, 0, new double[] {SchemeClaims.START[0], SchemeClaims.START[1], 0, 0}, time)
                                .y();
                        System.arraycopy(end, 0, ends, 2 * k, 2);
                    }
                    return Quantities.of("ends", ends);
                })
                .measure((setting, replicate, seed) -> {
                    double time = setting.get(DepthKeys.TIME);
                    double[] depths = setting.get(DepthKeys.DEPTHS);
                    double[] ends = new double[2 * depths.length];
                    int scheme = Scheme.SECOND_DIFFERENCE.ordinal() + 1;
                    for (int k = 0; k < depths.length; k++) {
                        int blocks = (int) depths[k];
                        double[] end = SchemeClaims
                                .network(scheme, blocks, setting.get(DepthKeys.STRETCH) * time / blocks)
                                .forward(SchemeClaims.same(blocks), Matrix.of(new double[][] {SchemeClaims.START}))
                                .row(0);
                        System.arraycopy(end, 0, ends, 2 * k, 2);
                    }
                    return Quantities.of("ends", ends);
                })
                .judge((setting, predicted, measured) -> {
                    double[] depths = setting.get(DepthKeys.DEPTHS);
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < depths.length; k++) {
                        for (int i = 0; i < 2; i++) {
                            double end = predicted.list("ends")[2 * k + i];
                            // Sums of second differences carry the rounding of each layer on for all that follow.
                            lines.add(Comparison.equal("output " + (i + 1) + " behind " + (int) depths[k] + " blocks",
                                    end,
                                    measured.getFirst().list("ends")[2 * k + i],
                                    Rounding.of(8 * depths[k]).times(depths[k])));
                        }
                    }
                    return Judgement.all(lines);
                })
                .build();
    }
}
