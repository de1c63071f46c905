package org.paisaje.theory.landscape.critical;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.network.activation.Activation;
import org.paisaje.risk.Regularizer;
import org.paisaje.risk.Risk;

/**
 * Gradient and Hessian of a risk enclosed for all parameters within a distance of theta, rounding included. Every number is a
 * middle with a radius; a product has the radius {@code |a| rb + |b| ra + ra rb} and half an ulp. Activations are enclosed by
 * {@code s(z + e) in s(z) +- r sup|s'|}, and s', s'' alike by the bounds on s'' and s''': this is where the bound on the
 * change of the Hessian comes from. For dense layers in a row and squared losses; forward over reverse, p passes.
 */
final class EnclosedRisk {
    /** Values of activations and their derivatives up to the second are computed to within this. */
    private static final double FUNCTION_ERROR = 8 * Math.ulp(1.0);
    private static final double HALF_ULP = 0.5 * Math.ulp(1.0);
    /** Radii are sums of fewer than a million terms that are not negative; their own rounding is less than this share. */
    private static final double RADIUS_ROUNDING = 1 + 1e-9;

    private final Risk risk;
    private final List<LayerShape> layers;
    private final int p;
    private final double factor;
    private final double penalty;
    private final double[] middle;
    private final double[] radius;
    private final Cells[] a;
    private final Cells[] slope;
    private final Cells[] bend;
    private final Cells[] delta;
    private final Cells[] behind;
    private final Cells[] aDot;
    private final Cells[] zDot;
    private final Cells[] deltaDot;

    /** Some numbers with their radii. */
    private static final class Cells {
        final double[] m;
        final double[] r;

        Cells(int size) {
            m = new double[size];
            r = new double[size];
        }

        void clear() {
            Arrays.fill(m, 0);
            Arrays.fill(r, 0);
        }

        void set(int i, double value, double error) {
            m[i] = value;
            r[i] = error;
        }

        /** Adds the product of (b, rb) and (c, rc). */
        void addProduct(int i, double b, double rb, double c, double rc) {
            double product = b * c;
            double sum = m[i] + product;
            r[i] += Math.abs(b) * rc + Math.abs(c) * rb + rb * rc
                    + HALF_ULP * (Math.abs(product) + Math.abs(sum)) + Double.MIN_NORMAL;
            m[i] = sum;
        }

        void scale(int i, double by, double error) {
            double b = m[i];
            double rb = r[i];
            m[i] = 0;
            r[i] = 0;
            addProduct(i, b, rb, by, error);
        }
    }

    /**
     * Middles and radii.
     *
     * @param gradient p numbers at theta itself
     * @param gradientRadius their rounding
     * @param hessian p x p by rows, for all parameters within the distance
     * @param hessianRadius how far an entry can be from its middle
     */
    record Enclosure(double[] gradient, double[] gradientRadius, double[] hessian, double[] hessianRadius) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }

        @Override
        public String toString() {
            return "Enclosure[" + gradient.length + " parameters]";
        }
    }

    private EnclosedRisk(Risk risk, List<LayerShape> layers) {
        this.risk = risk;
        this.layers = layers;
        this.p = risk.dimension();
        this.factor = risk.loss().squareFactor(risk.samples());
        this.penalty = risk.penalties().stream().mapToDouble(Regularizer::squareFactor).sum();
        this.middle = new double[p];
        this.radius = new double[p];
        int depth = layers.size();
        this.a = new Cells[depth + 1];
        this.aDot = new Cells[depth + 1];
        this.slope = new Cells[depth];
        this.bend = new Cells[depth];
        this.delta = new Cells[depth];
        this.behind = new Cells[depth];
        this.zDot = new Cells[depth];
        this.deltaDot = new Cells[depth];
        a[0] = new Cells(layers.getFirst().inputs());
        aDot[0] = new Cells(layers.getFirst().inputs());
        for (int l = 0; l < depth; l++) {
            int width = layers.get(l).outputs();
            a[l + 1] = new Cells(width);
            aDot[l + 1] = new Cells(width);
            slope[l] = new Cells(width);
            bend[l] = new Cells(width);
            delta[l] = new Cells(width);
            behind[l] = new Cells(width);
            zDot[l] = new Cells(width);
            deltaDot[l] = new Cells(width);
        }
    }

    /** Empty where the network, the loss or a penalty is not of the kind that is enclosed; {@link #objection} says which. */
    static Optional<EnclosedRisk> of(Risk risk) {
        return objection(risk).isPresent()
                ? Optional.empty()
                : Optional.of(new EnclosedRisk(risk, ((Architecture) risk.network()).layerShapes()));
    }

    /** What keeps a risk from being enclosed. */
    static Optional<String> objection(Risk risk) {
        if (!(risk.network() instanceof Architecture network) || !network.inRow() || !network.head().none()) {
            return Optional.of("only dense layers in a row are enclosed");
        }
        for (LayerShape layer : network.layerShapes()) {
            Activation s = layer.activation();
            if (layer.hasSkip()) {
                return Optional.of("networks with skips are not enclosed");
            }
            if (Double.isInfinite(s.derivativeBound(1) + s.derivativeBound(2) + s.derivativeBound(3))) {
                return Optional.of("no bound on the third derivative of " + s.name() + " is known");
            }
        }
        if (risk.loss().squareFactor(risk.samples()) == 0) {
            return Optional.of("only squared losses are enclosed, not " + risk.loss().name());
        }
        return risk.penalties()
                .stream()
                .anyMatch(penalty -> penalty.squareFactor() == 0 && penalty.value(ones(risk)) != 0)
                        ? Optional.of("a penalty is not a multiple of the squared norm")
                        : Optional.empty();
    }

    private static double[] ones(Risk risk) {
        double[] result = new double[risk.dimension()];
        Arrays.fill(result, 1);
        return result;
    }

    /** Gradient at theta, Hessian for all parameters each within a distance of theirs. */
    Enclosure of(double[] theta, double distance) {
        System.arraycopy(theta, 0, middle, 0, p);
        Cells gradient = new Cells(p);
        Cells hessian = new Cells(p * p);
        Arrays.fill(radius, 0);
        for (int i = 0; i < risk.samples(); i++) {
            forward(i);
            backward(i);
            addOuter(gradient, 0, delta, a);
        }
        Arrays.fill(radius, distance);
        for (int i = 0; i < risk.samples(); i++) {
            forward(i);
            backward(i);
            for (int l = 0; l < layers.size(); l++) {
                tangents(l, hessian);
            }
        }
        for (int q = 0; q < p; q++) {
            gradient.addProduct(q, 2 * penalty, HALF_ULP * 2 * penalty * risk.penalties().size(), theta[q], 0);
            hessian.addProduct(q * p + q, 2 * penalty, HALF_ULP * 2 * penalty * risk.penalties().size(), 1, 0);
        }
        inflate(gradient.r);
        inflate(hessian.r);
        return new Enclosure(gradient.m, gradient.r, hessian.m, hessian.r);
    }

    private static void inflate(double[] r) {
        for (int i = 0; i < r.length; i++) {
            r[i] *= RADIUS_ROUNDING;
        }
    }

    private void forward(int sample) {
        for (int j = 0; j < a[0].m.length; j++) {
            a[0].set(j, risk.x().get(sample, j), 0);
        }
        for (int l = 0; l < layers.size(); l++) {
            LayerShape layer = layers.get(l);
            Activation s = layer.activation();
            Cells z = zDot[l];
            z.clear();
            affine(layer, a[l], z, true);
            for (int i = 0; i < layer.outputs(); i++) {
                double at = z.m[i];
                double wide = z.r[i] * RADIUS_ROUNDING;
                double error = s.piecewiseLinear() ? 0 : FUNCTION_ERROR * Math.max(1, Math.abs(s.value(at)));
                a[l + 1].set(i, s.value(at), wide * s.derivativeBound(1) + error);
                slope[l].set(i, s.first(at), wide * s.derivativeBound(2) + error);
                bend[l].set(i, s.second(at), wide * s.derivativeBound(3) + error);
            }
        }
    }

    /** z += scale W h, and the bias where it counts. */
    private void affine(LayerShape layer, Cells h, Cells z, boolean bias) {
        for (int i = 0; i < layer.outputs(); i++) {
            for (int j = 0; j < layer.inputs(); j++) {
                int w = layer.weight() + i * layer.inputs() + j;
                z.addProduct(i, middle[w], radius[w], h.m[j], h.r[j]);
            }
            if (layer.weightScale() != 1) {
                z.scale(i, layer.weightScale(), 0);
            }
            if (bias && layer.hasBias()) {
                z.addProduct(i, middle[layer.bias() + i], radius[layer.bias() + i], layer.biasScale(), 0);
            }
        }
    }

    private void backward(int sample) {
        int last = layers.size() - 1;
        for (int c = 0; c < layers.get(last).outputs(); c++) {
            behind[last].set(c, 0, 0);
            behind[last].addProduct(c, a[last + 1].m[c], a[last + 1].r[c], 1, 0);
            behind[last].addProduct(c, -1, 0, risk.y().get(sample, c), 0);
            behind[last].scale(c, 2 * factor, 2 * HALF_ULP * 2 * factor);
        }
        for (int l = last; l >= 0; l--) {
            delta[l].clear();
            for (int i = 0; i < delta[l].m.length; i++) {
                delta[l].addProduct(i, behind[l].m[i], behind[l].r[i], slope[l].m[i], slope[l].r[i]);
            }
            if (l > 0) {
                behind[l - 1].clear();
                transposed(layers.get(l), delta[l], behind[l - 1]);
            }
        }
    }

    /** h += scale W^T delta. */
    private void transposed(LayerShape layer, Cells from, Cells to) {
        for (int i = 0; i < layer.outputs(); i++) {
            double m = from.m[i] * layer.weightScale();
            double r = from.r[i] * layer.weightScale() + HALF_ULP * Math.abs(m);
            for (int j = 0; j < layer.inputs(); j++) {
                int w = layer.weight() + i * layer.inputs() + j;
                to.addProduct(j, middle[w], radius[w], m, r);
            }
        }
    }

    /** Adds delta h^T of every layer to p entries. */
    private void addOuter(Cells sum, int offset, Cells[] deltas, Cells[] inputs) {
        for (int l = 0; l < layers.size(); l++) {
            LayerShape layer = layers.get(l);
            for (int i = 0; i < layer.outputs(); i++) {
                double m = deltas[l].m[i];
                double r = deltas[l].r[i];
                if (m == 0 && r == 0) {
                    continue;
                }
                double scaled = m * layer.weightScale();
                double scaledRadius = r * layer.weightScale() + HALF_ULP * Math.abs(scaled);
                for (int j = 0; j < layer.inputs(); j++) {
                    sum.addProduct(offset + layer.weight() + i * layer.inputs() + j, scaled, scaledRadius,
                            inputs[l].m[j], inputs[l].r[j]);
                }
                if (layer.hasBias() && inputs == a) {
                    sum.addProduct(offset + layer.bias() + i, m, r, layer.biasScale(), 0);
                }
            }
        }
    }

    /** Adds the rows of the Hessian that belong to the parameters of a layer. */
    private void tangents(int at, Cells hessian) {
        LayerShape layer = layers.get(at);
        int columns = layer.inputs() + (layer.hasBias() ? 1 : 0);
        for (int row = 0; row < layer.outputs(); row++) {
            for (int column = 0; column < columns; column++) {
                boolean bias = column == layer.inputs();
                for (int l = 0; l <= at; l++) {
                    aDot[l].clear();
                }
                zDot[at].clear();
                if (bias) {
                    zDot[at].set(row, layer.biasScale(), 0);
                } else {
                    zDot[at].addProduct(row, a[at].m[column], a[at].r[column], layer.weightScale(), 0);
                }
                forwardTangent(at);
                int parameter = bias ? layer.bias() + row : layer.weight() + row * layer.inputs() + column;
                backwardTangent(at, row, bias ? -1 : column);
                addOuter(hessian, parameter * p, deltaDot, a);
                addOuter(hessian, parameter * p, delta, aDot);
            }
        }
    }

    private void forwardTangent(int at) {
        for (int l = at; l < layers.size(); l++) {
            if (l > at) {
                zDot[l].clear();
                affine(layers.get(l), aDot[l], zDot[l], false);
            }
            aDot[l + 1].clear();
            for (int i = 0; i < zDot[l].m.length; i++) {
                aDot[l + 1].addProduct(i, slope[l].m[i], slope[l].r[i], zDot[l].m[i], zDot[l].r[i]);
            }
        }
    }

    /** The tangent of delta; with {@code column >= 0} the weight (row, column) of layer {@code at} itself changes. */
    private void backwardTangent(int at, int row, int column) {
        int last = layers.size() - 1;
        Cells above = new Cells(layers.get(last).outputs());
        for (int c = 0; c < above.m.length; c++) {
            above.addProduct(c, aDot[last + 1].m[c], aDot[last + 1].r[c], 2 * factor, 2 * HALF_ULP * 2 * factor);
        }
        for (int l = last; l >= 0; l--) {
            deltaDot[l].clear();
            for (int i = 0; i < deltaDot[l].m.length; i++) {
                deltaDot[l].addProduct(i, slope[l].m[i], slope[l].r[i], above.m[i], above.r[i]);
                if (l >= at) {
                    double m = bend[l].m[i] * zDot[l].m[i];
                    double r = Math.abs(bend[l].m[i]) * zDot[l].r[i]
                            + bend[l].r[i] * (Math.abs(zDot[l].m[i]) + zDot[l].r[i])
                            + HALF_ULP * Math.abs(m);
                    deltaDot[l].addProduct(i, m, r, behind[l].m[i], behind[l].r[i]);
                }
            }
            if (l > 0) {
                above = new Cells(layers.get(l).inputs());
                transposed(layers.get(l), deltaDot[l], above);
                if (l == at && column >= 0) {
                    above.addProduct(column, delta[l].m[row], delta[l].r[row], layers.get(l).weightScale(), 0);
                }
            }
        }
    }
}
