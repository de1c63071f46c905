package org.paisaje.network;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Integrated;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.architecture.Residual;
import org.paisaje.network.start.Parametrization;

/** Outputs and losses written down from their definitions in hyper-dual numbers: the twin of the dense passes. */
public final class NaiveRisk {
    private final Architecture net;
    private final double[] theta;
    private final double[] v;
    private final double[] w;
    private int layer;

    private NaiveRisk(Architecture net, double[] theta, double[] v, double[] w) {
        this.net = net;
        this.theta = theta;
        this.v = v;
        this.w = w;
    }

    /** The outputs along theta + e1 v + e2 w. */
    public static HyperDual[][] outputs(Architecture net, double[] theta, double[] v, double[] w, Matrix x) {
        HyperDual[][] result = new HyperDual[x.rows()][];
        for (int i = 0; i < x.rows(); i++) {
            HyperDual[] row = Arrays.stream(x.row(i)).mapToObj(HyperDual::of).toArray(HyperDual[]::new);
            result[i] = new NaiveRisk(net, theta, v, w).outputs(row);
        }
        return result;
    }

    private HyperDual[] outputs(HyperDual[] x) {
        HyperDual[] h = x;
        switch (net) {
            case Mlp mlp -> {
                for (int l = 1; l < mlp.depth(); l++) {
                    h = activate(affine(h, mlp.bias(), false));
                }
                return affine(h, mlp.bias(), mlp.depth() > 1);
            }
            case Residual r -> {
                if (r.lift()) {
                    h = affine(h, r.bias(), false);
                }
                for (int i = 0; i < r.blocks(); i++) {
                    h = combine(1, h, r.step(), field(r, h));
                }
                return r.readout() ? affine(h, r.bias(), true) : h;
            }
            case Integrated integrated -> {
                Residual r = integrated.net();
                if (r.lift()) {
                    h = affine(h, r.bias(), false);
                }
                HyperDual[] before = h;
                double step = r.step();
                for (int i = 0; i < r.blocks(); i++) {
                    int own = layer;
                    HyperDual[] k = field(r, h);
                    HyperDual[] next = h;
                    switch (integrated.scheme()) {
                        case MIDPOINT -> {
                            layer = own;
                            next = combine(1, h, step, field(r, combine(1, h, step / 2, k)));
                        }
                        case LEAPFROG -> next = i == 0 ? combine(1, h, step, k) : combine(1, before, 2 * step, k);
                        case SECOND_DIFFERENCE -> next = i == 0
                                ? combine(1, h, step * step / 2, k)
                                : combine(1, combine(2, h, -1, before), step * step, k);
                        case RK4 -> {
                            next = combine(1, h, step / 6, k);
                            for (double[] stage : new double[][] {{0.5, 3}, {0.5, 3}, {1, 6}}) {
                                layer = own;
                                k = field(r, combine(1, h, stage[0] * step, k));
                                next = combine(1, next, step / stage[1], k);
                            }
                        }
                    }
                    before = h;
                    h = next;
                }
                return r.readout() ? affine(h, r.bias(), true) : h;
            }
            default -> throw new IllegalArgumentException("NaiveRisk: " + net);
        }
    }

    private HyperDual[] field(Residual r, HyperDual[] h) {
        HyperDual[] first = activate(affine(h, r.bias(), false));
        return switch (r.block()) {
            case ONE -> first;
            case PROJECTED -> affine(first, false, false);
            case TWO -> activate(affine(first, r.bias(), false));
        };
    }

    private static HyperDual[] combine(double a, HyperDual[] y, double b, HyperDual[] z) {
        HyperDual[] result = new HyperDual[y.length];
        for (int j = 0; j < y.length; j++) {
            result[j] = y[j].times(a).plus(z[j].times(b));
        }
        return result;
    }

    private HyperDual[] activate(HyperDual[] z) {
        Activation s = net.activation();
        return Arrays.stream(z).map(q -> q.map(s::value, s::first, s::second)).toArray(HyperDual[]::new);
    }

    private HyperDual[] affine(HyperDual[] h, boolean bias, boolean readout) {
        Layout.Slice weight = net.layout().slice("layers." + layer + ".weight");
        double scaleW = 1;
        double scaleB = 1;
        if (net.parametrization() instanceof Parametrization.Ntk ntk) {
            scaleW = ntk.sigmaW() / Math.sqrt(h.length);
            scaleB = ntk.sigmaB();
        } else if (net.parametrization() instanceof Parametrization.MeanField && readout) {
            scaleW = 1.0 / h.length;
        }
        LayerShape shape = net.layerShapes().get(layer);
        if (net.parametrization() instanceof Parametrization.Mup mup
                && (net.layerShapes().size() > 1 || shape.hasSkip())) {
            boolean input = layer == 0 && !shape.hasSkip();
            if (mup.normalized()) {
                scaleW = input ? 1 : 1.0 / h.length;
            } else {
                scaleW = input ? Math.sqrt(weight.rows()) : readout ? Math.sqrt(1.0 / h.length) : 1;
                scaleB = readout ? 1 : Math.sqrt(weight.rows());
            }
        }
        HyperDual[] z = new HyperDual[weight.rows()];
        for (int o = 0; o < z.length; o++) {
            HyperDual sum = HyperDual.of(0);
            for (int j = 0; j < h.length; j++) {
                sum = sum.plus(h[j].times(parameter(weight.offset() + o * h.length + j)));
            }
            z[o] = sum.times(scaleW);
            if (bias && scaleB != 0) {
                int at = net.layout().slice("layers." + layer + ".bias").offset();
                z[o] = z[o].plus(parameter(at + o).times(scaleB));
            }
        }
        layer++;
        return z;
    }

    private HyperDual parameter(int i) {
        return new HyperDual(theta[i], v[i], w[i], 0);
    }

    /** The loss of outputs from its definition, for logits of moderate size. */
    public static HyperDual loss(Loss loss, HyperDual[][] f, Matrix y) {
        HyperDual sum = HyperDual.of(0);
        for (int i = 0; i < f.length; i++) {
            HyperDual total = HyperDual.of(0);
            double weights = 0;
            for (int c = 0; c < f[i].length; c++) {
                double target = y.get(i, c);
                HyperDual z = f[i][c];
                switch (loss.name()) {
                    case "half-mean-squared", "half-sum-squared" -> sum = sum.plus(square(z, target).times(0.5));
                    case "mean-squared" -> sum = sum.plus(square(z, target));
                    case "logistic" -> sum = sum.plus(z.times(-target).exp().plus(HyperDual.of(1)).log());
                    case "binary-cross-entropy" -> sum = sum.plus(z.exp().plus(HyperDual.of(1)).log())
                            .minus(z.times(target));
                    case "softmax-cross-entropy" -> {
                        total = total.plus(z.exp());
                        weights += target;
                        sum = sum.minus(z.times(target));
                    }
                    default -> throw new AssertionError(loss.name());
                }
            }
            if (weights != 0) {
                sum = sum.plus(total.log().times(weights));
            }
        }
        return loss.name().equals("half-sum-squared") ? sum : sum.times(1.0 / f.length);
    }

    private static HyperDual square(HyperDual z, double target) {
        HyperDual r = z.minus(HyperDual.of(target));
        return r.times(r);
    }

    /** The Hessian of the loss from p (p + 1) / 2 evaluations; with a null loss that of {@code <u, f>}. */
    public static Matrix hessian(Architecture net, double[] theta, Matrix x, Matrix y, @Nullable Loss loss) {
        int p = theta.length;
        Matrix result = Matrix.zeros(p, p);
        double[] v = new double[p];
        double[] w = new double[p];
        for (int i = 0; i < p; i++) {
            v[i] = 1;
            for (int j = 0; j <= i; j++) {
                w[j] = 1;
                HyperDual[][] f = outputs(net, theta, v, w, x);
                double entry = (loss == null ? inner(f, y) : loss(loss, f, y)).d();
                result.set(i, j, entry);
                result.set(j, i, entry);
                w[j] = 0;
            }
            v[i] = 0;
        }
        return result;
    }

    /** {@code <u, f>}. */
    public static HyperDual inner(HyperDual[][] f, Matrix u) {
        HyperDual sum = HyperDual.of(0);
        for (int i = 0; i < f.length; i++) {
            for (int c = 0; c < f[i].length; c++) {
                sum = sum.plus(f[i][c].times(u.get(i, c)));
            }
        }
        return sum;
    }
}
