package org.paisaje.claims.catalogue.document000;

import java.util.List;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.math.stats.Moments;
import org.paisaje.network.Linearization;
import org.paisaje.network.activation.Activation;

/** Second derivatives of shallow networks at one point, measured for the {@link SecondDerivativeClaims}. */
final class SecondDerivatives {
    static final List<String> SMOOTH = List.of("softplus", "tanh", "silu");
    static final double POINT = -1.2;

    private SecondDerivatives() {}

    static Linearization at(ShallowNet net, double[] theta, double stretch) {
        Matrix lifted = Matrix.of(new double[][] {{stretch * POINT, stretch}});
        return net.network().linearize(theta, lifted);
    }

    /** The product of the Hessian of Phi in theta with v. */
    static double[] hessian(Linearization at, double[] v) {
        return at.tangent(v).vjp(Matrix.of(new double[][] {{1}}), Matrix.zeros(1, 1));
    }

    /** Means over neurons of the squared second derivatives, and their standard errors. */
    static Quantities measure(Setting setting, int replicate, Seed seed) {
        double[] widths = setting.get(Keys000.WIDTHS);
        Quantities result = Quantities.NONE;
        for (String name : SMOOTH) {
            double[] mixed = new double[widths.length];
            double[] inner = new double[widths.length];
            double[] mixedError = new double[widths.length];
            double[] innerError = new double[widths.length];
            for (int w = 0; w < widths.length; w++) {
                int n = (int) widths[w];
                ShallowNet net = ShallowNet.of(Activation.parse(name), 1, n);
                Moments first = new Moments();
                Moments second = new Moments();
                double outer = setting.get(Keys000.OUTER).equals("1") ? 1 : 1 / Math.sqrt(widths[w]);
                for (int t = 0; t * n < setting.get(Keys000.NEURONS); t++) {
                    double[] theta = net.theta(seed.named(name).at(w).at(t), net.innerDeviation(setting), outer);
                    add(net, theta, 1, first, second);
                }
                mixed[w] = first.mean();
                inner[w] = second.mean();
                mixedError[w] = first.standardError();
                innerError[w] = second.standardError();
            }
            result = result.and(name + ", mixed", mixed)
                    .and(name + ", inner", inner)
                    .and(name + ", mixed, error", mixedError)
                    .and(name + ", inner, error", innerError);
        }
        return result;
    }

    /**
     * Adds the squares of the derivatives in (outer, first inner) and (first inner, first inner) parameter of each neuron:
     * neurons do not mix, so one product with the sum of all directions of a kind holds them all.
     */
    static void add(ShallowNet net, double[] theta, double stretch, Moments mixed, Moments inner) {
        int n = net.width();
        int p = theta.length;
        Linearization at = at(net, theta, stretch);
        double[] first = new double[p];
        for (int k = 0; k < n; k++) {
            first[2 * k] = 1;
        }
        double[] column = hessian(at, first);
        for (int k = 0; k < n; k++) {
            mixed.add(column[2 * n + k] * column[2 * n + k]);
            inner.add(column[2 * k] * column[2 * k]);
        }
    }
}
